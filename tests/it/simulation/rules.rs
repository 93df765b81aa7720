//! The promises, checked at every event, by keys, drawn frames, wire, disk and world. Of the machine's own state the plan under review is taken,
//! to be held against all these, and what it says came of it, which is judged.

use super::answers::Answer;
use super::broken::Broken;
use super::oracle::{Confirmed, Oracle, Review, Rule, Shown, Ticket, Trace};
use super::place::Place;
use super::stands::{unfounded, unlike_shown};
use super::team;
use super::wire::Asked;
use crate::support::frame::Frame;
use eip_unbind::app::keymap::Scope;
use eip_unbind::app::{App, Code, Effect, Key};
use eip_unbind::unbind::{
    EventKind, Phase, Plan, Record, Run, RunEffect, RunItem, Verdict, schedule,
};
use std::net::IpAddr;

/// The review must have been on screen this long.
const ARM_MS: u64 = 300;
/// A request leaves this soon after the last thing that it had to wait for.
const IDLE_MS: u64 = 100;
/// Enter must come this long after the key before.
const GAP_MS: u64 = 30;
/// The longest token: `10.113.177`.
const TOKEN_MAX: usize = 10;
/// Leaving takes no longer than this.
const LEAVE_MS: u64 = 30_000;
/// Nothing that was asked for may stay unanswered longer than this.
const PATIENCE_MS: u64 = 120_000;
/// As many readings as a busy operator may have asked for before the last one.
const QUEUED: u64 = 200;

/// A request for a change leaves.
pub(crate) fn on_send(place: &Place, asked: &Asked) -> Option<Ticket> {
    let now = place.hub.now();
    let oracle = place.oracle.borrow();
    let process = oracle.process;
    let found = oracle.confirmed.iter().enumerate().rev().find_map(|(confirmed, c)| {
        (c.process == process).then_some(())?;
        c.item_of(place.generation, &asked.action, &asked.params)
            .map(|item| Ticket { confirmed, item })
    });
    let mut broken = Vec::new();
    if oracle.read_only {
        broken.push((Rule::ReadOnly, "a request for a change left a read-only session".to_owned()));
    }
    let Some(ticket) = found else {
        drop(oracle);
        broken.push((
            Rule::Confirmed,
            format!("nobody confirmed {} {:?}", asked.action, asked.params),
        ));
        report(place, broken);
        return None;
    };
    let confirmed = &oracle.confirmed[ticket.confirmed];
    let (item, trace) = (&confirmed.plan.items[ticket.item], &confirmed.items[ticket.item]);
    let id = item.eip_id.as_str();
    let again = !trace.sends.is_empty();
    let is_stopped =
        |(run, from): &(String, usize)| *run == confirmed.run_id && ticket.item >= *from;
    if !again && oracle.stopped.as_ref().is_some_and(is_stopped) {
        broken.push((Rule::Stopped, format!("{id} was begun after the run was stopped")));
    }
    broken.extend(team::on_send(place, confirmed, ticket.item));
    // What was read before everybody agreed was not read again.
    let begun = confirmed.at.max(place.team.agreed_at(&confirmed.run_id));
    let since = trace.sends.last().copied().unwrap_or(begun);
    let intents = intents(place, &confirmed.run_id, ticket.item);
    match oracle.rechecks(item, since).next() {
        None if again => broken
            .push((Rule::NewRecord, format!("a second request for {id} without a new reading"))),
        None => broken
            .push((Rule::ReadAgain, format!("{id} was not read again after the confirmation"))),
        Some(last) => {
            let recorded = intents.last().copied().unwrap_or_default();
            let readings = oracle.rechecks(item, since).count();
            broken.extend(unlike_shown(item, last));
            let says = held_up(now, last, readings, (recorded, place.connected.get()));
            broken.extend(says.map(|says| (Rule::ReadAgain, format!("{id}: {says}"))));
        }
    }
    if confirmed.journal && intents.len() <= trace.sends.len() {
        let rule = if again { Rule::NewRecord } else { Rule::RecordedFirst };
        broken.push((
            rule,
            format!("the intent of request {} for {id} is not on disk", trace.sends.len() + 1),
        ));
    }
    drop(oracle);
    report(place, broken);
    place.oracle.borrow_mut().confirmed[ticket.confirmed].items[ticket.item].sends.push(now);
    Some(ticket)
}

fn report(place: &Place, broken: Vec<(Rule, String)>) {
    for (rule, says) in broken {
        place.violated(rule, says);
    }
}

