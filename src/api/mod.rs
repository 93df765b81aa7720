//! Tencent Cloud: what is sent, and what comes back.
//!
//! [`Client`] has one method per need and the only choice between the two generations. Below it everything is pure: a [`call::Call`] is
//! encoded into a [`message::HttpRequest`] and decoded from a [`message::HttpReply`], whatever carries them.

mod account;
pub mod call;
mod connect_error;
pub mod credential_store;
pub mod credentials;
pub mod endpoint;
pub mod error;
pub mod http;
pub mod lenient;
pub mod message;
pub mod metadata;
pub mod probe;
mod probe_tls;
pub mod proxy;
pub mod rate_limit;
mod ready_connection;
mod row;
mod secrets;
pub mod sign;
pub mod sts;
pub mod v2;
pub mod v3;

use crate::domain::fault::{Fault, FaultClass, ReadRetry};
use crate::domain::sanitize::visible;
use crate::domain::{
    Accepted, EipPage, EipQuery, Generation, Moment, Mutation, NicPage, NicQuery, Region,
};
use call::{Call, EncodeContext};
use credential_store::CredentialStore;
use endpoint::{Endpoint, Endpoints};
use futures_util::future::{Either, select};
use http::{Reach, SetupError, Transport, TransportSettings};
use message::{HttpReply, HttpRequest, TransportError};
use rate_limit::RateLimit;
use secrets::Secrets;
use sign::v2::SignatureMethod;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;
use v2::CallV2;
use v2::describe_eip::DescribeEip;
use v2::{eip_bind_instance::EipBindInstance, eip_un_bind_instance::EipUnBindInstance};
use v3::CallV3;
use v3::describe_addresses::DescribeAddresses;
use v3::describe_regions::DescribeRegions;
use v3::{associate_address::AssociateAddress, disassociate_address::DisassociateAddress};

/// Attempts of a read (`docs/contract.md` §5).
const READ_ATTEMPTS: u32 = 3;
/// First back-off of a read; it doubles.
const BACK_OFF_MS: u64 = 500;

/// Rows of a page of EIPs and of NICs.
pub fn page_sizes(generation: Generation) -> (u64, u64) {
    match generation {
        Generation::V2 => (v2::describe_eip::LIMIT, v2::describe_network_interfaces::LIMIT),
        Generation::V3 => (100, 100),
    }
}

/// What a client is made of.
#[derive(Clone)]
pub struct ClientSettings {
    /// The API it speaks. It never switches.
    pub generation: Generation,
    /// Where it goes.
    pub endpoints: Endpoints,
    /// What it signs with; may change between requests.
    pub credentials: CredentialStore,
    /// Deadlines, proxy, certificates.
    pub transport: TransportSettings,
    /// RateLimit of the account; 0 sets no limit.
    pub requests_per_second: u32,
    /// The clock, as the program's only one is elsewhere.
    pub clock: Rc<dyn Fn() -> Moment>,
    /// API 2.0's HMAC.
    pub signature_method: SignatureMethod,
}

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
}

/// What carries requests: the network, or a function that answers them in memory.
enum Carrier {
    Http(Box<Transport>),
    /// The base that a connection is ready for, where they are simulated.
    Memory(Simulated, RefCell<Option<String>>),
}

impl Carrier {
    async fn pause(&self, ms: u64) {
        match self {
            Self::Http(_) => http::pause(ms).await,
            Self::Memory(simulated, _) if ms > 0 => (simulated.pause)(ms).await,
            Self::Memory(..) => {}
        }
    }

    /// A random number; `None` where the system has none to give.
    fn jitter(&self) -> Option<u32> {
        match self {
            Self::Http(_) => getrandom::u32().ok(),
            Self::Memory(simulated, _) => Some((simulated.jitter)()),
        }
    }

