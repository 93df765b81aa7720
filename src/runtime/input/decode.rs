//! Bytes of a terminal → events, without a terminal.
//!
//! Written here and not taken from a library for three reasons that promises 2, 9 and 10 rest on: the time of a key is the time it was read,
//! not the time somebody got round to it; a sequence that arrives in pieces is not taken for keys; an answer of the terminal is seen.
//! No key of this program is typed with Alt, so Esc and a character in one piece, as a slow link delivers them, are those two keys.

use super::coded::{self, Params};
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
        if matches!(self.state, State::Paste(_) | State::Text) && is_interrupt(bytes) {
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
            State::Ss3 => match byte {
                // Modifiers, which some terminals write before the letter: no key here is typed with them.
                b'0'..=b'9' | b';' => self.state = State::Ss3,
                _ => out.extend(coded::ss3(byte).map(|code| Event::Key(Key::plain(code)))),
            },
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
        let params = Params::parse(body);
        if params.is_release() {
            return;
        }
        let modified = |code| params.modifiers(1).with(code);
        let key = match last {
            b'I' => return out.push(Event::Focus(true)),
            b'O' => return out.push(Event::Focus(false)),
            b'R' if params.len() == 2 => {
                return out.extend(u16::try_from(params.get(1)).ok().map(Event::Column));
            }
            b'M' if body.is_empty() => return self.state = State::Skip(3),
            b'Z' => modified(Code::Tab),
            b'~' => match params.get(0) {
                1 | 7 => modified(Code::Home),
                4 | 8 => modified(Code::End),
                3 => modified(Code::Delete),
                5 => modified(Code::PgUp),
                6 => modified(Code::PgDn),
                27 => coded::other(&params),
                200 => return self.state = State::Paste(vec![]),
                _ => return,
            },
            b'u' => coded::kitty(&params),
            other => match coded::cursor_key(other) {
                Some(code) => modified(code),
                None => return,
            },
        };
        out.extend(key.map(Event::Key));
    }
}

/// Whether this piece is Ctrl-C and nothing else, however it is encoded.
fn is_interrupt(bytes: &[u8]) -> bool {
    if bytes.len() < SEQUENCE_MAX && bytes.starts_with(b"\x1b[") {
        let mut events = Vec::new();
        Decoder::default().feed(bytes, &mut events);
        return events == [Event::Key(Key::ctrl('c'))];
    }
    bytes == [3]
}
