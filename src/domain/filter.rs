//! The filter field: terms joined by AND. No fuzzy matching: a fuzzy hit is a wrong target (`product.md` §4).

use super::{Eip, NetworkInterface, Region};
use compact_str::CompactString;
use std::net::IpAddr;

/// A parsed filter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    terms: Vec<Term>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
    /// A whole address: matches exactly, `203.0.113.77` never keeps `.177`.
    Address(IpAddr),
    /// `203.0.113.0/24`.
    Range(IpAddr, u8),
    /// The beginning of an address, `203.0.` .
    AddressPart(CompactString),
    /// Text in any column.
    Any(CompactString),
    Status(CompactString),
    Instance(CompactString),
    Nic(CompactString),
    Name(CompactString),
    Region(CompactString),
}

impl Filter {
    /// Reads the field's text. Every text is a filter; nothing is refused.
    pub fn parse(text: &str) -> Self {
        Self { terms: text.split_whitespace().filter_map(parse_term).collect() }
    }

    /// Whether it keeps everything.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether it keeps this EIP.
    pub fn matches(&self, eip: &Eip) -> bool {
        self.terms.iter().all(|term| match term {
            Term::Address(ip) => eip.eip == Some(*ip) || eip.private_ip_address == Some(*ip),
            Term::Range(net, bits) => [eip.eip, eip.private_ip_address].into_iter().flatten().any(|ip| in_range(ip, *net, *bits)),
            Term::AddressPart(part) => [eip.eip, eip.private_ip_address].into_iter().flatten().any(|ip| address_contains(ip, part)),
            Term::Status(word) => status_matches(eip, word),
            Term::Instance(text) => eip.un_instance_id.as_ref().is_some_and(|i| contains(i.as_str(), text)),
            Term::Nic(text) => eip.network_interface_id.as_ref().is_some_and(|i| contains(i.as_str(), text)),
            Term::Name(text) => contains(&eip.eip_name, text),
            Term::Region(text) => region_matches(&eip.region, text),
            Term::Any(text) => {
                contains(eip.eip_id.as_str(), text)
                    || contains(&eip.eip_name, text)
                    || eip.un_instance_id.as_ref().is_some_and(|i| contains(i.as_str(), text))
                    || eip.network_interface_id.as_ref().is_some_and(|i| contains(i.as_str(), text))
                    || [eip.eip, eip.private_ip_address].into_iter().flatten().any(|ip| address_contains(ip, text))
            }
        })
    }

    /// Whether it keeps this private IP of this NIC, for the NIC/private-IP view.
    pub fn matches_nic(&self, nic: &NetworkInterface, ip: IpAddr, eip: Option<IpAddr>) -> bool {
        let ips = [Some(ip), eip];
        self.terms.iter().all(|term| match term {
            Term::Address(wanted) => ips.contains(&Some(*wanted)),
            Term::Range(net, bits) => ips.into_iter().flatten().any(|ip| in_range(ip, *net, *bits)),
            Term::AddressPart(part) => ips.into_iter().flatten().any(|ip| address_contains(ip, part)),
            Term::Status(_) => true,
            Term::Instance(text) => nic.un_instance_id.as_ref().is_some_and(|i| contains(i.as_str(), text)),
            Term::Nic(text) => contains(nic.network_interface_id.as_str(), text),
            Term::Name(text) => contains(&nic.eni_name, text),
            Term::Region(text) => region_matches(&nic.region, text),
            Term::Any(text) => {
                contains(nic.network_interface_id.as_str(), text)
                    || contains(&nic.eni_name, text)
                    || nic.un_instance_id.as_ref().is_some_and(|i| contains(i.as_str(), text))
                    || ips.into_iter().flatten().any(|ip| address_contains(ip, text))
            }
        })
    }
}

fn parse_term(word: &str) -> Option<Term> {
    let lower = CompactString::new(word.to_lowercase());
    if let Some((key, value)) = word.split_once(':') {
        match keyed_term(&key.to_lowercase(), value) {
            Keyed::Term(term) => return Some(term),
            Keyed::Empty => return None,
            Keyed::NoKey => {}
        }
    }
    Some(address_term(word).unwrap_or(Term::Any(lower)))
}

enum Keyed {
    Term(Term),
    /// A known key whose value is still empty: the operator is typing, and everything stays in sight.
    Empty,
    NoKey,
}

