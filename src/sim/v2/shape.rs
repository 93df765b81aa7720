//! Answers as API 2.0 writes them.

use crate::domain::{InstanceKind, Region};
use crate::sim::outcome::{EipRow, NicRow, Outcome, Refusal};
use jiff::Timestamp;
use jiff::tz::{TimeZone, offset};
use serde_json::{Value, json};

/// An outcome as API 2.0 writes it.
pub(in crate::sim) fn body(outcome: &Outcome, now: Timestamp) -> Value {
    let mut answer = json!({ "code": 0, "message": "", "codeDesc": "Success" });
    match outcome {
        Outcome::Eips { rows, total } => {
            answer["data"] =
                json!({ "eipSet": rows.iter().map(|row| eip(row, now)).collect::<Vec<_>>() });
            answer["totalCount"] = json!(total);
        }
        Outcome::Nics { rows, total } => {
            answer["data"] =
                json!({ "totalNum": total, "data": rows.iter().map(nic).collect::<Vec<_>>() });
        }
        // The names are those of the domain's own type, which took them from here.
        Outcome::Quota(quota) => answer["data"] = json!(quota),
        Outcome::Accepted { task } => answer["data"] = json!({ "requestId": task }),
        Outcome::Regions => {
            answer["regionSet"] = Region::all()
                .iter()
                .map(|r| json!({ "region": r, "regionName": r.info().map(|i| i.zh) }))
                .collect();
        }
        Outcome::Task(_, _) | Outcome::AccountType(_) => {}
    }
    answer
}

/// A refusal as API 2.0 writes it; `codeDesc` only where one is known.
pub(in crate::sim) fn refusal(refusal: &Refusal) -> Value {
    let mut answer = json!({ "code": refusal.v2, "message": refusal.message });
    match refusal.v2 {
        4000 => answer["codeDesc"] = json!("InvalidParameter"),
        4300 => answer["codeDesc"] = json!("RequestForbidden"),
        5000 if refusal.v3 == "ResourceNotFound" => {
            answer["codeDesc"] = json!("InvalidNetworkInterface.NotFound")
        }
        _ => {}
    }
    answer
}

fn beijing(at: Timestamp) -> String {
    at.to_zoned_datetime(TimeZone::fixed(offset(8))).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn eip(row: &EipRow, now: Timestamp) -> Value {
    json!({
        "eipId": row.id,
        "eipName": row.name,
        "eip": row.address,
        "ispId": row.isp,
        "status": row.status.to_v2().unwrap_or(-1),
        "arrears": i64::from(row.arrears),
        "unInstanceId": row.instance,
        "createdAt": beijing(row.created),
        "updatedAt": beijing(row.updated),
        "freeSecond": row.free_seconds(now),
        "type": match row.kind {
            InstanceKind::Cvm | InstanceKind::Eni => 0,
            InstanceKind::Nat => 1,
            InstanceKind::Havip | InstanceKind::Clb | InstanceKind::Other => 7,
        },
        "privateIpAddress": row.private_ip,
        "networkInterfaceId": row.nic,
    })
}

fn nic(row: &NicRow) -> Value {
    let ips = row.ips.iter().enumerate().map(|(i, ip)| {
        json!({
            "privateIpAddress": ip.ip,
            "primary": i == 0,
            "wanIp": ip.wan_ip,
            "description": "",
            "isWanIpBlocked": ip.blocked,
            "eipId": ip.eip,
        })
    });
    let attached = if row.instance.is_empty() { "" } else { "2022-01-05 12:00:00" };
    json!({
        "vpcId": row.vpc,
        "vpcName": "prod",
        "subnetId": row.subnet(),
        "zoneId": 100_003,
        "eniName": row.name,
        "eniDescription": "",
        "networkInterfaceId": row.id,
        "primary": row.primary,
        "macAddress": "20:90:6F:1C:5B:02",
        "createTime": "2021-12-01 08:00:00",
        "flowLogsSet": [],
        "privateIpAddressesSet": ips.collect::<Vec<_>>(),
        "instanceSet": { "instanceId": row.instance, "attachTime": attached },
        "groupSet": [{ "sgId": "sg-0f3k7c2m", "sgName": "生产-入口", "projectId": 0 }],
    })
}
