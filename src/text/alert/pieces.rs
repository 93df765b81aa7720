//! The addresses and ids that a text holds.

use crate::domain::{EipId, InstanceId, NetworkInterfaceId};
use std::net::Ipv4Addr;
use std::ops::Range;

/// Words after which four numbers are a version.
const VERSION_LABELS: &[&str] = &[
    "version",
    "release",
    "build",
    "kernel",
    "firmware",
    "exporter",
    "driver",
    "版本",
    "版本号",
    "内核",
    "固件",
];

/// Something in the text that looks like one of the things a target is made of.
pub(super) struct Piece {
    pub(super) at: Range<usize>,
    pub(super) what: What,
}

pub(super) enum What {
    Address(Ipv4Addr),
    Eip(EipId),
    Instance(InstanceId),
    Nic(NetworkInterfaceId),
}

impl Piece {
    pub(super) fn address(&self) -> Ipv4Addr {
        if let What::Address(ip) = self.what { ip } else { Ipv4Addr::UNSPECIFIED }
    }

    pub(super) fn is_address(&self) -> bool {
        matches!(self.what, What::Address(_))
    }

    pub(super) fn is_nic(&self) -> bool {
        matches!(self.what, What::Nic(_))
    }
}

/// All of them, in the order of the text.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let bytes = text.as_bytes();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let last = pieces.last().map_or(0, |piece| piece.at.end);
        if bytes[at].is_ascii_digit() {
            let end = run(bytes, at, |b| b.is_ascii_digit() || b == b'.');
            if let Some((length, ip)) = address(text, at, end, last) {
                pieces.push(Piece { at: at..at + length, what: What::Address(ip) });
            }
            at = end;
        } else if let Some((end, what)) = id(text, at) {
            pieces.push(Piece { at: at..end, what });
            at = end;
        } else {
            at += 1;
        }
    }
    pieces
}

fn run(bytes: &[u8], from: usize, belongs: impl Fn(u8) -> bool) -> usize {
    from + bytes[from..].iter().take_while(|b| belongs(**b)).count()
}

/// Whether something may begin here: after nothing that it could be the end of. `\n` written out, as in
/// JSON within a log line, is a break.
fn is_start(before: &str) -> bool {
    let mut back = before.chars().rev();
    match (back.next(), back.next()) {
        (Some('n' | 'r' | 't'), Some('\\')) => true,
        (Some(c), _) => !c.is_ascii_alphanumeric(),
        (None, _) => true,
    }
}

