//! A secret, in every spelling in which it could get out.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use eip_unbind::api::sign::encode::encode;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::collections::{BTreeMap, HashMap};

/// So many characters of a secret in a row are too many.
const PART: usize = 8;
/// Hex digits in a row that are no chance: journals are full of other hashes.
const HEX_PART: usize = 12;

/// What must not be found, and what it is.
#[derive(Debug, Clone)]
pub(super) struct Needle {
    pub(super) what: &'static str,
    spellings: Vec<String>,
}

impl Needle {
    /// A secret, every part of which is one.
    pub(super) fn new(what: &'static str, secret: &str) -> Self {
        let is_hex = secret.bytes().all(|byte| byte.is_ascii_hexdigit());
        let length = if is_hex { HEX_PART } else { PART };
        let parts =
            secret.as_bytes().windows(length).map(|part| std::str::from_utf8(part).unwrap());
        let mut spellings: Vec<String> = parts.flat_map(spelled).collect();
        spellings.sort();
        spellings.dedup();
        Self { what, spellings }
    }

    /// A part of it in the spelling in which it is there.
    pub(super) fn found(&self, hay: &str) -> Option<String> {
        Search::new(std::slice::from_ref(self)).found(hay).map(|(_, spelling)| spelling)
    }
}

/// A text in every spelling.
fn spelled(text: &str) -> Vec<String> {
    let hex = hex::encode(text);
    let mut spellings = vec![text.to_owned(), hex.to_uppercase(), hex];
    // As the program encodes, and as one that leaves only letters and digits alone; hex digits in either case.
    for percent in [encode(text), utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()] {
        spellings.extend([lower_digits(&percent), percent]);
    }
    spellings.push(text.replace('/', "\\/"));
    // Base64 of a text that holds it has three forms, by where in it the secret begins; the letters at its edges belong to what stands
    // beside it.
    for before in 0..3 {
        let whole = format!("{}{text}", &"xyz"[..before]);
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let encoded = engine.encode(&whole);
            let (first, last) = ((before * 8).div_ceil(6), whole.len() * 8 / 6);
            spellings.push(encoded[first..last].to_owned());
        }
    }
    spellings
}

/// Looks for many needles at once.
pub(super) struct Search {
    by_length: BTreeMap<usize, HashMap<Vec<u8>, &'static str>>,
    /// Whether any begins with these two bytes.
    begins: Vec<bool>,
}

impl Search {
    pub(super) fn new(needles: &[Needle]) -> Self {
        let mut search = Self { by_length: BTreeMap::new(), begins: vec![false; 1 << 16] };
        for needle in needles {
            for spelling in &needle.spellings {
                let bytes = spelling.as_bytes();
                search.begins[start(bytes)] = true;
                search
                    .by_length
                    .entry(bytes.len())
                    .or_default()
                    .insert(bytes.to_vec(), needle.what);
            }
        }
        search
    }

    /// What is there, and the spelling. All of them are ASCII, which a lossy reading leaves as it is.
    pub(super) fn found(&self, hay: &str) -> Option<(&'static str, String)> {
        let hay = hay.as_bytes();
        let likely = (0..hay.len().saturating_sub(1)).filter(|at| self.begins[start(&hay[*at..])]);
        likely.into_iter().find_map(|at| {
            self.by_length.iter().find_map(|(length, spellings)| {
                let part = hay.get(at..at + length)?;
                let what = spellings.get(part)?;
                Some((*what, String::from_utf8_lossy(part).into_owned()))
            })
        })
    }
}

fn start(bytes: &[u8]) -> usize {
    usize::from(bytes[0]) << 8 | usize::from(bytes[1])
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
    for part in [&secret[..8], &secret[9..20], &secret[secret.len() - 8..]] {
        for hay in [format!("key: {part}."), hex::encode(part), b64(format!("12{part}3456789"))] {
            assert!(needle.found(&hay).is_some(), "a part: {hay}");
        }
    }
    assert_eq!(needle.found(&b64("Demo-Se-key+not-real!7".to_owned())), None);
    assert_eq!(needle.found("Demo-Se and key+not"), None);
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
