//! What is typed wrong, what asks for help, and what the log says.

use crate::support::cli::{ID, KEY, Sim, call, side_by_side};
use std::process::{Command, Stdio};

#[test]
fn a_target_one_edit_from_a_command_is_an_error_that_says_so() {
    for (typed, meant) in [
        ("listt", "list"),
        ("lsit", "list"),
        ("Qouta", "quota"),
        ("doctr", "doctor"),
        ("hlep", "help"),
    ] {
        let done = call(&[], &["--demo", typed]);
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{done:?}");
        let says = format!("no command `{typed}`; did you mean `{meant}`?");
        assert!(done.err.contains(&says), "{done:?}");
    }
    let zh = call(&[], &["--demo", "listt", "--lang", "zh"]);
    assert!(zh.err.contains("没有命令 `listt`；是否想输入 `list`？"), "{zh:?}");
    let after = call(&[], &["--demo", "203.0.113.77", "list"]);
    assert!(after.code == 2 && after.err.contains("it stands before the targets"), "{after:?}");
    for meant in [&["--demo", "--", "listt"][..], &["--demo", "web-list"]] {
        let done = call(&[], meant);
        assert!(done.code == 2 && done.err.contains("needs a terminal"), "{done:?}");
    }
}

#[test]
fn help_is_a_command_of_its_own() {
    for (args, same) in [(&["help"][..], &["--help"][..]), (&["help", "list"], &["list", "--help"])]
    {
        let (one, other) = (call(&[], args), call(&[], same));
        assert_eq!((one.code, &one.out), (0, &other.out), "{args:?}");
    }
    assert_eq!(call(&[], &["help", "nonsense"]).code, 2);
}

#[test]
fn the_scenarios_are_listed_and_a_switch_is_a_switch() {
    let done = call(&[], &["--demo=help"]);
    assert!(done.code == 0 && done.err.is_empty(), "{done:?}");
    for name in ["demo ", "rebound ", "v2-retired-404 "] {
        assert!(done.out.contains(name), "{done:?}");
    }
    for on in ["1", "true", "YES", "demo"] {
        let done = call(&[("EIP_UNBIND_DEMO", on)], &["list", "--output", "json"]);
        assert_eq!((done.code, &done.json()["complete"]), (0, &true.into()), "{on}: {done:?}");
    }
    let sim = Sim::start("empty");
    for off in ["0", "false", "no", ""] {
        let done = sim.call_with(&[("EIP_UNBIND_DEMO", off)], &["list", "--output", "json"]);
        assert_eq!(done.json()["eips"].as_array().map(Vec::len), Some(0), "{off}: {done:?}");
    }
}

#[test]
fn the_demo_uses_the_state_folder_that_was_typed_and_no_other() {
    let home = tempfile::tempdir().unwrap();
    let (typed, set) = (home.path().join("typed"), home.path().join("set"));
    let env =
        [("HOME", home.path().to_str().unwrap()), ("EIP_UNBIND_STATE_DIR", set.to_str().unwrap())];
    let unbind = ["unbind", "--demo", "203.0.113.77", "--confirm", "77"];
    let done = call(&env, &[&unbind[..], &["--state-dir", typed.to_str().unwrap()]].concat());
    assert_eq!(done.code, 0, "{done:?}");
    assert!(typed.join("journal.jsonl").exists());
    assert_eq!(call(&env, &unbind).code, 0);
    assert!(!set.exists(), "the journal of the real clouds");
}

#[test]
fn a_terminal_without_a_screen_gets_none() {
    // `script` is not everywhere; a pseudo-terminal is what the terminal tests are for. Without one the answer comes first.
    let done = call(&[("TERM", "dumb")], &["--demo"]);
    assert_eq!(done.code, 2, "{done:?}");
    assert!(done.err.contains("eip-unbind list"), "{done:?}");
}

#[test]
fn what_was_typed_is_repeated_in_visible_form_only() {
    let odd = "\u{1b}[31mX\u{1b}]0;t\u{7}\u{202e}\nnext";
    let cases: [&[&str]; 7] = [
        &["list", "--api", odd],
        &["list", "--port", odd],
        &["simulate", "--port", odd],
        &["list", odd],
        &["help", odd],
        &["list", "--demo", "--region", odd],
        &["list", "--demo", "--lang", odd],
    ];
    side_by_side(&cases, |args| {
        for lang in ["en", "zh"] {
            // `call` fails on anything that acts on a terminal.
            let done = call(&[("EIP_UNBIND_LANG", lang)], args);
            assert!(done.code == 2 && done.out.is_empty(), "{done:?}");
            assert!(!done.err.lines().any(|line| line.starts_with("next")), "{done:?}");
        }
    });
    let option = format!("--{odd}");
    assert_eq!(call(&[], &["list", &option]).code, 2);
    assert_eq!(call(&[("EIP_UNBIND_API", odd)], &["list"]).code, 2);
}

