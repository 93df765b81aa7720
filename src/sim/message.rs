//! What goes into the cloud and what comes out of it, as plain data.

use super::action::ActionName;
use crate::api::message::{HttpReply, HttpRequest};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;

/// A request as it came over the wire.
#[derive(Clone, PartialEq, Eq)]
pub struct IncomingRequest {
    /// `GET` or `POST`.
    pub method: String,
    /// The `Host` header: what the signature is checked with.
    pub host: String,
    /// The path.
    pub path: String,
    /// The query without `?`, still encoded.
    pub query: String,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl IncomingRequest {
    /// A header's value; names are compared without regard to case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }
}

/// Shows no query, header or body: they hold signatures.
impl std::fmt::Debug for IncomingRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "IncomingRequest {{ {} {}{} … }}", self.method, self.host, self.path)
    }
}

impl From<&HttpRequest> for IncomingRequest {
    fn from(request: &HttpRequest) -> Self {
        let authority =
            request.base.split_once("://").map_or(request.base.as_str(), |(_, rest)| rest);
        let own = request
            .headers
            .iter()
            .find(|(name, _)| *name == "host")
            .map(|(_, value)| value.as_str());
        Self {
            method: request.method.as_str().to_owned(),
            host: own.unwrap_or(authority).to_owned(),
            path: request.path.clone(),
            query: request.query.clone(),
            headers: request.headers.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect(),
            body: request.body.clone().into_bytes(),
        }
    }
}

/// What comes back, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// How long after the request; whatever it changed, it changed at once.
    pub after_ms: u64,
    /// The `Date` header by the cloud's own clock.
    pub(crate) date: String,
    /// Whether the connection is closed after it.
    pub(crate) closes: bool,
    pub kind: AnswerKind,
}

/// Ways to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerKind {
    /// A reply.
    Reply {
        /// HTTP status.
        status: u16,
        /// Content type.
        content_type: &'static str,
        /// Body.
        body: String,
    },
    /// The connection is closed without a reply.
    Close,
    /// Nothing, ever.
    Hang,
}

impl Answer {
    /// The reply as the client's transport hands it on; none when there is none.
    pub fn into_reply(self) -> Option<HttpReply> {
        match self.kind {
            AnswerKind::Reply { status, body, .. } => {
                Some(HttpReply { status, date: Some(self.date), body: body.into_bytes() })
            }
            AnswerKind::Close | AnswerKind::Hang => None,
        }
    }
}

/// One request in the cloud's log. No secret gets here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogEntry {
    pub(crate) at: Timestamp,
    /// The action as it was called, or the path when there was none.
    pub(crate) action: String,
    /// The region as it was written.
    pub(crate) region: String,
    /// The action's own parameters.
    pub params: BTreeMap<String, String>,
    /// Whether it changed something, or started to.
    pub applied: bool,
    /// The code, or `close`, `hang`, `html`, `cut`.
    pub answered: String,
}

impl LogEntry {
    /// Whether it asked for a change, accepted or not.
    pub(crate) fn is_mutation(&self) -> bool {
        ActionName::parse(&self.action).is_some_and(ActionName::is_mutation)
    }
}
