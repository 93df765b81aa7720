//! Regions and profiles to choose from.

use super::painter::Painter;
use super::theme::Role;
use super::wrap::{self, pad};
use crate::app::picker::{Picker, Profile, ProfileKind};
use crate::app::{App, Symbols};
use crate::domain::Region;
use crate::domain::sanitize::visible;
use crate::text::Lang;
use crate::text::screen::picker as words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::Line;

/// Draws the overlay.
pub(crate) fn draw(
    app: &App,
    picker: &Picker,
    painter: &Painter,
    area: Rect,
    buf: &mut Buffer,
) -> Option<Position> {
    let l = painter.lang;
    let (chosen, all) = (picker.marked.len(), picker.regions.len());
    let is_first = app.session.regions.is_empty();
    let title = words::title(l, is_first, area.width < 60);
    let inner = painter.frame(buf, area, Role::Dim, vec![painter.own(Role::Accent, title)], "");
    let room = usize::from(inner.width);
    let mut at = 0;
    let paste = words::paste(l, is_first, all);
    for line in wrap::wrap(&Line::from(painter.own(Role::Accent, paste)), room, 0) {
        wrap::put(buf, inner, at, &line);
        at += 1;
    }
    let counted = words::marked(l, chosen, all);
    let field = painter.signs(words::filter(l));
    let typed = visible(&picker.filter).into_owned();
    let cursor = wrap::width(&field) + wrap::width(&typed);
    let left = Line::from(vec![
        painter.own(Role::Dim, field),
        painter.own(Role::Normal, typed),
        painter.own(Role::Accent, "▌"),
    ]);
    wrap::put(
        buf,
        inner,
        at,
        &wrap::spread(left, Line::from(painter.own(Role::Dim, counted)), room),
    );
    let cursor = Position { x: inner.x + cursor.min(room) as u16, y: inner.y + at };
    at += 1;
    let mut rows: Vec<(Role, String)> = Vec::new();
    for region in picker.shown() {
        let is_marked = picker.marked.contains(region);
        let role = if is_marked { Role::Accent } else { Role::Normal };
        rows.push((
            role,
            region_line(painter, region, if is_marked { "[x]" } else { "[ ]" }, room),
        ));
    }
    let regions = rows.len();
    for profile in picker.shown_profiles() {
        let role = if profile.danger { Role::Danger } else { Role::Normal };
        rows.push((role, profile_line(app, painter, profile)));
    }
    let height = usize::from(inner.height).saturating_sub(usize::from(at)).max(1);
    // The cursor stays in the middle as far as there is something on both sides.
    let top = picker.row.saturating_sub(height / 2).min(rows.len().saturating_sub(height));
    for (line, (index, (role, text))) in rows.iter().enumerate().skip(top).take(height).enumerate()
    {
        let on = index == picker.row;
        let lead = painter.signs(if on { "▶ " } else { "  " });
        // A profile says what it is: among regions it would look like one.
        let kind = if index < regions { "" } else { words::profile(l) };
        let style = painter.style(*role);
        let style = if on { style.add_modifier(Modifier::REVERSED) } else { style };
        let above = (line == 0 && top > 0).then(|| words::above(l, top));
        let below = rows.len().saturating_sub(top + height);
        let below = (line + 1 == height && below > 0).then(|| words::below(l, below));
        let sign = above.or(below).map(|sign| painter.signs(&sign)).unwrap_or_default();
        let width = room.saturating_sub(wrap::width(&sign) + usize::from(!sign.is_empty()));
        let text = wrap::clip(&format!("{lead}{kind}{text}"), width, &painter.more());
        let text = Line::styled(if on { pad(&text, width) } else { text }, style);
        let line = wrap::spread(text, Line::from(painter.own(Role::Dim, sign)), room);
        wrap::put(buf, inner, at + index.saturating_sub(top) as u16, &line);
    }
    if rows.is_empty() {
        let none = painter.own(Role::Dim, words::none(l));
        wrap::put(buf, inner, at, &Line::from(none));
    }
    Some(cursor)
}

/// Name, where it is written down, and what is special about it.
fn profile_line(app: &App, painter: &Painter, profile: &Profile) -> String {
    let l = painter.lang;
    let name = profile.name.as_deref().map_or_else(|| words::no_profile(l).into(), visible);
    let is_in_force = profile.name == app.session.whose().profile;
    let source = match profile.kind {
        ProfileKind::None => words::environment(l),
        ProfileKind::Config => words::config_file(l),
        ProfileKind::Tccli => "tccli",
    };
    let about = [
        is_in_force.then(|| words::in_use(l)),
        Some(source),
        profile.danger.then(|| words::danger(l)),
        profile.read_only.then(|| words::read_only(l)),
    ];
    let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    format!("{}  {}", pad(&name, 16), painter.signs(&about))
}

/// Mark, long code, short code, place.
fn region_line(painter: &Painter, region: &Region, mark: &str, room: usize) -> String {
    let (short, place) = region.info().map_or(("", String::new()), |info| {
        let place = match (painter.lang, painter.symbols) {
            (Lang::Zh, _) => info.zh.to_owned(),
            // Nothing beyond ASCII was asked for.
            (Lang::En, Symbols::Ascii) => painter.signs(info.en),
            (Lang::En, Symbols::Unicode) if room >= 60 => {
                format!("{}  {}", pad(info.en, 16), info.zh)
            }
            (Lang::En, Symbols::Unicode) => info.zh.to_owned(),
        };
        (info.short, place)
    });
    let gap = if room >= 60 { "  " } else { " " };
    format!("{mark} {}{gap}{}{gap}{place}", pad(region.as_str(), 17), pad(short, 6))
}
