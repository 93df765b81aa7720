//! The review of one target: what it is, whether it was read again, and why it can't be unbound.

use super::{Pane, account, impact, options};
use crate::app::dialog::{Purpose, Target};
use crate::app::layout::Width;
use crate::domain::sanitize::visible;
use crate::domain::{Eip, NicPosition};
use crate::text::{fault, refusal, status};
use crate::tr;
use crate::unbind::digest::same_target;
use crate::view::doc::Doc;
use crate::view::painter::Painter;
use crate::view::theme::Role;
use crate::view::wrap;
use ratatui::text::Span;

/// The rank of the line about the account.
const ACCOUNT: u8 = 2;

/// The whole review.
pub(super) fn doc(pane: &Pane<'_>) -> Doc {
    let mut doc = pane.doc();
    let Some(target) = pane.dialog.targets.first() else { return doc };
    target_lines(pane, target, &mut doc);
    freshness(pane, target, 1, &mut doc);
    refusals(pane, 0, &mut doc);
    if pane.dialog.first().is_some() {
        if !pane.narrow() {
            doc.gap();
        }
        options::lines(pane, &mut doc);
        if !pane.narrow() {
            doc.gap();
        }
        impact::lines(pane, &mut doc);
    }
    doc
}

/// Target and what it is on.
fn target_lines(pane: &Pane<'_>, target: &Target, doc: &mut Doc) {
    let painter = pane.painter;
    let wide = pane.width == Width::Wide;
    let Some(eip) = target.eip() else {
        let mut line = pane.label("Target", "目标");
        line.push(
            painter.own(
                Role::Accent,
                visible(&crate::unbind::target::describe(&target.request.target)),
            ),
        );
        return doc.push(0, line);
    };
    let mut from = if wide { vec![Span::raw("  ")] } else { vec![] };
    from.extend(binding(painter, eip, target.seat(), pane.narrow()));
    let mut line = pane.label("Target", "目标");
    line.push(painter.own(Role::Accent, eip.address()));
    line.push(Span::raw("  "));
    line.push(painter.cloud(Role::Normal, eip.eip_id.as_str()));
    let width =
        |spans: &[Span<'static>]| -> usize { spans.iter().map(|s| wrap::width(&s.content)).sum() };
    let used = width(&line) + 2 + if wide { width(&from) } else { 0 };
    let room = pane.columns.saturating_sub(used);
    let name =
        wrap::clip(&visible(&eip.eip_name), room.max(if wide { 8 } else { 0 }), &painter.more());
    if room > 1 || wide {
        line.push(Span::raw("  "));
        line.push(Span::styled(name, painter.style(Role::Normal)));
    }
    if wide && width(&line) + width(&from) <= pane.columns {
        line.extend(from);
        return doc.push(0, line);
    }
    doc.push(0, line);
    if wide {
        from.splice(0..1, pane.label("", ""));
    }
    doc.push(0, from);
}

/// `from ins-… · eni-… · 10.0.3.21 ①`.
pub(super) fn binding(
    painter: &Painter,
    eip: &Eip,
    seat: NicPosition,
    narrow: bool,
) -> Vec<Span<'static>> {
    let nowhere = eip.un_instance_id.is_none() && eip.network_interface_id.is_none();
    let mut spans =
        if nowhere { vec![] } else { vec![painter.say(Role::Dim, "from ", "绑定在 ")] };
    match &eip.un_instance_id {
        None if nowhere => spans.push(painter.say(Role::Dim, "on no server", "未绑定服务器")),
        Some(server) => spans.push(painter.cloud(Role::Normal, server.as_str())),
        None => spans.push(painter.say(Role::Dim, "no server", "未挂载的网卡")),
    }
    if let Some(nic) = eip.network_interface_id.as_ref().filter(|_| !narrow) {
        spans.push(painter.own(Role::Dim, " · "));
        spans.push(painter.cloud(Role::Normal, nic.as_str()));
    }
    if let Some(ip) = eip.private_ip_address {
        spans.push(painter.own(Role::Normal, format!(" · {ip}{}", painter.seat(seat))));
    }
    spans
}

