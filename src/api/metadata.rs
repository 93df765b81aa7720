//! The instance role (实例角色) by the metadata service (`docs/credentials.md` §4): plain http by nature, no proxy, and asked only on request.

use super::credential_store::Lease;
use super::credentials::Credentials;
use super::error::transport_fault;
use super::http::{Reach, SetupError, Transport, TransportSettings};
use super::message::{HttpReply, HttpRequest, Method};
use super::sign::encode::encode;
use super::sts::seconds;
use crate::domain::{Fault, LocalError};
use serde_json::Value;
use std::time::Duration;

const PATH: &str = "/latest/meta-data/cam/security-credentials/";

/// The metadata service.
#[derive(Debug)]
pub struct Metadata {
    base: String,
    transport: Transport,
}

/// Why a metadata service was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MetadataError {
    /// It would hand out the keys of anybody who answers.
    #[error(
        "the metadata service can only be http://metadata.tencentyun.com or this machine itself"
    )]
    Place,
    /// The transport could not be made.
    #[error(transparent)]
    Setup(#[from] SetupError),
}

impl Metadata {
    /// The service's own place.
    pub(crate) const URL: &'static str = "http://metadata.tencentyun.com";

    /// The service at this base URL.
    ///
    /// # Errors
    /// [`MetadataError`]: any other machine than the vendor's or this one.
    pub fn at(url: &str) -> Result<Self, MetadataError> {
        let base = url.trim().trim_end_matches('/');
        let own =
            super::endpoint::Endpoint::parse(base).is_ok_and(|endpoint| endpoint.is_loopback());
        if !own && base != Self::URL {
            return Err(MetadataError::Place);
        }
        let settings = TransportSettings {
            connect_timeout: Duration::from_secs(1),
            read_deadline: Duration::from_secs(2),
            reply_limit: 64 << 10,
            ..TransportSettings::default()
        };
        Ok(Self { base: base.to_owned(), transport: Transport::new(settings)? })
    }

    /// Keys of the instance role; its name is asked for unless given.
    ///
    /// # Errors
    /// Why there are none.
    pub(crate) async fn keys(&self, role: Option<&str>) -> Result<Lease, Fault> {
        let role = match role {
            Some(role) => role.to_owned(),
            None => decode_role(&self.get("").await?)?,
        };
        decode_keys(&self.get(&encode(&role)).await?)
    }

    async fn get(&self, rest: &str) -> Result<HttpReply, Fault> {
        let request = HttpRequest {
            method: Method::Get,
            base: self.base.clone(),
            path: format!("{PATH}{rest}"),
            query: String::new(),
            headers: vec![],
            body: String::new(),
        };
        // In the clear and past any proxy, as to this machine itself: the service lives beside the machine.
        self.transport
            .send(&request, true, Reach::Read)
            .await
            .map_err(|error| transport_fault(&error))
    }
}

fn unusable(why: impl Into<String>) -> Fault {
    Fault::before_sending(LocalError::NoKeysGiven, why)
}

/// Reads the role's name.
///
/// # Errors
/// No role is bound, or the reply is no name.
pub fn decode_role(reply: &HttpReply) -> Result<String, Fault> {
    let text = String::from_utf8_lossy(&reply.body);
    let name = text.trim();
    let fine = (1..=128).contains(&name.len())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c));
    match reply.status {
        404 => Err(Fault::before_sending(LocalError::NoInstanceRole, "HTTP 404")),
        200 if fine => Ok(name.to_owned()),
        200 => Err(unusable("the metadata service answered with something that is no role name")),
        status => Err(unusable(format!("the metadata service answered with HTTP {status}"))),
    }
}

/// Reads the keys. Nothing of the reply is quoted but a code that is a word.
///
/// # Errors
/// They are not there or not whole.
pub fn decode_keys(reply: &HttpReply) -> Result<Lease, Fault> {
    match reply.status {
        200 => {}
        404 => return Err(Fault::before_sending(LocalError::NoSuchRole, "HTTP 404")),
        status => {
            return Err(unusable(format!("the metadata service answered with HTTP {status}")));
        }
    }
    let body: Value = serde_json::from_slice(&reply.body)
        .map_err(|_| unusable("the keys from the metadata service are not JSON"))?;
    let text = |name: &str| body[name].as_str().unwrap_or_default();
    if text("Code") != "Success" {
        // Only a plain word is quoted: in a damaged reply anything may stand there.
        let code = Some(text("Code")).filter(|code| {
            code.len() <= 40 && code.chars().all(|c| c.is_ascii_alphabetic() || c == '.')
        });
        return Err(unusable(format!(
            "the metadata service gave no keys: code {:?}",
            code.unwrap_or("?")
        )));
    }
    let credentials =
        Credentials::new(text("TmpSecretId"), text("TmpSecretKey"), Some(text("Token")));
    let credentials = credentials
        .map_err(|error| unusable(format!("the metadata service gave no whole key: {error}")))?;
    let expires_at = seconds(&body["ExpiredTime"])
        .ok_or_else(|| unusable("the metadata service did not say when its key ends"))?;
    Ok(Lease { credentials, expires_at: Some(expires_at) })
}
