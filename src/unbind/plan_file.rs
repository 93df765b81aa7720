//! A plan that somebody handed on: what `--output json` printed, read again, and whether it may still be carried out here.
//!
//! Nothing in it is signed. Its digest shows whether what would be sent is what it says; who made it, when and why is as the file says.

use super::digest::{self, ALREADY, digest_of};
use super::plan::{BATCH_LIMIT, Context, Keeps, Plan, PlanInput, PlanItem};
use super::planning::{plan, plan_leaving_out};
use super::record::parameters_json;
use super::refusal::{LeftOut, PlanFault, Refusal, RefusalReason};
use super::report::RunReport;
use super::request::{UnbindOptions, UnbindRequest};
use crate::domain::identity::Identity;
use crate::domain::person::Person;
use crate::domain::{
    AllocSpelling, BindTarget, Eip, EipId, EipState, Fields, Generation, InstanceId, Mutation,
    NetworkInterfaceId, NicPosition, Region, UnbindTarget,
};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// Two machines' clocks may differ by this much, in seconds.
const SKEW_S: i64 = 60;
/// No text of a plan is longer, in characters.
const LONGEST: usize = 4096;
/// A plan leaves out no more targets than this.
const MOST_LEFT_OUT: usize = 1000;

/// Why a file is no plan that could be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPlan {
    /// It is not what `--output json` prints; where, and what is wrong there.
    NotOne(String),
    /// Nothing of it could be sent.
    Nothing,
    /// It both binds and unbinds, or has too many targets: no plan of this program does.
    Impossible,
}

/// A plan as a file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanFile {
    /// Who planned it, and where, as far as a plan says that.
    pub whose: Identity,
    pub digest: String,
    /// What was to be sent, with what the planner saw.
    pub(crate) items: Vec<PlanItem>,
    pub(crate) left_out: Vec<LeftOut>,
    pub created_at: Timestamp,
    pub(crate) reason: Option<String>,
    /// Its digest is that of what it says.
    fits: bool,
}

