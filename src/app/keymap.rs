//! One table of keys: dispatch, footer, help, `docs/keys.md` and man page all come from it. A key that is not here does not exist.

use super::parts::command::{
    CandidatesCommand as Candidates, Command, DetailCommand as Detail, DialogCommand as Dialog,
    FilterCommand as Filter, HistoryCommand as History, LeaveCommand as Leave, ListCommand as List,
    Move, NoteCommand as Note, PlacesCommand as Places, RegionsCommand as Regions,
    ResultCommand as Result, RunningCommand as Running, TextCommand as Text,
};
use super::parts::dialog::Purpose;
use super::parts::key::Key;
use super::parts::overlay::Overlay;
pub use super::parts::scope::Scope;
use super::state::App;
use crate::text::Lang;
use crate::unbind::Verdict;

/// One rule.
pub struct KeyRule {
    /// Where.
    pub scope: Scope,
    /// Which keys, as [`Key::parse`] reads them.
    pub keys: &'static [&'static str],
    /// What they mean.
    pub command: Command,
    /// One or two words for the hint bar.
    pub(crate) label: (&'static str, &'static str),
    /// What it does, for help and documents.
    pub help: (&'static str, &'static str),
    /// Importance in the hint bar, 0 first; `None` is not shown there.
    pub(crate) rank: Option<u8>,
    /// Whether it does something now.
    pub(crate) when: fn(&App) -> bool,
}

impl KeyRule {
    /// The label.
    pub(crate) fn label(&self, lang: Lang) -> &'static str {
        lang.pick(self.label.0, self.label.1)
    }

    /// The help text.
    pub(crate) fn help(&self, lang: Lang) -> &'static str {
        lang.pick(self.help.0, self.help.1)
    }
}

fn always(_: &App) -> bool {
    true
}

/// Whether the whole requests of a batch are shown.
fn shows_requests(app: &App) -> bool {
    app.dialog.as_ref().is_some_and(|dialog| dialog.show_request && dialog.plan.items.len() > 1)
}

macro_rules! rule {
    ($scope:ident, [$($key:literal),*], $command:expr, $label:expr, $help:expr, $rank:expr) => {
        rule!($scope, [$($key),*], $command, $label, $help, $rank, always)
    };
    ($scope:ident, [$($key:literal),*], $command:expr, $label:expr, $help:expr, $rank:expr, $when:expr) => {
        KeyRule {
            scope: Scope::$scope,
            keys: &[$($key),*],
            command: $command,
            label: $label,
            help: $help,
            rank: $rank,
            when: $when,
        }
    };
}

