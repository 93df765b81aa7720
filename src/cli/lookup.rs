//! From a TARGET to the one EIP it means, in one region or in all of them.

use super::output;
use crate::api::Client;
use crate::domain::sanitize::visible;
use crate::domain::target::TargetText;
use crate::domain::{Doubt, Eip, EipId, EipQuery, Fault, FaultClass, Region, UnbindTarget};
use crate::runtime::headless;
use crate::text::{Lang, report, target};
use crate::unbind::plan::BATCH_LIMIT;
use crate::unbind::target::can_be;
use crate::unbind::{Fits, PlanInput, Reading, UnbindOptions, UnbindRequest};
use futures_util::future::join_all;

/// At most this many matches or regions are named one by one.
const NAMED: usize = 10;

/// Where a target was looked for, and what came of it.
struct Searched {
    target: TargetText,
    read: Vec<Region>,
    refused: Vec<(Region, Fault)>,
    matches: Vec<Eip>,
    /// Why an answer can't be taken for all that fits, or is no answer to the question.
    doubt: Option<Doubt>,
}

/// How many EIPs fit a target.
pub(super) struct Hits {
    pub(super) count: usize,
    /// At least one region was read.
    pub(super) is_read: bool,
    pub(super) refused: Vec<(Region, Fault)>,
}

/// What came of one target, or of the candidates of one alert.
pub(super) struct Found {
    /// What the plan is made of: one subject, several for a NAT gateway, which are all refused.
    pub subjects: Vec<PlanInput>,
    /// Which EIPs fit, where that is more than one: the operator chooses.
    pub choices: Vec<Eip>,
    searched: Vec<Searched>,
}

/// What is looked for, and how.
pub(super) struct Search<'a> {
    /// The client, or why there is none.
    pub client: Result<&'a Client, &'a Fault>,
    /// Where.
    pub regions: &'a [Region],
    /// Where an alert says that they are: of what has namesakes elsewhere, only those there are meant.
    pub named: &'a [Region],
    /// The toggles.
    pub options: UnbindOptions,
    /// The language of what is said.
    pub lang: Lang,
}

impl Search<'_> {
    /// Looks a target up in all regions in parallel and gathers the facts around it.
    pub(super) async fn target(&self, target: &TargetText) -> Found {
        let searched = self.search(target).await;
        if target.nat_gateway().is_some() && !searched.matches.is_empty() {
            // All that it has is refused alike, with the reason and the right action: nothing is to be chosen.
            let eips = searched.matches.iter().take(BATCH_LIMIT);
            let subject =
                |eip: &Eip| self.subject(target, Some(eip), Reading::Found(Box::new(eip.clone())));
            let subjects = eips.map(subject).collect();
            return Found { subjects, choices: vec![], searched: vec![searched] };
        }
        self.judge(target.to_string(), vec![searched])
    }

    /// Looks the candidates of an alert up, as alternatives.
    pub(super) async fn alert(&self, candidates: &[TargetText]) -> Found {
        if let [target] = candidates {
            return self.target(target).await;
        }
        let searched = join_all(candidates.iter().map(|target| self.search(target))).await;
        self.judge(target::the_alert(self.lang).to_owned(), searched)
    }

    /// How many EIPs fit a target, and where it could not be looked.
    pub(super) async fn hits(&self, target: &TargetText) -> Hits {
        let searched = self.search(target).await;
        Hits {
            count: searched.matches.len(),
            is_read: !searched.read.is_empty(),
            refused: searched.refused,
        }
    }

    /// Asks the target's filters, one after the other until one gives a hit anywhere; each in all regions in parallel.
    async fn search(&self, target: &TargetText) -> Searched {
        let mut searched = Searched {
            target: target.clone(),
            read: self.places(target).to_vec(),
            refused: vec![],
            matches: vec![],
            doubt: None,
        };
        for query in target.queries() {
            let regions = std::mem::take(&mut searched.read);
            let found = join_all(regions.iter().map(|region| async {
                match self.client {
                    Ok(client) => headless::eips(client, region, &query, 0).await,
                    Err(fault) => Err(fault.clone()),
                }
            }));
            for (region, result) in regions.iter().zip(found.await) {
                match result {
                    Ok(page) => {
                        searched.read.push(region.clone());
                        let fits = Fits::of(&query, page);
                        searched.doubt = searched.doubt.take().or(fits.doubt);
                        let rows = fits.rows.into_iter().filter(|eip| can_be(eip, target));
                        searched.matches.extend(rows);
                    }
                    Err(fault) => searched.refused.push((region.clone(), fault)),
                }
            }
            if !searched.matches.is_empty() {
                break;
            }
        }
        searched
    }

    fn places(&self, target: &TargetText) -> &[Region] {
        let is_unique = target.queries().first().is_some_and(EipQuery::is_of_one_place);
        if self.named.is_empty() || is_unique { self.regions } else { self.named }
    }

    /// One EIP is the target; none or several are refused. `name` is what the refusal calls it.
    fn judge(&self, name: String, searched: Vec<Searched>) -> Found {
        // Where an answer is no answer to its question, or not whole, nothing is unique.
        let doubtful = searched.iter().find_map(|one| Some((&one.target, one.doubt.clone()?)));
        if let Some((target, doubt)) = doubtful {
            let subject = self.subject(target, None, Reading::Unclear(doubt));
            return Found { subjects: vec![subject], choices: vec![], searched };
        }
        let mut fits: Vec<(&TargetText, &Eip)> = Vec::new();
        for one in &searched {
            for eip in &one.matches {
                if !fits
                    .iter()
                    .any(|(_, known)| known.eip_id == eip.eip_id && known.region == eip.region)
                {
                    fits.push((&one.target, eip));
                }
            }
        }
        let named = TargetText::Name(name);
        let (subject, choices) = match fits.as_slice() {
            [(target, eip)] => {
                (self.subject(target, Some(eip), Reading::Found(Box::new((*eip).clone()))), vec![])
            }
            [] => {
                let target = if let [one] = searched.as_slice() { &one.target } else { &named };
                (self.subject(target, None, nothing(&searched)), vec![])
            }
            several => {
                let target = if let [one] = searched.as_slice() { &one.target } else { &named };
                let choices = several.iter().map(|(_, eip)| (*eip).clone()).collect();
                (self.subject(target, None, Reading::Ambiguous(several.len())), choices)
            }
        };
        Found { subjects: vec![subject], choices, searched }
    }

    fn subject(&self, target: &TargetText, eip: Option<&Eip>, reading: Reading) -> PlanInput {
        let home = || self.regions.first().cloned().unwrap_or_else(|| Region::all()[0].clone());
        let region = eip.map_or_else(home, |eip| eip.region.clone());
        let target = match (target, eip) {
            (TargetText::Pair(nic, ip), _) => UnbindTarget::PrivateIp {
                network_interface_id: nic.clone(),
                private_ip_address: *ip,
            },
            (_, Some(eip)) => UnbindTarget::Eip(eip.eip_id.clone()),
            (other, None) => UnbindTarget::Eip(
                EipId::parse(&other.to_string())
                    .unwrap_or_else(|| EipId::parse("?").expect("not empty")),
            ),
        };
        let request = UnbindRequest { region, target, options: self.options };
        PlanInput::new(request, reading)
    }
}

