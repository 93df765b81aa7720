//! `before_send` with the real program: hooks that say no, hang, print rubbish, fork, are missing, are not executable, read nothing.

use crate::support::cli::{Done, ID, KEY, Sim, side_by_side, until};
use eip_unbind::runtime::clock::Clock;
use rustix::process::Signal;
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A script of this name in the cloud's home folder, and a config that asks it.
fn hook(sim: &Sim, name: &str, text: &str) -> (PathBuf, String) {
    let path = sim.home.path().join(name);
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let words = [path.to_str().unwrap(), sim.home.path().to_str().unwrap()];
    (path.clone(), config(sim, name, &words))
}

fn config(sim: &Sim, name: &str, words: &[&str]) -> String {
    let path = sim.home.path().join(format!("{name}.toml"));
    fs::write(&path, format!("[defaults]\nbefore_send = {}\n", json!(words))).unwrap();
    path.to_str().unwrap().to_owned()
}

fn unbind(sim: &Sim, config: &str, more: &[&str]) -> Done {
    let args =
        ["--config", config, "--output", "json", "unbind", "203.0.113.77", "--confirm", "77"];
    sim.call(&[&args[..], more].concat())
}

#[test]
fn it_gets_the_plan_and_no_credentials_and_a_yes_sends() {
    let sim = Sim::start("demo");
    let text = "cat >\"$1/plan\"; env >\"$1/env\"; echo rubbish; head -c 300 /dev/urandom";
    let (_, config) = hook(&sim, "yes", text);
    let done = unbind(&sim, &config, &["--reason", "INC-7"]);
    assert_eq!((done.code, sim.mutations().len()), (0, 1), "{done:?}");
    let asked: Value =
        serde_json::from_slice(&fs::read(sim.home.path().join("plan")).unwrap()).unwrap();
    let printed = done.json();
    for key in ["digest", "token", "items", "createdAt", "plannedBy", "reason", "account"] {
        assert_eq!(asked[key], printed["plan"][key], "{key}: {asked}");
    }
    assert_eq!((&asked["runId"], &asked["api"]), (&printed["runId"], &printed["api"]), "{asked}");
    assert!(asked["who"]["host"].is_string(), "{asked}");
    let env = fs::read_to_string(sim.home.path().join("env")).unwrap();
    assert!(!env.contains(KEY) && !env.contains(ID) && !env.contains("SECRET"), "{env}");
}

/// Whatever it does, nothing is sent, no item is spoken of, and it is said why.
#[test]
fn what_does_not_say_yes_sends_nothing() {
    let sim = Sim::start("demo");
    let plain = sim.home.path().join("plain");
    fs::write(&plain, "no program").unwrap();
    let cases = [
        (
            hook(&sim, "no", "cat >/dev/null; echo 'freeze until 18:00' >&2; exit 3").1,
            "exit code 3: freeze until 18:00",
        ),
        (hook(&sim, "deaf", "exec <&-; exit 1").1, "exit code 1"),
        (
            hook(&sim, "odd", "printf 'no \\033[2J\\000\\342\\200\\256 way\\n' >&2; exit 9").1,
            "exit code 9: no ␛[2J",
        ),
        (hook(&sim, "long", "yes no | head -c 900000 >&2; exit 1").1, "exit code 1: no no"),
        (hook(&sim, "killed", "kill -9 $$").1, "ended by a signal"),
        (hook(&sim, "forks", "(sleep 60 >&2) & echo later >&2; exit 1").1, "exit code 1: later"),
        (config(&sim, "missing", &["/nonexistent/ask"]), "could not be started"),
        (config(&sim, "plain", &[plain.to_str().unwrap()]), "could not be started"),
        (config(&sim, "folder", &["/tmp"]), "could not be started"),
    ];
    side_by_side(&cases, |(config, says)| {
        let done = unbind(&sim, config, &[]);
        assert_eq!(done.code, 4, "{says}: {done:?}");
        assert_eq!(done.json()["items"], json!([]), "{says}");
        assert_eq!(done.json()["runId"], Value::Null, "{says}: no run was begun");
        assert!(
            done.err.contains("nothing was sent: before_send ") && done.err.contains(says),
            "{says}: {done:?}"
        );
        assert!(done.err.len() < 12_000, "{says}: bounded: {}", done.err.len());
    });
    assert!(sim.mutations().is_empty() && sim.journal().is_empty(), "{}", sim.journal());
}

#[test]
fn one_that_hangs_is_ended_after_thirty_seconds_with_what_it_started() {
    let sim = Sim::start("demo");
    let text = "(sleep 33; touch \"$1/mark\") & sleep 600";
    let begun = Clock::wall();
    let done = unbind(&sim, &hook(&sim, "hangs", text).1, &[]);
    let took = Clock::wall().as_second() - begun.as_second();
    assert_eq!((done.code, &done.json()["items"]), (4, &json!([])), "{done:?}");
    assert!(done.err.contains("it took too long and was ended"), "{done:?}");
    assert!((30..45).contains(&took), "{took} s");
    std::thread::park_timeout(Duration::from_secs(4));
    assert!(!sim.home.path().join("mark").exists() && sim.mutations().is_empty());
}

