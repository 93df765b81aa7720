//! The NIC/private-IP view: every private IP of every NIC, a row each.

use super::empty;
use super::painter::Painter;
use super::theme::Role;
use super::wrap::{self, pad};
use crate::app::App;
use crate::app::layout::Areas;
use crate::domain::sanitize::visible;
use crate::domain::{NetworkInterface, NicPosition, PrivateIp};
use crate::text::screen::{heads, table as words};
use crate::text::{Length, status};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

/// Cells of a row: NIC, private IP, flags, EIP, server, name of the NIC.
type Cells = [String; 6];

/// Draws heads and rows, or why there are none.
pub(crate) fn draw(
    app: &App,
    painter: &Painter,
    _areas: &Areas,
    heads: Rect,
    area: Rect,
    buf: &mut Buffer,
) {
    let Some(nics) = &app.nics else { return };
    let rows: Vec<(usize, Cells)> = (nics.top..nics.top.saturating_add(usize::from(area.height)))
        .filter_map(|position| {
            nics.row(&app.inventory, position)
                .map(|(nic, ip)| (position, cells(app, painter, area, nic, ip)))
        })
        .collect();
    if rows.is_empty() {
        return empty::draw(
            app,
            painter,
            Rect { y: heads.y.min(area.y), height: area.height + heads.height, ..area },
            buf,
        );
    }
    let headings = headings(painter);
    let narrow = area.width < 60;
    let gap = if narrow { " " } else { "  " };
    let room = usize::from(area.width).saturating_sub(2);
    let mut widths: Vec<usize> = (0..headings.len())
        .map(|c| {
            let heading = if heads.height > 0 { wrap::width(headings[c]) } else { 0 };
            rows.iter().map(|(_, cells)| wrap::width(&cells[c])).max().unwrap_or(0).max(heading)
        })
        .collect();
    // Narrow: the NIC's name goes first, then the seat, the NIC, the server, each whole; what an alert names stays.
    for leaving in [5, 2, 0, 4] {
        let used = widths.iter().filter(|w| **w > 0).map(|w| w + gap.len()).sum::<usize>();
        if used <= room + gap.len() {
            break;
        }
        widths[leaving] = 0;
    }
    let join = |cells: &[&str]| -> String {
        let shown =
            cells.iter().zip(&widths).filter(|(_, w)| **w > 0).map(|(cell, w)| pad(cell, *w));
        shown.collect::<Vec<_>>().join(gap)
    };
    if heads.height > 0 {
        wrap::put(
            buf,
            heads,
            0,
            &Line::from(painter.own(Role::Dim, format!("  {}", join(&headings)))),
        );
    }
    for (at, (position, cells)) in rows.iter().enumerate() {
        let current = *position == nics.position;
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let marker = if current { painter.signs("▶") } else { " ".to_owned() };
        let mut line = pad(&format!("{marker} {}", join(&cells)), usize::from(area.width));
        line = wrap::clip(&line, usize::from(area.width), "");
        let style = painter.style(Role::Normal);
        let style = if current { style.add_modifier(Modifier::REVERSED) } else { style };
        wrap::put(buf, area, at as u16, &Line::from(Span::styled(line, style)));
    }
}

fn headings(painter: &Painter) -> [&'static str; 6] {
    let l = painter.lang;
    [
        heads::nic(l),
        heads::private_ip(l),
        heads::nic_ip(l),
        heads::eip(l),
        heads::server(l),
        heads::nic_name(l),
    ]
}

fn cells(
    app: &App,
    painter: &Painter,
    area: Rect,
    nic: &NetworkInterface,
    ip: &PrivateIp,
) -> Cells {
    let none = || painter.signs("—");
    let length = if area.width >= 100 { Length::Long } else { Length::Narrow };
    let position = NicPosition::between(nic.primary, ip.primary);
    let seat = status::position(painter.lang, position, length).to_owned();
    let eip = match (ip.wan_ip, &ip.eip_id) {
        (Some(wan), Some(id)) if area.width >= 80 => format!("{wan} {}", visible(id.as_str())),
        (Some(wan), Some(_)) => wan.to_string(),
        (None, Some(id)) => visible(id.as_str()).into_owned(),
        (Some(wan), None) if ip.eip_id_not_told => wan.to_string(),
        (Some(wan), None) => format!("{wan} {}", words::ordinary(painter.lang)),
        (None, None) => none(),
    };
    // The NIC names an EIP whose link alone was kept as it names one that is bound.
    let listed = ip.eip_id.as_ref().and_then(|id| app.inventory.eip(&nic.region, id.as_str()));
    let eip = match listed.filter(|listed| listed.is_link_kept()) {
        Some(listed) => {
            let length = if area.width < 60 { Length::Narrow } else { Length::Short };
            format!("{eip} {}", status::state(painter.lang, listed, length))
        }
        None => eip,
    };
    [
        visible(nic.network_interface_id.as_str()).into_owned(),
        ip.private_ip_address.to_string(),
        seat,
        eip,
        status::cell(painter.lang, nic.holder(), &none(), |server| {
            visible(server.as_str()).into_owned()
        }),
        wrap::clip(&visible(&nic.eni_name), 16, &painter.more()),
    ]
}
