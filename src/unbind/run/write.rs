//! What a run writes down: its timeline, and the records that the journal keeps of it.

use super::{Phase, Run, RunEffect, RunItem};
use crate::domain::{Accepted, Fault, InstanceId, Moment};
use crate::unbind::event::{Event, EventKind};
use crate::unbind::outcome::Verdict;
use crate::unbind::record::{
    Answered, By, FourEyes, Intent, NotBegun, Note, Record, Settled, parameters_json,
};
use crate::unbind::story::{StoryEvent, StoryKind, bounded};

/// While a run is being left, what is read is written down this often, in milliseconds.
const NOTE_MS: u64 = 10_000;

impl Run {
    /// The record of what is about to be sent, with what happened before.
    pub(super) fn intent(&mut self, index: usize) -> Intent {
        let events = self.items[index].take_unwritten();
        let rest = self.items.iter().filter(|item| item.phase == Phase::Pending);
        let rest =
            rest.map(|item| NotBegun { eip_id: item.plan.eip_id.clone(), eip: item.plan.eip });
        let rest = rest.collect();
        let (plan, whose) = (&self.items[index].plan, self.context.whose.clone());
        Intent {
            api: whose.api,
            account: whose.account,
            profile: whose.profile,
            region: plan.region.clone(),
            endpoint: whose.endpoint,
            eip_id: plan.eip_id.clone(),
            eip: plan.eip,
            action: plan.mutation.action(whose.api).to_owned(),
            parameters: parameters_json(&plan.mutation.parameters(whose.api)),
            before: plan.state_before(),
            nic_position: plan.seat,
            cascade_release: plan.before.cascade_release == Some(true),
            blocked: plan.before.blocked == Some(true),
            digest: self.digest.clone(),
            reason: self.config.reason.clone(),
            by: Some(Box::new(By {
                source: whose.source,
                account: whose.who.account,
                caller: whose.who.caller,
                planned_by: self.context.planned_by.as_deref().cloned(),
                four_eyes: self.four_eyes(),
            })),
            events,
            rest,
        }
    }

    /// How `four_eyes` is kept, where it is asked for.
    pub(in crate::unbind) fn four_eyes(&self) -> Option<FourEyes> {
        let is_way_back = self.items.iter().all(|item| item.plan.way_back);
        self.context.four_eyes.then(|| match () {
            () if self.context.is_of_two() => FourEyes::TwoPeople,
            () if is_way_back => FourEyes::WayBack,
            // A plan like this has no token, so nobody confirms it.
            () => FourEyes::Other(String::new()),
        })
    }

    pub(super) fn write_sent(
        &mut self,
        index: usize,
        answer: &Result<Accepted, Fault>,
        out: &mut Vec<RunEffect>,
    ) {
        let item = &mut self.items[index];
        if !item.recorded {
            return;
        }
        let (code, request_id) = match answer {
            Ok(accepted) => (None, accepted.request_id.clone()),
            Err(fault) => {
                (Some(fault.code.clone()).filter(|c| !c.is_empty()), fault.request_id.clone())
            }
        };
        let Some(sent_at) = item.sent_at else { return };
        let events = item.take_unwritten();
        let record = Record::Sent {
            run_id: self.config.run_id.clone(),
            item: index,
            attempt: item.attempt,
            at: sent_at.wall,
            answer: Answered::of(answer),
            code,
            request_id,
            events,
        };
        out.push(RunEffect::Write { item: index, record: Box::new(record) });
    }

