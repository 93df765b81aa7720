//! Deciding what became of a request, by looking at the EIP itself (`docs/contract.md` §2, promise 6).

use super::{Phase, Run, RunEffect, RunItem, Settling, Why};
use crate::domain::error_code::lookup_v3;
use crate::domain::{Eip, Fault, Moment, TaskState};
use crate::unbind::answer::{Reading, Sighting};
use crate::unbind::event::{Event, EventKind};
use crate::unbind::goal::{Goal, Shown};
use crate::unbind::outcome::{Outcome, Remark, Verdict, WanIp};
use crate::unbind::schedule;
use std::net::IpAddr;

impl Run {
    /// Starts looking.
    pub(super) fn settle(&mut self, at: Moment, index: usize, why: Why, out: &mut Vec<RunEffect>) {
        if self.config.wait_ms == 0 && !matches!(why, Why::Refused(_) | Why::MayHaveActed(_)) {
            let outcome = match why {
                Why::NoAnswer(fault) => Outcome::failed(Verdict::Unknown, fault),
                Why::Accepted | Why::Refused(_) | Why::MayHaveActed(_) => {
                    Outcome::bare(Verdict::StillSettling)
                }
            };
            return self.finish(at, index, outcome, out);
        }
        let look_now = matches!(why, Why::Refused(_));
        self.items[index].phase = Phase::Settling(Box::new(Settling {
            why,
            since: at,
            last: None,
            gone: false,
            blind: false,
            doubt: None,
        }));
        if look_now {
            self.look(at, index, out)
        } else {
            self.wake(index, schedule::next_look(0), out)
        }
    }

    pub(super) fn wake(&mut self, index: usize, after_ms: u64, out: &mut Vec<RunEffect>) {
        let item = &mut self.items[index];
        item.seq += 1;
        out.push(RunEffect::Wake { item: index, seq: item.seq, after_ms });
    }

    /// Looks at the EIP; first at the task, while there is one that is not known to be over (`docs/api-v3.md` §4.5).
    pub(super) fn look(&mut self, at: Moment, index: usize, out: &mut Vec<RunEffect>) {
        let item = &mut self.items[index];
        let open = !item.task.as_ref().is_some_and(TaskState::is_over)
            && matches!(item.phase, Phase::Settling(_));
        let Some(task_id) = item.accepted.as_ref().and_then(|a| a.task_id).filter(|_| open) else {
            return self.look_at_eip(at, index, out);
        };
        item.seq += 1;
        out.push(RunEffect::AskTask {
            item: index,
            seq: item.seq,
            region: item.plan.region.clone(),
            task_id,
        });
    }

    fn look_at_eip(&mut self, at: Moment, index: usize, out: &mut Vec<RunEffect>) {
        let item = &mut self.items[index];
        item.asked_at = Some(at);
        item.seq += 1;
        let mut question = item.question();
        if item.evidence.wants_nic() {
            question.nic.clone_from(&item.plan.before.network_interface_id);
        }
        out.push(RunEffect::Look { item: index, seq: item.seq, question: Box::new(question) });
    }

    /// Whatever the task says, the EIP decides. A failed task is looked after like a refusal that may have acted: it has ten seconds to show.
    pub(super) fn task_seen(
        &mut self,
        at: Moment,
        index: usize,
        state: Option<TaskState>,
        out: &mut Vec<RunEffect>,
    ) {
        let item = &mut self.items[index];
        if let Some(state) = state {
            if item.task.as_ref() != Some(&state) {
                item.event(at, EventKind::Task(state.clone()));
            }
            if let (TaskState::Failed, Phase::Settling(settling)) = (&state, &mut item.phase)
                && settling.why == Why::Accepted
            {
                let code = "FailedOperation.TaskFailed";
                settling.why = Why::MayHaveActed(lookup_v3(code).fault(code, "", None));
                settling.since = at;
            }
            item.task = Some(state);
        }
        self.look_at_eip(at, index, out);
    }

