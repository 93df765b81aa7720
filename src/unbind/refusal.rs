//! Why something is not done, and why it needs the longer token.

use crate::domain::{
    Doubt, EipId, EipStatus, Fault, Generation, InstanceId, InstanceKind, NetworkInterfaceId,
    Region,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// A target that gets no confirmation field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// The target as the operator knows it.
    pub target: String,
    pub reason: RefusalReason,
}

/// A target that the plan of a file left out, as it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// The target as the planner knew it.
    pub(crate) target: String,
    /// The word for why.
    pub(crate) word: String,
    /// The reason in the planner's language; nothing for a target that had nothing to be done.
    pub(crate) said: Option<String>,
}

/// Why the plan of a file is not carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum PlanFault {
    /// Its digest is not that of what it says.
    Edited,
    /// It is older than is allowed.
    TooOld {
        /// When it was made.
        created_at: Timestamp,
        /// How old it may be, in minutes.
        valid: i64,
        /// What time it is.
        now: Timestamp,
    },
    /// It is of a time that has not come yet.
    FromFuture {
        /// When it was made, as it says.
        created_at: Timestamp,
        /// What time it is.
        now: Timestamp,
    },
    /// It is for another account, or for another key where the account is not known.
    OtherAccount {
        /// Whose it is.
        planned: String,
        /// Whose the keys here are.
        here: String,
    },
    /// It is for another endpoint; `None` is the public cloud.
    OtherEndpoint {
        /// The plan's.
        planned: Option<String>,
        /// The one here.
        here: Option<String>,
    },
    /// It is for another generation of the API.
    OtherApi {
        /// The plan's.
        planned: Generation,
        /// The one here.
        here: Generation,
    },
    /// Four eyes: as whom it was planned at the cloud is not known.
    PlannerUnknown,
    /// Four eyes: as whom it would be sent is not known.
    SenderUnknown,
    /// Four eyes: planner and sender are the same caller at the cloud.
    SameCaller,
}

/// Why a target is refused at planning time. Each has a next step in `text::refusal`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RefusalReason {
    /// No such EIP in this account, in the one region that was asked; without it, in those that are named beside it.
    NotFound(Option<Region>),
    /// The EIP could not be read.
    Unreadable(Fault),
    /// An answer came, and says nothing certain.
    Doubtful(Doubt),
    /// More than one EIP fits.
    Ambiguous(usize),
    /// It serves a NAT gateway, which has an action of its own.
    Nat(Option<InstanceId>),
    /// It serves a high-availability virtual IP, which has an action of its own.
    Havip(Option<InstanceId>),
    /// It is changing by itself right now.
    InTransition(EipStatus),
    /// It is being created, going offline, or was never created.
    NotUsable(EipStatus),
    /// Overdue payment: the cloud allows no management at all.
    Arrears,
    /// An IPv6 address.
    Ipv6,
    /// It has no address to take the token from.
    NoAddress,
    /// `allocWanIp=1` for a private IP that can't get an ordinary public IP.
    AllocWanIpNotHere,
    /// No re-allocation is left today.
    AllocWanIpQuotaUsedUp,
    /// `allocWanIp` was asked for, on an account that has no ordinary public IPs.
    StandardAccount,
    /// `unBindPrivateIpWithEip` where it means nothing.
    UnBindPrivateIpNotHere,
    /// This API generation has no such parameter.
    NotInGeneration,
    /// More than ten targets at once.
    TooMany(usize),
    /// The same EIP twice.
    Duplicate,
    /// It is bound; a bind back needs a free EIP.
    NotFree(EipStatus),
    /// Blocked: the cloud refuses to bind it.
    Blocked,
    /// Another EIP is on the target of a bind back.
    TargetTaken(EipId),
    /// Another target of the same plan is to be bound to the same place.
    SamePlace(EipId),
    /// No NIC of this id is in this region and account.
    NoSuchNic(NetworkInterfaceId),
    /// The NIC does not have this private IP.
    NoSuchPrivateIp(NetworkInterfaceId, IpAddr),
    /// This ordinary public IP is on the target of a bind back, and must be returned first (API 3.0).
    TargetHasWanIp(IpAddr),
    /// Nothing is known about where it was bound before.
    NoFormerTarget,
    /// It is where it is to be bound, and a request to take it off there has no outcome yet.
    UnbindOpen,
    /// The plan of a file that it is in is not carried out.
    Plan(Box<PlanFault>),
}

impl RefusalReason {
    /// The word used in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "notFound",
            Self::Unreadable(_) => "unreadable",
            Self::Doubtful(Doubt::OtherEip { .. }) => Self::NotFound(None).word(),
            Self::Doubtful(doubt) => doubt.word(),
            Self::Ambiguous(_) => "ambiguous",
            Self::Nat(_) => "natGateway",
            Self::Havip(_) => "havip",
            Self::InTransition(_) => "inTransition",
            Self::NotUsable(_) => "notUsable",
            Self::Arrears => "arrears",
            Self::Ipv6 => "ipv6",
            Self::NoAddress => "noAddress",
            Self::AllocWanIpNotHere => "allocWanIpNotHere",
            Self::AllocWanIpQuotaUsedUp => "allocWanIpQuotaUsedUp",
            Self::StandardAccount => "standardAccount",
            Self::UnBindPrivateIpNotHere => "unBindPrivateIpWithEipNotHere",
            Self::NotInGeneration => "notInGeneration",
            Self::TooMany(_) => "tooMany",
            Self::Duplicate => "duplicate",
            Self::NotFree(_) => "notFree",
            Self::Blocked => "blocked",
            Self::TargetTaken(_) => "targetTaken",
            Self::SamePlace(_) => "samePlace",
            Self::NoSuchNic(_) | Self::NoSuchPrivateIp(..) => "targetGone",
            Self::TargetHasWanIp(_) => "targetHasWanIp",
            Self::NoFormerTarget => "noFormerTarget",
            Self::UnbindOpen => "unbindOpen",
            Self::Plan(fault) => match **fault {
                PlanFault::Edited => "planEdited",
                PlanFault::TooOld { .. } => "planTooOld",
                PlanFault::FromFuture { .. } => "planFromFuture",
                PlanFault::OtherAccount { .. } => "otherAccount",
                PlanFault::OtherEndpoint { .. } => "otherEndpoint",
                PlanFault::OtherApi { .. } => "otherApi",
                PlanFault::PlannerUnknown => "plannerUnknown",
                PlanFault::SenderUnknown => "senderUnknown",
                PlanFault::SameCaller => "sameCaller",
            },
        }
    }
}

/// Why a target needs the longer token (`docs/contract.md` §4, Confirmation).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Danger {
    /// The profile is marked `danger`.
    Profile,
    /// On the profile's `protect` list.
    Protected,
    /// Bound to something of a kind that no document says this action serves.
    Undocumented(InstanceKind),
    /// A `tag:` is on the profile's `protect` list, and its tags are not known (API 2.0).
    TagsNotKnown,
    /// Blocked (封堵): it could not be bound back.
    Blocked,
    /// Account in arrears (API 3.0): it may be released, and could not be bound back.
    Arrears,
    /// Released by the cloud when unbound.
    CascadeRelease,
    /// This very ssh session came in by it.
    SshSession,
    /// It uses the last re-allocation of the day.
    LastReallocation,
    /// The bind back releases the ordinary public IP that the target has now, for good (API 2.0).
    ReleasesWanIp,
}