/// The table.
pub const TABLE: &[KeyRule] = &[
    rule!(
        List,
        ["j", "Down"],
        Command::List(List::Move(Move::Down)),
        ("down", "下"),
        ("one row down", "下移一行"),
        None
    ),
    rule!(
        List,
        ["k", "Up"],
        Command::List(List::Move(Move::Up)),
        ("up", "上"),
        ("one row up", "上移一行"),
        None
    ),
    rule!(
        List,
        ["g", "Home"],
        Command::List(List::Move(Move::First)),
        ("first", "首行"),
        ("to the first row", "到第一行"),
        None
    ),
    rule!(
        List,
        ["G", "End"],
        Command::List(List::Move(Move::Last)),
        ("last", "末行"),
        ("to the last row", "到最后一行"),
        None
    ),
    rule!(
        List,
        ["PgDn"],
        Command::List(List::Move(Move::PageDown)),
        ("page down", "下页"),
        ("one page down", "下翻一页"),
        None
    ),
    rule!(
        List,
        ["PgUp"],
        Command::List(List::Move(Move::PageUp)),
        ("page up", "上页"),
        ("one page up", "上翻一页"),
        None
    ),
    rule!(
        List,
        ["Ctrl-d"],
        Command::List(List::Move(Move::HalfDown)),
        ("half down", "下半页"),
        ("half a page down", "下翻半页"),
        None
    ),
    rule!(
        List,
        ["Ctrl-u"],
        Command::List(List::Move(Move::HalfUp)),
        ("half up", "上半页"),
        ("half a page up", "上翻半页"),
        None
    ),
    rule!(
        List,
        ["u"],
        Command::List(List::Unbind),
        ("unbind", "解绑"),
        ("open the unbind dialog (nothing is sent)", "打开解绑对话框（不会发出请求）"),
        Some(0)
    ),
    rule!(
        List,
        ["b"],
        Command::List(List::BindBack),
        ("bind", "绑定"),
        (
            "bind an unbound EIP: to where it was, by the journal, or to a place you choose (opens a dialog, nothing is sent)",
            "绑定未绑定的 EIP：按操作日志回到原位置，或选择位置（打开对话框，不会发送请求）"
        ),
        Some(0),
        App::can_bind_here
    ),
    rule!(
        List,
        ["/"],
        Command::List(List::Filter),
        ("filter", "过滤"),
        (
            "filter: words, addresses, CIDR, status: ip: ins: eni: name: region: tag:",
            "过滤：文字、地址、CIDR、status: ip: ins: eni: name: region: tag:"
        ),
        Some(1)
    ),
    rule!(
        List,
        ["Enter"],
        Command::List(List::Detail),
        ("detail", "详情"),
        ("show everything known of the row", "显示该行全部信息"),
        Some(3)
    ),
    rule!(
        List,
        ["Space"],
        Command::List(List::Mark),
        ("mark", "标记"),
        ("mark the row for a batch", "标记该行，用于批量解绑"),
        Some(2),
        |app| { !app.shows_nics() }
    ),
    rule!(
        List,
        ["s"],
        Command::List(List::Sort),
        ("sort", "排序"),
        ("sort by the next column", "按下一列排序"),
        Some(10),
        |app| !app.shows_nics()
    ),
    rule!(
        List,
        ["r", "Ctrl-r"],
        Command::List(List::Refresh),
        ("read again", "重新读取"),
        ("read the list and the quota again", "重新读取列表和配额"),
        Some(9)
    ),
    rule!(
        List,
        ["t"],
        Command::List(List::Nics),
        ("NIC view", "网卡视图"),
        ("switch between EIPs and NIC/private-IP pairs", "在 EIP 与网卡/内网 IP 视图间切换"),
        Some(8)
    ),
    rule!(
        List,
        ["R"],
        Command::List(List::Regions),
        ("regions", "地域"),
        ("choose regions and profile", "选择地域与账户配置"),
        Some(7)
    ),
    rule!(
        List,
        ["H"],
        Command::List(List::History),
        ("history", "历史"),
        ("show what was done, and what a crash left open", "显示已执行的操作和崩溃后待核对的操作"),
        Some(5)
    ),
    rule!(
        List,
        ["y"],
        Command::List(List::Copy),
        ("copy", "复制"),
        ("copy the row", "复制该行"),
        Some(11)
    ),
    rule!(
        List,
        ["e"],
        Command::List(List::Errors),
        ("errors", "错误"),
        ("show what could not be read, and why", "显示读取失败的内容与原因"),
        Some(6)
    ),
    rule!(
        List,
        ["Esc"],
        Command::List(List::Clear),
        ("clear", "清除"),
        ("clear filter and marks", "清除过滤和标记"),
        None
    ),
    rule!(
        List,
        ["?"],
        Command::Help,
        ("keys", "按键"),
        ("show all keys", "显示全部按键"),
        Some(12)
    ),
    rule!(List, ["q", "Ctrl-c"], Command::Quit, ("quit", "退出"), ("leave", "退出"), Some(13)),
    rule!(
        Filter,
        ["Enter"],
        Command::Filter(Filter::Keep),
        ("keep", "保留"),
        ("keep the filter, back to the list", "保留过滤并返回列表"),
        Some(0)
    ),
    rule!(
        Filter,
        ["Esc"],
        Command::Filter(Filter::Clear),
        ("clear", "清除"),
        ("clear the filter, back to the list", "清除过滤并返回列表"),
        Some(1)
    ),
    rule!(Filter, ["Ctrl-c"], Command::Quit, ("quit", "退出"), ("leave", "退出"), None),
    rule!(
        Detail,
        ["j", "Down"],
        Command::Detail(Detail::Scroll(Move::Down)),
        ("down", "下"),
        ("scroll down", "向下滚动"),
        None
    ),
    rule!(
        Detail,
        ["k", "Up"],
        Command::Detail(Detail::Scroll(Move::Up)),
        ("up", "上"),
        ("scroll up", "向上滚动"),
        None
    ),
    rule!(
        Detail,
        ["PgDn", "Ctrl-d"],
        Command::Detail(Detail::Scroll(Move::PageDown)),
        ("page down", "下页"),
        ("one page down", "下翻一页"),
        None
    ),
    rule!(
        Detail,
        ["PgUp", "Ctrl-u"],
        Command::Detail(Detail::Scroll(Move::PageUp)),
        ("page up", "上页"),
        ("one page up", "上翻一页"),
        None
    ),
    rule!(
        Detail,
        ["u"],
        Command::Detail(Detail::Unbind),
        ("unbind", "解绑"),
        ("open the unbind dialog (nothing is sent)", "打开解绑对话框（不会发出请求）"),
        Some(0)
    ),
    rule!(
        Detail,
        ["b"],
        Command::Detail(Detail::BindBack),
        ("bind", "绑定"),
        ("bind it, as in the list", "绑定，同列表"),
        Some(1),
        App::can_bind_shown
    ),
    rule!(
        Detail,
        ["y"],
        Command::Detail(Detail::Copy),
        ("copy", "复制"),
        ("copy what is shown", "复制所显示内容"),
        Some(2)
    ),
    rule!(
        Detail,
        ["?"],
        Command::Help,
        ("keys", "按键"),
        ("show all keys", "显示全部按键"),
        Some(4)
    ),
    rule!(
        Detail,
        ["Esc", "q", "Enter"],
        Command::Detail(Detail::Close),
        ("close", "关闭"),
        ("close", "关闭"),
        Some(3)
    ),
    rule!(Detail, ["Ctrl-c"], Command::Quit, ("quit", "退出"), ("leave", "退出"), None),
    rule!(
        Dialog,
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "."],
        Command::Dialog(Dialog::Token),
        ("token", "确认码"),
        ("type the token", "输入确认码"),
        None
    ),
    rule!(
        Dialog,
        ["Enter"],
        Command::Dialog(Dialog::Confirm),
        ("send", "发送"),
        ("send, when the token is right", "确认码正确时发送"),
        Some(0)
    ),
    rule!(
        Dialog,
        ["Backspace"],
        Command::Dialog(Dialog::Erase),
        ("erase", "删除"),
        ("remove the last character", "删除最后一个字符"),
        None
    ),
    rule!(
        Dialog,
        ["w"],
        Command::Dialog(Dialog::AllocWanIp),
        ("new IP", "新公网 IP"),
        (
            "allocWanIp: give the server a new ordinary public IP",
            "allocWanIp：解绑后为服务器分配普通公网 IP"
        ),
        Some(4)
    ),
    rule!(
        Dialog,
        ["d"],
        Command::Dialog(Dialog::UnBindPrivateIp),
        ("link", "关系"),
        (
            "unBindPrivateIpWithEip: remove or keep the link to NIC and private IP",
            "unBindPrivateIpWithEip：解除或保留与网卡/内网 IP 的关系"
        ),
        Some(5)
    ),
    rule!(
        Dialog,
        ["c"],
        Command::Dialog(Dialog::Place),
        ("other place", "其他位置"),
        (
            "while binding: choose another place from the NIC and private IP pairs",
            "绑定时：从网卡/内网 IP 中选择其他位置"
        ),
        Some(3),
        App::can_choose_place
    ),
    rule!(
        Dialog,
        ["b"],
        Command::Dialog(Dialog::BindBack),
        ("bind", "绑定"),
        (
            "where there is nothing to unbind: bind it (nothing is sent)",
            "无需解绑时：绑定该 EIP（不会发送请求）"
        ),
        Some(1),
        App::can_bind_already
    ),
    rule!(
        Dialog,
        ["n"],
        Command::Dialog(Dialog::Note),
        ("note", "备注"),
        ("write a reason into the journal", "写入操作日志的原因"),
        Some(6)
    ),
    rule!(
        Dialog,
        ["p"],
        Command::Dialog(Dialog::Request),
        ("request", "请求"),
        ("show the whole request, secrets hidden", "显示完整请求（隐藏密钥）"),
        Some(8)
    ),
    rule!(
        Dialog,
        ["Right"],
        Command::Dialog(Dialog::NextRequest),
        ("next request", "下一请求"),
        ("among the whole requests of a batch: the next", "批量的完整请求中：下一个"),
        Some(7),
        shows_requests
    ),
    rule!(
        Dialog,
        ["Left"],
        Command::Dialog(Dialog::PreviousRequest),
        ("previous request", "上一请求"),
        ("among the whole requests of a batch: the one before", "批量的完整请求中：上一个"),
        None,
        shows_requests
    ),
    rule!(
        Dialog,
        ["y"],
        Command::Dialog(Dialog::Copy),
        ("tccli", "tccli"),
        ("copy the equivalent tccli command", "复制等价的 tccli 命令"),
        Some(9),
        App::can_copy_command
    ),
    rule!(
        Dialog,
        ["?"],
        Command::Help,
        ("keys", "按键"),
        ("show all keys", "显示全部按键"),
        Some(10)
    ),
    rule!(
        Dialog,
        ["Esc", "Ctrl-c"],
        Command::Dialog(Dialog::Close),
        ("close", "关闭"),
        ("close, nothing is sent: everything stays as it is", "关闭，不发出请求：一切保持不变"),
        Some(2)
    ),
    rule!(
        Note,
        ["Enter", "Esc"],
        Command::Note(Note::Done),
        ("done", "完成"),
        ("back to the dialog", "返回对话框"),
        Some(0)
    ),
    rule!(
        Note,
        ["Ctrl-c"],
        Command::Quit,
        ("close dialog", "关闭对话框"),
        ("close the dialog, nothing is sent", "关闭对话框，不发出请求"),
        None
    ),
    rule!(
        Running,
        ["?"],
        Command::Help,
        ("keys", "按键"),
        ("show all keys", "显示全部按键"),
        Some(2)
    ),
    rule!(
        Running,
        ["Esc"],
        Command::Running(Running::Stop),
        ("stop, nothing sent", "停止，不发出请求"),
        (
            "while no request is out: stop at once, nothing more is sent",
            "没有进行中的请求时：立即停止，不再发出请求"
        ),
        Some(0),
        App::can_cancel
    ),
    rule!(
        Running,
        ["Esc"],
        Command::Running(Running::Stop),
        ("stop after this one", "完成当前后停止"),
        (
            "while the request of a batch is out: begin nothing further after it (again takes that back)",
            "批量的请求进行中时：完成当前后不再开始后续项（再按一次恢复）"
        ),
        Some(0),
        App::can_stop_after
    ),
    rule!(
        Running,
        ["Ctrl-c"],
        Command::Quit,
        ("leave", "退出"),
        (
            "while a request is out: ask whether to leave, and begin nothing behind the question; before that: stop at once",
            "请求进行中：询问是否退出，期间不再开始后续项；尚无请求时：立即停止"
        ),
        Some(1)
    ),
    rule!(
        Result,
        ["j", "Down"],
        Command::Result(Result::Move(Move::Down)),
        ("down", "下"),
        ("next item", "下一项"),
        None
    ),
    rule!(
        Result,
        ["k", "Up"],
        Command::Result(Result::Move(Move::Up)),
        ("up", "上"),
        ("item before", "上一项"),
        None
    ),
    rule!(
        Result,
        ["Space"],
        Command::Result(Result::Mark),
        ("mark", "标记"),
        ("mark this item", "标记该项"),
        None
    ),
    rule!(
        Result,
        ["Enter"],
        Command::Result(Result::Events),
        ("events", "事件"),
        ("read the whole run, with the events of this item", "查看完整记录及该项的事件"),
        Some(8)
    ),
    rule!(
        Result,
        ["u"],
        Command::Result(Result::Unbind),
        ("unbind", "解绑"),
        ("open the dialog for an item that was not begun", "为未开始的项打开对话框"),
        Some(1)
    ),
    rule!(
        Result,
        ["b"],
        Command::Result(Result::BindBack),
        ("bind back", "重新绑定"),
        (
            "bind it back to where it was (opens a dialog, nothing is sent)",
            "重新绑定到原位置（打开对话框，不会发出请求）"
        ),
        Some(0),
        |app| app.can_bind_back()
    ),
    rule!(
        Result,
        ["y"],
        Command::Result(Result::Copy),
        ("copy report", "复制报告"),
        ("copy the report as Markdown; it is saved, too", "复制 Markdown 报告，并保存为文件"),
        Some(3)
    ),
    rule!(
        Result,
        ["Y"],
        Command::Result(Result::CopyJson),
        ("JSON", "JSON"),
        ("copy the report as JSON", "复制 JSON 报告"),
        Some(4)
    ),
    rule!(
        Result,
        ["?"],
        Command::Help,
        ("keys", "按键"),
        ("show all keys", "显示全部按键"),
        Some(7)
    ),
    rule!(
        Result,
        ["H"],
        Command::Result(Result::History),
        ("history", "历史"),
        ("show what was done before", "显示已执行的操作"),
        Some(5)
    ),
    rule!(
        Result,
        ["Esc"],
        Command::Result(Result::Close),
        ("close", "关闭"),
        ("back to the list", "返回列表"),
        Some(6)
    ),
    rule!(Result, ["Ctrl-c"], Command::Quit, ("quit", "退出"), ("leave", "退出"), None),
    rule!(
        History,
        ["j", "Down"],
        Command::History(History::Move(Move::Down)),
        ("down", "下"),
        ("one row down", "下移一行"),
        None
    ),
    rule!(
        History,
        ["k", "Up"],
        Command::History(History::Move(Move::Up)),
        ("up", "上"),
        ("one row up", "上移一行"),
        None
    ),
    rule!(
        History,
        ["PgDn", "Ctrl-d"],
        Command::History(History::Move(Move::PageDown)),
        ("page down", "下页"),
        ("one page down", "下翻一页"),
        None
    ),
    rule!(
        History,
        ["PgUp", "Ctrl-u"],
        Command::History(History::Move(Move::PageUp)),
        ("page up", "上页"),
        ("one page up", "上翻一页"),
        None
    ),
    rule!(
        History,
        ["/"],
        Command::History(History::Filter),
        ("filter", "过滤"),
        (
            "show only runs with these words: address, server, person, outcome, date …",
            "只显示含有这些词的操作：地址、服务器、操作人、结果、日期等"
        ),
        Some(4)
    ),
    rule!(
        History,
        ["Enter"],
        Command::History(History::Open),
        ("open", "打开"),
        ("open the run: all that its result showed", "打开该操作：结果页显示过的全部内容"),
        Some(0)
    ),
    rule!(
        History,
        ["b"],
        Command::History(History::BindBack),
        ("bind back", "重新绑定"),
        (
            "bind it back to where it was (opens a dialog, nothing is sent)",
            "重新绑定到原位置（打开对话框，不会发送请求）"
        ),
        Some(1)
    ),
    rule!(
        History,
        ["y"],
        Command::History(History::Copy),
        ("copy report", "复制报告"),
        (
            "copy the report of the run as Markdown; it is saved, too",
            "复制该操作的 Markdown 报告，并保存为文件"
        ),
        Some(2)
    ),
    rule!(
        History,
        ["Y"],
        Command::History(History::CopyJson),
        ("JSON", "JSON"),
        ("copy the run as JSON", "以 JSON 复制该操作"),
        Some(3)
    ),
    rule!(
        History,
        ["?"],
        Command::Help,
        ("keys", "按键"),
        ("show all keys", "显示全部按键"),
        Some(6)
    ),
    rule!(
        History,
        ["Esc", "q"],
        Command::History(History::Close),
        ("close", "关闭"),
        ("close", "关闭"),
        Some(5)
    ),
    rule!(History, ["Ctrl-c"], Command::Quit, ("quit", "退出"), ("leave", "退出"), None),
    rule!(
        OpenRun,
        ["j", "Down"],
        Command::Result(Result::Move(Move::Down)),
        ("down", "下"),
        ("next item", "下一项"),
        None
    ),
    rule!(
        OpenRun,
        ["k", "Up"],
        Command::Result(Result::Move(Move::Up)),
        ("up", "上"),
        ("item before", "上一项"),
        None
    ),
    rule!(
        OpenRun,
        ["PgDn", "Ctrl-d"],
        Command::Result(Result::Move(Move::PageDown)),
        ("page down", "下页"),
        ("one page down", "下翻一页"),
        None
    ),
    rule!(
        OpenRun,
        ["PgUp", "Ctrl-u"],
        Command::Result(Result::Move(Move::PageUp)),
        ("page up", "上页"),
        ("one page up", "上翻一页"),
        None
    ),
    rule!(
        OpenRun,
        ["Space"],
        Command::Result(Result::Mark),
        ("mark", "标记"),
        ("mark this item", "标记该项"),
        None
    ),
    rule!(
        OpenRun,
        ["Enter"],
        Command::Result(Result::Events),
        ("events", "事件"),
        ("the events of this item", "该项的事件"),
        None
    ),
    rule!(
        OpenRun,
        ["u"],
        Command::Result(Result::Unbind),
        ("unbind", "解绑"),
        ("open the dialog for an item that was not begun", "为未开始的项打开对话框"),
        Some(1)
    ),
    rule!(
        OpenRun,
        ["b"],
        Command::Result(Result::BindBack),
        ("bind back", "重新绑定"),
        (
            "bind it back to where it was (opens a dialog, nothing is sent)",
            "重新绑定到原位置（打开对话框，不会发送请求）"
        ),
        Some(0)
    ),
    rule!(
        OpenRun,
        ["y"],
        Command::Result(Result::Copy),
        ("copy report", "复制报告"),
        ("copy the report as Markdown; it is saved, too", "复制 Markdown 报告，并保存为文件"),
        Some(1)
    ),
    rule!(
        OpenRun,
        ["Y"],
        Command::Result(Result::CopyJson),
        ("JSON", "JSON"),
        ("copy the run as JSON", "以 JSON 复制该操作"),
        Some(2)
    ),
    rule!(
        OpenRun,
        ["?"],
        Command::Help,
        ("keys", "按键"),
        ("show all keys", "显示全部按键"),
        Some(4)
    ),
    rule!(
        OpenRun,
        ["H"],
        Command::Result(Result::History),
        ("history", "历史"),
        ("show what was done before", "显示已执行的操作"),
        None
    ),
    rule!(
        OpenRun,
        ["Esc"],
        Command::Result(Result::Close),
        ("back", "返回"),
        ("back to where it was opened from", "返回打开之前的位置"),
        Some(3)
    ),
    rule!(OpenRun, ["Ctrl-c"], Command::Quit, ("quit", "退出"), ("leave", "退出"), None),
    rule!(
        Places,
        ["Down"],
        Command::Places(Places::Move(Move::Down)),
        ("down", "下"),
        ("one row down", "下移一行"),
        None
    ),
    rule!(
        Places,
        ["Up"],
        Command::Places(Places::Move(Move::Up)),
        ("up", "上"),
        ("one row up", "上移一行"),
        None
    ),
    rule!(
        Places,
        ["PgDn"],
        Command::Places(Places::Move(Move::PageDown)),
        ("page down", "下页"),
        ("one page down", "下翻一页"),
        None
    ),
    rule!(
        Places,
        ["PgUp"],
        Command::Places(Places::Move(Move::PageUp)),
        ("page up", "上页"),
        ("one page up", "上翻一页"),
        None
    ),
    rule!(
        Places,
        ["Backspace"],
        Command::Places(Places::Erase),
        ("erase", "删除"),
        (
            "erase the last character of the filter; letters and digits filter at once",
            "删除过滤条件的最后一个字符；输入即过滤"
        ),
        None
    ),
    rule!(
        Places,
        ["Enter"],
        Command::Places(Places::Take),
        ("take it", "选定"),
        ("take this place; nothing is sent", "选定该位置；不会发送请求"),
        Some(0)
    ),
    rule!(
        Places,
        ["Esc"],
        Command::Places(Places::Close),
        ("back", "返回"),
        ("empty the filter, then back to the dialog", "先清空过滤，再返回对话框"),
        Some(1)
    ),
    rule!(Places, ["Ctrl-c"], Command::Quit, ("quit", "退出"), ("leave", "退出"), None),
    rule!(
        Candidates,
        ["j", "Down"],
        Command::Candidates(Candidates::Move(Move::Down)),
        ("down", "下"),
        ("one row down", "下移一行"),
        None
    ),
    rule!(
        Candidates,
        ["k", "Up"],
        Command::Candidates(Candidates::Move(Move::Up)),
        ("up", "上"),
        ("one row up", "上移一行"),
        None
    ),
    rule!(
        Candidates,
        ["Space"],
        Command::Candidates(Candidates::Mark),
        ("mark", "标记"),
        ("mark or unmark it; the first row: all", "标记或取消标记；首行：全部"),
        Some(1)
    ),
    rule!(
        Candidates,
        ["Enter"],
        Command::Candidates(Candidates::Choose),
        ("look up", "查找"),
        (
            "look the marked ones (this one, if none is) up and open the dialog for them (nothing is sent)",
            "查找所标记的（未标记则为该行）并打开解绑对话框（不会发出请求）"
        ),
        Some(0)
    ),
    rule!(
        Candidates,
        ["Esc"],
        Command::Candidates(Candidates::Close),
        ("close", "关闭"),
        ("close", "关闭"),
        Some(2)
    ),
    rule!(
        Candidates,
        ["?"],
        Command::Help,
        ("keys", "按键"),
        ("show all keys", "显示全部按键"),
        Some(3)
    ),
    rule!(Candidates, ["Ctrl-c"], Command::Quit, ("quit", "退出"), ("leave", "退出"), None),
    rule!(
        Regions,
        ["Down"],
        Command::Regions(Regions::Move(Move::Down)),
        ("down", "下"),
        ("one row down; letters and digits filter", "下移一行；字母和数字用于过滤"),
        None
    ),
    rule!(
        Regions,
        ["Up"],
        Command::Regions(Regions::Move(Move::Up)),
        ("up", "上"),
        ("one row up", "上移一行"),
        None
    ),
    rule!(
        Regions,
        ["Home"],
        Command::Regions(Regions::Move(Move::First)),
        ("first", "首行"),
        ("to the first row", "到第一行"),
        None
    ),
    rule!(
        Regions,
        ["End"],
        Command::Regions(Regions::Move(Move::Last)),
        ("last", "末行"),
        ("to the last row", "到最后一行"),
        None
    ),
    rule!(
        Regions,
        ["PgDn", "Ctrl-d"],
        Command::Regions(Regions::Move(Move::PageDown)),
        ("page down", "下页"),
        ("one page down", "下翻一页"),
        None
    ),
    rule!(
        Regions,
        ["PgUp", "Ctrl-u"],
        Command::Regions(Regions::Move(Move::PageUp)),
        ("page up", "上页"),
        ("one page up", "上翻一页"),
        None
    ),
    rule!(
        Regions,
        ["Space"],
        Command::Regions(Regions::Mark),
        ("mark", "标记"),
        ("mark or unmark the region", "标记或取消该地域"),
        Some(1)
    ),
    rule!(
        Regions,
        ["*"],
        Command::Regions(Regions::MarkAll),
        ("all/none", "全选/全不选"),
        ("mark all regions that are shown, or none", "标记所显示的全部地域，或全部取消"),
        Some(2)
    ),
    rule!(
        Regions,
        ["Backspace"],
        Command::Regions(Regions::Erase),
        ("erase", "删除"),
        ("remove the last character of the filter", "删除过滤的最后一个字符"),
        None
    ),
    rule!(
        Regions,
        ["Enter"],
        Command::Regions(Regions::Choose),
        ("read", "读取"),
        (
            "on a region: read the marked ones (this one, if none is marked); on a profile: go on with that profile",
            "在地域上：读取已标记地域（未标记则为该行）；在账户配置上：使用该账户配置"
        ),
        Some(0)
    ),
    rule!(
        Regions,
        ["?"],
        Command::Help,
        ("keys", "按键"),
        ("show all keys", "显示全部按键"),
        Some(4)
    ),
    rule!(
        Regions,
        ["Esc"],
        Command::Regions(Regions::Close),
        ("close", "关闭"),
        (
            "empty the filter; else close, everything stays as it is",
            "清空过滤；否则关闭，一切保持不变"
        ),
        Some(3)
    ),
    rule!(Regions, ["Ctrl-c"], Command::Quit, ("quit", "退出"), ("leave", "退出"), None),
    rule!(
        Text,
        ["j", "Down"],
        Command::Text(Text::Scroll(Move::Down)),
        ("down", "下"),
        ("scroll down", "向下滚动"),
        None
    ),
    rule!(
        Text,
        ["k", "Up"],
        Command::Text(Text::Scroll(Move::Up)),
        ("up", "上"),
        ("scroll up", "向上滚动"),
        None
    ),
    rule!(
        Text,
        ["PgDn", "Ctrl-d"],
        Command::Text(Text::Scroll(Move::PageDown)),
        ("page down", "下页"),
        ("one page down", "下翻一页"),
        None
    ),
    rule!(
        Text,
        ["PgUp", "Ctrl-u"],
        Command::Text(Text::Scroll(Move::PageUp)),
        ("page up", "上页"),
        ("one page up", "上翻一页"),
        None
    ),
    rule!(
        Text,
        ["/"],
        Command::Text(Text::Find),
        ("find", "查找"),
        ("find a word; Enter goes to the next line that holds it", "查找；按 Enter 到下一处"),
        Some(0)
    ),
    rule!(
        Text,
        ["y"],
        Command::Text(Text::Copy),
        ("copy", "复制"),
        ("copy what is shown", "复制所显示内容"),
        Some(1)
    ),
    rule!(
        Text,
        ["Esc", "q", "?", "e"],
        Command::Text(Text::Close),
        ("close", "关闭"),
        ("close", "关闭"),
        Some(2)
    ),
    rule!(Text, ["Ctrl-c"], Command::Quit, ("quit", "退出"), ("leave", "退出"), None),
    rule!(
        Leave,
        ["Esc"],
        Command::Leave(Leave::Stay),
        ("stay", "不退出"),
        ("stay, and go on reading", "不退出，继续读取"),
        Some(0)
    ),
    rule!(
        Leave,
        ["Ctrl-c", "q"],
        Command::Quit,
        ("leave", "退出"),
        (
            "wait at most 30 s for the outcome, write it to the journal, leave",
            "最多等待 30 秒得到结果，写入操作日志后退出"
        ),
        Some(1)
    ),
    rule!(
        Everywhere,
        ["Ctrl-z"],
        Command::Suspend,
        ("suspend", "挂起"),
        (
            "back to the shell for now; fg there comes back here. Nothing is read or sent meanwhile",
            "暂时回到 shell，在 shell 中用 fg 返回；期间不读取也不发送"
        ),
        None
    ),
];

