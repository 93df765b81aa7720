//! What was done before: intents left open by a crash, and past runs, as the screen shows them.

use super::command::Move;
use super::run_view::RunView;
use crate::text::markdown::Chain;
use crate::unbind::Verdict;
use crate::unbind::report::{ItemReport, RunReport};
use jiff::Timestamp;

/// One past unbind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HistoryRow {
    /// When it was begun.
    pub at: Timestamp,
    /// Who, and on which machine.
    pub who: String,
    /// The profile.
    pub profile: Option<String>,
    /// The region.
    pub region: String,
    /// The EIP's address, or its id.
    pub eip: String,
    /// Whether it was a bind back.
    pub binds: bool,
    /// What it was taken off.
    pub from: String,
    /// What it was bound back to.
    pub to: String,
    /// The request's parameters.
    pub parameters: String,
    /// The verdict; `None` while it is open.
    pub outcome: Option<Verdict>,
    /// The cloud's code and message.
    pub message: String,
    /// Milliseconds from sending to the verdict.
    pub took_ms: Option<u64>,
    /// The request id.
    pub request_id: String,
    /// What was seen afterwards.
    pub after: String,
    /// The server that it was seen bound to again; empty if none was.
    pub bound_again: String,
    /// The operator's reason.
    pub reason: String,
    /// The verdict came from a later start.
    pub recovered: bool,
    /// Its run among those of the journal, and its place in it.
    pub place: (usize, usize),
}

/// The journal as the history view shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Past {
    /// Newest first.
    pub rows: Vec<HistoryRow>,
    /// Whether the chain is unbroken; the first broken line otherwise.
    pub broken_at: Option<usize>,
    /// Lines cut off by a crash or power loss.
    pub torn: usize,
    /// Why it could not be read.
    pub error: Option<String>,
    /// The runs, oldest first.
    pub runs: Vec<RunReport>,
    /// How far the journal reaches.
    pub chain: Chain,
}

/// The history view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HistoryView {
    /// The journal, once it was read.
    pub past: Option<Past>,
    /// The row under the cursor.
    pub row: usize,
}

impl HistoryView {
    /// The run under the cursor.
    pub fn current(&self) -> Option<&HistoryRow> {
        self.past.as_ref()?.rows.get(self.row)
    }

    /// The run under the cursor, opened on its item.
    pub(crate) fn open(&self) -> Option<RunView> {
        let (run, item) = self.current()?.place;
        let past = self.past.as_ref()?;
        Some(RunView::new(past.runs.get(run)?.clone(), past.chain.clone(), item))
    }

    /// The item under the cursor, and its run.
    pub(crate) fn current_item(&self) -> Option<(&RunReport, &ItemReport)> {
        let (run, item) = self.current()?.place;
        let run = self.past.as_ref()?.runs.get(run)?;
        Some((run, run.items.get(item)?))
    }

    pub(crate) fn take(&mut self, past: Past) {
        self.row = self.row.min(past.rows.len().saturating_sub(1));
        self.past = Some(past);
    }

    pub(crate) fn move_by(&mut self, to: Move, page: usize) {
        let len = self.past.as_ref().map_or(0, |past| past.rows.len());
        self.row = to.from(self.row, len, page);
    }
}

/// An intent without an outcome, found at start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// Run and item: its identity.
    pub id: (String, usize),
    /// The EIP's address, or its id.
    pub eip: String,
    /// When the intent was written.
    pub at: Timestamp,
    /// Where it stands.
    pub state: UnfinishedState,
}

/// Where an intent without an outcome stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnfinishedState {
    /// It is being settled by reading.
    Looking,
    /// It could not be read; tried again.
    Blind(String),
    /// The verdict.
    Settled(Verdict),
    /// Written by this machine: it will be settled by who wrote it.
    Elsewhere(String),
}
