//! One table of keys: dispatch, hint bar, help, README and man page all come from it. A key that is not here does not exist.

use super::App;
use super::command::Command;
use super::key::{Code, Key};
use crate::text::Lang;

/// Where a key means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The list and the NIC/private-IP view.
    List,
    /// The filter field.
    Filter,
    /// The dialog, before sending.
    Dialog,
    /// The note field of the dialog.
    Note,
    /// The dialog, while a request is out.
    Running,
    /// The dialog, with a result.
    Result,
    /// Help, errors, detail and other overlays.
    Overlay,
    /// What may be meant by an alert, to choose from.
    Candidates,
    /// Regions and profiles to choose from.
    Regions,
    /// The question whether to leave while a request is out.
    Leave,
}

impl Scope {
    /// Its name as a heading.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::List => lang.pick("List", "列表"),
            Self::Filter => lang.pick("Filter field", "过滤栏"),
            Self::Dialog => lang.pick("Unbind dialog", "解绑面板"),
            Self::Note => lang.pick("Note field", "备注栏"),
            Self::Running => lang.pick("While a request is out", "请求进行中"),
            Self::Result => lang.pick("Result", "结果"),
            Self::Overlay => lang.pick("Help, errors, detail", "帮助、错误、详情"),
            Self::Candidates => lang.pick("Found in an alert", "告警中的目标"),
            Self::Regions => lang.pick("Regions and profiles", "地域与配置档"),
            Self::Leave => lang.pick("Leaving", "退出确认"),
        }
    }
}

/// One rule.
pub struct KeyRule {
    /// Where.
    pub scope: Scope,
    /// Which keys, as [`Key::parse`] reads them.
    pub keys: &'static [&'static str],
    /// What they mean.
    pub command: Command,
    /// One or two words for the hint bar.
    pub label: (&'static str, &'static str),
    /// What it does, for help and documents.
    pub help: (&'static str, &'static str),
    /// Importance in the hint bar, 0 first; `None` is not shown there.
    pub rank: Option<u8>,
    /// Whether it does something now.
    pub when: fn(&App) -> bool,
}

impl KeyRule {
    /// The label.
    pub fn label(&self, lang: Lang) -> &'static str {
        lang.pick(self.label.0, self.label.1)
    }

    /// The help text.
    pub fn help(&self, lang: Lang) -> &'static str {
        lang.pick(self.help.0, self.help.1)
    }
}

fn always(_: &App) -> bool {
    true
}

macro_rules! rule {
    ($scope:ident, [$($key:literal),*], $command:ident, $label:expr, $help:expr, $rank:expr) => {
        rule!($scope, [$($key),*], $command, $label, $help, $rank, always)
    };
    ($scope:ident, [$($key:literal),*], $command:ident, $label:expr, $help:expr, $rank:expr, $when:expr) => {
        KeyRule {
            scope: Scope::$scope,
            keys: &[$($key),*],
            command: Command::$command,
            label: $label,
            help: $help,
            rank: $rank,
            when: $when,
        }
    };
}

