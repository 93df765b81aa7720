//! Nothing was sent: it changed, could not be recorded, was not begun, or did not leave.

use super::super::outcome as outcome_words;
use super::super::{Lang, fault};
use super::{key, seen};
use crate::domain::Moment;
use crate::domain::sanitize::visible;
use crate::tr;
use crate::unbind::{Outcome, RunItem, Verdict};

pub(super) fn sentence(
    lang: Lang,
    item: &RunItem,
    outcome: &Outcome,
    when: &dyn Fn(Moment) -> String,
) -> (String, String) {
    let (eip, t) = (item.plan.before.address(), seen(item, when));
    let why = outcome.fault.as_ref().map(|fault| fault::meaning(lang, fault));
    let said =
        outcome.fault.as_ref().map_or_else(String::new, |f| visible(&f.message).into_owned());
    let key = key(item);
    match outcome.word {
        Verdict::Drifted => {
            let change = match &outcome.after {
                Some(after) => outcome_words::changes(lang, &item.plan.before.state(), after),
                None => String::new(),
            };
            let change = if change.is_empty() {
                lang.pick("the EIP changed", "EIP 发生了变化").to_owned()
            } else {
                change
            };
            (
                tr!(
                    lang,
                    "Nothing was sent: after you confirmed, {change} (read {t}).",
                    "没有发出任何请求：确认之后 {change}（{t} 读取）。"
                ),
                tr!(
                    lang,
                    "Esc, then {key}: check the new state and confirm again.",
                    "按 Esc 再按 {key}，核对后重新确认。"
                ),
            )
        }
        Verdict::NotRecorded => (
            tr!(
                lang,
                "Nothing was sent: the journal can't be written: {said}.",
                "没有发出任何请求：无法写入操作日志：{said}。"
            ),
            tr!(
                lang,
                "Free space or fix the folder, then Esc, {key}.",
                "清理空间或修复目录后按 Esc、{key}。"
            ),
        ),
        Verdict::Cancelled => (
            tr!(
                lang,
                "{eip} was not begun; nothing was sent for it.",
                "{eip} 未开始；没有为它发出任何请求。"
            ),
            tr!(
                lang,
                "Esc, then {key} on its row in the list.",
                "按 Esc 返回列表，在该行上按 {key}。"
            ),
        ),
        Verdict::Verified
        | Verdict::AlreadyUnbound
        | Verdict::AlreadyBound
        | Verdict::Refused
        | Verdict::NotSent
        | Verdict::StillSettling
        | Verdict::Unknown => {
            let why = why.unwrap_or_default();
            let step = outcome.fault.as_ref().map_or("", |fault| fault::hint(lang, fault));
            let left = if why.is_empty() {
                lang.pick("The request did not leave this machine.", "请求未离开本机。").to_owned()
            } else {
                tr!(lang, "The request did not leave this machine: {why}", "请求未离开本机：{why}")
            };
            // Only a reading that was equal to what was confirmed says how it is.
            let read = item.answered_at.filter(|_| outcome.doubt.is_none()).map(when);
            let read = read.map_or_else(String::new, |t| {
                tr!(lang, " {eip} is as read at {t}.", " {eip} 状态同 {t} 读取。")
            });
            (
                format!("{left}{read}"),
                tr!(lang, "{step} Then Esc, {key}.", "{step} 再按 Esc、{key}。")
                    .trim_start()
                    .to_owned(),
            )
        }
    }
}
