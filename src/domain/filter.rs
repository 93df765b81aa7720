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

/// Text of an address without allocating: this runs once a row and keystroke.
fn address_contains(ip: IpAddr, text: &str) -> bool {
    let mut buffer = CompactString::const_new("");
    let _ = std::fmt::Write::write_fmt(&mut buffer, format_args!("{ip}"));
    buffer.contains(text)
}

/// Case-insensitive; `needle` is lower case. The ASCII path allocates nothing.
fn contains(haystack: &str, needle: &str) -> bool {
    if haystack.is_ascii() {
        let (hay, needle) = (haystack.as_bytes(), needle.as_bytes());
        return needle.is_empty() || hay.windows(needle.len()).any(|w| w.eq_ignore_ascii_case(needle));
    }
    haystack.to_lowercase().contains(needle)
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
