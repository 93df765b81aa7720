//! The strip: the row under the cursor with every id whole, what it is bound to, and which toggles mean something.

use super::painter::Painter;
use super::table::{flags, seat_of};
use super::theme::Role;
use super::wrap;
use crate::app::App;
use crate::app::layout::{Areas, Width};
use crate::domain::{Eip, NetworkInterface, NicPosition, PrivateIp};
use crate::text::{status, toggle};
use crate::tr;
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
        painter.frame(buf, area, Role::Dim, vec![painter.say(Role::Dim, "selected", "当前行")], "")
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
        toggles(app, painter, eip, columns),
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
    line.spans.push(painter.say(Role::Dim, "no EIP here", "此处没有 EIP"));
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
        spans.push(painter.own(Role::Dim, format!("{ip}{} ", painter.seat(seat))));
    }
    spans.push(painter.cloud(Role::Dim, &eip.eip_name));
    Line::from(spans)
}

/// Address, id, name; the name is cut so that region and flags keep their place.
fn identity(painter: &Painter, eip: &Eip, columns: usize) -> Line<'static> {
    let address = if eip.eip.is_some() {
        eip.address()
    } else {
        painter.lang.pick("no address", "无地址").to_owned()
    };
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
    let flags = flags(painter, eip);
    let mut spans = vec![painter.own(Role::Dim, eip.region.to_string())];
    if !flags.is_empty() {
        spans.push(painter.own(Role::Danger, format!(" ▲{flags}")));
    }
    spans
}

fn binding(app: &App, painter: &Painter, eip: &Eip, columns: usize) -> Line<'static> {
    let Some(server) = &eip.un_instance_id else {
        return match &eip.network_interface_id {
            Some(nic) => Line::from(vec![
                painter.say(Role::Dim, "on a NIC that no server holds: ", "绑定在未挂载的网卡上："),
                painter.cloud(Role::Normal, nic.as_str()),
            ]),
            None => Line::from(painter.say(Role::Dim, "bound to nothing", "未绑定任何资源")),
        };
    };
    let mut spans = vec![
        painter.say(Role::Dim, "bound to ", "绑定到 "),
        painter.cloud(Role::Normal, server.as_str()),
    ];
    if let Some(nic) = &eip.network_interface_id {
        spans.push(painter.say(Role::Dim, "  via ", "  经由 "));
        spans.push(painter.cloud(Role::Normal, nic.as_str()));
    }
    let seat = seat_of(app, eip);
    if let Some(ip) = eip.private_ip_address {
        spans.push(painter.own(Role::Normal, format!(" · {ip}{}", painter.seat(seat))));
    }
    let line = Line::from(spans);
    let words = painter.own(Role::Dim, format!(" = {}", status::seat(painter.lang, seat)));
    if seat == NicPosition::Unknown
        || wrap::line_width(&line) + wrap::width(&words.content) > columns
    {
        return line;
    }
    Line::from([line.spans, vec![words]].concat())
}

fn toggles(app: &App, painter: &Painter, eip: &Eip, columns: usize) -> Line<'static> {
    if eip.is_unbound() {
        return Line::from(painter.say(Role::Dim, "nothing to unbind", "无可解绑"));
    }
    if eip.is_nat() {
        return Line::from(painter.say(
            Role::Warn,
            "▲ NAT gateway: has an action of its own, u says which",
            "▲ NAT 网关：需用专门的接口，按 u 查看",
        ));
    }
    let seat = seat_of(app, eip);
    if seat == NicPosition::Unknown {
        return Line::from(painter.say(
            Role::Dim,
            "toggles [w] [d]: u reads the NIC and says which apply",
            "选项 [w] [d]：按 u 读取网卡后显示是否适用",
        ));
    }
    let quota = app.inventory.region(&eip.region).and_then(|r| r.quota.ready());
    let w = ToggleUse::of_alloc_wan_ip(seat, quota);
    let d = ToggleUse::of_un_bind_private_ip(seat, &app.session.context.api.capabilities());
    let (w_name, d_name) =
        (toggle::alloc_wan_ip_short(painter.lang), toggle::un_bind_private_ip_short(painter.lang));
    let classic = |long: &'static str| {
        if seat == NicPosition::Classic && w == ToggleUse::CloudDecides {
            toggle::classic(painter.lang)
        } else {
            long
        }
    };
    let line = |w: &str, d: &str| {
        tr!(
            painter.lang,
            "[w] {w_name}: {w}   [d] {d_name}: {d}",
            "[w] {w_name}：{w}   [d] {d_name}：{d}"
        )
    };
    let long = line(classic(toggle::why(painter.lang, w)), toggle::why(painter.lang, d));
    let text = if wrap::width(&long) <= columns {
        long
    } else {
        line(toggle::why_short(painter.lang, w), toggle::why_short(painter.lang, d))
    };
    Line::from(painter.own(Role::Normal, text))
}
