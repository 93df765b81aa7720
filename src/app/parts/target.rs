//! One target of the dialog: the wish, its fresh reading, and the facts around it.

use super::effect::Query;
use super::load::{Ids, ReqId};
use crate::domain::{
    BindTarget, Eip, EipPage, EipQuery, Fault, Moment, NicPosition, Reply, UnbindTarget,
};
use crate::unbind::answer::query_of;
use crate::unbind::around::{Fact, Facts};
use crate::unbind::digest::same_target;
use crate::unbind::{PlanInput, Reading, UnbindOptions, UnbindRequest};
use jiff::Timestamp;

/// Facts that decide nothing about safety are waited for this long, in milliseconds.
pub const FACTS_MS: u64 = 3_000;
/// Without a reading the dialog tries again after this pause, in milliseconds.
pub const RETRY_MS: u64 = 2_000;

/// One target with the facts around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The wish.
    pub request: UnbindRequest,
    /// Where it is to be bound, when this is a bind back.
    pub bind: Option<BindTarget>,
    /// Where the journal says that it was.
    pub(crate) recorded: Option<BindTarget>,
    /// When it was taken off, where the journal says that it was blocked then.
    pub(crate) blocked_at: Option<Timestamp>,
    /// What is shown at first is what the plan of a file says: of the fresh reading it has only what the digest holds.
    pub(crate) planned: bool,
    /// What is shown: the list's reading first, then the fresh one.
    pub(crate) reading: Reading,
    /// Questions about the fresh reading that are open: while one hangs, others go out beside it.
    pub(crate) asked: Vec<ReqId>,
    /// When the last of them went out.
    pub(crate) asked_at: Option<Moment>,
    /// A fresh reading came back equal to what is shown.
    pub confirmed: bool,
    /// When such a reading came last.
    pub(crate) confirmed_at: Option<Moment>,
    /// The fresh reading differed from what the list had shown: this is what it was.
    pub changed_from: Option<Box<Eip>>,
    /// When a reading differed from the one before, and that one had differed, too.
    pub(crate) unsteady: Option<Moment>,
    /// When the last try failed, and why.
    pub(crate) failed: Option<(Moment, Fault)>,
    /// What is around it.
    pub(crate) facts: Facts,
    /// Questions about that which are open.
    pub(crate) facts_asked: Vec<(ReqId, Query)>,
}

impl Target {
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
            facts: Facts::default(),
            facts_asked: vec![],
        }
    }

    /// The EIP as shown.
    pub fn eip(&self) -> Option<&Eip> {
        if let Reading::Found(eip) = &self.reading { Some(eip) } else { None }
    }

    /// Whether nothing was shown of it before, and no answer came yet: nobody knows whether it is there.
    pub(crate) fn is_unread(&self) -> bool {
        self.reading == Reading::Missing && !self.asked.is_empty()
    }

    /// Its seat, from the NICs that could be read.
    pub(crate) fn seat(&self) -> NicPosition {
        self.eip().map_or(NicPosition::Unknown, |eip| {
            NicPosition::of(eip, self.facts.nics.known().into_iter().flatten())
        })
    }

    /// Whether this question is one of its own.
    pub fn waits_for(&self, id: ReqId) -> bool {
        self.asked.contains(&id) || self.facts_asked.iter().any(|(asked, _)| *asked == id)
    }

    /// The NIC decides which toggles mean something and whether it is blocked; the quota only matters with `allocWanIp=1`.
    pub(crate) fn waits_for_facts(&self) -> bool {
        let facts = &self.facts;
        facts.nics.is_open() || (self.request.options.alloc_wan_ip && facts.quota.is_open())
    }

    pub(crate) fn subject(&self) -> PlanInput {
        self.facts.around(PlanInput {
            bind: self.bind.clone(),
            recorded: self.bind.is_some() && self.bind == self.recorded,
            ..PlanInput::new(self.request.clone(), self.reading.clone())
        })
    }

    pub(crate) fn query(&self) -> EipQuery {
        query_of(&self.request.target)
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
        let questions;
        (self.facts, questions) =
            Facts::ask(&self.request.region, self.reading.eip(), self.bind.as_ref());
        self.facts_asked = questions.into_iter().map(|query| (ids.fresh(), query)).collect();
        out.extend_from_slice(&self.facts_asked);
    }

    pub(crate) fn take_fact(&mut self, id: ReqId, reply: &Reply) {
        if let Some(at) = self.facts_asked.iter().position(|(asked, _)| *asked == id) {
            let (_, query) = self.facts_asked.swap_remove(at);
            self.facts.take(&query, reply.clone());
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
                    (self.facts.nics, self.facts.siblings) = (Fact::NotNeeded, Fact::NotNeeded);
                    self.facts_asked.retain(|(_, query)| matches!(query, Query::Quota { .. }));
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
