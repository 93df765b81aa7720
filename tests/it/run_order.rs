//! Every order in which a run can go, not a sample: each answer at each step, for one to three items, with a cancel anywhere.

mod history;

use crate::support::values::{at, bound, context, plan_for, quota, rebound, subject, unbound};
use eip_unbind::domain::error_code::lookup_v2;
use eip_unbind::domain::{
    Accepted, Denial, Doubt, Eip, EipStatus, Fault, FaultClass, Field, Gaps, HookEnd, TaskState,
};
use eip_unbind::unbind::{
    Plan, PlanInput, Reading, Run, RunConfig, RunEffect, RunMsg, Sighting, Verdict, former_target,
    plan,
};
use history::{Answer, Entry, History, Look, Odd, Recheck};

/// The answers that are tried.
struct Menu {
    rechecks: &'static [Recheck],
    /// Whether it is written, and after how long.
    records: &'static [(bool, u64)],
    answers: &'static [Answer],
    looks: &'static [Look],
    /// What is heard of a task; none where the cloud gives no task.
    tasks: &'static [Option<TaskState>],
    /// Whether the new address came; nothing when the NIC can't be seen.
    wan_ips: &'static [Option<bool>],
    verdicts: &'static [bool],
    cancels: bool,
}

const EVERYTHING: Menu = Menu {
    rechecks: &[
        Recheck::Equal,
        Recheck::Late,
        Recheck::Changed,
        Recheck::Unbound,
        Recheck::Gone,
        Recheck::Fault,
    ],
    records: &[(true, 5), (true, 3_001), (false, 5)],
    answers: &[
        Answer::Accepted,
        Answer::Refused,
        Answer::MayHaveActed,
        Answer::Throttled,
        Answer::Lost,
        Answer::NotConnected,
        Answer::NotSent,
    ],
    looks: &[
        Look::Stale,
        Look::Unbound,
        Look::Unchanged,
        Look::Moving,
        Look::Elsewhere,
        Look::Gone,
        Look::Fault,
    ],
    tasks: &[],
    wan_ips: &[Some(true), Some(false), None],
    verdicts: &[true, false],
    cancels: true,
};

/// Answers that tell too little, or what can't be.
const ODD: Menu = Menu {
    rechecks: &[
        Recheck::Equal,
        Recheck::Odd(Odd::NoServer),
        Recheck::Odd(Odd::NoStatus),
        Recheck::Odd(Odd::BoundToNone),
        Recheck::Odd(Odd::Twice),
        Recheck::Odd(Odd::OtherEip),
        Recheck::Odd(Odd::OtherAddress),
        Recheck::Odd(Odd::Incomplete),
        Recheck::Odd(Odd::OffOnServer),
    ],
    records: QUICK,
    answers: &[
        Answer::Accepted,
        Answer::Refused,
        Answer::MayHaveActed,
        Answer::Throttled,
        Answer::Lost,
    ],
    looks: &[
        Look::Unbound,
        Look::Unchanged,
        Look::Odd(Odd::NoServer),
        Look::Odd(Odd::NoStatus),
        Look::Odd(Odd::BoundToNone),
        Look::Odd(Odd::Twice),
        Look::Odd(Odd::OtherEip),
        Look::Odd(Odd::OtherAddress),
        Look::Odd(Odd::Incomplete),
        Look::Odd(Odd::OffOnServer),
    ],
    verdicts: &[true],
    ..EVERYTHING
};

const QUICK: &[(bool, u64)] = &[(true, 5), (false, 5)];

const TWO: Menu = Menu {
    rechecks: &[Recheck::Equal, Recheck::Changed, Recheck::Unbound, Recheck::Gone, Recheck::Fault],
    records: QUICK,
    looks: &[Look::Unbound, Look::Unchanged, Look::Fault],
    verdicts: &[true],
    ..EVERYTHING
};

const THREE: Menu = Menu {
    rechecks: &[Recheck::Equal, Recheck::Changed, Recheck::Unbound],
    records: QUICK,
    answers: &[Answer::Accepted, Answer::Refused, Answer::Throttled, Answer::Lost],
    looks: &[Look::Unbound, Look::Unchanged],
    verdicts: &[true],
    ..EVERYTHING
};

