//! `DescribeEipQuota` (`docs/api-v2.md` §4.2).

use super::wire::{Envelope, Quota};
use super::{CallV2, Params, payload};
use crate::api::call::Call;
use crate::api::endpoint::Service;
use crate::api::error::untrusted;
use crate::api::message::HttpReply;
use crate::domain::{EipQuota, Fault, Region};

/// The call. It has no input of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescribeEipQuota {
    /// The region whose figures are wanted.
    pub region: Region,
}

impl Call for DescribeEipQuota {
    const SERVICE: Service = Service::Eip;
    type Output = EipQuota;

    fn action(&self) -> &'static str {
        "DescribeEipQuota"
    }

    fn region(&self) -> Option<&Region> {
        Some(&self.region)
    }

    fn decode(&self, reply: &HttpReply) -> Result<EipQuota, Fault> {
        let envelope: Envelope<Quota> = payload(reply)?;
        let quota =
            envelope.data.object().ok_or_else(|| untrusted("no figures in the reply", reply))?;
        Ok(EipQuota {
            eip_num_quota: quota.eip_num_quota,
            current_eip_num: quota.current_eip_num,
            daily_apply_quota: quota.daily_apply_quota,
            daily_apply_count: quota.daily_apply_count,
            daily_alloc_wan_ip_quota: quota.daily_alloc_wan_ip_quota,
            daily_alloc_wan_ip_count: quota.daily_alloc_wan_ip_count,
            legacy_account: None,
        })
    }
}

impl CallV2 for DescribeEipQuota {
    fn params(&self) -> Params {
        Params::new()
    }
}
