//! Which API answers (`product.md` §6): 2.0 first, 3.0 where 2.0 is retired; decided once a session, before anything else is read.

use super::clock::Clock;
use super::memory::Memory;
use crate::api::Client;
use crate::domain::{Fault, FaultClass, Generation, Region};
use std::cell::RefCell;
use tokio::sync::OnceCell;

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
    failed: RefCell<Option<(u64, Fault)>>,
}

/// A failure is told to everyone who asks within this time, instead of being suffered again by each.
const FAILURE_MS: u64 = 2_000;

impl Connector {
    /// Nothing is connected yet.
    pub fn new(make: MakeClient, wanted: Wanted, memory: Option<Memory>, clock: Clock) -> Self {
        Self { make, wanted, memory, clock, ready: OnceCell::new(), failed: RefCell::new(None) }
    }

    /// The client, and what was found when it was chosen.
    ///
    /// # Errors
    /// Why neither generation can be used.
    pub async fn ready(&self) -> Result<&(Client, Choice), Fault> {
        self.ready
            .get_or_try_init(|| async {
                let recent = self.failed.borrow().clone().filter(|(at, _)| self.clock.now().mono_ms < at + FAILURE_MS);
                if let Some((_, fault)) = recent {
                    return Err(fault);
                }
                let chosen = self.choose().await;
                if let Err(fault) = &chosen {
                    *self.failed.borrow_mut() = Some((self.clock.now().mono_ms, fault.clone()));
                }
                chosen
            })
            .await
    }

    async fn choose(&self) -> Result<(Client, Choice), Fault> {
        let choice = |generation, gone, remembered| Choice { generation, gone, remembered };
        let region = match &self.wanted {
            Wanted::Only(generation) => return Ok(((self.make)(*generation)?, choice(*generation, None, false))),
            Wanted::Auto(region) => region,
        };
        let now = self.clock.now().wall;
        if let Some(memory) = self.memory.as_ref().filter(|memory| memory.says_v3(now)) {
            let client = (self.make)(Generation::V3)?;
            if client.describe_quota(region).await.is_ok() {
                return Ok((client, choice(Generation::V3, None, true)));
            }
            memory.forget();
        }
        // One attempt: a host that is gone is not worth waiting for three times.
        let v2 = (self.make)(Generation::V2)?;
        let gone = match v2.single_attempt().describe_quota(region).await {
            Err(fault) if is_gone(&fault) => fault,
            // It answers, if only with an error: then it is the one in use, and the error is for those who read.
            Ok(_) | Err(_) => return Ok((v2, choice(Generation::V2, None, false))),
        };
        let v3 = (self.make)(Generation::V3)?;
        match v3.describe_quota(region).await {
            Ok(_) => {
                if let Some(memory) = &self.memory {
                    memory.remember_v3(now);
                }
                Ok((v3, choice(Generation::V3, Some(gone), false)))
            }
            // Neither can be reached: what failed first is the better thing to say.
            Err(fault) if is_gone(&fault) => Err(gone),
            Err(_) => Ok((v3, choice(Generation::V3, Some(gone), false))),
        }
    }
}

/// Whether this says that API 2.0 is not served here: no address, no connection, 404, 410, 6100, 6200, or an offline code of 3.0.
fn is_gone(fault: &Fault) -> bool {
    matches!(fault.class, FaultClass::Unreachable | FaultClass::Maintenance)
}
