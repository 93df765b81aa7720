//! What every part needs to write: language, colours, signs, time zone. Our own words go through `own`, text from the cloud through `cloud`.

use super::symbols;
use super::theme::Role;
use super::wrap::{self, pad, width};
use crate::app::{App, Colors, Symbols};
use crate::domain::Moment;
use crate::domain::sanitize::visible;
use crate::text::Lang;
use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget as _};

/// Writes in one language, with one set of signs and colours.
pub(crate) struct Painter {
    /// The language.
    pub(crate) lang: Lang,
    /// The signs.
    pub(crate) symbols: Symbols,
    /// The colours.
    pub(crate) colors: Colors,
    zone: TimeZone,
}

impl Painter {
    pub(crate) fn of(app: &App) -> Self {
        let s = &app.session;
        Self { lang: s.lang, symbols: s.symbols, colors: s.colors, zone: s.zone.clone() }
    }

    pub(crate) fn style(&self, role: Role) -> Style {
        role.style(self.colors)
    }

    /// Our own words and signs.
    pub(crate) fn own(&self, role: Role, words: impl AsRef<str>) -> Span<'static> {
        Span::styled(self.signs(words.as_ref()), self.style(role))
    }

    /// A text with our signs in the set in use.
    pub(crate) fn signs(&self, words: &str) -> String {
        symbols::plain(self.symbols, words).into_owned()
    }

    /// Text that came from the cloud, or from the operator's files: shown, never acted on, never changed to ASCII.
    pub(crate) fn cloud(&self, role: Role, words: &str) -> Span<'static> {
        Span::styled(visible(words).into_owned(), self.style(role))
    }

    /// What stands for what was cut off.
    pub(crate) fn more(&self) -> String {
        self.signs("…")
    }

    /// `14:03`.
    pub(crate) fn minutes(&self, at: Moment) -> String {
        at.wall.to_zoned_datetime(self.zone.clone()).strftime("%H:%M").to_string()
    }

    /// `+08`, or `+05:30`.
    pub(crate) fn offset(&self, at: Moment) -> String {
        at.wall
            .to_zoned_datetime(self.zone.clone())
            .strftime("%:z")
            .to_string()
            .trim_end_matches(":00")
            .to_owned()
    }

    /// `14:03:31`.
    pub(crate) fn seconds(&self, at: Moment) -> String {
        at.wall.to_zoned_datetime(self.zone.clone()).strftime("%H:%M:%S").to_string()
    }

    /// `2026-11-22 14:03:31 +08:00`.
    pub(crate) fn date_time(&self, at: jiff::Timestamp) -> String {
        at.to_zoned_datetime(self.zone.clone()).strftime("%Y-%m-%d %H:%M:%S %:z").to_string()
    }

    /// `14:03:31.120`.
    pub(crate) fn millis(&self, at: Moment) -> String {
        at.wall.to_zoned_datetime(self.zone.clone()).strftime("%H:%M:%S%.3f").to_string()
    }

    /// `2026-11-22 14:03 +08`.
    pub(crate) fn date(&self, at: jiff::Timestamp) -> String {
        let zoned = at.to_zoned_datetime(self.zone.clone());
        let offset = zoned.strftime("%:z").to_string();
        format!("{} {}", zoned.strftime("%Y-%m-%d %H:%M"), offset.trim_end_matches(":00"))
    }

    /// The day, the time with seconds, and the offset of the zone then.
    pub(crate) fn day_and_time(&self, at: jiff::Timestamp) -> [String; 3] {
        let zoned = at.to_zoned_datetime(self.zone.clone());
        ["%Y-%m-%d", "%H:%M:%S", "%:z"].map(|part| zoned.strftime(part).to_string())
    }

    /// A rule across an area's row, with a title in it.
    pub(crate) fn rule(&self, columns: usize, role: Role, title: &str) -> Line<'static> {
        let dash = self.signs("─");
        let lead =
            if title.is_empty() { String::new() } else { format!("{dash} {} ", self.signs(title)) };
        let rest = columns.saturating_sub(width(&lead));
        Line::from(Span::styled(
            wrap::clip(&format!("{lead}{}", dash.repeat(rest)), columns, ""),
            self.style(role),
        ))
    }

    /// A frame with a title and a word at its lower edge; gives what is left inside.
    pub(crate) fn frame(
        &self,
        buf: &mut Buffer,
        area: Rect,
        role: Role,
        title: Vec<Span<'static>>,
        foot: &str,
    ) -> Rect {
        let area = area.intersection(buf.area);
        if area.width < 6 || area.height < 3 {
            return area;
        }
        let style = self.style(role);
        let columns = usize::from(area.width);
        let edge = |left: &str, right: &str, spans: Vec<Span<'static>>| {
            let dash = self.signs("─");
            let mut line = vec![Span::styled(self.signs(left), style)];
            let words = wrap::clip_line(Line::from(spans), columns.saturating_sub(6), &self.more());
            let used = wrap::line_width(&words);
            if used > 0 {
                line.push(Span::styled(format!("{dash} "), style));
                line.extend(words.spans);
                line.push(Span::raw(" "));
            }
            let rest = columns.saturating_sub(if used > 0 { used + 5 } else { 2 });
            line.push(Span::styled(dash.repeat(rest), style));
            line.push(Span::styled(self.signs(right), style));
            Line::from(line)
        };
        // Nothing of what is beneath shines through, its colours included.
        wrap::uncover(buf, area);
        Clear.render(area, buf);
        wrap::put(buf, area, 0, &edge("╭", "╮", title));
        let side = Line::from(Span::styled(self.signs("│"), style));
        for row in 1..area.height - 1 {
            wrap::put(buf, area, row, &side);
            wrap::put(buf, Rect { x: area.right() - 1, width: 1, ..area }, row, &side);
        }
        let foot = if foot.is_empty() { vec![] } else { vec![self.own(Role::Dim, foot)] };
        wrap::put(buf, area, area.height - 1, &edge("╰", "╯", foot));
        Rect { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 2 }
    }

    /// A label column, dim.
    pub(crate) fn label(&self, columns: usize, words: &str) -> Span<'static> {
        self.own(Role::Dim, pad(words, columns))
    }
}
