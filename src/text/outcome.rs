//! Words for outcomes: each of the ten words of `docs/contract.md` §3, what it means, and what to do next.

use super::{Lang, Length, status};
use crate::domain::sanitize::visible;
use crate::domain::{EipState, EipStatus, InstanceId, NetworkInterfaceId};
use crate::tr;
use crate::unbind::Verdict;

/// The word as shown: English as it is, Chinese with the English word behind it.
pub fn word(lang: Lang, word: Verdict) -> String {
    match lang {
        Lang::En => word.as_str().to_owned(),
        Lang::Zh => format!("{}（{}）", chinese(word), word.as_str()),
    }
}

/// The word, or that there is none yet.
pub(crate) fn so_far(lang: Lang, outcome: Option<Verdict>) -> String {
    outcome.map_or_else(
        || lang.pick("no outcome yet", "尚无结果").to_owned(),
        |found| word(lang, found),
    )
}

/// The word in one language alone, where there is little room.
pub(crate) fn short(lang: Lang, word: Verdict) -> &'static str {
    lang.pick(word.as_str(), chinese(word))
}

fn chinese(word: Verdict) -> &'static str {
    match word {
        Verdict::Verified => "已验证",
        Verdict::AlreadyUnbound => "此前已解绑",
        Verdict::AlreadyBound => "此前已绑定",
        Verdict::Drifted => "已变化",
        Verdict::Refused => "被拒绝",
        Verdict::NotSent => "未发送",
        Verdict::StillSettling => "仍在生效",
        Verdict::Unknown => "结果未知",
        Verdict::NotRecorded => "未记录",
        Verdict::Cancelled => "已取消",
    }
}

/// A state in a few words: `bound, on ins-…`.
pub fn state(lang: Lang, state: &EipState) -> String {
    let status = status::status(lang, &state.status);
    match (&state.un_instance_id, &state.network_interface_id) {
        (Some(server), _) => {
            tr!(lang, "{status}, on {}", "{status}，{}", visible(server.as_str()))
        }
        (None, Some(nic)) if state.status == EipStatus::Unbound => tr!(
            lang,
            "unbound, link to {} kept, no server",
            "未绑定，保留与 {} 的关系，无服务器",
            visible(nic.as_str())
        ),
        (None, _) => {
            let server = status::without_server(lang, state.server(), &state.status, Length::Long);
            tr!(lang, "{status}, {server}", "{status}，{server}")
        }
    }
}

/// What differs between two states, each field with both values.
pub(super) fn changes(lang: Lang, before: &EipState, after: &EipState) -> String {
    let id = |id: Option<&str>| id.map_or_else(|| "—".to_owned(), |id| visible(id).into_owned());
    let fields = [
        (
            lang.pick("the status", "状态"),
            status::status(lang, &before.status),
            status::status(lang, &after.status),
        ),
        (
            lang.pick("the server", "服务器"),
            id(before.un_instance_id.as_ref().map(InstanceId::as_str)),
            id(after.un_instance_id.as_ref().map(InstanceId::as_str)),
        ),
        (
            lang.pick("the NIC", "网卡"),
            id(before.network_interface_id.as_ref().map(NetworkInterfaceId::as_str)),
            id(after.network_interface_id.as_ref().map(NetworkInterfaceId::as_str)),
        ),
        (
            lang.pick("the private IP", "内网 IP"),
            id(before.private_ip_address.map(|ip| ip.to_string()).as_deref()),
            id(after.private_ip_address.map(|ip| ip.to_string()).as_deref()),
        ),
    ];
    let changed = fields.iter().filter(|(_, before, after)| before != after);
    let words: Vec<String> = changed
        .map(|(name, before, after)| {
            tr!(lang, "{name} changed from {before} to {after}", "{name}由 {before} 变为 {after}")
        })
        .collect();
    words.join(lang.pick(", ", "，"))
}
