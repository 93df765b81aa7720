//! The way to a host, in stages.

/// How far a look came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// The name was looked up.
    #[default]
    Name,
    /// A connection was made.
    Connect,
    /// The proxy was asked for a tunnel.
    Tunnel,
    /// TLS was agreed on.
    Tls,
    /// A request was answered.
    Answer,
}
