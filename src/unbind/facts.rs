//! What readings say of one EIP and its server, for a plan to take it off or bind it back.

use super::answer::Reading;
use super::plan::{Context, Keeps, PlanInput};
use super::refusal::{Danger, RefusalReason};
use crate::domain::protect::protects;
use crate::domain::{
    Doubt, Eip, EipStatus, Field, InstanceKind, NetworkInterface, PrivateIp, Region, Told,
};
use std::net::IpAddr;

/// The EIP that a reading found, or why there is none to plan for; `region` is the one that was asked, where it is one.
pub(super) fn found<'a>(
    reading: &'a Reading,
    region: Option<&Region>,
) -> Result<&'a Eip, RefusalReason> {
    match reading {
        Reading::Found(eip) => Ok(eip),
        Reading::Missing => Err(RefusalReason::NotFound(region.cloned())),
        Reading::Ambiguous(count) => Err(RefusalReason::Ambiguous(*count)),
        Reading::Unclear(doubt) => Err(RefusalReason::Doubtful(doubt.clone())),
        Reading::Failed(fault) => Err(RefusalReason::Unreadable(fault.clone())),
    }
}

/// What the row leaves open that a confirmation needs: which status, and on what it is.
pub(super) fn doubt(eip: &Eip) -> Option<Doubt> {
    if let Some(contradiction) = eip.contradiction() {
        return Some(contradiction.into());
    }
    if eip.status == EipStatus::NotTold {
        return Some(Doubt::NotTold(Field::Status));
    }
    if eip.eip.is_none() && eip.gaps.not_told.contains(Field::Eip) {
        return Some(Doubt::NotTold(Field::Eip));
    }
    let is_on_something = eip.un_instance_id.is_some() || eip.network_interface_id.is_some();
    (eip.status.is_bound() && !is_on_something).then_some(Doubt::NotTold(Field::UnInstanceId))
}

/// Adds what only the NIC tells in API 2.0: whether the public IP is blocked.
pub(crate) fn enrich(eip: &Eip, nics: Option<&[NetworkInterface]>) -> Eip {
    let mut eip = eip.clone();
    if eip.blocked.is_none() {
        eip.blocked = nics
            .into_iter()
            .flatten()
            .filter(|nic| eip.network_interface_id.as_ref() == Some(&nic.network_interface_id))
            .flat_map(|nic| &nic.private_ip_addresses)
            .find(|ip| Some(ip.private_ip_address) == eip.private_ip_address)
            .filter(|ip| ip.eip_id.as_ref().is_none_or(|on_it| *on_it == eip.eip_id))
            .and_then(|ip| ip.is_wan_ip_blocked);
    }
    eip
}

pub(super) fn dangers(context: &Context, eip: &Eip, alloc_runs_out: bool) -> Vec<Danger> {
    let protected = context.protect.iter().any(|entry| protects(entry, eip));
    let tags_not_known =
        eip.tags.is_none() && context.protect.iter().any(|entry| entry.starts_with("tag:"));
    let undocumented = eip.undocumented_kind().filter(|_| eip.status.is_bound());
    let by_ssh = context
        .ssh_server_ip
        .is_some_and(|ssh| eip.eip == Some(ssh) || eip.private_ip_address == Some(ssh));
    let all = [
        (context.danger, Danger::Profile),
        (protected, Danger::Protected),
        (tags_not_known, Danger::TagsNotKnown),
        (undocumented.is_some(), Danger::Undocumented(undocumented.unwrap_or(InstanceKind::Other))),
        (eip.blocked == Some(true), Danger::Blocked),
        (eip.arrears == Some(true), Danger::Arrears),
        (eip.cascade_release == Some(true), Danger::CascadeRelease),
        (by_ssh, Danger::SshSession),
        (alloc_runs_out, Danger::LastReallocation),
    ];
    all.into_iter().filter_map(|(is, danger)| is.then_some(danger)).collect()
}

/// Whether the server keeps a public IP: its other EIPs that are bound, and ordinary public IPs of its NICs, but for those that go. An EIP
/// whose link to a NIC was kept gives the server nothing.
pub(super) fn keeps(eip: &Eip, subject: &PlanInput, go: &[IpAddr]) -> Keeps {
    let Some(server) = &eip.un_instance_id else { return Keeps::NoServer };
    let others = || subject.siblings.iter().flatten().filter(|e| e.eip_id != eip.eip_id);
    let is_kept = |e: &&Eip| e.status.is_bound() && e.un_instance_id.as_ref() == Some(server);
    let mut kept: Vec<IpAddr> =
        others().filter(is_kept).filter_map(|e| e.eip).filter(|ip| !go.contains(ip)).collect();
    // A row that leaves out its status or its server may be one of them; one with another id and this very address says nothing certain.
    let is_odd = |e: &Eip| doubt(e).is_some() || e.eip.is_some() && e.eip == eip.eip;
    let mut open = subject.incomplete || others().any(is_odd);
    for nic in subject.nics.iter().flatten() {
        match nic.holder() {
            Told::Value(holder) if holder == server => open |= nic.ips_not_told,
            Told::Value(_) | Told::Empty => continue,
            // It may be one of this server's.
            Told::NotTold | Told::Conflicting => {
                open = true;
                continue;
            }
        }
        for ip in &nic.private_ip_addresses {
            let address = match ip.public_ip() {
                Told::Value(address) if Some(address) != eip.eip => address,
                Told::Value(_) | Told::Empty => continue,
                Told::NotTold | Told::Conflicting => {
                    open = true;
                    continue;
                }
            };
            match belongs_to(ip, subject) {
                _ if kept.contains(&address) || go.contains(&address) => {}
                Some(true) => kept.push(address),
                Some(false) => {}
                None => open = true,
            }
        }
    }
    kept.sort_unstable();
    // An ordinary public IP is told of the NIC: where there is none, in the classic network, or where only others came, nothing says that
    // none is left.
    let are_its =
        eip.network_interface_id.as_ref().zip(subject.nics.as_ref()).is_some_and(|(own, nics)| {
            nics.is_empty() || nics.iter().any(|nic| nic.network_interface_id == *own)
        });
    let told = !open && subject.siblings.is_some() && are_its;
    match (kept.is_empty(), told) {
        (false, _) => Keeps::Yes(kept),
        (true, true) => Keeps::No,
        (true, false) => Keeps::Unknown,
    }
}

/// Whether the public IP that a NIC shows on this private IP is the server's: an ordinary one, or one of its EIPs. An EIP that is not among
/// those of the server is only linked to the NIC.
fn belongs_to(ip: &PrivateIp, subject: &PlanInput) -> Option<bool> {
    let eip_id = match ip.eip() {
        Told::Value(eip_id) => eip_id,
        Told::Empty => return Some(true),
        Told::NotTold | Told::Conflicting => return None,
    };
    let siblings = subject.siblings.as_ref()?;
    let is_its = siblings.iter().any(|e| e.eip_id == *eip_id && e.status.is_bound());
    (is_its || !subject.incomplete).then_some(is_its)
}
