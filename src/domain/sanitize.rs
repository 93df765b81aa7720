//! Cloud text is data (`docs/contract.md` §2, promise 9): what it looks like before it may reach a terminal, a file or a clipboard.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Shows what would act on a terminal or mislead a reader: controls, escape sequences, bidirectional marks, zero-width characters.
///
/// C0 controls become their pictures (`␛`), everything else `⟨U+202E⟩`. Text without any of these comes back unchanged.
pub fn visible(text: &str) -> Cow<'_, str> {
    replaced(text, is_hidden, shown)
}

/// The same for a text of several lines: their ends stay.
pub(crate) fn visible_lines(text: &str) -> Cow<'_, str> {
    replaced(text, is_hidden_in_lines, shown)
}

/// JSON text whose strings say the same with `\u` escapes: serde leaves U+007F and above as they are.
pub fn escaped(json: &str) -> Cow<'_, str> {
    replaced(json, is_hidden_in_lines, |c, out| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}");
        }
    })
}

fn replaced(
    text: &str,
    is_meant: fn(char) -> bool,
    replace: fn(char, &mut String),
) -> Cow<'_, str> {
    // Nearly all text is made of bytes that no character has which is ever meant: ASCII, and what U+4000 to U+9FFF are written with.
    // All bytes are looked at, whatever the first says: that is done many at a time.
    let ends_count = is_meant('\n');
    let may_be_meant = |byte: u8| {
        !matches!(byte, b' '..=b'~' | 0x80..=0xbf | 0xe4..=0xe9) && (byte != b'\n' || ends_count)
    };
    if !text.bytes().fold(false, |any, byte| any | may_be_meant(byte)) {
        return Cow::Borrowed(text);
    }
    let others = || text.chars().filter(|c| !(' '..='~').contains(c));
    if !others().any(is_meant) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_meant(c) { replace(c, &mut out) } else { out.push(c) }
    }
    Cow::Owned(out)
}

fn shown(c: char, out: &mut String) {
    match c {
        '\u{0}'..='\u{1f}' => out.push(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}')),
        '\u{7f}' => out.push('\u{2421}'),
        c => {
            let _ = write!(out, "\u{27e8}U+{:04X}\u{27e9}", c as u32);
        }
    }
}

/// Quotes for a POSIX shell, where that is needed. What is hidden is shown: a command that depends on it must not be offered.
pub(crate) fn quote(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:,@%+=".contains(c);
    // zsh takes `=ls` for a path.
    let is_plain = !text.is_empty() && text.chars().all(plain) && !text.starts_with('=');
    if is_plain { text.to_owned() } else { format!("'{}'", visible(text).replace('\'', r"'\''")) }
}

/// Adds an option with its value to the words of a shell command.
pub(crate) fn option(words: &mut Vec<String>, name: &str, value: &str) {
    // A value that begins like an option would be taken for one.
    if value.starts_with('-') {
        words.push(quote(&format!("{name}={value}")))
    } else {
        words.extend([name.to_owned(), quote(value)])
    }
}

fn is_hidden_in_lines(c: char) -> bool {
    c != '\n' && is_hidden(c)
}

/// Whether a character would not show as itself.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
            // Parts of a flag, and skin tones: a terminal gives such a cluster two, three or four cells, and nobody knows which.
            | '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f3fb}'..='\u{1f3ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_survives() {
        assert_eq!(visible("网关-gz-07 é 🚀"), "网关-gz-07 é 🚀");
        for c in '\0'..=char::MAX {
            assert_eq!(visible(&format!("a{c}")) != format!("a{c}"), is_hidden(c), "{c:?}");
        }
        assert_eq!(visible("a\x1b[31mb\r\n"), "a␛[31mb␍␊");
        assert_eq!(
            visible("\u{1f1e8}\u{1f1f3} \u{1f44d}\u{1f3fd}"),
            "⟨U+1F1E8⟩⟨U+1F1F3⟩ \u{1f44d}⟨U+1F3FD⟩"
        );
        assert_eq!(visible("\u{202e}x\u{200b}\u{9b}"), "⟨U+202E⟩x⟨U+200B⟩⟨U+009B⟩");
        assert_eq!(visible_lines("a\r\nb\x1b\n"), "a␍\nb␛\n");
        assert_eq!(
            escaped("\"\u{9b}\u{202e}\u{e0001}x\"\n"),
            "\"\\u009b\\u202e\\udb40\\udc01x\"\n"
        );
    }
}