    pub(super) fn looked(
        &mut self,
        at: Moment,
        index: usize,
        seen: &Sighting,
        out: &mut Vec<RunEffect>,
    ) {
        let item = &mut self.items[index];
        if !matches!(item.phase, Phase::Done | Phase::Settling(_)) {
            return;
        }
        let shown = item.weigh(at, seen);
        item.note_look(at, seen, &shown);
        match &mut item.phase {
            Phase::Settling(settling) => {
                settling.blind = matches!(shown, Shown::Failed(_));
                settling.gone = seen.eip == Reading::Missing;
                settling.doubt =
                    if let Shown::Unclear(doubt) = &shown { Some(doubt.clone()) } else { None };
                if let Some(fresh) = seen.eip.eip() {
                    settling.last = Some(fresh.clone());
                }
                self.judge(at, index, &shown, out);
            }
            Phase::Done
            | Phase::Pending
            | Phase::Rechecking
            | Phase::Recording
            | Phase::Sending
            | Phase::Pausing
            | Phase::WanIp { .. } => self.watched(at, index, seen, shown, out),
        }
    }

    fn judge(&mut self, at: Moment, index: usize, shown: &Shown, out: &mut Vec<RunEffect>) {
        let item = &mut self.items[index];
        let Phase::Settling(settling) = &mut item.phase else { return };
        let elapsed = at.since(settling.since);
        // Whoever holds the NIC and private IP now may be the one that the request is about to take off.
        let is_held = item.evidence.holds_pair().is_some() && elapsed < schedule::REFUSED_WINDOW_MS;
        if let (Shown::Reached(remark), false) = (shown, is_held) {
            return self.reached(at, index, remark.clone(), out);
        }
        let unchanged = *shown == Shown::AsBefore;
        if let (Why::Refused(fault), false) = (&settling.why, unchanged) {
            // Failure is claimed only when a reading shows that nothing happened: it is looked after like one that may have acted.
            settling.why = Why::MayHaveActed(fault.clone());
        }
        if *shown == Shown::UnderWay && settling.why != Why::Accepted {
            // The cloud is at work on it: from here on it is followed like an accepted request.
            settling.why = Why::Accepted;
        }
        let over = |window: u64| elapsed >= window;
        let now_on =
            if let Shown::Elsewhere(server) = &shown { Some(server.clone()) } else { None };
        // What was seen once is looked at again soon, but not for ever: the next looks may fail, or show something else each time.
        let may_come = matches!(shown, Shown::Once(_)) && !over(2 * schedule::REFUSED_WINDOW_MS);
        let again_ms = item.evidence.again_in(at.mono_ms).filter(|_| may_come);
        let outcome = match &settling.why {
            Why::Refused(fault) => Some((Verdict::Refused, Some(fault.clone()))),
            // What a reading shows may be as old as its question: the one that shows nothing must have been asked after the window. What was
            // seen once, and would be the goal if it is seen again, is looked at again first.
            Why::MayHaveActed(fault)
                if again_ms.is_none()
                    && item.asked_at.is_some_and(|asked| {
                        asked.since(settling.since) >= schedule::REFUSED_WINDOW_MS
                    }) =>
            {
                Some((
                    if unchanged { Verdict::Refused } else { Verdict::Unknown },
                    Some(fault.clone()),
                ))
            }
            Why::NoAnswer(fault)
                if over(schedule::UNKNOWN_WINDOW_MS.min(self.config.wait_ms))
                    || now_on.is_some() =>
            {
                Some((Verdict::Unknown, Some(fault.clone())))
            }
            Why::Accepted if over(self.config.wait_ms) || now_on.is_some() => {
                Some((Verdict::StillSettling, None))
            }
            Why::MayHaveActed(_) | Why::NoAnswer(_) | Why::Accepted => None,
        };
        let Some((word, fault)) = outcome else {
            let next = schedule::next_look(elapsed).saturating_sub(elapsed);
            return self.wake(index, again_ms.map_or(next, |again| again.max(100).min(next)), out);
        };
        let after = settling.last.as_ref().map(Eip::state);
        let doubt = settling.doubt.clone();
        self.finish(at, index, Outcome { fault, after, now_on, doubt, ..Outcome::bare(word) }, out);
    }

