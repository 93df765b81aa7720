//! API 3.0 (`docs/api-v3.md`): JSON bodies, TC3-HMAC-SHA256 in a header, an envelope of `Response` with or without `Error`.

pub mod describe_address_quota;
pub mod describe_addresses;
pub mod describe_network_account_type;
pub mod describe_network_interfaces;
pub mod describe_regions;
pub mod describe_task_result;
pub mod mutation;
pub mod wire;

use super::call::{Call, EncodeContext};
use super::credentials::Credentials;
use super::endpoint::{Endpoint, service_label};
use super::envelope::{Head, rejected_v2, rejected_v3};
use super::error::{trusted_body, unreadable, untrusted};
use super::lenient::Data;
use super::message::{HttpReply, HttpRequest, Method};
use super::sign::tc3::Tc3Request;
use crate::domain::{Fault, Region};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use wire::Answer;

/// The content type, byte for byte as sent and signed.
const JSON: &str = "application/json";

/// A call that API 3.0 knows.
pub trait CallV3: Call {
    /// `X-TC-Version`
    const VERSION: &'static str = "2017-03-12";

    /// The action's input; an action without any sends `{}`.
    fn body(&self) -> Map<String, Value>;
}

/// Which action of which product.
pub(in crate::api) struct Parts<'a> {
    pub(in crate::api) action: &'a str,
    pub(in crate::api) version: &'a str,
    /// First label of the product's host.
    pub(in crate::api) service: &'a str,
    pub(in crate::api) region: Option<&'a str>,
}

/// Builds the signed request.
pub fn encode<C: CallV3>(call: &C, context: &EncodeContext<'_>) -> HttpRequest {
    let service = service_label(C::SERVICE);
    let parts = Parts {
        action: call.action(),
        version: C::VERSION,
        service,
        region: call.region().map(Region::as_str),
    };
    request(&parts, call.body(), context.endpoint, Some(context.credentials), context.at)
}

/// Builds a request; without credentials it says that it is not signed. All three headers are signed, so that an intercepted request
/// can't be turned into another action.
pub(in crate::api) fn request(
    parts: &Parts<'_>,
    body: Map<String, Value>,
    endpoint: &Endpoint,
    credentials: Option<&Credentials>,
    at: Timestamp,
) -> HttpRequest {
    let body = Value::Object(body).to_string();
    let signed = Tc3Request {
        method: "POST",
        path: "/",
        query: "",
        headers: &[
            ("content-type", JSON),
            ("host", endpoint.signed_host()),
            ("x-tc-action", parts.action),
        ],
        payload: body.as_bytes(),
        service: parts.service,
        at,
    };
    let authorization = credentials.map_or_else(
        || "SKIP".to_owned(),
        |keys| signed.authorization(&keys.secret_id, &keys.secret_key),
    );
    let mut headers: Vec<_> = endpoint.host_header().into_iter().collect();
    headers.extend([
        ("content-type", JSON.to_owned()),
        ("x-tc-action", parts.action.to_owned()),
        ("x-tc-version", parts.version.to_owned()),
        ("x-tc-timestamp", at.as_second().to_string()),
        ("authorization", authorization),
    ]);
    headers.extend(parts.region.map(|region| ("x-tc-region", region.to_owned())));
    headers.extend(
        credentials
            .and_then(|keys| keys.token.as_ref())
            .map(|token| ("x-tc-token", token.expose().to_owned())),
    );
    HttpRequest {
        method: Method::Post,
        base: endpoint.base().to_owned(),
        path: "/".to_owned(),
        query: String::new(),
        headers,
        body,
    }
}

/// Reads the envelope and what is in it: a success, or why not.
pub(in crate::api) fn open<T: DeserializeOwned>(reply: &HttpReply) -> Result<T, Fault> {
    let body = trusted_body(reply)?;
    let head: Head = serde_json::from_str(body).map_err(|error| unreadable(&error, reply))?;
    match (&head.response, head.code) {
        (Data::Object(response), _) => {
            if let Some(fault) = rejected_v3(response) {
                return Err(fault);
            }
        }
        // The gateway can refuse in the shape of API 2.0.
        (_, Some(code)) if code != 0 => return Err(rejected_v2(code, &head)),
        _ => return Err(untrusted("no Response in the reply", reply)),
    }
    let answer: Answer<T> =
        serde_json::from_str(body).map_err(|error| unreadable(&error, reply))?;
    answer.response.object().ok_or_else(|| untrusted("no Response in the reply", reply))
}

/// The same in one pass, for long answers that hold what is at `error` only where they are none.
pub(in crate::api) fn open_list<T: DeserializeOwned>(
    reply: &HttpReply,
    error: impl Fn(&T) -> Option<&Value>,
) -> Result<T, Fault> {
    match serde_json::from_str::<Answer<T>>(trusted_body(reply)?) {
        Ok(Answer { response: Data::Object(list) }) if error(&list).is_none() => Ok(list),
        _ => open(reply),
    }
}

/// `{Name, Values}` for each filter that has values.
fn filters<'a>(
    filters: impl IntoIterator<Item = (&'a str, Vec<String>)>,
) -> Option<(String, Value)> {
    let filters: Vec<Value> = filters
        .into_iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(name, values)| serde_json::json!({ "Name": name, "Values": values }))
        .collect();
    (!filters.is_empty()).then(|| ("Filters".to_owned(), Value::Array(filters)))
}

/// A total that the rows at hand contradict is worth nothing: an official example shows 0 beside a row (`docs/api-v3.md` §4.1).
fn plausible_total(total: Option<i64>, offset: u64, rows: usize) -> Option<u64> {
    let total = u64::try_from(total?).ok()?;
    (rows == 0 || total >= offset + rows as u64).then_some(total)
}

fn paging(offset: u64, limit: u64) -> [(String, Value); 2] {
    [("Offset".to_owned(), offset.into()), ("Limit".to_owned(), limit.into())]
}
