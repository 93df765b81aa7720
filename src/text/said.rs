//! What happened, and what to do next: the form of every complaint.

/// A complaint in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What happened, one sentence.
    pub(crate) what: String,
    /// What to do next, a line each.
    pub(crate) next: Vec<String>,
}

impl Said {
    /// What happened.
    pub(crate) fn that(what: impl Into<String>) -> Self {
        Self { what: what.into(), next: vec![] }
    }

    /// With one more step.
    pub(crate) fn next(mut self, step: impl Into<String>) -> Self {
        self.next.push(step.into());
        self
    }
}
