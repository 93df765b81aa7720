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

use super::env::Env;
use super::file::{SourceChoice, nearest};
use crate::api::credentials::{CredentialError, Credentials};
pub use crate::domain::identity::Kind;
use crate::domain::sanitize::visible;
use crate::failure::{Failure, FailureKind};
use crate::text::Lang;
use crate::tr;
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

    /// The account as it is known without asking. It stays the same while temporary keys change, and from run to run.
    pub fn account(&self) -> String {
        let of_base = || match &self.base {
            Base::Keys(keys) | Base::Renewed { credentials: keys, .. } => keys.secret_id.masked(),
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

pub(super) fn setup_failure(message: impl Into<String>) -> Failure {
    Failure::new(FailureKind::CredentialSetup, message)
}

/// What is wrong with a value, without the value.
pub(super) fn bad_value(lang: Lang, error: CredentialError) -> String {
    match error {
        CredentialError::Empty(what) => tr!(lang, "{what} is empty", "{what} 为空"),
        CredentialError::Blanks(what) => {
            tr!(lang, "{what} has blanks before or after it", "{what} 首尾有空格")
        }
        CredentialError::Control(what) => {
            tr!(lang, "{what} holds a control character", "{what} 含有控制字符")
        }
    }
}

/// Finds the source that wins (`docs/credentials.md` §7), and the role to assume with it.
///
/// # Errors
/// None at all, one that is malformed, or an unknown profile; each with its name and the next step.
pub fn find(ask: &Ask<'_>) -> Result<Found, Failure> {
    let mut found = match (ask.choice, ask.profile) {
        (Some(choice), _) => chosen(ask, choice)?,
        (None, Some(name)) => named(ask, name)?,
        (None, None) => chain(ask)?,
    };
    found.role = role::wish(ask, found.role.take())?;
    Ok(found)
}

fn chosen(ask: &Ask<'_>, choice: &SourceChoice) -> Result<Found, Failure> {
    match choice {
        SourceChoice::Env => env::only(ask.env, ask.lang),
        SourceChoice::Tccli(Some(name)) => tccli_only(ask, name),
        SourceChoice::Tccli(None) => tccli_only(ask, tccli_name(ask.env).unwrap_or("default")),
        SourceChoice::SdkFile => sdk_file::only(ask),
        SourceChoice::Tke => Tke::only(ask.env, ask.lang).map(tke_source),
        SourceChoice::InstanceRole => Ok(instance_role(ask)),
    }
}

/// A profile that was named: of the config file without a source of its own, or of tccli alone.
fn named(ask: &Ask<'_>, name: &str) -> Result<Found, Failure> {
    if ask.known.contains(&name) {
        let own =
            folder(ask).map(|folder| folder.find(name, ask.now, ask.lang)).transpose()?.flatten();
        return own.ok_or_else(|| {
            let name = visible(name);
            setup_failure(tr!(ask.lang, "profile {name} does not say where its credentials are", "配置档 {name} 未说明凭证来源"))
                .hint(tr!(
                    ask.lang,
                    "add credentials = \"env\" (or \"tccli:NAME\", \"sdk-file\" …) to [profiles.{name}]",
                    "请在 [profiles.{name}] 中加入 credentials = \"env\"（或 \"tccli:NAME\"、\"sdk-file\" 等）"
                ))
                .hint(ask.lang.pick(
                    "with a profile named, the keys in the environment are not used unless it says so",
                    "指定配置档后，除非其中写明，否则不使用环境变量中的密钥",
                ))
        });
    }
    tccli_only(ask, name)
}

fn chain(ask: &Ask<'_>) -> Result<Found, Failure> {
    if let Some(found) = env::find(ask.env, ask.lang)? {
        return Ok(found);
    }
    if let Some(name) = tccli_name(ask.env) {
        return tccli_only(ask, name);
    }
    if let Some(found) =
        folder(ask).map(|folder| folder.find("default", ask.now, ask.lang)).transpose()?.flatten()
    {
        return Ok(found);
    }
    if let Some(found) = sdk_file::find(ask)? {
        return Ok(found);
    }
    if let Some(tke) = Tke::find(ask.env) {
        return Ok(tke_source(tke));
    }
    if ask.env.get("TENCENTCLOUD_CAM_ROLE_NAME").is_some() {
        return Ok(instance_role(ask));
    }
    Err(setup_failure(ask.lang.pick(
        "no credentials: none in the environment, in ~/.tccli or in ~/.tencentcloud",
        "没有凭证：环境变量、~/.tccli、~/.tencentcloud 中都没有",
    ))
    .hint(ask.lang.pick(
        "export TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or run: tccli configure",
        "请导出 TENCENTCLOUD_SECRET_ID 和 TENCENTCLOUD_SECRET_KEY，或执行：tccli configure",
    ))
    .hint(ask.lang.pick(
        "on a server with a role: credentials = \"instance-role\" under [defaults] of the config file",
        "在绑定了角色的服务器上：在配置文件 [defaults] 中写 credentials = \"instance-role\"",
    ))
    .hint(ask.lang.pick("or try the built-in cloud with --demo", "或用 --demo 试用内置云")))
}

/// The profile that tccli or terraform would be told by the environment.
pub fn tccli_name(env: &Env) -> Option<&str> {
    env.get("TCCLI_PROFILE").or_else(|| env.get("TENCENTCLOUD_PROFILE"))
}

fn folder(ask: &Ask<'_>) -> Option<Folder> {
    Folder::of(ask.env, ask.home)
}

fn tccli_only(ask: &Ask<'_>, name: &str) -> Result<Found, Failure> {
    let folder = folder(ask);
    let found =
        folder.as_ref().map(|folder| folder.find(name, ask.now, ask.lang)).transpose()?.flatten();
    found.ok_or_else(|| {
        let in_tccli = folder.map(|folder| folder.names()).unwrap_or_default();
        let shown = visible(name);
        if in_tccli.iter().any(|known| known == name) {
            let message = tr!(
                ask.lang,
                "the tccli profile {shown} holds no keys",
                "tccli 配置档 {shown} 中没有密钥"
            );
            return setup_failure(message).hint(tr!(
                ask.lang,
                "run: tccli configure --profile {shown}",
                "请执行：tccli configure --profile {shown}"
            ));
        }
        unknown_profile(ask, name, &in_tccli)
    })
}

fn unknown_profile(ask: &Ask<'_>, name: &str, in_tccli: &[String]) -> Failure {
    let shown = visible(name);
    let names: Vec<&str> =
        ask.known.iter().copied().chain(in_tccli.iter().map(String::as_str)).collect();
    let failure = setup_failure(tr!(ask.lang, "there is no profile {shown}", "没有配置档 {shown}"));
    let failure = match nearest(names.iter().copied(), name).map(visible) {
        Some(near) => failure.hint(tr!(ask.lang, "did you mean {near}?", "是否想输入 {near}？")),
        None => failure,
    };
    let list = |names: Vec<&str>| {
        if names.is_empty() { "-".to_owned() } else { visible(&names.join(" ")).into_owned() }
    };
    failure.hint(tr!(
        ask.lang,
        "in the config file: {}; in ~/.tccli: {}",
        "配置文件中：{}；~/.tccli 中：{}",
        list(ask.known.to_vec()),
        list(in_tccli.iter().map(String::as_str).collect())
    ))
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
