//! What could not be read: where, what the cloud said, what it means, what to do.

use super::doc::Doc;
use super::painter::Painter;
use super::theme::Role;
use super::{Drawn, messages, wrap};
use crate::app::App;
use crate::app::find::Scroll;
use crate::domain::sanitize::visible;
use crate::text::screen::overlay;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

/// Draws the overlay.
pub(crate) fn draw(
    app: &App,
    scroll: &Scroll,
    painter: &Painter,
    area: Rect,
    buf: &mut Buffer,
) -> Drawn {
    let (l, faults) = (painter.lang, app.inventory.faults());
    let mut doc = Doc::new(usize::from(area.width).saturating_sub(4), 2);
    for (region, action, fault) in &faults {
        messages::fault_lines(painter, &mut doc, 0, &format!("{region} {action}"), fault);
        doc.gap();
    }
    for lost in &app.search.lost {
        let name = lost.target.to_string();
        if !lost.looked.is_empty() {
            let found = overlay::in_none_of(l, &name, &lost.looked);
            doc.push(0, painter.own(Role::Warn, found));
        }
        doc.gap();
        for (region, fault) in &lost.failures() {
            messages::fault_lines(
                painter,
                &mut doc,
                0,
                &format!("{} {region}", visible(&name)),
                fault,
            );
            doc.gap();
        }
    }
    if faults.is_empty() && app.search.lost.is_empty() {
        doc.push(0, painter.own(Role::Accent, overlay::no_errors(l)));
    }
    let count =
        faults.len() + app.search.lost.iter().map(|lost| lost.failures().len()).sum::<usize>();
    let title = painter.own(Role::Danger, overlay::errors(l, count));
    scrolled(scroll, painter, area, buf, vec![title], doc)
}

/// A framed text that scrolls and says which lines are in sight.
pub(crate) fn scrolled(
    scroll: &Scroll,
    painter: &Painter,
    area: Rect,
    buf: &mut Buffer,
    title: Vec<ratatui::text::Span<'static>>,
    doc: Doc,
) -> Drawn {
    let height = usize::from(area.height.saturating_sub(2));
    let find = &scroll.find;
    let word = find.text.to_lowercase();
    let (lines, from, total) = doc.window(scroll.line, height, scroll.seeks.then_some(&*word));
    let (first, last) = (from + 1, from + lines.len());
    let foot = if total > height {
        overlay::lines(painter.lang, (first, last, total), area.width < 60)
    } else {
        overlay::closes(painter.lang).to_owned()
    };
    let foot = if find.typing { format!("/ {}▌", visible(&find.text)) } else { foot };
    let inner = painter.frame(buf, area, Role::Dim, title, &foot);
    let lines: Vec<Line<'_>> = lines;
    wrap::put_all(buf, inner, &lines);
    wrap::mark(buf, inner, &word);
    Drawn::text(from)
}
