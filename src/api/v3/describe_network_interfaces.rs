//! `DescribeNetworkInterfaces` of API 3.0 (`docs/api-v3.md` §4.6).

use super::wire::{Nic, NicAddress, NicPageBody};
use super::{CallV3, filters, open, paging, plausible_total};
use crate::api::call::Call;
use crate::api::endpoint::Service;
use crate::api::error::untrusted;
use crate::api::lenient::{Data, told};
use crate::api::message::HttpReply;
use crate::api::row;
use crate::domain::{
    Fault, InstanceId, NetworkInterface, NetworkInterfaceId, NicPage, NicQuery, PrivateIp, Region,
};
use serde_json::{Map, Value};

/// Most rows of a page.
pub(crate) const LIMIT: u64 = 100;

/// The call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescribeNetworkInterfaces {
    /// The region.
    pub(crate) region: Region,
    /// Filters.
    pub(crate) query: NicQuery,
    /// `Offset`
    pub(crate) offset: u64,
}

impl DescribeNetworkInterfaces {
    /// A full page from `offset` on.
    pub fn page(region: &Region, query: &NicQuery, offset: u64) -> Self {
        Self { region: region.clone(), query: query.clone(), offset }
    }
}

impl Call for DescribeNetworkInterfaces {
    const SERVICE: Service = Service::Vpc;
    type Output = NicPage;

    fn action(&self) -> &'static str {
        "DescribeNetworkInterfaces"
    }

    fn region(&self) -> Option<&Region> {
        Some(&self.region)
    }

    fn decode(&self, reply: &HttpReply) -> Result<NicPage, Fault> {
        let page: NicPageBody = open(reply)?;
        let rows = match (page.network_interface_set, page.total_count) {
            (Some(rows), _) => rows,
            (None, Some(_)) => Vec::new(),
            (None, None) => return Err(untrusted("no list in the reply", reply)),
        };
        let total = plausible_total(page.total_count, self.offset, rows.len());
        Ok(row::page(&rows, total, LIMIT, |row| to_domain(row, &self.region)))
    }
}

impl CallV3 for DescribeNetworkInterfaces {
    fn body(&self) -> Map<String, Value> {
        let mut body = Map::from_iter(paging(self.offset, LIMIT));
        body.extend(filters([
            (
                "network-interface-id",
                self.query.network_interface_id.iter().map(ToString::to_string).collect(),
            ),
            (
                "attachment.instance-id",
                self.query.instance_id.iter().map(ToString::to_string).collect(),
            ),
        ]));
        body
    }
}

fn to_domain(nic: &Nic, region: &Region) -> Option<NetworkInterface> {
    let holder = match &nic.attachment {
        Some(Data::Object(attachment)) => attachment.instance_id.as_ref().map(|id| id.0.as_str()),
        Some(Data::Missing) => Some(""),
        Some(Data::Empty | Data::List(_) | Data::Odd) | None => None,
    };
    let addresses = nic.private_ip_address_set.as_deref();
    let private_ip_addresses: Vec<PrivateIp> =
        addresses.into_iter().flatten().filter_map(private_ip).collect();
    Some(NetworkInterface {
        region: region.clone(),
        network_interface_id: NetworkInterfaceId::parse(told(nic.network_interface_id.as_ref())?)?,
        eni_name: nic.network_interface_name.clone().map(|name| name.0).unwrap_or_default(),
        primary: nic.primary.as_ref().map(|flag| flag.0),
        un_instance_id: holder.and_then(InstanceId::parse),
        holder_not_told: !holder.is_some_and(row::is_told),
        ips_not_told: addresses.is_none_or(|all| all.len() != private_ip_addresses.len()),
        private_ip_addresses,
    })
}

fn private_ip(address: &NicAddress) -> Option<PrivateIp> {
    row::private_ip(
        &address.private_ip_address,
        address.primary.as_ref(),
        &address.public_ip_address,
        address.is_wan_ip_blocked.as_ref(),
        &address.address_id,
    )
}
