//! Everything that was read, by region, with its age and what went wrong.

use super::effect::Query;
use super::links::Links;
use super::load::{Ids, Load, ReqId};
pub use super::region::RegionData;
use super::settling::WATCH_MS;
use crate::domain::listing::{Listing, Step, unique};
use crate::domain::{
    Eip, EipId, EipPage, EipQuery, EipQuota, Fault, Moment, NetworkInterfaceId, NicPage, Region,
};
use std::collections::BTreeMap;

/// The list is read again after this pause while the terminal has the focus.
pub(crate) const REFRESH_MS: u64 = 15_000;

/// All regions.
#[derive(Debug, Clone, PartialEq)]
pub struct Inventory {
    /// One entry a region, in the order given.
    pub regions: Vec<RegionData>,
    /// Rows a page of EIPs.
    pub page: u64,
    /// Rows a page of NICs.
    pub(crate) nic_page: u64,
    /// Question about rows in transition that is open, with its region.
    pub(crate) watch_asked: Vec<(ReqId, Region)>,
    /// When rows in transition were last asked for.
    pub(crate) watched_at: Option<Moment>,
    /// What only a NIC told of an EIP: whether it is blocked, and when that was read. The list of API 2.0 does not report it.
    learned: BTreeMap<Region, BTreeMap<EipId, (bool, Moment)>>,
    links: Links,
    /// Counts every change of the rows, so that what is derived from them knows when it is stale.
    pub(crate) version: u64,
}

impl Inventory {
    /// Nothing read yet.
    pub(crate) fn new(regions: &[Region], page: u64, nic_page: u64) -> Self {
        Self {
            regions: regions.iter().map(RegionData::new).collect(),
            page,
            nic_page,
            watch_asked: vec![],
            watched_at: None,
            learned: BTreeMap::new(),
            links: Links::default(),
            version: 0,
        }
    }

    /// Other regions from now on; what is known of those that stay is kept.
    pub(crate) fn set_regions(&mut self, regions: &[Region]) {
        let mut known = std::mem::take(&mut self.regions);
        let mut data = |region: &Region| match known.iter().position(|r| r.region == *region) {
            Some(at) => known.swap_remove(at),
            None => RegionData::new(region),
        };
        self.regions = regions.iter().map(&mut data).collect();
        self.watch_asked.retain(|(_, region)| regions.contains(region));
        self.version += 1;
    }

    /// The data of a region.
    pub(crate) fn region(&self, region: &Region) -> Option<&RegionData> {
        self.regions.iter().find(|r| r.region == *region)
    }

    pub(crate) fn region_mut(&mut self, region: &Region) -> Option<&mut RegionData> {
        self.regions.iter_mut().find(|r| r.region == *region)
    }

    /// An EIP by region and id.
    pub(crate) fn eip(&self, region: &Region, id: &str) -> Option<&Eip> {
        self.region(region)?.eips.iter().find(|e| e.eip_id.as_str() == id)
    }

    /// Whether anything is being read.
    pub fn is_reading(&self) -> bool {
        self.regions.iter().any(|r| r.listing.is_some())
    }

    /// Whether every region was read completely.
    pub fn is_complete(&self) -> bool {
        self.regions.iter().all(|r| r.complete)
    }

