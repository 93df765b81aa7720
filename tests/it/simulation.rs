//! The whole program in a world where everything goes wrong, and a seed decides what.
//!
//! ```text
//!  operator ──keys──> machine ──effects──> runner, client ──requests──> wire ──> built-in cloud <── other people
//!                        ^                     │                          (faults at every step)
//!                        └────── messages ─────┴──records──> disk (full, slow, torn by a crash)
//!  after every event: the promises of `docs/contract.md` §2, judged by keys, frames, wire, disk and world (`docs/reliability.md`: what from where)
//! ```
//! `EIP_UNBIND_SEEDS=1000000 cargo test --release --test it simulation -- --nocapture` runs many, `EIP_UNBIND_FROM=K` begins later;
//! `EIP_UNBIND_SEED=K` tells the story of one; `EIP_UNBIND_BROKEN=SkipsAsking,TakesNoForYes` tries these broken shells alone.

mod afterwards;
mod answers;
mod broken;
mod careless;
mod dice;
mod disk;
mod ending;
mod figures;
mod hub;
mod odd;
mod operator;
mod oracle;
mod place;
mod process;
mod rules;
mod run;
mod shrink;
mod spoil;
mod stands;
mod steps;
mod team;
mod wire;

use broken::Broken;
use dice::Dice;
use eip_unbind::domain::Generation;
use eip_unbind::unbind::Verdict;
use figures::Figures;
use oracle::Rule;
use run::{Report, simulate};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Seeds of an ordinary test run.
const SEEDS: u64 = 6_000;
/// Seeds that may fail before a run is over: a long run tells all it can of a night.
const ENOUGH: usize = 10;
/// Schedules tried when a failing one is made smaller.
const TRIES: usize = 3_000;
/// Broken shells that few worlds show, and a world shortly before the first that did: there the search begins. If a change moves it, the
/// search goes on from the first world, and only takes longer.
const RARE: [(Broken, u64); 4] = [
    (Broken::BeginsBehindTheQuestion, 1_440),
    (Broken::PaintsTooEarly, 1_100),
    (Broken::ResendsUnseen, 1_040),
    (Broken::ResendsThrottled, 840),
];

fn by_seed(seed: u64, broken: Option<Broken>, tells: bool) -> Report {
    simulate(Dice::seeded(seed), generation(seed, broken), broken, tells)
}

/// Every fourth world speaks API 3.0. API 2.0 itself refuses a copy of a request, by its nonce.
fn generation(seed: u64, broken: Option<Broken>) -> Generation {
    if seed % 4 == 3 || broken == Some(Broken::ResendsUnseen) {
        Generation::V3
    } else {
        Generation::V2
    }
}

#[expect(clippy::print_stdout, reason = "how far a long run is")]
fn tell(news: &str) {
    println!("{news}");
}

/// Runs these seeds on all cores until so many broke a promise of this kind (any, if none is given); gives those that did, the lowest first.
fn sweep(
    seeds: Range<u64>,
    broken: Option<Broken>,
    rule: Option<(Rule, &str)>,
    enough: usize,
) -> (Figures, Vec<u64>) {
    let (next, count) = (AtomicU64::new(seeds.start), AtomicUsize::new(0));
    let work = || {
        let (mut figures, mut found) = (Figures::default(), Vec::new());
        loop {
            if count.load(Ordering::Relaxed) >= enough {
                return (figures, found);
            }
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                return (figures, found);
            }
            if seed > 0 && seed % 50_000 == 0 {
                tell(&format!("seed {seed}, {} found", count.load(Ordering::Relaxed)));
            }
            let report = by_seed(seed, broken, false);
            figures.add(&report.figures);
            if let Some((broke, _)) = report.violation.filter(|(broke, said)| {
                rule.is_none_or(|(rule, says)| rule == *broke && said.contains(says))
            }) {
                if enough > 1 {
                    tell(&format!("seed {seed} breaks {broke:?}"));
                }
                found.push(seed);
                count.fetch_add(1, Ordering::Relaxed);
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let (mut figures, mut found) = (Figures::default(), Vec::new());
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            let (of_one, by_one) = worker.join().unwrap();
            figures.add(&of_one);
            found.extend(by_one);
        }
    });
    found.sort_unstable();
    (figures, found)
}

