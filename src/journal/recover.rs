//! Intents without an outcome, left by a crash, and what one reading of the EIP says about them (`docs/contract.md` §2, promises 6 and 7).
//!
//! What a reading shows is decided by the table of [`crate::unbind::goal`], as in a run. The first row that fits counts:
//!
//! | the journal says | a reading shows | verdict |
//! |---|---|---|
//! | `notSent` | anything, or fails | `notSent`: it never left, whatever others did |
//! | anything else | nothing: it failed, is about another EIP, or is not whole | none; the intent stays open |
//! | anything else | the goal | `verified` |
//! | anything else | what is the goal if it is seen again | none: look again |
//! | anything else | bound to another server than before (or than asked for) | `unknown`, with that server |
//! | not `refused` | the cloud at work on it | none for 180 s after the intent |
//! | anything else | anything, less than 60 s after the intent | none: wait, it may still come |
//! | `refused`, and nothing was begun on the EIP afterwards | exactly what was before | `refused`, after 10 s of looking |
//! | `accepted` | no change, at work, or nothing certain | `stillSettling` |
//! | nothing, `noAnswer`, … | at work | `stillSettling`: something took it |
//! | anything else | anything: no change, another change, no such EIP, nothing certain | `unknown` |
//!
//! A failure is never claimed without the cloud's own refusal: between the crash and the reading somebody may have bound it again. Waiting
//! goes by the wall clock, as no other one outlives a process; an intent from the future waits. As that clock may have been set meanwhile, a
//! refusal also waits until whoever settles it has looked at the EIP for ten seconds by a clock of its own.

use super::history::{Answer, HistoryFilter, HistoryItem, HistoryRun, history};
use super::line::Who;
use super::scan::Scan;
use crate::domain::{Doubt, Eip, EipId, Fault, FaultClass, InstanceId};
use crate::unbind::evidence::Evidence;
use crate::unbind::goal::{Goal, Shown};
use crate::unbind::record::{Answered, Intent, Settled};
use crate::unbind::report::{ItemReport, RunReport};
use crate::unbind::story::{StoryEvent, add_reading, bounded};
use crate::unbind::{Reading, Record, Remark, Sighting, TargetQuestion, Verdict, schedule};
use jiff::Timestamp;
use std::sync::Arc;

/// An intent that has no outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenIntent {
    /// The run.
    pub run_id: String,
    /// The item of the run, from 0.
    pub item: usize,
    /// Which attempt.
    pub attempt: u8,
    /// Who wrote it.
    pub who: Arc<Who>,
    /// When.
    pub at: Timestamp,
    /// What was about to be sent.
    pub intent: Box<Intent>,
    /// What came back from that attempt, if that was still written down.
    pub sent: Option<Answer>,
    /// Identity it is.
    pub state: OpenState,
    /// Whether something else was begun on the same EIP afterwards: that it is as before says nothing then.
    pub superseded: bool,
}

/// Identity an open intent is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OpenState {
    /// Its run lives: left alone.
    Alive,
    /// Another machine's: shown, not settled.
    OtherHost,
    /// Left by a dead run of this machine: to be settled by whoever finds it.
    Mine,
}

/// What a reading says about an open intent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// This is the verdict.
    Settle {
        /// To be written down, with [`OpenIntent::record`].
        settled: Box<Settled>,
        /// The server that the EIP is on now, when that is another one.
        now_on: Option<InstanceId>,
    },
    /// Too early: look again in so many milliseconds.
    Wait(u64),
    /// The reading says nothing; the intent stays open.
    CannotTell(Fault),
}

/// An endpoint in the one way of writing it: `HTTPS://Host:443/` is `https://host`.
pub fn plain_endpoint(url: &str) -> String {
    let url = url.trim().trim_end_matches('/').to_ascii_lowercase();
    let usual = if url.starts_with("https:") { ":443" } else { ":80" };
    url.strip_suffix(usual).map_or_else(|| url.clone(), str::to_owned)
}

