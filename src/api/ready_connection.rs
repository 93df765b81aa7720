//! A connection that is there before the request, for a mutation: what it goes on is a reading, and that must be young when the request is
//! on the wire (`docs/contract.md` §2, promise 3).
//!
//! reqwest connects when a request asks for it, and not before. So a request that is never sent asks for one: its connection is kept, and it
//! gets an error in its place. The mutation then takes the connection that was kept, or makes one as long as there is time left, or fails
//! with [`TooLate`] before a byte of it left. Reads are not concerned.
//!
//! Where connections are made in a moment none is made ahead: an idle one would hold up a server that serves one connection at a time.

use futures_util::future::{Either, select};
use hyper::rt::{Read, ReadBuf};
use std::any::Any;
use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};
use tower_layer::Layer;
use tower_service::Service;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// An idle connection is not trusted longer than the pool trusts its own.
const IDLE: Duration = Duration::from_secs(30);
/// A connection that is made within this time leaves enough of the second that a request has.
const QUICK: Duration = Duration::from_millis(250);

tokio::task_local! {
    static PURPOSE: Purpose;
}

/// What a connection that is asked for is to be used for; without one, for a read.
#[derive(Debug, Clone)]
enum Purpose {
    /// It is kept for a mutation to this base.
    Keep(String),
    /// A mutation to this base, which must have it by then.
    Use(String, Instant),
}

/// Runs a request whose connection, if it needs one, is kept for a later one to this base. It must use a client without a pool.
pub(super) async fn keeping<F: Future>(base: &str, request: F) -> F::Output {
    PURPOSE.scope(Purpose::Keep(base.to_owned()), request).await
}

/// Runs a request to this base that takes the connection which was kept, and fails with [`TooLate`] where it has none by then.
pub(super) async fn using<F: Future>(base: &str, until: Instant, request: F) -> F::Output {
    PURPOSE.scope(Purpose::Use(base.to_owned(), until), request).await
}

/// There was no connection in time: nothing was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no connection while the reading was young enough")]
pub(super) struct TooLate;

/// The error of the request that was never to be sent.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the connection is kept")]
struct Kept;

/// Whether an error, or what caused it, is [`TooLate`].
pub(super) fn is_too_late(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |layer| layer.source())
        .any(<dyn std::error::Error>::is::<TooLate>)
}

/// A connection that nobody uses.
trait Idle: Any + Send {
    /// Whether the other side has neither closed it nor said anything.
    fn is_open(&mut self) -> bool;
}

impl<C: Read + Unpin + Any + Send> Idle for C {
    fn is_open(&mut self) -> bool {
        let mut bytes = [0; 1];
        let mut buffer = ReadBuf::new(&mut bytes);
        let mut context = Context::from_waker(Waker::noop());
        Pin::new(self).poll_read(&mut context, buffer.unfilled()).is_pending()
    }
}

struct Stored {
    base: String,
    at: Instant,
    connection: Box<dyn Idle>,
}

/// The place of one connection, shared by the clients that keep and use it.
#[derive(Clone, Default)]
pub(super) struct ReadyConnection(Arc<Shared>);

#[derive(Default)]
struct Shared {
    stored: Mutex<Option<Stored>>,
    /// Whether the last connection took so long that the next may come too late after a reading.
    is_slow: AtomicBool,
}

impl fmt::Debug for ReadyConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReadyConnection")
    }
}

impl ReadyConnection {
    /// Whether connections take so long that one is better made ahead.
    pub(super) fn is_slow(&self) -> bool {
        self.0.is_slow.load(Ordering::Relaxed)
    }

    fn took(&self, time: Duration) {
        self.0.is_slow.store(time > QUICK, Ordering::Relaxed);
    }

    /// Whether one is there for this base; one that can't be used any more is let go.
    pub(super) fn is_there(&self, base: &str) -> bool {
        let Ok(mut stored) = self.0.stored.try_lock() else { return false };
        let is_there = stored.as_mut().is_some_and(|stored| {
            stored.base == base && stored.at.elapsed() < IDLE && stored.connection.is_open()
        });
        if !is_there {
            *stored = None;
        }
        is_there
    }

    /// Lets it go.
    pub(super) fn clear(&self) {
        if let Ok(mut stored) = self.0.stored.try_lock() {
            *stored = None;
        }
    }

    fn put(&self, base: String, connection: Box<dyn Idle>) {
        if let Ok(mut stored) = self.0.stored.try_lock() {
            *stored = Some(Stored { base, at: Instant::now(), connection });
        }
    }

    fn take<C: Any>(&self, base: &str) -> Option<C> {
        if !self.is_there(base) {
            return None;
        }
        let connection: Box<dyn Any> = self.0.stored.try_lock().ok()?.take()?.connection;
        connection.downcast::<C>().ok().map(|connection| *connection)
    }
}

impl<S> Layer<S> for ReadyConnection {
    type Service = Connecting<S>;

    fn layer(&self, inner: S) -> Connecting<S> {
        Connecting { inner, ready: self.clone() }
    }
}

/// Connects, or hands out the connection that was kept.
#[derive(Debug, Clone)]
pub(super) struct Connecting<S> {
    inner: S,
    ready: ReadyConnection,
}

impl<S, To> Service<To> for Connecting<S>
where
    S: Service<To, Error = BoxError>,
    S::Response: Read + Unpin + Send + 'static,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, to: To) -> Self::Future {
        match PURPOSE.try_with(Clone::clone) {
            Err(_) => {
                let (connecting, place) = (self.inner.call(to), self.ready.clone());
                let begun = Instant::now();
                Box::pin(async move {
                    let connection = connecting.await?;
                    place.took(begun.elapsed());
                    Ok(connection)
                })
            }
            Ok(Purpose::Keep(base)) => {
                let (connecting, place) = (self.inner.call(to), self.ready.clone());
                Box::pin(async move {
                    place.put(base, Box::new(connecting.await?));
                    Err(Kept.into())
                })
            }
            Ok(Purpose::Use(base, until)) => match self.ready.take(&base) {
                Some(connection) => Box::pin(ready(Ok(connection))),
                None => {
                    let connecting = Box::pin(self.inner.call(to));
                    let (place, begun) = (self.ready.clone(), Instant::now());
                    Box::pin(async move {
                        let connected = select(connecting, Box::pin(sleep_until(until))).await;
                        place.took(begun.elapsed());
                        match connected {
                            Either::Left((connected, _)) => connected,
                            Either::Right(_) => {
                                // However little time was left: the next attempt has one of its own.
                                place.took(Duration::MAX);
                                Err(TooLate.into())
                            }
                        }
                    })
                }
            },
        }
    }
}
