//! tccli's profile files (`docs/credentials.md` §2): read, never written, never renewed.

use super::found::{Base, Folder, Found, RoleWish, stop};
use super::value;
use crate::api::credential_store::{SEND_S, left_s};
use crate::api::credentials::Credentials;
use crate::config::env::Env;
use crate::config::paths;
use crate::config::text_file::{self, TextError};
use crate::domain::sanitize::visible;
use crate::failure::Failure;
use crate::text::Lang;
use crate::text::credentials as words;
use crate::text::credentials::tccli::{self as said, LogIn, Why};
use jiff::Timestamp;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The variable that names another folder, for terraform and for this program.
pub(super) const VARIABLE: &str = "TENCENTCLOUD_SHARED_CREDENTIALS_DIR";

/// A `NAME.configure`, as far as it matters here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Configure {
    /// `_sys_param.region`, in very old files `region`.
    pub region: Option<String>,
    /// `vpc.endpoint`, when it is not the public one; as a URL.
    pub vpc_endpoint: Option<String>,
}

impl Folder {
    /// `~/.tccli`, or where the variable says; whether that is there is not asked.
    pub fn of(env: &Env, home: Option<&Path>) -> Option<Self> {
        let named = env.get(VARIABLE).map(|text| paths::resolve(text, home));
        named.or_else(|| Some(home?.join(".tccli"))).map(Self)
    }

    /// As [`Self::of`]; a folder that the variable names must be there.
    ///
    /// # Errors
    /// It is not: the variable is named.
    pub(super) fn needed(env: &Env, home: Option<&Path>, lang: Lang) -> Result<Self, Failure> {
        let folder = Self::of(env, home).ok_or_else(|| stop(said::no_home(lang)))?;
        if env.get(VARIABLE).is_some() && !folder.0.is_dir() {
            let shown = paths::shown(&folder.0);
            return Err(stop(words::named_path_missing(lang, VARIABLE, &shown)));
        }
        Ok(folder)
    }

    /// The profiles that are there.
    pub(crate) fn names(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(&self.0) else { return vec![] };
        let name = |entry: std::fs::DirEntry| {
            entry.file_name().to_str()?.strip_suffix(".credential").map(str::to_owned)
        };
        let mut names: Vec<String> = entries.filter_map(|entry| name(entry.ok()?)).collect();
        names.sort();
        names
    }

    fn file(&self, name: &str, extension: &str) -> PathBuf {
        self.0.join(format!("{name}.{extension}"))
    }

    fn json(
        &self,
        name: &str,
        extension: &str,
        lang: Lang,
    ) -> Result<Option<(String, Value)>, Failure> {
        // A name is a file name, not a way to somewhere else.
        if name.contains(['/', '\\', '\0']) || name.starts_with('.') {
            return Err(stop(said::bad_name(lang, name)));
        }
        let path = self.file(name, extension);
        let shown = paths::shown(&path);
        let text = match text_file::read(&path) {
            Ok(text) => text,
            Err(TextError::Missing) => return Ok(None),
            Err(error) => {
                return value::no_text(lang, &shown, error).map_or(Ok(None), |s| Err(stop(s)));
            }
        };
        match serde_json::from_str::<Value>(&text) {
            Ok(value) if value.is_object() => Ok(Some((shown, value))),
            Ok(_) => Err(broken(&shown, Why::NotAnObject, name, lang)),
            Err(error) => {
                Err(broken(&shown, Why::NotJson(error.line(), error.column()), name, lang))
            }
        }
    }

    /// Region and endpoint of a profile.
    ///
    /// # Errors
    /// The file is there and can't be read.
    pub fn configure(&self, name: &str, lang: Lang) -> Result<Configure, Failure> {
        let Some((_, value)) = self.json(name, "configure", lang)? else {
            return Ok(Configure::default());
        };
        let text = |value: &Value| {
            value
                .as_str()
                .map(str::trim)
                .filter(|t| !t.is_empty() && *t != "None")
                .map(str::to_owned)
        };
        let endpoint =
            text(&value["vpc"]["endpoint"]).filter(|host| host != "vpc.tencentcloudapi.com");
        Ok(Configure {
            region: text(&value["_sys_param"]["region"]).or_else(|| text(&value["region"])),
            vpc_endpoint: endpoint
                .map(|host| if host.contains("://") { host } else { format!("https://{host}") }),
        })
    }

    /// The credentials of a profile; `None` when it has no file, or none in it.
    ///
    /// # Errors
    /// The file is there and can't be used: it is named.
    pub(super) fn find(
        &self,
        name: &str,
        now: Timestamp,
        lang: Lang,
    ) -> Result<Option<Found>, Failure> {
        let Some((shown, value)) = self.json(name, "credential", lang)? else { return Ok(None) };
        let mut profile =
            Profile { value: &value, shown: &shown, name, lang, warnings: Vec::new() };
        let Some(base) = profile.base(self, now)? else { return Ok(None) };
        let role = profile.role(&base)?;
        let mut found = Found::new(base, format!("tccli:{}", visible(name)));
        found.role = role;
        found.tccli = Some((self.clone(), name.to_owned()));
        found.account = profile.account();
        found.warnings = profile.warnings;
        found.warnings.extend(self.exposed(name).then(|| said::exposed(lang, &shown)));
        Ok(Some(found))
    }

    /// Whether others can read folder and file.
    fn exposed(&self, name: &str) -> bool {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode =
                |path: &Path| std::fs::metadata(path).map_or(0, |meta| meta.permissions().mode());
            mode(&self.0) & 0o001 != 0 && mode(&self.file(name, "credential")) & 0o004 != 0
        }
        #[cfg(not(unix))]
        {
            let _ = name;
            false
        }
    }
}

