//! The plan of a file, and what keeps it from being carried out.

use crate::domain::Fields;
use crate::unbind::{PlanFault, PlanFile};

/// A plan that somebody handed on.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    pub file: PlanFile,
    /// The file's name.
    pub name: String,
    /// How old it may be, in minutes.
    pub valid: i64,
    /// That the same was carried out since it was made, in words.
    pub done: Option<String>,
}

/// Why the plan of a file is not carried out.
#[derive(Debug, Clone, PartialEq)]
pub enum PlanProblem {
    /// Whatever its targets are.
    Fault(PlanFault),
    /// These fields of these targets changed since; none where something else that it depends on did.
    Changed(Vec<(String, Fields)>),
}
