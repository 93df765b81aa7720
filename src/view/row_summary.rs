//! The strip: the row under the cursor with every id whole, what it is bound to, and which choices can be made.

use super::painter::Painter;
use super::table::{flags, seat_of};
use super::theme::Role;
use super::wrap;
use crate::app::App;
use crate::app::layout::{Areas, Width};
use crate::domain::{Eip, NetworkInterface, NicPosition, PrivateIp};
use crate::text::{Length, status, toggle};
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
        let words = status::position(painter.lang, seat, Length::Narrow);
        let words = if seat == NicPosition::Unknown { String::new() } else { format!(" {words}") };
        spans.push(painter.own(Role::Dim, format!("{ip}{words} ")));
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
    let flags = flags(painter, eip, false);
    let mut spans = vec![painter.own(Role::Dim, eip.region.to_string())];
    if !flags.is_empty() {
        spans.push(painter.own(Role::Danger, format!("  ▲ {flags}")));
    }
    spans
}

fn binding(app: &App, painter: &Painter, eip: &Eip, columns: usize) -> Line<'static> {
    let l = painter.lang;
    let Some(server) = &eip.un_instance_id else {
        return Line::from(match &eip.network_interface_id {
            Some(_) => painter.own(Role::Dim, status::state_sentence(l, eip)),
            None => painter.say(Role::Dim, "unbound, no server", "未绑定，无服务器"),
        });
    };
    let mut spans = vec![
        painter.say(Role::Dim, "bound to ", "绑定到 "),
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
    let words = painter.own(Role::Dim, format!("   {}", status::position(l, seat, Length::Long)));
    if wrap::line_width(&line) + wrap::width(&words.content) > columns {
        return line;
    }
    Line::from([line.spans, vec![words]].concat())
}

fn choices(app: &App, painter: &Painter, eip: &Eip, columns: usize) -> Line<'static> {
    let marks = &app.list.marks;
    if !marks.is_empty() && !app.shows_nics() {
        let (count, l) = (marks.len(), painter.lang);
        let is_one = marks.iter().any(|(region, id)| *region == eip.region && *id == eip.eip_id);
        let words = if is_one {
            tr!(l, "u and b are about the {count} marked EIPs", "u、b 针对已标记的 {count} 个 EIP")
        } else {
            tr!(
                l,
                "u and b are about the {count} marked EIPs, not about this one",
                "u、b 针对已标记的 {count} 个 EIP，不含本行"
            )
        };
        return Line::from(painter.own(Role::Warn, words));
    }
    if eip.is_free() {
        return Line::from(painter.say(
            Role::Dim,
            "nothing to unbind: b binds it",
            "无需解绑：按 b 绑定",
        ));
    }
    if eip.is_nat() {
        return Line::from(painter.say(
            Role::Warn,
            "▲ it serves a NAT gateway, which has an action of its own: u names it",
            "▲ 绑定 NAT 网关，需用专门的接口：按 u 查看",
        ));
    }
    let seat = seat_of(app, eip);
    if seat == NicPosition::Unknown {
        return Line::from(painter.say(
            Role::Dim,
            "u opens the unbind dialog, nothing is sent; choices there: w new public IP, d NIC link",
            "按 u 打开解绑对话框（不会发出请求）；可选：w 分配普通公网 IP，d 网卡关系",
        ));
    }
    let quota = app.inventory.region(&eip.region).and_then(|r| r.quota.ready());
    let w = ToggleUse::of_alloc_wan_ip(seat, quota);
    let d = ToggleUse::of_un_bind_private_ip(seat, &app.session.context.api.capabilities());
    let line = |length: Length| {
        let choice = |key: &str, name: &str, toggle: ToggleUse| {
            let words = toggle::remark(painter.lang, toggle, length)
                .unwrap_or_else(|| painter.lang.pick("can be chosen", "可选").to_owned());
            format!("{key} {name}{}{words}", painter.lang.pick(": ", "："))
        };
        let w_name = toggle::alloc_wan_ip(painter.lang, Length::Short);
        let d_name = toggle::link(painter.lang, Length::Short);
        format!("{}   {}", choice("w", w_name, w), choice("d", d_name, d))
    };
    let text = [Length::Long, Length::Short, Length::Narrow]
        .map(line)
        .into_iter()
        .find(|text| wrap::width(text) <= columns)
        .unwrap_or_else(|| line(Length::Narrow));
    Line::from(painter.own(Role::Normal, text))
}
