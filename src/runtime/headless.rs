//! Running without a screen, for the subcommands: the same reading and run code as the terminal interface.

pub use super::reading::{Listed, eips, list, subject, subjects};

use super::clock::Clock;
use super::runner::Runner;
use super::signals::{Caught, Signals};
use crate::app::{Effect, Msg};
use crate::unbind::report::{RunReport, outcomes};
use crate::unbind::schedule::WATCH_MS;
use crate::unbind::{Event, Run, RunItem, RunMsg, Verdict};
use std::time::Duration;
use tokio::sync::mpsc;

/// How a run is carried out without a screen.
pub struct Course<'a> {
    /// What is out goes by this clock.
    pub(crate) clock: Clock,
    /// After `verified` it is looked at again, as far as this reaches.
    pub(crate) watch: Duration,
    /// Hears of every event.
    pub(crate) hear: &'a mut dyn FnMut(&RunItem, &Event),
    /// Hears that it is cut short, where something is out that is still waited for.
    pub(crate) cut_short: &'a mut dyn FnMut(),
}

impl Course<'_> {
    /// Tells the events that are new: of a reading that only showed the same again, the time alone has changed.
    fn tell(&mut self, run: &Run, told: &mut [usize]) {
        for (item, told) in run.items.iter().zip(told) {
            for event in item.events.get(*told..).unwrap_or_default() {
                (self.hear)(item, event);
            }
            *told = item.events.len();
        }
    }

    /// How long the run is still looked at, once it is over.
    fn left(&self, run: &Run) -> Option<Duration> {
        let now = self.clock.now();
        let ends = run.items.iter().filter_map(|item| {
            let reach = u64::try_from(self.watch.as_millis()).unwrap_or(u64::MAX);
            let looks = WATCH_MS.iter().filter(|due| **due <= reach).count();
            let verified = item.outcome.as_ref().is_some_and(|o| o.word == Verdict::Verified);
            let goes_on = verified && item.watched < looks;
            goes_on.then_some(item.done_at?.mono_ms + reach + LAST_LOOK_MS)
        });
        let end = ends.max()?;
        Some(Duration::from_millis(end.saturating_sub(now.mono_ms))).filter(|left| !left.is_zero())
    }
}

/// A look that was begun in time may be answered this much later.
const LAST_LOOK_MS: u64 = 10_000;

/// Carries out a run. A signal starts nothing more and waits at most 30 s for what is out; what has no verdict then is left open.
pub(crate) async fn carry_out(
    mut run: Run,
    runner: &Runner,
    mut inbox: mpsc::Receiver<Msg>,
    mut course: Course<'_>,
    signals: &mut Option<Signals>,
) -> Run {
    let clock = course.clock;
    let (mut limit, mut watched_until) = (None, None);
    let mut told = vec![0; run.items.len()];
    let mut words = outcomes(&run);
    let mut effects = run.step(clock.now(), RunMsg::Start);
    loop {
        effects.drain(..).for_each(|effect| runner.start(Effect::Run(0, effect)));
        course.tell(&run, &mut told);
        for told in RunReport::news(&run, &words) {
            runner.tell_hooks(&told);
        }
        words = outcomes(&run);
        if run.denial().is_some() {
            return run;
        }
        if run.is_over() {
            let Some(left) = course.left(&run).filter(|_| !run.cancelled) else { return run };
            watched_until = Some(tokio::time::Instant::now() + left);
        }
        let caught = super::signals::next(signals);
        let timeout = async {
            match limit {
                Some(at) => tokio::time::sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        let watched_enough = async {
            match watched_until {
                Some(at) => tokio::time::sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = watched_enough => return run,
            Some(msg) = inbox.recv() => {
                if let Msg::Run(_, msg) = msg {
                    effects = run.step(clock.now(), msg);
                }
            }
            caught = caught => {
                match caught {
                    Caught::Stop => super::signals::stop_group(),
                    Caught::End(_) => {
                        let is_out = run.is_out();
                        if limit.is_none() && is_out {
                            (course.cut_short)();
                        }
                        limit.get_or_insert(tokio::time::Instant::now() + Duration::from_millis(crate::app::LEAVE_MS));
                        effects = run.step(clock.now(), RunMsg::Cancel);
                    }
                    Caught::Continued | Caught::Resized => {}
                }
            }
            () = timeout => {
                run.abandon(clock.now());
                return run;
            }
        }
    }
}
