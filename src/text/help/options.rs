//! Each argument: what it is for, and under which heading it stands.

use crate::text::Lang;

/// A heading of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    Cloud,
    Output,
    Files,
    Target,
    Choices,
    Sending,
    Runs,
    Integrity,
    /// Of one command alone.
    Own,
}

impl Group {
    /// The groups in the order of the help.
    pub(crate) const ALL: [Self; 9] = [
        Self::Target,
        Self::Choices,
        Self::Sending,
        Self::Runs,
        Self::Integrity,
        Self::Own,
        Self::Cloud,
        Self::Output,
        Self::Files,
    ];

    /// The heading.
    pub(crate) fn title(self, lang: Lang) -> &'static str {
        let [en, zh] = match self {
            Self::Cloud => ["Account and cloud", "账号与云"],
            Self::Output => ["Output and appearance", "输出与外观"],
            Self::Files => ["Config and log", "配置与日志"],
            Self::Target => ["Target", "目标"],
            Self::Choices => ["Choices", "解绑选项"],
            Self::Sending => ["Carrying it out", "执行"],
            Self::Runs => ["Which runs", "范围"],
            Self::Integrity => ["Checks", "校验"],
            Self::Own => ["Options", "选项"],
        };
        lang.pick(en, zh)
    }
}

/// Where an argument of a command stands; `None` where nobody said.
pub(crate) fn group(command: &str, id: &str) -> Option<Group> {
    Some(match id {
        "eip" if command == "history" => Group::Runs,
        "demo" | "profile" | "all_profiles" | "regions" | "all_regions" | "api" | "endpoint"
        | "read_only" => Group::Cloud,
        "lang" | "ascii" | "no_color" | "theme" | "output" => Group::Output,
        "config" | "state_dir" | "log" | "verbose" => Group::Files,
        "targets" | "eip_id" | "eip" | "network_interface_id" | "private_ip_address" | "to" => {
            Group::Target
        }
        "alloc_wan_ip" | "un_bind_private_ip_with_eip" => Group::Choices,
        "confirm" | "expect" | "dry_run" | "wait" | "watch" | "reason" | "no_journal" | "quiet"
        | "plan" | "valid" => Group::Sending,
        "run" | "since" | "until" | "outcome" => Group::Runs,
        "verify" | "expect_head" => Group::Integrity,
        "sample" | "scenario" | "port" | "shell" => Group::Own,
        _ => return None,
    })
}

/// What stands in the short help of a command, which fits one screen: the rest is in its whole help.
pub(crate) fn is_common(command: &str, id: &str) -> bool {
    let common: &[&str] = match command {
        "eip-unbind" => &["demo", "profile", "regions", "all_regions", "read_only"],
        "unbind" => &[
            "alloc_wan_ip",
            "un_bind_private_ip_with_eip",
            "confirm",
            "expect",
            "dry_run",
            "reason",
        ],
        "bind" => &["to", "confirm", "expect", "dry_run", "reason"],
        "history" => &["eip", "since", "until", "outcome", "verify", "expect_head", "output"],
        "list" | "quota" => &["profile", "regions", "all_regions", "output"],
        "doctor" => &["profile", "regions"],
        "config" => &["sample", "profile"],
        "simulate" => &["port"],
        _ => &[],
    };
    common.contains(&id)
}

/// What an argument is for: the first line is the whole of it in the short help.
pub(crate) fn option(lang: Lang, command: &str, id: &str) -> Option<&'static str> {
    let text = match (command, id) {
        ("history", "eip") => {
            ["only items about this EIP, by address or id", "仅此 EIP 的条目（地址或 ID）"]
        }
        ("eip-unbind", _) => of_every_command(id)?,
        _ => of_one_command(id).or_else(|| of_every_command(id))?,
    };
    Some(lang.pick(text[0], text[1]))
}

