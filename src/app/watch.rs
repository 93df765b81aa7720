//! Runs whose drawer is closed. Their EIPs are looked at all the same: 10 s and 60 s after `verified`, and on while the outcome is not known
//! (`product.md` §3, §4).

use super::App;
use super::effect::Effect;
use super::msg::RunNo;
use super::notice::NoticeKind;
use crate::unbind::{Outcome, Run, RunMsg};

/// Looks after the run of a drawer that is being closed.
pub(super) fn keep(app: &mut App, run: Run) {
    app.watched.push((app.runs, run));
}

/// Something happened to a run whose drawer is closed: what it changes is news.
pub(super) fn on_watched(app: &mut App, no: RunNo, msg: RunMsg, out: &mut Vec<Effect>) {
    let Some((_, run)) = app.watched.iter_mut().find(|(watched, _)| *watched == no) else { return };
    let before: Vec<Option<Outcome>> = run.items.iter().map(|item| item.outcome.clone()).collect();
    out.extend(run.step(app.now, msg).into_iter().map(|effect| Effect::Run(no, effect)));
    let news = run.items.iter().zip(before).find(|(item, before)| item.outcome != *before);
    let Some((address, outcome)) = news.and_then(|(item, _)| Some((item.plan.before.address(), item.outcome.clone()?))) else { return };
    app.notify(match outcome.now_on {
        Some(server) => NoticeKind::BoundAgain(address, server),
        None => NoticeKind::Settled(address, outcome.word),
    });
}
