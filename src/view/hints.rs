//! The filter line, the line for notices, and the hint bar from the key table.

use super::messages;
use super::painter::Painter;
use super::theme::Role;
use super::unfinished;
use super::wrap::{self, width};
use crate::app::App;
use crate::app::command::{Command, DialogCommand, ListCommand, ResultCommand, RunningCommand};
use crate::app::dialog::Hint;
use crate::app::keymap::{self, KeyRule};
use crate::app::layout::Areas;
use crate::app::overlay::Overlay;
use crate::app::run_view::RunView;
use crate::domain::sanitize::visible;
use crate::text::screen::hints as words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// The filter: what it says, how many rows it leaves, marks, sort column and direction.
pub(crate) fn filter_line(
    app: &App,
    painter: &Painter,
    area: Rect,
    buf: &mut Buffer,
) -> Option<Position> {
    let columns = usize::from(area.width);
    let (l, list) = (painter.lang, &app.list);
    let shown = app.nics.as_ref().map_or(list.len(), crate::app::nics::Nics::len);
    let mut right = Vec::new();
    let hidden = list.marks.len().saturating_sub(list.marks_shown(&app.inventory));
    if !list.marks.is_empty() {
        right.push(painter.own(Role::Accent, words::marked(l, list.marks.len())));
        if hidden > 0 {
            right.push(painter.own(Role::Warn, words::not_shown(l, hidden)));
        }
    }
    // Where there is little room, what hides is worth more.
    if hidden == 0 || columns >= 60 {
        let gap = if list.marks.is_empty() { "" } else { "  " };
        let position = app.nics.as_ref().map_or(list.position, |nics| nics.position);
        let row = if shown == 0 { 0 } else { position + 1 };
        right.push(painter.own(Role::Dim, format!("{gap}{}", words::row(l, row, shown))));
    }
    if !app.shows_nics() && columns >= 60 {
        let sorted = words::sorted_by(l, list.sort, columns < 100);
        right.push(painter.own(Role::Dim, format!(" · {sorted}")));
    }
    let right = Line::from(right);
    let value = visible(list.input.value()).into_owned();
    let room = columns.saturating_sub(wrap::line_width(&right) + 6);
    let field = if list.editing {
        wrap::clip_start(&value, room)
    } else {
        wrap::clip(&value, room, &painter.more())
    };
    let left = if list.editing {
        Line::from(vec![
            painter.own(Role::Accent, " / "),
            Span::styled(field.clone(), painter.style(Role::Normal)),
            painter.own(Role::Accent, "▌"),
        ])
    } else if value.is_empty() {
        Line::from(painter.own(Role::Dim, words::all(l, app.shows_nics())))
    } else {
        let hint = if columns >= 60 { words::esc_clears(l) } else { "" };
        Line::from(vec![
            painter.own(Role::Accent, " / "),
            Span::styled(field.clone(), painter.style(Role::Accent)),
            painter.own(Role::Dim, hint),
        ])
    };
    wrap::put(buf, area, 0, &wrap::spread(left, right, columns));
    let before = visible(&list.input.value().chars().take(list.input.cursor()).collect::<String>())
        .into_owned();
    let at = width(&before).min(width(&field)).min(room);
    list.editing.then(|| Position { x: area.x + 3 + at as u16, y: area.y })
}

/// The notice line, if there is one, and the hint bar. Where there is no line for notices, they take the hint bar's.
pub(crate) fn draw(app: &App, painter: &Painter, areas: &Areas, area: Rect, buf: &mut Buffer) {
    let columns = usize::from(area.width);
    let notice = app.notice.as_ref().map(|n| messages::notice(painter, &n.kind, columns));
    let last = area.height.saturating_sub(1);
    if areas.notice > 0 {
        let left_open =
            || unfinished::unfinished(app, painter).map(|(role, words)| painter.own(role, words));
        if let Some(notice) = notice.or_else(left_open) {
            wrap::put(
                buf,
                area,
                0,
                &wrap::clip_line(
                    Line::from(vec![Span::raw(" "), notice]),
                    columns,
                    &painter.more(),
                ),
            );
        }
    } else if let Some(words) = notice.or_else(|| dialog_hint(app, painter)) {
        return wrap::put(
            buf,
            area,
            last,
            &wrap::clip_line(Line::from(words), columns, &painter.more()),
        );
    }
    wrap::put(buf, area, last, &bar(app, painter, columns));
}

/// On the smallest screen the dialog's own line stands here.
fn dialog_hint(app: &App, painter: &Painter) -> Option<Span<'static>> {
    let hint: Hint = app
        .dialog
        .as_ref()
        .filter(|d| d.run.is_none() && app.overlays.is_empty())?
        .hint
        .filter(|h| *h != Hint::WithoutJournal)?;
    Some(painter.own(Role::Warn, messages::hint(painter, hint)))
}

