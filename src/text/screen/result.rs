//! A run and its result, in the dialog.

use crate::domain::Moment;
use crate::domain::sanitize::visible;
use crate::text::{Lang, Length, outcome, result, running, texts};
use crate::tr;
use crate::unbind::{Run, RunItem};

texts! {
    before_that(word: &str): "before that: {word}", "此前的结果：{word}";
    not_begun: "  not begun", "  未开始";
    way_back:
        "b here, or H, Enter, b; the whole command stands in the report (y)",
        "此处按 b，或 H、Enter、b；完整命令见报告（y）";
    without_journal: "▲ not: this run goes without a journal", "▲ 本次不记日志";
    nothing_sent:
        "nothing was sent; the outcome is in the journal",
        "没有发出任何请求；结果已写入操作日志";
}

/// A label of the left column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    WasOn,
    Now,
    RequestId,
    NewIps,
    WayBack,
    Saved,
    Reason,
}

pub(crate) fn label(lang: Lang, label: Label) -> &'static str {
    match label {
        Label::WasOn => lang.pick("Was on", "原绑定"),
        Label::Now => lang.pick("Now", "现在"),
        Label::RequestId => lang.pick("Request id", "请求 ID"),
        Label::NewIps => lang.pick("New IPs", "重新分配"),
        Label::WayBack => lang.pick("Way back", "重新绑定"),
        Label::Saved => lang.pick("Saved", "已保存"),
        Label::Reason => lang.pick("Reason", "原因"),
    }
}

/// What a run came to, for the title: the word of the one item, or how many of several came to what.
pub(crate) fn title(lang: Lang, run: &Run, length: Length) -> String {
    // A verdict that is still being written down is none yet.
    if !run.is_over() {
        return lang.pick("running", "进行中").to_owned();
    }
    let item = match run.items.as_slice() {
        [item] => item,
        several => {
            let (done, all) = (running::done(run), several.len());
            return match length {
                Length::Long => running::counts(lang, run),
                // All of it stands in the first line below.
                Length::Short | Length::Narrow => format!("{done}/{all}"),
            };
        }
    };
    let word = item.outcome.as_ref().map(|outcome| outcome.word);
    match word {
        Some(_) if item.bound_again().is_some() => lang.pick("bound again", "又被绑定").to_owned(),
        Some(word) if length == Length::Narrow => outcome::short(lang, word).to_owned(),
        Some(word) => outcome::word(lang, word),
        None => lang.pick("running", "进行中").to_owned(),
    }
}

/// What a run of several came to, and what can be done about each.
pub(crate) fn head_line(lang: Lang, run: &Run, can_bind_back: bool) -> String {
    let counts = running::counts(lang, run);
    if can_bind_back {
        tr!(
            lang,
            "{counts}. → j/k choose a row, b binds that one back.",
            "{counts}。→ j/k 选择行，按 b 重新绑定该行。"
        )
    } else {
        tr!(lang, "{counts}. → j/k choose a row.", "{counts}。→ j/k 选择行。")
    }
}

pub(crate) fn bound_again(lang: Lang, address: &str, server: &str) -> String {
    let server = visible(server);
    tr!(lang, "▲ BOUND AGAIN  {address} is on {server}", "▲ 又被绑定：{address} 在 {server}")
}

/// Why there is no request id of a request that was sent so many times.
pub(crate) fn no_reply(lang: Lang, times: usize) -> String {
    match times {
        n @ 2.. => tr!(
            lang,
            "none: no reply with one came (sent {n} times)",
            "无：没有收到带 ID 的应答（请求共发送了 {n} 次）"
        ),
        _ => lang
            .pick(
                "none: no reply with one came (sent once)",
                "无：没有收到带 ID 的应答（请求只发送了一次）",
            )
            .to_owned(),
    }
}

pub(crate) fn took(lang: Lang, ms: u64) -> String {
    tr!(lang, "  took {}.{}s", "  用时 {}.{} 秒", ms / 1_000, ms % 1_000 / 100)
}

pub(crate) fn is_on(lang: Lang, server: &str) -> String {
    let server = visible(server);
    tr!(lang, "▲ it is on {server} now", "▲ 它现在绑定在 {server}")
}

pub(crate) fn said(lang: Lang, message: &str) -> String {
    let said = visible(message);
    tr!(lang, "Tencent's words: {said}", "腾讯云原文：{said}")
}

/// Where it is now by the last reading; `when` writes its time. What was read after the outcome stands in the place of what that was found by.
pub(crate) fn now(lang: Lang, item: &RunItem, when: &dyn Fn(Moment) -> String) -> Option<String> {
    let outcome = item.outcome.as_ref()?;
    let (at, state) = match item.last_read() {
        Some((at, _)) if item.is_gone() => {
            let at = when(at);
            return Some(tr!(
                lang,
                "not listed any more (read {at})",
                "列表中已不存在（{at} 读取）"
            ));
        }
        Some((at, Some(state))) => (Some(at), state),
        Some((_, None)) | None => (None, outcome.after.as_ref()?),
    };
    let state = match item.kept_link() {
        Some(_) if state.un_instance_id.is_none() => result::off_with_link(lang, state),
        _ => outcome::state(lang, state),
    };
    Some(match at.map(when) {
        Some(at) => tr!(lang, "{state} (read {at})", "{state}（{at} 读取）"),
        None => state,
    })
}

/// Where it is recorded; `path` is that of the journal.
pub(crate) fn recorded(lang: Lang, path: Option<&str>) -> String {
    match path.map(visible) {
        Some(path) => tr!(lang, "journal {path}", "操作日志 {path}"),
        None => lang.pick("in the journal", "已写入操作日志").to_owned(),
    }
}
