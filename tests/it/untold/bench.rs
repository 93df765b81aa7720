//! The run logic, the runner and the client on the built-in cloud, where time passes only by waiting for it and answers are spoiled at one step.

use crate::support::values::context_as;
use eip_unbind::api::credentials::Credentials;
use eip_unbind::api::endpoint::Endpoints;
use eip_unbind::api::http::TransportSettings;
use eip_unbind::api::message::{HttpReply, HttpRequest, TransportError};
use eip_unbind::api::sign::v2::SignatureMethod;
use eip_unbind::api::{Carried, Client, ClientSettings, Connecting, Paused, Simulated};
use eip_unbind::app::{Effect, Msg};
use eip_unbind::domain::{EipId, EipQuery, EipStatus, Generation, Moment, Region, UnbindTarget};
use eip_unbind::journal::history::Answer;
use eip_unbind::journal::{Judgement, OpenIntent, OpenState, Watched, Who, judge};
use eip_unbind::runtime::clock::Clock;
use eip_unbind::runtime::connect::{Connector, Wanted};
use eip_unbind::runtime::headless;
use eip_unbind::runtime::runner::Runner;
use eip_unbind::sim::fault::FaultKind;
use eip_unbind::sim::{
    AnswerKind, Cloud, DEMO_SECRET_ID, DEMO_SECRET_KEY, IncomingRequest, Scenario,
};
use eip_unbind::unbind::record::{self, Intent};
use eip_unbind::unbind::{
    Context, Plan, PlanInput, Reading, Record, Run, RunConfig, RunEffect, RunMsg, UnbindOptions,
    UnbindRequest, Verdict, plan,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use tokio::sync::mpsc;

const BEGIN: i64 = 1_790_000_000;
const LINK_MS: u64 = 20;
/// How long an accepted request is followed.
const WAIT_MS: u64 = 6_000;
/// Whoever settles an open intent gives up here after so many answers that say nothing.
const BLIND: usize = 15;

const ROWS: &str = r#"
eips = [
    { id = "eip-0000000a", region = "gz", ip = "203.0.113.11", instance = "ins-0000000a", nic = "eni-0000000a", private_ip = "10.0.0.11" },
    { id = "eip-0000000b", region = "gz", ip = "203.0.113.12", instance = "ins-0000000a", nic = "eni-0000000b", private_ip = "10.0.0.12" },
    { id = "eip-0000000d", region = "gz", ip = "203.0.113.14", blocked = true, instance = "ins-0000000d", nic = "eni-0000000d", private_ip = "10.0.0.14" },
]
nics = [{ id = "eni-0000000b", region = "gz", instance = "ins-0000000a", ips = ["10.0.0.12"] }]
"#;

/// Which answers are spoiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    Plan,
    Recheck,
    Looks,
    FirstLook,
    Recovery,
}

/// What is put into which fields of the answers about EIPs, or about NICs; nothing, if they are to be left out.
#[derive(Debug, Clone)]
pub(super) struct Spoil {
    pub(super) of_nics: bool,
    pub(super) fields: Vec<(&'static str, Option<Value>)>,
}

/// What becomes of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is accepted and carried out.
    Done,
    /// It is accepted, and nothing happens.
    Nothing,
    /// The reply is lost; it is carried out.
    LostDone,
    /// The reply is lost, and nothing happens.
    LostNothing,
    /// It is refused.
    Refused,
}

/// What the journal says that came back before the crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answered {
    Accepted,
    Refused,
    Nothing,
}

/// What is said in the end, and how it is.
#[derive(Debug)]
pub(super) struct End {
    /// No word: there was nothing to confirm, or an open intent stays open.
    pub(super) word: Option<Verdict>,
    pub(super) sent: usize,
    pub(super) is_off: bool,
    pub(super) recovered: bool,
}

/// The clock, and the cloud behind it.
struct World {
    cloud: RefCell<Cloud>,
    now_ms: Cell<u64>,
    at: Cell<At>,
    looks: Cell<u32>,
    spoil: Option<(At, Spoil)>,
    fate: Fate,
    after_ms: u64,
}

