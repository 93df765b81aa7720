//! `EipUnBindInstance` and `EipBindInstance` (`docs/api-v2.md` §4.3, §4.4).

use super::{CallV2, Params, open, request_id};
use crate::api::call::Call;
use crate::api::endpoint::Service;
use crate::api::message::HttpReply;
use crate::domain::{Accepted, Fault, Generation, Mutation, Region};

/// Either of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The region.
    pub region: Region,
    /// What is to change.
    pub mutation: Mutation,
}

impl Call for Change {
    const SERVICE: Service = Service::Eip;
    const MUTATES: bool = true;
    type Output = Accepted;

    fn action(&self) -> &'static str {
        self.mutation.action(Generation::V2)
    }

    fn region(&self) -> Option<&Region> {
        Some(&self.region)
    }

    /// `code: 0` means accepted, not done.
    fn decode(&self, reply: &HttpReply) -> Result<Accepted, Fault> {
        open(reply).map(|head| Accepted { request_id: request_id(&head), task_id: None })
    }
}

impl CallV2 for Change {
    fn params(&self) -> Params {
        let params = self.mutation.parameters(Generation::V2).into_iter();
        params.map(|(name, value)| (name.into(), value.to_string())).collect()
    }
}
