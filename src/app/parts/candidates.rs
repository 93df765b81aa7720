//! Candidates from an alert: the operator says which one is meant.

use crate::domain::target::TargetText;

/// What was found in a text, and the row under the cursor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidates {
    /// What may be meant.
    pub candidates: Vec<TargetText>,
    /// Which one the cursor is on.
    pub row: usize,
}