/// One try.
#[derive(Clone)]
pub(super) struct Bench {
    pub(super) generation: Generation,
    pub(super) fate: Fate,
    pub(super) spoil: Option<(At, Spoil)>,
    /// The host closes each connection after its reply.
    pub(super) closes: bool,
    /// How late each reply is.
    pub(super) after_ms: u64,
}

impl World {
    fn wall(&self) -> Timestamp {
        Timestamp::from_second(BEGIN).unwrap()
            + SignedDuration::from_millis(self.now_ms.get() as i64)
    }

    fn now(&self) -> Moment {
        Moment { mono_ms: self.now_ms.get(), wall: self.wall() }
    }

    fn wait(&self, ms: u64) {
        self.now_ms.set(self.now_ms.get() + ms);
    }

    fn carry(&self, request: &HttpRequest) -> Result<HttpReply, TransportError> {
        let mut cloud = self.cloud.borrow_mut();
        let asks = |name: &str| {
            request.query.contains(name)
                || request.body.contains(name)
                || request.headers.iter().any(|(_, value)| *value == name)
        };
        let changes = asks("EipUnBindInstance") || asks("DisassociateAddress");
        if changes {
            cloud.spoil_next(self.fault());
        }
        let answer = cloud.answer(&IncomingRequest::from(request), self.wall());
        self.wait(LINK_MS + self.after_ms);
        if answer.kind == AnswerKind::Close {
            return Err(TransportError::Lost("connection closed".to_owned()));
        }
        let mut reply = answer.into_reply().unwrap();
        if let Some(spoil) = self.spoil_now().filter(|_| !changes) {
            let nics = asks("DescribeNetworkInterfaces");
            let eips = asks("DescribeEip") || asks("DescribeAddresses");
            if nics == spoil.of_nics && (nics || eips) {
                let mut body: Value = serde_json::from_slice(&reply.body).unwrap();
                spoil.fields.iter().for_each(|(name, put)| replace(&mut body, name, put.as_ref()));
                reply.body = body.to_string().into_bytes();
            }
        }
        Ok(reply)
    }

    fn fault(&self) -> Option<FaultKind> {
        match self.fate {
            Fate::Done => None,
            Fate::Nothing => Some(FaultKind::NeverLeaves),
            Fate::LostDone => Some(FaultKind::Drop { applied: true }),
            Fate::LostNothing => Some(FaultKind::Drop { applied: false }),
            Fate::Refused => {
                Some(FaultKind::Error { code: 5000, code_v3: None, message: None, applied: false })
            }
        }
    }

    fn spoil_now(&self) -> Option<&Spoil> {
        let (at, spoil) = self.spoil.as_ref()?;
        let is_now = match at {
            At::FirstLook => self.at.get() == At::Looks && self.looks.get() == 1,
            At::Plan | At::Recheck | At::Looks | At::Recovery => *at == self.at.get(),
        };
        is_now.then_some(spoil)
    }
}

