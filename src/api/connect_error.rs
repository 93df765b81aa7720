//! Why a connection was not made, read from the layers of a transport's error.

use super::message::TransportError;
use crate::domain::LocalError;
use rustls::{CertificateError, Error as Tls};
use std::error::Error;
use std::io::{self, ErrorKind};

/// The error of a connection that was never made, to this host.
pub(super) fn not_connected(host: &str, error: &(dyn Error + 'static)) -> TransportError {
    let why = chain(error);
    let why = if host.is_empty() { why } else { format!("{host}: {why}") };
    match local_error(error) {
        Some(local_error) => TransportError::Blocked(local_error, why),
        None => TransportError::NotConnected(why),
    }
}

/// What stood in the way, if a layer says so. The outermost of the proxy's layers comes first: what lies below it is about the proxy.
fn local_error(error: &(dyn Error + 'static)) -> Option<LocalError> {
    let layers: Vec<_> = std::iter::successors(Some(error), |layer| below(*layer)).collect();
    let said: Vec<String> = layers.iter().map(ToString::to_string).collect();
    said.iter()
        .find_map(|text| of_proxy(text))
        .or_else(|| layers.iter().find_map(|layer| layer.downcast_ref::<Tls>()).map(of_tls))
        .or_else(|| {
            said.iter()
                .any(|text| text == "dns error" || text == "invalid dns name")
                .then_some(LocalError::NoAddress)
        })
        .or_else(|| {
            layers
                .iter()
                .filter_map(|layer| layer.downcast_ref::<io::Error>())
                .find_map(|error| of_io(error.kind()))
        })
        .or_else(|| {
            said.iter()
                .any(|text| text.ends_with("timed out"))
                .then_some(LocalError::ConnectTimeout)
        })
}

/// The next layer. An `io::Error` hides the one it was made of from `source`.
fn below<'e>(layer: &'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    let hidden = layer.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    hidden.map(|hidden| hidden as &(dyn Error + 'static)).or_else(|| layer.source())
}

/// The words of hyper-util's tunnel; its type has no public name.
fn of_proxy(text: &str) -> Option<LocalError> {
    Some(match text.strip_prefix("tunnel error: ")? {
        "proxy authorization required" => LocalError::ProxyPassword,
        "failed to create underlying connection" => LocalError::ProxyUnreachable,
        _ => LocalError::ProxyRefused,
    })
}

fn of_tls(error: &Tls) -> LocalError {
    use CertificateError as Bad;
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "these enums grow; whatever else they say is shown as it is"
    )]
    match error {
        Tls::InvalidCertificate(bad) => match bad {
            // An authority that was made anew under its old name fits by name, and its signature does not.
            Bad::UnknownIssuer | Bad::BadSignature => LocalError::UnknownAuthority,
            Bad::NotValidForName | Bad::NotValidForNameContext { .. } => LocalError::WrongName,
            Bad::Expired | Bad::ExpiredContext { .. } => LocalError::CertificateExpired,
            Bad::NotValidYet | Bad::NotValidYetContext { .. } => LocalError::CertificateNotYetValid,
            _ => LocalError::BadCertificate,
        },
        Tls::InvalidMessage(_) => LocalError::NotTls,
        Tls::General(text) if text.contains("No CA certificates") => LocalError::NoTrustStore,
        _ => LocalError::NoTlsAgreement,
    }
}

fn of_io(kind: ErrorKind) -> Option<LocalError> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "of very many kinds these mean something here"
    )]
    match kind {
        ErrorKind::ConnectionRefused => Some(LocalError::Refused),
        ErrorKind::TimedOut => Some(LocalError::ConnectTimeout),
        ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => {
            Some(LocalError::NoTlsAgreement)
        }
        _ => None,
    }
}

/// The error with its causes, each said once. The library's own outer layers say nothing that an operator could use.
pub(super) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(layer) = next {
        next = layer.source();
        let text = layer.to_string();
        if !said.iter().any(|before| before.contains(&text)) {
            said.push(text);
        }
    }
    let noise = ["error sending request", "client error", "builder error"];
    let kept: Vec<&str> = said
        .iter()
        .filter(|text| !noise.iter().any(|noise| text.starts_with(noise)))
        .map(String::as_str)
        .collect();
    if kept.is_empty() { said.join(": ") } else { kept.join(": ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::dns::{Name, Resolve, Resolving};
    use std::sync::Arc;

    /// Knows no name, as a resolver far from home.
    struct Nobody;

    impl Resolve for Nobody {
        fn resolve(&self, _: Name) -> Resolving {
            Box::pin(async { Err(io::Error::other("failed to lookup address information").into()) })
        }
    }

    #[test]
    fn a_name_without_an_address_is_told_from_a_closed_port() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client =
            reqwest::Client::builder().no_proxy().dns_resolver(Arc::new(Nobody)).build().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let ask = |url: &str| runtime.block_on(client.get(url).send()).unwrap_err().without_url();
        let error = not_connected("nowhere.test", &ask("https://nowhere.test"));
        let said =
            "nowhere.test: dns error: error resolving DNS: failed to lookup address information";
        assert_eq!(error, TransportError::Blocked(LocalError::NoAddress, said.to_owned()));
        assert_eq!(local_error(&ask("https://127.0.0.1:1")), Some(LocalError::Refused));
    }

    #[test]
    fn what_no_layer_names_stays_unnamed() {
        assert_eq!(local_error(&io::Error::other("no route to host")), None);
        assert_eq!(
            local_error(&io::Error::other(Tls::InvalidCertificate(CertificateError::Revoked))),
            Some(LocalError::BadCertificate)
        );
        assert_eq!(
            local_error(&io::Error::from(ErrorKind::TimedOut)),
            Some(LocalError::ConnectTimeout)
        );
    }
}
