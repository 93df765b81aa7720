//! Keys as this program names them; no terminal library knows this type.

use std::fmt;

/// A key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// With Ctrl held.
    pub ctrl: bool,
    /// With Alt held.
    pub(crate) alt: bool,
}

/// Which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character, as typed (so `G` is Shift and `g`).
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Tab.
    Tab,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PgUp,
    /// Page down.
    PgDn,
}

impl Key {
    /// A plain key.
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// A plain character.
    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// A character with Ctrl held.
    pub const fn ctrl(c: char) -> Self {
        Self { code: Code::Char(c), ctrl: true, alt: false }
    }

    /// Reads `j`, `enter`, `ctrl-u`, `space`, `PgUp`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix("ctrl-").or_else(|| text.strip_prefix("Ctrl-")) {
            return Self::parse(rest).map(|key| Self { ctrl: true, ..key });
        }
        if let Some(rest) = text.strip_prefix("alt-").or_else(|| text.strip_prefix("Alt-")) {
            return Self::parse(rest).map(|key| Self { alt: true, ..key });
        }
        let mut chars = text.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            let code = NAMED
                .iter()
                .find(|(_, sign, _)| *sign == text)
                .map_or(Code::Char(c), |(code, ..)| *code);
            return Some(Self::plain(code));
        }
        NAMED
            .iter()
            .find(|(_, _, name)| name.eq_ignore_ascii_case(text))
            .map(|(code, ..)| Self::plain(*code))
    }
}

/// Code, sign, name.
const NAMED: &[(Code, &str, &str)] = &[
    (Code::Enter, "\u{23ce}", "Enter"),
    (Code::Esc, "", "Esc"),
    (Code::Backspace, "", "Backspace"),
    (Code::Delete, "", "Delete"),
    (Code::Tab, "", "Tab"),
    (Code::Up, "\u{2191}", "Up"),
    (Code::Down, "\u{2193}", "Down"),
    (Code::Left, "\u{2190}", "Left"),
    (Code::Right, "\u{2192}", "Right"),
    (Code::Home, "", "Home"),
    (Code::End, "", "End"),
    (Code::PgUp, "", "PgUp"),
    (Code::PgDn, "", "PgDn"),
    (Code::Char(' '), "", "Space"),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        match NAMED.iter().find(|(code, ..)| *code == self.code) {
            Some((_, _, name)) => f.write_str(name),
            None => {
                if let Code::Char(c) = self.code {
                    write!(f, "{c}")
                } else {
                    write!(f, "{:?}", self.code)
                }
            }
        }
    }
}
