//! A run opened from the history.

use super::doc::Doc;
use super::errors::scrolled;
use super::painter::Painter;
use super::theme::Role;
use crate::app::App;
use crate::app::overlay::Scroll;
use crate::app::run_view::RunView;
use crate::domain::sanitize::visible;
use crate::text::markdown::{Style, report};
use crate::text::result::word;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Draws it: with several items a line for each, then everything about the one under the cursor.
pub(crate) fn draw(
    app: &App,
    view: &RunView,
    painter: &Painter,
    area: Rect,
    buf: &mut Buffer,
) -> Option<Position> {
    let columns = usize::from(area.width).saturating_sub(4);
    let mut doc = Doc::new(columns, 2);
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
            doc.push(0, painter.own(Role::Normal, painter.signs(line)));
        }
    }
    let title = vec![
        painter.say(Role::Accent, "run ", "操作 "),
        painter.cloud(Role::Accent, &view.run.run_id),
    ];
    scrolled(Scroll(view.scroll), painter, area, buf, title, doc);
    None
}
