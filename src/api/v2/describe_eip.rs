//! `DescribeEip`: the list of EIPs (`docs/api-v2.md` §4.1).

use super::wire::{EipItem, EipSet, Envelope};
use super::{CallV2, Params, payload, push, push_list};
use crate::api::call::Call;
use crate::api::endpoint::Service;
use crate::api::error::untrusted;
use crate::api::lenient::{Data, told};
use crate::api::message::HttpReply;
use crate::api::row::{self, RowReader, eip_id};
use crate::domain::{Eip, EipPage, EipQuery, EipStatus, Fault, Field, InstanceKind, Region};
use jiff::{Timestamp, civil::DateTime, tz::Offset};

/// Most rows of a page.
pub(crate) const LIMIT: u64 = 100;

/// The call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescribeEip {
    /// The region.
    pub region: Region,
    /// Filters; they are taken to combine by AND.
    pub query: EipQuery,
    /// `status.n`
    pub status: Vec<i64>,
    /// `type`: 0 server, 1 NAT gateway.
    pub kind: Option<i64>,
    /// `limit`, at most `LIMIT`.
    pub limit: u64,
    /// `offset`
    pub offset: u64,
}

impl DescribeEip {
    /// A full page from `offset` on.
    pub fn page(region: &Region, query: &EipQuery, offset: u64) -> Self {
        Self {
            region: region.clone(),
            query: query.clone(),
            status: Vec::new(),
            kind: None,
            limit: LIMIT,
            offset,
        }
    }
}

impl Call for DescribeEip {
    const SERVICE: Service = Service::Eip;
    type Output = EipPage;

    fn action(&self) -> &'static str {
        "DescribeEip"
    }

    fn region(&self) -> Option<&Region> {
        Some(&self.region)
    }

    fn decode(&self, reply: &HttpReply) -> Result<EipPage, Fault> {
        let envelope: Envelope<EipSet> = payload(reply)?;
        let total = envelope.total_count.and_then(|n| u64::try_from(n).ok());
        let items = match (envelope.data, total) {
            (Data::Object(EipSet { eip_set: Some(items) }), _) => items,
            // `[]` stands for "nothing" where an object is expected; a missing payload only does beside a total.
            (Data::Empty, _) | (Data::Missing | Data::Object(_), Some(_)) => Vec::new(),
            (Data::Missing | Data::Object(_), None) | (Data::List(_) | Data::Odd, _) => {
                return Err(untrusted("no list in the reply", reply));
            }
        };
        Ok(row::page(&items, total, self.limit, |item| to_domain(item, &self.region)))
    }
}

impl CallV2 for DescribeEip {
    fn params(&self) -> Params {
        let mut params = Params::new();
        push_list(&mut params, "eipIds", &self.query.eip_ids);
        push_list(&mut params, "eips", &self.query.eips);
        push_list(&mut params, "unInstanceIds", &self.query.un_instance_ids);
        push_list(&mut params, "networkInterfaceIds", &self.query.network_interface_ids);
        push(&mut params, "privateIpAddress", self.query.private_ip_address);
        push(&mut params, "searchKey", self.query.search_key.as_ref());
        push_list(&mut params, "status", &self.status);
        push(&mut params, "type", self.kind);
        push(&mut params, "limit", Some(self.limit));
        push(&mut params, "offset", Some(self.offset));
        // A fixed, ascending order keeps rows on their page while the list is read.
        push(&mut params, "orderBy", Some("eipId"));
        push(&mut params, "orderType", Some(0));
        params
    }
}

fn to_domain(item: &EipItem, region: &Region) -> Option<Eip> {
    let mut row = RowReader::default();
    let eip_id = eip_id(&item.eip_id)?;
    let un_instance_id = row.instance(&item.un_instance_id);
    let status = row.value(Field::Status, item.status.as_ref()).map(|number| number.0);
    let kind = item.r#type.as_ref().map(|number| kind(number.0));
    let arrears = item.arrears.as_ref().and_then(|arrears| match arrears.0 {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    });
    Some(Eip {
        region: region.clone(),
        eip_id,
        eip: row.ip(Field::Eip, &item.eip),
        eip_name: row.text(Field::EipName, &item.eip_name),
        status: status.map_or(EipStatus::NotTold, EipStatus::from_v2),
        kind: row.value(Field::Type, kind).or_else(|| InstanceKind::of_id(un_instance_id.as_ref())),
        arrears: row.value(Field::Arrears, arrears),
        blocked: row.value(Field::Blocked, None),
        cascade_release: row.value(Field::CascadeRelease, None),
        un_instance_id,
        network_interface_id: row.nic(&item.network_interface_id),
        private_ip_address: row.ip(Field::PrivateIpAddress, &item.private_ip_address),
        isp_id: item.isp_id.as_ref().map(|number| number.0),
        created_at: told(item.created_at.as_ref()).and_then(beijing_time),
        direct: None,
        instance_type: None,
        address_type: None,
        tags: None,
        link_kept: false,
        gaps: row.gaps,
    })
}

fn kind(number: i64) -> InstanceKind {
    match number {
        0 => InstanceKind::Cvm,
        1 => InstanceKind::Nat,
        _ => InstanceKind::Other,
    }
}

/// Reads `YYYY-MM-DD hh:mm:ss`. No zone is given; Beijing time is assumed (`docs/api-v2.md` §4.1).
fn beijing_time(text: &str) -> Option<Timestamp> {
    let local: DateTime = text.trim().parse().ok()?;
    Offset::constant(8).to_timestamp(local).ok()
}
