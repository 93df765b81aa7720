//! Files, options and environment: each is read by itself, so that one that is broken hides none of the others.

use super::check::{Area, CONFIG, Check, State, kept};
use super::regions::{asked_regions, regions};
use super::{sources_seen, variables};
use crate::api::endpoint::Endpoints;
use crate::api::http::{Transport, TransportSettings};
use crate::api::proxy::{ProxyFrom, ProxySetting};
use crate::cli::args::{Api, Global};
use crate::cli::setup::{self, Setup};
use crate::cli::sources::{self, Sources};
use crate::config::credentials::provider::CredentialProvider;
use crate::config::credentials::tccli::Configure;
use crate::config::credentials::{self, Ask, Found};
use crate::config::env::Env;
use crate::config::file::{ConfigFile, Settings};
use crate::config::layers::Config;
use crate::config::paths;
use crate::domain::Region;
use crate::domain::sanitize::visible;
use crate::failure::Failure;
use crate::runtime::clock::Clock;
use crate::text::Lang;
use crate::text::doctor::settings as said;
use crate::text::proxy as words;
use std::path::Path;

/// What stands after all that could be read was read.
pub(super) struct Ground {
    pub(super) checks: Vec<Check>,
    /// Where requests would go; `None` where that can't be known: then nothing is asked of anybody.
    pub(super) endpoints: Option<Endpoints>,
    pub(super) transport: TransportSettings,
    pub(super) ca_file: Option<String>,
    /// What is needed to ask the cloud; `None` where credentials or endpoint are missing.
    pub(super) setup: Option<Setup>,
    /// The regions to ask in.
    pub(super) regions: Vec<Region>,
    /// The API asked for.
    pub(super) api: Api,
}

/// Reads everything.
pub(super) fn gather(global: &Global, env: &Env, clock: Clock, lang: Lang) -> Ground {
    if global.demo.is_some() {
        of_demo(global, env, clock, lang)
    } else {
        of_files(global, env, clock, lang)
    }
}

fn of_demo(global: &Global, env: &Env, clock: Clock, lang: Lang) -> Ground {
    let (mut checks, asked) = asked_regions(global, &[], lang);
    let named =
        Global { regions: asked.iter().map(ToString::to_string).collect(), ..global.clone() };
    let setup = Setup::new(named, env.clone(), clock);
    match &setup {
        Ok(setup) => {
            let name = setup.demo.as_ref().map_or("", |demo| demo.name.as_str());
            let found = said::demo_reads_no_file(lang, name);
            checks.push(Check::ok(Area::Config, "file", found));
            checks.push(Check::ok(
                Area::Credentials,
                "winner",
                format!("{} {}", visible(setup.source()), visible(&setup.whose.keys.key_id)),
            ));
        }
        Err(failure) => checks.push(
            Check::of_failure(lang, Area::Config, "option", CONFIG, failure).subject("--demo"),
        ),
    }
    let setup = setup.ok();
    let (endpoints, transport) =
        (setup.as_ref().map(|s| s.endpoints().clone()), TransportSettings::default());
    let regions = setup.as_ref().map(|s| s.regions.clone()).unwrap_or_default();
    Ground {
        checks,
        endpoints,
        transport,
        ca_file: None,
        setup,
        regions,
        api: global.api.unwrap_or_default(),
    }
}

