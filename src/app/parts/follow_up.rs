//! Runs whose dialog is closed. Their EIPs are looked at all the same: 10 s and 60 s after `verified`, and on while the outcome is not known
//! (`docs/contract.md` §3, §4).

use super::load::RunNo;
use super::notice::NoticeKind;
use crate::domain::{Eip, Moment, Mutation};
use crate::unbind::report::{RunReport, outcomes};
use crate::unbind::{Outcome, Run, RunEffect, RunItem, RunMsg, Verdict};
use serde_json::Value;

/// The runs, and their numbers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FollowUp {
    /// The oldest first.
    pub runs: Vec<(RunNo, Run)>,
}

impl FollowUp {
    /// Looks after the run of a dialog that is being closed.
    pub(crate) fn keep(&mut self, no: RunNo, run: Run) {
        self.runs.push((no, run));
    }

    /// Looks after none of them any more, nor after the one shown; gives the addresses whose outcome is not settled.
    pub(crate) fn drop_all(&mut self, shown: Option<Run>) -> String {
        let runs = std::mem::take(&mut self.runs).into_iter().map(|(_, run)| run).chain(shown);
        let is_open = |item: &RunItem| {
            item.outcome
                .as_ref()
                .is_some_and(|o| matches!(o.word, Verdict::Unknown | Verdict::StillSettling))
        };
        let open: Vec<String> = runs
            .flat_map(|run| run.items)
            .filter(is_open)
            .map(|item| item.plan.before.address())
            .collect();
        open.join(", ")
    }

    /// Something happened to one of them: what must be done, what is news by it, and what hooks are told.
    pub(crate) fn step(
        &mut self,
        at: Moment,
        no: RunNo,
        msg: RunMsg,
        shown: Option<(RunNo, &Run)>,
    ) -> (Vec<RunEffect>, Option<NoticeKind>, Vec<Value>) {
        if let RunMsg::Looked(item, _, seen) = &msg
            && let Some(fresh) = seen.eip.eip()
            && self.is_our_bind_back(no, *item, fresh, shown)
        {
            return (vec![], None, vec![]);
        }
        let Some((_, run)) = self.runs.iter_mut().find(|(known, _)| *known == no) else {
            return (vec![], None, vec![]);
        };
        let before: Vec<Option<Outcome>> =
            run.items.iter().map(|item| item.outcome.clone()).collect();
        let words = outcomes(run);
        let effects = run.step(at, msg);
        let told = RunReport::news(run, &words);
        let changed = run.items.iter().zip(before).find(|(item, before)| item.outcome != *before);
        let news = changed
            .and_then(|(item, _)| Some((item.plan.before.address(), item.outcome.clone()?)))
            .map(|(address, outcome)| match outcome.now_on {
                Some(server) => NoticeKind::BoundAgain(address, server),
                None => NoticeKind::Settled(address, outcome.word),
            });
        (effects, news, told)
    }

    /// Whether this look shows what a later run of ours was sent for: the EIP is where it was before, as we have bound it back. That ends
    /// the watch of the unbind, and is no warning.
    fn is_our_bind_back(
        &self,
        no: RunNo,
        item: usize,
        fresh: &Eip,
        shown: Option<(RunNo, &Run)>,
    ) -> bool {
        let Some(unbind) = self
            .runs
            .iter()
            .find(|(known, _)| *known == no)
            .and_then(|(_, run)| run.items.get(item))
        else {
            return false;
        };
        let known = self.runs.iter().map(|(known, run)| (*known, run));
        let later = known.chain(shown).filter(|(later, _)| *later > no);
        let is_bind = |item: &RunItem| {
            item.sent_at.is_some()
                && item.plan.eip_id == fresh.eip_id
                && matches!(item.plan.mutation, Mutation::Bind { .. })
        };
        fresh.un_instance_id == unbind.plan.before.un_instance_id
            && later.flat_map(|(_, run)| &run.items).any(is_bind)
    }
}
