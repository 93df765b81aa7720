//! The whole request as it will leave.

use crate::text::Lang;
use crate::tr;

pub(crate) fn page(lang: Lang, page: usize, count: usize, address: &str) -> String {
    tr!(
        lang,
        "request {page} of {count} · {address} · ← → other request",
        "第 {page} 个请求，共 {count} 个 · {address} · ← → 其他请求"
    )
}

pub(crate) fn hidden(lang: Lang) -> &'static str {
    lang.pick("‹hidden›", "‹已隐藏›")
}

pub(crate) fn at_sending(lang: Lang) -> &'static str {
    lang.pick("‹at sending›", "‹发送时生成›")
}

pub(crate) fn digest(lang: Lang, digest: &str) -> String {
    tr!(lang, "plan {digest}", "计划 {digest}")
}

/// The key that shows it.
pub(crate) fn key(lang: Lang) -> &'static str {
    lang.pick("   p whole request", "   p 完整请求")
}
