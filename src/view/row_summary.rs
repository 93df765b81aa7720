//! The strip: the row under the cursor with every id whole, what it is bound to, and which choices can be made.

use super::painter::Painter;
use super::table::{position_gap, seat_of};
use super::theme::Role;
use super::wrap;
use crate::app::App;
use crate::app::layout::{Areas, Width};
use crate::domain::{Eip, NetworkInterface, NicPosition, PrivateIp};
use crate::text::screen::{row as words, table};
use crate::text::{Length, status};
use crate::unbind::ToggleUse;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Draws the strip.
pub(crate) fn draw(app: &App, painter: &Painter, areas: &Areas, area: Rect, buf: &mut Buffer) {
    let Some(eip) = app.current_eip() else {
        if let Some((nic, ip)) = app.nics.as_ref().and_then(|nics| nics.current(&app.inventory)) {
            return bare_pair(painter, nic, ip, area, buf);
        }
        if area.height > 1 {
            wrap::put(buf, area, 0, &painter.rule(usize::from(area.width), Role::Dim, ""));
        }
        return;
    };
    if area.height < 3 {
        let line = narrow_line(app, painter, eip);
        return wrap::put(
            buf,
            area,
            0,
            &wrap::clip_line(line, usize::from(area.width), &painter.more()),
        );
    }
    let inner = if areas.width == Width::Wide {
        painter.frame(
            buf,
            area,
            Role::Dim,
            vec![painter.own(Role::Dim, words::selected(painter.lang))],
            "",
        )
    } else {
        wrap::put(buf, area, 0, &painter.rule(usize::from(area.width), Role::Dim, ""));
        Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: area.width.saturating_sub(1),
            height: area.height - 1,
        }
    };
    let columns = usize::from(inner.width);
    let lines = vec![
        wrap::spread(identity(painter, eip, columns), Line::from(facts(painter, eip)), columns),
        binding(app, painter, eip, columns),
        choices(app, painter, eip, columns),
    ];
    let lines: Vec<_> =
        lines.into_iter().map(|l| wrap::clip_line(l, columns, &painter.more())).collect();
    wrap::put_all(buf, inner, &lines);
}

/// A private IP without an EIP.
fn bare_pair(
    painter: &Painter,
    nic: &NetworkInterface,
    ip: &PrivateIp,
    area: Rect,
    buf: &mut Buffer,
) {
    let mut line = Line::from(vec![
        painter.cloud(Role::Normal, nic.network_interface_id.as_str()),
        Span::raw(" "),
    ]);
    line.spans.push(painter.own(Role::Normal, format!("{} ", ip.private_ip_address)));
    line.spans.push(painter.own(Role::Dim, words::no_eip(painter.lang)));
    let row = u16::from(area.height > 1);
    if row > 0 {
        wrap::put(buf, area, 0, &painter.rule(usize::from(area.width), Role::Dim, ""));
        line.spans.insert(0, Span::raw(" "));
    }
    wrap::put(buf, area, row, &wrap::clip_line(line, usize::from(area.width), &painter.more()));
}

fn narrow_line(app: &App, painter: &Painter, eip: &Eip) -> Line<'static> {
    let seat = seat_of(app, eip);
    let mut spans = vec![painter.cloud(Role::Dim, eip.eip_id.as_str()), Span::raw(" ")];
    if let Some(ip) = eip.private_ip_address {
        let words = status::position(painter.lang, seat, Length::Narrow);
        let words = if seat == NicPosition::Unknown { String::new() } else { format!(" {words}") };
        spans.push(painter.own(Role::Dim, format!("{ip}{words} ")));
    }
    spans.push(painter.cloud(Role::Dim, &eip.eip_name));
    Line::from(spans)
}

