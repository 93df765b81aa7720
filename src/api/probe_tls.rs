//! The TLS of a look at a host: verified exactly as the client verifies, with a note of whose authority it was.

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, ProtocolVersion, SignatureScheme};
use rustls_platform_verifier::Verifier;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Agrees on TLS: the stream, its version, and whether the certificate counts because of the private authority alone.
pub(super) async fn handshake(
    stream: TcpStream,
    host: &str,
    ca_pem: Option<&[u8]>,
) -> Result<(TlsStream<TcpStream>, &'static str, bool), String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let witness = Arc::new(Witness::new(ca_pem, &provider).map_err(|error| error.to_string())?);
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(witness.clone())
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(|error| error.to_string())?;
    let stream = TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
        .map_err(|error| error.to_string())?;
    let version = match stream.get_ref().1.protocol_version() {
        Some(ProtocolVersion::TLSv1_2) => "TLS 1.2",
        Some(ProtocolVersion::TLSv1_3) => "TLS 1.3",
        _ => "TLS",
    };
    Ok((stream, version, witness.private.load(Ordering::Relaxed)))
}

/// Asks the verifier that the client uses, and beside it the system's alone. It accepts nothing that the former does not.
#[derive(Debug)]
struct Witness {
    used: Arc<Verifier>,
    /// The system's authorities alone, where more are in use.
    system: Option<Verifier>,
    private: AtomicBool,
}

impl Witness {
    fn new(
        ca_pem: Option<&[u8]>,
        provider: &Arc<rustls::crypto::CryptoProvider>,
    ) -> Result<Self, rustls::Error> {
        let used = match ca_pem {
            None => Verifier::new(provider.clone())?,
            Some(pem) => Verifier::new_with_extra_roots(
                CertificateDer::pem_slice_iter(pem).flatten(),
                provider.clone(),
            )?,
        };
        // A system without authorities accepts nothing by itself.
        let system = ca_pem.and_then(|_| Verifier::new(provider.clone()).ok());
        Ok(Self { used: Arc::new(used), private: AtomicBool::new(ca_pem.is_some()), system })
    }
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verified = self.used.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        )?;
        if let Some(system) = &self.system {
            let alone = system.verify_server_cert(
                end_entity,
                intermediates,
                server_name,
                ocsp_response,
                now,
            );
            self.private.store(alone.is_err(), Ordering::Relaxed);
        }
        Ok(verified)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.used.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.used.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.used.supported_verify_schemes()
    }
}
