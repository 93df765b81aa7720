//! Faults in words: the error table's meaning and next step, in the operator's language.

use super::Lang;
use crate::domain::error_code::{explain, lookup_v3};
use crate::domain::sanitize::visible;
use crate::domain::{Fault, FaultClass};

/// What happened, one clause.
pub(crate) fn meaning(lang: Lang, fault: &Fault) -> &'static str {
    let row = explain(fault);
    lang.pick(row.en, row.zh)
}

/// What to do next, one clause.
pub fn hint(lang: Lang, fault: &Fault) -> &'static str {
    let row = explain(fault);
    lang.pick(row.hint_en, row.hint_zh)
}

/// What a block that was seen before may have to do with a refusal, and the next step. A code that names the block has words of its own.
pub(crate) fn beside_block(
    lang: Lang,
    was_blocked: bool,
    class: FaultClass,
    code: &str,
) -> Option<(&'static str, &'static str)> {
    let lifted = lookup_v3("InvalidAddressId.Blocked");
    (was_blocked && class == FaultClass::OperationFailed && !code.ends_with("Blocked")).then(|| {
        let words = lang.pick(
            " It was blocked by Tencent when it was checked: that may be why.",
            "核对时该地址处于封堵状态：这可能是原因。",
        );
        (words, lang.pick(lifted.hint_en, lifted.hint_zh))
    })
}

/// The same as `doctor` says it: without the clause at the end that names `doctor`.
pub(crate) fn hint_in_doctor(lang: Lang, fault: &Fault) -> String {
    let hint = hint(lang, fault);
    let before = hint.find("doctor").map(|at| &hint[..at]);
    match before.and_then(|before| Some(&before[..before.rfind(['.', ';', '。', '；'])?])) {
        Some(rest) => format!("{rest}{}", lang.pick(".", "。")),
        None => hint.to_owned(),
    }
}

/// Code, meaning, the cloud's own message and the request id, in one line.
pub fn sentence(lang: Lang, fault: &Fault) -> String {
    let mut text = meaning(lang, fault).to_owned();
    if !fault.code.is_empty() {
        text = format!("{} {text}", visible(&fault.code));
    }
    if !fault.message.is_empty() {
        text = format!("{text} ({})", visible(&fault.message));
    }
    match &fault.request_id {
        Some(id) => format!("{text} requestId {}", visible(id.as_str())),
        None => text,
    }
}
