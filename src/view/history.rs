//! What was done: past runs, newest first, with everything about the one under the cursor.

use super::doc::Doc;
use super::messages::sign;
use super::painter::Painter;
use super::theme::Role;
use super::wrap::{self, pad, width};
use crate::app::App;
use crate::app::history::{HistoryRow, HistoryView, Past, UnfinishedState};
use crate::domain::sanitize::visible;
use crate::text::outcome;
use crate::tr;
use crate::unbind::Verdict;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::Line;

/// Draws the overlay.
pub(crate) fn draw(
    history: &HistoryView,
    painter: &Painter,
    area: Rect,
    buf: &mut Buffer,
) -> Option<Position> {
    let title = vec![
        painter.say(Role::Accent, "history", "操作历史"),
        painter.own(Role::Dim, chain(history, painter)),
    ];
    let inner = painter.frame(
        buf,
        area,
        Role::Dim,
        title,
        painter.lang.pick("j/k move · y copy · Esc closes", "j/k 移动 · y 复制 · Esc 关闭"),
    );
    let Some(past) = &history.past else {
        wrap::put(
            buf,
            inner,
            0,
            &Line::from(painter.say(Role::Dim, "reading the journal…", "正在读取操作日志…")),
        );
        return None;
    };
    if let Some(error) = &past.error {
        wrap::put(buf, inner, 0, &Line::from(painter.cloud(Role::Danger, error)));
        return None;
    }
    if past.rows.is_empty() {
        wrap::put(
            buf,
            inner,
            0,
            &Line::from(painter.say(Role::Dim, "nothing was done yet", "尚无操作记录")),
        );
        return None;
    }
    let detail = (inner.height / 2).min(7);
    let rows = Rect { height: inner.height - detail, ..inner };
    table(history.row, past, painter, rows, buf);
    let about = Rect { y: inner.y + rows.height, height: detail, ..inner };
    if let Some(row) = history.current() {
        let mut doc = Doc::new(usize::from(about.width), 2);
        about_row(painter, row, &mut doc);
        wrap::put(
            buf,
            about,
            0,
            &painter.rule(usize::from(about.width), Role::Dim, &painter.date(row.at)),
        );
        wrap::put_all(
            buf,
            Rect { y: about.y + 1, height: about.height.saturating_sub(1), ..about },
            &doc.fit(usize::from(about.height).saturating_sub(1)),
        );
    }
    None
}

fn chain(history: &HistoryView, painter: &Painter) -> String {
    match &history.past {
        Some(Past { broken_at: Some(line), .. }) => {
            tr!(
                painter.lang,
                " · journal CHANGED at line {line}: what follows is not proven",
                " · 操作日志第 {line} 行被改动：其后无法证明"
            )
        }
        Some(Past { torn, error: None, .. }) if *torn > 0 => {
            tr!(
                painter.lang,
                " · lines unchanged, {torn} incomplete, kept and skipped",
                " · 各行未发现改动，{torn} 行不完整（崩溃或断电），已保留并跳过"
            )
        }
        Some(Past { error: None, .. }) => painter
            .lang
            .pick(
                " · lines unchanged (a deleted end would not show)",
                " · 各行未发现改动（末尾若被删除无法发现）",
            )
            .to_owned(),
        Some(_) | None => String::new(),
    }
}

fn table(cursor: usize, past: &Past, painter: &Painter, area: Rect, buf: &mut Buffer) {
    let height = usize::from(area.height).max(1);
    let top = (cursor + 1).saturating_sub(height);
    for (line, (index, row)) in past.rows.iter().enumerate().skip(top).take(height).enumerate() {
        let on = index == cursor;
        let marker = if on { painter.signs("▶ ") } else { "  ".to_owned() };
        let when = painter.date(row.at);
        let when = when.split_once('-').map_or(when.as_str(), |(_, rest)| rest);
        let narrow = area.width < 60;
        let (role, outcome) = came_to(painter, row, narrow);
        // The date stands below; the outcome needs the room.
        let when = if narrow { when.split(' ').nth(1).unwrap_or(when) } else { when };
        let mut cells = vec![
            pad(when, if narrow { 5 } else { 16 }),
            pad(&visible(&row.eip), 15),
            painter.signs(&if narrow {
                format!("{} {outcome}", if row.binds { "b" } else { "u" })
            } else {
                outcome
            }),
        ];
        if !narrow {
            cells.insert(2, done(painter, row));
        }
        if area.width >= 100 {
            cells.insert(1, pad(&wrap::clip(&visible(&row.who), 20, &painter.more()), 20));
            cells.insert(2, pad(&row.region, 15));
        }
        let style = if on {
            painter.style(role).add_modifier(Modifier::REVERSED)
        } else {
            painter.style(role)
        };
        let text = format!("{marker}{}", cells.join(if narrow { " " } else { "  " }));
        let text = pad(
            &wrap::clip(&text, usize::from(area.width), &painter.more()),
            usize::from(area.width),
        );
        debug_assert!(width(&text) >= usize::from(area.width).min(1));
        wrap::put(buf, area, line as u16, &Line::styled(text, style));
    }
}

