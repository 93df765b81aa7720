//! What was done before: intents left open by a crash, and past runs, as the screen shows them.

use super::command::Move;
use super::find::FindField;
use super::run_view::RunView;
use crate::domain::EipState;
use crate::text::markdown::Chain;
use crate::text::screen::history as words;
use crate::text::{Lang, outcome, story};
use crate::unbind::Verdict;
use crate::unbind::report::{ItemReport, RunReport};
use jiff::Timestamp;
use jiff::tz::TimeZone;

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
    /// What the last reading of its run showed.
    pub after: Option<EipState>,
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
    /// What stands on the screen about it, in this language and zone, and the name of its run: in small letters, for the filter.
    fn shown(&self, lang: Lang, zone: &TimeZone, run: &str) -> String {
        let at = self.at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M:%S %:z");
        // Both languages: the screen has both of an outcome's words.
        let outcome = match self.outcome {
            Some(word) => [Lang::En, Lang::Zh].map(|lang| outcome::word(lang, word)).join(" "),
            None => outcome::so_far(lang, None),
        };
        let again = match self.bound_again.as_str() {
            "" => String::new(),
            server => format!("{} {server}", words::bound_again(lang)),
        };
        let after = self.after.as_ref().map(|after| story::state_words(lang, after));
        let texts = [
            &at.to_string(),
            words::verb(lang, self.binds),
            &self.eip,
            &self.from,
            &self.to,
            &self.nic,
            &self.private_ip,
            &after.unwrap_or_default(),
            &self.region,
            &self.who,
            self.profile.as_deref().unwrap_or_default(),
            &outcome,
            &again,
            &self.message,
            &self.reason,
            &self.request_id,
            &self.parameters,
            run,
        ];
        texts.join("\n").to_lowercase()
    }

    /// Whether a whole address is one of it: it never keeps a longer one.
    fn has_address(&self, address: &str) -> bool {
        [&self.eip, &self.private_ip].into_iter().any(|text| text == address)
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
    pub(crate) past: Option<Past>,
    /// The row under the cursor, among those that are shown.
    pub(crate) row: usize,
    /// What narrows it.
    pub(crate) find: FindField,
    /// What the filter looks through, for each row.
    texts: Vec<String>,
}

impl HistoryView {
    /// The rows that hold every word of the filter: as it stands on the screen, or the name of the run.
    pub fn shown(&self) -> Vec<&HistoryRow> {
        let typed = self.find.text.to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        let is_address = |word: &str| word.parse::<std::net::IpAddr>().is_ok();
        let holds = |row: &HistoryRow, text: &str, word: &str| {
            if is_address(word) { row.has_address(word) } else { text.contains(word) }
        };
        let rows = self.past.iter().flat_map(|past| &past.rows).zip(&self.texts);
        rows.filter(|(row, text)| words.iter().all(|word| holds(row, text, word)))
            .map(|(row, _)| row)
            .collect()
    }

    /// The filter is another one: the cursor goes to the first row that is left.
    pub(crate) fn narrowed(&mut self) {
        self.row = 0;
    }

    /// The run under the cursor.
    pub(crate) fn current(&self) -> Option<&HistoryRow> {
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

    pub(crate) fn take(&mut self, past: Past, lang: Lang, zone: &TimeZone) {
        let run = |row: &HistoryRow| past.runs.get(row.place.0).map_or("", |run| &run.run_id);
        self.texts = past.rows.iter().map(|row| row.shown(lang, zone, run(row))).collect();
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
    /// It can't be checked from here; why, as a clause.
    Elsewhere(String),
}