fn of_every_command(id: &str) -> Option<[&'static str; 2]> {
    Some(match id {
        "targets" => [
            "what an alert holds: opens the unbind dialog for it\nAn EIP address, eip-…, ins-…, eni-… with a private IP, a private IP, part of a name, or the whole alert in quotes. Looked for in all regions if none is given. Nothing is sent",
            "告警中的内容：为它打开解绑对话框\nEIP 地址、eip-…、ins-…、eni-… 加内网 IP、内网 IP、名称的一部分，或加引号的整段告警。未指定地域时在所有地域中查找。不会发送任何请求",
        ],
        "demo" => [
            "work on the built-in cloud; --demo=help lists more\nNothing leaves this machine, no credential file is read, and the journal goes to a temporary folder. Not with --profile or --endpoint",
            "使用内置云；--demo=help 列出全部场景\n不会有任何数据离开本机，不读取密钥文件，操作日志写入临时目录。不能与 --profile、--endpoint 同用",
        ],
        "profile" => ["profile of the config file, or of tccli", "配置文件或 tccli 中的账户配置"],
        "regions" => [
            "long or short: ap-guangzhou, gz\nMay be given several times, or with commas; they are read in parallel",
            "地域，长短写法均可：ap-guangzhou、gz\n可多次指定或用逗号分隔；并行读取",
        ],
        "all_regions" => ["all known regions, read in parallel", "所有已知地域，并行读取"],
        "api" => [
            "API 2.0 or 3.0; auto asks 2.0 first\nauto uses 3.0 where 2.0 is gone, and says so. A request that changes something never switches. auto unless the profile says another",
            "API 2.0 或 3.0；auto 先访问 2.0\n2.0 不可用时 auto 使用 3.0 并说明；会产生变更的请求绝不切换。账户配置未另行指定时为 auto",
        ],
        "all_profiles" => [
            "look for a TARGET in all profiles\nRead-only; what is found opens in the one profile that owns it",
            "在所有账户配置中查找目标\n只读查找；在其所属的账户配置中打开",
        ],
        "endpoint" => [
            "base URL for every action (private cloud, tests)\n2.0 is asked at its /v2/index.php, 3.0 at its /. Plain http:// only for this machine",
            "所有接口的接入地址（私有云、测试）\n2.0 使用其 /v2/index.php，3.0 使用其 /。http:// 仅限本机",
        ],
        "read_only" => [
            "nothing can be sent that changes anything\nPlans can be made and shown all the same",
            "不能发送任何会产生变更的请求\n仍可制定和查看计划",
        ],
        "lang" => [
            "language; else by LC_ALL, LC_MESSAGES, LANG",
            "语言；默认取 LC_ALL、LC_MESSAGES、LANG",
        ],
        "ascii" => ["only ASCII signs on screen", "界面仅使用 ASCII 符号"],
        "no_color" => ["no colours (NO_COLOR works too)", "不使用颜色（也可设置 NO_COLOR）"],
        "theme" => ["background of the terminal", "终端背景"],
        "output" => [
            "how a command writes its result\nData goes to standard output, everything else to standard error. A table fits the terminal and says what it left out; into a pipe or a file it is whole. markdown is for history alone",
            "命令结果的格式\n数据写到标准输出，其余写到标准错误。表格按终端宽度显示，并说明省略了什么；写入管道或文件时完整输出。markdown 仅用于 history",
        ],
        "plan" => [
            "carry out the plan of this file\nAs --output json printed it; who made it is recorded, too",
            "执行该文件中的计划\n由 --output json 输出；制定者也会被记录",
        ],
        "valid" => [
            "how old the plan of --plan may be\nWhole minutes, 1 or more",
            "--plan 的计划最多可有多旧\n整分钟数，至少为 1",
        ],
        "config" => [
            "another config file\nIn place of the user's own",
            "其他配置文件\n替代用户自己的配置文件",
        ],
        "state_dir" => [
            "another folder for the journal and what is remembered",
            "操作日志等状态文件的其他目录",
        ],
        "log" => {
            ["trace log, without secrets; never on screen", "跟踪日志，不含密钥，不显示在界面上"]
        }
        "verbose" => [
            "more in the log: each decision\nTwice: also how long each request waited and took",
            "日志更详细：记录每个决定\n写两次：还记录每个请求的等待和耗时",
        ],
        _ => return None,
    })
}

