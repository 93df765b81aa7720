//! Looking targets up, in all regions in parallel: one hit opens the dialog, several filter the list, none says where was looked.

use crate::app::parts::candidates::Candidates;
use crate::app::parts::effect::{Effect, fetch};
use crate::app::parts::load::ReqId;
use crate::app::parts::lookup::Lookup;
use crate::app::parts::notice::NoticeKind;
use crate::app::parts::overlay::Overlay;
use crate::app::parts::scope::Scope;
use crate::app::state::App;
use crate::domain::target::TargetText;
use crate::domain::{EipPage, Fault, Region};
use crate::text::alert::Targets;
use crate::unbind::plan::BATCH_LIMIT;

impl App {
    /// The first questions of the session.
    pub fn start(&mut self) -> Vec<Effect> {
        let mut out = Vec::new();
        self.start_search(&mut out);
        self.start_list(&mut out);
        if self.session.regions.is_empty() {
            self.open_picker(&mut out);
        }
        out
    }

    /// Takes what the operator named at start: targets to look for, or candidates to choose from. [`App::start`] asks.
    pub fn given(&mut self, given: Targets) {
        if given.picked && given.targets.len() > 1 {
            self.offer(given.targets);
        } else {
            self.search.set(given.targets);
        }
    }

    /// Looks for these targets now. With no region chosen, everywhere.
    pub(in crate::app) fn look_up(&mut self, targets: Vec<TargetText>, out: &mut Vec<Effect>) {
        if self.session.regions.is_empty() {
            self.session.regions = Region::all();
            self.inventory.set_regions(&self.session.regions);
        }
        let shown = targets.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        self.search.set(targets);
        self.start_search(out);
        self.notify(NoticeKind::LookingUp(shown, self.session.regions.len()));
    }

    /// Offers what was found in a text.
    pub(in crate::app) fn offer(&mut self, candidates: Vec<TargetText>) {
        self.overlays = vec![Overlay::Candidates(Candidates { candidates, row: 0 })];
    }

    fn start_search(&mut self, out: &mut Vec<Effect>) {
        self.search.start(self.now, &self.session.regions, &mut self.ids, out);
    }

    /// Reads the list for the first time, unless a look-up goes first.
    pub(in crate::app) fn start_list(&mut self, out: &mut Vec<Effect>) {
        let is_due = self.list_due_ms().is_none_or(|due| due <= self.now.mono_ms);
        if self.inventory.is_untouched() && is_due {
            fetch(self.inventory.refresh(&mut self.ids), out);
        }
    }

    /// Takes an answer; `false` if no look-up waits for it.
    pub(in crate::app) fn take_lookup(
        &mut self,
        id: ReqId,
        page: &Result<EipPage, Fault>,
        out: &mut Vec<Effect>,
    ) -> bool {
        let taken = self.search.take(id, page, &mut self.ids, out);
        if let Some(lookups) = taken.then(|| self.search.finish(&self.session.regions)).flatten() {
            self.found(lookups, out);
            self.start_list(out);
        }
        taken
    }

    fn found(&mut self, lookups: Vec<Lookup>, out: &mut Vec<Effect>) {
        if lookups.iter().any(|l| l.hits.is_empty()) {
            self.search.lost = lookups.into_iter().filter(|l| l.hits.is_empty()).collect();
            return self.notify(NoticeKind::TargetNotFound(Box::new(self.search.lost[0].clone())));
        }
        // Whoever does something else meanwhile is not interrupted: keys that are under way would go to a dialog that nobody opened, or to
        // another row than the one that is looked at.
        let is_free = self.scope() == Scope::List;
        let several = lookups.iter().find(|l| l.hits.len() > 1);
        // All that a NAT gateway has is refused alike, with the reason and the right action: nothing is to be chosen.
        let is_nat = lookups.len() == 1 && lookups[0].target.nat_gateway().is_some();
        if let Some(several) = several.filter(|_| !is_nat) {
            let kind = NoticeKind::TargetAmbiguous(several.target.to_string(), several.hits.len());
            if is_free {
                self.list.filter_by(several.target.as_filter());
            }
            return self.notify(kind);
        }
        let targets: Vec<_> = lookups
            .iter()
            .flat_map(|l| l.hits.iter().take(BATCH_LIMIT).map(|eip| l.request(eip)))
            .collect();
        let Some(eip) = lookups.first().and_then(|l| l.hits.first()) else { return };
        if !is_free {
            return self.notify(NoticeKind::TargetFound(eip.address()));
        }
        self.notice = None;
        self.list.look_for((eip.region.clone(), eip.eip_id.clone()));
        self.open_unbind(targets, out);
    }
}
