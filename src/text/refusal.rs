//! Words for why a target gets no confirmation field, and why one needs the longer token.

use super::{Lang, evidence, fault, plan_file, status};
use crate::domain::Doubt;
use crate::domain::sanitize::visible;
use crate::domain::{EipStatus, InstanceKind};
use crate::tr;
use crate::unbind::{Danger, PlanItem, RefusalReason};
use std::net::IpAddr;

/// Why, one clause.
pub(crate) fn reason(lang: Lang, reason: &RefusalReason) -> String {
    let text = match reason {
        RefusalReason::NotFound(None) => {
            lang.pick("no such EIP in this region and account", "该地域与账号中没有此 EIP")
        }
        RefusalReason::NotFound(Some(region)) => {
            return tr!(
                lang,
                "no such EIP in {region} of this account",
                "没有此 EIP（该账号，{region}）"
            );
        }
        RefusalReason::Unreadable(f) => {
            let code =
                if f.code.is_empty() { String::new() } else { format!("{} ", visible(&f.code)) };
            return tr!(
                lang,
                "the EIP could not be read: {}{}",
                "无法读取 EIP：{}{}",
                code,
                fault::meaning(lang, f)
            );
        }
        RefusalReason::Doubtful(doubt @ Doubt::OtherEip { .. }) => {
            let doubt = evidence::doubt(lang, doubt);
            return tr!(lang, "not found: {doubt}", "未找到：{doubt}");
        }
        RefusalReason::Doubtful(doubt) => return evidence::doubt(lang, doubt),
        RefusalReason::Ambiguous(count) => {
            return tr!(lang, "{count} EIPs fit this target", "有 {count} 个 EIP 符合该目标");
        }
        RefusalReason::Nat(id) => {
            let id = id.as_ref().map(|id| format!(" {}", visible(id.as_str()))).unwrap_or_default();
            return tr!(lang, "bound to the NAT gateway{}", "它绑定在 NAT 网关{}", id);
        }
        RefusalReason::Havip(id) => {
            let id = id.as_ref().map(|id| format!(" {}", visible(id.as_str()))).unwrap_or_default();
            return tr!(
                lang,
                "bound to the high-availability virtual IP (HAVIP){}",
                "它绑定在高可用虚拟 IP（HAVIP）{}",
                id
            );
        }
        RefusalReason::InTransition(s) => {
            return tr!(
                lang,
                "it is changing right now: {}",
                "状态正在变化：{}",
                status::status(lang, s)
            );
        }
        RefusalReason::NotUsable(s) => {
            return tr!(
                lang,
                "its status allows no unbind: {}",
                "该状态不可解绑：{}",
                status::status(lang, s)
            );
        }
        RefusalReason::Arrears => lang
            .pick("in arrears: Tencent allows no change of it", "欠费隔离：腾讯云不允许任何变更"),
        RefusalReason::Ipv6 => lang.pick("an IPv6 address", "IPv6 地址"),
        RefusalReason::NoAddress => lang.pick("it has no address yet", "它还没有地址"),
        RefusalReason::AllocWanIpNotHere => lang
            .pick("allocWanIp means nothing for this private IP", "allocWanIp 不适用于该内网 IP"),
        RefusalReason::StandardAccount => lang.pick(
            "standard accounts get no public IP on unbind",
            "标准账户类型解绑 EIP 时不支持分配普通公网 IP",
        ),
        RefusalReason::AllocWanIpQuotaUsedUp => {
            lang.pick("no new public IPs are left today", "今日重新分配次数已用完")
        }
        RefusalReason::UnBindPrivateIpNotHere => lang
            .pick("unBindPrivateIpWithEip means nothing here", "unBindPrivateIpWithEip 在此不适用"),
        RefusalReason::NotInGeneration => lang
            .pick("API 3.0 has no unBindPrivateIpWithEip", "API 3.0 没有 unBindPrivateIpWithEip"),
        RefusalReason::TooMany(count) => {
            return tr!(
                lang,
                "{count} targets: at most 10 at once",
                "共 {count} 个目标：一次最多 10 个"
            );
        }
        RefusalReason::Duplicate => lang.pick("the same EIP is named twice", "同一 EIP 重复"),
        RefusalReason::NotFree(s) => {
            return tr!(
                lang,
                "it is not unbound: {}",
                "当前状态：{}，不能绑定",
                status::status(lang, s)
            );
        }
        RefusalReason::Blocked => lang
            .pick("blocked by Tencent: no server gets it", "已封堵：腾讯云不允许绑定到任何服务器"),
        RefusalReason::TargetTaken(other) => {
            let other = visible(other.as_str());
            return tr!(
                lang,
                "another EIP, {other}, is at that place",
                "该位置已绑定另一个 EIP：{other}"
            );
        }
        RefusalReason::SamePlace(other) => {
            let other = visible(other.as_str());
            return tr!(
                lang,
                "{other} is to be bound to the same place, which holds one EIP",
                "{other} 也要绑定到该位置，而该位置只能绑定一个 EIP"
            );
        }
        RefusalReason::NoSuchNic(nic) => {
            let nic = visible(nic.as_str());
            return tr!(
                lang,
                "there is no NIC {nic} in this region and account (read by DescribeNetworkInterfaces)",
                "该地域与账号中没有网卡 {nic}（由 DescribeNetworkInterfaces 读取）"
            );
        }
        RefusalReason::NoSuchPrivateIp(nic, ip) => {
            let nic = visible(nic.as_str());
            return tr!(
                lang,
                "the NIC {nic} has no private IP {ip} (read by DescribeNetworkInterfaces)",
                "网卡 {nic} 没有内网 IP {ip}（由 DescribeNetworkInterfaces 读取）"
            );
        }
        RefusalReason::TargetHasWanIp(ip) => {
            return tr!(
                lang,
                "an ordinary public IP, {ip}, is at that place",
                "该位置已有普通公网 IP：{ip}"
            );
        }
        RefusalReason::UnbindOpen => lang.pick(
            "an earlier request to unbind it has no outcome yet: that it is read as bound there may not last",
            "之前的解绑请求尚无结果：当前读到的绑定状态可能随时变化",
        ),
        RefusalReason::NoFormerTarget => {
            lang.pick("where it was bound before is not known", "不知道之前绑定在哪里")
        }
        RefusalReason::Plan(fault) => return plan_file::fault(lang, fault),
    };
    text.to_owned()
}

