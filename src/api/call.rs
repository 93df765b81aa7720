//! A call: one documented action with its input, pure both ways. Transport, time and nonce are somebody else's.

use super::credentials::Credentials;
use super::endpoint::{Endpoint, Service};
use super::message::HttpReply;
use super::sign::v2::SignatureMethod;
use crate::domain::{Fault, Region};
use jiff::Timestamp;

/// One action with its input.
pub trait Call {
    /// The product that answers it.
    const SERVICE: Service;
    /// Whether it changes something. Such a call is sent once, ever.
    const MUTATES: bool = false;
    /// What a success says.
    type Output;

    /// Its documented name, exact case.
    fn action(&self) -> &'static str;

    /// The region it is sent to; `None` for actions that have none.
    fn region(&self) -> Option<&Region>;

    /// Reads the reply.
    ///
    /// # Errors
    /// The cloud's refusal, or that the reply can't be trusted.
    fn decode(&self, reply: &HttpReply) -> Result<Self::Output, Fault>;
}

/// What a request is made of beside the call.
#[derive(Debug, Clone, Copy)]
pub struct EncodeContext<'a> {
    /// Where it goes.
    pub endpoint: &'a Endpoint,
    /// What it is signed with.
    pub credentials: &'a Credentials,
    /// The wall clock; the cloud allows 5 minutes of difference.
    pub at: Timestamp,
    /// API 2.0's guard against replay: never used twice.
    pub nonce: u32,
    /// API 2.0's HMAC.
    pub signature_method: SignatureMethod,
}
