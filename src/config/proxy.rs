//! The proxy in force: of the config file, or of the environment as every other tool reads it.

use super::env::{Differing, Env};
use super::file::ProxyChoice;
use crate::api::proxy::{NoProxy, ProxyFrom, ProxySetting, ProxyUrl};
use crate::failure::{Failure, FailureKind};
use crate::text::Lang;
use crate::text::proxy as words;
use crate::text::said::Said;

/// What names a proxy for https, the first pair first.
const PROXIES: [[&str; 2]; 2] = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]];
const NO_PROXIES: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// The proxy in force.
///
/// # Errors
/// A variable that holds no proxy, or two that differ: their names, and nothing of their values.
pub(crate) fn settle(
    choice: Option<&ProxyChoice>,
    env: &Env,
    lang: Lang,
) -> Result<ProxySetting, Failure> {
    let stop = |said: Said| Failure::of(FailureKind::Usage, said);
    let one_of =
        |names| env.one_of(names).map_err(|Differing(names)| stop(words::differ(lang, names)));
    let proxy = match choice {
        Some(ProxyChoice::Off) => {
            return Ok(ProxySetting { is_off: true, ..ProxySetting::default() });
        }
        Some(ProxyChoice::Url(url)) => Some((url.clone(), ProxyFrom::Config)),
        None | Some(ProxyChoice::Environment) => {
            let set = match one_of(PROXIES[0])? {
                Some(set) => Some(set),
                None => one_of(PROXIES[1])?,
            };
            let read = |(name, text): (&'static str, &str)| {
                ProxyUrl::parse(text)
                    .map(|url| (url, ProxyFrom::Variable(name)))
                    .map_err(|why| stop(words::bad(lang, name, why.into())))
            };
            set.map(read).transpose()?
        }
    };
    let no_proxy = one_of(NO_PROXIES)?;
    Ok(ProxySetting {
        proxy,
        is_off: false,
        no_proxy: no_proxy.map(|(_, text)| NoProxy::parse(text)).unwrap_or_default(),
        no_proxy_from: no_proxy.map(|(name, _)| name),
    })
}

impl From<crate::api::proxy::BadProxy> for words::Bad {
    fn from(bad: crate::api::proxy::BadProxy) -> Self {
        use crate::api::proxy::BadProxy;
        match bad {
            BadProxy::NotUrl => Self::NotUrl,
            BadProxy::Kind => Self::Kind,
            BadProxy::Password => Self::Password,
        }
    }
}
