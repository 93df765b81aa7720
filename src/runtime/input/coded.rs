//! Keys that a terminal sends as numbers: kitty's keyboard protocol (`CSI code:shifted:base ; modifiers:event ; text u`), xterm's
//! modifyOtherKeys (`CSI 27 ; modifiers ; code ~`), and the keypad in application mode (`SS3 letter`).
//!
//! The modes are turned off when the terminal is taken, but another program may have left them on in a way that can't be undone.

use crate::app::{Code, Key};

/// The numbers of one sequence: parts that `;` separates, each with its parts that `:` separates. 0 where nothing stands.
pub(super) struct Params(Vec<Vec<u32>>);

impl Params {
    pub(super) fn parse(body: &[u8]) -> Self {
        let number = |digits: &[u8]| {
            std::str::from_utf8(digits).ok().and_then(|text| text.parse().ok()).unwrap_or(0)
        };
        let part = |part: &[u8]| part.split(|byte| *byte == b':').map(number).collect();
        Self(body.split(|byte| *byte == b';').map(part).collect())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn get(&self, index: usize) -> u32 {
        self.sub(index, 0)
    }

    fn sub(&self, index: usize, sub: usize) -> u32 {
        self.0.get(index).and_then(|part| part.get(sub)).copied().unwrap_or(0)
    }

    /// The modifiers, which stand in this part.
    pub(super) fn modifiers(&self, index: usize) -> Modifiers {
        let bits = self.get(index).saturating_sub(1);
        Modifiers {
            shift: bits & 1 != 0,
            alt: bits & 2 != 0,
            ctrl: bits & 4 != 0,
            // Super, hyper, meta: what is typed with them is meant for a window manager.
            foreign: bits & 0b11_1000 != 0,
            caps: bits & 64 != 0,
        }
    }

    /// Whether it tells of a key that was let go.
    pub(super) fn is_release(&self) -> bool {
        self.sub(1, 1) == 3
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Modifiers {
    shift: bool,
    alt: bool,
    ctrl: bool,
    foreign: bool,
    caps: bool,
}

impl Modifiers {
    /// This key with them, if it is one of this program's.
    pub(super) fn with(self, code: Code) -> Option<Key> {
        (!self.foreign).then_some(Key { code, ctrl: self.ctrl, alt: self.alt })
    }
}

/// `CSI … u`.
pub(super) fn kitty(params: &Params) -> Option<Key> {
    let modifiers = params.modifiers(1);
    if let Some(code) = keypad(params.get(0)) {
        return modifiers.with(code);
    }
    let typed = |number: u32| char::from_u32(number).filter(|c| is_text(*c));
    let (own, shifted, base) = (params.get(0), params.sub(0, 1), params.sub(0, 2));
    if modifiers.ctrl {
        return with_ctrl(own, base, modifiers);
    }
    // What the key types, where the terminal says so.
    let text = typed(params.get(2)).or_else(|| typed(shifted).filter(|_| modifiers.shift));
    match text {
        Some(c) => modifiers.with(Code::Char(c)),
        None => plain(own, modifiers),
    }
}

/// `CSI 27 ; modifiers ; code ~`.
pub(super) fn other(params: &Params) -> Option<Key> {
    let modifiers = params.modifiers(1);
    if modifiers.ctrl {
        with_ctrl(params.get(2), 0, modifiers)
    } else {
        plain(params.get(2), modifiers)
    }
}

/// `SS3 letter`: cursor keys, and the keypad in application mode.
pub(super) fn ss3(letter: u8) -> Option<Code> {
    Some(match letter {
        b'p'..=b'y' => Code::Char(char::from(letter - b'p' + b'0')),
        b'n' | b'l' => Code::Char('.'),
        b'j'..=b'o' | b'X' => Code::Char(match letter {
            b'j' => '*',
            b'k' => '+',
            b'm' => '-',
            b'o' => '/',
            _ => '=',
        }),
        b'M' => Code::Enter,
        b'I' => Code::Tab,
        b' ' => Code::Char(' '),
        _ => return cursor_key(letter),
    })
}

/// A key of the keypad by its number. The sign for decimals is a dot here, whatever the layout: tokens have dots.
fn keypad(number: u32) -> Option<Code> {
    Some(match number {
        57_399..=57_408 => Code::Char(char::from_digit(number - 57_399, 10)?),
        57_409 | 57_416 => Code::Char('.'),
        57_410 => Code::Char('/'),
        57_411 => Code::Char('*'),
        57_412 => Code::Char('-'),
        57_413 => Code::Char('+'),
        57_414 => Code::Enter,
        57_415 => Code::Char('='),
        57_417 => Code::Left,
        57_418 => Code::Right,
        57_419 => Code::Up,
        57_420 => Code::Down,
        57_421 => Code::PgUp,
        57_422 => Code::PgDn,
        57_423 => Code::Home,
        57_424 => Code::End,
        57_426 => Code::Delete,
        _ => return None,
    })
}

/// Neither a control character nor one of the private numbers that stand for keys without a character.
fn is_text(c: char) -> bool {
    !c.is_control() && !('\u{e000}'..='\u{f8ff}').contains(&c)
}

fn plain(number: u32, modifiers: Modifiers) -> Option<Key> {
    let code = match number {
        13 => Code::Enter,
        27 => Code::Esc,
        9 => Code::Tab,
        8 | 127 => Code::Backspace,
        _ => {
            let c = char::from_u32(number).filter(|c| is_text(*c))?;
            let is_upper = modifiers.shift != (modifiers.caps && c.is_alphabetic());
            // Only letters: what Shift makes of another key is the layout's to say.
            Code::Char(if is_upper && c.is_alphabetic() { upper(c) } else { c })
        }
    };
    modifiers.with(code)
}

fn upper(c: char) -> char {
    let mut all = c.to_uppercase();
    match (all.next(), all.next()) {
        (Some(upper), None) => upper,
        _ => c,
    }
}

/// With Ctrl it is the key that counts, not what the layout has on it.
fn with_ctrl(number: u32, base: u32, modifiers: Modifiers) -> Option<Key> {
    let latin = |number: u32| char::from_u32(number).filter(char::is_ascii_graphic);
    let c = match number {
        1..=26 if number != 9 && number != 13 => char::from_u32(number + 96)?,
        _ => match latin(number).or_else(|| latin(base)) {
            Some(c) => c.to_ascii_lowercase(),
            None => match char::from_u32(number).and_then(on_latin_key) {
                Some(c) => c,
                None => return plain(number, modifiers),
            },
        },
    };
    modifiers.with(Code::Char(c))
}

/// The Latin letter on the key that types this one, for the two that must always work: to quit, and to stop. Terminals that do not say what
/// stands on the key leave it to the letter.
fn on_latin_key(c: char) -> Option<char> {
    const C: [char; 9] = ['с', 'С', 'ψ', 'Ψ', 'ב', 'ؤ', 'ㅊ', 'แ', 'そ'];
    const Z: [char; 9] = ['я', 'Я', 'ζ', 'Ζ', 'ז', 'ئ', 'ㅋ', 'ผ', 'つ'];
    if C.contains(&c) {
        return Some('c');
    }
    Z.contains(&c).then_some('z')
}

pub(super) fn cursor_key(byte: u8) -> Option<Code> {
    Some(match byte {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        _ => return None,
    })
}
