//! The end of a simulation: nothing goes wrong any more, so everything must come to a good end.

use super::disk;
use super::oracle::Rule;
use super::process::Process;
use super::run::Simulation;
use eip_unbind::app::{Code, Key, Msg};
use eip_unbind::domain::{Eip, EipStatus, Mutation};
use eip_unbind::journal::open_intents;
use eip_unbind::sim::outcome::EipRow;
use eip_unbind::unbind::{Run, Verdict};

/// How long a run may take to its verdict.
const VERDICT_MS: u64 = 300_000;
/// After so long no request is on its way any more.
const QUIET_MS: u64 = 60_000;
/// How long a later start may take to settle what was left open: a clock that ran ahead must be caught up with first.
const RECOVERY_MS: u64 = 1_200_000;

impl Simulation {
    /// From here on nothing goes wrong any more.
    pub(super) fn heal(&mut self) {
        self.place.tell("world", || "nothing goes wrong any more".to_owned());
        self.place.healed.set(true);
        self.place.clock_off.set(0);
        self.place.crashes.set(false);
        self.start();
        self.tell(Msg::Focus(false));
    }

    /// Every run comes to its verdict, the job can be done, and whatever a crash left open is settled by the next start.
    pub(super) fn end(&mut self, also_does_the_job: bool) {
        let is_over = |this: &Self| this.run().is_none_or(Run::is_over);
        let asks = |this: &Self| this.process.as_ref().is_some_and(Process::asks_to_leave);
        self.go_on_until(self.place.hub.now() + VERDICT_MS, |this| is_over(this) || asks(this));
        if asks(self) {
            // Somebody comes back to the question that holds a batch.
            self.tell(Msg::Key(Key::plain(Code::Esc)));
            self.go_on_until(self.place.hub.now() + VERDICT_MS, is_over);
        }
        if self.broken() {
            return;
        }
        if !is_over(self) {
            return self.place.violated(
                Rule::NoWaiting,
                "a run is not over although nothing goes wrong any more",
            );
        }
        if also_does_the_job {
            self.sleep(QUIET_MS);
            self.check_unknowns();
            self.do_the_job();
        }
        if self.broken() {
            return;
        }
        if let Some(mut process) = self.process.take() {
            process.end();
        }
        disk::crash(&self.place);
        if self.has_open_intents() {
            self.recover();
        }
    }

    fn run(&self) -> Option<&Run> {
        self.process.as_ref().and_then(Process::run)
    }

    fn sleep(&mut self, ms: u64) {
        self.go_on_until(self.place.hub.now() + ms, |_| false);
    }

    fn press(&mut self, after: u64, key: Key) {
        self.sleep(after);
        self.place.tell("operator", || format!("presses {key}"));
        self.tell(Msg::Key(key));
    }

    /// What was unknown, or still settling, and has happened meanwhile, is not unknown any more.
    fn check_unknowns(&self) {
        let Some(run) = self.run() else { return };
        let cloud = self.place.cloud.borrow();
        let is_free = |id: &str| {
            cloud
                .world()
                .eips()
                .iter()
                .any(|row| row.id == id && row.status == EipStatus::Unbound && !row.busy)
        };
        let open = |word| matches!(word, Verdict::Unknown | Verdict::StillSettling);
        let mut unbinds =
            run.items.iter().filter(|item| matches!(item.plan.mutation, Mutation::Unbind { .. }));
        let missed = unbinds.find(|i| {
            i.outcome.as_ref().is_some_and(|o| open(o.word)) && is_free(i.plan.eip_id.as_str())
        });
        let Some(missed) = missed.map(|item| item.plan.eip_id.to_string()) else { return };
        drop(cloud);
        self.place.violated(
            Rule::GetsDone,
            format!("{missed} has long been unbound, and the screen still does not say so"),
        );
    }

