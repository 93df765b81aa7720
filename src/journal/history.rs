//! Past runs, gathered from the lines: what `history` shows and what recovery starts from.

use super::line::{Line, Who};
use super::scan::Scan;
use crate::domain::identity::Identity;
use crate::domain::{EipState, InstanceId, RequestId};
use crate::unbind::record::{Answered, Intent, NotBegun, Note, Settled};
use crate::unbind::report::{ItemReport, RunReport};
use crate::unbind::story::{StoryEvent, StoryKind};
use crate::unbind::{Record, Verdict};
use jiff::Timestamp;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

/// Which runs to show. Everything given must fit. `eip` keeps items of its own; of any other filter a run is shown whole or not at all, by
/// one item that fits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HistoryFilter {
    /// An EIP's id or its address.
    pub eip: Option<String>,
    /// Runs that started then or later.
    pub since: Option<Timestamp>,
    /// Runs that started then or earlier.
    pub until: Option<Timestamp>,
    /// What became of it.
    pub outcome: Option<OutcomeFilter>,
    /// The name of the run, or its beginning.
    pub run: Option<String>,
}

/// An outcome to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutcomeFilter {
    /// This word.
    Is(Verdict),
    /// No outcome yet.
    Unsettled,
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRun {
    /// Its name.
    pub run_id: String,
    /// The time of its first record.
    pub(crate) started_at: Timestamp,
    /// Who ran it.
    pub(crate) who: Arc<Who>,
    /// Its items, in order.
    pub items: Vec<HistoryItem>,
    /// What was part of it and has no record of its own: it was not begun.
    pub(crate) not_begun: Vec<NotBegun>,
}

/// One item of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryItem {
    /// Its number in the run, from 0.
    pub(crate) item: usize,
    /// The line of its intent, or else of its first record.
    pub(crate) line: usize,
    /// Who wrote its intent, or else its first record.
    pub(crate) who: Arc<Who>,
    /// The time of its intent, or else of its first record.
    pub(crate) at: Timestamp,
    /// Which attempt the last intent was; 0 when there was none.
    pub(crate) attempt: u8,
    /// What was about to be sent, or was only meant; missing when its line is lost.
    pub(crate) intent: Option<Box<Intent>>,
    /// What came back from the last attempt.
    pub(crate) sent: Option<Answer>,
    /// The last verdict.
    pub(crate) settled: Option<Box<Settled>>,
    /// The line of its record.
    pub(crate) settled_line: Option<usize>,
    /// Who wrote it, and when.
    pub(crate) settled_by: Option<(Arc<Who>, Timestamp)>,
    /// All that is known to have happened, in order.
    pub(crate) events: Vec<StoryEvent>,
    /// How many requests left, or may have left.
    pub(crate) attempts: usize,
    /// What was seen afterwards.
    pub(crate) notes: Vec<HistoryNote>,
}

/// What came back from sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Which attempt.
    pub attempt: u8,
    /// When the request was handed over.
    pub at: Timestamp,
    /// What came back.
    pub answer: Answered,
    /// The cloud's code.
    pub code: Option<String>,
    /// The request id.
    pub request_id: Option<RequestId>,
}

/// Something seen afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryNote {
    /// When.
    pub(crate) at: Timestamp,
    /// What.
    pub(crate) what: Note,
    /// The server concerned.
    pub(crate) un_instance_id: Option<InstanceId>,
}

/// The runs that fit, oldest first.
pub fn history(scan: &Scan, filter: &HistoryFilter) -> Vec<HistoryRun> {
    let mut runs = gather(scan.lines.iter().cloned());
    runs.retain_mut(|run| filter.keeps(run));
    runs
}

impl HistoryFilter {
    /// Whether the run is kept; what `eip` leaves out of it is gone then.
    pub(crate) fn keeps(&self, run: &mut HistoryRun) -> bool {
        let fits = self.since.is_none_or(|since| run.started_at >= since)
            && self.until.is_none_or(|until| run.started_at <= until)
            && self.run.as_ref().is_none_or(|name| run.run_id.starts_with(name));
        if fits && let Some(wanted) = &self.eip {
            run.items.retain(|item| is_of(item, wanted));
            let names =
                |one: &NotBegun| one.eip_id.as_str() == wanted || one.to_string() == *wanted;
            run.not_begun.retain(names);
        }
        let any = self.eip.is_none() && self.outcome.is_none();
        fits && (any || run.items.iter().any(|item| self.outcome_fits(item)))
    }

    fn outcome_fits(&self, item: &HistoryItem) -> bool {
        self.outcome.is_none_or(|wanted| match wanted {
            OutcomeFilter::Is(word) => item.outcome() == Some(word),
            OutcomeFilter::Unsettled => item.outcome().is_none(),
        })
    }
}