    pub(super) fn write_verdict(&mut self, at: Moment, index: usize, out: &mut Vec<RunEffect>) {
        let Some(outcome) = self.items[index].outcome.clone() else { return };
        if !self.config.journal || outcome.word == Verdict::NotRecorded {
            return;
        }
        // Where no intent is on disk, what happened before stands in the one that is written now.
        let recorded = self.items[index].recorded;
        let intent = (!recorded).then(|| Box::new(self.intent(index)));
        let item = &mut self.items[index];
        let events = item.take_unwritten();
        let fault = outcome.fault.as_ref();
        let settled = Settled {
            eip_id: item.plan.eip_id.clone(),
            outcome: outcome.word,
            code: fault.map(|f| f.code.clone()).filter(|c| !c.is_empty()),
            message: outcome.message(),
            request_id: fault
                .and_then(|f| f.request_id.clone())
                .or_else(|| item.request_id().cloned()),
            after: outcome.after.clone(),
            sent_at: item.sent_at.map(|s| s.wall),
            took_ms: item.took_ms(),
            intent,
            doubt: outcome.doubt.clone(),
            remark: outcome.remark.clone(),
            recovered: false,
            events,
        };
        let record = Record::Settled {
            run_id: self.config.run_id.clone(),
            item: index,
            at: at.wall,
            settled: Box::new(settled),
        };
        self.unwritten += 1;
        out.push(RunEffect::Write { item: index, record: Box::new(record) });
    }

    /// Writes down what was seen after the verdict.
    pub(super) fn write_note(
        &mut self,
        at: Moment,
        index: usize,
        what: Note,
        un_instance_id: Option<InstanceId>,
        out: &mut Vec<RunEffect>,
    ) {
        let item = &mut self.items[index];
        let mut events = item.take_unwritten();
        events.retain(|event| event.kind != StoryKind::BoundAgain);
        let record = Record::Note {
            run_id: self.config.run_id.clone(),
            item: index,
            at: at.wall,
            what,
            un_instance_id,
            events,
        };
        if self.config.journal {
            out.push(RunEffect::Write { item: index, record: Box::new(record) });
        }
    }

    /// Writes down what was read of an item that is out, once nobody knows whether there will be time for its verdict.
    pub(super) fn write_down(&mut self, at: Moment, out: &mut Vec<RunEffect>) {
        for index in 0..self.items.len() {
            let item = &mut self.items[index];
            let is_open = self.cancelled && item.sent_at.is_some() && item.outcome.is_none();
            let is_due = item.noted_at.is_none_or(|noted| at.since(noted) >= NOTE_MS);
            let news = item.events.get(item.written..).unwrap_or_default();
            let is_news = news.iter().any(|event| {
                StoryEvent::of(event).is_some_and(|event| event.kind == StoryKind::Read)
            });
            if is_open && is_due && is_news {
                item.noted_at = Some(at);
                self.write_note(at, index, Note::FollowUp, None, out);
            }
        }
    }
}

impl RunItem {
    pub(super) fn event(&mut self, at: Moment, kind: EventKind) {
        self.events.push(Event { at, kind });
    }

    /// A reading of the EIP: what it showed first, and until when it showed it. One in between says nothing new.
    pub(super) fn note_reading(&mut self, event: Event) {
        let news = self.events.get(self.written..).unwrap_or_default();
        let same = news.iter().rev().take_while(|known| known.kind == event.kind).count();
        match self.events.last_mut() {
            Some(last) if same >= 2 => last.at = event.at,
            _ => self.events.push(event),
        }
    }

    /// Whether the last reading showed something else than the last one on record.
    pub(super) fn has_news(&self) -> bool {
        let reading = |events: &[Event]| {
            let is = |event: &&Event| {
                matches!(
                    event.kind,
                    EventKind::Looked(_) | EventKind::Unclear(..) | EventKind::Gone
                )
            };
            events.iter().rev().find(is).map(|event| event.kind.clone())
        };
        let (written, news) = self.events.split_at(self.written.min(self.events.len()));
        reading(news).is_some_and(|now| reading(written) != Some(now))
    }

    /// What happened since the last record of this item, for the one that is about to be written.
    pub(super) fn take_unwritten(&mut self) -> Vec<StoryEvent> {
        let news = self.events.get(self.written..).unwrap_or_default();
        self.written = self.events.len();
        let news = news.iter().filter_map(StoryEvent::of);
        bounded(news.filter(|event| !event.is_said_by_the_record()).collect())
    }
}
