//! Which API answers (`docs/contract.md` §6): 2.0 first, 3.0 where 2.0 is retired; decided once a session, before anything else is read.

use super::clock::Clock;
use super::credential_refresh::Renewal;
use super::generation_cache::Memory;
use crate::api::Client;
use crate::domain::fault::ReadRetry;
use crate::domain::sanitize::visible;
use crate::domain::{Delivery, Fault, FaultClass, Generation, LocalError, Region};
use std::cell::{OnceCell, RefCell};
use std::time::Duration;
use tokio::sync::{Mutex, MutexGuard, Notify};
use tokio::time::timeout;

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
    /// Held by the first read while it finds out who answers: the others wait for that, but not for long.
    first: Mutex<()>,
    /// Wakes them: it is decided, or the first read failed.
    news: Notify,
    /// 2.0 was found to be gone while 3.0 has not answered yet: it is not asked again.
    gone: RefCell<Option<Fault>>,
    failed: RefCell<Option<(u64, Fault)>>,
    _renewal: Option<Renewal>,
}

/// The first read is waited for this long, then the others ask, too: the one region that hangs must not hold up the others.
const PATIENCE: Duration = Duration::from_millis(1_500);

impl Connector {
    /// Nothing is connected yet.
    pub fn new(make: MakeClient, wanted: Wanted, memory: Option<Memory>, clock: Clock) -> Self {
        Self {
            make,
            wanted,
            memory,
            clock,
            ready: OnceCell::new(),
            first: Mutex::new(()),
            news: Notify::new(),
            gone: RefCell::new(None),
            failed: RefCell::new(None),
            _renewal: None,
        }
    }

    /// Keeps the keys of its clients fresh until it is dropped.
    pub fn with_keys(self, renewal: Option<Renewal>) -> Self {
        Self { _renewal: renewal, ..self }
    }

    /// The client, and what was found when it was chosen; if it was not yet, a reading of the quota finds out.
    ///
    /// # Errors
    /// Why neither generation can be used.
    pub(crate) async fn ready(&self) -> Result<&(Client, Choice), Fault> {
        if let Some(ready) = self.ready.get() {
            return Ok(ready);
        }
        let asked = match &self.wanted {
            Wanted::Only(_) => self.read(async |_: &Client| Ok(())).await,
            Wanted::Auto(region) => {
                self.read(async |client: &Client| client.describe_quota(region).await.map(drop))
                    .await
            }
        };
        match (self.ready.get(), asked) {
            (Some(ready), _) => Ok(ready),
            (None, asked) => {
                Err(asked.err().unwrap_or_else(|| Fault::local(FaultClass::Local, "no client")))
            }
        }
    }

    /// What was found, if it was found out already.
    pub fn choice(&self) -> Option<&Choice> {
        self.ready.get().map(|(_, choice)| choice)
    }

    /// Reads. The first read of a session is the one that finds out which API answers, so that nothing is read for that alone; where it
    /// takes long, those that came after it ask, too, and the first of them that knows decides for all.
    ///
    /// # Errors
    /// The reading's fault.
    pub async fn read<T>(
        &self,
        read: impl AsyncFn(&Client) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        if let (Wanted::Only(generation), None) = (&self.wanted, self.ready.get()) {
            let choice = Choice { generation: *generation, gone: None, remembered: false };
            drop(self.ready.set(((self.make)(*generation)?, choice)));
        }
        let begun = self.clock.now().mono_ms;
        let first = self.first.try_lock().ok();
        if first.is_none() && self.ready.get().is_none() {
            drop(timeout(PATIENCE, self.news.notified()).await);
        }
        if let Some((client, _)) = self.ready.get() {
            drop(first);
            return read(client).await;
        }
        // A failure is for everyone who waited for it, instead of being suffered again by each; who comes later asks anew.
        let recent = self.failed.borrow().clone().filter(|(at, _)| begun < *at);
        if let Some((_, fault)) = recent {
            return Err(fault);
        }
        let found = self.find_out(&read, first).await;
        if let (Err(fault), None) = (&found, self.ready.get()) {
            *self.gone.borrow_mut() = None;
            *self.failed.borrow_mut() = Some((self.clock.now().mono_ms, fault.clone()));
        }
        self.news.notify_waiters();
        match found? {
            Found::Answer(answer) => answer,
            Found::ReadAgain => match self.ready.get() {
                Some((client, _)) => read(client).await,
                None => Err(Fault::local(FaultClass::Local, "no client")),
            },
        }
    }