/// When each intent of an item was safely on disk.
fn intents(place: &Place, run: &str, index: usize) -> Vec<u64> {
    let is = |record: &Record| matches!(record, Record::Intent { run_id, item, .. } if run_id == run && *item == index);
    place.disk.borrow().records.iter().filter(|(_, record)| is(record)).map(|(at, _)| *at).collect()
}

/// What is wrong with the time between the question of the last reading and the request, which leaves now: it reaches the cloud as much later
/// as the link takes, and everything that the client itself waits for is over. A link or a disk that is always slow must not keep an operator
/// from the job; therefore the third reading may be old, but nothing may be waited for after it.
///
/// A connection that was made beforehand may have been closed since: another one is made as long as the answer is young enough.
fn held_up(
    now: u64,
    last: &Answer,
    readings: usize,
    (recorded, connected): (u64, u64),
) -> Option<String> {
    let begun = recorded.max(last.delivered);
    // One that is still being made was given up.
    let connected = if connected > now { 0 } else { connected };
    let age = if connected > begun { begun } else { now } - last.sent;
    let young = now - last.delivered;
    let idle = now - begun.max(connected);
    if age > schedule::STALE_MS && readings <= usize::from(schedule::STALE_REREADS) {
        return Some(format!("what the request acts on was asked for {age} ms before it left"));
    }
    if young > schedule::WIRE_MS {
        return Some(format!("the request left {young} ms after the answer of the last reading"));
    }
    (idle > IDLE_MS)
        .then(|| format!("the request was held back for {idle} ms although all was ready"))
}

/// A request for a change reached the cloud.
pub(crate) fn on_arrival(place: &Place, ticket: Option<Ticket>, applied: bool) {
    let Some(ticket) = ticket.filter(|_| applied) else { return };
    place.figures.borrow_mut().applied += 1;
    let mut oracle = place.oracle.borrow_mut();
    let confirmed = &mut oracle.confirmed[ticket.confirmed];
    let run_id = confirmed.run_id.clone();
    let trace = &mut confirmed.items[ticket.item];
    trace.applied += 1;
    let (applied, requests, said) = (trace.applied, trace.sends.len(), trace.said);
    drop(oracle);
    if applied > 1 {
        place.violated(
            Rule::OneEffect,
            format!("one confirmation took effect {applied} times, by {requests} requests"),
        );
    }
    // What was said and written before it came must be as true now.
    let recorded = last_verdict(place, &run_id, ticket.item);
    for (word, recovered) in said.map(|word| (word, false)).into_iter().chain(recorded) {
        judge(place, &run_id, ticket.item, word, recovered);
    }
}

/// The last verdict about an item that is on disk, and whether a later start wrote it.
fn last_verdict(place: &Place, run: &str, index: usize) -> Option<(Verdict, bool)> {
    place.disk.borrow().records.iter().rev().find_map(|(_, record)| match record {
        Record::Settled { run_id, item, settled, .. } if run_id == run && *item == index => {
            Some((settled.outcome, settled.recovered))
        }
        Record::Settled { .. }
        | Record::Intent { .. }
        | Record::Sent { .. }
        | Record::Note { .. } => None,
    })
}

/// A record is on disk.
pub(crate) fn on_written(place: &Place, record: &Record) {
    if let Record::Settled { run_id, item, settled, .. } = record {
        if settled.recovered {
            place.figures.borrow_mut().recovered += 1;
            place.figures.borrow_mut().outcome(settled.outcome);
        }
        judge(place, run_id, *item, settled.outcome, settled.recovered);
    }
}

