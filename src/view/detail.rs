//! Everything known of one row.

use super::doc::Doc;
use super::errors::scrolled;
use super::painter::Painter;
use super::table::{flags, seat_of, state_words};
use super::theme::Role;
use crate::app::App;
use crate::app::overlay::Scroll;
use crate::domain::sanitize::visible;
use crate::domain::{Eip, InstanceKind};
use crate::text::status;
use crate::tr;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;

/// Draws the overlay.
pub(crate) fn draw(
    app: &App,
    scroll: Scroll,
    painter: &Painter,
    area: Rect,
    buf: &mut Buffer,
) -> Option<Position> {
    let columns = usize::from(area.width).saturating_sub(4);
    let mut doc = Doc::new(columns, if columns < 60 { 2 } else { LABEL });
    let Some(eip) = app.current_eip() else {
        doc.push(0, painter.say(Role::Warn, "the row is gone", "该行已不存在"));
        scrolled(scroll, painter, area, buf, vec![], doc);
        return None;
    };
    facts(app, painter, eip, columns < 60, &mut doc);
    doc.gap();
    effects(app, painter, eip, &mut doc);
    let title = vec![
        painter.own(Role::Accent, eip.address()),
        painter.say(Role::Dim, " · detail", " · 详情"),
    ];
    scrolled(scroll, painter, area, buf, title, doc);
    None
}

/// Width of the label column.
const LABEL: usize = 12;

fn facts(app: &App, painter: &Painter, eip: &Eip, narrow: bool, doc: &mut Doc) {
    let l = painter.lang;
    let label =
        |en: &'static str, zh: &'static str| painter.label(if narrow { 9 } else { LABEL }, en, zh);
    let blank = || Span::raw("  ");
    let none = || painter.say(Role::Dim, "none", "无");
    doc.push(
        0,
        vec![
            label("EIP", "EIP"),
            painter.own(Role::Accent, eip.address()),
            blank(),
            painter.cloud(Role::Normal, eip.eip_id.as_str()),
            blank(),
            painter.cloud(Role::Normal, &eip.eip_name),
        ],
    );
    let flags = flags(painter, eip);
    let mut state = vec![label("State", "状态"), state_words(app.session.symbols, painter, eip)];
    if !flags.is_empty() {
        state.push(painter.own(Role::Danger, format!("  ▲ {flags}")));
    }
    doc.push(0, state);
    let server =
        eip.un_instance_id.as_ref().map_or_else(none, |i| painter.cloud(Role::Normal, i.as_str()));
    let kind = eip
        .serves()
        .filter(|_| eip.un_instance_id.is_some() || eip.kind != Some(InstanceKind::Cvm))
        .map(|_| painter.own(Role::Dim, format!("  {}", status::served(l, eip))));
    doc.push(0, [label("Bound to", "绑定到"), server].into_iter().chain(kind).collect::<Vec<_>>());
    let nic = eip
        .network_interface_id
        .as_ref()
        .map_or_else(none, |n| painter.cloud(Role::Normal, n.as_str()));
    let mut through = vec![label("Through", "经由"), nic];
    if let Some(ip) = eip.private_ip_address {
        let seat = seat_of(app, eip);
        through.push(painter.own(Role::Normal, format!(" · {ip}{}", painter.seat(seat))));
        through.push(painter.own(Role::Dim, format!("  {}", status::seat(l, seat))));
    }
    doc.push(0, through);
    doc.push(0, vec![label("Region", "地域"), painter.own(Role::Normal, eip.region.to_string())]);
    owner(app, painter, label("Account", "账号"), doc);
    let words = [
        (l.pick("arrears", "欠费"), eip.arrears),
        (l.pick("blocked", "封堵"), eip.blocked),
        (l.pick("auto-release", "随解绑释放"), eip.cascade_release),
        (l.pick("direct mode", "直通"), eip.direct),
    ];
    let words: Vec<String> =
        words.iter().map(|(name, value)| format!("{name} {}", status::yes_no(l, *value))).collect();
    doc.push(0, vec![label("Flags", "标志"), painter.own(Role::Normal, words.join(" · "))]);
    if let Some(at) = app.inventory.blocked_read_at(eip) {
        let at = at.wall.to_zoned(app.session.zone.clone()).strftime("%H:%M:%S").to_string();
        let seen = tr!(l, "read {at} on its NIC", "{at} 于网卡读取");
        doc.push(0, vec![label("Blocked", "封堵"), painter.own(Role::Dim, seen)]);
    }
    if let Some(kind) = status::address_kind(l, eip) {
        doc.push(0, vec![label("Address", "地址类型"), painter.own(Role::Normal, kind)]);
    }
    doc.push(0, vec![label("Tags", "标签"), painter.own(Role::Normal, status::tags(l, eip))]);
    if let Some(created) = eip.created_at {
        doc.push(
            0,
            vec![
                label("Created", "创建"),
                painter.own(Role::Normal, painter.date(created)),
                painter.own(Role::Dim, format!("  ({created})")),
            ],
        );
    }
    if let Some(isp) = eip.isp_id {
        doc.push(0, vec![label("Line", "线路"), painter.own(Role::Normal, format!("ispId {isp}"))]);
    }
}

