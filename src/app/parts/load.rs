//! Something read from afar, and the numbers that tie answers to questions.

use crate::domain::Fault;

/// A number that ties a reply to its question; replies nobody waits for are dropped.
pub type ReqId = u64;

/// A number that ties an answer to its run: the answer to a look of the run before says nothing about this one.
pub type RunNo = u32;

/// Something that can be read from the cloud.
#[derive(Debug, Clone, PartialEq)]
pub enum Load<T> {
    /// Nobody asked.
    NotAsked,
    /// Asked, no answer yet.
    Loading(ReqId),
    /// Here it is.
    Ready(T),
    /// It could not be read.
    Failed(Fault),
}

impl<T> Load<T> {
    /// The value, if there is one.
    pub fn ready(&self) -> Option<&T> {
        if let Self::Ready(value) = self { Some(value) } else { None }
    }

    /// The fault, if there is one.
    pub(crate) fn fault(&self) -> Option<&Fault> {
        if let Self::Failed(fault) = self { Some(fault) } else { None }
    }
}

/// Gives out question numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ids(ReqId);

impl Ids {
    /// A fresh one.
    pub(crate) fn fresh(&mut self) -> ReqId {
        self.0 += 1;
        self.0
    }
}
