//! The parameters of each action of API 3.0.

use crate::domain::{EipStatus, InstanceKind};
use crate::sim::action::{ActionName, Bind, Call, EipFilter, NicFilter, Place, Target, Unbind};
use crate::sim::outcome::{Refusal, refuse};
use serde::Deserialize;

/// What is asked for.
pub(super) fn parse(action: ActionName, body: &[u8]) -> Result<Call, Refusal> {
    Ok(match action {
        ActionName::DescribeEip => Call::Eips(eip_filter(fields(body)?)?),
        ActionName::DescribeNetworkInterfaces => Call::Nics(nic_filter(fields(body)?)?),
        ActionName::DescribeEipQuota => {
            let Nothing {} = fields(body)?;
            Call::Quota
        }
        ActionName::DescribeNetworkAccountType => {
            let Nothing {} = fields(body)?;
            Call::AccountType
        }
        ActionName::EipUnBindInstance => {
            let asked: Disassociate = fields(body)?;
            is_address_id(&asked.address_id)?;
            let target = Target::Eip(asked.address_id);
            Call::Unbind(Unbind {
                target,
                alloc_wan_ip: asked.reallocate_normal_public_ip,
                keep_tie: false,
            })
        }
        ActionName::EipBindInstance => Call::Bind(bind(fields(body)?)?),
        ActionName::DescribeTaskResult => Call::Task(fields::<TaskResult>(body)?.task_id),
        ActionName::DescribeRegions => {
            let Regions { .. } = fields(body)?;
            Call::Regions
        }
    })
}

