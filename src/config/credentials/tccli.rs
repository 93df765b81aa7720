//! tccli's profile files (`docs/credentials.md` §2): read, never written, never renewed.

use super::role::RoleWish;
use super::{Base, Found, bad_value, setup_failure};
use crate::api::credential_store::{SEND_S, left_s};
use crate::api::credentials::Credentials;
use crate::config::env::Env;
use crate::config::paths;
use crate::domain::sanitize::visible;
use crate::failure::Failure;
use crate::text::Lang;
use crate::tr;
use jiff::Timestamp;
use serde_json::Value;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Where tccli's profiles are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder(PathBuf);

/// A `NAME.configure`, as far as it matters here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Configure {
    /// `_sys_param.region`, in very old files `region`.
    pub region: Option<String>,
    /// `vpc.endpoint`, when it is not the public one; as a URL.
    pub vpc_endpoint: Option<String>,
}

impl Folder {
    /// `~/.tccli`, or where `TENCENTCLOUD_SHARED_CREDENTIALS_DIR` says.
    pub fn of(env: &Env, home: Option<&Path>) -> Option<Self> {
        let named = env.get("TENCENTCLOUD_SHARED_CREDENTIALS_DIR").map(PathBuf::from);
        named.or_else(|| Some(home?.join(".tccli"))).map(Self)
    }

