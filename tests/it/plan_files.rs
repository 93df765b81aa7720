//! `--plan` and `four_eyes` with the real program: two people, two machines, one plan file.

use crate::support::cli::{Done, Sim, side_by_side};
use eip_unbind::unbind::plan_file::{NoPlan, PlanFile};
use eip_unbind::unbind::{Context, PlanFault};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

const ROLE: &str = "qcs::cam::uin/100000000001:roleName/oncall";

/// Somebody at a machine of their own, with a session of the team's role.
struct Someone<'a> {
    sim: &'a Sim,
    name: &'static str,
    home: TempDir,
}

impl<'a> Someone<'a> {
    fn new(sim: &'a Sim, name: &'static str) -> Self {
        Self { sim, name, home: tempfile::tempdir().unwrap() }
    }

    /// With this config.
    fn config(&self, text: &str) -> String {
        let path = self.home.path().join("config.toml");
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn call(&self, args: &[&str]) -> Done {
        self.call_with(&[], args)
    }

    fn call_with(&self, env: &[(&str, &str)], args: &[&str]) -> Done {
        let own = [
            ("HOME", self.home.path().to_str().unwrap()),
            ("EIP_UNBIND_STS_ENDPOINT", &self.sim.endpoint),
            ("TENCENTCLOUD_ROLE_ARN", ROLE),
            ("TENCENTCLOUD_ROLE_SESSION_NAME", self.name),
        ];
        self.sim.call_with(&[&own[..], env].concat(), args)
    }

    /// The same four-eyes rule on every machine.
    fn under_four_eyes(&self, args: &[&str]) -> Done {
        let config = self.config("[defaults]\nfour_eyes = true\n");
        self.call(&[&["--config", &config], args].concat())
    }

    /// Plans read-only; gives the document.
    fn plan(&self, args: &[&str]) -> Value {
        let done = self.call(&[&["--read-only", "--output", "json"], args].concat());
        assert_eq!(done.code, 4, "{done:?}");
        done.json()
    }

    /// A file that this one got.
    fn file(&self, plan: &Value) -> PathBuf {
        let path = self.home.path().join("INC-2231.json");
        fs::write(&path, plan.to_string()).unwrap();
        path
    }
}

fn unbind_with(file: &std::path::Path, token: &str) -> Vec<String> {
    let words =
        ["--output", "json", "unbind", "--plan", file.to_str().unwrap(), "--confirm", token];
    words.map(str::to_owned).to_vec()
}

fn words(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}

#[test]
fn planned_by_one_and_carried_out_by_another() {
    let sim = Sim::start("demo");
    let (alice, bob) = (Someone::new(&sim, "alice"), Someone::new(&sim, "bob"));
    let plan = alice.plan(&["unbind", "203.0.113.77", "--reason", "INC-2231 botnet C2"]);
    let file = bob.file(&plan);
    let file = file.to_str().unwrap();
    // Without the token nothing is sent, and the command is offered.
    let looked = bob.under_four_eyes(&["unbind", "--plan", file]);
    assert_eq!((looked.code, sim.mutations().len()), (4, 0), "{looked:?}");
    for says in ["planned by ", "same account", "alice", "bob", "INC-2231 botnet C2"] {
        assert!(looked.err.contains(says), "{says}: {looked:?}");
    }
    let offered = crate::cli::plan::offered(&looked);
    assert!(offered.contains(&"--plan".to_owned()) && offered.contains(&file.to_owned()));
    let done = bob.call(&[&["--output", "json"], &*words(&offered)].concat());
    assert_eq!((done.code, sim.mutations().len()), (0, 1), "{done:?}");
    let json = done.json();
    assert_eq!(json["items"][0]["outcome"], "verified", "{json}");
    for key in ["digest", "createdAt", "plannedBy", "reason"] {
        assert_eq!(json["plan"][key], plan["plan"][key], "{key}");
    }
    let history = bob.call(&["history", "--output", "json"]).json();
    let run = &history["runs"][0];
    let caller =
        |who: &Value| who["caller"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    assert_eq!((caller(&run["plannedBy"]), caller(&run["who"])), ("alice".into(), "bob".into()));
    assert_eq!((&run["fourEyes"], &run["reason"]), (&json!("twoPeople"), &plan["plan"]["reason"]));
    let csv = bob.call(&["history", "--output", "csv"]).out;
    assert!(
        csv.contains("plannedByCaller,fourEyes\n") && csv.trim_end().ends_with("/alice,twoPeople")
    );
    let report = bob.call(&["history", run["runId"].as_str().unwrap(), "--output", "markdown"]);
    assert!(report.out.contains("Planned by") && report.out.contains("alice"), "{report:?}");
    assert!(report.out.contains("kept, by the plan file: planned by one caller"), "{report:?}");
}

/// A change of the document, and the code of the refusal.
type Case = (&'static str, fn(&mut Value), &'static str);

fn ago(minutes: i64) -> Value {
    let at = jiff::Timestamp::from_second(
        eip_unbind::runtime::clock::Clock::wall().as_second() - minutes * 60,
    );
    json!(at.unwrap().to_string())
}

const CHANGED: &[Case] = &[
    ("too old", |d| d["plan"]["createdAt"] = ago(31), "planTooOld"),
    ("from the future", |d| d["plan"]["createdAt"] = ago(-5), "planFromFuture"),
    ("another target", |d| d["plan"]["items"][0]["eipId"] = json!("eip-5t5y6u7i"), "eipId"),
    (
        "another server",
        |d| d["plan"]["items"][0]["before"]["unInstanceId"] = json!("ins-x"),
        "planEdited",
    ),
    ("another account", |d| d["plan"]["account"] = json!("100000000009"), "planEdited"),
    ("another digest", |d| d["plan"]["digest"] = json!("0123456789abcdef"), "planEdited"),
    ("unknown planner", |d| d["plan"]["plannedBy"]["caller"] = Value::Null, "plannerUnknown"),
    (
        "same caller",
        |d| {
            let own = d["plan"]["plannedBy"]["caller"].as_str().unwrap().replace("alice", "bob");
            d["plan"]["plannedBy"]["caller"] = json!(own);
        },
        "sameCaller",
    ),
];

#[test]
fn what_does_not_hold_is_refused_each_with_its_reason() {
    let sim = Sim::start("demo");
    let alice = Someone::new(&sim, "alice");
    let plan = alice.plan(&["unbind", "203.0.113.77"]);
    side_by_side(CHANGED, |(what, change, code)| {
        let bob = Someone::new(&sim, "bob");
        let mut changed = plan.clone();
        change(&mut changed);
        let args = unbind_with(&bob.file(&changed), "77");
        let done = bob.under_four_eyes(&words(&args));
        if *code == "eipId" {
            // The request names another EIP than the item: no plan of this program does.
            assert_eq!(done.code, 4, "{what}: {done:?}");
            assert_eq!(done.json()["plan"]["refusals"][0]["code"], "planEdited", "{what}");
            return;
        }
        assert_eq!(done.code, 4, "{what}: {done:?}");
        let json = done.json();
        let refusal = &json["plan"]["refusals"][0];
        assert_eq!(
            (&refusal["code"], &json["items"]),
            (&json!(code), &json!([])),
            "{what}: {json}"
        );
        assert_eq!(refusal["target"], "203.0.113.77");
        let (reason, hint) =
            (refusal["reason"].as_str().unwrap(), refusal["hint"].as_str().unwrap());
        assert!(done.err.contains(reason) && done.err.contains(hint), "{what}: {done:?}");
    });
    assert!(sim.mutations().is_empty());
    // Another age is allowed where somebody says so.
    let bob = Someone::new(&sim, "bob");
    let mut old = plan.clone();
    old["plan"]["createdAt"] = ago(31);
    let args = unbind_with(&bob.file(&old), "77");
    assert_eq!(bob.under_four_eyes(&[&["--valid", "40"], &*words(&args)].concat()).code, 0);
}

#[test]
fn another_key_another_endpoint_another_api_send_nothing() {
    let (sim, other) = (Sim::start("demo"), Sim::start("demo"));
    let alice = Someone::new(&sim, "alice");
    let bob = Someone::new(&sim, "bob");
    let plan = alice.plan(&["unbind", "203.0.113.77"]);
    let file = bob.file(&plan);
    let args = unbind_with(&file, "77");
    let code = |done: &Done| done.json()["plan"]["refusals"][0]["code"].clone();
    let elsewhere = Someone::new(&other, "bob").call(&words(&args));
    assert_eq!((elsewhere.code, code(&elsewhere)), (4, json!("otherEndpoint")), "{elsewhere:?}");
    // Without STS a hash of the SecretId stands for the account: planned by one key, sent by another.
    let silent = [("EIP_UNBIND_STS_ENDPOINT", ""), ("TENCENTCLOUD_ROLE_ARN", "")];
    let by_key = sim.call_with(&[], &["unbind", "203.0.113.77", "--output", "json"]).json();
    let args = unbind_with(&bob.file(&by_key), "77");
    let key = [("TENCENTCLOUD_SECRET_ID", "AKIDother0000other0000other1111")];
    let other_key = bob.call_with(&[&silent[..], &key].concat(), &words(&args));
    assert_eq!((other_key.code, code(&other_key)), (4, json!("otherAccount")), "{other_key:?}");
    assert!(other_key.err.contains("planned for account key-"), "{other_key:?}");
    let api = bob.call_with(&silent, &[&["--api", "v3"], &*words(&args)].concat());
    assert_eq!((api.code, code(&api)), (4, json!("otherApi")), "{api:?}");
    let same = bob.call_with(&silent, &words(&args));
    assert_eq!(same.code, 0, "the same key may: {same:?}");
    assert_eq!((sim.mutations().len(), other.mutations().len()), (1, 0));
}

#[test]
fn a_target_that_changed_is_drifted_and_one_that_is_done_is_done() {
    let sim = Sim::start("demo");
    let (alice, bob) = (Someone::new(&sim, "alice"), Someone::new(&sim, "bob"));
    let plan = alice.plan(&["unbind", "203.0.113.77"]);
    let args = unbind_with(&bob.file(&plan), "77");
    assert_eq!(sim.call(&["unbind", "203.0.113.77", "--confirm", "77"]).code, 0);
    let done = bob.call(&words(&args));
    assert_eq!((done.code, &done.json()["items"][0]["outcome"]), (0, &json!("alreadyUnbound")));
    assert_eq!(sim.call(&["unbind", "203.0.113.78", "--confirm", "78"]).code, 0);
    let to = ["bind", "203.0.113.77", "--to", "ins-7c8d9e0f"];
    let token =
        sim.call(&[&["--output", "json"], &to[..]].concat()).json()["plan"]["token"].clone();
    let token = token.as_str().unwrap_or_default().to_owned();
    let moved = sim.call(&[&to[..], &["--confirm", &token]].concat());
    assert_eq!(moved.code, 0, "{moved:?}");
    let before = sim.mutations().len();
    let drifted = bob.call(&words(&args));
    assert_eq!(drifted.code, 4, "{drifted:?}");
    assert_eq!(drifted.json()["items"][0]["outcome"], "drifted", "{drifted:?}");
    assert!(
        drifted.err.contains(
            "203.0.113.77: it was bound, on ins-1a2b3c4d · 10.0.3.21 when it was planned, and is \
             now bound, on ins-7c8d9e0f · 10.0.3.22"
        ),
        "{drifted:?}"
    );
    assert!(!drifted.err.contains("confirmed"), "nobody has confirmed anything: {drifted:?}");
    assert_eq!(sim.mutations().len(), before);
}

#[test]
fn what_is_no_plan_is_said_with_the_next_step() {
    let sim = Sim::start("demo");
    let bob = Someone::new(&sim, "bob");
    let path = |name: &str| bob.home.path().join(name);
    let fifo = path("fifo");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    fs::File::create(path("long")).unwrap().set_len(2 << 20).unwrap();
    fs::write(path("garbage"), "\u{1b}[2J{").unwrap();
    fs::write(path("list"), bob.call(&["list", "--output", "json"]).out).unwrap();
    let nothing = bob.call(&["unbind", "203.0.113.101", "--output", "json"]);
    fs::write(path("nothing"), nothing.out).unwrap();
    let bind = json!({"api": "v2", "plan": {"items": [], "digest": null}});
    fs::write(path("half"), bind.to_string()).unwrap();
    for (file, says) in [
        ("fifo", "not a regular file"),
        ("/dev/zero", "not a regular file"),
        (".", "not a regular file"),
        ("missing", "no such file: "),
        ("long", "longer than 1 MiB"),
        ("garbage", "is no plan"),
        ("list", "is no plan"),
        ("half", "is no plan"),
        ("nothing", "nothing of this plan could be sent"),
    ] {
        let file = path(file);
        let done = bob.call(&["unbind", "--plan", file.to_str().unwrap(), "--confirm", "77"]);
        assert_eq!(done.code, 2, "{done:?}");
        assert!(done.err.contains(says), "{says}: {done:?}");
    }
    let file = bob.file(&bob.plan(&["unbind", "203.0.113.77"]));
    let file = file.to_str().unwrap();
    for (args, says) in [
        (&["unbind", "203.0.113.78"][..], "give either --plan or a TARGET, not both"),
        (&["unbind", "--alloc-wan-ip", "1"], "give either --plan or a TARGET, not both"),
        (&["bind"], "is a plan that unbinds"),
        (&["bind", "--to", "ins-1a2b3c4d"], "give either --plan or a TARGET, not both"),
        (&["unbind", "--valid", "0"], "whole minutes, 1 or more"),
    ] {
        let done = bob.call(&[args, &["--plan", file]].concat());
        assert!(done.code == 2 && done.err.contains(says), "{args:?}: {done:?}");
    }
    assert!(sim.mutations().is_empty());
}

#[test]
fn under_four_eyes_nobody_sends_alone_but_the_way_back() {
    let sim = Sim::start("demo");
    let (alice, bob) = (Someone::new(&sim, "alice"), Someone::new(&sim, "bob"));
    let alone =
        bob.under_four_eyes(&["--output", "json", "unbind", "203.0.113.77", "--confirm", "77"]);
    assert_eq!((alone.code, &alone.json()["items"]), (4, &json!([])), "{alone:?}");
    assert_eq!(alone.json()["plan"]["token"], "77", "the plan can be handed on");
    assert!(alone.err.contains("somebody else must send it"), "{alone:?}");
    assert!(sim.mutations().is_empty());
    let args = unbind_with(&bob.file(&alice.plan(&["unbind", "203.0.113.77"])), "77");
    assert_eq!(bob.under_four_eyes(&words(&args)).code, 0);
    // To another place than it was at, it takes two again.
    let elsewhere = ["bind", "203.0.113.77", "--to", "ins-7c8d9e0f", "--confirm"];
    for token in ["77", "113.77"] {
        let done = bob.under_four_eyes(&[&elsewhere[..], &[token]].concat());
        assert_eq!((done.code, sim.mutations().len()), (4, 1), "{done:?}");
    }
    let back =
        bob.under_four_eyes(&["--output", "json", "bind", "203.0.113.77", "--confirm", "77"]);
    assert_eq!(back.json()["items"][0]["outcome"], "verified", "{back:?}");
    let history = bob.call(&["history", "--output", "json"]).json();
    let mut runs = history["runs"].as_array().unwrap().iter();
    let run = runs.find(|run| run["fourEyes"] == "wayBack").unwrap_or_else(|| panic!("{history}"));
    let report = bob.call(&["history", run["runId"].as_str().unwrap(), "--output", "markdown"]);
    assert!(report.out.contains("exempt: the way back to the recorded place"), "{report:?}");
}

#[test]
fn where_sts_does_not_answer_four_eyes_sends_nothing() {
    let sim = Sim::start("demo");
    let alice = Someone::new(&sim, "alice");
    let bob = Someone::new(&sim, "bob");
    let silent = [("EIP_UNBIND_STS_ENDPOINT", ""), ("TENCENTCLOUD_ROLE_ARN", "")];
    let plan = alice.call_with(&silent, &["--output", "json", "unbind", "203.0.113.77"]).json();
    let mut named = plan.clone();
    named["plan"]["plannedBy"]["caller"] = json!("qcs::cam::uin/100000000001:uin/1");
    for (plan, code) in [(plan, "plannerUnknown"), (named, "senderUnknown")] {
        let args = unbind_with(&bob.file(&plan), "77");
        let config = bob.config("[defaults]\nfour_eyes = true\n");
        let done = bob.call_with(&silent, &[&["--config", &config], &*words(&args)].concat());
        assert_eq!(done.json()["plan"]["refusals"][0]["code"], code, "{done:?}");
    }
    assert!(sim.mutations().is_empty());
}

#[test]
fn a_batch_with_targets_left_out_and_a_bind_are_planned_and_sent() {
    let sim = Sim::start("demo");
    let (alice, bob) = (Someone::new(&sim, "alice"), Someone::new(&sim, "bob"));
    // One serves a NAT gateway, one is nowhere.
    let targets = ["unbind", "203.0.113.77", "203.0.113.101", "203.0.113.78", "198.51.100.250"];
    let plan = alice.plan(&targets);
    assert_eq!(plan["plan"]["refusals"].as_array().map(Vec::len), Some(2), "{plan}");
    let token = plan["plan"]["token"].as_str().unwrap();
    let done = bob.call(&words(&unbind_with(&bob.file(&plan), token)));
    assert_eq!((done.code, sim.mutations().len()), (0, 2), "{done:?}");
    assert_eq!(done.json()["plan"]["digest"], plan["plan"]["digest"]);
    let back = bob.plan(&["bind", "203.0.113.77", "--reason", "INC-2231 over"]);
    let file = alice.file(&back);
    let args = ["--output", "json", "bind", "--plan", file.to_str().unwrap(), "--confirm", "77"];
    let done = alice.call(&args);
    assert_eq!(done.json()["items"][0]["outcome"], "verified", "{done:?}");
}

#[test]
fn a_plan_of_the_demo_holds_at_its_next_start() {
    let home = tempfile::tempdir().unwrap();
    let env = [("HOME", home.path().to_str().unwrap())];
    let call = |args: &[&str]| crate::support::cli::call(&env, args);
    let plan = call(&["--demo", "unbind", "203.0.113.77", "--output", "json"]);
    let file = home.path().join("plan.json");
    fs::write(&file, &plan.out).unwrap();
    let done = call(&["--demo", "unbind", "--plan", file.to_str().unwrap(), "--confirm", "77"]);
    assert_eq!(done.code, 0, "{done:?}");
}

/// Every place of a document that holds a value.
fn leaves(value: &Value, at: &str, out: &mut Vec<String>) {
    if let Some(map) = value.as_object() {
        map.iter().for_each(|(key, value)| leaves(value, &format!("{at}/{key}"), out));
    } else if let Some(list) = value.as_array() {
        list.iter().enumerate().for_each(|(n, value)| leaves(value, &format!("{at}/{n}"), out));
    } else {
        out.push(at.to_owned());
    }
}

/// What a digest does not hold: it may be changed, and proves nothing.
const NOT_HELD: &[&str] = &[
    "/runId",
    "/plan/token",
    "/plan/plannedBy",
    "/plan/createdAt",
    "/plan/reason",
    "/plan/profile",
    "/plan/warnings",
    "/before/wanIp",
    "/reason",
    "/hint",
    "/already/0/region",
    "/already/0/eip",
];

/// Whatever is changed in a plan that would change what is sent, or where, or what was agreed to, shows.
#[test]
fn a_change_of_anything_that_the_digest_holds_shows() {
    let sim = Sim::start("demo");
    let alice = Someone::new(&sim, "alice");
    assert_eq!(sim.call(&["unbind", "203.0.113.142", "--confirm", "142"]).code, 0);
    let targets = ["unbind", "203.0.113.77", "203.0.113.101", "203.0.113.142", "203.0.113.78"];
    let plan = alice.plan(&targets);
    let whole = PlanFile::parse(&plan.to_string()).unwrap();
    let context = Context { whose: whole.whose.clone(), ..crate::support::values::context() };
    let fault = |file: &PlanFile| file.fault(&context, whole.created_at, 30);
    assert_eq!(fault(&whole), None);
    let mut all = Vec::new();
    leaves(&plan, "", &mut all);
    let mut changed = 0;
    for at in all {
        let is_held = !NOT_HELD.iter().any(|free| at.starts_with(free) || at.ends_with(free));
        for other in
            [json!("x"), json!(1), json!(null), json!(true), json!("eip-other"), json!("ins-other")]
        {
            let mut document = plan.clone();
            let place = document.pointer_mut(&at).unwrap();
            let was = std::mem::replace(place, other.clone());
            // "Known to be blocked" is what is held: unknown and no are one.
            let is_same = was == other
                || at.contains("/items/") && was == json!(false) && other.is_null()
                || was.is_null() && other == json!(false);
            if is_same || at.starts_with("/items") {
                continue;
            }
            match PlanFile::parse(&document.to_string()) {
                Err(NoPlan::NotOne(_) | NoPlan::Nothing | NoPlan::Impossible) => changed += 1,
                Ok(file) if is_held => {
                    assert_eq!(fault(&file), Some(PlanFault::Edited), "{at}: {was} → {other}");
                    changed += 1;
                }
                Ok(_) => {}
            }
        }
    }
    println!("{changed} changes are seen");
    assert!(changed > 200, "{changed}");
}
