//! From what was typed to what it means: language, regions, endpoint, credentials, client. Settled once.

use super::args::{Api, Global, LangArg, Theme};
use crate::api::credentials::Credentials;
use crate::api::endpoint::Endpoints;
use crate::api::http::TransportSettings;
use crate::api::sign::v2::SignatureMethod;
use crate::api::{Client, ClientSettings};
use crate::app::{Colors, Session, Symbols};
use crate::config::credentials::{self, Sourced};
use crate::config::env::Env;
use crate::config::paths;
use crate::domain::{Fault, FaultClass, Generation, Region};
use crate::failure::Failure;
use crate::journal::Journal;
use crate::runtime::clock::Clock;
use crate::runtime::demo::Demo;
use crate::runtime::writer::{Open, Writer};
use crate::sim::Scenario;
use crate::text::Lang;
use crate::tr;
use crate::unbind::Context;
use std::path::PathBuf;
use std::rc::Rc;

/// Everything a command needs.
pub(super) struct Setup {
    /// The language.
    pub lang: Lang,
    /// The environment.
    pub env: Env,
    /// The options as typed.
    pub global: Global,
    /// The clock.
    pub clock: Clock,
    /// Regions to read; empty when none is known.
    pub regions: Vec<Region>,
    /// The generation.
    pub generation: Generation,
    endpoints: Endpoints,
    credentials: Credentials,
    /// Where the credentials came from.
    pub source: String,
    /// The folder of the journal.
    pub state_dir: Option<PathBuf>,
    /// The built-in cloud, when working on it; it stops with this.
    pub demo: Option<Demo>,
}

/// The language of this call, before anything else is known.
pub(super) fn lang(global: &Global, env: &Env) -> Lang {
    match global.lang {
        Some(LangArg::En) => Lang::En,
        Some(LangArg::Zh) => Lang::Zh,
        None => env.lang(),
    }
}

impl Setup {
    /// Settles everything.
    ///
    /// # Errors
    /// The first thing that is wrong, with its next step.
    pub(super) fn new(global: Global, env: Env, clock: Clock) -> Result<Self, Failure> {
        let lang = lang(&global, &env);
        let mut regions = regions(&global, &env, lang)?;
        let demo = match &global.demo {
            Some(name) => {
                scenario(name, lang)?;
                Some(Demo::start(name).map_err(Failure::usage)?)
            }
            None => None,
        };
        if let (Some(demo), true) = (&demo, regions.is_empty()) {
            regions.clone_from(&demo.regions);
        }
        let endpoints = match (&demo, &global.endpoint) {
            (Some(demo), _) => endpoint(&demo.endpoint, lang)?,
            (None, Some(url)) => endpoint(url, lang)?,
            (None, None) => Endpoints::default(),
        };
        let sourced = match &demo {
            Some(demo) => Sourced { credentials: demo.credentials.clone(), source: "demo".to_owned() },
            None => credentials::from_env(&env, lang)?,
        };
        let state_dir = match &demo {
            Some(demo) => Some(demo.state_dir()),
            None => paths::state_dir(global.state_dir.as_deref()),
        };
        let generation = if global.api == Api::V3 { Generation::V3 } else { Generation::V2 };
        let Sourced { credentials, source } = sourced;
        Ok(Self { lang, env, global, clock, regions, generation, endpoints, credentials, source, state_dir, demo })
    }

    /// The regions, of which there must be one.
    ///
    /// # Errors
    /// When none is known.
    pub(super) fn known_regions(&self) -> Result<&[Region], Failure> {
        if self.regions.is_empty() {
            let message = self.lang.pick("no region is known", "未指定地域");
            let hint = self.lang.pick(
                "give --region ap-guangzhou (or gz), --all-regions, or export TENCENTCLOUD_REGION",
                "请用 --region ap-guangzhou（或 gz）、--all-regions，或导出 TENCENTCLOUD_REGION",
            );
            return Err(Failure::usage(message).hint(hint));
        }
        Ok(&self.regions)
    }

    /// Makes the client; nothing is connected by this.
    pub(super) fn connect(&self) -> impl Fn() -> Result<Client, Fault> + use<> {
        let clock = self.clock;
        let settings = ClientSettings {
            generation: self.generation,
            endpoints: self.endpoints.clone(),
            credentials: self.credentials.clone(),
            transport: TransportSettings::default(),
            requests_per_second: 20,
            clock: Rc::new(move || clock.now()),
            signature_method: SignatureMethod::default(),
        };
        move || Client::new(settings.clone()).map_err(|error| Fault::local(FaultClass::Local, error.to_string()))
    }

