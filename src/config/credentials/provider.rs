//! From the source that won to keys that requests are signed with: asks STS and the metadata service where that is needed.

use super::Kind;
use super::found::{Base, Found};
use crate::api::credential_store::{CredentialStore, Lease};
use crate::api::credentials::Credentials;
use crate::api::endpoint::EndpointError;
use crate::api::http::{SetupError, Transport, TransportSettings};
use crate::api::metadata::{Metadata, MetadataError};
use crate::api::sts::{Caller, Sts};
use crate::config::env::Env;
use crate::config::user::User;
use crate::domain::{Delivery, Fault, FaultClass, LocalError};
use crate::text::Lang;
use jiff::Timestamp;
use std::rc::Rc;

/// Credentials, and where they came from.
#[derive(Debug, Clone)]
pub struct Sourced {
    /// The keys.
    pub credentials: Credentials,
    /// Where from, as shown.
    pub source: String,
    /// Whether they end.
    pub kind: Kind,
    /// When, where that is known.
    pub expires_at: Option<Timestamp>,
}

impl Sourced {
    /// What a credential_store takes.
    pub(crate) fn lease(&self) -> Lease {
        Lease { credentials: self.credentials.clone(), expires_at: self.expires_at }
    }
}

/// Why a provider could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// `EIP_UNBIND_STS_ENDPOINT`
    #[error("EIP_UNBIND_STS_ENDPOINT: {0}")]
    Sts(#[from] EndpointError),
    /// `EIP_UNBIND_METADATA_ENDPOINT`
    #[error("EIP_UNBIND_METADATA_ENDPOINT: {0}")]
    Metadata(#[from] MetadataError),
    /// Proxy or certificates.
    #[error(transparent)]
    Transport(#[from] SetupError),
}

/// Gives credentials as often as they are needed.
#[derive(Debug)]
pub struct CredentialProvider {
    found: Found,
    operator: String,
    sts: Sts,
    metadata: Metadata,
    lang: Lang,
}

/// Where STS is: at a place of its own for tests and private clouds, else where `--endpoint` serves every action, else the vendor's.
pub(crate) fn sts_url<'a>(env: &'a Env, endpoint: Option<&'a str>) -> &'a str {
    env.get("EIP_UNBIND_STS_ENDPOINT").or(endpoint).unwrap_or(Sts::URL)
}

impl CredentialProvider {
    /// A provider for this source. Nothing is asked by this.
    ///
    /// # Errors
    /// [`ProviderError`] for an endpoint, proxy or certificate that can't be used.
    pub fn new(
        found: Found,
        env: &Env,
        endpoint: Option<&str>,
        transport: TransportSettings,
        lang: Lang,
    ) -> Result<Self, ProviderError> {
        let transport = Rc::new(Transport::new(transport)?);
        let sts = Sts::at(sts_url(env, endpoint), transport)?;
        let metadata =
            Metadata::at(env.get("EIP_UNBIND_METADATA_ENDPOINT").unwrap_or(Metadata::URL))?;
        Ok(Self { found, operator: User::of_process(env).person().to_owned(), sts, metadata, lang })
    }

    /// The source that won.
    pub(crate) fn found(&self) -> &Found {
        &self.found
    }

    /// A credential_store with what is known without asking anybody; empty where somebody must be asked.
    pub fn credential_store(&self) -> CredentialStore {
        let credential_store = CredentialStore::pending();
        match &self.found.base {
            Base::Keys(credentials) if self.found.role.is_none() => {
                credential_store.set(Lease { credentials: credentials.clone(), expires_at: None });
            }
            Base::Renewed { credentials, expires_at, .. } if self.found.role.is_none() => {
                credential_store
                    .set(Lease { credentials: credentials.clone(), expires_at: Some(*expires_at) });
            }
            Base::Keys(_) | Base::Renewed { .. } | Base::InstanceRole(_) | Base::Tke(_) => {}
        }
        credential_store
    }

    /// Fresh credentials.
    ///
    /// # Errors
    /// Why there are none; the message begins with the source.
    pub async fn resolve(&self, now: Timestamp) -> Result<Sourced, Fault> {
        let lease = self.lease(now).await.map_err(|fault| {
            // Whatever went wrong, nothing of the operator's was sent, and the credentials are what is missing.
            let silent = (fault.delivery == Delivery::NoAnswer).then_some(LocalError::NoKeysGiven);
            Fault {
                code: fault.code,
                request_id: fault.request_id,
                local_error: fault.local_error.or(silent),
                ..Fault::local(
                    FaultClass::Credentials,
                    format!("{}: {}", self.found.shown(), fault.message),
                )
            }
        })?;
        Ok(Sourced {
            credentials: lease.credentials,
            source: self.found.shown(),
            kind: self.found.kind(),
            expires_at: lease.expires_at,
        })
    }

    /// Who these credentials belong to, by STS.
    ///
    /// # Errors
    /// Why it is not known.
    pub(crate) async fn caller(
        &self,
        credentials: &Credentials,
        now: Timestamp,
    ) -> Result<Caller, Fault> {
        self.sts.caller(credentials, now).await
    }

    async fn lease(&self, now: Timestamp) -> Result<Lease, Fault> {
        let unusable = |why: String| Fault::local(FaultClass::Credentials, why);
        let base = match &self.found.base {
            Base::Keys(credentials) => Lease { credentials: credentials.clone(), expires_at: None },
            // tccli may have renewed them.
            Base::Renewed { folder, name, .. } => {
                match folder.find(name, now, self.lang).map_err(|f| unusable(f.to_string()))? {
                    Some(Found { base: Base::Renewed { credentials, expires_at, .. }, .. }) => {
                        Lease { credentials, expires_at: Some(expires_at) }
                    }
                    Some(_) | None => {
                        let why = crate::text::credentials::tccli::changed(self.lang);
                        return Err(unusable(why.to_owned()));
                    }
                }
            }
            Base::InstanceRole(name) => self.metadata.keys(name.as_deref()).await?,
            Base::Tke(tke) => {
                let call = tke
                    .call(&self.operator)
                    .map_err(|why| Fault::before_sending(LocalError::BadTokenFile, why))?;
                self.sts.assume_role_with_web_identity(&call, now).await?
            }
        };
        match &self.found.role {
            Some(role) => {
                self.sts.assume_role(&role.call(&self.operator), &base.credentials, now).await
            }
            None => Ok(base),
        }
    }
}
