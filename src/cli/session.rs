//! What stays the same while the terminal interface runs, and the same identity for the vendor's command line.

use super::args::Theme;
use super::setup::{Setup, run_prefix};
use crate::api::endpoint::Endpoint;
use crate::api::endpoint::Service;
use crate::api::proxy::ProxyFrom;
use crate::app::{Colors, Session, Symbols};
use crate::config::paths;
use crate::config::user::User;
use crate::domain::identity::TccliAs;

impl Setup {
    /// How the vendor's command line is told the same identity.
    pub(super) fn tccli(&self) -> TccliAs {
        let Some(provider) = &self.provider else { return TccliAs::default() };
        let found = provider.found();
        let role = found.role.as_ref().map(|role| {
            let call = role.call(User::of_process(&self.env).person());
            (call.role_arn, call.session_name)
        });
        let is_read = found.tccli.is_some() || found.is_environment();
        let vpc =
            self.regions.first().map(|region| self.endpoints().v3(Service::Vpc, Some(region)));
        let own = |endpoint: &Endpoint| {
            self.whose.endpoint.is_some()
                && !endpoint.signed_host().ends_with("tencentcloudapi.com")
        };
        TccliAs {
            profile: found.tccli.as_ref().map(|(_, name)| name.clone()),
            role,
            endpoint: vpc.filter(own).map(|endpoint| endpoint.signed_host().to_owned()),
            unread: (!is_read).then(|| found.source.clone()),
        }
    }

    /// The proxy that requests for EIPs go through, if any does, and who named it.
    pub(super) fn proxy(&self) -> Option<String> {
        let endpoints = self.endpoints();
        let hosts = [endpoints.v2(Service::Eip), endpoints.v3(Service::Vpc, self.regions.first())];
        let goes = |host: &Endpoint| {
            let (name, port) = host.signed_host().rsplit_once(':').map_or_else(
                || (host.signed_host(), 443),
                |(name, port)| (name, port.parse().unwrap_or(443)),
            );
            !host.is_loopback() && self.transport.proxy.of(name, port).is_some()
        };
        let (url, from) = self.transport.proxy.proxy.as_ref()?;
        let from = match from {
            ProxyFrom::Variable(name) => name,
            ProxyFrom::Config => "config",
        };
        hosts.iter().any(goes).then(|| format!("{} ({from})", url.place()))
    }

    /// The private authority's file.
    pub(super) fn ca_file(&self) -> Option<String> {
        self.settings.ca_file.as_deref().map(paths::shown)
    }

    /// What stays the same while the terminal interface runs.
    pub(super) fn session(&self) -> Session {
        let plain = self.global.no_color || self.env.no_color();
        Session {
            context: self.context(),
            v2_gone: None,
            api_answered: false,
            lang: self.lang,
            symbols: if self.global.ascii || !self.env.is_utf8() {
                Symbols::Ascii
            } else {
                Symbols::Unicode
            },
            colors: match (plain, self.global.theme) {
                (true, _) => Colors::None,
                (false, Theme::Light) => Colors::Light,
                (false, Theme::Auto | Theme::Dark) => Colors::Dark,
            },
            search_profiles: vec![],
            by_search: false,
            before_send: self.asked_programs(),
            asks_owner: self.can_ask_owner(),
            demo: self.demo.as_ref().map(|d| d.name.clone()),
            proxy: self.proxy(),
            ca_file: self.ca_file(),
            regions: self.regions.clone(),
            zone: jiff::tz::TimeZone::system(),
            journal: Some(
                self.state_dir
                    .as_deref()
                    .map_or_else(String::new, |dir| paths::shown(&dir.join("journal.jsonl"))),
            ),
            wait_ms: crate::unbind::schedule::SETTLE_WINDOW_MS,
            run_prefix: run_prefix(),
            started: self.clock.now(),
        }
    }
}
