//! The plan of a file in the dialog: whether it may be carried out, and still holds.

use super::{Dialog, Ids, PlanProblem, Planned, Purpose, Query, ReqId, Target};
use crate::domain::Moment;
use crate::unbind::{Context, PlanFile, PlanItem, Reading};
use tui_input::Input;

impl Dialog {
    /// Opens the dialog on the plan of a file. The token is typed by whoever looks at it now.
    pub(crate) fn open_planned(
        at: Moment,
        context: Context,
        planned: Box<Planned>,
        ids: &mut Ids,
    ) -> (Self, Vec<(ReqId, Query)>) {
        let file = &planned.file;
        let context = Context { planned_by: Some(Box::new(file.whose.who.clone())), ..context };
        let purpose = if file.binds() { Purpose::BindBack } else { Purpose::Unbind };
        let target = |item: &PlanItem| {
            let (request, bind) = item.wish();
            let reading = Reading::Found(Box::new(item.before.clone()));
            Target { bind, planned: true, ..Target::new(request, reading) }
        };
        let targets = file.items.iter().map(target).collect();
        let (mut dialog, queries) = Self::open(at, purpose, context, targets, ids);
        dialog.note = Input::new(file.reason.clone().unwrap_or_default());
        dialog.planned = Some(planned);
        dialog.replan();
        (dialog, queries)
    }

    /// The plan of a file that it shows.
    pub fn file(&self) -> Option<&PlanFile> {
        self.planned.as_ref().map(|planned| &planned.file)
    }

    /// Whether the reason is the plan's.
    pub(crate) fn has_planned_reason(&self) -> bool {
        self.file().is_some_and(|file| file.reason.is_some())
    }

    /// Why the plan of the file is not carried out, as far as it is known now.
    pub fn plan_problem(&self, at: Moment) -> Option<PlanProblem> {
        let planned = self.planned.as_ref()?;
        let file = &planned.file;
        if let Some(fault) = file.fault(&self.context, at.wall, planned.valid) {
            return Some(PlanProblem::Fault(fault));
        }
        // What could not be read is asked for again; an answer that says nothing certain is one.
        let is_open = |target: &Target| {
            !target.confirmed && (!target.asked.is_empty() || target.failed.is_some())
        };
        let waits = self.targets.iter().any(|one| is_open(one) || one.waits_for_facts());
        let was_changed = self.targets.iter().any(|target| target.changed_from.is_some());
        let holds = file.holds(&self.plan) || self.plan.items.is_empty();
        if holds || waits && !was_changed {
            return None;
        }
        let changed =
            self.plan.items.iter().map(|item| (item.before.address(), file.differing(item)));
        Some(PlanProblem::Changed(changed.filter(|(_, fields)| !fields.is_empty()).collect()))
    }

    /// Whether what would be sent is what the file plans; where there is no file, whatever is shown.
    pub(super) fn is_as_planned(&self) -> bool {
        self.file().is_none_or(|file| file.holds(&self.plan))
    }

    /// When the plan of the file will be too old, by the steady clock.
    pub(super) fn plan_ends_ms(&self, now: Moment) -> Option<u64> {
        let planned = self.planned.as_ref()?;
        let left = planned.file.ends(planned.valid) - now.wall.as_second() + 1;
        u64::try_from(left).ok().map(|left| now.mono_ms.saturating_add(left.saturating_mul(1_000)))
    }
}
