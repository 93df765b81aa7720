//! Proxies: read by the program itself, so that what is set and what is in use are the same, or the difference is said.
//!
//! Nothing of a URL that could not be read is ever repeated: it may hold a password, or half of one.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use ipnet::IpNet;
use percent_encoding::percent_decode_str;
use reqwest::Url;
use std::fmt;
use std::net::IpAddr;

/// Where a setting comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProxyFrom {
    /// This environment variable.
    Variable(&'static str),
    /// `proxy` of the config file.
    Config,
}

/// Why a text is not the URL of a proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadProxy {
    /// It does not parse, or has more than scheme, user, host and port.
    #[error("is not the URL of a proxy")]
    NotUrl,
    /// SOCKS, or something unheard of.
    #[error("is a proxy of another kind than http and https")]
    Kind,
    /// A `#`, `/`, `?`, `@` or `%` of a password would end up in host or path.
    #[error("has a password that is not percent-encoded")]
    Password,
}

/// The URL of a proxy.
#[derive(Clone, PartialEq, Eq)]
pub struct ProxyUrl(Url);

impl fmt::Debug for ProxyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProxyUrl(***)")
    }
}

impl ProxyUrl {
    /// Reads `http://[USER[:PASSWORD]@]HOST[:PORT]`; without a scheme `http` is meant, as everywhere.
    ///
    /// # Errors
    /// [`BadProxy`], which holds nothing of the text.
    pub fn parse(text: &str) -> Result<Self, BadProxy> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
        if !scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)) {
            return Err(if text.contains('@') { BadProxy::Password } else { BadProxy::NotUrl });
        }
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (authority, after) = rest.split_at(end);
        let userinfo = authority.rsplit_once('@').map(|(userinfo, _)| userinfo);
        // What looks like a path, a host or a port may be the rest of a password.
        let spilt = after.contains('@') || userinfo.is_some_and(|text| !is_encoded(text));
        if spilt {
            return Err(BadProxy::Password);
        }
        if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
            return Err(BadProxy::Kind);
        }
        if !matches!(after, "" | "/") || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(BadProxy::NotUrl);
        }
        let url = Url::parse(&format!("{scheme}://{authority}")).map_err(|_| BadProxy::NotUrl)?;
        if url.host_str().is_none_or(str::is_empty) || url.port() == Some(0) {
            return Err(BadProxy::NotUrl);
        }
        Ok(Self(url))
    }

    /// Host and port, without user and password.
    pub(crate) fn place(&self) -> String {
        let port = self.0.port_or_known_default().unwrap_or(80);
        format!("{}:{port}", self.0.host_str().unwrap_or_default())
    }

    /// Whether the way to the proxy itself is TLS.
    pub(crate) fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// User and password in the form of HTTP's Basic scheme.
    pub(super) fn basic_auth(&self) -> Option<String> {
        let decoded = |text: &str| percent_decode_str(text).collect::<Vec<u8>>();
        let (user, password) = (self.0.username(), self.0.password());
        if user.is_empty() && password.is_none() {
            return None;
        }
        let pair = [decoded(user), b":".to_vec(), decoded(password.unwrap_or_default())].concat();
        Some(BASE64_STANDARD.encode(pair))
    }

    /// With user and password, for the transport alone.
    pub(super) fn url(&self) -> &Url {
        &self.0
    }
}

/// Whether a user name and password need no more encoding.
fn is_encoded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_escape = |at: usize| {
        bytes.get(at + 1..at + 3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))
    };
    !text.contains('@')
        && text.is_ascii()
        && (0..bytes.len()).all(|at| bytes[at] != b'%' || is_escape(at))
}

/// One entry of `NO_PROXY`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    /// As it was written.
    text: String,
    hosts: Hosts,
    /// Only this port.
    port: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Hosts {
    All,
    Net(IpNet),
    /// The name and every name below it.
    Domain(String),
    /// Every name below it.
    Below(String),
}

/// Hosts that are not proxied.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoProxy(Vec<Rule>);

