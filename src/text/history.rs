//! Words around the history on the command line.

use super::Lang;
use crate::domain::sanitize::visible;
use crate::tr;

/// No run is shown: the journal is empty, or the filter leaves nothing.
pub(crate) fn nothing_to_show(lang: Lang, is_empty: bool) -> &'static str {
    if is_empty {
        lang.pick(
            "the journal is empty: nothing was done yet; --state-dir names another folder",
            "操作日志为空：尚无操作；--state-dir 可指定其他目录",
        )
    } else {
        lang.pick("no run of the journal fits these filters", "操作日志中没有符合这些条件的操作")
    }
}

/// Every record of the journal follows from the one before: what that shows, and what it does not.
pub(crate) fn unchanged(lang: Lang, records: usize, head: Option<&str>) -> String {
    match head {
        None => lang.pick("0 records: nothing was recorded yet", "0 条记录：尚无记录").to_owned(),
        Some(head) => tr!(
            lang,
            "{records} records, none changed or missing before the last (a deleted end would not \
             show); head {head}",
            "{records} 条记录，最后一条之前未发现篡改或缺失（末尾若被删除无法发现）；最新记录的哈希 {head}"
        ),
    }
}

/// What a check without a noted head leaves open.
pub(crate) fn note_the_head(lang: Lang) -> &'static str {
    lang.pick(
        "the head is the hash of the last record: noted elsewhere, it shows later whether the end was deleted (--expect-head HASH)",
        "把最新记录的哈希记在别处，日后即可核对末尾是否被删除（--expect-head HASH）",
    )
}

/// In which way a line shows that the journal is not as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// It is another than it was, or never was a record.
    Changed,
    /// It is whole, and does not follow from the one before.
    OutOfPlace,
}

/// The journal is not as it was written from this line on; `lines` is how many there are.
pub(crate) fn broken(lang: Lang, line: usize, lines: Option<usize>, kind: Broken) -> String {
    let what = match (kind, line) {
        (Broken::Changed, _) => match lines {
            Some(lines) => tr!(
                lang,
                "changed at line {line} of {lines}",
                "第 {line} 行被改动（共 {lines} 行）"
            ),
            None => tr!(lang, "changed at line {line}", "第 {line} 行被改动"),
        },
        (Broken::OutOfPlace, 1) => {
            tr!(lang, "lines are missing before line 1", "第 1 行之前缺少内容")
        }
        (Broken::OutOfPlace, _) => {
            let before = line - 1;
            tr!(
                lang,
                "line {line} does not follow from line {before}: lines are missing or were changed before it",
                "第 {line} 行与第 {before} 行不衔接：其间有缺失，或之前的行被改动"
            )
        }
    };
    tr!(lang, "{what}: what follows is not proven", "{what}：其后无法证明")
}

/// Why a run without an outcome can't be checked from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Elsewhere<'a> {
    /// It used this endpoint; nothing is the public cloud.
    Endpoint(Option<&'a str>),
    /// It was started on this machine.
    Host(&'a str),
    /// It belongs to this account.
    Account(&'a str),
}

/// The same as a clause about "it".
pub(crate) fn elsewhere(lang: Lang, why: Elsewhere<'_>) -> String {
    match why {
        Elsewhere::Endpoint(None) => {
            lang.pick("it used Tencent's public endpoint", "它使用腾讯云公网接入地址").to_owned()
        }
        Elsewhere::Endpoint(Some(url)) => {
            let url = visible(url);
            tr!(lang, "it used the endpoint {url}", "它使用接入地址 {url}")
        }
        Elsewhere::Host(host) => {
            let host = visible(host);
            tr!(lang, "it was started on {host}", "它在主机 {host} 上启动")
        }
        Elsewhere::Account(account) => {
            let account = visible(account);
            tr!(lang, "it belongs to account {account}", "它属于账号 {account}")
        }
    }
}

/// The earlier run: its name and the time of its intent.
pub(crate) fn earlier_run(lang: Lang, run: &str, at: &str) -> String {
    let run = visible(run);
    tr!(lang, "an earlier run ({run}, {at}) has no outcome", "之前的操作（{run}，{at}）没有结果")
}