/// Replaces a field wherever it is.
fn replace(value: &mut Value, name: &str, put: Option<&Value>) {
    match value {
        Value::Object(fields) => {
            match put {
                None => drop(fields.remove(name)),
                Some(put) => {
                    if let Some(field) = fields.get_mut(name) {
                        field.clone_from(put);
                    }
                }
            }
            fields.values_mut().for_each(|field| replace(field, name, put));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, name, put)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

thread_local! {
    static SCENARIO: Scenario = Scenario::parse(ROWS).unwrap();
}

/// The program on such a world.
struct Side {
    world: Rc<World>,
    client: Client,
    runner: Runner,
    context: Context,
    /// Kept: the runner says there which API answers.
    _told: mpsc::Receiver<Msg>,
}

impl Bench {
    pub(super) fn new(generation: Generation, fate: Fate, spoil: Option<(At, Spoil)>) -> Self {
        Self { generation, fate, spoil, closes: false, after_ms: 0 }
    }

    /// The review of an unbind of this EIP.
    pub(super) fn plan(&self, eip: &str) -> Plan {
        let side = self.side();
        wait_for(side.plan(eip))
    }

    /// Unbinds the first EIP.
    pub(super) fn run(&self) -> End {
        let side = self.side();
        let word = wait_for(async {
            let plan = side.plan("eip-0000000a").await;
            assert!(plan.already.is_empty(), "{plan:?}");
            if plan.items.is_empty() {
                return None;
            }
            let (run, _) = side.carry_out(&plan, false).await;
            run.items[0].outcome.as_ref().map(|outcome| outcome.word)
        });
        side.end(word, false)
    }

    /// Sends the request, crashes, and lets a later start settle it.
    pub(super) fn crash_and_recover(&self, answered: Answered) -> End {
        let side = self.side();
        let word = wait_for(async {
            let plan = side.plan("eip-0000000a").await;
            let (_, intent) = side.carry_out(&plan, true).await;
            side.recover(intent.unwrap(), answered).await
        });
        side.end(word, true)
    }

    fn side(&self) -> Side {
        let begin = Timestamp::from_second(BEGIN).unwrap();
        let world = Rc::new(World {
            cloud: RefCell::new(Cloud::new(SCENARIO.with(Clone::clone), begin)),
            now_ms: Cell::new(0),
            at: Cell::new(At::Plan),
            looks: Cell::new(0),
            spoil: self.spoil.clone(),
            fate: self.fate,
            after_ms: self.after_ms,
        });
        let clock = Rc::clone(&world);
        let settings = ClientSettings {
            generation: self.generation,
            endpoints: Endpoints::single("https://cloud.example").unwrap(),
            credentials: Credentials::new(DEMO_SECRET_ID, DEMO_SECRET_KEY, None).unwrap().into(),
            transport: TransportSettings::default(),
            requests_per_second: 0,
            clock: Rc::new(move || clock.now()),
            signature_method: SignatureMethod::default(),
        };
        let (answers, waits, connects) = (Rc::clone(&world), Rc::clone(&world), Rc::clone(&world));
        let connect: Connecting = Rc::new(move |_| {
            connects.wait(300);
            Box::pin(std::future::ready(()))
        });
        let closes = self.closes;
        let outside = Simulated {
            answer: Rc::new(move |request| -> Carried {
                Box::pin(std::future::ready(answers.carry(&request)))
            }),
            pause: Rc::new(move |ms| -> Paused {
                // Whoever waits for a connection is not made to wait for the end of his patience as well.
                if !closes {
                    waits.wait(ms);
                }
                Box::pin(std::future::ready(()))
            }),
            jitter: Rc::new(|| 7),
            connect: closes.then_some(connect),
            closes: Rc::new(move || closes),
        };
        let client = Client::simulated(settings, outside);
        let same = client.clone();
        let connector = Connector::new(
            Box::new(move |_| Ok(same.clone())),
            Wanted::Only(self.generation),
            None,
            Clock::new(),
        );
        let (tell, told) = mpsc::channel(64);
        let runner = Runner::new(connector, None, tell, false);
        let context = context_as(|whose| whose.api = self.generation);
        Side { world, client, runner, context, _told: told }
    }
}

fn wait_for<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

impl Side {
    fn end(&self, word: Option<Verdict>, recovered: bool) -> End {
        let cloud = self.world.cloud.borrow();
        let is_off = |row: &eip_unbind::sim::outcome::EipRow| {
            row.id == "eip-0000000a" && row.status == EipStatus::Unbound
        };
        let is_off = cloud.world().eips().iter().any(is_off);
        End { word, sent: cloud.mutations().count(), is_off, recovered }
    }

    async fn plan(&self, eip: &str) -> Plan {
        self.world.at.set(At::Plan);
        let region = Region::parse("gz").unwrap();
        let eip_id = EipId::parse(eip).unwrap();
        let query = EipQuery::id(eip_id.clone());
        let page = self.client.describe_eips(&region, &query, 0).await;
        let reading = Reading::of(&query, page);
        let target = UnbindTarget::Eip(eip_id);
        let request = UnbindRequest { region, target, options: UnbindOptions::default() };
        plan(
            &self.context,
            &[headless::subject(&self.client, PlanInput::new(request, reading)).await],
        )
    }

    /// Carries a plan out, or only until the request was sent; gives what was recorded before.
    async fn carry_out(&self, plan: &Plan, dies: bool) -> (Run, Option<Box<Intent>>) {
        let config = RunConfig {
            run_id: "r-1".to_owned(),
            wait_ms: WAIT_MS,
            journal: true,
            watch: false,
            reason: None,
            to_ask: None,
        };
        let world = &self.world;
        let mut run = Run::new(plan, self.context.clone(), config);
        let mut open = VecDeque::from(run.step(world.now(), RunMsg::Start));
        let mut pauses: Vec<(u64, RunMsg)> = Vec::new();
        let mut recorded = None;
        while !run.is_over() {
            let msg = match open.pop_front() {
                Some(RunEffect::Wake { item, seq, after_ms }) => {
                    pauses.push((world.now_ms.get() + after_ms, RunMsg::Due(item, seq)));
                    continue;
                }
                Some(RunEffect::WriteIntent { item, seq, record }) => {
                    if let Record::Intent { intent, .. } = *record {
                        recorded = Some(intent);
                    }
                    RunMsg::IntentWritten(item, seq, Ok(()))
                }
                Some(RunEffect::Write { item, record })
                    if matches!(*record, Record::Settled { .. }) =>
                {
                    RunMsg::VerdictWritten(item, Ok(()))
                }
                Some(RunEffect::Write { .. }) => continue,
                Some(effect) => {
                    let is_sent = matches!(effect, RunEffect::Send { .. });
                    if matches!(effect, RunEffect::Recheck { .. }) {
                        world.at.set(At::Recheck);
                    } else if matches!(effect, RunEffect::Look { .. }) {
                        world.at.set(At::Looks);
                        world.looks.set(world.looks.get() + 1);
                    }
                    match self.runner.perform(Effect::Run(0, effect)).await {
                        Some(Msg::Run(..)) if is_sent && dies => return (run, recorded),
                        Some(Msg::Run(_, msg)) => msg,
                        other => panic!("no answer to an effect: {other:?}"),
                    }
                }
                None => {
                    let next = (0..pauses.len())
                        .min_by_key(|at| pauses[*at].0)
                        .expect("a run that goes on waits for something");
                    let (due, msg) = pauses.remove(next);
                    world.now_ms.set(due.max(world.now_ms.get()));
                    msg
                }
            };
            open.extend(run.step(world.now(), msg));
        }
        (run, recorded)
    }

    /// Settles what was left open, as a later start does.
    async fn recover(&self, intent: Box<Intent>, answered: Answered) -> Option<Verdict> {
        let world = &self.world;
        let answer = match answered {
            Answered::Accepted => Some(record::Answered::Accepted),
            Answered::Refused => Some(record::Answered::Refused),
            Answered::Nothing => None,
        };
        let at = world.wall();
        let sent =
            answer.map(|answer| Answer { attempt: 1, at, answer, code: None, request_id: None });
        let open = OpenIntent {
            run_id: "r-1".to_owned(),
            item: 0,
            attempt: 1,
            who: Who::default().into(),
            at,
            intent,
            sent,
            state: OpenState::Mine,
            superseded: false,
        };
        world.at.set(At::Recovery);
        let mut watched = Watched::default();
        let mut blind = 0;
        while blind < BLIND {
            let seen = self.runner.sight(&watched.question(&open), false).await;
            let pause = match judge(&open, &seen, world.wall(), &mut watched) {
                Judgement::Settle { settled, .. } => return Some(settled.outcome),
                Judgement::Wait(ms) => ms,
                Judgement::CannotTell(_) => {
                    blind += 1;
                    5_000
                }
            };
            world.wait(pause);
            watched.asked_ms += pause;
            watched.at_ms = watched.asked_ms;
        }
        None
    }
}