/// Whether the target was read again, and what that showed.
pub(super) fn freshness(pane: &Pane<'_>, target: &Target, rank: u8, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    if let (Some(before), Some(after)) = (&target.changed_from, target.eip()) {
        let mut line =
            vec![painter.say(Role::Danger, "▲ CHANGED since listed: ", "▲ 列出之后已变化：")];
        line.push(Span::styled(
            painter.signs(&difference(painter, before, after)),
            painter.style(Role::Danger),
        ));
        doc.push(0, line);
    }
    let mut line = pane.label("Reading", "读取");
    if let Some((_, f)) = target.failed.as_ref().filter(|_| !target.confirmed) {
        let code = if f.code.is_empty() { f.class.word() } else { f.code.as_str() };
        line.push(
            painter.own(Role::Danger, format!("✗ {} {}", visible(code), fault::meaning(l, f))),
        );
        line.push(painter.say(
            Role::Warn,
            "; trying every 2 s; y copies the tccli command",
            "；每 2 秒重试；按 y 复制 tccli 命令",
        ));
    } else if target.confirmed {
        let same = match target.changed_from {
            None => l.pick("re-read just now: unchanged ✓", "已重新读取：无变化 ✓"),
            Some(_) => l.pick("re-read twice: as shown ✓", "已重新读取两次：与所示一致 ✓"),
        };
        line.push(painter.own(Role::Accent, same));
    } else if target.asked.is_empty() && pane.dialog.plan.token.is_none() {
        line.push(painter.say(Role::Warn, "read again: see below", "已重新读取：见下"));
    } else {
        let waited = target.asked_at.map_or(0, |_| pane.app.now.since(pane.dialog.opened)) / 1_000;
        let words = if waited >= 3 {
            tr!(
                l,
                "… no answer for {waited} s; trying every 2 s; y copies the tccli command",
                "… {waited} 秒无应答；每 2 秒重试；按 y 复制 tccli 命令"
            )
        } else {
            l.pick("… reading it again", "… 正在重新读取").to_owned()
        };
        line.push(painter.own(Role::Warn, words));
    }
    account::lines(pane, (rank, ACCOUNT), line, doc);
}

/// What a fresh reading changed, field by field.
fn difference(painter: &Painter, before: &Eip, after: &Eip) -> String {
    let l = painter.lang;
    let text = |id: Option<&str>| {
        id.map_or_else(|| l.pick("none", "无").to_owned(), |i| visible(i).into_owned())
    };
    let flag = |value: Option<bool>| status::yes_no(l, value).to_owned();
    let fields = [
        (l.pick("address", "地址"), before.address(), after.address()),
        (
            l.pick("state", "状态"),
            status::status(l, &before.status),
            status::status(l, &after.status),
        ),
        (
            l.pick("server", "服务器"),
            text(before.un_instance_id.as_ref().map(crate::domain::InstanceId::as_str)),
            text(after.un_instance_id.as_ref().map(crate::domain::InstanceId::as_str)),
        ),
        (
            l.pick("NIC", "网卡"),
            text(
                before.network_interface_id.as_ref().map(crate::domain::NetworkInterfaceId::as_str),
            ),
            text(
                after.network_interface_id.as_ref().map(crate::domain::NetworkInterfaceId::as_str),
            ),
        ),
        (
            l.pick("private IP", "内网 IP"),
            text(before.private_ip_address.map(|i| i.to_string()).as_deref()),
            text(after.private_ip_address.map(|i| i.to_string()).as_deref()),
        ),
        (l.pick("arrears", "欠费"), flag(before.arrears), flag(after.arrears)),
        (l.pick("blocked", "封堵"), flag(before.blocked), flag(after.blocked)),
        (
            l.pick("auto-release", "随解绑释放"),
            flag(before.cascade_release),
            flag(after.cascade_release),
        ),
    ];
    let changes: Vec<String> = fields
        .iter()
        .filter(|(_, b, a)| b != a)
        .map(|(name, b, a)| format!("{name} {b} → {a}"))
        .collect();
    if changes.is_empty() && same_target(before, after) {
        return l.pick("nothing that matters", "无关键变化").to_owned();
    }
    changes.join(l.pick(", ", "，"))
}

/// Why there is no field, and what to do instead.
pub(super) fn refusals(pane: &Pane<'_>, rank: u8, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    for refusal in &pane.dialog.plan.refusals {
        if pane.width != Width::Narrow {
            doc.gap();
        }
        let target = visible(&refusal.target).into_owned();
        let reason = refusal::reason(l, &refusal.reason);
        let words = match pane.dialog.purpose {
            Purpose::Unbind => tr!(
                l,
                "✗ {target} cannot be unbound here: {reason}",
                "✗ {target} 不能在此解绑：{reason}"
            ),
            Purpose::BindBack | Purpose::Bind => tr!(
                l,
                "✗ {target} cannot be bound here: {reason}",
                "✗ {target} 不能在此绑定：{reason}"
            ),
        };
        doc.push(rank, painter.own(Role::Danger, words));
        doc.push(
            rank,
            vec![
                painter.own(Role::Accent, format!("→ {}", refusal::next_step(l, &refusal.reason))),
            ],
        );
    }
}
