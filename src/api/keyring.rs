//! The credentials in force, shared by every client of a session: replaced between requests, never under one.

use super::credentials::Credentials;
use crate::domain::{Fault, FaultClass};
use jiff::Timestamp;
use std::rc::Rc;
use tokio::sync::watch;

/// New credentials are asked for when this much is left (`api/credentials.md` §5).
pub const REFRESH_S: i64 = 300;
/// A mutation is sent only while at least this much is left.
pub const SEND_S: i64 = 60;

/// Credentials and how long they last.
#[derive(Debug, Clone)]
pub struct Lease {
    /// The keys.
    pub credentials: Credentials,
    /// When they end; `None` for permanent ones.
    pub expires_at: Option<Timestamp>,
}

/// Seconds until temporary credentials end, negative once they have; `None` for permanent ones.
pub fn left_s(expires_at: Option<Timestamp>, now: Timestamp) -> Option<i64> {
    expires_at.map(|at| at.as_second() - now.as_second())
}

/// Milliseconds until new credentials are to be asked for, 0 when that is now; `None` for permanent ones.
pub fn refresh_in_ms(expires_at: Option<Timestamp>, now: Timestamp) -> Option<u64> {
    left_s(expires_at, now).map(|left| u64::try_from(left.saturating_sub(REFRESH_S)).unwrap_or(0).saturating_mul(1_000))
}

/// Whether enough is left to send a mutation and see its answer.
pub fn may_send(expires_at: Option<Timestamp>, now: Timestamp) -> bool {
    left_s(expires_at, now).is_none_or(|left| left >= SEND_S)
}

/// A handle on the credentials in force. Clones share them.
#[derive(Debug, Clone)]
pub struct Keyring(Rc<watch::Sender<Option<Result<Lease, Fault>>>>);

impl From<Credentials> for Keyring {
    /// Permanent credentials.
    fn from(credentials: Credentials) -> Self {
        let keyring = Self::pending();
        keyring.set(Lease { credentials, expires_at: None });
        keyring
    }
}

impl Keyring {
    /// Nothing yet: requests wait until [`Self::set`] or [`Self::fail`].
    pub fn pending() -> Self {
        Self(Rc::new(watch::Sender::new(None)))
    }

    /// Takes new credentials; requests that are out keep theirs.
    pub fn set(&self, lease: Lease) {
        self.0.send_replace(Some(Ok(lease)));
    }

    /// Says why there are none. Credentials that still stand are kept: a failed refresh takes nothing away.
    pub fn fail(&self, fault: Fault) {
        self.0.send_if_modified(|held| {
            let stands = matches!(held, Some(Ok(_)));
            if !stands {
                *held = Some(Err(fault));
            }
            !stands
        });
    }

    /// Whether there are credentials.
    pub fn has_keys(&self) -> bool {
        matches!(&*self.0.borrow(), Some(Ok(_)))
    }

    /// When the credentials in force end: `None` while there are none, or when they are permanent.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.0.borrow().as_ref()?.as_ref().ok()?.expires_at
    }

    /// The credentials for one request; waits for the first ones.
    ///
    /// # Errors
    /// Why there are none, or that too little time is left: then nothing was sent.
    pub async fn lease(&self, now: impl Fn() -> Timestamp, mutates: bool) -> Result<Lease, Fault> {
        let mut held = self.0.subscribe();
        let lease = match held.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(Ok(lease))) => lease.clone(),
            Ok(Some(Err(fault))) => return Err(fault.clone()),
            Ok(None) | Err(_) => return Err(Fault::local(FaultClass::Credentials, "no credentials")),
        };
        match left_s(lease.expires_at, now()) {
            Some(left) if left <= 0 => {
                Err(Fault::local(FaultClass::Credentials, format!("the temporary credentials ended {} s ago", left.saturating_neg())))
            }
            Some(left) if mutates && !may_send(lease.expires_at, now()) => {
                let why = format!("the temporary credentials end in {left} s; a change is sent only while {SEND_S} s are left");
                Err(Fault::local(FaultClass::Credentials, why))
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
                (refresh_in_ms(Some(at(10_000 + left)), at(10_000)), may_send(Some(at(10_000 + left)), at(10_000))),
                (refresh, send)
            );
        }
        assert_eq!((refresh_in_ms(None, at(0)), may_send(None, at(0))), (None, true));
    }

    #[test]
    fn a_failed_refresh_takes_nothing_away() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let keyring = Keyring::pending();
        keyring.fail(Fault::local(FaultClass::Credentials, "first"));
        let lease = |mutates| runtime.block_on(keyring.lease(|| at(1_000), mutates));
        assert_eq!(lease(false).unwrap_err().message, "first");
        let credentials = Credentials::new("AKIDEXAMPLEexample0001", "topsecret", None).unwrap();
        keyring.set(Lease { credentials: credentials.clone(), expires_at: Some(at(1_059)) });
        keyring.fail(Fault::local(FaultClass::Credentials, "second"));
        assert!(lease(false).is_ok());
        let refused = lease(true).unwrap_err();
        assert_eq!(refused.message, "the temporary credentials end in 59 s; a change is sent only while 60 s are left");
        assert!(refused.is_auth() && !refused.may_have_acted);
        keyring.set(Lease { credentials, expires_at: Some(at(990)) });
        assert_eq!(lease(false).unwrap_err().message, "the temporary credentials ended 10 s ago");
        assert!(!format!("{keyring:?}").contains("topsecret"));
    }
}
