//! What must never be shown, found in a text from outside however it stands there (`docs/contract.md` §2, promise 8): whole or in parts, as it is
//! or escaped as in a URL, in JSON, in HTML, in hex or in base64, and any of these inside one another.

use super::credentials::Credentials;
use super::message::HttpRequest;
use percent_encoding::percent_decode_str;
use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

/// So many characters of a secret in a row are a part of it.
const PART: usize = 8;
/// A secret that is shorter than this is no secret, and would hide half of what is said.
const SHORTEST: usize = 4;
/// Escapes inside escapes are undone so many times.
const LAYERS: usize = 4;

/// Some secrets.
#[derive(Default)]
pub(super) struct Secrets {
    /// Every part of them, in lower case.
    parts: HashSet<[u8; PART]>,
    /// Those that are shorter than a part, in lower case.
    short: Vec<Vec<u8>>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(***)")
    }
}

/// A byte of what a text says, and where in the text that is written.
#[derive(Clone, Copy)]
struct Glyph {
    byte: u8,
    from: usize,
    to: usize,
}

impl Secrets {
    /// Those that a request was made with: the key, the token and the signature.
    pub(super) fn of(credentials: Option<&Credentials>, request: &HttpRequest) -> Self {
        let mut secrets = Self::default();
        if let Some(credentials) = credentials {
            secrets.add(credentials.secret_key.expose());
            credentials.token.iter().for_each(|token| secrets.add(token.expose()));
        }
        let headers = request.headers.iter().map(|(_, value)| value);
        for text in [&request.query, &request.body].into_iter().chain(headers) {
            if let Some((_, rest)) = text.split_once("Signature=") {
                let value = rest.split(['&', ',']).next().unwrap_or(rest);
                secrets.add(&percent_decode_str(value).decode_utf8_lossy());
            }
        }
        secrets
    }

    /// One more.
    pub(super) fn add(&mut self, secret: &str) {
        let bytes = secret.to_ascii_lowercase().into_bytes();
        self.parts.extend(bytes.windows(PART).filter_map(|part| <[u8; PART]>::try_from(part).ok()));
        if (SHORTEST..PART).contains(&bytes.len()) {
            self.short.push(bytes);
        }
    }

    /// The text with `***` where a secret or a part of one stands.
    pub(super) fn hide(&self, text: &str) -> String {
        let mut hits = vec![false; text.len()];
        let glyph = |(at, byte)| Glyph { byte, from: at, to: at + 1 };
        let mut layer: Vec<Glyph> = text.bytes().enumerate().map(glyph).collect();
        for _ in 0..LAYERS {
            self.mark(&layer, &mut hits);
            for run in runs(&layer, is_base64) {
                for skipped in 0..4 {
                    self.mark(&from_base64(run.get(skipped..).unwrap_or_default()), &mut hits);
                }
            }
            for run in runs(&layer, |byte| byte.is_ascii_hexdigit()) {
                for skipped in 0..2 {
                    self.mark(&from_hex(run.get(skipped..).unwrap_or_default()), &mut hits);
                }
            }
            match unescaped(&layer) {
                Some(next) => layer = next,
                None => break,
            }
        }
        masked(text, &hits)
    }

    /// Marks what of the text these glyphs were read from, where they hold a part.
    fn mark(&self, glyphs: &[Glyph], hits: &mut [bool]) {
        let lengths = self.short.iter().map(Vec::len).chain([PART]).collect::<HashSet<_>>();
        for length in lengths {
            for window in glyphs.windows(length) {
                let mut bytes = [0; PART];
                for (to, glyph) in bytes.iter_mut().zip(window) {
                    *to = glyph.byte.to_ascii_lowercase();
                }
                let is_secret = match length {
                    PART => self.parts.contains(&bytes),
                    _ => self.short.iter().any(|short| *short == bytes[..length]),
                };
                if is_secret {
                    hits[window[0].from..window[length - 1].to].fill(true);
                }
            }
        }
    }
}

/// The text with every marked stretch replaced, whole characters only.
fn masked(text: &str, hits: &[bool]) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut is_hidden = false;
    for (at, c) in text.char_indices() {
        let hit = hits[at..at + c.len_utf8()].contains(&true);
        match (hit, is_hidden) {
            (true, false) => shown.push_str("***"),
            (true, true) => {}
            (false, _) => shown.push(c),
        }
        is_hidden = hit;
    }
    shown
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte)
}

/// Stretches of bytes of a kind that are long enough to hold a part.
fn runs(glyphs: &[Glyph], is_of: impl Fn(u8) -> bool) -> impl Iterator<Item = &[Glyph]> {
    glyphs.split(move |glyph| !is_of(glyph.byte)).filter(|run| run.len() > PART)
}

fn from_hex(digits: &[Glyph]) -> Vec<Glyph> {
    let pair = |pair: &[Glyph]| {
        let byte = hex_byte(pair[0].byte, pair[1].byte)?;
        Some(Glyph { byte, from: pair[0].from, to: pair[1].to })
    };
    digits.chunks_exact(2).map_while(pair).collect()
}

fn hex_byte(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    Some((digit(high)? * 16 + digit(low)?) as u8)
}

