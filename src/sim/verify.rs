//! Signatures, checked from the raw request. On purpose nothing here is shared with the client that signs: both would be wrong together.

use super::message::IncomingRequest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

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
            let (name, value) =
                part.split_once('=').ok_or_else(|| format!("`{part}` has no `=`"))?;
            Ok((decode(name)?, decode(value)?))
        })
        .collect()
}

/// The text that API 2.0 signs, rebuilt from decoded pairs.
pub fn v2_text(method: &str, host: &str, path: &str, pairs: &[(String, String)]) -> String {
    let mut sorted: Vec<(String, &str)> = pairs
        .iter()
        .filter(|(name, _)| name != "Signature")
        .map(|(name, value)| (name.replace('_', "."), value.as_str()))
        .collect();
    sorted.sort();
    let joined: Vec<String> =
        sorted.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{method}{host}{path}?{}", joined.join("&"))
}

/// The signature of API 2.0 over a text. Only the exact word `HmacSHA256` selects SHA-256.
pub fn v2_signature(secret_key: &str, method: Option<&str>, text: &str) -> String {
    let mac = if method == Some("HmacSHA256") {
        hmac_sha256(secret_key.as_bytes(), text)
    } else {
        hmac_sha1(secret_key.as_bytes(), text)
    };
    STANDARD.encode(mac)
}

/// What an `Authorization` header of API 3.0 says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tc3 {
    /// Identity key.
    pub secret_id: String,
    /// The UTC date of the scope.
    pub date: String,
    /// The service of the scope.
    pub service: String,
    /// The names of the signed headers, in lower case.
    pub signed_headers: Vec<String>,
    /// The signature.
    pub signature: String,
}

impl Tc3 {
    /// Takes the header apart.
    pub fn parse(header: &str) -> Option<Self> {
        let mut fields = header.strip_prefix("TC3-HMAC-SHA256 ")?.split(',').map(str::trim);
        let credential = fields.next()?.strip_prefix("Credential=")?;
        let signed_headers = fields.next()?.strip_prefix("SignedHeaders=")?;
        let signature = fields.next()?.strip_prefix("Signature=")?;
        let [secret_id, date, service, "tc3_request"] =
            credential.split('/').collect::<Vec<_>>()[..]
        else {
            return None;
        };
        fields.next().is_none().then(|| Self {
            secret_id: secret_id.to_owned(),
            date: date.to_owned(),
            service: service.to_owned(),
            signed_headers: signed_headers.split(';').map(str::to_owned).collect(),
            signature: signature.to_owned(),
        })
    }

    /// The signature that a request with this header must have; none if a header that must be signed is not.
    pub fn expected(
        &self,
        secret_key: &str,
        timestamp: &str,
        request: &IncomingRequest,
    ) -> Option<String> {
        let named = |name: &str| self.signed_headers.iter().any(|signed| signed == name);
        if !named("content-type") || !named("host") || !self.signed_headers.is_sorted() {
            return None;
        }
        let mut headers = String::new();
        for name in &self.signed_headers {
            let value =
                if name == "host" { request.host.as_str() } else { request.header(name)? };
            headers = headers + name + ":" + value.trim().to_lowercase().as_str() + "\n";
        }
        let digest = |bytes: &[u8]| hex::encode(Sha256::digest(bytes));
        let (payload, names) = (digest(&request.body), self.signed_headers.join(";"));
        let canonical = format!(
            "{}\n{}\n{}\n{headers}\n{names}\n{payload}",
            request.method, request.path, request.query
        );
        let (date, service) = (&self.date, &self.service);
        let text = format!(
            "TC3-HMAC-SHA256\n{timestamp}\n{date}/{service}/tc3_request\n{}",
            digest(canonical.as_bytes())
        );
        let key = hmac_sha256(format!("TC3{secret_key}").as_bytes(), date);
        let key = hmac_sha256(&hmac_sha256(&key, service), "tc3_request");
        Some(hex::encode(hmac_sha256(&key, &text)))
    }
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

    /// The worked example of the vendor's page on signatures of API 3.0; its payload holds escapes, not characters.
    #[test]
    fn the_documented_example_of_tc3_verifies() {
        let header = "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, \
                      SignedHeaders=content-type;host, Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168";
        let payload = r#"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#;
        let request = IncomingRequest {
            method: "POST".into(),
            host: "cvm.tencentcloudapi.com".into(),
            path: "/".into(),
            query: String::new(),
            headers: vec![("Content-Type".into(), "application/json; charset=utf-8".into())],
            body: payload.into(),
        };
        let tc3 = Tc3::parse(header).unwrap();
        let expected = tc3.expected("Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", "1551113065", &request);
        assert_eq!(expected.as_ref(), Some(&tc3.signature));
    }

    #[test]
    fn names_sort_by_byte_and_values_stay_raw() {
        let pairs = pairs("eipIds.2=b&eipIds.10=a&Action=X&searchKey=%E7%BD%91+%26").unwrap();
        assert_eq!(
            v2_text("POST", "h:1", "/p", &pairs),
            "POSTh:1/p?Action=X&eipIds.10=a&eipIds.2=b&searchKey=网 &"
        );
    }
}
