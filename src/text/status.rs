//! Words for what an EIP is and where it sits.

use super::not_known::{Why, why};
use super::{Lang, Length};
use crate::domain::sanitize::visible;
use crate::domain::{Eip, EipStatus, InstanceId, InstanceKind, NicPosition, Told};
use crate::tr;

/// What an operator must see of a row at a glance: the status, or what outweighs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// On a server.
    Bound,
    /// Off its server, but its link to a NIC and private IP is kept.
    LinkKept,
    /// On a NIC that no server holds.
    Detached,
    /// On a NAT gateway.
    Nat,
    /// Blocked, on a server or not.
    Blocked,
    /// In arrears.
    Arrears,
    /// The cloud is at work on it.
    Moving,
    /// On nothing.
    Unbound,
    /// Never came to be.
    Failed,
    /// A status that no document names.
    Other,
    /// A status that the cloud did not say, or said in two ways.
    Unknown,
}

/// The look of an EIP. The heaviest wins: in transition, arrears, blocked, NAT, status.
pub fn look(eip: &Eip) -> Look {
    match &eip.status {
        EipStatus::Creating | EipStatus::Binding | EipStatus::Unbinding | EipStatus::Offlining => {
            Look::Moving
        }
        EipStatus::CreateFailed => Look::Failed,
        EipStatus::Other(_) => Look::Other,
        EipStatus::NotTold => Look::Unknown,
        EipStatus::Bound | EipStatus::BoundToDetachedNic | EipStatus::Unbound
            if eip.arrears == Some(true) =>
        {
            Look::Arrears
        }
        EipStatus::Bound | EipStatus::BoundToDetachedNic | EipStatus::Unbound
            if eip.blocked == Some(true) =>
        {
            Look::Blocked
        }
        EipStatus::Unbound | EipStatus::Bound if eip.is_link_kept() => Look::LinkKept,
        EipStatus::Unbound => Look::Unbound,
        EipStatus::Bound | EipStatus::BoundToDetachedNic if eip.is_nat() => Look::Nat,
        EipStatus::BoundToDetachedNic => Look::Detached,
        EipStatus::Bound => Look::Bound,
    }
}

/// The state of a row.
pub fn state(lang: Lang, eip: &Eip, length: Length) -> String {
    if let (EipStatus::Other(raw), Length::Short) = (&eip.status, length) {
        return tr!(lang, "status {}", "状态 {}", visible(raw));
    }
    let words = match look(eip) {
        Look::Bound => lang.pick("bound", "已绑定"),
        Look::LinkKept => match length {
            Length::Long | Length::Short => lang.pick("link kept", "保留关系"),
            Length::Narrow => lang.pick("linked", "留关系"),
        },
        Look::Detached => match length {
            Length::Long | Length::Short => lang.pick("detached NIC", "悬空网卡"),
            Length::Narrow => lang.pick("NIC", "悬空"),
        },
        Look::Nat => match length {
            Length::Long => lang.pick("NAT gateway", "NAT 网关"),
            Length::Short | Length::Narrow => "NAT",
        },
        Look::Blocked => lang.pick("blocked", "封堵"),
        Look::Arrears => lang.pick("arrears", "欠费"),
        Look::Unbound => lang.pick("unbound", "未绑定"),
        Look::Unknown => lang.pick("not known", "未知"),
        Look::Failed => match length {
            Length::Long => lang.pick("creation failed", "创建失败"),
            Length::Short => lang.pick("failed", "创建失败"),
            Length::Narrow => lang.pick("failed", "失败"),
        },
        Look::Moving if length == Length::Narrow => lang.pick("busy", "变更中"),
        Look::Moving if eip.status == EipStatus::Offlining && length == Length::Short => {
            lang.pick("releasing", "释放中")
        }
        Look::Other if length == Length::Narrow => lang.pick("other", "其他"),
        Look::Moving | Look::Other => return status(lang, &eip.status),
    };
    words.to_owned()
}

/// What it is, with the NIC where one is named: for sentences.
pub(crate) fn state_sentence(lang: Lang, eip: &Eip) -> String {
    match (&eip.network_interface_id, eip.private_ip_address) {
        (Some(nic), ip) if eip.is_link_kept() => {
            let ip = ip.map(|ip| format!(" · {ip}")).unwrap_or_default();
            let nic = visible(nic.as_str());
            tr!(lang, "unbound, link to {nic}{ip} kept", "已与服务器解绑，保留与 {nic}{ip} 的关系")
        }
        _ => status(lang, &eip.status),
    }
}

