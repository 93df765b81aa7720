//! What a run of several targets shows besides each item's line: what is left out, that it is being stopped, and
//! the request id of each.

use super::Pane;
use crate::domain::sanitize::visible;
use crate::text::screen::batch;
use crate::text::{outcome, refusal};
use crate::unbind::{Phase, Run, RunItem, Verdict};
use crate::view::doc::Doc;
use crate::view::theme::Role;

/// Targets that are no part of the batch.
pub(super) fn left_out(pane: &Pane<'_>, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let plan = &pane.dialog.plan;
    let already =
        plan.already.iter().map(|eip| (eip.address(), outcome::word(l, Verdict::AlreadyUnbound)));
    let refused = plan
        .refusals
        .iter()
        .map(|refused| (refused.target.clone(), refusal::reason(l, &refused.reason)));
    for (target, why) in refused.chain(already).filter(|_| pane.dialog.named() > 1) {
        let words = batch::not_in_run(l, &visible(&target), &why);
        doc.push_at(2, 4, painter.own(Role::Dim, words));
    }
}

/// That nothing more is begun after the item that is out, while that can be taken back.
pub(super) fn stopping(pane: &Pane<'_>, run: &Run, doc: &mut Doc) {
    if !run.stopping || !run.can_stop() {
        return;
    }
    let addresses = |is: &dyn Fn(&RunItem) -> bool| -> Vec<String> {
        run.items.iter().filter(|item| is(item)).map(|item| item.plan.before.address()).collect()
    };
    let now = addresses(&|item| item.phase != Phase::Pending && item.outcome.is_none());
    let lang = pane.painter.lang;
    let [now, waiting] = [now, run.waiting()].map(|all| all.join(lang.between_names()));
    let words = batch::stopping(lang, &now, &waiting);
    doc.push(0, pane.painter.own(Role::Warn, words));
}

/// The request id of an item of a batch, under its line.
pub(super) fn request_line(pane: &Pane<'_>, item: &RunItem, doc: &mut Doc) {
    let run = pane.dialog.run.as_ref().filter(|run| run.items.len() > 1);
    if let (Some(run), Some(outcome)) = (run, &item.outcome) {
        let words = batch::request(pane.painter.lang, run, item, outcome.word);
        doc.push(1, pane.painter.own(Role::Dim, words));
    }
}
