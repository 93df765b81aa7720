//! Credentials that users already have (`docs/credentials.md`). [`find`] says where they come from, and asks nobody; [`provider`] asks the
//! cloud where keys must be asked for.
//!
//! A source that is there and malformed stops with its name: in an incident a silent fall-through to another account is worse than an error.

mod env;
pub mod provider;
pub mod role;
mod sdk_file;
pub mod survey;
pub mod tccli;
mod value;

use super::env::{Differing, Env};
use super::file::SourceChoice;
use crate::api::credentials::Credentials;
pub use crate::domain::identity::Kind;
use crate::domain::near::near;
use crate::domain::sanitize::visible;
use crate::failure::{Failure, FailureKind};
use crate::text::Lang;
use crate::text::credentials::{self as words, profile as said};
use crate::text::said::Said;
use jiff::Timestamp;
use role::{RoleWish, Tke};
use std::path::Path;
use tccli::Folder;

/// What [`find`] looks at.
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
    /// Its name, as shown.
    pub source: String,
    /// What the operator should know about it.
    pub warnings: Vec<String>,
    /// A name for the account that outlasts temporary keys, where the source has one.
    pub account: Option<String>,
    /// tccli's folder and profile, if that is the source.
    pub tccli: Option<(Folder, String)>,
}

impl Found {
    fn new(base: Base, source: impl Into<String>) -> Self {
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
    pub fn is_environment(&self) -> bool {
        [Lang::En, Lang::Zh].iter().any(|lang| self.source == words::environment(*lang))
    }

    /// The source with the role, as shown: `tccli:prod → oncall`.
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
fn stop(said: Said) -> Failure {
    Failure::of(FailureKind::Credentials, said)
}

fn differ(lang: Lang, Differing(names): Differing) -> Failure {
    stop(words::differ(lang, names))
}

/// Finds the source that wins (`docs/credentials.md` §7), and the role to assume with it.
///
/// # Errors
/// None at all, one that is named and missing, half there or malformed, or an unknown profile; each with its name and
/// the next step.
pub fn find(ask: &Ask<'_>) -> Result<Found, Failure> {
    let mut found = match (ask.choice, ask.profile) {
        (Some(choice), _) => chosen(ask, choice)?,
        (None, Some(name)) => named(ask, name)?,
        (None, None) => chain(ask)?,
    };
    role::settle(ask, &mut found)?;
    Ok(found)
}

fn chosen(ask: &Ask<'_>, choice: &SourceChoice) -> Result<Found, Failure> {
    match choice {
        SourceChoice::Env => env::only(ask.env, ask.lang),
        SourceChoice::Tccli(Some(name)) => tccli_only(ask, name, None),
        SourceChoice::Tccli(None) => tccli_of_environment(ask),
        SourceChoice::SdkFile => sdk_file::only(ask),
        SourceChoice::Tke => Tke::only(ask.env, ask.home, ask.lang).map(tke_source),
        SourceChoice::InstanceRole => Ok(instance_role(ask)),
    }
}

/// A profile that was named: of the config file without a source of its own, or of tccli alone.
fn named(ask: &Ask<'_>, name: &str) -> Result<Found, Failure> {
    if ask.known.contains(&name) {
        let own = in_tccli(ask, name)?;
        return own.ok_or_else(|| stop(said::without_source(ask.lang, name)));
    }
    tccli_only(ask, name, None)
}

fn chain(ask: &Ask<'_>) -> Result<Found, Failure> {
    if let Some(found) = env::find(ask.env, ask.lang)? {
        return Ok(found);
    }
    let profile = profile_variable(ask)?.map(|(variable, _)| variable);
    let folder = ask.env.get(tccli::VARIABLE).map(|_| tccli::VARIABLE);
    let file = ask.env.get(sdk_file::VARIABLE).map(|_| sdk_file::VARIABLE);
    match (profile.or(folder), file) {
        (Some(of_tccli), Some(file)) => {
            return Err(stop(words::two_sources(ask.lang, [of_tccli, file])));
        }
        (Some(_), None) => return tccli_of_environment(ask),
        (None, Some(_)) => return sdk_file::only(ask),
        (None, None) => {}
    }
    if let Some(found) = in_tccli(ask, "default")? {
        return Ok(found);
    }
    if let Some(found) = sdk_file::find(ask)? {
        return Ok(found);
    }
    if let Some(tke) = Tke::find(ask.env, ask.home, ask.lang)? {
        return Ok(tke_source(tke));
    }
    if ask.env.get("TENCENTCLOUD_CAM_ROLE_NAME").is_some() {
        return Ok(instance_role(ask));
    }
    Err(stop(words::none(ask.lang)))
}

/// What names a tccli profile: a variable of tccli, and one of terraform.
const PROFILES: [&str; 2] = ["TCCLI_PROFILE", "TENCENTCLOUD_PROFILE"];

/// The profile that a variable names, with that variable.
fn profile_variable<'a>(ask: &Ask<'a>) -> Result<Option<(&'static str, &'a str)>, Failure> {
    ask.env.one_of(PROFILES).map_err(|differing| differ(ask.lang, differing))
}

/// The profile whose region tccli would use: none where two variables differ.
pub fn tccli_name(env: &Env) -> Option<&str> {
    env.one_of(PROFILES).map(|one| one.map_or("default", |(_, name)| name)).ok()
}

/// The profile of tccli by this name, if it is there.
fn in_tccli(ask: &Ask<'_>, name: &str) -> Result<Option<Found>, Failure> {
    match Folder::of(ask.env, ask.home) {
        None => Ok(None),
        Some(_) => Folder::needed(ask.env, ask.home, ask.lang)?.find(name, ask.now, ask.lang),
    }
}

/// The profile that tccli itself would take, from the folder that a variable may name.
fn tccli_of_environment(ask: &Ask<'_>) -> Result<Found, Failure> {
    match profile_variable(ask)? {
        Some((variable, name)) => tccli_only(ask, name, Some(variable)),
        None => tccli_only(ask, "default", None),
    }
}

/// A profile of tccli that must be there; `by` is the variable that names it.
fn tccli_only(ask: &Ask<'_>, name: &str, by: Option<&str>) -> Result<Found, Failure> {
    let folder = Folder::needed(ask.env, ask.home, ask.lang)?;
    if let Some(found) = folder.find(name, ask.now, ask.lang)? {
        return Ok(found);
    }
    let in_tccli = folder.names();
    let in_tccli: Vec<&str> = in_tccli.iter().map(String::as_str).collect();
    if in_tccli.contains(&name) {
        return Err(stop(said::no_keys(ask.lang, name, by)));
    }
    let near = near(ask.known.iter().chain(&in_tccli).copied(), name);
    Err(stop(said::unknown(ask.lang, name, by, near, [ask.known, &in_tccli])))
}

fn tke_source(tke: Tke) -> Found {
    Found::new(Base::Tke(tke), "tke")
}

fn instance_role(ask: &Ask<'_>) -> Found {
    Found::new(
        Base::InstanceRole(ask.env.get("TENCENTCLOUD_CAM_ROLE_NAME").map(str::to_owned)),
        "instance-role",
    )
}