/// What to do instead.
pub fn next_step(lang: Lang, reason: &RefusalReason) -> &'static str {
    match reason {
        RefusalReason::NotFound(_) => lang.pick(
            "check region and account; it may have been released",
            "检查地域与账号；可能已被释放",
        ),
        RefusalReason::Unreadable(f) => fault::hint(lang, f),
        RefusalReason::Doubtful(Doubt::OtherEip { .. }) => lang.pick(
            "check the target and the account; nothing was sent",
            "请检查目标和账号；未发出任何请求",
        ),
        RefusalReason::Doubtful(_) => lang.pick(
            "read it again later, or check it in Tencent's console",
            "请稍后重新读取，或到控制台查看",
        ),
        RefusalReason::Ambiguous(_) => {
            lang.pick("choose one by its eip-… id", "请用 eip-… ID 指定其中一个")
        }
        RefusalReason::Nat(_) => lang.pick(
            "use EipUnBindNatGateway (API 2.0) or DisassociateNatGatewayAddress (API 3.0)",
            "请使用 EipUnBindNatGateway（API 2.0）或 DisassociateNatGatewayAddress（API 3.0）",
        ),
        RefusalReason::Havip(_) => lang.pick(
            "use HaVipDisassociateAddressIp (API 3.0)",
            "请使用 HaVipDisassociateAddressIp（API 3.0）",
        ),
        RefusalReason::InTransition(_) => lang.pick(
            "wait until its state stands still; Esc, then u",
            "等状态稳定；按 Esc 返回，再按 u",
        ),
        RefusalReason::NotUsable(_) => {
            lang.pick("nothing to do here; see the console", "此处无法处理；请到控制台查看")
        }
        RefusalReason::Arrears => {
            lang.pick("pay the bill first; Esc, then u", "请先结清欠费；按 Esc 返回，再按 u")
        }
        RefusalReason::Ipv6 => {
            lang.pick("use the IPv6 actions of the console", "请在控制台使用 IPv6 操作")
        }
        RefusalReason::NoAddress => {
            lang.pick("wait for the address; Esc, then u", "等地址分配；按 Esc 返回，再按 u")
        }
        RefusalReason::AllocWanIpNotHere
        | RefusalReason::AllocWanIpQuotaUsedUp
        | RefusalReason::StandardAccount => lang.pick("switch it off with w", "按 w 关闭该选项"),
        RefusalReason::UnBindPrivateIpNotHere | RefusalReason::NotInGeneration => {
            lang.pick("leave it out with d", "按 d 去掉该选项")
        }
        RefusalReason::TooMany(_) => lang.pick("unmark some", "取消部分标记"),
        RefusalReason::Duplicate => lang.pick("name it once", "只保留一个"),
        RefusalReason::NotFree(status) => before_bind(lang, status),
        RefusalReason::Blocked => lang.pick(
            "wait until the block is lifted (usually 2–24 h); another place is refused, too",
            "等待解封（通常 2～24 小时）；换位置同样会被拒绝",
        ),
        RefusalReason::TargetTaken(_) => lang.pick(
            "unbind that one first, or choose another place with c",
            "请先解绑那个 EIP，或按 c 选择其他位置",
        ),
        RefusalReason::SamePlace(_) => lang.pick(
            "bind this one alone, and choose another place with c",
            "请单独绑定该 EIP，并按 c 选择其他位置",
        ),
        RefusalReason::NoSuchNic(_) | RefusalReason::NoSuchPrivateIp(..) => {
            lang.pick("choose another place with c", "请按 c 选择其他位置")
        }
        RefusalReason::UnbindOpen => lang.pick(
            "Wait until that request has an outcome (history), then try again.",
            "等该请求有了结果（见操作历史）再试。",
        ),
        RefusalReason::TargetHasWanIp(_) => lang.pick(
            "return that address in the console first, or choose another place with c",
            "请先在控制台退还该地址，或按 c 选择其他位置",
        ),
        RefusalReason::NoFormerTarget => lang.pick("choose the place with c", "请按 c 选择位置"),
        RefusalReason::Plan(fault) => plan_file::next_step(lang, fault),
    }
}

