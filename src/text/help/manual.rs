//! Examples, variables, files and exit codes: said once, for `--help`, the man page and `docs/`.

use crate::text::Lang;
use std::fmt::Write as _;

/// A name and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// As it is typed.
    pub name: &'static str,
    /// What it is, or does.
    pub(crate) text: &'static str,
}

fn lines(lang: Lang, table: &[[&'static str; 3]]) -> Vec<Line> {
    table.iter().map(|[name, en, zh]| Line { name, text: lang.pick(en, zh) }).collect()
}

/// How many of the examples stand in the help; the man page has all.
const OF_HELP: usize = 5;

/// Commands to begin with. Each runs on the built-in cloud when `--demo` is added.
pub fn examples(lang: Lang) -> Vec<Line> {
    lines(
        lang,
        &[
            [
                "eip-unbind list --region gz",
                "the EIPs of a region, and where each is bound",
                "一个地域中的 EIP 及各自绑定的位置",
            ],
            [
                "eip-unbind --demo",
                "practise; nothing leaves this machine",
                "练习，不会有任何数据离开本机",
            ],
            [
                "eip-unbind unbind 203.0.113.77 --reason INC-2231",
                "the plan, and the exact command with --confirm that would carry it out; nothing is sent",
                "打印计划和执行它的完整命令（带 --confirm）；不发送任何请求",
            ],
            [
                "eip-unbind bind 203.0.113.77",
                "the plan of the way back: to where it was, by the journal",
                "打印重新绑定到原位置（按操作日志）的计划",
            ],
            [
                "eip-unbind history",
                "what was done, when and by whom, and what it came to",
                "已执行的操作：时间、操作人和结果",
            ],
            [
                "eip-unbind 203.0.113.77",
                "the unbind dialog for it, whatever its region; nothing is sent",
                "在任意地域中找到它并打开解绑对话框；不发送任何请求",
            ],
            [
                "eip-unbind unbind 203.0.113.77 --confirm 77 --output json",
                "unbind it, and read it until it is known whether it happened",
                "解绑，并持续读取直到确知结果",
            ],
            [
                "eip-unbind unbind 203.0.113.77 --reason INC-2231 --output json > plan.json",
                "the plan as a file, for somebody else to check and carry out; nothing is sent",
                "把计划保存为文件，交由他人核对和执行；不发送任何请求",
            ],
            [
                "eip-unbind --plan plan.json",
                "that plan in the unbind dialog, where it is confirmed",
                "在解绑对话框中打开该计划，在那里确认",
            ],
        ],
    )
}

/// Those that stand in the help.
pub fn examples_of_help(lang: Lang) -> Vec<Line> {
    let mut all = examples(lang);
    all.truncate(OF_HELP);
    all
}

/// The variables that are most often set. The others are named by [`whole_environment`].
pub fn environment(lang: Lang) -> Vec<Line> {
    let others = [
        "TENCENTCLOUD_…, TKE_…",
        "other sources of keys, and roles: man eip-unbind, docs/credentials.md",
        "其他密钥来源和角色：man eip-unbind、docs/credentials.md",
    ];
    lines(lang, &[&OF_KEYS[..], &[others], &OF_THE_REST].concat())
}

/// Every variable that is read.
pub fn whole_environment(lang: Lang) -> Vec<Line> {
    lines(lang, &[&OF_KEYS[..], &OF_OTHER_SOURCES, &OF_THE_REST].concat())
}

const OF_KEYS: [[&str; 3]; 4] = [
    [
        "TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY",
        "the key; secrets are never options",
        "密钥；密钥从不作为选项",
    ],
    [
        "TENCENTCLOUD_TOKEN, TENCENTCLOUD_SECURITY_TOKEN",
        "the token of a temporary key, by either name",
        "临时密钥的 token，两个名称均可",
    ],
    [
        "TENCENTCLOUD_REGION",
        "region, where no option and no profile names one",
        "选项和账户配置都未指定时的地域",
    ],
    [
        "TCCLI_PROFILE, TENCENTCLOUD_PROFILE",
        "the tccli profile whose key is used, where no key stands in the environment",
        "环境中没有密钥时使用的 tccli 配置",
    ],
];

/// Other sources of keys, roles, and where they are asked; `docs/credentials.md`.
const OF_OTHER_SOURCES: [[&str; 3]; 8] = [
    [
        "TENCENTCLOUD_SHARED_CREDENTIALS_DIR",
        "the folder of tccli's profiles, in place of ~/.tccli",
        "tccli 配置的目录，替代 ~/.tccli",
    ],
    [
        "TENCENTCLOUD_CREDENTIALS_FILE",
        "the SDKs' file with a key, in place of ~/.tencentcloud/credentials",
        "SDK 的密钥文件，替代 ~/.tencentcloud/credentials",
    ],
    [
        "TENCENTCLOUD_ROLE_ARN, TENCENTCLOUD_ROLE_SESSION_NAME",
        "a role to assume with the key of the environment, and the session's name",
        "以环境中的密钥扮演的角色，及会话名称",
    ],
    [
        "TENCENTCLOUD_ASSUME_ROLE_ARN, TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME",
        "the same by terraform's names",
        "同上，terraform 的名称",
    ],
    [
        "TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION, TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID, TENCENTCLOUD_ASSUME_ROLE_SOURCE_IDENTITY, TENCENTCLOUD_ASSUME_ROLE_SERIAL_NUMBER, TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE",
        "what else that role is asked for with",
        "扮演该角色的其他参数",
    ],
    [
        "TENCENTCLOUD_CAM_ROLE_NAME",
        "the role of this server, when nothing else gives a key",
        "本服务器的角色，没有其他密钥时使用",
    ],
    [
        "TKE_REGION, TKE_PROVIDER_ID, TKE_WEB_IDENTITY_TOKEN_FILE, TKE_ROLE_ARN",
        "the pod identity of TKE; all four are needed",
        "TKE 的 Pod 身份；四个都需要",
    ],
    [
        "EIP_UNBIND_STS_ENDPOINT, EIP_UNBIND_METADATA_ENDPOINT",
        "where roles, and the role of this server, are asked for",
        "查询角色和本服务器角色的接入地址",
    ],
];

const OF_THE_REST: [[&str; 3]; 5] = [
    [
        "EIP_UNBIND_<OPTION>",
        "any option, e.g. EIP_UNBIND_REGION=gz, EIP_UNBIND_LANG=en; an option that is typed counts more, a profile less. Not for targets and what confirms a plan",
        "任意选项，如 EIP_UNBIND_REGION=gz、EIP_UNBIND_LANG=en；优先级低于命令行选项，高于账户配置。目标和确认计划的选项除外",
    ],
    [
        "HTTPS_PROXY, ALL_PROXY, NO_PROXY",
        "the way out; loopback is never proxied",
        "代理；本机地址从不经过代理",
    ],
    ["SSL_CERT_FILE", "certificates to trust", "信任的证书"],
    ["LC_ALL, LC_MESSAGES, LANG", "the language", "语言"],
    ["NO_COLOR", "no colours", "不使用颜色"],
];

/// The files, where nobody said otherwise; `docs/contract.md` §7.
pub fn files(lang: Lang) -> Vec<Line> {
    lines(
        lang,
        &[
            [
                CONFIG,
                "profiles and defaults; eip-unbind config --sample prints a commented one",
                "账户配置和默认值；eip-unbind config --sample 打印带注释的样例",
            ],
            [
                "/etc/eip-unbind/config.toml",
                "the same for everybody on this machine; what it protects stays",
                "对本机所有人生效的同类文件；其中的保护不可取消",
            ],
            [
                "~/.local/state/eip-unbind/journal.jsonl",
                "the journal: written before anything is sent; keep it",
                "操作日志：发送之前写入，请保留",
            ],
            ["~/.local/state/eip-unbind/reports/", "reports that were copied", "复制过的报告"],
            [
                "~/.local/state/eip-unbind/generation.json",
                "which API answered last, for a day",
                "最近可用的 API，有效一天",
            ],
            [
                "~/.tccli/, ~/.tencentcloud/credentials",
                "keys of tccli and of the SDKs; only read",
                "tccli 和 SDK 的密钥；只读取",
            ],
        ],
    )
}

/// The place of the config file, unless somebody said otherwise.
pub(crate) const CONFIG: &str = "~/.config/eip-unbind/config.toml";
/// The folder of the journal, unless somebody said otherwise.
pub(crate) const STATE: &str = "~/.local/state/eip-unbind";

/// Exit codes: the code, what it means, what a script should do.
const EXIT_CODES: [[&str; 5]; 10] = [
    [
        "0",
        "done and seen (`verified`), or was so already (`alreadyUnbound`, `alreadyBound`); a reading command read everything",
        "已完成并读取确认（`verified`），或此前已如此（`alreadyUnbound`、`alreadyBound`）；读取命令读到了全部内容",
        "go on",
        "继续",
    ],
    [
        "1",
        "a reading command failed or is incomplete (a region or a page is missing); `history --verify`: a line was changed or is missing, or the record named by `--expect-head` is not there",
        "读取命令失败或不完整（缺少地域或页）；`history --verify`：有行被改动或缺失，或 `--expect-head` 指定的记录不在其中",
        "see `errors`, try again",
        "查看 `errors` 后重试",
    ],
    [
        "2",
        "usage or configuration: an unknown option or word, a bad value, no region known, no terminal for the interface",
        "用法或配置：未知选项或单词、值无效、地域未知、没有可用的终端",
        "correct the call; the message names it",
        "按提示更正命令",
    ],
    [
        "3",
        "credentials or permission: missing, a named source missing, or refused by Tencent for all that was asked",
        "密钥或权限：缺失、指定的来源不存在，或被腾讯云全部拒绝",
        "`eip-unbind doctor`",
        "`eip-unbind doctor`",
    ],
    [
        "4",
        "nothing was sent, on purpose: not confirmed, `drifted`, not unbindable, not found, not read (an error or no answer), read-only, dry run; `before_send` did not agree; a plan that is too old, edited or of another account; `four_eyes`; found in several profiles",
        "按设计没有发送：未确认、`drifted`（已变化）、不能解绑、未找到、未能读取（返回错误或没有应答）、只读、只制定计划；`before_send` 未同意；计划过旧、被改动或属于其他账号；`four_eyes`；在多个账户配置中找到",
        "read the plan again",
        "重新查看计划",
    ],
    [
        "5",
        "`refused` by Tencent and nothing changed, or `notSent`; `unbind`, `bind`: the target could not be read, as no request left",
        "被腾讯云拒绝且没有变更（`refused`），或未发送（`notSent`）；`unbind`、`bind`：请求未能发出，无法读取目标",
        "read code and next step",
        "查看错误码和下一步",
    ],
    [
        "6",
        "`stillSettling` or `unknown`: it is not known (yet) whether it happened",
        "`stillSettling`（仍在生效）或 `unknown`（结果未知）：（尚）不清楚是否生效",
        "do not send again; `eip-unbind history RUN`, `eip-unbind list`",
        "不要重复发送；`eip-unbind history RUN`、`eip-unbind list`",
    ],
    [
        "7",
        "the journal could not be written, so nothing was sent (`notRecorded`)",
        "无法写入操作日志，因此没有发送（`notRecorded`，未记录）",
        "free space or mend the folder",
        "清理空间或修复目录",
    ],
    ["70", "a bug (panic)", "程序缺陷（panic）", "report it", "请报告"],
    [
        "130",
        "stopped: what was not begun was not sent (`cancelled`); what was begun is printed",
        "已停止：未开始的没有发送（`cancelled`）；已开始的结果已打印",
        "check what was begun; run the rest again",
        "查看已开始的条目；其余重新运行",
    ],
];

/// What each exit code means.
pub fn exit_codes(lang: Lang) -> Vec<Line> {
    EXIT_CODES.iter().map(|row| Line { name: row[0], text: lang.pick(row[1], row[2]) }).collect()
}

/// The table of `docs/exit-codes.md`.
pub fn exit_codes_markdown(lang: Lang) -> String {
    let head = lang.pick("| code | means | a script should |", "| 退出码 | 含义 | 脚本应当 |");
    let mut text = format!("{head}\n|---|---|---|\n");
    for [code, en, zh, then, then_zh] in EXIT_CODES {
        let _ = writeln!(text, "| {code} | {} | {} |", lang.pick(en, zh), lang.pick(then, then_zh));
    }
    text
}

/// Pages that come with the program, and where packages put them.
pub fn see_also(lang: Lang) -> Vec<Line> {
    lines(
        lang,
        &[
            ["README.md", "first use, permissions, a team", "首次使用、权限、团队"],
            ["docs/contract.md", "what it does, to the word", "行为的完整约定"],
            ["docs/keys.md", "every key of the interface", "界面的全部按键"],
            ["docs/credentials.md", "sources of keys, and which one wins", "密钥来源及优先顺序"],
            ["docs/json.md", "the documents of --output json", "--output json 的内容"],
            ["docs/exit-codes.md", "exit codes and outcome words", "退出码和结果"],
            ["SECURITY.md", "what it does not protect from", "它防不住什么"],
        ],
    )
}
