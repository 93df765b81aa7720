//! Past runs, gathered from the lines: what `history` shows and what recovery starts from.

use super::line::Who;
use super::scan::Scan;
use crate::domain::{EipState, InstanceId, RequestId};
use crate::unbind::record::{Intent, Settled};
use crate::unbind::report::rfc3339;
use crate::unbind::{Record, Verdict};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

/// Which runs to show. Everything given must fit; `eip` and `outcome` must fit the same item. A run is shown whole or not at all.
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
    pub started_at: Timestamp,
    /// Who ran it.
    pub who: Who,
    /// Its items, in order.
    pub items: Vec<HistoryItem>,
}

/// One item of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryItem {
    /// Its number in the run, from 0.
    pub item: usize,
    /// Who wrote its intent, or else its first record.
    pub who: Who,
    /// The time of its intent, or else of its first record.
    pub at: Timestamp,
    /// Which attempt the last intent was; 0 when there was none.
    pub attempt: u8,
    /// What was about to be sent, or was only meant; missing when its line is lost.
    pub intent: Option<Box<Intent>>,
    /// What came back from the last attempt.
    pub sent: Option<Answer>,
    /// The last verdict.
    pub settled: Option<Box<Settled>>,
    /// What was seen afterwards.
    pub notes: Vec<HistoryNote>,
}

/// What came back from sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Which attempt.
    pub attempt: u8,
    /// When the request was handed over.
    pub at: Timestamp,
    /// `accepted`, `refused`, `noAnswer` or `notSent`.
    pub answer: String,
    /// The cloud's code.
    pub code: Option<String>,
    /// The request id.
    pub request_id: Option<RequestId>,
}

/// Something seen afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryNote {
    /// When.
    pub at: Timestamp,
    /// What, as a word: `boundAgain`.
    pub what: String,
    /// The server concerned.
    pub un_instance_id: Option<InstanceId>,
}

/// The runs that fit, oldest first.
pub fn history(scan: &Scan, filter: &HistoryFilter) -> Vec<HistoryRun> {
    let mut runs = gather(scan);
    runs.retain(|run| filter.keeps(run));
    runs
}

/// The JSON of `history` (`docs/contract.md` §3).
pub fn history_json(runs: &[HistoryRun]) -> Value {
    json!({ "runs": runs.iter().map(HistoryRun::json).collect::<Vec<_>>() })
}

impl HistoryFilter {
    fn keeps(&self, run: &HistoryRun) -> bool {
        self.since.is_none_or(|since| run.started_at >= since)
            && self.until.is_none_or(|until| run.started_at <= until)
            && (self.eip.is_none() && self.outcome.is_none()
                || run.items.iter().any(|item| self.keeps_item(item)))
    }

    fn keeps_item(&self, item: &HistoryItem) -> bool {
        let eip_fits = self.eip.as_deref().is_none_or(|wanted| {
            let address = item.intent.as_ref().and_then(|intent| intent.eip);
            item.eip_id().is_some_and(|id| id == wanted)
                || (address.is_some() && wanted.parse::<IpAddr>().ok() == address)
        });
        let outcome_fits = self.outcome.is_none_or(|wanted| match wanted {
            OutcomeFilter::Is(word) => item.outcome() == Some(word),
            OutcomeFilter::Unsettled => item.outcome().is_none(),
        });
        eip_fits && outcome_fits
    }
}

impl HistoryRun {
    /// What its items have in common.
    pub fn intent(&self) -> Option<&Intent> {
        self.items.iter().find_map(|item| item.intent.as_deref())
    }

    /// Its JSON.
    pub fn json(&self) -> Value {
        let intent = self.intent();
        json!({
            "runId": self.run_id,
            "startedAt": rfc3339(self.started_at),
            "who": self.who,
            "profile": intent.and_then(|i| i.profile.as_ref()),
            "account": intent.map(|i| &i.account),
            "api": intent.map(|i| i.api),
            "reason": intent.and_then(|i| i.reason.as_ref()),
            "digest": intent.map(|i| &i.digest),
            "items": self.items.iter().map(HistoryItem::json).collect::<Vec<_>>(),
        })
    }
}

impl HistoryItem {
    /// The EIP's id.
    pub fn eip_id(&self) -> Option<&str> {
        let intent = self.intent.as_ref().map(|i| i.eip_id.as_str());
        intent.or_else(|| self.settled.as_ref().map(|s| s.eip_id.as_str()))
    }