fn of_files(global: &Global, env: &Env, clock: Clock, lang: Lang) -> Ground {
    let home = env.home();
    let mut checks = Vec::new();
    let (config, readable) = config(global, env, home.as_deref(), lang, &mut checks);
    let settings = config.settings(global.profile.as_deref());
    let transport = transport(&settings, env, lang, &mut checks);
    if global.read_only || settings.read_only.unwrap_or(false) {
        let said = said::read_only(lang);
        checks.push(Check::said(lang, Area::Config, "readOnly", State::Warning, said));
    }
    checks.extend(super::team::checks(&settings, env, lang));
    let known: Vec<&str> = config.profiles().into_iter().collect();
    let ask = Ask {
        env,
        home: home.as_deref(),
        etc: env.etc(),
        now: clock.now().wall,
        lang,
        profile: global.profile.as_deref(),
        known: &known,
        choice: settings.credentials.as_ref(),
        role_arn: settings.role_arn.as_deref(),
    };
    let found = credentials::find(&ask);
    checks.extend(profile(global, &config, readable, lang));
    checks.extend(variables::check(&ask));
    checks.extend(sources_seen::checks(&ask, &found));
    let configure = found.as_ref().ok().and_then(|found| {
        kept(lang, sources::configure(found, env, home.as_deref(), lang), &mut checks)
    });
    let configure = configure.unwrap_or_default();
    let endpoints =
        endpoints(global, &settings, &configure, found.as_ref().ok(), lang, &mut checks);
    let (regions, of_tccli) = regions(global, env, &settings, &configure, lang, &mut checks);
    let api = sources::api(&settings, global.api);
    let sane = Sane {
        global,
        env,
        clock,
        settings,
        transport: transport.clone(),
        endpoints: endpoints.clone(),
        of_tccli,
        lang,
    };
    let setup = found.ok().and_then(|found| kept(lang, sane.setup(found, &regions)?, &mut checks));
    let ca_file = file_of(&transport, &config.settings(global.profile.as_deref()));
    Ground { checks, endpoints, transport, ca_file, setup, regions, api }
}

/// What a setup is made of when each part was found to be fine, or replaced.
struct Sane<'a> {
    global: &'a Global,
    env: &'a Env,
    clock: Clock,
    settings: Settings,
    transport: TransportSettings,
    endpoints: Option<Endpoints>,
    of_tccli: Option<Region>,
    lang: Lang,
}

impl Sane<'_> {
    /// `None` where it is not known where requests would go.
    fn setup(self, found: Found, regions: &[Region]) -> Option<Result<Setup, Failure>> {
        let endpoints = self.endpoints?;
        let endpoint = self.global.endpoint.as_deref();
        let provider =
            CredentialProvider::new(found, self.env, endpoint, self.transport.clone(), self.lang);
        let provider = provider.map_err(|e| Failure::usage(e.to_string()));
        Some(provider.and_then(|provider| {
            let (settings, transport) = (self.settings, self.transport);
            let sources =
                Sources { settings, provider, transport, endpoints, tccli_region: self.of_tccli };
            Setup::of_sources(
                self.global.clone(),
                self.env.clone(),
                self.clock,
                sources,
                regions.to_vec(),
            )
        }))
    }
}

/// The machine's config file and the user's, and whether they could be read.
fn config(
    global: &Global,
    env: &Env,
    home: Option<&Path>,
    lang: Lang,
    checks: &mut Vec<Check>,
) -> (Config, bool) {
    let system_path = paths::system_config_file(env.etc());
    let shown = paths::shown(&system_path);
    let system = ConfigFile::load_system(env.etc(), lang);
    match &system {
        Ok(_) if !system_path.exists() => {}
        Ok(_) => {
            let found = said::system_file_fine(lang, &shown);
            checks.push(Check::ok(Area::Config, "systemFile", found).fact("path", shown));
        }
        Err(failure) => checks.push(
            Check::of_failure(lang, Area::Config, "systemFile", CONFIG, failure)
                .fact("path", shown),
        ),
    }
    let (user, readable) = file(global, home, lang, checks);
    let readable = readable && system.is_ok();
    let (system, user_path) =
        (system.unwrap_or_default(), paths::config_file(global.config.as_deref()));
    (Config { system, user, system_path, user_path }, readable)
}

