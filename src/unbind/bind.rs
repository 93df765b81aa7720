//! Bind back: a plan, a confirmation and a verification of its own (`docs/api-v2.md` §4.4, `docs/api-v3.md` §4.4).

use super::facts::{dangers, doubt, found};
use super::plan::{Context, Keeps, PlanInput, PlanItem};
use super::refusal::{Danger, Refusal, RefusalReason};
use super::target::{describe, is_target};
use crate::domain::{
    BindTarget, Doubt, Eip, EipStatus, Mutation, NicPosition, PrivateIp, Told, UnbindTarget,
};

/// Judges a bind back of the EIP to exactly where it was.
pub(super) fn item(
    context: &Context,
    subject: &PlanInput,
    target: &BindTarget,
) -> Result<PlanItem, RefusalReason> {
    let eip = found(&subject.reading, Some(&subject.request.region))?.clone();
    if !is_target(&eip, &subject.request.target) {
        let doubt = Doubt::OtherEip { eip_id: eip.eip_id, eip: eip.eip };
        return Err(RefusalReason::Doubtful(doubt));
    }
    refuse_by_state(&eip)?;
    let mut dangers = dangers(context, &eip, false);
    if let Some(reason) = gone(subject, target) {
        return Err(reason);
    }
    let mut wan_ip_there = None;
    if let Some(seat) = seat(subject, target) {
        match (seat.eip(), seat.wan_ip) {
            (Told::Value(other), _) if *other != eip.eip_id => {
                return Err(RefusalReason::TargetTaken(other.clone()));
            }
            (Told::Empty, Some(ip)) if !context.whose.api.capabilities().bind_releases_wan_ip => {
                return Err(RefusalReason::TargetHasWanIp(ip));
            }
            (Told::Empty, Some(ip)) => {
                dangers.push(Danger::ReleasesWanIp);
                wan_ip_there = Some(ip);
            }
            (_, _) => {}
        }
    }
    // What the journal or the EIP's own row names was there.
    let is_known = subject.recorded || kept_link(&eip).as_ref() == Some(target);
    Ok(PlanItem {
        region: eip.region.clone(),
        eip_id: eip.eip_id.clone(),
        eip: eip.eip,
        mutation: Mutation::Bind { eip_id: eip.eip_id.clone(), target: target.clone() },
        seat: NicPosition::Unknown,
        dangers,
        keeps: Keeps::NoServer,
        quota: subject.quota,
        alloc_runs_out: false,
        way_back: subject.recorded,
        wan_ip_there,
        place_not_seen: !is_known && !is_seen(subject, target),
        unbind_open: subject.unbind_open,
        before: eip,
    })
}

fn refuse_by_state(eip: &Eip) -> Result<(), RefusalReason> {
    if let Some(doubt) = doubt(eip) {
        return Err(RefusalReason::Doubtful(doubt));
    }
    if eip.arrears == Some(true) {
        return Err(RefusalReason::Arrears);
    }
    if eip.blocked == Some(true) {
        return Err(RefusalReason::Blocked);
    }
    match (&eip.status, eip.eip) {
        (EipStatus::Unbound, Some(_)) => Ok(()),
        (EipStatus::Unbound, None) => Err(RefusalReason::NoAddress),
        (EipStatus::Binding | EipStatus::Unbinding, _) => {
            Err(RefusalReason::InTransition(eip.status.clone()))
        }
        // Off its server, with the link kept: it may still be called bound.
        (EipStatus::Bound, Some(_)) if kept_link(eip).is_some() => Ok(()),
        (status, _) => Err(RefusalReason::NotFree(status.clone())),
    }
}

/// What the answer about the NIC says is not there: the NIC, or the private IP on it. An answer about other NICs says nothing of it.
fn gone(subject: &PlanInput, target: &BindTarget) -> Option<RefusalReason> {
    let (BindTarget::PrivateIp { network_interface_id, private_ip_address }, Some(nics), false) =
        (target, &subject.nics, subject.incomplete)
    else {
        return None;
    };
    match nics.iter().find(|nic| nic.network_interface_id == *network_interface_id) {
        Some(nic) if nic.ips_not_told || seat(subject, target).is_some() => None,
        Some(nic) => Some(RefusalReason::NoSuchPrivateIp(
            nic.network_interface_id.clone(),
            *private_ip_address,
        )),
        None if nics.is_empty() => Some(RefusalReason::NoSuchNic(network_interface_id.clone())),
        None => None,
    }
}

