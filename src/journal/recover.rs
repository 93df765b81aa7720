//! Intents without an outcome, left by a crash, and what one reading of the EIP says about them (`docs/contract.md` §2, promises 6 and 7).
//!
//! The goal of an unbind is reached when a reading shows status 4, or an empty `unInstanceId` where the reading before was not; that of a
//! bind when it shows the EIP bound to what was asked for. The first row that fits counts:
//!
//! | the journal says | a reading shows | verdict |
//! |---|---|---|
//! | `notSent` | anything, or fails | `notSent`: it never left, whatever others did |
//! | anything else | nothing: it failed | none; the intent stays open |
//! | anything else | the goal | `verified` |
//! | `accepted`, of an EIP that is released when unbound | no such EIP | `verified` |
//! | anything else | bound to another server than before (or than asked for) | `unknown`, with that server |
//! | not `refused` | the cloud at work on it | none for 180 s after the intent |
//! | anything else | anything, less than 60 s after the intent | none: wait, it may still come |
//! | `refused`, and nothing was begun on the EIP afterwards | exactly what was before | `refused`, after 10 s of looking |
//! | `accepted` | no change, or at work | `stillSettling` |
//! | nothing, `noAnswer`, … | at work | `stillSettling`: something took it |
//! | anything else | anything: no change, another change, no such EIP | `unknown` |
//!
//! A failure is never claimed without the cloud's own refusal: between the crash and the reading somebody may have bound it again. Waiting
//! goes by the wall clock, as no other one outlives a process; an intent from the future waits. As that clock may have been set meanwhile, a
//! refusal also waits until whoever settles it has looked at the EIP for ten seconds by a clock of its own.

use super::history::{Answer, HistoryFilter, HistoryItem, HistoryRun, history};
use super::line::Who;
use super::scan::Scan;
use crate::domain::{
    BindTarget, Eip, EipId, EipStatus, Fault, FaultClass, Generation, InstanceId,
    NetworkInterfaceId,
};
use crate::unbind::record::{Intent, Settled};
use crate::unbind::report::{ItemReport, RunReport};
use crate::unbind::story::StoryEvent;
use crate::unbind::{Record, Verdict, schedule};
use jiff::Timestamp;

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
    pub who: Who,
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
    pub fn report(&self, settled: &Settled, at: Timestamp) -> RunReport {
        let by = self.intent.by.as_deref();
        let mut who = self.who.person();
        who.account = by.and_then(|by| by.account.clone());
        who.caller = by.and_then(|by| by.caller.clone());
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
            ..ItemReport::of_intent(&self.intent)
        };
        RunReport {
            run_id: self.run_id.clone(),
            started_at: Some(self.at),
            who,
            account: Some(self.intent.account.clone()),
            profile: self.intent.profile.clone(),
            source: by.and_then(|by| by.source.clone()),
            api: Some(self.intent.api),
            endpoint: self.intent.endpoint.clone(),
            reason: self.intent.reason.clone(),
            planned_by: by.and_then(|by| by.planned_by.clone()),
            digest: Some(self.intent.digest.clone()),
            items: vec![item],
        }
    }

    /// Whether a reading of this account at this endpoint says anything about it: elsewhere the same id is another EIP, or none.
    pub fn is_of(&self, account: &str, endpoint: Option<&str>) -> bool {
        self.intent.account == account && self.is_at(endpoint)
    }

    /// Whether it was sent to this endpoint.
    pub fn is_at(&self, endpoint: Option<&str>) -> bool {
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
            recovered: true,
            events: vec![],
        }
    }
}