fn is_of(item: &HistoryItem, wanted: &str) -> bool {
    let address = item.intent.as_ref().and_then(|intent| intent.eip);
    item.eip_id().is_some_and(|id| is_it(id, address, wanted))
}

fn is_it(id: &str, address: Option<IpAddr>, wanted: &str) -> bool {
    id == wanted || (address.is_some() && wanted.parse::<IpAddr>().ok() == address)
}

impl HistoryRun {
    /// What its items have in common.
    pub(crate) fn intent(&self) -> Option<&Intent> {
        self.items.iter().find_map(|item| item.intent.as_deref())
    }

    /// The run as it is told.
    pub fn report(self, scan: &Scan) -> RunReport {
        let intent = self.intent();
        let by = intent.and_then(|intent| intent.by.as_deref());
        let who = self.who.person();
        RunReport {
            started_at: Some(self.started_at),
            whose: match intent {
                Some(intent) => intent.whose(who),
                None => Identity { who, ..Identity::default() },
            },
            reason: intent.and_then(|intent| intent.reason.clone()),
            planned_by: by.and_then(|by| by.planned_by.clone()),
            four_eyes: by.and_then(|by| by.four_eyes.clone()),
            digest: intent.map(|intent| intent.digest.clone()),
            options: vec![],
            run_id: self.run_id,
            items: self.items.into_iter().map(|item| item.report(scan)).collect(),
            not_begun: self.not_begun,
        }
    }
}

impl HistoryItem {
    /// The EIP's id.
    pub(crate) fn eip_id(&self) -> Option<&str> {
        let intent = self.intent.as_ref().map(|i| i.eip_id.as_str());
        intent.or_else(|| self.settled.as_ref().map(|s| s.eip_id.as_str()))
    }

    /// What became of it; nothing yet when it is unsettled.
    pub(crate) fn outcome(&self) -> Option<Verdict> {
        self.settled.as_ref().map(|s| s.outcome)
    }

    /// The request id: the verdict's, or that of the answer.
    pub(crate) fn request_id(&self) -> Option<&RequestId> {
        let settled = self.settled.as_ref().and_then(|s| s.request_id.as_ref());
        settled.or_else(|| self.sent.as_ref().and_then(|s| s.request_id.as_ref()))
    }

    /// When the request left.
    pub(crate) fn sent_at(&self) -> Option<Timestamp> {
        self.settled.as_ref().and_then(|s| s.sent_at).or_else(|| self.sent.as_ref().map(|s| s.at))
    }

    /// What it was bound to before.
    pub(crate) fn before(&self) -> Option<&EipState> {
        self.intent.as_ref().map(|i| &i.before)
    }

    /// The item as it is told.
    pub(crate) fn report(self, scan: &Scan) -> ItemReport {
        let outcome = self.outcome();
        let sent_at = self.sent_at().filter(|_| outcome != Some(Verdict::NotSent));
        let request_id = self.request_id().map(ToString::to_string);
        let again = self.notes.into_iter().rev().find(|note| note.what == Note::BoundAgain);
        let told = ItemReport {
            outcome,
            request_id,
            now_on: again.and_then(|note| note.un_instance_id),
            sent_at,
            attempts: self.attempts,
            events: self.events,
            line: self.settled_line,
            hash: self.settled_line.and_then(|line| scan.hash_of(line)),
            ..self.intent.map(|intent| ItemReport::of_intent(*intent)).unwrap_or_default()
        };
        let Some(settled) = self.settled.map(|settled| *settled) else {
            return ItemReport { code: self.sent.and_then(|sent| sent.code), ..told };
        };
        ItemReport {
            eip_id: told.eip_id.or(Some(settled.eip_id)),
            code: settled.code,
            message: settled.message,
            after: settled.after,
            took_ms: settled.took_ms,
            recovered: settled.recovered,
            recovered_by: self
                .settled_by
                .filter(|_| settled.recovered)
                .map(|(who, at)| (who.person(), at)),
            ..told
        }
    }

    fn new(item: usize, who: &Arc<Who>, at: Timestamp, line: usize) -> Self {
        Self {
            item,
            line,
            who: Arc::clone(who),
            at,
            attempt: 0,
            intent: None,
            sent: None,
            settled: None,
            settled_line: None,
            settled_by: None,
            events: vec![],
            attempts: 0,
            notes: vec![],
        }
    }