/// Identity it is, and by which keys it is seen.
fn owner(app: &App, painter: &Painter, label: Span<'static>, doc: &mut Doc) {
    let (s, l) = (&app.session, painter.lang);
    let mut line = vec![label];
    match &app.identity.caller {
        Some(caller) => {
            line.push(painter.cloud(Role::Normal, &caller.account_id));
            line.push(painter.say(Role::Dim, "  caller ", "  调用者 "));
            line.push(painter.cloud(Role::Dim, &caller.arn));
        }
        // It may be the key's id, which we cut ourselves.
        None => line.push(painter.own(Role::Normal, visible(&s.context.account))),
    }
    let kind = crate::text::identity::kind(l, &app.identity, app.now.wall);
    let (name, source) = (visible(s.name()), visible(&s.source));
    let id = visible(app.identity.key_id.as_deref().unwrap_or(&s.key_id));
    let role = if app.identity.is_ending(app.now.wall) { Role::Warn } else { Role::Dim };
    line.push(painter.own(Role::Dim, format!("  {name} ‹{id}›")));
    if !kind.is_empty() {
        line.push(painter.own(role, tr!(l, "  {source}, {kind}", "  {source}，{kind}")));
    }
    doc.push(0, line);
}

fn effects(app: &App, painter: &Painter, eip: &Eip, doc: &mut Doc) {
    let l = painter.lang;
    if eip.is_unbound() {
        doc.push(
            0,
            painter.say(
                Role::Dim,
                "It is free: there is nothing to unbind.",
                "当前空闲：无可解绑。",
            ),
        );
        return;
    }
    doc.push(0, painter.say(Role::Accent, "What unbinding does here", "解绑的影响"));
    let mut point =
        |role: Role, words: String| doc.push_at(0, 4, painter.own(role, format!("  · {words}")));
    if eip.is_nat() {
        point(
            Role::Warn,
            l.pick(
                "It serves a NAT gateway, which has an action of its own: u says which.",
                "它绑定在 NAT 网关，需用专门的接口：按 u 查看。",
            )
            .to_owned(),
        );
        return;
    }
    point(
        Role::Normal,
        tr!(
            l,
            "Internet traffic to {} stops at once; connections drop.",
            "到 {} 的公网流量立即中断，现有连接断开。",
            eip.address()
        ),
    );
    if let Some((role, words)) = server_words(app, painter, eip) {
        point(role, words);
    }
    if eip.cascade_release == Some(true) {
        point(
            Role::Danger,
            l.pick(
                "The cloud releases it when unbound: the address is lost.",
                "解绑即被云端释放：地址将丢失。",
            )
            .to_owned(),
        );
    } else {
        point(
            Role::Normal,
            l.pick(
                "The EIP stays in the account as free; an idle EIP is billed a small fee.",
                "EIP 保留在账号中（空闲）；空闲 EIP 会收取少量费用。",
            )
            .to_owned(),
        );
    }
    if eip.blocked == Some(true) || eip.arrears == Some(true) {
        point(
            Role::Danger,
            l.pick(
                "Blocked or in arrears: it could not be bound back.",
                "封堵或欠费：解绑后无法绑回。",
            )
            .to_owned(),
        );
    }
}

/// What the server keeps, as far as the list knows.
fn server_words(app: &App, painter: &Painter, eip: &Eip) -> Option<(Role, String)> {
    let server = eip.un_instance_id.as_ref()?;
    let rows = app.inventory.region(&eip.region).into_iter().flat_map(|r| &r.eips);
    let others: Vec<String> = rows
        .filter(|e| e.eip_id != eip.eip_id && e.un_instance_id.as_ref() == Some(server))
        .map(Eip::address)
        .collect();
    let server = crate::domain::sanitize::visible(server.as_str()).into_owned();
    Some(if others.is_empty() {
        let words = tr!(
            painter.lang,
            "{server} has no other EIP in this list; u reads whether it keeps a public IP.",
            "{server} 在列表中没有其他 EIP；按 u 读取它是否仍有公网 IP。"
        );
        (Role::Warn, words)
    } else {
        (
            Role::Normal,
            tr!(painter.lang, "{server} keeps {}.", "{server} 仍有 {}。", others.join(", ")),
        )
    })
}
