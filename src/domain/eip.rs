//! The Elastic IP and what it is bound to (`docs/api-v2.md` §4.1, `docs/api-v3.md` §4.1 of the reference).

use super::{
    Contradiction, EipId, EipState, EipStatus, Field, Gaps, InstanceId, NetworkInterfaceId, Region,
    Told,
};
use compact_str::CompactString;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

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
    pub(crate) fn of_id(id: Option<&InstanceId>) -> Option<Self> {
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
    pub(crate) fn is(&self, key: &str, value: &str) -> bool {
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
    /// This program took it off its server and saw that the link to this NIC stayed: no row says that. Such an EIP may go on being called bound.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub link_kept: bool,
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
    pub(crate) fn serves(&self) -> Option<InstanceKind> {
        match InstanceKind::of_id(self.un_instance_id.as_ref()) {
            Some(kind @ (InstanceKind::Nat | InstanceKind::Havip | InstanceKind::Clb)) => {
                Some(kind)
            }
            by_id => self.kind.or(by_id),
        }
    }

    /// What it serves, where no document says that an unbind serves that: a load balancer, an unknown kind.
    pub(crate) fn undocumented_kind(&self) -> Option<InstanceKind> {
        match self.serves() {
            Some(
                InstanceKind::Cvm | InstanceKind::Eni | InstanceKind::Nat | InstanceKind::Havip,
            ) => None,
            Some(kind @ (InstanceKind::Clb | InstanceKind::Other)) => Some(kind),
            None => self.un_instance_id.is_some().then_some(InstanceKind::Other),
        }
    }

    /// Whether it has this tag; `None` where its tags are not known (API 2.0).
    pub(crate) fn has_tag(&self, fits: impl Fn(&Tag) -> bool) -> Option<bool> {
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

    /// Whether it is on no server, and could be bound: unbound, or off its server with its link kept.
    pub fn is_free(&self) -> bool {
        self.is_unbound() || self.is_link_kept()
    }

    /// Whether it is off every server, with its link to a NIC kept (`unBindPrivateIpWithEip=0`), as far as that is known.
    pub(crate) fn is_link_kept(&self) -> bool {
        let is_off = self.is_unbound() || self.link_kept && self.status == EipStatus::Bound;
        is_off && self.un_instance_id.is_none() && self.network_interface_id.is_some()
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