#[test]
fn more_v_say_more_in_the_log() {
    let sim = Sim::start("demo");
    let log = |verbose: &[&str]| {
        let file = sim.home.path().join(format!("log{}", verbose.len()));
        let path = file.to_str().unwrap().to_owned();
        let args = [&["unbind", "203.0.113.77", "--dry-run", "--log", &path][..], verbose].concat();
        let done = sim.call(&args);
        assert!(matches!(done.code, 0 | 4), "{done:?}");
        std::fs::read_to_string(file).unwrap()
    };
    let (quiet, decisions, requests) = (log(&[]), log(&["-v"]), log(&["-v", "-v"]));
    assert!(quiet.contains(" INFO ") && !quiet.contains("DEBUG"), "{quiet}");
    for decided in ["identity decided", "api decided"] {
        assert!(!quiet.contains(decided) && decisions.contains(decided), "{decisions}");
    }
    assert!(!decisions.contains("TRACE") && requests.contains("queued_ms="), "{requests}");
    assert!(requests.contains("took_ms="), "{requests}");
    let done = sim.call(&["list", "-v"]);
    assert!(done.code == 0 && done.err.contains("--log FILE"), "{done:?}");
}

#[test]
fn credentials_are_the_same_code_everywhere() {
    let none = tempfile::tempdir().unwrap();
    let home = ("HOME", none.path().to_str().unwrap());
    let region = ("TENCENTCLOUD_REGION", "gz");
    let commands: [&[&str]; 4] =
        [&["list"], &["quota"], &["unbind", "203.0.113.77"], &["doctor", "--region", "gz"]];
    let sim = Sim::start("demo");
    side_by_side(&commands, |args| {
        let missing = call(&[home, region], args);
        assert_eq!(missing.code, 3, "{args:?}: {missing:?}");
        let named = call(&[home, region, ("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", "/nope")], args);
        assert_eq!(named.code, 3, "{args:?}: {named:?}");
        assert!(named.all().contains("TENCENTCLOUD_SHARED_CREDENTIALS_DIR"), "{named:?}");
        assert!(named.all().contains("/nope"), "{named:?}");
        for api in ["v2", "v3"] {
            let wrong = sim.call_with(
                &[("TENCENTCLOUD_SECRET_ID", "AKIDwrongWRONGwrongWRONG9999")],
                &[&["--api", api], *args].concat(),
            );
            assert_eq!(wrong.code, 3, "{args:?} {api}: {wrong:?}");
        }
    });
    let profile = call(&[home, region], &["--profile", "nobody", "list"]);
    assert!(profile.code == 3 && profile.err.contains("nobody"), "{profile:?}");
}

#[test]
fn a_tilde_and_a_relative_folder_are_resolved_and_said() {
    let sim = Sim::start("demo");
    let unbind = ["unbind", "203.0.113.77", "--confirm", "77"];
    let done = sim.call_with(&[("EIP_UNBIND_STATE_DIR", "~/here")], &unbind);
    assert_eq!(done.code, 0, "{done:?}");
    assert!(sim.home.path().join("here/journal.jsonl").exists());
    let output = Command::new(env!("CARGO_BIN_EXE_eip-unbind"))
        .env_clear()
        .envs([("TENCENTCLOUD_SECRET_ID", ID), ("TENCENTCLOUD_SECRET_KEY", KEY)])
        .env("HOME", sim.home.path())
        .current_dir(sim.home.path())
        .args(["--endpoint", &sim.endpoint, "--region", "gz", "--state-dir", "there"])
        .args(["unbind", "203.0.113.78"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    let whole = sim.home.path().canonicalize().unwrap().join("there");
    assert!(err.contains(&format!("state folder: {}", whole.display())), "{err}");
    let option = format!("--state-dir {}", whole.display());
    assert!(err.contains(&option) || output.status.code() != Some(4), "the printed command: {err}");
}
