//! The strip: the row under the cursor with every id whole, what it is bound to, and which toggles mean something.

use super::ink::Ink;
use super::table::{flags, seat_of};
use super::text;
use super::theme::Role;
use crate::app::App;
use crate::app::layout::{Areas, Width};
use crate::domain::{Eip, NetworkInterface, PrivateIp, Seat};
use crate::text::{status, toggle};
use crate::tr;
use crate::unbind::ToggleUse;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Draws the strip.
pub(crate) fn draw(app: &App, ink: &Ink, areas: &Areas, area: Rect, buf: &mut Buffer) {
    let Some(eip) = app.current_eip() else {
        if let Some((nic, ip)) = app.nics.as_ref().and_then(|nics| nics.current(&app.inventory)) {
            return bare_pair(ink, nic, ip, area, buf);
        }
        if area.height > 1 {
            text::put(buf, area, 0, &ink.rule(usize::from(area.width), Role::Dim, ""));
        }
        return;
    };
    if area.height < 3 {
        let line = narrow_line(app, ink, eip);
        return text::put(
            buf,
            area,
            0,
            &text::clip_line(line, usize::from(area.width), &ink.more()),
        );
    }
    let inner = if areas.width == Width::Wide {
        ink.frame(buf, area, Role::Dim, vec![ink.say(Role::Dim, "selected", "当前行")], "")
    } else {
        text::put(buf, area, 0, &ink.rule(usize::from(area.width), Role::Dim, ""));
        Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: area.width.saturating_sub(1),
            height: area.height - 1,
        }
    };
    let columns = usize::from(inner.width);
    let lines = vec![
        text::spread(identity(ink, eip, columns), Line::from(facts(ink, eip)), columns),
        binding(app, ink, eip, columns),
        toggles(app, ink, eip, columns),
    ];
    let lines: Vec<_> =
        lines.into_iter().map(|l| text::clip_line(l, columns, &ink.more())).collect();
    text::put_all(buf, inner, &lines);
}

/// A private IP without an EIP.
fn bare_pair(ink: &Ink, nic: &NetworkInterface, ip: &PrivateIp, area: Rect, buf: &mut Buffer) {
    let mut line = Line::from(vec![
        ink.cloud(Role::Normal, nic.network_interface_id.as_str()),
        Span::raw(" "),
    ]);
    line.spans.push(ink.own(Role::Normal, format!("{} ", ip.private_ip_address)));
    line.spans.push(ink.say(Role::Dim, "no EIP here", "此处没有 EIP"));
    let row = u16::from(area.height > 1);
    if row > 0 {
        text::put(buf, area, 0, &ink.rule(usize::from(area.width), Role::Dim, ""));
        line.spans.insert(0, Span::raw(" "));
    }
    text::put(buf, area, row, &text::clip_line(line, usize::from(area.width), &ink.more()));
}

fn narrow_line(app: &App, ink: &Ink, eip: &Eip) -> Line<'static> {
    let seat = seat_of(app, eip);
    let mut spans = vec![ink.cloud(Role::Dim, eip.eip_id.as_str()), Span::raw(" ")];
    if let Some(ip) = eip.private_ip_address {
        spans.push(ink.own(Role::Dim, format!("{ip}{} ", ink.seat(seat))));
    }
    spans.push(ink.cloud(Role::Dim, &eip.eip_name));
    Line::from(spans)
}

/// Address, id, name; the name is cut so that region and flags keep their place.
fn identity(ink: &Ink, eip: &Eip, columns: usize) -> Line<'static> {
    let address = if eip.eip.is_some() {
        eip.address()
    } else {
        ink.lang.pick("no address", "无地址").to_owned()
    };
    let facts = text::line_width(&Line::from(facts(ink, eip)));
    let room = columns
        .saturating_sub(text::width(&address) + text::width(eip.eip_id.as_str()) + facts + 6);
    let name = text::clip(&crate::domain::safe::visible(&eip.eip_name), room, &ink.more());
    Line::from(vec![
        ink.own(Role::Accent, address),
        Span::raw("  "),
        ink.cloud(Role::Normal, eip.eip_id.as_str()),
        Span::raw("  "),
        Span::styled(name, ink.style(Role::Normal)),
    ])
}

