//! The wire: one HTTP exchange with deadlines and a size limit. It never resends, never follows, never decompresses.
//!
//! Errors are sorted by one question: may the request have left this machine? Their texts never hold the URL, which is signed.

use super::connect_error::{chain, not_connected};
use super::lanes::Lanes;
use super::message::{HttpReply, HttpRequest, Method, TransportError};
use super::proxy::ProxySetting;
use super::ready_connection::{self, ReadyConnection};
use reqwest::{Certificate, Proxy, Response, Version, redirect};
use std::cell::{OnceCell, RefCell};
use std::collections::HashSet;
use std::fmt;
use std::time::Duration;
use tokio::time::Instant;

/// Deadlines and limits (`docs/contract.md` §5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransportSettings {
    /// For name, connection and TLS together.
    pub(crate) connect_timeout: Duration,
    /// For a whole read.
    pub(crate) read_deadline: Duration,
    /// For a whole mutation.
    pub(crate) mutation_deadline: Duration,
    /// Largest reply in bytes.
    pub(crate) reply_limit: usize,
    /// The proxy.
    pub(crate) proxy: ProxySetting,
    /// Certificates of a private authority, PEM, beside the system's.
    pub(crate) ca_pem: Option<Vec<u8>>,
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

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It changes nothing.
    Read,
    /// It changes something. It must be on the wire within this time, where one is given, or it does not leave.
    Mutation {
        /// Counted from now.
        within: Option<Duration>,
    },
}

/// What is made room for on the word of a header, in bytes: a page has some 60,000.
const MOST_AT_ONCE: u64 = 256 * 1024;

/// Whether a client keeps connections for its next requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pooling {
    Shared,
    None,
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
    /// Those of the three that only connect, ahead of a mutation: without a pool, so that what they are asked to send never leaves.
    ahead: [OnceCell<reqwest::Client>; 3],
    /// The connection that waits for a mutation.
    ready: ReadyConnection,
    /// How many reads are under way.
    pub(super) lanes: Lanes,
    /// Hosts whose last reply left the connection open: the reading before a mutation leaves one for it.
    keep_alive: RefCell<HashSet<String>>,
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
    pub(crate) fn new(settings: TransportSettings) -> Result<Self, SetupError> {
        let certificates = match &settings.ca_pem {
            None => Vec::new(),
            Some(pem) => match Certificate::from_pem_bundle(pem) {
                Ok(found) if !found.is_empty() => found,
                Ok(_) => return Err(SetupError::Certificate("none found".to_owned())),
                Err(error) => return Err(SetupError::Certificate(chain(&error))),
            },
        };
        let (plain, local, outside) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Ok(Self {
            settings,
            certificates,
            plain,
            local,
            outside,
            ahead: [const { OnceCell::new() }; 3],
            ready: ReadyConnection::default(),
            lanes: Lanes::default(),
            keep_alive: RefCell::default(),
        })
    }

    /// Sees to it that a mutation to this base finds a connection: one that the reading before it leaves open, or one of its own, made now.
    /// Where that fails, the mutation tries again by itself.
    pub(crate) async fn prepare(&self, base: &str, loopback: bool) {
        let needs_none = self.keep_alive.borrow().contains(base) || !self.ready.is_slow();
        if needs_none || self.ready.is_there(base) {
            return;
        }
        let Ok(client) = self.client(base, loopback, Pooling::None) else { return };
        let never_sent = Box::pin(client.head(base).timeout(self.settings.read_deadline).send());
        // It always fails; with the connection kept, if there is one.
        drop(ready_connection::keeping(base, never_sent).await);
    }

    /// Sends a request once and takes the whole reply.
    ///
    /// # Errors
    /// [`TransportError`] says whether the request may have left.
    pub(crate) async fn send(
        &self,
        request: &HttpRequest,
        loopback: bool,
        reach: Reach,
    ) -> Result<HttpReply, TransportError> {
        let client = self.client(&request.base, loopback, Pooling::Shared)?;
        let mut url = format!("{}{}", request.base, request.path);
        if !request.query.is_empty() {
            url.push('?');
            url.push_str(&request.query);
        }
        let deadline = match reach {
            Reach::Read => self.settings.read_deadline,
            Reach::Mutation { .. } => self.settings.mutation_deadline,
        };
        let mut builder = match request.method {
            Method::Get => client.get(url),
            Method::Post => client.post(url).body(request.body.clone()),
        };
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        let sending = Box::pin(builder.timeout(deadline).send());
        let response = match reach {
            Reach::Mutation { within: Some(Duration::ZERO) } => {
                return Err(TransportError::TooLate);
            }
            Reach::Mutation { within: Some(within) } => {
                let sent =
                    ready_connection::using(&request.base, Instant::now() + within, sending).await;
                self.ready.clear();
                sent
            }
            Reach::Read | Reach::Mutation { within: None } => sending.await,
        };
        let response = response.map_err(|error| {
            let error = sorted(error, host(request), deadline);
            if error == TransportError::TooLate {
                // Whatever its replies say: the next attempt gets a connection of its own.
                self.keep_alive.borrow_mut().remove(&request.base);
            }
            error
        })?;
        self.note_keep_alive(&request.base, &response);
        self.collect(response, host(request), deadline).await
    }

    fn note_keep_alive(&self, base: &str, response: &Response) {
        let says = |word: &str| {
            let said = response.headers().get_all("connection").iter();
            said.filter_map(|value| value.to_str().ok())
                .flat_map(|value| value.split(','))
                .any(|value| value.trim().eq_ignore_ascii_case(word))
        };
        let stays = match response.version() {
            Version::HTTP_10 => says("keep-alive"),
            _ => !says("close"),
        };
        let mut keep_alive = self.keep_alive.borrow_mut();
        if !stays {
            keep_alive.remove(base);
        } else if !keep_alive.contains(base) {
            keep_alive.insert(base.to_owned());
        }
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
        let mut body = Vec::with_capacity(
            response.content_length().map_or(0, |n| n.min(MOST_AT_ONCE) as usize),
        );
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
        base: &str,
        loopback: bool,
        pooling: Pooling,
    ) -> Result<&reqwest::Client, TransportError> {
        let secure = base.starts_with("https://");
        let (own, ahead) = match (loopback, secure) {
            (true, false) => (&self.plain, &self.ahead[0]),
            (true, true) => (&self.local, &self.ahead[1]),
            (false, true) => (&self.outside, &self.ahead[2]),
            (false, false) => {
                return Err(TransportError::NotConnected(
                    "plain http is only allowed to this machine itself".to_owned(),
                ));
            }
        };
        let cell = if pooling == Pooling::None { ahead } else { own };
        if let Some(client) = cell.get() {
            return Ok(client);
        }
        let client =
            self.build(loopback, secure, pooling).map_err(|error| not_connected("", &error))?;
        Ok(cell.get_or_init(|| client))
    }

    fn build(
        &self,
        loopback: bool,
        secure: bool,
        pooling: Pooling,
    ) -> reqwest::Result<reqwest::Client> {
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
            .retry(reqwest::retry::never())
            .connector_layer(self.ready.clone());
        if pooling == Pooling::None {
            builder = builder.pool_max_idle_per_host(0);
        }
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
    if ready_connection::is_too_late(&error) {
        TransportError::TooLate
    } else if error.is_connect() || error.is_builder() {
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
