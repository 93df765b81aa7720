//! The journal as `doctor` found it.

use crate::text::{Lang, texts};
use crate::tr;

texts! {
    make_room:
        "give this user the folder and room on the disk, or name another one with --state-dir",
        "请让当前用户可写该目录并留出磁盘空间，或用 --state-dir 指定其他目录";
    made_when_needed(shown: &str):
        "{shown}, made when it is first needed", "{shown}（首次需要时创建）";
    others_can_look(shown: &str):
        "others can look into it; run: chmod 700 {shown}",
        "其他用户可访问；请执行：chmod 700 {shown}";
    file_too_open(shown: &str):
        "the next write sets it to 0600; or run: chmod 600 {shown}/journal.jsonl",
        "下次写入时会设为 0600；也可执行：chmod 600 {shown}/journal.jsonl";
    and_incomplete(what: &str, torn: usize): "{what}; {torn} incomplete", "{what}；{torn} 行不完整";
    keep_as_evidence:
        "see eip-unbind history --verify; keep the file as evidence and go on with another --state-dir",
        "请查看 eip-unbind history --verify；保留该文件作为证据，改用其他 --state-dir";
    incomplete_is_skipped:
        "incomplete lines (crash or power loss) are kept and skipped: nothing to do",
        "不完整的行会被跳过：无需处理";
    start_elsewhere:
        "start eip-unbind on the machine that left them", "请在遗留这些待核对请求的机器上启动 eip-unbind";
    start_here:
        "start eip-unbind: it checks them by reading; doctor does not",
        "请启动 eip-unbind：它会通过读取核对；doctor 不核对";
}

/// It can be written; `mode` is that of the file, if there is one.
pub(crate) fn writable(lang: Lang, mode: Option<&str>) -> String {
    match mode {
        Some(mode) => tr!(lang, "yes; journal.jsonl {mode}", "可写；journal.jsonl {mode}"),
        None => lang.pick("yes; no journal.jsonl yet", "可写；尚无 journal.jsonl").to_owned(),
    }
}

/// No line breaks the chain; `torn` of them are incomplete.
pub(crate) fn unchanged(lang: Lang, lines: usize, torn: usize) -> String {
    if torn > 0 {
        tr!(
            lang,
            "{lines} lines, none changed or missing before the last, {torn} incomplete",
            "{lines} 行，末行之前未发现篡改或缺失，{torn} 行不完整"
        )
    } else {
        tr!(
            lang,
            "{lines} lines, none changed or missing before the last (a deleted end would not show)",
            "{lines} 行，末行之前未发现篡改或缺失（末尾若被删除无法发现）"
        )
    }
}

pub(crate) fn open(lang: Lang, count: usize, mine: usize, alive: usize, other: usize) -> String {
    if count == 0 {
        return lang.pick("none", "无").to_owned();
    }
    tr!(
        lang,
        "{count} without an outcome: {mine} left by a crash, {alive} of a run that is alive, {other} of other machines",
        "{count} 个没有结果：{mine} 个为崩溃遗留，{alive} 个仍在运行，{other} 个属于其他机器"
    )
}
