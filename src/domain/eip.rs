//! The Elastic IP and what it is bound to (`docs/api-v2.md` §4.1, `docs/api-v3.md` §4.1 of the reference).

use super::{
    Contradiction, EipId, EipState, Field, Gaps, InstanceId, NetworkInterfaceId, Region, Told,
};
use compact_str::CompactString;
use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;
use std::net::IpAddr;

/// Where an EIP is in its life. The two generations' values meet here.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum EipStatus {
    /// 创建中: v2 0, v3 `CREATING`.
    Creating,
    /// 绑定中: v2 1, v3 `BINDING`.
    Binding,
    /// 已绑定: v2 2, v3 `BIND`. The one state that an unbind starts from.
    Bound,
    /// Bound to a NIC that no server holds: v3 `BIND_ENI`; v2 has no known value for it.
    BoundToDetachedNic,
    /// 解绑中: v2 3, v3 `UNBINDING`.
    Unbinding,
    /// 未绑定: v2 4, v3 `UNBIND`.
    Unbound,
    /// 下线中: v2 6, v3 `OFFLINING`.
    Offlining,
    /// 创建失败: v2 9.
    CreateFailed,
    /// A value that no document names, kept as it came.
    Other(CompactString),
    /// The cloud did not say, or said two things.
    NotTold,
}

impl EipStatus {
    /// The status for API 2.0's number.
    pub fn from_v2(status: i64) -> Self {
        match status {
            0 => Self::Creating,
            1 => Self::Binding,
            2 => Self::Bound,
            3 => Self::Unbinding,
            4 => Self::Unbound,
            6 => Self::Offlining,
            9 => Self::CreateFailed,
            other => Self::Other(compact_str::format_compact!("{other}")),
        }
    }

    /// The status for API 3.0's word.
    pub fn from_v3(status: &str) -> Self {
        match status {
            "CREATING" => Self::Creating,
            "BINDING" => Self::Binding,
            "BIND" => Self::Bound,
            "BIND_ENI" => Self::BoundToDetachedNic,
            "UNBINDING" => Self::Unbinding,
            "UNBIND" => Self::Unbound,
            "OFFLINING" => Self::Offlining,
            other => Self::Other(CompactString::new(other)),
        }
    }

    /// API 2.0's number, where it has one.
    pub fn to_v2(&self) -> Option<i64> {
        Some(match self {
            Self::Creating => 0,
            Self::Binding => 1,
            Self::Bound | Self::BoundToDetachedNic => 2,
            Self::Unbinding => 3,
            Self::Unbound => 4,
            Self::Offlining => 6,
            Self::CreateFailed => 9,
            Self::Other(raw) => return raw.parse().ok(),
            Self::NotTold => return None,
        })
    }

    /// API 3.0's word, where it has one.
    pub fn to_v3(&self) -> &str {
        match self {
            Self::Creating => "CREATING",
            Self::Binding => "BINDING",
            Self::Bound => "BIND",
            Self::BoundToDetachedNic => "BIND_ENI",
            Self::Unbinding => "UNBINDING",
            Self::Unbound => "UNBIND",
            Self::Offlining => "OFFLINING",
            Self::CreateFailed => "CREATE_FAILED",
            Self::Other(raw) => raw,
            Self::NotTold => "",
        }
    }

    /// Whether an unbind may start from here.
    pub fn is_bound(&self) -> bool {
        matches!(self, Self::Bound | Self::BoundToDetachedNic)
    }

    /// Whether the cloud will change this status by itself.
    pub fn is_in_transition(&self) -> bool {
        matches!(self, Self::Creating | Self::Binding | Self::Unbinding | Self::Offlining)
    }
}

/// The word of `docs/contract.md` §3: `bound`, `unbinding` …, or `other(<raw>)`; `unknown` where JSON has null.
impl fmt::Display for EipStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Creating => f.pad("creating"),
            Self::Binding => f.pad("binding"),
            Self::Bound => f.pad("bound"),
            Self::BoundToDetachedNic => f.pad("boundToDetachedNic"),
            Self::Unbinding => f.pad("unbinding"),
            Self::Unbound => f.pad("unbound"),
            Self::Offlining => f.pad("offlining"),
            Self::CreateFailed => f.pad("createFailed"),
            Self::Other(raw) => f.pad(&format!("other({raw})")),
            Self::NotTold => f.pad("unknown"),
        }
    }
}

