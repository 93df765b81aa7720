//! `DisassociateAddress`: takes an EIP off its server (`docs/api-v3.md` §4.3).

use super::{CallV3, accepted, mutation_body};
use crate::api::call::{Call, Service};
use crate::api::message::HttpReply;
use crate::domain::{Accepted, EipId, Fault, FaultClass, Mutation, Region, UnbindTarget};
use serde_json::{Map, Value};

/// The call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisassociateAddress {
    /// The region.
    pub region: Region,
    /// `AddressId`, the only way to say the target.
    pub eip_id: EipId,
    /// `ReallocateNormalPublicIp`
    pub alloc_wan_ip: bool,
}

impl DisassociateAddress {
    /// Takes over what API 3.0 can say.
    ///
    /// # Errors
    /// A local fault for what it can't say: sending less than was confirmed would be another operation.
    pub fn new(
        region: Region,
        target: UnbindTarget,
        alloc_wan_ip: Option<bool>,
        un_bind_private_ip_with_eip: Option<bool>,
    ) -> Result<Self, Fault> {
        let cant = |what| {
            Err(Fault::local(FaultClass::Local, format!("API 3.0 has no {what}; nothing was sent")))
        };
        match target {
            UnbindTarget::PrivateIp { .. } => cant("target by NIC and private IP"),
            UnbindTarget::Eip(_) if un_bind_private_ip_with_eip == Some(false) => {
                cant("unBindPrivateIpWithEip=0")
            }
            UnbindTarget::Eip(eip_id) => {
                Ok(Self { region, eip_id, alloc_wan_ip: alloc_wan_ip == Some(true) })
            }
        }
    }
}

impl Call for DisassociateAddress {
    const ACTION: &'static str = "DisassociateAddress";
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

impl CallV3 for DisassociateAddress {
    fn body(&self) -> Map<String, Value> {
        mutation_body(&Mutation::Unbind {
            target: UnbindTarget::Eip(self.eip_id.clone()),
            alloc_wan_ip: Some(self.alloc_wan_ip),
            un_bind_private_ip_with_eip: None,
        })
    }
}
