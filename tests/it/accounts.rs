//! Several accounts: looked in read-only and side by side, opened in the one that has it.

use crate::support::cli::{Done, ID, KEY, Sim, call};
use crate::tty::cloud::Cloud;
use serde_json::json;
use std::fs;
use tempfile::TempDir;

/// A config with a profile for each of these endpoints: `p0`, `p1` …; all of them are searched.
fn config(dir: &TempDir, endpoints: &[&str], more: &str) -> String {
    let names: Vec<String> = (0..endpoints.len()).map(|n| format!("p{n}")).collect();
    let mut text = format!("[defaults]\nsearch_profiles = {}\n{more}\n", json!(names));
    for (name, url) in names.iter().zip(endpoints) {
        let profile = format!(
            "[profiles.{name}]\ncredentials = \"env\"\nregions = [\"gz\", \"sh\", \"bj\"]\n\
             endpoint.eip = \"{url}\"\nendpoint.vpc = \"{url}\"\n"
        );
        text.push_str(&profile);
    }
    let path = dir.path().join("config.toml");
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn run(dir: &TempDir, config: &str, args: &[&str]) -> Done {
    let env = [
        ("HOME", dir.path().to_str().unwrap()),
        ("TENCENTCLOUD_SECRET_ID", ID),
        ("TENCENTCLOUD_SECRET_KEY", KEY),
    ];
    call(&env, &[&["--config", config], args].concat())
}

fn home() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn what_one_account_has_is_planned_and_sent_there() {
    let (empty, owner, other) = (Sim::start("empty"), Sim::start("demo"), Sim::start("empty"));
    let dir = home();
    let config = config(&dir, &[&empty.endpoint, &owner.endpoint, &other.endpoint], "");
    let unbind = ["--output", "json", "unbind", "203.0.113.77"];
    let planned = run(&dir, &config, &unbind);
    assert_eq!(
        (planned.code, &planned.json()["plan"]["profile"]),
        (4, &json!("p1")),
        "{planned:?}"
    );
    assert!(planned.err.contains("▲ found in profile p1, of 3 looked in"), "{planned:?}");
    let offered = crate::cli::plan::offered(&planned);
    assert!(offered.windows(2).any(|words| words == ["--profile", "p1"]), "{offered:?}");
    let sent = run(&dir, &config, &[&unbind[..], &["--confirm", "77"]].concat());
    assert_eq!(sent.json()["items"][0]["outcome"], "verified", "{sent:?}");
    assert_eq!((owner.mutations().len(), empty.mutations().len()), (1, 0));
    // The others were only read, and the way back finds the same account.
    for sim in [&empty, &other] {
        let log = sim.log();
        let reads =
            |entry: &serde_json::Value| entry["action"].as_str().unwrap().starts_with("Describe");
        assert!(!log.is_empty() && log.iter().all(reads), "{log:?}");
    }
    let back = run(&dir, &config, &["bind", "203.0.113.77", "--confirm", "77"]);
    assert_eq!((back.code, owner.mutations().len()), (0, 2), "{back:?}");
}

#[test]
fn what_two_accounts_have_is_named_and_nothing_is_sent() {
    let (one, two) = (Sim::start("demo"), Sim::start("demo"));
    let dir = home();
    let both = config(&dir, &[&one.endpoint, &two.endpoint], "");
    let done = run(&dir, &both, &["unbind", "203.0.113.77", "--confirm", "77"]);
    assert_eq!(done.code, 4, "{done:?}");
    assert!(done.err.contains("found in several profiles: p0, p1"), "{done:?}");
    // Targets of two accounts at once: neither.
    assert_eq!(
        run(&dir, &both, &["--profile", "p0", "unbind", "203.0.113.77", "--confirm", "77"]).code,
        0
    );
    assert_eq!((one.mutations().len(), two.mutations().len()), (1, 0), "a named profile is meant");
    let empty = Sim::start("empty");
    let apart = config(&dir, &[&empty.endpoint, &one.endpoint, &two.endpoint], "");
    let done = run(&dir, &apart, &["unbind", "203.0.113.78", "203.0.113.90", "--confirm", "2.78"]);
    assert_eq!((done.code, one.mutations().len(), two.mutations().len()), (4, 1, 0), "{done:?}");
}

#[test]
fn profiles_that_cannot_be_read_are_named() {
    let (owner, refused) = (Sim::start("demo"), Sim::start("auth-failed"));
    let dir = home();
    let gone = "http://127.0.0.1:9";
    let config = config(&dir, &[&owner.endpoint, &refused.endpoint, gone], "");
    let text = fs::read_to_string(&config).unwrap();
    let text = text.replace("\"p2\"]", "\"p2\", \"p3\", \"nowhere\"]");
    fs::write(&config, text + "[profiles.p3]\ncredentials = \"tccli:nobody\"\n").unwrap();
    let done = run(&dir, &config, &["unbind", "203.0.113.77", "--confirm", "77"]);
    assert_eq!((done.code, owner.mutations().len()), (0, 1), "{done:?}");
    for profile in ["p1", "p2", "p3", "nowhere"] {
        assert!(
            done.err.contains(&format!("not looked in profile {profile}: ")),
            "{profile}: {done:?}"
        );
    }
    let none = run(&dir, &config, &["unbind", "198.51.100.250"]);
    assert_eq!(none.code, 4, "{none:?}");
    assert!(
        none.err.contains("found in none of the profiles p0 (4 could not be read)"),
        "{none:?}"
    );
    let unreadable = self::config(&dir, &[gone, gone], "");
    let none = run(&dir, &unreadable, &["unbind", "203.0.113.77"]);
    assert!(none.code == 3 && none.err.contains("no profile could be read"), "{none:?}");
}

#[test]
fn all_profiles_are_those_of_both_files_unless_one_is_named() {
    let (empty, owner) = (Sim::start("empty"), Sim::start("demo"));
    let dir = home();
    let config = config(&dir, &[&empty.endpoint, &owner.endpoint], "");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, text.replace("search_profiles = [\"p0\",\"p1\"]", "")).unwrap();
    let target = ["--output", "json", "unbind", "203.0.113.77"];
    let alone = run(
        &dir,
        &config,
        &[&["--region", "gz", "--endpoint", &empty.endpoint], &target[..]].concat(),
    );
    assert!(!alone.err.contains("found in profile"), "{alone:?}");
    let all = run(&dir, &config, &[&["--all-profiles"], &target[..]].concat());
    assert_eq!(all.json()["plan"]["profile"], "p1", "{all:?}");
    let both = run(&dir, &config, &[&["--all-profiles", "--profile", "p0"], &target[..]].concat());
    assert!(both.code == 2 && both.err.contains("leave out --profile"), "{both:?}");
}

