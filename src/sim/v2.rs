//! The front of API 2.0: checks a raw request in the cloud's order and writes answers in its shape.

use super::action::{
    ActionName, Bind, Call, EipFilter, NicFilter, NicOrder, Order, Place, Target, Unbind,
};
use super::cloud::Checked;
use super::identity::Keys;
use super::message::IncomingRequest;
use super::outcome::{EipRow, NicRow, Outcome, Refusal};
use super::scenario::Scenario;
use super::verify;
use crate::domain::{EipStatus, InstanceKind, Region};
use jiff::Timestamp;
use jiff::tz::{TimeZone, offset};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Where it is served.
pub(super) const PATH: &str = "/v2/index.php";
const COMMON: [&str; 9] = [
    "Action",
    "Region",
    "Timestamp",
    "Nonce",
    "SecretId",
    "Signature",
    "SignatureMethod",
    "Token",
    "RequestClient",
];
const MAX_SKEW_S: i64 = 300;

/// Nonces that were seen, each with its key and timestamp.
pub(super) type Nonces = BTreeSet<(String, i64, u64)>;

/// The parameters of a request, those in the wrong place left out; none when they cannot be read.
pub(super) fn params(request: &IncomingRequest) -> Result<Vec<(String, String)>, Refusal> {
    let bad = |message: String| Refusal::by_code(4000).saying(message);
    let pairs = match request.method.as_str() {
        "GET" => verify::pairs(&request.query),
        "POST" => {
            let kind = request.header("content-type").unwrap_or_default();
            if !kind.starts_with("application/x-www-form-urlencoded") {
                return Err(bad(format!(
                    "Content-Type must be application/x-www-form-urlencoded, not `{kind}`"
                )));
            }
            std::str::from_utf8(&request.body)
                .map_err(|_| "the body must be UTF-8".to_owned())
                .and_then(verify::pairs)
        }
        other => Err(format!("method {other} is not supported")),
    };
    pairs.map_err(bad)
}

/// What may be logged of them: no key, no token, no signature.
pub(super) fn loggable(pairs: &[(String, String)]) -> BTreeMap<String, String> {
    pairs.iter().filter(|(name, _)| !COMMON.contains(&name.as_str())).cloned().collect()
}

/// Checks a request the way the cloud does: the first thing wrong decides the code.
pub(super) fn check(
    request: &IncomingRequest,
    pairs: &[(String, String)],
    (scenario, keys): (&Scenario, &Keys),
    nonces: &mut Nonces,
    now: Timestamp,
) -> Result<Checked, Refusal> {
    let bad = |message: String| Refusal::by_code(4000).saying(message);
    let map: BTreeMap<&str, &str> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let get = |name: &str| map.get(name).copied();
    let action = known_action(request, get("Action").unwrap_or_default())?;
    if map.len() != pairs.len() {
        return Err(bad("a parameter is there twice".into()));
    }
    let required = |name: &str| {
        get(name)
            .filter(|v| !v.is_empty())
            .ok_or_else(|| bad(format!("missing parameter {name} 缺少参数")))
    };
    let region = required("Region")?;
    let secret_id = required("SecretId")?;
    let signature = required("Signature")?;
    let timestamp: i64 =
        required("Timestamp")?.parse().map_err(|_| bad("Timestamp must be Unix seconds".into()))?;
    let nonce: u64 = required("Nonce")?
        .parse()
        .ok()
        .filter(|n| *n > 0)
        .ok_or_else(|| bad("Nonce must be a positive integer".into()))?;

    let key = keys.find(secret_id, get("Token"), now)?;
    let text = verify::v2_text(&request.method, &request.host, &request.path, pairs);
    if verify::v2_signature(&key.secret_key, get("SignatureMethod"), &text) != signature {
        return Err(Refusal::by_code(4100));
    }
    if (now.as_second() - timestamp).abs() > MAX_SKEW_S {
        return Err(
            Refusal::by_code(4500).saying("Timestamp is more than 5 minutes off 时间戳过期")
        );
    }
    if !nonces.insert((secret_id.to_owned(), timestamp, nonce)) {
        return Err(Refusal::by_code(4500).saying("Nonce was used before 重放攻击"));
    }
    let region = Region::parse(region).map_err(|_| bad(format!("unknown region {region}")))?;
    if scenario.denied_regions.contains(&region) {
        return Err(Refusal::by_code(4300));
    }
    let call = Params::new(&map).call(action)?;
    if key.denied_actions.iter().any(|name| ActionName::parse(name) == Some(action)) {
        return Err(Refusal::by_code(4101));
    }
    Ok(Checked { action, region, call })
}

