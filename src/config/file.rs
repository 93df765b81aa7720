//! The config file (`docs/contract.md` §7): defaults and profiles, never credentials.

mod complaint;
mod parse;

use super::text_file::{self, TextError};
use crate::api::proxy::ProxyUrl;
use crate::domain::Region;
use crate::failure::{Failure, FailureKind};
use crate::text::Lang;
use crate::text::files::{self as words, NoText};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The sample that says every option with its default.
pub const SAMPLE: &str = include_str!("../../assets/config.sample.toml");

/// Which API is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiChoice {
    /// 2.0 first, 3.0 where 2.0 is retired.
    Auto,
    /// API 2.0.
    V2,
    /// API 3.0.
    V3,
}

/// Where credentials are to come from, and from nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceChoice {
    /// `env`
    Env,
    /// `tccli`: the profile that tccli itself would take; `tccli:NAME`: that one.
    Tccli(Option<String>),
    /// `sdk-file`
    SdkFile,
    /// `tke`
    Tke,
    /// `instance-role`
    InstanceRole,
}

/// `proxy`
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProxyChoice {
    /// `env`: as the environment says, which is what happens anyway.
    Environment,
    /// `none`
    Off,
    /// This one.
    Url(ProxyUrl),
}

/// What one section says. Everything may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// `api`
    pub api: Option<ApiChoice>,
    /// `regions`
    pub regions: Option<Vec<Region>>,
    /// `endpoint.eip`
    pub endpoint_eip: Option<String>,
    /// `endpoint.vpc`
    pub endpoint_vpc: Option<String>,
    /// `credentials`
    pub credentials: Option<SourceChoice>,
    /// `role_arn`
    pub role_arn: Option<String>,
    /// `read_only`
    pub read_only: Option<bool>,
    /// `danger`
    pub danger: Option<bool>,
    /// `protect`
    pub protect: Vec<String>,
    /// `requests_per_second`
    pub requests_per_second: Option<u32>,
    /// `ca_file`, with `~` resolved; a relative path is meant from the folder of the config file.
    pub ca_file: Option<PathBuf>,
    /// `proxy`
    pub proxy: Option<ProxyChoice>,
    /// `four_eyes`
    pub four_eyes: Option<bool>,
    /// `before_send`: hooks as below; each of them must agree.
    pub before_send: Vec<Vec<String>>,
    /// `search_profiles`
    pub search_profiles: Option<Vec<String>>,
    /// `after_outcome`: hooks, each an array of words. The file names one; those of several sections add up.
    pub after_outcome: Vec<Vec<String>>,
}

impl Settings {
    /// These settings, and where they are silent the defaults. The `protect` lists and the hooks add up: a profile can't take away what
    /// the defaults protect.
    pub(crate) fn over(self, defaults: &Self) -> Self {
        let protect = added(&defaults.protect, self.protect);
        Self {
            api: self.api.or(defaults.api),
            regions: self.regions.or_else(|| defaults.regions.clone()),
            endpoint_eip: self.endpoint_eip.or_else(|| defaults.endpoint_eip.clone()),
            endpoint_vpc: self.endpoint_vpc.or_else(|| defaults.endpoint_vpc.clone()),
            credentials: self.credentials.or_else(|| defaults.credentials.clone()),
            role_arn: self.role_arn.or_else(|| defaults.role_arn.clone()),
            read_only: self.read_only.or(defaults.read_only),
            danger: self.danger.or(defaults.danger),
            protect,
            requests_per_second: self.requests_per_second.or(defaults.requests_per_second),
            ca_file: self.ca_file.or_else(|| defaults.ca_file.clone()),
            proxy: self.proxy.or_else(|| defaults.proxy.clone()),
            four_eyes: self.four_eyes.or(defaults.four_eyes),
            before_send: added(&defaults.before_send, self.before_send),
            search_profiles: self.search_profiles.or_else(|| defaults.search_profiles.clone()),
            after_outcome: added(&defaults.after_outcome, self.after_outcome),
        }
    }
}

/// The first list, and what the second has beyond it.
fn added<T: Clone + PartialEq>(first: &[T], second: Vec<T>) -> Vec<T> {
    let mut all = first.to_vec();
    all.extend(second.into_iter().filter(|one| !first.contains(one)));
    all
}

/// A config file as read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConfigFile {
    /// `[defaults]`
    pub defaults: Settings,
    /// `[profiles.NAME]`
    pub(crate) profiles: BTreeMap<String, Settings>,
}

impl ConfigFile {
    /// Reads a config file. One that is not there is an empty one, unless it was asked for by name.
    ///
    /// # Errors
    /// It can't be read, or says something wrong: file, line, and the nearest right word.
    pub fn load(
        path: &Path,
        named: bool,
        home: Option<&Path>,
        lang: Lang,
    ) -> Result<Self, Failure> {
        let shown = super::paths::shown(path);
        let text = match text_file::read(path) {
            Ok(text) => text,
            Err(TextError::Missing) if !named => return Ok(Self::default()),
            Err(error) => return Err(unreadable(&shown, error, lang)),
        };
        Self::parse(&text, &shown, path.parent(), home, lang)
    }

    /// Reads the machine's file. One that is not there is an empty one; one that can't be read is an error: what it protects is not known.
    ///
    /// # Errors
    /// As [`ConfigFile::load`].
    pub fn load_system(etc: &Path, lang: Lang) -> Result<Self, Failure> {
        let path = super::paths::system_config_file(etc);
        let shown = super::paths::shown(&path);
        match text_file::read(&path) {
            Ok(text) => parse::Reader {
                text: &text,
                shown: &shown,
                folder: path.parent(),
                home: None,
                is_system: true,
                lang,
            }
            .file(),
            Err(TextError::Missing) => Ok(Self::default()),
            Err(error) => Err(unreadable(&shown, error, lang)),
        }
    }

    /// Reads the text of a config file; `shown` names it in errors, `folder` is where relative paths are meant from.
    ///
    /// # Errors
    /// What is wrong first: file, line, and the nearest right word.
    pub fn parse(
        text: &str,
        shown: &str,
        folder: Option<&Path>,
        home: Option<&Path>,
        lang: Lang,
    ) -> Result<Self, Failure> {
        parse::Reader { text, shown, folder, home, is_system: false, lang }.file()
    }
}

/// Why a config file gave no text.
fn unreadable(shown: &str, error: TextError, lang: Lang) -> Failure {
    let why = match error {
        TextError::Missing => {
            return Failure::of(FailureKind::Usage, words::no_config_file(lang, shown));
        }
        TextError::Unreadable(error) => {
            return Failure::of(FailureKind::Usage, words::unreadable(lang, shown, &error));
        }
        TextError::NotAFile => NoText::NotAFile,
        TextError::TooLarge => NoText::TooLarge,
        TextError::Utf16 => NoText::Utf16,
        TextError::NotUtf8(line) => NoText::NotUtf8(line),
    };
    Failure::of(FailureKind::Usage, words::no_text(lang, shown, why))
}
