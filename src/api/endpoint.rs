//! Hosts: where an action is sent, and which name is signed.

use crate::domain::Region;
use reqwest::Url;
use std::net::IpAddr;

/// Why an endpoint was not accepted. The text given is not repeated, as it may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// It does not parse.
    #[error("not a URL ({0}); write it as https://HOST or https://HOST:PORT")]
    NotUrl(String),
    /// Neither https nor http.
    #[error("scheme {0}: is not supported; write https://HOST")]
    Scheme(String),
    /// Plain HTTP to another machine would show requests to everyone on the way.
    #[error("plain http is only allowed to this machine itself, not to {0}; write https://")]
    PlainHttp(String),
    /// More than scheme, host and port.
    #[error("holds {0}; only scheme, host and port may be given, as in https://HOST:PORT")]
    Extra(&'static str),
}

/// Which product answers an action; decides the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// API 2.0's EIP actions.
    Eip,
    /// API 2.0's NIC actions, and almost everything of API 3.0.
    Vpc,
    /// API 3.0's list of regions.
    Region,
}

/// One host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    base: String,
    signed_host: String,
    loopback: bool,
}

impl Endpoint {
    /// Reads `https://HOST[:PORT]`. Its host, with a port that is not the scheme's own, is also the signed host.
    ///
    /// # Errors
    /// [`EndpointError`] says what is wrong and how to write it.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        let url =
            Url::parse(text.trim()).map_err(|error| EndpointError::NotUrl(error.to_string()))?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(EndpointError::Scheme(url.scheme().to_owned()));
        }
        let host = url.host_str().ok_or_else(|| EndpointError::NotUrl("no host".to_owned()))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(EndpointError::Extra("a user name or password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(EndpointError::Extra("a query"));
        }
        if url.path() != "/" {
            return Err(EndpointError::Extra("a path"));
        }
        let loopback = is_loopback(host);
        if url.scheme() == "http" && !loopback {
            return Err(EndpointError::PlainHttp(host.to_owned()));
        }
        // `port()` is empty for the scheme's own port.
        let signed_host =
            url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        Ok(Self { base: format!("{}://{signed_host}", url.scheme()), signed_host, loopback })
    }

    fn https(host: String) -> Self {
        Self { base: format!("https://{host}"), signed_host: host, loopback: false }
    }

    /// Scheme and authority to connect to.
    /// The same place under another signed name.
    #[cfg(test)]
    fn signed_as(self, host: impl Into<String>) -> Self {
        Self { signed_host: host.into(), ..self }
    }

    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// The name in the signature and in the `Host` header.
    pub(crate) fn signed_host(&self) -> &str {
        &self.signed_host
    }

    /// The `Host` header, when the transport would not set it so by itself.
    pub(super) fn host_header(&self) -> Option<(&'static str, String)> {
        let authority = self.base.split_once("://").map_or("", |(_, authority)| authority);
        (authority != self.signed_host).then(|| ("host", self.signed_host.clone()))
    }

    /// Whether it is this machine itself.
    pub(crate) fn is_loopback(&self) -> bool {
        self.loopback
    }
}

/// Whether a URL's host is this machine: 127.0.0.0/8, `::1`, `localhost`.
fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Every place that requests go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoints {
    eip: Endpoint,
    vpc: Endpoint,
    /// Everything of API 3.0, instead of the vendor's hosts.
    v3: Option<Endpoint>,
}

impl Default for Endpoints {
    /// The vendor's public hosts (`docs/api-v2.md` §1, `docs/api-v3.md` §1).
    fn default() -> Self {
        Self {
            eip: Endpoint::https("eip.api.qcloud.com".into()),
            vpc: Endpoint::https("vpc.api.qcloud.com".into()),
            v3: None,
        }
    }
}

impl Endpoints {
    /// One base URL for every action of both generations (`--endpoint`).
    ///
    /// # Errors
    /// [`EndpointError`] says what is wrong with it.
    pub fn single(url: &str) -> Result<Self, EndpointError> {
        let endpoint = Endpoint::parse(url)?;
        Ok(Self { eip: endpoint.clone(), vpc: endpoint.clone(), v3: Some(endpoint) })
    }

    /// A profile's `endpoint.eip` and `endpoint.vpc`. The latter also serves API 3.0, whose EIP actions belong to the product `vpc`.
    ///
    /// # Errors
    /// [`EndpointError`] says what is wrong with one of them.
    pub(crate) fn configured(eip: Option<&str>, vpc: Option<&str>) -> Result<Self, EndpointError> {
        let mut endpoints = Self::default();
        if let Some(eip) = eip {
            endpoints.eip = Endpoint::parse(eip)?;
        }
        if let Some(vpc) = vpc {
            endpoints.vpc = Endpoint::parse(vpc)?;
            endpoints.v3 = Some(endpoints.vpc.clone());
        }
        Ok(endpoints)
    }

    /// The same with another place for all of API 3.0 (tccli's `vpc.endpoint`).
    ///
    /// # Errors
    /// [`EndpointError`] says what is wrong with it.
    pub(crate) fn with_v3(self, url: &str) -> Result<Self, EndpointError> {
        Ok(Self { v3: Some(Endpoint::parse(url)?), ..self })
    }

