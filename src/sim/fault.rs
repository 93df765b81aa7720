//! What goes wrong, and when: faults on the nth call, and what somebody else does in between.

mod read;

use super::action::ActionName;
use super::change::{Change, Course};
use super::row_fault::RowFault;
use crate::domain::Region;
use std::collections::BTreeSet;

/// Which calls a rule fires on; each rule counts the calls that it could fire on, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// The nth.
    Nth(u64),
    /// These, both ends included.
    Range(u64, u64),
    /// Every nth.
    Each(u64),
}

impl When {
    /// Whether it fires on the call with this number.
    pub(crate) fn fires(self, count: u64) -> bool {
        match self {
            Self::Nth(n) => count == n,
            Self::Range(from, to) => (from..=to).contains(&count),
            Self::Each(n) => count.is_multiple_of(n.max(1)),
        }
    }
}

/// What goes wrong. `applied` says whether a mutation takes effect all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// The answer comes this many milliseconds late; what was asked for happens at once.
    Delay(u64),
    /// No answer ever comes.
    Hang { applied: bool },
    /// The connection is closed without a reply.
    Drop { applied: bool },
    /// An error code.
    Error {
        /// API 2.0's number.
        code: i64,
        /// API 3.0's word, when the usual one will not do.
        code_v3: Option<String>,
        /// The message, when the usual one will not do.
        message: Option<String>,
        applied: bool,
    },
    /// A proxy's HTML page with HTTP 502.
    BadGateway { applied: bool },
    /// A reply that stops in the middle.
    CutJson { applied: bool },
    /// A page for people where JSON was expected, with HTTP 200.
    Html200 { applied: bool },
    /// Accepted, and then for ever unbinding.
    NeverSettles,
    /// Accepted, and then nothing happens at all.
    NeverLeaves,
    /// A new EIP appears at the front of the list before this page is read.
    PageShift,
    /// The EIP at the front of the list disappears before this page is read.
    PageGap,
    /// The total is off by this much.
    WrongTotal(i64),
    /// The rows of the answer are not what they should be.
    Rows(RowFault),
}

impl FaultKind {
    /// Whether a mutation takes effect under it.
    pub fn applies(&self) -> bool {
        match self {
            Self::Hang { applied }
            | Self::Drop { applied }
            | Self::Error { applied, .. }
            | Self::BadGateway { applied }
            | Self::CutJson { applied }
            | Self::Html200 { applied } => *applied,
            Self::Delay(_)
            | Self::NeverSettles
            | Self::NeverLeaves
            | Self::PageShift
            | Self::PageGap
            | Self::WrongTotal(_)
            | Self::Rows(_) => true,
        }
    }

    /// How an accepted mutation goes on under it.
    pub(crate) fn course(&self) -> Course {
        match self {
            Self::NeverSettles => Course::NeverSettles,
            Self::NeverLeaves => Course::NeverLeaves,
            Self::Hang { .. }
            | Self::Drop { .. }
            | Self::Error { .. }
            | Self::BadGateway { .. }
            | Self::CutJson { .. }
            | Self::Html200 { .. }
            | Self::Delay(_)
            | Self::PageShift
            | Self::PageGap
            | Self::WrongTotal(_)
            | Self::Rows(_) => Course::Settles,
        }
    }
}

/// One rule of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultRule {
    /// The action; none means any.
    pub(crate) action: Option<ActionName>,
    /// The region; none means any.
    pub(crate) region: Option<Region>,
    /// Which calls.
    pub(crate) when: When,
    /// Only calls after one of this action count.
    pub(crate) after: Option<ActionName>,
    /// What goes wrong.
    pub(crate) kind: FaultKind,
}

/// Faults of a scenario with their counters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults {
    rules: Vec<(FaultRule, u64)>,
    once: Option<FaultKind>,
    called: BTreeSet<ActionName>,
}

impl Faults {
    /// Nothing counted yet.
    pub(crate) fn new(rules: &[FaultRule]) -> Self {
        Self { rules: rules.iter().map(|rule| (rule.clone(), 0)).collect(), ..Self::default() }
    }

    /// Lets the next call go wrong in this way, whatever it is.
    pub(crate) fn set_next(&mut self, kind: Option<FaultKind>) {
        self.once = kind;
    }

    /// Counts one call on every rule it belongs to and returns the first that fires.
    pub(crate) fn next(&mut self, action: ActionName, region: &Region) -> Option<FaultKind> {
        let mut fired = self.once.take();
        for (rule, count) in &mut self.rules {
            if rule.action.is_some_and(|a| a != action)
                || rule.region.as_ref().is_some_and(|r| r != region)
                || rule.after.is_some_and(|after| !self.called.contains(&after))
            {
                continue;
            }
            *count += 1;
            if fired.is_none() && rule.when.fires(*count) {
                fired = Some(rule.kind.clone());
            }
        }
        self.called.insert(action);
        fired
    }
}

/// A change that follows a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRule {
    /// The action that it follows.
    pub(crate) after_action: ActionName,
    /// Which calls.
    pub(crate) when: When,
    /// Only calls that name exactly one EIP count (and, if the change names an EIP, that one).
    pub(crate) targeted: bool,
    /// How long after the call.
    pub(crate) after_ms: u64,
    /// What is done.
    pub(crate) change: Change,
}
