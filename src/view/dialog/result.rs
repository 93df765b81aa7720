//! The run and its result: the word, what it means, what to do next, and the timeline.

use super::impact::bind_target;
use super::{Pane, timeline};
use crate::domain::sanitize::visible;
use crate::domain::{Fault, InstanceId, Mutation};
use crate::text::{Lang, fault, outcome};
use crate::tr;
use crate::unbind::settle::Why;
use crate::unbind::{Outcome, Phase, Run, RunItem, Verdict, WanIp};
use crate::view::doc::Doc;
use crate::view::header::quota_figure;
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
    // The item that the operator went to, else the one that tells the run's story.
    let at = pane.dialog.row.filter(|_| run.is_over());
    let Some(item) = at.and_then(|at| run.items.get(at)).or_else(|| told(run)) else { return doc };
    if run.items.len() > 1 && run.is_over() {
        chosen(pane, run, &mut doc);
    }
    match &item.outcome {
        Some(outcome) => meaning(pane, item, outcome, &mut doc),
        None => phase(pane, item, &mut doc),
    }
    if !pane.narrow() {
        doc.gap();
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
    if !pane.narrow() {
        doc.gap();
    }
    written(pane, run, item, &mut doc);
    doc
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

/// The server that an EIP was bound to again after it was seen unbound.
fn bound_again(item: &RunItem) -> Option<&InstanceId> {
    let outcome = item.outcome.as_ref().filter(|o| o.word == Verdict::Verified)?;
    outcome.now_on.as_ref().filter(|_| matches!(item.plan.mutation, Mutation::Unbind { .. }))
}

/// What a run came to, for the title: the word of the item that tells its story.
pub(super) fn title(lang: Lang, run: &Run, narrow: bool) -> String {
    // A verdict that is still being written down is none yet.
    let told = told(run).filter(|_| run.is_over());
    match told.and_then(|item| item.outcome.as_ref()) {
        Some(_) if told.is_some_and(|item| bound_again(item).is_some()) => {
            lang.pick("bound again", "又被绑定").to_owned()
        }
        Some(outcome) if narrow => outcome::short(lang, outcome.word).to_owned(),
        Some(outcome) => outcome::word(lang, outcome.word),
        None => lang.pick("running", "进行中").to_owned(),
    }
}

/// With several, the one under way, or the first that went wrong, tells its story.
fn told(run: &Run) -> Option<&RunItem> {
    let all = || run.items.iter();
    all()
        .find(|i| i.outcome.is_none())
        .or_else(|| all().find(|i| i.outcome.as_ref().is_some_and(|o| !o.word.is_fine())))
        .or_else(|| all().find(|i| bound_again(i).is_some()))
        .or(run.items.last())
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
    if let Some(server) = bound_again(item) {
        let words = tr!(
            l,
            "▲ BOUND AGAIN  {address} is on {}",
            "▲ 又被绑定：{address} 在 {}",
            visible(server.as_str())
        );
        doc.push(0, painter.own(Role::Danger, words));
    }
    let waits = item.phase == Phase::Pending;
    let took = item
        .took_ms()
        .map(|ms| tr!(l, "  took {}.{}s", "  用时 {}.{} 秒", ms / 1_000, ms % 1_000 / 100))
        .unwrap_or_default();
    let line = match &item.outcome {
        Some(outcome) => {
            let (sign, role) = sign(outcome.word);
            let word = outcome::word(l, outcome.word);
            let word = match bound_again(item) {
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
            painter.own(
                Role::Dim,
                if waits {
                    l.pick(
                        if pane.narrow() { "  waiting" } else { "  waiting its turn" },
                        "  等待中",
                    )
                } else {
                    ""
                },
            ),
        ],
    };
    doc.push(0, line);
}

/// A second hand that shows that the screen lives; it moves four times a second.
fn spinner(pane: &Pane<'_>) -> &'static str {
    ["|", "/", "-", "\\"][(pane.app.now.mono_ms / 250 % 4) as usize]
}

/// What the word means, and what to do next.
fn meaning(pane: &Pane<'_>, item: &RunItem, outcome: &Outcome, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let again = bound_again(item).is_some();
    match &outcome.now_on {
        _ if again => doc.push(
            3,
            painter.say(
                Role::Normal,
                "It was unbound, and a reading showed it; then something put it back.",
                "已解绑并经读取确认；之后又被某个程序或人绑定。",
            ),
        ),
        Some(server) => {
            doc.push(
                0,
                painter.own(
                    Role::Danger,
                    tr!(l, "▲ it is on {} now", "▲ 它现在绑定在 {}", visible(server.as_str())),
                ),
            );
            doc.push(1, painter.own(Role::Normal, outcome::sentence(l, outcome.word)));
        }
        None => doc.push(1, painter.own(Role::Normal, outcome::sentence(l, outcome.word))),
    }
    if let Some(f) = &outcome.fault {
        fault_line(pane, f, doc);
    }
    if matches!(item.plan.mutation, Mutation::Unbind { alloc_wan_ip: Some(true), .. })
        && outcome.word == Verdict::Verified
    {
        doc.push(
            1,
            match outcome.wan_ip {
                WanIp::Came(ip) => painter.own(
                    Role::Accent,
                    tr!(
                        l,
                        "✓ new ordinary public IP of the server: {ip}",
                        "✓ 服务器的新普通公网 IP：{ip}"
                    ),
                ),
                WanIp::NoneCame => painter.say(
                    Role::Warn,
                    "▲ no new ordinary public IP came",
                    "▲ 没有分配到新的普通公网 IP",
                ),
                WanIp::NotKnown => painter.say(
                    Role::Warn,
                    "▲ not known whether a new ordinary public IP came: look at the server",
                    "▲ 不清楚是否分配到新的普通公网 IP：请查看服务器",
                ),
            },
        );
    }
    let binds = matches!(item.plan.mutation, Mutation::Bind { .. });
    let next = if again {
        outcome::next_step_bound_again(l)
    } else {
        outcome::next_step(l, outcome.word, binds)
    };
    doc.push(2, painter.own(Role::Accent, format!("→ {next}")));
}

fn fault_line(pane: &Pane<'_>, f: &Fault, doc: &mut Doc) {
    let painter = pane.painter;
    let code = if f.code.is_empty() { f.class.word() } else { f.code.as_str() };
    let mut line = vec![
        painter.own(Role::Danger, format!("✗ {} ", visible(code))),
        painter.own(Role::Normal, fault::meaning(painter.lang, f)),
    ];
    if !f.message.is_empty() {
        // The meaning ends like a sentence; what the cloud said follows it.
        line.push(painter.own(Role::Dim, " "));
        line.push(painter.cloud(Role::Dim, &f.message));
    }
    doc.push(3, line);
    if f.local_error.is_some() {
        doc.push(2, painter.own(Role::Accent, format!("→ {}", fault::hint(painter.lang, f))));
    }
}

/// What is being done right now.
fn phase(pane: &Pane<'_>, item: &RunItem, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let waited = item.sent_at.map_or(0, |at| pane.app.now.since(at) / 1_000);
    let words = match &item.phase {
        Phase::Pending => l.pick("waiting its turn", "等待中").to_owned(),
        Phase::Rechecking => {
            l.pick("reading the EIP once more before sending", "发送前再次读取 EIP").to_owned()
        }
        Phase::Recording => {
            l.pick("writing the intent to the journal", "正在把意图写入日志").to_owned()
        }
        Phase::Sending => tr!(
            l,
            "the request is out: waiting for the answer, {waited} s",
            "请求已发出：等待应答，{waited} 秒"
        ),
        Phase::Pausing => l
            .pick("it did nothing for certain: once more in a second", "确认未生效：一秒后再试一次")
            .to_owned(),
        Phase::Settling(settling) => match settling.why {
            // Seen at work without a word from the cloud.
            Why::Accepted if item.accepted.is_none() => {
                let moving = match item.plan.mutation {
                    Mutation::Unbind { .. } => l.pick("is unbinding", "正在解绑"),
                    Mutation::Bind { .. } => l.pick("is being bound", "正在绑定"),
                };
                tr!(
                    l,
                    "no answer came, but the EIP {moving}; looking until it shows, {waited} s",
                    "没有收到应答，但 EIP {moving}；持续读取直到生效，{waited} 秒"
                )
            }
            Why::Accepted => {
                tr!(
                    l,
                    "accepted; looking at the EIP until it shows, {waited} s",
                    "已受理；持续读取 EIP 直到生效，{waited} 秒"
                )
            }
            Why::Refused(_) => l
                .pick("the cloud answered with an error; looking once", "云端返回错误；再读取一次")
                .to_owned(),
            Why::MayHaveActed(_) => l
                .pick(
                    "the cloud answered with an error that may have acted; looking",
                    "云端返回的错误可能已生效；正在读取",
                )
                .to_owned(),
            Why::NoAnswer(_) => tr!(
                l,
                "no trustworthy answer; not resent; looking at the EIP itself, {waited} s",
                "没有可信的应答；不重发；直接读取 EIP，{waited} 秒"
            ),
        },
        Phase::WanIp { .. } => l
            .pick("it is off; looking for the new public IP", "已解绑；正在查找新的公网 IP")
            .to_owned(),
        Phase::Done => String::new(),
    };
    doc.push(0, painter.own(Role::Warn, words));
}

/// Quota, journal, note.
fn written(pane: &Pane<'_>, run: &Run, item: &RunItem, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let label = |en: &'static str, zh: &'static str| {
        if pane.narrow() {
            painter.own(Role::Dim, format!("{} ", l.pick(en, zh)))
        } else {
            painter.own(Role::Dim, pad(l.pick(en, zh), 11))
        }
    };
    doc.push(
        4,
        vec![
            label("Quota", "配额"),
            painter.own(Role::Normal, tr!(l, "reassign {}", "重分配 {}", quota_figure(pane.app))),
        ],
    );
    let journal = pane.app.session.journal.as_deref();
    let recorded = match (item.recorded, run.config.journal, journal) {
        (true, _, Some(path)) => {
            let path = if pane.narrow() { path.rsplit('/').next().unwrap_or(path) } else { path };
            painter.own(Role::Normal, format!("✓ {}", visible(path)))
        }
        (true, _, None) => painter.say(Role::Normal, "✓ in the journal", "✓ 已写入日志"),
        (false, false, _) => {
            painter.say(Role::Warn, "✗ this run goes without the journal", "✗ 本次不写日志")
        }
        (false, true, _) => painter.say(
            Role::Dim,
            "– no intent written: nothing was sent",
            "– 未写入意图：未发送请求",
        ),
    };
    doc.push(5, vec![label("Recorded", "记录"), recorded]);
    if let Some(reason) = &run.config.reason {
        doc.push(
            6,
            vec![
                label("Note", "备注"),
                Span::styled(visible(reason).into_owned(), painter.style(Role::Normal)),
            ],
        );
    }
    let request_id = item
        .accepted
        .as_ref()
        .and_then(|a| a.request_id.as_ref())
        .or(item.outcome.as_ref().and_then(|o| o.fault.as_ref()?.request_id.as_ref()));
    if let Some(id) = request_id {
        doc.push(
            7,
            vec![label("requestId", "requestId"), painter.cloud(Role::Normal, id.as_str())],
        );
    }
}
