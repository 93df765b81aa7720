//! The lower edge of the dialog: dangers, the journal, the note, and the token line where no token is asked for.

use crate::domain::Eip;
use crate::domain::sanitize::visible;
use crate::text::refusal::danger_target;
use crate::text::{Lang, outcome, result, texts};
use crate::tr;
use crate::unbind::Verdict;

texts! {
    note: "note ▸ ", "备注 ▸ ";
    /// The review does not fit: the key shows the rest.
    not_all_shown: "not all shown: p", "未全部显示：按 p";
    no_token: "no token is asked for: nothing is sent", "无需确认码：不会发出任何请求";
    read_only:
        "read-only: nothing can be sent → start without --read-only",
        "只读模式：无法发送 → 去掉 --read-only 重新启动";
    plan_is_refused:
        "this plan can't be carried out: nothing is sent",
        "该计划不能执行：不会发送任何请求";
}

/// Why the longer token is asked for.
pub(crate) fn dangers(lang: Lang, reasons: &[String], is_narrow: bool) -> String {
    let line = danger_target(lang, &reasons.join(lang.pick("; ", "；")));
    if is_narrow {
        return line;
    }
    tr!(lang, "{line}. The last two numbers are asked for.", "{line}。需输入地址的最后两段。")
}

/// What the token means after the journal could not be written.
pub(crate) fn without_journal(lang: Lang, error: &str, is_narrow: bool) -> String {
    let word = outcome::word(lang, Verdict::NotRecorded);
    if is_narrow {
        return tr!(
            lang,
            "▲ {word}: nothing was sent; the token again goes on once WITHOUT journal",
            "▲ {word}：没有发出任何请求；再次输入确认码，仅此一次不记日志"
        );
    }
    let error = visible(error);
    tr!(
        lang,
        "▲ {word}: nothing was sent: the journal can't be written ({error}). → Free space or fix the folder, then Esc, u; or type the token again to go on once WITHOUT a journal",
        "▲ {word}：没有发出任何请求：无法写入操作日志（{error}）。→ 清理空间或修复目录后按 Esc、u；或再次输入确认码，仅此一次不记日志"
    )
}

/// That it is so already, as it was read just now.
pub(crate) fn already(lang: Lang, eip: &Eip) -> String {
    if eip.is_unbound() {
        let words = lang.pick("✓ It is unbound now: nothing to unbind", "✓ 当前未绑定，无需解绑");
        return words.to_owned();
    }
    let now = result::full_state(lang, &eip.state());
    tr!(lang, "✓ Nothing to bind: it is {now}", "✓ 无需绑定：{now}")
}
