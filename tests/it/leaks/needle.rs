//! A secret, in every spelling in which it could get out.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use eip_unbind::api::sign::encode::encode;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What must not be found, and what it is.
#[derive(Debug, Clone)]
pub(super) struct Needle {
    pub(super) what: &'static str,
    spellings: Vec<String>,
}

impl Needle {
    pub(super) fn new(what: &'static str, secret: &str) -> Self {
        let hex = hex::encode(secret);
        let mut spellings = vec![secret.to_owned(), hex.to_uppercase(), hex];
        // As the program encodes, and as one that leaves only letters and digits alone; hex digits in either case.
        for percent in [encode(secret), utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string()] {
            spellings.extend([lower_digits(&percent), percent]);
        }
        // Base64 of a text that holds the secret has three forms, by where in it the secret begins; the letters at its edges belong to
        // what stands beside it.
        for before in 0..3 {
            let text = format!("{}{secret}", &"xyz"[..before]);
            for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
                let encoded = engine.encode(&text);
                let (first, last) = ((before * 8).div_ceil(6), text.len() * 8 / 6);
                spellings.push(encoded[first..last].to_owned());
            }
        }
        spellings.sort();
        spellings.dedup();
        Self { what, spellings }
    }

    /// The spelling in which it is there. All of them are ASCII, which a lossy reading leaves as it is.
    pub(super) fn found(&self, hay: &str) -> Option<&str> {
        self.spellings.iter().map(String::as_str).find(|spelling| hay.contains(spelling))
    }
}

/// The hex digits after each `%` in lower case, and nothing else.
fn lower_digits(percent: &str) -> String {
    let mut parts = percent.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |done, part| {
        let (digits, rest) = part.split_at(2);
        format!("{done}%{}{rest}", digits.to_lowercase())
    })
}

/// Every signature in what was sent: the value after `Signature=`, as it travelled and decoded.
pub(super) fn signatures(sent: &[u8]) -> Vec<Needle> {
    let text = String::from_utf8_lossy(sent);
    let values = text
        .split("Signature=")
        .skip(1)
        .filter_map(|rest| rest.split(['&', ' ', '\r', '\n', ',']).next());
    let mut values: Vec<&str> = values.filter(|value| value.len() > 20).collect();
    values.sort_unstable();
    values.dedup();
    values
        .iter()
        .map(|value| Needle::new("a signature", &percent_decode_str(value).decode_utf8_lossy()))
        .collect()
}

#[test]
fn a_planted_secret_is_found_in_every_spelling() {
    let secret = "Demo-Secret/key+not=real~7";
    let needle = Needle::new("planted", secret);
    let b64 = |text: String| base64::engine::general_purpose::STANDARD.encode(text);
    for hay in [
        format!("key: {secret}."),
        "?k=Demo-Secret%2Fkey%2Bnot%3Dreal~7&x".to_owned(),
        "?k=Demo-Secret%2fkey%2bnot%3dreal~7&x".to_owned(),
        "?k=Demo%2DSecret%2Fkey%2Bnot%3Dreal%7E7&x".to_owned(),
        "?k=Demo%2dSecret%2fkey%2bnot%3dreal%7e7&x".to_owned(),
        hex::encode(format!("a{secret}b")),
        hex::encode_upper(format!("a{secret}b")),
        b64(format!("{secret} and more")),
        b64(format!("1{secret} and more")),
        b64(format!("12{secret} and more")),
    ] {
        assert!(needle.found(&hay).is_some(), "{hay}");
    }
    assert_eq!(needle.found(&b64("Demo-Secret/key+not=real!7".to_owned())), None);
    assert_eq!(needle.found("Demo-Secret/key+not"), None);
    assert_eq!(
        encode(secret),
        "Demo-Secret%2Fkey%2Bnot%3Dreal~7",
        "what the program makes is among them"
    );
}

#[test]
fn signatures_are_read_from_what_was_sent() {
    let sent = b"GET /v2/index.php?Signature=abcdefghijklmnopqrstuvw%2Bxyz%3D&SignatureMethod=HmacSHA256 HTTP/1.1\r\n\
        authorization: TC3-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature=0123456789abcdef0123456789abcdef\r\n";
    let found = signatures(sent);
    assert_eq!(found.len(), 2);
    assert!(found.iter().any(|n| n.found("abcdefghijklmnopqrstuvw+xyz=").is_some()));
}
