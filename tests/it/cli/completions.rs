//! What a shell offers while a command is typed.

use crate::support::cli::{call, leave_open};
use std::process::Command;
use tempfile::TempDir;

/// Asks as fish does: the words so far, the last one is being typed.
fn offered(env: &[(&str, &str)], words: &[&str]) -> Vec<String> {
    let word = |line: &str| line.split('\t').next().unwrap_or_default().to_owned();
    answer(env, words).lines().map(word).collect()
}

/// What is offered, each with what it is for.
fn answer(env: &[(&str, &str)], words: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_eip-unbind"))
        .env_clear()
        .env("HOME", "/nonexistent")
        .env("EIP_UNBIND_COMPLETE", "fish")
        .envs(env.iter().copied())
        .args(["--", "eip-unbind"])
        .args(words)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// What bash offers: `pieces` is the line as bash parts it, the last one is being typed, and `$2` is what of it is no sign.
fn offered_by_bash(line: &str, pieces: &[&str]) -> Vec<String> {
    let typed = pieces.last().unwrap();
    let ask = r#"
        source <(eip-unbind completions bash)
        COMP_LINE="$1" COMP_POINT="${#1}" typed="$2"
        shift 2
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _clap_complete_eip_unbind eip-unbind "$typed" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_eip-unbind")).parent().unwrap();
    let output = Command::new("bash")
        .env_clear()
        .env("HOME", "/nonexistent")
        .env("PATH", format!("{}:/usr/bin:/bin", folder.display()))
        .args(["--norc", "--noprofile", "-c", ask, "bash", line])
        .arg(if typed.starts_with(['=', ':']) { "" } else { *typed })
        .args(pieces)
        .output()
        .unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

fn has(offers: &[String], word: &str) -> bool {
    offers.iter().any(|offer| offer == word)
}

#[test]
fn regions_scenarios_and_outcomes_are_offered() {
    let offers = offered(&[], &["list", "--region", "ap-guangz"]);
    assert!(has(&offers, "ap-guangzhou") && !has(&offers, "ap-shanghai"), "{offers:?}");
    assert!(has(&offered(&[], &["simulate", "thr"]), "throttled"));
    assert!(has(&offered(&[], &["history", "--outcome", "ver"]), "verified"));
    assert!(has(&offered(&[], &["hist"]), "history"));
}

#[test]
fn bash_completes_values_after_a_sign_that_parts_words() {
    let guangzhou = ["ap-guangzhou", "ap-guangzhou-open"];
    let lost = ["lost-reply-applied", "lost-reply-not-applied"];
    let offers = offered_by_bash("eip-unbind --demo=lo", &["eip-unbind", "--demo", "=", "lo"]);
    assert_eq!(offers, lost);
    let offers = offered_by_bash("eip-unbind --demo=", &["eip-unbind", "--demo", "="]);
    assert!(has(&offers, "throttled") && has(&offers, lost[0]), "{offers:?}");
    assert!(!has(&offers, "list") && !offers.iter().any(|o| o.contains('=')), "{offers:?}");
    let pieces = ["eip-unbind", "--region", "=", "ap-gu"];
    assert_eq!(offered_by_bash("eip-unbind --region=ap-gu", &pieces), guangzhou);
    assert_eq!(offered_by_bash("eip-unbind hist", &["eip-unbind", "hist"]), ["history"]);
    // A blank parts words as ever, and a colon in an earlier word does not make more of it.
    let pieces =
        ["eip-unbind", "history", "--since", "2026-11-22T14", ":", "03", "--outcome", "ver"];
    let line = "eip-unbind history --since 2026-11-22T14:03 --outcome ver";
    assert_eq!(offered_by_bash(line, &pieces), ["verified"]);
    let pieces =
        ["eip-unbind", "--endpoint", "=", "https", ":", "//x", ":", "8/", "--region", "ap-gu"];
    let line = "eip-unbind --endpoint=https://x:8/ --region ap-gu";
    assert_eq!(offered_by_bash(line, &pieces), guangzhou);
}

#[test]
fn what_clap_adds_is_explained_in_our_words() {
    for (lang, words) in [("C", "the help of a command"), ("zh_CN.UTF-8", "命令的帮助")] {
        let said = |words: &[&str]| answer(&[("LANG", lang)], words);
        assert!(said(&["hel"]).contains(&format!("help\t{words}")), "{}", said(&["hel"]));
        for typed in [&["help", "hel"][..], &["-"], &["unbind", "-"], &["help", ""]] {
            assert!(!said(typed).contains("Print "), "{typed:?}: {}", said(typed));
        }
    }
}

#[test]
fn profiles_of_config_and_tccli_are_offered() {
    let home = TempDir::new().unwrap();
    std::fs::create_dir_all(home.path().join(".tccli")).unwrap();
    std::fs::write(home.path().join(".tccli/prod-gz.credential"), "{}").unwrap();
    let config = home.path().join("config.toml");
    std::fs::write(&config, "[profiles.prod-main]\n").unwrap();
    let env =
        [("HOME", home.path().to_str().unwrap()), ("EIP_UNBIND_CONFIG", config.to_str().unwrap())];
    let offers = offered(&env, &["--profile", "prod"]);
    assert!(has(&offers, "prod-main") && has(&offers, "prod-gz"), "{offers:?}");
}

#[test]
fn eips_of_the_journal_are_offered_and_nothing_is_asked() {
    let state = TempDir::new().unwrap();
    // Nobody listens there: whoever asked the cloud would fail or wait.
    leave_open(state.path(), "r1", "http://127.0.0.1:9", ("eip-9k2m4x7q", "203.0.113.77"));
    let env = [
        ("EIP_UNBIND_STATE_DIR", state.path().to_str().unwrap()),
        ("EIP_UNBIND_ENDPOINT", "http://127.0.0.1:9"),
    ];
    assert!(has(&offered(&env, &["unbind", "203."]), "203.0.113.77"));
    assert!(has(&offered(&env, &["unbind", "--eip-id", "eip-"]), "eip-9k2m4x7q"));
}

#[test]
fn each_shell_gets_a_script_that_asks_the_program() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = call(&[], &["completions", shell]);
        assert_eq!(script.code, 0);
        assert!(script.out.contains("EIP_UNBIND_COMPLETE"), "{shell}: {}", script.out);
    }
}
