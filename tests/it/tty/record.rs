//! A journal that can't be written: nothing is sent, and going on without it is a step of its own that holds for one run.

use super::cloud::Cloud;
use super::term::{BIN, Start};
use crate::support::cli::{Done, Sim};
use std::path::Path;
use std::process::{Command, Stdio};

/// A folder that the superuser can't write to either.
const READ_ONLY: &str = "/sys/kernel";

/// Runs what follows with files that can't grow: the shell's blocks are 512 bytes. A write that goes beyond raises SIGXFSZ, which ends a
/// program that does nothing about it.
const FULL: &str = "ulimit -f \"$1\"; shift; exec \"$@\"";

/// The size in blocks at which this journal has no room for another record. Smaller files, such as locks, still fit.
fn blocks(journal: &Path) -> String {
    let length = std::fs::metadata(journal).unwrap().len();
    assert!(length > 512, "a journal that is longer than any lock: {length}");
    length.div_ceil(512).to_string()
}

/// Guangzhou of this cloud, with its key, on a disk that is as full as told.
fn unbind_on_full_disk(sim: &Sim, blocks: &str, address: &str, token: &str) -> Done {
    let mut command = Command::new("sh");
    command.args([
        "-c",
        FULL,
        "sh",
        blocks,
        BIN,
        "--endpoint",
        &sim.endpoint,
        "unbind",
        address,
        "--confirm",
        token,
    ]);
    command
        .env_clear()
        .env("HOME", sim.home.path())
        .env("TENCENTCLOUD_REGION", "gz")
        .stdin(Stdio::null());
    command
        .env("TENCENTCLOUD_SECRET_ID", crate::support::cli::ID)
        .env("TENCENTCLOUD_SECRET_KEY", crate::support::cli::KEY);
    let output = command.output().unwrap();
    let (out, err) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    Done { code: output.status.code().unwrap_or(-1), out, err }
}

#[test]
fn on_a_full_disk_nothing_is_sent_and_the_journal_stays_whole() {
    let sim = Sim::start("demo");
    assert_eq!(sim.call(&["unbind", "203.0.113.78", "--confirm", "78", "--wait", "0"]).code, 6);
    let journal = sim.state_dir().join("journal.jsonl");
    let before = std::fs::read(&journal).unwrap();
    let done = unbind_on_full_disk(&sim, &blocks(&journal), "203.0.113.77", "77");
    assert_eq!(done.code, 7, "{done:?}");
    assert!(done.err.contains("notRecorded") && done.err.contains("--no-journal"), "{done:?}");
    assert_eq!(sim.mutations().len(), 1, "only the one before");
    assert_eq!(std::fs::read(&journal).unwrap(), before, "no half a record is left");
    assert_eq!(sim.call(&["history", "--verify"]).code, 0);
    // With room again it goes on from there.
    assert_eq!(sim.call(&["unbind", "203.0.113.77", "--confirm", "77", "--wait", "0"]).code, 6);
    assert!(
        std::fs::read(&journal).unwrap().starts_with(&before)
            && sim.call(&["history", "--verify"]).code == 0
    );
}

#[test]
fn without_a_place_that_can_be_written_nothing_is_sent() {
    let sim = Sim::start("demo");
    let unbind = ["unbind", "203.0.113.77", "--confirm", "77"];
    let read_only = sim.call(&[&unbind[..], &["--state-dir", READ_ONLY]].concat());
    let no_home = sim.call_with(&[("HOME", READ_ONLY)], &unbind);
    for done in [read_only, no_home] {
        assert_eq!(done.code, 7, "{done:?}");
        assert!(done.err.contains("notRecorded") && done.err.contains(READ_ONLY), "{done:?}");
    }
    assert!(sim.mutations().is_empty());
}

#[test]
fn the_drawer_offers_to_go_on_without_a_journal_for_this_one_run() {
    let cloud = Cloud::start("demo", |_| {});
    let mut first = cloud.program().run();
    first.wait_for("203.0.113.90");
    first.send("/203.0.113.90\ru");
    first.wait_armed();
    first.confirm("90");
    first.wait_for("· verified");
    first.send("\x1bq");
    assert_eq!(first.wait(), 0);
    let before = cloud.journal();
    let blocks = blocks(&cloud.dir.path().join("journal.jsonl"));

    let mut tty = cloud.on(Start::command(&["sh", "-c", FULL, "sh", &blocks, BIN])).run();
    tty.wait_for("203.0.113.77");
    tty.send("/203.0.113.77\ru");
    tty.wait_armed();
    tty.confirm("77");
    tty.wait_for("notRecorded");
    tty.wait_for("WITHOUT a journal");
    assert_eq!(cloud.mutations(), 1, "only the one before");
    // The old token does not count: it is read again, and typed again.
    tty.wait_armed();
    tty.keys(200, &["\r"]);
    tty.wait_for("not the token");
    assert_eq!(cloud.mutations(), 1);
    tty.confirm("77");
    tty.wait_for("· verified");
    assert_eq!((cloud.mutations(), cloud.journal()), (2, before.clone()));

    // The next run is asked about anew.
    tty.send("\x1b");
    tty.until("the list", |screen| !screen.contains("UNBIND"));
    tty.send("\x1b/203.0.113.78\ru");
    tty.wait_armed();
    assert!(!tty.text().contains("WITHOUT a journal"), "{}", tty.text());
    tty.confirm("78");
    tty.wait_for("WITHOUT a journal");
    assert_eq!((cloud.mutations(), cloud.journal()), (2, before));
    tty.send("\x1b");
    tty.until("the list", |screen| !screen.contains("UNBIND"));
    tty.send("q");
    assert_eq!((tty.wait(), tty.leftovers()), (0, vec![]));
}
