//! The world of one simulation: cloud, dice, clock, what was seen, and the story of it all.

use super::broken::Broken;
use super::dice::{Dice, Of};
use super::disk::Disk;
use super::figures::Figures;
use super::hub::{Happening, Hub};
use super::odd::Mood;
use super::oracle::{Oracle, Rule};
use super::steps::Step;
use super::team::Team;
use eip_unbind::domain::{EipStatus, Generation, Moment};
use eip_unbind::sim::{Change, ChangeKind, Cloud, Scenario};
use jiff::{SignedDuration, Timestamp};
use std::cell::{Cell, RefCell};
use std::fmt::Write as _;

/// When every simulation begins.
const BEGIN: i64 = 1_790_000_000;

/// A handful of EIPs, one of each kind that matters.
const ROWS: &str = r#"
eips = [
    { id = "eip-0000000a", region = "gz", name = "web-1", ip = "203.0.113.11", instance = "ins-0000000a", nic = "eni-0000000a", private_ip = "10.0.0.11" },
    { id = "eip-0000000b", region = "gz", name = "web-2", ip = "203.0.113.12", instance = "ins-0000000b", nic = "eni-0000000b", private_ip = "10.0.0.12" },
    { id = "eip-0000000c", region = "gz", name = "pay-1", ip = "203.0.113.13", nic = "eni-0000000c", private_ip = "10.0.0.13" },
    { id = "eip-0000000d", region = "gz", name = "pay-2", ip = "203.0.113.14", nic = "eni-0000000c", private_ip = "10.0.0.14" },
    { id = "eip-0000000e", region = "gz", name = "mail", ip = "203.0.113.15", instance = "ins-0000000e", private_ip = "10.104.33.9" },
    { id = "eip-0000000f", region = "gz", name = "egress", ip = "203.0.113.16", kind = "nat", instance = "nat-0000000f" },
    { id = "eip-0000001a", region = "gz", name = "spare", ip = "203.0.113.17" },
    { id = "eip-0000001b", region = "gz", name = "attacked", ip = "203.0.113.18", blocked = true, instance = "ins-0000001b", nic = "eni-0000001b", private_ip = "10.0.0.18" },
]
nics = [
    { id = "eni-0000000c", region = "gz", name = "second", instance = "ins-0000000a", ips = ["10.0.0.13", "10.0.0.14"] },
]
"#;

thread_local! {
    static ROWS_READ: Scenario = Scenario::parse(ROWS).unwrap();
}

/// One simulated world.
pub(crate) struct Place {
    pub(crate) hub: Hub,
    pub(crate) dice: RefCell<Dice>,
    pub(crate) cloud: RefCell<Cloud>,
    pub(crate) disk: RefCell<Disk>,
    pub(crate) oracle: RefCell<Oracle>,
    pub(crate) figures: RefCell<Figures>,
    pub(crate) generation: Generation,
    pub(crate) broken: Option<Broken>,
    /// Nothing goes wrong any more.
    pub(crate) healed: Cell<bool>,
    /// How far the machine's wall clock is off, in milliseconds.
    pub(crate) clock_off: Cell<i64>,
    /// For what step that is asked which is asked now.
    pub(crate) step: Cell<Step>,
    /// A crash was rolled; it comes at the end of this step.
    pub(crate) crashes: Cell<bool>,
    /// Requests a second that the account may be asked.
    pub(crate) per_second: u32,
    /// Rows of a page, if the cloud gives only few.
    pub(crate) page: Option<u64>,
    /// What is wrong with answers again and again.
    pub(crate) mood: RefCell<Option<Mood>>,
    /// How long a connection may take at most, where the hosts close each after its reply.
    pub(crate) connecting_ms: Option<u64>,
    /// When the last connection for a change was there.
    pub(crate) connected: Cell<u64>,
    /// What a team adds.
    pub(crate) team: Team,
    /// The journal has answered which requests are open, since the dialog was opened.
    pub(crate) heard_open: Cell<bool>,
    story: Option<RefCell<String>>,
    rebinds: Cell<u32>,
}

impl Place {
    pub(crate) fn new(
        mut dice: Dice,
        generation: Generation,
        broken: Option<Broken>,
        tells: bool,
    ) -> Self {
        let mut scenario = ROWS_READ.with(Clone::clone);
        scenario.settle.unbinding_after_ms = dice.range(Of::Scene, 300, 4_000);
        scenario.settle.unbound_after_ms =
            scenario.settle.unbinding_after_ms + dice.range(Of::Scene, 500, 12_000);
        let per_second = if dice.permille(Of::RateLimit, 150) {
            *dice.pick(Of::RateLimit, &[3, 5, 2, 1])
        } else {
            20
        };
        let page = dice.permille(Of::RateLimit, 150).then(|| dice.range(Of::RateLimit, 2, 3));
        let connecting_ms = dice.permille(Of::Rows, 200).then(|| dice.range(Of::Rows, 100, 6_000));
        let team = Team::new(&mut dice);
        let cloud = Cloud::new(scenario, begin());
        let place = Self {
            hub: Hub::default(),
            dice: RefCell::new(dice),
            cloud: RefCell::new(cloud),
            disk: RefCell::default(),
            oracle: RefCell::default(),
            figures: RefCell::default(),
            generation,
            broken,
            healed: Cell::new(false),
            clock_off: Cell::new(0),
            step: Cell::default(),
            crashes: Cell::new(false),
            heard_open: Cell::new(false),
            per_second,
            page,
            mood: RefCell::default(),
            connecting_ms,
            connected: Cell::new(0),
            team,
            story: tells.then(RefCell::default),
            rebinds: Cell::new(0),
        };
        let mood = Mood::roll(&place);
        place.mood.replace(mood);
        place.note_world();
        place
    }

