//! `unbind` carried out: exactly the documented parameters, one mutation, and a record of it.

use super::plan::offered;
use crate::support::cli::{KEY, Sim, side_by_side};
use serde_json::json;
use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;

/// Arguments, token, and the parameters that must leave besides `allocWanIp=0`.
type Case = (&'static [&'static str], &'static str, &'static [(&'static str, &'static str)]);

const CASES: [Case; 15] = [
    (&["203.0.113.77", "--expect", "ins-1a2b3c4d"], "77", &[("eipId", "eip-9k2m4x7q")]),
    (&["--eip-id", "eip-2b7n1w0e"], "78", &[("eipId", "eip-2b7n1w0e")]),
    (&["--eip", "203.0.113.141"], "141", &[("eipId", "eip-1a1b1c1d")]),
    (&["ins-2e2f2g2h"], "142", &[("eipId", "eip-2a2b2c2d")]),
    (
        &["eni-3j3k3l3m", "10.0.8.13"],
        "143",
        &[("networkInterfaceId", "eni-3j3k3l3m"), ("privateIpAddress", "10.0.8.13")],
    ),
    (
        &["--network-interface-id", "eni-4j4k4l4m", "--private-ip-address", "10.0.8.14"],
        "144",
        &[("networkInterfaceId", "eni-4j4k4l4m"), ("privateIpAddress", "10.0.8.14")],
    ),
    (
        &["eni-5j5k5l5m/10.0.8.15"],
        "145",
        &[("networkInterfaceId", "eni-5j5k5l5m"), ("privateIpAddress", "10.0.8.15")],
    ),
    (&["10.0.8.16"], "146", &[("eipId", "eip-6a6b6c6d")]),
    (&["网关-sh", "--region", "sh"], "23", &[("eipId", "eip-3s4h5a6i")]),
    (&["203.0.113.113"], "113.113", &[("eipId", "eip-1q2w3e4r")]),
    (
        &["203.0.113.147", "--alloc-wan-ip", "1"],
        "147",
        &[("eipId", "eip-7a7b7c7d"), ("allocWanIp", "1")],
    ),
    (
        &["203.0.113.179", "--un-bind-private-ip-with-eip", "0"],
        "179",
        &[("eipId", "eip-7w1r5k7m"), ("unBindPrivateIpWithEip", "0")],
    ),
    (
        &["203.0.113.180", "--un-bind-private-ip-with-eip", "1"],
        "180",
        &[("eipId", "eip-7w1r5k6l"), ("unBindPrivateIpWithEip", "1")],
    ),
    (&["203.0.113.200"], "200", &[("eipId", "eip-0c9l8a7s")]),
    (&["203.0.113.205"], "205", &[("eipId", "eip-6d5t4c3h")]),
];

