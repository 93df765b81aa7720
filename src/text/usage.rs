//! What is wrong with the command line itself.

use super::said::Said;
use super::{Lang, texts};
use crate::domain::sanitize::visible;
use crate::tr;
use std::fmt::Display;

/// A target that looks like a mistyped command.
pub(crate) fn mistyped(lang: Lang, typed: &str, near: &str) -> Said {
    let typed = visible(typed);
    let said = Said::that(tr!(
        lang,
        "no command `{typed}`; did you mean `{near}`?",
        "没有命令 `{typed}`；是否想输入 `{near}`？"
    ));
    let quoted = crate::domain::sanitize::quote(&typed);
    said.next(tr!(
        lang,
        "to look for an EIP of that name: eip-unbind -- {quoted}",
        "若要查找名称为它的 EIP：eip-unbind -- {quoted}"
    ))
}

/// A command that stands after a target.
pub(crate) fn misplaced(lang: Lang, name: &str) -> Said {
    Said::that(tr!(
        lang,
        "`{name}` is a command: it stands before the targets",
        "`{name}` 是命令：应写在目标之前"
    ))
    .next(tr!(
        lang,
        "to look for an EIP of that name: eip-unbind -- {name}",
        "若要查找名称为它的 EIP：eip-unbind -- {name}"
    ))
}

/// A target behind a command that has none.
pub(crate) fn takes_no_target(lang: Lang, command: &str, target: &str) -> String {
    let target = visible(target);
    let target = crate::domain::sanitize::quote(&target);
    tr!(
        lang,
        "\n`{command}` takes no target: `eip-unbind {target}` opens it, `eip-unbind unbind {target}` plans\n",
        "\n`{command}` 不接受目标：`eip-unbind {target}` 打开它，`eip-unbind unbind {target}` 制定计划\n"
    )
}

/// A terminal that can't show a screen.
pub(crate) fn dumb_terminal(lang: Lang, commands: &str) -> Said {
    Said::that(lang.pick(
        "TERM=dumb: this terminal can't show the terminal interface",
        "TERM=dumb：该终端无法显示终端界面",
    ))
    .next(tr!(
        lang,
        "use a subcommand: {commands}; for example: eip-unbind list, eip-unbind unbind TARGET",
        "请使用子命令：{commands}；例如 eip-unbind list、eip-unbind unbind TARGET"
    ))
}

/// `-v` with nowhere to write to.
pub(crate) fn verbose_without_log(lang: Lang) -> &'static str {
    lang.pick(
        "-v says more in the log, and there is none: give --log FILE",
        "-v 让日志更详细，但没有日志：请用 --log FILE 指定",
    )
}

/// A subcommand with `--demo`.
pub(crate) fn fresh_cloud(lang: Lang) -> &'static str {
    lang.pick(
        "demo: a fresh cloud for this command; `eip-unbind simulate` keeps one",
        "演示：本命令使用全新的内置云；`eip-unbind simulate` 可保持同一个",
    )
}

/// The head of the list of scenarios.
pub(crate) fn scenarios(lang: Lang) -> &'static str {
    lang.pick("scenarios of the built-in cloud (--demo=NAME):", "内置云的场景（--demo=名称）：")
}

/// What a table does not show on a narrow terminal.
pub(crate) fn left_out(lang: Lang, heads: &[&str], names_are_cut: bool) -> Option<String> {
    let heads = heads.join(lang.between_names());
    let what = match (heads.is_empty(), names_are_cut) {
        (true, false) => return None,
        (true, true) => lang.pick("names are cut", "名称已截短").to_owned(),
        (false, false) => tr!(lang, "left out: {heads}", "未显示：{heads}"),
        (false, true) => {
            tr!(lang, "left out: {heads}; names are cut", "未显示：{heads}；名称已截短")
        }
    };
    Some(tr!(
        lang,
        "({what}; all of it: a wider terminal, a pipe, or --output csv)",
        "（{what}；完整内容：更宽的终端、管道或 --output csv）"
    ))
}

texts! {
    /// The next step where somebody probably mistyped.
    did_you_mean(near: &str): "did you mean {near}?", "是否想输入 {near}？";
    unwritten(why: &str):
        "eip-unbind: the output could not be written: {why}", "eip-unbind：无法写入输出：{why}";
    markdown_of_history:
        "--output markdown is for history alone", "--output markdown 仅用于 history";
    give_a_log:
        "give a file in a folder that exists and that you may write to",
        "请指定一个存在且可写的目录中的文件";
    bad_port(port: u16, error: impl Display): "port {port}: {error}", "端口 {port}：{error}";
    example(verb: &str):
        "for example eip-unbind {verb} 203.0.113.77", "例如 eip-unbind {verb} 203.0.113.77";
    /// The built-in cloud is a server of its own.
    serving(scenario: &str, endpoint: impl Display):
        "serving {scenario:?} at {endpoint} until Ctrl-C; export the lines above in another shell, then run eip-unbind there",
        "正在 {endpoint} 提供场景 {scenario:?}，按 Ctrl-C 结束；在另一个终端导出以上变量后运行 eip-unbind";
}

/// What is wrong, and what was probably meant, where something is near.
pub(crate) fn perhaps(lang: Lang, what: String, near: Option<&str>) -> Said {
    near.map(|near| did_you_mean(lang, near)).into_iter().fold(Said::that(what), Said::next)
}

pub(crate) fn unknown_region(lang: Lang, text: &str, near: Option<&str>) -> Said {
    let text = visible(text);
    perhaps(lang, tr!(lang, "unknown region: {text}", "未知地域：{text}"), near).next(lang.pick(
        "write it as ap-guangzhou or gz; --all-regions reads all that are known",
        "请写成 ap-guangzhou 或 gz；--all-regions 读取全部已知地域",
    ))
}

pub(crate) fn unknown_scenario(lang: Lang, name: &str, near: Option<&str>, names: &str) -> Said {
    let name = visible(name);
    perhaps(lang, tr!(lang, "unknown scenario: {name}", "未知场景：{name}"), near).next(tr!(
        lang,
        "scenarios: {names}",
        "可用场景：{names}"
    ))
}

pub(crate) fn bad_endpoint(lang: Lang, error: impl Display) -> Said {
    Said::that(tr!(lang, "--endpoint: {error}", "--endpoint：{error}")).next(lang.pick(
        "for example --endpoint https://eip.example.internal",
        "例如 --endpoint https://eip.example.internal",
    ))
}

pub(crate) fn empty_option(lang: Lang, option: &str, verb: &str) -> Said {
    Said::that(tr!(lang, "{option} is empty", "{option} 为空")).next(example(lang, verb))
}

pub(crate) fn no_target(lang: Lang, verb: &str) -> Said {
    Said::that(lang.pick("no target was given", "未指定目标")).next(example(lang, verb))
}

/// A table of regions without one.
pub(crate) fn no_region(lang: Lang) -> Said {
    Said::that(lang.pick("no region is known", "未指定地域")).next(lang.pick(
        "give --region ap-guangzhou (or gz), --all-regions, or export TENCENTCLOUD_REGION",
        "请用 --region ap-guangzhou（或 gz）、--all-regions，或导出 TENCENTCLOUD_REGION",
    ))
}

/// The terminal interface in a pipe.
pub(crate) fn no_terminal(lang: Lang) -> Said {
    Said::that(lang.pick("the terminal interface needs a terminal", "终端界面需要在终端中运行"))
        .next(lang.pick(
            "in a script use: eip-unbind list, eip-unbind unbind TARGET",
            "脚本中请使用：eip-unbind list、eip-unbind unbind TARGET",
        ))
}
