//! What a run of several targets shows besides each item's line: what is left out, that it is being stopped, and
//! the request id of each.

use super::Pane;
use crate::domain::sanitize::visible;
use crate::text::{outcome, refusal, sentence};
use crate::tr;
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
        let target = visible(&target).into_owned();
        let words = tr!(
            l,
            "– left out  {target}  {why}, not part of this batch",
            "– 未纳入  {target}  {why}，不在本批中"
        );
        doc.push_at(2, 4, painter.own(Role::Dim, words));
    }
}

/// That nothing more is begun after the item that is out, while that can be taken back.
pub(super) fn stopping(pane: &Pane<'_>, run: &Run, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    if !run.stopping || !run.can_stop() {
        return;
    }
    let addresses = |is: &dyn Fn(&RunItem) -> bool| -> Vec<String> {
        run.items.iter().filter(|item| is(item)).map(|item| item.plan.before.address()).collect()
    };
    let waiting = run.waiting();
    let now = addresses(&|item| item.phase != Phase::Pending && item.outcome.is_none());
    let (now, waiting) = (now.join(", "), waiting.join(", "));
    let words = tr!(
        l,
        "Stopping after {now}; {waiting} will not be begun. Esc again takes that back.",
        "{now} 完成后停止；{waiting} 不再开始。再按 Esc 恢复。"
    );
    doc.push(0, painter.own(Role::Warn, words));
}

/// The id of the request that left for an item.
fn request_id(item: &RunItem) -> Option<&str> {
    let accepted = item.accepted.as_ref().and_then(|accepted| accepted.request_id.as_ref());
    let refused = || item.outcome.as_ref().and_then(|o| o.fault.as_ref()?.request_id.as_ref());
    accepted.or_else(refused).map(|id| id.as_str())
}

/// The request id of an item of a batch, under its line.
pub(super) fn request_line(pane: &Pane<'_>, item: &RunItem, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let is_one_of_several = pane.dialog.run.as_ref().is_some_and(|run| run.items.len() > 1);
    if let (true, Some(outcome)) = (is_one_of_several, &item.outcome) {
        let words = match (request_id(item), outcome.word, item.sent_at) {
            (Some(id), ..) => tr!(l, "   request id {}", "   请求 ID {}", visible(id)),
            (None, Verdict::Cancelled, _) => {
                let run = pane.dialog.run.as_ref();
                let why = run.map_or_else(String::new, |run| sentence::why_not_begun(l, run));
                tr!(l, "   not begun: {why}; no request", "   未开始：{why}；没有请求")
            }
            (None, _, Some(_)) => l
                .pick(
                    "   request id none: no reply that has one came",
                    "   请求 ID 无：未收到含有它的应答",
                )
                .to_owned(),
            (None, _, None) => l.pick("   no request", "   没有请求").to_owned(),
        };
        doc.push(1, painter.own(Role::Dim, words));
    }
}