pub(in crate::sim) fn fields<'b, T: Deserialize<'b>>(body: &'b [u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| {
        let message = error.to_string();
        let code = if message.starts_with("unknown field") {
            "UnknownParameter"
        } else if message.starts_with("missing field") {
            "MissingParameter"
        } else {
            "InvalidParameter"
        };
        refuse(code, message)
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Filter {
    name: String,
    values: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct List {
    #[serde(default)]
    address_ids: Vec<String>,
    #[serde(default)]
    network_interface_ids: Vec<String>,
    #[serde(default)]
    filters: Vec<Filter>,
    #[serde(default)]
    offset: u32,
    #[serde(default = "twenty")]
    limit: u32,
}

fn twenty() -> u32 {
    20
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Disassociate {
    address_id: String,
    #[serde(default)]
    reallocate_normal_public_ip: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Associate {
    address_id: String,
    instance_id: Option<String>,
    network_interface_id: Option<String>,
    private_ip_address: Option<String>,
    #[serde(default, rename = "EipDirectConnection")]
    _eip_direct_connection: bool,
    #[serde(rename = "InstanceRegion")]
    _instance_region: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct TaskResult {
    task_id: u64,
    #[serde(rename = "DealName")]
    _deal_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Regions {
    #[serde(rename = "Product")]
    _product: Option<String>,
    #[serde(rename = "Scene")]
    _scene: Option<i64>,
}

fn bind(asked: Associate) -> Result<Bind, Refusal> {
    is_address_id(&asked.address_id)?;
    let place = match (asked.instance_id, asked.network_interface_id, asked.private_ip_address) {
        (Some(id), None, None) => Place::Instance(id),
        (None, Some(nic), Some(private_ip)) => Place::NicPosition { nic, private_ip },
        (None, None, None) => {
            return Err(refuse(
                "MissingParameter",
                "InstanceId, or NetworkInterfaceId and PrivateIpAddress.",
            ));
        }
        (_, _, _) => {
            return Err(refuse(
                "InvalidParameterConflict",
                "Either InstanceId, or NetworkInterfaceId and PrivateIpAddress.",
            ));
        }
    };
    Ok(Bind { eip: asked.address_id, place, release_ordinary: false })
}

fn is_address_id(id: &str) -> Result<(), Refusal> {
    let well_formed = id
        .strip_prefix("eip-")
        .is_some_and(|rest| rest.len() == 8 && rest.chars().all(|c| c.is_ascii_alphanumeric()));
    if well_formed {
        Ok(())
    } else {
        Err(refuse(
            "InvalidParameterValue.AddressIdMalformed",
            format!("`{id}` is not an address id."),
        ))
    }
}

/// Checks paging and filters; of the two lists of ids, `foreign` belongs to the other action.
fn check_list(list: &List, foreign: &[String]) -> Result<(), Refusal> {
    if !foreign.is_empty() {
        return Err(refuse("UnknownParameter", "These ids belong to another action."));
    }
    if list.filters.len() > 10 || list.filters.iter().any(|f| f.values.len() > 100) {
        return Err(refuse(
            "LimitExceeded.NumberOfFilters",
            "At most 10 filters with 100 values each.",
        ));
    }
    if list.limit == 0
        || list.limit > 100
        || list.address_ids.len().max(list.network_interface_ids.len()) > 100
    {
        return Err(refuse("InvalidParameterValue.LimitExceeded", "Limit and ids go up to 100."));
    }
    Ok(())
}

fn eip_filter(list: List) -> Result<EipFilter, Refusal> {
    check_list(&list, &list.network_interface_ids)?;
    list.address_ids.iter().try_for_each(|id| is_address_id(id))?;
    if !list.address_ids.is_empty() && list.filters.iter().any(|f| f.name == "address-id") {
        return Err(refuse(
            "InvalidParameter",
            "AddressIds and the filter address-id exclude each other.",
        ));
    }
    let (offset, limit) = (list.offset as usize, list.limit as usize);
    let mut filter = EipFilter { ids: list.address_ids, offset, limit, ..EipFilter::default() };
    for Filter { name, values } in list.filters {
        let first = values.first().cloned();
        match name.as_str() {
            "address-id" => filter.ids = values,
            "address-ip" => filter.addresses = values,
            "instance-id" => filter.instances = values,
            "network-interface-id" => filter.nics = values,
            "address-name" => filter.name = first,
            "private-ip-address" => filter.private_ip = first,
            "address-status" => {
                filter.statuses = values.iter().map(|v| EipStatus::from_v3(v)).collect()
            }
            "is-arrears" => filter.arrears = first.map(|v| v == "TRUE"),
            "instance-type" => filter.kinds = values.iter().map(|v| kind(v)).collect(),
            "address-isp" => filter.lines = values,
            "address-type" if values.iter().any(|v| v == "EIP") => {}
            // Nothing here has a tag, a cluster or another type: an id that no EIP has matches nothing.
            "address-type" | "dedicated-cluster-id" | "tag-key" | "tag-value" => {
                filter.ids = vec![String::new()]
            }
            other if other.starts_with("tag:") => filter.ids = vec![String::new()],
            other => {
                return Err(refuse(
                    "InvalidParameter.InvalidFilter",
                    format!("There is no filter `{other}`."),
                ));
            }
        }
    }
    Ok(filter)
}

fn kind(word: &str) -> InstanceKind {
    match word {
        "CVM" => InstanceKind::Cvm,
        "NAT" => InstanceKind::Nat,
        "ENI" => InstanceKind::Eni,
        "HAVIP" => InstanceKind::Havip,
        "CLB" => InstanceKind::Clb,
        _ => InstanceKind::Other,
    }
}

fn nic_filter(list: List) -> Result<NicFilter, Refusal> {
    check_list(&list, &list.address_ids)?;
    if !list.network_interface_ids.is_empty() && !list.filters.is_empty() {
        return Err(refuse(
            "InvalidParameter.Coexist",
            "NetworkInterfaceIds and Filters exclude each other.",
        ));
    }
    let (offset, limit) = (list.offset as usize, list.limit as usize);
    let exact = list
        .filters
        .iter()
        .any(|f| f.name == "ip-exact-match" && f.values.iter().any(|v| v == "TRUE"));
    let mut filter =
        NicFilter { ids: list.network_interface_ids, offset, limit, ..NicFilter::default() };
    for Filter { name, values } in list.filters {
        let first = values.first().cloned();
        match name.as_str() {
            "network-interface-id" => filter.ids = values,
            "attachment.instance-id" => filter.instances = values,
            "vpc-id" => filter.vpc = first,
            "subnet-id" => filter.subnet = first,
            "public-address-ip" => filter.public_ips = values,
            "network-interface-name" => filter.name_part = first,
            "is-primary" => filter.primary = first.map(|v| v.eq_ignore_ascii_case("true")),
            "address-ip" if values.len() == 1 && !exact => filter.private_ip_end = first,
            "address-ip" => filter.private_ips = values,
            "ip-exact-match" => {}
            other => {
                return Err(refuse(
                    "InvalidParameter.FilterInvalidKey",
                    format!("There is no filter `{other}`."),
                ));
            }
        }
    }
    Ok(filter)
}