fn broken(shown: &str, why: Why<'_>, name: &str, lang: Lang) -> Failure {
    stop(said::broken(lang, shown, &said::why(lang, why), name))
}

struct Profile<'a> {
    value: &'a Value,
    shown: &'a str,
    name: &'a str,
    lang: Lang,
    /// What the operator should know about it.
    warnings: Vec<String>,
}

impl<'a> Profile<'a> {
    /// A text; null, missing, empty and the literal `None` are "not configured".
    fn text(&self, key: &str) -> Result<Option<&'a str>, Failure> {
        match &self.value[key] {
            Value::Null => Ok(None),
            Value::String(text) => {
                Ok(Some(text.trim()).filter(|text| !text.is_empty() && *text != "None"))
            }
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                Err(broken(self.shown, Why::NotText(key), self.name, self.lang))
            }
        }
    }

    fn base(&mut self, folder: &Folder, now: Timestamp) -> Result<Option<Base>, Failure> {
        match self.text("type")? {
            None | Some("default") => match self.keys()? {
                Some(keys) => Ok(Some(Base::Keys(keys))),
                None => self.without_keys().map(|()| None),
            },
            Some("cvm-role") => Ok(Some(Base::InstanceRole(None))),
            Some(kind @ ("oauth" | "sso")) => self.renewable(kind, folder, now).map(Some),
            Some(other) => Err(stop(said::unknown_type(self.lang, self.shown, other))),
        }
    }

    /// A profile without keys is not there; with a part of what goes with keys it is half configured.
    fn without_keys(&self) -> Result<(), Failure> {
        let why = if self.text("role-arn")?.is_some() {
            Why::RoleWithoutKeys
        } else if self.text("role-session-name")?.is_some() {
            Why::NoKeysFor("role-session-name")
        } else if self.text("token")?.is_some() {
            Why::NoKeysFor("token")
        } else {
            return Ok(());
        };
        Err(broken(self.shown, why, self.name, self.lang))
    }

    /// The role that tccli would assume: it needs both names, and none beside an instance role.
    fn role(&mut self, base: &Base) -> Result<Option<RoleWish>, Failure> {
        let Some(arn) = self.text("role-arn")? else { return Ok(None) };
        if matches!(base, Base::InstanceRole(_)) {
            self.warnings.push(said::role_beside_instance_role(self.lang, self.shown));
            return Ok(None);
        }
        let Some(session_name) = self.text("role-session-name")? else {
            let missing = "role-session-name";
            self.warnings.push(said::role_not_assumed(self.lang, self.shown, missing));
            return Ok(None);
        };
        Ok(Some(RoleWish {
            arn: arn.to_owned(),
            session_name: Some(session_name.to_owned()),
            ..RoleWish::default()
        }))
    }

    fn keys(&mut self) -> Result<Option<Credentials>, Failure> {
        let (id, key) = match (self.text("secretId")?, self.text("secretKey")?) {
            (None, None) => return Ok(None),
            (Some(id), Some(key)) => (id, key),
            (id, _) => {
                let missing = if id.is_none() { "secretId" } else { "secretKey" };
                return Err(broken(self.shown, Why::Missing(missing), self.name, self.lang));
            }
        };
        let names = ["secretId", "secretKey", "token"];
        let (credentials, quoted) =
            value::credentials(self.lang, names, (id, key, self.text("token")?))
                .map_err(|why| stop(said::broken(self.lang, self.shown, &why, self.name)))?;
        let warnings = quoted.into_iter().map(|name| words::unquoted(self.lang, self.shown, name));
        self.warnings.extend(warnings);
        Ok(Some(credentials))
    }

    /// Keys that tccli renews: good while more than a minute lies ahead.
    fn renewable(&mut self, kind: &str, folder: &Folder, now: Timestamp) -> Result<Base, Failure> {
        let name = visible(self.name);
        let command = if kind == "oauth" {
            format!("tccli auth login --profile {name}")
        } else {
            "tccli sso login".to_owned()
        };
        let (shown, lang) = (self.shown, self.lang);
        let log_in = |why: LogIn| stop(said::log_in(lang, shown, why, &command));
        let Some(credentials) = self.keys()? else { return Err(log_in(LogIn::NotYet)) };
        let expires_at = match &self.value["expiresAt"] {
            Value::Number(seconds) => seconds.as_i64().and_then(|s| Timestamp::from_second(s).ok()),
            Value::Null
            | Value::Bool(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => None,
        };
        let Some(expires_at) = expires_at else { return Err(log_in(LogIn::NoEnd)) };
        match left_s(Some(expires_at), now).unwrap_or(0) {
            left if left > SEND_S => Ok(Base::Renewed {
                credentials,
                expires_at,
                folder: folder.clone(),
                name: self.name.to_owned(),
            }),
            left if left > 0 => Err(log_in(LogIn::Soon(left))),
            _ => Err(log_in(LogIn::Ended(expires_at))),
        }
    }

    /// What stays the same while temporary keys change.
    fn account(&self) -> Option<String> {
        let sso = &self.value["sso"];
        let text = |value: &Value| value.as_str().map(|t| visible(t).into_owned());
        let of_sso =
            || Some(format!("{}/{}", text(&sso["uin"])?, text(&sso["roleConfigurationName"])?));
        of_sso().or_else(|| text(&self.value["oauth"]["openId"]))
    }
}
