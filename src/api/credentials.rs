//! The key pair and the token. What is secret can be neither printed nor serialized (`docs/contract.md` §2, promise 8).

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// Why a credential was not accepted. It never holds the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{what} {slip}")]
pub struct CredentialError {
    /// `SecretId`, `SecretKey` or `Token`.
    pub(crate) what: &'static str,
    /// What is wrong with it.
    pub(crate) slip: Slip,
}

/// What is wrong with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Slip {
    /// Nothing was given.
    #[error("is empty")]
    Empty,
    /// Blanks before or after it: mostly a copy and paste slip, and the cloud would answer "signature failure".
    #[error("has blanks before or after it")]
    Blanks,
    /// A character that no key holds: all are of printable ASCII, without blanks and quotes.
    #[error("holds U+{:04X} as its character {at}, which no key holds", u32::from(*.found))]
    Impossible {
        /// Which character it is, from 1.
        at: usize,
        /// The character.
        found: char,
    },
}

fn check(what: &'static str, value: &str) -> Result<(), CredentialError> {
    let possible = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '`');
    let slip = if value.is_empty() {
        Slip::Empty
    } else if value.trim() != value {
        Slip::Blanks
    } else if let Some((before, found)) = value.chars().enumerate().find(|(_, c)| !possible(*c)) {
        Slip::Impossible { at: before + 1, found }
    } else {
        return Ok(());
    };
    Err(CredentialError { what, slip })
}

/// The id of a key. Not secret, but shown masked all the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SecretId(String);

impl SecretId {
    /// Accepts an id.
    ///
    /// # Errors
    /// [`CredentialError`] when it is empty or holds blanks or controls.
    pub fn new(value: impl Into<String>) -> Result<Self, CredentialError> {
        let value = value.into();
        check("SecretId", &value).map(|()| Self(value))
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands for its account where that is not known: of the whole id, as the ends of two can look alike.
    pub(crate) fn hashed(&self) -> String {
        format!("key-{}", hex::encode(&Sha256::digest(&self.0)[..8]))
    }

    /// Its ends, for people: `AKID…0042`. A short one is hidden altogether.
    pub fn masked(&self) -> String {
        let chars: Vec<char> = self.0.chars().collect();
        if chars.len() < 12 {
            return "…".to_owned();
        }
        let head: String = chars[..4].iter().collect();
        let tail: String = chars[chars.len() - 4..].iter().collect();
        format!("{head}…{tail}")
    }
}

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(SecretString);

        impl $name {
            /// Accepts a value.
            ///
            /// # Errors
            /// [`CredentialError`] when it is empty or holds blanks or controls; the value is not in it.
            pub fn new(value: impl Into<String>) -> Result<Self, CredentialError> {
                let value = value.into();
                check(stringify!($name), &value).map(|()| Self(SecretString::from(value)))
            }

            /// The value itself, for signing and sending only.
            pub(in crate::api) fn expose(&self) -> &str {
                self.0.expose_secret()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("***")
            }
        }
    };
}

secret! {
    /// The secret half of a key.
    SecretKey
}
secret! {
    /// The token that goes with a temporary key.
    Token
}

/// What requests are signed with.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The key's id.
    pub secret_id: SecretId,
    /// The key.
    pub secret_key: SecretKey,
    /// The token of a temporary key.
    pub token: Option<Token>,
}

impl Credentials {
    /// Accepts the three parts as texts.
    ///
    /// # Errors
    /// [`CredentialError`] names the part that is not usable, without its value.
    pub fn new(
        secret_id: &str,
        secret_key: &str,
        token: Option<&str>,
    ) -> Result<Self, CredentialError> {
        Ok(Self {
            secret_id: SecretId::new(secret_id)?,
            secret_key: SecretKey::new(secret_key)?,
            token: token.map(Token::new).transpose()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_ends_of_an_id_are_shown() {
        assert_eq!(SecretId::new("AKIDz8krbsJ5yKBZQ0042").unwrap().masked(), "AKID…0042");
        assert_eq!(SecretId::new("AKID0042").unwrap().masked(), "…");
    }

    #[test]
    fn nothing_secret_can_be_printed() {
        let credentials =
            Credentials::new("AKIDEXAMPLEexample0001", "topsecretkey", Some("toptoken")).unwrap();
        let shown = format!("{credentials:?} {credentials:#?}");
        assert!(!shown.contains("topsecretkey") && !shown.contains("toptoken"), "{shown}");
        assert!(shown.contains("***"));
    }

    #[test]
    fn slips_are_named_without_the_value() {
        for bad in ["", " zqx", "zqx ", "z\u{0}qx", "z\nqx", "zqx\n", "\"zqx", "z\u{200b}qx"] {
            let error = SecretKey::new(bad).unwrap_err().to_string();
            assert!(error.starts_with("SecretKey ") && !error.contains("qx"), "{error}");
        }
        assert_eq!(
            Credentials::new("AKID", "key", Some("")).unwrap_err(),
            CredentialError { what: "Token", slip: Slip::Empty }
        );
    }
}
