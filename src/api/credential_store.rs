//! The credentials in force, shared by every client of a session: replaced between requests, never under one.

use super::credentials::Credentials;
use crate::domain::{Fault, FaultClass, LocalError};
use jiff::Timestamp;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use tokio::sync::watch;

/// New credentials are asked for when this much is left (`docs/credentials.md` §5).
pub(crate) const REFRESH_S: i64 = 300;
/// A mutation is sent only while at least this much is left.
pub(crate) const SEND_S: i64 = 60;

/// Credentials and how long they last.
#[derive(Debug, Clone)]
pub struct Lease {
    /// The keys.
    pub credentials: Credentials,
    /// When they end; `None` for permanent ones.
    pub expires_at: Option<Timestamp>,
}

/// Seconds until temporary credentials end, negative once they have; `None` for permanent ones.
pub(crate) fn left_s(expires_at: Option<Timestamp>, now: Timestamp) -> Option<i64> {
    expires_at.map(|at| at.as_second() - now.as_second())
}

/// Milliseconds until new credentials are to be asked for, 0 when that is now; `None` for permanent ones.
pub(crate) fn refresh_in_ms(expires_at: Option<Timestamp>, now: Timestamp) -> Option<u64> {
    left_s(expires_at, now).map(|left| {
        u64::try_from(left.saturating_sub(REFRESH_S)).unwrap_or(0).saturating_mul(1_000)
    })
}

/// Whether enough is left to send a mutation and see its answer.
pub(crate) fn may_send(expires_at: Option<Timestamp>, now: Timestamp) -> bool {
    left_s(expires_at, now).is_none_or(|left| left >= SEND_S)
}

/// Milliseconds from one renewal to the next attempt, with this much left after the first. Keys that live hardly longer than a change
/// needs are renewed often enough that a change can be sent at any time.
pub(crate) fn next_attempt_ms(expires_at: Option<Timestamp>, now: Timestamp) -> u64 {
    let left = left_s(expires_at, now).unwrap_or(REFRESH_S);
    let spare = if left > SEND_S { left - SEND_S } else { left };
    u64::try_from(spare / 2).unwrap_or(0).clamp(1, 10) * 1_000
}

/// A handle on the credentials in force. Clones share them.
#[derive(Debug, Clone)]
pub struct CredentialStore(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    held: watch::Sender<Option<Result<Lease, Fault>>>,
    /// Changes that are out.
    out: Cell<u32>,
    /// New credentials that came while one was.
    next: RefCell<Option<Lease>>,
    /// Why the last attempt to renew failed.
    why: RefCell<Option<Fault>>,
}

/// Nothing is replaced while this is there: a change is out.
#[derive(Debug)]
pub struct Hold(CredentialStore);

impl Drop for Hold {
    fn drop(&mut self) {
        let inner = &self.0.0;
        inner.out.set(inner.out.get().saturating_sub(1));
        if inner.out.get() == 0
            && let Some(lease) = inner.next.take()
        {
            inner.held.send_replace(Some(Ok(lease)));
        }
    }
}

impl From<Credentials> for CredentialStore {
    /// Permanent credentials.
    fn from(credentials: Credentials) -> Self {
        let credential_store = Self::pending();
        credential_store.set(Lease { credentials, expires_at: None });
        credential_store
    }
}

impl CredentialStore {
    /// Nothing yet: requests wait until [`Self::set`] or `Self::fail`.
    pub fn pending() -> Self {
        Self(Rc::new(Inner {
            held: watch::Sender::new(None),
            out: Cell::new(0),
            next: RefCell::new(None),
            why: RefCell::new(None),
        }))
    }

    /// Takes new credentials; requests that are out keep theirs. While a change is out they wait until it has ended.
    pub fn set(&self, lease: Lease) {
        self.0.why.replace(None);
        if self.is_held() && self.has_keys() {
            self.0.next.replace(Some(lease));
        } else {
            self.0.held.send_replace(Some(Ok(lease)));
        }
    }

    /// Keeps what is in force as it is while a change is out.
    pub(crate) fn hold(&self) -> Hold {
        self.0.out.set(self.0.out.get() + 1);
        Hold(self.clone())
    }

    /// Whether a change is out.
    pub(crate) fn is_held(&self) -> bool {
        self.0.out.get() > 0
    }

    /// Says why there are none. Credentials that still stand are kept: a failed refresh takes nothing away, but it is told once they end.
    pub(crate) fn fail(&self, fault: Fault) {
        self.0.why.replace(Some(fault.clone()));
        self.0.held.send_if_modified(|held| {
            let stands = matches!(held, Some(Ok(_)));
            if !stands {
                *held = Some(Err(fault));
            }
            !stands
        });
    }

    /// Watches what is in force.
    pub(crate) fn subscribe(&self) -> watch::Receiver<Option<Result<Lease, Fault>>> {
        self.0.held.subscribe()
    }

