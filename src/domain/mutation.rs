//! The two requests that change something, with exactly the documented parameters (`api/v2.md` §4.3, §4.4; `api/v3.md` §4.3, §4.4).

use super::{EipId, Generation, InstanceId, NetworkInterfaceId, RequestId};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::IpAddr;

/// The target of an unbind: exactly one of the two documented forms.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum UnbindTarget {
    /// By EIP: detaches it from whatever it is bound to at that moment.
    Eip(EipId),
    /// By NIC and private IP: detaches whatever EIP is there at that moment.
    PrivateIp {
        /// The NIC.
        network_interface_id: NetworkInterfaceId,
        /// The private IP.
        private_ip_address: IpAddr,
    },
}

/// Where an EIP is bound back to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum BindTarget {
    /// The primary IP of a server's primary NIC.
    Instance(InstanceId),
    /// A NIC and private IP.
    PrivateIp {
        /// The NIC.
        network_interface_id: NetworkInterfaceId,
        /// The private IP.
        private_ip_address: IpAddr,
    },
}

/// A request that changes something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Mutation {
    /// `EipUnBindInstance` / `DisassociateAddress`
    Unbind {
        /// What is unbound. API 3.0 knows only the EIP form.
        target: UnbindTarget,
        /// `allocWanIp` / `ReallocateNormalPublicIp`; `None` leaves it out.
        alloc_wan_ip: Option<bool>,
        /// `unBindPrivateIpWithEip`; `None` leaves it out.
        un_bind_private_ip_with_eip: Option<bool>,
    },
    /// `EipBindInstance` / `AssociateAddress`
    Bind {
        /// The EIP.
        eip_id: EipId,
        /// Where to.
        target: BindTarget,
    },
}

/// A parameter's value, typed as the documents type it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ParamValue {
    /// A boolean (API 3.0 only).
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A text.
    Text(String),
}

impl fmt::Display for ParamValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Text(value) => f.write_str(value),
        }
    }
}

/// One parameter.
pub type Param = (&'static str, ParamValue);

impl Mutation {
    /// The action's name in this generation.
    pub fn action(&self, generation: Generation) -> &'static str {
        let capabilities = generation.capabilities();
        match self {
            Self::Unbind { .. } => capabilities.unbind_action,
            Self::Bind { .. } => capabilities.bind_action,
        }
    }

    /// The action's own parameters, in the order of the documents.
    pub fn parameters(&self, generation: Generation) -> Vec<Param> {
        match (self, generation) {
            (Self::Unbind { target, alloc_wan_ip, un_bind_private_ip_with_eip }, Generation::V2) => {
                let mut params = match target {
                    UnbindTarget::Eip(id) => vec![("eipId", text(id))],
                    UnbindTarget::PrivateIp { network_interface_id, private_ip_address } => {
                        vec![("networkInterfaceId", text(network_interface_id)), ("privateIpAddress", text(private_ip_address))]
                    }
                };
                params.extend(alloc_wan_ip.map(|on| ("allocWanIp", ParamValue::Int(on.into()))));
                params.extend(un_bind_private_ip_with_eip.map(|on| ("unBindPrivateIpWithEip", ParamValue::Int(on.into()))));
                params
            }
            (Self::Unbind { target, alloc_wan_ip, .. }, Generation::V3) => {
                let mut params = Vec::new();
                // A pair can't be said in API 3.0; the plan resolves it to the id first (`Capabilities::target_by_pair`).
                if let UnbindTarget::Eip(id) = target {
                    params.push(("AddressId", text(id)));
                }
                // Left out unless true: outside the one case where it applies, even `false` is not documented as allowed.
                if *alloc_wan_ip == Some(true) {
                    params.push(("ReallocateNormalPublicIp", ParamValue::Bool(true)));
                }
                params
            }
            (Self::Bind { eip_id, target }, generation) => {
                let names = match generation {
                    Generation::V2 => ["eipId", "unInstanceId", "networkInterfaceId", "privateIpAddress"],
                    Generation::V3 => ["AddressId", "InstanceId", "NetworkInterfaceId", "PrivateIpAddress"],
                };
                let mut params = vec![(names[0], text(eip_id))];
                match target {
                    BindTarget::Instance(id) => params.push((names[1], text(id))),
                    BindTarget::PrivateIp { network_interface_id, private_ip_address } => {
                        params.push((names[2], text(network_interface_id)));
                        params.push((names[3], text(private_ip_address)));
                    }
                }
                params
            }
        }
    }
}

fn text(value: &impl ToString) -> ParamValue {
    ParamValue::Text(value.to_string())
}

/// What the cloud said when it took a mutation: *accepted*, not *done*.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Accepted {
    /// The request id, when it gave one.
    pub request_id: Option<RequestId>,
    /// The task to follow (API 3.0, newer gateways).
    pub task_id: Option<u64>,
}

/// How far a task of API 3.0 is (`DescribeTaskResult`, `api/v3.md` §4.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TaskState {
    /// `RUNNING`
    Running,
    /// `SUCCESS`
    Success,
    /// `FAILED`
    Failed,
    /// A word that no document names.
    Other(String),
}

impl TaskState {
    /// Whether it will not change any more.
    pub fn is_over(&self) -> bool {
        *self != Self::Running
    }
}

impl fmt::Display for TaskState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Running => "RUNNING",
            Self::Success => "SUCCESS",
            Self::Failed => "FAILED",
            Self::Other(word) => word,
        })
    }
}
