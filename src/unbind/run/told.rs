//! What can be said of a run and its items as they stand.

use super::{Gate, Phase, Run, RunItem};
use crate::domain::{
    Delivery, Denial, EipState, Fault, InstanceId, Moment, Mutation, NetworkInterfaceId, RequestId,
};
use crate::unbind::event::{Event, EventKind};
use crate::unbind::outcome::Verdict;
use crate::unbind::story::StoryEvent;

impl Run {
    /// Why nothing of it is sent, if `before_send` did not agree.
    pub fn denial(&self) -> Option<&Denial> {
        if let Gate::Denied(denial) = &self.gate { Some(denial) } else { None }
    }

    /// With several, the one under way, or the first that went wrong, tells the story of the run; else the first.
    pub(crate) fn told(&self) -> usize {
        let find = |is: &dyn Fn(&RunItem) -> bool| self.items.iter().position(is);
        let is_bad = |item: &RunItem| item.outcome.as_ref().is_some_and(|o| !o.word.is_fine());
        find(&|item| item.outcome.is_none())
            .or_else(|| find(&is_bad))
            .or_else(|| find(&|item| item.bound_again().is_some()))
            .unwrap_or_default()
    }

    /// The addresses of the items that were not begun and still may be.
    pub(crate) fn waiting(&self) -> Vec<String> {
        let waiting = self.items.iter().filter(|item| item.phase == Phase::Pending);
        waiting.map(|item| item.plan.before.address()).collect()
    }
}

impl RunItem {
    /// The server that it was bound to again after it was seen unbound.
    pub(crate) fn bound_again(&self) -> Option<&InstanceId> {
        let outcome = self.outcome.as_ref().filter(|o| o.word == Verdict::Verified)?;
        outcome.now_on.as_ref().filter(|_| matches!(self.plan.mutation, Mutation::Unbind { .. }))
    }

    /// The id of the request that left for it, by the reply.
    pub(crate) fn request_id(&self) -> Option<&RequestId> {
        let accepted = self.accepted.as_ref().and_then(|accepted| accepted.request_id.as_ref());
        let fault = || self.outcome.as_ref()?.fault.as_ref().or_else(|| self.answered_error());
        accepted.or_else(|| fault()?.request_id.as_ref())
    }

    /// The error that the last request was answered with. It may have acted all the same.
    pub(crate) fn answered_error(&self) -> Option<&Fault> {
        let since = self.events.iter().rev().take_while(|event| event.kind != EventKind::Sent);
        since.into_iter().find_map(|event| {
            let EventKind::Failed(fault) = &event.kind else { return None };
            (fault.delivery == Delivery::Answered).then_some(fault)
        })
    }

    /// The NIC that it is still linked to, off its server, as it was asked for and seen.
    pub(crate) fn kept_link(&self) -> Option<&NetworkInterfaceId> {
        let keeps = matches!(
            self.plan.mutation,
            Mutation::Unbind { un_bind_private_ip_with_eip: Some(false), .. }
        );
        let outcome = self.outcome.as_ref().filter(|o| keeps && o.word == Verdict::Verified)?;
        let after = outcome.after.as_ref().filter(|after| after.un_instance_id.is_none())?;
        after.network_interface_id.as_ref()
    }

    /// When it was last read, and what that showed; nothing where it was not listed any more.
    pub(crate) fn last_read(&self) -> Option<(Moment, Option<&EipState>)> {
        self.events.iter().rev().find_map(|event| {
            if let EventKind::Looked(state) | EventKind::Unclear(_, Some(state)) = &event.kind {
                return Some((event.at, Some(state)));
            }
            let is_without = matches!(event.kind, EventKind::Unclear(_, None) | EventKind::Gone);
            is_without.then_some((event.at, None))
        })
    }

    pub(super) fn last_look(&self) -> Option<EipState> {
        self.events.iter().rev().find_map(|event| {
            if let EventKind::Looked(state) = &event.kind { Some(state.clone()) } else { None }
        })
    }

    /// Whether the last reading did not list it any more.
    pub(crate) fn is_gone(&self) -> bool {
        let look = |event: &&Event| {
            matches!(event.kind, EventKind::Looked(_) | EventKind::Unclear(..) | EventKind::Gone)
        };
        self.events.iter().rev().find(look).is_some_and(|event| event.kind == EventKind::Gone)
    }

    /// Whether it was left without a verdict ([`Run::abandon`]) though it is on record: the next start settles it.
    pub fn is_left_open(&self) -> bool {
        self.recorded && self.outcome.is_some() && self.done_at.is_none()
    }

    /// All that happened so far.
    pub(crate) fn story(&self) -> Vec<StoryEvent> {
        self.events.iter().filter_map(StoryEvent::of).collect()
    }

    /// How many requests left, or were about to.
    pub(crate) fn attempts(&self) -> usize {
        self.events.iter().filter(|event| event.kind == EventKind::Sent).count()
    }

    /// How many requests left, but for those that certainly did not.
    pub fn sent_times(&self) -> usize {
        let stayed = self.events.iter().filter(|event| {
            matches!(&event.kind, EventKind::Failed(fault) if fault.delivery == Delivery::NotSent)
        });
        self.attempts().saturating_sub(stayed.count())
    }

    /// Whether a reading was tried since the last request left.
    pub fn was_read(&self) -> bool {
        let since = self.events.iter().rev().take_while(|event| event.kind != EventKind::Sent);
        since.into_iter().any(|event| {
            matches!(
                event.kind,
                EventKind::Looked(_)
                    | EventKind::Unclear(..)
                    | EventKind::Gone
                    | EventKind::LookFailed(_)
            )
        })
    }

    /// Milliseconds from sending to the verdict.
    pub(crate) fn took_ms(&self) -> Option<u64> {
        Some(self.done_at?.since(self.sent_at?))
    }
}
