//! The plan: what the operator reads and confirms; nothing else is ever sent.

use super::answer::Reading;
use super::refusal::{Danger, LeftOut, Refusal};
use super::request::UnbindRequest;
use crate::domain::identity::Identity;
use crate::domain::person::Person;
use crate::domain::{
    BindTarget, Eip, EipId, EipQuota, EipState, Mutation, NetworkInterface, NicPosition, Region,
};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// At most this many targets go into one batch.
pub(crate) const BATCH_LIMIT: usize = 10;

/// Who asks, and under which rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Context {
    /// Who asks, and where.
    pub whose: Identity,
    /// No mutation can be built.
    pub read_only: bool,
    /// Only what somebody else planned can be sent.
    pub four_eyes: bool,
    /// Whose plan it is, where it comes from a file.
    pub planned_by: Option<Box<Person>>,
    /// The profile is marked `danger`.
    pub danger: bool,
    /// Names, ids and addresses that need the longer token.
    pub protect: Vec<String>,
    /// The server address of this ssh session.
    pub ssh_server_ip: Option<IpAddr>,
}

impl Context {
    /// Whether the cloud knows both the planner and whoever asks now, as two callers.
    pub(crate) fn is_of_two(&self) -> bool {
        let planner = self.planned_by.as_ref().and_then(|planner| planner.caller.as_ref());
        matches!((planner, &self.whose.who.caller), (Some(one), Some(other)) if one != other)
    }
}

/// One wish together with the facts it is judged by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanInput {
    /// The wish.
    pub request: UnbindRequest,
    /// The fresh reading of its EIP.
    pub reading: Reading,
    /// The NICs of its server, or its own NIC; `None` when they could not be read.
    pub nics: Option<Vec<NetworkInterface>>,
    /// The other EIPs of the same server; `None` when they could not be read.
    pub siblings: Option<Vec<Eip>>,
    /// The quota of its region; `None` when it could not be read.
    pub quota: Option<EipQuota>,
    /// The NICs or the other EIPs that came are not known to be all there are: they say what is there, and not what is not.
    #[serde(default)]
    pub incomplete: bool,
    /// Where it is to be bound, when this is a bind back instead of an unbind.
    pub bind: Option<BindTarget>,
    /// That is where the journal says that it was.
    pub recorded: bool,
    /// The journal has a request to take it off that has no outcome: that it is read as bound may not last.
    #[serde(default)]
    pub unbind_open: bool,
}

impl PlanInput {
    /// The wish and the reading alone: none of the facts is known.
    pub fn new(request: UnbindRequest, reading: Reading) -> Self {
        Self {
            request,
            reading,
            nics: None,
            siblings: None,
            quota: None,
            incomplete: false,
            bind: None,
            recorded: false,
            unbind_open: false,
        }
    }

    /// The same where these EIPs have a request to take them off that has no outcome.
    pub(crate) fn with_open(self, open: &[EipId]) -> Self {
        let unbind_open = self.reading.eip().is_some_and(|eip| open.contains(&eip.eip_id));
        Self { unbind_open, ..self }
    }
}

/// Which token a plan asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Grade {
    /// One bound target.
    Normal,
    /// One target that needs the longer token.
    Danger,
    /// Two to ten targets.
    Batch,
}

/// Whether the server keeps a public IP.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Keeps {
    /// These.
    Yes(Vec<IpAddr>),
    /// None.
    No,
    /// It could not be read.
    Unknown,
    /// No server is concerned.
    NoServer,
}

/// One confirmed step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanItem {
    pub region: Region,
    pub eip_id: EipId,
    pub eip: Option<IpAddr>,
    /// The request, with exactly its parameters.
    pub mutation: Mutation,
    /// The reading that the operator saw.
    pub before: Eip,
    /// Its seat.
    pub(crate) seat: NicPosition,
    /// Why it needs the longer token.
    pub dangers: Vec<Danger>,
    /// Whether the server keeps a public IP.
    pub keeps: Keeps,
    /// The quota at planning time.
    pub(crate) quota: Option<EipQuota>,
    /// It uses the last re-allocation of the day.
    pub(crate) alloc_runs_out: bool,
    /// It goes back to where the journal says that it was.
    pub(crate) way_back: bool,
    /// The ordinary public IP (普通公网IP) that was read where it is to be bound.
    #[serde(default)]
    pub(crate) wan_ip_there: Option<IpAddr>,
    /// No reading shows the place that it is to be bound to: whether that exists is not known.
    #[serde(default)]
    pub(crate) place_not_seen: bool,
    /// An earlier request to take it off has no outcome on record.
    #[serde(default)]
    pub(crate) unbind_open: bool,
}

impl PlanItem {
    /// What was read before, for records and reports: the ordinary public IP that a bind releases is part of it.
    pub(crate) fn state_before(&self) -> EipState {
        EipState { wan_ip: self.wan_ip_there, ..self.before.state() }
    }
}

/// What will be done, what will not, and what the operator types to agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Who would send it, and where.
    pub whose: Identity,
    /// What the confirmation is bound to; `None` when there is nothing to confirm.
    pub digest: Option<String>,
    /// What the operator types; `None` when there is nothing to confirm.
    pub token: Option<String>,
    /// Why that token.
    pub grade: Grade,
    /// The steps, in order.
    pub items: Vec<PlanItem>,
    /// Targets that are unbound already: outcome `alreadyUnbound`, nothing to send.
    pub already: Vec<Eip>,
    /// Targets that get no confirmation.
    pub refusals: Vec<Refusal>,
    /// Targets that a plan of a file left out, which are part of what was agreed to.
    #[serde(default)]
    pub(crate) left_before: Vec<LeftOut>,
    /// Nothing of it can be sent: it has no token.
    pub read_only: bool,
    /// Only somebody else can send it: it has no token here.
    #[serde(default)]
    pub(crate) four_eyes: bool,
}

impl Plan {
    /// What has to be typed where it can be sent: a plan that is made read-only names it for somebody else.
    pub fn token_to_send(&self) -> Option<String> {
        let has_danger = self.items.iter().any(|item| !item.dangers.is_empty());
        token(self.grade, has_danger, self.items.len(), self.items.first()?.eip?)
    }

    /// How many of its targets are left out: refused, or nothing to do.
    pub fn left_out(&self) -> usize {
        self.already.len() + self.refusals.len() + self.left_before.len()
    }

    /// Whether it does nothing but take EIPs back to where the journal says that they were.
    pub fn is_way_back(&self) -> bool {
        !self.items.is_empty() && self.items.iter().all(|item| item.way_back)
    }
}

/// The token for a target's address: last octet, last two, or the count and the same of the first.
fn token(grade: Grade, has_danger: bool, count: usize, eip: IpAddr) -> Option<String> {
    let IpAddr::V4(eip) = eip else { return None };
    let [_, _, third, last] = eip.octets();
    Some(match grade {
        Grade::Normal => last.to_string(),
        Grade::Danger => format!("{third}.{last}"),
        Grade::Batch if has_danger => format!("{count}.{third}.{last}"),
        Grade::Batch => format!("{count}.{last}"),
    })
}
