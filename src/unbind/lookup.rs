//! Targets that are looked for, in all regions side by side: what is asked where, and what the answers come to.

use super::answer::{Fits, Reading};
use super::facts;
use super::plan::BATCH_LIMIT;
use super::refusal::Refusal;
use super::request::{UnbindOptions, UnbindRequest};
use super::target::can_be;
use crate::domain::target::TargetText;
use crate::domain::{Doubt, Eip, EipPage, EipQuery, Fault, FaultClass, Region, UnbindTarget};

/// Where it is asked, and for which EIPs.
pub type Question = (Region, EipQuery);

/// One target that is being looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Lookup {
    pub(crate) target: TargetText,
    /// The regions that an alert names, which are asked first; empty: wherever there may be something.
    pub(crate) named: Vec<Region>,
    /// All regions, in the order that the operator knows.
    regions: Vec<Region>,
    /// The others than those that are named were asked, too.
    elsewhere: bool,
    /// Which of the target's filters is asked.
    step: usize,
    /// Where an answer is waited for.
    asked: Vec<Region>,
    /// So many of `looked` were asked all filters.
    done: usize,
    pub(crate) hits: Vec<Eip>,
    /// Where was looked.
    pub looked: Vec<Region>,
    /// Where it could not be looked.
    pub faults: Vec<(Region, Fault)>,
    /// Where the answer can't be taken for all that fits, or is none to the question: nothing is unique then.
    pub(crate) doubts: Vec<(Region, Doubt)>,
}

impl Lookup {
    pub fn new(target: TargetText, named: Vec<Region>) -> Self {
        Self {
            target,
            named,
            regions: vec![],
            elsewhere: false,
            step: 0,
            asked: vec![],
            done: 0,
            hits: vec![],
            looked: vec![],
            faults: vec![],
            doubts: vec![],
        }
    }

    /// The first questions.
    pub fn start(&mut self, regions: &[Region]) -> Vec<Question> {
        self.regions = regions.to_vec();
        let named = !self.named.is_empty();
        self.ask(if named { self.named.clone() } else { regions.to_vec() })
    }

    /// Whether there is nothing more to wait for.
    pub fn is_over(&self) -> bool {
        self.asked.is_empty()
    }

    fn ask(&mut self, regions: Vec<Region>) -> Vec<Question> {
        let Some(query) = self.target.queries().into_iter().nth(self.step) else { return vec![] };
        self.asked = regions;
        self.asked.iter().map(|region| (region.clone(), query.clone())).collect()
    }

    /// Takes the answer of a region, and gives the further questions that it leads to.
    pub fn take(&mut self, region: &Region, page: Result<EipPage, Fault>) -> Vec<Question> {
        let queries = self.target.queries();
        let at = self.asked.iter().position(|asked| asked == region);
        let (Some(at), Some(query)) = (at, queries.get(self.step)) else { return vec![] };
        let region = self.asked.swap_remove(at);
        match page.map(|page| Fits::of(query, page)) {
            Ok(Fits { mut rows, doubt }) => {
                rows.retain(|eip| can_be(eip, &self.target));
                if !rows.is_empty() && query.is_of_one_place() {
                    // It can be nowhere else: a slow region holds nothing up, and what any other said does not matter.
                    self.asked.clear();
                    self.faults.clear();
                    self.doubts.clear();
                }
                self.hits.append(&mut rows);
                match doubt {
                    Some(doubt) => self.doubts.push((region, doubt)),
                    None => self.looked.push(region),
                }
            }
            Err(fault) => self.faults.push((region, fault)),
        }
        let mut questions = vec![];
        if self.is_without_hit() && self.step + 1 < queries.len() {
            // An address that no EIP has may be a private one, and the other way round.
            self.step += 1;
            let again = self.looked.split_off(self.done);
            questions = self.ask(again);
        }
        if self.is_without_hit() && !self.named.is_empty() && !self.elsewhere {
            self.elsewhere = true;
            // Who wrote the alert may be wrong. But a private IP and a name have namesakes: of those, only what the alert says is meant.
            if queries.first().is_some_and(EipQuery::is_of_one_place) {
                (self.step, self.done) = (0, self.looked.len());
                let others = self.regions.iter().filter(|region| !self.named.contains(region));
                questions = self.ask(others.cloned().collect());
            }
        }
        if self.is_over() {
            // Whoever was slow to answer.
            let place = |region: &Region| self.regions.iter().position(|known| known == region);
            self.looked.sort_by_key(place);
            self.hits.sort_by_key(|eip| place(&eip.region));
            self.faults.sort_by_key(|(region, _)| place(region));
            self.doubts.sort_by_key(|(region, _)| place(region));
        }
        questions
    }

