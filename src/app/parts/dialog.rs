//! The dialog: form, review, confirmation and result of one unbind, in one place.

mod again;
mod confirm;
mod options;
mod planned;

pub use super::arming::{ARM_MS, Arming, ENTER_GAP_MS, Hint};
use super::command::Move;
use super::effect::Query;
use super::load::{Ids, ReqId};
use super::msg::Reply;
pub use super::planned::{PlanProblem, Planned};
use super::run_view::chosen;
pub use super::target::{FACTS_MS, RETRY_MS, Target};
use crate::domain::{BindTarget, Denial, Eip, EipId, Moment};
use crate::unbind::digest::same_target;
use crate::unbind::plan_json::PlanOrigin;
use crate::unbind::{
    Context, Phase, Plan, PlanInput, PlanItem, Reading, Refusal, Run, RunItem, Verdict, nowhere,
    plan, plan_leaving_out,
};
use tui_input::Input;

/// What the dialog is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Taking an EIP off its server.
    Unbind,
    /// Binding it back to where it was.
    BindBack,
    /// Binding it somewhere else.
    Bind,
}

impl Purpose {
    /// Whether it binds.
    pub(crate) fn binds(self) -> bool {
        matches!(self, Self::BindBack | Self::Bind)
    }
}

/// The dialog.
#[derive(Debug, Clone)]
pub struct Dialog {
    /// What for.
    pub purpose: Purpose,
    /// Who asks.
    pub context: Context,
    /// The targets.
    pub targets: Vec<Target>,
    /// The plan as shown.
    pub plan: Plan,
    /// When it was opened.
    pub opened: Moment,
    /// When the present review was first on screen, whole.
    pub painted: Option<Moment>,
    /// The last frame had no room for all of it.
    pub(crate) hidden: bool,
    /// What was typed.
    pub token: String,
    /// When the key before this one came.
    pub last_key: Option<Moment>,
    /// The line under the field.
    pub hint: Option<Hint>,
    /// The note (reason).
    pub note: Input,
    /// Whether the note has the keys.
    pub editing_note: bool,
    /// Whether the whole request is shown.
    pub show_request: bool,
    /// Which one, of several.
    pub(crate) request_page: usize,
    /// EIPs that an earlier request may still take off, by the journal.
    open: Vec<EipId>,
    /// Targets that were named besides, and why they are left out.
    pub left_out: Vec<Refusal>,
    /// The operator chose to go on without a journal, for this one run, after it could not be written.
    pub(crate) without_journal: bool,
    /// Why the journal could not be written.
    pub journal_error: Option<String>,
    /// The plan of a file that it shows: targets, choices and reason are fixed.
    pub(crate) planned: Option<Box<Planned>>,
    /// `before_send` did not agree when it was confirmed last.
    pub denial: Option<Denial>,
    /// The run, once confirmed.
    pub run: Option<Run>,
    /// The item of a result that the operator went to.
    pub(crate) row: Option<usize>,
    /// Items of a result that are marked.
    pub(crate) marks: Vec<usize>,
}

impl PartialEq for Dialog {
    fn eq(&self, other: &Self) -> bool {
        self.targets == other.targets
            && self.plan == other.plan
            && self.painted == other.painted
            && self.hidden == other.hidden
            && self.token == other.token
            && self.last_key == other.last_key
            && self.hint == other.hint
            && self.note.value() == other.note.value()
            && self.editing_note == other.editing_note
            && self.show_request == other.show_request
            && self.request_page == other.request_page
            && self.left_out == other.left_out
            && self.without_journal == other.without_journal
            && self.denial == other.denial
            && self.planned == other.planned
            && self.run == other.run
            && self.row == other.row
            && self.marks == other.marks
            && self.purpose == other.purpose
    }
}

impl Dialog {
    /// Opens the dialog on these targets, with what the list knows of them, and asks for everything fresh.
    pub(crate) fn open(
        at: Moment,
        purpose: Purpose,
        context: Context,
        targets: Vec<Target>,
        ids: &mut Ids,
    ) -> (Self, Vec<(ReqId, Query)>) {
        let mut targets = targets;
        if context.whose.api.capabilities().blocked_by_nic {
            // A reading of the EIP does not tell it: the dialog reads the NIC. What the list learned there is no part of the comparison.
            for target in &mut targets {
                if let Reading::Found(eip) = &mut target.reading {
                    eip.blocked = None;
                }
            }
        }
        let mut dialog = Self {
            purpose,
            plan: plan(&context, &[]),
            context,
            targets,
            opened: at,
            painted: None,
            hidden: false,
            token: String::new(),
            last_key: None,
            hint: None,
            note: Input::default(),
            editing_note: false,
            show_request: false,
            request_page: 0,
            open: vec![],
            left_out: vec![],
            without_journal: false,
            journal_error: None,
            denial: None,
            planned: None,
            run: None,
            row: None,
            marks: vec![],
        };
        let mut out = Vec::new();
        for target in &mut dialog.targets {
            target.ask(at, ids, &mut out);
            target.ask_facts(ids, &mut out);
        }
        dialog.replan();
        (dialog, out)
    }

