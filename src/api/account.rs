//! Facts that API 3.0 alone can tell, and that nothing may wait for long: how far a task is, and what kind of account it is.

use super::client::{Account, Client};
use super::v2::describe_eip_quota::DescribeEipQuota;
use super::v3::describe_address_quota::DescribeAddressQuota;
use super::v3::describe_network_account_type::DescribeNetworkAccountType;
use super::v3::describe_task_result::DescribeTaskResult;
use crate::domain::{AccountType, Delivery, EipQuota, Fault, Region, TaskState};
use futures_util::future::{Either, join, select};
use std::pin::pin;

/// How long such a fact is waited for: the reading that it goes with must not be late.
const WITHIN_MS: u64 = 1_000;

impl Client {
    /// The quota of a region; with API 3.0 also whether the account can have an ordinary public IP re-allocated at all.
    ///
    /// # Errors
    /// The last attempt's fault.
    pub async fn describe_quota(&self, region: &Region) -> Result<EipQuota, Fault> {
        let old = || DescribeEipQuota { region: region.clone() };
        let quota = self.run(old, || Ok(DescribeAddressQuota { region: region.clone() }));
        if !self.generation().capabilities().tells_account_type {
            return quota.await;
        }
        let (quota, legacy_account) = join(quota, self.legacy_account(region)).await;
        Ok(EipQuota { legacy_account, ..quota? })
    }

    /// The kind of account. API 2.0 can't tell it.
    ///
    /// # Errors
    /// The fault of the one attempt.
    pub(crate) async fn account_type(&self, region: &Region) -> Result<AccountType, Fault> {
        self.single_attempt().only_v3(&DescribeNetworkAccountType { region: region.clone() }).await
    }

    /// Asked until there is an answer, one question at a time; whoever comes meanwhile goes on without.
    async fn legacy_account(&self, region: &Region) -> Option<bool> {
        let mut known = self.inner.account.try_lock().ok()?;
        match *known {
            Account::Legacy(legacy) => return Some(legacy),
            Account::Untold => return None,
            Account::NotAsked => {}
        }
        let answer = self.within(self.account_type(region)).await;
        *known = match answer? {
            Ok(AccountType::Legacy) => Account::Legacy(true),
            Ok(AccountType::Standard) => Account::Legacy(false),
            Ok(AccountType::Other(_)) => Account::Untold,
            // A refusal (no permission, no such action) will not change.
            Err(fault) if fault.delivery == Delivery::Answered => Account::Untold,
            Err(_) => Account::NotAsked,
        };
        if let Account::Legacy(legacy) = *known { Some(legacy) } else { None }
    }

    /// How far a task is; `None` when that could not be learned in time.
    pub(crate) async fn task_state(&self, region: &Region, task_id: u64) -> Option<TaskState> {
        let once = self.single_attempt().urgent_if(true);
        match self
            .within(once.only_v3(&DescribeTaskResult { region: region.clone(), task_id }))
            .await?
        {
            Ok(state) => Some(state),
            // A failed task may come as an error (`docs/api-v3.md` §4.5).
            Err(fault) => (fault.code == "FailedOperation.TaskFailed").then_some(TaskState::Failed),
        }
    }

    async fn within<T>(&self, answer: impl Future<Output = T>) -> Option<T> {
        match select(pin!(answer), pin!(self.inner.carrier.pause(WITHIN_MS))).await {
            Either::Left((answer, _)) => Some(answer),
            Either::Right(_) => None,
        }
    }
}
