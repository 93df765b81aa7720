//! What became of one unbind: the ten words of `docs/contract.md` §3.

use crate::domain::{Doubt, EipId, EipState, Fault, Fields, InstanceId};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// The word for an outcome, the same in the screens, JSON, journal and README.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// Done, and seen.
    Verified,
    /// Was so before anything was sent.
    AlreadyUnbound,
    /// The twin for a bind back.
    AlreadyBound,
    /// Changed since it was confirmed; nothing was sent.
    Drifted,
    /// The cloud answered with an error, and nothing changed.
    Refused,
    /// The request never left.
    NotSent,
    /// Accepted, not yet seen unbound.
    StillSettling,
    /// No trustworthy answer, and readings do not show that it happened.
    Unknown,
    /// The journal could not be written; nothing was sent.
    NotRecorded,
    /// Not begun.
    Cancelled,
}

impl Verdict {
    /// The word itself.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::AlreadyUnbound => "alreadyUnbound",
            Self::AlreadyBound => "alreadyBound",
            Self::Drifted => "drifted",
            Self::Refused => "refused",
            Self::NotSent => "notSent",
            Self::StillSettling => "stillSettling",
            Self::Unknown => "unknown",
            Self::NotRecorded => "notRecorded",
            Self::Cancelled => "cancelled",
        }
    }

    /// Every word, for parsing and completions.
    pub const ALL: [Self; 10] = [
        Self::Verified,
        Self::AlreadyUnbound,
        Self::AlreadyBound,
        Self::Drifted,
        Self::Refused,
        Self::NotSent,
        Self::StillSettling,
        Self::Unknown,
        Self::NotRecorded,
        Self::Cancelled,
    ];

    /// Whether a batch goes on after it.
    pub fn is_fine(self) -> bool {
        matches!(self, Self::Verified | Self::AlreadyUnbound | Self::AlreadyBound)
    }
}

/// An outcome with what goes with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    pub word: Verdict,
    /// What the cloud or this machine said against it.
    pub fault: Option<Fault>,
    /// The last reading, where there is one.
    pub after: Option<EipState>,
    /// The server that the EIP is on now, when that is not the one it was taken off.
    pub(crate) now_on: Option<InstanceId>,
    /// What became of the new ordinary public IP, where one was asked for.
    pub wan_ip: WanIp,
    /// Why the last answer, or the one before sending, says nothing certain.
    pub doubt: Option<Doubt>,
    /// The fields that changed after the confirmation.
    pub(crate) differs: Fields,
    /// What must be said of a goal that was reached.
    pub(crate) remark: Option<Remark>,
}

/// What became of a new ordinary public IP (普通公网IP) that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WanIp {
    /// The NIC was not looked at, or could not be.
    #[default]
    NotKnown,
    /// It was looked at, and none came.
    NoneCame,
    /// It came.
    Came(IpAddr),
}

impl WanIp {
    /// The address.
    pub(crate) fn ip(self) -> Option<IpAddr> {
        if let Self::Came(ip) = self { Some(ip) } else { None }
    }
}

/// What must be said of a goal that was reached.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Remark {
    /// Its row names this server all the same.
    StillNames(InstanceId),
    /// Another EIP left the NIC and private IP after the request.
    OtherLeftPair(EipId, Option<IpAddr>),
}

impl Outcome {
    /// An outcome with nothing but its word.
    pub fn bare(word: Verdict) -> Self {
        Self {
            word,
            fault: None,
            after: None,
            now_on: None,
            wan_ip: WanIp::NotKnown,
            doubt: None,
            differs: Fields::default(),
            remark: None,
        }
    }

    /// An outcome with what was said against it.
    pub(crate) fn failed(word: Verdict, fault: Fault) -> Self {
        Self { fault: Some(fault), ..Self::bare(word) }
    }

    /// What the cloud said, or why its answer says nothing certain.
    pub(crate) fn message(&self) -> Option<String> {
        match (&self.fault, &self.doubt) {
            (Some(fault), Some(_)) if !fault.message.is_empty() => Some(fault.message.clone()),
            (_, Some(doubt)) => Some(doubt.to_string()),
            (fault, None) => fault.as_ref().map(|fault| fault.message.clone()),
        }
    }

    /// The exit code of this outcome alone.
    pub(crate) fn exit_code(&self) -> u8 {
        match self.word {
            Verdict::Verified | Verdict::AlreadyUnbound | Verdict::AlreadyBound => 0,
            Verdict::Drifted => 4,
            Verdict::Refused | Verdict::NotSent => {
                if self.fault.as_ref().is_some_and(Fault::is_auth) { 3 } else { 5 }
            }
            Verdict::StillSettling | Verdict::Unknown => 6,
            Verdict::NotRecorded => 7,
            Verdict::Cancelled => 130,
        }
    }
}

/// The exit code of several: the first present of 6, 7, 3, 5, 4, 130, 0.
pub(crate) fn exit_code(codes: impl IntoIterator<Item = u8>) -> u8 {
    let codes: Vec<u8> = codes.into_iter().collect();
    [6, 7, 3, 5, 4, 130].into_iter().find(|code| codes.contains(code)).unwrap_or(0)
}
