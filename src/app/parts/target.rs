//! One target of the dialog: the wish, its fresh reading, and the facts around it.

use super::effect::Query;
use super::load::{Ids, ReqId};
use crate::domain::listing::unique;
use crate::domain::{
    BindTarget, Eip, EipPage, EipQuery, EipQuota, Fault, Moment, NetworkInterface, NicPage,
    NicPosition, NicQuery, UnbindTarget,
};
use crate::unbind::answer::{Fits, pair_query};
use crate::unbind::digest::same_target;
use crate::unbind::{PlanInput, Reading, UnbindOptions, UnbindRequest, former_target};
use jiff::Timestamp;

/// Facts that decide nothing about safety are waited for this long, in milliseconds.
pub const FACTS_MS: u64 = 3_000;
/// Without a reading the dialog tries again after this pause, in milliseconds.
pub const RETRY_MS: u64 = 2_000;

/// A fact about a target, and whether it has been asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact<T> {
    /// This question is open.
    Asked(ReqId),
    /// Here it is.
    Known(T),
    /// Some of it: there may be more.
    Partly(T),
    /// It could not be read.
    Failed(Fault),
    /// It does not matter for this target.
    NotNeeded,
}

impl<T> Fact<T> {
    /// The value, if it is known.
    pub fn known(&self) -> Option<&T> {
        if let Self::Known(value) | Self::Partly(value) = self { Some(value) } else { None }
    }

    /// A fact of these rows.
    pub(crate) fn of_rows(rows: T, is_whole: bool) -> Self {
        if is_whole { Self::Known(rows) } else { Self::Partly(rows) }
    }

    fn is_partly(&self) -> bool {
        matches!(self, Self::Partly(_))
    }

    fn is_open(&self) -> bool {
        matches!(self, Self::Asked(_))
    }
}

/// One target with the facts around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The wish.
    pub request: UnbindRequest,
    /// Where it is to be bound, when this is a bind back.
    pub bind: Option<BindTarget>,
    /// Where the journal says that it was.
    pub recorded: Option<BindTarget>,
    /// When it was taken off, where the journal says that it was blocked then.
    pub blocked_at: Option<Timestamp>,
    /// What is shown at first is what the plan of a file says: of the fresh reading it has only what the digest holds.
    pub planned: bool,
    /// What is shown: the list's reading first, then the fresh one.
    pub reading: Reading,
    /// Questions about the fresh reading that are open: while one hangs, others go out beside it.
    pub asked: Vec<ReqId>,
    /// When the last of them went out.
    pub asked_at: Option<Moment>,
    /// A fresh reading came back equal to what is shown.
    pub confirmed: bool,
    /// When such a reading came last.
    pub confirmed_at: Option<Moment>,
    /// The fresh reading differed from what the list had shown: this is what it was.
    pub changed_from: Option<Box<Eip>>,
    /// When a reading differed from the one before, and that one had differed, too.
    pub unsteady: Option<Moment>,
    /// When the last try failed, and why.
    pub failed: Option<(Moment, Fault)>,
    /// The server's NICs.
    pub nics: Fact<Vec<NetworkInterface>>,
    /// The server's other EIPs.
    pub siblings: Fact<Vec<Eip>>,
    /// The region's quota.
    pub quota: Fact<EipQuota>,
}

pub(crate) fn nic_fact(page: &Result<NicPage, Fault>) -> Fact<Vec<NetworkInterface>> {
    match page {
        Ok(page) => Fact::of_rows(unique(page.items.clone()), page.doubt().is_none()),
        Err(fault) => Fact::Failed(fault.clone()),
    }
}

impl Target {
    /// An EIP that is to be bound back to exactly where it was: as it was, and as it is known now. `None` if it was nowhere.
    pub fn back(before: &Eip, now: Option<Eip>) -> Option<Self> {
        let bind = former_target(before)?;
        let target = UnbindTarget::Eip(before.eip_id.clone());
        let request = UnbindRequest {
            region: before.region.clone(),
            target,
            options: UnbindOptions::default(),
        };
        let reading = now.map_or(Reading::Missing, |eip| Reading::Found(Box::new(eip)));
        Some(Self { bind: Some(bind), ..Self::new(request, reading) })
    }

