//! The run and its result: the word, a sentence, what to do next, the facts for a ticket, and the timeline.

use super::review::binding;
use super::{Pane, batch_run, timeline};
use crate::domain::sanitize::visible;
use crate::domain::{Delivery, InstanceId, Moment, Mutation};
use crate::text::screen::batch;
use crate::text::screen::result::{self as words, Label};
use crate::text::target::place;
use crate::text::{Length, evidence, hook, outcome, result, running, sentence};
use crate::unbind::{Gate, Phase, Run, RunItem};
use crate::view::doc::Doc;
use crate::view::header::new_ips;
use crate::view::messages::sign;
use crate::view::theme::Role;
use crate::view::wrap::pad;
use ratatui::text::Span;

/// Everything about the run.
pub(super) fn doc(pane: &Pane<'_>, run: &Run) -> Doc {
    let mut doc = Doc::new(pane.columns, 2);
    if run.items.len() > 1 && run.is_over() && !pane.narrow() {
        let words = words::head_line(pane.painter.lang, run, pane.app.can_bind_back());
        // Where the title has room for all of it, it is said there.
        let rank = if pane.length() == Length::Long { 7 } else { 2 };
        doc.push(rank, pane.painter.own(Role::Normal, words));
    }
    for item in &run.items {
        headline(pane, item, &mut doc);
    }
    batch_run::left_out(pane, &mut doc);
    batch_run::stopping(pane, run, &mut doc);
    let at = if run.is_over() { pane.dialog.at() } else { run.told() };
    let Some(item) = run.items.get(at) else { return doc };
    if run.items.len() > 1 && run.is_over() {
        chosen(pane, run, &mut doc);
    }
    if item.outcome.is_some() {
        meaning(pane, item, &mut doc);
    } else {
        phase(pane, run, item, &mut doc);
    }
    if pane.length() == Length::Long {
        doc.gap();
    }
    if item.outcome.is_some() {
        written(pane, run, item, &mut doc);
        if pane.length() == Length::Long {
            doc.gap();
        }
    }
    let last = item.events.len();
    for (at, event) in item.events.iter().enumerate() {
        // The latest lines matter most.
        doc.push_cut(
            10 + (last - at).min(80) as u8,
            timeline::line(pane, event),
            &pane.painter.more(),
        );
    }
    doc
}

/// The role of a finished run's frame.
pub(super) fn role(run: &Run) -> Role {
    let worst = run.items.get(run.told()).filter(|item| item.bound_again().is_none());
    worst.and_then(|item| item.outcome.as_ref()).map_or(Role::Danger, |o| sign(o.word).1)
}

/// Which item the keys are about.
fn chosen(pane: &Pane<'_>, run: &Run, doc: &mut Doc) {
    let address = |at: usize| run.items.get(at).map(|item| item.plan.before.address());
    let marks: Vec<String> = pane.dialog.marks.iter().filter_map(|at| address(*at)).collect();
    let here = address(pane.dialog.at()).unwrap_or_default();
    let words = batch::chosen(pane.painter.lang, &here, &marks);
    doc.push(1, pane.painter.own(Role::Accent, words));
}

/// Sign, word, address, server, duration: one line an item; above it what happened since.
fn headline(pane: &Pane<'_>, item: &RunItem, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let server = match &item.plan.mutation {
        Mutation::Bind { target, .. } => {
            let seen =
                item.outcome.as_ref().and_then(|o| o.after.as_ref()?.un_instance_id.as_ref());
            seen.map_or_else(|| place(target), |s| visible(s.as_str()).into_owned())
        }
        Mutation::Unbind { .. } => item
            .plan
            .before
            .un_instance_id
            .as_ref()
            .map_or_else(|| "-".to_owned(), |s| visible(s.as_str()).into_owned()),
    };
    let address = item.plan.before.address();
    if let Some(server) = item.bound_again() {
        let words = words::bound_again(l, &address, server.as_str());
        doc.push(0, painter.own(Role::Danger, words));
    }
    let waits = item.phase == Phase::Pending;
    // Where there is little room, the next step is worth more.
    let took =
        item.took_ms().filter(|_| !pane.narrow()).map(|ms| words::took(l, ms)).unwrap_or_default();
    let line = match &item.outcome {
        Some(outcome) => {
            let (sign, role) = sign(outcome.word);
            let word = outcome::word(l, outcome.word);
            let word = match item.bound_again() {
                None => painter.own(role, format!("{sign} {word}")),
                Some(_) => painter.own(Role::Normal, words::before_that(l, &word)),
            };
            vec![
                word,
                painter.own(Role::Normal, format!("  {address}  {server}")),
                painter.own(Role::Dim, took),
            ]
        }
        None => vec![
            painter.own(Role::Warn, format!("{} ", if waits { " " } else { spinner(pane) })),
            painter.own(Role::Normal, format!("{address}  {server}")),
            painter.own(Role::Dim, if waits { words::not_begun(l) } else { "" }),
        ],
    };
    doc.push(0, line);
    batch_run::request_line(pane, item, doc);
}