    fn is_without_hit(&self) -> bool {
        self.is_over() && self.hits.is_empty()
    }

    /// What it came to. Where an answer is no answer to its question, or not whole, nothing is unique.
    pub fn reading(&self) -> Reading {
        match (self.doubts.first(), self.hits.as_slice()) {
            (Some((_, doubt)), _) => Reading::Unclear(doubt.clone()),
            (None, [eip]) => Reading::Found(Box::new(eip.clone())),
            // Where a region could not be read, nobody can say that there is no such EIP.
            (None, []) => {
                let fault = self.unread().next();
                fault.map_or(Reading::Missing, |(_, fault)| Reading::Failed(fault.clone()))
            }
            (None, several) => Reading::Ambiguous(several.len()),
        }
    }

    /// Where it could not be looked. A region that is closed to the account holds nothing of it, where another one is open.
    pub(crate) fn unread(&self) -> impl Iterator<Item = &(Region, Fault)> {
        let is_closed = |fault: &Fault| fault.class == FaultClass::Permission;
        self.faults.iter().filter(move |(_, why)| self.looked.is_empty() || !is_closed(why))
    }

    /// Where nothing was learned of it, and why.
    pub fn failures(&self) -> Vec<(Region, Fault)> {
        let local = |doubt: &Doubt| Fault::local(FaultClass::Local, doubt.to_string());
        let doubts = self.doubts.iter().map(|(region, doubt)| (region.clone(), local(doubt)));
        self.faults.iter().cloned().chain(doubts).collect()
    }

    /// All that an alert names as one target: it is about one EIP, whatever it calls it. `name` is what it is called where that is several.
    pub(crate) fn as_one(name: &str, all: &[Self]) -> Self {
        let mut one = Self::new(TargetText::Name(name.to_owned()), vec![]);
        for lookup in all {
            for eip in &lookup.hits {
                if !one.hits.iter().any(|known| is_same(known, eip)) {
                    one.hits.push(eip.clone());
                }
            }
            one.looked.extend_from_slice(&lookup.looked);
            one.faults.extend_from_slice(&lookup.faults);
            one.doubts.extend_from_slice(&lookup.doubts);
        }
        let is_it = |lookup: &&Self| match one.hits.as_slice() {
            _ if !one.doubts.is_empty() => !lookup.doubts.is_empty(),
            [eip] => lookup.hits.contains(eip),
            [] | [_, ..] => all.len() == 1,
        };
        if let Some(lookup) = all.iter().find(is_it) {
            one.target = lookup.target.clone();
        }
        one
    }

    fn request(&self, eip: &Eip, options: UnbindOptions) -> (UnbindRequest, Reading) {
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
        let region = eip.region.clone();
        (UnbindRequest { region, target, options }, Reading::Found(Box::new(eip.clone())))
    }
}

/// What several look-ups came to together.
#[derive(Debug, Default)]
pub struct Found {
    /// Every EIP once, however often it was named.
    pub(crate) targets: Vec<(UnbindRequest, Reading)>,
    /// Targets that were not found, or that fit several EIPs of which none is named otherwise.
    pub(crate) left_out: Vec<Refusal>,
    /// The latter: of what fits, one has to be chosen.
    pub(crate) choices: Vec<Lookup>,
}

impl Found {
    /// Never an EIP that is not named: where a server or a private IP fits several, one of them has to be named by itself.
    pub(crate) fn of(lookups: &[Lookup], options: UnbindOptions) -> Self {
        let mut found = Self::default();
        for lookup in lookups {
            // All that a NAT gateway has is refused alike, with the reason and the right action: nothing is to be chosen.
            let is_nat = lookup.target.nat_gateway().is_some();
            if is_nat || lookup.reading().eip().is_some() {
                for eip in lookup.hits.iter().take(BATCH_LIMIT) {
                    if !found.has(eip) {
                        found.targets.push(lookup.request(eip, options));
                    }
                }
            }
        }
        for lookup in lookups {
            let Err(reason) = facts::found(&lookup.reading(), None).map(drop) else { continue };
            if lookup.hits.iter().any(|eip| found.has(eip)) {
                continue;
            }
            if !lookup.hits.is_empty() {
                found.choices.push(lookup.clone());
            }
            found.left_out.push(Refusal { target: lookup.target.to_string(), reason });
        }
        found
    }

    fn has(&self, eip: &Eip) -> bool {
        let mut known = self.targets.iter().filter_map(|(_, reading)| reading.eip());
        known.any(|known| is_same(known, eip))
    }
}

fn is_same(one: &Eip, other: &Eip) -> bool {
    one.eip_id == other.eip_id && one.region == other.region
}