#[derive(Clone)]
struct State {
    run: Run,
    open: Vec<RunEffect>,
    now: u64,
    history: History,
}

/// Walks every order; gives how many there are.
fn walk(state: &State, menu: &Menu) -> u64 {
    if state.run.denial().is_some() {
        state.history.check_denied(&state.run);
        return 1;
    }
    let mut orders = 0;
    if menu.cancels && !state.history.is_cancelled() && !state.run.is_over() {
        orders += walk(&step(state, None, RunMsg::Cancel, Entry::Cancel, 1), menu);
    }
    if state.history.is_cancelled() {
        let mut left = state.run.clone();
        left.abandon(at(state.now));
        state.history.check_abandoned(&state.run, &left);
    }
    let Some(effect) = state.open.first() else {
        assert!(state.run.is_over(), "stuck: {:?}\n{:#?}", state.history, state.run.items);
        state.history.check_outcomes(&state.run);
        return orders + 1;
    };
    for (msg, entry, after) in answers(state, effect, menu) {
        orders += walk(&step(state, Some(()), msg, entry, after), menu);
    }
    orders
}

fn step(state: &State, answered: Option<()>, msg: RunMsg, entry: Entry, after: u64) -> State {
    let mut next = state.clone();
    if answered.is_some() {
        next.open.remove(0);
    }
    next.now += after;
    next.history.push(entry);
    let effects = next.run.step(at(next.now), msg);
    for effect in effects {
        if let RunEffect::Send { item, .. } = &effect {
            next.history.check_send(&next.run, *item);
            next.history.push(Entry::Sent(*item));
        }
        if effect == RunEffect::StopAsking {
            next.open.retain(|effect| !matches!(effect, RunEffect::Ask { .. }));
            continue;
        }
        let waits = !matches!(&effect, RunEffect::Write { record, .. } if !matches!(**record, eip_unbind::unbind::Record::Settled { .. }));
        if waits {
            next.open.push(effect);
        }
    }
    next
}

/// Every answer to an effect that is open, and how long it takes.
fn answers(state: &State, effect: &RunEffect, menu: &Menu) -> Vec<(RunMsg, Entry, u64)> {
    let task_id = (!menu.tasks.is_empty()).then_some(7);
    let before = |item: usize| &state.run.items[item].plan.before;
    match effect {
        RunEffect::Ask { .. } => [true, false]
            .map(|agrees| {
                let denial = Denial { program: "ask".into(), end: HookEnd::Late };
                let answer = if agrees { Ok(()) } else { Err(denial) };
                (RunMsg::Asked(answer), Entry::Asked(agrees), 20_000)
            })
            .to_vec(),
        RunEffect::StopAsking => vec![],
        RunEffect::Recheck { item, seq, question } => menu
            .rechecks
            .iter()
            .map(|kind| {
                let seen = Sighting {
                    quota: question.quota.then(|| quota(2)),
                    ..Sighting::from(reread(*kind, before(*item)))
                };
                let msg = RunMsg::Rechecked(*item, *seq, Box::new(seen));
                (msg, Entry::Recheck(*item, *kind), if *kind == Recheck::Late { 3_001 } else { 30 })
            })
            .collect(),
        RunEffect::WriteIntent { item, seq, .. } => {
            let entry = |ok, after| {
                if after > 3_000 { Entry::LateRecord(*item) } else { Entry::Record(*item, ok) }
            };
            let records = menu.records.iter();
            records
                .map(|(ok, after)| {
                    (RunMsg::IntentWritten(*item, *seq, written(*ok)), entry(*ok, *after), *after)
                })
                .collect()
        }
        RunEffect::Send { item, seq, .. } => menu
            .answers
            .iter()
            .map(|kind| {
                (
                    RunMsg::Answered(*item, *seq, answer(*kind, task_id)),
                    Entry::Answer(*item, *kind),
                    40,
                )
            })
            .collect(),
        RunEffect::Look { item, seq, .. } => menu
            .looks
            .iter()
            .map(|kind| {
                (
                    RunMsg::Looked(*item, *seq, Box::new(look(*kind, before(*item)).into())),
                    Entry::Look(*item, *kind),
                    if *kind == Look::Stale { 20_000 } else { 20 },
                )
            })
            .collect(),
        RunEffect::AskTask { item, seq, .. } => menu
            .tasks
            .iter()
            .map(|task| {
                (
                    RunMsg::TaskSeen(*item, *seq, task.clone()),
                    Entry::Task(*item, *task == Some(TaskState::Failed)),
                    10,
                )
            })
            .collect(),
        RunEffect::LookWanIp { item, seq, .. } => menu
            .wan_ips
            .iter()
            .map(|came| {
                let seen = came
                    .map(|came| came.then(|| "192.0.2.7".parse().unwrap()))
                    .ok_or_else(|| Fault::no_answer("lost"));
                (RunMsg::WanIpSeen(*item, *seq, seen), Entry::WanIp(*item, *came), 20)
            })
            .collect(),
        RunEffect::Wake { item, seq, after_ms } => {
            // The first look comes in time; the next so late that every window is over.
            let after = if state.history.has_looked(*item) { 200_000 } else { *after_ms };
            vec![(RunMsg::Due(*item, *seq), Entry::Other, after)]
        }
        RunEffect::Write { item, .. } => menu
            .verdicts
            .iter()
            .map(|ok| (RunMsg::VerdictWritten(*item, written(*ok)), Entry::Other, 5))
            .collect(),
    }
}

