//! From the text of a config file to its settings. Every complaint has a line and names the nearest right word.

use super::{ApiChoice, ConfigFile, ProxyChoice, Settings, SourceChoice};
use crate::api::endpoint::Endpoint;
use crate::api::proxy::ProxyUrl;
use crate::config::paths;
use crate::domain::Region;
use crate::domain::near::near;
use crate::domain::protect::Protected;
use crate::domain::sanitize::visible;
use crate::failure::Failure;
use crate::text::{self, Lang, config_file as said, proxy as words};
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub(super) const SECTIONS: &[&str] = &["defaults", "profiles"];
const ENDPOINT_KEYS: &[&str] = &["eip", "vpc"];
const APIS: &[&str] = &["auto", "v2", "v3"];
const SOURCES: &[&str] = &["env", "tccli", "tccli:NAME", "sdk-file", "tke", "instance-role"];
pub(super) const KEYS: &[&str] = &[
    "api",
    "regions",
    "endpoint",
    "credentials",
    "role_arn",
    "read_only",
    "danger",
    "protect",
    "requests_per_second",
    "ca_file",
    "proxy",
    "four_eyes",
    "before_send",
    "after_outcome",
    "search_profiles",
];
/// More than any account may send.
const MOST_REQUESTS: i64 = 1000;

pub(super) type Value<'i> = Spanned<DeValue<'i>>;

/// What is read, and how to speak about it.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) shown: &'a str,
    pub(super) folder: Option<&'a Path>,
    pub(super) home: Option<&'a Path>,
    /// It is the machine's file, which must mean the same for everybody.
    pub(super) is_system: bool,
    pub(super) lang: Lang,
}

/// A table's entries in the order of the file, so that the first mistake is the first to be named.
fn entries<'t, 'i>(table: &'t DeTable<'i>) -> Vec<(&'t str, Range<usize>, &'t Value<'i>)> {
    let mut entries: Vec<_> =
        table.iter().map(|(key, value)| (key.get_ref().as_ref(), key.span(), value)).collect();
    entries.sort_by_key(|(_, span, _)| span.start);
    entries
}

