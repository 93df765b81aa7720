//! The front of API 3.0 over the same world: POST with JSON or GET with a form, TC3-HMAC-SHA256.

use super::action::{ActionName, Checked};
use super::identity::Keys;
use super::message::IncomingRequest;
use super::outcome::{Refusal, refuse};
use super::scenario::Scenario;
use super::spec::Credential;
use super::verify::Tc3;
use crate::domain::Region;
use jiff::Timestamp;
use std::borrow::Cow;
use std::collections::BTreeMap;

mod form;
mod params;
mod shape;

pub(super) use params::fields;
pub(super) use shape::{Context, body, enveloped, refusal};

/// Where it is served.
pub(super) const PATH: &str = "/";
const MAX_SKEW_S: i64 = 300;

/// The parameters as JSON: the body of a POST, the query of a GET.
fn payload(request: &IncomingRequest) -> Result<Cow<'_, [u8]>, Refusal> {
    match request.method.as_str() {
        "POST" => Ok(Cow::Borrowed(&request.body)),
        "GET" => form::json(&request.query)
            .map(|value| Cow::Owned(value.to_string().into_bytes()))
            .map_err(|e| refuse("InvalidParameter", e)),
        method => Err(refuse("InvalidRequest", format!("The method {method} is not supported."))),
    }
}

/// What may be logged of a request: its top-level parameters. Keys, token and signature are in headers.
pub(super) fn loggable(request: &IncomingRequest) -> BTreeMap<String, String> {
    let body = payload(request).unwrap_or_default();
    let fields: BTreeMap<String, serde_json::Value> =
        serde_json::from_slice(&body).unwrap_or_default();
    fields
        .into_iter()
        .map(|(name, value)| {
            (name, value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        })
        .collect()
}

/// Checks a request the way the cloud does: the first thing wrong decides the code.
pub(super) fn check(
    request: &IncomingRequest,
    scenario: &Scenario,
    keys: &Keys,
    now: Timestamp,
) -> Result<Checked, Refusal> {
    let body = payload(request)?;
    let action = ActionName::from_v3(header(request, "x-tc-action")?)
        .ok_or_else(|| refuse("InvalidAction", "The action does not exist."))?;
    let (timestamp, tc3) = (header(request, "x-tc-timestamp")?, authorization(request)?);
    if header(request, "x-tc-version")? != version(&tc3.service) {
        return Err(refuse("NoSuchVersion", "The version does not exist."));
    }
    let key = authenticate(request, keys, &tc3, timestamp, now)?;
    if !services(action).contains(&tc3.service.as_str()) {
        return Err(refuse(
            "AuthFailure.SignatureFailure",
            format!("The service `{}` does not have this action.", tc3.service),
        ));
    }
    let region = region(action, request.header("x-tc-region"), scenario)?;
    let call = params::parse(action, &body)?;
    if key.denied_actions.iter().any(|name| ActionName::parse(name) == Some(action)) {
        return Err(Refusal::by_code(4101));
    }
    Ok(Checked { action, region, call })
}

fn header<'r>(request: &'r IncomingRequest, name: &str) -> Result<&'r str, Refusal> {
    let value = request.header(name).filter(|v| !v.is_empty());
    value.ok_or_else(|| {
        refuse("MissingParameter", format!("The request is missing the header {name}."))
    })
}

fn authorization(request: &IncomingRequest) -> Result<Tc3, Refusal> {
    let unreadable =
        || refuse("AuthFailure.InvalidAuthorization", "The Authorization header cannot be read.");
    Tc3::parse(header(request, "authorization")?).ok_or_else(unreadable)
}

/// The key that a request to this service is signed with, every header of it checked.
pub(super) fn signed<'k>(
    request: &IncomingRequest,
    keys: &'k Keys,
    service: &str,
    now: Timestamp,
) -> Result<&'k Credential, Refusal> {
    if request.method != "POST" {
        return Err(refuse("InvalidRequest", "This cloud takes POST only."));
    }
    let (timestamp, tc3) = (header(request, "x-tc-timestamp")?, authorization(request)?);
    header(request, "x-tc-region")?;
    let key = authenticate(request, keys, &tc3, timestamp, now)?;
    if tc3.service != service {
        return Err(refuse(
            "AuthFailure.SignatureFailure",
            format!("The service `{}` does not have this action.", tc3.service),
        ));
    }
    Ok(key)
}

fn version(service: &str) -> &'static str {
    if service == "region" { "2022-06-27" } else { "2017-03-12" }
}

fn services(action: ActionName) -> &'static [&'static str] {
    if action == ActionName::DescribeRegions { &["region", "cvm"] } else { &["vpc"] }
}

fn authenticate<'k>(
    request: &IncomingRequest,
    keys: &'k Keys,
    tc3: &Tc3,
    timestamp: &str,
    now: Timestamp,
) -> Result<&'k Credential, Refusal> {
    let key = keys.find(&tc3.secret_id, request.header("x-tc-token"), now)?;
    let seconds: Option<i64> = timestamp.parse().ok();
    let at = seconds
        .and_then(|s| Timestamp::from_second(s).ok())
        .ok_or_else(|| refuse("InvalidParameterValue", "X-TC-Timestamp"))?;
    if (now.as_second() - at.as_second()).abs() > MAX_SKEW_S {
        return Err(refuse(
            "AuthFailure.SignatureExpire",
            "The request timestamp differs too much from the server time.",
        ));
    }
    if at.strftime("%Y-%m-%d").to_string() != tc3.date {
        return Err(refuse(
            "AuthFailure.SignatureFailure",
            "The date of the scope is not the UTC date of the timestamp.",
        ));
    }
    if tc3.expected(&key.secret_key, timestamp, request).as_ref() != Some(&tc3.signature) {
        return Err(Refusal::by_code(4100));
    }
    let content_type = request.header("content-type").unwrap_or_default();
    let wanted = if request.method == "GET" {
        "application/x-www-form-urlencoded"
    } else {
        "application/json"
    };
    if !content_type.starts_with(wanted) {
        return Err(refuse(
            "InvalidRequest",
            format!("Content-Type must be {wanted}, not `{content_type}`."),
        ));
    }
    Ok(key)
}

fn region(action: ActionName, text: Option<&str>, scenario: &Scenario) -> Result<Region, Refusal> {
    // The one action that is not about a region. Its answer does not depend on this one.
    let text = match text {
        None if action == ActionName::DescribeRegions => "ap-guangzhou",
        Some(text) => text,
        None => {
            return Err(refuse(
                "MissingParameter",
                "The request is missing the header X-TC-Region.",
            ));
        }
    };
    // Short codes belong to API 2.0: they are not known here.
    let region = Region::parse(text).ok().filter(|region| region.as_str() == text);
    let region = region.filter(|region| !scenario.denied_regions.contains(region));
    region
        .ok_or_else(|| refuse("UnsupportedRegion", format!("The region {text} is not supported.")))
}
