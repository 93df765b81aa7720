//! What is said about a mistake in the config file: its line, and the nearest right word.

use super::parse::{KEYS, Reader, SECTIONS, Value};
use crate::domain::near::near;
use crate::domain::sanitize::visible;
use crate::failure::Failure;
use crate::text::config_file as words;
use crate::text::usage;
use std::ops::Range;

impl Reader<'_> {
    pub(super) fn unknown_section(self, key: &str, span: &Range<usize>) -> Failure {
        let near = near(SECTIONS.iter().chain(KEYS).copied(), key).unwrap_or_default();
        if KEYS.contains(&near) {
            let place = words::put_it_under(self.lang);
            if near == key {
                return self.wrong(span, &words::outside_sections(self.lang, key)).hint(place);
            }
            let key = visible(key);
            let failure = self.wrong(span, &words::unknown_key(self.lang, &key));
            return self.meant(failure, Some(near)).hint(place);
        }
        self.unknown_key(key, SECTIONS, span)
    }

    pub(super) fn unknown_key(self, key: &str, known: &[&str], span: &Range<usize>) -> Failure {
        let key = visible(key);
        let failure = self.wrong(span, &words::unknown_key(self.lang, &key));
        let lower = key.to_lowercase();
        if lower.contains("secret") || lower.contains("token") {
            return failure.hint(words::no_credentials_here(self.lang));
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
        let wrong = words::not_one_of(self.lang, key, &given);
        self.meant(self.wrong(&value.span(), &wrong), near(known.iter().copied(), &given))
            .hint(self.choices(known))
    }

    /// With the word that was probably meant, where there is one.
    pub(super) fn meant(self, failure: Failure, near: Option<&str>) -> Failure {
        match near {
            Some(near) => failure.hint(usage::did_you_mean(self.lang, near)),
            None => failure,
        }
    }

    pub(super) fn choices(self, known: &[&str]) -> String {
        words::choices(self.lang, &known.join(" "))
    }

    /// A complaint about a place of the file.
    pub(super) fn wrong(self, span: &Range<usize>, message: &str) -> Failure {
        let before = self.text.as_bytes().get(..span.start).unwrap_or_default();
        let line = 1 + before.iter().filter(|b| **b == b'\n').count();
        let shown = self.shown;
        Failure::usage(words::at_line(self.lang, shown, line, message))
    }
}