/// Address, id, name; the name is cut so that region and flags keep their place.
fn identity(painter: &Painter, eip: &Eip, columns: usize) -> Line<'static> {
    let address =
        if eip.eip.is_some() { eip.address() } else { words::no_address(painter.lang).to_owned() };
    let facts = wrap::line_width(&Line::from(facts(painter, eip)));
    let room = columns
        .saturating_sub(wrap::width(&address) + wrap::width(eip.eip_id.as_str()) + facts + 6);
    let name = wrap::clip(&crate::domain::sanitize::visible(&eip.eip_name), room, &painter.more());
    Line::from(vec![
        painter.own(Role::Accent, address),
        Span::raw("  "),
        painter.cloud(Role::Normal, eip.eip_id.as_str()),
        Span::raw("  "),
        Span::styled(name, painter.style(Role::Normal)),
    ])
}

fn facts(painter: &Painter, eip: &Eip) -> Vec<Span<'static>> {
    let flags = table::flags(painter.lang, eip, false);
    let mut spans = vec![painter.own(Role::Dim, eip.region.to_string())];
    if !flags.is_empty() {
        spans.push(painter.own(Role::Danger, format!("  ▲ {flags}")));
    }
    spans
}

fn binding(app: &App, painter: &Painter, eip: &Eip, columns: usize) -> Line<'static> {
    let l = painter.lang;
    let Some(server) = &eip.un_instance_id else {
        let state = status::state_sentence(l, eip);
        let server = status::without_server(l, eip.server(), &eip.status, Length::Long);
        // The kept link and the detached NIC say it themselves.
        let says_it = eip.network_interface_id.is_some() && server == status::no_server(l);
        let words = if says_it { state } else { words::state_and_server(l, &state, &server) };
        return Line::from(painter.own(Role::Dim, words));
    };
    let mut spans = vec![
        painter.own(Role::Dim, words::bound_to(l)),
        painter.cloud(Role::Normal, server.as_str()),
    ];
    if let Some(nic) = &eip.network_interface_id {
        spans.push(Span::raw("   "));
        spans.push(painter.cloud(Role::Normal, nic.as_str()));
    }
    let seat = seat_of(app, eip);
    if let Some(ip) = eip.private_ip_address {
        spans.push(painter.own(Role::Normal, format!(" · {ip}")));
    }
    let line = Line::from(spans);
    let words = [
        status::position_and_why(l, seat, position_gap(app, eip)),
        status::position(l, seat, Length::Long).to_owned(),
        status::position(l, seat, Length::Short).to_owned(),
    ];
    let room = columns.saturating_sub(wrap::line_width(&line) + 3);
    match words.into_iter().find(|words| wrap::width(words) <= room) {
        Some(words) if !words.is_empty() => {
            let words = painter.own(Role::Dim, format!("   {words}"));
            Line::from([line.spans, vec![words]].concat())
        }
        Some(_) | None => line,
    }
}

fn choices(app: &App, painter: &Painter, eip: &Eip, columns: usize) -> Line<'static> {
    let (marks, l) = (&app.list.marks, painter.lang);
    if !marks.is_empty() && !app.shows_nics() {
        let is_one = marks.iter().any(|(region, id)| *region == eip.region && *id == eip.eip_id);
        return Line::from(painter.own(Role::Warn, words::marked(l, marks.len(), is_one)));
    }
    if eip.is_free() {
        return Line::from(painter.own(Role::Dim, words::nothing_to_unbind(l)));
    }
    if eip.is_nat() {
        return Line::from(painter.own(Role::Warn, words::nat(l)));
    }
    let seat = seat_of(app, eip);
    if seat == NicPosition::Unknown {
        return Line::from(painter.own(Role::Dim, words::opens_dialog(l)));
    }
    let quota = app.inventory.region(&eip.region).and_then(|r| r.quota.ready());
    let gap = position_gap(app, eip);
    let w = ToggleUse::of_alloc_wan_ip(seat, quota);
    let d = ToggleUse::of_un_bind_private_ip(seat, &app.session.whose().api.capabilities());
    let text = [Length::Long, Length::Short, Length::Narrow]
        .map(|length| words::choices(l, (w, d), length, (seat, gap)))
        .into_iter()
        .find(|text| wrap::width(text) <= columns)
        .unwrap_or_else(|| words::choices(l, (w, d), Length::Narrow, (seat, gap)));
    Line::from(painter.own(Role::Normal, text))
}
