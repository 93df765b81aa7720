//! Something happened to a run.

use crate::app::parts::effect::{Effect, fetch};
use crate::app::parts::load::RunNo;
use crate::app::state::App;
use crate::unbind::facts::enrich;
use crate::unbind::report::{RunReport, outcomes};
use crate::unbind::{EventKind, RunEffect, RunMsg, Verdict};

pub(in crate::app) fn on_run(app: &mut App, no: RunNo, msg: RunMsg, out: &mut Vec<Effect>) {
    // Whatever a run reads is news for the list, too.
    if let RunMsg::Looked(_, _, seen) | RunMsg::Rechecked(_, _, seen) = &msg
        && let Some(eip) = seen.eip.eip()
    {
        app.inventory.patch(&[enrich(eip, seen.nics.as_deref())]);
        app.relayout();
    }
    let shown = app.dialog.as_mut().and_then(|dialog| dialog.run.as_mut());
    let Some(run) = shown.filter(|_| no == app.runs) else {
        return on_closed(app, no, msg, out);
    };
    let was_over = run.is_over();
    let before = outcomes(run);
    let effects = run.step(app.now, msg);
    let news = RunReport::news(run, &before);
    out.extend(news.into_iter().map(|told| Effect::Tell(Box::new(told))));
    let finished = effects.iter().any(|e| matches!(e, RunEffect::Write { .. }))
        || run.items.iter().all(|i| i.outcome.is_some());
    out.extend(effects.into_iter().map(|effect| Effect::Run(app.runs, effect)));
    let not_recorded = run
        .items
        .iter()
        .filter_map(|i| i.outcome.as_ref())
        .find(|o| o.word == Verdict::NotRecorded);
    if let (Some(outcome), [_]) = (not_recorded, run.items.as_slice()) {
        let error = outcome.fault.as_ref().map(|fault| fault.message.clone()).unwrap_or_default();
        if let Some(dialog) = &mut app.dialog {
            fetch(dialog.offer_without_journal(app.now, error, &mut app.ids), out);
        }
        return;
    }
    if let Some(denial) = run.denial().cloned() {
        out.push(Effect::Bell);
        if let Some(dialog) = &mut app.dialog {
            fetch(dialog.denied(app.now, denial, &mut app.ids), out);
        }
        return;
    }
    for item in &run.items {
        let kept = item.kept_link().map(|nic| (item.plan.region.clone(), nic.clone()));
        if let Some((region, nic)) = kept.filter(|_| !was_over) {
            app.inventory.learn_link(&region, &item.plan.eip_id, &nic);
        }
    }
    if run.is_over() && !was_over {
        out.push(Effect::Bell);
        if app.nics.is_some() {
            // What the NICs show was read before.
            fetch(app.inventory.refresh_nics(&mut app.ids), out);
        }
    }
    if finished
        && run
            .items
            .iter()
            .any(|i| i.events.iter().any(|e| matches!(e.kind, EventKind::Verdict(_))))
        && !was_over
    {
        let regions: Vec<_> = run.items.iter().map(|i| i.plan.region.clone()).collect();
        for region in regions {
            fetch(app.inventory.refresh_quota(&region, &mut app.ids), out);
        }
    }
}

/// Its dialog is closed: what changes is said in a notice.
fn on_closed(app: &mut App, no: RunNo, msg: RunMsg, out: &mut Vec<Effect>) {
    let shown = app.dialog.as_ref().and_then(|dialog| dialog.run.as_ref());
    let shown = shown.map(|run| (app.runs, run));
    let (effects, news, told) = app.follow_up.step(app.now, no, msg, shown);
    out.extend(told.into_iter().map(|told| Effect::Tell(Box::new(told))));
    out.extend(effects.into_iter().map(|effect| Effect::Run(no, effect)));
    if let Some(news) = news {
        app.notify(news);
    }
}