/// A second hand that shows that the screen lives; it moves four times a second.
fn spinner(pane: &Pane<'_>) -> &'static str {
    ["|", "/", "-", "\\"][(pane.app.now.mono_ms / 250 % 4) as usize]
}

/// What happened in a sentence, and what to do next.
fn meaning(pane: &Pane<'_>, item: &RunItem, doc: &mut Doc) {
    let painter = pane.painter;
    let narrow = pane.narrow();
    let when = |at: Moment| {
        if narrow { painter.seconds(at) } else { painter.date_time(at.wall) }
    };
    let Some((what, next)) = sentence::of_item(painter.lang, item, &when) else { return };
    // Where it is bound again, the headline says so already.
    let rank = if item.bound_again().is_some() { 3 } else { 0 };
    doc.push(rank, painter.own(Role::Normal, what));
    if let Some(server) = elsewhere(item) {
        doc.push(0, painter.own(Role::Danger, words::is_on(painter.lang, server.as_str())));
    }
    if let Some(outcome) = &item.outcome {
        for line in evidence::beside(painter.lang, item, outcome, &when) {
            doc.push(1, painter.own(Role::Warn, line));
        }
    }
    if let Some(f) = item.outcome.as_ref().and_then(|outcome| outcome.fault.as_ref())
        && f.delivery == Delivery::Answered
        && !f.message.is_empty()
    {
        doc.push(3, painter.own(Role::Dim, words::said(painter.lang, &f.message)));
    }
    if !next.is_empty() {
        doc.push(1, painter.own(Role::Accent, format!("→ {next}")));
    }
}

/// The server that it is on, where that is not the one it was taken off and it was never seen unbound.
fn elsewhere(item: &RunItem) -> Option<&InstanceId> {
    item.outcome.as_ref()?.now_on.as_ref().filter(|_| item.bound_again().is_none())
}

/// What is being done right now, at most how long, and what comes next.
fn phase(pane: &Pane<'_>, run: &Run, item: &RunItem, doc: &mut Doc) {
    let painter = pane.painter;
    let when = |at: Moment| painter.seconds(at);
    let (l, at) = (painter.lang, pane.app.now);
    let (now, next) = match run.gate {
        Gate::Asking(since) => (
            hook::asking(l, &pane.app.session.before_send, at.since(since) / 1_000),
            hook::asking_next(l).to_owned(),
        ),
        Gate::Open | Gate::Denied(_) => running::lines(l, item, at, run.config.wait_ms, &when),
    };
    doc.push(0, painter.own(Role::Warn, now));
    if !next.is_empty() {
        doc.push(2, painter.own(Role::Normal, next));
    }
}

/// Where it was and is, the numbers for a ticket, the way back, and where it is written down.
fn written(pane: &Pane<'_>, run: &Run, item: &RunItem, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let label = |label: Label| {
        let words = words::label(l, label);
        let columns = match pane.length() {
            Length::Long => super::LABEL,
            Length::Short => 12,
            Length::Narrow => return painter.own(Role::Dim, format!("{words} ")),
        };
        painter.own(Role::Dim, pad(words, columns))
    };
    if matches!(item.plan.mutation, Mutation::Unbind { .. }) {
        let mut line = vec![label(Label::WasOn)];
        line.extend(binding(
            painter,
            &item.plan.before,
            (item.plan.seat, None),
            pane.length(),
            true,
        ));
        doc.push(3, line);
    }
    if let Some(now) = words::now(l, item, &|at| painter.seconds(at)) {
        doc.push(4, vec![label(Label::Now), painter.own(Role::Normal, now)]);
    }
    let id = match item.request_id() {
        Some(id) => Some(painter.cloud(Role::Normal, id.as_str())),
        None if item.sent_at.is_none() || item.outcome.is_none() => None,
        None if item.answered_error().is_some() => {
            Some(painter.own(Role::Normal, result::no_id_in_error(l)))
        }
        None => Some(painter.own(Role::Warn, words::no_reply(l, item.sent_times()))),
    };
    if let Some(id) = id {
        doc.push(3, vec![label(Label::RequestId), id]);
    }
    doc.push(5, vec![label(Label::NewIps), painter.own(Role::Normal, new_ips(l, pane.app))]);
    if !pane.dialog.unbound().is_empty() && !pane.narrow() {
        let words = painter.own(Role::Normal, words::way_back(l));
        doc.push(6, vec![label(Label::WayBack), words]);
    }
    let recorded = match (item.recorded, run.config.journal) {
        (true, _) => {
            let path = pane.app.session.journal.as_deref();
            let name = path.and_then(|path| path.rsplit('/').next());
            let path = if pane.narrow() { name } else { path };
            painter.own(Role::Normal, words::recorded(l, path))
        }
        (false, false) => painter.own(Role::Warn, words::without_journal(l)),
        (false, true) => painter.own(Role::Dim, words::nothing_sent(l)),
    };
    doc.push(6, vec![label(Label::Saved), recorded]);
    if let Some(reason) = &run.config.reason {
        doc.push(
            6,
            vec![
                label(Label::Reason),
                Span::styled(visible(reason).into_owned(), painter.style(Role::Normal)),
            ],
        );
    }
}
