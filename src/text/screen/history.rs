//! Words of the history.

use crate::domain::sanitize::visible;
use crate::text::{Lang, texts};
use crate::tr;

texts! {
    title: "history", "操作历史";
    reading: "reading the journal…", "正在读取操作日志…";
    nothing_done: "nothing was done yet", "尚无操作记录";
    no_match: "no run has these words", "没有含这些词的操作";
    bound_again: "bound again", "又被绑定";
    /// The same where there is little room.
    bound: "bound", "又绑定";
    checked_later: " · checked by a later start", " · 由后来的启动核对";
    // Labels.
    request_id: "request id", "请求 ID";
    request: "request", "请求";
    outcome: "outcome", "结果";
    message: "message", "原文";
    since: "since", "此后";
    to: "to", "绑定到";
    from: "from", "原绑定";
    who: "who", "操作人";
    reason: "reason", "原因";
    /// The journal is not as it was written from this line on.
    broken(line: usize):
        "journal CHANGED at line {line}: what follows is not proven → history --verify",
        "操作日志第 {line} 行被改动：其后无法证明 → history --verify";
}

pub(crate) fn verb(lang: Lang, binds: bool) -> &'static str {
    if binds { lang.pick("bind", "绑定") } else { lang.pick("unbind", "解绑") }
}

/// What is typed into the filter, and how many it leaves.
pub(crate) fn found(lang: Lang, typed: &str, cursor: &str, left: usize, all: usize) -> String {
    let typed = visible(typed);
    tr!(lang, " / {typed}{cursor}  {left} of {all}", " / {typed}{cursor}  {left}/{all}")
}

/// How far the journal is proven.
pub(crate) fn unchanged(lang: Lang, lines: usize, torn: usize, is_short: bool) -> String {
    if is_short {
        return tr!(lang, "{lines} lines unchanged", "{lines} 行未发现改动");
    }
    let torn = match torn {
        0 => String::new(),
        torn => tr!(
            lang,
            "; {torn} incomplete (crash or power loss), kept and skipped",
            "；{torn} 行不完整（崩溃或断电），已保留并跳过"
        ),
    };
    tr!(
        lang,
        "{lines} lines, none changed or missing before the last (a deleted end would not show){torn}",
        "{lines} 行，末行之前未发现篡改或缺失（末尾若被删除无法发现）{torn}"
    )
}

pub(crate) fn bound_again_to(lang: Lang, server: &str) -> String {
    tr!(lang, "▲ bound again, to {}", "▲ 又被绑定到 {}", visible(server))
}