    /// The true time.
    pub(crate) fn true_now(&self) -> Timestamp {
        begin() + SignedDuration::from_millis(self.hub.now() as i64)
    }

    /// The time as a process sees it that was started then.
    pub(crate) fn moment(&self, started: u64) -> Moment {
        let wall = self.true_now() + SignedDuration::from_millis(self.clock_off.get());
        Moment { mono_ms: self.hub.now() - started, wall }
    }

    pub(crate) fn roll(&self, of: Of, sides: u32) -> u32 {
        self.dice.borrow_mut().roll(of, sides)
    }

    pub(crate) fn range(&self, of: Of, from: u64, to: u64) -> u64 {
        self.dice.borrow_mut().range(of, from, to)
    }

    /// Whether a trouble happens; none does once all is healed.
    pub(crate) fn trouble(&self, of: Of, permille: u32) -> bool {
        !self.healed.get() && self.dice.borrow_mut().permille(of, permille)
    }

    /// A step at which a crash would be worst.
    pub(crate) fn risky_step(&self) {
        if self.trouble(Of::Machine, 12) {
            self.crashes.set(true);
        }
    }

    /// Adds a line to the story, if it is told.
    pub(crate) fn tell(&self, who: &str, what: impl FnOnce() -> String) {
        if let Some(story) = &self.story {
            let ms = self.hub.now();
            let _ = writeln!(
                story.borrow_mut(),
                "{:>4}.{:03} s  {who:<9} {}",
                ms / 1_000,
                ms % 1_000,
                what()
            );
        }
    }

    /// The story so far.
    pub(crate) fn story(&self) -> String {
        self.story.as_ref().map(|story| story.borrow().clone()).unwrap_or_default()
    }

    /// A promise was broken.
    pub(crate) fn violated(&self, rule: Rule, says: impl Into<String>) {
        let says = says.into();
        self.tell("BROKEN", || format!("{rule:?}: {says}"));
        self.oracle.borrow_mut().violated(rule, says);
    }

    /// Writes down how the EIPs are now, where that changed.
    pub(crate) fn note_world(&self) {
        let now = self.hub.now();
        let told = self.oracle.borrow_mut().note_world(now, self.cloud.borrow().world().eips());
        for change in told {
            self.tell("world", || change);
        }
    }

    /// Somebody else changes an EIP. It is never bound to a server that it was on before, and what was bound back is not taken off again: no
    /// reading could tell that from no change.
    pub(crate) fn others(&self, which: Option<String>) {
        let ids: Vec<String> =
            self.cloud.borrow().world().eips().iter().map(|row| row.id.clone()).collect();
        if ids.is_empty() {
            return;
        }
        let eip = which.unwrap_or_else(|| self.dice.borrow_mut().pick(Of::Others, &ids).clone());
        let row = self.cloud.borrow().world().eips().iter().find(|row| row.id == eip).cloned();
        let is_free = row.is_none_or(|row| row.status == EipStatus::Unbound);
        let mut change = Change {
            what: ChangeKind::Change,
            eip: Some(eip.clone()),
            instance: None,
            nic: None,
            private_ip: None,
            status: None,
            arrears: None,
            blocked: None,
            name: None,
        };
        match self.roll(Of::Others, 8) {
            0 | 1 => change.name = Some(format!("renamed-{}", self.hub.now())),
            2 => change.arrears = Some(true),
            3 => change.blocked = Some(true),
            4 if !is_free && !self.oracle.borrow().was_bound_back(&eip) => {
                change.what = ChangeKind::Unbind
            }
            5 if self.roll(Of::Others, 4) == 3 => change.what = ChangeKind::Remove,
            _ => {
                self.rebinds.set(self.rebinds.get() + 1);
                change.what = ChangeKind::Rebind;
                change.instance = Some(format!("ins-9{:07}", self.rebinds.get()));
            }
        }
        self.figures.borrow_mut().changes += 1;
        self.tell("others", || {
            format!(
                "{:?} of {eip}{}",
                change.what,
                change.instance.as_ref().map_or(String::new(), |i| format!(" to {i}"))
            )
        });
        let now = self.true_now();
        self.cloud.borrow_mut().change(&change, now);
        self.note_world();
    }

    /// Somebody else may step in soon.
    pub(crate) fn others_may_step_in(&self, eip: &str, within_ms: u64) {
        if self.trouble(Of::Others, 120) {
            let after = self.range(Of::Others, 0, within_ms);
            self.hub.after(after, Happening::Others(Some(eip.to_owned())));
        }
    }
}

fn begin() -> Timestamp {
    Timestamp::from_second(BEGIN).unwrap()
}