/// Judges an open intent by a reading of its EIP (`Ok(None)`: it is not listed), by the table above. `watched_ms`: how long this process had
/// been looking at it when it asked.
pub fn judge(
    open: &OpenIntent,
    reading: &Result<Option<Eip>, Fault>,
    now: Timestamp,
    watched_ms: u64,
) -> Judgement {
    let settle = |outcome, now_on| {
        let fresh = reading.as_ref().ok().and_then(Option::as_ref);
        Judgement::Settle { settled: Box::new(open.settled(outcome, fresh)), now_on }
    };
    let said = open.sent.as_ref().map_or("", |sent| sent.answer.as_str());
    if said == "notSent" {
        return settle(Verdict::NotSent, None);
    }
    let fresh = match reading {
        Err(fault) => return Judgement::CannotTell(fault.clone()),
        Ok(Some(fresh)) if fresh.eip_id != open.intent.eip_id => {
            return cannot_tell("the reading is of another EIP");
        }
        Ok(fresh) => fresh.as_ref(),
    };
    let Some(goal) = Goal::of(&open.intent) else {
        return cannot_tell("the action is not known to this version");
    };
    // As in a run: released because it was unbound (`docs/api-v3.md` §5.4).
    let released = fresh.is_none()
        && open.intent.cascade_release
        && said == "accepted"
        && matches!(goal, Goal::Unbound);
    if released || fresh.is_some_and(|fresh| goal.is_reached(&open.intent, fresh)) {
        return settle(Verdict::Verified, None);
    }
    let now_on = fresh
        .filter(|fresh| fresh.status.is_bound())
        .and_then(|fresh| fresh.un_instance_id.clone());
    if now_on.is_some() && now_on != open.intent.before.un_instance_id {
        return settle(Verdict::Unknown, now_on);
    }
    let at_work = said != "refused" && fresh.is_some_and(|fresh| goal.is_under_way(fresh));
    let window = if at_work { schedule::SETTLE_WINDOW_MS } else { schedule::UNKNOWN_WINDOW_MS };
    let elapsed = now.as_millisecond().saturating_sub(open.at.as_millisecond());
    match u64::try_from(elapsed) {
        Err(_) => return Judgement::Wait(schedule::UNKNOWN_WINDOW_MS),
        Ok(elapsed) if elapsed < window => {
            return Judgement::Wait(schedule::next_look(elapsed).min(window) - elapsed);
        }
        Ok(_) => {}
    }
    let unchanged =
        !open.superseded && fresh.is_some_and(|fresh| is_unchanged(&open.intent, fresh));
    if said == "refused" && unchanged && watched_ms < schedule::REFUSED_WINDOW_MS {
        return Judgement::Wait(schedule::next_look(watched_ms) - watched_ms);
    }
    settle(
        match said {
            "refused" if unchanged => Verdict::Refused,
            "accepted" if unchanged || at_work => Verdict::StillSettling,
            _ if at_work => Verdict::StillSettling,
            _ => Verdict::Unknown,
        },
        None,
    )
}

fn cannot_tell(why: &str) -> Judgement {
    Judgement::CannotTell(Fault::local(FaultClass::Local, why))
}

fn is_unchanged(intent: &Intent, fresh: &Eip) -> bool {
    let mut state = fresh.state();
    state.wan_ip = intent.before.wan_ip;
    state == intent.before
}

/// What the request was to bring about.
enum Goal {
    Unbound,
    BoundTo(BindTarget),
}

impl Goal {
    fn of(intent: &Intent) -> Option<Self> {
        let known = [Generation::V2, Generation::V3].map(Generation::capabilities);
        if known.iter().any(|c| c.unbind_action == intent.action) {
            return Some(Self::Unbound);
        }
        known
            .iter()
            .any(|c| c.bind_action == intent.action)
            .then(|| bind_target(intent).map(Self::BoundTo))?
    }

    fn is_reached(&self, intent: &Intent, fresh: &Eip) -> bool {
        match self {
            Self::Unbound => {
                fresh.is_unbound()
                    || (fresh.un_instance_id.is_none() && intent.before.un_instance_id.is_some())
            }
            Self::BoundTo(BindTarget::Instance(id)) => {
                fresh.status.is_bound() && fresh.un_instance_id.as_ref() == Some(id)
            }
            Self::BoundTo(BindTarget::PrivateIp { network_interface_id, private_ip_address }) => {
                let seat = (fresh.network_interface_id.as_ref(), fresh.private_ip_address);
                fresh.status.is_bound()
                    && seat == (Some(network_interface_id), Some(*private_ip_address))
            }
        }
    }

    fn is_under_way(&self, fresh: &Eip) -> bool {
        match self {
            Self::Unbound => fresh.status == EipStatus::Unbinding,
            Self::BoundTo(_) => fresh.status == EipStatus::Binding,
        }
    }
}

fn bind_target(intent: &Intent) -> Option<BindTarget> {
    let text =
        |names: [&str; 2]| names.iter().find_map(|name| intent.parameters.get(*name)?.as_str());
    if let Some(id) = text(["unInstanceId", "InstanceId"]).and_then(InstanceId::parse) {
        return Some(BindTarget::Instance(id));
    }
    let network_interface_id =
        NetworkInterfaceId::parse(text(["networkInterfaceId", "NetworkInterfaceId"])?)?;
    let private_ip_address = text(["privateIpAddress", "PrivateIpAddress"])?.parse().ok()?;
    Some(BindTarget::PrivateIp { network_interface_id, private_ip_address })
}