impl std::str::FromStr for EipStatus {
    type Err = std::convert::Infallible;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Ok(match word {
            "creating" => Self::Creating,
            "binding" => Self::Binding,
            "bound" => Self::Bound,
            "boundToDetachedNic" => Self::BoundToDetachedNic,
            "unbinding" => Self::Unbinding,
            "unbound" => Self::Unbound,
            "offlining" => Self::Offlining,
            "createFailed" => Self::CreateFailed,
            other => {
                let raw =
                    other.strip_prefix("other(").and_then(|o| o.strip_suffix(')')).unwrap_or(other);
                Self::Other(CompactString::new(raw))
            }
        })
    }
}

impl Serialize for EipStatus {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        if *self == Self::NotTold { s.serialize_none() } else { s.collect_str(self) }
    }
}

impl<'de> Deserialize<'de> for EipStatus {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let word = Option::<CompactString>::deserialize(d)?;
        Ok(word.map_or(Self::NotTold, |word| word.parse().unwrap_or(Self::Other(word))))
    }
}

/// What kind of thing an EIP serves (`type` in v2, `InstanceType` in v3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InstanceKind {
    /// A server.
    Cvm,
    /// A NAT gateway: it has an action of its own and is refused here.
    Nat,
    /// A NIC that no server holds.
    Eni,
    /// A high-availability virtual IP: it has an action of its own, too.
    Havip,
    /// A load balancer.
    Clb,
    /// Something else, or an undocumented number.
    Other,
}

impl InstanceKind {
    /// The kind that an id's prefix tells, for answers that leave the type out.
    pub fn of_id(id: Option<&InstanceId>) -> Option<Self> {
        match id?.as_str().split_once('-')?.0 {
            "ins" => Some(Self::Cvm),
            "nat" => Some(Self::Nat),
            "eni" => Some(Self::Eni),
            "havip" => Some(Self::Havip),
            "lb" => Some(Self::Clb),
            _ => None,
        }
    }

    /// The word used in JSON, CSV and filters.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cvm => "cvm",
            Self::Nat => "nat",
            Self::Eni => "eni",
            Self::Havip => "havip",
            Self::Clb => "clb",
            Self::Other => "other",
        }
    }
}

/// A tag: key and value, raw cloud text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tag {
    pub key: CompactString,
    pub value: CompactString,
}

impl Tag {
    /// Whether it is `KEY=VALUE`: the key as it is, the value with `*` for anything.
    pub fn is(&self, key: &str, value: &str) -> bool {
        self.key == key && super::pattern::matches(value, &self.value)
    }
}

/// One Elastic IP as read from the cloud. `None` means that there is none, or that the cloud did not say: which of the two is in `gaps`, and
/// what is concluded from a field goes by [`Eip::server`] and its like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Eip {
    /// The region it was read from.
    pub region: Region,
    /// Its id.
    pub eip_id: EipId,
    /// The address; missing while it is created and after a failed creation.
    pub eip: Option<IpAddr>,
    /// Its name, raw cloud text: pass it through [`super::sanitize::visible`] before showing it.
    pub eip_name: CompactString,
    /// Its status.
    pub status: EipStatus,
    /// What kind of thing it serves.
    #[serde(rename = "type")]
    pub kind: Option<InstanceKind>,
    /// Isolated for overdue payment (欠费隔离).
    pub arrears: Option<bool>,
    /// Blocked after an attack (封堵). API 2.0 says so only on the NIC.
    pub blocked: Option<bool>,
    /// Released by the cloud when it is unbound (v3 `CascadeRelease`).
    pub cascade_release: Option<bool>,
    /// What it is bound to.
    pub un_instance_id: Option<InstanceId>,
    /// The NIC it goes through; missing on a classic-network (基础网络) server.
    pub network_interface_id: Option<NetworkInterfaceId>,
    /// The private IP it maps to.
    pub private_ip_address: Option<IpAddr>,
    /// The line (运营商) as API 2.0 numbers it.
    pub isp_id: Option<i64>,
    /// When it was created.
    pub created_at: Option<Timestamp>,
    /// EIP direct mode (v3 `IsEipDirectConnection`); a bind back does not restore it.
    pub direct: Option<bool>,
    /// What 3.0 calls the kind of thing that it serves (`InstanceType`), as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance_type: Option<CompactString>,
    /// What kind of address it is (3.0's `AddressType`), as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_type: Option<CompactString>,
    /// Its tags (3.0's `TagSet`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    /// The fields that hold no value because the row does not tell them.
    #[serde(default)]
    pub gaps: Gaps,
}