    /// The goal is seen. With `allocWanIp=1` the new address is looked for before the verdict is told.
    fn reached(
        &mut self,
        at: Moment,
        index: usize,
        remark: Option<Remark>,
        out: &mut Vec<RunEffect>,
    ) {
        let item = &mut self.items[index];
        let Phase::Settling(settling) = &item.phase else { return };
        let after = settling.last.as_ref().filter(|_| !settling.gone).map(Eip::state);
        let word = seen_word(remark.as_ref());
        let outcome = Outcome { after, remark, ..Outcome::bare(word) };
        let seat = (&item.plan.before.network_interface_id, item.plan.before.private_ip_address);
        if word == Verdict::Verified
            && item.plan.mutation.asks_for_wan_ip()
            && matches!(seat, (Some(_), Some(_)))
        {
            item.remark = outcome.remark;
            item.phase = Phase::WanIp { since: at, seen: false };
            return self.look_wan_ip(index, out);
        }
        self.finish(at, index, outcome, out);
    }

    pub(super) fn look_wan_ip(&mut self, index: usize, out: &mut Vec<RunEffect>) {
        let item = &mut self.items[index];
        let (Some(nic), Some(private_ip)) =
            (item.plan.before.network_interface_id.clone(), item.plan.before.private_ip_address)
        else {
            return;
        };
        item.seq += 1;
        out.push(RunEffect::LookWanIp {
            item: index,
            seq: item.seq,
            region: item.plan.region.clone(),
            nic,
            private_ip,
        });
    }

    pub(super) fn wan_ip_seen(
        &mut self,
        at: Moment,
        index: usize,
        ip: &Result<Option<IpAddr>, Fault>,
        out: &mut Vec<RunEffect>,
    ) {
        let item = &mut self.items[index];
        let Phase::WanIp { since, seen } = &mut item.phase else { return };
        *seen |= ip.is_ok();
        // The EIP itself may still stand on the NIC's answer for a moment: it is not the new address.
        let wan_ip =
            match ip.as_ref().ok().copied().flatten().filter(|ip| Some(*ip) != item.plan.eip) {
                Some(ip) => WanIp::Came(ip),
                None if at.since(*since) < schedule::WAN_IP_WINDOW_MS => {
                    return self.wake(index, 1_000, out);
                }
                None if *seen => WanIp::NoneCame,
                None => WanIp::NotKnown,
            };
        item.event(at, EventKind::WanIp(wan_ip));
        let after = item.last_look().map(|mut state| {
            state.wan_ip = wan_ip.ip();
            state
        });
        let remark = item.remark.take();
        let outcome = Outcome { after, wan_ip, remark, ..Outcome::bare(Verdict::Verified) };
        self.finish(at, index, outcome, out);
    }
}

impl RunItem {
    /// What this look shows together with those before it; once reached, only what it shows itself matters.
    fn weigh(&mut self, at: Moment, seen: &Sighting) -> Shown {
        let goal = Goal::of_plan(&self.plan, self.accepted.is_some());
        let asked_ms = self.asked_at.map_or(0, |asked| asked.mono_ms);
        self.evidence.take(&goal, seen, asked_ms, at.mono_ms)
    }

    /// A line of the timeline for each look that shows something new, and for the last one that showed the same.
    fn note_look(&mut self, at: Moment, seen: &Sighting, shown: &Shown) {
        let state = seen.eip.eip().map(Eip::state);
        let kind = match (shown, state) {
            (Shown::Unclear(doubt), state) => EventKind::Unclear(doubt.clone(), state),
            (Shown::Failed(fault), _) => EventKind::LookFailed(fault.clone()),
            (_, Some(state)) => EventKind::Looked(state),
            (_, None) => EventKind::Gone,
        };
        self.note_reading(Event { at, kind });
    }
}

/// The word for a goal that readings show: not of what somebody else's request may have brought about.
pub(super) fn seen_word(remark: Option<&Remark>) -> Verdict {
    match remark {
        Some(Remark::OtherLeftPair(..)) => Verdict::Unknown,
        Some(Remark::StillNames(_)) | None => Verdict::Verified,
    }
}
