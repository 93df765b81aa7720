//! Carrying out a confirmed plan: read again, record, send, look. One item at a time.
//!
//! ```text
//! Pending → Rechecking → Recording → Sending → Settling → (WanIp) → Done
//!              │  ▲          │           │         └ refused after all, unknown, still settling
//!              │  └ Pausing ─┴───────────┘ once more, only after an attempt that provably did nothing
//!              └ drifted, already unbound, not sent
//! ```
//! Promises 3 to 6 of `docs/contract.md` §2 are the shape of this machine. An answer carries the number of the question it belongs to, so a late
//! one is dropped.

mod recheck;
mod send;
mod settle;
mod step;
mod told;
mod watch;
mod write;

use super::answer::{Sighting, TargetQuestion};
use super::event::Event;
use super::evidence::Evidence;
use super::outcome::{Outcome, Remark, Verdict};
use super::plan::{Context, PlanItem};
use super::record::Record;
use crate::domain::{
    Accepted, Denial, Doubt, Eip, Fault, Moment, Mutation, NetworkInterfaceId, Region, TaskState,
};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// What a run needs to know besides its plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunConfig {
    /// Names the run in the journal.
    pub run_id: String,
    /// How long an accepted request is followed, in milliseconds; 0 does not look at all.
    pub wait_ms: u64,
    /// Whether intents are recorded before sending; off only by the operator's explicit word for this one run.
    pub journal: bool,
    /// Whether to look again after the verdict: at 10 s and 60 s, and on after an unknown one.
    pub watch: bool,
    /// The operator's reason.
    pub reason: Option<String>,
    /// What `before_send` gets; `None` where nobody is to be asked.
    pub to_ask: Option<Box<serde_json::Value>>,
}

/// Whether items may be begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Gate {
    /// They may.
    Open,
    /// `before_send` is being asked, since then.
    Asking(Moment),
    /// It did not agree: nothing is sent.
    Denied(Box<Denial>),
}

/// Where an item is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Phase {
    /// Not begun.
    Pending,
    /// The target is read again.
    Rechecking,
    /// The intent is being written.
    Recording,
    /// The request is out.
    Sending,
    /// Waiting before the one further attempt.
    Pausing,
    /// Looking at the EIP.
    Settling(Box<Settling>),
    /// Looking for the new ordinary public IP.
    WanIp {
        /// Since when.
        since: Moment,
        /// Whether the NIC was seen.
        seen: bool,
    },
    /// There is a verdict.
    Done,
}

/// Why the EIP is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Why {
    /// The cloud took the request.
    Accepted,
    /// It answered with an error that can't have acted: one look must show that nothing happened.
    Refused(Fault),
    /// It answered with an error that may have acted.
    MayHaveActed(Fault),
    /// No trustworthy answer came.
    NoAnswer(Fault),
}

/// Looking at the EIP.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Settling {
    pub(crate) why: Why,
    /// Since when.
    pub(crate) since: Moment,
    /// The last reading that came.
    pub(crate) last: Option<Eip>,
    /// The last look found no such EIP.
    pub(crate) gone: bool,
    /// The last look failed.
    pub(crate) blind: bool,
    /// Why the last answer says nothing certain.
    pub(crate) doubt: Option<Doubt>,
}

/// A request that reached the cloud, was refused, and provably did nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Left {
    /// Which attempt it was.
    pub(crate) attempt: u8,
    /// When it left.
    pub(crate) sent_at: Moment,
    /// What the cloud said.
    pub fault: Fault,
    /// What kept a further one from being sent; `None` while nothing did, or where one was.
    #[serde(default)]
    pub then: Option<(Verdict, Option<Fault>)>,
}

