//! Identity credentials these are: the wrong account is the worst mistake here.

use super::setup::{Setup, host};
use crate::config::credentials::provider::CredentialProvider;
use crate::config::user::User;
use crate::domain::identity::Keys;
use crate::domain::person::Caller;
use crate::domain::sanitize::visible;
use crate::runtime::hooks::Hooks;
use crate::text::credentials::shown_source;
use crate::text::identity as words;
use crate::text::identity::kind;
use std::time::Duration;

/// Nobody waits longer for a name than this.
const PATIENCE: Duration = Duration::from_secs(3);

/// Key, source, kind, time left and, where STS can be asked, account and caller: one line, and the caller alone.
pub(super) async fn whose(setup: &Setup) -> (String, Option<Caller>) {
    let lang = setup.lang;
    let source = shown_source(lang, setup.source());
    let (key, source) = (visible(&setup.whose.keys.key_id), visible(&source));
    let Some(provider) = &setup.provider else {
        let line = words::with_key(lang, &key, &source);
        return (line, None);
    };
    let caller = caller(setup, provider).await;
    let kind = shown_kind(setup, provider);
    let line = words::with_key_of_kind(lang, &key, &source, &kind);
    let line = match &caller {
        Some(caller) => words::and_caller(lang, &line, &caller.account_id, &caller.arn),
        None => line,
    };
    (line, caller)
}

/// Whether the keys end, and when.
pub(super) fn shown_kind(setup: &Setup, provider: &CredentialProvider) -> String {
    let known = Keys {
        kind: Some(provider.found().kind()),
        expires_at: setup.credential_store.expires_at(),
        ..Keys::default()
    };
    kind(setup.lang, &known, setup.clock.now().wall)
}

/// Account and caller, where STS can be asked.
pub(super) async fn caller(setup: &Setup, provider: &CredentialProvider) -> Option<Caller> {
    if !setup.can_ask_owner() {
        return None;
    }
    let asked = async {
        let lease = setup.credential_store.lease(|| setup.clock.now().wall, false).await.ok()?;
        provider.caller(&lease.credentials, setup.clock.now().wall).await.ok()
    };
    let caller = tokio::time::timeout(PATIENCE, asked).await.ok()??;
    setup.account().send_replace(Some(caller.account_id.clone()));
    Some(Caller {
        account_id: visible(&caller.account_id).into_owned(),
        arn: visible(&caller.arn).into_owned(),
    })
}

impl Setup {
    /// Where the credentials came from.
    pub(super) fn source(&self) -> &str {
        self.whose.source.as_deref().unwrap_or_default()
    }

    /// Who this process is, for the journal.
    pub(super) fn who(&self) -> crate::journal::Who {
        let user = User::of_process(&self.env);
        crate::journal::Who {
            user: user.name,
            uid: Some(user.uid),
            login_user: user.login_user,
            sudo_user: user.sudo_user,
            ssh_client: user.ssh_client,
            host: host(),
            pid: std::process::id(),
            started_at: self.clock.started_wall(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// Programs of the operator's own. The built-in cloud has none: nothing of the operator's is read for it.
    pub(super) fn hooks(&self) -> Hooks {
        Hooks {
            before_send: self.settings.before_send.clone(),
            after_outcome: self.settings.after_outcome.clone(),
        }
    }

    /// The programs that are asked before anything is sent.
    pub(super) fn asked_programs(&self) -> Vec<String> {
        let programs = self.settings.before_send.iter();
        programs.filter_map(|words| words.first().cloned()).collect()
    }
}
