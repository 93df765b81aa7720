//! One-line notices above the hints. Data, so that the words stay in `text`.

use super::copied::Copied;
use crate::domain::HookEnd;
use crate::domain::{InstanceId, Moment};
use crate::unbind::Verdict;
use crate::unbind::lookup::Lookup;

/// A notice and when it goes away.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// What it says.
    pub kind: NoticeKind,
    /// When it appeared.
    pub(crate) at: Moment,
}

/// How long a notice stays, in milliseconds.
pub(crate) const NOTICE_MS: u64 = 6_000;
/// How long one stays that answers a question and takes time to read.
pub(crate) const ANSWER_MS: u64 = 60_000;

impl Notice {
    /// When it goes away.
    pub(crate) fn until_ms(&self) -> u64 {
        let is_answer = matches!(
            self.kind,
            NoticeKind::TargetNotFound(_)
                | NoticeKind::LookingUp(..)
                | NoticeKind::LookingInProfiles(..)
                | NoticeKind::InSeveralProfiles(_)
                | NoticeKind::InNoProfile(..)
                | NoticeKind::FoundInProfile(_)
                | NoticeKind::ProfileFailed(_)
                | NoticeKind::BoundAgain(..)
                | NoticeKind::Settled(..)
                | NoticeKind::Copied(..)
                | NoticeKind::HookFailed(..)
                | NoticeKind::Reported(..)
        );
        let is_answer = is_answer
            || matches!(&self.kind, NoticeKind::ProfileInForce(_, _, unwatched) if !unwatched.is_empty());
        self.at.mono_ms + if is_answer { ANSWER_MS } else { NOTICE_MS }
    }
}

/// What a notice says.
#[derive(Debug, Clone, PartialEq)]
pub enum NoticeKind {
    /// Sent to the terminal's clipboard.
    Copied(Copied),
    /// A report was sent there, and saved here, or not; and what probably keeps it from arriving.
    Reported(Result<String, String>, Option<&'static str>),
    /// It could not be copied.
    CopyFailed(String),
    /// There is nothing under the cursor.
    NothingHere,
    /// In the pasted text is nothing that could be looked for.
    PasteNothing,
    /// A paste was dropped.
    PasteDropped,
    /// This private IP has no EIP.
    NoEipHere,
    /// At most ten at once.
    TooManyMarks,
    /// This is being looked for, in so many regions.
    LookingUp(String, usize),
    /// These are being looked for in so many profiles.
    LookingInProfiles(String, usize),
    /// Several profiles have it.
    InSeveralProfiles(Vec<String>),
    /// No profile has it: those that were looked in, and how many could not be read.
    InNoProfile(Vec<String>, usize),
    /// It is in this profile, and the operator was busy with something else.
    FoundInProfile(String),
    /// Nothing was found; where was looked, and what failed there.
    TargetNotFound(Box<Lookup>),
    /// Several match the target.
    TargetAmbiguous(String, usize),
    /// So many match the target, and an answer leaves open whether that is all.
    TargetUnclear(String, usize),
    /// It was found while the operator was busy with something else: nothing was moved or opened.
    TargetFound(String),
    /// This profile, or none, is in force now; what to know about its credentials; whose unsettled outcome nobody watches any more.
    ProfileInForce(Option<String>, Option<String>, String),
    /// The profile can't be used: everything stays as it is.
    ProfileFailed(String),
    /// No key of this name exists; it did nothing.
    UnknownKey(String),
    /// What was unbound, and seen to be, is on this server now.
    BoundAgain(String, InstanceId),
    /// There is another verdict about this address, after its dialog was closed.
    Settled(String, Verdict),
    /// A program that is told of outcomes failed, and how.
    HookFailed(String, HookEnd),
    /// There are no errors to show.
    NoErrors,
}