    /// The item of the result under the cursor: the one the operator went to, else the one that the result tells of.
    pub(crate) fn at(&self) -> usize {
        self.row.or_else(|| self.run.as_ref().map(Run::told)).unwrap_or_default()
    }

    /// What can be bound back of a finished run: of the marked items, or of the one under the cursor, those that were seen unbound.
    pub fn unbound(&self) -> Vec<&Eip> {
        let run = self.run.as_ref().filter(|run| {
            self.purpose == Purpose::Unbind && run.items.iter().all(|i| i.outcome.is_some())
        });
        // What was bound again elsewhere is not ours to bind: it would have to be unbound there first. What is not listed any more was released.
        let verified = |item: &&RunItem| {
            item.outcome.as_ref().is_some_and(|o| o.word == Verdict::Verified)
                && item.bound_again().is_none()
                && !item.is_gone()
        };
        run.map_or_else(Vec::new, |run| {
            let chosen = chosen(&self.marks, self.at()).filter_map(|at| run.items.get(at));
            chosen.filter(verified).map(|item| &item.plan.before).collect()
        })
    }

    /// Goes to another item of the result.
    pub(crate) fn move_by(&mut self, to: Move) {
        let len = self.run.as_ref().map_or(0, |run| run.items.len());
        self.row = Some(to.from(self.at(), len, len));
    }

    /// Items of the result that were not begun.
    pub(crate) fn not_begun(&self) -> Vec<&Eip> {
        let items = self.run.iter().flat_map(|run| &run.items);
        let mut items: Vec<&RunItem> = items.collect();
        items = chosen(&self.marks, self.at()).filter_map(|at| items.get(at).copied()).collect();
        items.retain(|item| item.outcome.as_ref().is_some_and(|o| o.word == Verdict::Cancelled));
        items.into_iter().map(|item| &item.plan.before).collect()
    }

    /// Another place for the one EIP that is to be bound: the review starts anew.
    pub(crate) fn choose_place(
        &mut self,
        place: BindTarget,
        is_former: bool,
        ids: &mut Ids,
    ) -> Vec<(ReqId, Query)> {
        let mut out = Vec::new();
        if let ([target], true) = (self.targets.as_mut_slice(), self.purpose.binds()) {
            target.bind = Some(place);
            target.ask_facts(ids, &mut out);
            self.purpose = if is_former { Purpose::BindBack } else { Purpose::Bind };
            self.replan();
        }
        out
    }