impl Eip {
    /// Whether it serves a NAT gateway, by type or by the id's prefix.
    pub fn is_nat(&self) -> bool {
        self.kind == Some(InstanceKind::Nat)
            || self.un_instance_id.as_ref().is_some_and(InstanceId::is_nat_gateway)
    }

    /// What it serves. The id's prefix decides where it names something that is no server: API 2.0 has no
    /// numbers for those.
    pub fn serves(&self) -> Option<InstanceKind> {
        match InstanceKind::of_id(self.un_instance_id.as_ref()) {
            Some(kind @ (InstanceKind::Nat | InstanceKind::Havip | InstanceKind::Clb)) => {
                Some(kind)
            }
            by_id => self.kind.or(by_id),
        }
    }

    /// What it serves, where no document says that an unbind serves that: a load balancer, an unknown kind.
    pub fn undocumented_kind(&self) -> Option<InstanceKind> {
        match self.serves() {
            Some(
                InstanceKind::Cvm | InstanceKind::Eni | InstanceKind::Nat | InstanceKind::Havip,
            ) => None,
            Some(kind @ (InstanceKind::Clb | InstanceKind::Other)) => Some(kind),
            None => self.un_instance_id.is_some().then_some(InstanceKind::Other),
        }
    }

    /// Whether it has this tag; `None` where its tags are not known (API 2.0).
    pub fn has_tag(&self, fits: impl Fn(&Tag) -> bool) -> Option<bool> {
        Some(self.tags.as_ref()?.iter().any(fits))
    }

    /// The server that it is on, as far as the row says.
    pub fn server(&self) -> Told<&InstanceId> {
        self.gaps.told(Field::UnInstanceId, self.un_instance_id.as_ref())
    }

    /// The NIC that it is on, as far as the row says.
    pub fn nic(&self) -> Told<&NetworkInterfaceId> {
        self.gaps.told(Field::NetworkInterfaceId, self.network_interface_id.as_ref())
    }

    /// The private IP that it maps to, as far as the row says.
    pub fn private_ip(&self) -> Told<IpAddr> {
        self.gaps.told(Field::PrivateIpAddress, self.private_ip_address)
    }

    /// Whether its row says that it is unbound, and does not name a server all the same. A NIC may be named: a link that was kept.
    pub fn is_unbound(&self) -> bool {
        self.status == EipStatus::Unbound
            && self.un_instance_id.is_none()
            && self.gaps.conflicting.is_empty()
    }

    /// What in its row can't be true at the same time.
    pub fn contradiction(&self) -> Option<Contradiction> {
        if !self.gaps.conflicting.is_empty() {
            return Some(Contradiction::Twice(self.gaps.conflicting));
        }
        match &self.un_instance_id {
            Some(server) if self.status == EipStatus::Unbound => {
                Some(Contradiction::UnboundOnServer(server.clone()))
            }
            None if self.status.is_bound()
                && self.server() == Told::Empty
                && self.nic() == Told::Empty =>
            {
                Some(Contradiction::BoundToNothing)
            }
            Some(_) | None => None,
        }
    }

    /// Whether the address is one that this program may unbind by number: IPv6 is refused (`docs/contract.md` §4).
    pub fn is_ipv6(&self) -> bool {
        matches!(self.eip, Some(IpAddr::V6(_)))
    }

    /// The part of it that an unbind changes, for records and reports.
    pub fn state(&self) -> EipState {
        EipState {
            status: self.status.clone(),
            un_instance_id: self.un_instance_id.clone(),
            network_interface_id: self.network_interface_id.clone(),
            private_ip_address: self.private_ip_address,
            wan_ip: None,
            gaps: Gaps {
                not_told: self.gaps.not_told.common(EipState::fields()),
                conflicting: self.gaps.conflicting.common(EipState::fields()),
            },
        }
    }

    /// The address as text, or an empty text when there is none yet.
    pub fn address(&self) -> String {
        self.eip.map(|ip| ip.to_string()).unwrap_or_default()
    }
}
