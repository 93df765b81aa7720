//! Roles: which one is to be assumed, and under which name it stands in the audit.

use super::found::{Ask, Found, RoleWish, Tke, differ, stop};
use crate::api::credentials::Token;
use crate::api::sts::{AssumeRole, AssumeRoleWithWebIdentity};
use crate::config::env::Env;
use crate::config::paths;
use crate::failure::Failure;
use crate::text::Lang;
use crate::text::credentials::{role as said, tccli::role_not_assumed};
use std::path::Path;

impl RoleWish {
    /// The last part of its name.
    pub(crate) fn short(&self) -> String {
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

/// The variables of tccli, and those of terraform, for one and the same thing.
const ARNS: [&str; 2] = ["TENCENTCLOUD_ROLE_ARN", "TENCENTCLOUD_ASSUME_ROLE_ARN"];
const SESSION_NAMES: [&str; 2] =
    ["TENCENTCLOUD_ROLE_SESSION_NAME", "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME"];

/// Sets the role to assume: of the own config, of the environment unless a profile was named, of the tccli profile.
///
/// # Errors
/// Variables that differ, a duration that is no number of seconds.
pub(super) fn settle(ask: &Ask<'_>, found: &mut Found) -> Result<(), Failure> {
    if let Some(arn) = ask.role_arn {
        found.role = Some(RoleWish { arn: arn.to_owned(), ..RoleWish::default() });
        return Ok(());
    }
    if ask.profile.is_some() {
        return Ok(());
    }
    let one_of = |names| ask.env.one_of(names).map_err(|differing| differ(ask.lang, differing));
    let Some((variable, arn)) = one_of(ARNS)? else { return Ok(()) };
    let session_name = one_of(SESSION_NAMES)?.map(|(_, name)| name.to_owned());
    if variable == ARNS[0] && session_name.is_none() {
        found.warnings.push(role_not_assumed(ask.lang, variable, SESSION_NAMES[0]));
        return Ok(());
    }
    let terraform =
        |name: &str| ask.env.get(&format!("TENCENTCLOUD_ASSUME_ROLE_{name}")).map(str::to_owned);
    let more = if variable == ARNS[0] {
        AssumeRole::default()
    } else {
        let duration_s = terraform("SESSION_DURATION")
            .map(|seconds| seconds.parse().map_err(|_| stop(said::bad_duration(ask.lang))));
        AssumeRole {
            duration_s: duration_s.transpose()?,
            external_id: terraform("EXTERNAL_ID"),
            source_identity: terraform("SOURCE_IDENTITY"),
            serial_number: terraform("SERIAL_NUMBER"),
            token_code: terraform("TOKEN_CODE"),
            ..AssumeRole::default()
        }
    };
    found.role = Some(RoleWish { arn: arn.to_owned(), session_name, more });
    Ok(())
}

const TKE: [&str; 4] =
    ["TKE_REGION", "TKE_PROVIDER_ID", "TKE_WEB_IDENTITY_TOKEN_FILE", "TKE_ROLE_ARN"];

impl Tke {
    /// What the environment says; `None` where it says nothing.
    ///
    /// # Errors
    /// Some of the variables are set, others are not: those are named.
    pub(super) fn find(
        env: &Env,
        home: Option<&Path>,
        lang: Lang,
    ) -> Result<Option<Self>, Failure> {
        if TKE.into_iter().all(|name| env.get(name).is_none()) {
            return Ok(None);
        }
        Self::only(env, home, lang).map(Some)
    }

    /// What the environment says.
    ///
    /// # Errors
    /// The variables that are not set.
    pub(super) fn only(env: &Env, home: Option<&Path>, lang: Lang) -> Result<Self, Failure> {
        match TKE.map(|name| env.get(name)) {
            [Some(region), Some(provider_id), Some(token_file), Some(role_arn)] => Ok(Self {
                region: region.to_owned(),
                provider_id: provider_id.to_owned(),
                token_file: paths::resolve(token_file, home),
                role_arn: role_arn.to_owned(),
            }),
            set => {
                let missing: Vec<&str> = TKE
                    .into_iter()
                    .zip(set)
                    .filter(|(_, value)| value.is_none())
                    .map(|(name, _)| name)
                    .collect();
                Err(stop(said::no_pod_identity(lang, &missing)))
            }
        }
    }

    /// The call, with the token as it stands in the file now.
    ///
    /// # Errors
    /// The file can't be read, or holds no token.
    pub(crate) fn call(&self, operator: &str) -> Result<AssumeRoleWithWebIdentity, String> {
        let shown = paths::shown(&self.token_file);
        let text = crate::files::read_text(&self.token_file)
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
