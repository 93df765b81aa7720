//! The targets given at start: looked up in all regions in parallel; one hit opens the drawer, several filter the list.

use super::App;
use super::effect::{Effect, Query};
use super::msg::ReqId;
use super::notice::{Notice, NoticeKind};
use super::remote::Ids;
use crate::domain::target::TargetText;
use crate::domain::{Eip, EipPage, Fault, Region, UnbindTarget};
use crate::unbind::{Reading, UnbindOptions, UnbindRequest};
use tui_input::Input;

/// One target that is being looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Lookup {
    /// What is looked for.
    pub target: TargetText,
    /// Questions that are open: where, and which of the target's filters.
    asked: Vec<(ReqId, Region, usize)>,
    /// What was found.
    pub hits: Vec<Eip>,
    /// Where it could not be looked.
    pub faults: Vec<(Region, Fault)>,
}

impl Lookup {
    /// Whether every region has answered.
    pub fn is_over(&self) -> bool {
        self.asked.is_empty()
    }

    fn ask(&mut self, region: &Region, step: usize, ids: &mut Ids, out: &mut Vec<Effect>) {
        if let Some(query) = self.target.queries().into_iter().nth(step) {
            let id = ids.fresh();
            self.asked.push((id, region.clone(), step));
            out.push(Effect::Fetch(id, Query::Eips { region: region.clone(), query, offset: 0 }));
        }
    }

    fn take(&mut self, id: ReqId, page: &Result<EipPage, Fault>, ids: &mut Ids, out: &mut Vec<Effect>) -> bool {
        let Some(at) = self.asked.iter().position(|(asked, ..)| *asked == id) else { return false };
        let (_, region, step) = self.asked.swap_remove(at);
        match page {
            // An address that no EIP has may be a private one: the target's next filter is tried there.
            Ok(page) if page.items.is_empty() => self.ask(&region, step + 1, ids, out),
            Ok(page) => self.hits.extend(page.items.iter().cloned()),
            Err(fault) => self.faults.push((region, fault.clone())),
        }
        true
    }

    fn request(&self, eip: &Eip) -> (UnbindRequest, Reading) {
        let target = match &self.target {
            TargetText::Pair(nic, ip) => UnbindTarget::PrivateIp { network_interface_id: nic.clone(), private_ip_address: *ip },
            TargetText::EipId(_) | TargetText::Address(_) | TargetText::Instance(_) | TargetText::Name(_) => {
                UnbindTarget::Eip(eip.eip_id.clone())
            }
        };
        (UnbindRequest { region: eip.region.clone(), target, options: UnbindOptions::default() }, Reading::Found(Box::new(eip.clone())))
    }
}

impl App {
    /// Remembers the targets given at start.
    pub fn look_up(&mut self, targets: Vec<TargetText>) {
        let lookup = |target| Lookup { target, asked: vec![], hits: vec![], faults: vec![] };
        self.lookups = targets.into_iter().map(lookup).collect();
    }

    /// The first questions of the look-ups.
    pub(super) fn start_lookups(&mut self, out: &mut Vec<Effect>) {
        for lookup in &mut self.lookups {
            for region in &self.session.regions {
                lookup.ask(region, 0, &mut self.ids, out);
            }
        }
    }

    /// Takes an answer; `false` if no look-up waits for it.
    pub(super) fn take_lookup(&mut self, id: ReqId, page: &Result<EipPage, Fault>, out: &mut Vec<Effect>) -> bool {
        let taken = self.lookups.iter_mut().any(|lookup| lookup.take(id, page, &mut self.ids, out));
        if taken && self.lookups.iter().all(Lookup::is_over) {
            let lookups = std::mem::take(&mut self.lookups);
            self.found(&lookups, out);
        }
        taken
    }

    fn found(&mut self, lookups: &[Lookup], out: &mut Vec<Effect>) {
        let regions = self.session.regions.len();
        if let Some(lost) = lookups.iter().find(|l| l.hits.is_empty()) {
            self.notice = Some(Notice { kind: NoticeKind::TargetNotFound(lost.target.to_string(), regions), at: self.now });
        } else if let Some(several) = lookups.iter().find(|l| l.hits.len() > 1) {
            self.list.input = Input::new(several.target.as_filter());
            self.list.set_filter();
            let kind = NoticeKind::TargetAmbiguous(several.target.to_string(), several.hits.len());
            self.notice = Some(Notice { kind, at: self.now });
        } else if self.drawer.is_none() {
            let targets: Vec<_> = lookups.iter().filter_map(|l| l.hits.first().map(|eip| l.request(eip))).collect();
            if let Some(eip) = lookups.first().and_then(|l| l.hits.first()) {
                self.list.cursor = Some((eip.region.clone(), eip.eip_id.clone()));
            }
            super::update::open_drawer_on(self, targets, out);
        }
    }
}