/// What to do about an EIP of this status, which is to be bound.
fn before_bind(lang: Lang, status: &EipStatus) -> &'static str {
    match status {
        EipStatus::Creating => lang.pick(
            "it can't be bound before it is created: wait, then try again",
            "创建完成前不能绑定：请等待后重试",
        ),
        EipStatus::Offlining => lang.pick(
            "it is going away and can't be bound any more: use another EIP",
            "该 EIP 即将释放，无法再绑定：请使用其他 EIP",
        ),
        EipStatus::CreateFailed => lang.pick(
            "it was never created and can't be bound: use another EIP",
            "该 EIP 创建失败，无法绑定：请使用其他 EIP",
        ),
        EipStatus::Binding | EipStatus::Unbinding => {
            lang.pick("wait until its state stands still, then try again", "请等状态稳定后重试")
        }
        EipStatus::Other(_) | EipStatus::NotTold => lang.pick(
            "it can't be bound in this state: check it in Tencent's console",
            "该状态下不能绑定：请到控制台查看",
        ),
        EipStatus::Bound | EipStatus::BoundToDetachedNic | EipStatus::Unbound => {
            lang.pick("unbind it first, if that is meant", "如确有需要，请先解绑")
        }
    }
}

pub(crate) fn danger_target(lang: Lang, why: &str) -> String {
    tr!(lang, "▲ DANGER TARGET: {why}", "▲ 高危目标：{why}")
}

/// Why the longer token is asked for, in a word or two for narrow screens.
pub(crate) fn danger_short(lang: Lang, danger: Danger, item: &PlanItem) -> String {
    let words = match danger {
        Danger::ReleasesWanIp if let Some(ip) = item.wan_ip_there => {
            return tr!(lang, "releases {ip}", "释放 {ip}");
        }
        Danger::Profile => lang.pick("profile", "账户配置"),
        Danger::Protected => lang.pick("protected", "受保护"),
        Danger::Undocumented(kind) => match kind {
            InstanceKind::Clb => lang.pick("bound to a CLB", "绑定 CLB"),
            InstanceKind::Cvm
            | InstanceKind::Nat
            | InstanceKind::Eni
            | InstanceKind::Havip
            | InstanceKind::Other => lang.pick("unknown kind", "未知资源"),
        },
        Danger::TagsNotKnown => lang.pick("tags not known", "标签未知"),
        Danger::Blocked => lang.pick("blocked", "封堵"),
        Danger::Arrears => lang.pick("arrears", "欠费"),
        Danger::CascadeRelease => lang.pick("will be released", "将被释放"),
        Danger::SshSession => lang.pick("your ssh", "当前 SSH"),
        Danger::LastReallocation => lang.pick("last new IP today", "今日最后一次"),
        Danger::ReleasesWanIp => lang.pick("releases its public IP", "释放现有公网 IP"),
    };
    words.to_owned()
}