    /// Where the plan comes from.
    pub(crate) fn origin(&self) -> PlanOrigin<'_> {
        PlanOrigin {
            created_at: self.file().map_or(self.opened.wall, |file| file.created_at),
            planned_by: self.file().map_or(&self.context.whose.who, |file| &file.whose.who),
            reason: Some(self.note.value()).filter(|reason| !reason.is_empty()),
        }
    }

    /// Makes the plan again from what is known; a changed digest empties the token and starts the review anew.
    pub(crate) fn replan(&mut self) {
        // Without a place there is nothing to bind to: that is said, and no place is made up.
        let has_place = |target: &&Target| !self.purpose.binds() || target.bind.is_some();
        let (placed, others): (Vec<_>, Vec<_>) = self.targets.iter().partition(has_place);
        let read = placed.into_iter().filter(|target| !target.is_unread());
        let subjects = read.map(|target| target.subject().with_open(&self.open));
        let subjects: Vec<PlanInput> = subjects.collect();
        let others = others.into_iter().map(|one| nowhere(&one.request.target, one.eip()));
        let left_out: Vec<Refusal> = self.left_out.iter().cloned().chain(others).collect();
        let mut fresh = plan_leaving_out(&self.context, &subjects, &left_out);
        if let Some(planned) = &self.planned {
            planned.file.complete(&self.context, &mut fresh);
        }
        if fresh.digest != self.plan.digest || fresh.token != self.plan.token {
            self.painted = None;
            if !self.token.is_empty() {
                self.token.clear();
                self.hint = Some(Hint::Changed);
            }
        }
        self.plan = fresh;
    }

    /// Asks again where the fresh reading failed or does not come.
    pub(crate) fn tick(&mut self, at: Moment, ids: &mut Ids) -> Vec<(ReqId, Query)> {
        let mut out = Vec::new();
        if self.run.is_some() {
            return out;
        }
        if !self.asks_for_token(at) {
            self.painted = None;
        }
        for target in &mut self.targets {
            if target.retry_ms().is_some_and(|due| due <= at.mono_ms) {
                target.ask(at, ids, &mut out);
            }
        }
        out
    }

    /// Takes an answer; `None` if nobody here waits for it.
    pub(crate) fn take(
        &mut self,
        at: Moment,
        id: ReqId,
        reply: &Reply,
        ids: &mut Ids,
    ) -> Option<Vec<(ReqId, Query)>> {
        let mut out = Vec::new();
        let target = self.targets.iter_mut().find(|t| t.waits_for(id))?;
        match reply {
            Reply::Eips(page) if target.asked.contains(&id) => {
                target.take_reading(at, id, page, ids, &mut out)
            }
            Reply::Eips(_) | Reply::Nics(_) | Reply::Quota(_) => target.take_fact(id, reply),
        }
        if self.run.is_none() {
            self.replan();
        }
        Some(out)
    }

    /// Takes in which EIPs an earlier request may still take off, by the journal.
    pub(crate) fn take_open(&mut self, open: Vec<EipId>) {
        self.open = open;
        if self.run.is_none() {
            self.replan();
        }
    }

    /// The list saw these rows again: a change of a target is shown here too, and must be confirmed by a fresh reading.
    pub(crate) fn see(&mut self, at: Moment, fresh: &[Eip], ids: &mut Ids) -> Vec<(ReqId, Query)> {
        let mut out = Vec::new();
        if self.run.is_some() {
            return out;
        }
        for target in &mut self.targets {
            let Reading::Found(shown) = &target.reading else { continue };
            let Some(row) =
                fresh.iter().find(|e| e.eip_id == shown.eip_id && e.region == shown.region)
            else {
                continue;
            };
            match (same_target(shown, row), target.confirmed) {
                (true, true) => target.confirmed_at = Some(at),
                (false, true) => {
                    target.confirmed = false;
                    target.ask(at, ids, &mut out);
                }
                (_, false) => {}
            }
        }
        out
    }

    /// The first step of the plan.
    pub fn first(&self) -> Option<&PlanItem> {
        self.plan.items.first()
    }

    /// Whether a request is out, or its effect not known yet.
    pub(crate) fn is_out(&self) -> bool {
        self.run.as_ref().is_some_and(Run::is_out)
    }

    /// Whether a request has left and there is no verdict about it yet; what is only being written down is not counted.
    pub(crate) fn is_sent(&self) -> bool {
        let has_left = |item: &RunItem| {
            matches!(item.phase, Phase::Sending | Phase::Settling(_) | Phase::WanIp { .. })
        };
        self.run.as_ref().is_some_and(|run| run.items.iter().any(has_left))
    }

    /// Whether something of the run can still be taken back.
    pub(crate) fn can_cancel(&self) -> bool {
        let is_open =
            |run: &Run| !run.cancelled && run.items.iter().any(|item| item.outcome.is_none());
        self.run.as_ref().is_some_and(is_open) && !self.is_sent()
    }

    /// Whether a run of several can be stopped after the item that is out, or that be taken back.
    pub(crate) fn can_stop(&self) -> bool {
        self.run.as_ref().is_some_and(Run::can_stop)
    }

    /// The item whose request is shown.
    pub fn requested(&self) -> Option<&PlanItem> {
        self.plan.items.get(self.request_page).or_else(|| self.first())
    }

    /// Pages through the requests of a batch.
    pub(crate) fn page_request(&mut self, forward: bool) {
        let last = self.plan.items.len().saturating_sub(1);
        self.request_page = if forward {
            (self.request_page + 1).min(last)
        } else {
            self.request_page.min(last).saturating_sub(1)
        };
    }

    /// How many targets were named, with those that are left out.
    pub(crate) fn named(&self) -> usize {
        self.targets.len() + self.left_out.len()
    }

    /// Whether there is a verdict for everything.
    pub fn is_over(&self) -> bool {
        self.run.as_ref().is_some_and(Run::is_over)
    }
}
