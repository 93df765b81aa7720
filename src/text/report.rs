//! Texts that leave the program by the clipboard: a row, a report, a command.

use super::status::{self, Look};
use super::{Lang, evidence, outcome};
use crate::domain::identity::TccliAs;
use crate::domain::sanitize::{is_hidden, option, quote, visible};
use crate::domain::{BindTarget, Delivery, Eip, EipStatus, Fault, Mutation, Region, RequestId};
use crate::tr;
use crate::unbind::{EventKind, PlanItem, WanIp, former_target};
use std::fmt::Write as _;

/// One EIP as a line for a chat or a ticket.
pub fn eip_line(lang: Lang, eip: &Eip) -> String {
    let nic = eip.network_interface_id.as_ref().map(|n| format!(" {n}")).unwrap_or_default();
    let private = eip.private_ip_address.map(|ip| format!(" {ip}")).unwrap_or_default();
    let status = status::status(lang, &eip.status);
    let place = match &eip.un_instance_id {
        Some(server) if eip.status == EipStatus::Bound => {
            tr!(lang, "bound to {server}{nic}{private}", "已绑定到 {server}{nic}{private}")
        }
        Some(server) => {
            tr!(lang, "{status}, {server}{nic}{private}", "{status}，{server}{nic}{private}")
        }
        None if status::look(eip) == Look::LinkKept => status::state_sentence(lang, eip),
        None => {
            let none = status::no_server(lang);
            tr!(lang, "{status}, {none}{nic}{private}", "{status}，{none}{nic}{private}")
        }
    };
    let line = format!("{} {} {} {} {place}", eip.address(), eip.eip_id, eip.eip_name, eip.region);
    visible(&line).into_owned()
}

