//! Lines of the dialog about its token field: what the last key did, and why it takes none yet.

use crate::text::{Lang, texts};
use crate::tr;

texts! {
    dropped: "key ignored: the dialog was not ready yet", "按键已忽略：对话框尚未就绪";
    paste_dropped: "paste ignored: type the token", "已忽略粘贴：请手动输入确认码";
    enter_once_more: "press Enter once more", "请再按一次 Enter（press Enter once more）";
    wrong_token: "not the token: nothing was sent", "确认码不符：未发出任何请求";
    changed: "the plan changed: type the token again", "计划已变化：请重新输入确认码";
    as_planned: "as planned: it can't be changed here", "以计划为准，不能在此更改";
    nothing_to_send: "there is nothing to send", "没有可发送的请求";
    without_journal:
        "nothing was sent: the journal can't be written; the token again goes on once WITHOUT it",
        "没有发出任何请求：无法写入操作日志；再次输入确认码，仅此一次不记日志";
    unreadable:
        "not ready: the EIP can't be read, next try in 2 s",
        "尚未就绪：无法读取 EIP，2 秒后重试";
    facts: "not ready: reading NIC and quota", "尚未就绪：正在读取网卡与配额";
    hidden:
        "no room to show every target → enlarge the window",
        "窗口太小，列不下全部目标 → 请放大窗口";
    request: "The token is typed in the dialog", "确认码在对话框中输入";
    settling: "ready in a moment", "即将就绪";
}

/// The EIP is being read since so many milliseconds.
pub(crate) fn reading(lang: Lang, ms: u64) -> String {
    let s = ms / 1_000;
    if s >= 3 {
        return tr!(
            lang,
            "not ready: no answer for {s} s, next try within 2 s",
            "尚未就绪：{s} 秒无应答，2 秒内重试"
        );
    }
    tr!(lang, "not ready: reading the EIP ({s} s)", "尚未就绪：正在读取 EIP（{s} 秒）")
}
