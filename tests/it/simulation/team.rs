//! What a team adds to a world: a command that is asked before sending, one that is told of outcomes, a plan that somebody else made, and the
//! rule that nobody sends alone.

use super::broken::Broken;
use super::dice::{Dice, Of};
use super::hub::Task;
use super::oracle::{Confirmed, Rule};
use super::place::Place;
use super::process::Process;
use eip_unbind::app::dialog::Planned;
use eip_unbind::app::{Effect, Msg, RunNo, Session};
use eip_unbind::domain::identity::Identity;
use eip_unbind::domain::person::Person;
use eip_unbind::domain::{
    BindTarget, Denial, Eip, EipId, EipStatus, HookEnd, InstanceId, InstanceKind, Mutation,
    NetworkInterfaceId, UnbindTarget,
};
use eip_unbind::sim::outcome::EipRow;
use eip_unbind::text::Lang;
use eip_unbind::text::plan::json;
use eip_unbind::unbind::plan_json::PlanOrigin;
use eip_unbind::unbind::{
    Context, PlanFile, PlanInput, PlanItem, Reading, Run, RunEffect, RunMsg, UnbindOptions,
    UnbindRequest, Verdict, former_target, plan,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// As whom the cloud knows whoever sits at the screen, and somebody else.
const OWN: &str = "qcs::cam::uin/1000:uin/bob";
const OTHER: &str = "qcs::cam::uin/1000:uin/alice";
/// A plan may be this old, in minutes.
const VALID: i64 = 30;
/// How long the command that is asked may think.
const ASK_MS: u64 = 30_000;
/// Two clocks may differ by this much, in seconds.
const SKEW_S: i64 = 60;

/// An answer of the command that is asked.
struct Answer {
    run_id: String,
    asked: u64,
    /// When it came, and whether it was a yes.
    came: Option<(u64, bool)>,
}

/// A plan that the program was started with, as it really is.
struct Given {
    created_at: Timestamp,
    is_edited: bool,
    is_foreign: bool,
    /// Each EIP, with the server that it was on.
    items: Vec<(String, String)>,
}

/// What the team of a world is like, and what really happened there.
pub(crate) struct Team {
    asks: bool,
    pub(crate) four_eyes: bool,
    answers: RefCell<Vec<Answer>>,
    /// Asking that was ended: what comes of it later is heard by nobody.
    ended: Cell<usize>,
    /// What the command that is told of outcomes heard: run, EIP, outcome.
    told: RefCell<Vec<(String, String, String)>>,
    given: RefCell<Option<Given>>,
    /// Runs that began with a plan of a file, and whose it was.
    planned: RefCell<Vec<(String, Option<String>)>>,
    /// Where this program took EIPs off, on record.
    taken: RefCell<Vec<(EipId, BindTarget)>>,
}

impl Team {
    pub(crate) fn new(dice: &mut Dice) -> Self {
        Self {
            asks: dice.permille(Of::Team, 200),
            four_eyes: dice.permille(Of::Team, 150),
            answers: RefCell::default(),
            ended: Cell::new(0),
            told: RefCell::default(),
            given: RefCell::default(),
            planned: RefCell::default(),
            taken: RefCell::default(),
        }
    }

    /// When the command agreed to this run; what was read before does not count as read again.
    pub(crate) fn agreed_at(&self, run_id: &str) -> u64 {
        let answers = self.answers.borrow();
        let of_run = answers.iter().find(|answer| answer.run_id == run_id);
        of_run.and_then(|answer| answer.came).map_or(0, |(at, _)| at)
    }
}

/// What a start of the program is like here; gives the plan that it is given, if it is given one.
pub(super) fn start(place: &Place, session: &mut Session) -> Option<Box<Planned>> {
    let team = &place.team;
    session.context.whose.who.caller = Some(OWN.to_owned());
    session.context.four_eyes = team.four_eyes && place.broken != Some(Broken::IgnoresFourEyes);
    if team.asks {
        session.before_send = vec!["ask".to_owned()];
    }
    team.given.take();
    let chance = if team.four_eyes { 700 } else { 120 };
    if !place.trouble(Of::Team, chance) {
        return None;
    }
    let (given, document) = hand_on(place, &session.context)?;
    let file = PlanFile::parse(&document.to_string()).ok()?;
    place.tell("alice", || format!("hands on a plan for {:?}", given.items));
    team.given.replace(Some(given));
    let mut valid = VALID;
    match place.broken {
        Some(Broken::TakesOldPlans) => valid = 1_000_000,
        Some(Broken::TakesForeignPlans) => {
            session.context.whose.account.clone_from(&file.whose.account)
        }
        _ => {}
    }
    Some(Box::new(Planned { file, name: "plan.json".to_owned(), valid, done: None }))
}

/// Somebody plans for one or two EIPs as they are now; the plan may come late, changed, or be for another account.
fn hand_on(place: &Place, own: &Context) -> Option<(Given, Value)> {
    let roll = |sides| place.roll(Of::Team, sides);
    let rows: Vec<EipRow> = place.cloud.borrow().world().eips().to_vec();
    let mut bound: Vec<EipRow> = rows
        .into_iter()
        .filter(|row| row.status == EipStatus::Bound && row.kind == InstanceKind::Cvm)
        .collect();
    let mut chosen = Vec::new();
    for _ in 0..=roll(2) {
        if !bound.is_empty() {
            chosen.push(bound.remove(roll(bound.len() as u32) as usize));
        }
    }
    let minutes = [1, 10, 29, 31, 300][roll(5) as usize] - i64::from(roll(12) == 11) * 400;
    let created_at = place.moment(0).wall - SignedDuration::from_mins(minutes);
    let is_foreign = roll(8) == 7;
    let account = if is_foreign { "AKID…0099".to_owned() } else { own.whose.account.clone() };
    let caller = [Some(OTHER), Some(OTHER), Some(OWN), None][roll(4) as usize];
    let who = Person { caller: caller.map(str::to_owned), ..Person::default() };
    let whose = Identity { account, who, ..own.whose.clone() };
    let context = Context { whose, four_eyes: false, ..own.clone() };
    let subjects: Vec<PlanInput> = chosen.iter().map(subject).collect();
    let made = plan(&context, &subjects);
    made.digest.as_ref()?;
    let origin =
        PlanOrigin { created_at, planned_by: &context.whose.who, reason: Some("INC-2231") };
    let mut document = json(Lang::En, &made, &origin, None, &[]);
    let is_edited = roll(8) == 7;
    if is_edited {
        document["plan"]["items"][0]["before"]["unInstanceId"] = "ins-0000edit".into();
    }
    // One of those chosen may have been refused.
    let items = made.items.iter().map(seat).collect();
    Some((Given { created_at, is_edited, is_foreign, items }, document))
}

/// An EIP, and the server that it is planned to leave.
fn seat(item: &PlanItem) -> (String, String) {
    let server = item.before.un_instance_id.as_ref().map(ToString::to_string);
    (item.eip_id.to_string(), server.unwrap_or_default())
}

fn subject(row: &EipRow) -> PlanInput {
    let eip_id = EipId::parse(&row.id).unwrap();
    let eip = Eip {
        region: row.region.clone(),
        eip_id: eip_id.clone(),
        eip: row.address.parse().ok(),
        eip_name: row.name.as_str().into(),
        status: row.status.clone(),
        kind: Some(row.kind),
        arrears: Some(row.arrears),
        blocked: Some(row.blocked),
        cascade_release: None,
        un_instance_id: InstanceId::parse(&row.instance),
        network_interface_id: NetworkInterfaceId::parse(&row.nic),
        private_ip_address: row.private_ip.parse().ok(),
        isp_id: None,
        created_at: None,
        direct: None,
        instance_type: None,
        address_type: None,
        tags: None,
        link_kept: false,
        gaps: eip_unbind::domain::Gaps::default(),
    };
    let request = UnbindRequest {
        region: row.region.clone(),
        target: UnbindTarget::Eip(eip_id),
        options: UnbindOptions::default(),
    };
    PlanInput::new(request, Reading::Found(Box::new(eip)))
}

impl Process {
    /// Does what is a team's part of what the machine asks for.
    pub(super) fn of_team(&mut self, effect: Effect) -> Option<Effect> {
        if let Effect::Run(no, RunEffect::Ask { .. }) = effect {
            self.ask(no);
        } else if let Effect::Run(_, RunEffect::StopAsking) = effect {
            let team = &self.place.team;
            team.ended.set(team.answers.borrow().len());
        } else if let Effect::Tell(told) = &effect {
            self.told(told);
        } else {
            return Some(effect);
        }
        None
    }

    /// The command thinks: mostly it agrees, sometimes it does not, can't be started, or takes too long.
    fn ask(&mut self, no: RunNo) {
        let place = Rc::clone(&self.place);
        let run_id = self.run().map(|run| run.config.run_id.clone()).unwrap_or_default();
        if place.broken == Some(Broken::SkipsAsking) {
            self.inbox.push_back(Msg::Run(no, RunMsg::Asked(Ok(()))));
            return;
        }
        let mut answers = place.team.answers.borrow_mut();
        let number = answers.len();
        answers.push(Answer { run_id: run_id.clone(), asked: place.hub.now(), came: None });
        drop(answers);
        let says = if place.healed.get() { 0 } else { place.roll(Of::Team, 10) };
        let denied = |end| Err(Denial { program: "ask".to_owned(), end });
        let (thinks_ms, answer) = match says {
            7 => (
                place.range(Of::Team, 0, 5_000),
                denied(HookEnd::Failed(Some(1), "freeze".to_owned())),
            ),
            8 => (0, denied(HookEnd::NotStarted("not there".to_owned()))),
            9 => (ASK_MS, denied(HookEnd::Late)),
            _ => (place.range(Of::Team, 0, 6_000), Ok(())),
        };
        place.tell("program", || format!("asks whether {run_id} may be sent"));
        if let Some(item) = self.run().and_then(|run| run.items.first()) {
            place.others_may_step_in(item.plan.eip_id.as_str(), thinks_ms.max(1));
        }
        let pause = place.hub.sleep(thinks_ms.max(1));
        let thinking = async move {
            pause.await;
            if number < place.team.ended.get() {
                return None;
            }
            place.tell("command", || format!("says {answer:?} about {run_id}"));
            let came = Some((place.hub.now(), answer.is_ok()));
            place.team.answers.borrow_mut()[number].came = came;
            let is_yes = answer.is_ok() || place.broken == Some(Broken::TakesNoForYes);
            Some(Msg::Run(no, RunMsg::Asked(if is_yes { Ok(()) } else { answer })))
        };
        self.tasks.push(Task::new(self.place.hub.now(), "a command", thinking));
    }

    /// The command that is told hears this; that it fails now and then changes nothing.
    fn told(&mut self, told: &Value) {
        let place = Rc::clone(&self.place);
        let text = |key: &str| told[key].as_str().unwrap_or_default().to_owned();
        if place.broken == Some(Broken::LosesOutcomes) && text("outcome") == "verified" {
            return;
        }
        let heard = (text("runId"), text("eipId"), text("outcome"));
        if place.team.told.borrow().last() == Some(&heard) {
            place.violated(Rule::Heard, format!("{heard:?} was told twice"));
        }
        place.team.told.borrow_mut().push(heard);
        if place.trouble(Of::Team, 200) {
            self.inbox.push_back(Msg::HookFailed("tell".to_owned(), HookEnd::Late));
        }
    }
}

/// A run was confirmed.
pub(super) fn on_confirm(place: &Place, run: &Run) {
    let team = &place.team;
    if run.config.journal {
        let unbinds =
            run.items.iter().filter(|item| matches!(item.plan.mutation, Mutation::Unbind { .. }));
        let places = unbinds
            .filter_map(|item| Some((item.plan.eip_id.clone(), former_target(&item.plan.before)?)));
        team.taken.borrow_mut().extend(places);
    }
    let Some(planner) = &run.context.planned_by else { return };
    let run_id = run.config.run_id.clone();
    team.planned.borrow_mut().push((run_id, planner.caller.clone()));
    let given = team.given.borrow();
    let Some(given) = given.as_ref() else {
        return place.violated(Rule::PlanHolds, "a plan was begun that nobody handed on");
    };
    let age = place.moment(0).wall.as_second() - given.created_at.as_second();
    let items: Vec<_> = run.items.iter().map(|item| seat(&item.plan)).collect();
    let says = if given.is_edited {
        "a plan was begun that was changed after it was made".to_owned()
    } else if given.is_foreign {
        "a plan for another account was begun".to_owned()
    } else if !(-SKEW_S..=VALID * 60).contains(&age) {
        format!("a plan was begun that is {} min old", age / 60)
    } else if items != given.items {
        format!("planned were {:?}, begun {items:?}", given.items)
    } else {
        return;
    };
    place.violated(Rule::PlanHolds, says);
}

/// What is wrong with a request that leaves now.
pub(super) fn on_send(place: &Place, confirmed: &Confirmed, item: usize) -> Vec<(Rule, String)> {
    let team = &place.team;
    let (run_id, now) = (&confirmed.run_id, place.hub.now());
    let mut broken = Vec::new();
    if team.asks {
        let answers = team.answers.borrow();
        let mut of_run = answers.iter().filter(|answer| answer.run_id == *run_id);
        let says = match (of_run.next(), of_run.next()) {
            (None, _) => Some("nobody was asked about"),
            (Some(_), Some(_)) => Some("asked twice was about"),
            (Some(one), None) if one.asked < confirmed.at => Some("asked too early was about"),
            (Some(one), None) if !one.came.is_some_and(|(at, yes)| yes && at <= now) => {
                Some("the command did not agree to")
            }
            (Some(_), None) => None,
        };
        broken.extend(says.map(|says| (Rule::Asked, format!("{says} {run_id}, and it is sent"))));
    }
    let step = &confirmed.plan.items[item];
    let is_way_back = matches!(&step.mutation, Mutation::Bind { eip_id, target } if team.taken.borrow().iter().any(|(id, place)| id == eip_id && place == target));
    let planned = team.planned.borrow();
    let planner = planned.iter().find(|(run, _)| run == run_id);
    let is_of_two = planner.is_some_and(|(_, caller)| caller.as_deref().is_some_and(|c| c != OWN));
    if team.four_eyes && !is_way_back && !is_of_two {
        broken.push((Rule::FourEyes, format!("{run_id} is sent by one person alone")));
    }
    broken
}

/// The program says what came of an item: the command that is told of outcomes has heard the same.
pub(super) fn on_said(place: &Place, run: &Run, index: usize, word: Verdict) {
    let eip = run.items[index].plan.eip_id.to_string();
    let said = (run.config.run_id.clone(), eip, word.as_str().to_owned());
    if !place.team.told.borrow().contains(&said) {
        place.violated(Rule::Heard, format!("nobody was told of {said:?}"));
    }
}
