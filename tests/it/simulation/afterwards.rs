//! What is on record of what came later: of looks that follow an outcome, and of requests that have none.

use super::oracle::Rule;
use super::place::Place;
use eip_unbind::app::App;
use eip_unbind::app::dialog::Purpose;
use eip_unbind::domain::EipId;
use eip_unbind::unbind::record::{Answered, Note};
use eip_unbind::unbind::story::{StoryEvent, StoryKind};
use eip_unbind::unbind::{Event, EventKind, Record, Run, Verdict};

/// The process ends by itself, or all is over: what its runs saw after their outcomes is on record, or was handed over for it.
pub(crate) fn on_end(place: &Place, app: &App, handed: &[Record]) {
    let shown = app.dialog.iter().filter_map(|dialog| dialog.run.as_ref());
    let runs = shown.chain(app.follow_up.runs.iter().map(|(_, run)| run));
    for run in runs.filter(|run| run.config.journal) {
        for index in 0..run.items.len() {
            followed(place, run, index, handed);
        }
    }
}

fn followed(place: &Place, run: &Run, index: usize, handed: &[Record]) {
    let item = &run.items[index];
    let is_outcome = |event: &Event| matches!(event.kind, EventKind::Verdict(_));
    let Some(outcome) = item.events.iter().rposition(is_outcome) else { return };
    let is_seen = |event: &&Event| {
        use EventKind::{BoundAgain, Gone, Looked, Unclear};
        matches!(event.kind, BoundAgain(_) | Gone | Looked(_) | Unclear(..))
    };
    let Some(last) = item.events[outcome..].iter().rfind(is_seen) else { return };
    let disk = place.disk.borrow();
    let known = disk.records.iter().map(|(_, record)| record);
    let known = known.chain(&disk.lost).chain(disk.under_way()).chain(handed);
    let at = last.at.wall;
    let mut again = false;
    let mut notes = 0;
    let mut readings: Vec<&StoryEvent> = known
        .filter_map(|record| match record {
            Record::Intent { .. } => None,
            Record::Sent { run_id, item, events, .. } => Some((run_id, item, events)),
            Record::Settled { run_id, item, settled, .. } => Some((run_id, item, &settled.events)),
            Record::Note { run_id, item, events, at: noted, what, .. } => {
                again |= *what == Note::BoundAgain && *noted == at;
                notes += usize::from(*run_id == run.config.run_id && *item == index);
                Some((run_id, item, events))
            }
        })
        .filter(|(run_id, item, _)| **run_id == run.config.run_id && **item == index)
        .flat_map(|(_, _, events)| events)
        .filter(|event| event.kind == StoryKind::Read && !has_failed(event))
        .collect();
    // What the disk had no room for stands behind what it has.
    readings.sort_by_key(|event| event.at);
    // While the outcome is not known it is read every 5 s: what it shows as before is no news.
    let word = item.outcome.as_ref().map(|outcome| outcome.word);
    let shown = if let EventKind::Looked(state) | EventKind::Unclear(_, Some(state)) = &last.kind {
        Some(state)
    } else {
        None
    };
    let says_the_same = |event: &&StoryEvent| event.state.as_deref() == shown;
    // The record is bounded: replicas that answer by turns would fill it.
    let is_news = word == Some(Verdict::Verified)
        || (notes < 5 && !readings.last().is_some_and(says_the_same));
    let is_held = again || !is_news || readings.iter().any(|event| event.at == Some(at));
    let recorded = readings.last().map(|event| (event.at, event.state.clone()));
    drop(disk);
    if !is_held {
        let id = &item.plan.eip_id;
        place.violated(
            Rule::Followed,
            format!(
                "{id} was seen after its outcome, which is not on record: {:?}, after {recorded:?}",
                last.kind
            ),
        );
    }
}

/// A reading that could not be made shows nothing.
fn has_failed(event: &StoryEvent) -> bool {
    serde_json::to_value(event).is_ok_and(|event| event["code"].is_string())
}

/// The last request for this EIP is one to take it off, and has no outcome on the disk.
fn is_open(place: &Place, eip: &EipId) -> bool {
    let mut last = None;
    for (_, record) in &place.disk.borrow().records {
        match record {
            Record::Intent { run_id, item, intent, .. } if intent.eip_id == *eip => {
                let unbinds =
                    ["EipUnBindInstance", "DisassociateAddress"].contains(&&*intent.action);
                last = unbinds.then(|| (run_id.clone(), *item));
            }
            Record::Sent { run_id, item, answer: Answered::NotSent, .. }
            | Record::Settled { run_id, item, .. } => {
                last.take_if(|(run, at)| run == run_id && at == item);
            }
            Record::Intent { .. } | Record::Sent { .. } | Record::Note { .. } => {}
        }
    }
    last.is_some()
}

/// Nothing is said to be bound already that an earlier request may still take off, once the journal was asked for that.
pub(crate) fn on_bind(place: &Place, app: &App) {
    let Some(dialog) = app.dialog.as_ref().filter(|dialog| dialog.purpose != Purpose::Unbind)
    else {
        return;
    };
    if !place.heard_open.get() {
        return;
    }
    let already = dialog.plan.already.iter().map(|eip| &eip.eip_id);
    let items = dialog.run.iter().flat_map(|run| &run.items);
    let is_said = |word| word == Verdict::AlreadyBound;
    let said = items
        .filter(|item| item.outcome.as_ref().is_some_and(|outcome| is_said(outcome.word)))
        .map(|item| &item.plan.eip_id);
    if let Some(id) = already.chain(said).find(|id| is_open(place, id)) {
        place.violated(
            Rule::OpenUnbind,
            format!("{id} is said to be bound already, and a request to take it off is open"),
        );
    }
}
