//! The facts around a target: what is asked, and what the answers say.

use super::answer::Fits;
use super::plan::PlanInput;
use crate::domain::listing::unique;
use crate::domain::{
    BindTarget, Delivery, Eip, EipQuery, EipQuota, Fault, FaultClass, NetworkInterface, NicQuery,
    Query, Region, Reply,
};

/// A fact about a target, and whether it has been asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Fact<T> {
    /// It does not matter for this target.
    #[default]
    NotNeeded,
    /// The question is open.
    Asked,
    /// Here it is.
    Known(T),
    /// Some of it: there may be more.
    Partly(T),
    /// It could not be read.
    Failed(Fault),
}

impl<T> Fact<T> {
    /// The value, if it is known.
    pub(crate) fn known(&self) -> Option<&T> {
        if let Self::Known(value) | Self::Partly(value) = self { Some(value) } else { None }
    }

    pub(crate) fn is_open(&self) -> bool {
        matches!(self, Self::Asked)
    }

    fn is_partly(&self) -> bool {
        matches!(self, Self::Partly(_))
    }

    /// What an answer says, and whether that is all.
    fn of(answer: Result<(T, bool), Fault>) -> Self {
        match answer {
            Ok((value, true)) => Self::Known(value),
            Ok((value, false)) => Self::Partly(value),
            Err(fault) => Self::Failed(fault),
        }
    }
}

/// What is around a target.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// The NICs of its server, or its own; of a target that is to be bound, those at the place.
    pub(crate) nics: Fact<Vec<NetworkInterface>>,
    /// The other EIPs of its server.
    pub(crate) siblings: Fact<Vec<Eip>>,
    /// The quota of its region.
    pub(crate) quota: Fact<EipQuota>,
}

impl Facts {
    /// What is to be asked around an EIP that is to be taken off its server, or bound to a place.
    pub(crate) fn ask(
        region: &Region,
        eip: Option<&Eip>,
        bind: Option<&BindTarget>,
    ) -> (Self, Vec<Query>) {
        let mut facts = Self { quota: Fact::Asked, ..Self::default() };
        let mut questions = vec![Query::Quota { region: region.clone() }];
        let on = eip.filter(|eip| bind.is_none() && !eip.is_nat());
        if let Some(server) = on.and_then(|eip| eip.un_instance_id.clone()) {
            facts.siblings = Fact::Asked;
            let query = EipQuery { un_instance_ids: vec![server], ..EipQuery::default() };
            questions.push(Query::Eips { region: region.clone(), query, offset: 0 });
        }
        if let Some(query) = bind.map(at_place).or_else(|| around(eip?)) {
            facts.nics = Fact::Asked;
            questions.push(Query::Nics { region: region.clone(), query, offset: 0 });
        }
        (facts, questions)
    }

    /// Takes the answer to one of these questions.
    pub(crate) fn take(&mut self, question: &Query, reply: Reply) {
        match (question, reply) {
            (Query::Eips { query, .. }, Reply::Eips(page)) => {
                let answer = page.map(|page| Fits::of(query, page));
                self.siblings = Fact::of(answer.map(|fits| (fits.rows, fits.doubt.is_none())));
            }
            (Query::Quota { .. } | Query::Nics { .. }, Reply::Eips(_)) => {}
            // Asked for one NIC by its id, the cloud answers with an error where there is none.
            (Query::Nics { query, .. }, Reply::Nics(Err(fault))) if is_absent(query, &fault) => {
                self.nics = Fact::Known(vec![]);
            }
            (_, Reply::Nics(page)) => {
                let whole = page.as_ref().is_ok_and(|page| page.doubt().is_none());
                self.nics = Fact::of(page.map(|page| (unique(page.items), whole)));
            }
            (_, Reply::Quota(quota)) => self.quota = Fact::of(quota.map(|quota| (quota, true))),
        }
    }

    /// A wish and its reading, with what is known around it.
    pub(crate) fn around(&self, bare: PlanInput) -> PlanInput {
        PlanInput {
            nics: self.nics.known().cloned(),
            siblings: self.siblings.known().cloned(),
            quota: self.quota.known().copied(),
            incomplete: self.nics.is_partly() || self.siblings.is_partly(),
            ..bare
        }
    }
}

/// Whether an error says that there is no NIC of the id that was asked for.
fn is_absent(query: &NicQuery, fault: &Fault) -> bool {
    query.network_interface_id.is_some()
        && query.instance_id.is_none()
        && fault.class == FaultClass::NotFound
        && fault.delivery == Delivery::Answered
}

/// The NICs of its server, or its own; none where neither is told.
fn around(eip: &Eip) -> Option<NicQuery> {
    match &eip.un_instance_id {
        Some(server) if server.as_str().starts_with("ins-") => {
            Some(NicQuery { instance_id: Some(server.clone()), ..NicQuery::default() })
        }
        Some(_) | None => {
            let network_interface_id = Some(eip.network_interface_id.clone()?);
            Some(NicQuery { network_interface_id, ..NicQuery::default() })
        }
    }
}

/// The NICs at a place: that one, or those of the server.
fn at_place(place: &BindTarget) -> NicQuery {
    match place {
        BindTarget::Instance(server) => {
            NicQuery { instance_id: Some(server.clone()), ..NicQuery::default() }
        }
        BindTarget::PrivateIp { network_interface_id, .. } => NicQuery {
            network_interface_id: Some(network_interface_id.clone()),
            ..NicQuery::default()
        },
    }
}
