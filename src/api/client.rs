//! One method per need of the program, and the only choice between the two generations.

use super::carrier::{Carried, Carrier, Paused, Simulated};
use super::credential_store::CredentialStore;
use super::endpoint::{Endpoints, Service};
use super::http::{self, SetupError, Transport, TransportSettings};
use super::message::HttpRequest;
use super::rate_limit::RateLimit;
use super::sign::v2::SignatureMethod;
use super::v2::{self, CallV2, describe_eip::DescribeEip};
use super::v3::{
    self, CallV3, describe_addresses::DescribeAddresses, describe_regions::DescribeRegions,
};
use crate::domain::fault::{Fault, FaultClass};
use crate::domain::{
    Accepted, EipPage, EipQuery, Generation, Moment, Mutation, NicPage, NicQuery, Region,
};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

/// Attempts of a read (`docs/contract.md` §5).
const READ_ATTEMPTS: u32 = 3;

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
    pub(super) settings: ClientSettings,
    pub(super) carrier: Carrier,
    pub(super) pace: RefCell<RateLimit>,
    pub(super) nonce: Cell<u32>,
    /// Whether the account is a traditional one, once that is known or known not to be told.
    pub(super) account: tokio::sync::Mutex<Account>,
    pub(super) decoding: tokio::sync::Mutex<()>,
}

/// A client of one account and generation. Cloning is cheap, and clones share connections and pace.
#[derive(Clone)]
pub struct Client {
    pub(super) inner: Rc<Inner>,
    pub(super) attempts: u32,
    /// Its requests are counted, and wait for no others.
    pub(super) urgent: bool,
    /// A mutation must be on the wire by then, by the steady clock, or it does not leave.
    pub(super) not_after_ms: Option<u64>,
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
                .ask(&old(), &self.inner.settings.endpoints.v2(A::SERVICE), v2::encode)
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
        self.ask(call, &self.inner.settings.endpoints.v3(C::SERVICE, call.region()), v3::encode)
            .await
    }
}

#[cfg(test)]
mod tests;
