//! Pictures of the machine: `draw(&App, Rect, &mut Buffer)`, pure.
//!
//! ```text
//! header   prod-main ‹key› v2 region ▲WRITE      errors · count · age · quota · time
//! (rule)   ── DANGER ── only for a profile marked danger
//! filter   /  text, how many are shown, marks, sort
//! heads    STATE  EIP ADDRESS  EIP ID  NAME  BOUND TO  NIC · PRIVATE IP  FLAGS  AGE
//! table    ▶ one EIP a row; or one NIC/private-IP pair a row
//! strip    the row under the cursor, ids whole          (dialog closed)
//! dialog   form, review, confirmation, timeline, result (dialog open)
//! notice   one line
//! hints    keys of the part that has the keys
//! ```
//! An overlay (detail, errors, help) takes everything between header and notice. How high each part is, `app::layout` says.
//! Every state is a word and a sign, never a colour alone; ids are never cut, only a name gives way.

mod candidates;
mod columns;
mod detail;
mod dialog;
mod doc;
mod empty;
mod errors;
mod header;
mod help;
mod hints;
mod history;
mod leave;
mod messages;
mod nics;
mod painter;
mod picker;
mod places;
mod row_summary;
mod run_view;
mod symbols;
mod table;
pub mod theme;
mod unfinished;
pub(crate) mod wrap;

use crate::app::layout::{Areas, MIN_SIZE};
use crate::app::{App, Overlay};
use crate::text::screen;
use painter::Painter;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use theme::Role;

/// What the shell must know of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawn {
    /// Where the terminal's cursor belongs, if anywhere.
    pub cursor: Option<Position>,
    /// Whether everything is on it that must be seen before a token is typed.
    pub whole: bool,
    /// The line that a text on top is shown from.
    pub top: Option<usize>,
}

impl From<Option<Position>> for Drawn {
    fn from(cursor: Option<Position>) -> Self {
        Self { cursor, whole: true, top: None }
    }
}

impl Drawn {
    /// A text that scrolls, from this line on.
    fn text(top: usize) -> Self {
        Self { cursor: None, whole: true, top: Some(top) }
    }
}

/// Draws the whole screen.
pub fn draw(app: &App, area: Rect, buf: &mut Buffer) -> Drawn {
    let area = area.intersection(buf.area);
    let painter = Painter::of(app);
    let areas = app.areas();
    if areas.too_small || area.width < MIN_SIZE.0 || area.height < MIN_SIZE.1 {
        too_small(&painter, area, buf);
        return Drawn { cursor: None, whole: false, top: None };
    }
    let mut rest = area;
    let mut take = |height: u16| {
        let part = Rect { height: height.min(rest.height), ..rest };
        rest.y += part.height;
        rest.height -= part.height;
        part
    };
    // The topmost one that takes the whole body hides what is below it; boxes are drawn over what is there.
    let base = app.overlays.iter().rposition(Overlay::covers);
    let boxes = app.overlays.get(base.map_or(0, |at| at + 1)..).unwrap_or_default();
    let covered = base.is_some();
    // The smallest dialog takes the header's line; under an overlay it is back.
    let header = areas.header.max(u16::from(covered));
    let top = take(header);
    let height = area.height.saturating_sub(header + areas.notice + areas.hints);
    let body = Rect { height, y: rest_y(area, header), ..area };
    header::draw(app, &painter, top, buf);
    let drawn: Drawn = match base.and_then(|at| app.overlays.get(at)) {
        Some(Overlay::Detail(scroll)) => detail::draw(app, scroll, &painter, body, buf),
        Some(Overlay::Errors(scroll)) => errors::draw(app, scroll, &painter, body, buf),
        Some(Overlay::History(history)) => history::draw(history, &painter, body, buf).into(),
        Some(Overlay::Run(view)) => run_view::draw(app, view, &painter, body, buf),
        Some(Overlay::Places(places)) => places::draw(app, places, &painter, body, buf).into(),
        Some(Overlay::Help(from, scroll)) => help::draw(*from, scroll, &painter, body, buf),
        Some(Overlay::Regions(picker)) => picker::draw(app, picker, &painter, body, buf).into(),
        Some(Overlay::Leave | Overlay::Candidates(_)) | None => {
            main(app, &painter, &areas, &mut take, buf)
        }
    };
    for overlay in boxes {
        match overlay {
            Overlay::Leave => leave::draw(app, &painter, body, buf),
            Overlay::Candidates(choice) => candidates::draw(app, choice, &painter, body, buf),
            Overlay::Detail(_)
            | Overlay::Errors(_)
            | Overlay::History(_)
            | Overlay::Run(_)
            | Overlay::Places(_)
            | Overlay::Help(..)
            | Overlay::Regions(_) => {}
        }
    }
    let bottom = Rect {
        y: area.bottom().saturating_sub(areas.hints + areas.notice),
        height: (areas.hints + areas.notice).min(area.height),
        ..area
    };
    hints::draw(app, &painter, &areas, bottom, buf);
    Drawn { cursor: drawn.cursor.filter(|_| app.overlays.is_empty()), ..drawn }
}

fn rest_y(area: Rect, header: u16) -> u16 {
    area.y.saturating_add(header).min(area.bottom())
}

/// Table with strip or dialog.
fn main(
    app: &App,
    painter: &Painter,
    areas: &Areas,
    take: &mut impl FnMut(u16) -> Rect,
    buf: &mut Buffer,
) -> Drawn {
    let mut cursor = None;
    let filter = take(areas.filter);
    let heads = take(areas.heads);
    let rows = take(areas.table_rows);
    if filter.height > 0 {
        cursor = hints::filter_line(app, painter, filter, buf);
    }
    if app.shows_nics() {
        nics::draw(app, painter, areas, heads, rows, buf);
    } else {
        table::draw(app, painter, areas, heads, rows, buf);
    }
    match &app.dialog {
        Some(dialog) => return dialog::draw(app, dialog, painter, areas, take(areas.dialog), buf),
        None => row_summary::draw(app, painter, areas, take(areas.strip), buf),
    }
    cursor.into()
}

fn too_small(painter: &Painter, area: Rect, buf: &mut Buffer) {
    let text = screen::table::too_small(painter.lang, (area.width, area.height), MIN_SIZE);
    let line = Line::from(painter.own(Role::Warn, text));
    wrap::put_all(buf, area, &wrap::wrap(&line, usize::from(area.width), 0));
}
