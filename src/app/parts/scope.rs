//! Which part has the keys.

use crate::text::Lang;
use crate::text::screen::scope as words;

/// Where a key means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The list and the NIC/private-IP view.
    List,
    /// The filter field.
    Filter,
    /// Everything known of one row.
    Detail,
    /// The dialog, before sending.
    Dialog,
    /// The note field of the dialog.
    Note,
    /// The dialog, while a request is out.
    Running,
    /// The dialog, with a result.
    Result,
    /// What was done before.
    History,
    /// A run opened from the history.
    OpenRun,
    /// Where an EIP could be bound.
    Places,
    /// What may be meant by an alert, to choose from.
    Candidates,
    /// Regions and profiles to choose from.
    Regions,
    /// Help and errors: a text to read.
    Text,
    /// The question whether to leave while a request is out.
    Leave,
    /// No part of its own: keys that mean the same in each part.
    Everywhere,
}

impl Scope {
    /// All parts, in the order of help and documents.
    pub const ALL: [Self; 14] = [
        Self::List,
        Self::Filter,
        Self::Detail,
        Self::Dialog,
        Self::Note,
        Self::Running,
        Self::Result,
        Self::History,
        Self::OpenRun,
        Self::Places,
        Self::Candidates,
        Self::Regions,
        Self::Text,
        Self::Leave,
    ];

    /// What help and documents show: each part, and what holds in all of them.
    pub(crate) fn shown() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().chain([Self::Everywhere])
    }

    /// Its name as a heading.
    pub(crate) fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::List => words::list(lang),
            Self::Filter => words::filter(lang),
            Self::Detail => words::detail(lang),
            Self::Dialog => words::dialog(lang),
            Self::Note => words::note(lang),
            Self::Running => words::running(lang),
            Self::Result => words::result(lang),
            Self::History => words::history(lang),
            Self::OpenRun => words::open_run(lang),
            Self::Places => words::places(lang),
            Self::Candidates => words::candidates(lang),
            Self::Regions => words::regions(lang),
            Self::Text => words::text(lang),
            Self::Leave => words::leave(lang),
            Self::Everywhere => words::everywhere(lang),
        }
    }
}
