//! The steps of a run, from one item to the next: what each message leads to. What happens to one item is told in [`super::recheck`],
//! [`super::send`], [`super::settle`] and, after its verdict, [`super::watch`].

use super::{Gate, Phase, Run, RunConfig, RunEffect, RunItem, RunMsg, Why};
use crate::domain::{Denial, Moment};
use crate::unbind::event::EventKind;
use crate::unbind::evidence::Evidence;
use crate::unbind::outcome::{Outcome, Verdict};
use crate::unbind::plan::{Context, Plan, PlanItem};

impl Run {
    /// A run of this plan; it begins with [`RunMsg::Start`].
    pub fn new(plan: &Plan, context: Context, config: RunConfig) -> Self {
        let item = |plan: &PlanItem| RunItem {
            plan: plan.clone(),
            phase: Phase::Pending,
            asked_at: None,
            answered_at: None,
            rereads: 0,
            late: 0,
            attempt: 0,
            evidence: Evidence::default(),
            remark: None,
            left: None,
            seq: 0,
            events: vec![],
            outcome: None,
            sent_at: None,
            done_at: None,
            accepted: None,
            task: None,
            ready: false,
            recorded: false,
            watched: 0,
            written: 0,
            notes: 0,
            noted_at: None,
        };
        Self {
            config,
            context,
            digest: plan.digest.clone().unwrap_or_default(),
            gate: Gate::Open,
            items: plan.items.iter().map(item).collect(),
            cancelled: false,
            stopping: false,
            held: false,
            unwritten: 0,
        }
    }

    /// Whether every item has its verdict and every verdict is written down (or known not to be).
    pub fn is_over(&self) -> bool {
        self.unwritten == 0 && self.items.iter().all(|i| i.outcome.is_some())
    }

    /// Whether a request has left whose effect is not known yet: leaving now must wait.
    pub fn is_out(&self) -> bool {
        self.unwritten > 0
            || self.items.iter().any(|i| {
                i.outcome.is_none()
                    && matches!(
                        i.phase,
                        Phase::Recording
                            | Phase::Sending
                            | Phase::Settling(_)
                            | Phase::WanIp { .. }
                    )
            })
    }

    /// Takes a message; says what must be done.
    pub fn step(&mut self, at: Moment, msg: RunMsg) -> Vec<RunEffect> {
        let mut out = Vec::new();
        match msg {
            RunMsg::Start => self.start(at, &mut out),
            RunMsg::Asked(answer) => self.asked(at, answer, &mut out),
            RunMsg::Cancel => self.cancel(at, &mut out),
            RunMsg::StopAfter => self.stopping = !self.stopping && self.can_stop(),
            RunMsg::Hold(held) => {
                self.held = held;
                if self.items.iter().any(|item| item.phase == Phase::Done) {
                    self.start_next(at, &mut out);
                }
            }
            RunMsg::VerdictWritten(item, result) => {
                self.unwritten = self.unwritten.saturating_sub(1);
                if let (Err(error), Some(item)) = (result, self.items.get_mut(item)) {
                    item.event(at, EventKind::VerdictNotRecorded(error));
                }
            }
            RunMsg::Rechecked(item, seq, seen) if self.expects(item, seq) => {
                self.rechecked(at, item, &seen, &mut out)
            }
            RunMsg::IntentWritten(item, seq, result) if self.expects(item, seq) => {
                self.intent_written(at, item, result, &mut out)
            }
            RunMsg::Answered(item, seq, answer) if self.expects(item, seq) => {
                self.answered(at, item, answer, &mut out)
            }
            RunMsg::TaskSeen(item, seq, state) if self.expects(item, seq) => {
                self.task_seen(at, item, state, &mut out)
            }
            RunMsg::Looked(item, seq, seen) if self.expects(item, seq) => {
                self.looked(at, item, &seen, &mut out)
            }
            RunMsg::WanIpSeen(item, seq, ip) if self.expects(item, seq) => {
                self.wan_ip_seen(at, item, &ip, &mut out)
            }
            RunMsg::Due(item, seq) if self.expects(item, seq) => self.due(at, item, &mut out),
            RunMsg::Rechecked(..)
            | RunMsg::IntentWritten(..)
            | RunMsg::Answered(..)
            | RunMsg::TaskSeen(..)
            | RunMsg::Looked(..)
            | RunMsg::WanIpSeen(..)
            | RunMsg::Due(..) => {}
        }
        self.write_down(at, &mut out);
        out
    }

    /// Whether there is an item that was not begun.
    pub fn can_stop(&self) -> bool {
        !self.cancelled && self.items.iter().any(|item| item.phase == Phase::Pending)
    }

    fn expects(&self, item: usize, seq: u32) -> bool {
        self.items.get(item).is_some_and(|i| i.seq == seq)
    }

    /// Begins: where somebody is to be asked first, with that.
    fn start(&mut self, at: Moment, out: &mut Vec<RunEffect>) {
        match self.config.to_ask.clone() {
            Some(plan) => {
                self.gate = Gate::Asking(at);
                out.push(RunEffect::Ask { plan });
            }
            None => self.start_next(at, out),
        }
    }

