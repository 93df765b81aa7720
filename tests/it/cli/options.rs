//! Where options come from, and what needs no cloud at all.

use crate::support::cli::{Sim, call};
use eip_unbind::text::Lang;
use eip_unbind::text::help::{examples, examples_of_help};
use std::process::{Command, Stdio};
use unicode_width::UnicodeWidthStr as _;

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
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0));
    assert!(said.starts_with("demo: a fresh cloud") && said.lines().count() == 1, "{said}");
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

/// The program itself, and each of its commands.
const COMMANDS: [&[&str]; 11] = [
    &[],
    &["list"],
    &["quota"],
    &["unbind"],
    &["bind"],
    &["history"],
    &["doctor"],
    &["config"],
    &["simulate"],
    &["completions"],
    &["man"],
];

#[test]
fn the_short_help_fits_one_screen_in_both_languages() {
    for lang in ["en", "zh"] {
        for command in COMMANDS {
            let done = call(&[], &[command, &["-h", "--lang", lang]].concat());
            assert_eq!((done.code, done.err.as_str()), (0, ""), "{done:?}");
            let lines: Vec<&str> = done.out.lines().collect();
            assert!(lines.len() <= 24, "{command:?} {lang}: {} lines\n{}", lines.len(), done.out);
            assert!(lines.iter().all(|line| line.width() <= 80), "{}", done.out);
            let whole = [&["eip-unbind"], command, &["--help"]].concat().join(" ");
            assert!(done.out.contains(&whole) && done.out.contains("man eip-unbind"), "{done:?}");
        }
    }
}

#[test]
fn every_command_is_in_the_tests_of_the_help() {
    let help = call(&[], &["--help"]).out;
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let named: Vec<&str> = commands.lines().filter_map(|l| l.split_whitespace().next()).collect();
    let known: Vec<&str> = COMMANDS.iter().flat_map(|words| words.iter().copied()).collect();
    assert_eq!(named, [&known[..], &["help"]].concat());
}

#[test]
fn no_two_headings_have_one_name() {
    let once = |page: &str, headings: Vec<&str>| {
        let names: std::collections::BTreeSet<&str> = headings.iter().copied().collect();
        assert_eq!(names.len(), headings.len(), "{headings:?}: {page}");
        headings.len()
    };
    for lang in ["en", "zh"] {
        for command in COMMANDS {
            let page = call(&[], &[command, &["--help", "--lang", lang]].concat()).out;
            let is_heading = |line: &&str| {
                !line.starts_with(' ') && (line.ends_with(':') || line.ends_with('：'))
            };
            assert!(once(&page, page.lines().filter(is_heading).collect()) >= 3, "{page}");
        }
    }
    let man = call(&[], &["man"]).out;
    assert!(once(&man, man.lines().filter(|line| line.starts_with(".SH ")).collect()) > 15);
}

#[test]
fn the_end_of_the_help_says_where_the_options_of_a_command_are() {
    for (flag, lang) in [("-h", "en"), ("-h", "zh"), ("--help", "en"), ("--help", "zh")] {
        let help = call(&[], &[flag, "--lang", lang]).out;
        let end = help.split("\n\n").last().unwrap();
        let end = end.split_whitespace().collect::<Vec<_>>().join(" ");
        for word in ["--confirm", "--to", "--since", "eip-unbind COMMAND --help", "man eip-unbind"]
        {
            assert!(end.contains(word), "{word}: {help}");
        }
    }
}

#[test]
fn the_whole_help_has_headings_examples_files_and_codes() {
    let heads = [
        ("en", ["Account and cloud:", "Examples:", "Environment:", "Files:", "Exit codes:"]),
        ("zh", ["账号与云：", "示例：", "环境变量：", "文件：", "退出码："]),
    ];
    for (lang, heads) in heads {
        let done = call(&[("LANG", "C")], &["--help", "--lang", lang]);
        for word in heads.iter().chain(&["EIP_UNBIND_REGION", "--region REGION", "  130 "]) {
            assert!(done.out.contains(word), "{word}: {}", done.out);
        }
        let at = |word: &str| done.out.find(word).unwrap();
        assert!(at(heads[0]) < at("--region") && at("--region") < at(heads[1]), "{}", done.out);
        assert_eq!(examples_of_help(Lang::En).len(), 5);
        for example in examples_of_help(Lang::En) {
            assert!(done.out.contains(example.name), "{}", done.out);
        }
    }
}

#[test]
fn the_help_follows_the_locale_and_the_option_beats_it() {
    let is_chinese = |env: &[(&str, &str)], args: &[&str]| call(env, args).out.contains("用法：");
    for (variable, args) in [("LC_ALL", &["--help"][..]), ("LC_MESSAGES", &["list", "-h"])] {
        let env = [(variable, "zh_CN.UTF-8"), ("LANG", "C")];
        assert!(is_chinese(&env, args), "{variable}");
        assert!(!is_chinese(&env, &[args, &["--lang", "en"]].concat()), "{variable}");
        assert!(!is_chinese(&[env[0], ("EIP_UNBIND_LANG", "en")], args), "{variable}");
    }
    assert!(is_chinese(&[], &["--lang=zh", "help", "unbind"]));
    assert!(is_chinese(&[], &["help", "unbind", "--lang", "zh"]));
    assert!(!is_chinese(&[], &["--help"]));
}

#[test]
fn the_help_names_the_files_that_count_now() {
    let home = ("HOME", "/home/op");
    let usual = call(&[home], &["--help"]).out;
    assert!(usual.contains("~/.config/eip-unbind/config.toml"), "{usual}");
    assert!(usual.contains("~/.local/state/eip-unbind/journal.jsonl"), "{usual}");
    let other = [home, ("EIP_UNBIND_CONFIG", "~/team.toml"), ("EIP_UNBIND_STATE_DIR", "/var/x")];
    let set = call(&other, &["--help"]).out;
    assert!(set.contains("~/team.toml") && set.contains("/var/x/journal.jsonl"), "{set}");
    let typed = call(&other, &["--config", "/etc/mine.toml", "--state-dir=/srv/y", "--help"]).out;
    assert!(typed.contains("/etc/mine.toml") && typed.contains("/srv/y/reports/"), "{typed}");
}

#[test]
fn version_completions_and_man_need_nothing() {
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
    assert_eq!(man.code, 0);
    let sections = [
        ".TH eip-unbind 1",
        ".SH NAME",
        ".SH SYNOPSIS",
        ".SH DESCRIPTION",
        ".SH COMMANDS",
        ".SH \"ACCOUNT AND CLOUD\"",
        ".SH \"OPTIONS OF UNBIND\"",
        "un\\-bind\\-private\\-ip\\-with\\-eip",
        ".SH KEYS",
        "fBCtrl\\-d",
        ".SH EXAMPLES",
        ".SH ENVIRONMENT",
        ".SH FILES",
        ".SH \"EXIT STATUS\"",
        ".SH \"SEE ALSO\"",
        ".SH VERSION",
    ];
    let mut rest = man.out.as_str();
    for section in sections {
        let at = rest.find(section).unwrap_or_else(|| panic!("no {section} in {rest}"));
        rest = &rest[at..];
    }
    assert!(!man.out.contains("list(1)") && !man.out.contains("Print help"), "{}", man.out);
    for example in examples(Lang::En) {
        let line = example.name.replace('-', "\\-");
        assert!(man.out.contains(&line), "{line}: {}", man.out);
    }
}