/// Intents without an outcome, oldest first. `alive` is asked only about other processes of this `host`.
pub fn open_intents(scan: &Scan, alive: &dyn Fn(&Who) -> bool, host: &str) -> Vec<OpenIntent> {
    let runs = history(scan, &HistoryFilter::default());
    let begun = |item: &HistoryItem| Some((item.intent.as_ref()?.eip_id.clone(), item.at));
    let begun: Vec<(EipId, Timestamp)> =
        runs.iter().flat_map(|run| &run.items).filter_map(begun).collect();
    let mut open: Vec<OpenIntent> = runs.into_iter().flat_map(open_items).collect();
    for intent in &mut open {
        intent.superseded =
            begun.iter().any(|(eip_id, at)| *eip_id == intent.intent.eip_id && *at > intent.at);
        intent.state = match intent.who.host == host {
            false => OpenState::OtherHost,
            true if alive(&intent.who) => OpenState::Alive,
            true => OpenState::Mine,
        };
    }
    open
}

fn open_items(run: HistoryRun) -> impl Iterator<Item = OpenIntent> {
    let run_id = run.run_id;
    run.items.into_iter().filter(|item| item.settled.is_none()).filter_map(move |item| {
        let HistoryItem { item, who, at, attempt, intent, sent, .. } = item;
        let sent = sent.filter(|sent| sent.attempt == attempt);
        Some(OpenIntent {
            run_id: run_id.clone(),
            item,
            attempt,
            who,
            at,
            intent: intent?,
            sent,
            state: OpenState::OtherHost,
            superseded: false,
        })
    })
}

impl OpenIntent {
    /// The record of a verdict about it.
    pub fn record(&self, at: Timestamp, settled: Box<Settled>) -> Record {
        Record::Settled { run_id: self.run_id.clone(), item: self.item, at, settled }
    }

    /// What came of it, as it is told.
    pub(crate) fn report(&self, settled: &Settled, at: Timestamp) -> RunReport {
        let by = self.intent.by.as_deref();
        let mut events = settled.events.clone();
        events.push(StoryEvent::outcome(at, settled.outcome));
        let item = ItemReport {
            outcome: Some(settled.outcome),
            code: settled.code.clone(),
            message: settled.message.clone(),
            request_id: settled.request_id.as_ref().map(ToString::to_string),
            after: settled.after.clone(),
            sent_at: settled.sent_at,
            attempts: usize::from(self.attempt),
            events,
            recovered: true,
            ..ItemReport::of_intent(Intent::clone(&self.intent))
        };
        RunReport {
            run_id: self.run_id.clone(),
            started_at: Some(self.at),
            whose: self.intent.whose(self.who.person()),
            reason: self.intent.reason.clone(),
            planned_by: by.and_then(|by| by.planned_by.clone()),
            four_eyes: by.and_then(|by| by.four_eyes.clone()),
            digest: Some(self.intent.digest.clone()),
            options: vec![],
            items: vec![item],
            not_begun: self.intent.rest.clone(),
        }
    }

    /// Whether the cloud is known to have taken it.
    fn is_accepted(&self) -> bool {
        self.sent.as_ref().is_some_and(|sent| sent.answer == Answered::Accepted)
    }

    /// Whether a reading of this account at this endpoint says anything about it: elsewhere the same id is another EIP, or none.
    pub fn is_of(&self, account: &str, endpoint: Option<&str>) -> bool {
        self.intent.account == account && self.is_at(endpoint)
    }

    /// Whether it was sent to this endpoint.
    pub(crate) fn is_at(&self, endpoint: Option<&str>) -> bool {
        self.intent.endpoint.as_deref().map(plain_endpoint) == endpoint.map(plain_endpoint)
    }

    fn settled(&self, outcome: Verdict, fresh: Option<&Eip>) -> Settled {
        let sent = self.sent.as_ref();
        Settled {
            eip_id: self.intent.eip_id.clone(),
            outcome,
            code: sent.and_then(|s| s.code.clone()),
            message: None,
            request_id: sent.and_then(|s| s.request_id.clone()),
            after: fresh.map(Eip::state),
            sent_at: sent.map(|s| s.at),
            took_ms: None,
            intent: None,
            doubt: None,
            remark: None,
            recovered: true,
            events: vec![],
        }
    }
}

/// What whoever settles an open intent has seen of it so far, by a clock of his own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watched {
    /// How long he had been looking when he asked, in milliseconds.
    pub asked_ms: u64,
    /// How long he had been looking when the answer came.
    pub at_ms: u64,
    evidence: Evidence,
    /// The readings so far, for the record.
    readings: Vec<StoryEvent>,
}

