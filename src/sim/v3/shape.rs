//! Answers as API 3.0 writes them.

use crate::domain::{EipQuota, EipStatus, InstanceKind, Region};
use crate::sim::outcome::{EipRow, NicRow, Outcome, Refusal, TaskState};
use crate::sim::scenario::Scenario;
use serde_json::{Value, json};

/// What an answer needs beside the outcome.
#[derive(Debug, Clone, Copy)]
pub(in crate::sim) struct Context {
    number: usize,
    task_id: bool,
    old_quota_id: bool,
}

impl Context {
    /// For the request with this number.
    pub(in crate::sim) fn new(scenario: &Scenario, number: usize) -> Self {
        Self { number, task_id: scenario.v3.task_id, old_quota_id: scenario.v3.old_quota_id }
    }

    fn request_id(self) -> String {
        format!("9f2c4a10-7d3e-4b58-8c61-{:012}", self.number + 1)
    }
}

/// A refusal.
pub(in crate::sim) fn refusal(refusal: &Refusal, context: Context) -> Value {
    let error = json!({ "Code": refusal.v3, "Message": refusal.message });
    json!({ "Response": { "Error": error, "RequestId": context.request_id() } })
}

/// An outcome.
pub(in crate::sim) fn body(outcome: &Outcome, context: Context) -> Value {
    let response = match outcome {
        Outcome::Eips { rows, total } => {
            json!({ "TotalCount": total, "AddressSet": rows.iter().map(address).collect::<Vec<_>>() })
        }
        Outcome::Nics { rows, total } => {
            json!({ "TotalCount": total, "NetworkInterfaceSet": rows.iter().map(nic).collect::<Vec<_>>() })
        }
        Outcome::Quota(quota) => json!({ "QuotaSet": quotas(*quota, context) }),
        Outcome::Accepted { task } if context.task_id => json!({ "TaskId": task.to_string() }),
        Outcome::Accepted { .. } => json!({}),
        Outcome::Task(id, state) => json!({ "TaskId": id, "Result": word(*state) }),
        Outcome::Regions => {
            let rows: Vec<Value> = Region::all().iter().map(region).collect();
            json!({ "TotalCount": rows.len(), "RegionSet": rows })
        }
        Outcome::AccountType(kind) => json!({ "NetworkAccountType": kind }),
    };
    enveloped(response, context)
}

/// An answer in its envelope.
pub(in crate::sim) fn enveloped(mut response: Value, context: Context) -> Value {
    response["RequestId"] = json!(context.request_id());
    json!({ "Response": response })
}

fn word(state: TaskState) -> &'static str {
    match state {
        TaskState::Running => "RUNNING",
        TaskState::Success => "SUCCESS",
        TaskState::Failed => "FAILED",
    }
}

fn quotas(quota: EipQuota, context: Context) -> Vec<Value> {
    let assign = if context.old_quota_id { "DAILY_EIP_ASSIGN" } else { "DAILY_PUBLIC_IP_ASSIGN" };
    [
        ("TOTAL_EIP_QUOTA", quota.current_eip_num, quota.eip_num_quota),
        ("DAILY_EIP_APPLY", quota.daily_apply_count, quota.daily_apply_quota),
        (assign, quota.daily_alloc_wan_ip_count, quota.daily_alloc_wan_ip_quota),
        ("MONTHLY_RECOVER_QUOTA", Some(0), Some(3)),
    ]
    .iter()
    .map(|(id, current, limit)| json!({ "QuotaId": id, "QuotaCurrent": current, "QuotaLimit": limit }))
    .collect()
}

fn region(region: &Region) -> Value {
    json!({ "Region": region, "RegionName": region.info().map(|i| i.zh), "RegionState": "AVAILABLE", "RegionTypeMC": null, "LocationMC": null, "RegionNameMC": null, "RegionIdMC": null })
}

/// How API 3.0 writes what is not there.
fn or_null(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { json!(text) }
}

fn address(row: &EipRow) -> Value {
    let kind = match row.kind {
        InstanceKind::Nat => json!("NAT"),
        InstanceKind::Eni => json!("ENI"),
        InstanceKind::Havip => json!("HAVIP"),
        InstanceKind::Clb => json!("CLB"),
        InstanceKind::Other => or_null(&row.instance_type),
        InstanceKind::Cvm if row.status == EipStatus::BoundToDetachedNic => json!("ENI"),
        InstanceKind::Cvm if row.instance.is_empty() => Value::Null,
        InstanceKind::Cvm => json!("CVM"),
    };
    json!({
        "AddressId": row.id,
        "AddressName": row.name,
        "AddressStatus": row.status.to_v3(),
        "AddressIp": row.address,
        "InstanceId": or_null(&row.instance),
        "InstanceType": kind,
        "CreatedTime": row.created.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "NetworkInterfaceId": or_null(&row.nic),
        "PrivateAddressIp": or_null(&row.private_ip),
        "IsArrears": row.arrears,
        "IsBlocked": row.blocked,
        "IsEipDirectConnection": false,
        "AddressType": row.address_type,
        "CascadeRelease": row.cascade_release,
        "EipAlgType": { "Ftp": true, "Sip": true },
        "InternetServiceProvider": row.line(),
        "LocalBgp": false,
        "Bandwidth": row.bandwidth,
        "InternetChargeType": row.bandwidth.map(|_| "TRAFFIC_POSTPAID_BY_HOUR"),
        "TagSet": row.tags.iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect::<Vec<_>>(),
        "DeadlineDate": null,
    })
}

fn nic(row: &NicRow) -> Value {
    let ips = row.ips.iter().enumerate().map(|(i, ip)| {
        json!({
            "PrivateIpAddress": ip.ip,
            "Primary": i == 0,
            "PublicIpAddress": ip.wan_ip,
            "AddressId": ip.eip,
            "Description": "",
            "IsWanIpBlocked": ip.blocked,
            "State": "AVAILABLE",
        })
    });
    let attachment = if row.instance.is_empty() {
        Value::Null
    } else {
        let index = i32::from(!row.primary);
        json!({ "InstanceId": row.instance, "DeviceIndex": index, "InstanceAccountId": "100000000001", "AttachTime": "2022-01-05 12:00:00" })
    };
    json!({
        "NetworkInterfaceId": row.id,
        "NetworkInterfaceName": row.name,
        "NetworkInterfaceDescription": "",
        "SubnetId": row.subnet(),
        "VpcId": row.vpc,
        "GroupSet": ["sg-0f3k7c2m"],
        "Primary": row.primary,
        "MacAddress": "20:90:6F:1C:5B:02",
        "State": "AVAILABLE",
        "PrivateIpAddressSet": ips.collect::<Vec<_>>(),
        "Attachment": attachment,
        "Zone": format!("{}-3", row.region),
        "CreatedTime": "2021-12-01 08:00:00",
        "Ipv6AddressSet": [],
        "TagSet": [],
        "EniType": i32::from(row.primary),
    })
}
