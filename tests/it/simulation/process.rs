//! The program as it runs: the real machine, run logic, runner, client and journal records, in a shell that has no terminal and no clock.

use super::afterwards;
use super::broken::Broken;
use super::disk;
use super::hub::{Task, poll};
use super::place::Place;
use super::rules;
use super::steps::Step;
use super::team;
use super::wire;
use crate::support::frame;
use crate::support::values::{context, identity};
use eip_unbind::api::credentials::Credentials;
use eip_unbind::api::endpoint::Endpoints;
use eip_unbind::api::http::TransportSettings;
use eip_unbind::api::sign::v2::SignatureMethod;
use eip_unbind::api::{Client, ClientSettings, page_sizes};
use eip_unbind::app::copied::Copied;
use eip_unbind::app::keymap::Scope;
use eip_unbind::app::{App, Code, Colors, Effect, Msg, Overlay, Session, Symbols, update};
use eip_unbind::domain::identity::Identity;
use eip_unbind::domain::{Moment, Region};
use eip_unbind::journal::{OpenIntent, OpenState, Who, open_intents};
use eip_unbind::runtime::QUEUE;
use eip_unbind::runtime::clock::Clock;
use eip_unbind::runtime::connect::{Connector, Wanted};
use eip_unbind::runtime::recovery::{self, Time};
use eip_unbind::runtime::runner::Runner;
use eip_unbind::runtime::writer::{self, Job, Jobs, Writer};
use eip_unbind::sim::{DEMO_SECRET_ID, DEMO_SECRET_KEY};
use eip_unbind::text::Lang;
use eip_unbind::unbind::record::Settled;
use eip_unbind::unbind::{Context, Run, RunEffect, RunMsg, Verdict};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
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
    pub(super) place: Rc<Place>,
    who: Who,
    pub(super) runner: Runner,
    pub(super) writer: Writer,
    jobs: Jobs,
    pub(super) tasks: Vec<Task>,
    pub(super) inbox: VecDeque<Msg>,
    told: mpsc::Receiver<Msg>,
    news: Rc<RefCell<Vec<Msg>>>,
    pub(super) resent: bool,
}

impl Process {
    /// Starts the program; it finds what the one before left open.
    pub(crate) fn start(place: &Rc<Place>, start: &Start) -> Self {
        let started = place.hub.now();
        let number = {
            let mut oracle = place.oracle.borrow_mut();
            oracle.process += 1;
            (oracle.shown, oracle.leaving) = (None, None);
            (oracle.read_only, oracle.danger) = (start.read_only, start.danger);
            oracle.process
        };
        let obeys = place.broken != Some(Broken::IgnoresReadOnly);
        let who = Who {
            user: "op".to_owned(),
            host: "here".to_owned(),
            pid: 100 + number,
            started_at: place.moment(started).wall,
            version: "0".to_owned(),
            ..Who::default()
        };
        let (writer, jobs) = Writer::pair(writer::Place {
            dir: None,
            who: who.clone(),
            lang: Lang::En,
            options: vec![],
        });
        let settings = client_settings(place, started);
        let there = Rc::clone(place);
        let make =
            move |_| Ok(Client::simulated(settings.clone(), wire::simulated(&there, number)));
        let connector =
            Connector::new(Box::new(make), Wanted::Only(place.generation), None, Clock::new());
        let (tell, told) = mpsc::channel(QUEUE);
        let runner = Runner::new(connector, Some(writer.clone()), tell, start.read_only && obeys);
        let mut session = session(place, start, number, started, obeys);
        let planned = team::start(place, &mut session);
        place.tell("program", || format!("starts as process {}", who.pid));
        let pages = place.page.map_or_else(|| page_sizes(place.generation), |rows| (rows, rows));
        let mut app = App::new(session, (100, 30), pages);
        app.planned = planned;
        let place = Rc::clone(place);
        let (tasks, inbox, news) = (vec![], VecDeque::new(), Rc::default());
        let mut process = Self {
            app,
            started,
            ended: None,
            place,
            who,
            runner,
            writer,
            jobs,
            tasks,
            inbox,
            told,
            news,
            resent: false,
        };
        let effects = process.app.start();
        process.paint();
        for effect in effects {
            process.perform(effect);
        }
        process.recover();
        process.settle_down();
        process
    }

    pub(super) fn now(&self) -> Moment {
        self.place.moment(self.started)
    }

    /// When the machine wants to be told the time, on the simulation's clock.
    pub(crate) fn due(&self) -> Option<u64> {
        let due = self.app.due_ms().map(|due| self.started + due);
        match self.place.broken {
            Some(Broken::Spins) if self.app.dialog.is_some() => Some(self.place.hub.now()),
            // It has forgotten that it wanted to.
            Some(Broken::NeverLeaves) if self.app.leaving.is_some() => None,
            _ => due,
        }
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
        self.app.follow_up.runs.iter().for_each(|(_, run)| rules::on_state(&self.place, run));
        afterwards::on_bind(&self.place, &self.app);
        rules::on_leaving(&self.place, &self.app);
        self.tasks.iter().for_each(|task| rules::on_waiting(&self.place, task.what, task.born));
    }

