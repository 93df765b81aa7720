//! Roles: which one is to be assumed, and under which name it stands in the audit.

use super::{Ask, setup_failure};
use crate::api::credentials::Token;
use crate::api::sts::{AssumeRole, AssumeRoleWithWebIdentity};
use crate::config::env::Env;
use crate::config::paths;
use crate::failure::Failure;
use crate::text::Lang;
use crate::tr;
use std::path::PathBuf;

/// A role to assume.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoleWish {
    /// Its full name.
    pub arn: String,
    /// The session's name, where somebody gave one.
    pub session_name: Option<String>,
    /// The rest of the call, as terraform's variables say it.
    pub more: AssumeRole,
}

impl RoleWish {
    /// The last part of its name.
    pub fn short(&self) -> String {
        crate::domain::sanitize::visible(self.arn.rsplit('/').next().unwrap_or(&self.arn))
            .into_owned()
    }

    /// The call.
    pub fn call(&self, operator: &str) -> AssumeRole {
        let session_name = session_name(self.session_name.as_deref(), operator);
        AssumeRole { role_arn: self.arn.clone(), session_name, ..self.more.clone() }
    }
}

/// A session name as STS takes it: `[\w+=,.@_-]{2,128}`. Unless one was given it holds the operator's name.
pub fn session_name(given: Option<&str>, operator: &str) -> String {
    let wanted = given.map_or_else(|| format!("eip-unbind-{operator}"), ToOwned::to_owned);
    let fits = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
    let name: String = wanted.chars().take(128).map(|c| if fits(c) { c } else { '-' }).collect();
    if name.len() < 2 { format!("eip-unbind-{name}") } else { name }
}

/// The role to assume: of the own config, of the environment unless a profile was named, of the tccli profile.
///
/// # Errors
/// A duration that is no number of seconds.
pub(super) fn wish(
    ask: &Ask<'_>,
    of_source: Option<RoleWish>,
) -> Result<Option<RoleWish>, Failure> {
    if let Some(arn) = ask.role_arn {
        return Ok(Some(RoleWish { arn: arn.to_owned(), ..RoleWish::default() }));
    }
    if ask.profile.is_some() {
        return Ok(of_source);
    }
    let get = |name: &str| ask.env.get(name).map(str::to_owned);
    if let Some(arn) = get("TENCENTCLOUD_ROLE_ARN") {
        return Ok(Some(RoleWish {
            arn,
            session_name: get("TENCENTCLOUD_ROLE_SESSION_NAME"),
            ..RoleWish::default()
        }));
    }
    let terraform = |name: &str| get(&format!("TENCENTCLOUD_ASSUME_ROLE_{name}"));
    let Some(arn) = terraform("ARN") else { return Ok(of_source) };
    let duration_s = terraform("SESSION_DURATION").map(|seconds| {
        seconds.parse().map_err(|_| {
            setup_failure(ask.lang.pick(
                "TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION must be a number of seconds",
                "TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION 必须是秒数",
            ))
            .hint(ask.lang.pick("for example 7200, or unset it", "例如 7200，或取消该变量"))
        })
    });
    let more = AssumeRole {
        duration_s: duration_s.transpose()?,
        external_id: terraform("EXTERNAL_ID"),
        source_identity: terraform("SOURCE_IDENTITY"),
        serial_number: terraform("SERIAL_NUMBER"),
        token_code: terraform("TOKEN_CODE"),
        ..AssumeRole::default()
    };
    Ok(Some(RoleWish { arn, session_name: terraform("SESSION_NAME"), more }))
}

/// The pod identity of TKE (`docs/credentials.md` §6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tke {
    /// `TKE_REGION`
    pub region: String,
    /// `TKE_PROVIDER_ID`
    pub provider_id: String,
    /// `TKE_WEB_IDENTITY_TOKEN_FILE`
    pub token_file: PathBuf,
    /// `TKE_ROLE_ARN`
    pub role_arn: String,
}

const TKE: [&str; 4] =
    ["TKE_REGION", "TKE_PROVIDER_ID", "TKE_WEB_IDENTITY_TOKEN_FILE", "TKE_ROLE_ARN"];

impl Tke {
    /// What the environment says, if it says all of it.
    pub(super) fn find(env: &Env) -> Option<Self> {
        let [region, provider_id, token_file, role_arn] =
            TKE.map(|name| env.get(name).map(str::to_owned));
        Some(Self {
            region: region?,
            provider_id: provider_id?,
            token_file: token_file?.into(),
            role_arn: role_arn?,
        })
    }

    /// What the environment says.
    ///
    /// # Errors
    /// The variables that are not set.
    pub(super) fn only(env: &Env, lang: Lang) -> Result<Self, Failure> {
        Self::find(env).ok_or_else(|| {
            let missing: Vec<&str> =
                TKE.into_iter().filter(|name| env.get(name).is_none()).collect();
            setup_failure(tr!(
                lang,
                "no pod identity: {} not set",
                "没有 Pod 身份：未设置 {}",
                missing.join(", ")
            ))
            .hint(lang.pick(
                "TKE sets all four in a pod whose service account has a role",
                "在服务账号绑定了角色的 Pod 中，TKE 会设置全部四个变量",
            ))
        })
    }

    /// The call, with the token as it stands in the file now.
    ///
    /// # Errors
    /// The file can't be read, or holds no token.
    pub fn call(&self, operator: &str) -> Result<AssumeRoleWithWebIdentity, String> {
        let shown = paths::shown(&self.token_file);
        let text = std::fs::read_to_string(&self.token_file)
            .map_err(|error| format!("TKE_WEB_IDENTITY_TOKEN_FILE {shown}: {error}"))?;
        let token = Token::new(text.trim())
            .map_err(|error| format!("TKE_WEB_IDENTITY_TOKEN_FILE {shown}: {error}"))?;
        Ok(AssumeRoleWithWebIdentity {
            provider_id: self.provider_id.clone(),
            token,
            role_arn: self.role_arn.clone(),
            session_name: session_name(None, operator),
            region: self.region.clone(),
        })
    }
}
