//! The filter field: terms joined by AND. No fuzzy matching: a fuzzy hit is a wrong target (`docs/contract.md` §4).

mod lines;
mod parse;

use super::{Eip, EipStatus, InstanceKind, NetworkInterface, Region, Tag};
use compact_str::{CompactString, format_compact};
pub use lines::Lines;
use std::fmt::Write;
use std::net::IpAddr;

/// A parsed filter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    terms: Vec<Term>,
}

/// The words that stand on the screen for states, in lower case, with what each means: the languages are
/// none of this module's business, so they are passed in.
pub type StateWords<'a> = &'a [(&'a str, State)];

/// What a state word asks of an EIP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// On something: a server, a NIC, a gateway.
    Bound,
    Unbound,
    /// Unbound, and its NIC and private IP are still named.
    LinkKept,
    /// On a NIC that no server holds.
    DetachedNic,
    Creating,
    Binding,
    Unbinding,
    /// The cloud is at work on it, whatever it does.
    InTransition,
    /// Status 6 of API 2.0, `OFFLINING` of 3.0.
    BeingReleased,
    CreateFailed,
    /// A status that no document names.
    Undocumented,
    Arrears,
    Blocked,
    ReleasedOnUnbind,
    Direct,
    NatGateway,
    Havip,
    LoadBalancer,
}

impl State {
    fn is_of(self, eip: &Eip) -> bool {
        match self {
            Self::Bound => eip.status.is_bound() && !eip.is_link_kept(),
            Self::Unbound => eip.is_unbound(),
            Self::LinkKept => eip.is_link_kept(),
            Self::DetachedNic => eip.status == EipStatus::BoundToDetachedNic,
            Self::Creating => eip.status == EipStatus::Creating,
            Self::Binding => eip.status == EipStatus::Binding,
            Self::Unbinding => eip.status == EipStatus::Unbinding,
            Self::InTransition => eip.status.is_in_transition(),
            Self::BeingReleased => eip.status == EipStatus::Offlining,
            Self::CreateFailed => eip.status == EipStatus::CreateFailed,
            Self::Undocumented => matches!(eip.status, EipStatus::Other(_)),
            Self::Arrears => eip.arrears == Some(true),
            Self::Blocked => eip.blocked == Some(true),
            Self::ReleasedOnUnbind => eip.cascade_release == Some(true),
            Self::Direct => eip.direct == Some(true),
            Self::NatGateway => eip.is_nat(),
            Self::Havip => eip.serves() == Some(InstanceKind::Havip),
            Self::LoadBalancer => eip.serves() == Some(InstanceKind::Clb),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
    /// A whole address: matches exactly, `203.0.113.77` never keeps `.177`.
    Address(IpAddr),
    /// `203.0.113.0/24`.
    Range(IpAddr, u8),
    /// The beginning of an address, `203.0.` .
    AddressPart(CompactString),
    /// Text in any column; a whole region or state word also means what it says.
    Any {
        text: CompactString,
        regions: Vec<Region>,
        states: Vec<State>,
    },
    /// The JSON word of a status begins like this, or one of these states.
    Status {
        word: CompactString,
        states: Vec<State>,
    },
    Instance(CompactString),
    Nic(CompactString),
    Name(CompactString),
    Region(CompactString),
    /// A tag with this key, and with this value if one is given.
    Tag(CompactString, Option<CompactString>),
    /// Any of these: several addresses or ids, or a list behind a key.
    AnyOf(Vec<Term>),
}

impl Filter {
    /// Reads the field's text. Every text is a filter; nothing is refused.
    pub fn parse(text: &str, words: StateWords<'_>) -> Self {
        Self { terms: parse::terms(text, words) }
    }

    /// Whether it keeps everything.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether it keeps this EIP; `line` is its line of [`Lines`].
    pub fn matches(&self, eip: &Eip, line: &str) -> bool {
        self.terms.iter().all(|term| term.keeps(eip, line))
    }

    /// Whether it keeps this private IP of this NIC, for the NIC/private-IP view.
    pub(crate) fn matches_nic(
        &self,
        nic: &NetworkInterface,
        ip: IpAddr,
        eip: Option<IpAddr>,
    ) -> bool {
        self.terms.iter().all(|term| term.keeps_nic(nic, [Some(ip), eip]))
    }
}

impl Term {
    fn keeps(&self, eip: &Eip, line: &str) -> bool {
        let mut ips = [eip.eip, eip.private_ip_address].into_iter().flatten();
        match self {
            Self::Address(ip) => eip.eip == Some(*ip) || eip.private_ip_address == Some(*ip),
            Self::Range(net, bits) => ips.any(|ip| in_range(ip, *net, *bits)),
            Self::AddressPart(part) => ips.any(|ip| address_contains(ip, part)),
            Self::Status { word, states } => {
                states.iter().any(|state| state.is_of(eip)) || status_begins(&eip.status, word)
            }
            Self::Instance(text) => {
                eip.un_instance_id.as_ref().is_some_and(|i| contains(i.as_str(), text))
            }
            Self::Nic(text) => {
                eip.network_interface_id.as_ref().is_some_and(|i| contains(i.as_str(), text))
            }
            Self::Name(text) => contains(&eip.eip_name, text),
            Self::Region(text) => region_matches(&eip.region, text),
            Self::Any { text, regions, states } => {
                line.contains(text.as_str())
                    || regions.contains(&eip.region)
                    || states.iter().any(|state| state.is_of(eip))
            }
            Self::Tag(key, value) => {
                let fits = |tag: &Tag| match value {
                    Some(value) => tag.is(key, value),
                    None => tag.key == *key,
                };
                eip.has_tag(fits) == Some(true)
            }
            Self::AnyOf(terms) => terms.iter().any(|term| term.keeps(eip, line)),
        }
    }

    fn keeps_nic(&self, nic: &NetworkInterface, ips: [Option<IpAddr>; 2]) -> bool {
        let mut known = ips.into_iter().flatten();
        let on_server =
            |text: &str| nic.un_instance_id.as_ref().is_some_and(|i| contains(i.as_str(), text));
        match self {
            Self::Address(wanted) => ips.contains(&Some(*wanted)),
            Self::Range(net, bits) => known.any(|ip| in_range(ip, *net, *bits)),
            Self::AddressPart(part) => known.any(|ip| address_contains(ip, part)),
            Self::Status { .. } | Self::Tag(..) => true,
            Self::Instance(text) => on_server(text),
            Self::Nic(text) => contains(nic.network_interface_id.as_str(), text),
            Self::Name(text) => contains(&nic.eni_name, text),
            Self::Region(text) => region_matches(&nic.region, text),
            Self::Any { text, regions, .. } => {
                contains(nic.network_interface_id.as_str(), text)
                    || contains(&nic.eni_name, text)
                    || on_server(text)
                    || regions.contains(&nic.region)
                    || known.any(|ip| address_contains(ip, text))
            }
            Self::AnyOf(terms) => terms.iter().any(|term| term.keeps_nic(nic, ips)),
        }
    }
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

fn status_begins(status: &EipStatus, word: &str) -> bool {
    let mut json = CompactString::const_new("");
    let _ = write!(json, "{status}");
    json.to_lowercase().starts_with(word)
}

fn region_matches(region: &Region, text: &str) -> bool {
    contains(region.as_str(), text)
        || region.info().is_some_and(|i| {
            i.short == text || contains(i.en, text) || i.zh.to_lowercase().contains(text)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_an_address_is_no_whole_one() {
        assert!(
            address_contains("203.0.113.177".parse().unwrap(), "13.17")
                && !address_contains("203.0.113.177".parse().unwrap(), "203.0.113.77")
        );
    }
}
