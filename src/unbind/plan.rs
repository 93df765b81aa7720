//! Request + facts → plan. The plan is what the operator reads and confirms; nothing else is ever sent.

use super::answer::Reading;
use super::digest::digest;
use super::refusal::{Danger, LeftOut, Refusal, RefusalReason};
use super::request::{ToggleUse, UnbindRequest};
use super::target::{describe, is_target};
use crate::domain::person::Person;
use crate::domain::protect::protects;
use crate::domain::{
    BindTarget, Doubt, Eip, EipId, EipQuota, EipStatus, Field, Generation, InstanceKind, Mutation,
    NetworkInterface, NicPosition, PrivateIp, Region, Told, UnbindTarget,
};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// At most this many targets go into one batch.
pub const BATCH_LIMIT: usize = 10;

/// Who asks, and under which rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Context {
    /// The generation that the readings came from; the mutation uses the same.
    pub api: Generation,
    /// The account as it is known here: the account id where the cloud told, else the key id.
    pub account: String,
    /// The endpoint that requests go to, when it is not the public cloud's.
    pub endpoint: Option<String>,
    /// The profile in use.
    pub profile: Option<String>,
    /// Where the credentials came from.
    pub source: Option<String>,
    /// Who asks: at this machine, and at the cloud.
    pub who: Person,
    /// No mutation can be built.
    pub read_only: bool,
    /// Only what somebody else planned can be sent.
    pub four_eyes: bool,
    /// Whose plan it is, where it comes from a file.
    pub planned_by: Option<Box<Person>>,
    /// The profile is marked `danger`.
    pub danger: bool,
    /// Names, ids and addresses that need the longer token.
    pub protect: Vec<String>,
    /// The server address of this ssh session.
    pub ssh_server_ip: Option<IpAddr>,
}

impl Context {
    /// Whether the cloud knows both the planner and whoever asks now, as two callers.
    pub fn is_of_two(&self) -> bool {
        let planner = self.planned_by.as_ref().and_then(|planner| planner.caller.as_ref());
        matches!((planner, &self.who.caller), (Some(one), Some(other)) if one != other)
    }
}

/// One wish together with the facts it is judged by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanInput {
    /// The wish.
    pub request: UnbindRequest,
    /// The fresh reading of its EIP.
    pub reading: Reading,
    /// The NICs of its server, or its own NIC; `None` when they could not be read.
    pub nics: Option<Vec<NetworkInterface>>,
    /// The other EIPs of the same server; `None` when they could not be read.
    pub siblings: Option<Vec<Eip>>,
    /// The quota of its region; `None` when it could not be read.
    pub quota: Option<EipQuota>,
    /// The NICs or the other EIPs that came are not known to be all there are: they say what is there, and not what is not.
    #[serde(default)]
    pub incomplete: bool,
    /// Where it is to be bound, when this is a bind back instead of an unbind.
    pub bind: Option<BindTarget>,
    /// That is where the journal says that it was.
    pub recorded: bool,
}

/// Which token a plan asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Grade {
    /// One bound target.
    Normal,
    /// One target that needs the longer token.
    Danger,
    /// Two to ten targets.
    Batch,
}

/// Whether the server keeps a public IP.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Keeps {
    /// These.
    Yes(Vec<IpAddr>),
    /// None.
    No,
    /// It could not be read.
    Unknown,
    /// No server is concerned.
    NoServer,
}

/// One confirmed step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanItem {
    /// Where.
    pub region: Region,
    /// The EIP.
    pub eip_id: EipId,
    /// Its address.
    pub eip: Option<IpAddr>,
    /// The request, with exactly its parameters.
    pub mutation: Mutation,
    /// The reading that the operator saw.
    pub before: Eip,
    /// Its seat.
    pub seat: NicPosition,
    /// Why it needs the longer token.
    pub dangers: Vec<Danger>,
    /// Whether the server keeps a public IP.
    pub keeps: Keeps,
    /// The quota at planning time.
    pub quota: Option<EipQuota>,
    /// It uses the last re-allocation of the day.
    pub alloc_runs_out: bool,
    /// It goes back to where the journal says that it was.
    pub way_back: bool,
}

/// What will be done, what will not, and what the operator types to agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The generation.
    pub api: Generation,
    /// What the confirmation is bound to; `None` when there is nothing to confirm.
    pub digest: Option<String>,
    /// What the operator types; `None` when there is nothing to confirm.
    pub token: Option<String>,
    /// Why that token.
    pub grade: Grade,
    /// The steps, in order.
    pub items: Vec<PlanItem>,
    /// Targets that are unbound already: outcome `alreadyUnbound`, nothing to send.
    pub already: Vec<Eip>,
    /// Targets that get no confirmation.
    pub refusals: Vec<Refusal>,
    /// Targets that a plan of a file left out, which are part of what was agreed to.
    #[serde(default)]
    pub left_before: Vec<LeftOut>,
    /// Nothing of it can be sent: it has no token.
    pub read_only: bool,
    /// Only somebody else can send it: it has no token here.
    #[serde(default)]
    pub four_eyes: bool,
}

