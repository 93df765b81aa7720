//! One simulation: the loop that lets things happen in order, and its end, at which nothing may be left open.

use super::broken::Broken;
use super::dice::{Dice, Of, Script};
use super::disk;
use super::figures::Figures;
use super::hub::Happening;
use super::operator;
use super::oracle::Rule;
use super::place::Place;
use super::process::{Process, Start};
use super::rules;
use eip_unbind::app::Msg;
use eip_unbind::domain::Generation;
use eip_unbind::unbind::schedule;
use std::rc::Rc;

/// How long things go wrong and the operator is at work.
const BUSY_MS: u64 = 45_000;
/// The machine may not ask for the time more often than this in a second.
const TICKS: u32 = 120;

/// What came of a simulation.
pub(crate) struct Report {
    pub(crate) violation: Option<(Rule, String)>,
    pub(crate) script: Script,
    pub(crate) story: String,
    pub(crate) figures: Figures,
}

/// A simulation under way.
pub(super) struct Simulation {
    pub(super) place: Rc<Place>,
    pub(super) process: Option<Process>,
    pub(super) start: Start,
    ticks: (u64, u32),
}

/// Runs a simulation.
pub(crate) fn simulate(
    dice: Dice,
    generation: Generation,
    broken: Option<Broken>,
    tells: bool,
) -> Report {
    let place = Rc::new(Place::new(dice, generation, broken, tells));
    place.disk.borrow_mut().forgets_the_chain = broken == Some(Broken::ForgetsTheChain);
    let start = Start {
        read_only: place.trouble(Of::Scene, 30),
        danger: place.trouble(Of::Scene, 150),
        no_journal: place.trouble(Of::Scene, 40),
        wait_ms: if place.trouble(Of::Scene, 750) { 30_000 } else { schedule::SETTLE_WINDOW_MS },
    };
    let also_does_the_job = place.roll(Of::Scene, 5) == 0;
    let mut simulation = Simulation { place, process: None, start, ticks: (0, 0) };
    simulation.plan_troubles();
    simulation.start();
    simulation.go_on_until(BUSY_MS, |_| false);
    simulation.heal();
    simulation.end(also_does_the_job);
    let Simulation { place, process, .. } = simulation;
    drop(process);
    place.hub.forget();
    let mut figures = place.figures.borrow().clone();
    figures.seeds = 1;
    figures.simulated_ms = place.hub.now();
    let violation = place.oracle.borrow().violation.clone();
    let script = place.dice.borrow().rolled().clone();
    Report { violation, script, story: place.story(), figures }
}

impl Simulation {
    fn plan_troubles(&self) {
        let place = &self.place;
        place.hub.after(place.range(Of::Operator, 200, 2_000), Happening::Operator);
        for _ in 0..place.roll(Of::Others, 4) {
            place.hub.after(place.range(Of::Others, 0, BUSY_MS), Happening::Others(None));
        }
        if place.trouble(Of::Scene, 500) {
            place.hub.after(0, Happening::Focus(false));
        }
        if place.trouble(Of::Machine, 250) {
            place.hub.after(place.range(Of::Machine, 0, BUSY_MS), Happening::Kill);
        }
        if place.trouble(Of::Machine, 60) {
            let signal = *place.dice.borrow_mut().pick(Of::Machine, &[15, 1, 2]);
            place.hub.after(place.range(Of::Machine, 0, BUSY_MS), Happening::Signal(signal));
        }
        if place.trouble(Of::Machine, 120) {
            let by = place.range(Of::Machine, 0, 600_000) as i64;
            let by = if place.roll(Of::Machine, 2) == 0 { by } else { -by };
            place.hub.after(place.range(Of::Machine, 0, BUSY_MS), Happening::ClockJump(by));
        }
    }

    pub(super) fn start(&mut self) {
        if self.process.is_none() {
            self.process = Some(Process::start(&self.place, &self.start));
        }
    }

    pub(super) fn broken(&self) -> bool {
        self.place.oracle.borrow().violation.is_some()
    }

    /// Lets things happen until that time, or until enough has happened, or a promise is broken.
    pub(super) fn go_on_until(&mut self, end: u64, enough: impl Fn(&Self) -> bool) {
        while !self.broken() && !enough(self) {
            let due = self.process.as_ref().and_then(Process::due).unwrap_or(u64::MAX);
            let next = self.place.hub.next_at().unwrap_or(u64::MAX);
            if due.min(next) > end {
                return self.place.hub.pass_to(end);
            }
            self.place.figures.borrow_mut().events += 1;
            if due <= next {
                self.place.hub.pass_to(due);
                self.tick();
            } else if let Some(what) = self.place.hub.next() {
                self.happen(what);
            }
            self.after_event();
        }
    }

    fn tick(&mut self) {
        let second = self.place.hub.now() / 1_000;
        self.ticks = if self.ticks.0 == second { (second, self.ticks.1 + 1) } else { (second, 1) };
        if self.ticks.1 > TICKS {
            self.place.violated(
                Rule::NoWaiting,
                format!("the machine asked for the time {TICKS} times within a second"),
            );
        }
        self.tell(Msg::Tick);
    }

    pub(super) fn tell(&mut self, msg: Msg) {
        if let Some(process) = &mut self.process {
            process.tell(msg);
        }
    }

    fn settle_down(&mut self) {
        if let Some(process) = &mut self.process {
            process.settle_down();
        }
    }

    fn happen(&mut self, what: Happening) {
        let place = Rc::clone(&self.place);
        match what {
            Happening::Call(call) => {
                call();
                self.settle_down();
            }
            Happening::DiskDone(number) => {
                disk::done(&place, number);
                self.settle_down();
            }
            Happening::Key(key) => {
                if self.process.is_some() {
                    place.tell("operator", || format!("presses {key}"));
                }
                self.tell(Msg::Key(key));
            }
            Happening::Paste(text) => {
                place.tell("operator", || format!("pastes {text}"));
                self.tell(Msg::Paste(text));
            }
            Happening::Focus(focused) => self.tell(Msg::Focus(focused)),
            Happening::Operator => match &self.process {
                Some(process) if !place.healed.get() => operator::think(&place, &process.app),
                None if !place.healed.get() => place.hub.after(1_000, Happening::Operator),
                Some(_) | None => {}
            },
            Happening::Others(which) if !place.healed.get() => place.others(which),
            Happening::Others(_) => {}
            Happening::ClockJump(by) => {
                place.figures.borrow_mut().clock_jumps += 1;
                place.tell("machine", || format!("its clock jumps by {} s", by / 1_000));
                place.clock_off.set(by);
            }
            Happening::Signal(number) => {
                place.tell("machine", || format!("sends signal {number}"));
                self.tell(Msg::Signal(number));
            }
            Happening::Kill => place.crashes.set(true),
            Happening::Start => self.start(),
        }
    }

    fn after_event(&mut self) {
        let killed = self.place.crashes.take();
        let Some(process) = &mut self.process else { return };
        let place = &self.place;
        if let Some(code) = process.ended {
            rules::on_exit(place, &process.app, code);
            process.end();
        } else if killed {
            place.figures.borrow_mut().crashes += 1;
            place.tell("machine", || "kills the program".to_owned());
        } else {
            return;
        }
        self.process = None;
        disk::crash(place);
        let after = place.range(Of::Machine, 500, 15_000);
        place.hub.after(after, Happening::Start);
    }
}
