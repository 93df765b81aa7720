//! From what was typed to what it means: language, regions, endpoint, credentials, client. Settled once.

use super::args::{Api, Global, LangArg};
use super::regions;
use super::sources::{self, Sources};
use crate::api::credential_store::CredentialStore;
use crate::api::endpoint::Endpoints;
use crate::api::http::TransportSettings;
use crate::api::sign::v2::SignatureMethod;
use crate::api::{Client, ClientSettings};
use crate::config::credentials::provider::CredentialProvider;
use crate::config::env::Env;
use crate::config::file::Settings;
use crate::config::paths;
use crate::domain::identity::{DEMO, Identity, Keys};
use crate::domain::{Fault, FaultClass, Generation, Region};
use crate::failure::{Failure, FailureKind};
use crate::runtime::clock::Clock;
use crate::runtime::connect::{Connector, Wanted};
use crate::runtime::credential_refresh::keep_fresh;
use crate::runtime::demo::Demo;
use crate::runtime::generation_cache::Memory;
use crate::runtime::recovery::Home;
use crate::runtime::writer::{Place, Thread, Writer};
use crate::sim::Scenario;
use crate::text::Lang;
use crate::text::usage;
use crate::unbind::Context;
use std::path::PathBuf;
use std::rc::Rc;
use tokio::sync::watch;

/// RateLimit of an account unless the profile says another (`docs/contract.md` §5).
pub(super) const REQUESTS_PER_SECOND: u32 = 20;