/// The vendor's own hosts serve one product each; any other host (a private cloud, loopback) serves them all.
fn known_action(request: &IncomingRequest, name: &str) -> Result<ActionName, Refusal> {
    let action = ActionName::from_v2(name).ok_or_else(|| Refusal::by_code(6100))?;
    match request.host.strip_suffix(".api.qcloud.com") {
        Some(product) if product != action.v2_product() => Err(Refusal::by_code(6100)),
        Some(_) | None => Ok(action),
    }
}

/// The action's own parameters; what is not taken out in the end is unknown.
struct Params {
    left: BTreeMap<String, String>,
}

impl Params {
    fn new(all: &BTreeMap<&str, &str>) -> Self {
        let own = all.iter().filter(|(name, _)| !COMMON.contains(name));
        Self { left: own.map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect() }
    }

    fn call(mut self, action: ActionName) -> Result<Call, Refusal> {
        if let Some((name, _)) = self.left.iter().find(|(_, value)| value.is_empty()) {
            return Err(Refusal::by_code(4000).saying(format!("parameter {name} is empty")));
        }
        let call = match action {
            ActionName::DescribeEip => Call::Eips(self.eip_filter()?),
            ActionName::DescribeEipQuota => Call::Quota,
            ActionName::DescribeNetworkInterfaces => Call::Nics(self.nic_filter()?),
            ActionName::EipUnBindInstance => Call::Unbind(self.unbind()?),
            ActionName::EipBindInstance => Call::Bind(self.bind()?),
            ActionName::DescribeRegions => Call::Regions,
            ActionName::DescribeTaskResult | ActionName::DescribeNetworkAccountType => {
                return Err(Refusal::by_code(6100));
            }
        };
        match self.left.keys().next() {
            Some(name) => Err(Refusal::by_code(4000).saying(format!("unknown parameter {name}"))),
            None => Ok(call),
        }
    }

    fn text(&mut self, name: &str) -> Option<String> {
        self.left.remove(name)
    }

    fn list(&mut self, name: &str) -> Result<Vec<String>, Refusal> {
        let is_item = |key: &str| {
            key.strip_prefix(name)
                .and_then(|k| k.strip_prefix('.'))
                .is_some_and(|k| k.parse::<u32>().is_ok())
        };
        let keys: Vec<String> = self.left.keys().filter(|k| is_item(k)).cloned().collect();
        if keys.len() > 100 {
            return Err(Refusal::by_code(4000).saying(format!("{name} has more than 100 items")));
        }
        Ok(keys.iter().filter_map(|key| self.left.remove(key)).collect())
    }

    fn number(
        &mut self,
        name: &str,
        default: i64,
        range: std::ops::RangeInclusive<i64>,
    ) -> Result<i64, Refusal> {
        let Some(text) = self.text(name) else { return Ok(default) };
        let value = text.parse().ok().filter(|value| range.contains(value));
        value.ok_or_else(|| {
            Refusal::by_code(4000).saying(format!(
                "{name} must be {} to {}, not {text}",
                range.start(),
                range.end()
            ))
        })
    }