/// A status in words.
pub(crate) fn status(lang: Lang, status: &EipStatus) -> String {
    match status {
        EipStatus::Creating => lang.pick("creating", "创建中").to_owned(),
        EipStatus::Binding => lang.pick("binding", "绑定中").to_owned(),
        EipStatus::Bound => lang.pick("bound", "已绑定").to_owned(),
        EipStatus::BoundToDetachedNic => {
            lang.pick("bound to a detached NIC", "绑定悬空弹性网卡").to_owned()
        }
        EipStatus::Unbinding => lang.pick("unbinding", "解绑中").to_owned(),
        EipStatus::Unbound => lang.pick("unbound", "未绑定").to_owned(),
        EipStatus::Offlining => lang.pick("being released", "释放中").to_owned(),
        EipStatus::CreateFailed => lang.pick("creation failed", "创建失败").to_owned(),
        EipStatus::NotTold => lang.pick("not known", "未知").to_owned(),
        EipStatus::Other(raw) => {
            tr!(lang, "status {} (not documented)", "状态 {}（文档未列出）", visible(raw))
        }
    }
}

/// What kind of thing an EIP serves.
pub(crate) fn kind(lang: Lang, kind: InstanceKind) -> &'static str {
    match kind {
        InstanceKind::Cvm => lang.pick("server (CVM)", "云服务器（CVM）"),
        InstanceKind::Nat => lang.pick("NAT gateway", "NAT 网关"),
        InstanceKind::Eni => lang.pick("detached NIC", "悬空弹性网卡"),
        InstanceKind::Havip => {
            lang.pick("high-availability virtual IP (HAVIP)", "高可用虚拟 IP（HAVIP）")
        }
        InstanceKind::Clb => lang.pick("load balancer (CLB)", "负载均衡（CLB）"),
        InstanceKind::Other => {
            lang.pick("a resource that this program does not know", "本程序不识别的资源")
        }
    }
}

/// What an EIP serves, with the cloud's own word where this program has none.
pub(crate) fn served(lang: Lang, eip: &Eip) -> String {
    let kind_of = eip.serves().unwrap_or(InstanceKind::Other);
    match (kind_of, &eip.instance_type) {
        (InstanceKind::Other, Some(word)) => tr!(
            lang,
            "{}, which this program does not know",
            "{}（本程序不识别的资源）",
            visible(word)
        ),
        _ => kind(lang, kind_of).to_owned(),
    }
}

/// What kind of address it is, where the cloud told and it is not the ordinary one.
pub(crate) fn address_kind(lang: Lang, eip: &Eip) -> Option<String> {
    let word = eip.address_type.as_deref()?;
    let name = match word {
        "EIP" | "CalcIP" => return None,
        "AnycastEIP" => lang.pick("Anycast EIP", "Anycast 加速 EIP"),
        "AntiDDoSEIP" => lang.pick("anti-DDoS EIP", "高防 EIP"),
        "HighQualityEIP" => lang.pick("high-quality EIP", "精品 EIP"),
        "ResidentialEIP" => lang.pick("residential EIP", "原生 EIP"),
        "WanIP" | "WanIp" => {
            lang.pick("ordinary public IP (belongs to the server)", "普通公网 IP（随服务器）")
        }
        other => return Some(visible(other).into_owned()),
    };
    Some(name.to_owned())
}

/// The tags of an EIP: `KEY=VALUE`, as text for a person.
pub(crate) fn tags(lang: Lang, eip: &Eip) -> String {
    match eip.tags.as_deref() {
        None => lang
            .pick("not known (API 2.0 does not report them)", "未知（API 2.0 不提供）")
            .to_owned(),
        Some([]) => "—".to_owned(),
        Some(tags) => tags
            .iter()
            .map(|tag| format!("{}={}", visible(&tag.key), visible(&tag.value)))
            .collect::<Vec<_>>()
            .join("  "),
    }
}

/// What kind of thing an EIP serves, behind its id; `None` where the id says it already or nobody knows.
pub(crate) fn kind_short(lang: Lang, kind: InstanceKind) -> Option<String> {
    let short = match kind {
        InstanceKind::Cvm => "CVM",
        InstanceKind::Nat => "NAT",
        InstanceKind::Havip => "HAVIP",
        InstanceKind::Clb => "CLB",
        InstanceKind::Eni | InstanceKind::Other => return None,
    };
    Some(tr!(lang, " ({short})", "（{short}）"))
}

/// Nothing holds it.
pub(crate) fn no_server(lang: Lang) -> &'static str {
    lang.pick("no server", "无服务器")
}

