//! The question whether to leave while a request is out.

use super::doc::Doc;
use super::painter::Painter;
use super::theme::Role;
use super::wrap;
use crate::app::{App, Dialog, LEAVE_MS};
use crate::text::screen::leave as words;
use crate::unbind::Run;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the question over whatever is there.
pub(crate) fn draw(app: &App, painter: &Painter, area: Rect, buf: &mut Buffer) {
    let columns = area.width.min(72);
    let mut doc = Doc::new(usize::from(columns).saturating_sub(4), 0);
    let l = painter.lang;
    let is_sent = app.dialog.as_ref().is_some_and(Dialog::is_sent);
    doc.push(0, painter.own(Role::Warn, words::open(l, is_sent)));
    match app.leaving {
        Some((since, _)) => {
            let left = LEAVE_MS.saturating_sub(app.now.since(since)).div_ceil(1_000);
            doc.push(0, painter.own(Role::Normal, words::leaving(l, left)));
        }
        None => {
            doc.push(0, painter.own(Role::Normal, words::waits(l)));
            let run = app.dialog.as_ref().and_then(|dialog| dialog.run.as_ref());
            let waiting = run.map_or_else(Vec::new, Run::waiting);
            if !waiting.is_empty() {
                doc.push(0, painter.own(Role::Normal, words::held(l, &waiting)));
            }
            doc.gap();
            doc.push(0, painter.own(Role::Accent, words::keys(l, !waiting.is_empty())));
        }
    }
    let height = (doc.len() as u16 + 2).min(area.height);
    let place = Rect {
        x: area.x + (area.width - columns) / 2,
        y: area.y + (area.height - height) / 2,
        width: columns,
        height,
    };
    let title = vec![painter.own(Role::Warn, words::title(l))];
    let inner = painter.frame(buf, place, Role::Warn, title, "");
    let lines = doc.fit(usize::from(inner.height));
    wrap::put_all(buf, inner, &lines);
}