impl PlanFile {
    /// Reads the text of a plan.
    ///
    /// # Errors
    /// It is none.
    pub fn parse(text: &str) -> Result<Self, NoPlan> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let document: Document =
            serde_json::from_str(text).map_err(|error| NoPlan::NotOne(error.to_string()))?;
        let raw = document.plan;
        let wrong = |what: &str| NoPlan::NotOne(what.to_owned());
        let Some(digest) = raw.digest.filter(|_| !raw.items.is_empty()) else {
            return Err(NoPlan::Nothing);
        };
        let api = document.api.ok_or_else(|| wrong("missing field `api`"))?;
        let items: Vec<PlanItem> = raw
            .items
            .into_iter()
            .map(|item| item.read(api).map_err(wrong))
            .collect::<Result<_, _>>()?;
        let binds = |item: &PlanItem| matches!(item.mutation, Mutation::Bind { .. });
        if items.len() > BATCH_LIMIT || items.iter().any(|item| binds(item) != binds(&items[0])) {
            return Err(NoPlan::Impossible);
        }
        let already = raw.already.into_iter().map(|eip| LeftOut {
            target: eip.eip_id,
            word: ALREADY.to_owned(),
            said: None,
        });
        let refused = raw.refusals.into_iter().map(|refused| LeftOut {
            target: refused.target,
            word: refused.code,
            said: Some(refused.reason),
        });
        let whose = Identity {
            api,
            account: raw.account,
            endpoint: raw.endpoint,
            profile: raw.profile,
            who: raw.planned_by,
            ..Identity::default()
        };
        let mut plan = Self {
            whose,
            digest,
            items,
            left_out: already.chain(refused).collect(),
            created_at: raw.created_at.parse().map_err(|_| wrong("createdAt is no time"))?,
            reason: raw.reason.filter(|reason| !reason.trim().is_empty()),
            fits: false,
        };
        if !plan.is_bounded() {
            return Err(wrong("a text of it is too long"));
        }
        plan.fits = plan.own_digest() == plan.digest;
        // The built-in cloud is the same at every start, whatever its port: there the digest holds none.
        let is_local = |url: &mut String| url.contains("//127.0.0.1:");
        if !plan.fits && plan.whose.endpoint.take_if(is_local).is_some() {
            plan.fits = plan.own_digest() == plan.digest;
        }
        Ok(plan)
    }

    fn own_digest(&self) -> String {
        let left_out = self.left_out.iter().map(|left| (&*left.target, &*left.word));
        digest_of(&self.whose, &self.items, left_out).unwrap_or_default()
    }

    /// It goes on screen and into the journal.
    fn is_bounded(&self) -> bool {
        let Person { user, login_user, sudo_user, ssh_client, host, account, caller, .. } =
            &self.whose.who;
        let of_person = [user, login_user, sudo_user, ssh_client, host, account, caller];
        let others = [&self.reason, &self.whose.profile, &self.whose.endpoint];
        let left = self.left_out.iter().flat_map(|left| [Some(&left.target), left.said.as_ref()]);
        let all = of_person.into_iter().chain(others).map(Option::as_ref).chain(left).flatten();
        self.left_out.len() <= MOST_LEFT_OUT
            && all.chain([&self.whose.account]).all(|text| text.len() <= LONGEST)
    }

    /// Whether it binds.
    pub(crate) fn binds(&self) -> bool {
        self.items.iter().any(|item| matches!(item.mutation, Mutation::Bind { .. }))
    }

    /// Why it is not carried out here and now, whatever its targets are. `valid`: how old it may be, in minutes.
    pub fn fault(&self, context: &Context, now: Timestamp, valid: i64) -> Option<PlanFault> {
        let age = now.as_second() - self.created_at.as_second();
        let (planned, here) = (&self.whose, &context.whose);
        let planner = planned.who.caller.as_deref().filter(|caller| !caller.is_empty());
        let sender = here.who.caller.as_deref();
        let own = |text: &str| text.to_owned();
        Some(match (planner, sender) {
            _ if !self.fits => PlanFault::Edited,
            _ if age < -SKEW_S => PlanFault::FromFuture { created_at: self.created_at, now },
            _ if age > valid.saturating_mul(60) => {
                PlanFault::TooOld { created_at: self.created_at, valid, now }
            }
            _ if planned.agreed_endpoint() != here.agreed_endpoint() => PlanFault::OtherEndpoint {
                planned: planned.agreed_endpoint().map(own),
                here: here.agreed_endpoint().map(own),
            },
            _ if planned.account != here.account => {
                PlanFault::OtherAccount { planned: own(&planned.account), here: own(&here.account) }
            }
            _ if planned.api != here.api => {
                PlanFault::OtherApi { planned: planned.api, here: here.api }
            }
            _ if !context.four_eyes => return None,
            (None, _) => PlanFault::PlannerUnknown,
            (_, None) => PlanFault::SenderUnknown,
            (Some(one), Some(other)) if one == other => PlanFault::SameCaller,
            (Some(_), Some(_)) => return None,
        })
    }

    /// When it will be too old.
    pub(crate) fn ends(&self, valid: i64) -> i64 {
        self.created_at.as_second().saturating_add(valid.saturating_mul(60))
    }

    /// The plan of these readings, which are of its targets; with what it left out.
    pub(crate) fn plan(&self, context: &Context, subjects: &[PlanInput]) -> Plan {
        let mut plan = plan(context, subjects);
        self.complete(context, &mut plan);
        plan
    }

    /// Nothing of it is carried out: each of its targets with the reason.
    pub(crate) fn refused(&self, context: &Context, fault: &PlanFault) -> Plan {
        let refusal = |item: &PlanItem| Refusal {
            target: item.eip.map_or_else(|| item.eip_id.to_string(), |ip| ip.to_string()),
            reason: RefusalReason::Plan(Box::new(fault.clone())),
        };
        let refusals: Vec<_> = self.items.iter().map(refusal).collect();
        plan_leaving_out(context, &[], &refusals)
    }

    /// Adds what it left out.
    pub(crate) fn complete(&self, context: &Context, plan: &mut Plan) {
        plan.left_before.clone_from(&self.left_out);
        plan.seal(context);
    }

    /// Whether a plan of now is what it says.
    pub(crate) fn holds(&self, plan: &Plan) -> bool {
        plan.digest.as_deref() == Some(&self.digest)
    }

    /// What of an item is another than the planner saw.
    pub(crate) fn differing(&self, item: &PlanItem) -> Fields {
        let of_file = self.items.iter().find(|one| one.eip_id == item.eip_id);
        of_file.map_or_else(Fields::default, |one| digest::differing(&one.before, &item.before))
    }

    /// Whether this run carried out the same since the plan was made. Two plans of the same targets have the same digest.
    pub(crate) fn was_carried_out_by(&self, run: &RunReport) -> bool {
        run.digest.as_ref() == Some(&self.digest)
            && run.was_sent()
            && run.started_at.is_some_and(|at| at >= self.created_at)
    }

    /// Its targets that are another than the planner saw, or no target of a plan of now: each as planned, and as it is now where that is
    /// known.
    pub(crate) fn changed<'a>(&'a self, plan: &'a Plan) -> Vec<(&'a PlanItem, Option<&'a Eip>)> {
        let now = |one: &PlanItem| {
            let of_items = plan.items.iter().map(|item| &item.before);
            of_items.chain(&plan.already).find(|eip| eip.eip_id == one.eip_id)
        };
        let is_other = |one: &PlanItem, eip: Option<&Eip>| {
            eip.is_none_or(|eip| !digest::differing(&one.before, eip).is_empty())
        };
        let all = self.items.iter().map(|one| (one, now(one)));
        all.filter(|(one, eip)| is_other(one, *eip)).collect()
    }
}

