//! The vendor's signing examples and computed ones, stage by stage, so that a failure names the stage.

#![expect(clippy::unwrap_used, reason = "a test that can't go on stops")]

use eip_unbind::api::credentials::{SecretId, SecretKey};
use eip_unbind::api::sign::tc3::Tc3Request;
use eip_unbind::api::sign::v2::{self, SignatureMethod};
use jiff::Timestamp;
use serde_json::Value;

fn vectors() -> Value {
    serde_json::from_str(include_str!("../vectors/vectors.json")).unwrap()
}

fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case[name].as_str().unwrap_or_else(|| panic!("{}: no {name}", case["id"]))
}

fn decoded(query: &str) -> Vec<(String, String)> {
    let plain = |t: &str| {
        percent_encoding::percent_decode_str(&t.replace('+', " "))
            .decode_utf8()
            .unwrap()
            .into_owned()
    };
    let mut pairs: Vec<_> = query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(n, v)| (plain(n), plain(v)))
        .collect();
    pairs.sort();
    pairs
}

#[test]
fn every_v2_vector_passes_every_stage() {
    let vectors = vectors();
    let cases = vectors["v2"].as_array().unwrap();
    assert_eq!(cases.len(), 21);
    for case in cases {
        let id = text(case, "id");
        let params: Vec<(&str, &str)> = case["params"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str().unwrap()))
            .collect();
        let to_sign = v2::string_to_sign(
            text(case, "method"),
            text(case, "host"),
            text(case, "path"),
            &params,
        );
        assert_eq!(to_sign, text(case, "string_to_sign"), "{id}: string to sign");
        let method = match text(case, "hmac") {
            "HmacSHA256" => SignatureMethod::HmacSha256,
            _ => SignatureMethod::HmacSha1,
        };
        let named = params.iter().find(|(n, _)| *n == "SignatureMethod").map(|(_, v)| *v);
        if id != "v2-doc-4-sha1-mismatched-method" {
            assert_eq!(SignatureMethod::of_parameter(named), method, "{id}: method");
        }
        let key = SecretKey::new(text(case, "secret_key")).unwrap();
        let signature = v2::sign(method, &key, &to_sign);
        assert_eq!(signature, text(case, "signature"), "{id}: signature");
        assert_eq!(
            decoded(&v2::encoded(&params, &signature)),
            decoded(text(case, "wire")),
            "{id}: encoded request"
        );
        assert_eq!(
            eip_unbind::api::sign::encode::encode(&signature),
            text(case, "signature_urlencoded"),
            "{id}: encoded signature"
        );
    }
}

#[test]
fn every_tc3_vector_passes_every_stage() {
    let vectors = vectors();
    let cases = vectors["tc3"].as_array().unwrap();
    assert_eq!(cases.len(), 11);
    for case in cases {
        let id = text(case, "id");
        let header = |name: &str| {
            let headers = case["headers"].as_object().unwrap();
            headers
                .iter()
                .find(|(n, _)| n.eq_ignore_ascii_case(name))
                .and_then(|(_, v)| v.as_str())
                .unwrap()
        };
        let headers: Vec<(&str, &str)> = case["signed_headers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|n| n.as_str().unwrap())
            .map(|n| (n, header(n)))
            .collect();
        let request = Tc3Request {
            method: text(case, "method"),
            path: text(case, "uri"),
            query: text(case, "query"),
            headers: &headers,
            payload: text(case, "payload").as_bytes(),
            service: text(case, "service"),
            at: Timestamp::from_second(case["timestamp"].as_i64().unwrap()).unwrap(),
        };
        let (secret_id, key) = (
            SecretId::new(text(case, "secret_id")).unwrap(),
            SecretKey::new(text(case, "secret_key")).unwrap(),
        );
        assert_eq!(request.date(), text(case, "date"), "{id}: date");
        assert_eq!(
            request.hashed_payload(),
            text(case, "hashed_request_payload"),
            "{id}: hashed payload"
        );
        assert_eq!(
            request.canonical_request(),
            text(case, "canonical_request"),
            "{id}: canonical request"
        );
        assert_eq!(request.credential_scope(), text(case, "credential_scope"), "{id}: scope");
        assert_eq!(request.string_to_sign(), text(case, "string_to_sign"), "{id}: string to sign");
        let derived = request.derived_keys(&key);
        for (stage, name) in
            derived.iter().zip(["secret_date_hex", "secret_service_hex", "secret_signing_hex"])
        {
            assert_eq!(hex::encode(stage), text(case, name), "{id}: {name}");
        }
        assert_eq!(request.signature(&key), text(case, "signature"), "{id}: signature");
        assert_eq!(
            request.authorization(&secret_id, &key),
            header("Authorization"),
            "{id}: Authorization"
        );
    }
}