/// That an ordinary public IP goes, by its address where a reading shows it.
pub(crate) fn releases(lang: Lang, ip: Option<IpAddr>) -> String {
    match ip {
        Some(ip) => tr!(
            lang,
            "the ordinary public IP {ip} that is there now will be released for good",
            "该位置现有的普通公网 IP {ip} 将被永久释放"
        ),
        None => danger(lang, Danger::ReleasesWanIp).to_owned(),
    }
}

/// Why the longer token is asked for, about this step of a plan.
pub(crate) fn danger_of(lang: Lang, danger: Danger, item: &PlanItem) -> String {
    match danger {
        Danger::ReleasesWanIp => releases(lang, item.wan_ip_there),
        Danger::Undocumented(_) => {
            let kind = status::served(lang, &item.before);
            tr!(
                lang,
                "no document says that this action serves a {kind}; Tencent may refuse it",
                "没有文档说明该操作支持{kind}；腾讯云可能拒绝"
            )
        }
        Danger::Profile
        | Danger::Protected
        | Danger::TagsNotKnown
        | Danger::Blocked
        | Danger::Arrears
        | Danger::CascadeRelease
        | Danger::SshSession
        | Danger::LastReallocation => self::danger(lang, danger).to_owned(),
    }
}

/// Why the longer token is asked for.
fn danger(lang: Lang, danger: Danger) -> &'static str {
    match danger {
        Danger::Undocumented(_) => lang.pick(
            "no document says that this action serves what it is bound to; Tencent may refuse it",
            "没有文档说明该操作支持它绑定的资源；腾讯云可能拒绝",
        ),
        Danger::TagsNotKnown => lang.pick(
            "a tag is on the protect list, and API 2.0 does not report tags",
            "保护名单含有标签，而 API 2.0 不提供标签",
        ),
        Danger::Profile => lang.pick("this profile is marked danger", "该账户配置标记为 danger"),
        Danger::Protected => lang.pick("on the protect list", "在保护名单中"),
        Danger::Blocked => lang.pick("it is blocked by Tencent", "被腾讯云封堵"),
        Danger::Arrears => lang.pick("it is in arrears: it may be released", "欠费：可能被释放"),
        Danger::CascadeRelease => lang.pick(
            "it will be released when unbound: the address is lost",
            "解绑后自动释放：地址将失去",
        ),
        Danger::SshSession => lang.pick(
            "this ssh session comes in through it: you may lose it",
            "当前 SSH 会话通过该地址接入：可能断开",
        ),
        Danger::LastReallocation => {
            lang.pick("it uses the last new public IP of the day", "将用掉今日最后一次重新分配")
        }
        Danger::ReleasesWanIp => lang.pick(
            "the ordinary public IP that is there now will be released for good",
            "该位置现有的普通公网 IP 将被永久释放",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{EipId, NetworkInterfaceId};
    use crate::text::command_line::instead;

    #[test]
    fn each_front_end_names_its_own_way_to_another_place() {
        let (eip, nic) =
            (EipId::parse("eip-1").unwrap(), NetworkInterfaceId::parse("eni-1").unwrap());
        let ip: IpAddr = [10, 0, 0, 1].into();
        for reason in [
            RefusalReason::TargetTaken(eip.clone()),
            RefusalReason::SamePlace(eip),
            RefusalReason::NoSuchNic(nic.clone()),
            RefusalReason::NoSuchPrivateIp(nic, ip),
            RefusalReason::TargetHasWanIp(ip),
            RefusalReason::NoFormerTarget,
        ] {
            for (lang, key) in [(Lang::En, " with c"), (Lang::Zh, "按 c ")] {
                let (screen, command) = (next_step(lang, &reason), instead(lang, &reason));
                assert!(screen.contains(key) && !screen.contains("--"), "{screen}");
                assert!(command.contains("--to") && !command.contains(key), "{command}");
            }
        }
    }
}
