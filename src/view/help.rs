//! All keys, from the key table.

use super::doc::Doc;
use super::errors::scrolled;
use super::ink::Ink;
use super::text::{pad, width};
use super::theme::Role;
use crate::app::App;
use crate::app::keymap::{self, SCOPES};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Draws the overlay. The scope that had the keys comes first.
pub(crate) fn draw(app: &App, ink: &Ink, area: Rect, buf: &mut Buffer) -> Option<Position> {
    let columns = usize::from(area.width).saturating_sub(4);
    let keys_width = if columns < 60 { 12 } else { 18 };
    let mut doc = Doc::new(columns, keys_width + 1);
    let first = match &app.drawer {
        Some(drawer) if drawer.is_over() => keymap::Scope::Result,
        Some(drawer) if drawer.run.is_some() => keymap::Scope::Running,
        Some(_) => keymap::Scope::Drawer,
        None => keymap::Scope::List,
    };
    let scopes = std::iter::once(first).chain(SCOPES.into_iter().filter(|s| *s != first));
    for (at, scope) in scopes.enumerate() {
        if at > 0 {
            doc.gap();
        }
        doc.push(0, ink.own(Role::Accent, scope.title(ink.lang)));
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
                    ink.own(Role::Normal, format!(" {keys}")),
                    ink.own(Role::Dim, rule.help(ink.lang)),
                ],
            );
        }
    }
    scrolled(app, ink, area, buf, vec![ink.say(Role::Accent, "keys", "按键")], doc);
    None
}
