//! The signature of API 3.0, TC3-HMAC-SHA256 (`docs/api-v3.md` §2), stage by stage.

use crate::api::credentials::{SecretId, SecretKey};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// The name of the algorithm.
pub(crate) const ALGORITHM: &str = "TC3-HMAC-SHA256";

/// What a signature covers.
#[derive(Debug, Clone, Copy)]
pub struct Tc3Request<'a> {
    /// `POST` or `GET`
    pub method: &'a str,
    /// The path, `/`.
    pub path: &'a str,
    /// The query as sent; empty for POST.
    pub query: &'a str,
    /// The signed headers in any order and case; `content-type` and `host` must be among them.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body, exactly as sent.
    pub payload: &'a [u8],
    /// First label of the product's host: `vpc`, `region` … It stays `vpc` on regional and private hosts.
    pub service: &'a str,
    /// `X-TC-Timestamp`
    pub at: Timestamp,
}

/// A 32-byte digest or key.
pub type Digest32 = [u8; 32];

impl Tc3Request<'_> {
    /// Hex digest of the body.
    pub fn hashed_payload(&self) -> String {
        hex::encode(Sha256::digest(self.payload))
    }

    fn sorted_headers(&self) -> Vec<(String, String)> {
        let mut headers: Vec<_> = self
            .headers
            .iter()
            .map(|(n, v)| (n.trim().to_lowercase(), v.trim().to_lowercase()))
            .collect();
        headers.sort();
        headers
    }

    /// `content-type;host;x-tc-action`
    pub(crate) fn signed_headers(&self) -> String {
        self.sorted_headers().into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(";")
    }

    /// The request in canonical form.
    pub fn canonical_request(&self) -> String {
        let mut headers = String::new();
        for (name, value) in self.sorted_headers() {
            let _ = writeln!(headers, "{name}:{value}");
        }
        let (signed, payload) = (self.signed_headers(), self.hashed_payload());
        format!("{}\n{}\n{}\n{headers}\n{signed}\n{payload}", self.method, self.path, self.query)
    }

    /// The date in UTC: with a local date every call between midnight and 08:00 in China would fail.
    pub fn date(&self) -> String {
        self.at.strftime("%Y-%m-%d").to_string()
    }

    /// `DATE/SERVICE/tc3_request`
    pub fn credential_scope(&self) -> String {
        format!("{}/{}/tc3_request", self.date(), self.service)
    }

    /// The text that is signed.
    pub fn string_to_sign(&self) -> String {
        let hashed = hex::encode(Sha256::digest(self.canonical_request()));
        format!("{ALGORITHM}\n{}\n{}\n{hashed}", self.at.as_second(), self.credential_scope())
    }

    /// The keys derived for the date, the service and the request, in this order.
    pub fn derived_keys(&self, key: &SecretKey) -> [Digest32; 3] {
        let date = mac(format!("TC3{}", key.expose()).as_bytes(), self.date().as_bytes());
        let service = mac(&date, self.service.as_bytes());
        [date, service, mac(&service, b"tc3_request")]
    }

    /// The signature in hex.
    pub fn signature(&self, key: &SecretKey) -> String {
        let [_, _, signing] = self.derived_keys(key);
        hex::encode(mac(&signing, self.string_to_sign().as_bytes()))
    }

    /// The value of the `Authorization` header.
    pub fn authorization(&self, id: &SecretId, key: &SecretKey) -> String {
        let (scope, headers, signature) =
            (self.credential_scope(), self.signed_headers(), self.signature(key));
        format!(
            "{ALGORITHM} Credential={}/{scope}, SignedHeaders={headers}, Signature={signature}",
            id.as_str()
        )
    }
}

fn mac(key: &[u8], text: &[u8]) -> Digest32 {
    let mut mac =
        <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("an HMAC takes a key of any length");
    mac.update(text);
    mac.finalize().into_bytes().into()
}
