//! Signatures, checked from the raw request. On purpose nothing here is shared with the client that signs: both would be wrong together.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::Sha256;

/// Undoes form encoding: `a=b+c&d=%41` to pairs, in the order they came.
///
/// # Errors
/// What is wrong with the text.
pub fn pairs(encoded: &str) -> Result<Vec<(String, String)>, String> {
    let decode = |text: &str| {
        let spaced = text.replace('+', " ");
        let bytes = percent_encoding::percent_decode_str(&spaced).collect::<Vec<u8>>();
        String::from_utf8(bytes).map_err(|_| "parameters must be UTF-8".to_owned())
    };
    let parts = encoded.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (name, value) = part.split_once('=').ok_or_else(|| format!("`{part}` has no `=`"))?;
            Ok((decode(name)?, decode(value)?))
        })
        .collect()
}

/// The text that API 2.0 signs, rebuilt from decoded pairs.
pub fn v2_text(method: &str, host: &str, path: &str, pairs: &[(String, String)]) -> String {
    let mut sorted: Vec<(String, &str)> =
        pairs.iter().filter(|(name, _)| name != "Signature").map(|(name, value)| (name.replace('_', "."), value.as_str())).collect();
    sorted.sort();
    let joined: Vec<String> = sorted.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{method}{host}{path}?{}", joined.join("&"))
}

/// The signature of API 2.0 over a text. Only the exact word `HmacSHA256` selects SHA-256.
pub fn v2_signature(secret_key: &str, method: Option<&str>, text: &str) -> String {
    let mac = if method == Some("HmacSHA256") { hmac_sha256(secret_key.as_bytes(), text) } else { hmac_sha1(secret_key.as_bytes(), text) };
    STANDARD.encode(mac)
}

fn hmac_sha1(key: &[u8], text: &str) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(key) else { return Vec::new() };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hmac_sha256(key: &[u8], text: &str) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example of the vendor's page on signatures.
    #[test]
    fn the_documented_example_verifies() {
        let query = "Action=DescribeInstances&InstanceIds.0=ins-09dx96dg&Nonce=11886&Region=ap-guangzhou\
                     &SecretId=AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA&SignatureMethod=HmacSHA256&Timestamp=1465185768\
                     &Signature=0EEm%2FHtGRr%2FVJXTAD9tYMth1Bzm3lLHz5RCDv1GdM8s%3D";
        let pairs = pairs(query).unwrap();
        let text = v2_text("GET", "cvm.api.qcloud.com", "/v2/index.php", &pairs);
        let signature = v2_signature("Gu5t9xGARNpq86cd98joQYCN3Cozk1qA", Some("HmacSHA256"), &text);
        assert_eq!(Some(&signature), pairs.iter().find(|p| p.0 == "Signature").map(|p| &p.1));
    }

    #[test]
    fn names_sort_by_byte_and_values_stay_raw() {
        let pairs = pairs("eipIds.2=b&eipIds.10=a&Action=X&searchKey=%E7%BD%91+%26").unwrap();
        assert_eq!(v2_text("POST", "h:1", "/p", &pairs), "POSTh:1/p?Action=X&eipIds.10=a&eipIds.2=b&searchKey=网 &");
    }
}
