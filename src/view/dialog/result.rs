//! The run and its result: the word, a sentence, what to do next, the facts for a ticket, and the timeline.

use super::impact::bind_target;
use super::review::binding;
use super::{Pane, batch_run, timeline};
use crate::domain::sanitize::visible;
use crate::domain::{Delivery, InstanceId, Moment, Mutation};
use crate::text::sentence::of_item;
use crate::text::{Lang, Length, evidence, hook, outcome, running};
use crate::tr;
use crate::unbind::{Gate, Phase, Run, RunItem, Verdict};
use crate::view::doc::Doc;
use crate::view::header::new_ips;
use crate::view::messages::sign;
use crate::view::theme::Role;
use crate::view::wrap::pad;
use ratatui::text::Span;

/// Everything about the run.
pub(super) fn doc(pane: &Pane<'_>, run: &Run) -> Doc {
    let mut doc = Doc::new(pane.columns, 2);
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
    let words = if marks.is_empty() {
        tr!(pane.painter.lang, "▶ {here} (j/k)", "▶ {here}（j/k）")
    } else {
        let marks = marks.join(", ");
        tr!(
            pane.painter.lang,
            "▶ {here} (j/k)  marked: {marks}",
            "▶ {here}（j/k）  已标记：{marks}"
        )
    };
    doc.push(1, pane.painter.own(Role::Accent, pane.painter.signs(&words)));
}

/// What a run came to, for the title: the word of the item that tells its story.
pub(super) fn title(lang: Lang, run: &Run, narrow: bool) -> String {
    // A verdict that is still being written down is none yet.
    let told = run.items.get(run.told()).filter(|_| run.is_over());
    let word = told.and_then(|item| Some(item.outcome.as_ref()?.word));
    if let (Some(Verdict::Cancelled), false) = (word, narrow)
        && let Some(stopped) = running::stopped(lang, run)
    {
        return stopped;
    }
    match told.and_then(|item| item.outcome.as_ref()) {
        Some(_) if told.is_some_and(|item| item.bound_again().is_some()) => {
            lang.pick("bound again", "又被绑定").to_owned()
        }
        Some(outcome) if narrow => outcome::short(lang, outcome.word).to_owned(),
        Some(outcome) => outcome::word(lang, outcome.word),
        None => lang.pick("running", "进行中").to_owned(),
    }
}