impl PlanItem {
    /// The wish that leads to this step, and where it is to be bound, if that is what it does.
    pub(crate) fn wish(&self) -> (UnbindRequest, Option<BindTarget>) {
        let (target, options, bind) = match &self.mutation {
            Mutation::Unbind { target, alloc_wan_ip, un_bind_private_ip_with_eip } => {
                let options = UnbindOptions {
                    alloc_wan_ip: *alloc_wan_ip == Some(true),
                    un_bind_private_ip_with_eip: *un_bind_private_ip_with_eip,
                };
                (target.clone(), options, None)
            }
            Mutation::Bind { eip_id, target } => {
                let options = UnbindOptions::default();
                (UnbindTarget::Eip(eip_id.clone()), options, Some(target.clone()))
            }
        };
        (UnbindRequest { region: self.region.clone(), target, options }, bind)
    }
}

#[derive(Deserialize)]
struct Document {
    /// None answered where it is not there; then there is nothing to send.
    api: Option<Generation>,
    plan: RawPlan,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawPlan {
    digest: Option<String>,
    items: Vec<RawItem>,
    #[serde(default)]
    already: Vec<RawAlready>,
    #[serde(default)]
    refusals: Vec<RawRefusal>,
    created_at: String,
    planned_by: Person,
    reason: Option<String>,
    account: String,
    profile: Option<String>,
    endpoint: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawAlready {
    eip_id: String,
}

#[derive(Deserialize)]
struct RawRefusal {
    target: String,
    code: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawItem {
    eip_id: String,
    eip: Option<IpAddr>,
    region: String,
    action: String,
    parameters: BTreeMap<String, Value>,
    before: EipState,
    arrears: Option<bool>,
    blocked: Option<bool>,
    cascade_release: Option<bool>,
    last_reallocation: bool,
}

impl RawItem {
    fn read(self, api: Generation) -> Result<PlanItem, &'static str> {
        let eip_id = EipId::parse(&self.eip_id).ok_or("eipId is empty")?;
        let region = Region::trusted(&self.region).ok_or("region is none")?;
        let mutation = mutation(api, &self.action, &self.parameters)
            .filter(|mutation| parameters_json(&mutation.parameters(api)) == self.parameters)
            .ok_or("action or parameters are none of this program's")?;
        let state = self.before;
        let before = Eip {
            region: region.clone(),
            eip_id: eip_id.clone(),
            eip: self.eip,
            eip_name: compact_str::CompactString::default(),
            status: state.status,
            kind: None,
            arrears: self.arrears,
            blocked: self.blocked,
            cascade_release: self.cascade_release,
            un_instance_id: state.un_instance_id,
            network_interface_id: state.network_interface_id,
            private_ip_address: state.private_ip_address,
            isp_id: None,
            created_at: None,
            direct: None,
            instance_type: None,
            address_type: None,
            tags: None,
            link_kept: false,
            gaps: state.gaps,
        };
        Ok(PlanItem {
            region,
            eip_id,
            eip: self.eip,
            mutation,
            before,
            seat: NicPosition::Unknown,
            dangers: vec![],
            keeps: Keeps::NoServer,
            quota: None,
            alloc_runs_out: self.last_reallocation,
            way_back: false,
            wan_ip_there: state.wan_ip,
            place_not_seen: false,
            unbind_open: false,
        })
    }
}

/// The request of these parameters; what is more or less than that shows when it is compared with them.
fn mutation(api: Generation, action: &str, given: &BTreeMap<String, Value>) -> Option<Mutation> {
    let capabilities = api.capabilities();
    let names = capabilities.names;
    let text = |name: &str| given.get(name).and_then(Value::as_str);
    let number = |name: &str| given.get(name).and_then(Value::as_i64).map(|number| number == 1);
    let pair = || {
        let nic = NetworkInterfaceId::parse(text(names.network_interface_id)?)?;
        Some((nic, text(names.private_ip_address)?.parse().ok()?))
    };
    if action == capabilities.unbind_action {
        let target = match text(names.eip_id) {
            Some(id) => UnbindTarget::Eip(EipId::parse(id)?),
            None => {
                let (network_interface_id, private_ip_address) = pair()?;
                UnbindTarget::PrivateIp { network_interface_id, private_ip_address }
            }
        };
        let alloc_wan_ip = match names.alloc_wan_ip {
            AllocSpelling::Number(name) => number(name),
            AllocSpelling::OnlyTrue(name) => Some(given.contains_key(name)),
        };
        let keep = names.un_bind_private_ip_with_eip.and_then(number);
        return Some(Mutation::Unbind { target, alloc_wan_ip, un_bind_private_ip_with_eip: keep });
    }
    if action != capabilities.bind_action {
        return None;
    }
    let target = match text(names.instance) {
        Some(id) => BindTarget::Instance(InstanceId::parse(id)?),
        None => {
            let (network_interface_id, private_ip_address) = pair()?;
            BindTarget::PrivateIp { network_interface_id, private_ip_address }
        }
    };
    Some(Mutation::Bind { eip_id: EipId::parse(text(names.eip_id)?)?, target })
}
