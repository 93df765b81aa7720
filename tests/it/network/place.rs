//! A network in a box: an authority, TLS in front of the built-in cloud, a CONNECT proxy. Everything stays on loopback.

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, SupportedProtocolVersion};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// The name that certificates are for, unless a case says otherwise. Nothing outside resolves it.
pub(super) const NAME: &str = "eip.private.test";

/// A private certificate authority.
pub(super) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pub(super) pem: String,
}

/// Since and until when a certificate is valid, in years.
pub(super) type Years = (i32, i32);
pub(super) const VALID: Years = (2020, 4000);

impl Authority {
    pub(super) fn new() -> Self {
        Self::named("Private Test CA")
    }

    pub(super) fn named(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Self { issuer: Issuer::new(params, key), pem }
    }

    /// What a server with a certificate for these names needs.
    pub(super) fn server(
        &self,
        names: &[&str],
        years: Years,
        versions: &[&'static SupportedProtocolVersion],
    ) -> Arc<ServerConfig> {
        let mut params =
            CertificateParams::new(names.iter().map(ToString::to_string).collect::<Vec<_>>())
                .unwrap();
        params.not_before = rcgen::date_time_ymd(years.0, 1, 1);
        params.not_after = rcgen::date_time_ymd(years.1, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let builder =
            ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
        let config = builder.with_protocol_versions(versions).unwrap().with_no_client_auth();
        Arc::new(config.with_single_cert(vec![certificate.der().clone()], key).unwrap())
    }

    /// The usual server: for [`NAME`] and this machine, valid, any version.
    pub(super) fn usual(&self) -> Arc<ServerConfig> {
        self.server(&[NAME, "127.0.0.1", "::1", "localhost"], VALID, rustls::ALL_VERSIONS)
    }
}

/// Runs a server on a thread of its own until the tests end; gives its address.
fn serve<F: Future<Output = ()> + 'static>(
    ip: IpAddr,
    mut handle: impl FnMut(TcpStream) -> F + Send + 'static,
) -> SocketAddr {
    let (tell, told) = channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        tokio::task::LocalSet::new().block_on(&runtime, async {
            let listener = TcpListener::bind((ip, 0)).await.unwrap();
            tell.send(listener.local_addr().unwrap()).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                eip_unbind::runtime::spawn::spawn(handle(stream));
            }
        });
    });
    told.recv().unwrap()
}

/// Whether something was about to be sent.
fn holds_intent(journal: &Path) -> bool {
    std::fs::read_to_string(journal).is_ok_and(|text| text.contains("\"intent\""))
}

/// TLS in front of a server that does not speak it.
pub(super) struct Front {
    pub(super) addr: SocketAddr,
    handshakes: Receiver<String>,
}

impl Front {
    pub(super) fn start(config: Arc<ServerConfig>, endpoint: &str) -> Self {
        Self::start_on(Ipv4Addr::LOCALHOST.into(), config, endpoint)
    }

    pub(super) fn start_on(ip: IpAddr, config: Arc<ServerConfig>, endpoint: &str) -> Self {
        let behind = behind(endpoint);
        let (tell, handshakes) = channel();
        let acceptor = TlsAcceptor::from(config);
        let addr = serve(ip, move |stream| relay(acceptor.clone(), stream, behind, tell.clone()));
        Self { addr, handshakes }
    }

    /// One request a connection, behind a handshake that takes so long. A connection that says nothing for `idle` is closed.
    pub(super) fn start_slow(
        config: Arc<ServerConfig>,
        endpoint: &str,
        handshake: Duration,
        idle: Option<Duration>,
    ) -> Self {
        let behind = behind(endpoint);
        let (tell, handshakes) = channel();
        let acceptor = TlsAcceptor::from(config);
        let addr = serve(Ipv4Addr::LOCALHOST.into(), move |stream| {
            let (acceptor, tell) = (acceptor.clone(), tell.clone());
            async move {
                tokio::time::sleep(handshake).await;
                let Ok(secure) = acceptor.accept(stream).await else { return };
                let _ = tell.send(String::new());
                let whole = take_one(secure, behind);
                match idle {
                    Some(idle) => drop(tokio::time::timeout(idle, whole).await),
                    None => whole.await,
                }
            }
        });
        Self { addr, handshakes }
    }

    /// One request a connection, without saying so; once the journal here holds an intent, handshakes break off.
    pub(super) fn start_until(config: Arc<ServerConfig>, endpoint: &str, journal: PathBuf) -> Self {
        let behind = behind(endpoint);
        let (tell, handshakes) = channel();
        let acceptor = TlsAcceptor::from(config);
        let addr = serve(Ipv4Addr::LOCALHOST.into(), move |stream| {
            let (acceptor, tell) = (acceptor.clone(), tell.clone());
            let broken = holds_intent(&journal);
            async move {
                if !broken {
                    relay_once(acceptor, stream, behind, tell).await;
                }
            }
        });
        Self { addr, handshakes }
    }

    pub(super) fn url(&self) -> String {
        format!("https://{}", self.addr)
    }

    /// The TLS versions of the handshakes that came off since the last look.
    pub(super) fn handshakes(&self) -> Vec<String> {
        self.handshakes.try_iter().collect()
    }
}

