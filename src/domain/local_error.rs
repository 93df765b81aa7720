//! What stood in the way on this side of the wire, before anything was sent: as a word that decides what to do next.

use serde::{Deserialize, Serialize};

/// What stood in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LocalError {
    /// The host's name has no address.
    NoAddress,
    /// Nobody listens there.
    Refused,
    /// No connection in time.
    ConnectTimeout,
    /// The certificate's authority is not trusted here.
    UnknownAuthority,
    /// The certificate is for other names.
    WrongName,
    /// The certificate has ended.
    CertificateExpired,
    /// The certificate begins later.
    CertificateNotYetValid,
    /// Something else is wrong with the certificate.
    BadCertificate,
    /// The port does not speak TLS.
    NotTls,
    /// The two sides found no TLS version or cipher in common, or the handshake broke off.
    NoTlsAgreement,
    /// This machine trusts no authority at all.
    NoTrustStore,
    /// The proxy can't be connected to.
    ProxyUnreachable,
    /// The proxy did not let the connection through.
    ProxyRefused,
    /// The proxy wants a user name and a password.
    ProxyPassword,
    /// There was no connection for the change while the reading before it was young enough.
    ReadingTooOld,
    /// The cloud goes on telling of further rows, or of more than can be.
    EndlessList,
    /// The temporary keys have ended.
    KeysEnded,
    /// The temporary keys end too soon for a change.
    KeysEndSoon,
    /// The server that this runs on has no role.
    NoInstanceRole,
    /// The server that this runs on has another role than the one asked for.
    NoSuchRole,
    /// STS or the metadata service did not answer, or with something that is no key.
    NoKeysGiven,
    /// The file with the pod's token can't be used.
    BadTokenFile,
}

impl LocalError {
    /// Whether it may mean that a host was given up (`docs/contract.md` §6: no address, refused, no connection in time). What a proxy
    /// says, or what is wrong with a certificate, says nothing about that.
    pub(crate) fn may_be_gone(self) -> bool {
        matches!(self, Self::NoAddress | Self::Refused | Self::ConnectTimeout)
    }
}
