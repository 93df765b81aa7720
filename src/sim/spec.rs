//! The rows of a scenario file.

use crate::domain::{InstanceKind, Region};
use serde::{Deserialize, Deserializer};

/// The id of the key that every scenario without keys of its own knows.
pub const DEMO_SECRET_ID: &str = "AKIDdemoDEMOdemoDEMOdemo0042";
/// Its secret half, which opens nothing.
pub const DEMO_SECRET_KEY: &str = "demo-secret-key-not-real-0042";

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// English.
    pub(crate) en: String,
    /// Chinese.
    pub(crate) zh: String,
}

/// How long mutations take, from the moment they are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settle {
    /// Until status 3 shows.
    pub unbinding_after_ms: u64,
    /// Until status 4.
    pub unbound_after_ms: u64,
    /// From a bind, which shows status 1 at once, until status 2.
    pub(crate) bound_after_ms: u64,
}

impl Default for Settle {
    fn default() -> Self {
        Self { unbinding_after_ms: 300, unbound_after_ms: 2_500, bound_after_ms: 2_000 }
    }
}

/// A key and what it may do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// SecretId.
    pub secret_id: String,
    /// SecretKey.
    pub secret_key: String,
    /// The token that must come with it; a key without one refuses any token.
    pub token: Option<String>,
    /// Switched off: 4104.
    #[serde(default)]
    pub disabled: bool,
    /// Actions that answer 4101, by either generation's name.
    #[serde(default)]
    pub(crate) denied_actions: Vec<String>,
}

/// Identity the keys are, and what STS and the metadata service give out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Identity {
    /// The main account's uin.
    pub account: String,
    /// The full name of whoever holds the scenario's own keys.
    pub(crate) caller: String,
    /// How long every temporary key lives, whatever is asked for.
    pub(crate) lifetime_s: Option<i64>,
    /// Roles that can be assumed; empty: any.
    pub roles: Vec<String>,
    /// The role of the server that the program seems to run on; without one the metadata service answers 404.
    pub instance_role: Option<String>,
    /// The role that the environment lines of `simulate` ask for.
    pub(crate) assume: Option<String>,
}

impl Default for Identity {
    fn default() -> Self {
        Self {
            account: "100000000001".to_owned(),
            caller: "qcs::cam::uin/100000000001:uin/100000000042".to_owned(),
            lifetime_s: None,
            roles: Vec::new(),
            instance_role: Some("eip-operator".to_owned()),
            assume: None,
        }
    }
}

/// The quota of a region. The number of EIPs held is counted, not stated.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotaSpec {
    #[serde(deserialize_with = "region")]
    pub(crate) region: Region,
    /// EIPs allowed.
    #[serde(default = "twenty")]
    pub(crate) eips: i64,
    /// Applications a day.
    #[serde(default = "forty")]
    pub(crate) daily_apply: i64,
    /// Applications used today.
    #[serde(default)]
    pub(crate) daily_apply_used: i64,
    /// Re-allocations of an ordinary public IP a day.
    #[serde(default = "ten")]
    pub(crate) daily_alloc: i64,
    /// Re-allocations used today.
    #[serde(default)]
    pub(crate) daily_alloc_used: i64,
}

impl QuotaSpec {
    /// The defaults of `region`.
    pub(crate) fn of(region: Region) -> Self {
        let (eips, daily_apply, daily_alloc) = (twenty(), forty(), ten());
        Self { region, eips, daily_apply, daily_apply_used: 0, daily_alloc, daily_alloc_used: 0 }
    }
}

