//! Tencent answered with an error, and a reading shows that nothing changed.

use super::super::outcome as outcome_words;
use super::super::{Lang, fault};
use super::seen;
use crate::domain::sanitize::visible;
use crate::domain::{FaultClass, Moment};
use crate::tr;
use crate::unbind::{Outcome, RunItem};

pub(super) fn sentence(
    lang: Lang,
    item: &RunItem,
    outcome: &Outcome,
    when: &dyn Fn(Moment) -> String,
) -> (String, String) {
    let (eip, t) = (item.plan.before.address(), seen(item, when));
    let Some(fault) = &outcome.fault else {
        let words = lang.pick("Tencent answered with an error.", "腾讯云返回错误。");
        return (words.to_owned(), String::new());
    };
    let code = visible(if fault.code.is_empty() { fault.class.word() } else { &fault.code });
    let meaning = fault::meaning(lang, fault);
    let now = match outcome.after.as_ref() {
        Some(after) => {
            let now = outcome_words::state(lang, after);
            tr!(lang, " {eip} is {now} (read {t}).", "{eip} 现在{now}（{t} 读取）。")
        }
        None => String::new(),
    };
    // A code that names the block has words and a next step of its own.
    let says_nothing_else =
        fault.class == FaultClass::OperationFailed && !fault.code.ends_with("Blocked");
    let is_blocked = item.plan.before.blocked == Some(true) && says_nothing_else;
    let (blocked, next) = if is_blocked {
        (
            lang.pick(
                " It was blocked by Tencent when it was checked: that may be why.",
                "核对时该地址处于封堵状态：这可能是原因。",
            ),
            lang.pick(
                "Lift the block in the Anti-DDoS console, or wait (usually 2–24 h).",
                "在 DDoS 防护控制台解封，或等待（通常 2～24 小时）。",
            ),
        )
    } else {
        ("", fault::hint(lang, fault))
    };
    (
        tr!(
            lang,
            "Tencent answered with error {code}: {meaning}{now}{blocked}",
            "腾讯云返回错误 {code}：{meaning}{now}{blocked}"
        ),
        next.to_owned(),
    )
}