/// The command of a key in the part that has the keys now.
pub(crate) fn resolve(app: &App, key: Key) -> Option<Command> {
    rules(app.scope())
        .chain(rules(Scope::Everywhere))
        .find(|rule| rule.keys.iter().any(|k| Key::parse(k) == Some(key)) && (rule.when)(app))
        .map(|rule| rule.command)
}

/// The rules of a scope, in table order.
pub fn rules(scope: Scope) -> impl Iterator<Item = &'static KeyRule> {
    TABLE.iter().filter(move |rule| rule.scope == scope)
}

/// Rules for the hint bar, the most important first, without those that would only say why they do nothing.
pub(crate) fn hints(app: &App) -> Vec<&'static KeyRule> {
    let mut all: Vec<_> = rules(app.scope())
        .filter(|rule| rule.rank.is_some() && (rule.when)(app) && is_useful(app, rule.command))
        .collect();
    all.sort_by_key(|rule| rule.rank);
    all
}

/// Whether a key shows all keys, or leads out of what is on screen: such a hint is never left out.
pub(crate) fn is_way_out(rule: &KeyRule) -> bool {
    matches!(
        rule.command,
        Command::Help
            | Command::Quit
            | Command::Detail(Detail::Close)
            | Command::Dialog(Dialog::Close)
            | Command::Result(Result::Close)
            | Command::History(History::Close)
            | Command::Places(Places::Close)
            | Command::Candidates(Candidates::Close)
            | Command::Regions(Regions::Close)
            | Command::Text(Text::Close)
    )
}

