//! The front of API 2.0: checks a raw request in the cloud's order and writes answers in its shape.

mod params;
mod shape;

pub(super) use shape::{body, refusal};

use super::action::{ActionName, Checked};
use super::identity::Keys;
use super::message::IncomingRequest;
use super::outcome::Refusal;
use super::scenario::Scenario;
use super::verify;
use crate::domain::Region;
use jiff::Timestamp;
use params::{COMMON, Params, bad};
use std::collections::{BTreeMap, BTreeSet};

/// Where it is served.
pub(super) const PATH: &str = "/v2/index.php";
const MAX_SKEW_S: i64 = 300;

/// Nonces that were seen, each with its key and timestamp.
pub(super) type Nonces = BTreeSet<(String, i64, u64)>;

/// The parameters of a request, those in the wrong place left out; none when they cannot be read.
pub(super) fn params(request: &IncomingRequest) -> Result<Vec<(String, String)>, Refusal> {
    let pairs = match request.method.as_str() {
        "GET" => verify::pairs(&request.query),
        "POST" => {
            let kind = request.header("content-type").unwrap_or_default();
            if !kind.starts_with("application/x-www-form-urlencoded") {
                return Err(bad(format!(
                    "Content-Type must be application/x-www-form-urlencoded, not `{kind}`"
                )));
            }
            std::str::from_utf8(&request.body)
                .map_err(|_| "the body must be UTF-8".to_owned())
                .and_then(verify::pairs)
        }
        other => Err(format!("method {other} is not supported")),
    };
    pairs.map_err(bad)
}

/// What may be logged of them: no key, no token, no signature.
pub(super) fn loggable(pairs: &[(String, String)]) -> BTreeMap<String, String> {
    pairs.iter().filter(|(name, _)| !COMMON.contains(&name.as_str())).cloned().collect()
}

/// Checks a request the way the cloud does: the first thing wrong decides the code.
pub(super) fn check(
    request: &IncomingRequest,
    pairs: &[(String, String)],
    (scenario, keys): (&Scenario, &Keys),
    nonces: &mut Nonces,
    now: Timestamp,
) -> Result<Checked, Refusal> {
    let map: BTreeMap<&str, &str> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let get = |name: &str| map.get(name).copied();
    let action = known_action(request, get("Action").unwrap_or_default())?;
    if map.len() != pairs.len() {
        return Err(bad("a parameter is there twice"));
    }
    let required = |name: &str| {
        get(name)
            .filter(|v| !v.is_empty())
            .ok_or_else(|| bad(format!("missing parameter {name} 缺少参数")))
    };
    let region = required("Region")?;
    let secret_id = required("SecretId")?;
    let signature = required("Signature")?;
    let timestamp: i64 =
        required("Timestamp")?.parse().map_err(|_| bad("Timestamp must be Unix seconds"))?;
    let nonce: u64 = required("Nonce")?
        .parse()
        .ok()
        .filter(|n| *n > 0)
        .ok_or_else(|| bad("Nonce must be a positive integer"))?;

    let key = keys.find(secret_id, get("Token"), now)?;
    let text = verify::v2_text(&request.method, &request.host, &request.path, pairs);
    if verify::v2_signature(&key.secret_key, get("SignatureMethod"), &text) != signature {
        return Err(Refusal::by_code(4100));
    }
    if (now.as_second() - timestamp).abs() > MAX_SKEW_S {
        return Err(
            Refusal::by_code(4500).saying("Timestamp is more than 5 minutes off 时间戳过期")
        );
    }
    if !nonces.insert((secret_id.to_owned(), timestamp, nonce)) {
        return Err(Refusal::by_code(4500).saying("Nonce was used before 重放攻击"));
    }
    let region = Region::parse(region).map_err(|_| bad(format!("unknown region {region}")))?;
    if scenario.denied_regions.contains(&region) {
        return Err(Refusal::by_code(4300));
    }
    let call = Params::new(&map).call(action)?;
    if key.denied_actions.iter().any(|name| ActionName::parse(name) == Some(action)) {
        return Err(Refusal::by_code(4101));
    }
    Ok(Checked { action, region, call })
}

/// The vendor's own hosts serve one product each; any other host (a private cloud, loopback) serves them all.
fn known_action(request: &IncomingRequest, name: &str) -> Result<ActionName, Refusal> {
    let action = ActionName::from_v2(name).ok_or_else(|| Refusal::by_code(6100))?;
    match request.host.strip_suffix(".api.qcloud.com") {
        Some(product) if product != action.v2_product() => Err(Refusal::by_code(6100)),
        Some(_) | None => Ok(action),
    }
}