    /// It ends: what it handed over to be written is written by the real one.
    pub(crate) fn end(&mut self) {
        let jobs = std::iter::from_fn(|| self.jobs.take());
        let handed: Vec<_> = jobs
            .filter_map(|job| if let Job::Write(record, _) = job { Some(*record) } else { None })
            .collect();
        afterwards::on_end(&self.place, &self.app, &handed);
    }

    /// Whether the program asks whether to leave, and waits for the answer.
    pub(crate) fn asks_to_leave(&self) -> bool {
        self.app.overlays.iter().any(|overlay| matches!(overlay, Overlay::Leave))
    }

    pub(crate) fn run(&self) -> Option<&Run> {
        self.app.dialog.as_ref()?.run.as_ref()
    }

    fn handle(&mut self, msg: Msg) {
        let Some(msg) = self.spoiled(msg) else { return };
        let key = if let Msg::Key(key) = &msg { Some(*key) } else { None };
        if let Some(key) = key {
            rules::on_key(&self.place, &self.app, key);
            let stops = self.app.scope() == Scope::Running && key.code == Code::Esc;
            if stops && self.place.broken == Some(Broken::ForgetsTheStop) {
                return;
            }
        }
        let ran = self.run().is_some();
        let asked = self.asks_to_leave();
        let opened = |this: &Self| this.app.dialog.as_ref().map(|dialog| dialog.opened);
        let (before, hears_open) = (opened(self), matches!(msg, Msg::Open(_)));
        let effects = self.update(msg);
        let is_same = before == opened(self);
        self.place.heard_open.set(is_same && (hears_open || self.place.heard_open.get()));
        if asked && self.asks_to_leave() {
            rules::behind_the_question(&self.place, self.run(), &effects);
        }
        let confirms = !ran && self.run().is_some();
        if key.is_some() || confirms {
            rules::after_key(&self.place, &self.app, confirms);
        }
        for effect in effects {
            self.effect(effect);
        }
    }

    pub(super) fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let now = self.now();
        if self.place.broken == Some(Broken::BeginsBehindTheQuestion)
            && let Some(run) = self.app.dialog.as_mut().and_then(|dialog| dialog.run.as_mut())
        {
            run.held = false;
        }
        update(&mut self.app, now, msg)
    }

    pub(super) fn effect(&mut self, effect: Effect) {
        let Some(effect) = self.shortened(effect).and_then(|effect| self.of_team(effect)) else {
            return;
        };
        match effect {
            Effect::Copy(_) | Effect::CopySaved(_) => {
                drop(self.update(Msg::Copied(Ok(Copied::default()))))
            }
            Effect::Bell | Effect::Suspend | Effect::Tell(_) => {}
            Effect::Quit(code) => {
                let code = if self.place.broken == Some(Broken::LeavesWithZero) { 0 } else { code };
                self.ended.get_or_insert(code);
            }
            effect @ (Effect::Fetch(..)
            | Effect::Run(..)
            | Effect::ReadPast
            | Effect::ReadPlaces(..)
            | Effect::ReadLinks(..)
            | Effect::ReadOpen(_)
            | Effect::Report(_)
            | Effect::ReportJson(_)) => self.perform(effect),
            // The simulated operator has one profile.
            Effect::ReadProfiles | Effect::SearchProfiles(_) | Effect::Switch(_) => {}
        }
    }

    pub(super) fn perform(&mut self, effect: Effect) {
        let now = self.place.hub.now();
        let task = if let Effect::Run(no, RunEffect::Wake { item, seq, after_ms }) = effect {
            let pause = self.place.hub.sleep(after_ms);
            Task::new(now, "", async move {
                pause.await;
                Some(Msg::Run(no, RunMsg::Due(item, seq)))
            })
        } else {
            let what =
                if matches!(effect, Effect::Fetch(..)) { "a reading" } else { "a step of the run" };
            let (runner, step) = (self.runner.clone(), self.step_of(&effect));
            Task::new(
                now,
                what,
                at_step(Rc::clone(&self.place), step, async move { runner.perform(effect).await }),
            )
        };
        self.tasks.push(task);
    }

    /// What an effect is for.
    fn step_of(&self, effect: &Effect) -> Step {
        match effect {
            Effect::Fetch(id, _)
                if self
                    .app
                    .dialog
                    .as_ref()
                    .is_some_and(|dialog| dialog.targets.iter().any(|t| t.waits_for(*id))) =>
            {
                Step::Arming
            }
            Effect::Run(_, RunEffect::Recheck { .. }) => Step::Recheck,
            Effect::Run(_, RunEffect::Send { .. }) => Step::Send,
            Effect::Run(..) => Step::Look,
            Effect::Fetch(..)
            | Effect::ReadPast
            | Effect::ReadPlaces(..)
            | Effect::ReadLinks(..)
            | Effect::ReadOpen(_)
            | Effect::Report(_)
            | Effect::ReportJson(_)
            | Effect::ReadProfiles
            | Effect::SearchProfiles(_)
            | Effect::Switch(_) => Step::List,
            Effect::Copy(_)
            | Effect::CopySaved(_)
            | Effect::Bell
            | Effect::Suspend
            | Effect::Tell(_)
            | Effect::Quit(_) => Step::List,
        }
    }

    fn paint(&mut self) {
        rules::on_paint(&self.place, &self.app, self.started);
        if self.app.awaits_paint(true) {
            let frame = frame::draw(&self.app);
            rules::on_review(&self.place, &self.app, &frame);
            let early = if self.place.broken == Some(Broken::PaintsTooEarly) { 300 } else { 0 };
            let mut now = self.now();
            now.mono_ms = now.mono_ms.saturating_sub(early);
            update(&mut self.app, now, Msg::Painted(frame.whole));
        }
    }

    /// Looks for intents that a dead process left open, and settles each by reading.
    fn recover(&mut self) {
        let scan = self.place.disk.borrow().scan();
        if !scan.chain().intact {
            self.place.violated(super::oracle::Rule::Chain, format!("{:?}", scan.problems));
        }
        if self.place.broken == Some(Broken::ForgetsIntents) {
            return;
        }
        let own = self.who.clone();
        for open in open_intents(&scan, &|who| who.is_same_process(&own), "here") {
            if open.state == OpenState::Mine {
                self.place.tell("program", || {
                    format!("finds {}/{} without a verdict", open.run_id, open.item)
                });
                let (place, runner, writer) =
                    (Rc::clone(&self.place), self.runner.clone(), self.writer.clone());
                let news = Rc::clone(&self.news);
                self.tasks.push(Task::new(
                    self.place.hub.now(),
                    "",
                    settle(place, runner, writer, open, news),
                ));
            }
        }
    }
}

