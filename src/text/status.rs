//! Words for what an EIP is and where it sits.

use super::Lang;
use crate::domain::sanitize::visible;
use crate::domain::{Eip, EipStatus, InstanceKind, NicPosition};
use crate::tr;

/// What an operator must see of a row at a glance: the status, or what outweighs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// On a server.
    Bound,
    /// On a NIC that no server holds.
    Detached,
    /// On a NAT gateway.
    Nat,
    /// On a server, and blocked.
    Blocked,
    /// In arrears.
    Arrears,
    /// The cloud is at work on it.
    Moving,
    /// Free.
    Free,
    /// Never came to be.
    Failed,
    /// A status that no document names.
    Other,
    /// A status that the cloud did not say, or said in two ways.
    Unknown,
}

/// The look of an EIP.
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
        EipStatus::Unbound => Look::Free,
        EipStatus::Bound | EipStatus::BoundToDetachedNic if eip.is_nat() => Look::Nat,
        EipStatus::Bound | EipStatus::BoundToDetachedNic if eip.blocked == Some(true) => {
            Look::Blocked
        }
        EipStatus::BoundToDetachedNic => Look::Detached,
        EipStatus::Bound => Look::Bound,
    }
}

/// At most five columns.
pub fn short(lang: Lang, eip: &Eip) -> &'static str {
    match look(eip) {
        Look::Bound => lang.pick("bound", "已绑"),
        Look::Detached => lang.pick("nic", "网卡"),
        Look::Nat => lang.pick("nat", "NAT"),
        Look::Blocked => lang.pick("block", "封堵"),
        Look::Arrears => lang.pick("owes", "欠费"),
        Look::Moving => lang.pick("going", "变更"),
        Look::Free => lang.pick("free", "空闲"),
        Look::Failed => lang.pick("fail", "失败"),
        Look::Other => lang.pick("other", "其他"),
        Look::Unknown => lang.pick("?", "未知"),
    }
}

/// At most ten columns.
pub fn long(lang: Lang, eip: &Eip) -> &'static str {
    match look(eip) {
        Look::Blocked => lang.pick("blocked", "封堵"),
        Look::Arrears => lang.pick("arrears", "欠费"),
        Look::Nat => lang.pick("NAT", "NAT"),
        Look::Detached => lang.pick("on NIC", "在网卡上"),
        Look::Free => lang.pick("free", "空闲"),
        Look::Failed => lang.pick("failed", "创建失败"),
        Look::Other => lang.pick("other", "其他"),
        Look::Unknown => lang.pick("unknown", "未知"),
        Look::Bound => lang.pick("bound", "已绑定"),
        Look::Moving => match eip.status {
            EipStatus::Creating => lang.pick("creating", "创建中"),
            EipStatus::Binding => lang.pick("binding", "绑定中"),
            EipStatus::Offlining => lang.pick("offlining", "下线中"),
            EipStatus::Unbinding
            | EipStatus::Bound
            | EipStatus::BoundToDetachedNic
            | EipStatus::Unbound
            | EipStatus::CreateFailed
            | EipStatus::Other(_)
            | EipStatus::NotTold => lang.pick("unbinding", "解绑中"),
        },
    }
}

/// A status in words.
pub fn status(lang: Lang, status: &EipStatus) -> String {
    match status {
        EipStatus::Creating => lang.pick("creating", "创建中").to_owned(),
        EipStatus::Binding => lang.pick("binding", "绑定中").to_owned(),
        EipStatus::Bound => lang.pick("bound", "已绑定").to_owned(),
        EipStatus::BoundToDetachedNic => {
            lang.pick("bound to a NIC without a server", "绑定在未挂载的网卡上").to_owned()
        }
        EipStatus::Unbinding => lang.pick("unbinding", "解绑中").to_owned(),
        EipStatus::Unbound => lang.pick("free", "空闲").to_owned(),
        EipStatus::Offlining => lang.pick("offlining", "下线中").to_owned(),
        EipStatus::CreateFailed => lang.pick("creation failed", "创建失败").to_owned(),
        EipStatus::NotTold => lang.pick("unknown", "未知").to_owned(),
        EipStatus::Other(raw) => {
            tr!(lang, "status {} (undocumented)", "状态 {}（无文档）", visible(raw))
        }
    }
}

/// What kind of thing an EIP serves.
pub fn kind(lang: Lang, kind: InstanceKind) -> &'static str {
    match kind {
        InstanceKind::Cvm => lang.pick("server (CVM)", "云服务器"),
        InstanceKind::Nat => lang.pick("NAT gateway", "NAT 网关"),
        InstanceKind::Eni => lang.pick("NIC without a server", "未挂载的网卡"),
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
pub fn served(lang: Lang, eip: &Eip) -> String {
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
pub fn address_kind(lang: Lang, eip: &Eip) -> Option<String> {
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
pub fn tags(lang: Lang, eip: &Eip) -> String {
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

/// Which seat a private IP takes on its server.
pub fn seat(lang: Lang, seat: NicPosition) -> &'static str {
    match seat {
        NicPosition::PrimaryOfPrimary => lang.pick("primary NIC, primary IP", "主网卡主 IP"),
        NicPosition::PrimaryOfSecondary => {
            lang.pick("secondary NIC, its primary IP", "辅助网卡主 IP")
        }
        NicPosition::Secondary => lang.pick("secondary IP", "辅助 IP"),
        NicPosition::Classic => lang.pick("classic network, no NIC", "基础网络，无网卡"),
        NicPosition::Unknown => lang.pick("seat on the NIC not known", "主/辅 IP 未知"),
    }
}

/// `yes`, `no`, or that the cloud did not say.
pub fn yes_no(lang: Lang, value: Option<bool>) -> &'static str {
    match value {
        Some(true) => lang.pick("yes", "是"),
        Some(false) => lang.pick("no", "否"),
        None => lang.pick("not said", "未返回"),
    }
}