    /// Makes a connection to this base beforehand, where the host does not keep the one of the reading open.
    async fn prepare(&self, endpoint: &Endpoint) {
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

    async fn carry(
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
                let has_one = ready.take().as_deref() == Some(endpoint.base());
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

struct Inner {
    settings: ClientSettings,
    carrier: Carrier,
    pace: RefCell<RateLimit>,
    nonce: Cell<u32>,
    /// Whether the account is a traditional one, once that is known or known not to be told.
    account: tokio::sync::Mutex<account::Account>,
}

/// A client of one account and generation. Cloning is cheap, and clones share connections and pace.
#[derive(Clone)]
pub struct Client {
    inner: Rc<Inner>,
    attempts: u32,
    /// Its requests are counted, and wait for no others.
    urgent: bool,
    /// A mutation must be on the wire by then, by the steady clock, or it does not leave.
    not_after_ms: Option<u64>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("generation", &self.inner.settings.generation)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// A client over the network. Nothing is connected yet.
    ///
    /// # Errors
    /// [`SetupError`] for a proxy or certificate that can't be used.
    pub fn new(settings: ClientSettings) -> Result<Self, SetupError> {
        let transport = Transport::new(settings.transport.clone())?;
        Ok(Self::build(settings, Carrier::Http(Box::new(transport))))
    }

    /// A client whose requests are answered by a function; it waits and rolls dice like one over the network.
    pub fn in_memory(settings: ClientSettings, answer: Rc<dyn Fn(HttpRequest) -> Carried>) -> Self {
        let pause = Rc::new(|ms| -> Paused { Box::pin(http::pause(ms)) });
        let jitter = Rc::new(|| getrandom::u32().unwrap_or(u32::MAX / 2));
        Self::simulated(settings, Simulated { answer, pause, jitter, connect: None })
    }

    /// A client in a world of its own: same world, same requests at the same times.
    pub fn simulated(settings: ClientSettings, world: Simulated) -> Self {
        Self::build(settings, Carrier::Memory(world, RefCell::default()))
    }

    fn build(settings: ClientSettings, carrier: Carrier) -> Self {
        let pace = RefCell::new(RateLimit::new(settings.requests_per_second));
        // Counting on from a random start, no nonce of this client is used twice.
        let start =
            carrier.jitter().unwrap_or_else(|| (settings.clock)().wall.as_millisecond() as u32);
        Self {
            inner: Rc::new(Inner {
                settings,
                carrier,
                pace,
                nonce: Cell::new(start),
                account: tokio::sync::Mutex::default(),
            }),
            attempts: READ_ATTEMPTS,
            urgent: false,
            not_after_ms: None,
        }
    }

    /// The same client, whose reads are tried once only: for probing which API answers.
    pub fn single_attempt(&self) -> Self {
        Self { attempts: 1, ..self.clone() }
    }

    /// The same client for what an operator waits for: a look at one EIP, its NIC or its task does not queue behind the pages of a list.
    fn urgent_if(&self, urgent: bool) -> Self {
        Self { urgent, ..self.clone() }
    }

    /// The same client, whose mutations leave by then, by the steady clock, or not at all ([`crate::domain::LocalError::ReadingTooOld`]).
    pub fn not_after(&self, mono_ms: u64) -> Self {
        Self { not_after_ms: Some(mono_ms), ..self.clone() }
    }

    /// Sees to it that a mutation in this region finds a connection. To be called before the reading that it goes on.
    pub async fn prepare(&self, region: &Region) {
        let endpoints = &self.inner.settings.endpoints;
        let endpoint = self.choose(
            endpoints.v2(call::Service::Eip),
            endpoints.v3(call::Service::Vpc, Some(region)),
        );
        self.inner.carrier.prepare(&endpoint).await;
    }

    /// The API it speaks.
    pub fn generation(&self) -> Generation {
        self.inner.settings.generation
    }

    /// Rows of a page of [`Self::describe_eips`].
    pub fn list_limit(&self) -> u64 {
        self.choose(v2::describe_eip::LIMIT, v3::describe_addresses::LIMIT)
    }

    /// Rows of a page of [`Self::describe_nics`].
    pub fn nic_limit(&self) -> u64 {
        self.choose(v2::describe_network_interfaces::LIMIT, v3::describe_network_interfaces::LIMIT)
    }

    /// One page of EIPs. API 3.0 has no `search_key`: there the name is the caller's to match.
    ///
    /// # Errors
    /// The last attempt's fault.
    pub async fn describe_eips(
        &self,
        region: &Region,
        query: &EipQuery,
        offset: u64,
    ) -> Result<EipPage, Fault> {
        let old = || DescribeEip::page(region, query, offset);
        self.urgent_if(query.is_of_one())
            .run(old, || Ok(DescribeAddresses::page(region, query, offset)))
            .await
    }

    /// One page of NICs.
    ///
    /// # Errors
    /// The last attempt's fault.
    pub async fn describe_nics(
        &self,
        region: &Region,
        query: &NicQuery,
        offset: u64,
    ) -> Result<NicPage, Fault> {
        let old = || {
            v2::describe_network_interfaces::DescribeNetworkInterfaces::page(region, query, offset)
        };
        self.urgent_if(query.network_interface_id.is_some())
            .run(old, || {
                Ok(v3::describe_network_interfaces::DescribeNetworkInterfaces::page(
                    region, query, offset,
                ))
            })
            .await
    }

    /// Sends a mutation: once, whatever happens. A success means *accepted*, not *done*.
    ///
    /// # Errors
    /// The fault, which says whether it may have acted all the same.
    pub async fn mutate(&self, region: &Region, mutation: &Mutation) -> Result<Accepted, Fault> {
        let region = || region.clone();
        match mutation.clone() {
            Mutation::Unbind { target, alloc_wan_ip, un_bind_private_ip_with_eip } => {
                let same = target.clone();
                let old = || EipUnBindInstance {
                    region: region(),
                    target,
                    alloc_wan_ip,
                    un_bind_private_ip_with_eip,
                };
                self.run(old, || {
                    DisassociateAddress::new(
                        region(),
                        same,
                        alloc_wan_ip,
                        un_bind_private_ip_with_eip,
                    )
                })
                .await
            }
            Mutation::Bind { eip_id, target } => {
                let (same_eip, same) = (eip_id.clone(), target.clone());
                let old = || EipBindInstance { region: region(), eip_id, target };
                self.run(old, || {
                    Ok(AssociateAddress { region: region(), eip_id: same_eip, target: same })
                })
                .await
            }
        }
    }

    /// The regions open to the account. For API 2.0 there is [`Region::all`].
    ///
    /// # Errors
    /// The last attempt's fault.
    pub async fn regions(&self) -> Result<Vec<Region>, Fault> {
        self.only_v3(&DescribeRegions).await
    }

    /// The only choice between the generations.
    fn choose<T>(&self, old: T, new: T) -> T {
        match self.generation() {
            Generation::V2 => old,
            Generation::V3 => new,
        }
    }

    async fn run<A, B>(
        &self,
        old: impl FnOnce() -> A,
        new: impl FnOnce() -> Result<B, Fault>,
    ) -> Result<A::Output, Fault>
    where
        A: CallV2,
        B: CallV3<Output = A::Output>,
    {
        if self.choose(true, false) {
            return self
                .perform(&old(), &self.inner.settings.endpoints.v2(A::SERVICE), v2::encode)
                .await;
        }
        self.only_v3(&new()?).await
    }

    async fn only_v3<C: CallV3>(&self, call: &C) -> Result<C::Output, Fault> {
        if self.choose(true, false) {
            return Err(Fault::local(FaultClass::Local, format!("API 2.0 has no {}", C::ACTION)));
        }
        self.perform(call, &self.inner.settings.endpoints.v3(C::SERVICE, call.region()), v3::encode)
            .await
    }

    /// Tries a read as often as its faults allow, a mutation once. Every attempt has a new time, nonce and signature.
    async fn perform<C: Call>(
        &self,
        call: &C,
        endpoint: &Endpoint,
        encode: impl Fn(&C, &EncodeContext<'_>) -> HttpRequest,
    ) -> Result<C::Output, Fault> {
        let mut attempt = 1;
        loop {
            let fault = match self.attempt(call, endpoint, &encode).await {
                Ok(output) => return Ok(output),
                Err(fault) => fault,
            };
            let limit = match fault.read_retry {
                _ if C::MUTATES => 1,
                ReadRetry::Never => 1,
                ReadRetry::Once => self.attempts.min(2),
                ReadRetry::BackOff => self.attempts,
            };
            if attempt >= limit {
                return Err(fault);
            }
            tracing::debug!(action = C::ACTION, attempt, why = %visible(&fault.message), "read once more");
            let carrier = &self.inner.carrier;
            carrier.pause(back_off(attempt, carrier.jitter().unwrap_or(u32::MAX / 2))).await;
            attempt += 1;
        }
    }

    async fn attempt<C: Call>(
        &self,
        call: &C,
        endpoint: &Endpoint,
        encode: &impl Fn(&C, &EncodeContext<'_>) -> HttpRequest,
    ) -> Result<C::Output, Fault> {
        let (inner, settings) = (&self.inner, &self.inner.settings);
        let wait = inner.pace.borrow_mut().take((settings.clock)().mono_ms);
        // A change goes on the reading before it, which would grow old in a queue: it is counted, and the others wait the longer.
        if !C::MUTATES && !self.urgent {
            inner.carrier.pause(wait).await;
        }
        // Until a change has its answer, it is the same credentials that stand.
        let _hold = C::MUTATES.then(|| settings.credentials.hold());
        let lease = settings.credentials.lease(|| (settings.clock)().wall, C::MUTATES).await?;
        let begun = (settings.clock)();
        tracing::trace!(
            action = C::ACTION,
            queued_ms = if C::MUTATES || self.urgent { 0 } else { wait },
            key = lease.credentials.secret_id.masked(),
            "request goes out"
        );
        let context = EncodeContext {
            endpoint,
            credentials: &lease.credentials,
            at: begun.wall,
            nonce: self.next_nonce(),
            signature_method: settings.signature_method,
        };
        let request = encode(call, &context);
        let left = |until: u64| Duration::from_millis(until.saturating_sub(begun.mono_ms));
        let reach = if C::MUTATES {
            Reach::Mutation { within: self.not_after_ms.map(left) }
        } else {
            Reach::Read
        };
        let carried = inner.carrier.carry(&request, endpoint, reach).await;
        let ended = (settings.clock)();
        let result = match &carried {
            Ok(reply) => call.decode(reply),
            Err(error) => Err(error::transport_fault(error)),
        };
        let result = result.map_err(|fault| {
            let secrets = Secrets::of(Some(&lease.credentials), &request);
            // Hidden before anything is cut: what is left of a secret at an edge is a part of it, too.
            let reply = carried.as_ref().ok();
            let hidden = reply.and_then(|reply| error::hidden_reply(reply, &secrets));
            let fault = hidden.and_then(|reply| call.decode(&reply).err()).unwrap_or(fault);
            error::without_secrets(fault, &secrets)
        });
        if result.as_ref().is_err_and(|fault| fault.class == FaultClass::Throttled) {
            inner.pace.borrow_mut().throttled(ended.mono_ms);
        }
        trace::<C>(call, endpoint, &carried, &result, ended.since(begun));
        let bytes = carried.as_ref().map_or(0, |reply| reply.body.len());
        tracing::trace!(action = C::ACTION, bytes, took_ms = ended.since(begun), "reply");
        result
    }

    /// From 1 to 2³¹-1: no upper bound is documented, and SDKs differ (`docs/api-v2.md` §1.1).
    fn next_nonce(&self) -> u32 {
        let next = (self.inner.nonce.get().wrapping_add(1) & 0x7fff_ffff).max(1);
        self.inner.nonce.set(next);
        next
    }
}

/// A step that doubles, give or take a quarter by jitter, so that many readers don't come back together.
fn back_off(attempt: u32, random: u32) -> u64 {
    let step = BACK_OFF_MS << (attempt - 1).min(4);
    step * 3 / 4 + u64::from(random) * (step / 2) / u64::from(u32::MAX)
}

/// One line per request for the log: nothing of its parameters, signature or body.
fn trace<C: Call>(
    call: &C,
    endpoint: &Endpoint,
    carried: &Result<HttpReply, TransportError>,
    result: &Result<C::Output, Fault>,
    took_ms: u64,
) {
    let region = call.region().map_or("-", Region::as_str);
    let status = carried.as_ref().map_or(0, |reply| reply.status);
    let (class, code) =
        result.as_ref().err().map_or(("ok", ""), |fault| (fault.class.word(), fault.code.as_str()));
    let request_id = result
        .as_ref()
        .err()
        .and_then(|fault| fault.request_id.as_ref())
        .map_or("-", |id| id.as_str());
    tracing::info!(
        action = C::ACTION,
        region,
        host = endpoint.signed_host(),
        status,
        took_ms,
        class,
        code,
        request_id,
        "request"
    );
}

#[cfg(test)]
mod tests;