impl Watched {
    /// What is to be read of the EIP next: with a pair as target, whoever is there as well.
    pub fn question(&self, open: &OpenIntent) -> TargetQuestion {
        let intent = &open.intent;
        let goal = Goal::of_intent(intent, open.is_accepted());
        let nic = intent.before.network_interface_id.clone();
        TargetQuestion {
            region: intent.region.clone(),
            eip_id: intent.eip_id.clone(),
            pair: goal.and_then(|goal| goal.pair().cloned()),
            nic: nic.filter(|_| self.evidence.wants_nic()),
            quota: false,
        }
    }
}

/// Judges an open intent by what was seen of its EIP, by the table above.
pub fn judge(
    open: &OpenIntent,
    seen: &Sighting,
    now: Timestamp,
    watched: &mut Watched,
) -> Judgement {
    let said = open.sent.as_ref().map(|sent| &sent.answer);
    if said != Some(&Answered::NotSent) {
        add_reading(&mut watched.readings, StoryEvent::of_reading(now, &seen.eip));
    }
    let events = bounded(watched.readings.clone());
    let settle = |outcome, now_on, doubt, remark: Option<Remark>| {
        let of_open = open.settled(outcome, seen.eip.eip());
        let settled = Settled { doubt, remark, events: events.clone(), ..of_open };
        Judgement::Settle { settled: Box::new(settled), now_on }
    };
    if said == Some(&Answered::NotSent) {
        return settle(Verdict::NotSent, None, None, None);
    }
    if let Reading::Failed(fault) = &seen.eip {
        return Judgement::CannotTell(fault.clone());
    }
    let Some(goal) = Goal::of_intent(&open.intent, open.is_accepted()) else {
        return cannot_tell("the action is not known to this version");
    };
    let shown = watched.evidence.take(&goal, seen, watched.asked_ms, watched.at_ms);
    let is_held =
        watched.evidence.holds_pair().is_some() && watched.at_ms < schedule::REFUSED_WINDOW_MS;
    let is_refused = said == Some(&Answered::Refused);
    let (at_work, unchanged) = match shown {
        Shown::Reached(_) if is_held => return Judgement::Wait(1_000),
        Shown::Reached(Some(remark @ Remark::OtherLeftPair(..))) => {
            return settle(Verdict::Unknown, None, None, Some(remark));
        }
        Shown::Reached(remark) => return settle(Verdict::Verified, None, None, remark),
        Shown::Elsewhere(server) => return settle(Verdict::Unknown, Some(server), None, None),
        Shown::Failed(fault) => return Judgement::CannotTell(fault),
        // The answer is about others, or not whole: that is no reading of this EIP.
        Shown::Unclear(
            doubt @ (Doubt::OtherEip { .. }
            | Doubt::Incomplete { .. }
            | Doubt::NoEnd
            | Doubt::Unreadable(_)),
        ) => return cannot_tell(doubt.to_string()),
        Shown::Once(_) => {
            let again = watched.evidence.again_in(watched.at_ms).unwrap_or_default();
            return Judgement::Wait(again.max(100));
        }
        Shown::UnderWay => (!is_refused, false),
        Shown::AsBefore => (false, !open.superseded),
        Shown::Changed | Shown::Gone | Shown::Unclear(_) => (false, false),
    };
    let doubt = if let Shown::Unclear(doubt) = goal.shown(&seen.eip) { Some(doubt) } else { None };
    let window = if at_work { schedule::SETTLE_WINDOW_MS } else { schedule::UNKNOWN_WINDOW_MS };
    let elapsed = now.as_millisecond().saturating_sub(open.at.as_millisecond());
    match u64::try_from(elapsed) {
        Err(_) => return Judgement::Wait(schedule::UNKNOWN_WINDOW_MS),
        Ok(elapsed) if elapsed < window => {
            return Judgement::Wait(schedule::next_look(elapsed).min(window) - elapsed);
        }
        Ok(_) => {}
    }
    let looked_ms = watched.asked_ms;
    if is_refused && unchanged && looked_ms < schedule::REFUSED_WINDOW_MS {
        return Judgement::Wait(schedule::next_look(looked_ms) - looked_ms);
    }
    let word = match said {
        Some(Answered::Refused) if unchanged => Verdict::Refused,
        Some(Answered::Accepted) if unchanged || at_work || doubt.is_some() => {
            Verdict::StillSettling
        }
        _ if at_work => Verdict::StillSettling,
        _ => Verdict::Unknown,
    };
    settle(word, None, doubt, None)
}

fn cannot_tell(why: impl Into<String>) -> Judgement {
    Judgement::CannotTell(Fault::local(FaultClass::Local, why))
}
