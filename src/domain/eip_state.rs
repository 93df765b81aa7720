//! What an unbind changes of an EIP, as records and reports keep it.

use super::{BindTarget, EipStatus, Field, Fields, Gaps, InstanceId, NetworkInterfaceId, Told};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// `before` and `after` of `docs/contract.md` §3: what an unbind changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "Stored")]
pub struct EipState {
    /// Its status.
    pub status: EipStatus,
    /// What it is bound to.
    pub un_instance_id: Option<InstanceId>,
    /// The NIC it goes through.
    pub network_interface_id: Option<NetworkInterfaceId>,
    /// The private IP it maps to.
    pub private_ip_address: Option<IpAddr>,
    /// The ordinary public IP (普通公网IP) seen on that private IP, when it was asked for.
    pub wan_ip: Option<IpAddr>,
    /// Which of these have no value because the row did not tell them. Journals of old do not say: there, none counts as told.
    #[serde(flatten)]
    pub gaps: Gaps,
}

/// As it is read: with the gaps among its fields. A flattened struct would gather all fields as a tree first.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    status: EipStatus,
    un_instance_id: Option<InstanceId>,
    network_interface_id: Option<NetworkInterfaceId>,
    private_ip_address: Option<IpAddr>,
    wan_ip: Option<IpAddr>,
    #[serde(default)]
    not_told: Fields,
    #[serde(default)]
    conflicting: Fields,
}

impl From<Stored> for EipState {
    fn from(stored: Stored) -> Self {
        Self {
            status: stored.status,
            un_instance_id: stored.un_instance_id,
            network_interface_id: stored.network_interface_id,
            private_ip_address: stored.private_ip_address,
            wan_ip: stored.wan_ip,
            gaps: Gaps { not_told: stored.not_told, conflicting: stored.conflicting },
        }
    }
}

impl EipState {
    pub(super) fn fields() -> Fields {
        [Field::Status, Field::UnInstanceId, Field::NetworkInterfaceId, Field::PrivateIpAddress]
            .into_iter()
            .collect()
    }

    /// The server that it was on, as far as the row said.
    pub(crate) fn server(&self) -> Told<&InstanceId> {
        self.gaps.told(Field::UnInstanceId, self.un_instance_id.as_ref())
    }

    /// The NIC that it was on, as far as the row said.
    pub(crate) fn nic(&self) -> Told<&NetworkInterfaceId> {
        self.gaps.told(Field::NetworkInterfaceId, self.network_interface_id.as_ref())
    }

    /// The private IP that it mapped to, as far as the row said.
    pub(crate) fn private_ip(&self) -> Told<IpAddr> {
        self.gaps.told(Field::PrivateIpAddress, self.private_ip_address)
    }

    /// The place that it names, as a target to bind to: the NIC and private IP, else the server.
    pub(crate) fn place(&self) -> Option<BindTarget> {
        match (&self.network_interface_id, self.private_ip_address, &self.un_instance_id) {
            (Some(nic), Some(ip), _) => Some(BindTarget::PrivateIp {
                network_interface_id: nic.clone(),
                private_ip_address: ip,
            }),
            (_, _, Some(server)) => Some(BindTarget::Instance(server.clone())),
            _ => None,
        }
    }
}
