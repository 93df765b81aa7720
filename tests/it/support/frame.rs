//! Draws a machine into a buffer and reads the buffer back: as text, and as a map of roles.

use eip_unbind::app::{App, Colors};
use eip_unbind::view::{self, Drawn, theme::Role};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use unicode_width::UnicodeWidthStr;

/// A drawn screen.
pub(crate) struct Frame {
    /// The cells.
    pub(crate) buffer: Buffer,
    /// Where the cursor is.
    pub(crate) cursor: Option<Position>,
    /// Whether everything is on it that must be seen before a token is typed.
    pub(crate) whole: bool,
    /// The line that a text on top is shown from.
    pub(crate) top: Option<usize>,
    colors: Colors,
}

/// Draws at the machine's own size.
pub(crate) fn draw(app: &App) -> Frame {
    let area = Rect::new(0, 0, app.size.0, app.size.1);
    let mut buffer = Buffer::empty(area);
    let Drawn { cursor, whole, top } = view::draw(app, area, &mut buffer);
    Frame { buffer, cursor, whole, top, colors: app.session.colors }
}

impl Frame {
    /// The rows as text, trailing blanks dropped.
    pub(crate) fn text(&self) -> String {
        self.rows(|row, x| row[x].0.clone())
    }

    /// The rows as roles: `.` normal, `d` dim, `a` accent, `w` warn, `x` danger; capital letters (and `:` for normal) in reverse video.
    pub(crate) fn styles(&self) -> String {
        self.rows(|row, x| {
            if row[x].0 == " " && !row[x].1.add_modifier.contains(Modifier::REVERSED) {
                " ".to_owned()
            } else {
                self.letter(row[x].1)
            }
        })
    }

    fn letter(&self, style: Style) -> String {
        let reversed = style.add_modifier.contains(Modifier::REVERSED);
        let plain = |style: Style| {
            (
                style.fg.filter(|c| *c != ratatui::style::Color::Reset),
                style.add_modifier - Modifier::REVERSED,
            )
        };
        let bare = plain(style);
        let at = Role::ALL.iter().position(|role| plain(role.style(self.colors)) == bare);
        let letter = match at {
            Some(0) => ".",
            Some(1) => "d",
            Some(2) => "a",
            Some(3) => "w",
            Some(4) => "x",
            // Bold on top of a role: the header's name and the marks.
            _ => "b",
        };
        match (reversed, letter) {
            (true, ".") => ":".to_owned(),
            (true, letter) => letter.to_uppercase(),
            (false, letter) => letter.to_owned(),
        }
    }

    /// Wide characters take two cells; the second one is stepped over.
    fn rows(&self, cell: impl Fn(&[(String, Style)], usize) -> String) -> String {
        let area = self.buffer.area;
        let mut out = String::new();
        for y in 0..area.height {
            let row: Vec<(String, Style)> = (0..area.width)
                .map(|x| (self.buffer[(x, y)].symbol().to_owned(), self.buffer[(x, y)].style()))
                .collect();
            let mut line = String::new();
            let mut x = 0;
            while x < row.len() {
                line.push_str(&cell(&row, x));
                x += row[x].0.width().max(1);
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    /// Text and styles below each other, for a golden screen.
    pub(crate) fn golden(&self) -> String {
        let cursor = self.cursor.map_or_else(|| "none".to_owned(), |p| format!("{},{}", p.x, p.y));
        format!("{}---- cursor {cursor}\n{}", self.text(), self.styles())
    }
}
