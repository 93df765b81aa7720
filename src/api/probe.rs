//! A look at one host, stage by stage: name, connection, TLS, first answer. The request is not signed, and nothing of the operator's is in it.
//!
//! It goes the way that [`super::http`] goes: the same proxy, the same certificates, loopback never proxied. A connection of its own shows
//! what a pooled one hides: how long each stage takes, and at which one it ends.

use super::connect_error::chain;
use super::endpoint::Endpoint;
use super::http::TransportSettings;
use super::proxy::{ProxyUrl, Route};
use crate::domain::{Moment, Stage};
use http_body_util::Empty;
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// For the first answer, after the connection stands.
const ANSWER: Duration = Duration::from_secs(5);
/// For one of several addresses.
const ONE_ADDRESS: Duration = Duration::from_millis(1_500);
/// As much as a proxy may say before the tunnel stands.
const PROXY_TALK: usize = 8 << 10;

/// TLS as agreed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tls {
    /// Its version, for example `TLS 1.3`.
    pub(crate) version: &'static str,
    /// The certificate was accepted because of `ca_file` alone.
    pub(crate) private_ca: bool,
    /// How long the handshake took.
    pub(crate) took_ms: u64,
}

/// The first answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstAnswer {
    /// The HTTP status.
    pub(crate) status: u16,
    /// By how much this machine's clock is ahead of the server's `Date`, in seconds; `None` without a `Date`.
    pub(crate) ahead_s: Option<i64>,
    /// How long it took.
    pub(crate) took_ms: u64,
}

/// What a look showed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen {
    /// The way that was gone.
    pub(crate) route: Option<Route>,
    /// The addresses of the host, or of the proxy.
    pub(crate) addresses: Vec<IpAddr>,
    /// How long the name took.
    pub(crate) name_ms: Option<u64>,
    /// How long the connection took, with the proxy's tunnel.
    pub(crate) connect_ms: Option<u64>,
    /// TLS; `None` also for plain connections to this machine itself.
    pub(crate) tls: Option<Tls>,
    /// The answer.
    pub(crate) answer: Option<FirstAnswer>,
    /// Where it ended, and why, if it did not come to an answer.
    pub(crate) failed: Option<(Stage, String)>,
    /// The proxy is of a kind that can't be looked through.
    pub(crate) opaque: bool,
    /// The stage that it is at.
    pub(crate) stage: Stage,
}

/// Looks at a host.
pub(crate) async fn look(
    endpoint: &Endpoint,
    settings: &TransportSettings,
    now: &dyn Fn() -> Moment,
) -> Seen {
    let mut seen = Seen::default();
    let patience = settings.connect_timeout + ANSWER;
    let failed = match timeout(patience, go(&mut seen, endpoint, settings, now)).await {
        Ok(result) => result.err(),
        Err(_) => Some(format!("nothing within {} s", patience.as_secs())),
    };
    seen.failed = failed.map(|why| (seen.stage, why));
    seen
}

async fn go(
    seen: &mut Seen,
    endpoint: &Endpoint,
    settings: &TransportSettings,
    now: &dyn Fn() -> Moment,
) -> Result<(), String> {
    let uri: Uri = endpoint.base().parse().map_err(|error| chain(&error))?;
    let secure = uri.scheme_str() == Some("https");
    let target = place(&uri, if secure { 443 } else { 80 })?;
    let loopback = endpoint.is_loopback();
    seen.route = Some(settings.proxy.route(&target.0, target.1, loopback));
    let proxy = if loopback { None } else { settings.proxy.of(&target.0, target.1) };
    let first = match proxy {
        Some(proxy) => {
            seen.opaque = proxy.is_https();
            let at: Uri = format!("http://{}", proxy.place())
                .parse()
                .map_err(|_| "the proxy's name can't be read".to_owned())?;
            place(&at, 80)?
        }
        None => target.clone(),
    };
    if seen.opaque {
        return Ok(());
    }
    let mut stream = connect(seen, &first, now).await?;
    if let Some(proxy) = proxy {
        seen.stage = Stage::Tunnel;
        let begun = now();
        tunnel(&mut stream, &target, proxy).await?;
        seen.connect_ms = seen.connect_ms.map(|ms| ms + now().since(begun));
    }
    let host = endpoint.signed_host();
    if !secure {
        return answer(seen, stream, host, now).await;
    }
    seen.stage = Stage::Tls;
    let begun = now();
    let (stream, version, private_ca) =
        super::probe_tls::handshake(stream, &target.0, settings.ca_pem.as_deref()).await?;
    seen.tls = Some(Tls { version, private_ca, took_ms: now().since(begun) });
    answer(seen, stream, host, now).await
}