/// One EIP.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EipSpec {
    /// `eip-…`
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) name: String,
    /// How often the name is repeated.
    #[serde(default = "once")]
    pub(crate) name_repeat: usize,
    #[serde(default)]
    pub(crate) ip: String,
    #[serde(deserialize_with = "region")]
    pub(crate) region: Region,
    /// API 2.0's status number; bound when it is on something, else unbound.
    pub(crate) status: Option<i64>,
    /// What it serves.
    #[serde(default = "cvm")]
    pub(crate) kind: InstanceKind,
    /// 3.0's word for what it serves, where `kind` does not say it.
    #[serde(default)]
    pub(crate) instance_type: String,
    /// 3.0's kind of address.
    #[serde(default = "plain_eip")]
    pub(crate) address_type: String,
    /// Its tags.
    #[serde(default)]
    pub(crate) tags: std::collections::BTreeMap<String, String>,
    /// In arrears.
    #[serde(default)]
    pub(crate) arrears: bool,
    /// Blocked after an attack.
    #[serde(default)]
    pub(crate) blocked: bool,
    /// Released when unbound.
    #[serde(default)]
    pub(crate) cascade_release: bool,
    /// The server or gateway; not needed when `nic` is listed.
    #[serde(default)]
    pub(crate) instance: String,
    #[serde(default)]
    pub(crate) nic: String,
    #[serde(default)]
    pub(crate) private_ip: String,
    /// The line.
    #[serde(default = "bgp")]
    pub(crate) isp: i64,
    /// Bandwidth in Mbps.
    pub(crate) bandwidth: Option<i64>,
    /// Days since it was created.
    #[serde(default = "hundred")]
    pub(crate) age_days: i64,
}

/// One NIC.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NicSpec {
    /// `eni-…`
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) name: String,
    #[serde(deserialize_with = "region")]
    pub(crate) region: Region,
    /// Whether it is the primary NIC of its server.
    #[serde(default)]
    pub(crate) primary: bool,
    /// The server that holds it; none: detached.
    #[serde(default)]
    pub(crate) instance: String,
    /// Its private IPs, the primary one first.
    pub(crate) ips: Vec<String>,
    /// Ordinary public IPs, as `{ private = public }`.
    #[serde(default)]
    pub(crate) wan: std::collections::BTreeMap<String, String>,
}

/// EIPs by number, each on a server of its own, every tenth unbound; the same every time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Generate {
    #[serde(deserialize_with = "region")]
    pub region: Region,
    /// How many.
    pub count: u32,
    /// The start of their names.
    #[serde(default = "web")]
    pub name: String,
}

/// How API 2.0 is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum V2Service {
    /// As documented.
    #[default]
    Served,
    /// Retired: HTTP 404.
    NotFound,
    /// Retired: HTTP 410.
    Gone,
    /// Retired: code 6100.
    #[serde(rename = "6100")]
    Code6100,
    /// Retired: code 6200.
    #[serde(rename = "6200")]
    Code6200,
    /// Retired: the envelope of API 3.0 with `ActionOffline`.
    ActionOffline,
}

/// How API 3.0 is served.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct V3Service {
    /// Whether at all; HTTP 404 otherwise.
    pub(crate) served: bool,
    /// Whether mutations answer a `TaskId`; older gateways do not.
    pub(crate) task_id: bool,
    /// Whether the quota of re-allocations goes by its old id, `DAILY_EIP_ASSIGN`.
    pub(crate) old_quota_id: bool,
    /// Whether tasks end as `FAILED` although the work was done.
    pub(crate) tasks_fail: bool,
    /// A standard account (标准账户): no re-allocation.
    pub(crate) standard_account: bool,
}

impl Default for V3Service {
    fn default() -> Self {
        Self {
            served: true,
            task_id: true,
            old_quota_id: false,
            tasks_fail: false,
            standard_account: false,
        }
    }
}

impl Credential {
    /// The key of the demo.
    pub(crate) fn demo() -> Self {
        Self {
            secret_id: DEMO_SECRET_ID.to_owned(),
            secret_key: DEMO_SECRET_KEY.to_owned(),
            token: None,
            disabled: false,
            denied_actions: Vec::new(),
        }
    }
}

fn region<'de, D: Deserializer<'de>>(d: D) -> Result<Region, D::Error> {
    let text = String::deserialize(d)?;
    Region::parse(&text).map_err(serde::de::Error::custom)
}

pub(super) fn regions<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<Region>, D::Error> {
    let texts = Vec::<String>::deserialize(d)?;
    texts.iter().map(|t| Region::parse(t).map_err(serde::de::Error::custom)).collect()
}

fn twenty() -> i64 {
    20
}

fn forty() -> i64 {
    40
}

fn ten() -> i64 {
    10
}

fn hundred() -> i64 {
    100
}

fn bgp() -> i64 {
    5
}

fn plain_eip() -> String {
    "EIP".to_owned()
}

fn once() -> usize {
    1
}

fn cvm() -> InstanceKind {
    InstanceKind::Cvm
}

fn web() -> String {
    "web".to_owned()
}
