//! Which NIC of a text goes with which private IP.

use super::pieces::{Piece, labels};
use crate::domain::target::is_private;

/// Keys and words that a private IP follows, in lower case, without blanks, `_` and `-`
/// (`privateIpAddress` in API 2.0, `PrivateAddressIp` in API 3.0, and what alerts call it).
const PRIVATE_LABELS: &[&str] = &[
    "privateipaddress",
    "privateaddressip",
    "privateip",
    "privateaddress",
    "private",
    "internalip",
    "internal",
    "lanip",
    "innerip",
    "内网ip",
    "内网",
    "私网ip",
    "私网",
    "内网地址",
    "私网地址",
    "内网ip地址",
    "私网ip地址",
];
/// What stands between the members of a list of addresses.
const LIST_WORDS: &[&str] = &["", "and", "or", "和", "与", "及", "以及", "或"];
/// A dot after one of these ends no sentence.
const SHORT_WORDS: &[&str] = &["ip", "addr", "priv", "no", "nr", "int", "incl", "approx"];

/// Pairs of a NIC and a private IP, as places in `pieces`: what stands in one sentence, whatever stands
/// between; else by the keys of one object; else by the keys of what follows
/// (`privateIpAddressSet` within the NIC).
pub(super) fn pairs(text: &str, pieces: &[Piece]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let ends = sentence_ends(text);
    let sentence = |at: usize| ends.partition_point(|end| *end < pieces[at].at.end);
    let all: Vec<usize> = (0..pieces.len()).collect();
    for part in all.chunk_by(|a, b| sentence(*a) == sentence(*b)) {
        of_sentence(text, pieces, part, &mut pairs);
    }
    let is_labelled =
        |ip: &usize| pieces[*ip].is_address() && has_private_label(&text[..pieces[*ip].at.start]);
    for nic in 0..pieces.len() {
        if !pieces[nic].is_nic() || pairs.iter().any(|(paired, _)| *paired == nic) {
            continue;
        }
        let is_free = |ip: &usize| pairs.iter().all(|(_, taken)| taken != ip);
        let is_same_object = |ip: &usize| {
            let (a, b) = (&pieces[nic.min(*ip)], &pieces[nic.max(*ip)]);
            !text[a.at.end..b.at.start].contains(['{', '}'])
        };
        let is_no_nic = |at: &usize| !pieces[*at].is_nic();
        let ahead =
            || (nic + 1..pieces.len()).take_while(is_no_nic).filter(is_free).filter(is_labelled);
        let behind = || (0..nic).rev().take_while(is_no_nic).filter(is_free).filter(is_labelled);
        let ip = ahead()
            .find(is_same_object)
            .or_else(|| behind().find(is_same_object))
            .or_else(|| ahead().next());
        pairs.extend(ip.map(|ip| (nic, ip)));
    }
    pairs
}

fn has_private_label(before: &str) -> bool {
    let words = labels(before);
    PRIVATE_LABELS.iter().any(|known| words.ends_with(known))
}

/// The pairs of one sentence, added to `pairs`.
fn of_sentence(text: &str, pieces: &[Piece], part: &[usize], pairs: &mut Vec<(usize, usize)>) {
    let nics: Vec<usize> = part.iter().copied().filter(|at| pieces[*at].is_nic()).collect();
    let is_labelled = |ip: usize| has_private_label(&text[..pieces[ip].at.start]);
    // `eni-x/30.0.0.5` is a pair, whatever the network.
    let is_slashed = |ip: usize| {
        let before = &text[..pieces[ip].at.start];
        before.ends_with('/') && nics.iter().any(|nic| pieces[*nic].at.end + 1 == before.len())
    };
    let ips: Vec<usize> = part
        .iter()
        .copied()
        .filter(|at| pieces[*at].is_address())
        .filter(|at| is_private(pieces[*at].address()) || is_labelled(*at) || is_slashed(*at))
        .collect();
    match nics.as_slice() {
        [] => {}
        [nic] => {
            let gap = |ip: &usize| {
                let (a, b) = (&pieces[*nic.min(ip)], &pieces[*nic.max(ip)]);
                b.at.start - a.at.end
            };
            let labelled: Vec<usize> = ips.iter().copied().filter(|ip| is_labelled(*ip)).collect();
            let nearest = if labelled.is_empty() { &ips } else { &labelled };
            let Some(nearest) = nearest.iter().copied().min_by_key(gap) else { return };
            pairs.extend(list_around(text, pieces, &ips, nearest).map(|ip| (*nic, ip)));
        }
        nics if nics.len() == ips.len() => {
            pairs.extend(nics.iter().copied().zip(ips));
        }
        nics => {
            for (place, nic) in nics.iter().enumerate() {
                let (from, to) = (
                    place.checked_sub(1).map_or(0, |before| nics[before]),
                    nics.get(place + 1).copied().unwrap_or(pieces.len()),
                );
                let is_free = |ip: &&usize| pairs.iter().all(|(_, taken)| taken != *ip);
                let after = ips.iter().filter(is_free).find(|ip| **ip > *nic && **ip < to);
                let ip = after.or_else(|| {
                    ips.iter().rev().filter(is_free).find(|ip| **ip < *nic && **ip >= from)
                });
                let ip = ip.copied();
                pairs.extend(ip.map(|ip| (*nic, ip)));
            }
        }
    }
}

/// The members of the list of addresses that one of them stands in: `10.0.0.4、10.0.0.5`.
fn list_around<'a>(
    text: &'a str,
    pieces: &'a [Piece],
    ips: &'a [usize],
    one: usize,
) -> impl Iterator<Item = usize> + 'a {
    let at = ips.iter().position(|ip| *ip == one).unwrap_or_default();
    let is_list = move |pair: &[usize]| {
        let between = &text[pieces[pair[0]].at.end..pieces[pair[1]].at.start];
        let words: String =
            between.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        pair[0] + 1 == pair[1]
            && LIST_WORDS.contains(&&*words)
            && !between.contains(['>', '(', ')', ':', '-', '|'])
    };
    let back = ips[..=at].windows(2).rev().take_while(|pair| is_list(pair)).count();
    let on = ips[at..].windows(2).take_while(|pair| is_list(pair)).count();
    ips[at - back..=at + on].iter().copied()
}

/// Where sentences, lines and objects end, in bytes.
fn sentence_ends(text: &str) -> Vec<usize> {
    let is_end = |(at, c): &(usize, char)| match c {
        '\n' | '\r' | '{' | '}' | '!' | '?' | '。' => true,
        // A line break written out, as in JSON within a log line.
        '\\' => text[at + 1..].starts_with(['n', 'r']),
        '.' => {
            let after = &text[at + 1..];
            let next = after.trim_start().chars().next();
            let word: String =
                text[..*at].chars().rev().take_while(char::is_ascii_alphabetic).collect();
            let word: String = word.chars().rev().collect::<String>().to_ascii_lowercase();
            after.starts_with(char::is_whitespace)
                && next.is_none_or(|c| !c.is_ascii_lowercase())
                && !SHORT_WORDS.contains(&&*word)
        }
        _ => false,
    };
    text.char_indices().filter(is_end).map(|(at, _)| at).collect()
}
