//! What can be read from the cloud, as data.

use super::{Eip, EipId, InstanceId, NetworkInterface, NetworkInterfaceId};
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
    pub fn is_of_one_place(&self) -> bool {
        let by_id = [
            self.eip_ids.len(),
            self.eips.len(),
            self.un_instance_ids.len(),
            self.network_interface_ids.len(),
        ];
        by_id.iter().any(|count| *count > 0)
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
}

/// A page of EIPs.
pub type EipPage = Page<Eip>;
/// A page of NICs.
pub type NicPage = Page<NetworkInterface>;