    /// Reads and decides by the answer, unless somebody else has decided meanwhile. An error that did not come from the API itself
    /// decides nothing: the next read asks again. `first` is held while others are to wait.
    async fn find_out<T>(
        &self,
        read: &impl AsyncFn(&Client) -> Result<T, Fault>,
        mut first: Option<MutexGuard<'_, ()>>,
    ) -> Result<Found<T>, Fault> {
        let choice = |generation, gone, remembered| Choice { generation, gone, remembered };
        let now = self.clock.now().wall;
        let remembered = match &self.memory {
            Some(memory) => memory.says_v3(now).await.map(|code| (memory, code)),
            None => None,
        };
        if let Some((memory, code)) = remembered {
            let client = (self.make)(Generation::V3)?;
            let answer = read(&client).await;
            if answer.is_ok() || self.ready.get().is_some() {
                let gone = Fault { code, ..Fault::local(FaultClass::Unreachable, "") };
                return Ok(self.decide(answer, client, choice(Generation::V3, Some(gone), true)));
            }
            memory.forget().await;
        }
        if self.gone.borrow().is_none() {
            // One attempt: a host that is gone is not worth waiting for three times.
            let v2 = (self.make)(Generation::V2)?;
            let once = v2.single_attempt();
            let asked = async {
                match read(&once).await {
                    Err(fault) if !is_gone(&fault) && fault.read_retry != ReadRetry::Never => {
                        // Trying again is this read's own affair: the others need not wait for it.
                        drop(first.take());
                        self.news.notify_waiters();
                        read(&v2).await
                    }
                    answer => answer,
                }
            };
            let answer = tokio::select! {
                biased;
                answer = asked => answer,
                () = self.is_v3() => return Ok(Found::ReadAgain),
            };
            match answer {
                Err(fault) if is_gone(&fault) => {
                    self.gone.borrow_mut().get_or_insert(fault);
                }
                Err(fault) if !is_of(&fault, Generation::V2) => return self.undecided(fault),
                answer => {
                    return Ok(self.decide(answer, v2, choice(Generation::V2, None, false)));
                }
            }
        }
        if self.ready.get().is_some() {
            return Ok(Found::ReadAgain);
        }
        let Some(gone) = self.gone.borrow().clone() else {
            return Err(Fault::local(FaultClass::Local, "no client"));
        };
        let v3 = (self.make)(Generation::V3)?;
        let answer = read(&v3).await;
        match (&answer, &self.memory) {
            // Neither can be reached: what failed first is the better thing to say.
            (Err(fault), _) if is_gone(fault) && self.ready.get().is_none() => return Err(gone),
            (Err(fault), _) if !is_of(fault, Generation::V3) => {
                return self.undecided(fault.clone());
            }
            (Ok(_), Some(memory)) if self.ready.get().is_none() => {
                memory.remember_v3(now, &gone.code).await;
            }
            _ => {}
        }
        Ok(self.decide(answer, v3, choice(Generation::V3, Some(gone), false)))
    }

    /// An error that says nothing about the API is for whoever reads, unless somebody else has decided meanwhile.
    fn undecided<T>(&self, fault: Fault) -> Result<Found<T>, Fault> {
        if self.ready.get().is_some() {
            return Ok(Found::ReadAgain);
        }
        tracing::debug!(why = %visible(&fault.message), "api not decided: no answer of its own");
        Err(fault)
    }

    /// Waits until somebody else has decided for 3.0.
    async fn is_v3(&self) {
        while self.choice().is_none_or(|choice| choice.generation == Generation::V2) {
            self.news.notified().await;
        }
    }

    /// Decides, if nobody has. An answer of the other API than the one in use does not count.
    fn decide<T>(&self, answer: Result<T, Fault>, client: Client, choice: Choice) -> Found<T> {
        let generation = choice.generation;
        if self.ready.get().is_none() {
            let gone =
                choice.gone.as_ref().map_or_else(String::new, |f| visible(&f.message).into_owned());
            tracing::debug!(%generation, remembered = choice.remembered, gone, "api decided");
        }
        let (_, chosen) = self.ready.get_or_init(|| (client, choice));
        if chosen.generation == generation { Found::Answer(answer) } else { Found::ReadAgain }
    }
}

/// What came of a read that was to find out who answers.
enum Found<T> {
    /// This, from the API that is in use now.
    Answer(Result<T, Fault>),
    /// Nothing that counts: it must be asked of the API that is in use now.
    ReadAgain,
}

/// Whether this is an answer of the API itself: 2.0 answers with numbers, 3.0 with names. A gateway, a proxy or a sign-in page answers with
/// neither.
fn is_of(fault: &Fault, generation: Generation) -> bool {
    let number = fault.code.parse::<i64>().is_ok();
    fault.delivery == Delivery::Answered && number == (generation == Generation::V2)
}

/// Whether this says that API 2.0 is not served here: no address, no connection, 404, 410, 6100, 6200, or an offline code of 3.0. A
/// certificate that can't be trusted, or a proxy that wants a password, says nothing about the API.
fn is_gone(fault: &Fault) -> bool {
    let no_connection = fault.class == FaultClass::Unreachable
        && fault.local_error.is_none_or(LocalError::may_be_gone);
    no_connection || fault.class == FaultClass::Maintenance
}