/// What an answer says that tells too little, or what can't be.
fn odd(kind: Odd, before: &Eip) -> Reading {
    let found = |eip: Eip| Reading::Found(Box::new(eip));
    match kind {
        Odd::NoServer => found(Eip {
            un_instance_id: None,
            gaps: Gaps::not_told([Field::UnInstanceId]),
            ..before.clone()
        }),
        Odd::NoStatus => found(Eip {
            status: EipStatus::NotTold,
            gaps: Gaps::not_told([Field::Status]),
            ..unbound(before)
        }),
        Odd::BoundToNone => found(Eip { status: EipStatus::Bound, ..unbound(before) }),
        Odd::Twice => {
            let mut both = before.clone();
            both.merge(&unbound(before));
            found(both)
        }
        Odd::OtherEip => {
            let other = bound(99);
            Reading::Unclear(Doubt::OtherEip { eip_id: other.eip_id, eip: other.eip })
        }
        Odd::OtherAddress => found(Eip { eip: bound(99).eip, ..unbound(before) }),
        Odd::Incomplete => Reading::Unclear(Doubt::Incomplete { rows: 1, total: 2 }),
        Odd::OffOnServer => found(Eip { status: EipStatus::Unbound, ..before.clone() }),
    }
}

fn reread(kind: Recheck, before: &Eip) -> Reading {
    match kind {
        Recheck::Equal | Recheck::Late => Reading::Found(Box::new(before.clone())),
        Recheck::Changed => Reading::Found(Box::new(rebound(before))),
        Recheck::Unbound => Reading::Found(Box::new(unbound(before))),
        Recheck::Gone => Reading::Missing,
        Recheck::Fault => Reading::Failed(Fault::no_answer("lost")),
        Recheck::Odd(kind) => odd(kind, before),
    }
}

fn answer(kind: Answer, task_id: Option<u64>) -> Result<Accepted, Fault> {
    match kind {
        Answer::Accepted => Ok(Accepted { task_id, ..Accepted::default() }),
        Answer::Refused => Err(lookup_v2(5000).fault("5000", "", None)),
        Answer::MayHaveActed => Err(lookup_v2(6000).fault("6000", "", None)),
        Answer::Throttled => Err(lookup_v2(4400).fault("4400", "", None)),
        Answer::Lost => Err(Fault::no_answer("lost")),
        Answer::NotConnected => Err(Fault::local(FaultClass::Unreachable, "refused")),
        Answer::NotSent => Err(Fault::local(FaultClass::Credentials, "none")),
    }
}

fn look(kind: Look, before: &Eip) -> Reading {
    match kind {
        Look::Unbound => Reading::Found(Box::new(unbound(before))),
        Look::Unchanged | Look::Stale => Reading::Found(Box::new(before.clone())),
        Look::Moving => {
            Reading::Found(Box::new(Eip { status: EipStatus::Unbinding, ..before.clone() }))
        }
        Look::Elsewhere => Reading::Found(Box::new(rebound(before))),
        Look::Gone => Reading::Missing,
        Look::Fault => Reading::Failed(Fault::no_answer("lost")),
        Look::Odd(kind) => odd(kind, before),
    }
}

