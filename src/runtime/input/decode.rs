//! Bytes of a terminal → events, without a terminal.
//!
//! Written here and not taken from a library for three reasons that promises 2, 9 and 10 rest on: the time of a key is the time it was read,
//! not the time somebody got round to it; a sequence that arrives in pieces is not taken for keys; an answer of the terminal is seen.
//! No key of this program is typed with Alt, so Esc and a character in one piece, as a slow link delivers them, are those two keys.

use crate::app::{Code, Key};

/// What a terminal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A key.
    Key(Key),
    /// A bracketed paste.
    Paste(String),
    /// The focus came or went.
    Focus(bool),
    /// The cursor's column, from 1: the answer to a question.
    Column(u16),
}

/// Longest paste that is kept; the rest is swallowed.
const PASTE_MAX: usize = 64 * 1024;
/// Longest sequence that is waited for; anything longer is no sequence.
const SEQUENCE_MAX: usize = 64;
const PASTE_END: &[u8] = b"\x1b[201~";

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Ground,
    /// After ESC.
    Escape,
    /// Inside a sequence that ends with a letter or `~`.
    Csi(Vec<u8>),
    /// After ESC O.
    Ss3,
    /// Inside an answer that ends with BEL or ST; thrown away.
    Text,
    /// So many bytes of an old mouse report are still to come.
    Skip(u8),
    /// Inside a paste.
    Paste(Vec<u8>),
    /// Inside a character of several bytes.
    Char(Vec<u8>),
}

/// The decoder.
#[derive(Debug)]
pub struct Decoder {
    state: State,
    /// An ESC was taken for the key because nothing followed in time.
    lone: bool,
}

impl Default for Decoder {
    fn default() -> Self {
        Self { state: State::Ground, lone: false }
    }
}

impl Decoder {
    /// Whether an ESC waits for what follows it.
    pub fn is_waiting(&self) -> bool {
        self.state == State::Escape
    }

    /// Nothing followed the ESC: it was the key.
    pub fn flush(&mut self) -> Option<Event> {
        if !self.is_waiting() {
            return None;
        }
        self.state = State::Ground;
        self.lone = true;
        Some(Event::Key(Key::plain(Code::Esc)))
    }

