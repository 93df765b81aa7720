//! All keys, from the key table.

use super::Drawn;
use super::doc::Doc;
use super::errors::scrolled;
use super::painter::Painter;
use super::theme::Role;
use super::wrap::{pad, width};
use crate::app::find::Scroll;
use crate::app::{Scope, keymap};
use crate::tr;
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
    let columns = usize::from(area.width).saturating_sub(4);
    let keys_width = if columns < 60 { 12 } else { 18 };
    let mut doc = Doc::new(columns, keys_width + 1);
    let scopes = std::iter::once(first).chain(Scope::ALL.into_iter().filter(|s| *s != first));
    for (at, scope) in scopes.enumerate() {
        if at > 0 {
            doc.gap();
        }
        let title = scope.title(painter.lang);
        let title = if at == 0 {
            tr!(painter.lang, "this screen: {title}", "本页：{title}")
        } else {
            title.to_owned()
        };
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
                    painter.own(Role::Dim, rule.help(painter.lang)),
                ],
            );
        }
    }
    scrolled(
        scroll,
        painter,
        area,
        buf,
        vec![painter.own(
            Role::Accent,
            tr!(painter.lang, "keys · {}", "按键 · {}", first.title(painter.lang)),
        )],
        doc,
    )
}
