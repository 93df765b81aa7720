//! The program as it runs: the real machine, run logic, runner, client and journal records, in a shell that has no terminal and no clock.

use super::broken::Broken;
use super::disk;
use super::hub::{Task, poll};
use super::place::Place;
use super::rules;
use super::wire;
use eip_unbind::api::credentials::Credentials;
use eip_unbind::api::endpoint::Endpoints;
use eip_unbind::api::http::TransportSettings;
use eip_unbind::api::sign::v2::SignatureMethod;
use eip_unbind::api::{Client, ClientSettings, page_sizes};
use eip_unbind::app::{App, Colors, Effect, Msg, Session, Symbols, update};
use eip_unbind::domain::{Accepted, Delivery, EipStatus, Fault, FaultClass, Moment, Region};
use eip_unbind::journal::{OpenIntent, OpenState, Who, open_intents};
use eip_unbind::runtime::QUEUE;
use eip_unbind::runtime::clock::Clock;
use eip_unbind::runtime::connect::{Connector, Wanted};
use eip_unbind::runtime::recovery::{self, Time};
use eip_unbind::runtime::runner::Runner;
use eip_unbind::runtime::writer::{self, Jobs, Writer};
use eip_unbind::sim::{DEMO_SECRET_ID, DEMO_SECRET_KEY};
use eip_unbind::text::Lang;
use eip_unbind::unbind::record::Settled;
use eip_unbind::unbind::{Context, Record, Run, RunEffect, RunMsg, Word};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use tokio::sync::mpsc;

const ENDPOINT: &str = "https://cloud.example";

/// How the program was started.
#[derive(Debug, Clone, Default)]
pub(crate) struct Start {
    pub(crate) read_only: bool,
    pub(crate) danger: bool,
    pub(crate) no_journal: bool,
    /// How long an accepted request is followed.
    pub(crate) wait_ms: u64,
}

/// One process.
pub(crate) struct Process {
    pub(crate) app: App,
    pub(crate) started: u64,
    pub(crate) ended: Option<u8>,
    place: Rc<Place>,
    who: Who,
    runner: Runner,
    writer: Writer,
    jobs: Jobs,
    tasks: Vec<Task>,
    inbox: VecDeque<Msg>,
    told: mpsc::Receiver<Msg>,
    news: Rc<RefCell<Vec<Msg>>>,
    resent: bool,
}

impl Process {
    /// Starts the program; it finds what the one before left open.
    pub(crate) fn start(place: &Rc<Place>, start: &Start) -> Self {
        let started = place.hub.now();
        let number = {
            let mut oracle = place.oracle.borrow_mut();
            oracle.process += 1;
            (oracle.shown, oracle.leaving) = (None, None);
            oracle.read_only = start.read_only;
            oracle.process
        };
        let obeys = place.broken != Some(Broken::IgnoresReadOnly);
        let who = Who {
            user: "op".to_owned(),
            host: "here".to_owned(),
            pid: 100 + number,
            started_at: place.moment(started).wall,
            version: "0".to_owned(),
        };
        let (writer, jobs) = Writer::pair(writer::Place { dir: None, who: who.clone(), lang: Lang::En });
        let settings = client_settings(place, started);
        let there = Rc::clone(place);
        let make = move |_| Ok(Client::simulated(settings.clone(), wire::simulated(&there, number)));
        let connector = Connector::new(Box::new(make), Wanted::Only(place.generation), None, Clock::new());
        let (tell, told) = mpsc::channel(QUEUE);
        let runner = Runner::new(connector, Some(writer.clone()), tell, start.read_only && obeys);
        let session = session(place, start, number, started, obeys);
        place.tell("program", || format!("starts as process {}", who.pid));
        let app = App::new(session, (100, 30), page_sizes(place.generation));
        let place = Rc::clone(place);
        let (tasks, inbox, news) = (vec![], VecDeque::new(), Rc::default());
        let mut process = Self { app, started, ended: None, place, who, runner, writer, jobs, tasks, inbox, told, news, resent: false };
        let effects = process.app.start();
        process.paint();
        for effect in effects {
            process.perform(effect);
        }
        process.recover();
        process.settle_down();
        process
    }

