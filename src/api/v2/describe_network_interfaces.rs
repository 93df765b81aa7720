//! `DescribeNetworkInterfaces` of `vpc.api.qcloud.com` (`docs/api-v2.md` §5). Two shapes of answer are documented; both are read.

use super::wire::{Envelope, NicItem, NicSet, PrivateIpItem};
use super::{CallV2, Params, payload, push};
use crate::api::call::Call;
use crate::api::endpoint::Service;
use crate::api::error::untrusted;
use crate::api::lenient::{Data, told};
use crate::api::message::HttpReply;
use crate::api::row;
use crate::domain::{
    Fault, InstanceId, NetworkInterface, NetworkInterfaceId, NicPage, NicQuery, PrivateIp, Region,
};

/// Most rows of a page.
pub(crate) const LIMIT: u64 = 50;

/// The call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescribeNetworkInterfaces {
    /// The region.
    pub(crate) region: Region,
    /// Filters.
    pub(crate) query: NicQuery,
    /// `limit`, at most [`LIMIT`].
    pub(crate) limit: u64,
    /// `offset`
    pub(crate) offset: u64,
}

impl DescribeNetworkInterfaces {
    /// A full page from `offset` on.
    pub fn page(region: &Region, query: &NicQuery, offset: u64) -> Self {
        Self { region: region.clone(), query: query.clone(), limit: LIMIT, offset }
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
        let envelope: Envelope<NicSet, NicItem> = payload(reply)?;
        let outer = envelope.total_count;
        let (items, total) = match envelope.data {
            Data::Object(NicSet { total_num, data: Some(items) }) => (items, total_num.or(outer)),
            Data::Object(NicSet { total_num: Some(total), data: None }) => {
                (Vec::new(), Some(total))
            }
            Data::List(items) => (items, outer),
            Data::Empty => (Vec::new(), outer),
            Data::Missing if outer.is_some() => (Vec::new(), outer),
            Data::Object(_) | Data::Missing | Data::Odd => {
                return Err(untrusted("no list in the reply", reply));
            }
        };
        let total = total.and_then(|n| u64::try_from(n).ok());
        Ok(row::page(&items, total, self.limit, |item| to_domain(item, &self.region)))
    }
}

impl CallV2 for DescribeNetworkInterfaces {
    fn params(&self) -> Params {
        let mut params = Params::new();
        push(&mut params, "networkInterfaceId", self.query.network_interface_id.as_ref());
        push(&mut params, "instanceId", self.query.instance_id.as_ref());
        push(&mut params, "limit", Some(self.limit));
        push(&mut params, "offset", Some(self.offset));
        params
    }
}

fn to_domain(item: &NicItem, region: &Region) -> Option<NetworkInterface> {
    let instance = match &item.instance_set {
        Data::Object(instance) => Some(instance),
        Data::List(instances) => instances.first(),
        Data::Missing | Data::Empty | Data::Odd => None,
    };
    let is_on_none = item.instance_set == Data::Empty;
    let holder = instance.and_then(|instance| Some(instance.instance_id.as_ref()?.0.as_str()));
    let addresses = item.private_ip_addresses_set.as_deref();
    let private_ip_addresses: Vec<PrivateIp> =
        addresses.into_iter().flatten().filter_map(private_ip).collect();
    Some(NetworkInterface {
        region: region.clone(),
        network_interface_id: NetworkInterfaceId::parse(told(item.network_interface_id.as_ref())?)?,
        eni_name: item.eni_name.clone().map(|name| name.0).unwrap_or_default(),
        primary: item.primary.as_ref().map(|flag| flag.0),
        un_instance_id: holder.and_then(InstanceId::parse),
        holder_not_told: !is_on_none && !holder.is_some_and(row::is_told),
        ips_not_told: addresses.is_none_or(|all| all.len() != private_ip_addresses.len()),
        private_ip_addresses,
    })
}

fn private_ip(item: &PrivateIpItem) -> Option<PrivateIp> {
    row::private_ip(
        &item.private_ip_address,
        item.primary.as_ref(),
        &item.wan_ip,
        item.is_wan_ip_blocked.as_ref(),
        &item.eip_id,
    )
}
