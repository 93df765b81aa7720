//! What a killed screen left open is settled by the next, beside the list; what another machine left open is shown, and stays as it is.

use super::cloud::Cloud;
use super::term::{PATIENCE, now};
use eip_unbind::journal::{Journal, Who, scan_from};
use rustix::process::Signal;
use serde_json::Value;
use std::time::Duration;

/// A cloud that takes so long to show an unbind that whoever sends it can be killed first.
fn settling() -> Cloud {
    Cloud::start("demo", |scenario| scenario.settle.unbound_after_ms = 10_000)
}

/// Unbinds 203.0.113.77 in the screen, and kills that when the request is out and on record.
fn leave_open(cloud: &Cloud) {
    let mut tty = cloud.program().run();
    tty.wait_for("203.0.113.77");
    tty.send("u");
    tty.wait_armed();
    tty.confirm("77");
    tty.until("the request on record", |_| cloud.journal().contains("\"record\":\"sent\""));
    tty.signal(Signal::KILL);
    let until = now() + PATIENCE;
    while std::fs::read_to_string(format!("/proc/{}/stat", tty.pid()))
        .is_ok_and(|stat| !stat.contains(") Z "))
    {
        assert!(now() < until, "it does not end");
        std::thread::park_timeout(Duration::from_millis(5));
    }
    assert!(
        !cloud.journal().contains("\"record\":\"settled\"") && cloud.mutations() == 1,
        "{}",
        cloud.journal()
    );
}

/// Whoever only reads leaves the journal as it is, to the byte.
fn look_and_leave(cloud: &Cloud, found: &str) {
    let before = cloud.journal();
    for args in [&["list"][..], &["history"], &["history", "--verify"], &["doctor"]] {
        assert_eq!(cloud.call(args).code, 0, "{args:?}");
        assert_eq!(cloud.journal(), before, "{args:?}");
    }
    let open = cloud.call(&["history", "--outcome", "unsettled", "--output", "json"]).json();
    let items = &open["runs"][0]["items"];
    assert_eq!(
        (&items[0]["eip"], &items[0]["outcome"]),
        (&"203.0.113.77".into(), &Value::Null),
        "{open}"
    );
    let doctor = cloud.call(&["doctor", "--output", "json"]).json();
    let check = doctor["checks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["area"] == "journal" && c["check"] == "open")
        .unwrap();
    assert_eq!(
        (&check["state"], &check["facts"][found]),
        (&"warning".into(), &1.into()),
        "{check}"
    );
}

fn verdicts(cloud: &Cloud) -> Vec<Value> {
    let records = cloud
        .journal()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .collect::<Vec<_>>();
    records.into_iter().filter(|record| record["record"] == "settled").collect()
}

#[test]
fn what_a_killed_screen_left_open_is_settled_beside_the_list() {
    let cloud = settling();
    leave_open(&cloud);
    look_and_leave(&cloud, "leftByCrash");
    let mut tty = cloud.program().size(120, 30).run();
    tty.wait_for("1 to check: 203.0.113.77, sent before a crash: reading it");
    // The list is there meanwhile, and takes keys.
    tty.wait_for("203.0.113.78");
    tty.send("?");
    tty.wait_for("Esc closes");
    tty.send("\x1b");
    tty.wait_for("checked after a crash: 203.0.113.77: verified · H history");
    let settled = verdicts(&cloud);
    assert!(
        matches!(&settled[..], [one] if one["settled"]["outcome"] == "verified" && one["settled"]["recovered"] == true),
        "{settled:?}"
    );
    assert_eq!(cloud.mutations(), 1, "by reading alone");
    tty.send("H");
    tty.wait_for("checked by a later start");
    tty.send("\x1bq");
    assert_eq!(tty.wait(), 0);
    // What has its verdict is not shown again.
    let mut next = cloud.program().size(120, 30).run();
    next.wait_for("203.0.113.78");
    next.pass(300);
    assert!(!next.text().contains("sent before a crash"), "{}", next.text());
    assert_eq!(cloud.call(&["history", "--verify"]).code, 0);
}

#[test]
fn what_another_machine_left_open_is_shown_and_not_settled() {
    let cloud = Cloud::start("demo", |_| {});
    let source = settling();
    leave_open(&source);
    // The same records, by somebody on another machine who works on this cloud.
    let endpoint = format!("http://{}", cloud.addr);
    for line in source.journal().lines() {
        let line = line.replace(&format!("http://{}", source.addr), &endpoint);
        let written = scan_from(line.as_bytes()).unwrap().lines.remove(0);
        let who = Who { host: "another-machine".into(), ..Who::clone(&written.who) };
        Journal::open(cloud.dir.path(), who).unwrap().append(&written.record).unwrap();
    }
    let before = cloud.journal();
    look_and_leave(&cloud, "otherHosts");
    let mut tty = cloud.program().size(120, 30).run();
    tty.wait_for("203.0.113.77: an earlier run has no outcome; it was started on another-machine");
    tty.wait_for("203.0.113.78");
    let read =
        || cloud.log().iter().filter(|entry| entry["params"]["eipIds.0"] == "eip-9k2m4x7q").count();
    tty.pass(500);
    assert_eq!((read(), cloud.journal()), (0, before.clone()), "nobody even looks");
    tty.send("H");
    tty.wait_for("no outcome yet");
    tty.send("\x1bq");
    assert_eq!(tty.wait(), 0);
    // Nor does an unbind of something else settle it.
    assert_eq!(cloud.call(&["unbind", "203.0.113.78", "--confirm", "78"]).code, 0);
    assert!(cloud.journal().starts_with(&before));
    let settled = verdicts(&cloud);
    assert!(
        matches!(&settled[..], [one] if one["settled"]["eipId"] == "eip-2b7n1w0e"),
        "{settled:?}"
    );
}
