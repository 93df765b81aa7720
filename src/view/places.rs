//! Places that an EIP can be bound to, to choose from.

use super::painter::Painter;
use super::theme::Role;
use super::wrap::{self, pad};
use crate::app::App;
use crate::app::places::{Places, is_empty};
use crate::domain::sanitize::visible;
use crate::domain::{NetworkInterface, NicPosition, PrivateIp, Told};
use crate::text::{Length, status};
use crate::tr;
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
    let title =
        painter.say(Role::Accent, "bind to which NIC and private IP?", "绑定到哪个网卡/内网 IP？");
    let foot = l.pick("Enter takes it, nothing is sent · Esc", "Enter 选定，不会发送请求 · Esc");
    let inner = painter.frame(buf, area, Role::Dim, vec![title], foot);
    let rows = places.rows(&app.inventory);
    let count = rows.len();
    let filter = visible(&places.filter).into_owned();
    let head = tr!(l, "filter ▸ {filter}▌  {count} places", "过滤 ▸ {filter}▌  {count} 个位置");
    wrap::put(buf, inner, 0, &Line::from(painter.own(Role::Accent, painter.signs(&head))));
    let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    if rows.is_empty() {
        let words = if places.is_reading(&app.inventory) {
            painter.say(Role::Dim, "reading the NICs…", "正在读取网卡…")
        } else {
            painter.say(Role::Warn, "no such place", "没有这样的位置")
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
        Told::Empty => l.pick("no server", "无服务器").to_owned(),
        Told::NotTold | Told::Conflicting => painter.signs("—"),
    };
    let mut there = match (ip.eip(), ip.public_ip()) {
        (Told::Value(eip), _) => app
            .inventory
            .eip(&places.region, eip.as_str())
            .map_or_else(|| visible(eip.as_str()).into_owned(), |known| known.address()),
        (Told::Empty, Told::Value(wan)) => tr!(l, "ordinary public IP {wan}", "普通公网 IP {wan}"),
        (Told::Empty, Told::Empty) => l.pick("empty", "空").to_owned(),
        (_, _) => l.pick("not known", "未知").to_owned(),
    };
    if places.was_here(nic, ip) {
        there = tr!(l, "was here, {there}", "原位置，{there}");
    }
    let nic = visible(nic.network_interface_id.as_str()).into_owned();
    let address = ip.private_ip_address.to_string();
    if columns < 60 {
        return format!("{} {position} {there}", pad(&address, 14));
    }
    let (nic, address, server) = (pad(&nic, 13), pad(&address, 15), pad(&server, 13));
    format!("{nic} {address} {} {server}  {there}", pad(position, 7))
}