/// Settles one open intent.
async fn settle(
    place: Rc<Place>,
    runner: Runner,
    writer: Writer,
    open: OpenIntent,
    news: Rc<RefCell<Vec<Msg>>>,
) -> Option<Msg> {
    let wall = || place.moment(0).wall;
    if place.broken == Some(Broken::GuessesAfterCrash) {
        let _ = writer.write(open.record(wall(), Box::new(refused(&open)))).await;
        return None;
    }
    let time = Time { wall: &wall, pause: &|ms| place.hub.sleep(ms.max(1)) };
    let tell = |seen| news.borrow_mut().push(Msg::Unfinished(seen));
    at_step(
        Rc::clone(&place),
        Step::Recovery,
        recovery::settle(&runner, &writer, &open, time, false, &tell),
    )
    .await;
    None
}

/// Whatever is asked while this goes on is asked for that step.
pub(super) fn at_step<T>(
    place: Rc<Place>,
    step: Step,
    future: impl Future<Output = T>,
) -> impl Future<Output = T> {
    let mut future = Box::pin(future);
    poll_fn(move |cx| {
        let before = place.step.replace(step);
        let done = future.as_mut().poll(cx);
        place.step.set(before);
        done
    })
}

fn refused(open: &OpenIntent) -> Settled {
    Settled {
        eip_id: open.intent.eip_id.clone(),
        outcome: Verdict::Refused,
        code: None,
        message: None,
        request_id: None,
        after: None,
        sent_at: None,
        took_ms: None,
        intent: None,
        recovered: true,
        events: vec![],
        doubt: None,
        remark: None,
    }
}

fn client_settings(place: &Rc<Place>, started: u64) -> ClientSettings {
    let clock = Rc::clone(place);
    ClientSettings {
        generation: place.generation,
        endpoints: Endpoints::single(ENDPOINT).unwrap(),
        credentials: Credentials::new(DEMO_SECRET_ID, DEMO_SECRET_KEY, None).unwrap().into(),
        transport: TransportSettings::default(),
        requests_per_second: place.per_second,
        clock: Rc::new(move || clock.moment(started)),
        signature_method: SignatureMethod::default(),
    }
}

fn session(place: &Place, start: &Start, number: u32, started: u64, obeys: bool) -> Session {
    Session {
        context: Context {
            whose: Identity {
                api: place.generation,
                endpoint: Some(ENDPOINT.to_owned()),
                ..identity()
            },
            read_only: start.read_only && obeys,
            danger: start.danger,
            ..context()
        },
        v2_gone: None,
        api_answered: true,
        lang: Lang::En,
        symbols: Symbols::Ascii,
        colors: Colors::None,
        before_send: vec![],
        search_profiles: vec![],
        by_search: false,
        proxy: None,
        ca_file: None,
        asks_owner: false,
        demo: None,
        regions: vec![Region::parse("gz").unwrap()],
        zone: jiff::tz::TimeZone::UTC,
        journal: (!start.no_journal).then(|| "journal".to_owned()),
        wait_ms: start.wait_ms,
        run_prefix: format!("p{number}"),
        started: place.moment(started),
    }
}
