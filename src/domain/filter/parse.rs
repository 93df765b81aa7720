//! From the field's text to terms.

use super::{State, StateWords, Term};
use crate::domain::Region;
use crate::domain::region::REGIONS;
use compact_str::CompactString;
use std::net::IpAddr;

/// What begins an id; two of them in one filter are alternatives.
const ID_KINDS: &[&str] = &["eip-", "ins-", "eni-", "nat-", "lb-", "havip-"];
/// What may stand between the members of a list.
const COMMAS: [char; 5] = [',', '，', '、', ';', '；'];

/// The terms of a text. Addresses and ids that stand there without a key mean any of them.
pub(super) fn terms(text: &str, words: StateWords<'_>) -> Vec<Term> {
    let mut all = Vec::new();
    let mut alternatives = Vec::new();
    let mut rest: Vec<&str> = text.split_whitespace().collect();
    while let Some(first) = rest.first() {
        let (word, taken) = phrase(&rest, words).unwrap_or_else(|| ((*first).to_owned(), 1));
        rest.drain(..taken);
        let parts: Vec<&str> = word.split(COMMAS).filter(|part| !part.is_empty()).collect();
        match keyed(&word, words) {
            Keyed::Term(term) => all.push(term),
            Keyed::Empty => {}
            Keyed::NoKey if !parts.is_empty() && parts.iter().all(|part| is_one_thing(part)) => {
                alternatives.extend(parts.iter().map(|part| bare(part, words)));
            }
            Keyed::NoKey => all.push(bare(&word, words)),
        }
    }
    match alternatives.len() {
        0 | 1 => all.append(&mut alternatives),
        _ => all.push(Term::AnyOf(alternatives)),
    }
    all
}

/// Whether it is an address or the beginning of an id.
fn is_one_thing(word: &str) -> bool {
    let lower = word.to_lowercase();
    word.parse::<IpAddr>().is_ok() || ID_KINDS.iter().any(|kind| lower.starts_with(kind))
}

/// Words with blanks in them that stand behind a key, or alone: `status:link kept`, `region:Hong Kong`.
fn phrase(rest: &[&str], words: StateWords<'_>) -> Option<(String, usize)> {
    /// As many as the longest of them has.
    const LONGEST: usize = 6;
    (2..=rest.len().min(LONGEST)).rev().find_map(|count| {
        let whole = rest[..count].join(" ");
        let (key, value) = match whole.split_once(':') {
            Some((key, value)) => (key.to_lowercase(), value.to_lowercase()),
            None => (String::new(), whole.to_lowercase()),
        };
        let is_state = || words.iter().any(|(word, _)| *word == value);
        let is_region = || REGIONS.iter().any(|row| row.en.to_lowercase() == value);
        let is_known = match &*key {
            "status" => is_state(),
            "region" => is_region(),
            "" => is_state() || is_region(),
            _ => false,
        };
        is_known.then_some((whole, count))
    })
}

enum Keyed {
    Term(Term),
    /// A known key whose value is still empty: the operator is typing, and everything stays in sight.
    Empty,
    NoKey,
}

fn keyed(word: &str, words: StateWords<'_>) -> Keyed {
    let Some((key, values)) = word.split_once(':') else { return Keyed::NoKey };
    if key.eq_ignore_ascii_case("tag") {
        // As it is: keys and values of tags tell capitals from small letters.
        let (key, value) = match values.split_once('=') {
            Some((key, value)) => (key, Some(value).filter(|value| !value.is_empty())),
            None => (values, None),
        };
        let term = Term::Tag(CompactString::new(key), value.map(CompactString::new));
        return if key.is_empty() { Keyed::Empty } else { Keyed::Term(term) };
    }
    let term: fn(&str, StateWords<'_>) -> Term = match &*key.to_lowercase() {
        "ip" => |value, _| {
            address(value).unwrap_or_else(|| Term::AddressPart(CompactString::new(value)))
        },
        "status" => |value, words| Term::Status {
            states: states(words, |word| word.starts_with(value)),
            word: CompactString::new(value),
        },
        "ins" => |value, _| Term::Instance(CompactString::new(value)),
        "eni" => |value, _| Term::Nic(CompactString::new(value)),
        "name" => |value, _| Term::Name(CompactString::new(value)),
        "region" => |value, _| Term::Region(CompactString::new(value)),
        _ => return Keyed::NoKey,
    };
    let values = values.to_lowercase();
    let mut terms: Vec<Term> = values
        .split(COMMAS)
        .map(str::trim)
        .filter(|value| !value.is_empty())
        .map(|value| term(value, words))
        .collect();
    match terms.len() {
        0 => Keyed::Empty,
        1 => Keyed::Term(terms.remove(0)),
        _ => Keyed::Term(Term::AnyOf(terms)),
    }
}

fn bare(word: &str, words: StateWords<'_>) -> Term {
    address(word).unwrap_or_else(|| {
        let text = CompactString::new(word.to_lowercase());
        Term::Any {
            regions: regions_named(&text),
            states: states(words, |word| word == text),
            text,
        }
    })
}

fn states(words: StateWords<'_>, fits: impl Fn(&str) -> bool) -> Vec<State> {
    let mut found = Vec::new();
    for (word, state) in words {
        if fits(word) && !found.contains(state) {
            found.push(*state);
        }
    }
    found
}

/// The regions whose name, or a word of it, begins like this, and the one whose code it is. Two letters are
/// too few: they would keep rows that have nothing to do with what is being typed.
fn regions_named(text: &str) -> Vec<Region> {
    const FEWEST: usize = 3;
    let begins = |name: &str| {
        let name = name.to_lowercase();
        name.starts_with(text) || name.split(' ').any(|word| word.starts_with(text))
    };
    let named = REGIONS.iter().filter(|row| {
        row.short == text
            || row.long == text
            || row.zh.to_lowercase().starts_with(text)
            || row.city_zh().to_lowercase().starts_with(text)
            || (text.len() >= FEWEST && text.is_ascii() && begins(row.en))
            || row.en.to_lowercase() == text
    });
    named.filter_map(|row| Region::parse(row.long).ok()).collect()
}

/// A whole address or a range of them.
fn address(word: &str) -> Option<Term> {
    if let Ok(ip) = word.parse() {
        return Some(Term::Address(ip));
    }
    let (net, bits) = word.split_once('/')?;
    let (net, bits): (IpAddr, u8) = (net.parse().ok()?, bits.parse().ok()?);
    (bits <= if net.is_ipv4() { 32 } else { 128 }).then_some(Term::Range(net, bits))
}
