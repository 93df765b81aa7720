//! A run opened from the history: what its result showed, whole.

use super::command::Move;
use super::find::Scroll;
use crate::domain::{EipId, Region};
use crate::text::markdown::Chain;
use crate::unbind::Verdict;
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

    /// Takes in what only the journal knows of it: the records of its outcomes, how far it reaches, and what came later.
    pub(crate) fn take(&mut self, runs: &[RunReport], chain: &Chain) {
        let Some(run) = runs.iter().find(|run| run.run_id == self.run.run_id) else { return };
        self.chain = chain.clone();
        for item in &mut self.run.items {
            let is_it =
                |one: &&ItemReport| (&one.eip_id, one.outcome) == (&item.eip_id, item.outcome);
            if let Some(one) = run.items.iter().find(is_it) {
                item.line = one.line;
                item.hash.clone_from(&one.hash);
                item.later.clone_from(&one.later);
            }
        }
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

    /// What can be unbound that was not begun: of the marked items, or of the one under the cursor; else what has no record of its own.
    pub(crate) fn not_begun(&self) -> Vec<(Region, EipId)> {
        if self.run.items.iter().any(ItemReport::binds) {
            return vec![];
        }
        let chosen = self.chosen().into_iter();
        let left = chosen.filter(|item| item.outcome == Some(Verdict::Cancelled));
        let left = left.filter_map(|item| Some((item.region.clone()?, item.eip_id.clone()?)));
        let left: Vec<_> = left.collect();
        // The record names no region of what has none of its own: nearly every batch is of one.
        let region = self.run.items.iter().find_map(|item| item.region.as_ref());
        match region.filter(|_| left.is_empty()) {
            Some(region) => {
                let rest = self.run.not_begun.iter();
                rest.map(|one| (region.clone(), one.eip_id.clone())).collect()
            }
            None => left,
        }
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
