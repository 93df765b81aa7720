//! One method per need of the program, and the only choice between the two generations.

use super::call::{Call, EncodeContext};
use super::carrier::{Carried, Carrier, Paused, Simulated};
use super::credential_store::CredentialStore;
use super::endpoint::{Endpoint, Endpoints, Service};
use super::error;
use super::http::{self, Reach, SetupError, Transport, TransportSettings};
use super::message::{HttpReply, HttpRequest, TransportError};
use super::rate_limit::RateLimit;
use super::secrets::Secrets;
use super::sign::v2::SignatureMethod;
use super::v2::{self, CallV2, describe_eip::DescribeEip};
use super::v3::{
    self, CallV3, describe_addresses::DescribeAddresses, describe_regions::DescribeRegions,
};
use crate::domain::fault::{Fault, FaultClass, ReadRetry};
use crate::domain::sanitize::visible;
use crate::domain::{
    Accepted, EipPage, EipQuery, Generation, Moment, Mutation, NicPage, NicQuery, Region,
};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

/// Attempts of a read (`docs/contract.md` §5).
const READ_ATTEMPTS: u32 = 3;
/// First back-off of a read; it doubles.
const BACK_OFF_MS: u64 = 500;

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
    /// Requests a second for the account; 0 sets no limit.
    pub requests_per_second: u32,
    /// The clock, as the program's only one is elsewhere.
    pub clock: Rc<dyn Fn() -> Moment>,
    /// API 2.0's HMAC.
    pub signature_method: SignatureMethod,
}

/// What is known of the kind of account.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Account {
    /// Nothing yet: to be asked.
    #[default]
    NotAsked,
    /// Whether it is a traditional one.
    Legacy(bool),
    /// The cloud would not tell, and will not.
    Untold,
}

pub(super) struct Inner {
    settings: ClientSettings,
    pub(super) carrier: Carrier,
    pace: RefCell<RateLimit>,
    nonce: Cell<u32>,
    /// Whether the account is a traditional one, once that is known or known not to be told.
    pub(super) account: tokio::sync::Mutex<Account>,
    decoding: tokio::sync::Mutex<()>,
}

/// A client of one account and generation. Cloning is cheap, and clones share connections and pace.
#[derive(Clone)]
pub struct Client {
    pub(super) inner: Rc<Inner>,
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
    pub(crate) fn new(settings: ClientSettings) -> Result<Self, SetupError> {
        let transport = Transport::new(settings.transport.clone())?;
        Ok(Self::build(settings, Carrier::Http(Box::new(transport))))
    }

    /// A client whose requests are answered by a function; it waits and draws random numbers like one over the network.
    pub fn in_memory(settings: ClientSettings, answer: Rc<dyn Fn(HttpRequest) -> Carried>) -> Self {
        let pause = Rc::new(|ms| -> Paused { Box::pin(http::pause(ms)) });
        let jitter = Rc::new(|| getrandom::u32().unwrap_or(u32::MAX / 2));
        Self::simulated(
            settings,
            Simulated { answer, pause, jitter, connect: None, closes: Rc::new(|| false) },
        )
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
                decoding: tokio::sync::Mutex::default(),
            }),
            attempts: READ_ATTEMPTS,
            urgent: false,
            not_after_ms: None,
        }
    }

    /// The same client, whose reads are tried once only: for probing which API answers.
    pub(crate) fn single_attempt(&self) -> Self {
        Self { attempts: 1, ..self.clone() }
    }

    /// The same client for what an operator waits for: a look at one EIP, its NIC or its task does not queue behind the pages of a list.
    pub(super) fn urgent_if(&self, urgent: bool) -> Self {
        Self { urgent, ..self.clone() }
    }

    /// The same client, whose mutations leave by then, by the steady clock, or not at all ([`crate::domain::LocalError::ReadingTooOld`]).
    pub(crate) fn not_after(&self, mono_ms: u64) -> Self {
        Self { not_after_ms: Some(mono_ms), ..self.clone() }
    }

    /// Sees to it that a mutation in this region finds a connection. To be called before the reading that it goes on.
    pub(crate) async fn prepare(&self, region: &Region) {
        let endpoints = &self.inner.settings.endpoints;
        let endpoint =
            self.choose(endpoints.v2(Service::Eip), endpoints.v3(Service::Vpc, Some(region)));
        self.inner.carrier.prepare(&endpoint).await;
    }

    /// The API it speaks.
    pub(crate) fn generation(&self) -> Generation {
        self.inner.settings.generation
    }

    /// Rows of a page of [`Self::describe_eips`].
    pub(crate) fn list_limit(&self) -> u64 {
        super::page_sizes(self.generation()).0
    }

    /// Rows of a page of [`Self::describe_nics`].
    pub fn nic_limit(&self) -> u64 {
        super::page_sizes(self.generation()).1
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
        use v2::describe_network_interfaces::DescribeNetworkInterfaces as Old;
        use v3::describe_network_interfaces::DescribeNetworkInterfaces as New;
        self.urgent_if(query.network_interface_id.is_some())
            .run(|| Old::page(region, query, offset), || Ok(New::page(region, query, offset)))
            .await
    }

    /// Sends a mutation: once, whatever happens. A success means *accepted*, not *done*.
    ///
    /// # Errors
    /// The fault, which says whether it may have acted all the same.
    pub async fn mutate(&self, region: &Region, mutation: &Mutation) -> Result<Accepted, Fault> {
        let (region, mutation) = (region.clone(), mutation.clone());
        let old = || v2::mutation::Change { region: region.clone(), mutation: mutation.clone() };
        self.run(old, || v3::mutation::Change::new(region.clone(), mutation.clone())).await
    }

    /// The regions open to the account. For API 2.0 there is [`Region::all`].
    ///
    /// # Errors
    /// The last attempt's fault.
    pub(crate) async fn regions(&self) -> Result<Vec<Region>, Fault> {
        self.only_v3(&DescribeRegions).await
    }

    /// The only choice between the generations.
    fn choose<T>(&self, old: T, new: T) -> T {
        match self.generation() {
            Generation::V2 => old,
            Generation::V3 => new,
        }
    }

    pub(super) async fn run<A, B>(
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

    pub(super) async fn only_v3<C: CallV3>(&self, call: &C) -> Result<C::Output, Fault> {
        if self.choose(true, false) {
            return Err(Fault::local(
                FaultClass::Local,
                format!("API 2.0 has no {}", call.action()),
            ));
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
            tracing::debug!(action = call.action(), attempt, why = %visible(&fault.message), "read once more");
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
            action = call.action(),
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
        // Many pages may come at once over the network. Between any two of them a key is answered.
        let is_page = carried.as_ref().is_ok_and(|reply| reply.body.len() > 8_192) && !self.urgent;
        let turn = async { (inner.decoding.lock().await, tokio::task::yield_now().await) };
        let is_far = matches!(inner.carrier, Carrier::Http(_));
        let _turn = if is_page && is_far { Some(turn.await) } else { None };
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
        tracing::trace!(action = call.action(), bytes, took_ms = ended.since(begun), "reply");
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
        action = call.action(),
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
