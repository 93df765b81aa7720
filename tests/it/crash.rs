//! Processes that die and processes that meet: real binaries, one journal, the built-in cloud in a process of its own.

use crate::support::cli::{ID, KEY, Sim, leave_open, until};
use crate::tty::term::{PATIENCE, Start, now};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// From start to verdict, with a margin: the cloud takes 2.5 s to show an unbind.
const RUN_MS: u64 = 3_400;

/// Where in its run each process dies: evenly over the whole for one half, where it reads, records and sends for the other.
fn moment_ms(index: usize) -> u64 {
    let span = if index.is_multiple_of(2) { RUN_MS } else { RUN_MS / 12 };
    (index as u64 * 61_803 % 100_000) * span / 100_000
}

#[expect(clippy::disallowed_methods, reason = "how many, for a longer run")]
fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

fn bound(sim: &Sim) -> Vec<(String, String)> {
    let listed = sim.call(&["list", "--output", "json"]).json();
    let rows = listed["eips"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|e| e["status"] == "bound" && e["type"] == "cvm");
    rows.map(|e| (e["eipId"].as_str().unwrap().to_owned(), e["eip"].as_str().unwrap().to_owned()))
        .collect()
}

fn token(address: &str) -> &str {
    address.rsplit('.').next().unwrap()
}

fn die_in_a_subcommand(sim: &Sim, address: &str, after_ms: u64) {
    let mut child = sim.spawn(&["unbind", address, "--confirm", token(address)]);
    std::thread::park_timeout(Duration::from_millis(after_ms));
    child.kill().unwrap();
    child.wait().unwrap();
}

fn die_in_the_screen(sim: &Sim, address: &str, after_ms: u64) {
    let home = sim.home.path().to_str().unwrap();
    let start = Start::new(&["--endpoint", &sim.endpoint, address])
        .env("HOME", home)
        .env("TENCENTCLOUD_REGION", "gz");
    let mut tty = start.env("TENCENTCLOUD_SECRET_ID", ID).env("TENCENTCLOUD_SECRET_KEY", KEY).run();
    tty.wait_armed();
    tty.confirm(token(address));
    tty.pass(after_ms);
    tty.signal(Signal::KILL);
}

/// Stops and goes on in small steps until its intent is on record and the cloud has its request, and dies there. Says whether it was left
/// open: on a machine that sleeps through the wrong two seconds it has its verdict.
fn die_with_the_request_out(sim: &Sim, eip_id: &str, address: &str) -> bool {
    let mut child = sim.spawn(&["unbind", address, "--confirm", token(address)]);
    let pid = Pid::from_child(&child);
    let until = now() + PATIENCE;
    let item = || records(sim).into_values().find(|item| item.eip_id == eip_id);
    loop {
        std::thread::park_timeout(Duration::from_millis(20));
        kill_process(pid, Signal::STOP).unwrap();
        if item().is_some() && sent(sim).contains_key(eip_id) {
            break;
        }
        assert!(now() < until, "it sends nothing");
        kill_process(pid, Signal::CONT).unwrap();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    item().unwrap().verdicts.is_empty()
}

/// What the journal holds of an item.
#[derive(Debug, Default)]
struct Item {
    eip_id: String,
    intents: usize,
    answers: Vec<String>,
    verdicts: Vec<String>,
}

impl Item {
    /// The only word that is true, by what the cloud was asked and did: every request that it got it carried out, and what it never got shows
    /// nothing after the 60 s, which is no failure that anybody saw.
    fn true_word(&self, asked: usize, applied: usize) -> &'static str {
        assert_eq!((self.intents, asked), (1, applied), "{self:?}");
        match (self.answers.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), applied) {
            ([] | ["accepted"], 1) => "verified",
            ([], 0) => "unknown",
            other => panic!("{other:?}: {self:?}"),
        }
    }
}

