//! Tencent answered with an error, and a reading shows that nothing changed.

use super::super::outcome as outcome_words;
use super::super::{Lang, fault};
use super::seen;
use crate::domain::Moment;
use crate::domain::sanitize::visible;
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
    let code = visible(fault.name());
    let meaning = fault::meaning(lang, fault);
    let now = match outcome.after.as_ref() {
        Some(after) => {
            let now = outcome_words::state(lang, after);
            tr!(lang, " {eip} is {now} (read {t}).", "{eip} 现在{now}（{t} 读取）。")
        }
        None => String::new(),
    };
    let was_blocked = item.plan.before.blocked == Some(true);
    let (blocked, next) = fault::beside_block(lang, was_blocked, fault.class, &fault.code)
        .unwrap_or(("", fault::hint(lang, fault)));
    (
        tr!(
            lang,
            "Tencent answered with error {code}: {meaning}{now}{blocked}",
            "腾讯云返回错误 {code}：{meaning}{now}{blocked}"
        ),
        next.to_owned(),
    )
}
