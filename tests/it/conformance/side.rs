//! One generation on a cloud in memory, where time passes only by waiting for it.

use crate::support::values::context_as;
use eip_unbind::api::credentials::Credentials;
use eip_unbind::api::endpoint::Endpoints;
use eip_unbind::api::http::TransportSettings;
use eip_unbind::api::message::{HttpReply, HttpRequest, TransportError};
use eip_unbind::api::sign::v2::SignatureMethod;
use eip_unbind::api::{Carried, Client, ClientSettings, Paused, Simulated};
use eip_unbind::app::{Effect, Msg};
use eip_unbind::domain::{
    Eip, EipQuery, EipQuota, Generation, InstanceId, InstanceKind, Moment, NetworkInterfaceId,
    NicQuery, Region, UnbindTarget,
};
use eip_unbind::runtime::clock::Clock;
use eip_unbind::runtime::connect::{Connector, Wanted};
use eip_unbind::runtime::headless;
use eip_unbind::runtime::runner::Runner;
use eip_unbind::sim::{
    AnswerKind, Cloud, DEMO_SECRET_ID, DEMO_SECRET_KEY, IncomingRequest, Scenario,
};
use eip_unbind::unbind::{
    Context, Plan, PlanInput, Reading, Record, Run, RunConfig, RunEffect, RunMsg, UnbindOptions,
    UnbindRequest, Verdict, former_target, plan,
};
use jiff::{SignedDuration, Timestamp};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use tokio::sync::mpsc;

const BEGIN: i64 = 1_790_000_000;
const LINK_MS: u64 = 20;
const WAIT_MS: u64 = 30_000;
/// Of a scenario with more EIPs than this only the first few are unbound.
const MANY: usize = 60;
const FEW: usize = 3;

/// Something that can be said of a cloud.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fact {
    pub(super) what: &'static str,
    pub(super) of: String,
}

pub(super) type Facts = BTreeMap<Fact, String>;

/// The clock and the cloud behind it.
struct World {
    cloud: RefCell<Cloud>,
    now_ms: Cell<u64>,
}

impl World {
    fn at(&self) -> Timestamp {
        Timestamp::from_second(BEGIN).unwrap()
            + SignedDuration::from_millis(self.now_ms.get() as i64)
    }

    fn wait(&self, ms: u64) {
        self.now_ms.set(self.now_ms.get() + ms);
    }

    fn carry(&self, request: &HttpRequest) -> Result<HttpReply, TransportError> {
        let deadline =
            if request.method.as_str() == "POST" && !is_read(request) { 15_000 } else { 10_000 };
        let answer = self.cloud.borrow_mut().answer(&IncomingRequest::from(request), self.at());
        if answer.kind == AnswerKind::Hang || answer.after_ms >= deadline {
            self.wait(deadline);
            return Err(TransportError::Lost("no whole reply in time".to_owned()));
        }
        self.wait(answer.after_ms + LINK_MS);
        answer.into_reply().ok_or_else(|| TransportError::Lost("connection closed".to_owned()))
    }
}

fn is_read(request: &HttpRequest) -> bool {
    request
        .headers
        .iter()
        .any(|(name, value)| *name == "x-tc-action" && value.starts_with("Describe"))
}

/// A fresh cloud, and the program on it.
struct Side {
    world: Rc<World>,
    client: Client,
    runner: Runner,
    context: Context,
    /// Kept: the runner says there which API answers.
    _told: mpsc::Receiver<Msg>,
}

impl Side {
    fn new(scenario: &Scenario, generation: Generation) -> Self {
        let begin = Timestamp::from_second(BEGIN).unwrap();
        let world = Rc::new(World {
            cloud: RefCell::new(Cloud::new(scenario.clone(), begin)),
            now_ms: Cell::new(0),
        });
        let (id, key, token) = match scenario.credentials.iter().find(|c| !c.disabled) {
            Some(own) => (own.secret_id.clone(), own.secret_key.clone(), own.token.clone()),
            None => (DEMO_SECRET_ID.to_owned(), DEMO_SECRET_KEY.to_owned(), None),
        };
        let clock = Rc::clone(&world);
        let settings = ClientSettings {
            generation,
            endpoints: Endpoints::single("https://cloud.example").unwrap(),
            credentials: Credentials::new(&id, &key, token.as_deref()).unwrap().into(),
            transport: TransportSettings::default(),
            requests_per_second: 20,
            clock: Rc::new(move || Moment { mono_ms: clock.now_ms.get(), wall: clock.at() }),
            signature_method: SignatureMethod::default(),
        };
        let (answers, waits) = (Rc::clone(&world), Rc::clone(&world));
        let client = Client::simulated(
            settings,
            Simulated {
                answer: Rc::new(move |request| -> Carried {
                    Box::pin(std::future::ready(answers.carry(&request)))
                }),
                pause: Rc::new(move |ms| -> Paused {
                    waits.wait(ms);
                    Box::pin(std::future::ready(()))
                }),
                jitter: Rc::new(|| 7),
                connect: None,
                closes: Rc::new(|| false),
            },
        );
        let same = client.clone();
        let connector = Connector::new(
            Box::new(move |_| Ok(same.clone())),
            Wanted::Only(generation),
            None,
            Clock::new(),
        );
        let (tell, told) = mpsc::channel(64);
        let runner = Runner::new(connector, None, tell, false);
        let context = context_as(|whose| whose.api = generation);
        Self { world, client, runner, context, _told: told }
    }

