//! STS (`docs/credentials.md` §5, §6): temporary keys for a role, and who the caller is. Texts in replies are secret: none is quoted.

use super::credential_store::Lease;
use super::credentials::{Credentials, Token};
use super::endpoint::{Endpoint, EndpointError};
use super::error::{transport_fault, without_secrets};
use super::http::{Reach, Transport};
use super::message::{HttpReply, HttpRequest};
use super::secrets::Secrets;
use super::v3;
pub use crate::domain::person::Caller;
use crate::domain::{Delivery, Fault};
use jiff::Timestamp;
use serde_json::{Map, Value};
use std::rc::Rc;

/// `X-TC-Version` of STS.
const VERSION: &str = "2018-08-13";
/// Where the vendor's tools send it to.
const REGION: &str = "ap-guangzhou";

/// `AssumeRole`: whose role, under which name. What is `None` is not sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AssumeRole {
    /// `RoleArn`
    pub role_arn: String,
    /// `RoleSessionName`: stands in the audit of the account.
    pub session_name: String,
    /// `DurationSeconds`; the cloud's own is 7200.
    pub duration_s: Option<u32>,
    /// `ExternalId`
    pub external_id: Option<String>,
    /// `SourceIdentity`
    pub source_identity: Option<String>,
    /// `SerialNumber` of an MFA device.
    pub serial_number: Option<String>,
    /// `TokenCode` of it.
    pub token_code: Option<String>,
}

impl AssumeRole {
    fn body(&self) -> Map<String, Value> {
        let texts = [
            ("ExternalId", &self.external_id),
            ("SourceIdentity", &self.source_identity),
            ("SerialNumber", &self.serial_number),
            ("TokenCode", &self.token_code),
        ];
        let mut body = Map::new();
        body.insert("RoleArn".to_owned(), self.role_arn.clone().into());
        body.insert("RoleSessionName".to_owned(), self.session_name.clone().into());
        body.extend(self.duration_s.map(|seconds| ("DurationSeconds".to_owned(), seconds.into())));
        body.extend(
            texts
                .into_iter()
                .filter_map(|(name, value)| Some((name.to_owned(), value.clone()?.into()))),
        );
        body
    }

    /// The signed request.
    pub fn encode(
        &self,
        endpoint: &Endpoint,
        credentials: &Credentials,
        at: Timestamp,
    ) -> HttpRequest {
        encode("AssumeRole", self.body(), endpoint, Some(credentials), at)
    }
}

/// `AssumeRoleWithWebIdentity`: the same with the token of a pod instead of a key.
#[derive(Debug, Clone)]
pub struct AssumeRoleWithWebIdentity {
    /// `ProviderId`
    pub provider_id: String,
    /// `WebIdentityToken`
    pub token: Token,
    /// `RoleArn`
    pub role_arn: String,
    /// `RoleSessionName`
    pub session_name: String,
    /// The region it is sent to.
    pub region: String,
}

impl AssumeRoleWithWebIdentity {
    /// The request, which is not signed.
    pub fn encode(&self, endpoint: &Endpoint, at: Timestamp) -> HttpRequest {
        let body = [
            ("ProviderId", self.provider_id.as_str()),
            ("WebIdentityToken", self.token.expose()),
            ("RoleArn", self.role_arn.as_str()),
            ("RoleSessionName", self.session_name.as_str()),
        ];
        let body = body.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        v3::request(
            &v3::Parts {
                action: "AssumeRoleWithWebIdentity",
                version: VERSION,
                service: "sts",
                region: Some(&self.region),
            },
            body,
            endpoint,
            None,
            at,
        )
    }
}

/// The request for [`Caller`].
pub fn encode_caller(endpoint: &Endpoint, credentials: &Credentials, at: Timestamp) -> HttpRequest {
    encode("GetCallerIdentity", Map::new(), endpoint, Some(credentials), at)
}

fn encode(
    action: &str,
    body: Map<String, Value>,
    endpoint: &Endpoint,
    credentials: Option<&Credentials>,
    at: Timestamp,
) -> HttpRequest {
    v3::request(
        &v3::Parts { action, version: VERSION, service: "sts", region: Some(REGION) },
        body,
        endpoint,
        credentials,
        at,
    )
}

