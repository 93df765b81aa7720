//! Words for the two toggles and why one means nothing here.

use super::Lang;
use crate::unbind::ToggleUse;

/// `allocWanIp`, as a choice.
pub fn alloc_wan_ip(lang: Lang) -> &'static str {
    lang.pick("new ordinary public IP for the server", "为服务器分配新的普通公网 IP")
}

/// `unBindPrivateIpWithEip`, as a choice.
pub fn un_bind_private_ip(lang: Lang) -> &'static str {
    lang.pick("also drop the NIC/private-IP tie", "同时解除网卡/内网 IP 绑定关系")
}

/// The same in fewer words, for narrow screens.
pub fn alloc_wan_ip_short(lang: Lang) -> &'static str {
    lang.pick("new IP", "新公网 IP")
}

/// The same in fewer words, for narrow screens.
pub fn un_bind_private_ip_short(lang: Lang) -> &'static str {
    lang.pick("drop tie", "解除绑定关系")
}

/// Why a toggle means nothing here, or what to know about it.
pub fn why(lang: Lang, toggle: ToggleUse) -> &'static str {
    match toggle {
        ToggleUse::Applies => lang.pick("applies here", "适用"),
        ToggleUse::MayBeIgnored => lang.pick(
            "the cloud may ignore it here: the documents differ",
            "云端可能忽略：文档说法不一",
        ),
        ToggleUse::CloudDecides => {
            lang.pick("the NIC could not be read: the cloud decides", "网卡信息未读到：由云端决定")
        }
        ToggleUse::OnlyPrimary => {
            lang.pick("n/a: only for the primary NIC's primary IP", "不适用：仅限主网卡主 IP")
        }
        ToggleUse::PrimaryAlwaysDrops => lang
            .pick("n/a: primary NIC's primary IP always drops it", "不适用：主网卡主 IP 必定解除"),
        ToggleUse::NoNic => lang.pick("n/a: classic network, no NIC", "不适用：基础网络，无网卡"),
        ToggleUse::NotInGeneration => {
            lang.pick("n/a: API 3.0 has no such parameter", "不适用：API 3.0 无此参数")
        }
        ToggleUse::StandardAccount => lang.pick(
            "n/a: a standard account has no ordinary public IPs",
            "不适用：标准账户没有普通公网 IP",
        ),
        ToggleUse::QuotaUsedUp => lang.pick("n/a: none left today", "不适用：今日次数已用完"),
        ToggleUse::NotForBind => {
            lang.pick("n/a: a bind back has no options", "不适用：绑回没有选项")
        }
    }
}

/// What to know about `allocWanIp` in the classic network, where there is no NIC to decide by.
pub fn classic(lang: Lang) -> &'static str {
    lang.pick("classic network, no NIC: the cloud decides", "基础网络，无网卡：由云端决定")
}

/// The same in at most two or three words.
pub fn why_short(lang: Lang, toggle: ToggleUse) -> &'static str {
    match toggle {
        ToggleUse::Applies => lang.pick("applies", "适用"),
        ToggleUse::MayBeIgnored => lang.pick("may be ignored", "可能被忽略"),
        ToggleUse::CloudDecides => lang.pick("cloud decides", "由云端决定"),
        ToggleUse::OnlyPrimary => lang.pick("n/a: not primary", "非主 IP 不适用"),
        ToggleUse::PrimaryAlwaysDrops => lang.pick("n/a: primary IP", "主 IP 不适用"),
        ToggleUse::NoNic => lang.pick("n/a: no NIC", "不适用：无网卡"),
        ToggleUse::NotInGeneration => lang.pick("n/a in v3", "v3 无此参数"),
        ToggleUse::StandardAccount => lang.pick("n/a: account", "不适用：标准账户"),
        ToggleUse::QuotaUsedUp => lang.pick("n/a: none left", "不适用：无余量"),
        ToggleUse::NotForBind => lang.pick("n/a", "不适用"),
    }
}
