//! What stops working, what was checked, what exactly is sent, and what it costs.

use super::Pane;
use crate::domain::sanitize::visible;
use crate::domain::{BindTarget, Eip, Mutation};
use crate::tr;
use crate::unbind::{Danger, Keeps, PlanItem};
use crate::view::doc::Doc;
use crate::view::theme::Role;
use crate::view::wrap::width;
use ratatui::text::Span;

/// Everything below the toggles.
pub(super) fn lines(pane: &Pane<'_>, doc: &mut Doc) {
    let Some(item) = pane.dialog.first() else { return };
    let mut all = impact(pane, item);
    if pane.narrow() {
        // What is lost stands there even where there is room for little else; the rest of the impact comes last.
        let lost = match lost(pane, item) {
            Some(words) => {
                // The long words for the same.
                all.remove(1);
                words
            }
            None => all.remove(0),
        };
        let checked = checks(pane, item).remove(0);
        if width(&lost.content) + 2 + width(&checked.content) <= pane.columns {
            doc.push(1, vec![lost, Span::raw("  "), checked]);
        } else {
            doc.push(1, lost);
            doc.push(6, checked);
        }
        for rest in all {
            doc.push(8, rest);
        }
    } else {
        doc.push_flow(4, pane.label("Impact", "影响"), all, 3);
        doc.push_flow(6, pane.label("Checks", "检查"), checks(pane, item), 2);
    }
    request(pane, item, doc);
    quota(pane, item, doc);
}

