//! The percent-encoding of RFC 3986: everything but the unreserved characters, hex digits in capitals.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Encodes one name or value, once: double encoding is a usual cause of code 4100 (`docs/api-v2.md` §2).
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Joins pairs as `name=value&…`, both sides encoded, in the order given.
pub fn pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        out.extend(utf8_percent_encode(name, RESERVED));
        out.push('=');
        out.extend(utf8_percent_encode(value, RESERVED));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_unreserved_characters_stay() {
        assert_eq!(encode("aZ09-_.~"), "aZ09-_.~");
        assert_eq!(encode("a b+c/d&e=f%20*'()!"), "a%20b%2Bc%2Fd%26e%3Df%2520%2A%27%28%29%21");
        assert_eq!(encode("救🔥"), "%E6%95%91%F0%9F%94%A5");
        assert_eq!(pairs([("a.0", "x y"), ("b", "")]), "a.0=x%20y&b=");
    }
}