impl NoProxy {
    /// Reads entries between commas or blanks: `*`, `host`, `.domain`, `*.domain`, an address, a CIDR; each with `:port` if only that is meant.
    pub(crate) fn parse(text: &str) -> Self {
        let entries = text.split(|c: char| c == ',' || c == ';' || c.is_whitespace());
        Self(entries.filter_map(Rule::parse).collect())
    }

    /// The entry that a host falls under, as it was written.
    pub(crate) fn rule(&self, host: &str, port: u16) -> Option<&str> {
        self.0.iter().find(|rule| rule.fits(host, port)).map(|rule| rule.text.as_str())
    }
}

impl Rule {
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let bare = text.trim_end_matches('.');
        if bare.is_empty() {
            return None;
        }
        let whole = |hosts| Some(Self { text: text.to_owned(), hosts, port: None });
        if let Some(net) = net(bare) {
            return whole(Hosts::Net(net));
        }
        let (host, port) = match bare.rsplit_once(':') {
            Some((host, port)) if !port.is_empty() => (host, Some(port.parse().ok()?)),
            Some((host, _)) => (host, None),
            None => (bare, None),
        };
        let host = host.to_ascii_lowercase();
        let hosts = if host == "*" {
            Hosts::All
        } else if let Some(net) = net(&host) {
            Hosts::Net(net)
        } else if let Some(domain) = host.strip_prefix("*.") {
            Hosts::Below(domain.to_owned())
        } else {
            Hosts::Domain(host.trim_start_matches('.').trim_end_matches('.').to_owned())
        };
        Some(Self { text: text.to_owned(), hosts, port })
    }

    fn fits(&self, host: &str, port: u16) -> bool {
        if self.port.is_some_and(|only| only != port) {
            return false;
        }
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let below = |domain: &str| {
            host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.') && rest.len() > 1)
        };
        match &self.hosts {
            Hosts::All => true,
            Hosts::Net(net) => address(&host).is_some_and(|address| net.contains(&address)),
            Hosts::Domain(domain) => host == *domain || below(domain),
            Hosts::Below(domain) => below(domain),
        }
    }
}

fn address(text: &str) -> Option<IpAddr> {
    text.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// A CIDR or a single address, with or without the brackets of IPv6.
fn net(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| address(text).map(IpNet::from))
}

/// Which proxy requests to other machines go through. Loopback is never proxied.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProxySetting {
    /// The proxy, and who named it.
    pub(crate) proxy: Option<(ProxyUrl, ProxyFrom)>,
    /// The config file says `none`.
    pub(crate) is_off: bool,
    /// Hosts that are not proxied.
    pub(crate) no_proxy: NoProxy,
    /// The variable that names them.
    pub(crate) no_proxy_from: Option<&'static str>,
}

/// The way to a host, and how it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// This machine itself.
    Loopback,
    /// No proxy is set.
    NotSet,
    /// The config file says `none`.
    Off,
    /// An entry of a variable leaves the host out.
    LeftOut {
        /// The variable.
        variable: &'static str,
        /// The entry.
        rule: String,
    },
    /// Through a proxy.
    Proxy {
        /// Host and port of the proxy.
        place: String,
        /// Who named it.
        from: ProxyFrom,
    },
}

impl ProxySetting {
    /// The proxy of a request to this host.
    pub(crate) fn of(&self, host: &str, port: u16) -> Option<&ProxyUrl> {
        let (url, _) = self.proxy.as_ref()?;
        self.no_proxy.rule(host, port).is_none().then_some(url)
    }