/// The user's config file, and whether it could be read.
fn file(
    global: &Global,
    home: Option<&Path>,
    lang: Lang,
    checks: &mut Vec<Check>,
) -> (ConfigFile, bool) {
    let Some(path) = paths::config_file(global.config.as_deref()) else {
        checks.push(Check::ok(Area::Config, "file", said::no_home(lang)));
        return (ConfigFile::default(), true);
    };
    let shown = paths::shown(&path);
    match ConfigFile::load(&path, global.config.is_some(), home, lang) {
        Ok(file) => {
            let profiles = file.profiles.len();
            let found = said::file(lang, &shown, path.exists().then_some(profiles));
            checks.push(
                Check::ok(Area::Config, "file", found)
                    .fact("path", shown)
                    .fact("exists", path.exists())
                    .fact("profiles", profiles),
            );
            (file, true)
        }
        Err(failure) => {
            let check = Check::of_failure(lang, Area::Config, "file", CONFIG, &failure)
                .fact("path", shown)
                .fact("exists", path.exists());
            let rest = said::checked_without_it(lang);
            let next = check.next.as_ref().map_or_else(
                || rest.to_owned(),
                |next| [next.as_str(), lang.semicolon(), rest].concat(),
            );
            checks.push(check.next(next));
            (ConfigFile::default(), false)
        }
    }
}

fn profile(global: &Global, config: &Config, readable: bool, lang: Lang) -> Option<Check> {
    let name = global.profile.as_deref()?;
    let found = said::profile(lang, &visible(name), config.has(name), readable);
    Some(Check::ok(Area::Config, "profile", found).fact("name", name))
}

fn transport(
    settings: &Settings,
    env: &Env,
    lang: Lang,
    checks: &mut Vec<Check>,
) -> TransportSettings {
    let made = sources::transport(settings, env, lang).and_then(|transport| {
        Transport::new(transport.clone()).map_err(|error| Failure::usage(error.to_string()))?;
        Ok(transport)
    });
    match made {
        Ok(transport) => {
            let proxy = words::way(lang, way(&transport.proxy));
            let ca =
                file_of(&transport, settings).unwrap_or_else(|| said::system_cas(lang).to_owned());
            checks.push(
                Check::ok(Area::Config, "transport", [&proxy, lang.semicolon(), &ca].concat())
                    .fact("caFile", file_of(&transport, settings)),
            );
            transport
        }
        Err(failure) => {
            checks.push(Check::of_failure(lang, Area::Config, "transport", CONFIG, &failure));
            TransportSettings::default()
        }
    }
}

/// The proxy that requests to other machines go through; each host's own line says what holds for it.
fn way(setting: &ProxySetting) -> words::Way<'_> {
    match (&setting.proxy, setting.is_off) {
        (Some((_, ProxyFrom::Variable(name))), _) => words::Way::Set(Some(name)),
        (Some((_, ProxyFrom::Config)), _) => words::Way::Set(None),
        (None, true) => words::Way::Off,
        (None, false) => words::Way::NotSet,
    }
}

/// The private authority's file, as shown.
fn file_of(transport: &TransportSettings, settings: &Settings) -> Option<String> {
    transport.ca_pem.as_ref().and(settings.ca_file.as_deref()).map(paths::shown)
}

fn endpoints(
    global: &Global,
    settings: &Settings,
    configure: &Configure,
    found: Option<&Found>,
    lang: Lang,
    checks: &mut Vec<Check>,
) -> Option<Endpoints> {
    let of_tccli = Configure {
        vpc_endpoint: configure
            .vpc_endpoint
            .clone()
            .filter(|_| found.is_some_and(|f| f.tccli.is_some())),
        ..Configure::default()
    };
    let made = match (&global.endpoint, found) {
        (Some(url), _) => setup::endpoint(url, lang),
        (None, Some(found)) => sources::endpoints(settings, &of_tccli, found, lang),
        (None, None) => Endpoints::configured(
            settings.endpoint_eip.as_deref(),
            settings.endpoint_vpc.as_deref(),
        )
        .map_err(|error| Failure::usage(error.to_string())),
    };
    kept(lang, made, checks)
}