    /// An EIP that is to be bound to this place, or to one that is yet to be chosen.
    pub(crate) fn to(
        region: crate::domain::Region,
        eip_id: crate::domain::EipId,
        bind: Option<BindTarget>,
        recorded: bool,
        now: Option<Eip>,
    ) -> Self {
        let target = UnbindTarget::Eip(eip_id);
        let request = UnbindRequest { region, target, options: UnbindOptions::default() };
        let reading = now.map_or(Reading::Missing, |eip| Reading::Found(Box::new(eip)));
        let recorded = bind.clone().filter(|_| recorded);
        Self { bind, recorded, ..Self::new(request, reading) }
    }

    pub(crate) fn new(request: UnbindRequest, reading: Reading) -> Self {
        Self {
            request,
            bind: None,
            recorded: None,
            blocked_at: None,
            planned: false,
            reading,
            asked: vec![],
            asked_at: None,
            confirmed: false,
            confirmed_at: None,
            changed_from: None,
            unsteady: None,
            failed: None,
            nics: Fact::NotNeeded,
            siblings: Fact::NotNeeded,
            quota: Fact::NotNeeded,
        }
    }

    /// The EIP as shown.
    pub fn eip(&self) -> Option<&Eip> {
        if let Reading::Found(eip) = &self.reading { Some(eip) } else { None }
    }

    /// Its seat, from the NICs that could be read.
    pub fn seat(&self) -> NicPosition {
        self.eip().map_or(NicPosition::Unknown, |eip| {
            NicPosition::of(eip, self.nics.known().into_iter().flatten())
        })
    }

    pub(crate) fn waits_for(&self, id: ReqId) -> bool {
        self.asked.contains(&id)
            || self.nics == Fact::Asked(id)
            || self.siblings == Fact::Asked(id)
            || self.quota == Fact::Asked(id)
    }

    /// The NIC decides which toggles mean something and whether it is blocked; the quota only matters with `allocWanIp=1`.
    pub(crate) fn waits_for_facts(&self) -> bool {
        self.nics.is_open() || (self.request.options.alloc_wan_ip && self.quota.is_open())
    }

    pub(crate) fn subject(&self) -> PlanInput {
        PlanInput {
            request: self.request.clone(),
            reading: self.reading.clone(),
            nics: self.nics.known().cloned(),
            siblings: self.siblings.known().cloned(),
            quota: self.quota.known().copied(),
            incomplete: self.nics.is_partly() || self.siblings.is_partly(),
            bind: self.bind.clone(),
            recorded: self.bind.is_some() && self.bind == self.recorded,
        }
    }

    /// Takes what is on its server, compared with the question for it.
    pub(crate) fn take_siblings(&mut self, page: &Result<EipPage, Fault>) {
        let server = self.eip().and_then(|eip| eip.un_instance_id.clone());
        self.siblings = match page {
            Ok(page) => {
                let query = EipQuery {
                    un_instance_ids: server.into_iter().collect(),
                    ..EipQuery::default()
                };
                let answer = Fits::of(&query, page.clone());
                Fact::of_rows(answer.rows, answer.doubt.is_none())
            }
            Err(fault) => Fact::Failed(fault.clone()),
        };
    }

    pub(crate) fn query(&self) -> EipQuery {
        match &self.request.target {
            pair @ UnbindTarget::PrivateIp { .. } => pair_query(pair).unwrap_or_default(),
            UnbindTarget::Eip(id) => EipQuery::id(id.clone()),
        }
    }

    /// When the reading is asked for once more: 2 s after a failure, or after it changed again and again; after 3 s without any answer, every
    /// 2 s.
    pub(crate) fn retry_ms(&self) -> Option<u64> {
        const MOST: usize = 4;
        if self.confirmed || self.asked.len() >= MOST {
            return None;
        }
        match (&self.failed, self.asked.len()) {
            (Some((failed, _)), 0) => Some(failed.mono_ms + RETRY_MS),
            (_, 1) => self.asked_at.map(|at| at.mono_ms + FACTS_MS),
            (_, 2..) => self.asked_at.map(|at| at.mono_ms + RETRY_MS),
            (None, 0) => self.unsteady.map(|at| at.mono_ms + RETRY_MS),
        }
    }