    fn now(&self) -> Moment {
        Moment { mono_ms: self.world.now_ms.get(), wall: self.world.at() }
    }

    async fn plan(&self, eip: &Eip, options: UnbindOptions, back: Option<&Eip>) -> Plan {
        let found =
            self.client.describe_eips(&eip.region, &EipQuery::id(eip.eip_id.clone()), 0).await;
        let reading = match found {
            Ok(page) => page
                .items
                .into_iter()
                .next()
                .map_or(Reading::Missing, |eip| Reading::Found(Box::new(eip))),
            Err(fault) => Reading::Failed(fault),
        };
        let request = UnbindRequest {
            region: eip.region.clone(),
            target: UnbindTarget::Eip(eip.eip_id.clone()),
            options,
        };
        let bind = back.and_then(former_target);
        let bare = PlanInput { bind, ..PlanInput::new(request, reading) };
        plan(&self.context, &[headless::subject(&self.client, bare).await])
    }

    /// Carries a plan out; what is written is taken for written, and a pause is over at once.
    async fn carry_out(&self, plan: &Plan) -> Run {
        let config = RunConfig {
            run_id: "r-1".to_owned(),
            wait_ms: WAIT_MS,
            journal: true,
            watch: false,
            reason: None,
            to_ask: None,
        };
        let mut run = Run::new(plan, self.context.clone(), config);
        let mut open = VecDeque::from(run.step(self.now(), RunMsg::Start));
        let mut pauses: Vec<(u64, RunMsg)> = Vec::new();
        while !run.is_over() {
            let msg = match open.pop_front() {
                Some(RunEffect::Wake { item, seq, after_ms }) => {
                    pauses.push((self.world.now_ms.get() + after_ms, RunMsg::Due(item, seq)));
                    continue;
                }
                Some(RunEffect::WriteIntent { item, seq, .. }) => {
                    RunMsg::IntentWritten(item, seq, Ok(()))
                }
                Some(RunEffect::Write { item, record })
                    if matches!(*record, Record::Settled { .. }) =>
                {
                    RunMsg::VerdictWritten(item, Ok(()))
                }
                Some(RunEffect::Write { .. }) => continue,
                Some(effect) => match self.runner.perform(Effect::Run(0, effect)).await {
                    Some(Msg::Run(_, msg)) => msg,
                    other => panic!("no answer to an effect: {other:?}"),
                },
                None => {
                    let next = (0..pauses.len())
                        .min_by_key(|at| pauses[*at].0)
                        .expect("a run that goes on waits for something");
                    let (due, msg) = pauses.remove(next);
                    self.world.now_ms.set(due.max(self.world.now_ms.get()));
                    msg
                }
            };
            open.extend(run.step(self.now(), msg));
        }
        run
    }
}

/// Everything that this generation says of a scenario, and everything that can be done there.
pub(super) fn facts(scenario: &Scenario, generation: Generation) -> Facts {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let mut facts = Facts::new();
        let mut eips = Vec::new();
        for region in scenario.regions() {
            eips.extend(readings(&Side::new(scenario, generation), &region, &mut facts).await);
        }
        eips.sort_by(|a: &Eip, b| a.eip_id.cmp(&b.eip_id));
        let few = if eips.len() > MANY { FEW } else { MANY };
        for eip in eips.iter().take(few) {
            Box::pin(unbind(&Side::new(scenario, generation), eip, false, &mut facts)).await;
            Box::pin(unbind(&Side::new(scenario, generation), eip, true, &mut facts)).await;
        }
        facts
    })
}

