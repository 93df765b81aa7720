//! Settings and credentials from files: the config file, the profile in force, the source of credentials that won.

use super::args::{Api, Global};
use crate::api::endpoint::Endpoints;
use crate::api::http::{Transport, TransportSettings};
use crate::config::credentials::provider::CredentialProvider;
use crate::config::credentials::{self, Ask, Found};
use crate::config::credentials::{Folder, tccli::Configure};
use crate::config::env::Env;
use crate::config::file::{ApiChoice, Settings};
use crate::config::layers::Config;
use crate::config::{paths, proxy};
use crate::domain::Region;
use crate::domain::sanitize::visible;
use crate::failure::{Failure, FailureKind};
use crate::text::Lang;
use crate::text::sources as words;
use jiff::Timestamp;
use std::path::Path;

/// What files and environment say.
pub(super) struct Sources {
    /// The settings in force.
    pub(crate) settings: Settings,
    /// What gives credentials.
    pub(crate) provider: CredentialProvider,
    /// Deadlines, proxy, certificates.
    pub(crate) transport: TransportSettings,
    /// Where requests go, unless `--endpoint` says.
    pub(crate) endpoints: Endpoints,
    /// The region of tccli's profile.
    pub(crate) tccli_region: Option<Region>,
}

impl Sources {
    /// Reads them.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place and the next step.
    pub(super) fn read(
        global: &Global,
        env: &Env,
        now: Timestamp,
        lang: Lang,
    ) -> Result<Self, Failure> {
        let home = env.home();
        let config = Config::load(env.etc(), global.config.as_deref(), home.as_deref(), lang)?;
        let profile = global.profile.as_deref();
        let settings = config.settings(profile);
        let known: Vec<&str> = config.profiles().into_iter().collect();
        let found = credentials::find(&Ask {
            env,
            home: home.as_deref(),
            etc: env.etc(),
            now,
            lang,
            profile,
            known: &known,
            choice: settings.credentials.as_ref(),
            role_arn: settings.role_arn.as_deref(),
        })?;
        let transport = transport(&settings, env, lang)?;
        let configure = configure(&found, env, home.as_deref(), lang)?;
        let endpoints = endpoints(&settings, &configure, &found, lang)?;
        let tccli_region = tccli_region(&configure, lang)?;
        let provider = CredentialProvider::new(
            found,
            env,
            global.endpoint.as_deref(),
            transport.clone(),
            lang,
        )
        .map_err(|error| Failure::of(FailureKind::Usage, words::unusable_endpoint(lang, error)))?;
        Ok(Self { settings, provider, transport, endpoints, tccli_region })
    }

    /// The endpoints as shown, when they are not the public cloud's.
    pub(super) fn shown_endpoint(&self) -> Option<String> {
        (self.endpoints != Endpoints::default()).then(|| self.endpoints.describe())
    }
}

/// The API to speak: flag or variable, else the profile.
pub(super) fn api(settings: &Settings, given: Option<Api>) -> Api {
    given.unwrap_or(match settings.api {
        Some(ApiChoice::V2) => Api::V2,
        Some(ApiChoice::V3) => Api::V3,
        Some(ApiChoice::Auto) | None => Api::Auto,
    })
}

/// The region of tccli's profile.
///
/// # Errors
/// It can't be one.
pub(super) fn tccli_region(configure: &Configure, lang: Lang) -> Result<Option<Region>, Failure> {
    let region = configure.region.as_deref().map(|text| {
        Region::trusted(text).ok_or_else(|| {
            let text = visible(text);
            Failure::of(FailureKind::Usage, words::bad_region_of_tccli(lang, &text))
        })
    });
    region.transpose()
}

/// The `configure` file beside the credentials, or of the profile that tccli would take.
pub(super) fn configure(
    found: &Found,
    env: &Env,
    home: Option<&Path>,
    lang: Lang,
) -> Result<Configure, Failure> {
    if let Some((folder, name)) = &found.tccli {
        return folder.configure(name, lang);
    }
    match (Folder::of(env, home), credentials::tccli_name(env)) {
        (Some(folder), Some(name)) => folder.configure(name, lang),
        (None, _) | (_, None) => Ok(Configure::default()),
    }
}

/// Where requests go.
///
/// # Errors
/// One of them can't be an endpoint.
pub(super) fn endpoints(
    settings: &Settings,
    configure: &Configure,
    found: &Found,
    lang: Lang,
) -> Result<Endpoints, Failure> {
    let wrong = |error| Failure::usage(words::bad_endpoint(lang, error));
    let endpoints =
        Endpoints::configured(settings.endpoint_eip.as_deref(), settings.endpoint_vpc.as_deref())
            .map_err(wrong)?;
    match (&configure.vpc_endpoint, &settings.endpoint_vpc) {
        (Some(url), None) if found.tccli.is_some() => endpoints.with_v3(url).map_err(|error| {
            Failure::of(
                FailureKind::Usage,
                words::bad_endpoint_of_tccli(lang, &found.source, error),
            )
        }),
        _ => Ok(endpoints),
    }
}

/// Proxy and certificates.
///
/// # Errors
/// What is named as a proxy is none, or `ca_file` can't be read.
pub(super) fn transport(
    settings: &Settings,
    env: &Env,
    lang: Lang,
) -> Result<TransportSettings, Failure> {
    let proxy = proxy::settle(settings.proxy.as_ref(), env, lang)?;
    if let Some(path) = env.get("SSL_CERT_FILE").map(Path::new).filter(|path| path.exists()) {
        // Whoever reads it later would wait for a FIFO for ever.
        crate::files::check_readable(path).map_err(|error| {
            let shown = paths::shown(path);
            Failure::of(FailureKind::Usage, words::ssl_cert_file_unreadable(lang, &shown, error))
        })?;
    }
    let ca_pem = settings.ca_file.as_deref().map(|path| certificates(path, lang)).transpose()?;
    Ok(TransportSettings { proxy, ca_pem, ..TransportSettings::default() })
}

/// The certificates of `ca_file`, which must be some.
fn certificates(path: &Path, lang: Lang) -> Result<Vec<u8>, Failure> {
    let shown = paths::shown(path);
    let pem = crate::files::read(path).map_err(|error| {
        Failure::of(FailureKind::Usage, words::ca_file_unreadable(lang, &shown, error))
    })?;
    let settings = TransportSettings { ca_pem: Some(pem.clone()), ..TransportSettings::default() };
    Transport::new(settings)
        .map(|_| pem)
        .map_err(|_| Failure::of(FailureKind::Usage, words::no_certificate(lang, &shown)))
}