    /// The place of an API 2.0 action.
    pub fn v2(&self, service: Service) -> Endpoint {
        match service {
            Service::Eip => self.eip.clone(),
            Service::Vpc | Service::Region => self.vpc.clone(),
        }
    }

    /// The place of an API 3.0 action. Finance regions are isolated and have hosts of their own (`docs/api-v3.md` §1).
    pub fn v3(&self, service: Service, region: Option<&Region>) -> Endpoint {
        if let Some(endpoint) = &self.v3 {
            return endpoint.clone();
        }
        let product = service_label(service);
        match region.filter(|region| region.as_str().ends_with("-fsi")) {
            Some(region) => Endpoint::https(format!("{product}.{region}.tencentcloudapi.com")),
            None => Endpoint::https(format!("{product}.tencentcloudapi.com")),
        }
    }

    /// The base URLs in use, for the header, `doctor` and the key of remembered answers.
    pub(crate) fn describe(&self) -> String {
        let mut bases = vec![self.eip.base(), self.vpc.base()];
        bases.extend(self.v3.as_ref().map(Endpoint::base));
        bases.dedup();
        bases.join(" ")
    }
}

/// API 3.0's first label of the host, also the service in the signature's scope.
pub(super) fn service_label(service: Service) -> &'static str {
    match service {
        Service::Eip | Service::Vpc => "vpc",
        Service::Region => "region",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_signed_when_it_is_not_the_default() {
        let plain = Endpoint::parse("https://eip.private.example:443/").unwrap();
        assert_eq!(
            (plain.base(), plain.signed_host()),
            ("https://eip.private.example", "eip.private.example")
        );
        let odd = Endpoint::parse(" http://127.0.0.1:4000 ").unwrap();
        assert_eq!(
            (odd.base(), odd.signed_host(), odd.is_loopback()),
            ("http://127.0.0.1:4000", "127.0.0.1:4000", true)
        );
        assert_eq!(odd.host_header(), None);
        let other = odd.signed_as("eip.api.qcloud.com");
        assert_eq!(other.host_header(), Some(("host", "eip.api.qcloud.com".to_owned())));
        assert_eq!(Endpoint::parse("http://[::1]:8080").unwrap().signed_host(), "[::1]:8080");
    }

    #[test]
    fn only_this_machine_is_spoken_to_in_the_clear() {
        for own in ["http://localhost:1", "http://127.9.9.9", "http://[::1]", "http://LOCALHOST"] {
            assert!(Endpoint::parse(own).unwrap().is_loopback(), "{own}");
        }
        for far in [
            "http://10.0.0.1",
            "http://localhost.example",
            "http://128.0.0.1",
            "http://0.0.0.0",
            "http://[::2]",
        ] {
            assert!(matches!(Endpoint::parse(far), Err(EndpointError::PlainHttp(_))), "{far}");
        }
    }

    #[test]
    fn what_is_not_a_bare_host_is_refused_with_a_reason() {
        assert!(matches!(Endpoint::parse("eip.api.qcloud.com"), Err(EndpointError::NotUrl(_))));
        assert!(matches!(Endpoint::parse(""), Err(EndpointError::NotUrl(_))));
        assert_eq!(Endpoint::parse("localhost:80"), Err(EndpointError::Scheme("localhost".into())));
        assert_eq!(Endpoint::parse("ftp://x"), Err(EndpointError::Scheme("ftp".into())));
        assert_eq!(Endpoint::parse("https://x/v2/index.php"), Err(EndpointError::Extra("a path")));
        assert_eq!(Endpoint::parse("https://x/?a=b"), Err(EndpointError::Extra("a query")));
        let error = Endpoint::parse("https://user:hunter2@x").unwrap_err();
        assert_eq!(error, EndpointError::Extra("a user name or password"));
        assert!(!error.to_string().contains("hunter2"));
    }

    #[test]
    fn actions_go_where_they_belong() {
        let public = Endpoints::default();
        assert_eq!(public.v2(Service::Eip).base(), "https://eip.api.qcloud.com");
        assert_eq!(public.v2(Service::Vpc).base(), "https://vpc.api.qcloud.com");
        let region = |code| Region::parse(code).unwrap();
        assert_eq!(
            public.v3(Service::Vpc, Some(&region("gz"))).base(),
            "https://vpc.tencentcloudapi.com"
        );
        assert_eq!(
            public.v3(Service::Vpc, Some(&region("shjr"))).base(),
            "https://vpc.ap-shanghai-fsi.tencentcloudapi.com"
        );
        assert_eq!(public.v3(Service::Region, None).base(), "https://region.tencentcloudapi.com");
        let single = Endpoints::single("https://cloud.example:8443").unwrap();
        assert_eq!(single.v3(Service::Region, None).base(), "https://cloud.example:8443");
        assert_eq!(single.v2(Service::Eip), single.v2(Service::Vpc));
        assert_eq!(single.describe(), "https://cloud.example:8443");
    }
}