async fn readings(side: &Side, region: &Region, facts: &mut Facts) -> Vec<Eip> {
    let mut say = |what: &'static str, of: &str, value: String| {
        drop(facts.insert(Fact { what, of: of.to_owned() }, value))
    };
    let listed = headless::list(&side.client, region, &EipQuery::default()).await;
    let eips = listed.pages.concat();
    say("list.complete", region.as_str(), format!("{} {} rows", listed.complete, eips.len()));
    say(
        "list.fault",
        region.as_str(),
        listed.fault.as_ref().map_or("none", |fault| fault.class.word()).to_owned(),
    );
    for eip in &eips {
        let id = eip.eip_id.as_str();
        say("eip.region", id, eip.region.to_string());
        say("eip.address", id, eip.address());
        say("eip.name", id, eip.eip_name.to_string());
        say("eip.status", id, eip.status.to_string());
        say("eip.kind", id, eip.kind.map_or("none", InstanceKind::word).to_owned());
        say("eip.arrears", id, tri(eip.arrears));
        say("eip.blocked", id, tri(eip.blocked));
        say("eip.cascadeRelease", id, tri(eip.cascade_release));
        say("eip.direct", id, tri(eip.direct));
        say("eip.isp", id, eip.isp_id.map_or("none".to_owned(), |isp| isp.to_string()));
        say("eip.created", id, eip.created_at.map_or("none".to_owned(), |at| at.to_string()));
        say("eip.seat", id, seat(eip));
    }
    match side.client.describe_quota(region).await {
        Ok(quota) => {
            let kind = quota
                .legacy_account
                .map_or("unknown", |legacy| if legacy { "legacy" } else { "standard" });
            say("account", region.as_str(), kind.to_owned());
            say(
                "quota",
                region.as_str(),
                format!("{:?}", EipQuota { legacy_account: None, ..quota }),
            );
        }
        Err(fault) => say("quota", region.as_str(), fault.class.word().to_owned()),
    }
    let mut offset = 0;
    loop {
        match side.client.describe_nics(region, &NicQuery::default(), offset).await {
            Ok(page) if page.items.is_empty() => return eips,
            Ok(page) => {
                offset += page.items.len() as u64;
                page.items.iter().for_each(|nic| {
                    say("nic", nic.network_interface_id.as_str(), format!("{nic:?}"))
                });
                if page.items.len() < side.client.nic_limit() as usize {
                    return eips;
                }
            }
            Err(fault) => {
                say("nic", region.as_str(), fault.class.word().to_owned());
                return eips;
            }
        }
    }
}

fn tri(flag: Option<bool>) -> String {
    flag.map_or("unknown", |flag| if flag { "yes" } else { "no" }).to_owned()
}

fn seat(eip: &Eip) -> String {
    let ip = eip.private_ip_address.map(|ip| ip.to_string());
    let server = eip.un_instance_id.as_ref().map(InstanceId::as_str);
    let nic = eip.network_interface_id.as_ref().map(NetworkInterfaceId::as_str);
    let parts = [server, nic, ip.as_deref()];
    parts.map(|part| part.unwrap_or("-")).join(" ")
}

async fn unbind(side: &Side, eip: &Eip, alloc_wan_ip: bool, facts: &mut Facts) {
    let mut say = |what: &'static str, value: String| {
        drop(facts.insert(Fact { what, of: eip.eip_id.to_string() }, value))
    };
    let options = UnbindOptions { alloc_wan_ip, un_bind_private_ip_with_eip: None };
    let plan = side.plan(eip, options, None).await;
    say(if alloc_wan_ip { "alloc.plan" } else { "unbind.plan" }, planned(&plan));
    let [item] = plan.items.as_slice() else { return };
    let before = item.before.clone();
    let run = side.carry_out(&plan).await;
    let outcome = run.items[0].outcome.clone().expect("a run that is over has an outcome");
    let came = if outcome.after.as_ref().is_some_and(|after| after.wan_ip.is_some()) {
        ", new ordinary address"
    } else {
        ""
    };
    say(
        if alloc_wan_ip { "alloc.outcome" } else { "unbind.outcome" },
        format!("{}{came}", outcome.word.as_str()),
    );
    if outcome.word != Verdict::Verified {
        return;
    }
    let back = side.plan(eip, UnbindOptions::default(), Some(&before)).await;
    say(if alloc_wan_ip { "alloc.bind.plan" } else { "bind.plan" }, planned(&back));
    if back.items.is_empty() {
        return;
    }
    let run = side.carry_out(&back).await;
    let outcome = run.items[0].outcome.clone().expect("a run that is over has an outcome");
    say(
        if alloc_wan_ip { "alloc.bind.outcome" } else { "bind.outcome" },
        outcome.word.as_str().to_owned(),
    );
}

fn planned(plan: &Plan) -> String {
    match (plan.refusals.as_slice(), &plan.token) {
        ([refusal], _) => refusal.reason.word().to_owned(),
        ([], Some(token)) => format!("type {token}"),
        (_, _) => format!("{} already unbound", plan.already.len()),
    }
}
