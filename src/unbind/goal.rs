//! What a reading shows of the goal of a request: one table, used by a run, by recovery after a crash, and by planning.
//!
//! A row counts only if it is of that very EIP: its id, and its address where it tells one. Then each field concludes this, and nothing
//! else; a field that is not told concludes nothing.
//!
//! | the row | an unbind | a bind |
//! |---|---|---|
//! | status unbound, no server named | reached | where it was, if it was unbound before |
//! | status unbound, a server named all the same | reached when seen twice, 2 s apart, and no reading of the NIC shows the address | a contradiction |
//! | server told as empty where it was named before | reached when seen twice, 1 s apart, if the request keeps the link | nothing |
//! | status unbinding (for a bind: binding) | under way | under way |
//! | status bound, everything told as before | as before | (it was elsewhere) elsewhere |
//! | status bound, another server named | elsewhere | elsewhere, unless it is the one asked for |
//! | status bound, at the very place asked for | – | reached |
//! | status bound, neither server nor NIC, both told as empty | a contradiction | a contradiction |
//! | status bound, server or NIC not told | not known | not known |
//! | status not told | not known | not known |
//! | no row in a whole answer | reached when seen twice, 2 s apart, if it was told that it is released when unbound, and the request was accepted | gone |
//! | another address under the same id; one id twice with different contents | a contradiction | a contradiction |
//!
//! What is not known or a contradiction is neither success nor failure, and never "already" (`docs/contract.md` §2, promise 6).

use super::answer::Reading;
use super::bind::kept_link;
use super::outcome::{Remark, Verdict};
use super::plan::PlanItem;
use super::record::{Intent, recorded_pair, recorded_place};
use crate::domain::{
    BindTarget, Contradiction, Doubt, Eip, EipId, EipState, EipStatus, Fault, Field, Generation,
    InstanceId, Mutation, NetworkInterfaceId, Told,
};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// A row that names a server although its status is unbound, and an answer without the EIP, count when seen again after this.
pub(crate) const AGAIN_MS: u64 = 2_000;
/// A server that is told as empty counts when seen again after this.
pub(crate) const EMPTY_AGAIN_MS: u64 = 1_000;

/// What a request is to bring about, and where the EIP was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    pub(super) eip_id: EipId,
    pub(super) eip: Option<IpAddr>,
    before: EipState,
    wanted: Wanted,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    Unbound {
        /// `unBindPrivateIpWithEip=0` was sent.
        keeps_link: bool,
        /// It was told that the cloud releases it when it is unbound.
        cascade_release: bool,
        /// The NIC and private IP that the request names, where it names those.
        pair: Option<(NetworkInterfaceId, IpAddr)>,
    },
    BoundTo(BindTarget),
}

/// What one reading shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// The goal; with what must be said of it.
    Reached(Option<Remark>),
    /// The goal, if it is seen again.
    Once(Hint),
    /// The cloud is at work on it.
    UnderWay,
    /// It is where it was, and everything is told.
    AsBefore,
    /// It is bound to another server than before, and than asked for.
    Elsewhere(InstanceId),
    /// Something else that was told.
    Changed,
    /// A whole answer without it.
    Gone,
    /// Nothing certain.
    Unclear(Doubt),
    /// No answer.
    Failed(Fault),
}

/// What shows the goal only when it is seen twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Hint {
    /// Status unbound, with a server.
    UnboundOnServer,
    /// The server told as empty.
    NoServer,
    /// Not in a whole answer.
    Released,
}

impl Hint {
    /// How far apart the two must be, in milliseconds.
    pub(crate) fn again_ms(self) -> u64 {
        match self {
            Self::UnboundOnServer | Self::Released => AGAIN_MS,
            Self::NoServer => EMPTY_AGAIN_MS,
        }
    }
}

impl Goal {
    /// The goal of a step of a plan. `accepted`: the cloud took the request; that it releases the EIP is a promise for such a one only.
    pub fn of_plan(plan: &PlanItem, accepted: bool) -> Self {
        Self {
            eip_id: plan.eip_id.clone(),
            eip: plan.eip,
            before: plan.before.state(),
            wanted: match &plan.mutation {
                Mutation::Unbind { target, un_bind_private_ip_with_eip, .. } => Wanted::Unbound {
                    keeps_link: *un_bind_private_ip_with_eip == Some(false),
                    cascade_release: plan.before.cascade_release == Some(true) && accepted,
                    pair: target.pair(),
                },
                Mutation::Bind { target, .. } => Wanted::BoundTo(target.clone()),
            },
        }
    }

