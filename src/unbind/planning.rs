//! Request + facts → plan.

use super::answer::Reading;
use super::bind;
use super::digest::digest;
use super::facts::{dangers, doubt, enrich, found, keeps};
use super::plan::{BATCH_LIMIT, Context, Grade, Keeps, Plan, PlanInput, PlanItem};
use super::refusal::{Danger, Refusal, RefusalReason};
use super::request::ToggleUse;
use super::target::{describe, is_target};
use crate::domain::{
    Doubt, Eip, EipId, EipStatus, InstanceKind, Mutation, NicPosition, UnbindTarget,
};
use std::net::IpAddr;

/// Makes the plan for these wishes.
pub fn plan(context: &Context, subjects: &[PlanInput]) -> Plan {
    plan_leaving_out(context, subjects, &[])
}

/// The same where further targets were named, of which there is nothing to plan: they were not found, say.
pub fn plan_leaving_out(context: &Context, subjects: &[PlanInput], others: &[Refusal]) -> Plan {
    let mut plan = Plan {
        whose: context.whose.clone(),
        digest: None,
        token: None,
        grade: Grade::Normal,
        items: vec![],
        already: vec![],
        refusals: vec![],
        left_before: vec![],
        read_only: context.read_only,
        four_eyes: false,
    };
    let batch = subjects.len() > 1;
    let judged: Vec<_> = subjects.iter().map(|subject| item(context, subject)).collect();
    let left: Vec<_> = subjects
        .iter()
        .map(|subject| left_after_all(subject, subjects, &judged).filter(|_| batch))
        .collect();
    for ((subject, judged), left) in subjects.iter().zip(judged).zip(left) {
        match judged {
            Ok(Judged::Item(item)) if plan.items.iter().any(|i| i.eip_id == item.eip_id) => {
                plan.refuse(subject, RefusalReason::Duplicate)
            }
            Ok(Judged::Item(item)) if let Some(other) = plan.item_to_the_place_of(&item) => {
                let other = other.eip_id.clone();
                plan.refuse(subject, RefusalReason::SamePlace(other));
            }
            Ok(Judged::Item(_)) if left.is_some_and(|left| left < 0) => {
                plan.refuse(subject, RefusalReason::AllocWanIpQuotaUsedUp)
            }
            Ok(Judged::Item(mut item)) => {
                // Each of them alone would leave some; together they use the last one up.
                if left == Some(0) && !item.alloc_runs_out {
                    item.alloc_runs_out = true;
                    item.dangers.push(Danger::LastReallocation);
                }
                plan.items.push(*item);
            }
            Ok(Judged::Already(eip)) => plan.already.push(*eip),
            Err(reason) => plan.refuse(subject, reason),
        }
    }
    plan.refusals.extend_from_slice(others);
    plan.leave_out_what_goes(subjects);
    if plan.items.len() > BATCH_LIMIT {
        let count = plan.items.len();
        for item in std::mem::take(&mut plan.items) {
            plan.refusals.push(Refusal {
                target: item.eip.map_or(item.eip_id.to_string(), |ip| ip.to_string()),
                reason: RefusalReason::TooMany(count),
            });
        }
    }
    plan.seal(context);
    plan
}

impl Plan {
    /// Sets grade, token and digest from the items.
    pub(crate) fn seal(&mut self, context: &Context) {
        self.grade = match self.items.as_slice() {
            [_, _, ..] => Grade::Batch,
            [item] if !item.dangers.is_empty() => Grade::Danger,
            _ => Grade::Normal,
        };
        // The way back needs no second person: what it undoes had one.
        self.four_eyes = context.four_eyes && !self.is_way_back() && !context.is_of_two();
        self.token = self.token_to_send().filter(|_| !self.read_only && !self.four_eyes);
        self.digest = digest(self);
    }

    /// What another item of the plan takes away is not kept: judged one by one, each would count on the other.
    fn leave_out_what_goes(&mut self, subjects: &[PlanInput]) {
        let go: Vec<IpAddr> = self.items.iter().filter_map(|item| item.eip).collect();
        for item in self.items.iter_mut().filter(|item| item.keeps != Keeps::NoServer) {
            if let Some(subject) = subjects
                .iter()
                .find(|s| matches!(&s.reading, Reading::Found(eip) if eip.eip_id == item.eip_id))
            {
                item.keeps = keeps(&item.before, subject, &go);
            }
        }
    }

    /// Another item that binds to the same place: it can hold only one of them.
    fn item_to_the_place_of(&self, item: &PlanItem) -> Option<&PlanItem> {
        let Mutation::Bind { target, .. } = &item.mutation else { return None };
        let binds_there = |known: &&PlanItem| matches!(&known.mutation, Mutation::Bind { target: t, .. } if t == target);
        self.items.iter().find(binds_there)
    }

    fn refuse(&mut self, subject: &PlanInput, reason: RefusalReason) {
        let target = match &subject.reading {
            Reading::Found(eip) if eip.eip.is_some() => eip.address(),
            Reading::Found(_)
            | Reading::Missing
            | Reading::Ambiguous(_)
            | Reading::Unclear(_)
            | Reading::Failed(_) => describe(&subject.request.target),
        };
        self.refusals.push(Refusal { target, reason });
    }
}

enum Judged {
    Item(Box<PlanItem>),
    Already(Box<Eip>),
}

