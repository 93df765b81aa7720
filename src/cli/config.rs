//! `config`: the settings in force, and where each of them comes from. Nothing is asked of anybody.

use super::args::{Api, Global, Output, Theme};
use super::{output, regions, setup, sources};
use crate::api::proxy::ProxyFrom;
use crate::config::credentials::tccli::Configure;
use crate::config::credentials::{self, Ask, Found};
use crate::config::env::Env;
use crate::config::file::{SAMPLE, Settings};
use crate::config::layers::{Config, Section};
use crate::config::{paths, proxy};
use crate::domain::Region;
use crate::domain::sanitize::visible;
use crate::failure::Failure;
use crate::runtime::clock::Clock;
use crate::text::credentials::shown_source;
use crate::text::{Lang, settings as words};
use serde_json::{Value, json};
use std::path::Path;

/// One setting.
struct Row {
    key: &'static str,
    value: Value,
    from: String,
}

/// Prints the settings, or a commented sample of the file.
///
/// # Errors
/// A file, region or proxy that can't be used. Credentials that can't be are a row, and the exit code.
pub(super) fn run(
    global: &Global,
    env: &Env,
    clock: Clock,
    sample: bool,
    lang: Lang,
) -> Result<u8, Failure> {
    if sample {
        output::data(SAMPLE);
        return Ok(0);
    }
    let home = env.home();
    let config = Config::load(env.etc(), global.config.as_deref(), home.as_deref(), lang)?;
    let settings = config.settings(global.profile.as_deref());
    let look = Look { global, env, lang, config: &config };
    let known: Vec<&str> = config.profiles().into_iter().collect();
    let found = credentials::find(&Ask {
        env,
        home: home.as_deref(),
        etc: env.etc(),
        now: clock.now().wall,
        lang,
        profile: global.profile.as_deref(),
        known: &known,
        choice: settings.credentials.as_ref(),
        role_arn: settings.role_arn.as_deref(),
    });
    let mut rows = look.files();
    rows.push(look.credentials(&found));
    rows.extend(look.of_cloud(&settings, found.as_ref().ok(), home.as_deref())?);
    rows.extend(look.appearance());
    write(lang, global.output, output::columns(env), &rows);
    match found {
        Ok(found) => {
            found.warnings.iter().for_each(|warning| output::talk(warning));
            Ok(0)
        }
        Err(failure) => {
            output::failure(&failure);
            Ok(failure.kind.exit_code())
        }
    }
}

fn write(lang: Lang, format: Output, columns: Option<u16>, rows: &[Row]) {
    if format == Output::Json {
        let values: Vec<Value> = rows
            .iter()
            .map(|row| json!({ "key": row.key, "value": row.value, "from": row.from }))
            .collect();
        return output::json(&json!({ "values": values }));
    }
    let cells = |row: &Row| {
        let value = shown(&row.value, format);
        let value = match format {
            Output::Table if row.key == "credentials" => shown_source(lang, &value).into_owned(),
            Output::Table | Output::Csv | Output::Json | Output::Markdown => value,
        };
        vec![row.key.to_owned(), visible(&value).into_owned(), row.from.clone()]
    };
    let heads = if format == Output::Csv { ["key", "value", "from"] } else { words::heads(lang) };
    output::rows(format, columns, &heads, rows.iter().map(cells).collect());
}

