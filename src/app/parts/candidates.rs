//! Candidates from an alert: the operator says which of them are meant.

use super::command::Move;
use crate::domain::Region;
use crate::domain::target::TargetText;

/// What was found in a text, what is marked of it, and the row under the cursor. Above the candidates is a row for all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidates {
    /// What may be meant.
    pub candidates: Vec<TargetText>,
    /// Where the text says that they are.
    pub(crate) regions: Vec<Region>,
    /// The marked ones, as places among the candidates.
    pub(crate) marked: Vec<usize>,
    /// Which row the cursor is on: 0 for all, then the candidates.
    pub(crate) row: usize,
    /// The last key marked a row and went on to the next.
    went_on: bool,
}

impl Candidates {
    /// With the cursor on the first candidate.
    pub(crate) fn new(candidates: Vec<TargetText>, regions: Vec<Region>) -> Self {
        Self { candidates, regions, marked: vec![], row: 1, went_on: false }
    }

    pub(crate) fn move_by(&mut self, to: Move) {
        let rows = self.candidates.len() + 1;
        // Who steps down by himself after a mark means the row that the mark went on to.
        let has_gone = std::mem::take(&mut self.went_on) && to == Move::Down;
        if !has_gone {
            self.row = to.from(self.row, rows, rows);
        }
    }

    /// Marks or unmarks the row, and goes on to the next as the list does; the row for all: all, or none if all are.
    pub(crate) fn toggle_mark(&mut self) {
        let all = self.candidates.len();
        match self.row.checked_sub(1) {
            None if self.marked.len() == all => self.marked.clear(),
            None => self.marked = (0..all).collect(),
            Some(row) => match self.marked.iter().position(|marked| *marked == row) {
                Some(at) => drop(self.marked.remove(at)),
                None => self.marked.push(row),
            },
        }
        if self.row > 0 && self.row < all {
            self.row += 1;
            self.went_on = true;
        }
    }

    /// The marked ones in the order of the text; where none is, the one under the cursor, or all.
    pub(crate) fn chosen(&self) -> Vec<TargetText> {
        let is_chosen = |at: usize| match (self.marked.as_slice(), self.row.checked_sub(1)) {
            ([], None) => true,
            ([], Some(row)) => at == row,
            (marked, _) => marked.contains(&at),
        };
        let all = self.candidates.iter().enumerate();
        all.filter(|(at, _)| is_chosen(*at)).map(|(_, target)| target.clone()).collect()
    }
}