fn written(ok: bool) -> Result<(), String> {
    if ok { Ok(()) } else { Err("disk full".to_owned()) }
}

fn orders(plan: &Plan, journal: bool, menu: &Menu) -> u64 {
    orders_where(plan, journal, false, menu)
}

fn orders_where(plan: &Plan, journal: bool, asks: bool, menu: &Menu) -> u64 {
    let config = RunConfig {
        run_id: "r-1".to_owned(),
        wait_ms: 180_000,
        journal,
        watch: false,
        reason: None,
        to_ask: asks.then(Box::default),
    };
    let run = Run::new(plan, context(), config);
    let fresh = State { run, open: vec![], now: 0, history: History::new(journal) };
    let begun = step(&fresh, None, RunMsg::Start, Entry::Other, 0);
    walk(&begun, menu)
}

#[test]
fn one_item_in_every_order() {
    let (with, without) = (
        orders(&plan_for(&[bound(7)]), true, &EVERYTHING),
        orders(&plan_for(&[bound(7)]), false, &EVERYTHING),
    );
    println!("one item: {with} orders, without a journal {without}");
    assert!(with > 1_000 && without > 500);
}

#[test]
fn two_items_that_somebody_is_asked_about_in_every_order() {
    let plan = plan_for(&[bound(7), bound(8)]);
    let (asked, plain) = (orders_where(&plan, true, true, &TWO), orders(&plan, true, &TWO));
    println!("two items, asked about: {asked} orders, {plain} without");
    // All that could happen anyway once they agree; they don't; it is cancelled before they answer.
    assert_eq!(asked, plain + 2);
}

#[test]
fn one_item_with_answers_that_prove_nothing_in_every_order() {
    let count = orders(&plan_for(&[bound(7)]), true, &ODD);
    println!("one item, answers that prove nothing: {count} orders");
    assert!(count > 5_000);
}

#[test]
fn one_item_that_asks_for_a_new_address_in_every_order() {
    let mut wish = subject(&bound(7));
    wish.request.options.alloc_wan_ip = true;
    let count = orders(&plan(&context(), &[wish]), true, &EVERYTHING);
    println!("one item with allocWanIp=1: {count} orders");
    assert!(count > 1_000);
}

#[test]
fn one_item_with_a_task_in_every_order() {
    const TASKS: Menu = Menu {
        tasks: &[Some(TaskState::Running), Some(TaskState::Success), Some(TaskState::Failed), None],
        rechecks: &[Recheck::Equal, Recheck::Changed],
        records: QUICK,
        ..EVERYTHING
    };
    let count = orders(&plan_for(&[bound(7)]), true, &TASKS);
    println!("one item with a task: {count} orders");
    assert!(count > 10_000);
}

#[test]
fn two_items_in_every_order() {
    let count = orders(&plan_for(&[bound(7), bound(8)]), true, &TWO);
    println!("two items: {count} orders");
    assert!(count > 10_000);
}

#[test]
fn three_items_in_every_order() {
    let count = orders(&plan_for(&[bound(7), bound(8), bound(9)]), true, &THREE);
    println!("three items: {count} orders");
    assert!(count > 10_000);
}

/// A run of one item at its outcome: verified, or not known as nobody answered.
fn at_outcome(answer: Answer, shows: Look) -> State {
    let config = RunConfig {
        run_id: "r-1".to_owned(),
        wait_ms: 180_000,
        journal: true,
        watch: true,
        reason: None,
        to_ask: None,
    };
    let run = Run::new(&plan_for(&[bound(7)]), context(), config);
    let fresh = State { run, open: vec![], now: 0, history: History::new(true) };
    let mut state = step(&fresh, None, RunMsg::Start, Entry::Other, 0);
    let menu = Menu { cancels: false, verdicts: &[true], ..EVERYTHING };
    while state.run.items[0].outcome.is_none() || !state.run.is_over() {
        let effect = state.open[0].clone();
        let all = answers(&state, &effect, &menu);
        let course = [
            Entry::Recheck(0, Recheck::Equal),
            Entry::Record(0, true),
            Entry::Answer(0, answer),
            Entry::Look(0, shows),
            Entry::Other,
        ];
        let wanted = |entry: &Entry| course.contains(entry);
        let (msg, entry, after) = all.into_iter().find(|(_, entry, _)| wanted(entry)).unwrap();
        state = step(&state, Some(()), msg, entry, after);
    }
    state
}

