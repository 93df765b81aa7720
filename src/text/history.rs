//! Words around the history on the command line.

use super::said::Said;
use super::usage::perhaps;
use super::{Lang, texts};
use crate::domain::sanitize::visible;
use crate::tr;
use crate::unbind::record::NotBegun;
use std::fmt::Display;

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

/// What else was part of the run and has no record of its own; `None` where there is nothing like that.
pub(crate) fn not_begun(lang: Lang, all: &[NotBegun]) -> Option<String> {
    let names: Vec<String> = all.iter().map(|one| visible(&one.to_string()).into_owned()).collect();
    let names = names.join(lang.between_names());
    (!all.is_empty()).then(|| {
        tr!(
            lang,
            "Not begun, by the record: {names}. Nothing was sent for them.",
            "按记录未开始：{names}。没有为它们发出请求。"
        )
    })
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

texts! {
    see_verify(what: &str):
        "warning: journal: {what}; see history --verify",
        "注意：操作日志：{what}；见 history --verify";
    incomplete_lines(torn: usize):
        "{torn} incomplete line(s) (crash or power loss), kept and skipped",
        "{torn} 行不完整（崩溃或断电），已保留并跳过";
    head_found(hash: &str, line: usize):
        "the record {hash} is line {line}: nothing up to it was cut off",
        "记录 {hash} 在第 {line} 行：到它为止没有被截去";
    head_not_found(hash: &str):
        "no record has the hash {hash}: the journal was cut off or replaced since that head was noted",
        "没有哈希为 {hash} 的记录：自记下该哈希以来，操作日志被截短或替换";
    when(offset: &str): "WHEN {offset}", "时间 {offset}";
    run(run: &str): "run {run}", "操作 {run}";
    took(seconds: u64, tenths: u64): "took {seconds}.{tenths} s", "用时 {seconds}.{tenths} 秒";
    bound_again(server: &str): "bound again, to {server}", "又绑定到 {server}";
    checking(lead: &str, eip: &str):
        "{lead}: {eip}: checking it by reading", "{lead}：{eip}：正在读取核对";
    not_checked(lead: &str, eip: &str):
        "{lead}: {eip}: not checked with --no-journal", "{lead}：{eip}：使用 --no-journal 时不核对";
    unreadable(lead: &str, eip: &str, why: &str):
        "{lead}: {eip}: can't be read: {why}", "{lead}：{eip}：无法读取：{why}";
    checked(run: &str, at: impl Display, eip: &str, word: &str):
        "the earlier run ({run}, {at}) was checked: {eip}: {word}",
        "之前的操作（{run}，{at}）已核对：{eip}：{word}";
    not_from_here(lead: &str, eip: &str, why: &str):
        "{lead}: {eip}: {why}, so it can't be checked from here",
        "{lead}：{eip}：{why}，因此无法在此核对";
}

pub(crate) fn not_a_hash(lang: Lang, text: &str) -> Said {
    Said::that(tr!(lang, "--expect-head {text:?} is not a hash", "--expect-head {text:?} 不是哈希"))
        .next(lang.pick(
            "give the 64 hex digits of history --verify, or the first 12 and more of them",
            "请给出 history --verify 显示的 64 位十六进制数，或其前 12 位以上",
        ))
}

pub(crate) fn not_a_time(lang: Lang, text: &str) -> Said {
    Said::that(tr!(lang, "{text:?} is not a time", "{text:?} 不是时间")).next(lang.pick(
        "write 2026-11-22, 2026-11-22T03:00 or 2026-11-22T03:00:00+08:00",
        "请写成 2026-11-22、2026-11-22T03:00 或 2026-11-22T03:00:00+08:00",
    ))
}

pub(crate) fn not_an_outcome(lang: Lang, text: &str, near: Option<&str>, words: &str) -> Said {
    perhaps(lang, tr!(lang, "{text:?} is not an outcome", "{text:?} 不是结果词"), near).next(tr!(
        lang,
        "outcomes: {words}",
        "结果词：{words}"
    ))
}

pub(crate) fn heads(lang: Lang) -> [&'static str; 4] {
    match lang {
        Lang::En => ["WHAT", "EIP ADDRESS", "FROM / TO", "OUTCOME"],
        Lang::Zh => ["操作", "EIP 地址", "原绑定 / 目标", "结果"],
    }
}

/// No run has that name.
pub(crate) fn no_such_run(lang: Lang, name: &str) -> Said {
    let name = visible(name);
    Said::that(tr!(lang, "no run {name} in the journal", "操作日志中没有 {name}")).next(lang.pick(
        "eip-unbind history names the runs there are",
        "用 eip-unbind history 查看已有的操作",
    ))
}

/// What a plan does.
pub(crate) fn verb(lang: Lang, binds: bool) -> &'static str {
    if binds { lang.pick("bind", "绑定") } else { lang.pick("unbind", "解绑") }
}
