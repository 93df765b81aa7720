//! TARGET: what an alert holds (`docs/contract.md` §3).

use super::{EipId, EipQuery, InstanceId, NetworkInterfaceId};
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr};

/// What the operator named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TargetText {
    /// An EIP's id.
    EipId(EipId),
    /// An address: of an EIP, or a private one.
    Address(IpAddr),
    /// A server, or a NAT gateway.
    Instance(InstanceId),
    /// A NIC with a private IP.
    Pair(NetworkInterfaceId, IpAddr),
    /// Part of a name.
    Name(String),
}

/// A target that can't be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// A NIC without its private IP.
    #[error("{0} needs a private IP beside it")]
    HalfPair(String),
    /// What stands beside the NIC is no address.
    #[error("{1:?} beside {0} is not an IP address")]
    BadPrivateIp(String, String),
    /// Nothing was given.
    #[error("empty target")]
    Empty,
}

/// Whether an address is of a private network: no EIP has one (RFC 1918, RFC 6598).
pub fn is_private(ip: Ipv4Addr) -> bool {
    let [a, b, ..] = ip.octets();
    ip.is_private() || (a == 100 && b & 0xc0 == 64)
}

impl TargetText {
    /// Reads one target after another; a NIC takes the address after it: `eni-x 10.0.0.5`, `eni-x,10.0.0.5`, `eni-x/10.0.0.5`.
    ///
    /// # Errors
    /// [`TargetError`] for half a pair and for an empty text.
    pub fn parse_all(words: &[String]) -> Result<Vec<Self>, TargetError> {
        let mut targets = Vec::new();
        let mut words = words.iter().map(|w| w.trim()).peekable();
        while let Some(word) = words.next() {
            if let Some(nic) = word.strip_prefix("eni-") {
                let (nic, ip) = match nic.split_once([',', '/', ' ']) {
                    Some((nic, ip)) => (nic, Some(ip.trim())),
                    None => (nic, words.next_if(|next| next.parse::<IpAddr>().is_ok())),
                };
                let nic = format!("eni-{nic}");
                let ip = ip
                    .filter(|ip| !ip.is_empty())
                    .ok_or_else(|| TargetError::HalfPair(nic.clone()))?;
                let private = ip
                    .parse()
                    .map_err(|_| TargetError::BadPrivateIp(nic.clone(), ip.to_owned()))?;
                targets.push(Self::Pair(
                    NetworkInterfaceId::parse(&nic).ok_or(TargetError::Empty)?,
                    private,
                ));
            } else {
                targets.push(Self::parse_one(word)?);
            }
        }
        Ok(targets)
    }

    fn parse_one(word: &str) -> Result<Self, TargetError> {
        if let Ok(address) = word.parse() {
            return Ok(Self::Address(address));
        }
        if word.starts_with("eip-") {
            return EipId::parse(word).map(Self::EipId).ok_or(TargetError::Empty);
        }
        if word.starts_with("ins-") || word.starts_with("nat-") {
            return InstanceId::parse(word).map(Self::Instance).ok_or(TargetError::Empty);
        }
        if word.is_empty() { Err(TargetError::Empty) } else { Ok(Self::Name(word.to_owned())) }
    }

    /// The NAT gateway, if that is what it names: its EIPs are taken off by an action of its own.
    pub(crate) fn nat_gateway(&self) -> Option<&InstanceId> {
        if let Self::Instance(id) = self { Some(id).filter(|id| id.is_nat_gateway()) } else { None }
    }

    /// The server-side filters that find it, one after the other until one gives a hit in any region: an address may be an EIP's or a
    /// private one; what it looks like is tried first.
    pub fn queries(&self) -> Vec<EipQuery> {
        let base = EipQuery::default();
        match self {
            Self::EipId(id) => vec![EipQuery::id(id.clone())],
            Self::Address(ip) => {
                let eip = EipQuery { eips: vec![*ip], ..base.clone() };
                let private = EipQuery { private_ip_address: Some(*ip), ..base };
                if matches!(ip, IpAddr::V4(ip) if is_private(*ip)) {
                    vec![private, eip]
                } else {
                    vec![eip, private]
                }
            }
            Self::Instance(id) => vec![EipQuery { un_instance_ids: vec![id.clone()], ..base }],
            Self::Pair(nic, ip) => {
                vec![EipQuery {
                    network_interface_ids: vec![nic.clone()],
                    private_ip_address: Some(*ip),
                    ..base
                }]
            }
            Self::Name(name) => vec![EipQuery { search_key: Some(name.clone()), ..base }],
        }
    }

    /// The filter that shows what it means in the list.
    pub(crate) fn as_filter(&self) -> String {
        match self {
            Self::EipId(id) => id.to_string(),
            Self::Address(ip) => ip.to_string(),
            Self::Instance(id) => format!("ins:{id}"),
            Self::Pair(nic, ip) => format!("eni:{nic} ip:{ip}"),
            Self::Name(name) => name
                .split_whitespace()
                .map(|word| format!("name:{word}"))
                .collect::<Vec<_>>()
                .join(" "),
        }
    }
}

impl std::fmt::Display for TargetText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::EipId(id) => write!(f, "{id}"),
            Self::Address(ip) => write!(f, "{ip}"),
            Self::Instance(id) => write!(f, "{id}"),
            Self::Pair(nic, ip) => write!(f, "{nic} {ip}"),
            Self::Name(name) => write!(f, "{name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Vec<TargetText>, TargetError> {
        TargetText::parse_all(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn three_spellings_of_a_pair_are_one_target() {
        let pair = parse(&["eni-x", "10.0.0.5"]).unwrap();
        assert_eq!(pair.len(), 1);
        assert_eq!(pair, parse(&["eni-x,10.0.0.5"]).unwrap());
        assert_eq!(pair, parse(&["eni-x/10.0.0.5"]).unwrap());
        assert_eq!(pair, parse(&["eni-x 10.0.0.5"]).unwrap());
        assert_eq!(parse(&["eni-x"]), Err(TargetError::HalfPair("eni-x".into())));
        assert!(matches!(parse(&["eni-x,bogus"]), Err(TargetError::BadPrivateIp(..))));
        assert!(matches!(parse(&["eni-x", "eip-1"]), Err(TargetError::HalfPair(_))));
    }

    #[test]
    fn every_kind_is_told_apart() {
        let all =
            parse(&["203.0.113.77", "eip-9k2m4x7q", "ins-1a2b3c4d", "网关", "eni-1", "10.0.0.1"])
                .unwrap();
        assert!(matches!(
            all.as_slice(),
            [
                TargetText::Address(_),
                TargetText::EipId(_),
                TargetText::Instance(_),
                TargetText::Name(_),
                TargetText::Pair(..)
            ]
        ));
        assert_eq!(parse(&[" "]), Err(TargetError::Empty));
    }
}
