//! One-line notices above the hints. Data, so that the words stay in `text`.

use crate::domain::Moment;

/// A notice and when it goes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What it says.
    pub kind: NoticeKind,
    /// When it appeared.
    pub at: Moment,
}

/// How long a notice stays, in milliseconds.
pub const NOTICE_MS: u64 = 6_000;

/// What a notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeKind {
    /// Copied to the clipboard.
    Copied,
    /// It could not be copied.
    CopyFailed(String),
    /// There is nothing under the cursor.
    NothingHere,
    /// A paste outside a text field: it never acts as keys; this many characters became the filter.
    PasteFiltered(usize),
    /// A paste was dropped.
    PasteDropped,
    /// This private IP has no EIP.
    NoEipHere,
    /// At most ten at once.
    TooManyMarks,
    /// Nothing was found for the target given at start; where was looked.
    TargetNotFound(String, usize),
    /// Several match the target given at start.
    TargetAmbiguous(String, usize),
    /// No key of this name exists; it did nothing.
    UnknownKey(String),
    /// There are no errors to show.
    NoErrors,
}
