//! Temporary credentials are kept fresh in the background, never while a change is out.

use super::clock::Clock;
use super::spawn::spawn;
use crate::api::credential_store::{CredentialStore, Lease, next_attempt_ms, refresh_in_ms};
use crate::config::credentials::provider::CredentialProvider;
use crate::domain::Fault;
use jiff::Timestamp;
use std::convert::Infallible;
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::oneshot;

/// Between a failed attempt and the next.
const PAUSE_MS: u64 = 10_000;
/// The wall clock is looked at this often: a laptop that slept wakes up with credentials that ended.
const LOOK_MS: u64 = 30_000;
/// A change that is out is waited for in steps of this.
const HELD_MS: u64 = 500;

/// Lets credentials be kept fresh for as long as it is there.
#[derive(Debug)]
pub struct Renewal {
    _goes_on: oneshot::Sender<Infallible>,
}

/// Fills the credential_store, and refills it before what it holds ends, until the renewal is dropped. Permanent credentials need neither.
#[must_use]
pub fn keep_fresh(
    provider: Rc<CredentialProvider>,
    credential_store: CredentialStore,
    clock: Clock,
) -> Renewal {
    let (goes_on, dropped) = oneshot::channel();
    spawn(async move {
        let source = provider.found().source.clone();
        let ask = async |now: Timestamp| {
            let asked = provider.resolve(now).await.map(|sourced| sourced.lease());
            asked.inspect_err(|fault| {
                tracing::warn!(source, why = fault.message, "no fresh credentials")
            })
        };
        tokio::select! {
            () = renew(&credential_store, || clock.now().wall, ask) => {}
            _ = dropped => {}
        }
    });
    Renewal { _goes_on: goes_on }
}

/// Fills and refills a credential_store with what `ask` gives, until that is permanent.
pub async fn renew(
    credential_store: &CredentialStore,
    now: impl Fn() -> Timestamp,
    ask: impl AsyncFn(Timestamp) -> Result<Lease, Fault>,
) {
    let sleep = async |ms: u64| tokio::time::sleep(Duration::from_millis(ms)).await;
    let mut pause = 0;
    loop {
        let due = if credential_store.has_keys() {
            refresh_in_ms(credential_store.expires_at(), now())
        } else {
            Some(0)
        };
        let Some(due) = due else { return };
        sleep(due.max(pause).min(LOOK_MS)).await;
        pause = pause.saturating_sub(LOOK_MS);
        if due > LOOK_MS {
            continue;
        }
        while credential_store.is_held() {
            sleep(HELD_MS).await;
        }
        pause = match ask(now()).await {
            Ok(lease) => {
                let pause = next_attempt_ms(lease.expires_at, now());
                credential_store.set(lease);
                pause
            }
            Err(fault) => {
                credential_store.fail(fault);
                PAUSE_MS
            }
        };
    }
}
