//! The `protect` list of a profile: which targets need the longer token (`docs/contract.md` §4).

use super::{Eip, InstanceId, NetworkInterfaceId, pattern};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::RangeInclusive;

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Protected {
    /// A name, an id or an address; `*` stands for anything.
    Pattern(String),
    /// `203.0.113.0/24`, or `203.0.113.10-203.0.113.20` (the end may be the last octet alone).
    V4(RangeInclusive<Ipv4Addr>),
    /// The same of IPv6.
    V6(RangeInclusive<Ipv6Addr>),
    /// `tag:KEY=VALUE`.
    Tag(String, String),
}

/// Why an entry can never match anything: somebody believes in a protection that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeverMatches {
    /// It is empty.
    Empty,
    /// Blanks stand before or after it.
    Blanks,
    /// It holds a line break or another control character.
    Control,
    /// It is written as an address, and is none.
    NoAddress,
    /// It is written as a network, and is none.
    NoNetwork,
    /// Its range ends before it begins, or where another kind of address is.
    NoRange,
    /// It begins as an id, and no id is written so.
    NoId,
    /// It is no `tag:KEY=VALUE`.
    NoTag,
}

/// How ids of this program's resources begin.
const ID_PREFIXES: [&str; 3] = ["eip-", "ins-", "eni-"];

impl Protected {
    /// Reads an entry.
    ///
    /// # Errors
    /// [`NeverMatches`] when nothing could ever be protected by it.
    pub(crate) fn parse(text: &str) -> Result<Self, NeverMatches> {
        if text.trim().is_empty() {
            return Err(NeverMatches::Empty);
        }
        if text.chars().any(char::is_control) {
            return Err(NeverMatches::Control);
        }
        if text.trim() != text {
            return Err(NeverMatches::Blanks);
        }
        if let Some(tag) = text.strip_prefix("tag:") {
            let (key, value) = tag.split_once('=').ok_or(NeverMatches::NoTag)?;
            let is_whole = !key.trim().is_empty() && key.trim() == key;
            return is_whole
                .then(|| Self::Tag(key.to_owned(), value.to_owned()))
                .ok_or(NeverMatches::NoTag);
        }
        if let Some((net, bits)) = text.split_once('/')
            && is_numeric(net)
        {
            return network(net, bits).ok_or(NeverMatches::NoNetwork);
        }
        if let Some((first, last)) = text.split_once('-')
            && is_numeric(first)
            && (is_numeric(last) || last.trim().parse::<u32>().is_ok())
        {
            return range(first.trim(), last.trim()).ok_or(NeverMatches::NoRange);
        }
        if is_numeric(text) && text.parse::<IpAddr>().is_err() {
            return Err(NeverMatches::NoAddress);
        }
        let small = text.to_lowercase();
        let id = ID_PREFIXES.iter().find_map(|prefix| small.strip_prefix(prefix));
        let is_id = |rest: &str| {
            !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '*')
        };
        match id {
            Some(rest) if !is_id(rest) => Err(NeverMatches::NoId),
            _ => Ok(Self::Pattern(text.to_owned())),
        }
    }

    /// Whether it protects this EIP.
    pub(crate) fn matches(&self, eip: &Eip) -> bool {
        let addresses = || [eip.eip, eip.private_ip_address].into_iter().flatten();
        match self {
            Self::Pattern(pattern) => {
                let ids = [
                    eip.un_instance_id.as_ref().map(InstanceId::as_str),
                    eip.network_interface_id.as_ref().map(NetworkInterfaceId::as_str),
                ];
                let own = [eip.eip_name.as_str(), eip.eip_id.as_str()];
                own.into_iter()
                    .chain(ids.into_iter().flatten())
                    .any(|text| !text.is_empty() && pattern::matches(pattern, text))
                    || addresses().any(|ip| is_address(pattern, ip))
            }
            Self::V4(range) => {
                addresses().any(|ip| matches!(ip, IpAddr::V4(ip) if range.contains(&ip)))
            }
            Self::V6(range) => {
                addresses().any(|ip| matches!(ip, IpAddr::V6(ip) if range.contains(&ip)))
            }
            // Where no tags are told, that is a danger of its own.
            Self::Tag(key, value) => eip.has_tag(|tag| tag.is(key, value)) == Some(true),
        }
    }
}

/// Whether an entry of the list, as it is written, protects this EIP. The list was checked when it was read.
pub(crate) fn protects(entry: &str, eip: &Eip) -> bool {
    match Protected::parse(entry) {
        Ok(protected) => protected.matches(eip),
        Err(_) => false,
    }
}