/// That it is on no server, or that this is not known: a row that leaves the server out does not say that there is none.
pub fn without_server(
    lang: Lang,
    server: Told<&InstanceId>,
    status: &EipStatus,
    length: Length,
) -> String {
    match server {
        Told::Empty => return no_server(lang).to_owned(),
        Told::NotTold if status.is_without_server() => return no_server(lang).to_owned(),
        Told::NotTold | Told::Conflicting | Told::Value(_) => {}
    }
    let unknown = lang.pick("server not known", "服务器未知").to_owned();
    if length != Length::Long {
        return unknown;
    }
    let why = why(lang, if server == Told::NotTold { Why::LeftOut } else { Why::NotWhole });
    tr!(lang, "{unknown} ({why})", "{unknown}（{why}）")
}

/// A cell of a table: a value, that there is none, or that it is not known.
pub fn cell<T>(lang: Lang, told: Told<T>, none: &str, value: impl Fn(T) -> String) -> String {
    match told {
        Told::Value(it) => value(it),
        Told::Empty => none.to_owned(),
        Told::NotTold | Told::Conflicting => lang.pick("not known", "未知").to_owned(),
    }
}

/// Where a private IP sits on its server: NIC first, then IP.
pub(crate) fn position(lang: Lang, position: NicPosition, length: Length) -> &'static str {
    match (position, length) {
        (NicPosition::PrimaryOfPrimary, Length::Long) => {
            lang.pick("primary NIC, primary IP", "主网卡主 IP")
        }
        (NicPosition::PrimaryOfPrimary, Length::Short) => {
            lang.pick("pri NIC, pri IP", "主网卡主 IP")
        }
        (NicPosition::PrimaryOfPrimary, Length::Narrow) => lang.pick("pri/pri", "主/主"),
        (NicPosition::SecondaryOfPrimary, Length::Long) => {
            lang.pick("primary NIC, secondary IP", "主网卡辅助 IP")
        }
        (NicPosition::SecondaryOfPrimary, Length::Short) => {
            lang.pick("pri NIC, sec IP", "主网卡辅 IP")
        }
        (NicPosition::SecondaryOfPrimary, Length::Narrow) => lang.pick("pri/sec", "主/辅"),
        (NicPosition::PrimaryOfSecondary, Length::Long) => {
            lang.pick("secondary NIC, primary IP", "辅助网卡主 IP")
        }
        (NicPosition::PrimaryOfSecondary, Length::Short) => {
            lang.pick("sec NIC, pri IP", "辅网卡主 IP")
        }
        (NicPosition::PrimaryOfSecondary, Length::Narrow) => lang.pick("sec/pri", "辅/主"),
        (NicPosition::SecondaryOfSecondary, Length::Long) => {
            lang.pick("secondary NIC, secondary IP", "辅助网卡辅助 IP")
        }
        (NicPosition::SecondaryOfSecondary, Length::Short) => {
            lang.pick("sec NIC, sec IP", "辅网卡辅 IP")
        }
        (NicPosition::SecondaryOfSecondary, Length::Narrow) => lang.pick("sec/sec", "辅/辅"),
        (NicPosition::Secondary, Length::Long | Length::Short) => {
            lang.pick("secondary IP, NIC not known", "辅助 IP，网卡主辅未知")
        }
        (NicPosition::Secondary, Length::Narrow) => lang.pick("?/sec", "?/辅"),
        (NicPosition::Classic, Length::Long) => {
            lang.pick("no NIC (classic network)", "无网卡（基础网络）")
        }
        (NicPosition::Classic, Length::Short | Length::Narrow) => lang.pick("no NIC", "无网卡"),
        (NicPosition::NotOnServer, _) => "",
        (NicPosition::Unknown, Length::Long) => lang.pick("NIC position not known", "主辅未知"),
        (NicPosition::Unknown, Length::Short) => lang.pick("position not known", "主辅未知"),
        (NicPosition::Unknown, Length::Narrow) => "?/?",
    }
}

/// The same with why it is not known.
pub fn position_and_why(lang: Lang, at: NicPosition, reason: Why<'_>) -> String {
    let words = position(lang, at, Length::Long);
    if at != NicPosition::Unknown {
        return words.to_owned();
    }
    let reason = why(lang, reason);
    tr!(lang, "{words} ({reason})", "{words}（{reason}）")
}

/// `yes`, `no`, or that it is not known.
pub(crate) fn yes_no(lang: Lang, value: Option<bool>) -> &'static str {
    match value {
        Some(true) => lang.pick("yes", "是"),
        Some(false) => lang.pick("no", "否"),
        None => lang.pick("not known", "未知"),
    }
}
