//! What may be meant by an alert: one candidate a row, each with what it is and what is known of it.

use super::painter::Painter;
use super::theme::Role;
use super::wrap::{self, pad, width};
use crate::app::App;
use crate::app::candidates::Candidates;
use crate::domain::Eip;
use crate::domain::sanitize::visible;
use crate::domain::target::TargetText;
use crate::text::screen::candidates as words;
use crate::text::{Length, status, target};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::Line;

/// Draws the choice over whatever is there.
pub(crate) fn draw(
    app: &App,
    candidates: &Candidates,
    painter: &Painter,
    area: Rect,
    buf: &mut Buffer,
) {
    let rows: Vec<[String; 3]> =
        candidates.candidates.iter().map(|candidate| row(app, painter, candidate)).collect();
    // Where it is narrow, what is known is worth more than straight columns.
    let is_narrow = area.width < 60;
    let widest = |column: usize| {
        rows.iter().map(|row| width(&row[column])).max().filter(|_| !is_narrow).unwrap_or_default()
    };
    let gap = if is_narrow { " " } else { "  " };
    let (names, kinds) = (widest(0), widest(1));
    let line = |row: &[String; 3]| {
        format!("{}{gap}{}{gap}{}", pad(&row[0], names), pad(&row[1], kinds), row[2])
    };
    let (l, all) = (painter.lang, rows.len());
    let mark = |is_marked: bool| if is_marked { "[x] " } else { "[ ] " };
    let for_all = mark(candidates.marked.len() == all);
    let mut lines = vec![format!("{for_all}{}", words::all(l, all))];
    lines.extend(rows.iter().enumerate().map(|(at, row)| {
        format!("{}{}", mark(candidates.marked.contains(&at)), line(row).trim_end())
    }));
    let columns = (lines.iter().map(|line| width(line)).max().unwrap_or_default() + 6)
        .max(60)
        .min(usize::from(area.width)) as u16;
    let height = (lines.len() as u16 + 2).min(area.height);
    let place = Rect {
        x: area.x + (area.width - columns) / 2,
        y: area.y + (area.height - height) / 2,
        width: columns,
        height,
    };
    let title = words::title(l, all, &candidates.regions, is_narrow);
    let foot = words::foot(l, candidates.marked.len(), is_narrow);
    let inner =
        painter.frame(buf, place, Role::Accent, vec![painter.own(Role::Accent, title)], &foot);
    let shown = usize::from(inner.height).max(1);
    let top = (candidates.row + 1).saturating_sub(shown);
    let room = usize::from(inner.width);
    for (at, (index, line)) in lines.iter().enumerate().skip(top).take(shown).enumerate() {
        let on = index == candidates.row;
        let marker = if on { painter.signs("▶ ") } else { "  ".to_owned() };
        let style = painter.style(Role::Normal);
        let style = if on { style.add_modifier(Modifier::REVERSED) } else { style };
        let line = pad(&wrap::clip(&format!("{marker}{line}"), room, &painter.more()), room);
        wrap::put(buf, inner, at as u16, &Line::styled(line, style));
    }
}

/// The candidate, what it is, and what the list knows of it.
fn row(app: &App, painter: &Painter, candidate: &TargetText) -> [String; 3] {
    let means = |eip: &&Eip| match candidate {
        TargetText::EipId(id) => eip.eip_id == *id,
        TargetText::Address(ip) => eip.eip == Some(*ip) || eip.private_ip_address == Some(*ip),
        TargetText::Instance(id) => eip.un_instance_id.as_ref() == Some(id),
        TargetText::Pair(nic, ip) => {
            eip.network_interface_id.as_ref() == Some(nic) && eip.private_ip_address == Some(*ip)
        }
        TargetText::Name(name) => eip.eip_name.contains(name.as_str()),
    };
    let known: Vec<&Eip> =
        app.inventory.regions.iter().flat_map(|r| &r.eips).filter(means).collect();
    let about = match known.as_slice() {
        [] => String::new(),
        [eip] => facts(painter, eip, candidate),
        more => target::eips(painter.lang, more.len()),
    };
    [
        visible(&candidate.to_string()).into_owned(),
        target::kind(painter.lang, candidate).to_owned(),
        about,
    ]
}

/// Address, name and server of an EIP, without what the candidate says already.
fn facts(painter: &Painter, eip: &Eip, candidate: &TargetText) -> String {
    let address = (*candidate != TargetText::Address(eip.eip.unwrap_or([0, 0, 0, 0].into())))
        .then(|| eip.address());
    let name = visible(&eip.eip_name).into_owned();
    let server =
        eip.un_instance_id.as_ref().filter(|id| *candidate != TargetText::Instance((*id).clone()));
    let server = server.map(|id| painter.signs(&format!("→ {}", visible(id.as_str()))));
    let without = || {
        if eip.is_free() {
            return words::unbound(painter.lang).to_owned();
        }
        status::without_server(painter.lang, eip.server(), &eip.status, Length::Short)
    };
    let free = eip.un_instance_id.is_none().then(without);
    let parts = [address, Some(name).filter(|name| !name.is_empty()), server, free];
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}
