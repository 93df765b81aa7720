//! Tells the machine whose keys are in force: at once what is known without asking, the owner as soon as STS has answered.

use super::clock::Clock;
use super::spawn::spawn;
use crate::api::credential_store::CredentialStore;
use crate::app::Msg;
use crate::config::credentials::provider::CredentialProvider;
use crate::domain::identity::{Keys, Kind};
use crate::domain::person::Caller;
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};

/// Between two questions about the owner, while there is no answer.
const PAUSE: Duration = Duration::from_secs(30);
/// As often as that is asked at all: where STS can't be reached, it stays so.
const ATTEMPTS: u32 = 5;

/// Tells it, and tells it again whenever the keys change. STS is asked where there is somebody to tell the account's id to.
pub(crate) fn tell(
    provider: Rc<CredentialProvider>,
    credential_store: CredentialStore,
    clock: Clock,
    asks_sts: Option<watch::Sender<Option<String>>>,
    out: mpsc::Sender<Msg>,
) {
    spawn(async move {
        let (kind, mut changes) = (provider.found().kind(), credential_store.subscribe());
        let (mut caller, mut attempts) = (None, if asks_sts.is_some() { ATTEMPTS } else { 0 });
        loop {
            let lease = changes.borrow_and_update().clone().and_then(Result::ok);
            if let Some(lease) = &lease {
                let keys = Keys {
                    key_id: lease.credentials.secret_id.masked(),
                    kind: Some(kind),
                    expires_at: lease.expires_at,
                };
                // Nobody listens any more once the program is leaving, or another profile is open.
                if out.send(Msg::Keys(keys.clone(), caller.clone())).await.is_err() {
                    return;
                }
                if caller.is_none() && attempts > 0 {
                    attempts -= 1;
                    caller = provider.caller(&lease.credentials, clock.now().wall).await.ok();
                    if let Some(Caller { account_id, .. }) = &caller {
                        if let Some(known) = &asks_sts {
                            known.send_replace(Some(account_id.clone()));
                        }
                        let _ = out.send(Msg::Keys(keys.clone(), caller.clone())).await;
                    }
                }
            }
            let asks_again = lease.is_some() && caller.is_none() && attempts > 0;
            if kind == Kind::Permanent && lease.is_some() && !asks_again {
                return;
            }
            tokio::select! {
                changed = changes.changed() => if changed.is_err() { return },
                () = tokio::time::sleep(PAUSE), if asks_again => {}
            }
        }
    });
}
