//! Words for the two choices of an unbind: what each position does, and why one is not offered.

use super::not_known::{Why, why};
use super::{Lang, Length};
use crate::domain::NicPosition;
use crate::tr;
use crate::unbind::ToggleUse;

/// `allocWanIp`, as a choice.
pub(crate) fn alloc_wan_ip(lang: Lang, length: Length) -> &'static str {
    match length {
        Length::Long => lang.pick("new public IP for the server", "解绑时为服务器分配普通公网 IP"),
        Length::Short => lang.pick("new public IP", "分配普通公网 IP"),
        Length::Narrow => lang.pick("new IP", "新公网 IP"),
    }
}

/// A choice with what is to be said of it.
pub(crate) fn named(lang: Lang, name: &str, words: &str) -> String {
    tr!(lang, "{name}: {words}", "{name}：{words}")
}

pub(crate) fn its_server(lang: Lang) -> &'static str {
    lang.pick("its server", "服务器")
}

/// What is said beside an unbind whose link was to be kept, and is gone.
pub(crate) fn kept_link_removed(lang: Lang) -> &'static str {
    lang.pick(
        " The link to its NIC was removed although it was to be kept.",
        "虽选择保留与网卡的关系，但已被解除。",
    )
}

/// `unBindPrivateIpWithEip`, as a choice.
pub(crate) fn link(lang: Lang, length: Length) -> &'static str {
    match length {
        Length::Long => lang.pick("link to NIC and private IP", "与网卡/内网 IP 的关系"),
        Length::Short => lang.pick("NIC link", "网卡关系"),
        Length::Narrow => lang.pick("link", "关系"),
    }
}

/// What the server will have without a new public IP; `kept` are the public IPs it keeps, `None` where that is not known.
pub(crate) fn alloc_no(lang: Lang, length: Length, server: &str, kept: Option<&str>) -> String {
    match (length, kept) {
        (Length::Narrow, _) => lang.pick("no", "否").to_owned(),
        (_, Some("")) => {
            tr!(lang, "0 no: {server} will have no public IP", "0 不分配：{server} 将没有公网 IP")
        }
        (_, Some(kept)) => {
            tr!(lang, "0 no: {server} will keep {kept}", "0 不分配：{server} 仍有 {kept}")
        }
        (_, None) => lang.pick("0 no", "0 不分配").to_owned(),
    }
}

/// What it gets with one, and what that uses of the region's quota: used, limit.
pub(crate) fn alloc_yes(
    lang: Lang,
    length: Length,
    place: &str,
    quota: Option<(i64, i64)>,
) -> String {
    let change = quota.map(|(used, limit)| format!("{used}/{limit} → {}/{limit}", used + 1));
    match (length, quota, change) {
        (Length::Narrow, Some((used, limit)), _) => {
            tr!(lang, "yes {}/{limit}", "是 {}/{limit}", used + 1)
        }
        // As many words as fit beside both positions in 40 columns.
        (Length::Narrow, None, _) => {
            lang.pick("yes; quota not known", "是；今日额度未知").to_owned()
        }
        (_, _, None) => {
            lang.pick("1 yes; the quota of the day is not known", "1 分配；今日额度未知").to_owned()
        }
        (Length::Short, _, Some(change)) => tr!(
            lang,
            "1 yes: an ordinary one; today {place} {change}",
            "1 分配：普通公网 IP；今日 {place} {change}"
        ),
        (Length::Long, _, Some(change)) => tr!(
            lang,
            "1 yes: a new ordinary public IP; uses 1 today: {place} {change}; the address can't be chosen and goes when the server goes",
            "1 分配：新的普通公网 IP，占用今日额度 1 次：{place} {change}；地址不能指定，随服务器释放"
        ),
    }
}

/// The link goes, as by default.
pub(crate) fn link_removed(lang: Lang, length: Length) -> &'static str {
    match length {
        Length::Long | Length::Short => lang.pick(
            "1 remove (default): the EIP will be unbound",
            "1 解除（默认）：EIP 将变为未绑定",
        ),
        Length::Narrow => lang.pick("remove", "解除"),
    }
}

/// The link stays.
pub(crate) fn link_kept(lang: Lang, length: Length, server: &str) -> String {
    match length {
        Length::Long => tr!(
            lang,
            "0 keep: the EIP will leave {server} but stay linked; other places may refuse it until the link is removed",
            "0 保留：EIP 与 {server} 解绑，但保留关系；解除前可能无法绑定到其他位置"
        ),
        Length::Short => tr!(
            lang,
            "0 keep: the EIP will leave {server} but stay linked",
            "0 保留：EIP 与 {server} 解绑，关系仍保留"
        ),
        Length::Narrow => lang.pick("keep", "保留").to_owned(),
    }
}