    /// How many EIPs are known.
    pub fn len(&self) -> usize {
        self.regions.iter().map(|r| r.eips.len()).sum()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many EIPs there will be, as far as the cloud said, while a reading is under way.
    pub(crate) fn total(&self) -> Option<u64> {
        self.regions
            .iter()
            .map(|r| r.listing.as_ref().map_or(Some(r.eips.len() as u64), Listing::total))
            .sum()
    }

    /// Pages that came and pages known of, over all readings under way.
    pub(crate) fn progress(&self) -> Option<(usize, usize)> {
        let all: Vec<_> =
            self.regions.iter().filter_map(|r| r.listing.as_ref()).map(Listing::progress).collect();
        (!all.is_empty()).then(|| all.iter().fold((0, 0), |sum, p| (sum.0 + p.0, sum.1 + p.1)))
    }

    /// The oldest of the last whole readings.
    pub(crate) fn read_at(&self) -> Option<Moment> {
        self.regions.iter().filter_map(|r| r.read_at).min_by_key(|at| at.mono_ms)
    }

    /// What went wrong, by region.
    pub(crate) fn faults(&self) -> Vec<(&Region, &'static str, &Fault)> {
        let mut all = Vec::new();
        for r in &self.regions {
            all.extend(r.fault.iter().map(|f| (&r.region, "DescribeEip", f)));
            all.extend(r.quota.fault().map(|f| (&r.region, "DescribeEipQuota", f)));
            all.extend(r.nics.fault().map(|f| (&r.region, "DescribeNetworkInterfaces", f)));
        }
        all
    }

    /// Reads lists and quotas again, where nothing is under way already.
    pub fn refresh(&mut self, ids: &mut Ids) -> Vec<(ReqId, Query)> {
        let mut out = Vec::new();
        for r in &mut self.regions {
            if r.listing.is_none() {
                r.listing = Some(Listing::new(self.page));
                r.ask_pages(&[0], ids, &mut out);
            }
        }
        // After the lists: at the pace that the cloud allows, the quotas of many regions would make rows wait.
        self.regions.iter_mut().for_each(|r| r.ask_quota(ids, &mut out));
        out
    }

    /// Reads the quotas again.
    pub(crate) fn refresh_quota(&mut self, region: &Region, ids: &mut Ids) -> Vec<(ReqId, Query)> {
        let mut out = Vec::new();
        self.region_mut(region).into_iter().for_each(|r| r.ask_quota(ids, &mut out));
        out
    }

    /// Reads the NICs, where nothing is under way already.
    pub(crate) fn refresh_nics(&mut self, ids: &mut Ids) -> Vec<(ReqId, Query)> {
        let mut out = Vec::new();
        for r in self.regions.iter_mut().filter(|r| r.nic_listing.is_none()) {
            r.nic_listing = Some(Listing::new(self.nic_page));
            r.ask_nic_pages(&[0], ids, &mut out);
            if r.nics.ready().is_none() {
                r.nics = Load::Loading(0);
            }
        }
        out
    }

    /// Takes a page of EIPs; `None` if nobody waits for it.
    pub(crate) fn take_eips(
        &mut self,
        at: Moment,
        id: ReqId,
        page: Result<EipPage, Fault>,
        ids: &mut Ids,
    ) -> Option<Vec<(ReqId, Query)>> {
        if let Some(index) = self.watch_asked.iter().position(|(asked, _)| *asked == id) {
            let (_, region) = self.watch_asked.swap_remove(index);
            if let (Some(r), Ok(page)) = (self.region_mut(&region), page) {
                r.patch(unique(page.items));
                self.version += 1;
            }
            self.remember();
            return Some(vec![]);
        }
        let r = self.regions.iter_mut().find(|r| r.asked.iter().any(|(asked, _)| *asked == id))?;
        let index = r.asked.iter().position(|(asked, _)| *asked == id)?;
        let (_, offset) = r.asked.swap_remove(index);
        let (out, is_changed) = r.take_page(at, (id, offset), page, ids);
        if is_changed {
            self.version += 1;
            self.remember();
        }
        Some(out)
    }

    /// Takes a quota; `false` if nobody waits for it.
    pub(crate) fn take_quota(&mut self, id: ReqId, quota: Result<EipQuota, Fault>) -> bool {
        let Some(r) = self.regions.iter_mut().find(|r| r.quota_asked == Some(id)) else {
            return false;
        };
        r.quota_asked = None;
        r.quota = match quota {
            Ok(quota) => Load::Ready(quota),
            Err(fault) => Load::Failed(fault),
        };
        true
    }

    /// Takes a page of NICs; `None` if nobody waits for it.
    pub(crate) fn take_nics(
        &mut self,
        id: ReqId,
        page: Result<NicPage, Fault>,
        ids: &mut Ids,
    ) -> Option<Vec<(ReqId, Query)>> {
        let r =
            self.regions.iter_mut().find(|r| r.nic_asked.iter().any(|(asked, _)| *asked == id))?;
        let index = r.nic_asked.iter().position(|(asked, _)| *asked == id)?;
        let (_, offset) = r.nic_asked.swap_remove(index);
        let mut out = Vec::new();
        let listing = r.nic_listing.as_mut()?;
        let step = listing.page(offset, page);
        if !r.nics_whole {
            let mut shown =
                if let Load::Ready(shown) = std::mem::replace(&mut r.nics, Load::NotAsked) {
                    shown
                } else {
                    vec![]
                };
            listing.show(offset, &mut shown);
            r.nics = Load::Ready(shown);
        }
        match step {
            Step::Ask(offsets) => r.ask_nic_pages(&offsets, ids, &mut out),
            Step::Wait => {}
            Step::Done { .. } => {
                let (rows, fault) = r.nic_listing.take()?.end();
                r.nics_whole = fault.is_none();
                r.nics = match fault {
                    Some(fault) if rows.is_empty() => Load::Failed(fault),
                    _ => Load::Ready(rows),
                };
            }
        }
        self.version += 1;
        Some(out)
    }

    /// Puts fresh readings of some rows into the list.
    pub fn patch(&mut self, eips: &[Eip]) {
        for eip in eips {
            if let Some(r) = self.region_mut(&eip.region) {
                r.patch(vec![eip.clone()]);
            }
        }
        self.version += 1;
        self.remember();
    }

    /// Takes what a page of NICs tells of the EIPs on them: a fact has one value everywhere, whoever asked for it.
    pub(crate) fn learn(&mut self, at: Moment, page: &NicPage) {
        for nic in unique(page.items.clone()) {
            for ip in &nic.private_ip_addresses {
                if let (Some(id), Some(blocked)) = (&ip.eip_id, ip.is_wan_ip_blocked) {
                    let known = self.learned.entry(nic.region.clone()).or_default();
                    known.insert(id.clone(), (blocked, at));
                }
            }
        }
        for r in &mut self.regions {
            let Some(known) = self.learned.get(&r.region) else { continue };
            for eip in &mut r.eips {
                if let Some((blocked, _)) = known.get(&eip.eip_id)
                    && eip.blocked != Some(*blocked)
                {
                    eip.blocked = Some(*blocked);
                    self.version += 1;
                }
            }
        }
    }

    /// Takes in that a run saw this EIP off its server, and still linked to a NIC.
    pub fn learn_link(&mut self, region: &Region, eip_id: &EipId, nic: &NetworkInterfaceId) {
        self.links.learn(region, eip_id, nic);
        self.remember();
        self.version += 1;
    }

    /// Rows of which the journal may know that their link was kept.
    pub(crate) fn links_to_ask(&mut self) -> Vec<(Region, EipId)> {
        self.links.unknown(&self.regions)
    }

    /// Rows that do not report it keep a block that was learned before. That there was none is old by then, and would reassure.
    fn remember(&mut self) {
        self.regions.iter_mut().for_each(|region| self.links.mark(region));
        for r in &mut self.regions {
            let Some(known) = self.learned.get(&r.region) else { continue };
            for eip in r.eips.iter_mut().filter(|eip| eip.blocked.is_none()) {
                eip.blocked = known.get(&eip.eip_id).filter(|(blocked, _)| *blocked).map(|_| true);
            }
        }
    }

    /// When an EIP was last read as blocked on a NIC, which is where API 2.0 tells it: of an unbound EIP it tells nothing any more.
    pub fn block_seen(&self, eip: &Eip) -> Option<Moment> {
        let (blocked, at) = self.learned.get(&eip.region)?.get(&eip.eip_id)?;
        blocked.then_some(*at)
    }

    /// When it was last read on a NIC whether an EIP is blocked.
    pub fn blocked_read_at(&self, eip: &Eip) -> Option<Moment> {
        let (blocked, at) = self.learned.get(&eip.region)?.get(&eip.eip_id)?;
        (eip.blocked == Some(*blocked)).then_some(*at)
    }

    /// When the list, or rows in transition, are due to be read again by themselves.
    pub(crate) fn due_ms(&self, focused: bool) -> Option<u64> {
        let ended = self
            .regions
            .iter()
            .filter(|r| r.listing.is_none())
            .filter_map(|r| r.ended_at)
            .map(|at| at.mono_ms)
            .min();
        let list = ended.filter(|_| focused).map(|at| at + REFRESH_MS);
        [list, self.watch_due_ms()].into_iter().flatten().min()
    }

    fn watch_due_ms(&self) -> Option<u64> {
        if !self.watch_asked.is_empty() || self.is_reading() {
            return None;
        }
        let last = self.last_look_ms()?;
        self.regions.iter().any(|r| r.transit.is_watched(last)).then_some(last + WATCH_MS)
    }

    /// When rows in transition were last read, by themselves or with the list.
    fn last_look_ms(&self) -> Option<u64> {
        self.watched_at.or(self.read_at()).map(|at| at.mono_ms)
    }

    /// Asks for what is due.
    pub(crate) fn tick(&mut self, at: Moment, focused: bool, ids: &mut Ids) -> Vec<(ReqId, Query)> {
        let mut out = Vec::new();
        if let Some(last) =
            self.watch_due_ms().filter(|due| *due <= at.mono_ms).and(self.last_look_ms())
        {
            self.watched_at = Some(at);
            for r in &mut self.regions {
                let eip_ids = r.transit.watch(last, at);
                if !eip_ids.is_empty() {
                    let id = ids.fresh();
                    out.push((
                        id,
                        Query::Eips {
                            region: r.region.clone(),
                            query: EipQuery { eip_ids, ..EipQuery::default() },
                            offset: 0,
                        },
                    ));
                    self.watch_asked.push((id, r.region.clone()));
                }
            }
        }
        if focused {
            let mut quotas = Vec::new();
            for r in &mut self.regions {
                if r.listing.is_none()
                    && r.ended_at.is_some_and(|ended| at.since(ended) >= REFRESH_MS)
                {
                    r.listing = Some(Listing::new(self.page));
                    r.ask_pages(&[0], ids, &mut out);
                    r.ask_quota(ids, &mut quotas);
                }
            }
            out.extend(quotas);
        }
        out
    }

    /// Whether nothing was asked for yet.
    pub(crate) fn is_untouched(&self) -> bool {
        !self.regions.is_empty()
            && self.regions.iter().all(|r| r.listing.is_none() && r.ended_at.is_none())
    }
}