/// Host, without the brackets of an IPv6 address, and port.
fn place(uri: &Uri, usual: u16) -> Result<(String, u16), String> {
    let host = uri.host().ok_or("no host")?;
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    Ok((bare.to_owned(), uri.port_u16().unwrap_or(usual)))
}

/// The first address that takes a connection, in the order that the system gives.
async fn connect(
    seen: &mut Seen,
    (host, port): &(String, u16),
    now: &dyn Fn() -> Moment,
) -> Result<TcpStream, String> {
    let begun = now();
    let found =
        tokio::net::lookup_host((host.as_str(), *port)).await.map_err(|error| error.to_string())?;
    let addresses: Vec<SocketAddr> = found.collect();
    seen.name_ms = Some(now().since(begun));
    seen.addresses = addresses.iter().map(SocketAddr::ip).collect();
    seen.stage = Stage::Connect;
    let mut last = "the name has no address".to_owned();
    for (tried, address) in addresses.iter().enumerate() {
        let begun = now();
        let is_last = tried + 1 == addresses.len();
        let attempt = TcpStream::connect(address);
        let made = if is_last { Ok(attempt.await) } else { timeout(ONE_ADDRESS, attempt).await };
        match made {
            Ok(Ok(stream)) => {
                let _ = stream.set_nodelay(true);
                seen.connect_ms = Some(now().since(begun));
                return Ok(stream);
            }
            Ok(Err(error)) => last = format!("{address}: {error}"),
            Err(_) => {
                last = format!("{address}: no connection within {} ms", ONE_ADDRESS.as_millis())
            }
        }
    }
    Err(last)
}

/// Asks the proxy for a way to the target. What it answers is not repeated but for its first line.
async fn tunnel(
    stream: &mut TcpStream,
    (host, port): &(String, u16),
    proxy: &ProxyUrl,
) -> Result<(), String> {
    let host = if host.contains(':') { format!("[{host}]") } else { host.clone() };
    let mut request = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n");
    if let Some(auth) = proxy.basic_auth() {
        request.push_str("Proxy-Authorization: Basic ");
        request.push_str(&auth);
        request.push_str("\r\n");
    }
    request.push_str("\r\n");
    let io = |error: std::io::Error| format!("the proxy broke off: {error}");
    stream.write_all(request.as_bytes()).await.map_err(io)?;
    let mut said = Vec::new();
    while !said.ends_with(b"\r\n\r\n") {
        // One byte at a time: what follows belongs to TLS.
        said.push(stream.read_u8().await.map_err(io)?);
        if said.len() > PROXY_TALK {
            return Err("the proxy talks without end".to_owned());
        }
    }
    let text = String::from_utf8_lossy(&said);
    let line = text.lines().next().unwrap_or_default();
    match line.split(' ').nth(1) {
        Some("200") => Ok(()),
        _ => Err(format!("the proxy refused: {line}")),
    }
}

async fn answer(
    seen: &mut Seen,
    stream: impl AsyncRead + AsyncWrite + Unpin,
    host: &str,
    now: &dyn Fn() -> Moment,
) -> Result<(), String> {
    seen.stage = Stage::Answer;
    let begun = now();
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(stream)).await.map_err(|error| chain(&error))?;
    let agent = concat!("eip-unbind/", env!("CARGO_PKG_VERSION"));
    let request = Request::get("/")
        .header("host", host)
        .header("user-agent", agent)
        .body(Empty::<Bytes>::new());
    let request = request.map_err(|error| chain(&error))?;
    let answered = sender.send_request(request);
    tokio::pin!(answered);
    let reply = tokio::select! {
        biased;
        reply = &mut answered => reply,
        // A server may answer and hang up in one go: the answer is there all the same.
        _ = connection => answered.await,
    };
    let reply = reply.map_err(|error| chain(&error))?;
    let took_ms = now().since(begun);
    let date = reply.headers().get("date").and_then(|value| value.to_str().ok());
    let ahead_s = date.and_then(|date| ahead(date, begun.wall, took_ms));
    seen.answer = Some(FirstAnswer { status: reply.status().as_u16(), ahead_s, took_ms });
    Ok(())
}

/// By how many seconds this machine's clock is ahead of the server's: whole seconds are compared, as `Date` has no others, at about half way
/// through.
fn ahead(date: &str, begun: Timestamp, took_ms: u64) -> Option<i64> {
    let server = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(date).ok()?;
    let here_ms = begun.as_millisecond() + i64::try_from(took_ms / 2).ok()?;
    Some(here_ms.div_euclid(1_000) - server.as_second())
}

