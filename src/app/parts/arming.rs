//! Whether the token field of the dialog takes keys, and the line under it.

use crate::unbind::ToggleUse;

/// The review must have been on screen this long, in milliseconds.
pub const ARM_MS: u64 = 300;
/// Enter must come at least this long after the key before.
pub const ENTER_GAP_MS: u64 = 30;

/// A line under the token field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Keys came before the field was armed: they were dropped.
    Dropped,
    /// A paste never enters the field.
    PasteDropped,
    /// Enter came in one burst with the token: once more.
    EnterOnceMore,
    /// The token is not this one.
    WrongToken,
    /// The plan changed: the token was emptied.
    Changed,
    /// The toggle does not apply here, and why.
    NotHere(ToggleUse),
    /// The plan of a file fixes it.
    AsPlanned,
    /// Nothing to send.
    NothingToSend,
    /// The journal could not be written: the token again goes on without it, this once.
    WithoutJournal,
}

/// Whether the field takes keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arming {
    /// There is nothing to confirm.
    Nothing,
    /// Waiting for the fresh reading, since this many milliseconds.
    Reading(u64),
    /// The last try to read failed; trying again.
    Unreadable,
    /// Waiting for facts that the request depends on.
    Facts,
    /// The screen is too small for all that must be seen.
    Hidden,
    /// The whole request is shown in the place of the review.
    Request,
    /// The review has not been on screen long enough.
    Settling,
    /// It takes keys.
    Armed,
}
