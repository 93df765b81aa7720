//! Faults in words: the error table's meaning and next step, in the operator's language.

use super::Lang;
use crate::domain::Fault;
use crate::domain::error_code::explain;
use crate::domain::sanitize::visible;

/// What happened, one clause.
pub fn meaning(lang: Lang, fault: &Fault) -> &'static str {
    let row = explain(fault);
    lang.pick(row.en, row.zh)
}

/// What to do next, one clause.
pub fn hint(lang: Lang, fault: &Fault) -> &'static str {
    let row = explain(fault);
    lang.pick(row.hint_en, row.hint_zh)
}

/// The same as `doctor` says it: without the sentence that names `doctor`.
pub(crate) fn hint_in_doctor(lang: Lang, fault: &Fault) -> String {
    let sentences = hint(lang, fault).split_inclusive(lang.pick(". ", "。"));
    let others: String = sentences.filter(|one| !one.contains("eip-unbind doctor")).collect();
    others.trim_end().to_owned()
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