    /// The profiles that are there.
    pub fn names(&self) -> Vec<String> {
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
            let name = visible(name);
            let message = tr!(
                lang,
                "{name:?} can't be the name of a tccli profile",
                "{name:?} 不能作为 tccli 配置档名称"
            );
            return Err(setup_failure(message).hint(lang.pick(
                "see the names with: tccli configure list",
                "用 tccli configure list 查看名称",
            )));
        }
        let path = self.file(name, extension);
        let shown = paths::shown(&path);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                let message =
                    tr!(lang, "{shown} can't be read: {error}", "无法读取 {shown}：{error}");
                let hint = lang.pick(
                    "check the owner and mode of file and folder",
                    "请检查文件和目录的属主与权限",
                );
                return Err(setup_failure(message).hint(hint));
            }
        };
        match serde_json::from_slice::<Value>(&bytes) {
            Ok(value) if value.is_object() => Ok(Some((shown, value))),
            Ok(_) => Err(broken(
                &shown,
                lang.pick("it is not a JSON object", "不是 JSON 对象"),
                name,
                lang,
            )),
            Err(error) => {
                let (line, column) = (error.line(), error.column());
                let why = tr!(
                    lang,
                    "it is not JSON (line {line}, column {column})",
                    "不是 JSON（第 {line} 行第 {column} 列）"
                );
                Err(broken(&shown, &why, name, lang))
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
        let profile = Profile { value: &value, shown: &shown, name, lang };
        let Some(base) = profile.base(self, now)? else { return Ok(None) };
        let mut found = Found::new(base, format!("tccli:{}", visible(name)));
        let session_name = profile.text("role-session-name")?.map(str::to_owned);
        found.role = profile.text("role-arn")?.map(|arn| RoleWish {
            arn: arn.to_owned(),
            session_name,
            ..RoleWish::default()
        });
        found.tccli = Some((self.clone(), name.to_owned()));
        found.account = profile.account();
        found.warnings.extend(self.exposed(name).then(|| {
            tr!(
                lang,
                "{shown} can be read by every user of this machine; run chmod 700 on its folder",
                "本机所有用户都能读取 {shown}；请对其所在目录执行 chmod 700"
            )
        }));
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

fn broken(shown: &str, why: &str, name: &str, lang: Lang) -> Failure {
    let name = visible(name);
    setup_failure(tr!(lang, "{shown} can't be used: {why}", "无法使用 {shown}：{why}")).hint(tr!(
        lang,
        "mend or remove the file, or write it anew with: tccli configure --profile {name}",
        "请修复或删除该文件，或用 tccli configure --profile {name} 重新生成"
    ))
}

struct Profile<'a> {
    value: &'a Value,
    shown: &'a str,
    name: &'a str,
    lang: Lang,
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
                let why = tr!(self.lang, "{key} is not a text", "{key} 不是文本");
                Err(broken(self.shown, &why, self.name, self.lang))
            }
        }
    }

    fn base(&self, folder: &Folder, now: Timestamp) -> Result<Option<Base>, Failure> {
        match self.text("type")? {
            None | Some("default") => Ok(self.keys()?.map(Base::Keys)),
            Some("cvm-role") => Ok(Some(Base::InstanceRole(None))),
            Some(kind @ ("oauth" | "sso")) => self.renewable(kind, folder, now).map(Some),
            Some(other) => {
                let other = visible(other);
                let why = tr!(self.lang, "unknown type {other:?}", "未知的 type {other:?}");
                let shown = self.shown;
                Err(setup_failure(tr!(self.lang, "{shown}: {why}", "{shown}：{why}")).hint(self.lang.pick(
                    "known are default, cvm-role, oauth and sso; a newer tccli may know more, this program does not",
                    "支持 default、cvm-role、oauth、sso；新版 tccli 可能支持更多类型，本程序尚不支持",
                )))
            }
        }
    }

    fn keys(&self) -> Result<Option<Credentials>, Failure> {
        let (id, key) = match (self.text("secretId")?, self.text("secretKey")?) {
            (None, None) => return Ok(None),
            (Some(id), Some(key)) => (id, key),
            (id, _) => {
                let missing = if id.is_none() { "secretId" } else { "secretKey" };
                let why = tr!(
                    self.lang,
                    "half a key pair: {missing} is missing",
                    "密钥对不完整：缺少 {missing}"
                );
                return Err(broken(self.shown, &why, self.name, self.lang));
            }
        };
        let credentials = Credentials::new(id, key, self.text("token")?);
        credentials
            .map(Some)
            .map_err(|error| broken(self.shown, &bad_value(self.lang, error), self.name, self.lang))
    }

    /// Keys that tccli renews: good while more than a minute lies ahead.
    fn renewable(&self, kind: &str, folder: &Folder, now: Timestamp) -> Result<Base, Failure> {
        let name = visible(self.name);
        let command = if kind == "oauth" {
            format!("tccli auth login --profile {name}")
        } else {
            "tccli sso login".to_owned()
        };
        let log_in = |message: String| {
            setup_failure(message).hint(tr!(self.lang, "run: {command}", "请执行：{command}")).hint(
                tr!(
                    self.lang,
                    "then try again; this program does not renew tccli's keys",
                    "然后重试；本程序不会续期 tccli 的密钥"
                ),
            )
        };
        let (shown, lang) = (self.shown, self.lang);
        let Some(credentials) = self.keys()? else {
            return Err(log_in(tr!(lang, "{shown}: not logged in", "{shown}：尚未登录")));
        };
        let expires_at = match &self.value["expiresAt"] {
            Value::Number(seconds) => seconds.as_i64().and_then(|s| Timestamp::from_second(s).ok()),
            Value::Null
            | Value::Bool(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => None,
        };
        let Some(expires_at) = expires_at else {
            return Err(log_in(tr!(
                lang,
                "{shown}: expiresAt is missing or no number",
                "{shown}：缺少 expiresAt 或不是数字"
            )));
        };
        match left_s(Some(expires_at), now).unwrap_or(0) {
            left if left > SEND_S => Ok(Base::Renewed {
                credentials,
                expires_at,
                folder: folder.clone(),
                name: self.name.to_owned(),
            }),
            left if left > 0 => Err(log_in(tr!(
                lang,
                "{shown}: the keys end in {left} s",
                "{shown}：密钥将在 {left} 秒后失效"
            ))),
            _ => Err(log_in(tr!(
                lang,
                "{shown}: the keys have ended at {expires_at}",
                "{shown}：密钥已于 {expires_at} 失效"
            ))),
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
