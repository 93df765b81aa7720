//! Targets that are looked for, in all regions in parallel: one hit opens the dialog, several filter the list, none says where was looked.

use super::App;
use super::candidates::Candidates;
use super::effect::{Effect, Query};
use super::inventory::Inventory;
use super::keymap::Scope;
use super::load::Ids;
use super::msg::ReqId;
use super::notice::NoticeKind;
use crate::domain::alert::Given;
use crate::domain::target::TargetText;
use crate::domain::{Eip, EipPage, EipQuery, Fault, Region, UnbindTarget};
use crate::unbind::plan::BATCH_LIMIT;
use crate::unbind::target::can_be;
use crate::unbind::{Reading, UnbindOptions, UnbindRequest};
use tui_input::Input;

/// The list waits this long for a look-up, so that its many pages do not stand in front of the target's few.
pub const LIST_WAITS_MS: u64 = 2_000;

/// One target that is being looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Lookup {
    /// What is looked for.
    pub target: TargetText,
    /// Which of the target's filters is asked.
    step: usize,
    /// Questions that are open, and where.
    asked: Vec<(ReqId, Region)>,
    /// What was found.
    pub hits: Vec<Eip>,
    /// Where was looked.
    pub looked: Vec<Region>,
    /// Where it could not be looked.
    pub faults: Vec<(Region, Fault)>,
}

impl Lookup {
    fn new(target: TargetText) -> Self {
        Self { target, step: 0, asked: vec![], hits: vec![], looked: vec![], faults: vec![] }
    }

    /// Whether there is nothing more to wait for.
    pub fn is_over(&self) -> bool {
        self.asked.is_empty()
    }

    fn query(&self) -> Option<EipQuery> {
        self.target.queries().into_iter().nth(self.step)
    }

    fn ask(&mut self, regions: &[Region], ids: &mut Ids, out: &mut Vec<Effect>) {
        let Some(query) = self.query() else { return };
        for region in regions {
            let id = ids.fresh();
            self.asked.push((id, region.clone()));
            out.push(Effect::Fetch(
                id,
                Query::Eips { region: region.clone(), query: query.clone(), offset: 0 },
            ));
        }
    }

    fn take(
        &mut self,
        id: ReqId,
        page: &Result<EipPage, Fault>,
        ids: &mut Ids,
        out: &mut Vec<Effect>,
    ) -> bool {
        let Some(at) = self.asked.iter().position(|(asked, _)| *asked == id) else { return false };
        let (_, region) = self.asked.swap_remove(at);
        match page {
            Ok(page) => {
                self.looked.push(region);
                self.hits
                    .extend(page.items.iter().filter(|eip| can_be(eip, &self.target)).cloned());
            }
            Err(fault) => self.faults.push((region, fault.clone())),
        }
        if !self.hits.is_empty() && self.query().is_some_and(|query| query.is_of_one_place()) {
            // It can be nowhere else: a slow region holds nothing up.
            self.asked.clear();
        }
        if self.asked.is_empty()
            && self.hits.is_empty()
            && self.step + 1 < self.target.queries().len()
        {
            // An address that no EIP has may be a private one, and the other way round.
            self.step += 1;
            let again = std::mem::take(&mut self.looked);
            self.ask(&again, ids, out);
        }
        true
    }

    fn request(&self, eip: &Eip) -> (UnbindRequest, Reading) {
        let target = match &self.target {
            TargetText::Pair(nic, ip) => UnbindTarget::PrivateIp {
                network_interface_id: nic.clone(),
                private_ip_address: *ip,
            },
            TargetText::EipId(_)
            | TargetText::Address(_)
            | TargetText::Instance(_)
            | TargetText::Name(_) => UnbindTarget::Eip(eip.eip_id.clone()),
        };
        (
            UnbindRequest { region: eip.region.clone(), target, options: UnbindOptions::default() },
            Reading::Found(Box::new(eip.clone())),
        )
    }
}

impl App {
    /// Takes what the operator named at start: targets to look for, or candidates to choose from. [`App::start`] asks.
    pub fn given(&mut self, given: Given) {
        if given.picked && given.targets.len() > 1 {
            self.offer(given.targets);
        } else {
            self.lookups = given.targets.into_iter().map(Lookup::new).collect();
        }
    }

    /// Looks for these targets now. With no region chosen, everywhere.
    pub(super) fn look_up(&mut self, targets: Vec<TargetText>, out: &mut Vec<Effect>) {
        if self.session.regions.is_empty() {
            self.session.regions = Region::all();
            self.inventory.set_regions(&self.session.regions);
        }
        self.lookups = targets.into_iter().map(Lookup::new).collect();
        self.start_lookups(out);
        let shown = self
            .lookups
            .iter()
            .map(|lookup| lookup.target.to_string())
            .collect::<Vec<_>>()
            .join(", ");
        self.notify(NoticeKind::LookingUp(shown, self.session.regions.len()));
    }

    /// Offers what was found in a text.
    pub(super) fn offer(&mut self, candidates: Vec<TargetText>) {
        self.candidates = Candidates { candidates, row: 0 };
        self.overlay = Some(super::Overlay::Candidates);
    }

    /// The first questions of the look-ups.
    pub(super) fn start_lookups(&mut self, out: &mut Vec<Effect>) {
        self.lost = vec![];
        self.lookups_at = self.now;
        for lookup in &mut self.lookups {
            lookup.ask(&self.session.regions, &mut self.ids, out);
        }
    }

    /// Until when the first reading of the list waits for a look-up, if it does.
    pub(super) fn list_due_ms(&self) -> Option<u64> {
        let waits = !self.lookups.is_empty() && self.inventory.is_untouched();
        waits.then_some(self.lookups_at.mono_ms + LIST_WAITS_MS)
    }

    /// Reads the list for the first time, unless a look-up goes first.
    pub(super) fn start_list(&mut self, out: &mut Vec<Effect>) {
        if self.inventory.is_untouched()
            && self.list_due_ms().is_none_or(|due| due <= self.now.mono_ms)
        {
            super::update::fetch(self.inventory.refresh(&mut self.ids), out);
        }
    }

    /// Takes an answer; `false` if no look-up waits for it.
    pub(super) fn take_lookup(
        &mut self,
        id: ReqId,
        page: &Result<EipPage, Fault>,
        out: &mut Vec<Effect>,
    ) -> bool {
        let taken = self.lookups.iter_mut().any(|lookup| lookup.take(id, page, &mut self.ids, out));
        if taken && self.lookups.iter().all(Lookup::is_over) {
            let mut lookups = std::mem::take(&mut self.lookups);
            // In the order that the operator knows, whoever was slow to answer.
            let place =
                |region: &Region| self.session.regions.iter().position(|known| known == region);
            for lookup in &mut lookups {
                lookup.looked.sort_by_key(place);
            }
            self.found(lookups, out);
            self.start_list(out);
        }
        taken
    }

    fn found(&mut self, lookups: Vec<Lookup>, out: &mut Vec<Effect>) {
        if lookups.iter().any(|l| l.hits.is_empty()) {
            self.lost = lookups.into_iter().filter(|l| l.hits.is_empty()).collect();
            return self.notify(NoticeKind::TargetNotFound(Box::new(self.lost[0].clone())));
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
                self.list.input = Input::new(several.target.as_filter());
                self.list.set_filter();
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
        super::update::open_drawer_on(self, targets, out);
    }
}

impl Inventory {
    /// Whether nothing was asked for yet.
    pub fn is_untouched(&self) -> bool {
        !self.regions.is_empty()
            && self.regions.iter().all(|r| r.listing.is_none() && r.ended_at.is_none())
    }
}
