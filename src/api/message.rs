//! An HTTP request and its reply as plain data, so that encoding and decoding are pure and any transport can carry them.

use crate::domain::LocalError;

/// The two methods in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads of API 2.0.
    Get,
    /// Mutations of API 2.0, everything of API 3.0.
    Post,
}

impl Method {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// A request, ready to be sent. Its query, body and headers may hold a signature and a token: never log them raw.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// Scheme and authority, for example `https://eip.api.qcloud.com` or `http://127.0.0.1:4000`.
    pub base: String,
    /// The path, for example `/v2/index.php`.
    pub path: String,
    /// The query without `?`, percent-encoded; empty for none.
    pub query: String,
    /// Headers, names in lower case. `host` is left to the transport unless the signed host differs from the connected one.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
}

impl std::fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HttpRequest {{ {} {}{} … }}", self.method.as_str(), self.base, self.path)
    }
}

/// A reply that arrived whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpReply {
    /// The HTTP status.
    pub status: u16,
    /// The `Date` header, for the clock check.
    pub date: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

/// Why no whole reply arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransportError {
    /// The connection was never made (no address, refused, TLS, timed out connecting): the request provably did not leave.
    NotConnected(String),
    /// The same, where it is known what stood in the way.
    Blocked(LocalError, String),
    /// There was no connection while the reading that it goes on was young enough: it was not sent.
    TooLate,
    /// It may have left; then time ran out, the connection broke, or the reply was too large.
    Lost(String),
}