/// What the journal holds of each item.
fn records(sim: &Sim) -> BTreeMap<String, Item> {
    let mut all: BTreeMap<String, Item> = BTreeMap::new();
    for line in
        std::fs::read_to_string(sim.state_dir().join("journal.jsonl")).unwrap_or_default().lines()
    {
        let Ok(record) = serde_json::from_str::<Value>(line) else { continue };
        let entry = all.entry(format!("{}/{}", record["runId"], record["item"])).or_default();
        match record["record"].as_str() {
            Some("intent") => {
                record["intent"]["eipId"].as_str().unwrap().clone_into(&mut entry.eip_id);
                entry.intents += 1;
            }
            Some("sent") => entry.answers.push(record["answer"].as_str().unwrap().to_owned()),
            Some("settled") => {
                entry.verdicts.push(record["settled"]["outcome"].as_str().unwrap().to_owned())
            }
            _ => {}
        }
    }
    all
}

/// Requests for a change and how many took effect, by EIP.
fn sent(sim: &Sim) -> BTreeMap<String, (usize, usize)> {
    let mut all: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (params, applied) in sim.mutations() {
        let entry = all.entry(params["eipId"].clone()).or_default();
        entry.0 += 1;
        entry.1 += usize::from(applied);
    }
    all
}

/// `EIP_UNBIND_KILLS=500` kills more.
#[test]
fn after_kill_9_at_any_moment_every_run_has_one_true_verdict() {
    let sim = Sim::start("ten-thousand");
    let kills = number("EIP_UNBIND_KILLS", 50);
    let eips = bound(&sim);
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= kills {
                return;
            }
            let die = if index % 5 == 4 { die_in_the_screen } else { die_in_a_subcommand };
            die(&sim, &eips[index].1, moment_ms(index));
        }
    };
    std::thread::scope(|scope| (0..6).for_each(|_| drop(scope.spawn(work))));
    // Chance may have left none open.
    let frozen = eips[kills..]
        .iter()
        .take(20)
        .filter(|(eip_id, address)| die_with_the_request_out(&sim, eip_id, address))
        .take(2)
        .count();
    assert_eq!(frozen, 2, "runs that are open for certain");
    let open = records(&sim).values().filter(|item| item.verdicts.is_empty()).count();
    // "Still bound" becomes a verdict 60 s after the intent; the next unbind waits for that.
    let (_, address) = &eips[kills + 20];
    let done = sim.call(&["unbind", address, "--confirm", token(address)]);
    assert_eq!(done.code, 0, "{done:?}");
    let (sent, records) = (sent(&sim), records(&sim));
    let mut words: BTreeMap<&str, usize> = BTreeMap::new();
    for (run, item) in &records {
        let (asked, applied) = sent.get(&item.eip_id).copied().unwrap_or_default();
        let [verdict] = item.verdicts.as_slice() else { panic!("{run}: {item:?}\n{done:?}") };
        assert_eq!(
            verdict,
            item.true_word(asked, applied),
            "{run}: {asked} requests, {applied} effects: {item:?}"
        );
        *words.entry(verdict).or_default() += 1;
    }
    let recorded: BTreeSet<&String> = records.values().map(|item| &item.eip_id).collect();
    assert!(sent.keys().all(|eip_id| recorded.contains(eip_id)), "sent without a record");
    let verified = sim.call(&["history", "--verify"]);
    assert_eq!(verified.code, 0, "{verified:?}");
    println!(
        "{} killed: {} had recorded an intent, {} had sent, {open} were open at the next start; verdicts {words:?}",
        kills + frozen,
        records.len() - 1,
        sent.len() - 1
    );
    assert!(open >= frozen, "{open} were left open");
}

