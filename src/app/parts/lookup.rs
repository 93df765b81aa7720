//! Targets that are looked for, in all regions in parallel: one hit opens the dialog, several filter the list, none says where was looked.

use super::effect::{Effect, Query};
use super::load::{Ids, ReqId};
use crate::domain::target::TargetText;
use crate::domain::{EipPage, Fault, Moment, Region};
use crate::text::alert::Targets;
use crate::unbind::lookup::{Lookup, Question};

/// The list waits this long for a look-up, so that its many pages do not stand in front of the target's few.
pub(crate) const LIST_WAITS_MS: u64 = 2_000;

/// What is looked for at present, and what was not found by the last search.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// Targets that are being looked for.
    pub(crate) running: Vec<Lookup>,
    /// Questions that are open: whose, and where.
    asked: Vec<(ReqId, usize, Region)>,
    /// Since when.
    pub(crate) since: Moment,
    /// Targets that were not found, and where was looked.
    pub lost: Vec<Lookup>,
}

impl Search {
    pub(crate) fn new(at: Moment) -> Self {
        Self { running: vec![], asked: vec![], since: at, lost: vec![] }
    }

    /// Targets to look for, first where an alert says that they are; [`Self::start`] asks.
    pub(crate) fn set(&mut self, targets: Vec<TargetText>, named: &[Region]) {
        self.running =
            targets.into_iter().map(|target| Lookup::new(target, named.to_vec())).collect();
    }

    /// What is to be looked for, not here but elsewhere.
    pub(crate) fn take_targets(&mut self) -> Targets {
        let running = std::mem::take(&mut self.running);
        let regions = running.first().map(|lookup| lookup.named.clone()).unwrap_or_default();
        let targets = running.into_iter().map(|lookup| lookup.target).collect();
        Targets { targets, picked: false, regions }
    }

    /// The first questions.
    pub(crate) fn start(
        &mut self,
        at: Moment,
        regions: &[Region],
        ids: &mut Ids,
        out: &mut Vec<Effect>,
    ) {
        self.lost.clear();
        self.asked.clear();
        self.since = at;
        for no in 0..self.running.len() {
            self.ask(no, |lookup| lookup.start(regions), ids, out);
        }
    }

    fn ask(
        &mut self,
        no: usize,
        step: impl FnOnce(&mut Lookup) -> Vec<Question>,
        ids: &mut Ids,
        out: &mut Vec<Effect>,
    ) {
        for (region, query) in self.running.get_mut(no).map(step).into_iter().flatten() {
            let id = ids.fresh();
            self.asked.push((id, no, region.clone()));
            out.push(Effect::Fetch(id, Query::Eips { region, query, offset: 0 }));
        }
    }

    /// Takes an answer; `false` if no look-up waits for it.
    pub(crate) fn take(
        &mut self,
        id: ReqId,
        page: &Result<EipPage, Fault>,
        ids: &mut Ids,
        out: &mut Vec<Effect>,
    ) -> bool {
        let at = self.asked.iter().position(|(asked, ..)| *asked == id);
        let asked = at.map(|at| self.asked.swap_remove(at));
        if let Some((_, no, region)) = &asked {
            self.ask(*no, |lookup| lookup.take(region, page.clone()), ids, out);
        }
        asked.is_some()
    }

    /// All look-ups once there is nothing more to wait for.
    pub(crate) fn finish(&mut self) -> Option<Vec<Lookup>> {
        let is_over = !self.running.is_empty() && self.running.iter().all(Lookup::is_over);
        is_over.then(|| {
            self.asked.clear();
            std::mem::take(&mut self.running)
        })
    }

    pub(crate) fn clear(&mut self) {
        self.running.clear();
        self.asked.clear();
        self.lost.clear();
    }
}
