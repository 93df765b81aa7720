//! What was done before: intents left open by a crash, and past runs, as the screen shows them.

use super::command::Move;
use super::find::FindField;
use super::run_view::RunView;
use crate::text::markdown::Chain;
use crate::text::{Lang, outcome};
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
    /// The NIC: for a bind that of the place asked for.
    pub nic: String,
    /// The private IP, likewise.
    pub private_ip: String,
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

impl HistoryRow {
    /// Whether a word of the filter, in small letters, stands in it: address, server, region, person, profile, outcome (in either
    /// language), code, reason, request id, or the beginning of its date (UTC).
    fn holds(&self, word: &str) -> bool {
        let outcome = self.outcome.map_or(String::new(), |outcome| {
            let words = [Lang::En, Lang::Zh].map(|lang| outcome::word(lang, outcome));
            format!("{} {}", words[0], words[1])
        });
        let texts = [
            &self.eip,
            &self.from,
            &self.to,
            &self.nic,
            &self.private_ip,
            &self.after,
            &self.region,
            &self.who,
            self.profile.as_ref().unwrap_or(&self.eip),
            &outcome,
            &self.message,
            &self.reason,
            &self.request_id,
            &self.parameters,
        ];
        let is_address = word.parse::<std::net::IpAddr>().is_ok();
        texts.iter().any(|text| {
            // A whole address never keeps a longer one.
            if is_address { text.as_str() == word } else { text.to_lowercase().contains(word) }
        }) || self.at.to_string().starts_with(word)
    }
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
    /// The row under the cursor, among those that are shown.
    pub row: usize,
    /// What narrows it.
    pub find: FindField,
}

impl HistoryView {
    /// The rows that hold every word of the filter.
    pub fn shown(&self) -> Vec<&HistoryRow> {
        let typed = self.find.text.to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        let rows = self.past.iter().flat_map(|past| &past.rows);
        rows.filter(|row| words.iter().all(|word| row.holds(word))).collect()
    }

    /// The filter is another one: the cursor goes to the first row that is left.
    pub(crate) fn narrowed(&mut self) {
        self.row = 0;
    }

    /// The run under the cursor.
    pub fn current(&self) -> Option<&HistoryRow> {
        self.shown().get(self.row).copied()
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
        self.past = Some(past);
        self.row = self.row.min(self.shown().len().saturating_sub(1));
    }

    pub(crate) fn move_by(&mut self, to: Move, page: usize) {
        self.row = to.from(self.row, self.shown().len(), page);
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
