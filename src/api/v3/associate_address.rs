//! `AssociateAddress`: binds an EIP back (`docs/api-v3.md` §4.4).

use super::{CallV3, accepted, mutation_body};
use crate::api::call::{Call, Service};
use crate::api::message::HttpReply;
use crate::domain::{Accepted, BindTarget, EipId, Fault, Mutation, Region};
use serde_json::{Map, Value};

/// The call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssociateAddress {
    /// The region.
    pub region: Region,
    /// The EIP.
    pub eip_id: EipId,
    /// Where to.
    pub target: BindTarget,
}

impl Call for AssociateAddress {
    const ACTION: &'static str = "AssociateAddress";
    const SERVICE: Service = Service::Vpc;
    const MUTATES: bool = true;
    type Output = Accepted;

    fn region(&self) -> Option<&Region> {
        Some(&self.region)
    }

    fn decode(&self, reply: &HttpReply) -> Result<Accepted, Fault> {
        accepted(reply)
    }
}

impl CallV3 for AssociateAddress {
    fn body(&self) -> Map<String, Value> {
        mutation_body(&Mutation::Bind { eip_id: self.eip_id.clone(), target: self.target.clone() })
    }
}