fn may_choose(dialog: &super::parts::dialog::Dialog) -> bool {
    !dialog.plan.items.is_empty()
        && dialog.purpose == Purpose::Unbind
        && dialog.planned.is_none()
        && !dialog.show_request
}

fn is_useful(app: &App, command: Command) -> bool {
    let dialog = app.dialog.as_ref();
    match command {
        Command::List(List::Errors) => {
            !app.inventory.faults().is_empty() || !app.search.lost.is_empty()
        }
        // Ctrl-C cancels as Esc does.
        Command::Quit => !app.can_cancel(),
        Command::Dialog(Dialog::Confirm) => dialog.is_none_or(|d| {
            d.plan.token.is_some() && !d.show_request && d.plan_problem(app.now).is_none()
        }),
        // Over a whole request, what is offered is the way back.
        Command::Dialog(Dialog::Copy | Dialog::Close) => dialog.is_none_or(|d| !d.show_request),
        Command::Dialog(Dialog::Note) => {
            dialog.is_none_or(|d| !d.show_request && !d.has_planned_reason())
        }
        Command::Dialog(Dialog::Place) => dialog.is_none_or(|d| d.planned.is_none()),
        // On an unbound EIP it is binding that stands in its place.
        Command::List(List::Unbind) if app.shows_nics() => {
            app.current_eip().is_some() && !app.can_bind_here()
        }
        Command::List(List::Unbind) => !app.list.marks.is_empty() || !app.can_bind_here(),
        // On a private IP without an EIP there is nothing to open.
        Command::List(List::Detail) => !app.shows_nics() || app.current_eip().is_some(),
        Command::Detail(Detail::Unbind) => !app.can_bind_shown(),
        Command::Result(Result::Unbind) => match app.overlays.last() {
            Some(Overlay::Run(view)) => !view.not_begun().is_empty(),
            _ => dialog.is_some_and(|d| !d.not_begun().is_empty()),
        },
        // What was not begun is where it was.
        Command::Result(Result::BindBack) => match app.overlays.last() {
            Some(Overlay::Run(view)) => {
                view.chosen().iter().any(|item| item.outcome != Some(Verdict::Cancelled))
            }
            _ => true,
        },
        Command::Dialog(Dialog::Request) => dialog.is_none_or(|d| !d.plan.items.is_empty()),
        // A choice that is not offered has no key to press.
        Command::Dialog(Dialog::AllocWanIp) => dialog.is_none_or(|d| {
            let on = d.options().alloc_wan_ip;
            may_choose(d) && (on || d.alloc_wan_ip_use().is_offered())
        }),
        Command::Dialog(Dialog::UnBindPrivateIp) => {
            dialog.is_none_or(|d| may_choose(d) && d.un_bind_private_ip_use().is_offered())
        }
        Command::Help
        | Command::Suspend
        | Command::List(_)
        | Command::Filter(_)
        | Command::Detail(_)
        | Command::Dialog(_)
        | Command::Note(_)
        | Command::Running(_)
        | Command::Result(_)
        | Command::History(_)
        | Command::Places(_)
        | Command::Candidates(_)
        | Command::Regions(_)
        | Command::Text(_)
        | Command::Leave(_) => true,
    }
}

/// Keys of a rule as shown: `j ↓`, `PgUp`, `0-9 .`.
pub(crate) fn keys_text(rule: &KeyRule) -> String {
    if rule.command == Command::Dialog(Dialog::Token) {
        return "0-9 .".to_owned();
    }
    rule.keys.join(" ")
}

/// The whole table as Markdown, for the README; a test keeps the two the same.
pub fn to_markdown(lang: Lang) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    let head = lang.pick("| keys | what they do |", "| 按键 | 作用 |");
    for scope in Scope::shown() {
        let _ = writeln!(text, "\n**{}**\n\n{head}\n|---|---|", scope.title(lang));
        for rule in rules(scope) {
            let keys =
                keys_text(rule).split(' ').map(|k| format!("`{k}`")).collect::<Vec<_>>().join(" ");
            let _ = writeln!(text, "| {keys} | {} |", rule.help(lang).replace('|', "\\|"));
        }
    }
    text
}