    /// The goal of a request that was recorded. `None` for an action that this version does not know.
    pub(crate) fn of_intent(intent: &Intent, accepted: bool) -> Option<Self> {
        let known = [Generation::V2, Generation::V3].map(Generation::capabilities);
        let wanted = if known.iter().any(|c| c.unbind_action == intent.action) {
            let keeps = intent.parameters.get("unBindPrivateIpWithEip");
            Wanted::Unbound {
                keeps_link: keeps.is_some_and(|value| value.as_i64() == Some(0)),
                cascade_release: intent.cascade_release && accepted,
                pair: recorded_pair(&intent.parameters),
            }
        } else if known.iter().any(|c| c.bind_action == intent.action) {
            Wanted::BoundTo(recorded_place(&intent.parameters)?)
        } else {
            return None;
        };
        Some(Self {
            eip_id: intent.eip_id.clone(),
            eip: intent.eip,
            before: intent.before.clone(),
            wanted,
        })
    }

    /// The word where the goal was there before anything was sent, and one row says so.
    pub(crate) fn is_there_already(&self, eip: &Eip) -> Option<Verdict> {
        if self.is_another(eip).is_some() {
            return None;
        }
        match &self.wanted {
            Wanted::Unbound { .. } => eip.is_unbound().then_some(Verdict::AlreadyUnbound),
            Wanted::BoundTo(target) => {
                let is_there = eip.status.is_bound() && is_at(eip, target) == Ok(true);
                is_there.then_some(Verdict::AlreadyBound)
            }
        }
    }

    /// The NIC and private IP that the request names, where it names those.
    pub(crate) fn pair(&self) -> Option<&(NetworkInterfaceId, IpAddr)> {
        match &self.wanted {
            Wanted::Unbound { pair, .. } => pair.as_ref(),
            Wanted::BoundTo(_) => None,
        }
    }

    /// What one reading shows, by the table above.
    pub(crate) fn shown(&self, reading: &Reading) -> Shown {
        let eip = match reading {
            Reading::Found(eip) => eip.as_ref(),
            Reading::Missing => return self.shown_without_it(),
            Reading::Ambiguous(_) => return Shown::Unclear(Doubt::NotTold(Field::EipId)),
            Reading::Unclear(doubt) => return Shown::Unclear(doubt.clone()),
            Reading::Failed(fault) => return Shown::Failed(fault.clone()),
        };
        if let Some(doubt) = self.is_another(eip) {
            return Shown::Unclear(doubt);
        }
        match &self.wanted {
            Wanted::Unbound { keeps_link, .. } => self.shown_of_unbind(eip, *keeps_link),
            Wanted::BoundTo(target) => self.shown_of_bind(eip, target),
        }
    }

    fn shown_without_it(&self) -> Shown {
        match self.wanted {
            Wanted::Unbound { cascade_release: true, .. } => Shown::Once(Hint::Released),
            Wanted::Unbound { .. } | Wanted::BoundTo(_) => Shown::Gone,
        }
    }

    /// Why the row is not of that very EIP, or is two rows at once.
    fn is_another(&self, eip: &Eip) -> Option<Doubt> {
        if eip.eip_id != self.eip_id {
            return Some(Doubt::OtherEip { eip_id: eip.eip_id.clone(), eip: eip.eip });
        }
        if !eip.gaps.conflicting.is_empty() {
            return Some(Contradiction::Twice(eip.gaps.conflicting).into());
        }
        let (known, told) = (self.eip?, eip.eip?);
        (known != told).then(|| Contradiction::OtherAddress { known, told }.into())
    }

