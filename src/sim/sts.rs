//! STS: who is asking, and roles to assume (`docs/credentials.md` §4 to §6).

use super::identity::Keys;
use super::message::IncomingRequest;
use super::outcome::{Refusal, refuse};
use super::v3;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

/// `X-TC-Version` of STS.
pub(super) const VERSION: &str = "2018-08-13";

impl Keys {
    /// What STS answers.
    pub(super) fn sts(
        &mut self,
        request: &IncomingRequest,
        now: Timestamp,
    ) -> Result<Value, Refusal> {
        match request.header("x-tc-action").unwrap_or_default() {
            "GetCallerIdentity" => {
                let key = v3::signed(request, self, "sts", now)?.secret_id.clone();
                Ok(self.caller(&key))
            }
            "AssumeRole" => {
                v3::signed(request, self, "sts", now)?;
                let wish: AssumeRole = v3::fields(&request.body)?;
                self.assume(&wish.role_arn, &wish.role_session_name, wish.duration_seconds, now)
            }
            "AssumeRoleWithWebIdentity" => {
                if request.header("authorization") != Some("SKIP") {
                    return Err(refuse(
                        "AuthFailure.InvalidAuthorization",
                        "Authorization must be SKIP.",
                    ));
                }
                let wish: AssumeRoleWithWebIdentity = v3::fields(&request.body)?;
                if wish.provider_id.is_empty() || wish.web_identity_token.is_empty() {
                    return Err(refuse(
                        "InvalidParameter.ParamError",
                        "ProviderId and WebIdentityToken must not be empty.",
                    ));
                }
                self.assume(&wish.role_arn, &wish.role_session_name, wish.duration_seconds, now)
            }
            _ => Err(refuse("InvalidAction", "The action does not exist.")),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct AssumeRole {
    role_arn: String,
    role_session_name: String,
    duration_seconds: Option<i64>,
    #[serde(rename = "Policy")]
    _policy: Option<String>,
    #[serde(rename = "ExternalId")]
    _external_id: Option<String>,
    #[serde(rename = "SourceIdentity")]
    _source_identity: Option<String>,
    #[serde(rename = "SerialNumber")]
    _serial_number: Option<String>,
    #[serde(rename = "TokenCode")]
    _token_code: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct AssumeRoleWithWebIdentity {
    provider_id: String,
    web_identity_token: String,
    role_arn: String,
    role_session_name: String,
    duration_seconds: Option<i64>,
}
