//! The wire: one HTTP exchange with deadlines and a size limit. It never resends, never follows, never decompresses.
//!
//! Errors are sorted by one question: may the request have left this machine? Their texts never hold the URL, which is signed.

use super::connect_error::{chain, not_connected};
use super::message::{HttpReply, HttpRequest, Method, TransportError};
use super::proxy::ProxySetting;
use reqwest::{Certificate, Proxy, Response, redirect};
use std::cell::OnceCell;
use std::fmt;
use std::time::Duration;

/// Deadlines and limits (`docs/contract.md` §5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransportSettings {
    /// For name, connection and TLS together.
    pub connect_timeout: Duration,
    /// For a whole read.
    pub read_deadline: Duration,
    /// For a whole mutation.
    pub mutation_deadline: Duration,
    /// Largest reply in bytes.
    pub reply_limit: usize,
    /// The proxy.
    pub proxy: ProxySetting,
    /// Certificates of a private authority, PEM, beside the system's.
    pub ca_pem: Option<Vec<u8>>,
}

impl Default for TransportSettings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            read_deadline: Duration::from_secs(10),
            mutation_deadline: Duration::from_secs(15),
            reply_limit: 8 << 20,
            proxy: ProxySetting::default(),
            ca_pem: None,
        }
    }
}

/// Why a transport could not be set up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// The certificate file holds no PEM certificate.
    #[error("the CA file holds no usable PEM certificate: {0}")]
    Certificate(String),
}

/// What carries requests over the network. Connections are made, and certificates read, when the first request needs them.
pub struct Transport {
    settings: TransportSettings,
    certificates: Vec<Certificate>,
    /// To this machine in the clear: needs no certificates, so starting up costs nothing.
    plain: OnceCell<reqwest::Client>,
    /// To this machine over TLS: never proxied.
    local: OnceCell<reqwest::Client>,
    /// To everything else.
    outside: OnceCell<reqwest::Client>,
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Transport {
    /// Checks the settings. Nothing is connected yet.
    ///
    /// # Errors
    /// [`SetupError`] for a proxy or certificate that can't be used.
    pub fn new(settings: TransportSettings) -> Result<Self, SetupError> {
        let certificates = match &settings.ca_pem {
            None => Vec::new(),
            Some(pem) => match Certificate::from_pem_bundle(pem) {
                Ok(found) if !found.is_empty() => found,
                Ok(_) => return Err(SetupError::Certificate("none found".to_owned())),
                Err(error) => return Err(SetupError::Certificate(chain(&error))),
            },
        };
        let (plain, local, outside) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Ok(Self { settings, certificates, plain, local, outside })
    }

    /// Sends a request once and takes the whole reply.
    ///
    /// # Errors
    /// [`TransportError`] says whether the request may have left.
    pub async fn send(
        &self,
        request: &HttpRequest,
        loopback: bool,
        mutates: bool,
    ) -> Result<HttpReply, TransportError> {
        let client = self.client(request, loopback)?;
        let mut url = format!("{}{}", request.base, request.path);
        if !request.query.is_empty() {
            url.push('?');
            url.push_str(&request.query);
        }
        let deadline =
            if mutates { self.settings.mutation_deadline } else { self.settings.read_deadline };
        let mut builder = match request.method {
            Method::Get => client.get(url),
            Method::Post => client.post(url).body(request.body.clone()),
        };
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        let response = builder
            .timeout(deadline)
            .send()
            .await
            .map_err(|error| sorted(error, host(request), deadline))?;
        self.collect(response, host(request), deadline).await
    }

    async fn collect(
        &self,
        mut response: Response,
        host: &str,
        deadline: Duration,
    ) -> Result<HttpReply, TransportError> {
        let limit = self.settings.reply_limit;
        let too_large = || TransportError::Lost(format!("the reply is larger than {limit} bytes"));
        if response.content_length().is_some_and(|length| length > limit as u64) {
            return Err(too_large());
        }
        let status = response.status().as_u16();
        let date = response
            .headers()
            .get("date")
            .and_then(|value| value.to_str().ok())
            .map(ToOwned::to_owned);
        let mut body = Vec::new();
        while let Some(chunk) =
            response.chunk().await.map_err(|error| sorted(error, host, deadline))?
        {
            if body.len() + chunk.len() > limit {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(HttpReply { status, date, body })
    }

    fn client(
        &self,
        request: &HttpRequest,
        loopback: bool,
    ) -> Result<&reqwest::Client, TransportError> {
        let secure = request.base.starts_with("https://");
        let cell = match (loopback, secure) {
            (true, false) => &self.plain,
            (true, true) => &self.local,
            (false, true) => &self.outside,
            (false, false) => {
                return Err(TransportError::NotConnected(
                    "plain http is only allowed to this machine itself".to_owned(),
                ));
            }
        };
        if let Some(client) = cell.get() {
            return Ok(client);
        }
        let client = self.build(loopback, secure).map_err(|error| not_connected("", &error))?;
        Ok(cell.get_or_init(|| client))
    }

    fn build(&self, loopback: bool, secure: bool) -> reqwest::Result<reqwest::Client> {
        // An error only says that a provider is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("eip-unbind/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(self.settings.connect_timeout)
            .pool_idle_timeout(Duration::from_secs(30))
            .tcp_nodelay(true)
            .http1_only()
            .redirect(redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never());
        // The library reads no variable of its own: what is in use is what this program read and says.
        builder = builder.no_proxy();
        if !loopback && self.settings.proxy.proxy.is_some() {
            let setting = self.settings.proxy.clone();
            builder = builder.proxy(Proxy::custom(move |url| {
                let port = url.port_or_known_default().unwrap_or(443);
                setting.of(url.host_str()?, port).map(|proxy| proxy.url().clone())
            }));
        }
        if !secure {
            builder = builder.tls_certs_only([]);
        } else if !self.certificates.is_empty() {
            builder = builder.tls_certs_merge(self.certificates.iter().cloned());
        }
        builder.build()
    }
}

/// Host and port that a request goes to.
fn host(request: &HttpRequest) -> &str {
    request.base.split_once("://").map_or(request.base.as_str(), |(_, host)| host)
}

/// Sorts an error by whether the request may have left. Only a connection that was never made proves that it did not.
fn sorted(error: reqwest::Error, host: &str, deadline: Duration) -> TransportError {
    let error = error.without_url();
    if error.is_connect() || error.is_builder() {
        not_connected(host, &error)
    } else if error.is_timeout() {
        TransportError::Lost(format!("no whole reply within {} s", deadline.as_secs()))
    } else {
        TransportError::Lost(chain(&error))
    }
}

/// Waits; the one place where this module touches a timer.
pub(super) async fn pause(ms: u64) {
    if ms > 0 {
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
}