    pub(crate) fn ask(&mut self, at: Moment, ids: &mut Ids, out: &mut Vec<(ReqId, Query)>) {
        let id = ids.fresh();
        self.asked.push(id);
        self.asked_at = Some(at);
        if self.unsteady.take().is_some() {
            self.ask_facts(ids, out);
        }
        out.push((
            id,
            Query::Eips { region: self.request.region.clone(), query: self.query(), offset: 0 },
        ));
    }

    pub(crate) fn ask_facts(&mut self, ids: &mut Ids, out: &mut Vec<(ReqId, Query)>) {
        let region = self.request.region.clone();
        let id = ids.fresh();
        self.quota = Fact::Asked(id);
        out.push((id, Query::Quota { region: region.clone() }));
        if let Some(target) = &self.bind {
            let query = match target.clone() {
                BindTarget::Instance(server) => {
                    NicQuery { instance_id: Some(server), ..NicQuery::default() }
                }
                BindTarget::PrivateIp { network_interface_id, .. } => NicQuery {
                    network_interface_id: Some(network_interface_id),
                    ..NicQuery::default()
                },
            };
            let id = ids.fresh();
            self.nics = Fact::Asked(id);
            out.push((id, Query::Nics { region, query, offset: 0 }));
            return;
        }
        let Some(eip) = self.eip() else { return };
        let (server, nic) = (eip.un_instance_id.clone(), eip.network_interface_id.clone());
        if let Some(server) = server.clone().filter(|_| !eip.is_nat()) {
            let id = ids.fresh();
            self.siblings = Fact::Asked(id);
            let query = EipQuery { un_instance_ids: vec![server], ..EipQuery::default() };
            out.push((id, Query::Eips { region: region.clone(), query, offset: 0 }));
        }
        if server.is_some() || nic.is_some() {
            let id = ids.fresh();
            self.nics = Fact::Asked(id);
            let query = match server.filter(|s| s.as_str().starts_with("ins-")) {
                Some(server) => NicQuery { instance_id: Some(server), ..NicQuery::default() },
                None => NicQuery { network_interface_id: nic, ..NicQuery::default() },
            };
            out.push((id, Query::Nics { region, query, offset: 0 }));
        }
    }

    pub(crate) fn take_reading(
        &mut self,
        at: Moment,
        id: ReqId,
        page: &Result<EipPage, Fault>,
        ids: &mut Ids,
        out: &mut Vec<(ReqId, Query)>,
    ) {
        self.asked.retain(|asked| *asked != id);
        let fresh = match Reading::of(&self.query(), page.clone()) {
            Reading::Failed(fault) => {
                if self.eip().is_none() {
                    self.reading = Reading::Failed(fault.clone());
                }
                self.failed = Some((at, fault));
                return;
            }
            fresh @ (Reading::Found(_)
            | Reading::Missing
            | Reading::Ambiguous(_)
            | Reading::Unclear(_)) => fresh,
        };
        self.failed = None;
        self.asked.clear();
        match (&self.reading, &fresh) {
            (Reading::Found(shown), Reading::Found(eip)) if same_target(shown, eip) => {
                self.confirmed = true;
                self.confirmed_at = Some(at);
                if std::mem::take(&mut self.planned) {
                    self.reading = fresh;
                }
            }
            (Reading::Found(shown), Reading::Found(_)) => {
                // It changed since it was listed: show that, and ask once more, so that what is confirmed was read twice the same.
                let again = self.changed_from.is_some() && !self.confirmed;
                self.changed_from = Some(shown.clone());
                self.reading = fresh;
                self.confirmed = false;
                if again {
                    // A cloud that says something else each time is not asked as fast as it answers.
                    (self.nics, self.siblings) = (Fact::NotNeeded, Fact::NotNeeded);
                    self.unsteady = Some(at);
                } else {
                    self.ask(at, ids, out);
                    self.ask_facts(ids, out);
                }
            }
            (_, Reading::Found(_)) => {
                self.reading = fresh;
                self.confirmed = true;
                self.confirmed_at = Some(at);
                self.ask_facts(ids, out);
            }
            (
                _,
                Reading::Missing | Reading::Ambiguous(_) | Reading::Unclear(_) | Reading::Failed(_),
            ) => self.reading = fresh,
        }
    }
}
