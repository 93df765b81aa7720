//! Who is asking: the keys of a scenario, those that it gives out for a while, STS and the metadata service (`docs/credentials.md` §4 to §6).

use super::outcome::{Refusal, refuse};
use super::spec::{Credential, Identity};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// Where the metadata service gives out keys.
pub(super) const METADATA: &str = "/latest/meta-data/cam/security-credentials/";
/// How long keys live when nobody says.
const LIFETIME_S: i64 = 7_200;
/// The longest that may be asked for.
const LONGEST_S: i64 = 43_200;

/// A key that ends.
#[derive(Debug, Clone, PartialEq)]
struct Issued {
    key: Credential,
    ends: Timestamp,
    arn: String,
}

/// Every key that the cloud knows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Keys {
    own: Vec<Credential>,
    issued: Vec<Issued>,
    identity: Identity,
}

impl Keys {
    pub(super) fn new(own: &[Credential], identity: &Identity) -> Self {
        Self { own: own.to_vec(), issued: Vec::new(), identity: identity.clone() }
    }

    /// The key of this id, which must come with its token and not have ended.
    pub(super) fn find(
        &self,
        id: &str,
        token: Option<&str>,
        now: Timestamp,
    ) -> Result<&Credential, Refusal> {
        let issued = self.issued.iter().find(|issued| issued.key.secret_id == id);
        let own = || self.own.iter().find(|key| key.secret_id == id && !key.disabled);
        let key =
            issued.map(|issued| &issued.key).or_else(own).ok_or_else(|| Refusal::by_code(4104))?;
        if token != key.token.as_deref() {
            return Err(Refusal::by_code(4105));
        }
        match issued {
            Some(issued) if issued.ends <= now => {
                Err(Refusal::by_code(4105).saying("token has expired 临时密钥已过期"))
            }
            Some(_) | None => Ok(key),
        }
    }

    fn issue(&mut self, arn: String, asked_s: Option<i64>, now: Timestamp) -> (Value, Timestamp) {
        let number = self.issued.len() + 1;
        let lifetime = self.identity.lifetime_s.or(asked_s).unwrap_or(LIFETIME_S);
        // The cloud tells whole seconds.
        let ends = Timestamp::from_second(now.as_second()).unwrap_or(now)
            + SignedDuration::from_secs(lifetime);
        let key = Credential {
            secret_id: format!("AKIDsimTMPsimTMPsimTMP{number:04}"),
            secret_key: format!("sim-temporary-key-not-real-{number:04}"),
            token: Some(format!("sim-temporary-token-not-real-{number:04}")),
            disabled: false,
            denied_actions: Vec::new(),
        };
        let keys = json!({ "TmpSecretId": key.secret_id, "TmpSecretKey": key.secret_key, "Token": key.token });
        self.issued.push(Issued { key, ends, arn });
        (keys, ends)
    }

    /// What the metadata service answers: status and body.
    pub(super) fn metadata(&mut self, role: &str, now: Timestamp) -> (u16, String) {
        match self.identity.instance_role.clone() {
            Some(own) if role.is_empty() => (200, own),
            Some(own) if role == own => {
                let arn = assumed(&self.identity.account, &own, "metadata");
                let (mut keys, ends) = self.issue(arn, None, now);
                keys["ExpiredTime"] = json!(ends.as_second());
                keys["Expiration"] = json!(ends.to_string());
                keys["Code"] = json!("Success");
                (200, keys.to_string())
            }
            Some(_) | None => (404, String::new()),
        }
    }

    pub(super) fn caller(&self, secret_id: &str) -> Value {
        let identity = &self.identity;
        let issued = self.issued.iter().find(|issued| issued.key.secret_id == secret_id);
        let (arn, kind) =
            issued.map_or((&identity.caller, "CAMUser"), |issued| (&issued.arn, "CAMRole"));
        let id = arn.rsplit('/').next().unwrap_or_default();
        json!({ "Arn": arn, "AccountId": identity.account, "UserId": id, "PrincipalId": id, "Type": kind })
    }

    pub(super) fn assume(
        &mut self,
        role: &str,
        session: &str,
        asked_s: Option<i64>,
        now: Timestamp,
    ) -> Result<Value, Refusal> {
        let fits = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
        if !(2..=128).contains(&session.len()) || !session.chars().all(fits) {
            return Err(refuse(
                "InvalidParameter.ParamError",
                "RoleSessionName must match [\\w+=,.@_-]{2,128}.",
            ));
        }
        if asked_s.is_some_and(|seconds| !(1..=LONGEST_S).contains(&seconds)) {
            return Err(refuse(
                "InvalidParameter.OverTimeError",
                "DurationSeconds must be at most 43200.",
            ));
        }
        if !role.starts_with("qcs::cam::uin/") || !role.contains(":role") {
            return Err(refuse("InvalidParameter.ParamError", "RoleArn is malformed."));
        }
        let known = &self.identity.roles;
        if !known.is_empty() && !known.iter().any(|known| known == role) {
            return Err(refuse("ResourceNotFound.RoleNotFound", "The role does not exist."));
        }
        let arn =
            assumed(&self.identity.account, role.rsplit('/').next().unwrap_or_default(), session);
        let (keys, ends) = self.issue(arn, asked_s, now);
        Ok(
            json!({ "Credentials": keys, "ExpiredTime": ends.as_second(), "Expiration": ends.to_string() }),
        )
    }
}

fn assumed(account: &str, role: &str, session: &str) -> String {
    format!("qcs::sts::uin/{account}:assumed-role/{role}/{session}")
}