    /// Only a yes lets the first item begin, with its last reading: whatever changed while somebody thought about it is seen.
    fn asked(&mut self, at: Moment, answer: Result<(), Denial>, out: &mut Vec<RunEffect>) {
        if !matches!(self.gate, Gate::Asking(_)) {
            return;
        }
        match answer {
            Ok(()) => {
                self.gate = Gate::Open;
                self.start_next(at, out);
            }
            Err(denial) => self.gate = Gate::Denied(Box::new(denial)),
        }
    }

    /// Begins the next item, unless one is under way; after anything but a fine outcome the rest is cancelled.
    fn start_next(&mut self, at: Moment, out: &mut Vec<RunEffect>) {
        if self.gate != Gate::Open {
            return;
        }
        let stop = self.cancelled
            || self.stopping
            || self.items.iter().any(|i| i.outcome.as_ref().is_some_and(|o| !o.word.is_fine()));
        for index in 0..self.items.len() {
            match self.items[index].phase {
                Phase::Done => {}
                Phase::Pending if stop => {
                    self.finish(at, index, Outcome::bare(Verdict::Cancelled), out)
                }
                Phase::Pending if self.held => return,
                Phase::Pending => {
                    self.recheck(at, index, out);
                    return;
                }
                Phase::Rechecking
                | Phase::Recording
                | Phase::Sending
                | Phase::Pausing
                | Phase::Settling(_)
                | Phase::WanIp { .. } => return,
            }
        }
    }

    fn cancel(&mut self, at: Moment, out: &mut Vec<RunEffect>) {
        self.cancelled = true;
        if let Gate::Asking(_) = self.gate {
            self.gate = Gate::Open;
            out.push(RunEffect::StopAsking);
        }
        if let Some(index) =
            self.items.iter().position(|i| matches!(i.phase, Phase::Rechecking | Phase::Pausing))
        {
            self.finish(at, index, Outcome::bare(Verdict::Cancelled), out);
        } else if self.items.iter().all(|i| matches!(i.phase, Phase::Pending | Phase::Done)) {
            self.start_next(at, out);
        }
    }

    fn due(&mut self, at: Moment, index: usize, out: &mut Vec<RunEffect>) {
        match &self.items[index].phase {
            Phase::Pausing => {
                let item = &mut self.items[index];
                (item.rereads, item.late) = (0, 0);
                self.recheck(at, index, out);
            }
            Phase::Settling(_) | Phase::Done => self.look(at, index, out),
            Phase::WanIp { .. } => self.look_wan_ip(index, out),
            Phase::Pending | Phase::Rechecking | Phase::Recording | Phase::Sending => {}
        }
    }

    /// Sets the verdict, writes it down, and goes on with the next item.
    pub(super) fn finish(
        &mut self,
        at: Moment,
        index: usize,
        outcome: Outcome,
        out: &mut Vec<RunEffect>,
    ) {
        let item = &mut self.items[index];
        let outcome = item.truth_about(outcome);
        item.seq += 1;
        item.phase = Phase::Done;
        item.done_at = Some(at);
        item.event(at, EventKind::Verdict(outcome.word));
        item.outcome = Some(outcome);
        self.write_verdict(at, index, out);
        self.plan_watch(index, out);
        self.start_next(at, out);
    }

    /// Ends the run without waiting for what is out: each item that has no verdict gets the word that fits what is known, and nothing is
    /// written down, so that an intent on record stays open for the next start to settle.
    pub fn abandon(&mut self, at: Moment) {
        for item in self.items.iter_mut().filter(|item| item.outcome.is_none()) {
            let (word, fault) = match &item.phase {
                Phase::Sending => (Verdict::Unknown, None),
                Phase::Settling(settling) => match &settling.why {
                    Why::Accepted => (Verdict::StillSettling, None),
                    Why::Refused(fault) | Why::MayHaveActed(fault) | Why::NoAnswer(fault) => {
                        (Verdict::Unknown, Some(fault.clone()))
                    }
                },
                Phase::WanIp { .. } => (Verdict::Verified, None),
                Phase::Pending
                | Phase::Rechecking
                | Phase::Recording
                | Phase::Pausing
                | Phase::Done => {
                    item.done_at = Some(at);
                    (Verdict::Cancelled, None)
                }
            };
            item.seq += 1;
            let outcome = Outcome { fault, after: item.last_look(), ..Outcome::bare(word) };
            let outcome = item.truth_about(outcome);
            if outcome.word != Verdict::Cancelled {
                item.done_at = None;
            }
            item.outcome = Some(outcome);
            item.phase = Phase::Done;
        }
    }
}

impl RunItem {
    /// The word that fits what is known of the whole item: where an attempt reached the cloud, nothing says any more that none did.
    fn truth_about(&mut self, outcome: Outcome) -> Outcome {
        let says_nothing_was_sent = matches!(
            outcome.word,
            Verdict::NotSent
                | Verdict::Drifted
                | Verdict::AlreadyUnbound
                | Verdict::AlreadyBound
                | Verdict::Cancelled
                | Verdict::NotRecorded
        );
        match &mut self.left {
            Some(left) if says_nothing_was_sent => {
                self.sent_at = Some(left.sent_at);
                left.then = Some((outcome.word, outcome.fault));
                Outcome { word: Verdict::Refused, fault: Some(left.fault.clone()), ..outcome }
            }
            Some(_) | None => outcome,
        }
    }
}