    fn now(&self) -> Moment {
        self.place.moment(self.started)
    }

    /// When the machine wants to be told the time, on the simulation's clock.
    pub(crate) fn due(&self) -> Option<u64> {
        self.app.due_ms().map(|due| self.started + due)
    }

    /// Handles a message and everything that follows at once.
    pub(crate) fn tell(&mut self, msg: Msg) {
        self.inbox.push_back(msg);
        self.settle_down();
    }

    /// Lets waiting tasks go on, hands on what they bring, paints.
    pub(crate) fn settle_down(&mut self) {
        loop {
            disk::pump(&self.place, &self.who, &mut self.jobs);
            self.inbox.extend(poll(&mut self.tasks));
            self.inbox.extend(std::iter::from_fn(|| self.told.try_recv().ok()));
            self.inbox.append(&mut self.news.take().into());
            let Some(msg) = self.inbox.pop_front() else { break };
            self.handle(msg);
        }
        self.paint();
        if let Some(run) = self.run() {
            rules::on_state(&self.place, run);
        }
        self.app.watched.iter().for_each(|(_, run)| rules::on_state(&self.place, run));
        rules::on_leaving(&self.place, &self.app);
        self.tasks.iter().for_each(|task| rules::on_waiting(&self.place, task.what, task.born));
    }

    pub(crate) fn run(&self) -> Option<&Run> {
        self.app.drawer.as_ref()?.run.as_ref()
    }

    fn handle(&mut self, msg: Msg) {
        let Some(msg) = self.spoiled(msg) else { return };
        let key = if let Msg::Key(key) = &msg { Some(*key) } else { None };
        if let Some(key) = key {
            rules::on_key(&self.place, &self.app, key);
        }
        let ran = self.run().is_some();
        let effects = self.update(msg);
        let confirms = !ran && self.run().is_some();
        if key.is_some() || confirms {
            rules::after_key(&self.place, &self.app, confirms);
        }
        for effect in effects {
            self.effect(effect);
        }
    }

    fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let now = self.now();
        update(&mut self.app, now, msg)
    }

    fn effect(&mut self, effect: Effect) {
        match effect {
            Effect::Copy(_) => drop(self.update(Msg::Copied(Ok(())))),
            Effect::Bell | Effect::Suspend => {}
            Effect::Quit(code) => {
                let code = if self.place.broken == Some(Broken::LeavesWithZero) { 0 } else { code };
                self.ended.get_or_insert(code);
            }
            effect @ (Effect::Fetch(..) | Effect::Run(..) | Effect::ReadPast) => self.perform(effect),
            // The simulated operator has one profile.
            Effect::ReadProfiles | Effect::Switch(_) => {}
        }
    }

    fn perform(&mut self, effect: Effect) {
        let Some(effect) = self.shortened(effect) else { return };
        let now = self.place.hub.now();
        let task = if let Effect::Run(no, RunEffect::Wake { item, seq, after_ms }) = effect {
            let pause = self.place.hub.sleep(after_ms);
            Task::new(now, "", async move {
                pause.await;
                Some(Msg::Run(no, RunMsg::Due(item, seq)))
            })
        } else {
            let what = if matches!(effect, Effect::Fetch(..)) { "a reading" } else { "a step of the run" };
            let runner = self.runner.clone();
            Task::new(now, what, async move { runner.perform(effect).await })
        };
        self.tasks.push(task);
    }

    fn paint(&mut self) {
        rules::on_paint(&self.place, &self.app, self.started);
        if self.app.drawer.as_ref().is_some_and(|drawer| drawer.painted.is_none()) {
            let early = if self.place.broken == Some(Broken::PaintsTooEarly) { 300 } else { 0 };
            let mut now = self.now();
            now.mono_ms = now.mono_ms.saturating_sub(early);
            update(&mut self.app, now, Msg::Painted(true));
        }
    }

    /// Looks for intents that a dead process left open, and settles each by reading.
    fn recover(&mut self) {
        let scan = self.place.disk.borrow().scan();
        if !scan.verdict().intact {
            self.place.violated(super::oracle::Rule::Chain, format!("{:?}", scan.problems));
        }
        if self.place.broken == Some(Broken::ForgetsIntents) {
            return;
        }
        let own = self.who.clone();
        for open in open_intents(&scan, &|who| who.is_same_process(&own), "here") {
            if open.state == OpenState::Mine {
                self.place.tell("program", || format!("finds {}/{} without a verdict", open.run_id, open.item));
                let (place, runner, writer) = (Rc::clone(&self.place), self.runner.clone(), self.writer.clone());
                let news = Rc::clone(&self.news);
                self.tasks.push(Task::new(self.place.hub.now(), "", settle(place, runner, writer, open, news)));
            }
        }
    }

    /// What a broken shell makes of a message.
    fn spoiled(&mut self, msg: Msg) -> Option<Msg> {
        let Some(broken) = self.place.broken else { return Some(msg) };
        let lost = |fault: &Fault| fault.delivery == Delivery::NoAnswer;
        match (broken, msg) {
            (Broken::TakesLostForAccepted, Msg::Run(no, RunMsg::Answered(item, seq, Err(fault)))) if lost(&fault) => {
                Some(Msg::Run(no, RunMsg::Answered(item, seq, Ok(Accepted::default()))))
            }
            (Broken::TakesLostForRefused, Msg::Run(no, RunMsg::Answered(item, seq, Err(fault)))) if lost(&fault) => {
                let fault = Fault { class: FaultClass::BadRequest, delivery: Delivery::Answered, may_have_acted: false, ..fault };
                Some(Msg::Run(no, RunMsg::Answered(item, seq, Err(fault))))
            }
            (Broken::ResendsThrottled, Msg::Run(no, RunMsg::Answered(item, seq, Err(fault))))
                if fault.class == FaultClass::Throttled && !self.resent =>
            {
                self.resent = true;
                let plan = &self.run()?.items.get(item)?.plan;
                let (region, mutation) = (plan.region.clone(), plan.mutation.clone());
                self.perform(Effect::Run(no, RunEffect::Send { item, seq, region, mutation }));
                None
            }
            (Broken::ConfirmsAnyToken, Msg::Key(key)) if key.code == eip_unbind::app::Code::Enter => {
                if let Some(drawer) = &mut self.app.drawer {
                    drawer.token = drawer.plan.token.clone().unwrap_or_default();
                }
                Some(Msg::Key(key))
            }
            (Broken::TypesPastes, Msg::Paste(text)) => {
                for c in text.chars() {
                    let effects = self.update(Msg::Key(eip_unbind::app::Key::char(c)));
                    for effect in effects {
                        self.effect(effect);
                    }
                }
                None
            }
            (Broken::LosesLooks, Msg::Run(_, RunMsg::Looked(..))) => None,
            (Broken::ShowsAnOldList, Msg::Reply(..)) if self.app.drawer.is_none() && self.now().mono_ms > 10_000 => None,
            (_, msg) => Some(msg),
        }
    }

    /// What a broken shell leaves out of an effect.
    fn shortened(&mut self, effect: Effect) -> Option<Effect> {
        let Some(broken) = self.place.broken else { return Some(effect) };
        let shown = |process: &Self, item: usize| process.run().and_then(|run| run.items.get(item)).map(|item| item.plan.before.clone());
        let answer = match (broken, &effect) {
            (Broken::SendsBeforeRecorded, Effect::Run(_, RunEffect::WriteIntent { item, seq, record })) => {
                let (writer, record) = (self.writer.clone(), *record.clone());
                let write = async move {
                    let _ = writer.write(record).await;
                    None
                };
                self.tasks.push(Task::new(self.place.hub.now(), "", write));
                RunMsg::IntentWritten(*item, *seq, Ok(()))
            }
            (Broken::SkipsRereading, Effect::Run(_, RunEffect::Recheck { item, seq, .. })) => {
                RunMsg::Rechecked(*item, *seq, Ok(shown(self, *item).map(Box::new)), None)
            }
            (Broken::BelievesTheAnswer, Effect::Run(_, RunEffect::Look { item, seq, .. })) => {
                let free = shown(self, *item)
                    .map(|eip| Box::new(eip_unbind::domain::Eip { status: EipStatus::Unbound, un_instance_id: None, ..eip }));
                RunMsg::Looked(*item, *seq, Ok(free))
            }
            (Broken::DropsVerdicts, Effect::Run(_, RunEffect::Write { item, record })) if matches!(**record, Record::Settled { .. }) => {
                RunMsg::VerdictWritten(*item, Ok(()))
            }
            (Broken::LosesWakeUps, Effect::Run(_, RunEffect::Wake { .. })) => return None,
            (_, _) => return Some(effect),
        };
        self.inbox.push_back(Msg::Run(self.app.runs, answer));
        None
    }
}

