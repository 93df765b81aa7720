//! `EipUnBindInstance`: takes an EIP off its server (`docs/api-v2.md` §4.3).

use super::{CallV2, Params, accepted, mutation_params};
use crate::api::call::{Call, Service};
use crate::api::message::HttpReply;
use crate::domain::{Accepted, Fault, Generation, Mutation, Region, UnbindTarget};

/// The call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EipUnBindInstance {
    /// The region.
    pub region: Region,
    /// Exactly one of the two documented forms.
    pub target: UnbindTarget,
    /// `allocWanIp`
    pub alloc_wan_ip: Option<bool>,
    /// `unBindPrivateIpWithEip`
    pub un_bind_private_ip_with_eip: Option<bool>,
}

impl Call for EipUnBindInstance {
    const ACTION: &'static str = "EipUnBindInstance";
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

impl CallV2 for EipUnBindInstance {
    fn params(&self) -> Params {
        let mutation = Mutation::Unbind {
            target: self.target.clone(),
            alloc_wan_ip: self.alloc_wan_ip,
            un_bind_private_ip_with_eip: self.un_bind_private_ip_with_eip,
        };
        mutation_params(mutation.parameters(Generation::V2))
    }
}
