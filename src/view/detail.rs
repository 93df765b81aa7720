//! Everything known of one row.

use super::Drawn;
use super::doc::Doc;
use super::errors::scrolled;
use super::painter::Painter;
use super::table::{flags, seat_of, state_words};
use super::theme::Role;
use crate::app::App;
use crate::app::find::Scroll;
use crate::domain::sanitize::visible;
use crate::domain::{Eip, InstanceKind};
use crate::text::not_known::{Why, not_known};
use crate::text::{Length, status};
use crate::tr;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

/// Draws the overlay.
pub(crate) fn draw(
    app: &App,
    scroll: &Scroll,
    painter: &Painter,
    area: Rect,
    buf: &mut Buffer,
) -> Drawn {
    let columns = usize::from(area.width).saturating_sub(4);
    let mut doc = Doc::new(columns, if columns < 60 { 2 } else { LABEL });
    let Some(eip) = app.current_eip() else {
        doc.push(0, painter.say(Role::Warn, "the row is gone", "该行已不存在"));
        return scrolled(scroll, painter, area, buf, vec![], doc);
    };
    facts(app, painter, eip, columns < 60, &mut doc);
    doc.gap();
    effects(app, painter, eip, &mut doc);
    let title = vec![
        painter.own(Role::Accent, eip.address()),
        painter.say(Role::Dim, " · detail", " · 详情"),
    ];
    scrolled(scroll, painter, area, buf, title, doc)
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
    let flags = flags(painter, eip, false);
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
    let server = if eip.un_instance_id.is_none() {
        painter.own(Role::Dim, format!("{}  {}", painter.signs("—"), status::no_server(l)))
    } else {
        server
    };
    doc.push(0, [label("Bound to", "绑定到"), server].into_iter().chain(kind).collect::<Vec<_>>());
    let nic = eip
        .network_interface_id
        .as_ref()
        .map_or_else(none, |n| painter.cloud(Role::Normal, n.as_str()));
    let mut through = vec![label("NIC/IP", "网卡/IP"), nic];
    if let Some(ip) = eip.private_ip_address {
        let seat = seat_of(app, eip);
        through.push(painter.own(Role::Normal, format!(" · {ip}")));
        through
            .push(painter.own(Role::Dim, format!("  {}", status::position(l, seat, Length::Long))));
    }
    doc.push(0, through);
    doc.push(0, vec![label("Region", "地域"), painter.own(Role::Normal, eip.region.to_string())]);
    owner(app, painter, label("Account", "账号"), doc);
    let words = [
        (l.pick("arrears", "欠费"), eip.arrears),
        (l.pick("blocked", "封堵"), eip.blocked),
        (l.pick("released when unbound", "解绑后自动释放"), eip.cascade_release),
        (l.pick("EIP direct mode", "EIP 直通"), eip.direct),
    ];
    let api = app.session.context.api;
    /// Which of these words is read on the NIC, where this API reports it there only.
    const BLOCKED: usize = 1;
    let listed = app.inventory.region(&eip.region).and_then(|r| r.read_at);
    for (at, (name, value)) in words.iter().enumerate() {
        let value = match value {
            None if !api.capabilities().tells_cascade_release => not_known(l, Why::NoField(api)),
            value => {
                let own = (at == BLOCKED).then(|| app.inventory.blocked_read_at(eip)).flatten();
                let read = own.or(listed).filter(|_| value.is_some()).map(|at| {
                    let at = painter.seconds(at);
                    tr!(l, " (read {at})", "（{at} 读取）")
                });
                let read = read.unwrap_or_default();
                format!("{}{read}", status::yes_no(l, *value))
            }
        };
        let lead = if at == 0 { label("Flags", "标志") } else { label("", "") };
        let colon = l.pick(": ", "：");
        doc.push(0, vec![lead, painter.own(Role::Normal, format!("{name}{colon}{value}"))]);
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

/// Whose it is, and by which keys it is seen.
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
                "It is unbound now: nothing to unbind.",
                "当前未绑定，无需解绑。",
            ),
        );
        return;
    }
    doc.push(0, painter.say(Role::Accent, "Unbinding it", "解绑时将会发生"));
    let mut point =
        |role: Role, words: String| doc.push_at(0, 4, painter.own(role, format!("  · {words}")));
    if eip.is_nat() {
        point(
            Role::Warn,
            l.pick(
                "It serves a NAT gateway, which has an action of its own: u names it.",
                "它绑定 NAT 网关，需用专门的接口：按 u 查看。",
            )
            .to_owned(),
        );
        return;
    }
    point(
        Role::Normal,
        tr!(
            l,
            "Internet traffic to {} will stop; open connections will break.",
            "发往 {} 的公网流量将中断，现有连接断开。",
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
                "It will be released when unbound: the address is lost.",
                "解绑后自动释放：地址将失去。",
            )
            .to_owned(),
        );
    } else if eip.cascade_release.is_none() {
        point(
            Role::Normal,
            l.pick(
                "The EIP stays in the account, unbound, unless it is set to be released (not known); fees go on.",
                "除非设置了解绑后自动释放（未知），EIP 保留在账号中，未绑定期间仍计费。",
            )
            .to_owned(),
        );
    } else {
        point(
            Role::Normal,
            l.pick(
                "The EIP stays in the account, unbound; fees go on (IP resource fee, or its bandwidth).",
                "EIP 保留在账号中，未绑定期间仍计费（IP 资源费或公网网络费用）。",
            )
            .to_owned(),
        );
    }
    if eip.blocked == Some(true) || eip.arrears == Some(true) {
        point(
            Role::Danger,
            l.pick(
                "Blocked or in arrears: no bind back until that is lifted; Tencent may refuse to unbind it, too.",
                "封堵或欠费：解除之前无法重新绑定；腾讯云也可能拒绝解绑。",
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
            "{server} has no other EIP in this list; u reads whether it will keep a public IP.",
            "{server} 在列表中没有其他 EIP；按 u 读取它是否仍有公网 IP。"
        );
        (Role::Warn, words)
    } else {
        (
            Role::Normal,
            tr!(painter.lang, "{server} will keep {}.", "{server} 仍有 {}。", others.join(", ")),
        )
    })
}