    fn shown_of_unbind(&self, eip: &Eip, keeps_link: bool) -> Shown {
        if keeps_link
            && eip.server() == Told::Empty
            && self.before.un_instance_id.is_some()
            && eip.status != EipStatus::Unbound
            && !eip.status.is_in_transition()
            && eip.contradiction().is_none()
        {
            return Shown::Once(Hint::NoServer);
        }
        match &eip.status {
            EipStatus::Unbound if eip.un_instance_id.is_none() => Shown::Reached(None),
            EipStatus::Unbound => Shown::Once(Hint::UnboundOnServer),
            EipStatus::Unbinding => Shown::UnderWay,
            EipStatus::NotTold => Shown::Unclear(Doubt::NotTold(Field::Status)),
            EipStatus::Bound | EipStatus::BoundToDetachedNic => self.shown_while_bound(eip),
            EipStatus::Creating
            | EipStatus::Binding
            | EipStatus::Offlining
            | EipStatus::CreateFailed
            | EipStatus::Other(_) => Shown::Changed,
        }
    }

    fn shown_of_bind(&self, eip: &Eip, target: &BindTarget) -> Shown {
        match &eip.status {
            EipStatus::Bound | EipStatus::BoundToDetachedNic => match is_at(eip, target) {
                Ok(true) => Shown::Reached(None),
                Ok(false) => self.shown_while_bound(eip),
                Err(field) => Shown::Unclear(Doubt::NotTold(field)),
            },
            EipStatus::Binding => Shown::UnderWay,
            EipStatus::NotTold => Shown::Unclear(Doubt::NotTold(Field::Status)),
            EipStatus::Unbound => match eip.contradiction() {
                Some(contradiction) => Shown::Unclear(contradiction.into()),
                None if self.before.status == EipStatus::Unbound => Shown::AsBefore,
                None => Shown::Changed,
            },
            EipStatus::Creating
            | EipStatus::Unbinding
            | EipStatus::Offlining
            | EipStatus::CreateFailed
            | EipStatus::Other(_) => Shown::Changed,
        }
    }

    /// Bound, and not where a bind was to bring it: where it was, elsewhere, or not told.
    fn shown_while_bound(&self, eip: &Eip) -> Shown {
        if let Some(contradiction) = eip.contradiction() {
            return Shown::Unclear(contradiction.into());
        }
        let before = &self.before;
        match eip.server() {
            Told::NotTold | Told::Conflicting if before.server().is_told() => {
                Shown::Unclear(Doubt::NotTold(Field::UnInstanceId))
            }
            Told::Value(server) if before.un_instance_id.as_ref() != Some(server) => {
                Shown::Elsewhere(server.clone())
            }
            Told::Empty if before.un_instance_id.is_some() => Shown::Changed,
            Told::Value(_) | Told::Empty | Told::NotTold | Told::Conflicting => {
                self.shown_on_the_same_server(eip)
            }
        }
    }

    fn shown_on_the_same_server(&self, eip: &Eip) -> Shown {
        let before = &self.before;
        let nic =
            (before.nic().is_told() && !eip.nic().is_told()).then_some(Field::NetworkInterfaceId);
        let ip = (before.private_ip().is_told() && !eip.private_ip().is_told())
            .then_some(Field::PrivateIpAddress);
        if let Some(field) = nic.or(ip) {
            return Shown::Unclear(Doubt::NotTold(field));
        }
        let same = eip.status == before.status
            && eip.network_interface_id == before.network_interface_id
            && eip.private_ip_address == before.private_ip_address;
        if same { Shown::AsBefore } else { Shown::Changed }
    }
}

/// Whether a bound EIP is at the very place; the field that would say so, where it is not told.
fn is_at(eip: &Eip, target: &BindTarget) -> Result<bool, Field> {
    match target {
        BindTarget::Instance(id) => holds(eip.server(), &id, Field::UnInstanceId),
        BindTarget::PrivateIp { network_interface_id, private_ip_address } => {
            let on_nic = holds(eip.nic(), &network_interface_id, Field::NetworkInterfaceId)?;
            let on_ip = holds(eip.private_ip(), private_ip_address, Field::PrivateIpAddress)?;
            // A link that was kept is no binding: nothing says on which server it is.
            let is_bound = eip.un_instance_id.is_some() || kept_link(eip).is_none();
            Ok(on_nic && on_ip && is_bound)
        }
    }
}

fn holds<T: PartialEq>(told: Told<T>, wanted: &T, field: Field) -> Result<bool, Field> {
    match told {
        Told::Value(value) => Ok(value == *wanted),
        Told::Empty => Ok(false),
        Told::NotTold | Told::Conflicting => Err(field),
    }
}
