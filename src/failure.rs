//! Why the program ends without having done its job: a kind that decides the exit code, the cause, and the next step.

use crate::text::said::Said;
use std::fmt;

/// Kinds of failure; each has one exit code (`docs/contract.md` §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// A reading command failed or is incomplete: 1.
    Reading,
    /// Usage or configuration: 2.
    Usage,
    /// Credentials, authentication or permission: missing, unusable, or refused by the cloud: 3.
    Credentials,
    /// Not confirmed, not unbindable, drifted, read-only: 4.
    NotDone,
    /// Refused by the cloud, or never left: 5.
    Refused,
    /// Unknown or still settling: 6.
    Unknown,
    /// The journal could not be written: 7.
    Journal,
    /// Not begun: 130.
    Cancelled,
    /// A bug: 70.
    Bug,
}

impl FailureKind {
    /// The exit code.
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self::Reading => 1,
            Self::Usage => 2,
            Self::Credentials => 3,
            Self::NotDone => 4,
            Self::Refused => 5,
            Self::Unknown => 6,
            Self::Journal => 7,
            Self::Cancelled => 130,
            Self::Bug => 70,
        }
    }
}

/// A failure with its next steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Its kind.
    pub kind: FailureKind,
    /// What happened, one sentence.
    pub message: String,
    /// What to do next.
    pub hints: Vec<String>,
}

impl Failure {
    /// A failure without a hint.
    pub(crate) fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hints: Vec::new() }
    }

    /// A usage or configuration failure.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(FailureKind::Usage, message)
    }

    /// A failure of this kind, in these words.
    pub(crate) fn of(kind: FailureKind, said: Said) -> Self {
        Self { kind, message: said.what, hints: said.next }
    }

    /// Adds the next step.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)?;
        for hint in &self.hints {
            write!(f, "\n  {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}