/// Makes the plan for these wishes.
pub fn plan(context: &Context, subjects: &[PlanInput]) -> Plan {
    plan_leaving_out(context, subjects, &[])
}

/// The same where further targets were named, of which there is nothing to plan: they were not found, say.
pub fn plan_leaving_out(context: &Context, subjects: &[PlanInput], others: &[Refusal]) -> Plan {
    let mut plan = Plan {
        api: context.api,
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
                plan.refuse(subject, RefusalReason::TargetTaken(other));
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
    pub fn seal(&mut self, context: &Context) {
        self.grade = match self.items.as_slice() {
            [_, _, ..] => Grade::Batch,
            [item] if !item.dangers.is_empty() => Grade::Danger,
            _ => Grade::Normal,
        };
        // The way back needs no second person: what it undoes had one.
        self.four_eyes = context.four_eyes && !self.is_way_back() && !context.is_of_two();
        self.token = self.token_to_send().filter(|_| !self.read_only && !self.four_eyes);
        self.digest = digest(context, self);
    }

    /// What has to be typed where it can be sent: a plan that is made read-only names it for somebody else.
    pub fn token_to_send(&self) -> Option<String> {
        let has_danger = self.items.iter().any(|item| !item.dangers.is_empty());
        token(self.grade, has_danger, self.items.len(), self.items.first()?.eip?)
    }

    /// How many of its targets are left out: refused, or nothing to do.
    pub fn left_out(&self) -> usize {
        self.already.len() + self.refusals.len() + self.left_before.len()
    }

    /// Whether it does nothing but take EIPs back to where the journal says that they were.
    pub fn is_way_back(&self) -> bool {
        !self.items.is_empty() && self.items.iter().all(|item| item.way_back)
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

/// The token for a target's address: last octet, last two, or the count and the same of the first.
fn token(grade: Grade, has_danger: bool, count: usize, eip: IpAddr) -> Option<String> {
    let IpAddr::V4(eip) = eip else { return None };
    let [_, _, third, last] = eip.octets();
    Some(match grade {
        Grade::Normal => last.to_string(),
        Grade::Danger => format!("{third}.{last}"),
        Grade::Batch if has_danger => format!("{count}.{third}.{last}"),
        Grade::Batch => format!("{count}.{last}"),
    })
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
        && super::bind::is_there(eip, target)
    {
        return Ok(Judged::Already(eip.clone()));
    }
    if let Some(target) = &subject.bind {
        return super::bind::item(context, subject, target)
            .map(|item| Judged::Item(Box::new(item)));
    }
    let eip = match found(&subject.reading)? {
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
        before: eip,
    })))
}

/// The EIP that a reading found, or why there is none to plan for.
pub(super) fn found(reading: &Reading) -> Result<&Eip, RefusalReason> {
    match reading {
        Reading::Found(eip) => Ok(eip),
        Reading::Missing => Err(RefusalReason::NotFound),
        Reading::Ambiguous(count) => Err(RefusalReason::Ambiguous(*count)),
        Reading::Unclear(doubt) => Err(RefusalReason::Doubtful(doubt.clone())),
        Reading::Failed(fault) => Err(RefusalReason::Unreadable(fault.clone())),
    }
}

/// What the row leaves open that a confirmation needs: which status, and on what it is.
pub(super) fn doubt(eip: &Eip) -> Option<Doubt> {
    if let Some(contradiction) = eip.contradiction() {
        return Some(contradiction.into());
    }
    if eip.status == EipStatus::NotTold {
        return Some(Doubt::NotTold(Field::Status));
    }
    if eip.eip.is_none() && eip.gaps.not_told.contains(Field::Eip) {
        return Some(Doubt::NotTold(Field::Eip));
    }
    let is_on_something = eip.un_instance_id.is_some() || eip.network_interface_id.is_some();
    (eip.status.is_bound() && !is_on_something).then_some(Doubt::NotTold(Field::UnInstanceId))
}