/// The table.
pub const TABLE: &[KeyRule] = &[
    rule!(List, ["j", "Down"], Down, ("down", "下"), ("one row down", "下移一行"), None),
    rule!(List, ["k", "Up"], Up, ("up", "上"), ("one row up", "上移一行"), None),
    rule!(List, ["g", "Home"], First, ("first", "首行"), ("to the first row", "到第一行"), None),
    rule!(List, ["G", "End"], Last, ("last", "末行"), ("to the last row", "到最后一行"), None),
    rule!(List, ["PgDn"], PageDown, ("page down", "下页"), ("one page down", "下翻一页"), None),
    rule!(List, ["PgUp"], PageUp, ("page up", "上页"), ("one page up", "上翻一页"), None),
    rule!(
        List,
        ["Ctrl-d"],
        HalfDown,
        ("half down", "下半页"),
        ("half a page down", "下翻半页"),
        None
    ),
    rule!(List, ["Ctrl-u"], HalfUp, ("half up", "上半页"), ("half a page up", "上翻半页"), None),
    rule!(
        List,
        ["u"],
        Unbind,
        ("unbind", "解绑"),
        ("open the unbind dialog (nothing is sent)", "打开解绑面板（不会发送请求）"),
        Some(0)
    ),
    rule!(
        List,
        ["/"],
        Filter,
        ("filter", "过滤"),
        (
            "filter: words, addresses, CIDR, status: ip: ins: eni: name: region:",
            "过滤：文字、地址、CIDR、status: ip: ins: eni: name: region:"
        ),
        Some(2)
    ),
    rule!(
        List,
        ["Enter"],
        Detail,
        ("detail", "详情"),
        ("show everything known of the row", "显示该行全部信息"),
        Some(4)
    ),
    rule!(
        List,
        ["Space"],
        Mark,
        ("mark", "标记"),
        ("mark the row for a batch", "标记该行，用于批量解绑"),
        Some(6),
        |app| { !app.shows_nics() }
    ),
    rule!(
        List,
        ["s"],
        Sort,
        ("sort", "排序"),
        ("sort by the next column", "按下一列排序"),
        Some(8),
        |app| !app.shows_nics()
    ),
    rule!(
        List,
        ["r"],
        Refresh,
        ("read again", "刷新"),
        ("read the list and the quota again", "重新读取列表和配额"),
        Some(7)
    ),
    rule!(
        List,
        ["t"],
        Nics,
        ("NIC view", "网卡视图"),
        ("switch between EIPs and NIC/private-IP pairs", "在 EIP 与网卡/内网 IP 视图间切换"),
        Some(5)
    ),
    rule!(
        List,
        ["R"],
        Regions,
        ("regions", "地域"),
        ("choose regions and profile", "选择地域与配置档"),
        Some(7)
    ),
    rule!(
        List,
        ["H"],
        History,
        ("history", "历史"),
        ("show what was done, and what a crash left open", "显示已执行的操作和崩溃遗留的操作"),
        Some(6)
    ),
    rule!(List, ["y"], Copy, ("copy", "复制"), ("copy the row", "复制该行"), Some(9)),
    rule!(
        List,
        ["e"],
        Errors,
        ("errors", "错误"),
        ("show what could not be read, and why", "显示读取失败的内容与原因"),
        Some(10)
    ),
    rule!(
        List,
        ["Esc"],
        Back,
        ("clear", "清除"),
        ("clear filter and marks", "清除过滤和标记"),
        None
    ),
    rule!(List, ["?"], Help, ("keys", "按键"), ("show all keys", "显示全部按键"), Some(3)),
    rule!(List, ["q", "Ctrl-c"], Quit, ("quit", "退出"), ("leave", "退出"), Some(1)),
    rule!(
        Filter,
        ["Enter"],
        KeepFilter,
        ("keep", "保留"),
        ("keep the filter, back to the list", "保留过滤并返回列表"),
        Some(0)
    ),
    rule!(
        Filter,
        ["Esc"],
        Back,
        ("clear", "清除"),
        ("clear the filter, back to the list", "清除过滤并返回列表"),
        Some(1)
    ),
    rule!(Filter, ["Ctrl-c"], Quit, ("quit", "退出"), ("leave", "退出"), None),
    rule!(
        Dialog,
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "."],
        Token,
        ("token", "确认码"),
        ("type the token", "输入确认码"),
        None
    ),
    rule!(
        Dialog,
        ["Enter"],
        Confirm,
        ("send", "发送"),
        ("send, when the token is right", "确认码正确时发送"),
        Some(1)
    ),
    rule!(
        Dialog,
        ["Backspace"],
        Erase,
        ("erase", "删除"),
        ("remove the last character", "删除最后一个字符"),
        None
    ),
    rule!(
        Dialog,
        ["w"],
        AllocWanIp,
        ("new public IP", "新公网 IP"),
        (
            "allocWanIp: give the server a new ordinary public IP",
            "allocWanIp：解绑后为服务器分配普通公网 IP"
        ),
        Some(3)
    ),
    rule!(
        Dialog,
        ["d"],
        UnBindPrivateIp,
        ("drop tie", "解除绑定关系"),
        (
            "unBindPrivateIpWithEip: also dissolve the tie of EIP and private IP",
            "unBindPrivateIpWithEip：同时解除 EIP 与内网 IP 的绑定关系"
        ),
        Some(4)
    ),
    rule!(
        Dialog,
        ["n"],
        Note,
        ("note", "备注"),
        ("write a reason into the journal", "写入日志的原因备注"),
        Some(6)
    ),
    rule!(
        Dialog,
        ["p"],
        Request,
        ("request", "请求"),
        ("show the whole request, secrets hidden", "显示完整请求（隐藏密钥）"),
        Some(5)
    ),
    rule!(
        Dialog,
        ["y"],
        Copy,
        ("copy tccli", "复制 tccli"),
        ("copy the equivalent tccli command", "复制等价的 tccli 命令"),
        Some(7)
    ),
    rule!(Dialog, ["?"], Help, ("keys", "按键"), ("show all keys", "显示全部按键"), Some(2)),
    rule!(
        Dialog,
        ["Esc", "Ctrl-c"],
        Back,
        ("cancel", "取消"),
        ("close, nothing is sent: everything stays as it is", "关闭，不发送：一切保持不变"),
        Some(0)
    ),
    rule!(
        Note,
        ["Enter", "Esc"],
        Back,
        ("done", "完成"),
        ("back to the dialog", "返回面板"),
        Some(0)
    ),
    rule!(
        Note,
        ["Ctrl-c"],
        Quit,
        ("close dialog", "关闭面板"),
        ("close the dialog, nothing is sent", "关闭面板，不发送"),
        None
    ),
    rule!(Running, ["?"], Help, ("keys", "按键"), ("show all keys", "显示全部按键"), Some(1)),
    rule!(
        Running,
        ["Esc"],
        Back,
        ("cancel", "取消"),
        (
            "while no request is out: cancel, nothing more is sent",
            "没有进行中的请求时：取消，不再发送"
        ),
        Some(0),
        App::can_cancel
    ),
    rule!(
        Running,
        ["Ctrl-c"],
        Quit,
        ("leave", "退出"),
        (
            "the same; while a request is out: ask whether to leave",
            "同上；请求进行中则询问是否退出"
        ),
        Some(0)
    ),
    rule!(
        Result,
        ["b"],
        BindBack,
        ("bind back", "绑回"),
        (
            "bind it back to exactly where it was (nothing is sent by this key)",
            "绑回原来的位置（此键不会发送请求）"
        ),
        Some(1),
        |app| app.can_bind_back()
    ),
    rule!(
        Result,
        ["y"],
        Copy,
        ("copy report", "复制报告"),
        ("copy the report as Markdown", "复制 Markdown 报告"),
        Some(1)
    ),
    rule!(
        Result,
        ["Y"],
        CopyJson,
        ("copy JSON", "复制 JSON"),
        ("copy the report as JSON", "复制 JSON 报告"),
        Some(2)
    ),
    rule!(Result, ["?"], Help, ("keys", "按键"), ("show all keys", "显示全部按键"), Some(3)),
    rule!(Result, ["Esc"], Back, ("close", "关闭"), ("back to the list", "返回列表"), Some(0)),
    rule!(Result, ["Ctrl-c"], Quit, ("quit", "退出"), ("leave", "退出"), None),
    rule!(Overlay, ["j", "Down"], Down, ("down", "下"), ("scroll down", "向下滚动"), None),
    rule!(Overlay, ["k", "Up"], Up, ("up", "上"), ("scroll up", "向上滚动"), None),
    rule!(
        Overlay,
        ["PgDn", "Ctrl-d"],
        PageDown,
        ("page down", "下页"),
        ("one page down", "下翻一页"),
        None
    ),
    rule!(
        Overlay,
        ["PgUp", "Ctrl-u"],
        PageUp,
        ("page up", "上页"),
        ("one page up", "上翻一页"),
        None
    ),
    rule!(
        Overlay,
        ["u"],
        Unbind,
        ("unbind", "解绑"),
        ("open the unbind dialog (from the detail)", "打开解绑面板（在详情中）"),
        Some(2),
        |app| app.shows_detail()
    ),
    rule!(
        Overlay,
        ["y"],
        Copy,
        ("copy", "复制"),
        ("copy what is shown", "复制所显示内容"),
        Some(1)
    ),
    rule!(
        Overlay,
        ["Esc", "q", "?", "e", "Enter"],
        Back,
        ("close", "关闭"),
        ("close", "关闭"),
        Some(0)
    ),
    rule!(Overlay, ["Ctrl-c"], Quit, ("quit", "退出"), ("leave", "退出"), None),
    rule!(Candidates, ["j", "Down"], Down, ("down", "下"), ("one row down", "下移一行"), None),
    rule!(Candidates, ["k", "Up"], Up, ("up", "上"), ("one row up", "上移一行"), None),
    rule!(
        Candidates,
        ["Enter"],
        Choose,
        ("look up", "查找"),
        ("look it up in all chosen regions (nothing is sent)", "在所选地域中查找（不会发送请求）"),
        Some(0)
    ),
    rule!(Candidates, ["Esc"], Back, ("close", "关闭"), ("close", "关闭"), Some(1)),
    rule!(Candidates, ["Ctrl-c"], Quit, ("quit", "退出"), ("leave", "退出"), None),
    rule!(Regions, ["j", "Down"], Down, ("down", "下"), ("one row down", "下移一行"), None),
    rule!(Regions, ["k", "Up"], Up, ("up", "上"), ("one row up", "上移一行"), None),
    rule!(Regions, ["g", "Home"], First, ("first", "首行"), ("to the first row", "到第一行"), None),
    rule!(Regions, ["G", "End"], Last, ("last", "末行"), ("to the last row", "到最后一行"), None),
    rule!(
        Regions,
        ["PgDn", "Ctrl-d"],
        PageDown,
        ("page down", "下页"),
        ("one page down", "下翻一页"),
        None
    ),
    rule!(
        Regions,
        ["PgUp", "Ctrl-u"],
        PageUp,
        ("page up", "上页"),
        ("one page up", "上翻一页"),
        None
    ),
    rule!(
        Regions,
        ["Space"],
        Mark,
        ("mark", "选择"),
        ("mark or unmark the region", "选择或取消该地域"),
        Some(1)
    ),
    rule!(
        Regions,
        ["Enter"],
        Choose,
        ("apply", "确定"),
        (
            "on a region: read the marked ones (this one, if none is marked); on a profile: go on with that profile",
            "在地域上：读取所选地域（未选则为该行）；在配置档上：切换到该配置档"
        ),
        Some(0)
    ),
    rule!(
        Regions,
        ["Esc"],
        Back,
        ("close", "关闭"),
        ("close, everything stays as it is", "关闭，一切保持不变"),
        Some(2)
    ),
    rule!(Regions, ["Ctrl-c"], Quit, ("quit", "退出"), ("leave", "退出"), None),
    rule!(
        Leave,
        ["Esc"],
        Back,
        ("stay", "不退出"),
        ("stay and go on watching", "不退出，继续观察"),
        Some(0)
    ),
    rule!(
        Leave,
        ["Ctrl-c", "q"],
        Quit,
        ("leave", "退出"),
        (
            "wait at most 30 s for the verdict, write it down, leave",
            "最多等待 30 秒得到结果并记录后退出"
        ),
        Some(1)
    ),
];

