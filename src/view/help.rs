//! All keys, from the key table.

use super::doc::Doc;
use super::errors::scrolled;
use super::painter::Painter;
use super::theme::Role;
use super::wrap::{pad, width};
use crate::app::App;
use crate::app::keymap::{self, SCOPES};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Draws the overlay. The scope that had the keys comes first.
pub(crate) fn draw(app: &App, painter: &Painter, area: Rect, buf: &mut Buffer) -> Option<Position> {
    let columns = usize::from(area.width).saturating_sub(4);
    let keys_width = if columns < 60 { 12 } else { 18 };
    let mut doc = Doc::new(columns, keys_width + 1);
    let first = match &app.dialog {
        Some(dialog) if dialog.is_over() => keymap::Scope::Result,
        Some(dialog) if dialog.run.is_some() => keymap::Scope::Running,
        Some(_) => keymap::Scope::Dialog,
        None => keymap::Scope::List,
    };
    let scopes = std::iter::once(first).chain(SCOPES.into_iter().filter(|s| *s != first));
    for (at, scope) in scopes.enumerate() {
        if at > 0 {
            doc.gap();
        }
        doc.push(0, painter.own(Role::Accent, scope.title(painter.lang)));
        for rule in keymap::rules(scope) {
            let keys = keymap::keys_text(rule);
            let keys = if width(&keys) >= keys_width {
                format!("{keys} ")
            } else {
                pad(&keys, keys_width)
            };
            doc.push(
                0,
                vec![
                    painter.own(Role::Normal, format!(" {keys}")),
                    painter.own(Role::Dim, rule.help(painter.lang)),
                ],
            );
        }
    }
    scrolled(app, painter, area, buf, vec![painter.say(Role::Accent, "keys", "按键")], doc);
    None
}
