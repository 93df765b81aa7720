//! What a shell offers while a command is typed.

use crate::support::cli::{call, leave_open};
use std::process::Command;
use tempfile::TempDir;

/// Asks as fish does: the words so far, the last one is being typed.
fn offered(env: &[(&str, &str)], words: &[&str]) -> Vec<String> {
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
    let word = |line: &str| line.split('\t').next().unwrap_or_default().to_owned();
    String::from_utf8(output.stdout).unwrap().lines().map(word).collect()
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