    /// An operator in a healthy world reads the list again and takes an EIP off its server.
    fn do_the_job(&mut self) {
        for _ in 0..4 {
            self.press(100, Key::plain(Code::Esc));
        }
        if self.process.as_ref().is_some_and(|process| process.app.shows_nics()) {
            self.press(100, Key::char('t'));
        }
        // At a slow pace everything that was asked for before has its turn first, and whatever watches an EIP goes before the list.
        let patience = if self.place.per_second < 20 {
            (120_000 / u64::from(self.place.per_second)).max(30_000)
        } else {
            0
        };
        self.press(100, Key::char('r'));
        self.sleep(5_000 + patience);
        // Where nobody sends alone, this operator can't.
        if self.broken() || self.start.read_only || self.place.team.four_eyes {
            return;
        }
        self.check_list();
        if !self.go_to_a_usable_row() {
            return;
        }
        self.press(100, Key::char('u'));
        self.sleep(6_000 + patience);
        let token = self
            .process
            .as_ref()
            .and_then(|p| p.app.dialog.as_ref())
            .map(|dialog| dialog.plan.token.clone().unwrap_or_default());
        for c in token.iter().flat_map(|token| token.chars()) {
            self.press(80, Key::char(c));
        }
        self.press(80, Key::plain(Code::Enter));
        if self.broken() {
            return;
        }
        if self.run().is_none() {
            return self.place.violated(
                Rule::GetsDone,
                format!("the token {token:?} was typed and nothing began"),
            );
        }
        self.go_on_until(self.place.hub.now() + VERDICT_MS, |this| {
            this.run().is_none_or(Run::is_over)
        });
        let word = self
            .run()
            .and_then(|run| run.items.first())
            .and_then(|item| item.outcome.as_ref())
            .map(|outcome| outcome.word);
        if !self.broken() && word != Some(Verdict::Verified) {
            self.place.violated(
                Rule::GetsDone,
                format!("nothing went wrong, and the outcome is {word:?}"),
            );
        }
    }

    /// What the list shows is how it is.
    fn check_list(&self) {
        let Some(process) = &self.process else { return };
        let cloud = self.place.cloud.borrow();
        let rows = cloud.world().eips();
        let shown: Vec<&Eip> =
            process.app.inventory.regions.iter().flat_map(|region| &region.eips).collect();
        let wrong = rows.iter().find(|row| !shown.iter().any(|eip| is_shown_right(eip, row)));
        let says = match wrong {
            Some(row) => format!("the list does not show {} as it is", row.id),
            None if shown.len() != rows.len() => {
                format!("the list has {} rows, the cloud {}", shown.len(), rows.len())
            }
            None => return,
        };
        drop(cloud);
        self.place.violated(Rule::GetsDone, says);
    }

    /// Whether the cursor came to an EIP that can be unbound.
    fn go_to_a_usable_row(&mut self) -> bool {
        self.press(100, Key::char('g'));
        for _ in 0..30 {
            if self.broken() {
                return false;
            }
            let current = self
                .process
                .as_ref()
                .and_then(|p| p.app.current_eip())
                .map(|eip| eip.eip_id.to_string());
            let cloud = self.place.cloud.borrow();
            let row = cloud.world().eips().iter().find(|row| Some(&row.id) == current.as_ref());
            if row.is_some_and(|row| {
                row.status == EipStatus::Bound
                    && !row.busy
                    && !row.arrears
                    && !row.instance.starts_with("nat-")
            }) {
                return true;
            }
            drop(cloud);
            self.press(60, Key::char('j'));
        }
        false
    }

    /// A later start settles what a dead process left open.
    fn recover(&mut self) {
        self.start();
        self.tell(Msg::Focus(false));
        let records = std::cell::Cell::new(usize::MAX);
        let settled = |this: &Self| {
            let now = this.place.disk.borrow().records.len();
            records.replace(now) != now && !this.has_open_intents()
        };
        self.go_on_until(self.place.hub.now() + RECOVERY_MS, settled);
        if !self.broken() && self.has_open_intents() {
            self.place.violated(
                Rule::Settled,
                "an intent is still open long after a start in a healthy world",
            );
        }
    }

    fn has_open_intents(&self) -> bool {
        let scan = self.place.disk.borrow().scan();
        if !scan.chain().intact {
            self.place.violated(Rule::Chain, format!("{:?}", scan.problems));
        }
        !open_intents(&scan, &|_| false, "here").is_empty()
    }
}

fn is_shown_right(eip: &Eip, row: &EipRow) -> bool {
    let status = eip.status == row.status || eip.status.is_bound() && row.status.is_bound();
    eip.eip_id.as_str() == row.id
        && status
        && eip.un_instance_id.as_ref().map_or("", |id| id.as_str()) == row.instance
}
