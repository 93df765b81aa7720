//! The ways in which `unbind` ends before its work is done, or because of somebody else: signals, a clock that runs out, a lock that is held.

use crate::support::cli::{Running, Sim, leave_open, side_by_side, until, verdicts};
use crate::tty::cloud::Cloud;
use eip_unbind::sim::Scenario;
use rustix::process::Signal;
use serde_json::{Value, json};
use std::time::Duration;

/// 30 s for what is out, and a margin for a machine that is busy.
const LIMIT: Duration = Duration::from_secs(45);

/// How many readings of EIPs a run of three makes before it sends.
fn readings_before_sending() -> u64 {
    let cloud = Cloud::start("demo", |_| {});
    let done = begin(&cloud, &["--wait", "0"]).end(LIMIT);
    assert_eq!(done.code, 6, "{done:?}");
    let log = cloud.log();
    let sent = log.iter().position(|entry| entry["action"] == "EipUnBindInstance").unwrap();
    log[..sent].iter().filter(|entry| entry["action"] == "DescribeEip").count() as u64
}

fn begin(cloud: &Cloud, more: &[&str]) -> Running {
    let mut env: Vec<(&str, &str)> =
        cloud.env.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    env.push(("EIP_UNBIND_STATE_DIR", cloud.dir.path().to_str().unwrap()));
    let args = [
        "unbind",
        "203.0.113.77",
        "203.0.113.78",
        "203.0.113.91",
        "--confirm",
        "3.77",
        "--output",
        "json",
    ];
    Running::start(&env, &[&args, more].concat())
}

/// The calls of this action that never get an answer.
fn hangs(action: &'static str, when: String) -> impl Fn(&mut Scenario) {
    move |scenario| {
        let text = format!("faults = [{{ action = \"{action}\", {when}, kind = \"hang\" }}]");
        scenario.faults.splice(0..0, Scenario::parse(&text).unwrap().faults);
    }
}

/// The cloud, the signal, further options, the word for what was sent.
type Case<'a> = (&'a (dyn Fn() -> Cloud + Sync), Signal, &'static [&'static str], &'static str);

#[test]
fn after_a_signal_there_is_a_word_for_every_item_within_the_limit() {
    let before = readings_before_sending();
    let settling = || Cloud::start("never-settles", |_| {});
    let looks_hang = || {
        Cloud::start(
            "never-settles",
            hangs("DescribeEip", format!("from = {}, to = 9999", before + 1)),
        )
    };
    let request_hangs =
        || Cloud::start("demo", hangs("EipUnBindInstance", "every = true".to_owned()));
    let cases: [Case<'_>; 6] = [
        (&settling, Signal::TERM, &[], "stillSettling"),
        (&settling, Signal::INT, &[], "stillSettling"),
        (&settling, Signal::HUP, &[], "stillSettling"),
        (&settling, Signal::TERM, &["--no-journal"], "stillSettling"),
        (&looks_hang, Signal::QUIT, &[], "stillSettling"),
        (&request_hangs, Signal::TERM, &[], "unknown"),
    ];
    side_by_side(&cases, |(start, signal, more, word)| {
        let cloud = start();
        let running = begin(&cloud, more);
        until("the request is out", || cloud.mutations() == 1);
        running.signal(*signal);
        let done = running.end(LIMIT);
        let items = done.json()["items"].clone();
        let outcomes: Vec<&Value> =
            items.as_array().unwrap().iter().map(|item| &item["outcome"]).collect();
        assert_eq!(
            (done.code, outcomes),
            (6, vec![&json!(word), &json!("cancelled"), &json!("cancelled")]),
            "{done:?}"
        );
        assert!(
            items[0]["sentAt"].is_string()
                && items[0]["tookMs"].is_null()
                && items[1]["sentAt"].is_null(),
            "{items}"
        );
        let said = done
            .err
            .lines()
            .filter(|line| *line == "  no outcome yet; the next start of the program checks it")
            .count();
        assert_eq!(said, usize::from(more.is_empty()), "{done:?}");
        assert_eq!(done.err.matches("interrupted: nothing more is begun").count(), 1, "{done:?}");
        assert_eq!(cloud.mutations(), 1, "nothing more was sent");
        assert_eq!(verdicts(&cloud.journal()), [], "the next start gives the verdict");
    });
}

#[test]
fn a_signal_ends_the_wait_for_what_a_crash_left_open_with_the_code_of_the_work() {
    let sim = Sim::start("demo");
    leave_open(&sim.state_dir(), "dead-1", &sim.endpoint, ("eip-9k2m4x7q", "203.0.113.77"));
    side_by_side(&[Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT], |signal| {
        let running = sim.running(&["unbind", "203.0.113.78"]);
        running.wait_for("to carry it out");
        running.wait_for("203.0.113.77: checking it by reading");
        running.listens();
        running.signal(*signal);
        let done = running.end(Duration::from_secs(20));
        assert_eq!(done.code, 4, "{signal:?}: {done:?}");
    });
    assert_eq!(verdicts(&sim.journal()), []);
}

#[test]
fn a_journal_that_somebody_else_holds_is_not_waited_for_without_end() {
    let sim = Sim::start("demo");
    std::fs::create_dir_all(sim.state_dir()).unwrap();
    let file = std::fs::File::create(sim.state_dir().join("journal.jsonl")).unwrap();
    file.lock().unwrap();
    let done =
        sim.running(&["unbind", "203.0.113.77", "--confirm", "77", "--output", "json"]).end(LIMIT);
    assert_eq!(
        (done.code, &done.json()["items"][0]["outcome"]),
        (7, &json!("notRecorded")),
        "{done:?}"
    );
    assert!(
        done.err.contains("another process holds") && done.err.contains("journal.jsonl"),
        "{done:?}"
    );
    assert!(done.err.contains("--no-journal"), "{done:?}");
    assert_eq!(sim.running(&["history"]).end(LIMIT).code, 0, "reading does not need the lock");
    let told =
        sim.running(&["unbind", "203.0.113.77", "--confirm", "77", "--no-journal"]).end(LIMIT);
    assert_eq!((told.code, sim.mutations().len()), (0, 1), "{told:?}");
}