/// An address in any way of writing it, or a pattern that fits its usual one.
fn is_address(pattern: &str, ip: IpAddr) -> bool {
    pattern
        .parse::<IpAddr>()
        .map_or_else(|_| pattern::matches(pattern, &ip.to_string()), |p| p == ip)
}

/// Whether a text can only be meant as an address: digits and dots, or hex digits and colons.
fn is_numeric(text: &str) -> bool {
    let text = text.trim();
    let v4 = text.contains('.') && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let v6 = text.matches(':').count() >= 2
        && text.chars().all(|c| c.is_ascii_hexdigit() || c == ':' || c == '.');
    v4 || v6
}

fn network(net: &str, bits: &str) -> Option<Protected> {
    let bits: u32 = bits.parse().ok().filter(|_| bits.chars().all(|c| c.is_ascii_digit()))?;
    match net.parse().ok()? {
        IpAddr::V4(ip) => {
            let mask = u32::MAX.checked_shl(32u32.checked_sub(bits)?).unwrap_or(0);
            let first = u32::from(ip) & mask;
            Some(Protected::V4(first.into()..=(first | !mask).into()))
        }
        IpAddr::V6(ip) => {
            let mask = u128::MAX.checked_shl(128u32.checked_sub(bits)?).unwrap_or(0);
            let first = u128::from(ip) & mask;
            Some(Protected::V6(first.into()..=(first | !mask).into()))
        }
    }
}

fn range(first: &str, last: &str) -> Option<Protected> {
    match first.parse().ok()? {
        IpAddr::V4(first) => {
            let last = match last.parse::<u8>() {
                Ok(octet) => {
                    let [a, b, c, _] = first.octets();
                    Ipv4Addr::new(a, b, c, octet)
                }
                Err(_) => last.parse().ok()?,
            };
            (first <= last).then_some(Protected::V4(first..=last))
        }
        IpAddr::V6(first) => {
            let last = last.parse().ok()?;
            (first <= last).then_some(Protected::V6(first..=last))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_never_match_is_told_from_what_can() {
        use NeverMatches as No;
        for (text, why) in [
            ("", No::Empty),
            ("  ", No::Empty),
            (" prod-*", No::Blanks),
            ("prod-*\n", No::Control),
            ("203.0.113.256", No::NoAddress),
            ("203.0.113", No::NoAddress),
            ("203.0.113.0/33", No::NoNetwork),
            ("203.0.113.0/", No::NoNetwork),
            ("203.0.113.0/-1", No::NoNetwork),
            ("203.0.113/24", No::NoNetwork),
            ("2001:db8::/129", No::NoNetwork),
            ("203.0.113.20-203.0.113.10", No::NoRange),
            ("203.0.113.20-300", No::NoRange),
            ("203.0.113.20-2001:db8::1", No::NoRange),
            ("eni-", No::NoId),
            ("eip-4tqx 81ma", No::NoId),
            ("ins-1a2b3c4d,ins-2", No::NoId),
            ("tag:env", No::NoTag),
            ("tag:=prod", No::NoTag),
        ] {
            assert_eq!(Protected::parse(text), Err(why), "{text:?}");
        }
        for text in [
            "prod-*",
            "*",
            "eni-5f6a7b8c",
            "ins-*",
            "203.0.113.*",
            "10-20",
            "web 7/8",
            "网关-*",
            "77",
        ] {
            assert_eq!(Protected::parse(text), Ok(Protected::Pattern(text.to_owned())), "{text:?}");
        }
    }

    #[test]
    fn networks_and_ranges_hold_their_ends() {
        let range =
            |first: &str, last: &str| Protected::V4(first.parse().unwrap()..=last.parse().unwrap());
        for (text, want) in [
            ("203.0.113.77/24", range("203.0.113.0", "203.0.113.255")),
            ("203.0.113.77/32", range("203.0.113.77", "203.0.113.77")),
            ("0.0.0.0/0", range("0.0.0.0", "255.255.255.255")),
            ("203.0.113.10-203.0.114.2", range("203.0.113.10", "203.0.114.2")),
            ("203.0.113.10-20", range("203.0.113.10", "203.0.113.20")),
            ("203.0.113.10 - 203.0.113.20", range("203.0.113.10", "203.0.113.20")),
        ] {
            assert_eq!(Protected::parse(text), Ok(want), "{text}");
        }
        assert!(matches!(Protected::parse("2001:db8::/32"), Ok(Protected::V6(_))));
    }
}