fn verdict(painter: &Painter, word: Option<Verdict>) -> String {
    word.map_or_else(
        || painter.lang.pick("no outcome yet", "尚无结果").to_owned(),
        |word| outcome::word(painter.lang, word),
    )
}

/// What was done, and off or to which server.
fn done(painter: &Painter, row: &HistoryRow) -> String {
    let (verb, server) = if row.binds {
        (painter.lang.pick("bind  ", "绑定"), &row.to)
    } else {
        (painter.lang.pick("unbind", "解绑"), &row.from)
    };
    format!("{verb} {}", pad(&visible(server), 12))
}

/// What it came to, with sign and role as in the dialog; that it was bound again outweighs the word.
fn came_to(painter: &Painter, row: &HistoryRow, narrow: bool) -> (Role, String) {
    if !row.bound_again.is_empty() {
        return (Role::Danger, painter.lang.pick("▲ bound again", "▲ 又被绑定").to_owned());
    }
    let (sign, role) = match row.outcome.map(sign) {
        // A page of them: what went well is not what the eye must find.
        Some((sign, Role::Accent)) => (sign, Role::Normal),
        Some(look) => look,
        None => ("…", Role::Warn),
    };
    let word = match row.outcome {
        Some(word) if narrow => outcome::short(painter.lang, word).to_owned(),
        word => verdict(painter, word),
    };
    (role, format!("{sign} {word}"))
}

fn about_row(painter: &Painter, row: &HistoryRow, doc: &mut Doc) {
    let line = |en: &'static str, zh: &'static str, value: &str| {
        Line::from(vec![painter.label(11, en, zh), painter.cloud(Role::Normal, value)])
    };
    // Our separators between the journal's texts.
    let (dot, arrow) = (painter.signs(" · "), painter.signs(" → "));
    doc.push(0, line("request", "请求", &format!("{}{dot}{}", row.parameters, row.region)));
    let took = row.took_ms.map(|ms| format!("{dot}{:.1}s", ms as f64 / 1000.0)).unwrap_or_default();
    let recovered = painter.signs(if row.recovered {
        painter.lang.pick(" · checked by a later start", " · 由后来的启动核对")
    } else {
        ""
    });
    doc.push(
        1,
        line("outcome", "结果", &format!("{}{took}{recovered}", verdict(painter, row.outcome))),
    );
    if !row.message.is_empty() {
        doc.push(2, line("message", "原文", &row.message));
    }
    if !row.bound_again.is_empty() {
        let words =
            tr!(painter.lang, "▲ bound again, to {}", "▲ 又被绑定到 {}", visible(&row.bound_again));
        doc.push(1, vec![painter.label(11, "since", "此后"), painter.own(Role::Danger, words)]);
    }
    if row.binds {
        doc.push(3, line("to", "重新绑定到", &format!("{}{arrow}{}", row.to, row.after)));
    } else {
        doc.push(3, line("from", "原绑定", &format!("{}{arrow}{}", row.from, row.after)));
    }
    doc.push(
        4,
        line(
            "who",
            "操作人",
            &format!("{} {}", row.who, row.profile.as_deref().unwrap_or_default()),
        ),
    );
    if !row.reason.is_empty() {
        doc.push(5, line("reason", "原因", &row.reason));
    }
    if !row.request_id.is_empty() {
        doc.push(6, line("requestId", "请求 ID", &row.request_id));
    }
}

/// What a crash left open, in one line; `None` when there is nothing of the kind.
pub(crate) fn unfinished(app: &App, painter: &Painter) -> Option<(Role, String)> {
    let open = app
        .unfinished
        .iter()
        .find(|u| !matches!(u.state, UnfinishedState::Settled(_)))
        .or(app.unfinished.last())?;
    let (eip, more) = (visible(&open.eip), app.unfinished.len() - 1);
    let others = if more > 0 {
        tr!(painter.lang, " (+{more} more)", "（另有 {more} 个）")
    } else {
        String::new()
    };
    Some(match &open.state {
        UnfinishedState::Looking => (
            Role::Warn,
            tr!(
                painter.lang,
                "1 to check: {eip}, sent before a crash: reading it{others}",
                "1 项待核对：{eip}，崩溃前已发送：正在读取{others}"
            ),
        ),
        UnfinishedState::Blind(why) => (
            Role::Warn,
            tr!(
                painter.lang,
                "1 to check: {eip}, sent before a crash: can't be read: {}{others}",
                "1 项待核对：{eip}，崩溃前已发送：无法读取：{}{others}",
                visible(why)
            ),
        ),
        UnfinishedState::Settled(word) => {
            let word = outcome::word(painter.lang, *word);
            (
                Role::Accent,
                tr!(
                    painter.lang,
                    "checked after a crash: {eip}: {word}{others} · H history",
                    "崩溃后已核对：{eip}：{word}{others} · H 历史"
                ),
            )
        }
        UnfinishedState::Elsewhere(whose) => (
            Role::Dim,
            tr!(
                painter.lang,
                "left open by {}: {eip}: not checked here{others} · H history",
                "{} 遗留：{eip}：此处不核对{others} · H 历史",
                visible(whose)
            ),
        ),
    })
}
