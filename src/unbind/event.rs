//! What happens in a run, for its timeline.

use super::outcome::{Verdict, WanIp};
use crate::domain::{Accepted, Doubt, EipState, Fault, InstanceId, Moment, TaskState};
use serde::{Deserialize, Serialize};

/// What happened, for the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    pub at: Moment,
    pub kind: EventKind,
}

/// Kinds of events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EventKind {
    /// The target was read again and is unchanged.
    Unchanged,
    /// The reading, or recording after it, took so long that it is made once more.
    Stale,
    /// The intent is on disk.
    Recorded,
    /// The request left.
    Sent,
    /// The cloud took it.
    Accepted(Accepted),
    /// The cloud refused it, or no trustworthy answer came.
    Failed(Fault),
    /// It goes once more.
    OnceMore,
    /// The EIP was looked at.
    Looked(EipState),
    /// An answer came, and says nothing certain; with the row, where there is one.
    Unclear(Doubt, Option<EipState>),
    /// How far the task of the request is.
    Task(TaskState),
    /// It is not listed any more.
    Gone,
    /// It could not be looked at.
    LookFailed(Fault),
    /// What became of the new ordinary public IP.
    WanIp(WanIp),
    /// It is bound again.
    BoundAgain(Option<InstanceId>),
    /// The verdict.
    Verdict(Verdict),
    /// The verdict could not be written down.
    VerdictNotRecorded(String),
}