/// Sign, word, address, server, duration: one line an item; above it what happened since.
fn headline(pane: &Pane<'_>, item: &RunItem, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let server = match &item.plan.mutation {
        Mutation::Bind { target, .. } => {
            let seen =
                item.outcome.as_ref().and_then(|o| o.after.as_ref()?.un_instance_id.as_ref());
            seen.map_or_else(
                || visible(&bind_target(target)).into_owned(),
                |s| visible(s.as_str()).into_owned(),
            )
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
        let words = tr!(
            l,
            "▲ BOUND AGAIN  {address} is on {}",
            "▲ 又被绑定：{address} 在 {}",
            visible(server.as_str())
        );
        doc.push(0, painter.own(Role::Danger, words));
    }
    let waits = item.phase == Phase::Pending;
    // Where there is little room, the next step is worth more.
    let took = item
        .took_ms()
        .filter(|_| !pane.narrow())
        .map(|ms| tr!(l, "  took {}.{}s", "  用时 {}.{} 秒", ms / 1_000, ms % 1_000 / 100))
        .unwrap_or_default();
    let line = match &item.outcome {
        Some(outcome) => {
            let (sign, role) = sign(outcome.word);
            let word = outcome::word(l, outcome.word);
            let word = match item.bound_again() {
                None => painter.own(role, format!("{sign} {word}")),
                Some(_) => {
                    painter.own(Role::Normal, tr!(l, "before that: {word}", "此前的结果：{word}"))
                }
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
            painter.own(Role::Dim, if waits { l.pick("  not begun", "  未开始") } else { "" }),
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
    let Some((sentence, next)) = of_item(painter.lang, item, &when) else { return };
    // Where it is bound again, the headline says so already.
    let rank = if item.bound_again().is_some() { 3 } else { 0 };
    doc.push(rank, painter.own(Role::Normal, sentence));
    if let Some(server) = elsewhere(item) {
        let words =
            tr!(painter.lang, "▲ it is on {} now", "▲ 它现在绑定在 {}", visible(server.as_str()));
        doc.push(0, painter.own(Role::Danger, words));
    }
    if let Some(outcome) = &item.outcome {
        for line in evidence::beside(painter.lang, item, outcome) {
            doc.push(1, painter.own(Role::Warn, line));
        }
    }
    if let Some(f) = item.outcome.as_ref().and_then(|outcome| outcome.fault.as_ref())
        && f.delivery == Delivery::Answered
        && !f.message.is_empty()
    {
        let said = visible(&f.message).into_owned();
        doc.push(
            3,
            painter
                .own(Role::Dim, tr!(painter.lang, "Tencent's words: {said}", "腾讯云原文：{said}")),
        );
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
    let label = |en: &'static str, zh: &'static str| {
        let columns = match pane.length() {
            Length::Long => super::LABEL,
            Length::Short => 12,
            Length::Narrow => return painter.own(Role::Dim, format!("{} ", l.pick(en, zh))),
        };
        painter.own(Role::Dim, pad(l.pick(en, zh), columns))
    };
    if matches!(item.plan.mutation, Mutation::Unbind { .. }) {
        let mut line = vec![label("Was on", "原绑定")];
        line.extend(binding(painter, &item.plan.before, item.plan.seat, pane.length(), true));
        doc.push(3, line);
    }
    let after = item.outcome.as_ref().and_then(|outcome| outcome.after.as_ref());
    let read = item.last_read().map(|(at, _)| painter.seconds(at));
    let now = match (after, read) {
        (_, Some(at)) if item.is_gone() => {
            Some(tr!(l, "not listed any more (read {at})", "列表中已不存在（{at} 读取）"))
        }
        (Some(after), Some(at)) => {
            let state = outcome::state(l, after);
            Some(tr!(l, "{state} (read {at})", "{state}（{at} 读取）"))
        }
        (Some(after), None) => Some(outcome::state(l, after)),
        (None, _) => None,
    };
    if let Some(now) = now {
        doc.push(4, vec![label("Now", "现在"), painter.own(Role::Normal, now)]);
    }
    let request_id = item
        .accepted
        .as_ref()
        .and_then(|a| a.request_id.as_ref())
        .or(item.outcome.as_ref().and_then(|o| o.fault.as_ref()?.request_id.as_ref()));
    let id = match request_id {
        Some(id) => Some(painter.cloud(Role::Normal, id.as_str())),
        None if item.sent_at.is_none() || item.outcome.is_none() => None,
        None if item.outcome.as_ref().is_some_and(|outcome| {
            outcome.fault.as_ref().is_some_and(|fault| fault.delivery == Delivery::Answered)
        }) =>
        {
            Some(painter.own(Role::Normal, crate::text::result::no_id_in_error(l)))
        }
        None => Some(painter.say(
            Role::Warn,
            "none: no reply with one came (sent once)",
            "无：没有收到带 ID 的应答（请求只发送了一次）",
        )),
    };
    if let Some(id) = id {
        doc.push(3, vec![label("Request id", "请求 ID"), id]);
    }
    doc.push(
        5,
        vec![label("New IPs", "重新分配"), painter.own(Role::Normal, new_ips(l, pane.app))],
    );
    if !pane.dialog.unbound().is_empty() && !pane.narrow() {
        doc.push(
            6,
            vec![
                label("Way back", "重新绑定"),
                painter.say(
                    Role::Normal,
                    "b here, or H, Enter, b; the whole command stands in the report (y)",
                    "此处按 b，或 H、Enter、b；完整命令见报告（y）",
                ),
            ],
        );
    }
    let journal = pane.app.session.journal.as_deref();
    let recorded = match (item.recorded, run.config.journal, journal) {
        (true, _, Some(path)) => {
            let path = if pane.narrow() { path.rsplit('/').next().unwrap_or(path) } else { path };
            painter.own(Role::Normal, tr!(l, "journal {}", "操作日志 {}", visible(path)))
        }
        (true, _, None) => painter.say(Role::Normal, "in the journal", "已写入操作日志"),
        (false, false, _) => {
            painter.say(Role::Warn, "▲ not: this run goes without a journal", "▲ 本次不记日志")
        }
        (false, true, _) => painter.say(
            Role::Dim,
            "nothing was sent; the outcome is in the journal",
            "没有发出任何请求；结果已写入操作日志",
        ),
    };
    doc.push(6, vec![label("Saved", "已保存"), recorded]);
    if let Some(reason) = &run.config.reason {
        doc.push(
            6,
            vec![
                label("Reason", "原因"),
                Span::styled(visible(reason).into_owned(), painter.style(Role::Normal)),
            ],
        );
    }
}