/// One item of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunItem {
    /// What was confirmed.
    pub plan: PlanItem,
    /// Where it is.
    pub phase: Phase,
    /// When the last reading of the EIP was asked for.
    pub(crate) asked_at: Option<Moment>,
    /// When the answer of the last reading came.
    pub(crate) answered_at: Option<Moment>,
    /// How many times it was asked for again because it took too long.
    pub(crate) rereads: u8,
    /// How many times it was asked for again because the request could not leave in time after it.
    pub(crate) late: u8,
    /// How many requests left, or are about to.
    pub attempt: u8,
    /// What the looks since the last request have shown together.
    pub(crate) evidence: Evidence,
    /// What is to be said of the goal, while the new ordinary public IP is looked for.
    pub(crate) remark: Option<Remark>,
    /// A request that reached the cloud and provably did nothing: whatever comes of the item, something was sent.
    pub(crate) left: Option<Box<Left>>,
    /// The number of the question that is open.
    pub seq: u32,
    /// The timeline.
    pub events: Vec<Event>,
    pub outcome: Option<Outcome>,
    /// When the (last) request left.
    pub sent_at: Option<Moment>,
    /// When the verdict fell.
    pub done_at: Option<Moment>,
    /// What the cloud said on taking it.
    pub(crate) accepted: Option<Accepted>,
    /// What was last heard of the task that it gave.
    pub(crate) task: Option<TaskState>,
    /// Whether the intent of the attempt that is about to be made is on disk.
    pub(crate) ready: bool,
    /// Whether an intent is on disk.
    pub recorded: bool,
    /// How many looks of the watch after the verdict are done.
    pub(crate) watched: usize,
    /// So many of the events are written down, or on their way.
    pub(crate) written: usize,
    /// How many notes were written while the outcome was not known.
    #[serde(default)]
    pub(crate) notes: usize,
    /// When what was read was last written down while the run was being left.
    #[serde(default)]
    pub(crate) noted_at: Option<Moment>,
}

/// What happened to a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RunMsg {
    /// Begin.
    Start,
    /// `before_send` agreed, or not.
    Asked(Result<(), Denial>),
    /// The target was read again, with the quota where that matters.
    Rechecked(usize, u32, Box<Sighting>),
    /// The intent is on disk, or not.
    IntentWritten(usize, u32, Result<(), String>),
    /// The cloud answered, or not.
    Answered(usize, u32, Result<Accepted, Fault>),
    /// How far the task is; `None` when that could not be learned.
    TaskSeen(usize, u32, Option<TaskState>),
    /// The EIP was looked at.
    Looked(usize, u32, Box<Sighting>),
    /// The NIC was looked at for a new ordinary public IP.
    WanIpSeen(usize, u32, Result<Option<IpAddr>, Fault>),
    /// A pause is over.
    Due(usize, u32),
    /// A verdict is on disk, or not.
    VerdictWritten(usize, Result<(), String>),
    /// Start nothing more.
    Cancel,
    /// Begin no further item after the one that is out; once more takes that back.
    StopAfter,
    /// Begin nothing further as long as this is on: the operator is being asked whether to leave.
    Hold(bool),
}

/// What must be done for a run. `seq` numbers the question of an item, and comes back with the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RunEffect {
    /// Ask `before_send`, once for the whole plan.
    Ask {
        /// What it gets.
        plan: Box<serde_json::Value>,
    },
    /// End `before_send`: its answer is not waited for any more.
    StopAsking,
    /// Read the target again; with its NIC where "blocked" came from there, with the quota where it decides.
    Recheck { item: usize, seq: u32, question: Box<TargetQuestion> },
    /// Write the intent and sync it.
    WriteIntent { item: usize, seq: u32, record: Box<Record> },
    /// Send the request. Exactly once.
    Send {
        item: usize,
        seq: u32,
        region: Region,
        mutation: Mutation,
        /// It is on the wire by then, by the steady clock, or it does not leave.
        not_after_ms: u64,
    },
    /// Look at the EIP.
    Look { item: usize, seq: u32, question: Box<TargetQuestion> },
    /// Ask how far the task of an accepted request is (API 3.0).
    AskTask { item: usize, seq: u32, region: Region, task_id: u64 },
    /// Look for an ordinary public IP on this private IP.
    LookWanIp { item: usize, seq: u32, region: Region, nic: NetworkInterfaceId, private_ip: IpAddr },
    /// Wake the run after a pause.
    Wake { item: usize, seq: u32, after_ms: u64 },
    /// Write something down that nothing waits for; a verdict is answered with `VerdictWritten`.
    Write { item: usize, record: Box<Record> },
}

/// A run of a confirmed plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    pub config: RunConfig,
    /// Who asked.
    pub context: Context,
    /// The digest that was confirmed.
    pub digest: String,
    /// Whether they may be begun.
    pub gate: Gate,
    pub items: Vec<RunItem>,
    /// Nothing more is started.
    pub cancelled: bool,
    /// No further item is begun.
    #[serde(default)]
    pub stopping: bool,
    /// No further item is begun for now.
    #[serde(default)]
    pub held: bool,
    /// Verdicts that are still being written down.
    pub(crate) unwritten: usize,
}