    /// Whether there are credentials.
    pub fn has_keys(&self) -> bool {
        matches!(&*self.0.held.borrow(), Some(Ok(_)))
    }

    /// When the credentials in force end: `None` while there are none, or when they are permanent.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.0.held.borrow().as_ref()?.as_ref().ok()?.expires_at
    }

    /// The credentials for one request; waits for the first ones.
    ///
    /// # Errors
    /// Why there are none, or that too little time is left: then nothing was sent.
    pub async fn lease(&self, now: impl Fn() -> Timestamp, mutates: bool) -> Result<Lease, Fault> {
        let mut held = self.0.held.subscribe();
        let lease = match held.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(Ok(lease))) => lease.clone(),
            Ok(Some(Err(fault))) => return Err(fault.clone()),
            Ok(None) | Err(_) => {
                return Err(Fault::local(FaultClass::Credentials, "no credentials"));
            }
        };
        match left_s(lease.expires_at, now()) {
            Some(left) if left <= 0 => Err(self.0.why.borrow().clone().unwrap_or_else(|| {
                Fault::before_sending(LocalError::KeysEnded, format!("{left} s"))
            })),
            Some(left) if mutates && !may_send(lease.expires_at, now()) => {
                Err(Fault::before_sending(LocalError::KeysEndSoon, format!("{left} s")))
            }
            Some(_) | None => Ok(lease),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(s: i64) -> Timestamp {
        Timestamp::from_second(s).unwrap()
    }

    #[test]
    fn the_decisions_depend_on_the_time_left_alone() {
        for (left, refresh, send) in [
            (7200, Some(6_900_000), true),
            (301, Some(1_000), true),
            (300, Some(0), true),
            (60, Some(0), true),
            (59, Some(0), false),
            (-5, Some(0), false),
        ] {
            assert_eq!(
                (
                    refresh_in_ms(Some(at(10_000 + left)), at(10_000)),
                    may_send(Some(at(10_000 + left)), at(10_000))
                ),
                (refresh, send)
            );
        }
        assert_eq!((refresh_in_ms(None, at(0)), may_send(None, at(0))), (None, true));
    }

    #[test]
    fn a_failed_refresh_takes_nothing_away() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let credential_store = CredentialStore::pending();
        credential_store.fail(Fault::local(FaultClass::Credentials, "first"));
        let lease = |mutates| runtime.block_on(credential_store.lease(|| at(1_000), mutates));
        assert_eq!(lease(false).unwrap_err().message, "first");
        let credentials = Credentials::new("AKIDEXAMPLEexample0001", "topsecret", None).unwrap();
        credential_store
            .set(Lease { credentials: credentials.clone(), expires_at: Some(at(1_059)) });
        credential_store.fail(Fault::local(FaultClass::Credentials, "second"));
        assert!(lease(false).is_ok());
        let refused = lease(true).unwrap_err();
        assert_eq!(
            (refused.local_error, refused.message.as_str()),
            (Some(LocalError::KeysEndSoon), "59 s")
        );
        assert!(refused.is_auth() && !refused.may_have_acted);
        credential_store.set(Lease { credentials: credentials.clone(), expires_at: Some(at(990)) });
        let ended = lease(false).unwrap_err();
        assert_eq!(
            (ended.local_error, ended.message.as_str()),
            (Some(LocalError::KeysEnded), "-10 s")
        );
        credential_store.fail(Fault::local(FaultClass::Credentials, "third"));
        assert_eq!(
            lease(false).unwrap_err().message,
            "third",
            "once they have ended, why they were not renewed matters"
        );
        assert!(!format!("{credential_store:?}").contains("topsecret"));
    }

    #[test]
    fn nothing_is_replaced_while_a_change_is_out() {
        let credential_store = CredentialStore::pending();
        let lease = |id: &str| Lease {
            credentials: Credentials::new(id, "k", None).unwrap(),
            expires_at: Some(at(5_000)),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let id = || {
            runtime
                .block_on(credential_store.lease(|| at(1_000), true))
                .unwrap()
                .credentials
                .secret_id
                .as_str()
                .to_owned()
        };
        let first = credential_store.hold();
        credential_store.set(lease("AKIDfirst"));
        assert_eq!(id(), "AKIDfirst", "the first keys are waited for by whoever holds");
        let second = credential_store.hold();
        credential_store.set(lease("AKIDsecond"));
        drop(first);
        assert_eq!((id().as_str(), credential_store.is_held()), ("AKIDfirst", true));
        drop(second);
        assert_eq!((id().as_str(), credential_store.is_held()), ("AKIDsecond", false));
    }

    #[test]
    fn short_lives_are_renewed_before_they_are_too_short() {
        let next = |left: i64| next_attempt_ms(Some(at(10_000 + left)), at(10_000));
        assert_eq!(
            [next(7_200), next(70), next(62), next(60), next(30), next(1)],
            [10_000, 5_000, 1_000, 10_000, 10_000, 1_000]
        );
    }
}
