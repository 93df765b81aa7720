//! Notices: one line above the hints.

use crate::domain::sanitize::visible;
use crate::domain::target::TargetText;
use crate::domain::{Fault, InstanceId, Region};
use crate::text::{Lang, outcome, target, texts};
use crate::tr;
use crate::unbind::Verdict;

texts! {
    nothing_here: "there is no row here", "此处没有行";
    paste_nothing: "the pasted text names nothing to look up", "粘贴的内容中没有可查找的目标";
    paste_dropped: "paste ignored: it never acts as keys", "已忽略粘贴：粘贴不会当作按键";
    no_eip_here: "this private IP has no EIP", "该内网 IP 没有 EIP";
    too_many_marks:
        "at most 10 at once → Space unmarks some",
        "一次最多 10 个 → 按 Space 取消部分标记";
    no_errors: "no errors", "没有错误";
}

pub(crate) fn copy_failed(lang: Lang, error: &str) -> String {
    tr!(lang, "✗ could not be sent to the clipboard: {}", "✗ 无法发送到剪贴板：{}", visible(error))
}

pub(crate) fn looking_up(lang: Lang, target: &str, regions: usize) -> String {
    tr!(
        lang,
        "looking for {} in {regions} regions…",
        "正在 {regions} 个地域中查找 {}…",
        visible(target)
    )
}

/// It was found while the operator was busy with something else.
pub(crate) fn found_not_opened(lang: Lang, address: &str) -> String {
    tr!(
        lang,
        "{} found, not opened → Esc, then paste it again in the list",
        "已找到 {}，未打开 → 按 Esc，然后在列表中再次粘贴",
        visible(address)
    )
}

pub(crate) fn ambiguous(lang: Lang, target: &str, count: usize) -> String {
    tr!(
        lang,
        "{count} EIPs match “{}”: choose one",
        "{count} 个 EIP 匹配“{}”：请选择",
        visible(target)
    )
}

/// An answer leaves open whether these are all.
pub(crate) fn unclear(lang: Lang, target: &str, count: usize) -> String {
    tr!(
        lang,
        "“{}”: {count} found so far, an answer is not certain: choose one",
        "“{}”：目前找到 {count} 个，有应答不确定：请选择",
        visible(target)
    )
}

pub(crate) fn unknown_key(lang: Lang, key: &str) -> String {
    tr!(
        lang,
        "{} is not a key here; ? lists the keys of this screen",
        "此处没有 {} 键；按 ? 查看本页按键",
        visible(key)
    )
}

/// This profile, or none, is in force now; what to know about its credentials; whose outcome nobody reads any more.
pub(crate) fn profile_in_force(
    lang: Lang,
    profile: Option<&str>,
    warning: Option<&str>,
    unwatched: &str,
) -> String {
    let name = profile.map_or(lang.pick("no profile", "无账户配置").into(), visible);
    let warning = warning.map(|w| format!(" · {}", visible(w))).unwrap_or_default();
    let lead = match unwatched {
        "" => String::new(),
        lost => tr!(
            lang,
            "▲ outcome not known and not read any more: {lost} · ",
            "▲ 结果未知，不再继续读取：{lost} · "
        ),
    };
    tr!(
        lang,
        "{lead}profile in use now: {name}{warning}",
        "{lead}现在使用账户配置：{name}{warning}"
    )
}

pub(crate) fn profile_failed(lang: Lang, why: &str) -> String {
    tr!(
        lang,
        "✗ the profile could not be used, nothing changed: {}",
        "✗ 无法使用该账户配置，一切不变：{}",
        visible(why)
    )
}

pub(crate) fn bound_again(lang: Lang, address: &str, server: &InstanceId) -> String {
    let server = visible(server.as_str());
    tr!(
        lang,
        "▲ {address} is bound again, to {server}; not by this program · H shows the run",
        "▲ {address} 又绑定到 {server}，并非本程序所为 · 按 H 查看"
    )
}

pub(crate) fn settled(lang: Lang, address: &str, word: Verdict) -> String {
    let word = outcome::word(lang, word);
    tr!(
        lang,
        "▲ {address}: outcome now {word} · H shows it",
        "▲ {address}：现在的结果：{word} · 按 H 查看"
    )
}

pub(crate) fn report_not_saved(lang: Lang, why: &str) -> String {
    let why = visible(why);
    tr!(
        lang,
        "sent to the terminal's clipboard; the report could not be saved: {why}",
        "已发送到终端剪贴板；报告无法保存：{why}"
    )
}

/// Where a target was looked for, and what failed there; on one line, the whole of it stands among the errors.
pub(crate) fn not_found(
    lang: Lang,
    lost: &TargetText,
    looked: &[Region],
    faults: &[(Region, Fault)],
    columns: usize,
) -> String {
    let name = lost.to_string();
    let (name, failed) = (visible(&name), faults.len());
    if columns < 60 {
        return match failed {
            0 => tr!(lang, "{name}: not found · e where", "{name}：未找到 · e 查看"),
            _ => tr!(
                lang,
                "{name}: not found, {failed} failed · e",
                "{name}：未找到，{failed} 处失败 · e"
            ),
        };
    }
    let mut words = if looked.is_empty() {
        tr!(lang, "{name}: no region could be read", "{name}：所有地域均读取失败")
    } else {
        tr!(lang, "{name} is in none of {}", "{} 中均无 {name}", target::places(lang, looked, 3))
    };
    for (reason, regions) in target::reasons(lang, faults) {
        words += &tr!(
            lang,
            "; {} could not be read: {reason} (e)",
            "；{} 读取失败：{reason}（e）",
            target::places(lang, &regions, 3)
        );
    }
    if let Some(hint) = target::nat_hint(lang, lost) {
        words += &tr!(lang, "; {hint}", "；{hint}");
    }
    words
}