/// Whether a verdict agrees with what really happened.
fn judge(place: &Place, run_id: &str, index: usize, word: Verdict, recovered: bool) {
    let oracle = place.oracle.borrow();
    let Some(confirmed) = oracle.confirmed.iter().find(|c| c.run_id == run_id) else {
        drop(oracle);
        return place
            .violated(Rule::Truth, format!("a verdict about {run_id}, which nobody confirmed"));
    };
    let (item, trace) = (&confirmed.plan.items[index], &confirmed.items[index]);
    let id = item.eip_id.as_str();
    // What is told as it is not can be the cloud's own fault only.
    let lied_to = oracle.was_lied_to(item, confirmed.at);
    let sent = trace.sends.last().copied();
    let told_only_lies = sent.is_some_and(|sent| oracle.was_told_only_lies(item, sent));
    let says = match word {
        Verdict::Verified if !lied_to && !oracle.was_reached(item, confirmed.at) => {
            Some("it never came to that")
        }
        Verdict::StillSettling if trace.applied == 0 && !oracle.was_moving(id, confirmed.at) => {
            Some("the cloud took nothing and did nothing")
        }
        Verdict::Unknown if trace.sends.is_empty() && !recovered => Some("nothing was ever sent"),
        Verdict::Refused if told_only_lies => None,
        Verdict::Refused
        | Verdict::NotSent
        | Verdict::Drifted
        | Verdict::AlreadyUnbound
        | Verdict::AlreadyBound
        | Verdict::Cancelled
        | Verdict::NotRecorded
            if trace.applied > 0 =>
        {
            Some("a request of ours took effect")
        }
        Verdict::AlreadyUnbound | Verdict::AlreadyBound
            if !lied_to && !oracle.was_reached(item, confirmed.at) =>
        {
            Some("it never was")
        }
        Verdict::Verified
        | Verdict::StillSettling
        | Verdict::Unknown
        | Verdict::Refused
        | Verdict::NotSent
        | Verdict::Drifted
        | Verdict::AlreadyUnbound
        | Verdict::AlreadyBound
        | Verdict::Cancelled
        | Verdict::NotRecorded => None,
    };
    // A word may be true by chance: it must stand on what was told as well.
    let broken = says
        .map(|why| (Rule::Truth, format!("{id} is said to be {}, but {why}", word.as_str())))
        .or_else(|| unfounded(&oracle, confirmed, index, word));
    drop(oracle);
    report(place, broken.into_iter().collect());
}

/// A key is about to reach the program.
pub(crate) fn on_key(place: &Place, app: &App, key: Key) {
    let now = place.hub.now();
    let mut oracle = place.oracle.borrow_mut();
    if app.scope() == Scope::Running && key.code == Code::Esc {
        stop(&mut oracle, app);
    }
    if app.scope() != Scope::Dialog {
        return;
    }
    if key.code == Code::Backspace {
        let _ = oracle.typed.pop();
    }
    let Code::Char(c) = key.code else { return };
    if key.ctrl || !(c.is_ascii_digit() || c == '.') {
        return;
    }
    let ready = oracle.shown.as_ref().is_some_and(|shown| {
        now - shown.since >= ARM_MS
            && shown.plan.items.iter().all(|item| oracle.was_read_as_shown(item, shown.opened))
    });
    if !ready {
        oracle.typed.clear();
    } else if oracle.typed.len() < TOKEN_MAX {
        oracle.typed.push(c);
    }
}

/// Esc in a run: nothing more of it is begun; once more takes that back, where something was out.
fn stop(oracle: &mut Oracle, app: &App) {
    let Some(run) = app.dialog.as_ref().and_then(|dialog| dialog.run.as_ref()) else { return };
    // The item that is out, be it that its connection is still being made, is not stopped.
    let is_begun = |item: &RunItem| item.phase != Phase::Pending && !app.can_cancel();
    let from = run.items.iter().take_while(|item| is_begun(item)).count();
    let stop = (run.config.run_id.clone(), from);
    if app.can_cancel() {
        oracle.stopped = Some(stop);
    } else if run.can_stop() {
        let is_taken_back = oracle.stopped.as_ref().is_some_and(|(run, _)| *run == stop.0);
        oracle.stopped = Some(stop).filter(|_| !is_taken_back);
    }
}

/// While the operator is asked whether to leave, no item is begun that was not.
pub(crate) fn behind_the_question(place: &Place, run: Option<&Run>, effects: &[Effect]) {
    for effect in effects {
        let Effect::Run(_, RunEffect::Recheck { item, .. }) = effect else { continue };
        let Some(item) = run.and_then(|run| run.items.get(*item)) else { continue };
        if item.events.is_empty() {
            let says = format!("{} was begun behind the question", item.plan.eip_id);
            place.violated(Rule::Stopped, says);
        }
    }
}

/// A key reached the program; `confirms` if it started a run by it.
pub(crate) fn after_key(place: &Place, app: &App, confirms: bool) {
    let now = place.hub.now();
    if confirms {
        confirm(place, app, now);
    }
    let mut oracle = place.oracle.borrow_mut();
    oracle.last_key = Some(now);
    // Keys that the field visibly dropped were not typed into it.
    if app.dialog.as_ref().is_some_and(|dialog| dialog.token.is_empty()) {
        oracle.typed.clear();
    }
}

