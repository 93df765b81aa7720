//! Which API answers (`product.md` §6): 2.0 first, 3.0 where 2.0 is retired; decided once a session, before anything else is read.

use super::clock::Clock;
use super::lease::Renewal;
use super::memory::Memory;
use crate::api::Client;
use crate::domain::fault::ReadRetry;
use crate::domain::{Fault, FaultClass, Generation, Obstacle, Region};
use std::cell::{OnceCell, RefCell};
use tokio::sync::Mutex;

/// Makes a client of a generation; nothing is connected by that.
pub type MakeClient = Box<dyn Fn(Generation) -> Result<Client, Fault>>;

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// This generation, whatever answers.
    Only(Generation),
    /// Whichever answers; asked in this region.
    Auto(Region),
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The generation in use.
    pub generation: Generation,
    /// Why 2.0 is not, where it was to be tried first; `None` also when 3.0 is remembered from an earlier start.
    pub gone: Option<Fault>,
    /// 3.0 is remembered from an earlier start.
    pub remembered: bool,
}

/// A client that is made, and where needed chosen, when it is first wanted.
pub struct Connector {
    make: MakeClient,
    wanted: Wanted,
    memory: Option<Memory>,
    clock: Clock,
    ready: OnceCell<(Client, Choice)>,
    /// Held by the first read while it finds out who answers: the others wait for it.
    first: Mutex<()>,
    failed: RefCell<Option<(u64, Fault)>>,
    _renewal: Option<Renewal>,
}

/// A failure is told to everyone who asks within this time, instead of being suffered again by each.
const FAILURE_MS: u64 = 2_000;

impl Connector {
    /// Nothing is connected yet.
    pub fn new(make: MakeClient, wanted: Wanted, memory: Option<Memory>, clock: Clock) -> Self {
        let (ready, first, failed) = (OnceCell::new(), Mutex::new(()), RefCell::new(None));
        Self { make, wanted, memory, clock, ready, first, failed, _renewal: None }
    }

    /// Keeps the keys of its clients fresh until it is dropped.
    pub fn with_keys(self, renewal: Option<Renewal>) -> Self {
        Self { _renewal: renewal, ..self }
    }

    /// The client, and what was found when it was chosen; if it was not yet, a reading of the quota finds out.
    ///
    /// # Errors
    /// Why neither generation can be used.
    pub async fn ready(&self) -> Result<&(Client, Choice), Fault> {
        if let Some(ready) = self.ready.get() {
            return Ok(ready);
        }
        let asked = match &self.wanted {
            Wanted::Only(_) => self.read(async |_: &Client| Ok(())).await,
            Wanted::Auto(region) => self.read(async |client: &Client| client.describe_quota(region).await.map(drop)).await,
        };
        match (self.ready.get(), asked) {
            (Some(ready), _) => Ok(ready),
            (None, asked) => Err(asked.err().unwrap_or_else(|| Fault::local(FaultClass::Local, "no client"))),
        }
    }

    /// What was found, if it was found out already.
    pub fn choice(&self) -> Option<&Choice> {
        self.ready.get().map(|(_, choice)| choice)
    }

    /// Reads. The first read of a session is the one that finds out which API answers, so that nothing is read for that alone.
    ///
    /// # Errors
    /// The reading's fault.
    pub async fn read<T>(&self, read: impl AsyncFn(&Client) -> Result<T, Fault>) -> Result<T, Fault> {
        if let (Wanted::Only(generation), None) = (&self.wanted, self.ready.get()) {
            let choice = Choice { generation: *generation, gone: None, remembered: false };
            drop(self.ready.set(((self.make)(*generation)?, choice)));
        }
        if let Some((client, _)) = self.ready.get() {
            return read(client).await;
        }
        let guard = self.first.lock().await;
        if let Some((client, _)) = self.ready.get() {
            drop(guard);
            return read(client).await;
        }
        let recent = self.failed.borrow().clone().filter(|(at, _)| self.clock.now().mono_ms < at + FAILURE_MS);
        if let Some((_, fault)) = recent {
            return Err(fault);
        }
        let (result, chosen) = match self.decide(&read).await {
            Ok((result, client, choice)) => (result, Some((client, choice))),
            Err(fault) => (Err(fault), None),
        };
        match (chosen, &result) {
            (Some(chosen), _) => drop(self.ready.set(chosen)),
            (None, Err(fault)) => *self.failed.borrow_mut() = Some((self.clock.now().mono_ms, fault.clone())),
            (None, Ok(_)) => {}
        }
        result
    }

    /// Reads and decides by the answer. An error that says nothing about the API is an answer, too: it is for whoever reads.
    async fn decide<T>(&self, read: &impl AsyncFn(&Client) -> Result<T, Fault>) -> Result<(Result<T, Fault>, Client, Choice), Fault> {
        let choice = |generation, gone, remembered| Choice { generation, gone, remembered };
        let now = self.clock.now().wall;
        if let Some((memory, code)) = self.memory.as_ref().and_then(|memory| Some((memory, memory.says_v3(now)?))) {
            let client = (self.make)(Generation::V3)?;
            if let Ok(value) = read(&client).await {
                return Ok((
                    Ok(value),
                    client,
                    choice(Generation::V3, Some(Fault { code, ..Fault::local(FaultClass::Unreachable, "") }), true),
                ));
            }
            memory.forget();
        }
        // One attempt: a host that is gone is not worth waiting for three times.
        let v2 = (self.make)(Generation::V2)?;
        let gone = match read(&v2.single_attempt()).await {
            Err(fault) if is_gone(&fault) => fault,
            Err(fault) if fault.read_retry != ReadRetry::Never => return Ok((read(&v2).await, v2, choice(Generation::V2, None, false))),
            answer => return Ok((answer, v2, choice(Generation::V2, None, false))),
        };
        let v3 = (self.make)(Generation::V3)?;
        match read(&v3).await {
            Ok(value) => {
                if let Some(memory) = &self.memory {
                    memory.remember_v3(now, &gone.code);
                }
                Ok((Ok(value), v3, choice(Generation::V3, Some(gone), false)))
            }
            // Neither can be reached: what failed first is the better thing to say.
            Err(fault) if is_gone(&fault) => Err(gone),
            Err(fault) => Ok((Err(fault), v3, choice(Generation::V3, Some(gone), false))),
        }
    }
}

/// Whether this says that API 2.0 is not served here: no address, no connection, 404, 410, 6100, 6200, or an offline code of 3.0. A
/// certificate that can't be trusted, or a proxy that wants a password, says nothing about the API.
fn is_gone(fault: &Fault) -> bool {
    let no_connection = fault.class == FaultClass::Unreachable && fault.obstacle.is_none_or(Obstacle::may_be_gone);
    no_connection || fault.class == FaultClass::Maintenance
}
