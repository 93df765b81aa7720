//! Where credentials were looked for.

use crate::text::Lang;
use crate::tr;

pub(crate) fn winner(lang: Lang, source: &str, key: &str) -> String {
    tr!(lang, "{source}: {key}", "{source}：{key}")
}

pub(crate) fn asked_for(lang: Lang) -> &'static str {
    lang.pick("keys are asked for", "密钥需请求获取")
}

pub(crate) fn temporary_for(lang: Lang, id: &str, minutes: i64) -> String {
    tr!(lang, "{id}, temporary, {minutes} min left", "{id}，临时密钥，剩余 {minutes} 分钟")
}

pub(crate) fn permanent(lang: Lang, id: &str) -> String {
    tr!(lang, "{id}, permanent", "{id}，永久密钥")
}

pub(crate) fn temporary(lang: Lang, id: &str) -> String {
    tr!(lang, "{id}, temporary", "{id}，临时密钥")
}

pub(crate) fn nothing_there(lang: Lang) -> &'static str {
    lang.pick("nothing there", "无")
}

/// A key that was found, and whether it is the one.
pub(crate) fn found(lang: Lang, key: &str, wins: bool) -> String {
    if wins {
        tr!(lang, "{key} (in use)", "{key}（生效）")
    } else {
        tr!(lang, "{key} (not in use)", "{key}（未使用）")
    }
}
