//! `after_outcome`: what it gets, what it never gets, and that nothing it does changes an outcome. The example scripts, with what they call.

use crate::support::cli::{ID, KEY, Sim};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn script(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// A config with this hook; gives its path.
fn config(sim: &Sim, words: &[&str]) -> String {
    let path = sim.home.path().join("hooks.toml");
    fs::write(&path, format!("[defaults]\nafter_outcome = {}\n", json!(words))).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_hook_gets_the_item_and_no_credentials() {
    let sim = Sim::start("demo");
    let home = sim.home.path().to_owned();
    let hook = home.join("hook");
    script(&hook, "#!/bin/sh\ncat >\"$1/item\"\nenv >\"$1/env\"\necho \"$2\" >\"$1/word\"\n");
    let words = [hook.to_str().unwrap(), home.to_str().unwrap(), "a b; $(c)"];
    let config = config(&sim, &words);
    let done = sim.call(&[
        "--config",
        &config,
        "unbind",
        "203.0.113.77",
        "--confirm",
        "77",
        "--reason",
        "INC-7",
    ]);
    assert_eq!(done.code, 0, "{done:?}");
    let item: Value = serde_json::from_slice(&fs::read(home.join("item")).unwrap()).unwrap();
    assert_eq!(item["outcome"], "verified", "{item}");
    assert_eq!((&item["eipId"], &item["reason"]), (&json!("eip-9k2m4x7q"), &json!("INC-7")));
    assert_eq!(
        (&item["recovered"], &item["before"]["unInstanceId"]),
        (&json!(false), &json!("ins-1a2b3c4d"))
    );
    assert!(item["requestId"].is_string() && item["runId"].is_string(), "{item}");
    assert!(item["who"]["host"].is_string() && item["events"].as_array().unwrap().len() > 3);
    let env = fs::read_to_string(home.join("env")).unwrap();
    assert!(!env.contains(KEY) && !env.contains(ID) && !env.contains("SECRET"), "{env}");
    assert_eq!(fs::read_to_string(home.join("word")).unwrap(), "a b; $(c)\n", "no shell");
}

#[test]
fn a_hook_that_fails_is_shown_and_changes_nothing() {
    let sim = Sim::start("demo");
    let failing = sim.home.path().join("failing");
    script(&failing, "#!/bin/sh\nprintf 'no \\033[31mroom\\n' >&2\nexit 9\n");
    let plain = sim.home.path().join("plain");
    fs::write(&plain, "not executable").unwrap();
    for (hook, eip, says) in [
        (&failing, "203.0.113.141", "exit code 9: no ␛[31mroom"),
        (&plain, "203.0.113.142", "could not be started"),
    ] {
        let config = config(&sim, &[hook.to_str().unwrap()]);
        let token = eip.rsplit('.').next().unwrap();
        let done =
            sim.call(&["--config", &config, "--output", "json", "unbind", eip, "--confirm", token]);
        assert_eq!(
            (done.code, &done.json()["items"][0]["outcome"]),
            (0, &json!("verified")),
            "{done:?}"
        );
        assert!(done.err.contains("after_outcome") && done.err.contains(says), "{done:?}");
    }
}

#[test]
fn a_plan_that_is_not_the_expected_one_is_told_of_too() {
    let sim = Sim::start("demo");
    let home = sim.home.path().to_owned();
    let hook = home.join("hook");
    script(&hook, "#!/bin/sh\ncat >>\"$1/items\"\n");
    let config = config(&sim, &[hook.to_str().unwrap(), home.to_str().unwrap()]);
    let args = ["unbind", "203.0.113.77", "--confirm", "77", "--expect", "ins-00000000"];
    let done = sim.call(&[&["--config", &config, "--output", "json"], &args[..]].concat());
    assert_eq!(
        (done.code, &done.json()["items"][0]["outcome"]),
        (4, &json!("drifted")),
        "{done:?}"
    );
    let items = fs::read_to_string(home.join("items")).unwrap();
    let item: Value = serde_json::from_str(items.trim()).unwrap();
    assert_eq!((&item["outcome"], &item["eipId"]), (&json!("drifted"), &json!("eip-9k2m4x7q")));
    assert!(item["sentAt"].is_null(), "{item}");
}

#[test]
fn what_is_recovered_after_a_crash_is_told_as_such() {
    let sim = Sim::start("demo");
    let home = sim.home.path().to_owned();
    let hook = home.join("hook");
    script(&hook, "#!/bin/sh\ncat >>\"$1/items\"\n");
    let config = config(&sim, &[hook.to_str().unwrap(), home.to_str().unwrap()]);
    crate::support::cli::leave_open(
        &sim.state_dir(),
        "crashed-1",
        &sim.endpoint,
        ("eip-3e4r5t6y", "203.0.113.121"),
    );
    let done = sim.call(&["--config", &config, "unbind", "203.0.113.143", "--dry-run"]);
    assert_eq!(done.code, 4, "{done:?}");
    let items = fs::read_to_string(home.join("items")).unwrap();
    let item: Value = serde_json::from_str(items.trim()).unwrap();
    assert_eq!((&item["runId"], &item["recovered"]), (&json!("crashed-1"), &json!(true)), "{item}");
}

// The example scripts

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/hooks").join(name)
}

fn item() -> String {
    json!({
        "eip": "203.0.113.77", "eipId": "eip-9k2m4x7q", "region": "ap-guangzhou",
        "action": "EipUnBindInstance", "outcome": "refused", "code": "5100", "message": "a <b> & c",
        "requestId": null, "runId": "ab12-1", "recovered": true, "reason": "INC-7",
        "before": {"unInstanceId": "ins-1a2b3c4d", "networkInterfaceId": "eni-5f6a7b8c",
            "privateIpAddress": "10.0.3.21"},
        "who": {"user": "root", "sudoUser": "bob", "host": "bastion-3", "account": null},
    })
    .to_string()
}

fn run(command: &mut Command) -> (i32, String) {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(item().as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    (done.status.code().unwrap_or(-1), String::from_utf8(done.stderr).unwrap())
}

/// Answers one request with this; gives the body that came.
fn chat(answer: &'static str) -> (String, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/send?key=hidden", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let (mut length, mut line) = (0, String::new());
        while reader.read_line(&mut line).unwrap() > 2 {
            let lower = line.to_ascii_lowercase();
            if let Some(value) = lower.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            line.clear();
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        write!(stream, "{answer}").unwrap();
        String::from_utf8(body).unwrap()
    });
    (url, thread)
}

const TAKEN: &str = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"errcode\":0,\"errmsg\":\"ok\"}";
const NOT_TAKEN: &str = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"errcode\":93000}";

#[test]
fn the_chat_script_speaks_to_three_chats() {
    let dir = tempfile::tempdir().unwrap();
    for (kind, answer, code) in [
        ("wecom", TAKEN, 0),
        ("dingtalk", TAKEN, 0),
        ("slack", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok", 0),
        ("wecom", NOT_TAKEN, 1),
        ("slack", "HTTP/1.1 404 no\r\nConnection: close\r\n\r\nno", 1),
    ] {
        let (url, thread) = chat(answer);
        let file = dir.path().join("url");
        fs::write(&file, format!("{url}\n")).unwrap();
        let (ended, said) = run(Command::new("python3").arg(example("chat")).arg(kind).arg(&file));
        let body: Value = serde_json::from_str(&thread.join().unwrap()).unwrap();
        let text = match kind {
            "slack" => body["text"].as_str().unwrap(),
            _ => body["text"]["content"].as_str().unwrap(),
        };
        assert!(text.contains("203.0.113.77") && text.contains("refused"), "{kind}: {text}");
        assert!(text.contains("by bob@bastion-3") && text.contains("request id none"), "{text}");
        assert_eq!(text.contains("a &lt;b&gt; &amp; c"), kind == "slack", "{text}");
        assert_eq!(ended, code, "{kind}: {said}");
        assert!(!said.contains("hidden"), "the URL is a secret: {said}");
    }
}

#[test]
fn the_log_scripts_hand_the_item_on() {
    let dir = tempfile::tempdir().unwrap();
    let fake = "#!/bin/sh\nfor word; do printf '%s\\n' \"$word\"; done >\"$0.args\"\ncat >\"$0.in\" 2>/dev/null\n";
    for name in ["logger", "fluent-bit"] {
        script(&dir.path().join(name), fake);
    }
    let path = format!("{}:/usr/bin:/bin", dir.path().display());
    let args = |name: &str| fs::read_to_string(dir.path().join(format!("{name}.args"))).unwrap();
    let (code, said) = run(Command::new(example("syslog")).arg("auth.notice").env("PATH", &path));
    assert_eq!((code, said.as_str()), (0, ""));
    let words = args("logger");
    assert!(words.starts_with("--tag\neip-unbind\n--priority\nauth.notice\n"), "{words}");
    assert!(words.trim_end().ends_with(&item()), "{words}");

    let properties = dir.path().join("properties");
    fs::write(&properties, "# where\nbrokers=log.example:9096\n\ntopics=a b").unwrap();
    let mut command = Command::new(example("log-service"));
    let (code, said) = run(command.arg("kafka").arg(&properties).env("PATH", &path));
    assert_eq!((code, said.as_str()), (0, ""));
    let words = "-q\n-i\nstdin\n-o\nkafka\n-p\nbrokers=log.example:9096\n-p\ntopics=a b\n";
    assert_eq!(args("fluent-bit"), words);
    assert_eq!(fs::read_to_string(dir.path().join("fluent-bit.in")).unwrap(), item());
}