fn facts(ink: &Ink, eip: &Eip) -> Vec<Span<'static>> {
    let flags = flags(ink, eip);
    let mut spans = vec![ink.own(Role::Dim, eip.region.to_string())];
    if !flags.is_empty() {
        spans.push(ink.own(Role::Danger, format!(" ▲{flags}")));
    }
    spans
}

fn binding(app: &App, ink: &Ink, eip: &Eip, columns: usize) -> Line<'static> {
    let Some(server) = &eip.un_instance_id else {
        return match &eip.network_interface_id {
            Some(nic) => Line::from(vec![
                ink.say(Role::Dim, "on a NIC that no server holds: ", "绑定在未挂载的网卡上："),
                ink.cloud(Role::Normal, nic.as_str()),
            ]),
            None => Line::from(ink.say(Role::Dim, "bound to nothing", "未绑定任何资源")),
        };
    };
    let mut spans =
        vec![ink.say(Role::Dim, "bound to ", "绑定到 "), ink.cloud(Role::Normal, server.as_str())];
    if let Some(nic) = &eip.network_interface_id {
        spans.push(ink.say(Role::Dim, "  via ", "  经由 "));
        spans.push(ink.cloud(Role::Normal, nic.as_str()));
    }
    let seat = seat_of(app, eip);
    if let Some(ip) = eip.private_ip_address {
        spans.push(ink.own(Role::Normal, format!(" · {ip}{}", ink.seat(seat))));
    }
    let line = Line::from(spans);
    let words = ink.own(Role::Dim, format!(" = {}", status::seat(ink.lang, seat)));
    if seat == Seat::Unknown || text::line_width(&line) + text::width(&words.content) > columns {
        return line;
    }
    Line::from([line.spans, vec![words]].concat())
}

fn toggles(app: &App, ink: &Ink, eip: &Eip, columns: usize) -> Line<'static> {
    if eip.is_unbound() {
        return Line::from(ink.say(Role::Dim, "nothing to unbind", "无可解绑"));
    }
    if eip.is_nat() {
        return Line::from(ink.say(
            Role::Warn,
            "▲ NAT gateway: has an action of its own, u says which",
            "▲ NAT 网关：需用专门的接口，按 u 查看",
        ));
    }
    let seat = seat_of(app, eip);
    if seat == Seat::Unknown {
        return Line::from(ink.say(
            Role::Dim,
            "toggles [w] [d]: u reads the NIC and says which apply",
            "选项 [w] [d]：按 u 读取网卡后显示是否适用",
        ));
    }
    let quota = app.inventory.region(&eip.region).and_then(|r| r.quota.ready());
    let w = ToggleUse::of_alloc_wan_ip(seat, quota);
    let d = ToggleUse::of_un_bind_private_ip(seat, &app.session.context.api.capabilities());
    let (w_name, d_name) =
        (toggle::alloc_wan_ip_short(ink.lang), toggle::un_bind_private_ip_short(ink.lang));
    let classic = |long: &'static str| {
        if seat == Seat::Classic && w == ToggleUse::CloudDecides {
            toggle::classic(ink.lang)
        } else {
            long
        }
    };
    let line = |w: &str, d: &str| {
        tr!(
            ink.lang,
            "[w] {w_name}: {w}   [d] {d_name}: {d}",
            "[w] {w_name}：{w}   [d] {d_name}：{d}"
        )
    };
    let long = line(classic(toggle::why(ink.lang, w)), toggle::why(ink.lang, d));
    let text = if text::width(&long) <= columns {
        long
    } else {
        line(toggle::why_short(ink.lang, w), toggle::why_short(ink.lang, d))
    };
    Line::from(ink.own(Role::Normal, text))
}
