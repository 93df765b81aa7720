//! `EipBindInstance`: binds an EIP back (`docs/api-v2.md` §4.4).

use super::{CallV2, Params, accepted, mutation_params};
use crate::api::call::{Call, Service};
use crate::api::message::HttpReply;
use crate::domain::{Accepted, BindTarget, EipId, Fault, Generation, Mutation, Region};

/// The call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EipBindInstance {
    /// The region.
    pub region: Region,
    /// The EIP.
    pub eip_id: EipId,
    /// Where to.
    pub target: BindTarget,
}

impl Call for EipBindInstance {
    const ACTION: &'static str = "EipBindInstance";
    const SERVICE: Service = Service::Eip;
    const MUTATES: bool = true;
    type Output = Accepted;

    fn region(&self) -> Option<&Region> {
        Some(&self.region)
    }

    fn decode(&self, reply: &HttpReply) -> Result<Accepted, Fault> {
        accepted(reply)
    }
}

impl CallV2 for EipBindInstance {
    fn params(&self) -> Params {
        let mutation = Mutation::Bind { eip_id: self.eip_id.clone(), target: self.target.clone() };
        mutation_params(mutation.parameters(Generation::V2))
    }
}
