//! What became of an EIP after a run: the journal's latest run that sent something for it.

use super::history::{HistoryItem, HistoryRun};
use super::recover::plain_endpoint;
use super::stored::StoredRuns;
use crate::unbind::Verdict;
use crate::unbind::report::{Later, RunReport};
use crate::unbind::story::StoryKind;
use jiff::Timestamp;
use std::collections::HashMap;

/// An EIP at an endpoint: elsewhere the same id is another EIP.
type Key = (String, Option<String>);

/// The latest run of each EIP, of those whose request left or may have left.
#[derive(Debug, Default)]
pub struct Latest(HashMap<Key, (Timestamp, Later)>);

impl Latest {
    /// Of all runs of the journal, oldest first.
    pub fn of(runs: &[HistoryRun]) -> Self {
        Self(runs.iter().flat_map(sent).collect())
    }

    /// The same, of runs that are read only to say it.
    pub(crate) fn of_stored(runs: &StoredRuns) -> Self {
        Self(runs.mapped("", |run| Some(sent(&run))).flatten().collect())
    }

    /// Says in the report of a run what came after it.
    pub fn tell(&self, run: &mut RunReport) {
        let endpoint = run.whose.endpoint.as_deref().map(plain_endpoint);
        for item in &mut run.items {
            let Some(id) = &item.eip_id else { continue };
            let Some((began, later)) = self.0.get(&(id.to_string(), endpoint.clone())) else {
                continue;
            };
            let is_later = run.started_at.is_some_and(|at| at < *began);
            item.later = Some(later.clone()).filter(|_| is_later && later.run_id != run.run_id);
        }
    }
}

/// What a run did to its EIPs.
fn sent(run: &HistoryRun) -> Vec<(Key, (Timestamp, Later))> {
    let of_item = |item: &HistoryItem| {
        let (later, intent) = (later(run, item)?, item.intent.as_deref()?);
        let endpoint = intent.endpoint.as_deref().map(plain_endpoint);
        Some(((intent.eip_id.to_string(), endpoint), (run.started_at, later)))
    };
    run.items.iter().filter_map(of_item).collect()
}

fn later(run: &HistoryRun, item: &HistoryItem) -> Option<Later> {
    let nothing_left = matches!(
        item.outcome(),
        Some(Verdict::NotSent | Verdict::Cancelled | Verdict::NotRecorded | Verdict::Drifted)
    );
    if item.attempts == 0 || nothing_left {
        return None;
    }
    let intent = item.intent.as_deref()?;
    let ended = item.events.iter().rev().find(|event| event.kind == StoryKind::Outcome);
    let at = ended.and_then(|event| event.at).or_else(|| item.sent_at()).unwrap_or(item.at);
    Some(Later {
        run_id: run.run_id.clone(),
        at,
        binds: crate::domain::Generation::is_bind_action(&intent.action),
        outcome: item.outcome(),
    })
}
