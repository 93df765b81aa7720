//! `DescribeAddressQuota` (`docs/api-v3.md` §4.2).

use super::wire::QuotaPage;
use super::{CallV3, open};
use crate::api::call::Call;
use crate::api::endpoint::Service;
use crate::api::error::untrusted;
use crate::api::message::HttpReply;
use crate::domain::{EipQuota, Fault, Region};
use serde_json::{Map, Value};

/// The call. It has no input of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescribeAddressQuota {
    /// The region whose figures are wanted.
    pub region: Region,
}

impl Call for DescribeAddressQuota {
    const SERVICE: Service = Service::Vpc;
    type Output = EipQuota;

    fn action(&self) -> &'static str {
        "DescribeAddressQuota"
    }

    fn region(&self) -> Option<&Region> {
        Some(&self.region)
    }

    fn decode(&self, reply: &HttpReply) -> Result<EipQuota, Fault> {
        let page: QuotaPage = open(reply)?;
        let rows = page.quota_set.ok_or_else(|| untrusted("no figures in the reply", reply))?;
        // Looked up by id, as their number and order differ between gateways.
        let figures = |ids: &[&str]| {
            let row = ids
                .iter()
                .find_map(|id| rows.iter().find(|row| row.quota_id.as_deref() == Some(id)));
            row.map_or((None, None), |row| (row.quota_limit, row.quota_current))
        };
        let (eip_num_quota, current_eip_num) = figures(&["TOTAL_EIP_QUOTA"]);
        let (daily_apply_quota, daily_apply_count) = figures(&["DAILY_EIP_APPLY"]);
        // The current name and the one of older pages.
        let (daily_alloc_wan_ip_quota, daily_alloc_wan_ip_count) =
            figures(&["DAILY_PUBLIC_IP_ASSIGN", "DAILY_EIP_ASSIGN"]);
        Ok(EipQuota {
            eip_num_quota,
            current_eip_num,
            daily_apply_quota,
            daily_apply_count,
            daily_alloc_wan_ip_quota,
            daily_alloc_wan_ip_count,
            legacy_account: None,
        })
    }
}

impl CallV3 for DescribeAddressQuota {
    fn body(&self) -> Map<String, Value> {
        Map::new()
    }
}