/// The story of a failing seed, told as shortly as can be.
fn smallest_story(seed: u64, broken: Option<Broken>, tries: usize) -> (usize, usize, String) {
    let failing = by_seed(seed, broken, false);
    let Some((rule, _)) = failing.violation else { return (0, 0, String::new()) };
    let again = |script: &dice::Script, tells| {
        simulate(Dice::scripted(script), generation(seed, broken), broken, tells)
    };
    let fails = |script: &dice::Script| {
        again(script, false).violation.is_some_and(|(broke, _)| broke == rule)
    };
    let small = shrink::shrink(&failing.script, tries, fails);
    (failing.script.weight(), small.weight(), again(&small, true).story)
}

#[expect(clippy::disallowed_methods, reason = "how many seeds, which one, which broken shells")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn number(name: &str) -> Option<u64> {
    variable(name)?.parse().ok()
}

#[expect(clippy::disallowed_methods, reason = "how long the test itself takes")]
fn clock() -> std::time::Instant {
    std::time::Instant::now()
}

#[test]
fn every_promise_holds_whatever_goes_wrong() {
    if let Some(seed) = number("EIP_UNBIND_SEED") {
        let report = by_seed(seed, None, true);
        println!("{}\n{}", report.story, report.figures);
        assert_eq!(report.violation, None, "seed {seed}");
        return;
    }
    let begun = clock();
    let (figures, failing) = sweep(
        number("EIP_UNBIND_FROM").unwrap_or(0)..number("EIP_UNBIND_SEEDS").unwrap_or(SEEDS),
        None,
        None,
        ENOUGH,
    );
    println!("{figures}seconds        {:.1}", begun.elapsed().as_secs_f64());
    if let [seed, ..] = failing[..] {
        let (before, after, story) = smallest_story(seed, None, TRIES);
        panic!(
            "EIP_UNBIND_SEED={seed} breaks a promise (of {failing:?}); of {before} decisions {after} are enough:\n{story}"
        );
    }
    // A net that nothing swims into proves nothing, once it is large enough.
    if figures.seeds < SEEDS / 10 {
        return;
    }
    for word in [
        Verdict::Verified,
        Verdict::Refused,
        Verdict::Unknown,
        Verdict::Drifted,
        Verdict::NotSent,
        Verdict::NotRecorded,
        Verdict::Cancelled,
    ] {
        assert!(figures.outcomes(word) > 0, "never seen: {}", word.as_str());
    }
    if figures.seeds >= SEEDS {
        assert_eq!(figures.table.missing(), [], "never happened");
    }
    assert!(figures.crashes > 0 && figures.recovered > 0 && figures.applied > 0);
}

#[test]
fn every_broken_shell_is_caught() {
    let only = variable("EIP_UNBIND_BROKEN");
    for (broken, rule, says) in Broken::ALL {
        let name = format!("{broken:?}");
        if only.as_ref().is_some_and(|only| !only.split(',').any(|one| one == name)) {
            continue;
        }
        let begun = clock();
        let from = RARE.iter().find(|(rare, _)| *rare == broken).map_or(0, |(_, from)| *from);
        let search = |worlds| sweep(worlds, Some(broken), Some((rule, says)), 1);
        let (figures, found) = match search(from..SEEDS) {
            (_, none) if none.is_empty() => search(0..from),
            caught => caught,
        };
        let [seed, ..] = found[..] else {
            panic!("{broken:?} does not break {rule:?} ({says}) within {} seeds", figures.seeds)
        };
        println!(
            "{broken:?} breaks {rule:?}: seed {seed}, after {} seeds, {:.1} s",
            figures.seeds,
            begun.elapsed().as_secs_f64()
        );
    }
}

#[test]
fn a_seed_replays_exactly() {
    for seed in 0..20 {
        let (first, second) = (by_seed(seed, None, true), by_seed(seed, None, true));
        assert_eq!(first.story, second.story, "seed {seed}");
        let written = simulate(Dice::scripted(&first.script), generation(seed, None), None, true);
        assert_eq!(first.story, written.story, "seed {seed}, from its decisions");
    }
}

#[test]
fn a_failing_schedule_becomes_a_short_story() {
    let broken = Some(Broken::ResendsLostRequests);
    let (_, found) = sweep(0..SEEDS, broken, Some((Rule::NewRecord, "")), 1);
    let (before, after, story) = smallest_story(found[0], broken, TRIES / 3);
    println!("{before} decisions, {after} after shrinking\n{story}");
    assert!(after * 3 < before, "{before} decisions became {after}");
    assert!(story.lines().count() < 60 && story.contains("BROKEN"), "{story}");
}
