//! The steps of a run: what each message leads to.

use super::answer::{Reading, Sighting, TargetQuestion};
use super::digest::{Comparison, compare};
use super::evidence::Evidence;
use super::facts::enrich;
use super::goal::Goal;
use super::outcome::{Outcome, Verdict};
use super::plan::{Context, Plan, PlanItem};
use super::record::{Answered, By, FourEyes, Intent, NotBegun, Record, Settled, parameters_json};
use super::run::{Event, EventKind, Gate, Left, Phase, Run, RunConfig, RunEffect, RunItem, RunMsg};
use super::{schedule, settle};
use crate::domain::{
    Accepted, Contradiction, Delivery, Denial, Doubt, EipState, Fault, FaultClass, Field, Fields,
    LocalError, Moment, Mutation, UnbindTarget,
};

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

    /// Why nothing of it is sent, if `before_send` did not agree.
    pub fn denial(&self) -> Option<&Denial> {
        if let Gate::Denied(denial) = &self.gate { Some(denial) } else { None }
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

    fn recheck(&mut self, at: Moment, index: usize, out: &mut Vec<RunEffect>) {
        let item = &mut self.items[index];
        item.phase = Phase::Rechecking;
        item.asked_at = Some(at);
        item.seq += 1;
        let blocked_by_nic =
            self.context.api.capabilities().blocked_by_nic && item.plan.before.blocked.is_some();
        let question = TargetQuestion {
            nic: item.plan.before.network_interface_id.clone().filter(|_| blocked_by_nic),
            quota: asks_for_wan_ip(&item.plan.mutation),
            ..item.question()
        };
        out.push(RunEffect::Recheck { item: index, seq: item.seq, question: Box::new(question) });
    }

    fn rechecked(&mut self, at: Moment, index: usize, seen: &Sighting, out: &mut Vec<RunEffect>) {
        let item = &mut self.items[index];
        if item.phase != Phase::Rechecking {
            return;
        }
        let by_nic = self.context.api.capabilities().blocked_by_nic;
        match item.recheck(seen, by_nic) {
            Rechecked::Go => {}
            Rechecked::Stop(event, outcome) => {
                item.events.extend(event.map(|kind| Event { at, kind }));
                return self.finish(at, index, *outcome, out);
            }
        }
        if item.is_stale(at) {
            return self.reread(at, index, out);
        }
        item.answered_at = Some(at);
        item.event(at, EventKind::Unchanged);
        if item.ready { self.send(at, index, out) } else { self.record_intent(at, index, out) }
    }

    fn reread(&mut self, at: Moment, index: usize, out: &mut Vec<RunEffect>) {
        let item = &mut self.items[index];
        item.event(at, EventKind::Stale);
        item.rereads += 1;
        self.recheck(at, index, out);
    }

    fn record_intent(&mut self, at: Moment, index: usize, out: &mut Vec<RunEffect>) {
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

    /// The record of what is about to be sent, with what happened before.
    fn intent(&mut self, index: usize) -> Intent {
        let events = self.items[index].take_unwritten();
        let rest = self.items.iter().filter(|item| item.phase == Phase::Pending);
        let rest =
            rest.map(|item| NotBegun { eip_id: item.plan.eip_id.clone(), eip: item.plan.eip });
        let rest = rest.collect();
        let plan = &self.items[index].plan;
        Intent {
            api: self.context.api,
            account: self.context.account.clone(),
            profile: self.context.profile.clone(),
            region: plan.region.clone(),
            endpoint: self.config.endpoint.clone(),
            eip_id: plan.eip_id.clone(),
            eip: plan.eip,
            action: plan.mutation.action(self.context.api).to_owned(),
            parameters: parameters_json(&plan.mutation.parameters(self.context.api)),
            before: plan.before.state(),
            cascade_release: plan.before.cascade_release == Some(true),
            blocked: plan.before.blocked == Some(true),
            digest: self.digest.clone(),
            reason: self.config.reason.clone(),
            by: Some(Box::new(By {
                source: self.context.source.clone(),
                account: self.context.who.account.clone(),
                caller: self.context.who.caller.clone(),
                planned_by: self.config.planned_by.clone(),
                four_eyes: self.four_eyes(),
            })),
            events,
            rest,
        }
    }

    /// How `four_eyes` is kept, where it is asked for.
    pub(super) fn four_eyes(&self) -> Option<FourEyes> {
        let is_way_back = self.items.iter().all(|item| item.plan.way_back);
        self.context.four_eyes.then(|| match () {
            () if self.context.is_of_two() => FourEyes::TwoPeople,
            () if is_way_back => FourEyes::WayBack,
            // A plan like this has no token, so nobody confirms it.
            () => FourEyes::Other(String::new()),
        })
    }

    fn intent_written(
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
                self.finish(
                    at,
                    index,
                    Outcome { fault: Some(fault), ..Outcome::bare(Verdict::NotRecorded) },
                    out,
                );
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
                Outcome { fault: Some(why), ..Outcome::bare(Verdict::NotSent) }
            };
            return self.finish(at, index, outcome, out);
        }
        item.late += 1;
        item.ready = true;
        item.event(at, EventKind::Stale);
        self.recheck(at, index, out);
    }

    fn send(&mut self, at: Moment, index: usize, out: &mut Vec<RunEffect>) {
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

    fn answered(
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
        let item = &mut self.items[index];
        match answer {
            Ok(accepted) => {
                item.accepted = Some(accepted);
                self.settle(at, index, settle::Why::Accepted, out);
            }
            Err(fault) => {
                if self.may_go_once_more(index, &fault) {
                    let item = &mut self.items[index];
                    item.event(at, EventKind::OnceMore);
                    if let (Some(sent_at), Delivery::Answered) =
                        (item.sent_at.take(), fault.delivery)
                    {
                        let attempt = item.attempt;
                        item.left = Some(Box::new(Left { attempt, sent_at, fault }));
                    }
                    item.phase = Phase::Pausing;
                    item.seq += 1;
                    out.push(RunEffect::Wake {
                        item: index,
                        seq: item.seq,
                        after_ms: schedule::SECOND_ATTEMPT_MS,
                    });
                    return;
                }
                match (fault.delivery, fault.may_have_acted) {
                    (Delivery::NotSent, _) => {
                        self.items[index].sent_at = None;
                        self.finish(
                            at,
                            index,
                            Outcome { fault: Some(fault), ..Outcome::bare(Verdict::NotSent) },
                            out,
                        );
                    }
                    (Delivery::NoAnswer, _) => {
                        self.settle(at, index, settle::Why::NoAnswer(fault), out)
                    }
                    (Delivery::Answered, true) => {
                        self.settle(at, index, settle::Why::MayHaveActed(fault), out)
                    }
                    (Delivery::Answered, false) => {
                        self.settle(at, index, settle::Why::Refused(fault), out)
                    }
                }
            }
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
            && !asks_for_wan_ip(&item.plan.mutation);
        item.attempt < 2 && !self.cancelled && (never_left || throttled)
    }

    fn write_sent(
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
                .or_else(|| item.accepted.as_ref()?.request_id.clone()),
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
}

impl RunItem {
    pub(super) fn event(&mut self, at: Moment, kind: EventKind) {
        self.events.push(Event { at, kind });
    }

    /// Whether what the last reading showed may be too old to act on; not for ever, as a link that is always slow would never get there.
    fn is_stale(&self, at: Moment) -> bool {
        self.rereads < schedule::STALE_REREADS
            && self.asked_at.is_some_and(|asked| at.since(asked) > schedule::STALE_MS)
    }

    /// Whether the answer of the last reading is too old to send on.
    fn is_late(&self, at: Moment) -> bool {
        self.answered_at.is_none_or(|answered| at.since(answered) > schedule::WIRE_MS)
    }

    /// What is read of the EIP: with a pair as target, whoever is there as well.
    pub(super) fn question(&self) -> TargetQuestion {
        let pair = match &self.plan.mutation {
            Mutation::Unbind {
                target: UnbindTarget::PrivateIp { network_interface_id, private_ip_address },
                ..
            } => Some((network_interface_id.clone(), *private_ip_address)),
            Mutation::Unbind { .. } | Mutation::Bind { .. } => None,
        };
        TargetQuestion {
            region: self.plan.region.clone(),
            eip_id: self.plan.eip_id.clone(),
            pair,
            nic: None,
            quota: false,
        }
    }

    /// Whether what was read right before sending lets the request go.
    fn recheck(&self, seen: &Sighting, blocked_by_nic: bool) -> Rechecked {
        let plan = &self.plan;
        let fresh = match &seen.eip {
            Reading::Failed(fault) => return Rechecked::failed(fault),
            Reading::Missing => {
                return Rechecked::stop(Some(EventKind::Gone), Outcome::bare(Verdict::Drifted));
            }
            Reading::Ambiguous(_) => {
                return Rechecked::doubtful(Doubt::NotTold(Field::EipId), None);
            }
            Reading::Unclear(doubt) => return Rechecked::doubtful(doubt.clone(), None),
            Reading::Found(fresh) => enrich(fresh, seen.nics.as_deref()),
        };
        let after = Some(fresh.state());
        if let Some(word) = Goal::of_plan(plan, false).is_there_already(&fresh) {
            return Rechecked::stop(None, Outcome { after, ..Outcome::bare(word) });
        }
        let differs = match compare(&plan.before, &fresh) {
            Comparison::Changed(fields) => fields,
            // API 2.0 says "blocked" only on the NIC; where that could not be asked, the earlier answer stands.
            Comparison::LeavesOut(Field::Blocked) if blocked_by_nic && seen.nics.is_none() => {
                Fields::default()
            }
            Comparison::LeavesOut(field) => {
                return Rechecked::doubtful(Doubt::NotTold(field), after);
            }
            Comparison::Learnt(field) => {
                return Rechecked::doubtful(Doubt::NotToldBefore(field), after);
            }
            Comparison::Equal => Fields::default(),
        };
        let other_address = match (plan.eip, fresh.eip) {
            (Some(known), Some(told)) if known != told => {
                Some(Contradiction::OtherAddress { known, told })
            }
            (_, _) => None,
        };
        if let Some(contradiction) = other_address.or_else(|| fresh.contradiction()) {
            return Rechecked::doubtful(contradiction.into(), after);
        }
        let left = seen.quota.and_then(|quota| quota.alloc_wan_ip_left());
        let quota_changed = asks_for_wan_ip(&plan.mutation)
            && left.is_some_and(|left| left == 0 || (left <= 1) != plan.alloc_runs_out);
        if !differs.is_empty() || quota_changed {
            let now_on = fresh.un_instance_id.clone();
            let now_on = now_on.filter(|_| fresh.un_instance_id != plan.before.un_instance_id);
            let outcome = Outcome { after, now_on, differs, ..Outcome::bare(Verdict::Drifted) };
            return Rechecked::stop(Some(EventKind::Looked(fresh.state())), outcome);
        }
        match &seen.pair {
            None => Rechecked::Go,
            Some(Reading::Found(eip)) if eip.eip_id == plan.eip_id => Rechecked::Go,
            Some(Reading::Found(other)) => {
                Rechecked::doubtful(Contradiction::OtherOnPair(other.eip_id.clone()).into(), after)
            }
            Some(Reading::Failed(fault)) => Rechecked::failed(fault),
            Some(Reading::Unclear(doubt)) => Rechecked::doubtful(doubt.clone(), after),
            Some(Reading::Missing | Reading::Ambiguous(_)) => {
                Rechecked::doubtful(Doubt::NotTold(Field::EipId), after)
            }
        }
    }

    /// The word that fits what is known of the whole item: where an attempt reached the cloud, nothing says any more that none did.
    pub(super) fn truth_about(&mut self, outcome: Outcome) -> Outcome {
        let says_nothing_was_sent = matches!(
            outcome.word,
            Verdict::NotSent
                | Verdict::Drifted
                | Verdict::AlreadyUnbound
                | Verdict::AlreadyBound
                | Verdict::Cancelled
                | Verdict::NotRecorded
        );
        match &self.left {
            Some(left) if says_nothing_was_sent => {
                self.sent_at = Some(left.sent_at);
                Outcome { word: Verdict::Refused, fault: Some(left.fault.clone()), ..outcome }
            }
            Some(_) | None => outcome,
        }
    }

    /// Whether it was left without a verdict ([`Run::abandon`]) though it is on record: the next start settles it.
    pub fn is_left_open(&self) -> bool {
        self.recorded && self.outcome.is_some() && self.done_at.is_none()
    }

    /// Milliseconds from sending to the verdict.
    pub fn took_ms(&self) -> Option<u64> {
        Some(self.done_at?.since(self.sent_at?))
    }
}

/// What comes of the reading right before sending.
enum Rechecked {
    Go,
    Stop(Option<EventKind>, Box<Outcome>),
}

impl Rechecked {
    fn stop(event: Option<EventKind>, outcome: Outcome) -> Self {
        Self::Stop(event, Box::new(outcome))
    }

    fn failed(fault: &Fault) -> Self {
        let fault = Fault { may_have_acted: false, ..fault.clone() };
        let outcome = Outcome { fault: Some(fault.clone()), ..Outcome::bare(Verdict::NotSent) };
        Self::stop(Some(EventKind::LookFailed(fault)), outcome)
    }

    /// An answer that leaves something open is not equal to what was confirmed: nothing is sent.
    fn doubtful(doubt: Doubt, after: Option<EipState>) -> Self {
        let event = EventKind::Unclear(doubt.clone(), after.clone());
        let outcome = Outcome { doubt: Some(doubt), after, ..Outcome::bare(Verdict::NotSent) };
        Self::stop(Some(event), outcome)
    }
}

fn asks_for_wan_ip(mutation: &Mutation) -> bool {
    matches!(mutation, Mutation::Unbind { alloc_wan_ip: Some(true), .. })
}