    /// The way to this host.
    pub(crate) fn route(&self, host: &str, port: u16, loopback: bool) -> Route {
        match &self.proxy {
            _ if loopback => Route::Loopback,
            None if self.is_off => Route::Off,
            None => Route::NotSet,
            Some((url, from)) => match self.no_proxy.rule(host, port) {
                Some(rule) => Route::LeftOut {
                    variable: self.no_proxy_from.unwrap_or("NO_PROXY"),
                    rule: rule.to_owned(),
                },
                None => Route::Proxy { place: url.place(), from: *from },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_urls_are_read_and_passwords_kept_out_of_sight() {
        for (text, place) in [
            ("http://127.0.0.1:3128", "127.0.0.1:3128"),
            ("http://127.0.0.1:3128\r", "127.0.0.1:3128"),
            ("  proxy.example:8080/ ", "proxy.example:8080"),
            ("proxy.example", "proxy.example:80"),
            ("HTTPS://proxy.example", "proxy.example:443"),
            ("http://user:12%23def@[::1]:3128", "[::1]:3128"),
            ("user@proxy.example:1", "proxy.example:1"),
            ("http://user:a:b@proxy.example:1", "proxy.example:1"),
        ] {
            let url = ProxyUrl::parse(text).unwrap();
            assert_eq!(url.place(), place);
            assert_eq!(format!("{url:?}"), "ProxyUrl(***)");
        }
    }

    #[test]
    fn what_hides_a_part_of_a_password_is_no_proxy() {
        use BadProxy::{Kind, NotUrl, Password};
        for (text, why) in [
            ("http://user:12#def@127.0.0.1:80", Password),
            ("http://user:12/def@127.0.0.1:80", Password),
            ("http://user:12?def@127.0.0.1:80", Password),
            ("http://user:12\\def@127.0.0.1:80", Password),
            ("http://user:p@ss@127.0.0.1:80", Password),
            ("http://user:50%@127.0.0.1:80", Password),
            ("http://user:pä@127.0.0.1:80", Password),
            ("user:1#2@127.0.0.1:80", Password),
            ("us er://x@127.0.0.1:80", Password),
            ("socks5://127.0.0.1:1080", Kind),
            ("ftp://127.0.0.1", Kind),
            ("http://proxy.example:12def", NotUrl),
            ("http://proxy.example/path", NotUrl),
            ("http://proxy.example?x", NotUrl),
            ("http://proxy example", NotUrl),
            ("http://", NotUrl),
            ("http://user:pass@", NotUrl),
            (":8080", NotUrl),
            ("http://proxy.example:0", NotUrl),
        ] {
            assert_eq!(ProxyUrl::parse(text), Err(why), "{text}");
        }
    }

    #[test]
    fn every_usual_form_of_no_proxy() {
        let rule =
            |list: &str, host: &str, port| NoProxy::parse(list).rule(host, port).map(str::to_owned);
        for (list, host, port, fits) in [
            ("*", "eip.example", 443, true),
            ("eip.example", "eip.example", 443, true),
            ("example", "eip.example", 443, true),
            ("ample", "eip.example", 443, false),
            (".example", "eip.example", 443, true),
            (".example", "example", 443, true),
            ("*.example", "eip.example", 443, true),
            ("*.example", "a.b.example", 443, true),
            ("*.example", "example", 443, false),
            ("EIP.Example.", "eip.example", 443, true),
            ("eip.example:443", "eip.example", 443, true),
            ("eip.example:8443", "eip.example", 443, false),
            ("*.example:443", "eip.example", 443, true),
            ("10.0.0.0/8", "10.20.30.40", 443, true),
            ("10.0.0.0/8", "11.0.0.1", 443, false),
            ("10.0.0.0/8:443", "10.1.1.1", 443, true),
            ("10.0.0.7", "10.0.0.7", 443, true),
            ("10.0.0.7:80", "10.0.0.7", 443, false),
            ("fd00::/8", "[fd00::1]", 443, true),
            ("[fd00::1]:443", "[fd00::1]", 443, true),
            ("::1", "[::1]", 443, true),
            ("a b,\tc ;eip.example\r", "eip.example", 443, true),
            (",, ,", "eip.example", 443, false),
            ("10.0.0.0/8", "eip.example", 443, false),
        ] {
            assert_eq!(rule(list, host, port).is_some(), fits, "{list:?} {host}:{port}");
        }
        assert_eq!(rule("a, *.example", "x.example", 1).as_deref(), Some("*.example"));
    }
}
