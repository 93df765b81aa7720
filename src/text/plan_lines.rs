//! A plan and what came of it, in lines.

use super::{Lang, texts};
use crate::tr;

/// A target that is not planned for, and no other is.
pub(crate) fn impossible(lang: Lang, target: &str, reason: &str, binds: bool) -> String {
    if binds {
        tr!(lang, "cannot be bound here: {target}: {reason}", "不能在此绑定：{target}：{reason}")
    } else {
        tr!(lang, "cannot be unbound here: {target}: {reason}", "不能在此解绑：{target}：{reason}")
    }
}

texts! {
    /// A target that is not planned for, beside others that are.
    left_out(target: &str, reason: &str):
        "left out: {target}: {reason}", "未纳入：{target}：{reason}";
    warning(warning: &str): "warning: {warning}", "注意：{warning}";
    about(address: &str, words: &str): "{address}: {words}", "{address}：{words}";
    to_carry_out(command: &str): "to carry it out: {command}", "执行命令：{command}";
    not_as_expected(digest: &str):
        "this is not the expected plan (digest now {digest}): nothing was sent; check it, then confirm it anew",
        "与预期的计划不同（当前摘要 {digest}）：未发送任何请求；请核对后重新确认";
    dry_run(command: &str):
        "dry run: nothing was sent; to carry it out: {command}",
        "只制定计划：未发送任何请求；执行命令：{command}";
    read_only(command: &str):
        "read-only: nothing was sent; to carry it out: {command}",
        "只读模式：未发送任何请求；执行命令：{command}";
    outcome(address: &str, word: &str, sentence: &str):
        "{address}: {word}: {sentence}", "{address}：{word}：{sentence}";
    no_outcome_yet:
        "  no outcome yet; the next start of the program checks it", "  尚无结果；下次启动时会核对";
    by_api(back: &str):
        "  without this program, by API 3.0: {back}", "  不使用本程序时，通过 API 3.0：{back}";
    by_console(id: &str):
        "  no command can name {id}, which holds hidden characters: use the console",
        "  {id} 含有不可见字符，无法用命令指定：请使用控制台";
}

pub(crate) fn already(lang: Lang, address: &str, is_unbound: bool) -> String {
    if is_unbound {
        tr!(lang, "left out: {address}: unbound already", "未纳入：{address}：此前已解绑")
    } else {
        tr!(lang, "left out: {address}: bound there already", "未纳入：{address}：此前已绑定")
    }
}

pub(crate) fn not_confirmed(lang: Lang, by_wrong_token: bool) -> &'static str {
    if by_wrong_token {
        lang.pick(
            "not confirmed: --confirm is not this plan's token; nothing was sent",
            "未确认：--confirm 与该计划的确认码不符；未发送任何请求",
        )
    } else {
        lang.pick("not confirmed: nothing was sent", "未确认：未发送任何请求")
    }
}

pub(crate) fn to_take_back(lang: Lang, back: &str, is_bound: bool) -> String {
    if is_bound {
        tr!(lang, "  to unbind it: {back}", "  如需解绑：{back}")
    } else {
        tr!(lang, "  to bind it back: {back}", "  如需重新绑定：{back}")
    }
}
