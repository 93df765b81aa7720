//! `DescribeAddresses`: the list of EIPs (`docs/api-v3.md` §4.1). There is no fuzzy name filter and no order: both are the caller's.

use super::wire::{Address, AddressPage};
use super::{CallV3, filters, open_list, paging, plausible_total};
use crate::api::call::Call;
use crate::api::endpoint::Service;
use crate::api::error::untrusted;
use crate::api::lenient::{Exact, told};
use crate::api::message::HttpReply;
use crate::api::row::{self, RowReader, eip_id};
use crate::domain::{
    Eip, EipId, EipPage, EipQuery, EipStatus, Fault, Field, InstanceKind, Region, Tag,
};
use compact_str::CompactString;
use serde_json::{Map, Value};

/// Most rows of a page.
pub(crate) const LIMIT: u64 = 100;

/// The call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescribeAddresses {
    /// The region.
    pub(crate) region: Region,
    /// Filters; `search_key` is not sent.
    pub(crate) query: EipQuery,
    /// `Offset`
    pub(crate) offset: u64,
}

impl DescribeAddresses {
    /// A full page from `offset` on.
    pub fn page(region: &Region, query: &EipQuery, offset: u64) -> Self {
        Self { region: region.clone(), query: query.clone(), offset }
    }
}

impl Call for DescribeAddresses {
    const SERVICE: Service = Service::Vpc;
    type Output = EipPage;

    fn action(&self) -> &'static str {
        "DescribeAddresses"
    }

    fn region(&self) -> Option<&Region> {
        Some(&self.region)
    }

    fn decode(&self, reply: &HttpReply) -> Result<EipPage, Fault> {
        let page: AddressPage = open_list(reply, |page: &AddressPage| page.error.as_ref())?;
        let rows = match (page.address_set, page.total_count) {
            (Some(rows), _) => rows,
            (None, Some(_)) => Vec::new(),
            (None, None) => return Err(untrusted("no list in the reply", reply)),
        };
        let total = plausible_total(page.total_count, self.offset, rows.len());
        Ok(row::page(&rows, total, LIMIT, |row| to_domain(row, &self.region)))
    }
}

impl CallV3 for DescribeAddresses {
    fn body(&self) -> Map<String, Value> {
        let query = &self.query;
        let mut body = Map::from_iter(paging(self.offset, LIMIT));
        let text = |ids: &[EipId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
        let only_ids = EipQuery {
            eip_ids: query.eip_ids.clone(),
            search_key: query.search_key.clone(),
            ..EipQuery::default()
        };
        if !query.eip_ids.is_empty() && *query == only_ids {
            body.insert("AddressIds".to_owned(), text(&query.eip_ids).into());
            return body;
        }
        // Older text forbids ids beside any filter, so they become a filter too.
        body.extend(filters([
            ("address-id", text(&query.eip_ids)),
            ("address-ip", query.eips.iter().map(ToString::to_string).collect()),
            ("instance-id", query.un_instance_ids.iter().map(ToString::to_string).collect()),
            (
                "network-interface-id",
                query.network_interface_ids.iter().map(ToString::to_string).collect(),
            ),
            (
                "private-ip-address",
                query.private_ip_address.iter().map(ToString::to_string).collect(),
            ),
        ]));
        body
    }
}

fn to_domain(address: &Address, region: &Region) -> Option<Eip> {
    let mut row = RowReader::default();
    let flag = |flag: &Option<Exact<bool>>| flag.as_ref().map(|flag| flag.0);
    let eip_id = eip_id(&address.address_id)?;
    let un_instance_id = row.instance(&address.instance_id);
    let status = told(address.address_status.as_ref()).filter(|word| !word.is_empty());
    let word = |field: &Option<Exact<CompactString>>| {
        told(field.as_ref()).filter(|word| !word.is_empty()).map(CompactString::new)
    };
    let kind = word(&address.instance_type).as_deref().map(kind);
    Some(Eip {
        region: region.clone(),
        eip_id,
        eip: row.ip(Field::Eip, &address.address_ip),
        eip_name: row.text(Field::EipName, &address.address_name),
        status: row.value(Field::Status, status).map_or(EipStatus::NotTold, EipStatus::from_v3),
        kind: row.value(Field::Type, kind).or_else(|| InstanceKind::of_id(un_instance_id.as_ref())),
        arrears: row.value(Field::Arrears, flag(&address.is_arrears)),
        blocked: row.value(Field::Blocked, flag(&address.is_blocked)),
        cascade_release: row.value(Field::CascadeRelease, flag(&address.cascade_release)),
        un_instance_id,
        network_interface_id: row.nic(&address.network_interface_id),
        private_ip_address: row.ip(Field::PrivateIpAddress, &address.private_address_ip),
        isp_id: told(address.internet_service_provider.as_ref()).and_then(isp_id),
        created_at: told(address.created_time.as_ref()).and_then(|time| time.trim().parse().ok()),
        direct: flag(&address.is_eip_direct_connection),
        instance_type: word(&address.instance_type),
        address_type: word(&address.address_type),
        tags: address.tag_set.as_ref().map(|tags| tags.iter().filter_map(tag).collect()),
        link_kept: false,
        gaps: row.gaps,
    })
}

fn tag(tag: &super::wire::Tag) -> Option<Tag> {
    let value = tag.value.clone().unwrap_or_default();
    Some(Tag { key: tag.key.clone().filter(|key| !key.is_empty())?, value })
}

fn kind(word: &str) -> InstanceKind {
    match word {
        "CVM" => InstanceKind::Cvm,
        "NAT" => InstanceKind::Nat,
        "ENI" => InstanceKind::Eni,
        "HAVIP" => InstanceKind::Havip,
        "CLB" | "LB" => InstanceKind::Clb,
        _ => InstanceKind::Other,
    }
}

/// API 2.0's number for a line (`docs/api-v3.md` §6).
fn isp_id(word: &str) -> Option<i64> {
    match word {
        "CTCC" => Some(0),
        "CUCC" => Some(1),
        "CMCC" => Some(2),
        "BGP" => Some(5),
        _ => None,
    }
}
