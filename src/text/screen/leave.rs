//! The question whether to leave while a request is out.

use crate::text::{Lang, texts};
use crate::tr;

texts! {
    title: "leave?", "退出？";
    leaving(left_s: u64):
        "Leaving as soon as the outcome is in the journal, in {left_s} s at the latest.",
        "得到结果并记录后退出，最多再等 {left_s} 秒。";
    waits:
        "Leaving waits up to 30 s for the outcome and writes it to the journal. The next start checks what is left open.",
        "退出前最多等待 30 秒以得到结果并写入操作日志。未确定的部分由下次启动核对。";
}

/// What is open: a request, or only the journal.
pub(crate) fn open(lang: Lang, is_sent: bool) -> &'static str {
    if is_sent {
        return lang.pick(
            "▲ A request was sent and its outcome is not known yet.",
            "▲ 请求已发送，结果尚不清楚。",
        );
    }
    lang.pick(
        "▲ No request is out, but the journal is still being written.",
        "▲ 没有进行中的请求，但操作日志仍在写入。",
    )
}

/// Items that are not begun until there is an answer.
pub(crate) fn held(lang: Lang, waiting: &[String]) -> String {
    let waiting = waiting.join(lang.between_names());
    tr!(
        lang,
        "{waiting} not begun, and held until you answer: q leaves it so, Esc goes on.",
        "{waiting} 尚未开始，等待你的选择：q 不再开始，Esc 继续。"
    )
}

pub(crate) fn keys(lang: Lang, is_held: bool) -> &'static str {
    if is_held {
        return lang
            .pick("Esc stay and go on with the rest   q leave", "Esc 不退出并继续其余项   q 退出");
    }
    lang.pick("Esc stay   q leave", "Esc 不退出   q 退出")
}
