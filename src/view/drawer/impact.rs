//! What stops working, what was checked, what exactly is sent, and what it costs.

use super::Pane;
use crate::domain::safe::visible;
use crate::domain::{BindTarget, Eip, Mutation};
use crate::tr;
use crate::unbind::{Danger, Keeps, PlanItem};
use crate::view::doc::Doc;
use crate::view::text::width;
use crate::view::theme::Role;
use ratatui::text::Span;

/// Everything below the toggles.
pub(super) fn lines(pane: &Pane<'_>, doc: &mut Doc) {
    let Some(item) = pane.drawer.first() else { return };
    doc.push_flow(4, pane.label("Impact", "影响"), impact(pane, item), 3);
    checks(pane, item, doc);
    request(pane, item, doc);
    quota(pane, item, doc);
}

fn impact(pane: &Pane<'_>, item: &PlanItem) -> Vec<Span<'static>> {
    let (ink, l) = (pane.ink, pane.ink.lang);
    let address = item.before.address();
    if let Mutation::Bind { target, .. } = &item.mutation {
        let to = visible(&bind_target(target)).into_owned();
        let mut all = vec![ink.own(Role::Normal, tr!(l, "✓ {address} goes back to {to}", "✓ {address} 绑回 {to}"))];
        if item.dangers.contains(&Danger::ReleasesWanIp) {
            all.push(ink.say(Role::Danger, "✗ its ordinary public IP is released for good", "✗ 现有普通公网 IP 将被永久释放"));
        }
        return all;
    }
    let server = item.before.un_instance_id.as_ref().map_or_else(String::new, |s| visible(s.as_str()).into_owned());
    let mut all = vec![ink.own(Role::Danger, tr!(l, "✗ {address} unreachable at once", "✗ {address} 立即无法访问"))];
    let gets_one = pane.drawer.options().alloc_wan_ip;
    all.push(match &item.keeps {
        Keeps::Yes(ips) => {
            let ips: Vec<String> = ips.iter().map(ToString::to_string).collect();
            ink.own(Role::Normal, tr!(l, "✓ {server} keeps {}", "✓ {server} 仍有 {}", ips.join(", ")))
        }
        Keeps::No if gets_one => ink.own(Role::Warn, tr!(l, "▲ {server}: only the new IP is left", "▲ {server} 仅剩新分配的 IP")),
        Keeps::No => ink.own(Role::Danger, tr!(l, "✗ {server} loses its only public IP", "✗ {server} 失去唯一的公网 IP")),
        Keeps::Unknown => {
            ink.own(Role::Warn, tr!(l, "? not known whether {server} keeps a public IP", "? 不确定 {server} 是否仍有公网 IP"))
        }
        Keeps::NoServer => ink.say(Role::Normal, "✓ no server loses an address", "✓ 没有服务器受影响"),
    });
    let gone = item.dangers.contains(&Danger::CascadeRelease);
    let stuck = item.dangers.contains(&Danger::Blocked) || item.dangers.contains(&Danger::Arrears);
    all.push(match (gone, stuck) {
        (true, _) => ink.say(Role::Danger, "✗ released: can't be bound back", "✗ 将被释放，无法绑回"),
        (false, true) => ink.say(Role::Danger, "✗ can't be bound back", "✗ 无法绑回"),
        (false, false) => ink.say(Role::Normal, "✓ can be bound back", "✓ 可以绑回"),
    });
    all
}

/// Where an EIP is bound back to.
pub(super) fn bind_target(target: &BindTarget) -> String {
    match target {
        BindTarget::Instance(server) => server.to_string(),
        BindTarget::PrivateIp { network_interface_id, private_ip_address } => format!("{network_interface_id} · {private_ip_address}"),
    }
}

/// What was checked, each with a sign.
fn checks(pane: &Pane<'_>, item: &PlanItem, doc: &mut Doc) {
    let (ink, l) = (pane.ink, pane.ink.lang);
    let eip: &Eip = &item.before;
    let fine = |value: Option<bool>| value.map(|v| !v);
    let released = eip.cascade_release == Some(true);
    let by_ssh = item.dangers.contains(&Danger::SshSession);
    let binds = matches!(item.mutation, Mutation::Bind { .. });
    let all = [
        if binds {
            (Some(eip.is_unbound()), l.pick("free", "空闲"), l.pick("not free", "非空闲"))
        } else {
            (Some(eip.status.is_bound()), l.pick("bound", "已绑定"), l.pick("not bound", "未绑定"))
        },
        (fine(eip.blocked), l.pick("not blocked", "未封堵"), l.pick("blocked", "封堵")),
        (fine(eip.arrears), l.pick("not in arrears", "未欠费"), l.pick("arrears", "欠费")),
        (Some(!eip.is_nat()), l.pick("not NAT", "非 NAT"), "NAT"),
        (Some(!released), l.pick("no auto-release", "不随解绑释放"), l.pick("auto-release", "随解绑释放")),
        (Some(!by_ssh), l.pick("not your SSH path", "非当前 SSH 通路"), l.pick("your SSH path", "当前 SSH 通路")),
    ];
    if pane.narrow() {
        let bad = all.iter().filter(|(ok, ..)| *ok != Some(true)).count();
        let line = if bad == 0 {
            ink.say(Role::Normal, "✓ checks passed", "✓ 检查通过")
        } else {
            ink.own(Role::Warn, tr!(l, "▲ checks: {bad} not passed", "▲ {bad} 项检查未通过"))
        };
        return doc.push(6, line);
    }
    let piece = |(ok, good, bad): (Option<bool>, &str, &str)| match ok {
        Some(true) => ink.own(Role::Normal, format!("✓ {good}")),
        Some(false) => ink.own(Role::Danger, format!("✗ {bad}")),
        None => ink.own(Role::Warn, tr!(l, "? {bad}: not said", "? {bad}：未返回")),
    };
    let pieces = all.into_iter().map(piece).collect();
    doc.push_flow(6, pane.label("Checks", "检查"), pieces, 2);
}

/// `EipUnBindInstance eipId=… allocWanIp=0`, exactly.
pub(super) fn request_text(pane: &Pane<'_>, item: &PlanItem) -> String {
    let api = pane.drawer.plan.api;
    let parameters: Vec<String> = item.mutation.parameters(api).iter().map(|(name, value)| format!("{name}={value}")).collect();
    visible(&format!("{} {}", item.mutation.action(api), parameters.join(" "))).into_owned()
}

fn request(pane: &Pane<'_>, item: &PlanItem, doc: &mut Doc) {
    let ink = pane.ink;
    let mut line = pane.label("Request", "请求");
    line.push(Span::styled(request_text(pane, item), ink.style(Role::Normal)));
    let used: usize = line.iter().map(|s| width(&s.content)).sum();
    let rest = ink.lang.pick("   p shows all of it", "   p 显示完整请求");
    if used + width(rest) <= pane.columns && !pane.narrow() {
        line.push(ink.own(Role::Dim, rest));
    }
    doc.push(5, line);
}

fn quota(pane: &Pane<'_>, item: &PlanItem, doc: &mut Doc) {
    let (ink, l) = (pane.ink, pane.ink.lang);
    let mut line = pane.label("Quota", "配额");
    let Some(quota) = item.quota else {
        line.push(ink.say(Role::Dim, "quota not read", "配额未读到"));
        return doc.push(7, line);
    };
    let on = pane.drawer.options().alloc_wan_ip;
    if let (Some(used), Some(limit)) = (quota.daily_alloc_wan_ip_count, quota.daily_alloc_wan_ip_quota) {
        let after = used + i64::from(on);
        let role = if item.alloc_runs_out { Role::Danger } else { Role::Normal };
        line.push(ink.own(role, tr!(l, "reassign today {used}/{limit} → {after}/{limit}", "今日重分配 {used}/{limit} → {after}/{limit}")));
    }
    if let (Some(held), Some(limit)) = (quota.current_eip_num, quota.eip_num_quota) {
        line.push(ink.own(Role::Dim, tr!(l, "   EIPs in region {held}/{limit}", "   地域 EIP 数 {held}/{limit}")));
    }
    doc.push(7, line);
}
