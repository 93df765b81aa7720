//! Targets that are looked for, in all regions in parallel: one hit opens the dialog, several filter the list, none says where was looked.

use super::effect::{Effect, Query};
use super::load::{Ids, ReqId};
use crate::domain::target::TargetText;
use crate::domain::{Eip, EipPage, EipQuery, Fault, FaultClass, Moment, Region, UnbindTarget};
use crate::text::alert::Targets;
use crate::unbind::plan::BATCH_LIMIT;
use crate::unbind::target::can_be;
use crate::unbind::{Fits, Reading, Refusal, RefusalReason, UnbindOptions, UnbindRequest};

/// The list waits this long for a look-up, so that its many pages do not stand in front of the target's few.
pub const LIST_WAITS_MS: u64 = 2_000;

/// What is looked for at present, and what was not found by the last search.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// Targets that are being looked for.
    pub running: Vec<Lookup>,
    /// Since when.
    pub since: Moment,
    /// Targets that were not found, and where was looked.
    pub lost: Vec<Lookup>,
}

impl Search {
    pub(crate) fn new(at: Moment) -> Self {
        Self { running: vec![], since: at, lost: vec![] }
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
        self.lost = vec![];
        self.since = at;
        for lookup in &mut self.running {
            lookup.start(regions, ids, out);
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
        self.running.iter_mut().any(|lookup| lookup.take(id, page, ids, out))
    }

    /// All look-ups once there is nothing more to wait for, each with its regions in the order that the operator knows, whoever was slow
    /// to answer.
    pub(crate) fn finish(&mut self, regions: &[Region]) -> Option<Vec<Lookup>> {
        if self.running.is_empty() || !self.running.iter().all(Lookup::is_over) {
            return None;
        }
        let mut lookups = std::mem::take(&mut self.running);
        let place = |region: &Region| regions.iter().position(|known| known == region);
        for lookup in &mut lookups {
            lookup.looked.sort_by_key(place);
        }
        Some(lookups)
    }

    pub(crate) fn clear(&mut self) {
        self.running.clear();
        self.lost.clear();
    }
}

/// One target that is being looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Lookup {
    /// What is looked for.
    pub target: TargetText,
    /// The regions that an alert names; empty: wherever there may be something.
    pub named: Vec<Region>,
    /// The other regions, for what is unique: who wrote the alert may be wrong.
    others: Vec<Region>,
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
    fn new(target: TargetText, named: Vec<Region>) -> Self {
        Self {
            target,
            named,
            others: vec![],
            step: 0,
            asked: vec![],
            hits: vec![],
            looked: vec![],
            faults: vec![],
        }
    }

    fn start(&mut self, regions: &[Region], ids: &mut Ids, out: &mut Vec<Effect>) {
        if self.named.is_empty() {
            return self.ask(regions, ids, out);
        }
        self.others =
            regions.iter().filter(|region| !self.named.contains(region)).cloned().collect();
        let named = self.named.clone();
        self.ask(&named, ids, out);
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
            Ok(page) => match self.query().map(|query| Fits::of(&query, page.clone())) {
                // What is no answer to the question, or not all of it, makes nothing unique.
                Some(Fits { doubt: Some(doubt), .. }) => {
                    self.faults.push((region, Fault::local(FaultClass::Local, doubt.to_string())));
                }
                fits => {
                    self.looked.push(region);
                    let rows = fits.map(|fits| fits.rows).unwrap_or_default();
                    self.hits.extend(rows.into_iter().filter(|eip| can_be(eip, &self.target)));
                }
            },
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
        if self.asked.is_empty() && self.hits.is_empty() && !self.others.is_empty() {
            // A private IP and a name have namesakes: of those, only what the alert says is meant.
            let others = std::mem::take(&mut self.others);
            if self.target.queries().first().is_some_and(EipQuery::is_of_one_place) {
                self.step = 0;
                self.ask(&others, ids, out);
            }
        }
        true
    }

    pub(crate) fn request(&self, eip: &Eip) -> (UnbindRequest, Reading) {
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

/// What several look-ups came to together.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Every EIP once, however often it was named.
    pub(crate) targets: Vec<(UnbindRequest, Reading)>,
    /// Targets that were not found, or that fit several EIPs of which none is named otherwise.
    pub(crate) left_out: Vec<Refusal>,
    /// The first of the latter, and how many EIPs fit.
    pub(crate) ambiguous: Option<(TargetText, usize)>,
}

impl Found {
    /// Never an EIP that is not named: where a server or a private IP fits several, one of them has to be named by itself.
    pub(crate) fn of(lookups: &[Lookup]) -> Self {
        let mut found = Self::default();
        for lookup in lookups {
            // All that a NAT gateway has is refused alike, with the reason and the right action: nothing is to be chosen.
            let is_nat = lookup.target.nat_gateway().is_some();
            if lookup.hits.len() == 1 || is_nat {
                for eip in lookup.hits.iter().take(BATCH_LIMIT) {
                    if !found.has(eip) {
                        found.targets.push(lookup.request(eip));
                    }
                }
            }
        }
        for lookup in lookups {
            let reason = match lookup.hits.as_slice() {
                [] => lookup
                    .faults
                    .iter()
                    .find(|_| lookup.looked.is_empty())
                    .map_or(RefusalReason::NotFound, |(_, fault)| {
                        RefusalReason::Unreadable(fault.clone())
                    }),
                [_, _, ..]
                    if lookup.target.nat_gateway().is_none()
                        && !lookup.hits.iter().any(|eip| found.has(eip)) =>
                {
                    let count = lookup.hits.len();
                    found.ambiguous.get_or_insert((lookup.target.clone(), count));
                    RefusalReason::Ambiguous(count)
                }
                _ => continue,
            };
            found.left_out.push(Refusal { target: lookup.target.to_string(), reason });
        }
        found
    }

    fn has(&self, eip: &Eip) -> bool {
        self.targets.iter().any(|(request, reading)| {
            request.region == eip.region
                && matches!(reading, Reading::Found(known) if known.eip_id == eip.eip_id)
        })
    }
}