fn of_one_command(id: &str) -> Option<[&'static str; 2]> {
    Some(match id {
        "targets" => [
            "what an alert holds\nAn EIP address, eip-…, ins-…, eni-… with a private IP, a private IP, part of a name, or the whole alert, one line in quotes. For bind: the EIP, or part of its name",
            "告警中的内容\nEIP 地址、eip-…、ins-…、eni-… 加内网 IP、内网 IP、名称的一部分，或加引号的整段告警（一行）。bind 的目标是 EIP 或其名称的一部分",
        ],
        "eip_id" => ["the EIP by its id", "EIP 的 ID"],
        "eip" => ["the EIP by its address", "EIP 的地址"],
        "network_interface_id" => {
            ["the NIC; with --private-ip-address", "弹性网卡；与 --private-ip-address 同用"]
        }
        "private_ip_address" => ["the private IP on that NIC", "该网卡上的内网 IP"],
        "to" => [
            "where to: a NIC and a private IP on it, or a server\nNot given: where it was, by the journal, else the link that was kept",
            "绑定位置：网卡和其上的内网 IP，或云服务器\n未指定：操作日志中的原位置，否则为保留的关系",
        ],
        "alloc_wan_ip" => [
            "allocWanIp: 1 gives the server a new public IP\nAn ordinary public IP, for the primary NIC's primary IP only; uses 1 of the day's quota",
            "allocWanIp：1 为服务器分配普通公网 IP\n仅限主网卡主 IP；占用当日额度 1 次",
        ],
        "un_bind_private_ip_with_eip" => [
            "unBindPrivateIpWithEip: 0 keeps the link to NIC and private IP, 1 removes it\nNot sent unless given (the API's default is 1)",
            "unBindPrivateIpWithEip：0 保留与网卡/内网 IP 的关系，1 解除\n未指定则不发送（API 默认为 1）",
        ],
        "confirm" => {
            ["the plan's token; without it nothing is sent", "计划的确认码；没有它就不发送"]
        }
        "expect" => [
            "the plan's digest, or its server\nIf it is another one now, nothing is sent: drifted",
            "计划的摘要或其服务器\n若已不同则不发送：drifted（已变化）",
        ],
        "dry_run" => ["only plan", "只制定计划"],
        "wait" => [
            "how long an accepted request is followed\n0: it is not read afterwards",
            "受理后跟踪多久\n0：之后不再读取",
        ],
        "watch" => [
            "after verified, go on reading so long\nAt 10 s and 60 s, as far as that reaches: is it bound again?",
            "verified（已验证）之后继续读取多久\n在 10 秒和 60 秒时（不超过该时长）：是否又被绑定",
        ],
        "reason" => ["a reason, for the journal", "原因，写入操作日志"],
        "no_journal" => [
            "do it even if the journal can't be written, this once",
            "即使无法写入操作日志也执行，仅此一次",
        ],
        "quiet" => ["no line for each event on standard error", "标准错误上不逐条显示事件"],
        "run" => [
            "only this run, whole, with all that happened\nIts name or the beginning of it",
            "仅此次操作及其全部经过\n操作的名称或其开头",
        ],
        "since" => [
            "runs that started then or later\n2026-11-22, or with a time: 2026-11-22T14:03",
            "此时及之后开始的操作\n2026-11-22，可带时间：2026-11-22T14:03",
        ],
        "until" => ["runs that started then or earlier", "此时及之前开始的操作"],
        "outcome" => [
            "runs with this outcome: verified, unknown …\nOr unsettled: the outcome is not known yet",
            "此结果的操作：verified、unknown 等\n或 unsettled：结果尚不清楚",
        ],
        "verify" => [
            "is every line of the journal as it was written?\nExit code 1 if one was changed or is missing before the last",
            "核对操作日志各行是否被改动\n末行之前有改动或缺失时退出码为 1",
        ],
        "expect_head" => [
            "is the record with this hash still there?\n64 hex digits, or the first 12 and more; exit code 1 if it is not",
            "含此哈希的记录是否还在\n64 位十六进制，或前 12 位及以上；不在时退出码为 1",
        ],
        "sample" => ["print a commented config file instead", "改为打印带注释的配置文件"],
        "scenario" => ["which cloud; --demo=help lists them", "场景；--demo=help 列出全部"],
        "port" => ["the port; any free one if 0", "端口；0 表示任意空闲端口"],
        "shell" => {
            ["bash, zsh, fish, elvish or powershell", "bash、zsh、fish、elvish 或 powershell"]
        }
        _ => return None,
    })
}