/// The hints that fit, in the order of the key table's ranks. The first one, help and the way out are never left out for others.
fn bar(app: &App, painter: &Painter, columns: usize) -> Line<'static> {
    let mut spans: Vec<Span<'static>> = if columns >= 60 { vec![Span::raw(" ")] } else { vec![] };
    let all: Vec<(&KeyRule, String, String)> = keymap::hints(app)
        .into_iter()
        .map(|rule| {
            let label = painter.signs(&label(app, painter, rule));
            (rule, painter.signs(key_sign(app, rule)), short(label, columns))
        })
        .collect();
    let whole =
        |gap: usize| all.iter().map(|(_, k, l)| width(k) + 1 + width(l) + gap).sum::<usize>();
    let is_airy = columns >= 100 || (columns >= 60 && spans.len() + whole(3) <= columns + 3);
    let gap = if is_airy { "   " } else { "  " };
    let leads = |at: usize| at == 0 || keymap::is_way_out(all[at].0);
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|at| !leads(*at));
    let mut room = columns + gap.len() - spans.len();
    let mut kept: Vec<usize> = order
        .into_iter()
        .filter(|at| {
            let (_, key, label) = &all[*at];
            let need = width(key) + 1 + width(label) + gap.len();
            let fits = need <= room;
            room -= if fits { need } else { 0 };
            fits
        })
        .collect();
    kept.sort_unstable();
    for (at, (_, key, label)) in kept.into_iter().map(|at| &all[at]).enumerate() {
        spans.push(Span::raw(if at > 0 { gap } else { "" }));
        spans.push(Span::styled(key.clone(), painter.style(Role::Accent)));
        spans.push(Span::styled(format!(" {label}"), painter.style(Role::Dim)));
    }
    Line::from(spans)
}

/// Where there is little room, a long label is its first word.
fn short(label: String, columns: usize) -> String {
    match label.split_once([' ', '，']) {
        Some((first, _)) if columns < 60 && width(&label) > 8 => {
            first.trim_end_matches(',').to_owned()
        }
        _ => label,
    }
}

/// What a key does now: with marks it is these that are unbound, not the row under the cursor.
fn label(app: &App, painter: &Painter, rule: &KeyRule) -> String {
    let l = painter.lang;
    match (rule.command, app.list.marks.len()) {
        // From there the same key leads back.
        (Command::List(ListCommand::Nics), _) if app.shows_nics() => words::eip_list(l).to_owned(),
        (Command::List(ListCommand::Unbind), marks @ 1..) if !app.shows_nics() => {
            words::unbind_marked(l, marks)
        }
        (Command::List(ListCommand::BindBack), 1..) if !app.shows_nics() => {
            words::bind_marked(l, app.marked_free())
        }
        (Command::Running(RunningCommand::Stop), _) if is_stopping(app) && !app.can_cancel() => {
            words::go_on(l).to_owned()
        }
        (Command::Running(RunningCommand::Stop), _) if app.can_cancel() && has_sent(app) => {
            words::nothing_more(l).to_owned()
        }
        (Command::Result(ResultCommand::BindBack), _) => match app.overlays.last() {
            Some(Overlay::Run(view)) => bind_items(view, painter, rule),
            _ => bind_back(app, painter, rule),
        },
        (Command::Dialog(DialogCommand::Request), _) if shows_request(app) => {
            words::back_to_dialog(l).to_owned()
        }
        _ => rule.label(l).to_owned(),
    }
}

/// In an opened run with several items, which of them are bound.
fn bind_items(view: &RunView, painter: &Painter, rule: &KeyRule) -> String {
    match view.chosen().as_slice() {
        [one] if view.run.items.len() > 1 => words::bind_back(painter.lang, &visible(&one.name())),
        [] | [_] => rule.label(painter.lang).to_owned(),
        several => words::bind_several_back(painter.lang, several.len()),
    }
}

/// With several items, which of them are bound back.
fn bind_back(app: &App, painter: &Painter, rule: &KeyRule) -> String {
    let run =
        app.dialog.as_ref().filter(|dialog| app.overlays.is_empty() && dialog.targets.len() > 1);
    let unbound = run.map_or_else(Vec::new, |dialog| dialog.unbound());
    match unbound.as_slice() {
        [] => rule.label(painter.lang).to_owned(),
        [one] => words::bind_back(painter.lang, &one.address()),
        several => words::bind_several_back(painter.lang, several.len()),
    }
}

fn is_stopping(app: &App) -> bool {
    app.dialog.as_ref().and_then(|dialog| dialog.run.as_ref()).is_some_and(|run| run.stopping)
}

/// Whether the run sent something: another item's request, or one that did nothing.
fn has_sent(app: &App) -> bool {
    let run = app.dialog.as_ref().and_then(|dialog| dialog.run.as_ref());
    run.is_some_and(|run| run.items.iter().any(|item| item.attempts() > 0))
}

fn shows_request(app: &App) -> bool {
    app.dialog.as_ref().is_some_and(|dialog| dialog.show_request)
}

/// The key of a rule that is shown; both, where two lead the same way.
fn key_sign(app: &App, rule: &'static KeyRule) -> &'static str {
    if rule.command == Command::Dialog(DialogCommand::Request) && shows_request(app) {
        return "p Esc";
    }
    if rule.command == Command::Dialog(DialogCommand::NextRequest) {
        return "← →";
    }
    rule.keys.first().copied().unwrap_or("")
}
