//! The two API generations and what each can say.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Which API the cloud is spoken to in. A mutation never switches (`docs/contract.md` §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Generation {
    /// API 2.0, which is asked first: `eip.api.qcloud.com`, HMAC-signed parameters.
    #[default]
    V2,
    /// API 3.0: `vpc` 2017-03-12, TC3-HMAC-SHA256.
    V3,
}

impl fmt::Display for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::V2 => "v2",
            Self::V3 => "v3",
        })
    }
}

/// How a new ordinary public IP is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AllocSpelling {
    /// As 0 or 1.
    Number(&'static str),
    /// As `true`, or left out: outside the one case where it applies, even `false` is not documented as allowed.
    OnlyTrue(&'static str),
}

/// The names of a mutation's own parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParameterNames {
    /// The EIP's id.
    pub(crate) eip_id: &'static str,
    /// The server, on binding.
    pub(crate) instance: &'static str,
    /// The NIC of a pair.
    pub(crate) network_interface_id: &'static str,
    /// The private IP of a pair.
    pub(crate) private_ip_address: &'static str,
    /// A new ordinary public IP for the server.
    pub(crate) alloc_wan_ip: AllocSpelling,
    /// Whether the tie of EIP and private IP goes too.
    pub(crate) un_bind_private_ip_with_eip: Option<&'static str>,
}

/// What fills a parameter that every request has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filling {
    /// The action's name.
    Action,
    /// The region's code, long or short.
    Region,
    /// The id of the key.
    KeyId,
    /// Always this.
    Fixed(&'static str),
    /// The token of temporary keys, never shown; left out where the keys are permanent.
    Token,
    /// Made at sending: time, nonce.
    Later,
    /// Made at sending, and never shown.
    Signature,
    /// The header of API 3.0 that holds key id and signature.
    Authorization,
}

/// How a request looks on the wire, for showing it to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope {
    /// The public cloud's host for EIPs.
    pub(crate) host: &'static str,
    /// The path on it, and on any other endpoint.
    pub(crate) path: &'static str,
    /// Whether the region goes by its short code.
    pub(crate) short_region: bool,
    /// What every request has, in order.
    pub(crate) common: &'static [(&'static str, Filling)],
}

/// What a generation can express, as data, so that a plan can say so before anything is sent (`docs/api-v3.md` §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// The name of the action that lists EIPs.
    pub(crate) list_action: &'static str,
    /// The name of the action that unbinds.
    pub(crate) unbind_action: &'static str,
    /// The name of the action that binds.
    pub(crate) bind_action: &'static str,
    /// The names of a mutation's own parameters.
    pub(crate) names: ParameterNames,
    /// How a request looks on the wire.
    pub(crate) envelope: Envelope,
    /// Whether a NIC/private-IP pair can be the target itself, without its EIP's id.
    pub(crate) target_by_pair: bool,
    /// Whether a name can be searched for by the server.
    pub(crate) name_search: bool,
    /// Whether no management at all is possible in arrears.
    pub(crate) arrears_blocks: bool,
    /// Whether the kind of account can be asked for.
    pub(crate) tells_account_type: bool,
    /// Whether it is told that an EIP is released when it is unbound.
    pub(crate) tells_cascade_release: bool,
    /// Whether a mutation gives a task that can be followed.
    pub(crate) tasks: bool,
    /// Whether "blocked" is told of a NIC's private IP only, not of the EIP itself.
    pub blocked_by_nic: bool,
    /// Whether a bind silently releases an ordinary public IP that is in the way.
    pub(crate) bind_releases_wan_ip: bool,
}

impl Generation {
    /// Its number as the vendor writes it.
    pub(crate) fn number(self) -> &'static str {
        match self {
            Self::V2 => "2.0",
            Self::V3 => "3.0",
        }
    }

    /// Whether this action binds, in either generation.
    pub(crate) fn is_bind_action(action: &str) -> bool {
        [Self::V2, Self::V3].iter().any(|api| api.capabilities().bind_action == action)
    }

    /// What this generation can express.
    pub fn capabilities(self) -> Capabilities {
        match self {
            Self::V2 => Capabilities {
                list_action: "DescribeEip",
                unbind_action: "EipUnBindInstance",
                bind_action: "EipBindInstance",
                names: ParameterNames {
                    eip_id: "eipId",
                    instance: "unInstanceId",
                    network_interface_id: "networkInterfaceId",
                    private_ip_address: "privateIpAddress",
                    alloc_wan_ip: AllocSpelling::Number("allocWanIp"),
                    un_bind_private_ip_with_eip: Some("unBindPrivateIpWithEip"),
                },
                envelope: Envelope {
                    host: "eip.api.qcloud.com",
                    path: "/v2/index.php",
                    short_region: true,
                    common: &[
                        ("Action", Filling::Action),
                        ("Region", Filling::Region),
                        ("SecretId", Filling::KeyId),
                        ("SignatureMethod", Filling::Fixed("HmacSHA256")),
                        ("Timestamp", Filling::Later),
                        ("Nonce", Filling::Later),
                        ("Token", Filling::Token),
                        ("Signature", Filling::Signature),
                    ],
                },
                target_by_pair: true,
                name_search: true,
                arrears_blocks: true,
                tells_account_type: false,
                tells_cascade_release: false,
                tasks: false,
                blocked_by_nic: true,
                bind_releases_wan_ip: true,
            },
            Self::V3 => Capabilities {
                list_action: "DescribeAddresses",
                unbind_action: "DisassociateAddress",
                bind_action: "AssociateAddress",
                names: ParameterNames {
                    eip_id: "AddressId",
                    instance: "InstanceId",
                    network_interface_id: "NetworkInterfaceId",
                    private_ip_address: "PrivateIpAddress",
                    alloc_wan_ip: AllocSpelling::OnlyTrue("ReallocateNormalPublicIp"),
                    un_bind_private_ip_with_eip: None,
                },
                envelope: Envelope {
                    host: "vpc.tencentcloudapi.com",
                    path: "/",
                    short_region: false,
                    common: &[
                        ("X-TC-Action", Filling::Action),
                        ("X-TC-Version", Filling::Fixed("2017-03-12")),
                        ("X-TC-Region", Filling::Region),
                        ("X-TC-Timestamp", Filling::Later),
                        ("X-TC-Token", Filling::Token),
                        ("Authorization", Filling::Authorization),
                    ],
                },
                target_by_pair: false,
                name_search: false,
                arrears_blocks: false,
                tells_account_type: true,
                tells_cascade_release: true,
                tasks: true,
                blocked_by_nic: false,
                bind_releases_wan_ip: false,
            },
        }
    }
}