fn confirm(place: &Place, app: &App, now: u64) {
    let Some(run) = app.dialog.as_ref().and_then(|d| d.run.as_ref()) else { return };
    let mut oracle = place.oracle.borrow_mut();
    let mut wrong = Vec::new();
    let Some((shown, review)) =
        oracle.shown.take().and_then(|mut shown| shown.review.take().map(|review| (shown, review)))
    else {
        drop(oracle);
        return place.violated(Rule::Confirmed, "a run began with no review on screen");
    };
    if now - shown.since < ARM_MS {
        wrong.push(format!("the review was on screen for {} ms only", now - shown.since));
    }
    if review.token != oracle.typed {
        wrong
            .push(format!("typed was `{}`, the screen asked for `{}`", oracle.typed, review.token));
    }
    let is_danger = oracle.danger || review.text.contains("DANGER TARGET: ");
    if token(&shown.plan, is_danger).as_ref() != Some(&review.token) {
        wrong.push(format!(
            "the screen asked for `{}`, the token is {:?}",
            review.token,
            token(&shown.plan, is_danger)
        ));
    }
    wrong.extend(review.lacks(&shown.plan.items).map(|word| format!("{word} was not on screen")));
    if oracle.last_key.is_some_and(|last| now - last < GAP_MS) {
        wrong.push("Enter came in one burst with the token".to_owned());
    }
    if shown.digest.as_ref() != Some(&run.digest) {
        wrong.push("the plan is not the one on screen".to_owned());
    }
    if !shown.plan.items.iter().all(|item| oracle.was_read_as_shown(item, shown.opened)) {
        let shown_as = shown.plan.items.iter().map(|item| item.before.state()).collect::<Vec<_>>();
        wrong.push(format!("no fresh reading equals what is shown: {shown_as:?}"));
    }
    let since = oracle.dialog_since.unwrap_or(shown.opened);
    let claims = run.items.iter().map(|item| &item.plan);
    let unfounded: Vec<_> =
        claims.filter_map(|item| oracle.unfounded_claim(item, &run.items, since)).collect();
    oracle.typed.clear();
    let process = oracle.process;
    let items = vec![Trace::default(); shown.plan.items.len()];
    let (run_id, journal) = (run.config.run_id.clone(), run.config.journal);
    oracle.confirmed.push(Confirmed { at: now, process, run_id, plan: shown.plan, journal, items });
    drop(oracle);
    place.figures.borrow_mut().confirmed += 1;
    place.tell("operator", || format!("has confirmed {}", run.config.run_id));
    team::on_confirm(place, run);
    if !wrong.is_empty() {
        place.violated(Rule::Confirmed, wrong.join("; "));
    }
    report(place, unfounded);
}

/// The token, worked out from the addresses of the targets.
fn token(plan: &Plan, is_danger: bool) -> Option<String> {
    let first = plan.items.first()?;
    let IpAddr::V4(ip) = first.eip? else { return None };
    let [.., third, last] = ip.octets();
    Some(match plan.items.as_slice() {
        all @ [_, _, ..] if is_danger => format!("{}.{third}.{last}", all.len()),
        all @ [_, _, ..] => format!("{}.{last}", all.len()),
        [_] if is_danger => format!("{third}.{last}"),
        _ => last.to_string(),
    })
}

/// A frame is on screen.
pub(crate) fn on_paint(place: &Place, app: &App, started: u64) {
    let now = place.hub.now();
    let mut oracle = place.oracle.borrow_mut();
    let first = app.dialog.as_ref().map(|dialog| started + dialog.opened.mono_ms);
    oracle.dialog_since = first.map(|opened| oracle.dialog_since.unwrap_or(opened));
    let Some(dialog) = app.dialog.as_ref().filter(|d| d.run.is_none()) else {
        oracle.shown = None;
        oracle.typed.clear();
        return;
    };
    let opened = started + dialog.opened.mono_ms;
    // What is learnt late may ask for the longer token: then the review begins anew, though the request is the same.
    let same = |shown: &Shown| {
        (shown.opened, &shown.digest, &shown.plan.token)
            == (opened, &dialog.plan.digest, &dialog.plan.token)
    };
    if let Some(shown) = oracle.shown.as_mut().filter(|shown| same(shown)) {
        // What the digest does not hold may have been learnt since: "no arrears" where nothing was told before.
        if shown.plan != dialog.plan {
            shown.plan = dialog.plan.clone();
        }
    } else {
        oracle.typed.clear();
        oracle.shown = Some(Shown {
            opened,
            digest: dialog.plan.digest.clone(),
            since: now,
            plan: dialog.plan.clone(),
            review: None,
        });
    }
}