/// The order of the scopes in help and documents.
pub const SCOPES: [Scope; 10] = [
    Scope::List,
    Scope::Filter,
    Scope::Dialog,
    Scope::Note,
    Scope::Running,
    Scope::Result,
    Scope::Overlay,
    Scope::Candidates,
    Scope::Regions,
    Scope::Leave,
];

/// The command of a key in the scope that has the keys now.
pub fn resolve(app: &App, key: Key) -> Option<Command> {
    let scope = app.scope();
    rules(scope)
        .find(|rule| rule.keys.iter().any(|k| Key::parse(k) == Some(key)) && (rule.when)(app))
        .map(|rule| rule.command)
}

/// The rules of a scope, in table order.
pub fn rules(scope: Scope) -> impl Iterator<Item = &'static KeyRule> {
    TABLE.iter().filter(move |rule| rule.scope == scope)
}

/// Rules for the hint bar, the most important first, without those that would only say why they do nothing.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "everything else is useful wherever its rule applies"
)]
pub fn hints(app: &App) -> Vec<&'static KeyRule> {
    let useful = |rule: &&KeyRule| match rule.command {
        Command::Errors => !app.inventory.faults().is_empty() || !app.lost.is_empty(),
        // Ctrl-C cancels as Esc does.
        Command::Quit => !app.can_cancel(),
        Command::Confirm | Command::Request => {
            app.dialog.as_ref().is_none_or(|d| d.plan.token.is_some())
        }
        Command::AllocWanIp | Command::UnBindPrivateIp => app.dialog.as_ref().is_none_or(|d| {
            d.plan.token.is_some()
                && d.targets.len() == 1
                && d.purpose == super::dialog::Purpose::Unbind
        }),
        _ => true,
    };
    let mut all: Vec<_> = rules(app.scope())
        .filter(|rule| rule.rank.is_some() && (rule.when)(app))
        .filter(useful)
        .collect();
    all.sort_by_key(|rule| rule.rank);
    all
}

/// Keys of a rule as shown: `j ↓`, `PgUp`, `0-9 .`.
pub fn keys_text(rule: &KeyRule) -> String {
    if rule.command == Command::Token {
        return "0-9 .".to_owned();
    }
    rule.keys.join(" ")
}

/// Whether a key is one that moves or types in a text field.
pub fn is_text(key: Key) -> bool {
    !key.ctrl && !key.alt && matches!(key.code, Code::Char(_))
}

/// The whole table as Markdown, for the README; a test keeps the two the same.
pub fn to_markdown(lang: Lang) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for scope in SCOPES {
        let _ = writeln!(text, "\n**{}**\n\n| keys | what they do |\n|---|---|", scope.title(lang));
        for rule in rules(scope) {
            let keys =
                keys_text(rule).split(' ').map(|k| format!("`{k}`")).collect::<Vec<_>>().join(" ");
            let _ = writeln!(text, "| {keys} | {} |", rule.help(lang).replace('|', "\\|"));
        }
    }
    text
}