/// Ten accounts of three regions, 100 ms away: found within three rounds of requests.
#[test]
fn ten_accounts_are_looked_in_within_three_rounds() {
    const LATENCY_MS: u64 = 100;
    let clouds: Vec<Cloud> = (0..10)
        .map(|n| {
            let name = if n == 7 { "demo" } else { "empty" };
            Cloud::start(name, |scenario| scenario.latency_ms = LATENCY_MS)
        })
        .collect();
    let urls: Vec<String> = clouds.iter().map(|cloud| format!("http://{}", cloud.addr)).collect();
    let dir = home();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let config = config(&dir, &urls, "");
    let done = run(&dir, &config, &["unbind", "203.0.113.77", "--dry-run"]);
    let line = done.err.lines().find(|line| line.contains("found in profile p7, of 10")).unwrap();
    let (_, seconds) = line.rsplit_once(" in ").unwrap();
    let tenths: f64 = seconds.trim_end_matches(" s").parse().unwrap();
    println!("10 accounts of 3 regions, 100 ms each: {line}");
    // An unoptimised build beside other tests takes its own time on top.
    assert!(tenths <= 0.3 + 1.0, "{line}");
    // Each account was asked no more than that takes: which API, then the address, then the same as a private IP.
    for (n, cloud) in clouds.iter().enumerate().filter(|(n, _)| *n != 7) {
        let asked = cloud.log().len();
        assert!((4..=7).contains(&asked), "p{n}: {asked} requests");
    }
}
