//! How a program of the operator's own ended that was asked or told something.

use serde::{Deserialize, Serialize};

/// Why a hook did not end well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum HookEnd {
    /// It could not be started; what the system says.
    NotStarted(String),
    /// It ended with this exit code, or by a signal, and said this: raw, to be shown in visible form only.
    Failed(Option<i32>, String),
    /// It was still at work when its time was over, and was ended.
    Late,
}

/// A hook that was to agree, and did not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Denial {
    /// Its program.
    pub program: String,
    /// How it ended.
    pub end: HookEnd,
}
