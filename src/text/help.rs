//! What `--help` and the man page say. Names, values and defaults of options are in `cli/args.rs`.

mod manual;
mod options;

pub(crate) use manual::{CONFIG, STATE};
pub use manual::{
    Line, environment, examples, examples_of_help, exit_codes, exit_codes_markdown, files,
    see_also, whole_environment,
};
pub(crate) use options::{Group, group, is_common, option};

use super::Lang;
use crate::tr;

/// What the program, or one of its commands, does.
pub(crate) fn about(lang: Lang, command: &str) -> Option<&'static str> {
    let [en, zh] = match command {
        "eip-unbind" => [
            "Takes a Tencent Cloud EIP off its server: confirmed, sent once, verified",
            "把腾讯云弹性公网 IP（EIP）从服务器上解绑：确认后只发送一次，并读取验证",
        ],
        "list" => ["EIPs of the region(s)", "列出地域中的 EIP"],
        "quota" => ["EIP quotas of the region(s)", "地域的 EIP 配额"],
        "unbind" => [
            "plan an unbind; with the right --confirm also do it",
            "制定解绑计划；--confirm 正确时执行",
        ],
        "bind" => [
            "plan the way back, or to --to; with --confirm do it",
            "制定绑定计划（原位置或 --to）；--confirm 正确时执行",
        ],
        "history" => ["what was done, by the journal", "操作日志中的操作历史"],
        "doctor" => ["would an unbind work here? Changes nothing", "检查能否解绑；不做任何变更"],
        "config" => ["the settings in force, and where each is from", "生效的设置及其来源"],
        "simulate" => {
            ["the built-in cloud as a server, until Ctrl-C", "把内置云作为服务器运行，直到 Ctrl-C"]
        }
        "completions" => ["completions for your shell", "输出 shell 补全脚本"],
        "man" => ["the man page", "输出手册页（英文）"],
        "help" => ["the help of a command", "命令的帮助"],
        _ => return None,
    };
    Some(lang.pick(en, zh))
}

/// Commands that the short help of the program explains; the others are named there.
pub(crate) fn is_common_command(command: &str) -> bool {
    matches!(command, "list" | "unbind" | "bind" | "history" | "doctor")
}

/// The commands that the short help only names.
pub(crate) fn also(lang: Lang, names: &[&str]) -> String {
    let names = names.join(lang.between_names());
    tr!(lang, "also: {names}", "另有：{names}")
}

/// The end of a command's short help.
pub(crate) fn whole_of(lang: Lang, command: &str) -> String {
    tr!(
        lang,
        "All options: eip-unbind {command} --help, man eip-unbind",
        "全部选项：eip-unbind {command} --help、man eip-unbind"
    )
}

/// What else is to be known of a command.
pub(crate) struct More {
    /// For the short help.
    pub(crate) short: &'static str,
    /// For the whole help and the man page.
    pub(crate) whole: &'static str,
}

/// What else is to be known of a command.
pub(crate) fn more(lang: Lang, command: &str) -> Option<More> {
    let [en, zh] = match command {
        "unbind" | "bind" => [
            "Without --confirm the plan is printed, with the exact command that would carry it out; nothing is sent, and the exit code is 4. The token is the last part of the EIP's address, for a danger target its last two parts, for several targets their number, a dot and that of the first (2.77); the plan names it. With --expect nothing is sent if anything changed since the plan. It never asks on standard input.",
            "不带 --confirm 时只打印计划和执行它的完整命令，不发送任何请求，退出码为 4。确认码是 EIP 地址的最后一段；高危目标为最后两段；多个目标为“数量.第一个的确认码”（如 2.77）；计划中写明。带 --expect 时，计划之后若有变化就不会发送。从不在标准输入上提问。",
        ],
        "history" => [
            "Oldest first; the screen (H) shows the newest first. What the runs sent and came to is from the journal: nothing is read from Tencent.",
            "按时间从旧到新；界面（H）按从新到旧显示。内容来自操作日志，不访问腾讯云。",
        ],
        "doctor" => [
            "The report holds no secrets: paste it into a ticket. Only readings are sent; requests that change something are listed and not tried. Requests whose outcome is not known yet are counted, not followed up.\n\nExit codes: 0 an unbind would work; otherwise the first present of 2 usage or configuration, 3 credentials or permission, 7 journal (it can't be written, or was changed), 1 an endpoint, the clock or a reading.",
            "报告不含密钥，可直接贴进工单。只发送读取请求；会造成变更的请求只列出，不尝试。结果尚不清楚的请求只计数，不核对。\n\n退出码：0 可以执行解绑；否则取最先出现的：2 用法或配置，3 密钥或权限，7 操作日志（无法写入或被改动），1 接入地址、时钟或读取。",
        ],
        _ => return None,
    };
    let whole = lang.pick(en, zh);
    let short = match command {
        // How the token is made is named by the plan.
        "unbind" | "bind" => lang.pick(
            "Without --confirm the plan is printed, with the exact command that would carry it out; nothing is sent.",
            "不带 --confirm 时只打印计划和执行它的完整命令，不发送任何请求。",
        ),
        _ => whole.split('\n').next().unwrap_or_default(),
    };
    Some(More { short, whole })
}

/// Words around the texts.
pub(crate) struct Labels {
    pub(crate) usage: &'static str,
    pub(crate) commands: &'static str,
    pub(crate) help: &'static str,
    pub(crate) version: &'static str,
    pub(crate) default: &'static str,
    pub(crate) examples: &'static str,
    pub(crate) environment: &'static str,
    pub(crate) files: &'static str,
    pub(crate) exit_codes: &'static str,
    /// The end of the program's short help.
    pub(crate) whole: &'static str,
    /// The end of its whole help.
    pub(crate) of_a_command: &'static str,
    /// Between the sentences of one option.
    pub(crate) stop: &'static str,
}

/// The words in a language.
pub(crate) fn labels(lang: Lang) -> Labels {
    match lang {
        Lang::En => Labels {
            usage: "Usage:",
            commands: "Commands",
            help: "this, in short (-h) or whole (--help)",
            version: "version, commit and date, target",
            default: "default",
            examples: "Examples",
            environment: "Environment",
            files: "Files",
            exit_codes: "Exit codes",
            whole: "All options: eip-unbind --help, man eip-unbind\nThose of one command (--confirm, --to, --since …): eip-unbind COMMAND --help",
            of_a_command: "Options of one command alone (--confirm, --expect, --to, --since …): eip-unbind COMMAND --help, man eip-unbind",
            stop: ". ",
        },
        Lang::Zh => Labels {
            usage: "用法：",
            commands: "命令",
            help: "本帮助：-h 简要，--help 完整",
            version: "版本、提交和日期、目标平台",
            default: "默认",
            examples: "示例",
            environment: "环境变量",
            files: "文件",
            exit_codes: "退出码",
            whole: "全部选项：eip-unbind --help、man eip-unbind\n单个命令的选项（--confirm、--to、--since 等）：eip-unbind COMMAND --help",
            of_a_command: "仅属于单个命令的选项（--confirm、--expect、--to、--since 等）：eip-unbind COMMAND --help、man eip-unbind",
            stop: "。",
        },
    }
}

/// What ends a heading.
pub(crate) fn colon(lang: Lang) -> &'static str {
    lang.pick(":\n", "：\n")
}
