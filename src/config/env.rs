//! The environment: read here and nowhere else, and handed on as data.

use crate::text::Lang;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// Two variables for one thing that say different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Differing(pub [&'static str; 2]);

/// A snapshot of the environment.
#[derive(Debug, Clone, Default)]
pub struct Env {
    variables: BTreeMap<String, String>,
    etc: Option<PathBuf>,
}

impl Env {
    /// The process's environment.
    pub(crate) fn of_process() -> Self {
        let variables = std::env::vars_os()
            .filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)))
            .collect();
        Self { variables, etc: None }
    }

    /// An environment for tests.
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        let variables = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Self { variables, etc: None }
    }

    /// Where the machine's settings are.
    pub fn etc(&self) -> &Path {
        self.etc.as_deref().unwrap_or(Path::new("/etc"))
    }

    /// A variable; empty counts as absent, as the Python SDK and this program treat it.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(|v| v.trim()).filter(|v| !v.is_empty())
    }

    /// The one of two variables for the same thing that is set, with its name.
    ///
    /// # Errors
    /// Both are set and differ.
    pub(crate) fn one_of(
        &self,
        names: [&'static str; 2],
    ) -> Result<Option<(&'static str, &str)>, Differing> {
        let [first, second] = names.map(|name| self.get(name).map(|value| (name, value)));
        match (first, second) {
            (Some((_, a)), Some((_, b))) if a != b => Err(Differing(names)),
            (first, second) => Ok(first.or(second)),
        }
    }

    /// The names of the variables that are set to something, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.variables.keys().map(String::as_str).filter(|name| self.get(name).is_some())
    }

    /// Whether a variable is there, but empty.
    pub(crate) fn is_blank(&self, name: &str) -> bool {
        self.variables.contains_key(name) && self.get(name).is_none()
    }

    /// The language by `LC_ALL`, `LC_MESSAGES`, `LANG`, the first that is set.
    pub(crate) fn lang(&self) -> Lang {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| self.get(name))
            .unwrap_or_default();
        if locale.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
    }

    /// Whether the locale can show anything beyond ASCII. No locale at all is taken for a modern terminal.
    pub(crate) fn is_utf8(&self) -> bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .find_map(|name| self.get(name))
            .unwrap_or("UTF-8")
            .to_ascii_uppercase();
        locale.contains("UTF-8") || locale.contains("UTF8")
    }

    /// Whether colours are unwanted.
    pub(crate) fn no_color(&self) -> bool {
        self.get("NO_COLOR").is_some() || self.get("TERM") == Some("dumb")
    }

    /// The server's address of this ssh session: third field of `SSH_CONNECTION`.
    pub(crate) fn ssh_server_ip(&self) -> Option<IpAddr> {
        self.get("SSH_CONNECTION")?.split_whitespace().nth(2)?.parse().ok()
    }

    /// The home folder.
    pub(crate) fn home(&self) -> Option<PathBuf> {
        let named =
            ["HOME", "USERPROFILE"].into_iter().find_map(|name| self.get(name)).map(Into::into);
        named.or_else(|| directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned()))
    }
}
