//! Whose request it is, by which way it goes, and how long credentials last, in words.

use super::{Lang, texts};
use crate::domain::identity::{Keys, Kind};
use crate::domain::sanitize::visible;
use crate::tr;
use jiff::Timestamp;

/// `permanent key`, or `temporary key` with the time that is left; empty where it means nothing.
pub(crate) fn kind(lang: Lang, keys: &Keys, now: Timestamp) -> String {
    match (keys.kind, keys.minutes_left(now)) {
        (None, _) => String::new(),
        (Some(Kind::Permanent), _) => lang.pick("permanent key", "永久密钥").to_owned(),
        (Some(Kind::Temporary), None) => lang.pick("temporary key", "临时密钥").to_owned(),
        (Some(Kind::Temporary), Some(0)) => {
            lang.pick("temporary key, less than 1 min left", "临时密钥，剩余不到 1 分钟").to_owned()
        }
        (Some(Kind::Temporary), Some(minutes)) => {
            tr!(lang, "temporary key, {minutes} min left", "临时密钥，剩余 {minutes} 分钟")
        }
    }
}

texts! {
    account(account: &str): "account {account}", "账号 {account}";
    /// The same behind another text.
    account_after(account: &str): "  acct {account}", "  账号 {account}";
    caller(caller: &str): "caller {caller}", "调用者 {caller}";
    profile(name: &str): "profile {name}", "账户配置 {name}";
    expires(minutes: i64):
        "▲ temporary key expires in {minutes} min", "▲ 临时密钥 {minutes} 分钟后失效";
    with_key(key: &str, source: &str): "with {key} from {source}", "使用 {key}（来源：{source}）";
    with_key_of_kind(key: &str, source: &str, kind: &str):
        "with {key} from {source}, {kind}", "使用 {key}（来源：{source}，{kind}）";
    and_caller(line: &str, account: &str, arn: &str):
        "{line}; account {account}, caller {arn}", "{line}；账号 {account}，调用者 {arn}";
}

/// Where the keys are from, which, and of what kind.
pub(crate) fn keys(lang: Lang, source: &str, key_id: &str, kind: &str) -> String {
    let (source, key_id) = (visible(source), visible(key_id));
    let comma = if kind.is_empty() { "" } else { lang.pick(", ", "，") };
    tr!(lang, "keys {source} ‹{key_id}›{comma}{kind}", "密钥 {source} ‹{key_id}›{comma}{kind}")
}

/// What is in force that the review must not leave out.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Detour<'a> {
    /// The endpoint, when it is not the vendor's public cloud.
    pub(crate) endpoint: Option<&'a str>,
    /// The proxy, and who named it.
    pub(crate) proxy: Option<&'a str>,
    /// The file with a private authority's certificates.
    pub(crate) ca_file: Option<&'a str>,
    /// Nothing of it is recorded.
    pub(crate) no_journal: bool,
}

/// Where requests go and by which way, whom that trusts, and that nothing is recorded: each only where it is not as usual.
pub(crate) fn detours(lang: Lang, detour: Detour<'_>, is_short: bool) -> Vec<String> {
    let endpoint = detour.endpoint.map(|url| {
        let url = visible(url);
        if is_short {
            return format!("@{url}");
        }
        tr!(lang, "Endpoint {url} (not Tencent's public one)", "接入地址 {url}（非腾讯云公网地址）")
    });
    let proxy = detour.proxy.map(|place| {
        let place = visible(place);
        tr!(lang, "by proxy {place}", "通过代理 {place}")
    });
    let ca_file = detour.ca_file.map(|path| {
        let path = visible(path);
        if is_short {
            return tr!(lang, "CA {path}", "CA {path}");
        }
        tr!(lang, "private CA of {path} trusted", "信任 {path} 中的私有 CA")
    });
    let no_journal = detour.no_journal.then(|| {
        lang.pick("▲ WITHOUT a journal: nothing is recorded", "▲ 不记操作日志：不会留下记录")
            .to_owned()
    });
    [no_journal, endpoint, proxy, ca_file].into_iter().flatten().collect()
}