/// Why a choice is not offered, or what to know about it where it is; `None` where there is nothing to say. `position`: where it is on its
/// NIC, and why that is not known where it is not.
pub fn remark(
    lang: Lang,
    toggle: ToggleUse,
    length: Length,
    position: (NicPosition, Why<'_>),
) -> Option<String> {
    let long = length != Length::Narrow;
    let reason = match toggle {
        ToggleUse::Applies => return None,
        ToggleUse::MayBeIgnored => {
            return Some(
                if long {
                    lang.pick(
                        "Tencent may ignore this here: its Chinese and English pages differ",
                        "腾讯云可能忽略：中英文文档说法不一",
                    )
                } else {
                    lang.pick("may be ignored", "可能被忽略")
                }
                .to_owned(),
            );
        }
        ToggleUse::CloudDecides => return Some(undecided(lang, length, position)),
        ToggleUse::OnlyPrimary if long => {
            lang.pick("only for the primary NIC's primary IP", "仅主网卡主 IP 可分配")
        }
        ToggleUse::OnlyPrimary => lang.pick("not for this IP", "仅主网卡主 IP"),
        ToggleUse::PrimaryAlwaysDrops if length == Length::Long => lang.pick(
            "on the primary NIC's primary IP the link is always removed",
            "主网卡主 IP 解绑时必定解除关系",
        ),
        ToggleUse::PrimaryAlwaysDrops if long => {
            lang.pick("always removed on pri NIC, pri IP", "主网卡主 IP 必定解除")
        }
        ToggleUse::PrimaryAlwaysDrops => lang.pick("always removed", "必定解除"),
        ToggleUse::NoNic if long => lang
            .pick("no NIC (classic network): there is no link", "无网卡（基础网络）：没有这种关系"),
        ToggleUse::NoNic => lang.pick("no NIC", "无网卡"),
        ToggleUse::NotOnServer => lang.pick("it is on no server", "不在云服务器上"),
        ToggleUse::NotInGeneration if long => lang.pick(
            "API 3.0 has no such parameter: the link is removed",
            "API 3.0 没有该参数：关系会被解除",
        ),
        ToggleUse::NotInGeneration => lang.pick("removed (API 3.0)", "API 3.0 会解除"),
        ToggleUse::StandardAccount if long => lang.pick(
            "standard accounts get no public IP on unbind",
            "标准账户类型解绑 EIP 时不支持分配普通公网 IP",
        ),
        ToggleUse::StandardAccount => lang.pick("standard account", "标准账户类型"),
        ToggleUse::QuotaUsedUp => lang.pick("none left today", "今日次数已用完"),
        ToggleUse::NotForBind => lang.pick("a bind has no such choice", "绑定没有该选项"),
    };
    Some(match length {
        Length::Long | Length::Short => tr!(lang, "not offered: {reason}", "不可选：{reason}"),
        Length::Narrow => reason.to_owned(),
    })
}

/// The same as of the choice before.
pub(crate) fn undecided_too(lang: Lang) -> &'static str {
    lang.pick("not known whether it applies, either", "同样无法判断是否适用")
}

/// Whether it applies is for the cloud to say: why this program can't tell.
fn undecided(lang: Lang, length: Length, (position, reason): (NicPosition, Why<'_>)) -> String {
    match (position, reason, length) {
        (NicPosition::Classic | NicPosition::NotOnServer, _, Length::Narrow) => {
            lang.pick("not documented", "文档未说明").to_owned()
        }
        (NicPosition::Classic, _, _) => lang
            .pick(
                "no NIC (classic network): no document says whether Tencent gives one here",
                "无网卡（基础网络）：文档未说明此处是否会分配",
            )
            .to_owned(),
        (NicPosition::NotOnServer, _, _) => lang
            .pick(
                "it is on no server: no document says whether Tencent gives one here",
                "不在云服务器上：文档未说明此处是否会分配",
            )
            .to_owned(),
        (_, Why::NotReadYet, Length::Narrow) => {
            lang.pick("NIC not read yet", "网卡尚未读取").to_owned()
        }
        (_, Why::NotReadYet, _) => lang
            .pick("NIC not read yet: not known whether it applies", "网卡尚未读取：是否适用未知")
            .to_owned(),
        (_, Why::NotAllowed(_) | Why::Failed(_), Length::Narrow) => {
            lang.pick("NIC not readable", "无法读取网卡").to_owned()
        }
        (_, Why::NotAllowed(_) | Why::Failed(_), _) => {
            let why = why(lang, reason);
            tr!(
                lang,
                "the NIC could not be read ({why}), so this program can't tell whether it applies",
                "无法读取网卡（{why}），无法判断是否适用"
            )
        }
        (_, _, Length::Narrow) => lang.pick("position not known", "主辅未知").to_owned(),
        (_, _, _) => {
            let why = why(lang, reason);
            tr!(
                lang,
                "NIC position not known ({why}), so this program can't tell whether it applies",
                "主辅未知（{why}），无法判断是否适用"
            )
        }
    }
}
