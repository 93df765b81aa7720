//! Intents that a crash left open, settled by reading, by themselves (`docs/contract.md` §2, promise 7). What a reading means is decided in
//! [`crate::journal::judge`]; this only reads, waits and writes.

use super::clock::Clock;
use super::runner::Runner;
use super::spawn::spawn;
use super::writer::Writer;
use crate::api::Paused;
use crate::app::Msg;
use crate::app::history::{Unfinished, UnfinishedState};
use crate::domain::Eip;
use crate::domain::identity::Identity;
use crate::journal::{Judgement, OpenIntent, OpenState, Watched, is_alive, judge, open_intents};
use crate::text::history::{Elsewhere, elsewhere};
use crate::unbind::Reading;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use jiff::Timestamp;
use std::time::Duration;
use tokio::sync::watch;

/// Pause after a reading that said nothing.
const BLIND_MS: u64 = 5_000;
/// While anything is open, the journal is read again this often: who left it to others may have died.
const AGAIN: Duration = Duration::from_secs(5);

/// Identity readings say something: this account at this endpoint.
#[derive(Debug, Clone)]
pub struct Home {
    /// The account's id, once it is known.
    pub(crate) account: watch::Receiver<Option<String>>,
    /// Whether somebody is asked for it.
    pub(crate) may_learn: bool,
    /// As far as it is known without asking anybody: what stands for the account is in its place.
    pub(crate) whose: Identity,
}

/// How an account in the journal compares with the one in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Account {
    Same,
    /// It is written as that of the key in force would have been by an earlier version: only a reading that shows the EIP proves it.
    LooksAlike,
    Other,
}

impl Home {
    /// Whether it may turn out to be of this very account, which is not told yet: until then it is not called somebody else's.
    fn may_be_of(&self, intent: &OpenIntent) -> bool {
        self.may_learn
            && self.account.borrow().is_none()
            && intent.state == OpenState::Mine
            && intent.is_at(self.whose.endpoint.as_deref())
            && self.compare(&intent.intent.account) == Account::Other
    }

    fn compare(&self, recorded: &str) -> Account {
        if recorded == self.whose.account || self.account.borrow().as_deref() == Some(recorded) {
            return Account::Same;
        }
        // Earlier versions wrote the key's id, with only its ends, which other keys may share.
        if recorded == self.whose.keys.key_id
            && recorded.contains('…')
            && recorded.len() > '…'.len_utf8()
        {
            return Account::LooksAlike;
        }
        Account::Other
    }
}

/// The time that settling goes by.
#[derive(Clone, Copy)]
pub struct Time<'a> {
    /// The wall clock.
    pub wall: &'a dyn Fn() -> Timestamp,
    /// Waits so many milliseconds.
    pub pause: &'a dyn Fn(u64) -> Paused,
}

/// Settles what a crash left open, beside everything else; its news come as messages.
pub fn recover(runner: &Runner, home: Home, clock: Clock) {
    let runner = runner.clone();
    spawn(async move {
        let Some(writer) = runner.writer() else { return };
        let tell = |news| {
            let runner = runner.clone();
            spawn(async move { runner.answer(Msg::Unfinished(news)).await });
        };
        settle_open(&runner, writer, &home, clock, true, &tell).await;
    });
}

/// Finds open intents and settles those that a dead run of this machine left; tells what it sees. Any number of processes may do so at once:
/// the journal takes one verdict. Ends when it has settled all; whoever stays on (`stays`) also waits for runs that live to end, or to die.
pub(crate) async fn settle_open(
    runner: &Runner,
    writer: &Writer,
    home: &Home,
    clock: Clock,
    stays: bool,
    tell: &dyn Fn(Unfinished),
) {
    let time = Time {
        wall: &|| clock.now().wall,
        pause: &|ms| Box::pin(tokio::time::sleep(Duration::from_millis(ms))),
    };
    let mut known: Vec<(String, usize)> = vec![];
    let mut at_work = FuturesUnordered::new();
    let mut account = home.account.clone();
    loop {
        let mut waits = false;
        // Somebody else's, as far as it is known whose account this is.
        let mut undecided = vec![];
        for intent in find_open(writer).await {
            let id = (intent.run_id.clone(), intent.item);
            match stands(writer, &intent, home) {
                None => waits = stays,
                Some(_) if known.contains(&id) => {}
                Some(UnfinishedState::Looking) => {
                    known.push(id);
                    let proof = home.compare(&intent.intent.account) == Account::LooksAlike;
                    at_work.push(async move {
                        settle(runner, writer, &intent, time, proof, tell).await;
                    });
                }
                Some(state) if home.may_be_of(&intent) => undecided.push(seen(&intent, state)),
                Some(state) => {
                    known.push(id);
                    tell(seen(&intent, state));
                }
            }
        }
        let mut waits_for_account = !undecided.is_empty();
        let again = tokio::time::sleep(AGAIN);
        tokio::pin!(again);
        loop {
            if !waits_for_account {
                undecided.drain(..).for_each(tell);
            }
            if at_work.is_empty() && !waits && !waits_for_account {
                return;
            }
            tokio::select! {
                Some(()) = at_work.next() => {}
                () = &mut again, if waits || !undecided.is_empty() => {
                    undecided.drain(..).for_each(tell);
                    if waits {
                        break;
                    }
                    waits_for_account = stays;
                }
                changed = account.changed(), if waits_for_account => match changed {
                    Ok(()) => break,
                    // Nobody will tell any more.
                    Err(_) => waits_for_account = false,
                },
            }
        }
    }
}