/// The frame that the machine waits for is on screen: what it says counts, from now on.
pub(crate) fn on_review(place: &Place, app: &App, frame: &Frame) {
    let now = place.hub.now();
    let mut oracle = place.oracle.borrow_mut();
    let Some(shown) = oracle.shown.as_mut().filter(|_| frame.whole && app.overlays.is_empty())
    else {
        return;
    };
    let mut text = frame.text();
    if place.broken == Some(Broken::ShowsAnother) {
        text = text.replace("203.0.113.", "203.0.112.");
    }
    shown.since = now;
    shown.review = Review::read(&text);
}

/// Looks at what the program says after each event.
pub(crate) fn on_state(place: &Place, run: &Run) {
    let said: Vec<(usize, Verdict)> = {
        let mut oracle = place.oracle.borrow_mut();
        let Some(confirmed) = oracle.confirmed.iter_mut().find(|c| c.run_id == run.config.run_id)
        else {
            return;
        };
        let fresh = |(index, item): (usize, &eip_unbind::unbind::RunItem)| {
            let word = item.outcome.as_ref()?.word;
            let trace = &mut confirmed.items[index];
            (trace.said != Some(word)).then(|| {
                trace.said = Some(word);
                (index, word)
            })
        };
        run.items.iter().enumerate().filter_map(fresh).collect()
    };
    for (index, word) in &said {
        place.figures.borrow_mut().outcome(*word);
        place.tell("program", || {
            format!("says {} about {}/{index}", word.as_str(), run.config.run_id)
        });
        judge(place, &run.config.run_id, *index, *word, false);
        team::on_said(place, run, *index, *word);
    }
    if run.is_over() && run.config.journal {
        for (index, item) in run.items.iter().enumerate() {
            journal_agrees(place, run, index, item);
        }
    }
}

fn journal_agrees(place: &Place, run: &Run, index: usize, item: &eip_unbind::unbind::RunItem) {
    let Some(outcome) = &item.outcome else { return };
    let known_not_to =
        item.events.iter().any(|event| matches!(event.kind, EventKind::VerdictNotRecorded(_)));
    if known_not_to || outcome.word == Verdict::NotRecorded {
        return;
    }
    let last = last_verdict(place, &run.config.run_id, index).map(|(word, _)| word);
    if last != Some(outcome.word) {
        let says = format!(
            "the screen says {}, the journal {:?}",
            outcome.word.as_str(),
            last.map(Verdict::as_str)
        );
        place.violated(Rule::JournalAgrees, says);
    }
}

/// Something the program waits for is too old.
pub(crate) fn on_waiting(place: &Place, what: &str, born: u64) {
    // Where few requests a second are allowed, what an operator asked for in 45 s stands in a queue for longer.
    let patience = PATIENCE_MS.max(QUEUED * 1_000 / u64::from(place.per_second));
    if !what.is_empty() && place.hub.now() - born > patience {
        place.violated(
            Rule::NoWaiting,
            format!("{what} has been under way for {} s", (place.hub.now() - born) / 1_000),
        );
    }
}

/// The program is on its way out, or not.
pub(crate) fn on_leaving(place: &Place, app: &App) {
    let now = place.hub.now();
    let since = app.leaving.map(|_| *place.oracle.borrow_mut().leaving.get_or_insert(now));
    if let Some(since) = since.filter(|since| now - since > LEAVE_MS) {
        place.violated(Rule::NoWaiting, format!("has been leaving for {} ms", now - since));
    }
}

/// The program ended by itself.
pub(crate) fn on_exit(place: &Place, app: &App, code: u8) {
    place.tell("program", || format!("ends with exit code {code}"));
    let Some(run) = app.dialog.as_ref().and_then(|d| d.run.as_ref()) else { return };
    let oracle = place.oracle.borrow();
    let Some(confirmed) = oracle.confirmed.iter().find(|c| c.run_id == run.config.run_id) else {
        return;
    };
    let unsettled = run
        .items
        .iter()
        .zip(&confirmed.items)
        .any(|(item, trace)| item.outcome.is_none() && !trace.sends.is_empty());
    drop(oracle);
    if unsettled && code != 6 {
        place.violated(
            Rule::ExitCode,
            format!("left with exit code {code} while a request had no verdict"),
        );
    }
}
