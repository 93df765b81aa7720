//! `DisassociateAddress` and `AssociateAddress` (`docs/api-v3.md` §4.3, §4.4).

use super::{CallV3, open, wire::AcceptedBody};
use crate::api::call::Call;
use crate::api::endpoint::Service;
use crate::api::message::HttpReply;
use crate::domain::{
    Accepted, Fault, FaultClass, Generation, Mutation, Region, RequestId, UnbindTarget,
};
use serde_json::{Map, Value};

/// Either of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    region: Region,
    mutation: Mutation,
}

impl Change {
    /// Takes over what API 3.0 can say.
    ///
    /// # Errors
    /// A local fault for what it can't say: sending less than was confirmed would be another operation.
    pub fn new(region: Region, mutation: Mutation) -> Result<Self, Fault> {
        let missing = match &mutation {
            Mutation::Unbind { target: UnbindTarget::PrivateIp { .. }, .. } => {
                Some("target by NIC and private IP")
            }
            Mutation::Unbind { un_bind_private_ip_with_eip: Some(false), .. } => {
                Some("unBindPrivateIpWithEip=0")
            }
            Mutation::Unbind { .. } | Mutation::Bind { .. } => None,
        };
        match missing {
            None => Ok(Self { region, mutation }),
            Some(what) => Err(Fault::local(
                FaultClass::Local,
                format!("API 3.0 has no {what}; nothing was sent"),
            )),
        }
    }
}

impl Call for Change {
    const SERVICE: Service = Service::Vpc;
    const MUTATES: bool = true;
    type Output = Accepted;

    fn action(&self) -> &'static str {
        self.mutation.action(Generation::V3)
    }

    fn region(&self) -> Option<&Region> {
        Some(&self.region)
    }

    /// Older gateways give no task (`docs/api-v3.md` §4.3).
    fn decode(&self, reply: &HttpReply) -> Result<Accepted, Fault> {
        let body: AcceptedBody = open(reply)?;
        Ok(Accepted {
            request_id: body.request_id.as_deref().and_then(RequestId::parse),
            task_id: body.task_id.and_then(|id| id.trim().parse().ok()),
        })
    }
}

impl CallV3 for Change {
    fn body(&self) -> Map<String, Value> {
        let params = self.mutation.parameters(Generation::V3).into_iter();
        params
            .map(|(name, value)| (name.to_owned(), serde_json::to_value(value).unwrap_or_default()))
            .collect()
    }
}
