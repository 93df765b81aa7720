//! Every way an unbind can go wrong, carried out by the real binary: the word is true, the exit code fits, at most one effect.

use crate::support::cli::{Sim, side_by_side};
use serde_json::Value;

const OLD: &str = "ins-1a2b3c4d";
const NEW: &str = "ins-2n3o4p5u";

/// What is expected of unbinding 203.0.113.77 in a scenario.
struct Case {
    scenario: &'static str,
    wait: &'static str,
    outcome: &'static str,
    exit: i32,
    code: Option<&'static str>,
    /// Requests sent, and how many of them took effect.
    sent: (usize, usize),
    /// The server and status that a fresh list shows afterwards.
    world: (Option<&'static str>, &'static str),
}

const fn case(
    scenario: &'static str,
    outcome: &'static str,
    exit: i32,
    sent: (usize, usize),
    server: Option<&'static str>,
) -> Case {
    let status = if server.is_some() { "bound" } else { "unbound" };
    Case { scenario, wait: "30", outcome, exit, code: None, sent, world: (server, status) }
}

const CASES: [Case; 17] = [
    case("demo", "verified", 0, (1, 1), None),
    case("lost-reply-applied", "verified", 0, (1, 1), None),
    Case { wait: "3", ..case("lost-reply-not-applied", "unknown", 6, (1, 0), Some(OLD)) },
    case("bad-gateway", "verified", 0, (1, 1), None),
    case("cut-json", "verified", 0, (1, 1), None),
    case("internal-error", "verified", 0, (1, 1), None),
    Case {
        code: Some("6000"),
        ..case("internal-error-not-applied", "refused", 5, (1, 0), Some(OLD))
    },
    Case { code: Some("5100"), ..case("operation-failed", "refused", 5, (1, 0), Some(OLD)) },
    Case { code: Some("4101"), ..case("no-permission", "refused", 3, (1, 0), Some(OLD)) },
    case("throttled", "verified", 0, (2, 1), None),
    case("drift", "drifted", 4, (0, 0), Some(NEW)),
    Case {
        wait: "3",
        world: (Some(OLD), "unbinding"),
        ..case("never-settles", "stillSettling", 6, (1, 1), None)
    },
    case("half-down", "verified", 0, (1, 1), None),
    case("no-nic-permission", "verified", 0, (1, 1), None),
    case("v3-no-task", "verified", 0, (1, 1), None),
    // The EIP decides, not its task.
    case("v3-task-failed", "verified", 0, (1, 1), None),
    Case {
        code: Some("FailedOperation.TaskFailed"),
        ..case("v3-task-undone", "refused", 5, (1, 1), Some(OLD))
    },
];

#[test]
fn the_word_is_true_whatever_happens() {
    side_by_side(&CASES, |case| {
        let sim = Sim::start(case.scenario);
        let done = sim.call(&[
            "unbind",
            "203.0.113.77",
            "--confirm",
            "77",
            "--wait",
            case.wait,
            "--output",
            "json",
        ]);
        let told = format!("{}: {}", case.scenario, done.all());
        let item = &done.json()["items"][0];
        assert_eq!(
            (item["outcome"].as_str(), done.code),
            (Some(case.outcome), case.exit),
            "{told}"
        );
        assert_eq!(item["code"].as_str(), case.code, "{told}");
        assert_eq!(item["sentAt"].is_null(), case.sent.0 == 0, "{told}");
        let sent = sim.mutations();
        assert_eq!(
            (sent.len(), sent.iter().filter(|(_, applied)| *applied).count()),
            case.sent,
            "{told}"
        );
        let row = row(&sim);
        assert_eq!(
            (row["unInstanceId"].as_str(), row["status"].as_str().unwrap()),
            case.world,
            "{told}"
        );
        for key in [" u ", "press", "按 "] {
            assert!(!done.err.contains(key), "the command line has no keys: {told}");
        }
        assert!(done.err.contains(&format!("203.0.113.77: {}: ", case.outcome)), "{told}");
    });
}

fn row(sim: &Sim) -> Value {
    let list = sim.call(&["list", "--output", "json"]).json();
    list["eips"].as_array().unwrap().iter().find(|e| e["eip"] == "203.0.113.77").unwrap().clone()
}

#[test]
fn what_cannot_be_read_is_not_touched() {
    side_by_side(
        &[("auth-failed", "4100", 3), ("clock-off", "4500", 4)],
        |(scenario, code, exit)| {
            let sim = Sim::start(scenario);
            let done = sim.call(&["unbind", "203.0.113.77", "--confirm", "77", "--output", "json"]);
            assert_eq!(done.code, *exit, "{done:?}");
            let refusal = &done.json()["plan"]["refusals"][0];
            assert!(
                refusal["reason"].as_str().unwrap().contains(code)
                    && !refusal["hint"].as_str().unwrap().is_empty(),
                "{done:?}"
            );
            let list = sim.call(&["list", "--output", "json"]);
            assert_eq!(
                (list.code, &list.json()["errors"][0]["code"]),
                (if *exit == 3 { 3 } else { 1 }, &Value::from(*code)),
                "{list:?}"
            );
            assert_eq!(sim.call(&["quota"]).code, if *exit == 3 { 3 } else { 1 });
            assert!(sim.mutations().is_empty());
        },
    );
}

#[test]
fn bound_again_after_the_verdict_is_somebody_elses_work() {
    let sim = Sim::start("rebound");
    let done = sim.call(&["unbind", "203.0.113.77", "--confirm", "77"]);
    assert_eq!(done.code, 0, "{done:?}");
    assert!(done.err.contains("check with eip-unbind list"), "{done:?}");
    assert_eq!(sim.mutations().len(), 1);
}

#[test]
fn a_batch_stops_after_the_first_bad_outcome() {
    let cases = [
        ("drift", "drifted", 4, 0),
        ("no-permission", "refused", 3, 1),
        ("lost-reply-not-applied", "unknown", 6, 1),
    ];
    side_by_side(&cases, |(scenario, first, exit, sent)| {
        let sim = Sim::start(scenario);
        let targets = ["203.0.113.77", "203.0.113.78", "203.0.113.141"];
        let done = sim.call(
            &[&["unbind", "--confirm", "3.77", "--output", "json", "--wait", "2"], &targets[..]]
                .concat(),
        );
        let json = done.json();
        let words: Vec<_> = json["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|i| i["outcome"].as_str().unwrap())
            .collect();
        assert_eq!(words, [*first, "cancelled", "cancelled"], "{done:?}");
        assert_eq!((done.code, sim.mutations().len()), (*exit, *sent), "{done:?}");
    });
}

#[test]
fn a_hostile_refusal_is_shown_and_does_nothing_else() {
    let sim = Sim::start("hostile-text");
    let outputs = ["table", "json", "csv"];
    side_by_side(&outputs, |output| {
        let read = sim.call(&["list", "--output", output]);
        assert_eq!(read.code, 0, "{read:?}");
        assert!(!read.out.contains(['\u{202e}', '\u{200b}', '\u{feff}', '\u{9b}']), "{output}");
    });
    let csv = sim.call(&["list", "--output", "csv"]).out;
    for guarded in [",'=cmd(),", ",'-1+1,", ",'@SUM(1+1)*cmd|"] {
        assert!(csv.contains(guarded), "{guarded} in {csv}");
    }
    let done = sim.call(&["unbind", "203.0.113.1", "--confirm", "1"]);
    assert_eq!(done.code, 5, "{done:?}");
    assert!(done.err.contains("␛[31mfailed␍␊⟨U+202E⟩ereh ton"), "{done:?}");
}