impl Reader<'_> {
    pub(super) fn file(self) -> Result<ConfigFile, Failure> {
        let document = DeTable::parse(self.text).map_err(|error| {
            let message = visible(error.message()).into_owned();
            self.wrong(&error.span().unwrap_or_default(), &said::not_toml(self.lang, &message))
        })?;
        let mut file = ConfigFile::default();
        for (key, span, value) in entries(document.get_ref()) {
            match key {
                "defaults" => {}
                "profiles" => {}
                other => return Err(self.unknown_section(other, &span)),
            }
            let table = self.table(key, value)?;
            if key == "defaults" {
                file.defaults = self.section(table, false)?;
            }
        }
        let private = file.defaults.endpoint_eip.is_some() || file.defaults.endpoint_vpc.is_some();
        if let Some(profiles) = document.get_ref().get("profiles") {
            for (name, span, value) in entries(self.table("profiles", profiles)?) {
                if name.trim().is_empty() {
                    return Err(self.wrong(&span, said::nameless_profile(self.lang)));
                }
                let table = self.table(&format!("profiles.{name}"), value)?;
                file.profiles.insert(name.to_owned(), self.section(table, private)?);
            }
        }
        Ok(file)
    }

    fn section(self, table: &DeTable<'_>, private: bool) -> Result<Settings, Failure> {
        // A private cloud may have regions that no table knows.
        let private = private || table.contains_key("endpoint");
        let mut settings = Settings::default();
        for (key, span, value) in entries(table) {
            match key {
                "api" => settings.api = Some(self.api(value)?),
                "regions" => settings.regions = Some(self.regions(value, private)?),
                "endpoint" => self.endpoint(value, &mut settings)?,
                "credentials" => settings.credentials = Some(self.source(value)?),
                "role_arn" => settings.role_arn = Some(self.role_arn(value)?),
                "read_only" => settings.read_only = Some(self.toggle(key, value)?),
                "danger" => settings.danger = Some(self.toggle(key, value)?),
                "protect" => {
                    for (text, span) in self.texts(key, value)? {
                        Protected::parse(text).map_err(|why| {
                            let text = visible(text);
                            let message = text::protect::never_matches(self.lang, &text, why);
                            self.wrong(&span, &message).hint(text::protect::hint(self.lang))
                        })?;
                        settings.protect.push(text.to_owned());
                    }
                }
                "requests_per_second" => settings.requests_per_second = Some(self.rate(value)?),
                "ca_file" => {
                    settings.ca_file = Some(self.path(key, value, self.text_of(key, value)?)?);
                }
                "proxy" => settings.proxy = Some(self.proxy(value)?),
                "four_eyes" => settings.four_eyes = Some(self.toggle(key, value)?),
                "before_send" => settings.before_send = vec![self.words(key, value)?],
                "after_outcome" => settings.after_outcome = vec![self.words(key, value)?],
                "search_profiles" => {
                    let names = self.texts(key, value)?.into_iter();
                    settings.search_profiles =
                        Some(names.map(|(name, _)| name.to_owned()).collect());
                }
                other => return Err(self.unknown_key(other, KEYS, &span)),
            }
        }
        Ok(settings)
    }

    fn api(self, value: &Value<'_>) -> Result<ApiChoice, Failure> {
        match self.text_of("api", value)? {
            "auto" => Ok(ApiChoice::Auto),
            "v2" => Ok(ApiChoice::V2),
            "v3" => Ok(ApiChoice::V3),
            other => Err(self.not_one_of("api", other, APIS, value)),
        }
    }

    fn source(self, value: &Value<'_>) -> Result<SourceChoice, Failure> {
        let text = self.text_of("credentials", value)?;
        Ok(match text {
            "env" => SourceChoice::Env,
            "tccli" => SourceChoice::Tccli(None),
            "sdk-file" => SourceChoice::SdkFile,
            "tke" => SourceChoice::Tke,
            "instance-role" => SourceChoice::InstanceRole,
            other => match other.strip_prefix("tccli:").map(str::trim) {
                Some(name) if !name.is_empty() => SourceChoice::Tccli(Some(name.to_owned())),
                // Somebody may have put a key here: it is not repeated.
                _ => {
                    let known: Vec<&str> =
                        SOURCES.iter().copied().filter(|s| *s != "tccli:NAME").collect();
                    let wrong = self.wrong(&value.span(), said::no_source(self.lang));
                    return Err(self.meant(wrong, near(known, other)).hint(self.choices(SOURCES)));
                }
            },
        })
    }

    fn regions(self, value: &Value<'_>, private: bool) -> Result<Vec<Region>, Failure> {
        let mut regions = Vec::new();
        for (text, span) in self.texts("regions", value)? {
            let region = if private {
                Region::trusted(text).ok_or(None)
            } else {
                Region::parse(text).map_err(|e| e.nearest)
            };
            let region = region.map_err(|near| {
                let text = visible(text);
                let wrong = said::unknown_region(self.lang, &text);
                self.meant(self.wrong(&span, &wrong), near).hint(said::write_a_region(self.lang))
            })?;
            if !regions.contains(&region) {
                regions.push(region);
            }
        }
        Ok(regions)
    }

    fn endpoint(self, value: &Value<'_>, settings: &mut Settings) -> Result<(), Failure> {
        for (key, span, value) in entries(self.table("endpoint", value)?) {
            let place = match key {
                "eip" => &mut settings.endpoint_eip,
                "vpc" => &mut settings.endpoint_vpc,
                other => return Err(self.unknown_key(other, ENDPOINT_KEYS, &span)),
            };
            let url = self.text_of(&format!("endpoint.{key}"), value)?;
            Endpoint::parse(url)
                .map_err(|error| self.wrong(&value.span(), &format!("endpoint.{key}: {error}")))?;
            *place = Some(url.to_owned());
        }
        Ok(())
    }

    fn role_arn(self, value: &Value<'_>) -> Result<String, Failure> {
        let text = self.text_of("role_arn", value)?;
        let is_role = |rest: &str| {
            rest.split_once(':')
                .is_some_and(|(_, role)| role.starts_with("roleName/") || role.starts_with("role/"))
        };
        if text.strip_prefix("qcs::cam::uin/").is_some_and(is_role)
            && !text.contains(char::is_whitespace)
        {
            return Ok(text.to_owned());
        }
        Err(self
            .wrong(&value.span(), said::not_a_role(self.lang))
            .hint(said::write_a_role(self.lang)))
    }

    fn rate(self, value: &Value<'_>) -> Result<u32, Failure> {
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        number
            .filter(|n| (0..=MOST_REQUESTS).contains(n))
            .map(|n| n as u32)
            .ok_or_else(|| self.wrong(&value.span(), &said::bad_rate(self.lang, MOST_REQUESTS)))
    }

    fn proxy(self, value: &Value<'_>) -> Result<ProxyChoice, Failure> {
        match self.text_of("proxy", value)? {
            "env" => Ok(ProxyChoice::Environment),
            "none" => Ok(ProxyChoice::Off),
            // The text may hold a password: it is not repeated.
            url => ProxyUrl::parse(url).map(ProxyChoice::Url).map_err(|why| {
                let said = words::bad(self.lang, "proxy", why.into());
                let failure = self.wrong(&value.span(), &said.what);
                said.next
                    .into_iter()
                    .fold(failure, Failure::hint)
                    .hint(said::or_env_or_none(self.lang))
            }),
        }
    }

    /// A hook: the program, which is named so that nothing depends on where this one was started, and its arguments.
    fn words(self, key: &str, value: &Value<'_>) -> Result<Vec<String>, Failure> {
        let mut words: Vec<String> =
            self.texts(key, value)?.into_iter().map(|(word, _)| word.to_owned()).collect();
        let Some(program) = words.first_mut() else {
            let message = said::no_program(self.lang, key);
            return Err(self.wrong(&value.span(), &message));
        };
        if program.contains('/') {
            *program = self.path(key, value, program)?.to_string_lossy().into_owned();
        } else if self.is_system {
            let shown = visible(program);
            let message = said::program_without_folder(self.lang, key, &shown);
            return Err(self.wrong(&value.span(), &message).hint(said::whole_path(self.lang)));
        }
        Ok(words)
    }

    fn path(self, key: &str, value: &Value<'_>, text: &str) -> Result<PathBuf, Failure> {
        if self.is_system && text.starts_with('~') {
            let message = said::own_folder(self.lang, key);
            return Err(self.wrong(&value.span(), &message).hint(said::whole_path(self.lang)));
        }
        let path = paths::resolve(text, self.home);
        Ok(self.folder.map_or_else(|| path.clone(), |folder| folder.join(&path)))
    }

    fn toggle(self, key: &str, value: &Value<'_>) -> Result<bool, Failure> {
        value
            .get_ref()
            .as_bool()
            .ok_or_else(|| self.wrong(&value.span(), &said::not_a_toggle(self.lang, key)))
    }

    fn text_of<'v>(self, key: &str, value: &'v Value<'_>) -> Result<&'v str, Failure> {
        let text = value.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty());
        text.ok_or_else(|| self.wrong(&value.span(), &said::not_a_text(self.lang, key)))
    }

    fn texts<'v>(
        self,
        key: &str,
        value: &'v Value<'_>,
    ) -> Result<Vec<(&'v str, Range<usize>)>, Failure> {
        let wrong = |span: &Range<usize>| {
            let example = match key {
                "regions" => r#"["ap-guangzhou"]"#,
                "after_outcome" => r#"["/usr/local/bin/tell-chat", "wecom"]"#,
                "before_send" => r#"["/usr/local/bin/ask-approval"]"#,
                "search_profiles" => r#"["prod", "staging"]"#,
                _ => r#"["prod-*"]"#,
            };
            let message = said::not_texts(self.lang, key);
            self.wrong(span, &message).hint(said::write_texts(self.lang, key, example))
        };
        let list = value.get_ref().as_array().ok_or_else(|| wrong(&value.span()))?;
        list.iter()
            .map(|item| {
                let text = item.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty());
                text.map(|text| (text, item.span())).ok_or_else(|| wrong(&item.span()))
            })
            .collect()
    }

    fn table<'v, 'i>(self, key: &str, value: &'v Value<'i>) -> Result<&'v DeTable<'i>, Failure> {
        value.get_ref().as_table().ok_or_else(|| {
            let hint = if key == "endpoint" {
                "endpoint.vpc = \"https://HOST\""
            } else {
                "[profiles.NAME]"
            };
            let key = visible(key);
            self.wrong(&value.span(), &said::not_a_section(self.lang, &key))
                .hint(said::write_a_section(self.lang, hint))
        })
    }
}
