//! The two API generations and what each can say.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Which API the cloud is spoken to in. A mutation never switches (`product.md` §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Generation {
    /// API 2.0: `eip.api.qcloud.com`, HMAC-signed parameters.
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

/// What a generation can express, as data, so that a plan can say so before anything is sent (`api/v3.md` §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// The name of the action that unbinds.
    pub unbind_action: &'static str,
    /// The name of the action that binds.
    pub bind_action: &'static str,
    /// Whether `unBindPrivateIpWithEip` can be said.
    pub un_bind_private_ip_with_eip: bool,
    /// Whether a NIC/private-IP pair can be the target itself, without its EIP's id.
    pub target_by_pair: bool,
    /// Whether a name can be searched for by the server.
    pub name_search: bool,
    /// Whether no management at all is possible in arrears.
    pub arrears_blocks: bool,
    /// Whether the kind of account can be asked for.
    pub tells_account_type: bool,
    /// Whether "blocked" is told of a NIC's private IP only, not of the EIP itself.
    pub blocked_by_nic: bool,
    /// Whether a bind silently releases an ordinary public IP that is in the way.
    pub bind_releases_wan_ip: bool,
}

impl Generation {
    /// What this generation can express.
    pub fn capabilities(self) -> Capabilities {
        match self {
            Self::V2 => Capabilities {
                unbind_action: "EipUnBindInstance",
                bind_action: "EipBindInstance",
                un_bind_private_ip_with_eip: true,
                target_by_pair: true,
                name_search: true,
                arrears_blocks: true,
                tells_account_type: false,
                blocked_by_nic: true,
                bind_releases_wan_ip: true,
            },
            Self::V3 => Capabilities {
                unbind_action: "DisassociateAddress",
                bind_action: "AssociateAddress",
                un_bind_private_ip_with_eip: false,
                target_by_pair: false,
                name_search: false,
                arrears_blocks: false,
                tells_account_type: true,
                blocked_by_nic: false,
                bind_releases_wan_ip: false,
            },
        }
    }
}
