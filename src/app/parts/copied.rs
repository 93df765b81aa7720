//! What is known of a text that was sent to the terminal's clipboard.

/// Sent is not arrived, and nothing tells whether it did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Copied {
    /// What probably keeps it from arriving.
    pub(crate) dropped_by: Option<&'static str>,
    /// The file that holds it as well, from the state folder.
    pub(crate) saved: Option<String>,
}
