//! What happened: the only way into the machine.

use super::copied::Copied;
use super::history::{Past, Unfinished};
use super::key::Key;
use super::load::{ReqId, RunNo};
use super::picker::Profile;
use super::session::Session;
pub use crate::domain::Reply;
use crate::domain::identity::Keys;
use crate::domain::person::Caller;
use crate::domain::{BindTarget, EipId, Fault, Generation, HookEnd, NetworkInterfaceId, Region};
use crate::unbind::RunMsg;
use crate::unbind::accounts::Searched;
use jiff::Timestamp;

/// Everything that can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// A bracketed paste.
    Paste(String),
    /// The terminal has this size now.
    Resized(u16, u16),
    /// The keys in force, and their owner where STS could be asked.
    Keys(Keys, Option<Caller>),
    /// Which API answers, and why 2.0 does not where it was to be tried first.
    Generation(Generation, Option<Fault>),
    /// The terminal gained or lost the focus.
    Focus(bool),
    /// The time that was asked for has come.
    Tick,
    /// A frame with the present state is on screen, with all of a review that must be seen, or not.
    Painted(bool),
    /// The text that lies on top is on screen from this line on.
    Scrolled(usize),
    /// The cloud answered a reading.
    Reply(ReqId, Reply),
    /// Something happened to this run.
    Run(RunNo, RunMsg),
    /// A text went to the terminal's clipboard, as far as that can be known, or not.
    Copied(Result<Copied, String>),
    /// News of an intent that a crash left open.
    Unfinished(Unfinished),
    /// The journal, for the history view.
    Past(Past),
    /// Where these EIPs were, by the journal.
    Places(Vec<FormerPlace>),
    /// These EIPs stayed linked to this NIC, by the journal.
    Links(Vec<(Region, EipId, NetworkInterfaceId)>),
    /// These EIPs have a request to take them off that has no outcome, by the journal.
    Open(Vec<EipId>),
    /// The report of a run, and where it was saved, or why not.
    Reported(String, Result<String, String>),
    /// A run as JSON.
    ReportedJson(String),
    /// The profiles that can be chosen.
    Profiles(Vec<Profile>),
    /// In which profiles what was looked for is.
    ProfilesSearched(Vec<Searched>),
    /// Another profile is in force, or why not.
    Switched(Result<Box<Opened>, String>),
    /// A hook that is told of outcomes failed; its program, and how.
    HookFailed(String, HookEnd),
    /// The process was told to end; the number is the signal's.
    Signal(u8),
}

/// A profile that was opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// The session with it.
    pub session: Session,
    /// Rows a page of EIPs, and of NICs.
    pub pages: (u64, u64),
    /// What the operator should know about its credentials.
    pub warning: Option<String>,
}

/// Where an EIP was, by the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerPlace {
    pub region: Region,
    pub eip_id: EipId,
    /// The place; nothing where the journal has none.
    pub target: Option<BindTarget>,
    /// When it was taken off, where it was blocked then.
    pub blocked_at: Option<Timestamp>,
}