#[cfg(test)]
mod tests {
    use super::super::proxy::{ProxyFrom, ProxySetting};
    use super::*;
    use std::io::{Read as _, Write as _};

    fn by(url: &str) -> ProxySetting {
        let url = ProxyUrl::parse(url).unwrap();
        ProxySetting { proxy: Some((url, ProxyFrom::Config)), ..ProxySetting::default() }
    }

    fn moment() -> Moment {
        Moment { mono_ms: 0, wall: Timestamp::from_second(1_700_000_000).unwrap() }
    }

    fn run(base: &str, proxy: ProxySetting) -> Seen {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let settings = TransportSettings {
            proxy,
            connect_timeout: Duration::from_secs(1),
            ..TransportSettings::default()
        };
        runtime.block_on(look(&Endpoint::parse(base).unwrap(), &settings, &moment))
    }

    /// Answers one connection with these bytes, and tells what it was asked.
    fn socket(answer: &'static [u8]) -> (u16, std::thread::JoinHandle<String>) {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut bytes = [0; 2048];
            let count = stream.read(&mut bytes).unwrap();
            stream.write_all(answer).unwrap();
            String::from_utf8_lossy(&bytes[..count]).into_owned()
        });
        (port, asked)
    }

    #[test]
    fn the_clock_is_compared_by_whole_seconds() {
        let at = |ms| Timestamp::from_millisecond(ms).unwrap();
        let date = "Tue, 14 Nov 2023 22:13:20 GMT";
        for (begun, took, expected) in [
            (1_700_000_000_000, 0, 0),
            (1_700_000_000_999, 0, 0),
            (1_700_000_000_500, 400, 0),
            (1_700_000_900_000, 0, 900),
            (1_700_000_900_999, 0, 900),
            (1_699_999_100_000, 0, -900),
            (1_699_999_100_999, 0, -900),
        ] {
            assert_eq!(ahead(date, at(begun), took), Some(expected), "{begun} {took}");
        }
        assert_eq!(ahead("yesterday", at(0), 0), None);
    }

    #[test]
    fn a_plain_answer_shows_every_stage() {
        let (port, asked) = socket(b"HTTP/1.1 404 Not Found\r\ndate: Tue, 14 Nov 2023 22:13:20 GMT\r\ncontent-length: 0\r\n\r\n");
        let seen = run(&format!("http://127.0.0.1:{port}"), by("http://127.0.0.1:1"));
        assert_eq!(
            seen.answer,
            Some(FirstAnswer { status: 404, ahead_s: Some(0), took_ms: 0 }),
            "{seen:?}"
        );
        assert!(
            seen.failed.is_none()
                && seen.tls.is_none()
                && seen.route == Some(Route::Loopback)
                && seen.connect_ms.is_some(),
            "{seen:?}"
        );
        let asked = asked.join().unwrap();
        assert!(
            asked.starts_with("GET / HTTP/1.1\r\n")
                && !asked.contains("Signature")
                && !asked.contains("uthorization"),
            "{asked}"
        );
    }

    #[test]
    fn where_it_ended_is_told() {
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let seen = run(&format!("http://{closed}"), ProxySetting::default());
        let (stage, why) = seen.failed.unwrap();
        assert!(stage == Stage::Connect && why.contains("refused"), "{stage:?} {why}");
        let (port, _) = socket(b"this is no TLS");
        assert_eq!(
            run(&format!("https://127.0.0.1:{port}"), ProxySetting::default()).failed.unwrap().0,
            Stage::Tls
        );
        let (port, _) = socket(b"nonsense\r\n\r\n");
        assert_eq!(
            run(&format!("http://127.0.0.1:{port}"), ProxySetting::default()).failed.unwrap().0,
            Stage::Answer
        );
    }

    #[test]
    fn a_proxy_is_asked_for_a_way_and_its_password_is_not_told() {
        let (port, asked) = socket(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
        let url = format!("http://someone:proxy-password@127.0.0.1:{port}");
        let seen = run("https://cloud.example", by(&url));
        assert_eq!(
            seen.failed,
            Some((
                Stage::Tunnel,
                "the proxy refused: HTTP/1.1 407 Proxy Authentication Required".to_owned()
            ))
        );
        let place = format!("127.0.0.1:{port}");
        assert_eq!(seen.route, Some(Route::Proxy { place, from: ProxyFrom::Config }));
        assert!(!format!("{seen:?}").contains("proxy-password"));
        let asked = asked.join().unwrap();
        assert!(
            asked.starts_with("CONNECT cloud.example:443 HTTP/1.1\r\n")
                && asked.contains("Proxy-Authorization: Basic "),
            "{asked}"
        );
    }
}