/// Whether a reading shows the place: its NIC, or a NIC of its server.
fn is_seen(subject: &PlanInput, target: &BindTarget) -> bool {
    subject.nics.iter().flatten().any(|nic| match target {
        BindTarget::PrivateIp { network_interface_id, .. } => {
            nic.network_interface_id == *network_interface_id
        }
        BindTarget::Instance(server) => nic.un_instance_id.as_ref() == Some(server),
    })
}

/// The private IP that the EIP would come to, as far as the NICs were read; for a server, the primary IP of its primary NIC.
fn seat<'a>(subject: &'a PlanInput, target: &BindTarget) -> Option<&'a PrivateIp> {
    let mut nics = subject.nics.iter().flatten();
    match target {
        BindTarget::PrivateIp { network_interface_id, private_ip_address } => {
            let nic = nics.find(|nic| nic.network_interface_id == *network_interface_id)?;
            nic.private_ip_addresses.iter().find(|ip| ip.private_ip_address == *private_ip_address)
        }
        BindTarget::Instance(server) => {
            let nic = nics.find(|nic| {
                nic.un_instance_id.as_ref() == Some(server) && nic.primary == Some(true)
            })?;
            nic.private_ip_addresses.iter().find(|ip| ip.primary == Some(true))
        }
    }
}

/// That no place is known to which it could be bound, of the EIP as it is known, if it is.
pub fn nowhere(target: &UnbindTarget, eip: Option<&Eip>) -> Refusal {
    let reason = eip.map_or(RefusalReason::NoFormerTarget, |eip| match &eip.status {
        EipStatus::Unbound | EipStatus::NotTold => RefusalReason::NoFormerTarget,
        EipStatus::Binding | EipStatus::Unbinding => {
            RefusalReason::InTransition(eip.status.clone())
        }
        EipStatus::Bound
        | EipStatus::BoundToDetachedNic
        | EipStatus::Creating
        | EipStatus::CreateFailed
        | EipStatus::Offlining
        | EipStatus::Other(_) => RefusalReason::NotFree(eip.status.clone()),
    });
    let shown = eip.filter(|eip| eip.eip.is_some());
    Refusal { target: shown.map_or_else(|| describe(target), Eip::address), reason }
}

/// Where an EIP was, as a target to bind it back to.
pub fn former_target(before: &Eip) -> Option<BindTarget> {
    before.state().place()
}

/// The place that an EIP off every server is still linked to (`unBindPrivateIpWithEip=0`). The cloud may go on calling it bound.
pub fn kept_link(eip: &Eip) -> Option<BindTarget> {
    // That a row leaves out the server of a bound EIP says nothing about a link.
    let is_off = eip.status == EipStatus::Unbound && eip.un_instance_id.is_none()
        || eip.status == EipStatus::Bound && eip.server() == Told::Empty;
    let (Some(nic), Some(ip)) = (&eip.network_interface_id, eip.private_ip_address) else {
        return None;
    };
    is_off.then(|| BindTarget::PrivateIp {
        network_interface_id: nic.clone(),
        private_ip_address: ip,
    })
}

/// Whether the EIP is bound to this place already. A link that was kept is no binding: nothing says on which server it is.
pub(crate) fn is_there(eip: &Eip, target: &BindTarget) -> bool {
    eip.status.is_bound()
        && match target {
            BindTarget::Instance(id) => eip.un_instance_id.as_ref() == Some(id),
            BindTarget::PrivateIp { network_interface_id, private_ip_address } => {
                eip.network_interface_id.as_ref() == Some(network_interface_id)
                    && eip.private_ip_address == Some(*private_ip_address)
                    && (eip.un_instance_id.is_some() || kept_link(eip).is_none())
            }
        }
}