/// Those of the defaults and of the profile are asked side by side; one no is enough, and ends the others.
#[test]
fn every_hook_must_agree() {
    let sim = Sim::start("demo");
    let (yes, _) = hook(&sim, "yes", "sleep 60; touch \"$0.ended\"");
    let (no, _) = hook(&sim, "no", "echo 'not you' >&2; exit 1");
    let both = sim.home.path().join("both.toml");
    let text = format!(
        "[defaults]\nbefore_send = {}\n[profiles.prod]\ncredentials = \"env\"\nbefore_send = {}\n",
        json!([yes]),
        json!([no])
    );
    fs::write(&both, text).unwrap();
    let done = unbind(&sim, both.to_str().unwrap(), &["--profile", "prod"]);
    assert_eq!((done.code, sim.mutations().len()), (4, 0), "{done:?}");
    assert!(done.err.contains("not you") && done.err.contains("yes"), "both are named: {done:?}");
}

/// A change that comes while it thinks is seen: the last reading is made after it.
#[test]
fn the_last_reading_comes_after_it() {
    let sim = Sim::start("demo");
    let binary = env!("CARGO_BIN_EXE_eip-unbind");
    let text = format!(
        "cat >/dev/null; TENCENTCLOUD_SECRET_ID={ID} TENCENTCLOUD_SECRET_KEY={KEY} HOME=\"$1/other\" '{binary}' \
         --config /dev/null --endpoint {} --region gz unbind 203.0.113.77 --confirm 77 >/dev/null 2>&1",
        sim.endpoint
    );
    let done = unbind(&sim, &hook(&sim, "acts", &text).1, &[]);
    assert_eq!(done.json()["items"][0]["outcome"], "alreadyUnbound", "{done:?}");
    assert_eq!((done.code, sim.mutations().len()), (0, 1), "the hook's own one alone: {done:?}");
}

#[test]
fn ctrl_c_ends_it_and_sends_nothing() {
    let sim = Sim::start("demo");
    let text = "touch \"$1/begun\"; (sleep 3; touch \"$1/mark\") & sleep 600";
    let config = hook(&sim, "hangs", text).1;
    let mark = |name: &str| -> bool { Path::new(sim.home.path()).join(name).exists() };
    for signal in [Signal::INT, Signal::TERM] {
        let _ = fs::remove_file(sim.home.path().join("begun"));
        let running =
            sim.running(&["--config", &config, "unbind", "203.0.113.77", "--confirm", "77"]);
        until("the hook is at work", || mark("begun"));
        running.signal(signal);
        let done = running.end(Duration::from_secs(10));
        assert_eq!(done.code, 130, "{done:?}");
        assert!(done.err.contains("before_send is asked"), "{done:?}");
    }
    std::thread::park_timeout(Duration::from_secs(4));
    assert!(!mark("mark") && sim.mutations().is_empty(), "what it started is ended, too");
}

#[test]
fn the_way_back_is_asked_about_too() {
    let sim = Sim::start("demo");
    assert_eq!(sim.call(&["unbind", "203.0.113.77", "--confirm", "77"]).code, 0);
    let no = hook(&sim, "no", "cat >\"$1/plan\"; exit 1").1;
    let args = ["--config", &no, "bind", "203.0.113.77", "--confirm", "77"];
    let done = sim.call(&args);
    assert_eq!((done.code, sim.mutations().len()), (4, 1), "{done:?}");
    let plan = fs::read_to_string(sim.home.path().join("plan")).unwrap();
    assert!(plan.contains("EipBindInstance"), "{plan}");
    let yes = hook(&sim, "yes", "exit 0").1;
    assert_eq!(sim.call(&["--config", &yes, "bind", "203.0.113.77", "--confirm", "77"]).code, 0);
}

/// A plan that is not confirmed, or is another one than expected, is nobody's to agree to.
#[test]
fn it_is_not_asked_before_the_confirmation() {
    let sim = Sim::start("demo");
    let config = hook(&sim, "hook", "touch \"$1/asked\"").1;
    for more in [
        &[][..],
        &["--confirm", "78"],
        &["--confirm", "77", "--dry-run"],
        &["--confirm", "77", "--expect", "ins-other"],
    ] {
        let args = ["--config", &config, "unbind", "203.0.113.77"];
        let done = sim.call(&[&args[..], more].concat());
        assert_eq!(done.code, if more.len() == 3 { 0 } else { 4 }, "{done:?}");
        assert!(!sim.home.path().join("asked").exists(), "{more:?}");
    }
}