/// What a run sees after its outcome it writes down: every look that follows `verified`; all that is new while the outcome is not known.
#[test]
fn what_is_seen_after_the_outcome_is_written_down_in_every_order() {
    let mut looks = 0;
    let mut look_again = |state: &State, kind: Look, last: &mut Option<Reading>| {
        let mut run = state.run.clone();
        let due = run.step(at(state.now + 10_000), RunMsg::Due(0, run.items[0].seq));
        assert!(matches!(due[..], [RunEffect::Look { .. }]), "{due:?}");
        let seen = look(kind, &run.items[0].plan.before);
        let fails = matches!(seen, Reading::Failed(_));
        let is_unknown = run.items[0].outcome.as_ref().unwrap().word == Verdict::Unknown;
        let is_news = !fails && last.as_ref() != Some(&seen);
        let looked = RunMsg::Looked(0, run.items[0].seq, Box::new(seen.clone().into()));
        let out = run.step(at(state.now + 10_020), looked);
        let wrote = out.iter().any(|effect| matches!(effect, RunEffect::Write { .. }));
        assert_eq!(wrote, is_news || !is_unknown && !fails, "{kind:?} after {last:?}: {out:?}");
        looks += 1;
        if !fails {
            *last = Some(seen);
        }
        let goes_on = out.iter().any(|effect| matches!(effect, RunEffect::Wake { .. }));
        goes_on.then(|| State { run, now: state.now + 10_020, ..state.clone() })
    };
    for (answer, shows) in [(Answer::Accepted, Look::Unbound), (Answer::Lost, Look::Unchanged)] {
        for first in [Look::Unbound, Look::Unchanged, Look::Elsewhere, Look::Gone, Look::Fault] {
            for second in [Look::Unbound, Look::Unchanged, Look::Elsewhere, Look::Gone] {
                let state = at_outcome(answer, shows);
                let mut last = Some(look(shows, &state.run.items[0].plan.before));
                if let Some(next) = look_again(&state, first, &mut last) {
                    look_again(&next, second, &mut last);
                }
            }
        }
    }
    println!("{looks} looks after an outcome");
    assert!(looks > 50, "{looks}");
}

/// Whatever is read right before a bind is sent: while an earlier request may still take it off, "bound already" is no outcome.
#[test]
fn no_reading_makes_a_bind_bound_already_while_an_unbind_is_open() {
    let (was, free) = (bound(7), unbound(&bound(7)));
    for unbind_open in [false, true] {
        let wish = PlanInput {
            reading: Reading::Found(Box::new(free.clone())),
            nics: None,
            bind: former_target(&was),
            unbind_open,
            ..subject(&was)
        };
        let plan = plan(&context(), &[wish]);
        let readings = [
            reread(Recheck::Equal, &was),
            reread(Recheck::Changed, &was),
            reread(Recheck::Unbound, &was),
            Reading::Missing,
            reread(Recheck::Fault, &was),
        ];
        let words = readings.map(|seen| {
            let config = RunConfig {
                run_id: "r-1".to_owned(),
                wait_ms: 180_000,
                journal: true,
                watch: false,
                reason: None,
                to_ask: None,
            };
            let mut run = Run::new(&plan, context(), config);
            run.step(at(0), RunMsg::Start);
            let seq = run.items[0].seq;
            run.step(at(30), RunMsg::Rechecked(0, seq, Box::new(seen.into())));
            run.items[0].outcome.as_ref().map(|outcome| outcome.word)
        });
        let there = if unbind_open { Verdict::Drifted } else { Verdict::AlreadyBound };
        let (drifted, failed) = (Some(Verdict::Drifted), Some(Verdict::NotSent));
        assert_eq!(words, [Some(there), Some(there), None, drifted, failed], "open: {unbind_open}");
    }
}