    fn eip_filter(&mut self) -> Result<EipFilter, Refusal> {
        let mut statuses = Vec::new();
        for text in self.list("status")? {
            let number = text.parse().map_err(|_| {
                Refusal::by_code(4000).saying(format!("status must be a number, not {text}"))
            })?;
            statuses.push(EipStatus::from_v2(number));
            if number == 2 {
                statuses.push(EipStatus::BoundToDetachedNic);
            }
        }
        let kinds = match self.number("type", -1, 0..=1)? {
            0 => vec![InstanceKind::Cvm, InstanceKind::Eni],
            1 => vec![InstanceKind::Nat],
            _ => Vec::new(),
        };
        let order = match self.text("orderBy").as_deref() {
            None | Some("createdAt") => Order::CreatedAt,
            Some("eipId") => Order::EipId,
            Some("eip") => Order::Eip,
            Some("ispId") => Order::IspId,
            Some("status") => Order::Status,
            Some("unInstanceId") => Order::UnInstanceId,
            Some("arrears") => Order::Arrears,
            Some(other) => {
                return Err(Refusal::by_code(4000).saying(format!("orderBy cannot be {other}")));
            }
        };
        Ok(EipFilter {
            ids: self.list("eipIds")?,
            addresses: self.list("eips")?,
            instances: self.list("unInstanceIds")?,
            nics: self.list("networkInterfaceIds")?,
            private_ip: self.text("privateIpAddress"),
            name_part: self.text("searchKey"),
            statuses,
            kinds,
            order,
            ascending: self.number("orderType", 1, 0..=1)? == 0,
            offset: self.number("offset", 0, 0..=i64::from(i32::MAX))? as usize,
            limit: self.number("limit", 20, 1..=100)? as usize,
            ..EipFilter::default()
        })
    }

    fn nic_filter(&mut self) -> Result<NicFilter, Refusal> {
        let order = match self.text("orderField").as_deref() {
            None | Some("createTime") => NicOrder::CreateTime,
            Some("eniName") => NicOrder::EniName,
            Some(other) => {
                return Err(Refusal::by_code(4000).saying(format!("orderField cannot be {other}")));
            }
        };
        let ascending = match self.text("orderDirection").as_deref() {
            None | Some("desc") => false,
            Some("asc") => true,
            Some(other) => {
                return Err(
                    Refusal::by_code(4000).saying(format!("orderDirection cannot be {other}"))
                );
            }
        };
        Ok(NicFilter {
            ids: self.text("networkInterfaceId").into_iter().collect(),
            instances: self.text("instanceId").into_iter().collect(),
            vpc: self.text("vpcId"),
            name_part: self.text("eniName"),
            description_part: self.text("eniDescription"),
            order,
            ascending,
            offset: self.number("offset", 0, 0..=i64::from(i32::MAX))? as usize,
            limit: self.number("limit", 20, 1..=50)? as usize,
            ..NicFilter::default()
        })
    }

    fn seat(&mut self) -> Result<Option<(String, String)>, Refusal> {
        match (self.text("networkInterfaceId"), self.text("privateIpAddress")) {
            (Some(nic), Some(private_ip)) => Ok(Some((nic, private_ip))),
            (None, None) => Ok(None),
            (_, _) => Err(Refusal::by_code(4000)
                .saying("networkInterfaceId and privateIpAddress go together")),
        }
    }

    fn unbind(&mut self) -> Result<Unbind, Refusal> {
        let target = match (self.text("eipId"), self.seat()?) {
            (Some(id), None) => Target::Eip(id),
            (None, Some((nic, private_ip))) => Target::NicPosition { nic, private_ip },
            (_, _) => {
                return Err(Refusal::by_code(4000).saying(
                    "one of eipId, or networkInterfaceId and privateIpAddress 缺少参数 eipId",
                ));
            }
        };
        let alloc_wan_ip = self.number("allocWanIp", 0, 0..=1)? == 1;
        let keep_tie = self.number("unBindPrivateIpWithEip", 1, 0..=1)? == 0;
        Ok(Unbind { target, alloc_wan_ip, keep_tie })
    }

    fn bind(&mut self) -> Result<Bind, Refusal> {
        let eip = self
            .text("eipId")
            .ok_or_else(|| Refusal::by_code(4000).saying("missing parameter eipId 缺少参数"))?;
        let place = match (self.text("unInstanceId"), self.seat()?) {
            (Some(id), None) => Place::Instance(id),
            (None, Some((nic, private_ip))) => Place::NicPosition { nic, private_ip },
            (_, _) => {
                return Err(Refusal::by_code(4000)
                    .saying("one of unInstanceId, or networkInterfaceId and privateIpAddress"));
            }
        };
        Ok(Bind { eip, place, release_ordinary: true })
    }
}

/// An outcome as API 2.0 writes it.
pub(super) fn body(outcome: &Outcome, now: Timestamp) -> Value {
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
pub(super) fn refusal(refusal: &Refusal) -> Value {
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
