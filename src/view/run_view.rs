//! A run opened from the history.

use super::Drawn;
use super::doc::Doc;
use super::errors::scrolled;
use super::painter::Painter;
use super::theme::Role;
use super::wrap::{pad, width};
use crate::app::App;
use crate::app::run_view::RunView;
use crate::domain::sanitize::visible;
use crate::text::markdown::{Style, report};
use crate::text::result::word;
use crate::text::screen::overlay;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

/// Draws it: with several items a line for each, then everything about the one under the cursor.
pub(crate) fn draw(
    app: &App,
    view: &RunView,
    painter: &Painter,
    area: Rect,
    buf: &mut Buffer,
) -> Drawn {
    let columns = usize::from(area.width).saturating_sub(4);
    let mut doc = Doc::new(columns, if columns < 60 { 2 } else { LABEL + 1 });
    let several = view.run.items.len() > 1;
    if several {
        for (at, item) in view.run.items.iter().enumerate() {
            let cursor = if at == view.item { "▶ " } else { "  " };
            let mark = if view.marks.contains(&at) { "[x] " } else { "[ ] " };
            let role = if at == view.item { Role::Accent } else { Role::Normal };
            let name = visible(&item.name()).into_owned();
            let line = format!("{cursor}{mark}{name}  {}", word(painter.lang, item));
            doc.push(0, painter.own(role, painter.signs(&line)));
        }
        doc.gap();
    }
    let mut one = view.run.clone();
    one.items = view.run.items.get(view.item).cloned().into_iter().collect();
    let text = report(Style::Plain, painter.lang, &one, Some(&view.chain), &app.session.zone);
    for line in text.lines() {
        if line.is_empty() {
            doc.gap();
        } else {
            let in_line = columns < 60;
            let plain = || painter.own(Role::Normal, painter.signs(line)).into();
            doc.push(0, if in_line { plain() } else { labelled(painter, line) });
        }
    }
    let title = vec![
        painter.own(Role::Accent, overlay::run(painter.lang)),
        painter.cloud(Role::Accent, &view.run.run_id),
    ];
    scrolled(&view.scroll, painter, area, buf, title, doc)
}

/// The longest label of a report.
const LABEL: usize = 18;

/// `Label: value` with the values below each other; other lines as they are.
fn labelled(painter: &Painter, line: &str) -> Line<'static> {
    let line = painter.signs(line);
    let is_label = |label: &str| !label.contains(|c: char| c.is_ascii_digit() || c == '.');
    let parts = line.split_once(": ").or_else(|| line.split_once('：'));
    match parts.filter(|(label, _)| width(label) <= LABEL && is_label(label)) {
        Some((label, value)) => Line::from(vec![
            painter.own(Role::Dim, pad(label, LABEL + 1)),
            painter.own(Role::Normal, value),
        ]),
        None => Line::from(painter.own(Role::Normal, line)),
    }
}
