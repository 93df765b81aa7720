//! A run opened from the history: what its result showed, whole.

use super::command::Move;
use super::find::Scroll;
use crate::text::markdown::Chain;
use crate::unbind::report::{ItemReport, RunReport};

/// The run, and where the operator is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunView {
    /// The run.
    pub run: RunReport,
    /// How far the journal reached when it was read.
    pub(crate) chain: Chain,
    /// The item under the cursor.
    pub item: usize,
    /// Items that are marked.
    pub(crate) marks: Vec<usize>,
    /// How far the text is scrolled.
    pub(crate) scroll: Scroll,
}

impl RunView {
    pub(crate) fn new(run: RunReport, chain: Chain, item: usize) -> Self {
        Self { run, chain, item, marks: vec![], scroll: Scroll::default() }
    }

    /// With several items it moves among them; a page, and with one item every step, scrolls.
    pub(crate) fn move_by(&mut self, to: Move, page: usize) {
        let moves = self.run.items.len() > 1 && matches!(to, Move::Up | Move::Down);
        if moves {
            self.item = to.from(self.item, self.run.items.len(), page);
            self.scroll = Scroll::default();
        } else {
            self.scroll.by(to, page);
        }
    }

    pub(crate) fn toggle_mark(&mut self) {
        toggle(&mut self.marks, self.item);
    }

    /// The marked items, or the one under the cursor.
    pub(crate) fn chosen(&self) -> Vec<&ItemReport> {
        chosen(&self.marks, self.item).filter_map(|at| self.run.items.get(at)).collect()
    }
}

/// Marks or unmarks one.
pub(crate) fn toggle(marks: &mut Vec<usize>, item: usize) {
    match marks.iter().position(|marked| *marked == item) {
        Some(at) => drop(marks.remove(at)),
        None => marks.push(item),
    }
}

/// The marked ones, in order, or the one under the cursor.
pub(crate) fn chosen(marks: &[usize], item: usize) -> impl Iterator<Item = usize> {
    let mut all = if marks.is_empty() { vec![item] } else { marks.to_vec() };
    all.sort_unstable();
    all.into_iter()
}
