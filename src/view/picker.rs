//! Regions and profiles to choose from.

use super::painter::Painter;
use super::theme::Role;
use super::wrap::{self, pad};
use crate::app::picker::{Picker, Profile, ProfileKind};
use crate::app::{App, Symbols};
use crate::domain::Region;
use crate::domain::sanitize::visible;
use crate::text::Lang;
use crate::tr;
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
    let (chosen, all) = (picker.marked.len(), picker.regions.len());
    let title = match area.width {
        60.. => tr!(
            painter.lang,
            "where to look? regions and profiles · {chosen} of {all} regions marked",
            "在哪里查找？地域与账户配置 · 已标记 {chosen}/{all} 个地域"
        ),
        _ => tr!(painter.lang, "regions {chosen}/{all}, profiles", "地域 {chosen}/{all}、账户配置"),
    };
    let foot = match area.width {
        100.. => painter.lang.pick(
            "Space marks · Enter reads the marked regions, or takes the profile · Esc closes",
            "Space 标记 · Enter 读取已标记地域或切换账户配置 · Esc 关闭",
        ),
        60.. => painter.lang.pick(
            "Space marks · Enter takes it · Esc closes",
            "Space 选择 · Enter 确定 · Esc 关闭",
        ),
        _ => painter.lang.pick("Space mark · Enter · Esc", "Space 选择 · Enter 确定 · Esc"),
    };
    let inner = painter.frame(buf, area, Role::Dim, vec![painter.own(Role::Accent, title)], foot);
    let room = usize::from(inner.width);
    // Each heading is a line of its own; `None` marks it.
    let mut lines: Vec<(Option<usize>, Role, String)> = Vec::new();
    let paste = if room >= 60 {
        tr!(
            painter.lang,
            "Paste the alert now: what it names is searched for in all {all} regions. Or choose:",
            "现在可粘贴告警：会在全部 {all} 个地域中查找其中的目标。或选择："
        )
    } else {
        tr!(painter.lang, "Paste the alert, or choose:", "粘贴告警，或选择：")
    };
    lines.push((None, Role::Accent, paste));
    if !picker.profiles.is_empty() {
        lines.push((None, Role::Dim, painter.lang.pick("profiles", "账户配置").to_owned()));
    }
    for (row, profile) in picker.profiles.iter().enumerate() {
        let role = if profile.danger { Role::Danger } else { Role::Normal };
        lines.push((Some(row), role, profile_line(app, painter, profile)));
    }
    lines.push((None, Role::Dim, painter.lang.pick("regions", "地域").to_owned()));
    for (row, region) in picker.regions.iter().enumerate() {
        let is_marked = picker.marked.contains(region);
        let role = if is_marked { Role::Accent } else { Role::Normal };
        lines.push((
            Some(picker.profiles.len() + row),
            role,
            region_line(painter, region, if is_marked { "[x]" } else { "[ ]" }, room),
        ));
    }
    let height = usize::from(inner.height).max(1);
    let cursor = lines.iter().position(|(row, ..)| *row == Some(picker.row)).unwrap_or_default();
    // The cursor stays in the middle as far as there is something on both sides.
    let top = cursor.saturating_sub(height / 2).min(lines.len().saturating_sub(height));
    for (at, (row, role, words)) in lines.iter().skip(top).take(height).enumerate() {
        let on = *row == Some(picker.row);
        let lead = match (row, on) {
            (Some(_), true) => "▶ ",
            (Some(_), false) => "  ",
            (None, _) => "",
        };
        let style = if on {
            painter.style(*role).add_modifier(Modifier::REVERSED)
        } else {
            painter.style(*role)
        };
        let line = wrap::clip(&format!("{}{words}", painter.signs(lead)), room, &painter.more());
        wrap::put(
            buf,
            inner,
            at as u16,
            &Line::styled(if on { pad(&line, room) } else { line }, style),
        );
    }
    None
}

/// Name, where it is written down, and what is special about it.
fn profile_line(app: &App, painter: &Painter, profile: &Profile) -> String {
    let l = painter.lang;
    let name = profile.name.as_deref().map_or_else(
        || l.pick("(no profile)", "（无账户配置）").to_owned(),
        |name| visible(name).into_owned(),
    );
    let is_in_force = profile.name == app.session.context.profile;
    let source = match profile.kind {
        ProfileKind::None => l.pick("environment variables", "环境变量"),
        ProfileKind::Config => l.pick("config file", "配置文件"),
        ProfileKind::Tccli => "tccli",
    };
    let words = [
        is_in_force.then(|| l.pick("in use", "使用中")),
        Some(source),
        profile.danger.then(|| l.pick("▲DANGER", "▲高危")),
        profile.read_only.then(|| l.pick("read-only", "只读")),
    ];
    let words = words.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    format!("{}  {}", pad(&name, 16), painter.signs(&words))
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
