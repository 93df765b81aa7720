//! What carries requests: the network, or a world in memory.

use super::endpoint::Endpoint;
use super::http::{self, Reach, Transport};
use super::message::{HttpReply, HttpRequest, TransportError};
use futures_util::future::{Either, select};
use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use tokio::sync::SemaphorePermit;

/// A reply on its way.
pub type Carried = Pin<Box<dyn Future<Output = Result<HttpReply, TransportError>>>>;

/// A pause on its way.
pub type Paused = Pin<Box<dyn Future<Output = ()>>>;

/// Waits as long as a new connection to this base takes.
pub type Connecting = Rc<dyn Fn(&str) -> Paused>;

/// The outside of a client that is simulated: what answers, what waits, and what chance is made of.
#[derive(Clone)]
pub struct Simulated {
    /// Answers a request.
    pub answer: Rc<dyn Fn(HttpRequest) -> Carried>,
    /// Waits so many milliseconds.
    pub pause: Rc<dyn Fn(u64) -> Paused>,
    /// Gives any number.
    pub jitter: Rc<dyn Fn() -> u32>,
    /// How long connections take; `None` where every host keeps them open.
    pub connect: Option<Connecting>,
    /// Whether the connection that was made beforehand was closed by the host meanwhile.
    pub closes: Rc<dyn Fn() -> bool>,
}

/// What carries requests: the network, or a function that answers them in memory.
pub(super) enum Carrier {
    Http(Box<Transport>),
    /// The base that a connection is ready for, where they are simulated.
    Memory(Simulated, RefCell<Option<String>>),
}

impl Carrier {
    pub(super) async fn pause(&self, ms: u64) {
        match self {
            Self::Http(_) => http::pause(ms).await,
            Self::Memory(simulated, _) if ms > 0 => (simulated.pause)(ms).await,
            Self::Memory(..) => {}
        }
    }

    /// A random number; `None` where the system has none to give.
    pub(super) fn jitter(&self) -> Option<u32> {
        match self {
            Self::Http(_) => getrandom::u32().ok(),
            Self::Memory(simulated, _) => Some((simulated.jitter)()),
        }
    }

    /// Makes a connection to this base beforehand, where the host does not keep the one of the reading open.
    pub(super) async fn prepare(&self, endpoint: &Endpoint) {
        match self {
            Self::Http(transport) => {
                transport.prepare(endpoint.base(), endpoint.is_loopback()).await;
            }
            Self::Memory(Simulated { connect: Some(connect), .. }, ready) => {
                if ready.borrow().as_deref() != Some(endpoint.base()) {
                    connect(endpoint.base()).await;
                    *ready.borrow_mut() = Some(endpoint.base().to_owned());
                }
            }
            Self::Memory(..) => {}
        }
    }

    /// Waits until another read may go out.
    pub(super) async fn lane(&self) -> Option<SemaphorePermit<'_>> {
        match self {
            Self::Http(transport) => transport.lanes.take().await,
            Self::Memory(..) => None,
        }
    }

    pub(super) async fn carry(
        &self,
        request: &HttpRequest,
        endpoint: &Endpoint,
        reach: Reach,
    ) -> Result<HttpReply, TransportError> {
        let (simulated, ready) = match self {
            Self::Http(transport) => {
                return transport.send(request, endpoint.is_loopback(), reach).await;
            }
            Self::Memory(simulated, ready) => (simulated, ready),
        };
        let connect = async {
            if let Some(connect) = &simulated.connect {
                connect(endpoint.base()).await;
            }
        };
        match reach {
            Reach::Read | Reach::Mutation { within: None } => connect.await,
            Reach::Mutation { within: Some(within) } if within.is_zero() => {
                return Err(TransportError::TooLate);
            }
            Reach::Mutation { within: Some(within) } => {
                let has_one =
                    ready.take().as_deref() == Some(endpoint.base()) && !(simulated.closes)();
                if !has_one && simulated.connect.is_some() {
                    let late = (simulated.pause)(within.as_millis() as u64);
                    if let Either::Right(_) = select(Box::pin(connect), late).await {
                        return Err(TransportError::TooLate);
                    }
                }
            }
        }
        (simulated.answer)(request.clone()).await
    }
}
