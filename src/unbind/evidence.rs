//! What readings show together: some rows count only when they are seen twice, or beside what the NIC shows.

use super::answer::{Reading, Sighting};
use super::goal::{Goal, Hint, Shown};
use super::outcome::Remark;
use crate::domain::{Contradiction, Doubt, EipId, EipStatus};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// What the readings since a request have shown together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// What was seen once, and when that answer came.
    once: Option<(Hint, u64)>,
    /// Another EIP that was seen on the NIC and private IP, and whether it left them.
    other: Option<(EipId, Option<IpAddr>, bool)>,
}

impl Evidence {
    /// What this sighting shows together with those before it. `asked_ms` and `at_ms`: when it was asked for and when its answer came, by
    /// one clock that only goes forward.
    pub fn take(&mut self, goal: &Goal, seen: &Sighting, asked_ms: u64, at_ms: u64) -> Shown {
        self.note_pair(goal, seen);
        let mut shown = goal.shown(&seen.eip);
        if let Shown::Once(Hint::UnboundOnServer) | Shown::Reached(None) = shown
            && let Some(nic) = seen.still_on_nic(&goal.eip_id, goal.eip)
        {
            let nic = nic.network_interface_id.clone();
            shown = Shown::Unclear(Contradiction::StillOnNic(nic).into());
        }
        if let Shown::Once(hint) = shown {
            match self.once {
                Some((known, at)) if known == hint => {
                    if asked_ms >= at + hint.again_ms() {
                        let server = seen.eip.eip().and_then(|eip| eip.un_instance_id.clone());
                        let server = server.filter(|_| hint == Hint::UnboundOnServer);
                        shown = Shown::Reached(server.map(Remark::StillNames));
                    }
                }
                Some(_) | None => self.once = Some((hint, at_ms)),
            }
        } else if !matches!(shown, Shown::Failed(_) | Shown::Unclear(Doubt::Incomplete { .. })) {
            self.once = None;
        }
        match (&shown, &self.other) {
            (Shown::Reached(_), Some((other, address, true))) => {
                Shown::Reached(Some(Remark::OtherLeftPair(other.clone(), *address)))
            }
            _ => shown,
        }
    }

    /// Whether the NIC must be looked at as well: a row that contradicts itself may be all there is.
    pub(crate) fn wants_nic(&self) -> bool {
        matches!(self.once, Some((Hint::UnboundOnServer, _)))
    }

    /// How long until what was seen once may be seen again.
    pub(crate) fn again_in(&self, at_ms: u64) -> Option<u64> {
        let (hint, since) = self.once?;
        Some((since + hint.again_ms()).saturating_sub(at_ms))
    }

    /// Another EIP that holds the NIC and private IP, where the request names those.
    pub(crate) fn holds_pair(&self) -> Option<&EipId> {
        self.other.as_ref().filter(|(.., left)| !left).map(|(id, ..)| id)
    }

    /// Whoever is on the NIC and private IP after the request may be the one that it takes off.
    fn note_pair(&mut self, goal: &Goal, seen: &Sighting) {
        match (&seen.pair, seen.other_on_pair(&goal.eip_id)) {
            // The very address under another id contradicts itself: it is no other EIP.
            (_, Some(other)) if other.eip.is_some() && other.eip == goal.eip => {}
            (_, Some(other)) => {
                let leaves = other.status == EipStatus::Unbinding;
                self.other = Some((other.eip_id.clone(), other.eip, leaves));
            }
            (Some(Reading::Missing | Reading::Found(_)), None) => {
                if let Some((.., left)) = &mut self.other {
                    *left = true;
                }
            }
            (_, None) => {}
        }
    }
}
