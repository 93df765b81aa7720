//! The quota of a region (`DescribeEipQuota`, `docs/api-v2.md` §4.2). Every figure may be missing.

use serde::{Deserialize, Serialize};

/// Figures of one region. The day's boundary is not documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EipQuota {
    /// EIPs allowed in the region.
    pub eip_num_quota: Option<i64>,
    /// EIPs held.
    pub current_eip_num: Option<i64>,
    /// Applications allowed a day.
    pub daily_apply_quota: Option<i64>,
    /// Applications used today.
    pub daily_apply_count: Option<i64>,
    /// Re-allocations of an ordinary public IP (`allocWanIp=1`) allowed a day.
    pub daily_alloc_wan_ip_quota: Option<i64>,
    /// Re-allocations used today.
    pub daily_alloc_wan_ip_count: Option<i64>,
    /// Whether the account is a traditional one (传统账户), the only kind that can have an ordinary public IP re-allocated; API 3.0 alone
    /// can tell (`DescribeNetworkAccountType`). No figure, so it is left out of what `quota` prints.
    #[serde(skip)]
    pub legacy_account: Option<bool>,
}

impl EipQuota {
    /// How many times `allocWanIp=1` may still be asked for today; `None` when the cloud did not say.
    pub fn alloc_wan_ip_left(&self) -> Option<i64> {
        Some((self.daily_alloc_wan_ip_quota? - self.daily_alloc_wan_ip_count?).max(0))
    }

    /// The day's re-allocations as `used/limit`, for example `2/10`.
    pub fn alloc_wan_ip_text(&self) -> Option<String> {
        Some(format!("{}/{}", self.daily_alloc_wan_ip_count?, self.daily_alloc_wan_ip_quota?))
    }
}

/// The kind of account (`DescribeNetworkAccountType`, `docs/api-v3.md` §4.8): only a traditional one can have an ordinary public IP re-allocated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AccountType {
    /// `STANDARD` (标准账户)
    Standard,
    /// `LEGACY` (传统账户)
    Legacy,
    /// A word that no document names.
    Other(String),
}
