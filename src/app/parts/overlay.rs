//! What lies over the list or the dialog, each with its own state.

use super::candidates::Candidates;
use super::find::{FindField, Scroll};
use super::history::HistoryView;
use super::picker::Picker;
use super::places::Places;
use super::run_view::RunView;
use super::scope::Scope;

/// What lies over everything else. The one opened last has the keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlay {
    /// All keys, those of the part it was opened from first.
    Help(Scope, Scroll),
    /// What could not be read.
    Errors(Scroll),
    /// Everything about one row.
    Detail(Scroll),
    /// What was done.
    History(HistoryView),
    /// A run of the history, opened.
    Run(Box<RunView>),
    /// Where an EIP could be bound.
    Places(Places),
    /// What may be meant by an alert, to choose from.
    Candidates(Candidates),
    /// Which regions, which profile?
    Regions(Picker),
    /// Leave while a request is out?
    Leave,
}

impl Overlay {
    /// Which keys it has.
    pub(crate) fn scope(&self) -> Scope {
        if self.find().is_some_and(|find| find.typing) {
            return Scope::Filter;
        }
        match self {
            Self::Help(..) | Self::Errors(_) => Scope::Text,
            Self::Detail(_) => Scope::Detail,
            Self::History(_) => Scope::History,
            Self::Run(_) => Scope::OpenRun,
            Self::Places(_) => Scope::Places,
            Self::Candidates(_) => Scope::Candidates,
            Self::Regions(_) => Scope::Regions,
            Self::Leave => Scope::Leave,
        }
    }

    /// Whether it takes everything between header and notice; the others are boxes over what is there.
    pub(crate) fn covers(&self) -> bool {
        match self {
            Self::Help(..)
            | Self::Errors(_)
            | Self::Detail(_)
            | Self::History(_)
            | Self::Run(_)
            | Self::Places(_)
            | Self::Regions(_) => true,
            Self::Candidates(_) | Self::Leave => false,
        }
    }

    /// The field that narrows it, or finds a word in it.
    pub(crate) fn find(&self) -> Option<&FindField> {
        match self {
            Self::Help(_, scroll) | Self::Errors(scroll) => Some(&scroll.find),
            Self::History(history) => Some(&history.find),
            Self::Detail(_)
            | Self::Run(_)
            | Self::Places(_)
            | Self::Candidates(_)
            | Self::Regions(_)
            | Self::Leave => None,
        }
    }

    /// How far a text is scrolled, where there is one.
    pub(crate) fn scroll(&self) -> Option<&Scroll> {
        match self {
            Self::Help(_, scroll) | Self::Errors(scroll) | Self::Detail(scroll) => Some(scroll),
            Self::Run(view) => Some(&view.scroll),
            Self::History(_)
            | Self::Places(_)
            | Self::Candidates(_)
            | Self::Regions(_)
            | Self::Leave => None,
        }
    }

    /// The same, to be moved.
    pub(crate) fn scroll_mut(&mut self) -> Option<&mut Scroll> {
        match self {
            Self::Help(_, scroll) | Self::Errors(scroll) | Self::Detail(scroll) => Some(scroll),
            Self::Run(view) => Some(&mut view.scroll),
            Self::History(_)
            | Self::Places(_)
            | Self::Candidates(_)
            | Self::Regions(_)
            | Self::Leave => None,
        }
    }
}