/// Everything a command needs.
pub(super) struct Setup {
    pub(crate) lang: Lang,
    pub(crate) env: Env,
    pub(crate) global: Global,
    /// The options as typed: what another profile starts from.
    pub(crate) typed: Global,
    /// What the operator should know about the credentials.
    pub(crate) warnings: Vec<String>,
    pub(crate) clock: Clock,
    /// Regions to read; empty when none is known.
    pub(crate) regions: Vec<Region>,
    /// Who asks, and where, as far as it is known without asking anybody; [`Setup::context`] knows more.
    pub(crate) whose: Identity,
    /// The API asked for.
    api: Api,
    endpoints: Endpoints,
    /// The profile's settings; empty for the built-in cloud.
    pub(super) settings: Settings,
    pub(super) transport: TransportSettings,
    pub(crate) credential_store: CredentialStore,
    /// What refills the credential_store; none for the built-in cloud.
    pub(crate) provider: Option<Rc<CredentialProvider>>,
    /// The account's id, once STS has told it.
    account: watch::Sender<Option<String>>,
    /// The folder of the journal.
    pub(crate) state_dir: Option<PathBuf>,
    /// The built-in cloud, when working on it; it stops with this.
    pub(crate) demo: Option<Demo>,
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
        let demo = match &global.demo {
            Some(name) => {
                scenario(name, lang)?;
                Some(Demo::start(name).map_err(Failure::usage)?)
            }
            None => None,
        };
        match demo {
            Some(demo) => Self::of_demo(global, env, clock, demo),
            None => {
                let sources = Sources::read(&global, &env, clock.now().wall, lang)?;
                let regions = regions::known(&global, &env, &sources, lang)?;
                Self::of_sources(global, env, clock, sources, regions)
            }
        }
    }

    /// On the built-in cloud no file is read, and nothing of the operator's environment counts.
    fn of_demo(global: Global, env: Env, clock: Clock, demo: Demo) -> Result<Self, Failure> {
        let lang = lang(&global, &env);
        let mut regions = regions::asked(&global, &[], lang)?;
        if regions.is_empty() {
            regions.clone_from(&demo.regions);
        }
        let (id, api) = (&demo.credentials.secret_id, global.api.unwrap_or_default());
        let whose = Identity {
            api: generation(api),
            account: id.hashed(),
            endpoint: Some(demo.endpoint.clone()),
            profile: global.profile.clone(),
            source: Some(DEMO.to_owned()),
            keys: Keys { key_id: id.masked(), ..Keys::default() },
            ..Identity::default()
        };
        Ok(Self {
            lang,
            regions,
            whose,
            api,
            endpoints: endpoint(&demo.endpoint, lang)?,
            settings: Settings::default(),
            transport: TransportSettings::default(),
            credential_store: demo.credentials.clone().into(),
            provider: None,
            account: watch::Sender::new(None),
            state_dir: global.state_dir.clone().or_else(|| Some(demo.state_dir())),
            demo: Some(demo),
            env,
            typed: global.clone(),
            warnings: vec![],
            global,
            clock,
        })
    }

    /// With settings and credentials that are known, and these regions.
    ///
    /// # Errors
    /// `--endpoint` can't be one.
    pub(super) fn of_sources(
        mut global: Global,
        env: Env,
        clock: Clock,
        sources: Sources,
        regions: Vec<Region>,
    ) -> Result<Self, Failure> {
        let lang = lang(&global, &env);
        let found = sources.provider.found();
        let (typed, warnings) = (global.clone(), found.warnings.clone());
        // Whoever asks for read-only gets it: a profile can't be overruled by leaving the option out.
        global.read_only |= sources.settings.read_only.unwrap_or(false);
        let (shown, api) = (sources.shown_endpoint(), sources::api(&sources.settings, global.api));
        tracing::debug!(
            source = found.shown(),
            key = found.key_id(),
            profile = global.profile,
            api = ?api,
            regions = regions.iter().map(Region::as_str).collect::<Vec<_>>().join(" "),
            read_only = global.read_only,
            "identity decided"
        );
        for warning in &warnings {
            tracing::debug!(warning, "identity");
        }
        let own = global.endpoint.as_deref().map(crate::journal::plain_endpoint);
        let whose = Identity {
            api: generation(api),
            // What stands for it until STS has told it.
            account: found.account(),
            endpoint: own.or(shown),
            profile: global.profile.clone(),
            source: Some(found.shown()),
            keys: Keys { key_id: found.key_id(), ..Keys::default() },
            ..Identity::default()
        };
        let endpoints = match &global.endpoint {
            Some(url) => endpoint(url, lang)?,
            None => sources.endpoints,
        };
        Ok(Self {
            lang,
            regions,
            whose,
            api,
            endpoints,
            credential_store: sources.provider.credential_store(),
            account: watch::Sender::new(None),
            settings: sources.settings,
            transport: sources.transport,
            provider: Some(Rc::new(sources.provider)),
            state_dir: paths::state_dir(global.state_dir.as_deref()),
            demo: None,
            env,
            typed,
            warnings,
            global,
            clock,
        })
    }

    /// The regions, of which there must be one.
    ///
    /// # Errors
    /// When none is known.
    pub(super) fn known_regions(&self) -> Result<&[Region], Failure> {
        if self.regions.is_empty() {
            return Err(Failure::of(FailureKind::Usage, usage::no_region(self.lang)));
        }
        Ok(&self.regions)
    }

    /// What makes and, where needed, chooses the client; nothing is connected by this. Temporary credentials are kept fresh
    /// for as long as it is there.
    pub(super) fn connector(&self) -> Connector {
        let renewal = self.provider.as_ref().map(|provider| {
            keep_fresh(provider.clone(), self.credential_store.clone(), self.clock)
        });
        Connector::new(Box::new(self.maker()), self.wanted(), self.memory(), self.clock)
            .with_keys(renewal)
    }

    /// Makes a client of a generation.
    pub(super) fn maker(&self) -> impl Fn(Generation) -> Result<Client, Fault> + 'static {
        let clock = self.clock;
        let settings = ClientSettings {
            generation: self.whose.api,
            endpoints: self.endpoints.clone(),
            credentials: self.credential_store.clone(),
            transport: self.transport.clone(),
            requests_per_second: self.settings.requests_per_second.unwrap_or(REQUESTS_PER_SECOND),
            clock: Rc::new(move || clock.now()),
            signature_method: SignatureMethod::default(),
        };
        move |generation| {
            let settings = ClientSettings { generation, ..settings.clone() };
            Client::new(settings)
                .map_err(|error| Fault::local(FaultClass::Local, error.to_string()))
        }
    }

    /// Which generation was asked for.
    pub(super) fn wanted(&self) -> Wanted {
        match self.api {
            Api::Auto => Wanted::Auto(
                self.regions.first().cloned().unwrap_or_else(|| Region::all()[0].clone()),
            ),
            Api::V2 | Api::V3 => Wanted::Only(self.whose.api),
        }
    }

    /// The generation in use: the one that was decided for, else the one that was asked for by name. `None`: none has answered yet.
    pub(super) fn generation(&self, decided: Option<Generation>) -> Option<Generation> {
        decided.or_else(|| (self.api != Api::Auto).then_some(self.whose.api))
    }

    /// What is remembered of earlier starts.
    pub(super) fn memory(&self) -> Option<Memory> {
        let dir = self.state_dir.as_deref()?;
        Some(Memory::new(
            dir,
            self.whose.profile.as_deref(),
            self.whose.endpoint.as_deref(),
            &self.whose.account,
        ))
    }

    /// Where requests go.
    pub(super) fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }

    /// Starts the journal's writer.
    pub(super) fn writer(&self) -> (Writer, Thread) {
        Writer::start(Place {
            dir: self.state_dir.clone(),
            who: self.who(),
            lang: self.lang,
            options: self.global.kept_options(),
        })
    }

    /// Identity readings this session makes.
    pub(super) fn home(&self) -> Home {
        Home {
            account: self.account.subscribe(),
            may_learn: self.can_ask_owner(),
            whose: self.whose.clone(),
        }
    }

    /// Where the account's id is told once it is known.
    pub(super) fn account(&self) -> &watch::Sender<Option<String>> {
        &self.account
    }

    /// Who asks, and under which rules; the generation is the one asked for until it is known which one answers.
    pub(super) fn context(&self) -> Context {
        Context {
            whose: Identity {
                account: self
                    .account
                    .borrow()
                    .clone()
                    .unwrap_or_else(|| self.whose.account.clone()),
                who: self.who().person(),
                tccli: self.tccli(),
                ..self.whose.clone()
            },
            read_only: self.global.read_only,
            four_eyes: self.settings.four_eyes.unwrap_or(false),
            planned_by: None,
            danger: self.settings.danger.unwrap_or(false),
            protect: self.settings.protect.clone(),
            ssh_server_ip: self.env.ssh_server_ip(),
        }
    }

    /// Whether STS can be asked for the owner. A private cloud has none that is known, unless one is named.
    pub(super) fn can_ask_owner(&self) -> bool {
        self.provider.is_some()
            && (self.whose.endpoint.is_none() || self.env.get("EIP_UNBIND_STS_ENDPOINT").is_some())
    }
}

/// This machine's name.
pub(super) fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
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
        let names = Scenario::names().collect::<Vec<_>>().join(" ");
        let said = usage::unknown_scenario(lang, &error.name, error.nearest, &names);
        Failure::of(FailureKind::Usage, said)
    })
}

/// `--endpoint`.
///
/// # Errors
/// It can't be one.
pub(super) fn endpoint(url: &str, lang: Lang) -> Result<Endpoints, Failure> {
    Endpoints::single(url)
        .map_err(|error| Failure::of(FailureKind::Usage, usage::bad_endpoint(lang, error)))
}

fn generation(api: Api) -> Generation {
    if api == Api::V3 { Generation::V3 } else { Generation::V2 }
}
