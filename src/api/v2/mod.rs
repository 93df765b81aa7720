//! API 2.0 (`docs/api-v2.md`): signed parameters in the query or body, an envelope of `code`, `message` and `data`.

pub mod describe_eip;
pub mod describe_eip_quota;
pub mod describe_network_interfaces;
pub mod mutation;
pub mod wire;

use super::call::{Call, EncodeContext};
use super::envelope::{Head, rejected_v2, rejected_v3, request_id};
use super::error::{trusted_body, unreadable, untrusted};
use super::lenient::Data;
use super::message::{HttpReply, HttpRequest, Method};
use super::sign::v2::{PATH, encoded, sign, string_to_sign};
use crate::domain::Fault;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use wire::Envelope;

/// Parameters of a request, names as documented, values raw.
pub type Params = Vec<(Cow<'static, str>, String)>;

/// A call that API 2.0 knows.
pub trait CallV2: Call {
    /// The action's own parameters.
    fn params(&self) -> Params;
}

/// Builds the signed request: GET for reads, POST for mutations, so that ids of mutations stay out of proxy logs.
pub fn encode<C: CallV2>(call: &C, context: &EncodeContext<'_>) -> HttpRequest {
    let credentials = context.credentials;
    let mut params: Params = vec![
        ("Action".into(), call.action().to_owned()),
        ("Timestamp".into(), context.at.as_second().to_string()),
        ("Nonce".into(), context.nonce.to_string()),
        ("SecretId".into(), credentials.secret_id.as_str().to_owned()),
        ("SignatureMethod".into(), context.signature_method.as_str().to_owned()),
    ];
    params.extend(call.region().map(|region| ("Region".into(), region.for_v2().to_owned())));
    params.extend(
        credentials.token.as_ref().map(|token| ("Token".into(), token.expose().to_owned())),
    );
    params.extend(call.params());
    let method = if C::MUTATES { Method::Post } else { Method::Get };
    let to_sign = string_to_sign(method.as_str(), context.endpoint.signed_host(), PATH, &params);
    let signature = sign(context.signature_method, &credentials.secret_key, &to_sign);
    let encoded = encoded(&params, &signature);
    let mut headers: Vec<_> = context.endpoint.host_header().into_iter().collect();
    let (query, body) = match method {
        Method::Get => (encoded, String::new()),
        Method::Post => {
            headers.push(("content-type", "application/x-www-form-urlencoded".to_owned()));
            (String::new(), encoded)
        }
    };
    HttpRequest {
        method,
        base: context.endpoint.base().to_owned(),
        path: PATH.to_owned(),
        query,
        headers,
        body,
    }
}

/// Reads the envelope: a success, or why not.
pub(in crate::api) fn open(reply: &HttpReply) -> Result<Head, Fault> {
    let body = trusted_body(reply)?;
    let head: Head = serde_json::from_str(body).map_err(|error| unreadable(&error, reply))?;
    if let Data::Object(response) = &head.response {
        return Err(rejected_v3(response)
            .unwrap_or_else(|| untrusted("an API 3.0 reply from an API 2.0 host", reply)));
    }
    match head.code {
        Some(0) => Ok(head),
        Some(code) => Err(rejected_v2(code, &head)),
        None => Err(untrusted("no code in the reply", reply)),
    }
}

/// Opens an envelope and reads its payload, in one pass where it is a plain success: [`open`] tells of anything else.
pub(in crate::api) fn payload<O: DeserializeOwned, I: DeserializeOwned>(
    reply: &HttpReply,
) -> Result<Envelope<O, I>, Fault> {
    let read = serde_json::from_str::<Envelope<O, I>>(trusted_body(reply)?);
    let is_plain = |it: &Envelope<O, I>| it.code == Some(0) && it.response.is_missing();
    if !read.as_ref().is_ok_and(is_plain) {
        open(reply)?;
    }
    read.map_err(|error| unreadable(&error, reply))
}

/// Adds a list as `name.0`, `name.1` …; an empty one is left out, as empty values are not to be sent (`docs/api-v2.md` §1).
fn push_list<T: ToString>(params: &mut Params, name: &str, values: &[T]) {
    params.extend(
        values
            .iter()
            .enumerate()
            .map(|(i, value)| (format!("{name}.{i}").into(), value.to_string())),
    );
}

/// Adds a value, unless it is missing or empty.
fn push<T: ToString>(params: &mut Params, name: &'static str, value: Option<T>) {
    params.extend(value.map(|v| v.to_string()).filter(|v| !v.is_empty()).map(|v| (name.into(), v)));
}
