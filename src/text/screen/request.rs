//! The whole request as it will leave.

use crate::text::texts;

texts! {
    page(page: usize, count: usize, address: &str):
        "request {page} of {count} · {address} · ← → other request",
        "第 {page} 个请求，共 {count} 个 · {address} · ← → 其他请求";
    hidden: "‹hidden›", "‹已隐藏›";
    at_sending: "‹at sending›", "‹发送时生成›";
    digest(digest: &str): "plan {digest}", "计划 {digest}";
    /// The key that shows it.
    key: "   p whole request", "   p 完整请求";
}