fn impact(pane: &Pane<'_>, item: &PlanItem) -> Vec<Span<'static>> {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let address = item.before.address();
    if let Mutation::Bind { target, .. } = &item.mutation {
        let to = visible(&bind_target(target)).into_owned();
        let mut all =
            vec![painter.own(
                Role::Normal,
                tr!(l, "✓ {address} goes back to {to}", "✓ {address} 绑回 {to}"),
            )];
        if item.dangers.contains(&Danger::ReleasesWanIp) {
            all.push(painter.say(
                Role::Danger,
                "✗ its ordinary public IP is released for good",
                "✗ 现有普通公网 IP 将被永久释放",
            ));
        }
        return all;
    }
    let server = item
        .before
        .un_instance_id
        .as_ref()
        .map_or_else(String::new, |s| visible(s.as_str()).into_owned());
    let mut all =
        vec![painter.own(
            Role::Danger,
            tr!(l, "✗ {address} unreachable at once", "✗ {address} 立即无法访问"),
        )];
    let gets_one = pane.dialog.options().alloc_wan_ip;
    all.push(match &item.keeps {
        Keeps::Yes(ips) => {
            let ips: Vec<String> = ips.iter().map(ToString::to_string).collect();
            painter.own(
                Role::Normal,
                tr!(l, "✓ {server} keeps {}", "✓ {server} 仍有 {}", ips.join(", ")),
            )
        }
        Keeps::No if gets_one => painter.own(
            Role::Warn,
            tr!(l, "▲ {server}: only the new IP is left", "▲ {server} 仅剩新分配的 IP"),
        ),
        Keeps::No => painter.own(
            Role::Danger,
            tr!(l, "✗ {server} loses its only public IP", "✗ {server} 失去唯一的公网 IP"),
        ),
        Keeps::Unknown => painter.own(
            Role::Warn,
            tr!(
                l,
                "? not known whether {server} keeps a public IP",
                "? 不确定 {server} 是否仍有公网 IP"
            ),
        ),
        Keeps::NoServer => {
            painter.say(Role::Normal, "✓ no server loses an address", "✓ 没有服务器受影响")
        }
    });
    let gone = item.dangers.contains(&Danger::CascadeRelease);
    let stuck = item.dangers.contains(&Danger::Blocked) || item.dangers.contains(&Danger::Arrears);
    all.push(match (gone, stuck) {
        (true, _) => {
            painter.say(Role::Danger, "✗ released: can't be bound back", "✗ 将被释放，无法绑回")
        }
        (false, true) => painter.say(Role::Danger, "✗ can't be bound back", "✗ 无法绑回"),
        (false, false) => painter.say(Role::Normal, "✓ can be bound back", "✓ 可以绑回"),
    });
    all
}

/// What becomes of the server, in the few words that a narrow screen has room for; `None` for a bind back.
fn lost(pane: &Pane<'_>, item: &PlanItem) -> Option<Span<'static>> {
    let (painter, l) = (pane.painter, pane.painter.lang);
    if let Mutation::Bind { .. } = item.mutation {
        return None;
    }
    Some(match &item.keeps {
        Keeps::Yes(ips) => {
            let first = ips.first().map(ToString::to_string).unwrap_or_default();
            let more = if ips.len() > 1 { format!(" +{}", ips.len() - 1) } else { String::new() };
            painter.own(
                Role::Normal,
                tr!(l, "✓ server keeps {first}{more}", "✓ 服务器仍有 {first}{more}"),
            )
        }
        Keeps::No if pane.dialog.options().alloc_wan_ip => {
            painter.say(Role::Warn, "▲ keeps only the new IP", "▲ 仅剩新分配的 IP")
        }
        Keeps::No => painter.say(Role::Danger, "✗ only public IP lost", "✗ 失去唯一的公网 IP"),
        Keeps::Unknown => {
            painter.say(Role::Warn, "? other public IP: not known", "? 不确定是否仍有公网 IP")
        }
        Keeps::NoServer => {
            painter.say(Role::Normal, "✓ no server loses an IP", "✓ 没有服务器受影响")
        }
    })
}

/// Where an EIP is bound back to.
pub(super) fn bind_target(target: &BindTarget) -> String {
    match target {
        BindTarget::Instance(server) => server.to_string(),
        BindTarget::PrivateIp { network_interface_id, private_ip_address } => {
            format!("{network_interface_id} · {private_ip_address}")
        }
    }
}

/// What was checked, each with a sign; on a narrow screen all of it in one.
fn checks(pane: &Pane<'_>, item: &PlanItem) -> Vec<Span<'static>> {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let eip: &Eip = &item.before;
    let fine = |value: Option<bool>| value.map(|v| !v);
    let by_ssh = item.dangers.contains(&Danger::SshSession);
    let binds = matches!(item.mutation, Mutation::Bind { .. });
    let mut all = vec![
        if binds {
            (Some(eip.is_unbound()), l.pick("free", "空闲"), l.pick("not free", "非空闲"))
        } else {
            (Some(eip.status.is_bound()), l.pick("bound", "已绑定"), l.pick("not bound", "未绑定"))
        },
        (fine(eip.blocked), l.pick("not blocked", "未封堵"), l.pick("blocked", "封堵")),
        (fine(eip.arrears), l.pick("not in arrears", "未欠费"), l.pick("arrears", "欠费")),
        (Some(!eip.is_nat()), l.pick("not NAT", "非 NAT"), "NAT"),
        (
            Some(!by_ssh),
            l.pick("not your SSH path", "非当前 SSH 通路"),
            l.pick("your SSH path", "当前 SSH 通路"),
        ),
    ];
    if !binds {
        // API 2.0 does not tell.
        all.push((
            fine(eip.cascade_release),
            l.pick("no auto-release", "不随解绑释放"),
            l.pick("auto-release", "随解绑释放"),
        ));
    }
    if pane.narrow() {
        let count = |answer| all.iter().filter(|(ok, ..)| *ok == answer).count();
        return vec![match (count(Some(false)), count(None)) {
            (0, 0) => painter.say(Role::Normal, "✓ checks ok", "✓ 检查通过"),
            (0, 1) => painter.say(Role::Warn, "? 1 check open", "? 1 项检查未知"),
            (0, open) => {
                painter.own(Role::Warn, tr!(l, "? {open} checks open", "? {open} 项检查未知"))
            }
            (1, _) => painter.say(Role::Danger, "✗ 1 check failed", "✗ 1 项检查未通过"),
            (bad, _) => {
                painter.own(Role::Danger, tr!(l, "✗ {bad} checks failed", "✗ {bad} 项检查未通过"))
            }
        }];
    }
    let piece = |(ok, good, bad): (Option<bool>, &str, &str)| match ok {
        Some(true) => painter.own(Role::Normal, format!("✓ {good}")),
        Some(false) => painter.own(Role::Danger, format!("✗ {bad}")),
        None => painter.own(Role::Warn, tr!(l, "? {bad}: not told", "? {bad}：未返回")),
    };
    all.into_iter().map(piece).collect()
}

/// `EipUnBindInstance eipId=… allocWanIp=0`, exactly.
pub(super) fn request_text(pane: &Pane<'_>, item: &PlanItem) -> String {
    let api = pane.dialog.plan.api;
    let parameters: Vec<String> = item
        .mutation
        .parameters(api)
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    visible(&format!("{} {}", item.mutation.action(api), parameters.join(" "))).into_owned()
}

fn request(pane: &Pane<'_>, item: &PlanItem, doc: &mut Doc) {
    let painter = pane.painter;
    let mut line = pane.label("Request", "请求");
    line.push(Span::styled(request_text(pane, item), painter.style(Role::Normal)));
    let used: usize = line.iter().map(|s| width(&s.content)).sum();
    let rest = painter.lang.pick("   p shows all of it", "   p 显示完整请求");
    if used + width(rest) <= pane.columns && !pane.narrow() {
        line.push(painter.own(Role::Dim, rest));
    }
    doc.push(5, line);
}

fn quota(pane: &Pane<'_>, item: &PlanItem, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let mut line = pane.label("Quota", "配额");
    let Some(quota) = item.quota else {
        line.push(painter.say(Role::Dim, "quota not read", "配额未读到"));
        return doc.push(7, line);
    };
    let on = pane.dialog.options().alloc_wan_ip;
    if let (Some(used), Some(limit)) =
        (quota.daily_alloc_wan_ip_count, quota.daily_alloc_wan_ip_quota)
    {
        let after = used + i64::from(on);
        let role = if item.alloc_runs_out { Role::Danger } else { Role::Normal };
        line.push(painter.own(
            role,
            tr!(
                l,
                "reassign today {used}/{limit} → {after}/{limit}",
                "今日重分配 {used}/{limit} → {after}/{limit}"
            ),
        ));
    }
    if let (Some(held), Some(limit)) = (quota.current_eip_num, quota.eip_num_quota) {
        line.push(painter.own(
            Role::Dim,
            tr!(l, "   EIPs in region {held}/{limit}", "   地域 EIP 数 {held}/{limit}"),
        ));
    }
    doc.push(7, line);
}