/// How many re-allocations of the day are left in this one's region once all that ask for one had theirs, if it asks: judged one by one,
/// each would count on the last.
fn left_after_all(
    subject: &PlanInput,
    subjects: &[PlanInput],
    judged: &[Result<Judged, RefusalReason>],
) -> Option<i64> {
    let left =
        subject.quota.filter(|_| subject.request.options.alloc_wan_ip)?.alloc_wan_ip_left()?;
    let asks = |other: &PlanInput| {
        other.request.options.alloc_wan_ip && other.request.region == subject.request.region
    };
    let all = subjects.iter().zip(judged).filter(|(other, _)| asks(other));
    let mut wanted: Vec<&EipId> = all
        .filter_map(
            |(_, one)| if let Ok(Judged::Item(item)) = one { Some(&item.eip_id) } else { None },
        )
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    Some(left - wanted.len() as i64)
}

fn item(context: &Context, subject: &PlanInput) -> Result<Judged, RefusalReason> {
    if let (Some(target), Reading::Found(eip)) = (&subject.bind, &subject.reading)
        && bind::is_there(eip, target)
    {
        if subject.unbind_open {
            return Err(RefusalReason::UnbindOpen);
        }
        return Ok(Judged::Already(eip.clone()));
    }
    if let Some(target) = &subject.bind {
        return bind::item(context, subject, target).map(|item| Judged::Item(Box::new(item)));
    }
    let eip = match found(&subject.reading, Some(&subject.request.region))? {
        eip if !is_target(eip, &subject.request.target) => {
            let doubt = Doubt::OtherEip { eip_id: eip.eip_id.clone(), eip: eip.eip };
            return Err(RefusalReason::Doubtful(doubt));
        }
        eip => enrich(eip, subject.nics.as_deref()),
    };
    if eip.is_unbound() {
        return Ok(Judged::Already(Box::new(eip)));
    }
    refuse_by_state(context, &eip)?;
    let seat = NicPosition::of(&eip, subject.nics.iter().flatten());
    let mutation = mutation(context, subject, &eip, seat)?;
    let asks_for_wan_ip = subject.request.options.alloc_wan_ip;
    let alloc_runs_out = asks_for_wan_ip
        && subject.quota.and_then(|q| q.alloc_wan_ip_left()).is_some_and(|left| left <= 1);
    let dangers = dangers(context, &eip, alloc_runs_out);
    let keeps = keeps(&eip, subject, &[]);
    Ok(Judged::Item(Box::new(PlanItem {
        region: eip.region.clone(),
        eip_id: eip.eip_id.clone(),
        eip: eip.eip,
        mutation,
        seat,
        dangers,
        keeps,
        quota: subject.quota,
        alloc_runs_out,
        way_back: false,
        wan_ip_there: None,
        place_not_seen: false,
        unbind_open: false,
        before: eip,
    })))
}

fn refuse_by_state(context: &Context, eip: &Eip) -> Result<(), RefusalReason> {
    if eip.is_nat() {
        return Err(RefusalReason::Nat(eip.un_instance_id.clone()));
    }
    if eip.serves() == Some(InstanceKind::Havip) {
        return Err(RefusalReason::Havip(eip.un_instance_id.clone()));
    }
    if let Some(doubt) = doubt(eip) {
        return Err(RefusalReason::Doubtful(doubt));
    }
    match &eip.status {
        EipStatus::Bound | EipStatus::BoundToDetachedNic | EipStatus::Unbound => {}
        EipStatus::Binding | EipStatus::Unbinding => {
            return Err(RefusalReason::InTransition(eip.status.clone()));
        }
        status @ (EipStatus::Creating
        | EipStatus::Offlining
        | EipStatus::CreateFailed
        | EipStatus::Other(_)
        | EipStatus::NotTold) => {
            return Err(RefusalReason::NotUsable(status.clone()));
        }
    }
    if eip.arrears == Some(true) && context.whose.api.capabilities().arrears_blocks {
        return Err(RefusalReason::Arrears);
    }
    match eip.eip {
        None => Err(RefusalReason::NoAddress),
        Some(IpAddr::V6(_)) => Err(RefusalReason::Ipv6),
        Some(IpAddr::V4(_)) => Ok(()),
    }
}

fn mutation(
    context: &Context,
    subject: &PlanInput,
    eip: &Eip,
    seat: NicPosition,
) -> Result<Mutation, RefusalReason> {
    let options = subject.request.options;
    let capabilities = context.whose.api.capabilities();
    if options.alloc_wan_ip {
        let toggle = ToggleUse::of_alloc_wan_ip(seat, subject.quota.as_ref());
        if toggle == ToggleUse::QuotaUsedUp {
            return Err(RefusalReason::AllocWanIpQuotaUsedUp);
        }
        if toggle == ToggleUse::StandardAccount {
            return Err(RefusalReason::StandardAccount);
        }
        if !toggle.is_offered() {
            return Err(RefusalReason::AllocWanIpNotHere);
        }
    }
    if options.un_bind_private_ip_with_eip.is_some() {
        let toggle = ToggleUse::of_un_bind_private_ip(seat, &capabilities);
        if toggle == ToggleUse::NotInGeneration {
            return Err(RefusalReason::NotInGeneration);
        }
        if !toggle.is_offered() {
            return Err(RefusalReason::UnBindPrivateIpNotHere);
        }
    }
    let target = match &subject.request.target {
        pair @ UnbindTarget::PrivateIp { .. } if capabilities.target_by_pair => pair.clone(),
        UnbindTarget::PrivateIp { .. } | UnbindTarget::Eip(_) => {
            UnbindTarget::Eip(eip.eip_id.clone())
        }
    };
    Ok(Mutation::Unbind {
        target,
        alloc_wan_ip: Some(options.alloc_wan_ip),
        un_bind_private_ip_with_eip: options.un_bind_private_ip_with_eip,
    })
}
