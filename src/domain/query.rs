//! What can be read from the cloud, as data.

use super::{
    Doubt, Eip, EipId, EipQuota, Fault, Field, InstanceId, NetworkInterface, NetworkInterfaceId,
    Region, Told,
};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// Filters of `DescribeEip` (`docs/api-v2.md` §4.1); empty means no filter. They combine by AND.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EipQuery {
    /// `eipIds.n`
    pub eip_ids: Vec<EipId>,
    /// `eips.n`
    pub eips: Vec<IpAddr>,
    /// `unInstanceIds.n`
    pub un_instance_ids: Vec<InstanceId>,
    /// `networkInterfaceIds.n`
    pub network_interface_ids: Vec<NetworkInterfaceId>,
    /// `privateIpAddress`
    pub private_ip_address: Option<IpAddr>,
    /// `searchKey`: part of a name. API 3.0 has no such filter: the name is matched on this side there.
    pub search_key: Option<String>,
}

impl EipQuery {
    /// Everything.
    pub fn all() -> Self {
        Self::default()
    }

    /// One EIP by id.
    pub fn id(id: EipId) -> Self {
        Self { eip_ids: vec![id], ..Self::default() }
    }

    /// Whether what it finds in one region can be in no other: ids and EIP addresses are unique, names and private addresses are not.
    pub(crate) fn is_of_one_place(&self) -> bool {
        let by_id = [
            self.eip_ids.len(),
            self.eips.len(),
            self.un_instance_ids.len(),
            self.network_interface_ids.len(),
        ];
        by_id.iter().any(|count| *count > 0)
    }

    /// Whether this row was asked for. A field that the question names and the row does not tell leaves it open.
    pub(crate) fn asks_for(&self, eip: &Eip) -> Asked {
        let mut asked = Asked::Yes;
        if !self.eip_ids.is_empty() && !self.eip_ids.contains(&eip.eip_id) {
            asked = Asked::No;
        }
        let address = eip.gaps.told(Field::Eip, eip.eip);
        asked = asked.and(Field::Eip, among(&self.eips, address.as_ref()));
        asked = asked.and(Field::UnInstanceId, among(&self.un_instance_ids, eip.server()));
        asked = asked.and(Field::NetworkInterfaceId, among(&self.network_interface_ids, eip.nic()));
        let private_ip = self.private_ip_address.as_slice();
        asked = asked.and(Field::PrivateIpAddress, among(private_ip, eip.private_ip().as_ref()));
        if let Some(key) = &self.search_key {
            let named = eip.eip_name.to_lowercase().contains(&key.to_lowercase());
            let is_told = !eip.gaps.not_told.contains(Field::EipName);
            asked = asked.and(Field::EipName, (named || is_told).then_some(named));
        }
        asked
    }

    /// Whether it is a look at one EIP.
    pub fn is_of_one(&self) -> bool {
        self.eip_ids.len() == 1
    }

    /// Whether it asks for everything.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }
}

/// Whether a row is one that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// It is.
    Yes,
    /// It is another one.
    No,
    /// It does not tell this field, which the question names.
    Open(Field),
}

impl Asked {
    /// What it is with one more field that fits, does not, or is not told.
    fn and(self, field: Field, fits: Option<bool>) -> Self {
        match (self, fits) {
            (Self::No, _) | (_, Some(false)) => Self::No,
            (Self::Yes, None) => Self::Open(field),
            (open, _) => open,
        }
    }
}

/// Whether a field has one of the values that were asked for; none were: it fits, whatever it is.
fn among<T: PartialEq>(wanted: &[T], told: Told<&T>) -> Option<bool> {
    match told {
        _ if wanted.is_empty() => Some(true),
        Told::Value(value) => Some(wanted.contains(value)),
        Told::Empty => Some(false),
        Told::NotTold | Told::Conflicting => None,
    }
}

/// Filters of `DescribeNetworkInterfaces` (`docs/api-v2.md` §5); empty means no filter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NicQuery {
    /// `networkInterfaceId`
    pub network_interface_id: Option<NetworkInterfaceId>,
    /// `instanceId`
    pub instance_id: Option<InstanceId>,
}

/// One page of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// Its rows.
    pub items: Vec<T>,
    /// How many rows there are in all, when the cloud said so (`totalCount`, `totalNum`).
    pub total: Option<u64>,
    /// Rows that came and have no id that could be read.
    pub unreadable: u64,
    /// It is as long as a page can be: another may follow.
    pub(crate) full: bool,
}

impl<T> Page<T> {
    /// A page of these rows, of so many in all.
    pub fn of(items: Vec<T>, total: Option<u64>) -> Self {
        Self { items, total, unreadable: 0, full: false }
    }

    /// Why it can't be taken for everything that fits the question, if it can't. A page that is not full is the last one: a total that is
    /// smaller than its rows is not believed (an example of the vendor's has 0 beside one row).
    pub fn doubt(&self) -> Option<Doubt> {
        let rows = self.items.len() as u64 + self.unreadable;
        match self.total {
            _ if self.unreadable > 0 => Some(Doubt::Unreadable(self.unreadable)),
            Some(total) if total > rows => Some(Doubt::Incomplete { rows, total }),
            Some(total) if total == rows => None,
            Some(_) | None => self.full.then_some(Doubt::NoEnd),
        }
    }
}

/// A page of EIPs.
pub type EipPage = Page<Eip>;
/// A page of NICs.
pub type NicPage = Page<NetworkInterface>;

/// A question to the cloud.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Query {
    /// A page of EIPs.
    Eips {
        /// Where.
        region: Region,
        /// Which.
        query: EipQuery,
        /// From which row.
        offset: u64,
    },
    /// The quota.
    Quota {
        /// Where.
        region: Region,
    },
    /// A page of NICs.
    Nics {
        /// Where.
        region: Region,
        /// Which.
        query: NicQuery,
        /// From which row.
        offset: u64,
    },
}

/// The answer to one.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// A page of EIPs.
    Eips(Result<EipPage, Fault>),
    /// The quota of a region.
    Quota(Result<EipQuota, Fault>),
    /// A page of NICs.
    Nics(Result<NicPage, Fault>),
}