fn keyed_term(key: &str, value: &str) -> Keyed {
    let text = CompactString::new(value.to_lowercase());
    let term = match key {
        "ip" => address_term(value).unwrap_or(Term::AddressPart(text.clone())),
        "status" => Term::Status(text.clone()),
        "ins" => Term::Instance(text.clone()),
        "eni" => Term::Nic(text.clone()),
        "name" => Term::Name(text.clone()),
        "region" => Term::Region(text.clone()),
        _ => return Keyed::NoKey,
    };
    if text.is_empty() { Keyed::Empty } else { Keyed::Term(term) }
}

fn address_term(word: &str) -> Option<Term> {
    if let Ok(ip) = word.parse() {
        return Some(Term::Address(ip));
    }
    let (net, bits) = word.split_once('/')?;
    let (net, bits): (IpAddr, u8) = (net.parse().ok()?, bits.parse().ok()?);
    (bits <= if net.is_ipv4() { 32 } else { 128 }).then_some(Term::Range(net, bits))
}

fn in_range(ip: IpAddr, net: IpAddr, bits: u8) -> bool {
    match (ip, net) {
        (IpAddr::V4(ip), IpAddr::V4(net)) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
            u32::from(ip) & mask == u32::from(net) & mask
        }
        (IpAddr::V6(ip), IpAddr::V6(net)) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0);
            u128::from(ip) & mask == u128::from(net) & mask
        }
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
    }
}

/// Whether a part of an address reads so. No formatting machinery: this runs twice a row and keystroke.
fn address_contains(ip: IpAddr, text: &str) -> bool {
    let IpAddr::V4(ip) = ip else { return contains(&ip.to_string(), text) };
    if !text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return false;
    }
    let mut digits = [0_u8; 15];
    let mut length = 0;
    for (index, octet) in ip.octets().into_iter().enumerate() {
        let (hundreds, tens) = (octet / 100, octet / 10 % 10);
        let parts = [(index > 0, b'.'), (hundreds > 0, b'0' + hundreds), (octet > 9, b'0' + tens), (true, b'0' + octet % 10)];
        for (_, byte) in parts.into_iter().filter(|(is_shown, _)| *is_shown) {
            digits[length] = byte;
            length += 1;
        }
    }
    contains_ascii(&digits[..length], text.as_bytes())
}

/// Case-insensitive; `needle` is lower case. The ASCII path allocates nothing.
fn contains(haystack: &str, needle: &str) -> bool {
    if haystack.is_ascii() { contains_ascii(haystack.as_bytes(), needle.as_bytes()) } else { haystack.to_lowercase().contains(needle) }
}

fn contains_ascii(hay: &[u8], needle: &[u8]) -> bool {
    let Some((first, rest)) = needle.split_first() else { return true };
    let Some(last) = hay.len().checked_sub(needle.len()) else { return false };
    (0..=last).any(|at| hay[at].to_ascii_lowercase() == *first && hay[at + 1..at + needle.len()].eq_ignore_ascii_case(rest))
}

fn status_matches(eip: &Eip, word: &str) -> bool {
    match word {
        "nat" => eip.is_nat(),
        "arrears" => eip.arrears == Some(true),
        "blocked" => eip.blocked == Some(true),
        "free" => eip.is_unbound(),
        word => {
            let mut status = CompactString::const_new("");
            let _ = std::fmt::Write::write_fmt(&mut status, format_args!("{}", eip.status));
            status.to_lowercase().starts_with(word)
        }
    }
}

fn region_matches(region: &Region, text: &str) -> bool {
    contains(region.as_str(), text) || region.info().is_some_and(|i| i.short == text || i.zh.contains(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_addresses_are_found_as_they_are_written() {
        for ip in ["0.0.0.0", "10.20.0.11", "203.0.113.77", "255.255.255.255", "1.100.10.9", "2001:db8::7"] {
            let (ip, text): (IpAddr, &str) = (ip.parse().unwrap(), ip);
            for from in 0..text.len() {
                for to in from..=text.len() {
                    assert!(address_contains(ip, &text[from..to]), "{text} {}", &text[from..to]);
                }
            }
            assert!(!address_contains(ip, "77x") && !address_contains(ip, "9.9.9.9"));
        }
        assert!(!address_contains("203.0.113.177".parse().unwrap(), "203.0.113.77"));
    }

    #[test]
    fn text_is_found_whatever_its_case() {
        assert!(contains("Web-PROD-7", "prod-7") && contains("网关-GZ", "gz") && contains("x", ""));
        assert!(!contains("web", "webs") && !contains("", "a") && !contains("prod", "pd"));
    }
}
