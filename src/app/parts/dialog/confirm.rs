//! The token field of the dialog.
//!
//! Nothing acts by accident (`docs/contract.md` §2, promise 2): the field arms only when the review has been on screen for [`ARM_MS`] and a fresh
//! reading of the target came back equal to what is shown. All of it is decided here, from the times that messages carry.

use super::{ARM_MS, Arming, Dialog, ENTER_GAP_MS, FACTS_MS, Hint, Target};
use crate::domain::{Eip, Moment};
use crate::text::Lang;
use crate::text::plan::to_ask;
use crate::unbind::plan_json::PlanOrigin;
use crate::unbind::{Run, RunConfig};

/// Longest token there is: `10.255.255`.
const TOKEN_MAX: usize = 10;

impl Dialog {
    /// The review is on screen since now, or not all of it that must be seen.
    pub(crate) fn seen(&mut self, at: Moment, whole: bool) {
        self.painted = (whole && self.asks_for_token(at)).then_some(at);
        self.hidden = !whole;
    }

    /// Whether a frame of now shows a review with its field: as time passes, the plan of a file may begin to hold, or end to.
    pub(crate) fn asks_for_token(&self, at: Moment) -> bool {
        self.plan.token.is_some() && self.plan_problem(at).is_none()
    }

    /// Shows the whole request, or the review again, which has to be on screen for its time anew.
    pub(crate) fn toggle_request(&mut self) {
        self.show_request = !self.show_request;
        (self.painted, self.hidden) = (None, false);
    }

    /// Whether the field takes keys, and if not, why.
    pub fn arming(&self, at: Moment) -> Arming {
        if self.plan_problem(at).is_some() {
            return Arming::Nothing;
        }
        if self.targets.iter().any(Target::is_unread) {
            return Arming::Reading(at.since(self.opened));
        }
        if self.plan.token.is_none() {
            let waiting = self.targets.iter().any(|t| !t.asked.is_empty() && t.failed.is_none());
            return if waiting && self.plan.refusals.is_empty() {
                Arming::Reading(at.since(self.opened))
            } else {
                Arming::Nothing
            };
        }
        if self.unconfirmed().any(|t| t.failed.is_some()) {
            return Arming::Unreadable;
        }
        if self.unconfirmed().next().is_some() {
            return Arming::Reading(at.since(self.opened));
        }
        if self.targets.iter().any(Target::waits_for_facts) && at.since(self.opened) < FACTS_MS {
            return Arming::Facts;
        }
        // A part of a plan is another plan: nobody agreed to that.
        if !self.is_as_planned() {
            return Arming::Reading(at.since(self.opened));
        }
        match self.painted {
            _ if self.show_request => Arming::Request,
            None if self.hidden => Arming::Hidden,
            Some(painted) if at.since(painted) >= ARM_MS => Arming::Armed,
            Some(_) | None => Arming::Settling,
        }
    }

    /// Targets that would be sent and were not read again yet. What is refused, or not there, is not sent: it is not waited for.
    fn unconfirmed(&self) -> impl Iterator<Item = &Target> {
        let is_sent = |eip: &Eip| {
            self.plan
                .items
                .iter()
                .any(|item| item.eip_id == eip.eip_id && item.region == eip.region)
        };
        self.targets
            .iter()
            .filter(move |target| !target.confirmed && target.eip().is_some_and(is_sent))
    }

    /// When something here changes next by the mere passing of time.
    pub fn due_ms(&self, now: Moment) -> Option<u64> {
        if self.run.is_some() {
            return None;
        }
        let armed = self.painted.map(|p| p.mono_ms + ARM_MS);
        let slow = self
            .targets
            .iter()
            .any(|t| !t.confirmed || t.waits_for_facts())
            .then_some(self.opened.mono_ms + FACTS_MS);
        let retry = self.targets.iter().filter_map(Target::retry_ms).min();
        // The age of the check is on screen: by the second at first, then by the minute.
        let age = self.targets.iter().filter_map(|t| t.confirmed_at).map(|at| {
            let age = now.since(at);
            let step = if age < 120_000 { 1_000 } else { 60_000 };
            at.mono_ms + (age / step + 1) * step
        });
        let ends = self.plan_ends_ms(now);
        [armed, slow, retry, age.min(), ends]
            .into_iter()
            .flatten()
            .filter(|due| *due > now.mono_ms)
            .min()
    }

    /// A key of the token. Before the field is armed it is dropped, visibly, and the field is left empty.
    pub(crate) fn type_token(&mut self, at: Moment, c: char) {
        match self.arming(at) {
            Arming::Armed => {
                self.hint = None;
                if self.token.len() < TOKEN_MAX {
                    self.token.push(c);
                }
            }
            Arming::Nothing => self.hint = Some(Hint::NothingToSend),
            Arming::Reading(_)
            | Arming::Unreadable
            | Arming::Facts
            | Arming::Hidden
            | Arming::Request
            | Arming::Settling => {
                self.token.clear();
                self.hint = Some(Hint::Dropped);
            }
        }
    }

    /// Removes the last character of the token.
    pub(crate) fn erase_token(&mut self) {
        self.token.pop();
        self.hint = None;
    }

    /// Enter: the run begins only if the token was complete before it, and it came on its own. Otherwise the line under the field says why not.
    pub(crate) fn confirm(
        &mut self,
        at: Moment,
        asks: bool,
        lang: Lang,
        config: RunConfig,
    ) -> Option<&mut Run> {
        self.hint = match self.arming(at) {
            Arming::Armed if self.plan.token.as_deref() != Some(self.token.as_str()) => {
                Some(Hint::WrongToken)
            }
            Arming::Armed if self.last_key.is_some_and(|last| at.since(last) < ENTER_GAP_MS) => {
                Some(Hint::EnterOnceMore)
            }
            Arming::Armed => None,
            Arming::Nothing => Some(Hint::NothingToSend),
            Arming::Reading(_)
            | Arming::Unreadable
            | Arming::Facts
            | Arming::Hidden
            | Arming::Request
            | Arming::Settling => Some(Hint::Dropped),
        };
        if self.hint.is_some() {
            return None;
        }
        let reason = self.note.value().trim();
        let reason = (!reason.is_empty()).then(|| reason.to_owned());
        let to_ask = asks.then(|| {
            let origin = PlanOrigin { reason: reason.as_deref(), ..self.origin() };
            Box::new(to_ask(lang, &self.plan, &origin, &config.run_id))
        });
        let journal = config.journal && !self.without_journal;
        let config = RunConfig { journal, reason, to_ask, ..config };
        self.token.clear();
        self.denial = None;
        Some(self.run.insert(Run::new(&self.plan, self.context.clone(), config)))
    }
}
