//! The two requests that change something, with exactly the documented parameters (`docs/api-v2.md` §4.3, §4.4; `docs/api-v3.md` §4.3, §4.4).

use super::generation::AllocSpelling;
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

impl UnbindTarget {
    /// The NIC and private IP, where it names those.
    pub(crate) fn pair(&self) -> Option<(NetworkInterfaceId, IpAddr)> {
        match self {
            Self::Eip(_) => None,
            Self::PrivateIp { network_interface_id, private_ip_address } => {
                Some((network_interface_id.clone(), *private_ip_address))
            }
        }
    }
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

    /// Whether it asks for a new ordinary public IP.
    pub(crate) fn asks_for_wan_ip(&self) -> bool {
        matches!(self, Self::Unbind { alloc_wan_ip: Some(true), .. })
    }

    /// Whether it leaves the link between the EIP and its NIC and private IP.
    pub(crate) fn keeps_link(&self) -> bool {
        matches!(self, Self::Unbind { un_bind_private_ip_with_eip: Some(false), .. })
    }

    /// The action's own parameters, in the order of the documents.
    pub fn parameters(&self, generation: Generation) -> Vec<Param> {
        let capabilities = generation.capabilities();
        let names = capabilities.names;
        let pair = |nic: &NetworkInterfaceId, ip: &IpAddr| {
            [(names.network_interface_id, text(nic)), (names.private_ip_address, text(ip))]
        };
        let mut params = Vec::new();
        match self {
            Self::Unbind { target, alloc_wan_ip, un_bind_private_ip_with_eip } => {
                match target {
                    UnbindTarget::Eip(id) => params.push((names.eip_id, text(id))),
                    // Where a pair can't be said, the plan resolved it to the id first.
                    UnbindTarget::PrivateIp { .. } if !capabilities.target_by_pair => {}
                    UnbindTarget::PrivateIp { network_interface_id, private_ip_address } => {
                        params.extend(pair(network_interface_id, private_ip_address));
                    }
                }
                match names.alloc_wan_ip {
                    AllocSpelling::Number(name) => {
                        params.extend(alloc_wan_ip.map(|on| (name, ParamValue::Int(on.into()))))
                    }
                    AllocSpelling::OnlyTrue(name) => params.extend(
                        alloc_wan_ip.filter(|on| *on).map(|on| (name, ParamValue::Bool(on))),
                    ),
                }
                let keep = names.un_bind_private_ip_with_eip.zip(*un_bind_private_ip_with_eip);
                params.extend(keep.map(|(name, on)| (name, ParamValue::Int(on.into()))));
            }
            Self::Bind { eip_id, target } => {
                params.push((names.eip_id, text(eip_id)));
                match target {
                    BindTarget::Instance(id) => params.push((names.instance, text(id))),
                    BindTarget::PrivateIp { network_interface_id, private_ip_address } => {
                        params.extend(pair(network_interface_id, private_ip_address));
                    }
                }
            }
        }
        params
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

/// How far a task of API 3.0 is (`DescribeTaskResult`, `docs/api-v3.md` §4.5).
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
    pub(crate) fn is_over(&self) -> bool {
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
