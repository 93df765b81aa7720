//! Runs whose dialog is closed. Their EIPs are looked at all the same: 10 s and 60 s after `verified`, and on while the outcome is not known
//! (`product.md` §3, §4).

use super::App;
use super::effect::Effect;
use super::msg::RunNo;
use super::notice::NoticeKind;
use crate::domain::{Eip, Mutation};
use crate::unbind::{Outcome, Run, RunItem, RunMsg, Verdict};

/// Looks after the run of a dialog that is being closed.
pub(super) fn keep(app: &mut App, run: Run) {
    app.watched.push((app.runs, run));
}

/// Looks after none of them any more; gives the addresses whose outcome is not settled.
pub(super) fn drop_all(app: &mut App) -> String {
    let run = app.dialog.take().and_then(|dialog| dialog.run);
    let runs = std::mem::take(&mut app.watched).into_iter().map(|(_, run)| run).chain(run);
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

/// Something happened to a run whose dialog is closed: what it changes is news.
pub(super) fn on_watched(app: &mut App, no: RunNo, msg: RunMsg, out: &mut Vec<Effect>) {
    if let RunMsg::Looked(item, _, Ok(Some(fresh))) = &msg
        && is_our_bind_back(app, no, *item, fresh)
    {
        return;
    }
    let Some((_, run)) = app.watched.iter_mut().find(|(watched, _)| *watched == no) else { return };
    let before: Vec<Option<Outcome>> = run.items.iter().map(|item| item.outcome.clone()).collect();
    out.extend(run.step(app.now, msg).into_iter().map(|effect| Effect::Run(no, effect)));
    let news = run.items.iter().zip(before).find(|(item, before)| item.outcome != *before);
    let Some((address, outcome)) =
        news.and_then(|(item, _)| Some((item.plan.before.address(), item.outcome.clone()?)))
    else {
        return;
    };
    app.notify(match outcome.now_on {
        Some(server) => NoticeKind::BoundAgain(address, server),
        None => NoticeKind::Settled(address, outcome.word),
    });
}

/// Whether this look shows what a later run of ours was sent for: the EIP is where it was before, as we have bound it back. That ends the
/// watch of the unbind, and is no warning.
fn is_our_bind_back(app: &App, no: RunNo, item: usize, fresh: &Eip) -> bool {
    let Some(unbind) = app
        .watched
        .iter()
        .find(|(watched, _)| *watched == no)
        .and_then(|(_, run)| run.items.get(item))
    else {
        return false;
    };
    let shown =
        app.dialog.as_ref().and_then(|dialog| dialog.run.as_ref()).map(|run| (app.runs, run));
    let later = app
        .watched
        .iter()
        .map(|(watched, run)| (*watched, run))
        .chain(shown)
        .filter(|(later, _)| *later > no);
    let is_bind = |item: &RunItem| {
        item.sent_at.is_some()
            && item.plan.eip_id == fresh.eip_id
            && matches!(item.plan.mutation, Mutation::Bind { .. })
    };
    fresh.un_instance_id == unbind.plan.before.un_instance_id
        && later.flat_map(|(_, run)| &run.items).any(is_bind)
}
