//! The parameters of each action of API 2.0.

use crate::domain::{EipStatus, InstanceKind};
use crate::sim::action::{
    ActionName, Bind, Call, EipFilter, NicFilter, NicOrder, Order, Place, Target, Unbind,
};
use crate::sim::outcome::Refusal;
use std::collections::BTreeMap;

/// What every request has.
pub(super) const COMMON: [&str; 9] = [
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

/// Something is wrong with a parameter.
pub(super) fn bad(message: impl Into<String>) -> Refusal {
    Refusal::by_code(4000).saying(message)
}

/// The action's own parameters; what is not taken out in the end is unknown.
pub(super) struct Params {
    left: BTreeMap<String, String>,
}

impl Params {
    pub(super) fn new(all: &BTreeMap<&str, &str>) -> Self {
        let own = all.iter().filter(|(name, _)| !COMMON.contains(name));
        Self { left: own.map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect() }
    }

    pub(super) fn call(mut self, action: ActionName) -> Result<Call, Refusal> {
        if let Some((name, _)) = self.left.iter().find(|(_, value)| value.is_empty()) {
            return Err(bad(format!("parameter {name} is empty")));
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
            Some(name) => Err(bad(format!("unknown parameter {name}"))),
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
            return Err(bad(format!("{name} has more than 100 items")));
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
            bad(format!("{name} must be {} to {}, not {text}", range.start(), range.end()))
        })
    }

    fn eip_filter(&mut self) -> Result<EipFilter, Refusal> {
        let mut statuses = Vec::new();
        for text in self.list("status")? {
            let number =
                text.parse().map_err(|_| bad(format!("status must be a number, not {text}")))?;
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
                return Err(bad(format!("orderBy cannot be {other}")));
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
                return Err(bad(format!("orderField cannot be {other}")));
            }
        };
        let ascending = match self.text("orderDirection").as_deref() {
            None | Some("desc") => false,
            Some("asc") => true,
            Some(other) => {
                return Err(bad(format!("orderDirection cannot be {other}")));
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
            (_, _) => Err(bad("networkInterfaceId and privateIpAddress go together")),
        }
    }

    fn unbind(&mut self) -> Result<Unbind, Refusal> {
        let target = match (self.text("eipId"), self.seat()?) {
            (Some(id), None) => Target::Eip(id),
            (None, Some((nic, private_ip))) => Target::NicPosition { nic, private_ip },
            (_, _) => {
                return Err(bad(
                    "one of eipId, or networkInterfaceId and privateIpAddress 缺少参数 eipId",
                ));
            }
        };
        let alloc_wan_ip = self.number("allocWanIp", 0, 0..=1)? == 1;
        let keep_tie = self.number("unBindPrivateIpWithEip", 1, 0..=1)? == 0;
        Ok(Unbind { target, alloc_wan_ip, keep_tie })
    }

    fn bind(&mut self) -> Result<Bind, Refusal> {
        let eip = self.text("eipId").ok_or_else(|| bad("missing parameter eipId 缺少参数"))?;
        let place = match (self.text("unInstanceId"), self.seat()?) {
            (Some(id), None) => Place::Instance(id),
            (None, Some((nic, private_ip))) => Place::NicPosition { nic, private_ip },
            (_, _) => {
                return Err(bad("one of unInstanceId, or networkInterfaceId and privateIpAddress"));
            }
        };
        Ok(Bind { eip, place, release_ordinary: true })
    }
}