/// Adds what only the NIC tells in API 2.0: whether the public IP is blocked.
pub fn enrich(eip: &Eip, nics: Option<&[NetworkInterface]>) -> Eip {
    let mut eip = eip.clone();
    if eip.blocked.is_none() {
        eip.blocked = nics
            .into_iter()
            .flatten()
            .filter(|nic| eip.network_interface_id.as_ref() == Some(&nic.network_interface_id))
            .flat_map(|nic| &nic.private_ip_addresses)
            .find(|ip| Some(ip.private_ip_address) == eip.private_ip_address)
            .filter(|ip| ip.eip_id.as_ref().is_none_or(|on_it| *on_it == eip.eip_id))
            .and_then(|ip| ip.is_wan_ip_blocked);
    }
    eip
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
    if eip.arrears == Some(true) && context.api.capabilities().arrears_blocks {
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
    let capabilities = context.api.capabilities();
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

pub(super) fn dangers(context: &Context, eip: &Eip, alloc_runs_out: bool) -> Vec<Danger> {
    let protected = context.protect.iter().any(|entry| protects(entry, eip));
    let tags_not_known =
        eip.tags.is_none() && context.protect.iter().any(|entry| entry.starts_with("tag:"));
    let undocumented = eip.undocumented_kind().filter(|_| eip.status.is_bound());
    let by_ssh = context
        .ssh_server_ip
        .is_some_and(|ssh| eip.eip == Some(ssh) || eip.private_ip_address == Some(ssh));
    let all = [
        (context.danger, Danger::Profile),
        (protected, Danger::Protected),
        (tags_not_known, Danger::TagsNotKnown),
        (undocumented.is_some(), Danger::Undocumented(undocumented.unwrap_or(InstanceKind::Other))),
        (eip.blocked == Some(true), Danger::Blocked),
        (eip.arrears == Some(true), Danger::Arrears),
        (eip.cascade_release == Some(true), Danger::CascadeRelease),
        (by_ssh, Danger::SshSession),
        (alloc_runs_out, Danger::LastReallocation),
    ];
    all.into_iter().filter_map(|(is, danger)| is.then_some(danger)).collect()
}

/// Whether the server keeps a public IP: its other EIPs that are bound, and ordinary public IPs of its NICs, but for those that go. An EIP
/// whose link to a NIC was kept gives the server nothing.
fn keeps(eip: &Eip, subject: &PlanInput, go: &[IpAddr]) -> Keeps {
    let Some(server) = &eip.un_instance_id else { return Keeps::NoServer };
    let others = || subject.siblings.iter().flatten().filter(|e| e.eip_id != eip.eip_id);
    let is_kept = |e: &&Eip| e.status.is_bound() && e.un_instance_id.as_ref() == Some(server);
    let mut kept: Vec<IpAddr> =
        others().filter(is_kept).filter_map(|e| e.eip).filter(|ip| !go.contains(ip)).collect();
    // A row that leaves out its status or its server may be one of them; one with another id and this very address says nothing certain.
    let is_odd = |e: &Eip| doubt(e).is_some() || e.eip.is_some() && e.eip == eip.eip;
    let mut open = subject.incomplete || others().any(is_odd);
    for nic in subject.nics.iter().flatten() {
        match nic.holder() {
            Told::Value(holder) if holder == server => open |= nic.ips_not_told,
            Told::Value(_) | Told::Empty => continue,
            // It may be one of this server's.
            Told::NotTold | Told::Conflicting => {
                open = true;
                continue;
            }
        }
        for ip in &nic.private_ip_addresses {
            let address = match ip.public_ip() {
                Told::Value(address) if Some(address) != eip.eip => address,
                Told::Value(_) | Told::Empty => continue,
                Told::NotTold | Told::Conflicting => {
                    open = true;
                    continue;
                }
            };
            match belongs_to(ip, subject) {
                _ if kept.contains(&address) || go.contains(&address) => {}
                Some(true) => kept.push(address),
                Some(false) => {}
                None => open = true,
            }
        }
    }
    kept.sort_unstable();
    // An ordinary public IP is told of the NIC: where there is none, in the classic network, or where only others came, nothing says that
    // none is left.
    let are_its =
        eip.network_interface_id.as_ref().zip(subject.nics.as_ref()).is_some_and(|(own, nics)| {
            nics.is_empty() || nics.iter().any(|nic| nic.network_interface_id == *own)
        });
    let told = !open && subject.siblings.is_some() && are_its;
    match (kept.is_empty(), told) {
        (false, _) => Keeps::Yes(kept),
        (true, true) => Keeps::No,
        (true, false) => Keeps::Unknown,
    }
}

/// Whether the public IP that a NIC shows on this private IP is the server's: an ordinary one, or one of its EIPs. An EIP that is not among
/// those of the server is only linked to the NIC.
fn belongs_to(ip: &PrivateIp, subject: &PlanInput) -> Option<bool> {
    let eip_id = match ip.eip() {
        Told::Value(eip_id) => eip_id,
        Told::Empty => return Some(true),
        Told::NotTold | Told::Conflicting => return None,
    };
    let siblings = subject.siblings.as_ref()?;
    let is_its = siblings.iter().any(|e| e.eip_id == *eip_id && e.status.is_bound());
    (is_its || !subject.incomplete).then_some(is_its)
}
