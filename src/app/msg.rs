//! What happened: the only way into the machine.

use super::key::Key;
use super::past::{Past, Unfinished};
use crate::domain::whose::Whose;
use crate::domain::{EipPage, EipQuota, Fault, Generation, NicPage};
use crate::unbind::RunMsg;

/// A number that ties a reply to its question; replies nobody waits for are dropped.
pub type ReqId = u64;

/// Everything that can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// A bracketed paste.
    Paste(String),
    /// The terminal has this size now.
    Resized(u16, u16),
    /// Whose credentials are in force.
    Whose(Whose),
    /// Which API answers, and why 2.0 does not where it was to be tried first.
    Generation(Generation, Option<Fault>),
    /// The terminal gained or lost the focus.
    Focus(bool),
    /// The time that was asked for has come.
    Tick,
    /// A frame with the present state is on screen.
    Painted,
    /// The cloud answered a reading.
    Reply(ReqId, Reply),
    /// Something happened to the run.
    Run(RunMsg),
    /// The text went to the clipboard, by this way, or not.
    Copied(Result<(), String>),
    /// News of an intent that a crash left open.
    Unfinished(Unfinished),
    /// The journal, for the history view.
    Past(Past),
    /// The process was told to end; the number is the signal's.
    Signal(u8),
}

/// An answer to a reading.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// A page of EIPs.
    Eips(Result<EipPage, Fault>),
    /// The quota of a region.
    Quota(Result<EipQuota, Fault>),
    /// A page of NICs.
    Nics(Result<NicPage, Fault>),
}
