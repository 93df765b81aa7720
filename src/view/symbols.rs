//! The signs we draw, and what stands for each where nothing beyond ASCII is wanted.

use crate::app::Symbols;
use crate::text::status::Look;
use std::borrow::Cow;

/// Sign and ASCII twin. Everything of ours beyond ASCII, letters apart, must be here.
const TWINS: &[(char, &str)] = &[
    ('▶', ">"),
    ('▸', ">"),
    ('▌', "_"),
    ('▲', "!"),
    ('●', "*"),
    ('◆', "#"),
    ('◇', "+"),
    ('○', "o"),
    ('✖', "x"),
    ('✗', "x"),
    ('✓', "v"),
    ('…', "..."),
    ('→', "->"),
    ('↑', "^"),
    ('↓', "v"),
    ('·', "-"),
    ('—', "-"),
    ('–', "-"),
    ('‹', "<"),
    ('›', ">"),
    ('“', "\""),
    ('”', "\""),
    ('◐', "%"),
    ('•', "*"),
    ('←', "<-"),
    ('─', "-"),
    ('│', "|"),
    ('╭', "+"),
    ('╮', "+"),
    ('╰', "+"),
    ('╯', "+"),
    ('’', "'"),
    ('ã', "a"),
];

/// Our own text with the signs of this set. Cloud text never comes through here.
pub(crate) fn plain(symbols: Symbols, text: &str) -> Cow<'_, str> {
    if symbols == Symbols::Unicode || text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match TWINS.iter().find(|(sign, _)| *sign == c) {
            Some((_, twin)) => out.push_str(twin),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The sign of a row's state.
pub(crate) fn look(symbols: Symbols, look: Look) -> &'static str {
    match look {
        Look::Bound => "●",
        Look::Detached => "◇",
        Look::Nat => "◆",
        Look::Blocked => "▲",
        Look::Arrears | Look::Failed => "✖",
        // One column in both sets: the usual twin would shift the row.
        Look::Moving if symbols == Symbols::Ascii => "~",
        Look::Moving => "…",
        Look::Unbound => "○",
        Look::LinkKept => "◐",
        Look::Other | Look::Unknown => "?",
    }
}