/// What could not be read, a line each.
pub(crate) fn errors(lang: Lang, faults: &[(&Region, &'static str, &Fault)]) -> String {
    let mut text = String::new();
    for (region, action, fault) in faults {
        let id = fault.request_id.as_ref().map(|id| format!(" requestId={id}")).unwrap_or_default();
        let line = format!("{region} {action}: {} {}{id}", fault.code, fault.message);
        let _ = writeln!(text, "{}", visible(&line));
    }
    if text.is_empty() { lang.pick("no errors", "没有错误").to_owned() } else { text }
}

/// The command of the vendor's command line that would do the same (API 3.0). `Err`: an id that holds hidden characters, so that no command
/// can name it.
fn tccli(item: &PlanItem, identity: &TccliAs) -> Result<String, String> {
    let action = if matches!(item.mutation, Mutation::Bind { .. }) {
        "AssociateAddress"
    } else {
        "DisassociateAddress"
    };
    let mut options: Vec<(&str, String)> = Vec::new();
    options.extend(identity.profile.clone().map(|name| ("--profile", name)));
    if let Some((arn, session_name)) = &identity.role {
        options.push(("--role-arn", arn.clone()));
        options.push(("--role-session-name", session_name.clone()));
    }
    options.extend(identity.endpoint.clone().map(|host| ("--endpoint", host)));
    options.push(("--region", item.region.to_string()));
    options.push(("--AddressId", item.eip_id.to_string()));
    match &item.mutation {
        Mutation::Bind { target: BindTarget::Instance(id), .. } => {
            options.push(("--InstanceId", id.to_string()))
        }
        Mutation::Bind {
            target: BindTarget::PrivateIp { network_interface_id, private_ip_address },
            ..
        } => {
            options.push(("--NetworkInterfaceId", network_interface_id.to_string()));
            options.push(("--PrivateIpAddress", private_ip_address.to_string()));
        }
        Mutation::Unbind { alloc_wan_ip: Some(true), .. } => {
            options.push(("--ReallocateNormalPublicIp", "True".to_owned()))
        }
        Mutation::Unbind { .. } => {}
    }
    if let Some((_, id)) = options.iter().find(|(_, value)| value.contains(is_hidden)) {
        return Err(id.clone());
    }
    let mut words = ["tccli", "vpc", action].map(str::to_owned).to_vec();
    for (name, value) in &options {
        option(&mut words, name, value);
    }
    Ok(words.join(" "))
}

/// The commands of the vendor's command line that would do the same as these steps, one a line. A comment stands where there is none, and
/// above one that does more. Comments hold nothing that a shell acts on: not every shell takes `#` for one.
pub(crate) fn commands(lang: Lang, items: &[PlanItem], identity: &TccliAs) -> String {
    let mut lines = vec![
        lang.pick(
            "# tccli speaks API 3.0, whatever API was used here",
            "# tccli 使用 API 3.0，与此处所用 API 无关",
        )
        .to_owned(),
    ];
    lines.extend(identity.unread.as_deref().map(|source| {
        let source = visible(source).replace('\'', "");
        tr!(
            lang,
            "# the keys used here are from {source}, which tccli does not read",
            "# 此处使用的密钥来自 {source}，tccli 不会读取"
        )
    }));
    for item in items {
        if matches!(
            item.mutation,
            Mutation::Unbind { un_bind_private_ip_with_eip: Some(false), .. }
        ) {
            lines.push(
                lang.pick(
                    "# not equivalent: API 3.0 has no unBindPrivateIpWithEip, this also removes the link to NIC and private IP",
                    "# 并不等价：API 3.0 没有 unBindPrivateIpWithEip，此命令还会解除与网卡/内网 IP 的关系",
                )
                .to_owned(),
            );
        }
        lines.push(tccli(item, identity).unwrap_or_else(|id| {
            tr!(
                lang,
                "# {} holds hidden characters: no command can name it",
                "# {} 含有不可见字符：无法用命令指定",
                quote(&id)
            )
        }));
    }
    lines.join("\n")
}

/// The command of the vendor's command line that would undo an unbind (API 3.0); a bind has none. `Err`: an id that no command can name.
pub(crate) fn tccli_back(item: &PlanItem, identity: &TccliAs) -> Option<Result<String, String>> {
    let Mutation::Unbind { .. } = item.mutation else { return None };
    let target = former_target(&item.before)?;
    let back = PlanItem {
        mutation: Mutation::Bind { eip_id: item.eip_id.clone(), target },
        ..item.clone()
    };
    Some(tccli(&back, identity))
}

/// Code and message, whichever there is; else what it means.
fn said(lang: Lang, fault: &Fault) -> String {
    let said = format!("{} {}", visible(&fault.code), visible(&fault.message)).trim().to_owned();
    if said.is_empty() { super::fault::meaning(lang, fault).to_owned() } else { said }
}

/// One line of a timeline.
pub(crate) fn event_line(lang: Lang, kind: &EventKind) -> String {
    let id = |id: Option<&RequestId>| {
        id.map(|id| {
            let id = visible(id.as_str());
            tr!(lang, ", request id {id}", "，请求 ID {id}")
        })
        .unwrap_or_default()
    };
    match kind {
        EventKind::Unchanged => lang.pick("checked: unchanged", "已核对：无变化").to_owned(),
        EventKind::Stale => lang
            .pick("that check took too long: checking again", "核对耗时过长，再次核对")
            .to_owned(),
        EventKind::Recorded => lang.pick("written to the journal", "已写入操作日志").to_owned(),
        EventKind::Sent => lang.pick("request sent", "请求已发送").to_owned(),
        EventKind::Accepted(accepted) => {
            let id = id(accepted.request_id.as_ref());
            tr!(lang, "accepted by Tencent{id}", "腾讯云已受理{id}")
        }
        EventKind::Failed(fault) => {
            let (id, said) = (id(fault.request_id.as_ref()), said(lang, fault));
            match fault.delivery {
                Delivery::Answered => {
                    tr!(lang, "error from Tencent: {said}{id}", "腾讯云返回错误：{said}{id}")
                }
                Delivery::NoAnswer => {
                    tr!(lang, "no usable reply: {said}", "没有可用的应答：{said}")
                }
                Delivery::NotSent => {
                    tr!(lang, "did not leave this machine: {said}", "未离开本机：{said}")
                }
            }
        }
        EventKind::OnceMore => lang
            .pick(
                "request sent again (attempt 2 of 2): the first did nothing",
                "再次发送（第 2 次，共 2 次）：第一次未生效",
            )
            .to_owned(),
        EventKind::Looked(state) => {
            let state = outcome::state(lang, state);
            tr!(lang, "read: {state}", "读取：{state}")
        }
        EventKind::Task(state) => {
            let state = visible(&state.to_string()).into_owned();
            tr!(lang, "task: {state}", "任务：{state}")
        }
        EventKind::Unclear(doubt, _) => {
            tr!(lang, "read: {}", "读取：{}", evidence::doubt(lang, doubt))
        }
        EventKind::Gone => {
            lang.pick("read: not in the list any more", "读取：列表中已不存在").to_owned()
        }
        EventKind::LookFailed(fault) => {
            tr!(
                lang,
                "reading failed: {}; next try in 2 s",
                "读取失败：{}；2 秒后重试",
                said(lang, fault)
            )
        }
        EventKind::WanIp(WanIp::Came(ip)) => {
            tr!(lang, "new ordinary public IP {ip}", "获得普通公网 IP {ip}")
        }
        EventKind::WanIp(WanIp::NoneCame) => {
            lang.pick("new ordinary public IP: none seen", "普通公网 IP：未见").to_owned()
        }
        EventKind::WanIp(WanIp::NotKnown) => lang
            .pick(
                "new ordinary public IP: not known (the NIC could not be read)",
                "普通公网 IP：未知（无法读取网卡）",
            )
            .to_owned(),
        EventKind::BoundAgain(server) => {
            let server = server.as_ref().map_or("—".into(), |s| visible(s.as_str()));
            tr!(lang, "read: bound again, to {server}", "读取：又绑定到 {server}")
        }
        EventKind::Verdict(word) => {
            let word = outcome::word(lang, *word);
            tr!(lang, "outcome: {word}", "结果：{word}")
        }
        EventKind::VerdictNotRecorded(error) => {
            let error = visible(error);
            tr!(
                lang,
                "the outcome could not be written to the journal: {error}",
                "结果无法写入操作日志：{error}"
            )
        }
    }
}

/// Where a report would be saved.
pub(crate) fn no_state_folder(lang: Lang) -> &'static str {
    lang.pick("there is no state folder", "没有状态目录")
}
