//! Where options come from, and what needs no cloud at all.

use crate::support::cli::{Sim, call};
use std::process::{Command, Stdio};

#[test]
fn options_stand_anywhere_and_come_from_the_environment() {
    let sim = Sim::start("demo");
    let rows = |env: &[(&str, &str)], args: &[&str]| {
        let done = sim.call_with(env, args);
        assert_eq!(done.code, 0, "{done:?}");
        done.out
    };
    let hk = rows(&[], &["--region", "hk", "list", "--output", "csv"]);
    assert_eq!(hk.lines().count(), 5, "{hk}");
    assert_eq!(
        hk,
        rows(
            &[
                ("EIP_UNBIND_REGION", "hk"),
                ("TENCENTCLOUD_REGION", ""),
                ("EIP_UNBIND_OUTPUT", "csv")
            ],
            &["list"]
        ),
        "options from the environment"
    );
    assert_eq!(
        hk,
        rows(
            &[("EIP_UNBIND_REGION", "sh"), ("EIP_UNBIND_OUTPUT", "json")],
            &["list", "--output", "csv", "--region", "hk"]
        )
    );
    assert_eq!(
        hk,
        rows(
            &[("EIP_UNBIND_READ_ONLY", ""), ("EIP_UNBIND_DEMO", "")],
            &["list", "--output", "csv", "--region", "hk"]
        ),
        "empty is absent"
    );
    assert_eq!(
        hk,
        rows(&[("EIP_UNBIND_DEMO", "empty")], &["list", "--output", "csv", "--region", "hk"]),
        "the flag --endpoint counts"
    );
    let read_only = sim.call_with(
        &[("EIP_UNBIND_READ_ONLY", "1")],
        &["unbind", "203.0.113.77", "--confirm", "77"],
    );
    assert_eq!(read_only.code, 4, "{read_only:?}");
    assert!(read_only.err.contains("read-only"), "{read_only:?}");
    let lang =
        sim.call_with(&[("EIP_UNBIND_LANG", "zh")], &["unbind", "203.0.113.77", "--lang", "en"]);
    assert!(lang.err.contains("nothing was sent"), "{lang:?}");
    let wait = sim.call_with(&[("EIP_UNBIND_WAIT", "7")], &["unbind", "203.0.113.77"]);
    assert!(wait.err.contains("--wait 7"), "{wait:?}");
    let both = rows(&[], &["--region", "hk", "list", "--region=sh", "--output", "csv"]);
    assert!(
        both.contains("ap-hongkong") && both.contains("ap-shanghai"),
        "on both sides of the subcommand: {both}"
    );
    assert_eq!(
        hk,
        rows(&[("EIP_UNBIND_ALL_REGIONS", "1")], &["list", "--output", "csv", "--region", "hk"]),
        "a flag beats a variable"
    );
    let bad = sim.call_with(&[("EIP_UNBIND_READ_ONLY", "maybe")], &["list"]);
    assert_eq!((bad.code, bad.out.as_str()), (2, ""), "{bad:?}");
    assert!(sim.mutations().is_empty());
}

#[test]
fn the_demo_beats_an_exported_endpoint_and_needs_no_key() {
    let done = call(
        &[("EIP_UNBIND_ENDPOINT", "https://eip.example.com")],
        &["list", "--demo=empty", "--output", "json"],
    );
    assert_eq!((done.code, &done.json()["complete"]), (0, &true.into()), "{done:?}");
    let plan = call(&[], &["unbind", "--demo", "203.0.113.77"]);
    assert!(plan.code == 4 && plan.err.contains("eip-unbind unbind --demo=demo "), "{plan:?}");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_eip-unbind"));
    command
        .env_clear()
        .args(["list", "--demo=hundred"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn output_that_can_not_be_written_is_a_failure() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_eip-unbind"))
        .env_clear()
        .args(["list", "--demo"])
        .stdout(full)
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && err.contains("could not be written"), "{err}");
}

#[test]
fn help_version_completions_and_man_need_nothing() {
    let help = call(&[], &["--help"]);
    let long = ["unbind", "--region", "EIP_UNBIND_REGION", "Exit codes"];
    assert!(help.code == 0 && long.iter().all(|w| help.out.contains(w)), "{help:?}");
    let version = call(&[], &["--version"]);
    let begin = concat!("eip-unbind ", env!("CARGO_PKG_VERSION"), " (commit ");
    assert!(version.code == 0 && version.out.starts_with(begin), "{version:?}");
    for shell in ["bash", "zsh", "fish"] {
        // Completion scripts may indent with tabs, which `call` would not let pass.
        let output = Command::new(env!("CARGO_BIN_EXE_eip-unbind"))
            .env_clear()
            .args(["completions", shell])
            .output()
            .unwrap();
        let script = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && script.contains("EIP_UNBIND_COMPLETE"), "{shell}");
    }
    let man = call(&[], &["man"]);
    let has = [
        ".TH eip-unbind",
        "OPTIONS OF UNBIND",
        "un\\-bind\\-private\\-ip\\-with\\-eip",
        "Exit codes",
        ".SH KEYS",
        "fBCtrl\\-d",
    ];
    assert!(
        man.code == 0 && has.iter().all(|w| man.out.contains(w)) && !man.out.contains("list(1)"),
        "{}",
        man.out
    );
}
