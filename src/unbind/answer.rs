//! What an answer says about what was asked. Every answer is compared with its question, and an answer that is not whole makes nothing
//! unique (`docs/contract.md` §2, promise 13).

use crate::domain::{
    Asked, Contradiction, Doubt, Eip, EipId, EipPage, EipQuery, EipQuota, Fault, NetworkInterface,
    NetworkInterfaceId, Region, UnbindTarget,
};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// What reading one EIP gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Reading {
    /// This EIP.
    Found(Box<Eip>),
    /// A whole answer without it.
    Missing,
    /// More than one fits.
    Ambiguous(usize),
    /// An answer that says nothing certain about it.
    Unclear(Doubt),
    /// No answer that could be trusted.
    Failed(Fault),
}

impl Reading {
    /// What the first page of the answer to this question says about the one EIP that it is to find.
    pub fn of(query: &EipQuery, page: Result<EipPage, Fault>) -> Self {
        let page = match page {
            Ok(page) => page,
            Err(fault) => return Self::Failed(fault),
        };
        let mut answer = Fits::of(query, page);
        match (answer.doubt, answer.rows.len()) {
            (Some(doubt), _) => Self::Unclear(doubt),
            (None, 0) => Self::Missing,
            (None, 1) => Self::Found(Box::new(answer.rows.remove(0))),
            (None, several) => Self::Ambiguous(several),
        }
    }

    /// The EIP, if it was found.
    pub fn eip(&self) -> Option<&Eip> {
        if let Self::Found(eip) = self { Some(eip) } else { None }
    }
}

/// The rows of an answer that were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fits {
    /// Those that fit, each id once.
    pub(crate) rows: Vec<Eip>,
    /// Why they can't be taken for all that fit, if they can't.
    pub(crate) doubt: Option<Doubt>,
}

impl Fits {
    /// Compares each row with the question.
    pub(crate) fn of(query: &EipQuery, page: EipPage) -> Self {
        let incomplete = page.doubt();
        let mut rows: Vec<Eip> = Vec::with_capacity(page.items.len());
        for row in page.items {
            match rows.iter_mut().find(|known| known.eip_id == row.eip_id) {
                Some(known) => known.merge(&row),
                None => rows.push(row),
            }
        }
        let (mut twice, mut open, mut other) = (None, None, None);
        rows.retain(|row| {
            let asked = query.asks_for(row);
            let conflicting = row.gaps.conflicting;
            if !conflicting.is_empty() && asked != Asked::No {
                twice.get_or_insert(Contradiction::Twice(conflicting).into());
            }
            match asked {
                Asked::Yes => {}
                Asked::No => {
                    other.get_or_insert(Doubt::OtherEip {
                        eip_id: row.eip_id.clone(),
                        eip: row.eip,
                    });
                }
                Asked::Open(field) => {
                    open.get_or_insert(Doubt::NotTold(field));
                }
            }
            asked == Asked::Yes
        });
        let nothing_but_others = other.filter(|_| rows.is_empty());
        Self { rows, doubt: twice.or(open).or(incomplete).or(nothing_but_others) }
    }
}

/// What is to be read of one EIP in one go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TargetQuestion {
    pub(crate) region: Region,
    /// Which EIP.
    pub(crate) eip_id: EipId,
    /// The NIC and private IP to look at as well, where they are what the request names.
    pub(crate) pair: Option<(NetworkInterfaceId, IpAddr)>,
    /// The NIC to look at: for "blocked", or for an address that is still there.
    pub(crate) nic: Option<NetworkInterfaceId>,
    /// Whether to read the quota.
    pub quota: bool,
}

impl TargetQuestion {
    /// The question for the EIP itself.
    pub(crate) fn by_id(&self) -> EipQuery {
        EipQuery::id(self.eip_id.clone())
    }

    /// The question for whatever is on the NIC and private IP.
    pub(crate) fn by_pair(&self) -> Option<EipQuery> {
        let (network_interface_id, private_ip_address) = self.pair.clone()?;
        Some(query_of(&UnbindTarget::PrivateIp { network_interface_id, private_ip_address }))
    }
}

/// The question for the EIP that a target is.
pub(crate) fn query_of(target: &UnbindTarget) -> EipQuery {
    match target {
        UnbindTarget::Eip(id) => EipQuery::id(id.clone()),
        UnbindTarget::PrivateIp { network_interface_id, private_ip_address } => EipQuery {
            network_interface_ids: vec![network_interface_id.clone()],
            private_ip_address: Some(*private_ip_address),
            ..EipQuery::default()
        },
    }
}

/// What was seen of one EIP in one go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sighting {
    /// The EIP itself.
    pub eip: Reading,
    /// What is on the NIC and private IP, where that was asked.
    pub pair: Option<Reading>,
    /// The NIC, where it was asked and answered.
    pub nics: Option<Vec<NetworkInterface>>,
    /// The quota, where it was asked and answered.
    pub quota: Option<EipQuota>,
}

impl From<Reading> for Sighting {
    fn from(eip: Reading) -> Self {
        Self { eip, pair: None, nics: None, quota: None }
    }
}

impl From<Eip> for Sighting {
    fn from(eip: Eip) -> Self {
        Reading::Found(Box::new(eip)).into()
    }
}

impl From<Fault> for Sighting {
    fn from(fault: Fault) -> Self {
        Reading::Failed(fault).into()
    }
}

impl Sighting {
    /// The NIC that still shows this EIP, or its address, if one that was read does.
    pub(crate) fn still_on_nic(
        &self,
        eip_id: &EipId,
        eip: Option<IpAddr>,
    ) -> Option<&NetworkInterface> {
        let shows = |nic: &&NetworkInterface| {
            nic.private_ip_addresses
                .iter()
                .any(|ip| ip.eip_id.as_ref() == Some(eip_id) || (eip.is_some() && ip.wan_ip == eip))
        };
        self.nics.iter().flatten().find(shows)
    }

    /// Another EIP than this one on the NIC and private IP that were asked for.
    pub(crate) fn other_on_pair(&self, eip_id: &EipId) -> Option<&Eip> {
        self.pair.as_ref()?.eip().filter(|eip| eip.eip_id != *eip_id)
    }
}