/// Tells what is open without settling it.
pub(crate) async fn show_open(writer: &Writer, home: &Home, tell: &dyn Fn(Unfinished)) {
    for intent in find_open(writer).await {
        if let Some(state) = stands(writer, &intent, home).filter(|_| !home.may_be_of(&intent)) {
            tell(seen(&intent, state));
        }
    }
}

/// What is open and not this process's own. A journal that can't be read holds nothing.
async fn find_open(writer: &Writer) -> Vec<OpenIntent> {
    let who = &writer.place().who;
    let (Ok(dir), Ok(scan)) = (writer.place().dir(), writer.scan_open().await) else {
        return vec![];
    };
    let mut open =
        open_intents(&scan, &|other| other.is_same_process(who) || is_alive(dir, other), &who.host);
    // Who was alive while the journal was read may have written its verdict and gone before it was asked for. All that the dead wrote is in a
    // journal that is read after their death.
    if open.iter().any(|intent| intent.state == OpenState::Mine) {
        let dead: Vec<_> = open
            .iter()
            .filter(|intent| intent.state == OpenState::Mine)
            .map(|intent| intent.who.clone())
            .collect();
        let Ok(scan) = writer.scan_open().await else { return vec![] };
        open = open_intents(
            &scan,
            &|other| !dead.iter().any(|who| who.is_same_process(other)),
            &who.host,
        );
    }
    open.retain(|intent| !intent.who.is_same_process(who));
    open
}

/// Where an open intent stands for whoever finds it; `None` while its run lives.
fn stands(writer: &Writer, intent: &OpenIntent, home: &Home) -> Option<UnfinishedState> {
    let is_there = intent.is_at(home.whose.endpoint.as_deref());
    let is_other = home.compare(&intent.intent.account) == Account::Other;
    let account = is_other.then(|| intent.intent.account.clone());
    let endpoint = Elsewhere::Endpoint(intent.intent.endpoint.as_deref());
    let why = match (intent.state, &account) {
        (OpenState::Alive, _) => return None,
        (OpenState::OtherHost, _) => Elsewhere::Host(&intent.who.host),
        (OpenState::Mine, None) if is_there => return Some(UnfinishedState::Looking),
        (OpenState::Mine, Some(account)) if is_there => Elsewhere::Account(account),
        (OpenState::Mine, _) => endpoint,
    };
    let whose = elsewhere(writer.place().lang, why);
    Some(UnfinishedState::Elsewhere(whose))
}

fn seen(intent: &OpenIntent, state: UnfinishedState) -> Unfinished {
    let eip =
        intent.intent.eip.map_or_else(|| intent.intent.eip_id.to_string(), |ip| ip.to_string());
    Unfinished { id: (intent.run_id.clone(), intent.item), eip, at: intent.at, state }
}

/// Settles one open intent, however long it takes.
pub async fn settle(
    runner: &Runner,
    writer: &Writer,
    intent: &OpenIntent,
    time: Time<'_>,
    needs_proof: bool,
    tell: &dyn Fn(Unfinished),
) {
    tell(seen(intent, UnfinishedState::Looking));
    let mut watched = Watched::default();
    loop {
        let sighting = runner.sight(&watched.question(intent), false).await;
        let is_read = !matches!(sighting.eip, Reading::Failed(_));
        if needs_proof && is_read && !is_that_one(sighting.eip.eip(), intent) {
            let why = Elsewhere::Account(&intent.intent.account);
            let whose = UnfinishedState::Elsewhere(elsewhere(writer.place().lang, why));
            return tell(seen(intent, whose));
        }
        let now = (time.wall)();
        let done = match judge(intent, &sighting, now, &mut watched) {
            Judgement::Settle { settled, .. } => {
                let word = settled.outcome;
                let report = intent.report(&settled, now);
                match writer.write(intent.record(now, settled)).await {
                    Ok(()) => {
                        for item in &report.items {
                            runner.tell_hooks(&report.told(item));
                        }
                        Ok(word)
                    }
                    Err(error) => Err((BLIND_MS, Some(error))),
                }
            }
            Judgement::Wait(ms) => Err((ms, None)),
            Judgement::CannotTell(fault) => {
                Err((BLIND_MS, Some(format!("{} {}", fault.code, fault.message))))
            }
        };
        let (pause, why) = match done {
            Ok(word) => return tell(seen(intent, UnfinishedState::Settled(word))),
            Err(not_yet) => not_yet,
        };
        if let Some(why) = why {
            // Somebody else may have been faster.
            if let Ok(Some(word)) = writer.verdict(&intent.run_id, intent.item).await {
                return tell(seen(intent, UnfinishedState::Settled(word)));
            }
            tell(seen(intent, UnfinishedState::Blind(why)));
        }
        (time.pause)(pause).await;
        // What the answers took is not counted: the looks are at least this far apart.
        watched.asked_ms += pause;
        watched.at_ms = watched.asked_ms;
    }
}

/// Whether a reading shows the very EIP, which only its own account sees.
fn is_that_one(eip: Option<&Eip>, intent: &OpenIntent) -> bool {
    eip.is_some_and(|eip| {
        eip.eip_id == intent.intent.eip_id
            && intent.intent.eip.is_some_and(|address| eip.eip == Some(address))
    })
}
