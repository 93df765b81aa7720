//! What was read of one region, and what of it is being read.

use super::effect::Query;
use super::load::{Ids, Load, ReqId};
use super::settling::SettlingRows;
use crate::domain::listing::{Listing, Step};
use crate::domain::{
    Eip, EipPage, EipQuery, EipQuota, Fault, Moment, NetworkInterface, NicQuery, Region,
};

/// What is known of one region.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionData {
    /// Which.
    pub(crate) region: Region,
    /// Its EIPs as last read; while the first reading is under way, the pages so far.
    pub eips: Vec<Eip>,
    /// A reading under way.
    pub(crate) listing: Option<Listing<Eip>>,
    /// Fresh readings of single rows that came while the list was being read, each with the last page that was asked for before it: they
    /// are newer than the pages up to that one.
    pub(super) late: Vec<(ReqId, Eip)>,
    /// The page that was asked for last.
    pub(super) last_asked: ReqId,
    /// Pages asked for: question and offset.
    pub(crate) asked: Vec<(ReqId, u64)>,
    /// When the last whole reading came.
    pub(crate) read_at: Option<Moment>,
    /// When the last reading ended, well or not.
    pub(crate) ended_at: Option<Moment>,
    /// Whether the last reading was complete.
    pub(crate) complete: bool,
    /// Why the last reading failed.
    pub(crate) fault: Option<Fault>,
    /// The quota.
    pub quota: Load<EipQuota>,
    /// The question about the quota that is open.
    pub quota_asked: Option<ReqId>,
    /// The NICs, once the NIC view was opened.
    pub(crate) nics: Load<Vec<NetworkInterface>>,
    /// Whether these are all of them: a later reading replaces them when it is whole, too.
    pub(crate) nics_whole: bool,
    /// A reading of the NICs under way.
    pub(crate) nic_listing: Option<Listing<NetworkInterface>>,
    /// NIC pages asked for.
    pub(crate) nic_asked: Vec<(ReqId, u64)>,
    /// Rows in transition.
    pub(super) transit: SettlingRows,
}

impl RegionData {
    pub(super) fn new(region: &Region) -> Self {
        Self {
            region: region.clone(),
            eips: vec![],
            listing: None,
            late: vec![],
            last_asked: ReqId::default(),
            asked: vec![],
            read_at: None,
            ended_at: None,
            complete: false,
            fault: None,
            quota: Load::NotAsked,
            quota_asked: None,
            nics: Load::NotAsked,
            nics_whole: false,
            nic_listing: None,
            nic_asked: vec![],
            transit: SettlingRows::default(),
        }
    }

    pub(super) fn ask_pages(
        &mut self,
        offsets: &[u64],
        ids: &mut Ids,
        out: &mut Vec<(ReqId, Query)>,
    ) {
        for offset in offsets {
            let id = ids.fresh();
            self.asked.push((id, *offset));
            self.last_asked = id;
            out.push((
                id,
                Query::Eips {
                    region: self.region.clone(),
                    query: EipQuery::all(),
                    offset: *offset,
                },
            ));
        }
    }

    pub(super) fn ask_nic_pages(
        &mut self,
        offsets: &[u64],
        ids: &mut Ids,
        out: &mut Vec<(ReqId, Query)>,
    ) {
        for offset in offsets {
            let id = ids.fresh();
            self.nic_asked.push((id, *offset));
            out.push((
                id,
                Query::Nics {
                    region: self.region.clone(),
                    query: NicQuery::default(),
                    offset: *offset,
                },
            ));
        }
    }

    pub(super) fn ask_quota(&mut self, ids: &mut Ids, out: &mut Vec<(ReqId, Query)>) {
        if self.quota_asked.is_none() {
            let id = ids.fresh();
            self.quota_asked = Some(id);
            if self.quota == Load::NotAsked {
                self.quota = Load::Loading(id);
            }
            out.push((id, Query::Quota { region: self.region.clone() }));
        }
    }

    /// Takes a page. Gives what is to be asked next, and whether the rows that are shown are other ones now.
    pub(super) fn take_page(
        &mut self,
        at: Moment,
        (id, offset): (ReqId, u64),
        page: Result<EipPage, Fault>,
        ids: &mut Ids,
    ) -> (Vec<(ReqId, Query)>, bool) {
        let mut out = Vec::new();
        let Some(listing) = self.listing.as_mut() else { return (out, false) };
        if let Ok(page) = &page {
            self.late.retain(|(before, late)| {
                id <= *before || page.items.iter().all(|row| row.eip_id != late.eip_id)
            });
        }
        let step = listing.page(offset, page);
        let mut is_changed = self.read_at.is_none();
        if is_changed {
            // The first reading shows its rows page by page; a later one replaces them when it is whole.
            listing.show(offset, &mut self.eips);
        }
        match step {
            Step::Ask(offsets) => self.ask_pages(&offsets, ids, &mut out),
            Step::Wait => {}
            Step::Done { complete } => {
                self.complete = complete;
                self.ended_at = Some(at);
                let (rows, fault) = self.listing.take().map(Listing::end).unwrap_or_default();
                // Rows of an earlier reading, found again as they were, keep their order, filter and marks.
                is_changed |= !self.late.is_empty() || (fault.is_none() && self.eips != rows);
                if fault.is_none() {
                    self.eips = rows;
                    self.read_at = Some(at);
                }
                self.fault = fault;
                let late = std::mem::take(&mut self.late);
                self.patch(late.into_iter().map(|(_, eip)| eip).collect());
            }
        }
        if is_changed {
            self.transit.note(&self.eips);
        }
        (out, is_changed)
    }

    pub(super) fn patch(&mut self, eips: Vec<Eip>) {
        if self.listing.is_some() {
            self.late.extend(eips.iter().map(|eip| (self.last_asked, eip.clone())));
        }
        for fresh in eips {
            if let Some(row) = self.eips.iter_mut().find(|e| e.eip_id == fresh.eip_id) {
                *row = fresh;
            }
        }
        self.transit.note(&self.eips);
    }
}