    /// Takes the next record of this item.
    fn take(&mut self, record: Record, who: Arc<Who>, line: usize) {
        match record {
            Record::Intent { attempt, at, mut intent, .. } => {
                // A further attempt: what was known of the one before is over.
                (self.who, self.at, self.attempt, self.line) = (who, at, attempt, line);
                self.events.append(&mut intent.events);
                self.events.push(StoryEvent::bare(Some(at), StoryKind::Recorded));
                self.intent = Some(intent);
                (self.sent, self.settled, self.settled_line) = (None, None, None);
                self.settled_by = None;
            }
            Record::Sent { attempt, at, answer, code, request_id, events, .. } => {
                self.attempts += 1;
                // When the intent was on disk, and a check that had to be made once more, came before.
                let (before, after): (Vec<_>, Vec<_>) = events.into_iter().partition(|event| {
                    matches!(event.kind, StoryKind::Checked | StoryKind::Recorded)
                });
                let is_recorded = |event: &StoryEvent| event.kind == StoryKind::Recorded;
                if before.iter().any(is_recorded) {
                    // The intent itself only knew when it was about to be written.
                    self.events.pop_if(|event| is_recorded(event));
                }
                self.events.extend(before);
                self.events.push(StoryEvent::bare(Some(at), StoryKind::Sent));
                if after.is_empty() {
                    self.events.push(answer_of_old(&answer, code.as_ref(), request_id.as_ref()));
                }
                self.events.extend(after);
                self.sent = Some(Answer { attempt, at, answer, code, request_id });
            }
            Record::Settled { at, mut settled, .. } => {
                if self.intent.is_none()
                    && let Some(mut meant) = settled.intent.take()
                {
                    self.events.append(&mut meant.events);
                    self.intent = Some(meant);
                }
                self.events.append(&mut settled.events);
                self.events.push(StoryEvent::outcome(at, settled.outcome));
                self.settled = Some(settled);
                self.settled_line = Some(line);
                self.settled_by = Some((who, at));
            }
            Record::Note { at, what, un_instance_id, mut events, .. } => {
                self.events.append(&mut events);
                if what == Note::BoundAgain {
                    self.events.push(StoryEvent::bound_again(at, un_instance_id.clone()));
                }
                self.notes.push(HistoryNote { at, what, un_instance_id });
            }
        }
    }

    /// A request whose answer is not on record may have left all the same, unless its run lived to say what came of it.
    fn count_the_open_one(&mut self) {
        let is_answered = self.sent.as_ref().is_some_and(|sent| sent.attempt == self.attempt);
        let told = self.settled.as_ref().is_some_and(|settled| !settled.recovered);
        if self.attempt > 0 && !is_answered && !told {
            self.attempts += 1;
        }
    }
}

/// Journals of old say what came back, and not when.
fn answer_of_old(
    answer: &Answered,
    code: Option<&String>,
    request_id: Option<&RequestId>,
) -> StoryEvent {
    let kind = match answer {
        Answered::Accepted => StoryKind::Accepted,
        Answered::Refused => StoryKind::Refused,
        Answered::NotSent => StoryKind::NotSent,
        Answered::NoAnswer | Answered::Other(_) => StoryKind::NoReply,
    };
    StoryEvent {
        code: code.cloned(),
        request_id: request_id.cloned(),
        ..StoryEvent::bare(None, kind)
    }
}

fn key(record: &Record) -> (&str, usize, Timestamp) {
    match record {
        Record::Intent { run_id, item, at, .. }
        | Record::Sent { run_id, item, at, .. }
        | Record::Settled { run_id, item, at, .. }
        | Record::Note { run_id, item, at, .. } => (run_id, *item, *at),
    }
}

pub(super) fn gather(lines: impl IntoIterator<Item = Line>) -> Vec<HistoryRun> {
    let mut runs: Vec<HistoryRun> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    for Line { number, who, record, .. } in lines {
        let (run_id, item, at) = key(&record);
        // Most lines belong to the run of the line before.
        let is_of_last = runs.last().is_some_and(|run| run.run_id == run_id);
        let known = if is_of_last { Some(runs.len() - 1) } else { index.get(run_id).copied() };
        let place = known.unwrap_or_else(|| {
            runs.push(HistoryRun {
                run_id: run_id.to_owned(),
                started_at: at,
                who: Arc::clone(&who),
                items: Vec::with_capacity(1),
                not_begun: vec![],
            });
            index.insert(run_id.to_owned(), runs.len() - 1);
            runs.len() - 1
        });
        let items = &mut runs[place].items;
        let known = items.binary_search_by_key(&item, |known| known.item);
        let known = known.unwrap_or_else(|place| {
            items.insert(place, HistoryItem::new(item, &who, at, number));
            place
        });
        items[known].take(record, who, number);
    }
    for HistoryRun { items, not_begun, .. } in &mut runs {
        items.iter_mut().for_each(HistoryItem::count_the_open_one);
        let rest = items.iter().filter_map(|item| item.intent.as_ref()).map(|intent| &intent.rest);
        *not_begun = rest.min_by_key(|rest| rest.len()).cloned().unwrap_or_default();
        not_begun.retain(|one| items.iter().all(|item| item.eip_id() != Some(one.eip_id.as_str())));
    }
    runs
}
