//! Temporary credentials are kept fresh in the background. What is out goes on with what it was signed with.

use super::clock::Clock;
use super::spawn::spawn;
use crate::api::keyring::{Keyring, refresh_in_ms};
use crate::config::credentials::provider::CredentialProvider;
use std::rc::Rc;
use std::time::Duration;

/// Between two attempts, at least.
const PAUSE_MS: u64 = 10_000;
/// The wall clock is looked at this often: a laptop that slept wakes up with credentials that ended.
const LOOK_MS: u64 = 30_000;

/// Fills the keyring, and refills it before what it holds ends. Permanent credentials need neither.
pub fn keep_fresh(provider: Rc<CredentialProvider>, keyring: Keyring, clock: Clock) {
    spawn(async move {
        let mut pause = 0;
        loop {
            let due = if keyring.has_keys() { refresh_in_ms(keyring.expires_at(), clock.now().wall) } else { Some(0) };
            let Some(due) = due else { return };
            tokio::time::sleep(Duration::from_millis(due.max(pause).min(LOOK_MS))).await;
            pause = pause.saturating_sub(LOOK_MS);
            if due > LOOK_MS {
                continue;
            }
            match provider.resolve(clock.now().wall).await {
                Ok(sourced) => keyring.set(sourced.lease()),
                Err(fault) => {
                    tracing::warn!(source = provider.found().source, message = fault.message, "no fresh credentials");
                    keyring.fail(fault);
                }
            }
            pause = PAUSE_MS;
        }
    });
}
