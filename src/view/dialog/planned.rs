//! The plan of a file: who made it and when, who looks at it now, and why it is not carried out.

use super::Pane;
use crate::app::dialog::PlanProblem;
use crate::domain::sanitize::visible;
use crate::text::{accounts, plan_file as words};
use crate::unbind::PlanFault;
use crate::view::doc::Doc;
use crate::view::theme::Role;

/// Both people, as whom each of them is at the cloud, and the reason.
pub(super) fn people(pane: &Pane<'_>, doc: &mut Doc) {
    let (painter, app) = (pane.painter, pane.app);
    let Some(file) = pane.dialog.file() else { return };
    if pane.narrow() {
        let words = words::planner_narrow(painter.lang, file, app.now.wall);
        doc.push(1, painter.own(Role::Warn, words));
        return done(pane, doc);
    }
    let zone = &app.session.zone;
    let lines = words::people(painter.lang, file, &pane.dialog.context, app.now.wall, zone);
    for (at, line) in lines.into_iter().enumerate() {
        let (role, sign) = if at == 0 { (Role::Warn, "▲ ") } else { (Role::Normal, "  ") };
        doc.push(at.min(2) as u8, painter.own(role, painter.signs(&format!("{sign}{line}"))));
    }
    let unproven = words::by_the_file(painter.lang);
    doc.push(6, painter.own(Role::Dim, format!("  {unproven}")));
    done(pane, doc);
}

/// That the same was carried out since the plan was made.
fn done(pane: &Pane<'_>, doc: &mut Doc) {
    let planned = pane.dialog.planned.as_ref();
    if let Some(done) = planned.and_then(|planned| planned.done.as_deref()) {
        let line = format!("▲ {}", visible(done));
        doc.push(0, pane.painter.own(Role::Danger, pane.painter.signs(&line)));
    }
}

/// Why it is not carried out, and what to do.
pub(super) fn problem(pane: &Pane<'_>, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let session = &pane.app.session;
    let Some(file) = pane.dialog.file() else { return };
    match pane.dialog.plan_problem(pane.app.now) {
        None => {}
        // Whose the keys are is told by STS, a moment after the start.
        Some(PlanProblem::Fault(PlanFault::OtherAccount { .. } | PlanFault::SenderUnknown))
            if session.asks_owner && session.whose().who.caller.is_none() =>
        {
            doc.push(0, painter.own(Role::Warn, words::asking_whose(l)));
        }
        Some(PlanProblem::Fault(fault)) => {
            let why = words::fault_at(l, &fault, &pane.app.session.zone);
            doc.push(0, painter.own(Role::Danger, words::cannot_be_carried_out(l, &why)));
            let next = format!("→ {}", words::next_step(l, &fault));
            doc.push(1, painter.own(Role::Accent, next));
        }
        Some(PlanProblem::Changed(changed)) => {
            doc.push(0, painter.own(Role::Danger, format!("✗ {}", words::does_not_hold(l))));
            if changed.is_empty() {
                doc.push(0, painter.own(Role::Danger, format!("▲ {}", words::other_plan(l))));
            }
            // Of one target the review shows both values.
            let is_shown = pane.dialog.named() == 1
                && pane.dialog.targets.iter().any(|target| target.changed_from.is_some());
            for (address, fields) in changed.into_iter().filter(|_| !is_shown) {
                let line = format!("▲ {}: {}", visible(&address), words::changed(l, fields));
                doc.push(0, painter.own(Role::Danger, line));
            }
            let next = format!("→ {}", words::after_change(l, file));
            doc.push(1, painter.own(Role::Accent, next));
        }
    }
}

/// Profiles that could not be searched: it may be in one of them as well.
pub(super) fn unread_profiles(pane: &Pane<'_>, doc: &mut Doc) {
    let unread = &pane.app.unread_profiles;
    if !unread.is_empty() {
        let words = accounts::unread_line(pane.painter.lang, unread, pane.narrow());
        doc.push(1, pane.painter.own(Role::Warn, words));
    }
}
