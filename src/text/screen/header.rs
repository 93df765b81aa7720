//! Words of the header. What comes as a list goes from the fullest to the shortest; an empty text leaves the part out.

use crate::domain::identity::Keys;
use crate::text::{Lang, texts};
use crate::tr;
use jiff::Timestamp;

texts! {
    danger_rule: "▲ DANGER: this profile is marked danger", "▲ 高危：该账户配置标记为 danger";
    /// Before the name of the profile.
    danger: "▲DANGER ", "▲高危 ";
    read_only: "READ-ONLY", "只读";
    read_only_short: "RO", "只读";
    write: "▲WRITE", "▲可写";
    write_short: "▲W", "▲写";
    live: "live ●", "实时 ●";
    live_short: "live", "实时";
    reading: "reading…", "读取中…";
    /// There is no figure.
    no_eips: "EIPs not read yet", "EIP 尚未读取";
    not_read: "not read yet", "尚未读取";
    no_connection: "no connection", "连不上";
    /// The region's quota of new public IPs, named and placed, as a result shows it.
    new_ips(figure: &str, place: &str):
        "{figure} given on unbind today in {place}",
        "{place} 今日 {figure}";
}

pub(crate) fn errors(lang: Lang, count: usize) -> Vec<String> {
    match count {
        0 => vec![],
        1 => vec![tr!(lang, "e 1 error", "e 1 个错误"), "e1".to_owned()],
        n => vec![tr!(lang, "e {n} errors", "e {n} 个错误"), format!("e{n}")],
    }
}

/// The key in force, the endpoint that is not the public one, and how long temporary keys last. What ends soon never gives way.
pub(crate) fn key(lang: Lang, keys: &Keys, place: &str, now: Timestamp) -> Vec<String> {
    let id = &keys.key_id;
    match keys.minutes_left(now) {
        Some(minutes) if keys.is_ending(now) => vec![
            tr!(
                lang,
                "‹{id}›{place} ▲key expires in {minutes} min",
                "‹{id}›{place} ▲密钥 {minutes} 分钟后失效"
            ),
            tr!(lang, "▲key {minutes} min", "▲密钥 {minutes} 分钟"),
            tr!(lang, "▲{minutes}m", "▲{minutes}分"),
        ],
        Some(minutes) => vec![
            tr!(lang, "‹{id}›{place} {minutes} min left", "‹{id}›{place} 剩 {minutes} 分钟"),
            tr!(lang, "‹{id}› {minutes} min", "‹{id}› {minutes} 分钟"),
            String::new(),
        ],
        None if place.is_empty() => vec![format!("‹{id}›"), String::new()],
        None => vec![format!("‹{id}›{place}"), format!("‹{id}›")],
    }
}

pub(crate) fn regions(lang: Lang, first: &str, short: &str, more: usize) -> Vec<String> {
    if more == 0 {
        return vec![first.to_owned(), first.to_owned(), short.to_owned(), String::new()];
    }
    let full = tr!(lang, "{first} +{more} regions", "{first} +{more} 个地域");
    vec![full, format!("{first}+{more}"), format!("{short}+{more}"), String::new()]
}

/// Pages that came, of those known of, and rows.
pub(crate) fn pages(
    lang: Lang,
    (came, known): (usize, usize),
    count: usize,
    total: Option<u64>,
) -> Vec<String> {
    let total = total.map(|t| format!("/{t}")).unwrap_or_default();
    vec![
        tr!(
            lang,
            "page {came}/{known} · {count}{total} rows",
            "第 {came}/{known} 页 · {count}{total} 行"
        ),
        tr!(lang, "page {came}/{known}", "第 {came}/{known} 页"),
        format!("{came}/{known}p"),
    ]
}

pub(crate) fn incomplete(lang: Lang, count: usize) -> Vec<String> {
    let word = lang.pick("incomplete", "不完整");
    vec![
        tr!(lang, "{count} EIPs {word}", "{count} 个 EIP {word}",),
        format!("{count} {word}"),
        tr!(lang, "{count} partly", "{count} 不完整"),
    ]
}

pub(crate) fn count(lang: Lang, count: usize) -> Vec<String> {
    vec![tr!(lang, "{count} EIPs", "{count} 个 EIP"), count.to_string(), String::new()]
}

pub(crate) fn age(lang: Lang, seconds: u64) -> Vec<String> {
    if seconds < 120 {
        return vec![
            tr!(lang, "{seconds}s ago", "{seconds} 秒前"),
            tr!(lang, "{seconds}s", "{seconds}秒"),
        ];
    }
    let minutes = seconds / 60;
    vec![tr!(lang, "{minutes} min ago", "{minutes} 分钟前"), tr!(lang, "{minutes}m", "{minutes}分")]
}

/// The same in the header, where the place ends in a blank.
pub(crate) fn new_ips_today(lang: Lang, place: &str, figure: &str) -> Vec<String> {
    vec![
        tr!(lang, "new IPs today {place}{figure}", "今日重新分配 {place}{figure}"),
        format!("{place}{figure}"),
    ]
}

pub(crate) fn api_not_answered(lang: Lang, name: String) -> Vec<String> {
    let full = tr!(lang, "{name}, not answered yet", "{name}，尚无应答");
    vec![full, format!("{name}?"), name]
}

/// API 2.0 was to be tried first, and is gone.
pub(crate) fn v2_gone(lang: Lang, name: String, why: &str) -> Vec<String> {
    vec![tr!(lang, "{name} (2.0 gone: {why})", "{name}（2.0 已停：{why}）"), name]
}
