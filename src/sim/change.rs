//! What others do in the cloud, and whether what it accepted goes its way.

use serde::{Deserialize, Serialize};

/// What somebody else does to an EIP.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// What is done.
    #[serde(rename = "do")]
    pub what: ChangeKind,
    /// The EIP, by id or address; none means the one that the call named.
    pub eip: Option<String>,
    /// Rebind: the server.
    pub instance: Option<String>,
    /// Rebind: the NIC, with `private_ip`, instead of the server.
    pub nic: Option<String>,
    /// Rebind: the private IP.
    pub private_ip: Option<String>,
    /// Change: API 2.0's status number.
    pub status: Option<i64>,
    /// Change: arrears.
    pub arrears: Option<bool>,
    /// Change: blocked.
    pub blocked: Option<bool>,
    /// Change: the name.
    pub name: Option<String>,
}

/// Kinds of [`Change`]; each happens at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// Taken off whatever it is on and bound to another server.
    Rebind,
    /// Taken off.
    Unbind,
    /// Status, arrears, block or name change.
    Change,
    /// Released: it is gone.
    Remove,
}

/// Whether an accepted mutation goes its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Course {
    /// It does.
    #[default]
    Settles,
    /// An unbind stays in status 3.
    NeverSettles,
    /// Nothing happens after the acceptance.
    NeverLeaves,
}