/// A region that is closed to the account holds nothing of it. Where a region could not be read for any other reason, or none could,
/// nobody can say that the EIP does not exist.
fn nothing(searched: &[Searched]) -> Reading {
    let failed = |one: &Searched| {
        let closed = |fault: &Fault| fault.class == FaultClass::Permission && !one.read.is_empty();
        one.refused.iter().find(|(_, fault)| !closed(fault)).map(|(_, fault)| fault.clone())
    };
    searched.iter().find_map(failed).map_or(Reading::Missing, Reading::Failed)
}

/// Says where was looked and what fits, where that helps on; `command` is what plans for these, of those that fit.
pub(super) fn talk(lang: Lang, found: &Found, command: impl Fn(&[&Eip]) -> String) {
    for eip in found.choices.iter().take(NAMED) {
        output::talk(&format!("  {}", report::eip_line(lang, eip)));
        output::talk(&format!("    {}", command(&[eip])));
    }
    if (2..=BATCH_LIMIT).contains(&found.choices.len()) {
        let command = command(&found.choices.iter().collect::<Vec<_>>());
        output::talk(&target::all_of_them(lang, &command));
    }
    if found.choices.len() > NAMED {
        let more = found.choices.len() - NAMED;
        output::talk(&target::and_more(lang, more));
    }
    let is_missing = found.subjects.iter().any(|subject| subject.reading == Reading::Missing);
    for one in &found.searched {
        let name = one.target.to_string();
        let name = &*visible(&name);
        if is_missing && !one.read.is_empty() {
            let regions = target::places(lang, &one.read, NAMED);
            output::talk(&target::looked_in(lang, name, &regions));
        }
        if let Some(hint) = target::nat_hint(lang, &one.target).filter(|_| one.matches.is_empty()) {
            output::talk(&target::nat_gateway(lang, name, hint));
        }
        // One line for each reason, not one for each region; the only region's reason stands in the refusal.
        if one.read.is_empty() && one.refused.len() == 1 {
            continue;
        }
        for (reason, regions) in target::reasons(lang, &one.refused) {
            let regions = target::places(lang, &regions, NAMED);
            output::talk(&target::not_looked_in(lang, name, &regions, reason));
        }
    }
}
