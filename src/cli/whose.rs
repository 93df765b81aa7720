//! Whose credentials these are: the wrong account is the worst mistake here.

use super::setup::Setup;
use crate::api::keyring::left_s;
use crate::config::credentials::Kind;
use crate::config::credentials::provider::CredentialProvider;
use crate::domain::safe::visible;
use crate::text::Lang;
use crate::tr;
use std::time::Duration;

/// Nobody waits longer for a name than this.
const PATIENCE: Duration = Duration::from_secs(3);

/// Key, source, kind, time left and, where STS can be asked, account and caller; one line.
pub(super) async fn whose(setup: &Setup) -> String {
    let (lang, key, source) = (setup.lang, visible(&setup.key_id), visible(&setup.source));
    let Some(provider) = &setup.provider else { return tr!(lang, "with {key} from {source}", "使用 {key}（来源：{source}）") };
    let caller = caller(setup, provider).await;
    let kind = kind(setup, provider, lang);
    let line = tr!(lang, "with {key} from {source}, {kind}", "使用 {key}（来源：{source}，{kind}）");
    match caller {
        Some((account, arn)) => tr!(lang, "{line}; account {account}, caller {arn}", "{line}；账号 {account}，调用者 {arn}"),
        None => line,
    }
}

/// Whether the keys end, and when.
pub(super) fn kind(setup: &Setup, provider: &CredentialProvider, lang: Lang) -> String {
    match (provider.found().kind(), left_s(setup.keyring.expires_at(), setup.clock.now().wall)) {
        (Kind::Permanent, _) => lang.pick("permanent", "永久密钥").to_owned(),
        (Kind::Temporary, None) => lang.pick("temporary", "临时密钥").to_owned(),
        (Kind::Temporary, Some(left)) => {
            let minutes = left.max(0) / 60;
            tr!(lang, "temporary, {minutes} min left", "临时密钥，剩余 {minutes} 分钟")
        }
    }
}

/// Whether STS can be asked. A private cloud has none that is known, unless one is named.
pub(super) fn can_ask(setup: &Setup) -> bool {
    setup.provider.is_some() && (setup.shown_endpoint().is_none() || setup.env.get("EIP_UNBIND_STS_ENDPOINT").is_some())
}

/// Account and caller, where STS can be asked.
pub(super) async fn caller(setup: &Setup, provider: &CredentialProvider) -> Option<(String, String)> {
    if !can_ask(setup) {
        return None;
    }
    let asked = async {
        let lease = setup.keyring.lease(|| setup.clock.now().wall, false).await.ok()?;
        provider.caller(&lease.credentials, setup.clock.now().wall).await.ok()
    };
    let caller = tokio::time::timeout(PATIENCE, asked).await.ok()??;
    Some((visible(&caller.account_id).into_owned(), visible(&caller.arn).into_owned()))
}