fn shown(value: &Value, format: Output) -> String {
    match value {
        Value::Null if format == Output::Csv => String::new(),
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(|one| shown(one, format)).collect::<Vec<_>>().join(" "),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

/// What is looked at.
struct Look<'a> {
    global: &'a Global,
    env: &'a Env,
    lang: Lang,
    config: &'a Config,
}

/// Where a section stands.
fn place(section: &Section<'_>) -> String {
    let path = section.path.map_or_else(String::new, paths::shown);
    match section.profile {
        Some(name) => format!("{path} [profiles.{}]", visible(name)),
        None => format!("{path} [defaults]"),
    }
}

impl Look<'_> {
    /// The flag or the variable of an option, where one was given.
    fn given(&self, id: &str) -> Option<String> {
        self.global.given.get(id).cloned()
    }

    fn default(&self) -> String {
        words::default(self.lang).to_owned()
    }

    fn sections(&self) -> impl Iterator<Item = Section<'_>> {
        self.config.sections(self.global.profile.as_deref())
    }

    /// The section that says something: of several, the one that goes first.
    fn section(&self, says: impl Fn(&Settings) -> bool) -> Option<String> {
        self.sections().find(|section| says(section.says)).map(|section| place(&section))
    }

    /// The section that a protection comes from: the machine's, where that has it.
    fn protection(&self, says: impl Fn(&Settings) -> Option<bool>) -> Option<String> {
        let mut sections = self.sections().filter(|section| section.is_system);
        let by_system = sections.find(|section| says(section.says) == Some(true));
        by_system.map(|section| place(&section)).or_else(|| self.section(|s| says(s).is_some()))
    }

    /// A list that adds up: a row for each section that adds to it.
    fn added<T: serde::Serialize>(
        &self,
        key: &'static str,
        list: impl Fn(&Settings) -> &[T],
    ) -> Vec<Row> {
        let adds = self.sections().filter(|section| !list(section.says).is_empty());
        let row = |section: Section<'_>| Row {
            key,
            value: json!(list(section.says)),
            from: place(&section),
        };
        let mut rows: Vec<Row> = adds.map(row).collect();
        rows.reverse();
        if rows.is_empty() {
            rows.push(self.row(key, json!([]), "", None));
        }
        rows
    }

    fn row(&self, key: &'static str, value: Value, id: &str, section: Option<String>) -> Row {
        let from = self.given(id).or(section).unwrap_or_else(|| self.default());
        Row { key, value, from }
    }

    fn files(&self) -> Vec<Row> {
        let path = |path: Option<&Path>| path.map_or(Value::Null, |path| paths::shown(path).into());
        let state = paths::state_dir(self.global.state_dir.as_deref());
        let file = |file: Option<&Path>| match file {
            Some(path) if !path.exists() => words::not_there(self.lang, &paths::shown(path)).into(),
            other => path(other),
        };
        let config = file(self.config.user_path.as_deref());
        vec![
            self.row("system_config", file(Some(&self.config.system_path)), "", None),
            self.row("config", config, "config", None),
            self.row("state_dir", path(state.as_deref()), "state_dir", None),
            self.row("profile", json!(self.global.profile), "profile", None),
        ]
    }

    fn credentials(&self, found: &Result<Found, Failure>) -> Row {
        let by_file = self.section(|settings| settings.credentials.is_some());
        let by_variable = || {
            ["TENCENTCLOUD_SECRET_ID", "TCCLI_PROFILE", "TENCENTCLOUD_PROFILE"]
                .into_iter()
                .chain(["TENCENTCLOUD_SHARED_CREDENTIALS_DIR", "TENCENTCLOUD_CREDENTIALS_FILE"])
                .find(|name| self.env.get(name).is_some())
                .map(str::to_owned)
        };
        let from = by_file
            .or_else(|| self.given("profile"))
            .or_else(by_variable)
            .unwrap_or_else(|| words::found_first(self.lang).to_owned());
        let value = match found {
            Ok(found) => format!("{} {}", found.shown(), found.key_id()),
            Err(_) => words::not_usable(self.lang).to_owned(),
        };
        Row { key: "credentials", value: value.into(), from }
    }

    fn of_cloud(
        &self,
        settings: &Settings,
        found: Option<&Found>,
        home: Option<&Path>,
    ) -> Result<Vec<Row>, Failure> {
        let (global, env, lang) = (self.global, self.env, self.lang);
        let configure = match found {
            Some(found) => sources::configure(found, env, home, lang)?,
            None => Configure::default(),
        };
        let (regions, by) = regions::with_origin(
            global,
            env,
            settings,
            sources::tccli_region(&configure, lang)?,
            lang,
        )?;
        let by = match by {
            regions::By::Options => self.given("regions").or_else(|| self.given("all_regions")),
            regions::By::File => self.section(|settings| settings.regions.is_some()),
            regions::By::Variable => Some("TENCENTCLOUD_REGION".to_owned()),
            regions::By::Tccli => Some("tccli".to_owned()),
            regions::By::Nothing => None,
        };
        let api = match sources::api(settings, global.api) {
            Api::Auto => "auto",
            Api::V2 => "v2",
            Api::V3 => "v3",
        };
        if let Some(url) = &global.endpoint {
            setup::endpoint(url, lang)?;
        }
        let endpoint = global.endpoint.as_deref().map(crate::journal::plain_endpoint);
        let way = proxy::settle(settings.proxy.as_ref(), env, lang)?;
        let proxy_from = match (&way.proxy, way.is_off) {
            (Some((_, ProxyFrom::Variable(name))), _) => (*name).to_owned(),
            (Some((_, ProxyFrom::Config)), _) | (None, true) => {
                self.section(|settings| settings.proxy.is_some()).unwrap_or_else(|| self.default())
            }
            (None, false) => self.default(),
        };
        let vpc =
            configure.vpc_endpoint.clone().filter(|_| found.is_some_and(|f| f.tccli.is_some()));
        let vpc_from = self.section(|settings| settings.endpoint_vpc.is_some());
        let vpc_from = vpc_from.or_else(|| vpc.as_ref().map(|_| "tccli".to_owned()));
        let file = |says: fn(&Settings) -> bool| self.section(says);
        let read_only = global.read_only || settings.read_only.unwrap_or(false);
        let read_only_from = self.given("read_only").filter(|_| global.read_only);
        let read_only_from = read_only_from.or_else(|| self.protection(|s| s.read_only));
        let mut rows = vec![
            self.row("role_arn", json!(settings.role_arn), "", file(|s| s.role_arn.is_some())),
            self.row("api", api.into(), "api", file(|s| s.api.is_some())),
            Row {
                key: "regions",
                value: regions.iter().map(Region::as_str).collect(),
                from: by.unwrap_or_else(|| self.default()),
            },
            self.row("endpoint", json!(endpoint), "endpoint", None),
            self.row(
                "endpoint.eip",
                json!(settings.endpoint_eip),
                "",
                file(|s| s.endpoint_eip.is_some()),
            ),
            self.row("endpoint.vpc", json!(settings.endpoint_vpc.clone().or(vpc)), "", vpc_from),
            self.row("read_only", read_only.into(), "", read_only_from),
            self.row(
                "danger",
                json!(settings.danger.unwrap_or(false)),
                "",
                self.protection(|s| s.danger),
            ),
            self.row(
                "four_eyes",
                json!(settings.four_eyes.unwrap_or(false)),
                "",
                self.protection(|s| s.four_eyes),
            ),
            self.row(
                "requests_per_second",
                json!(settings.requests_per_second.unwrap_or(setup::REQUESTS_PER_SECOND)),
                "",
                file(|s| s.requests_per_second.is_some()),
            ),
            self.row(
                "ca_file",
                json!(settings.ca_file.as_deref().map(paths::shown)),
                "",
                file(|s| s.ca_file.is_some()),
            ),
            Row {
                key: "proxy",
                value: json!(way.proxy.as_ref().map(|(url, _)| url.place())),
                from: proxy_from,
            },
            self.row(
                "search_profiles",
                json!(settings.search_profiles.clone().unwrap_or_default()),
                "",
                file(|s| s.search_profiles.is_some()),
            ),
        ];
        rows.extend(self.added("protect", |s| &s.protect));
        rows.extend(self.added("before_send", |s| &s.before_send));
        rows.extend(self.added("after_outcome", |s| &s.after_outcome));
        Ok(rows)
    }

    fn appearance(&self) -> Vec<Row> {
        let global = self.global;
        let locale = || {
            ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find(|name| self.env.get(name).is_some())
        };
        let lang = if self.lang == Lang::Zh { "zh" } else { "en" };
        let theme = match global.theme {
            Theme::Auto => "auto",
            Theme::Dark => "dark",
            Theme::Light => "light",
        };
        let no_color = self.env.no_color().then(|| "NO_COLOR".to_owned());
        vec![
            self.row("lang", lang.into(), "lang", locale().map(str::to_owned)),
            self.row("theme", theme.into(), "theme", None),
            self.row("ascii", json!(global.ascii), "ascii", None),
            self.row(
                "no_color",
                json!(global.no_color || no_color.is_some()),
                "no_color",
                no_color,
            ),
            self.row("log", json!(global.log.as_deref().map(paths::shown)), "log", None),
        ]
    }
}
