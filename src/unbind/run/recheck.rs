//! Reading the target again, right before anything is sent: it goes only where all is as it was confirmed.

use super::{Phase, Run, RunEffect, RunItem};
use crate::domain::{Contradiction, Doubt, EipState, Fault, Field, Fields, Moment, Mutation};
use crate::unbind::answer::{Reading, Sighting, TargetQuestion};
use crate::unbind::digest::{Comparison, compare};
use crate::unbind::event::{Event, EventKind};
use crate::unbind::facts::enrich;
use crate::unbind::goal::Goal;
use crate::unbind::outcome::{Outcome, Verdict};
use crate::unbind::schedule;

impl Run {
    pub(super) fn recheck(&mut self, at: Moment, index: usize, out: &mut Vec<RunEffect>) {
        let item = &mut self.items[index];
        item.phase = Phase::Rechecking;
        item.asked_at = Some(at);
        item.seq += 1;
        let blocked_by_nic = self.context.whose.api.capabilities().blocked_by_nic
            && item.plan.before.blocked.is_some();
        let question = TargetQuestion {
            nic: item.plan.before.network_interface_id.clone().filter(|_| blocked_by_nic),
            quota: item.plan.mutation.asks_for_wan_ip(),
            ..item.question()
        };
        out.push(RunEffect::Recheck { item: index, seq: item.seq, question: Box::new(question) });
    }

    pub(super) fn rechecked(
        &mut self,
        at: Moment,
        index: usize,
        seen: &Sighting,
        out: &mut Vec<RunEffect>,
    ) {
        let item = &mut self.items[index];
        if item.phase != Phase::Rechecking {
            return;
        }
        let by_nic = self.context.whose.api.capabilities().blocked_by_nic;
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

    pub(super) fn reread(&mut self, at: Moment, index: usize, out: &mut Vec<RunEffect>) {
        let item = &mut self.items[index];
        item.event(at, EventKind::Stale);
        item.rereads += 1;
        self.recheck(at, index, out);
    }
}

impl RunItem {
    /// Whether what the last reading showed may be too old to act on; not for ever, as a link that is always slow would never get there.
    pub(super) fn is_stale(&self, at: Moment) -> bool {
        self.rereads < schedule::STALE_REREADS
            && self.asked_at.is_some_and(|asked| at.since(asked) > schedule::STALE_MS)
    }

    /// What is read of the EIP: with a pair as target, whoever is there as well.
    pub(super) fn question(&self) -> TargetQuestion {
        let pair = match &self.plan.mutation {
            Mutation::Unbind { target, .. } => target.pair(),
            Mutation::Bind { .. } => None,
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
        // While a request to take it off may still act, that it came to be bound there is a change like any other.
        let already = Goal::of_plan(plan, false).is_there_already(&fresh);
        if let Some(word) = already.filter(|_| !plan.unbind_open) {
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
        let quota_changed = plan.mutation.asks_for_wan_ip()
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
        let outcome = Outcome::failed(Verdict::NotSent, fault.clone());
        Self::stop(Some(EventKind::LookFailed(fault)), outcome)
    }

    /// An answer that leaves something open is not equal to what was confirmed: nothing is sent.
    fn doubtful(doubt: Doubt, after: Option<EipState>) -> Self {
        let event = EventKind::Unclear(doubt.clone(), after.clone());
        let outcome = Outcome { doubt: Some(doubt), after, ..Outcome::bare(Verdict::NotSent) };
        Self::stop(Some(event), outcome)
    }
}