async fn relay(acceptor: TlsAcceptor, stream: TcpStream, behind: SocketAddr, tell: Sender<String>) {
    let Ok(mut secure) = acceptor.accept(stream).await else { return };
    let _ = tell.send(format!("{:?}", secure.get_ref().1.protocol_version().unwrap()));
    let mut plain = TcpStream::connect(behind).await.unwrap();
    let _ = copy_bidirectional(&mut secure, &mut plain).await;
}

/// Takes one request along and closes, so that the next one needs a connection of its own.
async fn relay_once(
    acceptor: TlsAcceptor,
    stream: TcpStream,
    behind: SocketAddr,
    tell: Sender<String>,
) {
    let Ok(secure) = acceptor.accept(stream).await else { return };
    let _ = tell.send(format!("{:?}", secure.get_ref().1.protocol_version().unwrap()));
    take_one_silently(secure, behind).await;
}

/// Takes one request along and closes after the reply, which says nothing of that: whoever sends the next one finds out.
async fn take_one_silently(mut secure: TlsStream<TcpStream>, behind: SocketAddr) {
    let mut buffer = vec![0; 64 << 10];
    let Ok(read) = secure.read(&mut buffer).await else { return };
    let mut plain = TcpStream::connect(behind).await.unwrap();
    plain.write_all(&buffer[..read]).await.unwrap();
    let mut reply = Vec::new();
    let is_whole = |reply: &[u8]| {
        let text = String::from_utf8_lossy(reply).to_lowercase();
        let Some((head, _)) = text.split_once("\r\n\r\n") else { return false };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.map_or(0, |length| length.trim().parse().unwrap());
        reply.len() >= head.len() + 4 + length
    };
    while !is_whole(&reply) {
        match plain.read(&mut buffer).await {
            Ok(read) if read > 0 => reply.extend_from_slice(&buffer[..read]),
            Ok(_) | Err(_) => break,
        }
    }
    let _ = secure.write_all(&reply).await;
    let _ = secure.shutdown().await;
}

async fn take_one(mut secure: TlsStream<TcpStream>, behind: SocketAddr) {
    let mut buffer = vec![0; 64 << 10];
    let Ok(read) = secure.read(&mut buffer).await else { return };
    let head = buffer[..read].iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let mut plain = TcpStream::connect(behind).await.unwrap();
    plain.write_all(&buffer[..head]).await.unwrap();
    plain.write_all(b"Connection: close\r\n").await.unwrap();
    plain.write_all(&buffer[head..read]).await.unwrap();
    let _ = copy_bidirectional(&mut secure, &mut plain).await;
}

fn behind(endpoint: &str) -> SocketAddr {
    endpoint.strip_prefix("http://").unwrap().parse().unwrap()
}

/// What a proxy does with a `CONNECT`.
#[derive(Clone)]
pub(super) enum Manner {
    /// Connects to this address, whatever name was asked for.
    Leads(SocketAddr),
    /// The same, one request a connection, until the journal here holds an intent; then 403.
    LeadsUntil(SocketAddr, PathBuf),
    /// The same for who knows the password; others get 407.
    Asks(SocketAddr),
    /// Answers with this line.
    Says(&'static str),
    /// Closes the connection.
    Closes,
}

/// `user:hunter2`, in lower case as the header is looked at.
const BASIC: &str = "basic dxnlcjpodw50zxiy\r";

/// An HTTP proxy that tunnels.
pub(super) struct Proxy {
    pub(super) addr: SocketAddr,
    asked: Receiver<String>,
}

impl Proxy {
    pub(super) fn start(manner: Manner) -> Self {
        let (tell, asked) = channel();
        let addr = serve(Ipv4Addr::LOCALHOST.into(), move |stream| {
            tunnel(manner.clone(), stream, tell.clone())
        });
        Self { addr, asked }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// The first lines of what was asked since the last look.
    pub(super) fn asked(&self) -> Vec<String> {
        self.asked.try_iter().collect()
    }
}

async fn tunnel(manner: Manner, mut stream: TcpStream, tell: Sender<String>) {
    let mut head = String::new();
    let mut buffer = [0; 1024];
    while !head.contains("\r\n\r\n") {
        match stream.read(&mut buffer).await {
            Ok(read) if read > 0 => head.push_str(std::str::from_utf8(&buffer[..read]).unwrap()),
            Ok(_) | Err(_) => return,
        }
    }
    let _ = tell.send(head.lines().next().unwrap().to_owned());
    let to = match manner {
        Manner::Leads(to) => to,
        Manner::Asks(to) if head.to_lowercase().contains(BASIC) => to,
        Manner::Asks(_) => {
            let refusal = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n";
            return stream.write_all(refusal.as_bytes()).await.unwrap_or_default();
        }
        Manner::LeadsUntil(_, journal) if holds_intent(&journal) => {
            return stream.write_all(b"HTTP/1.1 403 Forbidden\r\n\r\n").await.unwrap_or_default();
        }
        Manner::LeadsUntil(to, _) => to,
        Manner::Says(line) => {
            return stream
                .write_all(format!("{line}\r\n\r\n").as_bytes())
                .await
                .unwrap_or_default();
        }
        Manner::Closes => return,
    };
    let mut onward = TcpStream::connect(to).await.unwrap();
    stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.unwrap();
    let _ = copy_bidirectional(&mut stream, &mut onward).await;
}

/// An address where nobody listens.
pub(super) fn nobody() -> SocketAddr {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}