/// Four letters are three bytes; each byte stands in two of them.
fn from_base64(letters: &[Glyph]) -> Vec<Glyph> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        _ => 63,
    };
    let pairs = letters.windows(2).enumerate().filter(|(at, _)| at % 4 != 3);
    let byte = |(at, pair): (usize, &[Glyph])| {
        let bits = u16::from(value(pair[0].byte)) << 6 | u16::from(value(pair[1].byte));
        let byte = (bits >> [4, 2, 0][at % 4]) as u8;
        Glyph { byte, from: pair[0].from, to: pair[1].to }
    };
    pairs.map(byte).collect()
}

/// What the text says with one layer of escapes undone; `None` where there are none.
fn unescaped(glyphs: &[Glyph]) -> Option<Vec<Glyph>> {
    let mut out = Vec::with_capacity(glyphs.len());
    let (mut at, mut any) = (0, false);
    while at < glyphs.len() {
        match escape(&glyphs[at..]) {
            Some((bytes, used)) => {
                let range = Range { start: glyphs[at].from, end: glyphs[at + used - 1].to };
                out.extend(bytes.bytes().map(|byte| Glyph {
                    byte,
                    from: range.start,
                    to: range.end,
                }));
                (at, any) = (at + used, true);
            }
            None => {
                out.push(glyphs[at]);
                at += 1;
            }
        }
    }
    any.then_some(out)
}

/// HTML's names for what can stand in a secret and has to be escaped, or may be.
const NAMES: [(&str, &str); 9] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("sol", "/"),
    ("plus", "+"),
    ("equals", "="),
    ("lowbar", "_"),
];

/// The escape that begins here: what it stands for, and how long it is.
fn escape(glyphs: &[Glyph]) -> Option<(String, usize)> {
    // The longest escape that is known is shorter than this.
    let head: Vec<u8> = glyphs.iter().take(12).map(|glyph| glyph.byte).collect();
    let hex = |digits: &[u8]| {
        let text = std::str::from_utf8(digits)
            .ok()
            .filter(|t| t.bytes().all(|b| b.is_ascii_hexdigit()))?;
        char::from_u32(u32::from_str_radix(text, 16).ok()?)
    };
    let ascii = |digits: &[u8]| hex(digits).filter(char::is_ascii).map(String::from);
    match head.as_slice() {
        [b'%', high, low, ..] => Some((ascii(&[*high, *low])?, 3)),
        [b'\\', b'u', a, b, c, d, ..] => Some((hex(&[*a, *b, *c, *d])?.to_string(), 6)),
        [b'\\', b'x', high, low, ..] => Some((ascii(&[*high, *low])?, 4)),
        [b'\\', sign @ (b'/' | b'"' | b'\\' | b'\''), ..] => {
            Some((char::from(*sign).to_string(), 2))
        }
        [b'&', rest @ ..] => {
            let end = rest.iter().position(|byte| *byte == b';')?;
            let name = std::str::from_utf8(&rest[..end]).ok()?;
            let says = match name.strip_prefix('#') {
                Some(number) => {
                    let code = match number.strip_prefix(['x', 'X']) {
                        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                        None => number.parse().ok()?,
                    };
                    char::from_u32(code)?.to_string()
                }
                None => NAMES.iter().find(|(known, _)| *known == name)?.1.to_owned(),
            };
            Some((says, end + 2))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

    const SECRET: &str = "K3y/of+the=lEak~7esT5f2Q9w8xZr";

    fn hide(text: &str) -> String {
        let mut secrets = Secrets::default();
        secrets.add(SECRET);
        secrets.hide(text)
    }

    /// No eight characters of it are left in what is shown.
    #[track_caller]
    fn assert_hidden(spelling: &str) {
        let shown = hide(&format!("<b>before</b> {spelling}, after"));
        assert!(shown.starts_with("<b>before</b> ") && shown.ends_with(", after"), "{shown}");
        assert!(shown.contains("***"), "{spelling} → {shown}");
        for part in spelling.as_bytes().windows(24) {
            assert!(!shown.contains(std::str::from_utf8(part).unwrap()), "{spelling} → {shown}");
        }
    }

    #[test]
    fn it_is_hidden_in_every_spelling_and_in_parts() {
        let percent = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let html: Vec<String> = SECRET.bytes().map(|c| format!("&#x{c:x};")).collect();
        let json: Vec<String> = SECRET.bytes().map(|c| format!("\\u{c:04x}")).collect();
        for part in [SECRET, &SECRET[..20], &SECRET[6..], &SECRET[3..17]] {
            for text in [
                part.to_owned(),
                part.to_uppercase(),
                percent(part),
                percent(part).to_lowercase(),
                percent(&percent(part)),
                part.replace('/', "\\/"),
                part.replace('/', "&sol;").replace('+', "&#43;").replace('=', "&#61;"),
                hex::encode(part),
                hex::encode_upper(format!("x{part}y")),
                STANDARD.encode(part),
                STANDARD.encode(format!("1{part}2")),
                URL_SAFE_NO_PAD.encode(format!("12{part}345")),
                percent(&STANDARD.encode(part)),
            ] {
                assert_hidden(&text);
            }
        }
        assert_hidden(&html.concat());
        assert_hidden(&json.concat());
    }

    #[test]
    fn what_is_no_part_of_it_stays() {
        let text =
            "HTTP 502: K3y/of+ the 100 % of \\u 和 &amp; deadbeefdeadbeef eip-0123456789abcdef";
        assert_eq!(hide(text), text);
        let mut short = Secrets::default();
        short.add("abc");
        short.add("demokey");
        assert_eq!(short.hide("abc demokey, demo"), "abc ***, demo");
    }
}
