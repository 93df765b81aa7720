//! The order of the list.

use super::Eip;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::net::IpAddr;

/// What the list is sorted by. Ties are broken by address, then id, so that the order never jumps between readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SortKey {
    /// By address, as numbers: `.9` before `.10`.
    #[default]
    Address,
    /// By name.
    Name,
    /// By status: bound first.
    Status,
    /// By what it is bound to.
    Instance,
    /// Youngest first.
    Age,
    /// By region.
    Region,
}

impl SortKey {
    /// The next key, round and round.
    pub(crate) fn next(self) -> Self {
        match self {
            Self::Address => Self::Name,
            Self::Name => Self::Status,
            Self::Status => Self::Instance,
            Self::Instance => Self::Age,
            Self::Age => Self::Region,
            Self::Region => Self::Address,
        }
    }

    /// Compares two addresses, where they are what counts first; else the rows themselves are to be compared.
    pub(crate) fn compare_addresses(self, a: Option<IpAddr>, b: Option<IpAddr>) -> Ordering {
        if self == Self::Address { none_last(a.as_ref(), b.as_ref()) } else { Ordering::Equal }
    }

    /// Compares two EIPs by this key.
    pub(crate) fn compare(self, a: &Eip, b: &Eip) -> Ordering {
        let first = match self {
            Self::Address => Ordering::Equal,
            Self::Name => a.eip_name.cmp(&b.eip_name),
            Self::Status => rank(a).cmp(&rank(b)),
            Self::Instance => none_last(a.un_instance_id.as_ref(), b.un_instance_id.as_ref()),
            Self::Age => {
                none_last(b.created_at.as_ref(), a.created_at.as_ref()).then(Ordering::Equal)
            }
            Self::Region => a.region.cmp(&b.region),
        };
        first
            .then_with(|| none_last(a.eip.as_ref(), b.eip.as_ref()))
            .then_with(|| a.eip_id.cmp(&b.eip_id))
            .then_with(|| a.region.cmp(&b.region))
    }
}

fn none_last<T: Ord>(a: Option<&T>, b: Option<&T>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.cmp(b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

fn rank(eip: &Eip) -> u8 {
    match eip.status {
        super::EipStatus::Bound => 0,
        super::EipStatus::BoundToDetachedNic => 1,
        super::EipStatus::Unbinding => 2,
        super::EipStatus::Binding => 3,
        super::EipStatus::Unbound => 4,
        super::EipStatus::Creating => 5,
        super::EipStatus::Offlining => 6,
        super::EipStatus::CreateFailed => 7,
        super::EipStatus::Other(_) => 8,
        super::EipStatus::NotTold => 9,
    }
}
