//! Alert text: a log line, a JSON document, a chat message. What it may mean is picked out of it and offered; nothing is decided here.

use super::target::{TargetError, TargetText};
use super::{EipId, InstanceId, NetworkInterfaceId};
use std::net::Ipv4Addr;
use std::ops::Range;

/// At most this many candidates are offered.
pub const MOST: usize = 10;

/// Keys that name a private IP, in lower case, without `_` and `-` (`privateIpAddress` in both APIs, `PrivateAddressIp` in
/// `docs/api-v3.md` §4.1, and what alerts call it).
const PRIVATE_LABELS: &[&str] = &[
    "privateipaddress",
    "privateaddressip",
    "privateip",
    "lanip",
    "innerip",
    "内网ip",
    "私网ip",
    "内网地址",
];
/// A NIC and its private IP are beside each other when no more than this stands between them, in bytes.
const BESIDE: usize = 40;

/// What the operator named: targets as typed, or candidates picked from an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Targets {
    /// The targets, or the candidates.
    pub targets: Vec<TargetText>,
    /// They were picked from a text, so they are alternatives and not a batch.
    pub picked: bool,
}

impl Targets {
    /// Reads arguments: each is a target (`docs/contract.md` §3), unless one is a whole line of alert text.
    ///
    /// # Errors
    /// [`TargetError`] for what is meant as a target and is none.
    pub fn read(words: &[String]) -> Result<Self, TargetError> {
        if !words.iter().any(|word| is_alert(word)) {
            return Ok(Self { targets: TargetText::parse_all(words)?, picked: false });
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
        Ok(Self { targets, picked: true })
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

/// Picks what may be meant: EIP addresses and `eip-…` ids first, then the rest, each in the order of appearance and once; at most [`MOST`].
pub fn candidates(text: &str) -> Vec<TargetText> {
    let pieces = pieces(text);
    let pairs = pairs(text, &pieces);
    let mut first: Vec<TargetText> = Vec::new();
    let mut rest: Vec<TargetText> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let (target, list) = match &piece.what {
            What::Eip(id) => (TargetText::EipId(id.clone()), &mut first),
            What::Instance(id) => (TargetText::Instance(id.clone()), &mut rest),
            What::Nic(id) => match pairs.iter().find(|(nic, _)| *nic == at) {
                Some((_, ip)) => {
                    (TargetText::Pair(id.clone(), pieces[*ip].address().into()), &mut rest)
                }
                None => continue,
            },
            // The private IP of a pair is offered with its NIC.
            What::Address(ip) if pairs.iter().any(|(_, other)| pieces[*other].address() == *ip) => {
                continue;
            }
            What::Address(ip) => (
                TargetText::Address((*ip).into()),
                if is_private(*ip) { &mut rest } else { &mut first },
            ),
        };
        if !list.contains(&target) {
            list.push(target);
        }
    }
    first.append(&mut rest);
    first.truncate(MOST);
    first
}

/// Whether an address is of a private network: no EIP has one (RFC 1918, RFC 6598).
pub fn is_private(ip: Ipv4Addr) -> bool {
    let [a, b, ..] = ip.octets();
    ip.is_private() || (a == 100 && b & 0xc0 == 64)
}

/// Something in the text that looks like one of the things a target is made of.
struct Piece {
    at: Range<usize>,
    what: What,
}

enum What {
    Address(Ipv4Addr),
    Eip(EipId),
    Instance(InstanceId),
    Nic(NetworkInterfaceId),
}

impl Piece {
    fn address(&self) -> Ipv4Addr {
        if let What::Address(ip) = self.what { ip } else { Ipv4Addr::UNSPECIFIED }
    }

    fn is_address(&self) -> bool {
        matches!(self.what, What::Address(_))
    }
}

fn pieces(text: &str) -> Vec<Piece> {
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

/// Whether something may begin here: after nothing that it could be the end of. `\n` written out, as in JSON within a log line, is a break.
fn is_start(before: &str) -> bool {
    let mut back = before.chars().rev();
    match (back.next(), back.next()) {
        (Some('n' | 'r' | 't'), Some('\\')) => true,
        (Some(c), _) => !c.is_ascii_alphanumeric(),
        (None, _) => true,
    }
}

/// An id of one of the four kinds. The cloud gives eight lower-case letters and digits; a word (`eip-unbind`, `nat-gateway`) is none.
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
    let is_version = matches!(&*label, "v" | "ver")
        || ["version", "版本", "版本号"].iter().any(|word| label.ends_with(word));
    if !is_start(before) || is_version {
        return false;
    }
    let Some(sign) = before.chars().next_back() else { return true };
    let ahead = &before[..before.len() - sign.len_utf8()];
    let word: String = ahead.chars().rev().take_while(char::is_ascii_alphanumeric).collect();
    match sign {
        '.' | '_' => false,
        // A range, `EIP-203.0.113.77`, or a break between words of another script; not a name with a version.
        '-' => {
            word.is_empty()
                || is_id_or_address(ahead)
                || word.to_ascii_lowercase().starts_with("pi")
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

/// Whether what stands after lets an address end: no letters, no version's suffix, no CIDR's prefix length.
fn may_end(before: &str, after: &str) -> bool {
    let mut chars = after.chars();
    match (chars.next(), chars.next()) {
        (Some('-'), Some(next)) => !next.is_ascii_alphabetic(),
        (Some('/'), Some(next)) if next.is_ascii_digit() && !before.ends_with("://") => {
            let end = run(after.as_bytes(), 1, |b| b.is_ascii_digit());
            after[1..end].parse::<u8>().map_or(true, |length| length > 32)
        }
        (Some(c), _) => !c.is_ascii_alphanumeric() && c != '_',
        (None, _) => true,
    }
}

/// The key or word that a value follows, in lower case, without `_` and `-`.
fn label(before: &str) -> String {
    let key = before.trim_end_matches(|c: char| c.is_whitespace() || "\"'\\:=[(（：＝".contains(c));
    let from = key
        .char_indices()
        .rev()
        .take(BESIDE)
        .take_while(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '-'))
        .last();
    let word = from.map_or("", |(at, _)| &key[at..]);
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_private_label(label: &str) -> bool {
    PRIVATE_LABELS.iter().any(|known| label.ends_with(known))
}

/// Which NIC goes with which private IP, as places in `pieces`.
fn pairs(text: &str, pieces: &[Piece]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (nic, piece) in pieces.iter().enumerate() {
        if !matches!(piece.what, What::Nic(_)) {
            continue;
        }
        let free = |ip: &usize| pairs.iter().all(|(_, taken)| taken != ip);
        let labelled = |ip: &usize| {
            pieces[*ip].is_address() && is_private_label(&label(&text[..pieces[*ip].at.start]))
        };
        let is_nic = |at: &usize| matches!(pieces[*at].what, What::Nic(_));
        let same = |ip: &usize| {
            let (a, b) = (&pieces[nic.min(*ip)], &pieces[nic.max(*ip)]);
            !text[a.at.end..b.at.start].contains(['{', '}'])
        };
        let ahead =
            || (nic + 1..pieces.len()).take_while(|at| !is_nic(at)).filter(free).filter(labelled);
        let behind = || (0..nic).rev().take_while(|at| !is_nic(at)).filter(free).filter(labelled);
        // Beside it; else by the keys of the same object; else by the keys of what follows (`privateIpAddressSet` within the NIC).
        let ip = beside(text, pieces, nic)
            .filter(free)
            .or_else(|| ahead().find(same))
            .or_else(|| behind().find(same))
            .or_else(|| ahead().next());
        pairs.extend(ip.map(|ip| (nic, ip)));
    }
    pairs
}

/// The private IP right after the NIC, or right before it: `eni-x 10.0.0.5`, `eni-x,10.0.0.5`, `eni-x/10.0.0.5`, `eni-x（10.0.0.5）`.
fn beside(text: &str, pieces: &[Piece], nic: usize) -> Option<usize> {
    let between = |a: usize, b: usize| {
        let gap = &text[pieces[a].at.end..pieces[b].at.start];
        (gap.len() <= BESIDE && !gap.contains(['{', '}'])).then(|| {
            gap.chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect::<String>()
        })
    };
    let fits = |ip: usize, words: &str| {
        let explicit =
            is_private_label(words) || text[pieces[nic].at.end..].starts_with('/') && ip > nic;
        pieces[ip].is_address() && (explicit || is_private(pieces[ip].address()))
    };
    let after = (nic + 1 < pieces.len()).then_some(nic + 1).filter(|ip| {
        between(nic, *ip).is_some_and(|words| {
            (words.is_empty() || words == "ip" || PRIVATE_LABELS.contains(&&*words))
                && fits(*ip, &words)
        })
    });
    let before = nic
        .checked_sub(1)
        .filter(|ip| between(*ip, nic).is_some_and(|words| words.is_empty() && fits(*ip, "")));
    after.or(before)
}