/// Reads temporary keys.
///
/// # Errors
/// The cloud's refusal, or that the reply makes no sense.
pub fn decode_keys(reply: &HttpReply) -> Result<Lease, Fault> {
    let body = open(reply)?;
    let keys = &body["Credentials"];
    let text = |name: &str| keys[name].as_str().unwrap_or_default();
    let credentials =
        Credentials::new(text("TmpSecretId"), text("TmpSecretKey"), Some(text("Token")));
    let credentials =
        credentials.map_err(|error| Fault::no_answer(format!("STS gave no whole key: {error}")))?;
    let expires_at = seconds(&body["ExpiredTime"])
        .ok_or_else(|| Fault::no_answer("STS did not say when its key ends"))?;
    Ok(Lease { credentials, expires_at: Some(expires_at) })
}

/// Reads who calls.
///
/// # Errors
/// The cloud's refusal, or that the reply makes no sense.
pub fn decode_caller(reply: &HttpReply) -> Result<Caller, Fault> {
    let body = open(reply)?;
    let text =
        |name: &str| body[name].as_str().filter(|text| !text.is_empty()).map(ToOwned::to_owned);
    match (text("AccountId"), text("Arn")) {
        (Some(account_id), Some(arn)) => Ok(Caller { account_id, arn }),
        _ => Err(Fault::no_answer("STS did not say who calls")),
    }
}

/// The envelope. A fault that would quote the reply says less instead.
fn open(reply: &HttpReply) -> Result<Value, Fault> {
    v3::open::<Value>(reply).map_err(|fault| match fault.delivery {
        Delivery::NoAnswer if reply.status == 200 => {
            Fault { message: "the reply of STS makes no sense".to_owned(), ..fault }
        }
        Delivery::NoAnswer => {
            Fault { message: format!("STS answered with HTTP {}", reply.status), ..fault }
        }
        Delivery::NotSent | Delivery::Answered => fault,
    })
}

/// Unix seconds, as a number or its text.
pub(super) fn seconds(value: &Value) -> Option<Timestamp> {
    let seconds = value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())?;
    Timestamp::from_second(seconds).ok()
}

/// STS over the network.
#[derive(Debug, Clone)]
pub struct Sts {
    endpoint: Endpoint,
    transport: Rc<Transport>,
}

impl Sts {
    /// The vendor's public host.
    pub const URL: &'static str = "https://sts.tencentcloudapi.com";

    /// STS at this base URL; plain `http` only to this machine itself.
    ///
    /// # Errors
    /// [`EndpointError`] says what is wrong with the URL.
    pub(crate) fn at(url: &str, transport: Rc<Transport>) -> Result<Self, EndpointError> {
        Ok(Self { endpoint: Endpoint::parse(url)?, transport })
    }

    /// Keys of a role.
    ///
    /// # Errors
    /// Why there are none.
    pub(crate) async fn assume_role(
        &self,
        call: &AssumeRole,
        credentials: &Credentials,
        at: Timestamp,
    ) -> Result<Lease, Fault> {
        let request = call.encode(&self.endpoint, credentials, at);
        let secrets = Secrets::of(Some(credentials), &request);
        let keys = decode_keys(&self.send(&request).await?);
        keys.map_err(|fault| without_secrets(fault, &secrets))
    }

    /// Keys of a role by a pod's token.
    ///
    /// # Errors
    /// Why there are none.
    pub(crate) async fn assume_role_with_web_identity(
        &self,
        call: &AssumeRoleWithWebIdentity,
        at: Timestamp,
    ) -> Result<Lease, Fault> {
        let request = call.encode(&self.endpoint, at);
        let mut secrets = Secrets::of(None, &request);
        secrets.add(call.token.expose());
        let keys = decode_keys(&self.send(&request).await?);
        keys.map_err(|fault| without_secrets(fault, &secrets))
    }

    /// Who calls.
    ///
    /// # Errors
    /// Why it is not known.
    pub(crate) async fn caller(
        &self,
        credentials: &Credentials,
        at: Timestamp,
    ) -> Result<Caller, Fault> {
        let request = encode_caller(&self.endpoint, credentials, at);
        let secrets = Secrets::of(Some(credentials), &request);
        let caller = decode_caller(&self.send(&request).await?);
        caller.map_err(|fault| without_secrets(fault, &secrets))
    }

    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, Fault> {
        self.transport
            .send(request, self.endpoint.is_loopback(), Reach::Read)
            .await
            .map_err(|error| transport_fault(&error))
    }
}