    /// Takes what was read in one piece.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<Event>) {
        let late = std::mem::take(&mut self.lone);
        if late && matches!(bytes, [b'[' | b'O', _, ..]) {
            // The rest of a sequence whose ESC came long before; nobody types two characters at once.
            self.state = State::Escape;
        }
        if matches!(self.state, State::Paste(_) | State::Text) && bytes == [3] {
            // Typed, not pasted: the end of the paste got lost.
            self.state = State::Ground;
        }
        for &byte in bytes {
            self.byte(byte, out);
        }
    }

    fn byte(&mut self, byte: u8, out: &mut Vec<Event>) {
        match std::mem::replace(&mut self.state, State::Ground) {
            State::Ground => self.ground(byte, out),
            State::Escape => self.escape(byte, out),
            State::Csi(mut bytes) => {
                bytes.push(byte);
                match byte {
                    // The console's function keys have one more letter.
                    b'[' if bytes.len() == 1 => self.state = State::Skip(1),
                    0x20..=0x3f if bytes.len() < SEQUENCE_MAX => self.state = State::Csi(bytes),
                    0x40..=0x7e => self.csi(&bytes, out),
                    0x1b => self.state = State::Escape,
                    _ => {}
                }
            }
            State::Ss3 => out.extend(letter(byte).map(|code| Event::Key(Key::plain(code)))),
            State::Text => match byte {
                0x07 | 0x18 => {}
                // ESC \ ends it; the backslash is nothing by itself.
                0x1b => self.state = State::Skip(1),
                _ => self.state = State::Text,
            },
            State::Skip(left) => {
                if left > 1 {
                    self.state = State::Skip(left - 1);
                }
            }
            State::Paste(mut bytes) => {
                bytes.push(byte);
                if bytes.ends_with(PASTE_END) {
                    bytes.truncate((bytes.len() - PASTE_END.len()).min(PASTE_MAX));
                    out.push(Event::Paste(String::from_utf8_lossy(&bytes).into_owned()));
                } else {
                    if bytes.len() > PASTE_MAX + PASTE_END.len() {
                        bytes.remove(PASTE_MAX);
                    }
                    self.state = State::Paste(bytes);
                }
            }
            State::Char(mut bytes) => {
                if byte & 0xc0 != 0x80 {
                    return self.ground(byte, out);
                }
                bytes.push(byte);
                match std::str::from_utf8(&bytes) {
                    Ok(text) => out.extend(
                        text.chars().filter(|c| !c.is_control()).map(|c| Event::Key(Key::char(c))),
                    ),
                    Err(error) if error.error_len().is_none() => self.state = State::Char(bytes),
                    Err(_) => {}
                }
            }
        }
    }

    fn ground(&mut self, byte: u8, out: &mut Vec<Event>) {
        let key = match byte {
            0x1b => return self.state = State::Escape,
            b'\r' => Key::plain(Code::Enter),
            b'\t' => Key::plain(Code::Tab),
            0x7f | 0x08 => Key::plain(Code::Backspace),
            0 => Key::ctrl(' '),
            0x01..=0x1a => Key::ctrl(char::from(byte - 1 + b'a')),
            0x1c..=0x1f => Key::ctrl(char::from(byte - 0x1c + b'4')),
            0x20..=0x7e => Key::char(char::from(byte)),
            0xc2..=0xf4 => return self.state = State::Char(vec![byte]),
            _ => return,
        };
        out.push(Event::Key(key));
    }

    fn escape(&mut self, byte: u8, out: &mut Vec<Event>) {
        match byte {
            b'[' => self.state = State::Csi(vec![]),
            b'O' => self.state = State::Ss3,
            b']' | b'P' | b'_' | b'^' | b'X' => self.state = State::Text,
            _ => {
                out.push(Event::Key(Key::plain(Code::Esc)));
                self.ground(byte, out);
            }
        }
    }

    /// A whole sequence, from after `ESC [` to its last byte.
    fn csi(&mut self, bytes: &[u8], out: &mut Vec<Event>) {
        let Some((&last, body)) = bytes.split_last() else { return };
        if body.first().is_some_and(|b| !b.is_ascii_digit() && *b != b';') {
            // Private: a mouse report, an answer nobody asked for.
            return;
        }
        let params: Vec<u16> = body.split(|b| *b == b';').map(number).collect();
        let param = |index: usize| params.get(index).copied().unwrap_or(0);
        let modified = |code| Key {
            code,
            ctrl: param(1).saturating_sub(1) & 4 != 0,
            alt: param(1).saturating_sub(1) & 2 != 0,
        };
        let key = match last {
            b'I' => return out.push(Event::Focus(true)),
            b'O' => return out.push(Event::Focus(false)),
            b'R' if params.len() == 2 => return out.push(Event::Column(param(1))),
            b'M' if body.is_empty() => return self.state = State::Skip(3),
            b'Z' => Code::Tab,
            b'~' => match param(0) {
                1 | 7 => Code::Home,
                4 | 8 => Code::End,
                3 => Code::Delete,
                5 => Code::PgUp,
                6 => Code::PgDn,
                200 => return self.state = State::Paste(vec![]),
                _ => return,
            },
            b'u' if is_release(body) => return,
            b'u' => match param(0) {
                13 => Code::Enter,
                27 => Code::Esc,
                9 => Code::Tab,
                127 => Code::Backspace,
                code => match char::from_u32(u32::from(code)) {
                    Some(c) if !c.is_control() => Code::Char(c),
                    Some(_) | None => return,
                },
            },
            other => match letter(other) {
                Some(code) => code,
                None => return,
            },
        };
        out.push(Event::Key(modified(key)));
    }
}

fn letter(byte: u8) -> Option<Code> {
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

/// The number before any `:`; 0 when there is none.
fn number(bytes: &[u8]) -> u16 {
    let digits = bytes.split(|b| *b == b':').next().unwrap_or_default();
    std::str::from_utf8(digits).ok().and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// `…;1:3u` is a key let go of.
fn is_release(body: &[u8]) -> bool {
    body.ends_with(b":3")
}
