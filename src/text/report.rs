//! Texts that leave the program by the clipboard: a row, a report, a command.

use super::Lang;
use crate::domain::safe::visible;
use crate::domain::{BindTarget, Delivery, Eip, Fault, Mutation, Region};
use crate::tr;
use crate::unbind::{EventKind, PlanItem, Run, WanIp, former_target};
use jiff::tz::TimeZone;
use std::fmt::Write as _;

/// One EIP as a line for a chat or a ticket.
pub fn eip_line(lang: Lang, eip: &Eip) -> String {
    let none = lang.pick("nothing", "无");
    let server = eip.un_instance_id.as_ref().map_or(none, |i| i.as_str());
    let nic = eip.network_interface_id.as_ref().map(|n| format!(" {n}")).unwrap_or_default();
    let private = eip.private_ip_address.map(|ip| format!(" {ip}")).unwrap_or_default();
    tr!(
        lang,
        "{} {} {} {} {} bound to {}{}{}",
        "{} {} {} {} {} 绑定到 {}{}{}",
        eip.address(),
        eip.eip_id,
        visible(&eip.eip_name),
        eip.region,
        eip.status,
        visible(server),
        visible(&nic),
        private
    )
}

/// What could not be read, a line each.
pub fn errors(lang: Lang, faults: &[(&Region, &'static str, &Fault)]) -> String {
    let mut text = String::new();
    for (region, action, fault) in faults {
        let id = fault.request_id.as_ref().map(|id| format!(" requestId={id}")).unwrap_or_default();
        let _ = writeln!(text, "{region} {action}: {} {}{}", fault.code, visible(&fault.message), visible(&id));
    }
    if text.is_empty() { lang.pick("no errors", "没有错误").to_owned() } else { text }
}

/// One past unbind as a line for a ticket.
pub fn past_line(lang: Lang, at: &str, outcome: &str, facts: &[&str]) -> String {
    let facts: Vec<String> = facts.iter().filter(|f| !f.is_empty()).map(|f| visible(f).into_owned()).collect();
    tr!(lang, "{at} {outcome}: {}", "{at} {outcome}：{}", facts.join(" · "))
}

/// The command of the vendor's command line that would do the same (API 3.0).
pub fn tccli(item: &PlanItem) -> String {
    if let Mutation::Bind { target, .. } = &item.mutation {
        let to = match target {
            BindTarget::Instance(id) => format!("--InstanceId {id}"),
            BindTarget::PrivateIp { network_interface_id, private_ip_address } => {
                format!("--NetworkInterfaceId {network_interface_id} --PrivateIpAddress {private_ip_address}")
            }
        };
        return format!("tccli vpc AssociateAddress --region {} --AddressId {} {to}", item.region, item.eip_id);
    }
    let mut command = format!("tccli vpc DisassociateAddress --region {} --AddressId {}", item.region, item.eip_id);
    if matches!(item.mutation, Mutation::Unbind { alloc_wan_ip: Some(true), .. }) {
        command.push_str(" --ReallocateNormalPublicIp True");
    }
    command
}

/// The command of the vendor's command line that would undo an unbind (API 3.0); a bind has none.
pub fn tccli_back(item: &PlanItem) -> Option<String> {
    let Mutation::Unbind { .. } = item.mutation else { return None };
    let target = former_target(&item.before)?;
    Some(tccli(&PlanItem { mutation: Mutation::Bind { eip_id: item.eip_id.clone(), target }, ..item.clone() }))
}

/// The report of a run as Markdown.
pub fn markdown(lang: Lang, run: &Run, zone: &TimeZone) -> String {
    let mut text = tr!(lang, "## Unbind {}\n\n", "## 解绑 {}\n\n", run.config.run_id);
    if let Some(reason) = &run.config.reason {
        let _ = writeln!(text, "{}\n", tr!(lang, "Reason: {}", "原因：{}", visible(reason)));
    }
    for item in &run.items {
        let word = item.outcome.as_ref().map_or("…", |o| o.word.as_str());
        let server = item.plan.before.un_instance_id.as_ref().map_or("-", |i| i.as_str());
        let _ = writeln!(
            text,
            "- **{}** `{}` ({}) {} `{}`, {}",
            word,
            item.plan.before.address(),
            item.plan.eip_id,
            lang.pick("from", "原绑定"),
            visible(server),
            item.plan.region
        );
        let parameters: Vec<String> =
            item.plan.mutation.parameters(run.context.api).iter().map(|(name, value)| format!("{name}={value}")).collect();
        let _ = writeln!(text, "  - {} {}", item.plan.mutation.action(run.context.api), parameters.join(" "));
        for event in &item.events {
            let time = event.at.wall.to_zoned(zone.clone()).strftime("%H:%M:%S%.3f %:z");
            let _ = writeln!(text, "  - {time} {}", event_line(lang, &event.kind));
        }
    }
    text
}

/// Code and message, whichever there is.
fn said(fault: &Fault) -> String {
    let code = if fault.code.is_empty() { fault.class.word() } else { &fault.code };
    format!("{} {}", visible(code), visible(&fault.message)).trim_end().to_owned()
}

/// One line of a timeline.
pub fn event_line(lang: Lang, kind: &EventKind) -> String {
    match kind {
        EventKind::Unchanged => lang.pick("read again: unchanged", "重新读取：无变化").to_owned(),
        EventKind::Stale => lang.pick("that took a while: reading it once more", "耗时较长，再读一次").to_owned(),
        EventKind::Recorded => lang.pick("recorded in the journal", "已写入日志").to_owned(),
        EventKind::Sent => lang.pick("sent", "已发送").to_owned(),
        EventKind::Accepted(accepted) => {
            let id = accepted.request_id.as_ref().map(|id| format!(" requestId {}", visible(id.as_str()))).unwrap_or_default();
            tr!(lang, "accepted by the cloud{}", "云端已受理{}", id)
        }
        EventKind::Failed(fault) => {
            let id = fault.request_id.as_ref().map(|id| format!(" requestId {}", visible(id.as_str()))).unwrap_or_default();
            let said = said(fault);
            match fault.delivery {
                Delivery::Answered => tr!(lang, "not accepted: {said}{}", "未受理：{said}{}", id),
                Delivery::NoAnswer => tr!(lang, "no trustworthy answer: {said}", "没有可信的应答：{said}"),
                Delivery::NotSent => tr!(lang, "it never left: {said}", "未能发出：{said}"),
            }
        }
        EventKind::OnceMore => lang.pick("it did nothing for certain: sent once more", "确认未生效：再发送一次").to_owned(),
        EventKind::Looked(state) => {
            let server = state.un_instance_id.as_ref().map_or(lang.pick("no server", "无服务器"), |i| i.as_str());
            tr!(lang, "looked: {} · {}", "读取：{} · {}", state.status, visible(server))
        }
        EventKind::Task(state) => tr!(lang, "task: {}", "任务：{}", visible(&state.to_string())),
        EventKind::Gone => lang.pick("looked: not listed any more", "读取：列表中已不存在").to_owned(),
        EventKind::LookFailed(fault) => tr!(lang, "could not look: {}", "读取失败：{}", said(fault)),
        EventKind::WanIp(WanIp::Came(ip)) => tr!(lang, "new ordinary public IP {ip}", "新的普通公网 IP {ip}"),
        EventKind::WanIp(WanIp::NoneCame) => lang.pick("no new ordinary public IP came", "未分配到新的普通公网 IP").to_owned(),
        EventKind::WanIp(WanIp::NotKnown) => lang
            .pick("not known whether a new ordinary public IP came: look at the server", "不清楚是否分配到新的普通公网 IP：请查看服务器")
            .to_owned(),
        EventKind::BoundAgain(server) => {
            tr!(lang, "bound again, to {}", "又被绑定到 {}", server.as_ref().map_or("?".into(), |s| visible(s.as_str())))
        }
        EventKind::Verdict(word) => tr!(lang, "verdict: {}", "结论：{}", word.as_str()),
        EventKind::VerdictNotRecorded(error) => {
            tr!(lang, "the verdict could not be written down: {}", "结论无法写入日志：{}", visible(error))
        }
    }
}
