//! `DescribeNetworkAccountType`: whether a new ordinary public IP can be asked for at all (`docs/api-v3.md` §4.8).

use super::wire::AccountBody;
use super::{CallV3, open};
use crate::api::call::Call;
use crate::api::endpoint::Service;
use crate::api::error::untrusted;
use crate::api::message::HttpReply;
use crate::domain::{AccountType, Fault, Region};
use serde_json::{Map, Value};

/// The call. It has no input of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescribeNetworkAccountType {
    /// The region it is sent to; the answer is the account's.
    pub region: Region,
}

impl Call for DescribeNetworkAccountType {
    const SERVICE: Service = Service::Vpc;
    type Output = AccountType;

    fn action(&self) -> &'static str {
        "DescribeNetworkAccountType"
    }

    fn region(&self) -> Option<&Region> {
        Some(&self.region)
    }

    fn decode(&self, reply: &HttpReply) -> Result<AccountType, Fault> {
        let body: AccountBody = open(reply)?;
        let kind = body
            .network_account_type
            .filter(|k| !k.is_empty())
            .ok_or_else(|| untrusted("no account type in the reply", reply))?;
        Ok(match kind.as_str() {
            "STANDARD" => AccountType::Standard,
            "LEGACY" => AccountType::Legacy,
            other => AccountType::Other(other.to_owned()),
        })
    }
}

impl CallV3 for DescribeNetworkAccountType {
    fn body(&self) -> Map<String, Value> {
        Map::new()
    }
}
