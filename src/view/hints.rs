//! The filter line, the line for notices, and the hint bar from the key table.

use super::history;
use super::ink::Ink;
use super::text::{self, width};
use super::theme::Role;
use super::words;
use crate::app::App;
use crate::app::command::Command;
use crate::app::drawer::Hint;
use crate::app::keymap::{self, KeyRule};
use crate::app::layout::Areas;
use crate::domain::safe::visible;
use crate::domain::sort::SortKey;
use crate::tr;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// The filter: what it says, how many rows it leaves, marks, sort column and direction.
pub(crate) fn filter_line(app: &App, ink: &Ink, area: Rect, buf: &mut Buffer) -> Option<Position> {
    let columns = usize::from(area.width);
    let list = &app.list;
    let shown = app.nics.as_ref().map_or(list.len(), crate::app::nics::Nics::len);
    let mut right = Vec::new();
    let hidden = list.marks.len().saturating_sub(list.marks_shown(&app.inventory));
    if !list.marks.is_empty() {
        right.push(
            ink.own(Role::Accent, tr!(ink.lang, "+ {} marked", "+ 已标记 {}", list.marks.len())),
        );
        let words = if hidden > 0 {
            tr!(ink.lang, " ({hidden} not shown)", "（{hidden} 个未显示）")
        } else {
            String::new()
        };
        right.push(ink.own(Role::Warn, words));
    }
    // Where there is little room, what hides is worth more.
    if hidden == 0 || columns >= 60 {
        let gap = if list.marks.is_empty() { "" } else { "  " };
        right.push(ink.own(Role::Dim, tr!(ink.lang, "{gap}{shown} shown", "{gap}显示 {shown}")));
    }
    if !app.shows_nics() && columns >= 60 {
        right.push(ink.own(Role::Dim, format!(" · {}", sort(ink, list.sort))));
    }
    let right = Line::from(right);
    let value = visible(list.input.value()).into_owned();
    let room = columns.saturating_sub(text::line_width(&right) + 6);
    let field = if list.editing {
        text::clip_start(&value, room)
    } else {
        text::clip(&value, room, &ink.more())
    };
    let left = if list.editing {
        Line::from(vec![
            ink.own(Role::Accent, " / "),
            Span::styled(field.clone(), ink.style(Role::Normal)),
            ink.own(Role::Accent, "▌"),
        ])
    } else if value.is_empty() {
        let all = ink.lang.pick("all", "全部");
        Line::from(ink.own(
            Role::Dim,
            if app.shows_nics() {
                tr!(ink.lang, " / {all} pairs", " / {all}网卡与内网 IP")
            } else {
                format!(" / {all}")
            },
        ))
    } else {
        let hint = if columns >= 60 { ink.lang.pick("   Esc clears", "   Esc 清除") } else { "" };
        Line::from(vec![
            ink.own(Role::Accent, " / "),
            Span::styled(field.clone(), ink.style(Role::Accent)),
            ink.own(Role::Dim, hint),
        ])
    };
    text::put(buf, area, 0, &text::spread(left, right, columns));
    let before = visible(&list.input.value().chars().take(list.input.cursor()).collect::<String>())
        .into_owned();
    let at = width(&before).min(width(&field)).min(room);
    list.editing.then(|| Position { x: area.x + 3 + at as u16, y: area.y })
}

fn sort(ink: &Ink, key: SortKey) -> String {
    let (name, arrow) = match key {
        SortKey::Address => (ink.lang.pick("EIP ADDRESS", "EIP 地址"), "↑"),
        SortKey::Name => (ink.lang.pick("NAME", "名称"), "↑"),
        SortKey::Status => (ink.lang.pick("STATE, bound first", "状态，已绑定在前"), "↑"),
        SortKey::Instance => (ink.lang.pick("BOUND TO", "绑定到"), "↑"),
        SortKey::Age => (ink.lang.pick("AGE, youngest first", "天数，新的在前"), "↑"),
        SortKey::Region => (ink.lang.pick("REGION", "地域"), "↑"),
    };
    tr!(ink.lang, "sort {name} {arrow}", "排序 {name} {arrow}")
}

/// The notice line, if there is one, and the hint bar. Where there is no line for notices, they take the hint bar's.
pub(crate) fn draw(app: &App, ink: &Ink, areas: &Areas, area: Rect, buf: &mut Buffer) {
    let columns = usize::from(area.width);
    let notice = app.notice.as_ref().map(|n| words::notice(ink, &n.kind, columns));
    let last = area.height.saturating_sub(1);
    if areas.notice > 0 {
        let left_open = || history::unfinished(app, ink).map(|(role, words)| ink.own(role, words));
        if let Some(notice) = notice.or_else(left_open) {
            text::put(
                buf,
                area,
                0,
                &text::clip_line(Line::from(vec![Span::raw(" "), notice]), columns, &ink.more()),
            );
        }
    } else if let Some(words) = notice.or_else(|| drawer_hint(app, ink)) {
        return text::put(
            buf,
            area,
            last,
            &text::clip_line(Line::from(words), columns, &ink.more()),
        );
    }
    text::put(buf, area, last, &bar(app, ink, columns));
}

/// On the smallest screen the drawer's own line stands here.
fn drawer_hint(app: &App, ink: &Ink) -> Option<Span<'static>> {
    let hint: Hint = app
        .drawer
        .as_ref()
        .filter(|d| d.run.is_none() && app.overlay.is_none())?
        .hint
        .filter(|h| *h != Hint::WithoutJournal)?;
    Some(ink.own(Role::Warn, words::hint(ink, hint)))
}

/// The most important hints that fit, in the order of the key table's ranks.
fn bar(app: &App, ink: &Ink, columns: usize) -> Line<'static> {
    let gap = if columns >= 60 { "   " } else { "  " };
    let mut spans: Vec<Span<'static>> = if columns >= 60 { vec![Span::raw(" ")] } else { vec![] };
    let mut used = spans.len();
    for rule in keymap::hints(app) {
        let key = ink.signs(key_sign(rule));
        let label = ink.signs(&label(app, ink, rule));
        let need = width(&key) + 1 + width(&label) + if used > 1 { gap.len() } else { 0 };
        if used + need > columns {
            continue;
        }
        if used > 1 {
            spans.push(Span::raw(gap));
        }
        spans.push(Span::styled(key, ink.style(Role::Accent)));
        spans.push(Span::styled(format!(" {label}"), ink.style(Role::Dim)));
        used += need;
    }
    Line::from(spans)
}

/// What a key does now: with marks it is these that are unbound, not the row under the cursor.
fn label(app: &App, ink: &Ink, rule: &KeyRule) -> String {
    match (rule.command, app.list.marks.len()) {
        // From there the same key leads back.
        (Command::Nics, _) if app.shows_nics() => ink.lang.pick("EIP list", "EIP 列表").to_owned(),
        (Command::Unbind, marks @ 1..) if !app.shows_nics() => {
            tr!(ink.lang, "unbind {marks} marked", "解绑已标记的 {marks} 个")
        }
        _ => rule.label(ink.lang).to_owned(),
    }
}

/// The first key of a rule.
fn key_sign(rule: &'static KeyRule) -> &'static str {
    rule.keys.first().copied().unwrap_or("")
}