/// Settles one open intent.
async fn settle(place: Rc<Place>, runner: Runner, writer: Writer, open: OpenIntent, news: Rc<RefCell<Vec<Msg>>>) -> Option<Msg> {
    let wall = || place.moment(0).wall;
    if place.broken == Some(Broken::GuessesAfterCrash) {
        let _ = writer.write(open.record(wall(), Box::new(refused(&open)))).await;
        return None;
    }
    let time = Time { wall: &wall, pause: &|ms| place.hub.sleep(ms.max(1)) };
    let tell = |seen| news.borrow_mut().push(Msg::Unfinished(seen));
    let mut settled = pin!(recovery::settle(&runner, &writer, &open, time, &tell));
    // What it asks is no reading of a run.
    poll_fn(|cx| {
        place.recovers.set(true);
        let done = settled.as_mut().poll(cx);
        place.recovers.set(false);
        done
    })
    .await;
    None
}

fn refused(open: &OpenIntent) -> Settled {
    Settled {
        eip_id: open.intent.eip_id.clone(),
        outcome: Word::Refused,
        code: None,
        message: None,
        request_id: None,
        after: None,
        sent_at: None,
        took_ms: None,
        intent: None,
        recovered: true,
    }
}

fn client_settings(place: &Rc<Place>, started: u64) -> ClientSettings {
    let clock = Rc::clone(place);
    ClientSettings {
        generation: place.generation,
        endpoints: Endpoints::single(ENDPOINT).unwrap(),
        credentials: Credentials::new(DEMO_SECRET_ID, DEMO_SECRET_KEY, None).unwrap().into(),
        transport: TransportSettings::default(),
        requests_per_second: 20,
        clock: Rc::new(move || clock.moment(started)),
        signature_method: SignatureMethod::default(),
    }
}

fn session(place: &Place, start: &Start, number: u32, started: u64, obeys: bool) -> Session {
    Session {
        context: Context {
            api: place.generation,
            account: "AKID…0042".to_owned(),
            profile: None,
            read_only: start.read_only && obeys,
            danger: start.danger,
            protect: vec![],
            ssh_server_ip: None,
        },
        v2_gone: None,
        lang: Lang::En,
        symbols: Symbols::Ascii,
        colors: Colors::None,
        demo: None,
        endpoint: Some(ENDPOINT.to_owned()),
        key_id: "AKID…0042".to_owned(),
        source: "simulation".to_owned(),
        regions: vec![Region::parse("gz").unwrap()],
        zone: jiff::tz::TimeZone::UTC,
        journal: (!start.no_journal).then(|| "journal".to_owned()),
        wait_ms: start.wait_ms,
        run_prefix: format!("p{number}"),
        started: place.moment(started),
    }
}
