//! What a request came to is not known, or does not show yet.

use super::super::outcome as outcome_words;
use super::{key, request_id, seen, sent, server_of};
use crate::domain::sanitize::visible;
use crate::domain::{Delivery, Moment, Mutation};
use crate::text::Lang;
use crate::tr;
use crate::unbind::{Outcome, RunItem, Verdict};

pub(super) fn sentence(
    lang: Lang,
    item: &RunItem,
    outcome: &Outcome,
    when: &dyn Fn(Moment) -> String,
) -> (String, String) {
    if outcome.word == Verdict::StillSettling {
        return accepted(lang, item, outcome, when);
    }
    let shown = shown(lang, item, outcome, when);
    let answered = outcome.fault.as_ref().filter(|fault| fault.delivery == Delivery::Answered);
    let text = match answered {
        Some(fault) => {
            let code = visible(fault.name());
            tr!(
                lang,
                "Not known whether it happened: Tencent answered with error {code}, which may have acted all the same; {shown}.",
                "无法确定是否生效：腾讯云返回错误 {code}，但可能已生效；{shown}。"
            )
        }
        None => {
            let sent = sent(lang, item, when);
            tr!(
                lang,
                "Not known whether it happened: {sent}, no usable reply; {shown}.",
                "无法确定是否生效：{sent}，没有可用的应答；{shown}。"
            )
        }
    };
    let next = if binds(item) {
        lang.pick(
            "Not sent again. It is read every 5 s; plan anew (Esc, b) only while it is still unbound.",
            "程序不会重发，每 5 秒读取一次；仅当仍未绑定时，可按 Esc 再按 b 重新操作。",
        )
        .to_owned()
    } else {
        let (server, key) = (server_of(lang, item), key(item));
        tr!(
            lang,
            "Not sent again. It is read every 5 s; plan anew (Esc, {key}) only while it is still on {server}.",
            "程序不会重发，每 5 秒读取一次；仅当仍绑定在 {server} 时，可按 Esc 再按 {key} 重新操作。"
        )
    };
    (text, next)
}

fn accepted(
    lang: Lang,
    item: &RunItem,
    outcome: &Outcome,
    when: &dyn Fn(Moment) -> String,
) -> (String, String) {
    let id = request_id(item);
    // Without a wait (`--wait 0`) it ends with the reply; whatever is read later on stands in its place.
    if !item.was_read() && item.done_at.is_some() {
        let id = id.map_or_else(String::new, |id| tr!(lang, " (id {id})", "（ID {id}）"));
        return (
            tr!(
                lang,
                "Accepted{id}; not read afterwards, as --wait 0 asks.",
                "已受理{id}；按 --wait 0 未再读取。"
            ),
            lang.pick(
                "Don't send another. eip-unbind list shows the state.",
                "不要重复发送。用 eip-unbind list 查看。",
            )
            .to_owned(),
        );
    }
    let id = id.map_or_else(String::new, |id| tr!(lang, " (request id {id})", "（请求 ID {id}）"));
    if item.is_gone() {
        let t2 = item.last_read().map_or_else(|| seen(item, when), |(at, _)| when(at));
        let eip = item.plan.before.address();
        let text = if binds(item) {
            tr!(
                lang,
                "Tencent accepted the request{id}; at {t2} {eip} is not listed any more.",
                "腾讯云已受理{id}；{t2} 读取时 {eip} 已不在列表中。"
            )
        } else {
            tr!(
                lang,
                "Tencent accepted the request{id}; at {t2} {eip} is not listed any more: it may have been released when it was unbound.",
                "腾讯云已受理{id}；{t2} 读取时 {eip} 已不在列表中：可能在解绑后被自动释放。"
            )
        };
        let next = lang.pick(
            "Don't send another. Look in the console whether the account still has it.",
            "不要重复发送。请在控制台查看账号中是否还有该 EIP。",
        );
        return (text, next.to_owned());
    }
    let eip = item.plan.before.address();
    let text = match last_shown(item, outcome) {
        Some((at, now)) => {
            let t2 = at.map_or_else(|| seen(item, when), when);
            let now = outcome_words::state(lang, now);
            tr!(
                lang,
                "Tencent accepted the request{id}, but at {t2} {eip} still shows: {now}.",
                "腾讯云已受理{id}，但 {t2} {eip} 仍为：{now}。"
            )
        }
        None if binds(item) => tr!(
            lang,
            "Tencent accepted the request{id}; no reading shows {eip} bound there yet.",
            "腾讯云已受理{id}；尚无读取显示 {eip} 已绑定到该位置。"
        ),
        None => tr!(
            lang,
            "Tencent accepted the request{id}; no reading shows {eip} unbound yet.",
            "腾讯云已受理{id}；尚无读取显示 {eip} 已解绑。"
        ),
    };
    let next = lang.pick(
        "Don't send another. This screen reads it every 5 s; closing it is safe, H shows it.",
        "不要重复发送。本页每 5 秒读取；可关闭，H 中可查看。",
    );
    (text, next.to_owned())
}

fn binds(item: &RunItem) -> bool {
    matches!(item.plan.mutation, Mutation::Bind { .. })
}

/// What the EIP showed last, and when.
fn shown(lang: Lang, item: &RunItem, outcome: &Outcome, when: &dyn Fn(Moment) -> String) -> String {
    let eip = item.plan.before.address();
    if item.is_gone() {
        let t2 = item.last_read().map_or_else(|| seen(item, when), |(at, _)| when(at));
        return tr!(lang, "at {t2} {eip} is not listed any more", "{t2} 读取时 {eip} 已不在列表中");
    }
    match last_shown(item, outcome) {
        Some((at, now)) => {
            let (t2, now) =
                (at.map_or_else(|| seen(item, when), when), outcome_words::state(lang, now));
            tr!(lang, "{eip} shows at {t2}: {now}", "{t2} 读取 {eip}：{now}")
        }
        None if item.was_read() => {
            let t2 = seen(item, when);
            tr!(lang, "{eip} could not be read until {t2}", "至 {t2} 无法读取 {eip}")
        }
        None if item.done_at.is_some() => {
            lang.pick("not read afterwards, as --wait 0 asks", "按 --wait 0 未再读取").to_owned()
        }
        None => tr!(lang, "{eip} was not read before this ended", "结束前未读取 {eip}"),
    }
}

/// State and time of the same reading: the watch goes on after the outcome, and its readings stand in the place of that one.
fn last_shown<'a>(
    item: &'a RunItem,
    outcome: &'a Outcome,
) -> Option<(Option<Moment>, &'a crate::domain::EipState)> {
    match item.last_read() {
        Some((at, Some(state))) => Some((Some(at), state)),
        Some((_, None)) | None => Some((None, outcome.after.as_ref()?)),
    }
}