#[test]
fn every_kind_of_target_sends_exactly_its_parameters_once() {
    let sim = Sim::start("demo");
    side_by_side(&CASES, |(args, token, _)| {
        let done = sim.call(&[&["unbind", "--output", "json", "--confirm", token], *args].concat());
        let json = done.json();
        let item = &json["items"][0];
        assert_eq!((done.code, &item["outcome"]), (0, &json!("verified")), "{done:?}");
        let fields = [
            "eipId",
            "eip",
            "region",
            "outcome",
            "code",
            "message",
            "requestId",
            "before",
            "after",
            "sentAt",
            "tookMs",
            "attempts",
            "events",
        ];
        assert_eq!(item.as_object().unwrap().keys().collect::<Vec<_>>(), fields);
        assert!(item["requestId"].is_string() && item["tookMs"].is_u64(), "{item}");
        assert!(item["sentAt"].as_str().unwrap().ends_with("+00:00"), "{item}");
        let asked = args.contains(&"--alloc-wan-ip");
        assert_eq!(item["after"]["wanIp"].is_string(), asked, "{item}");
        assert_eq!(done.err.contains("new ordinary public IP 1"), asked, "{done:?}");
    });
    let mut sent: Vec<_> = sim.mutations();
    for (args, _, parameters) in CASES {
        let mut expected = BTreeMap::from([("allocWanIp".to_owned(), "0".to_owned())]);
        expected.extend(
            parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        let at = sent
            .iter()
            .position(|(p, applied)| *p == expected && *applied)
            .unwrap_or_else(|| panic!("{args:?} in {sent:?}"));
        sent.remove(at);
    }
    assert_eq!(sent, [], "nothing else was sent");
}

#[test]
fn the_offered_command_carries_the_plan_out() {
    let sim = Sim::start("demo");
    let state = sim.home.path().join("it's here");
    let plan = sim.call(&[
        "unbind",
        "203.0.113.91",
        "--reason",
        "it's $HOME; on fire",
        "--state-dir",
        state.to_str().unwrap(),
    ]);
    assert_eq!(plan.code, 4, "{plan:?}");
    let words = offered(&plan);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = sim.call_exactly(&[("EIP_UNBIND_OUTPUT", "json")], &words);
    assert_eq!(
        (done.code, &done.json()["items"][0]["outcome"]),
        (0, &json!("verified")),
        "{done:?}"
    );
    let journal = std::fs::read_to_string(state.join("journal.jsonl")).unwrap();
    assert!(
        journal.contains("it's $HOME; on fire") && journal.contains("eip-5t5y6u8j"),
        "{journal}"
    );
    let again = sim.call(&["unbind", "203.0.113.91", "--confirm", "91"]);
    assert_eq!(again.code, 0, "unbound already: {again:?}");
    assert_eq!(sim.mutations().len(), 1);
}

#[test]
fn the_journal_is_private_whole_and_holds_no_secret() {
    let sim = Sim::start("demo");
    let (state, log) = (sim.home.path().join("state"), sim.home.path().join("trace.log"));
    let places = ["--state-dir", state.to_str().unwrap(), "--log", log.to_str().unwrap(), "-vv"];
    let done = sim.call(
        &[&["unbind", "203.0.113.77", "--confirm", "77", "--wait", "0"], &places[..]].concat(),
    );
    assert_eq!(done.code, 6, "{done:?}");
    assert!(
        done.err.contains("stillSettling") && done.err.contains("Don't send it again"),
        "{done:?}"
    );
    let mode =
        |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(
        (mode(&state), mode(&state.join("journal.jsonl")), mode(&log)),
        (0o700, 0o600, 0o600)
    );
    let journal = std::fs::read_to_string(state.join("journal.jsonl")).unwrap();
    assert_eq!(
        journal.lines().filter(|l| serde_json::from_str::<serde_json::Value>(l).is_ok()).count(),
        journal.lines().count()
    );
    assert!(journal.contains("stillSettling"), "{journal}");
    let trace = std::fs::read_to_string(&log).unwrap();
    for secret in [KEY, "Signature"] {
        assert!(!journal.contains(secret) && !trace.contains(secret), "{secret}: {journal}{trace}");
    }
    assert_eq!(sim.mutations().len(), 1);
}

#[test]
fn without_a_place_for_the_journal_nothing_is_sent_unless_told_so() {
    let sim = Sim::start("demo");
    let done = sim.call(&[
        "unbind",
        "203.0.113.77",
        "--confirm",
        "77",
        "--state-dir",
        "/dev/null/x",
        "--output",
        "json",
    ]);
    assert_eq!(
        (done.code, &done.json()["items"][0]["outcome"]),
        (7, &json!("notRecorded")),
        "{done:?}"
    );
    assert!(done.json()["items"][0]["sentAt"].is_null());
    assert!(done.err.contains("/dev/null/x") && done.err.contains("--no-journal"), "{done:?}");
    assert!(sim.mutations().is_empty());
    let told = sim.call(&[
        "unbind",
        "203.0.113.77",
        "--confirm",
        "77",
        "--state-dir",
        "/dev/null/x",
        "--no-journal",
    ]);
    assert_eq!(told.code, 0, "{told:?}");
    assert_eq!(sim.mutations().len(), 1);
}

#[test]
fn three_at_once_go_one_by_one() {
    let sim = Sim::start("demo");
    let targets = ["203.0.113.77", "203.0.113.78", "203.0.113.91"];
    let plan = sim.call(&[&["unbind", "--output", "json"], &targets[..]].concat());
    assert_eq!(plan.json()["plan"]["token"], "3.77", "{plan:?}");
    let wrong = sim.call(&[&["unbind", "--confirm", "77"], &targets[..]].concat());
    assert_eq!((wrong.code, sim.mutations().len()), (4, 0), "{wrong:?}");
    let done =
        sim.call(&[&["unbind", "--confirm", "3.77", "--output", "json"], &targets[..]].concat());
    assert_eq!(done.code, 0, "{done:?}");
    assert!(
        done.json()["items"].as_array().unwrap().iter().all(|i| i["outcome"] == "verified"),
        "{done:?}"
    );
    let sent: Vec<_> = sim.mutations().into_iter().map(|(p, _)| p["eipId"].clone()).collect();
    assert_eq!(sent, ["eip-9k2m4x7q", "eip-2b7n1w0e", "eip-5t5y6u8j"]);
}

/// What a slow answer about the NIC or the quota would make old: the target's own reading is the last before the request.
#[test]
fn nothing_is_read_between_the_target_and_the_request() {
    let sim = Sim::start("demo");
    let done = sim.call(&["unbind", "203.0.113.77", "--alloc-wan-ip", "1", "--confirm", "77"]);
    assert_eq!(done.code, 0, "{done:?}");
    let log = sim.log();
    let sent = log.iter().position(|e| e["action"] == "EipUnBindInstance").unwrap();
    assert_eq!(
        (&log[sent - 1]["action"], &log[sent - 1]["params"]["eipIds.0"]),
        (&"DescribeEip".into(), &"eip-9k2m4x7q".into()),
        "{log:?}"
    );
}