    /// What became of it; nothing yet when it is unsettled.
    pub fn outcome(&self) -> Option<Verdict> {
        self.settled.as_ref().map(|s| s.outcome)
    }

    /// The request id: the verdict's, or that of the answer.
    pub fn request_id(&self) -> Option<&RequestId> {
        let settled = self.settled.as_ref().and_then(|s| s.request_id.as_ref());
        settled.or_else(|| self.sent.as_ref().and_then(|s| s.request_id.as_ref()))
    }

    /// When the request left.
    pub fn sent_at(&self) -> Option<Timestamp> {
        self.settled.as_ref().and_then(|s| s.sent_at).or_else(|| self.sent.as_ref().map(|s| s.at))
    }

    /// What it was bound to before.
    pub fn before(&self) -> Option<&EipState> {
        self.intent.as_ref().map(|i| &i.before)
    }

    /// Its JSON: as an item of `unbind`, and what only the journal knows.
    pub fn json(&self) -> Value {
        let (intent, settled) = (self.intent.as_ref(), self.settled.as_ref());
        let sent_code = || self.sent.as_ref().and_then(|s| s.code.as_ref());
        json!({
            "eipId": self.eip_id(),
            "eip": intent.and_then(|i| i.eip),
            "region": intent.map(|i| &i.region),
            "action": intent.map(|i| &i.action),
            "parameters": intent.map(|i| &i.parameters),
            "outcome": self.outcome(),
            "code": settled.map_or_else(sent_code, |s| s.code.as_ref()),
            "message": settled.and_then(|s| s.message.as_ref()),
            "requestId": self.request_id(),
            "before": self.before(),
            "after": settled.and_then(|s| s.after.as_ref()),
            "sentAt": self.sent_at().map(rfc3339),
            "tookMs": settled.and_then(|s| s.took_ms),
            "recovered": settled.is_some_and(|s| s.recovered),
            "notes": self.notes.iter().map(HistoryNote::json).collect::<Vec<_>>(),
        })
    }

    fn new(item: usize, who: &Who, at: Timestamp) -> Self {
        Self {
            item,
            who: who.clone(),
            at,
            attempt: 0,
            intent: None,
            sent: None,
            settled: None,
            notes: vec![],
        }
    }

    /// Takes the next record of this item.
    fn take(&mut self, record: &Record, who: &Who) {
        match record {
            Record::Intent { attempt, at, intent, .. } => {
                // A further attempt: what was known of the one before is over.
                (self.who, self.at, self.attempt) = (who.clone(), *at, *attempt);
                self.intent = Some(intent.clone());
                (self.sent, self.settled) = (None, None);
            }
            Record::Sent { attempt, at, answer, code, request_id, .. } => {
                let (answer, code, request_id) = (answer.clone(), code.clone(), request_id.clone());
                self.sent = Some(Answer { attempt: *attempt, at: *at, answer, code, request_id });
            }
            Record::Settled { settled, .. } => {
                if self.intent.is_none() {
                    self.intent.clone_from(&settled.intent);
                }
                self.settled = Some(settled.clone());
            }
            Record::Note { at, what, un_instance_id, .. } => {
                self.notes.push(HistoryNote {
                    at: *at,
                    what: what.clone(),
                    un_instance_id: un_instance_id.clone(),
                });
            }
        }
    }
}

impl HistoryNote {
    fn json(&self) -> Value {
        json!({ "at": rfc3339(self.at), "what": self.what, "unInstanceId": self.un_instance_id })
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

fn gather(scan: &Scan) -> Vec<HistoryRun> {
    let mut runs: Vec<(HistoryRun, BTreeMap<usize, HistoryItem>)> = Vec::new();
    let mut index: HashMap<&str, usize> = HashMap::new();
    for line in &scan.lines {
        let (record, who) = (&line.envelope.record, &line.envelope.who);
        let (run_id, item, at) = key(record);
        let place = *index.entry(run_id).or_insert_with(|| {
            let run = HistoryRun {
                run_id: run_id.to_owned(),
                started_at: at,
                who: who.clone(),
                items: vec![],
            };
            runs.push((run, BTreeMap::new()));
            runs.len() - 1
        });
        runs[place]
            .1
            .entry(item)
            .or_insert_with(|| HistoryItem::new(item, who, at))
            .take(record, who);
    }
    let with_items = |(run, items): (HistoryRun, BTreeMap<usize, HistoryItem>)| HistoryRun {
        items: items.into_values().collect(),
        ..run
    };
    runs.into_iter().map(with_items).collect()
}
