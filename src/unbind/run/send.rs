//! Recording, then sending, and what the answer leads to.

use super::{Left, Phase, Run, RunEffect, RunItem, Why};
use crate::domain::{Accepted, Delivery, Fault, FaultClass, LocalError, Moment};
use crate::unbind::event::EventKind;
use crate::unbind::evidence::Evidence;
use crate::unbind::outcome::{Outcome, Verdict};
use crate::unbind::record::Record;
use crate::unbind::schedule;

impl Run {
    pub(super) fn record_intent(&mut self, at: Moment, index: usize, out: &mut Vec<RunEffect>) {
        let item = &mut self.items[index];
        item.attempt += 1;
        item.seq += 1;
        if !self.config.journal {
            return self.send(at, index, out);
        }
        let intent = self.intent(index);
        let item = &mut self.items[index];
        item.phase = Phase::Recording;
        let record = Record::Intent {
            run_id: self.config.run_id.clone(),
            item: index,
            attempt: item.attempt,
            at: at.wall,
            intent: Box::new(intent),
        };
        out.push(RunEffect::WriteIntent { item: index, seq: item.seq, record: Box::new(record) });
    }

    pub(super) fn intent_written(
        &mut self,
        at: Moment,
        index: usize,
        result: Result<(), String>,
        out: &mut Vec<RunEffect>,
    ) {
        let item = &mut self.items[index];
        if item.phase != Phase::Recording {
            return;
        }
        match result {
            Err(error) => {
                let fault = Fault::local(FaultClass::Local, error);
                self.finish(at, index, Outcome::failed(Verdict::NotRecorded, fault), out);
            }
            Ok(()) => {
                (item.recorded, item.ready) = (true, true);
                item.event(at, EventKind::Recorded);
                if self.cancelled {
                    return self.finish(at, index, Outcome::bare(Verdict::Cancelled), out);
                }
                if item.is_stale(at) {
                    return self.reread(at, index, out);
                }
                if item.is_late(at) {
                    let why = Fault::before_sending(
                        LocalError::ReadingTooOld,
                        "the journal took more than 1 s",
                    );
                    return self.too_late(at, index, why, out);
                }
                self.send(at, index, out);
            }
        }
    }

    /// The request did not leave, as the reading grew too old before it could: the target is read again, but not for ever. What is on record
    /// of this attempt stands for the next try, too.
    fn too_late(&mut self, at: Moment, index: usize, why: Fault, out: &mut Vec<RunEffect>) {
        let item = &mut self.items[index];
        if self.cancelled || item.late >= schedule::LATE_REREADS {
            let outcome = if self.cancelled {
                Outcome::bare(Verdict::Cancelled)
            } else {
                Outcome::failed(Verdict::NotSent, why)
            };
            return self.finish(at, index, outcome, out);
        }
        item.late += 1;
        item.ready = true;
        item.event(at, EventKind::Stale);
        self.recheck(at, index, out);
    }

    pub(super) fn send(&mut self, at: Moment, index: usize, out: &mut Vec<RunEffect>) {
        let item = &mut self.items[index];
        item.phase = Phase::Sending;
        item.ready = false;
        item.evidence = Evidence::default();
        item.seq += 1;
        item.sent_at = Some(at);
        item.event(at, EventKind::Sent);
        out.push(RunEffect::Send {
            item: index,
            seq: item.seq,
            region: item.plan.region.clone(),
            mutation: item.plan.mutation.clone(),
            not_after_ms: item.answered_at.unwrap_or(at).mono_ms + schedule::WIRE_MS,
        });
    }

    pub(super) fn answered(
        &mut self,
        at: Moment,
        index: usize,
        answer: Result<Accepted, Fault>,
        out: &mut Vec<RunEffect>,
    ) {
        if self.items[index].phase != Phase::Sending {
            return;
        }
        if let Err(fault) = &answer
            && fault.local_error == Some(LocalError::ReadingTooOld)
        {
            let item = &mut self.items[index];
            item.sent_at = None;
            item.events.pop_if(|event| event.kind == EventKind::Sent);
            return self.too_late(at, index, fault.clone(), out);
        }
        self.items[index].event(
            at,
            match &answer {
                Ok(accepted) => EventKind::Accepted(accepted.clone()),
                Err(fault) => EventKind::Failed(fault.clone()),
            },
        );
        self.write_sent(index, &answer, out);
        let fault = match answer {
            Ok(accepted) => {
                self.items[index].accepted = Some(accepted);
                return self.settle(at, index, Why::Accepted, out);
            }
            Err(fault) => fault,
        };
        if self.may_go_once_more(index, &fault) {
            return self.once_more(at, index, fault, out);
        }
        match (fault.delivery, fault.may_have_acted) {
            (Delivery::NotSent, _) => {
                self.items[index].sent_at = None;
                self.finish(at, index, Outcome::failed(Verdict::NotSent, fault), out);
            }
            (Delivery::NoAnswer, _) => self.settle(at, index, Why::NoAnswer(fault), out),
            (Delivery::Answered, true) => self.settle(at, index, Why::MayHaveActed(fault), out),
            (Delivery::Answered, false) => self.settle(at, index, Why::Refused(fault), out),
        }
    }

    /// Promise 5: only what provably did nothing (never connected, or throttled) may go once more; never when `allocWanIp=1` was throttled,
    /// as a module might say "throttled" for a daily quota.
    fn may_go_once_more(&self, index: usize, fault: &Fault) -> bool {
        let item = &self.items[index];
        let never_left =
            fault.delivery == Delivery::NotSent && fault.class == FaultClass::Unreachable;
        let throttled = fault.delivery == Delivery::Answered
            && fault.class == FaultClass::Throttled
            && !item.plan.mutation.asks_for_wan_ip();
        item.attempt < 2 && !self.cancelled && (never_left || throttled)
    }

    fn once_more(&mut self, at: Moment, index: usize, fault: Fault, out: &mut Vec<RunEffect>) {
        let item = &mut self.items[index];
        item.event(at, EventKind::OnceMore);
        if let (Some(sent_at), Delivery::Answered) = (item.sent_at.take(), fault.delivery) {
            let attempt = item.attempt;
            item.left = Some(Box::new(Left { attempt, sent_at, fault, then: None }));
        }
        item.phase = Phase::Pausing;
        self.wake(index, schedule::SECOND_ATTEMPT_MS, out);
    }
}

impl RunItem {
    /// Whether the answer of the last reading is too old to send on.
    fn is_late(&self, at: Moment) -> bool {
        self.answered_at.is_none_or(|answered| at.since(answered) > schedule::WIRE_MS)
    }
}
