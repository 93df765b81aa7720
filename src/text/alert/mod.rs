//! Alert text: a log line, a JSON document, a mail, a chat message. What it may mean is picked out
//! of it and offered; nothing is decided here.

mod pairs;
mod pieces;
mod regions;

use crate::domain::Region;
use crate::domain::target::{TargetError, TargetText, is_private};
use pieces::{What, pieces};
pub use regions::regions;

/// At most this many candidates are offered.
pub const MOST: usize = 10;

/// What the operator named: targets as typed, or candidates picked from an alert.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Targets {
    /// The targets, or the candidates.
    pub targets: Vec<TargetText>,
    /// They were picked from a text, so they are alternatives and not a batch.
    pub picked: bool,
    /// Where the alert says that they are; empty where it names no region.
    pub regions: Vec<Region>,
}

impl Targets {
    /// Reads arguments: each is a target (`docs/contract.md` §3), unless one is a whole line of alert text.
    ///
    /// # Errors
    /// [`TargetError`] for what is meant as a target and is none.
    pub fn read(words: &[String]) -> Result<Self, TargetError> {
        if !words.iter().any(|word| is_alert(word)) {
            return Self::read_targets(words);
        }
        let mut targets = Vec::new();
        for part in words.chunk_by(|a, b| is_alert(a) == is_alert(b)) {
            let found = if is_alert(&part[0]) {
                candidates(&part.join("\n"))
            } else {
                TargetText::parse_all(part)?
            };
            targets.extend(
                found.into_iter().filter(|target| !targets.contains(target)).collect::<Vec<_>>(),
            );
        }
        targets.truncate(MOST);
        Ok(Self { targets, picked: true, regions: regions(&words.join("\n")) })
    }

    /// An alert that the shell split into words looks like half a pair: the whole line decides.
    fn read_targets(words: &[String]) -> Result<Self, TargetError> {
        match TargetText::parse_all(words) {
            Ok(targets) => Ok(Self { targets, picked: false, regions: vec![] }),
            Err(error) => match Self::of_text(&words.join(" ")) {
                given if words.len() > 1 && !given.targets.is_empty() => Ok(given),
                _ => Err(error),
            },
        }
    }

    /// What a pasted text names.
    pub(crate) fn of_text(text: &str) -> Self {
        Self { targets: candidates(text), picked: true, regions: regions(text) }
    }
}

/// Whether this is alert text: no target as it stands, but something in it may be one.
fn is_alert(word: &str) -> bool {
    let is_whole = |id: &str| {
        id.split_once('-').is_some_and(|(_, tail)| tail.chars().all(|c| c.is_ascii_alphanumeric()))
    };
    let typed =
        TargetText::parse_all(&[word.to_owned()]).ok().and_then(|all| all.into_iter().next());
    let is_target = match typed {
        Some(TargetText::Address(_) | TargetText::Pair(..)) => true,
        Some(TargetText::EipId(id)) => is_whole(id.as_str()),
        Some(TargetText::Instance(id)) => is_whole(id.as_str()),
        Some(TargetText::Name(_)) | None => false,
    };
    !is_target && !candidates(word).is_empty()
}

/// Picks what may be meant: EIP addresses and `eip-…` ids first, then the rest, each in the order of
/// appearance and once; at most [`MOST`].
pub fn candidates(text: &str) -> Vec<TargetText> {
    let text = &plain(text);
    let pieces = pieces(text);
    let pairs = pairs::pairs(text, &pieces);
    let mut first: Vec<TargetText> = Vec::new();
    let mut rest: Vec<TargetText> = Vec::new();
    let add = |list: &mut Vec<TargetText>, target| {
        if !list.contains(&target) {
            list.push(target);
        }
    };
    for (at, piece) in pieces.iter().enumerate() {
        match &piece.what {
            What::Eip(id) => add(&mut first, TargetText::EipId(id.clone())),
            What::Instance(id) => add(&mut rest, TargetText::Instance(id.clone())),
            What::Nic(id) => {
                for (_, ip) in pairs.iter().filter(|(nic, _)| *nic == at) {
                    let ip = pieces[*ip].address().into();
                    add(&mut rest, TargetText::Pair(id.clone(), ip));
                }
            }
            // The private IP of a pair is offered with its NIC.
            What::Address(ip) if pairs.iter().any(|(_, other)| pieces[*other].address() == *ip) => {
            }
            What::Address(ip) if is_private(*ip) => {
                add(&mut rest, TargetText::Address((*ip).into()));
            }
            What::Address(ip) => add(&mut first, TargetText::Address((*ip).into())),
        }
    }
    first.append(&mut rest);
    first.truncate(MOST);
    first
}

/// The text as a reader takes it: full-width letters and signs are the plain ones, invisible
/// characters are not there, and an address made harmless for a chat (`203[.]0[.]113[.]77`) is one.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let is_after_digit = plain.ends_with(|last: char| last.is_ascii_digit());
        let ahead = rest.as_str();
        match c {
            '\u{ff01}'..='\u{ff5e}' => {
                plain.extend(char::from_u32(u32::from(c) - 0xfee0));
            }
            '\u{3000}' | '\u{a0}' => plain.push(' '),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            '[' | '(' if is_after_digit => {
                let close = if c == '[' { "]" } else { ")" };
                let inside = [".", "dot"].into_iter().find(|dot| {
                    ahead.strip_prefix(dot).is_some_and(|after| {
                        after
                            .strip_prefix(close)
                            .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()))
                    })
                });
                match inside {
                    Some(dot) => {
                        rest.nth(dot.len());
                        plain.push('.');
                    }
                    None => plain.push(c),
                }
            }
            '。' if is_after_digit && ahead.starts_with(|c: char| c.is_ascii_digit()) => {
                plain.push('.');
            }
            _ => plain.push(c),
        }
    }
    plain
}
