//! The signature of API 2.0 (`docs/api-v2.md` §2): sorted raw parameters → text → HMAC → Base64.

use super::encode;
use crate::api::credentials::SecretKey;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;
use std::borrow::Cow;

/// The path of every API 2.0 request (`docs/api-v2.md` §1).
pub const PATH: &str = "/v2/index.php";

/// Which HMAC signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignatureMethod {
    /// `HmacSHA256`
    #[default]
    HmacSha256,
    /// `HmacSHA1`: what the server takes any other value, or none, to mean.
    HmacSha1,
}

impl SignatureMethod {
    /// The word on the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::HmacSha256 => "HmacSHA256",
            Self::HmacSha1 => "HmacSHA1",
        }
    }

    /// The method that a server reads out of the `SignatureMethod` parameter.
    pub fn of_parameter(value: Option<&str>) -> Self {
        if value == Some("HmacSHA256") { Self::HmacSha256 } else { Self::HmacSha1 }
    }
}

/// The text that is signed. `params` excludes `Signature` and needs no order; values are taken raw.
pub fn string_to_sign<N: AsRef<str>, V: AsRef<str>>(
    method: &str,
    host: &str,
    path: &str,
    params: &[(N, V)],
) -> String {
    let mut named: Vec<(Cow<'_, str>, &str)> = params
        .iter()
        .map(|(name, value)| (dotted(name.as_ref()), value.as_ref()))
        // The official SDKs leave such values of a POST out (an old file-upload convention); reads go by GET, where they are signed.
        .filter(|(_, value)| !(method == "POST" && value.starts_with('@')))
        .collect();
    named.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    let mut text = format!("{method}{host}{path}?");
    for (i, (name, value)) in named.iter().enumerate() {
        if i > 0 {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        text.push_str(value);
    }
    text
}

/// `_` in a *name* becomes `.`; a value keeps it.
fn dotted(name: &str) -> Cow<'_, str> {
    if name.contains('_') { Cow::Owned(name.replace('_', ".")) } else { Cow::Borrowed(name) }
}

/// Signs the text: Base64 of the HMAC over its UTF-8 bytes.
pub fn sign(method: SignatureMethod, key: &SecretKey, text: &str) -> String {
    let key = key.expose().as_bytes();
    match method {
        SignatureMethod::HmacSha256 => STANDARD.encode(mac::<Hmac<Sha256>>(key, text.as_bytes())),
        SignatureMethod::HmacSha1 => STANDARD.encode(mac::<Hmac<Sha1>>(key, text.as_bytes())),
    }
}

fn mac<M: Mac + KeyInit>(key: &[u8], text: &[u8]) -> impl AsRef<[u8]> {
    let mut mac = <M as KeyInit>::new_from_slice(key).expect("an HMAC takes a key of any length");
    mac.update(text);
    mac.finalize().into_bytes()
}

/// The query string (GET) or body (POST): every parameter and the signature, encoded once.
pub fn encoded<N: AsRef<str>, V: AsRef<str>>(params: &[(N, V)], signature: &str) -> String {
    encode::pairs(
        params
            .iter()
            .map(|(name, value)| (name.as_ref(), value.as_ref()))
            .chain([("Signature", signature)]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_by_bytes() {
        let params = [
            ("eipIds.2", "c"),
            ("limit", "1"),
            ("eipIds.10", "b"),
            ("Nonce", "9"),
            ("Action", "X"),
        ];
        let text = string_to_sign("GET", "h", PATH, &params);
        assert_eq!(text, "GETh/v2/index.php?Action=X&Nonce=9&eipIds.10=b&eipIds.2=c&limit=1");
    }

    #[test]
    fn only_the_exact_word_selects_sha256() {
        assert_eq!(SignatureMethod::of_parameter(Some("HmacSHA256")), SignatureMethod::HmacSha256);
        for other in [None, Some("HmacSHA1"), Some("hmacsha256"), Some("")] {
            assert_eq!(SignatureMethod::of_parameter(other), SignatureMethod::HmacSha1);
        }
    }
}
