//! The cloud on a loopback port. The only part of it with sockets; the clock is handed in.
//!
//! One task owns the [`Cloud`] and is reached over a channel. Each connection is a task of its own, and an answer's delay is spent
//! there, so a slow answer holds up nobody else.

use super::cloud::Cloud;
use super::message::{Answer, AnswerKind, IncomingRequest};
use super::scenario::Scenario;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONNECTION, CONTENT_TYPE, DATE, HOST};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

/// A piece of work to be started.
pub type Task = Pin<Box<dyn Future<Output = ()> + Send>>;
/// Starts work; the program has one place that does.
pub type Spawner = Arc<dyn Fn(Task) + Send + Sync>;
/// Tells the time.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// As much of a request's body as is read.
const MAX_BODY: usize = 1 << 20;

type Ask = (IncomingRequest, oneshot::Sender<Answer>);

/// Starts the built-in cloud.
#[derive(Debug)]
pub struct Server;

/// A cloud that is running; dropping it stops it.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    stop: CancellationToken,
}

impl Running {
    /// The base URL, for example `http://127.0.0.1:4000`.
    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Stops listening and closes every connection.
    pub fn stop(&self) {
        self.stop.cancel();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Server {
    /// Listens on 127.0.0.1 (`port` 0: any free one) and serves `scenario`. To be called inside a tokio runtime with network and time.
    ///
    /// # Errors
    /// The port is taken, or no runtime is there.
    pub fn start(
        scenario: Scenario,
        port: u16,
        now: Now,
        spawn: &Spawner,
    ) -> std::io::Result<Running> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        let addr = listener.local_addr()?;
        let stop = CancellationToken::new();
        let (ask, asked) = mpsc::channel(64);
        let cloud = Cloud::new(scenario, now());
        let own = stop.clone();
        spawn(Box::pin(async move {
            let _ = own.run_until_cancelled_owned(keep(cloud, asked, now)).await;
        }));
        let (own, spawner) = (stop.clone(), Arc::clone(spawn));
        spawn(Box::pin(async move {
            let _ =
                own.clone().run_until_cancelled_owned(accept(listener, ask, own, spawner)).await;
        }));
        Ok(Running { addr, stop })
    }
}

/// The one owner of the cloud.
async fn keep(mut cloud: Cloud, mut asked: mpsc::Receiver<Ask>, now: Now) {
    while let Some((request, reply)) = asked.recv().await {
        // Whoever asked may be gone; what was asked for happens all the same, as in a real cloud.
        let _ = reply.send(cloud.answer(&request, now()));
    }
}

async fn accept(
    listener: TcpListener,
    ask: mpsc::Sender<Ask>,
    stop: CancellationToken,
    spawn: Spawner,
) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let (ask, own) = (ask.clone(), stop.clone());
                spawn(Box::pin(async move {
                    let _ = own.run_until_cancelled_owned(serve(stream, ask)).await;
                }));
            }
            // Out of file descriptors, most likely: leave the others time to finish.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn serve(stream: TcpStream, ask: mpsc::Sender<Ask>) {
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |request| respond(request, ask.clone()));
    // An error of the service makes hyper drop the connection without a reply, which is what `Close` means.
    let _ = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// Why a connection ends without a reply.
#[derive(Debug, thiserror::Error)]
#[error("closed without a reply")]
struct Closed;

async fn respond(
    request: Request<Incoming>,
    ask: mpsc::Sender<Ask>,
) -> Result<Response<Full<Bytes>>, Closed> {
    let request = read(request).await.ok_or(Closed)?;
    let (reply, answered) = oneshot::channel();
    ask.send((request, reply)).await.map_err(|_| Closed)?;
    let answer = answered.await.map_err(|_| Closed)?;
    if answer.after_ms > 0 {
        tokio::time::sleep(Duration::from_millis(answer.after_ms)).await;
    }
    match answer.kind {
        AnswerKind::Close => Err(Closed),
        AnswerKind::Hang => std::future::pending().await,
        AnswerKind::Reply { status, content_type, body } => {
            let mut reply = Response::builder()
                .status(status)
                .header(CONTENT_TYPE, content_type)
                .header(DATE, answer.date);
            if answer.closes {
                reply = reply.header(CONNECTION, "close");
            }
            reply.body(Full::new(Bytes::from(body))).map_err(|_| Closed)
        }
    }
}

async fn read(request: Request<Incoming>) -> Option<IncomingRequest> {
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, MAX_BODY).collect().await.ok()?.to_bytes();
    let text =
        |value: &hyper::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    Some(IncomingRequest {
        method: parts.method.to_string(),
        host: parts.headers.get(HOST).map(text).unwrap_or_default(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect(),
        body: body.to_vec(),
    })
}
