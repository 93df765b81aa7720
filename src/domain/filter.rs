//! The filter field: terms joined by AND. No fuzzy matching: a fuzzy hit is a wrong target (`docs/contract.md` §4).

use super::{Eip, InstanceId, NetworkInterface, NetworkInterfaceId, Region};
use compact_str::{CompactString, format_compact};
use std::fmt::Write;
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

    /// Whether it keeps this EIP; `line` is its line of [`Lines`].
    pub fn matches(&self, eip: &Eip, line: &str) -> bool {
        self.terms.iter().all(|term| match term {
            Term::Address(ip) => eip.eip == Some(*ip) || eip.private_ip_address == Some(*ip),
            Term::Range(net, bits) => [eip.eip, eip.private_ip_address]
                .into_iter()
                .flatten()
                .any(|ip| in_range(ip, *net, *bits)),
            Term::AddressPart(part) => [eip.eip, eip.private_ip_address]
                .into_iter()
                .flatten()
                .any(|ip| address_contains(ip, part)),
            Term::Status(word) => status_matches(eip, word),
            Term::Instance(text) => {
                eip.un_instance_id.as_ref().is_some_and(|i| contains(i.as_str(), text))
            }
            Term::Nic(text) => {
                eip.network_interface_id.as_ref().is_some_and(|i| contains(i.as_str(), text))
            }
            Term::Name(text) => contains(&eip.eip_name, text),
            Term::Region(text) => region_matches(&eip.region, text),
            Term::Any(text) => line.contains(text.as_str()),
        })
    }

    /// Whether it keeps this private IP of this NIC, for the NIC/private-IP view.
    pub fn matches_nic(&self, nic: &NetworkInterface, ip: IpAddr, eip: Option<IpAddr>) -> bool {
        let ips = [Some(ip), eip];
        self.terms.iter().all(|term| match term {
            Term::Address(wanted) => ips.contains(&Some(*wanted)),
            Term::Range(net, bits) => ips.into_iter().flatten().any(|ip| in_range(ip, *net, *bits)),
            Term::AddressPart(part) => {
                ips.into_iter().flatten().any(|ip| address_contains(ip, part))
            }
            Term::Status(_) => true,
            Term::Instance(text) => {
                nic.un_instance_id.as_ref().is_some_and(|i| contains(i.as_str(), text))
            }
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

/// What a term without a key is looked for in: each row's ids, name and addresses in lower case, made once for all keystrokes.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    text: String,
    ends: Vec<usize>,
}

impl Lines {
    /// One line an EIP, in their order.
    pub fn of<'a>(eips: impl ExactSizeIterator<Item = &'a Eip>) -> Self {
        let mut lines = Self {
            text: String::with_capacity(eips.len() * 96),
            ends: Vec::with_capacity(eips.len()),
        };
        eips.for_each(|eip| lines.push(eip));
        lines
    }

    /// The line of each EIP.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.text[start..*end])
    }

    /// A line break ends each text: no term holds one.
    fn push(&mut self, eip: &Eip) {
        let ids = [
            eip.un_instance_id.as_ref().map(InstanceId::as_str),
            eip.network_interface_id.as_ref().map(NetworkInterfaceId::as_str),
        ];
        for text in
            [eip.eip_id.as_str(), &eip.eip_name].into_iter().chain(ids.into_iter().flatten())
        {
            let start = self.text.len();
            self.text.push_str(text);
            match self.text.get_mut(start..) {
                Some(copy) if copy.is_ascii() => copy.make_ascii_lowercase(),
                _ => self.text.replace_range(start.., &text.to_lowercase()),
            }
            self.text.push('\n');
        }
        for ip in [eip.eip, eip.private_ip_address].into_iter().flatten() {
            self.push_address(ip);
        }
        self.ends.push(self.text.len());
    }

    /// Digit by digit where it can be: formatting took half the time that opening the field over 100,000 rows takes.
    fn push_address(&mut self, ip: IpAddr) {
        let IpAddr::V4(ip) = ip else {
            let _ = writeln!(self.text, "{ip}");
            return;
        };
        for (octet, end) in ip.octets().into_iter().zip("...\n".chars()) {
            for (is_shown, digit) in
                [(octet > 99, octet / 100), (octet > 9, octet / 10 % 10), (true, octet % 10)]
            {
                if is_shown {
                    self.text.push(char::from(b'0' + digit));
                }
            }
            self.text.push(end);
        }
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

fn address_contains(ip: IpAddr, text: &str) -> bool {
    format_compact!("{ip}").contains(text)
}

/// Case-insensitive; `needle` is lower case.
fn contains(haystack: &str, needle: &str) -> bool {
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
            let _ = write!(status, "{}", eip.status);
            status.to_lowercase().starts_with(word)
        }
    }
}

fn region_matches(region: &Region, text: &str) -> bool {
    contains(region.as_str(), text)
        || region.info().is_some_and(|i| i.short == text || i.zh.contains(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_as_they_are_written() {
        for text in [
            "0.0.0.0",
            "10.20.0.11",
            "203.0.113.77",
            "255.255.255.255",
            "1.100.10.9",
            "2001:db8::7",
        ] {
            let mut lines = Lines::default();
            lines.push_address(text.parse().unwrap());
            assert_eq!(lines.text, format!("{text}\n"));
        }
        assert!(
            address_contains("203.0.113.177".parse().unwrap(), "13.17")
                && !address_contains("203.0.113.177".parse().unwrap(), "203.0.113.77")
        );
    }
}
