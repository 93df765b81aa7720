//! The operator's profiles, and what works for one of them.

use super::accounts;
use super::args::Global;
use super::setup::Setup;
use crate::app::Opened;
use crate::app::picker::{Profile, ProfileKind};
use crate::config::credentials::Folder;
use crate::config::layers::Config;
use crate::failure::Failure;
use crate::runtime::runner::Runner;
use crate::runtime::writer::Writer;
use crate::runtime::{Place, Profiles, QUEUE, identity};
use crate::text::alert::Targets;
use crate::unbind::accounts::Searched;
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use tokio::sync::mpsc;

/// The profiles of the config file and of tccli.
pub(super) struct Known<'a> {
    /// How the program was started.
    pub(crate) setup: &'a Setup,
    /// The journal is the same for all of them.
    pub(crate) writer: Writer,
    /// Those in which targets are looked for.
    pub(crate) search_profiles: Vec<String>,
}

/// What works for the profile of this setup.
pub(super) fn place(setup: &Setup, writer: &Writer) -> Place {
    let (tell, inbox) = mpsc::channel(QUEUE);
    if let Some(provider) = &setup.provider {
        identity::tell(
            provider.clone(),
            setup.credential_store.clone(),
            setup.clock,
            setup.can_ask_owner().then(|| setup.account().clone()),
            tell.clone(),
        );
    }
    let runner = Runner::new(setup.connector(), Some(writer.clone()), tell, setup.global.read_only)
        .with_hooks(setup.hooks());
    Place { runner, home: setup.home(), inbox }
}

impl Profiles for Known<'_> {
    fn list(&self) -> Vec<Profile> {
        let setup = self.setup;
        // The built-in cloud has one account, and nothing of the operator's is read for it.
        if setup.demo.is_some() {
            return vec![];
        }
        let home = setup.env.home();
        let given = setup.typed.config.as_deref();
        // A file that was damaged meanwhile says so when one of its profiles is chosen.
        let config = Config::load(setup.env.etc(), given, home.as_deref(), setup.lang);
        let config = config.unwrap_or_default();
        let profile = |name: Option<&str>, kind: ProfileKind| {
            let settings = config.settings(name);
            Profile {
                name: name.map(str::to_owned),
                kind,
                danger: settings.danger.unwrap_or(false),
                read_only: setup.typed.read_only || settings.read_only.unwrap_or(false),
            }
        };
        let of_tccli = Folder::of(&setup.env, home.as_deref())
            .map(|folder| folder.names())
            .unwrap_or_default();
        let of_tccli = of_tccli.iter().filter(|name| !config.has(name));
        let mut all = vec![profile(None, ProfileKind::None)];
        all.extend(
            config.profiles().into_iter().map(|name| profile(Some(name), ProfileKind::Config)),
        );
        all.extend(of_tccli.map(|name| profile(Some(name), ProfileKind::Tccli)));
        all
    }

    fn open(&self, name: Option<&str>) -> Result<(Place, Opened), String> {
        // The regions given at start were meant for the profile given at start.
        let global = Global {
            profile: name.map(str::to_owned),
            regions: vec![],
            all_regions: false,
            ..self.setup.typed.clone()
        };
        let why = |failure: Failure| {
            std::iter::once(failure.message).chain(failure.hints).collect::<Vec<_>>().join(" · ")
        };
        let setup = Setup::new(global, self.setup.env.clone(), self.setup.clock).map_err(why)?;
        let pages = crate::api::page_sizes(setup.whose.api);
        let opened =
            Opened { session: setup.session(), pages, warning: setup.warnings.first().cloned() };
        Ok((place(&setup, &self.writer), opened))
    }

    fn search(&self, given: Targets) -> LocalBoxFuture<'static, Vec<Searched>> {
        let setup = self.setup;
        // Each profile is looked in as if it had been named at start.
        let global = Global { profile: None, ..setup.typed.clone() };
        let (env, clock, lang) = (setup.env.clone(), setup.clock, setup.lang);
        accounts::search(global, env, clock, lang, self.search_profiles.clone(), given)
            .boxed_local()
    }
}
