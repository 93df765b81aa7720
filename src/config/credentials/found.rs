//! What is looked for, and what was found.

use super::super::env::{Differing, Env};
use super::super::file::SourceChoice;
use crate::api::credentials::Credentials;
use crate::api::sts::AssumeRole;
use crate::domain::identity::Kind;
use crate::domain::sanitize::visible;
use crate::failure::{Failure, FailureKind};
use crate::text::Lang;
use crate::text::credentials as words;
use crate::text::said::Said;
use jiff::Timestamp;
use std::path::{Path, PathBuf};
/// What [`super::find`] looks at.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The environment.
    pub env: &'a Env,
    /// The home folder.
    pub home: Option<&'a Path>,
    /// `/etc`
    pub etc: &'a Path,
    /// The wall clock.
    pub now: Timestamp,
    /// The language of errors.
    pub lang: Lang,
    /// The profile that was named, if one was: then it alone counts, and the environment's keys and roles don't.
    pub profile: Option<&'a str>,
    /// The profiles of the config file.
    pub known: &'a [&'a str],
    /// `credentials` of the profile in force, or of the defaults.
    pub choice: Option<&'a SourceChoice>,
    /// `role_arn` of it.
    pub role_arn: Option<&'a str>,
}

/// Keys, or how to get them.
#[derive(Debug, Clone)]
pub enum Base {
    /// Keys as they are.
    Keys(Credentials),
    /// Keys that tccli renews in its file.
    Renewed {
        /// The keys.
        credentials: Credentials,
        /// When they end.
        expires_at: Timestamp,
        /// Where the file is.
        folder: Folder,
        /// The profile.
        name: String,
    },
    /// The role of the server this runs on, by name if one is given.
    InstanceRole(Option<String>),
    /// The pod identity of TKE.
    Tke(Tke),
}

/// The source that won.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its keys.
    pub base: Base,
    /// The role to assume with them.
    pub role: Option<RoleWish>,
    /// Its name, the same in every language.
    pub source: String,
    /// What the operator should know about it.
    pub warnings: Vec<String>,
    /// A name for the account that outlasts temporary keys, where the source has one.
    pub(crate) account: Option<String>,
    /// tccli's folder and profile, if that is the source.
    pub(crate) tccli: Option<(Folder, String)>,
}

impl Found {
    pub(super) fn new(base: Base, source: impl Into<String>) -> Self {
        Self {
            base,
            role: None,
            source: source.into(),
            warnings: vec![],
            account: None,
            tccli: None,
        }
    }

    /// Whether the keys that requests are signed with end by themselves.
    pub fn kind(&self) -> Kind {
        match &self.base {
            Base::Keys(keys) if self.role.is_none() && keys.token.is_none() => Kind::Permanent,
            Base::Keys(_) | Base::Renewed { .. } | Base::InstanceRole(_) | Base::Tke(_) => {
                Kind::Temporary
            }
        }
    }

    /// Whether the keys stand in the environment.
    pub(crate) fn is_environment(&self) -> bool {
        self.source == words::ENVIRONMENT
    }

    /// The source with the role: `tccli:prod → oncall`.
    pub fn shown(&self) -> String {
        match &self.role {
            Some(role) => format!("{} → {}", self.source, role.short()),
            None => self.source.clone(),
        }
    }

    /// The key's id as shown; none where keys are still to be asked for.
    pub fn key_id(&self) -> String {
        match &self.base {
            Base::Keys(keys) | Base::Renewed { credentials: keys, .. } => keys.secret_id.masked(),
            Base::InstanceRole(_) | Base::Tke(_) => "…".to_owned(),
        }
    }

    /// What stands for the account while nobody was asked. It stays the same while temporary keys change, and from run to run.
    pub fn account(&self) -> String {
        let of_base = || match &self.base {
            Base::Keys(keys) | Base::Renewed { credentials: keys, .. } => keys.secret_id.hashed(),
            Base::InstanceRole(name) => name.clone().unwrap_or_else(|| "instance-role".to_owned()),
            Base::Tke(tke) => tke.role_arn.clone(),
        };
        self.role
            .as_ref()
            .map(|role| visible(&role.arn).into_owned())
            .or_else(|| self.account.clone())
            .unwrap_or_else(of_base)
    }
}

/// A source that can't be used ends the program: never is another one used in its place.
pub(super) fn stop(said: Said) -> Failure {
    Failure::of(FailureKind::Credentials, said)
}

pub(super) fn differ(lang: Lang, Differing(names): Differing) -> Failure {
    stop(words::differ(lang, names))
}

/// A role to assume.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoleWish {
    /// Its full name.
    pub(crate) arn: String,
    /// The session's name, where somebody gave one.
    pub(crate) session_name: Option<String>,
    /// The rest of the call, as terraform's variables say it.
    pub(crate) more: AssumeRole,
}

/// The pod identity of TKE (`docs/credentials.md` §6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tke {
    /// `TKE_REGION`
    pub(crate) region: String,
    /// `TKE_PROVIDER_ID`
    pub(crate) provider_id: String,
    /// `TKE_WEB_IDENTITY_TOKEN_FILE`
    pub(crate) token_file: PathBuf,
    /// `TKE_ROLE_ARN`
    pub(crate) role_arn: String,
}

/// Where tccli's profiles are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder(pub(super) PathBuf);