    /// Starts the journal's writer.
    pub(super) fn writer(&self) -> (Writer, std::thread::JoinHandle<()>) {
        let (dir, who) = (self.state_dir.clone(), self.who());
        let no_home =
            self.lang.pick("there is no home folder for the journal; give --state-dir", "没有可存放日志的主目录；请用 --state-dir 指定");
        let open: Open = Box::new(move || {
            let dir = dir.ok_or(no_home)?;
            Journal::open(&dir, who).map_err(|error| error.to_string())
        });
        Writer::start(open)
    }

    /// Who this process is, for the journal.
    pub(super) fn who(&self) -> crate::journal::Who {
        crate::journal::Who {
            user: self.env.user(),
            host: rustix::system::uname().nodename().to_string_lossy().into_owned(),
            pid: std::process::id(),
            started_at: self.clock.started_wall(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// Who asks, and under which rules.
    pub(super) fn context(&self) -> Context {
        Context {
            api: self.generation,
            account: self.credentials.secret_id.masked(),
            profile: self.global.profile.clone(),
            read_only: self.global.read_only,
            danger: false,
            protect: vec![],
            ssh_server_ip: self.env.ssh_server_ip(),
        }
    }

    /// The endpoint as shown, when it is not the public cloud's.
    pub(super) fn shown_endpoint(&self) -> Option<String> {
        self.demo.as_ref().map(|d| d.endpoint.clone()).or_else(|| self.global.endpoint.clone())
    }

    /// What stays the same while the terminal interface runs.
    pub(super) fn session(&self) -> Session {
        let plain = self.global.no_color || self.env.no_color();
        Session {
            context: self.context(),
            lang: self.lang,
            symbols: if self.global.ascii || !self.env.is_utf8() { Symbols::Ascii } else { Symbols::Unicode },
            colors: match (plain, self.global.theme) {
                (true, _) => Colors::None,
                (false, Theme::Light) => Colors::Light,
                (false, Theme::Auto | Theme::Dark) => Colors::Dark,
            },
            demo: self.demo.as_ref().map(|d| d.name.clone()),
            endpoint: self.shown_endpoint(),
            key_id: self.credentials.secret_id.masked(),
            source: self.source.clone(),
            regions: self.regions.clone(),
            zone: jiff::tz::TimeZone::system(),
            journal: Some(self.state_dir.as_deref().map_or_else(String::new, |dir| paths::shown(&dir.join("journal.jsonl")))),
            wait_ms: crate::unbind::pacing::SETTLE_WINDOW_MS,
            run_prefix: run_prefix(),
            started: self.clock.now(),
        }
    }
}

/// Names the runs of this process: random, so that two processes never share a name.
pub(super) fn run_prefix() -> String {
    let mut bytes = [0u8; 4];
    if getrandom::fill(&mut bytes).is_err() {
        bytes = std::process::id().to_be_bytes();
    }
    hex::encode(bytes)
}

/// The scenario of this name.
///
/// # Errors
/// There is none; the nearest is named.
pub(super) fn scenario(name: &str, lang: Lang) -> Result<Scenario, Failure> {
    Scenario::find(name).map_err(|error| {
        let (name, nearest) = (crate::domain::safe::visible(&error.name).into_owned(), error.nearest);
        let names: Vec<&str> = Scenario::names().collect();
        Failure::usage(tr!(lang, "unknown scenario: {name} (did you mean {nearest}?)", "未知场景：{name}（是否想输入 {nearest}？）"))
            .hint(tr!(lang, "scenarios: {}", "可用场景：{}", names.join(" ")))
    })
}

fn endpoint(url: &str, lang: Lang) -> Result<Endpoints, Failure> {
    Endpoints::single(url).map_err(|error| {
        Failure::usage(tr!(lang, "--endpoint: {error}", "--endpoint：{error}"))
            .hint(lang.pick("for example --endpoint https://eip.example.internal", "例如 --endpoint https://eip.example.internal"))
    })
}

fn regions(global: &Global, env: &Env, lang: Lang) -> Result<Vec<Region>, Failure> {
    if global.all_regions {
        return Ok(Region::all());
    }
    let from_env: Vec<String> = env.get("TENCENTCLOUD_REGION").map(str::to_owned).into_iter().collect();
    let given = if global.regions.is_empty() && global.demo.is_none() { &from_env } else { &global.regions };
    let mut regions = Vec::new();
    for text in given {
        let region = Region::parse(text).map_err(|error| {
            let (text, nearest) = (crate::domain::safe::visible(&error.text).into_owned(), error.nearest);
            Failure::usage(tr!(lang, "unknown region: {text}", "未知地域：{text}")).hint(tr!(
                lang,
                "did you mean {nearest}?",
                "是否想输入 {nearest}？"
            ))
        })?;
        if !regions.contains(&region) {
            regions.push(region);
        }
    }
    Ok(regions)
}