/// An id of one of the four kinds. The cloud gives eight lower-case letters and digits; a word
/// (`eip-unbind`, `nat-gateway`) is none.
fn id(text: &str, at: usize) -> Option<(usize, What)> {
    let rest = text.as_bytes().get(at..)?;
    let kind =
        rest.get(..4).filter(|kind| matches!(*kind, b"eip-" | b"ins-" | b"nat-" | b"eni-"))?;
    let end = run(text.as_bytes(), at + 4, |b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let tail = &text[at + 4..end];
    let is_like_one = tail.len() == 8
        || ((6..=20).contains(&tail.len()) && tail.contains(|c: char| c.is_ascii_digit()));
    let mut after = text[end..].chars();
    let ends = match (after.next(), after.next()) {
        (Some('-'), Some(next)) => !next.is_ascii_alphabetic(),
        (Some(c), _) => !c.is_ascii_alphanumeric() && c != '_',
        (None, _) => true,
    };
    let begins = is_start(&text[..at]) && !text[..at].ends_with('-');
    if !is_like_one || !ends || !begins {
        return None;
    }
    let id = &text[at..end];
    let what = match kind {
        b"eip-" => What::Eip(EipId::parse(id)?),
        b"eni-" => What::Nic(NetworkInterfaceId::parse(id)?),
        _ => What::Instance(InstanceId::parse(id)?),
    };
    Some((end, what))
}

/// The address that a run of digits and dots is, if it is one; `last` is where the piece before it ends.
fn address(text: &str, from: usize, end: usize, last: usize) -> Option<(usize, Ipv4Addr)> {
    let word = text[from..end].trim_end_matches('.');
    let ip: Ipv4Addr = word.parse().ok()?;
    let [_, b, c, d] = ip.octets();
    let is_host = !(ip.is_unspecified()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.octets()[0] >= 224
        || (b, c, d) == (0, 0, 0));
    let after =
        if word.len() == end - from { &text[end..] } else { text[end..].trim_start_matches('.') };
    (is_host && may_begin(&text[..from], from == last) && may_end(&text[..from], after))
        .then_some((word.len(), ip))
}

/// Whether what stands before lets an address begin; `adjoins` says that another candidate ends right here.
fn may_begin(before: &str, adjoins: bool) -> bool {
    if adjoins {
        return before.is_empty();
    }
    let label = label(before);
    let is_version =
        matches!(&*label, "v" | "ver") || VERSION_LABELS.iter().any(|word| label.ends_with(word));
    if is_version {
        return false;
    }
    let word_before = |text: &str| -> String {
        let word: Vec<char> = text.chars().rev().take_while(char::is_ascii_alphanumeric).collect();
        word.into_iter().rev().collect()
    };
    // People write `IP203.0.113.77`, without a blank.
    if matches!(&*word_before(before).to_ascii_lowercase(), "ip" | "eip")
        && !before.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).ends_with(['-', '_', '.'])
    {
        return true;
    }
    if !is_start(before) {
        return false;
    }
    let Some(sign) = before.chars().next_back() else { return true };
    let ahead = &before[..before.len() - sign.len_utf8()];
    let word = word_before(ahead);
    match sign {
        '.' | '_' => false,
        // A range, `EIP-203.0.113.77`, or a break between words of another script; not a name with a version.
        '-' => {
            word.is_empty() || is_id_or_address(ahead) || word.to_ascii_lowercase().ends_with("ip")
        }
        // `Chrome/120.0.1.2` is a program.
        '/' => !word.contains(|c: char| c.is_ascii_uppercase()),
        // `14:03:22.11.22.33` is a time; `12:203.0.113.77` a line number.
        ':' => {
            let digits =
                |text: &str| text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let count = digits(ahead);
            !(count == 2
                && ahead[..ahead.len() - 2].ends_with(':')
                && digits(&ahead[..ahead.len() - 3]) > 0)
        }
        _ => true,
    }
}

/// Whether a text ends in an id or an address: what follows a `-` is then a thing of its own.
fn is_id_or_address(text: &str) -> bool {
    let word: String = text
        .chars()
        .rev()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        .collect();
    let word: String = word.chars().rev().collect();
    word.parse::<Ipv4Addr>().is_ok() || id(&word, 0).is_some_and(|(end, _)| end == word.len())
}

/// Whether what stands after lets an address end: no letters, no version's suffix, no prefix length of a
/// network (`/32` is that one address).
fn may_end(before: &str, after: &str) -> bool {
    let mut chars = after.chars();
    match (chars.next(), chars.next()) {
        (Some('-'), Some(next)) => !next.is_ascii_alphabetic(),
        (Some('/'), Some(next)) if next.is_ascii_digit() && !before.ends_with("://") => {
            let end = run(after.as_bytes(), 1, |b| b.is_ascii_digit());
            after[1..end].parse::<u8>().map_or(true, |length| length >= 32)
        }
        (Some(c), _) => !c.is_ascii_alphanumeric() && c != '_',
        (None, _) => true,
    }
}

/// Signs that stand between a key and its value.
const BEFORE_VALUE: &str = "\"'\\:=[(";

/// The key or word that a value follows, in lower case, without `_` and `-`.
pub(super) fn label(before: &str) -> String {
    /// The longest key that is looked at, in characters.
    const LONGEST: usize = 40;
    let key = before.trim_end_matches(|c: char| c.is_whitespace() || BEFORE_VALUE.contains(c));
    let from = key
        .char_indices()
        .rev()
        .take(LONGEST)
        .take_while(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '-'))
        .last();
    let word = from.map_or("", |(at, _)| &key[at..]);
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words that a value follows, as [`label`] but over blanks: `private ip address: 10.0.3.21`.
pub(super) fn labels(before: &str) -> String {
    /// As much as the longest key of several words has.
    const LONGEST: usize = 24;
    let key = before.trim_end_matches(|c: char| c.is_whitespace() || BEFORE_VALUE.contains(c));
    let mut words: Vec<char> = key
        .chars()
        .rev()
        .take(LONGEST)
        .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '))
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    words.reverse();
    words.into_iter().collect()
}
