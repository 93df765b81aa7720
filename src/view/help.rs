//! All keys, from the key table.

use super::Drawn;
use super::doc::Doc;
use super::errors::scrolled;
use super::painter::Painter;
use super::theme::Role;
use super::wrap::{pad, width};
use crate::app::find::Scroll;
use crate::app::{Scope, keymap};
use crate::text::screen::overlay;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the overlay. The part it was opened from comes first.
pub(crate) fn draw(
    first: Scope,
    scroll: &Scroll,
    painter: &Painter,
    area: Rect,
    buf: &mut Buffer,
) -> Drawn {
    let l = painter.lang;
    let columns = usize::from(area.width).saturating_sub(4);
    let keys_width = if columns < 60 { 12 } else { 18 };
    let mut doc = Doc::new(columns, keys_width + 1);
    let scopes = std::iter::once(first).chain(Scope::shown().filter(|s| *s != first));
    for (at, scope) in scopes.enumerate() {
        if at > 0 {
            doc.gap();
        }
        let title = scope.title(l);
        let title = if at == 0 { overlay::this_screen(l, title) } else { title.to_owned() };
        doc.push(0, painter.own(Role::Accent, title));
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
                    painter.own(Role::Dim, rule.help(l)),
                ],
            );
        }
    }
    let title = painter.own(Role::Accent, overlay::keys(l, first.title(l)));
    scrolled(scroll, painter, area, buf, vec![title], doc)
}
