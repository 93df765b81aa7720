//! Places that an EIP can be bound to, to choose from.

use super::painter::Painter;
use super::theme::Role;
use super::wrap::{self, pad};
use crate::app::App;
use crate::app::places::{Places, is_empty};
use crate::domain::sanitize::visible;
use crate::domain::{NetworkInterface, NicPosition, PrivateIp, Told};
use crate::text::screen::places as words;
use crate::text::{Length, status};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::Line;

/// Draws the overlay.
pub(crate) fn draw(
    app: &App,
    places: &Places,
    painter: &Painter,
    area: Rect,
    buf: &mut Buffer,
) -> Option<Position> {
    let l = painter.lang;
    let title = painter.own(Role::Accent, words::title(l));
    let inner = painter.frame(buf, area, Role::Dim, vec![title], words::foot(l));
    let rows = places.rows(&app.inventory);
    let head = words::head(l, &visible(&places.filter), rows.len());
    wrap::put(buf, inner, 0, &Line::from(painter.own(Role::Accent, head)));
    let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    if rows.is_empty() {
        let words = if places.is_reading(&app.inventory) {
            painter.own(Role::Dim, words::reading(l))
        } else {
            painter.own(Role::Warn, words::none(l))
        };
        wrap::put(buf, list, 0, &Line::from(words));
        return None;
    }
    let (height, room) = (usize::from(list.height).max(1), usize::from(list.width));
    let top = (places.row + 1).saturating_sub(height);
    for (line, (at, (nic, ip))) in rows.iter().enumerate().skip(top).take(height).enumerate() {
        let on = at == places.row;
        let lead = if on { painter.signs("▶ ") } else { "  ".to_owned() };
        let role = if is_empty(ip) { Role::Normal } else { Role::Dim };
        let text = format!("{lead}{}", row(app, painter, places, (nic, ip), list.width));
        let text = pad(&wrap::clip(&text, room, &painter.more()), room);
        let style = painter.style(role);
        let style = if on { style.add_modifier(Modifier::REVERSED) } else { style };
        wrap::put(buf, list, line as u16, &Line::styled(text, style));
    }
    None
}

/// NIC, private IP, where that is on its server, the server, and what is there now.
fn row(
    app: &App,
    painter: &Painter,
    places: &Places,
    (nic, ip): (&NetworkInterface, &PrivateIp),
    columns: u16,
) -> String {
    let l = painter.lang;
    let position = NicPosition::between(nic.primary, ip.primary);
    let position = status::position(l, position, Length::Narrow);
    let server = match nic.holder() {
        Told::Value(server) => visible(server.as_str()).into_owned(),
        Told::Empty => status::no_server(l).to_owned(),
        Told::NotTold | Told::Conflicting => words::not_known(l).to_owned(),
    };
    let mut there = match (ip.eip(), ip.public_ip()) {
        (Told::Value(eip), _) => app
            .inventory
            .eip(&places.region, eip.as_str())
            .map_or_else(|| visible(eip.as_str()).into_owned(), |known| known.address()),
        (Told::Empty, Told::Value(wan)) => words::ordinary_ip(l, wan),
        (Told::Empty, Told::Empty) => words::empty(l).to_owned(),
        (_, _) => words::not_known(l).to_owned(),
    };
    if places.was_here(nic, ip) {
        there = words::was_here(l, &there);
    }
    let nic = visible(nic.network_interface_id.as_str()).into_owned();
    let address = ip.private_ip_address.to_string();
    if columns < 60 {
        return format!("{} {position} {there}", pad(&address, 14));
    }
    let (nic, address, server) = (pad(&nic, 13), pad(&address, 15), pad(&server, 13));
    format!("{nic} {address} {} {server}  {there}", pad(position, 7))
}
