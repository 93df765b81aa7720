//! What is said about a mistake in the config file: its line, and the nearest right word.

use super::parse::{KEYS, Reader, SECTIONS, Value};
use crate::domain::near::near;
use crate::domain::sanitize::visible;
use crate::failure::Failure;
use crate::tr;
use std::ops::Range;

impl Reader<'_> {
    pub(super) fn unknown_section(self, key: &str, span: &Range<usize>) -> Failure {
        let near = near(SECTIONS.iter().chain(KEYS).copied(), key).unwrap_or_default();
        if KEYS.contains(&near) {
            let place = self.lang.pick(
                "put it under [defaults] or [profiles.NAME]",
                "请放到 [defaults] 或 [profiles.NAME] 下",
            );
            if near == key {
                return self
                    .wrong(
                        span,
                        &tr!(self.lang, "{key} stands outside any section", "{key} 不在任何小节中"),
                    )
                    .hint(place);
            }
            let key = visible(key);
            let failure =
                self.wrong(span, &tr!(self.lang, "unknown key {key:?}", "未知的键 {key:?}"));
            return self.meant(failure, Some(near)).hint(place);
        }
        self.unknown_key(key, SECTIONS, span)
    }

    pub(super) fn unknown_key(self, key: &str, known: &[&str], span: &Range<usize>) -> Failure {
        let key = visible(key);
        let failure = self.wrong(span, &tr!(self.lang, "unknown key {key:?}", "未知的键 {key:?}"));
        let lower = key.to_lowercase();
        if lower.contains("secret") || lower.contains("token") {
            return failure.hint(self.lang.pick(
                "credentials are not stored in this file; name their source: credentials = \"env\" or \"tccli:NAME\"",
                "此文件不保存凭证；请写明来源：credentials = \"env\" 或 \"tccli:NAME\"",
            ));
        }
        self.meant(failure, near(known.iter().copied(), &key)).hint(self.choices(known))
    }

    pub(super) fn not_one_of(
        self,
        key: &str,
        given: &str,
        known: &[&str],
        value: &Value<'_>,
    ) -> Failure {
        let given = visible(given);
        let wrong = tr!(self.lang, "{key} can't be {given:?}", "{key} 不能是 {given:?}");
        self.meant(self.wrong(&value.span(), &wrong), near(known.iter().copied(), &given))
            .hint(self.choices(known))
    }

    /// With the word that was probably meant, where there is one.
    pub(super) fn meant(self, failure: Failure, near: Option<&str>) -> Failure {
        match near {
            Some(near) => {
                failure.hint(tr!(self.lang, "did you mean {near}?", "是否想输入 {near}？"))
            }
            None => failure,
        }
    }

    pub(super) fn choices(self, known: &[&str]) -> String {
        tr!(self.lang, "known here: {}", "此处可用：{}", known.join(" "))
    }

    /// A complaint about a place of the file.
    pub(super) fn wrong(self, span: &Range<usize>, message: &str) -> Failure {
        let before = self.text.as_bytes().get(..span.start).unwrap_or_default();
        let line = 1 + before.iter().filter(|b| **b == b'\n').count();
        let shown = self.shown;
        Failure::usage(tr!(
            self.lang,
            "{shown} line {line}: {message}",
            "{shown} 第 {line} 行：{message}"
        ))
    }
}