/// `EIP_UNBIND_PAIRS=2000` runs more.
#[test]
fn two_processes_at_a_time_lose_nothing_and_break_no_chain() {
    let sim = Sim::start("ten-thousand");
    let pairs = number("EIP_UNBIND_PAIRS", 100);
    let eips = bound(&sim);
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let pair = next.fetch_add(1, Ordering::Relaxed);
            if pair >= pairs {
                return;
            }
            let [one, two] = [&eips[2 * pair].1, &eips[2 * pair + 1].1]
                .map(|a| sim.spawn(&["unbind", a, "--confirm", token(a)]));
            for mut child in [one, two] {
                assert_eq!(child.wait().unwrap().code(), Some(0), "pair {pair}");
            }
        }
    };
    let begun = now();
    std::thread::scope(|scope| (0..24).for_each(|_| drop(scope.spawn(work))));
    let (sent, records) = (sent(&sim), records(&sim));
    assert_eq!((sent.len(), records.len()), (2 * pairs, 2 * pairs));
    assert!(sent.values().all(|counts| *counts == (1, 1)), "{sent:?}");
    let wrong: Vec<_> = records
        .iter()
        .filter(|(_, item)| item.intents != 1 || item.verdicts != ["verified"])
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let verified = sim.call(&["history", "--verify"]);
    assert_eq!(verified.code, 0, "{verified:?}");
    println!(
        "{pairs} pairs, 24 of them side by side: {} records in {:.0} s",
        3 * 2 * pairs,
        begun.elapsed().as_secs_f64()
    );
}

/// One process lives and is at it, for an intent that can't have a verdict yet; another dies; a third settles what that one left.
#[test]
fn what_a_process_left_is_settled_while_another_one_still_settles() {
    let sim = Sim::start("ten-thousand");
    let a = ("eip-9k2m4x7q", "203.0.113.77");
    let eips: Vec<(String, String)> = bound(&sim).into_iter().filter(|(id, _)| id != a.0).collect();
    let c = &eips[0];
    leave_open(&sim.state_dir(), "dead-a", &sim.endpoint, a);
    let living = sim.running(&["unbind", &c.1]);
    living.wait_for(&format!("{}: checking it by reading", a.1));
    let of = |eip_id: &str| {
        records(&sim).into_values().find(|item| item.eip_id == eip_id).unwrap_or_default().verdicts
    };
    let dies_before_its_verdict = |b: &&(String, String)| {
        let accepted = || sim.journal().matches("\"answer\":\"accepted\"").count();
        let before = accepted();
        let mut dying = sim.spawn(&["unbind", &b.1, "--confirm", token(&b.1)]);
        until("it is accepted", || accepted() > before);
        dying.kill().unwrap();
        dying.wait().unwrap();
        of(&b.0).is_empty()
    };
    let b = eips[1..].iter().find(dies_before_its_verdict).unwrap();
    let third = sim.running(&["unbind", &c.1, "--confirm", token(&c.1)]);
    third.wait_for(&format!("{}: checking it by reading", a.1));
    third.wait_for(&format!("{}: checking it by reading", b.1));
    third.wait_for(&format!("{}: verified", b.1));
    third.wait_for(&format!("{}: verified: ", c.1));
    // Both see the sixty seconds go by for the first one; one of them is faster.
    let (living, third) = (living.end(Duration::from_mins(2)), third.end(Duration::from_mins(2)));
    assert_eq!((living.code, third.code), (4, 0), "{living:?} {third:?}");
    assert_eq!(
        (of(a.0), of(&b.0), of(&c.0)),
        (vec!["unknown".to_owned()], vec!["verified".to_owned()], vec!["verified".to_owned()])
    );
    assert_eq!(sim.call(&["history", "--verify"]).code, 0);
}

/// The screen stays: an intent whose run was alive when it started is taken up once that run has died.
#[test]
fn the_screen_takes_up_what_a_run_leaves_that_dies_later() {
    let sim = Sim::start("never-settles");
    let mut dying = sim.spawn(&["unbind", "203.0.113.77", "--confirm", "77"]);
    until("it is accepted", || sim.journal().contains("\"answer\":\"accepted\""));
    let home = sim.home.path().to_str().unwrap();
    let start = Start::new(&["--endpoint", &sim.endpoint])
        .env("HOME", home)
        .env("TENCENTCLOUD_REGION", "gz");
    let mut tty = start.env("TENCENTCLOUD_SECRET_ID", ID).env("TENCENTCLOUD_SECRET_KEY", KEY).run();
    tty.wait_for("203.0.113.77");
    // Its reading of the journal is over, too: it found that run alive.
    tty.pass(1_000);
    assert!(!tty.text().contains("sent before a crash"), "{}", tty.text());
    dying.kill().unwrap();
    dying.wait().unwrap();
    tty.wait_for("sent before a crash");
    tty.send("q");
    assert_eq!(tty.wait(), 0);
}
