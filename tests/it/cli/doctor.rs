//! `doctor`: every fault is a line with its next step, the exit code is the verdict, nothing is changed, and no secret is in it.

use crate::support::cli::{Done, ID, KEY, Sim, call, side_by_side};
use crate::tty::term::{PATIENCE, Start, now};
use serde_json::{Value, json};
use std::fs;
use std::time::Duration;

/// The checks of a report by area, check and subject.
struct Report(Value);

impl Report {
    fn of(done: &Done) -> Self {
        let json = done.json();
        assert_eq!(json["exitCode"], done.code, "{done:?}");
        assert_eq!(json["works"], done.code == 0, "{done:?}");
        Self(json)
    }

    fn all(&self) -> &[Value] {
        self.0["checks"].as_array().unwrap()
    }

    /// The checks of this name, those about `subject` if one is given.
    fn find(&self, area: &str, check: &str, subject: &str) -> Vec<&Value> {
        let fits = |c: &&Value| {
            c["area"] == area
                && c["check"] == check
                && (subject.is_empty() || c["subject"] == subject)
        };
        self.all().iter().filter(fits).collect()
    }

    #[track_caller]
    fn one(&self, area: &str, check: &str) -> &Value {
        let found = self.find(area, check, "");
        assert_eq!(found.len(), 1, "{area} {check}: {}", self.0);
        found[0]
    }

    fn failed(&self) -> Vec<String> {
        let failed = self.all().iter().filter(|c| c["state"] == "failed");
        failed
            .map(|c| format!("{} {}", c["area"].as_str().unwrap(), c["check"].as_str().unwrap()))
            .collect()
    }
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn where_all_is_well_it_says_so_in_every_form() {
    let sim = Sim::start("demo");
    let done = sim.call(&["doctor", "--output", "json"]);
    let report = Report::of(&done);
    assert_eq!((done.code, done.err.as_str(), report.failed()), (0, "", vec![]), "{done:?}");
    assert_eq!(
        keys(&report.0),
        ["version", "checkedAt", "works", "exitCode", "api", "regions", "checks", "policy"]
    );
    assert_eq!((&report.0["api"], &report.0["regions"]), (&json!("v2"), &json!(["ap-guangzhou"])));
    for check in report.all() {
        assert_eq!(keys(check), ["area", "check", "subject", "state", "found", "next", "facts"]);
        assert!(
            check["facts"].is_object()
                && ["ok", "warning", "failed", "notTried"]
                    .contains(&check["state"].as_str().unwrap()),
            "{check}"
        );
    }
    let areas: Vec<&str> = report.all().iter().map(|c| c["area"].as_str().unwrap()).collect();
    let mut order = areas.clone();
    order.dedup();
    assert_eq!(
        order,
        [
            "program",
            "config",
            "credentials",
            "endpoints",
            "clock",
            "permissions",
            "quota",
            "journal",
            "terminal"
        ]
    );
    let source = report.find("credentials", "source", "environment")[0];
    assert_eq!(
        (&source["facts"]["wins"], &source["facts"]["key"]),
        (&json!(true), &json!("AKID…0042"))
    );
    assert_eq!(report.one("clock", "skew")["state"], "ok");
    let endpoint = report.one("endpoints", "endpoint");
    assert!(
        endpoint["subject"] == sim.endpoint
            && endpoint["facts"]["connectMs"].is_u64()
            && endpoint["facts"]["firstAnswerMs"].is_u64()
    );
    for action in ["DescribeEip", "DescribeEipQuota", "DescribeNetworkInterfaces"] {
        assert_eq!(report.find("permissions", action, "ap-guangzhou")[0]["state"], "ok");
    }
    for action in ["EipUnBindInstance", "EipBindInstance"] {
        assert_eq!(report.one("permissions", action)["state"], "notTried");
    }
    assert_eq!(report.one("quota", "quota")["facts"]["dailyAllocWanIpCount"], 2);

    let csv = sim.call(&["doctor", "--output", "csv", "--lang", "zh"]);
    assert!(
        csv.out.starts_with("area,check,subject,state,found,next\n")
            && csv.out.lines().count() == report.all().len() + 1,
        "{csv:?}"
    );
    let table = sim.call(&["doctor"]);
    assert!(
        table.out.starts_with("STATE") && table.out.ends_with("An unbind would work; 0 to note.\n"),
        "{table:?}"
    );
    let zh = sim.call(&["doctor", "--lang", "zh"]);
    assert!(
        zh.out.starts_with("状态")
            && zh.out.contains("可以执行解绑")
            && !zh.out.contains("allowed"),
        "{zh:?}"
    );
}

#[test]
fn nothing_is_changed_by_looking() {
    let sim = Sim::start("v2-retired-404");
    let report = Report::of(&sim.call(&["doctor", "--output", "json", "--region", "gz,sh"]));
    assert_eq!((report.failed(), &report.0["api"]), (vec![], &json!("v3")));
    let generation = report.one("endpoints", "generation");
    assert_eq!(
        (&generation["facts"]["asked"], &generation["facts"]["remembered"]),
        (&json!("auto"), &json!(false))
    );
    assert!(generation["found"].as_str().unwrap().contains("404"), "{generation}");
    for action in [
        "DescribeRegions",
        "DescribeNetworkAccountType",
        "DescribeTaskResult",
        "DisassociateAddress",
        "AssociateAddress",
    ] {
        let state = if action.starts_with("DescribeTask") || !action.starts_with("Describe") {
            "notTried"
        } else {
            "ok"
        };
        assert_eq!(report.one("permissions", action)["state"], state, "{action}");
    }
    assert_eq!(report.find("permissions", "DescribeAddresses", "").len(), 2);
    assert!(
        sim.mutations().is_empty() && !sim.state_dir().exists(),
        "no request for a change, no file"
    );

    fs::create_dir_all(sim.state_dir()).unwrap();
    assert_eq!(sim.call(&["list"]).code, 0);
    let before = fs::read(sim.state_dir().join("generation.json")).unwrap();
    let report = Report::of(&sim.call(&["doctor", "--output", "json"]));
    assert_eq!(report.one("endpoints", "generation")["facts"]["remembered"], true);
    assert_eq!(fs::read(sim.state_dir().join("generation.json")).unwrap(), before);
}

#[test]
fn what_the_cloud_refuses_decides_the_exit_code() {
    struct Case(
        &'static str,
        &'static [&'static str],
        i32,
        &'static [&'static str],
        &'static [&'static str],
    );
    let cases = [
        Case("auth-failed", &[], 3, &["permissions DescribeEip"], &["4100"]),
        Case(
            "clock-off",
            &[],
            1,
            &["clock skew", "permissions DescribeEip"],
            &["900 s behind", "timedatectl"],
        ),
        Case("no-permission", &[], 0, &[], &["EipUnBindInstance"]),
        Case("no-nic-permission", &[], 0, &[], &["4101"]),
        Case("region-denied", &["--region", "sh"], 3, &["permissions DescribeEip"], &["4300"]),
        Case("region-denied", &["--region", "gz,sh"], 3, &["permissions DescribeEip"], &["4300"]),
        Case("region-denied", &["--all-regions"], 0, &[], &["4300"]),
        Case("quota-used-up", &[], 0, &[], &["new IPs on unbind today 10/10"]),
        Case("v2-retired-6200", &[], 0, &[], &["6200", "API 3.0"]),
        Case("v2-only", &["--api", "v3"], 1, &["permissions DescribeAddresses"], &["404"]),
    ];
    side_by_side(&cases, |Case(scenario, args, code, failed, told)| {
        let sim = Sim::start(scenario);
        let json = sim.call(&[&["doctor", "--output", "json"][..], args].concat());
        let lines = Report::of(&json).failed();
        assert_eq!(json.code, *code, "{scenario}: {json:?}");
        assert!(
            lines.iter().all(|line| failed.contains(&line.as_str()))
                && failed.iter().all(|line| lines.iter().any(|l| l == line)),
            "{scenario}: {lines:?}"
        );
        for check in Report::of(&json)
            .all()
            .iter()
            .filter(|c| c["state"] == "failed" || c["state"] == "warning")
        {
            assert!(!check["next"].as_str().unwrap_or_default().is_empty(), "{scenario}: {check}");
        }
        let table = sim.call(&[&["doctor"][..], args].concat());
        assert!(
            table.code == *code && told.iter().all(|word| table.out.contains(word)),
            "{scenario}: {table:?}"
        );
        assert!(sim.mutations().is_empty());
    });
}

#[test]
fn what_is_missing_hides_nothing_else() {
    let sim = Sim::start("demo");
    let bare = |args: &[&str]| {
        let home = sim.home.path().to_str().unwrap();
        call(&[("HOME", home)], &[&["doctor", "--output", "json"], args].concat())
    };
    let report = Report::of(&bare(&["--endpoint", &sim.endpoint]));
    assert_eq!(
        (report.0["exitCode"].as_u64(), report.failed()),
        (Some(3), vec!["credentials winner".to_owned()])
    );
    assert_eq!(report.one("endpoints", "endpoint")["state"], "ok");
    assert_eq!(report.one("clock", "skew")["state"], "ok");
    assert_eq!(
        (&report.one("config", "regions")["state"], &report.one("journal", "chain")["state"]),
        (&json!("warning"), &json!("ok"))
    );
    assert!(
        report.one("credentials", "winner")["next"].as_str().unwrap().contains("tccli configure")
    );
    assert_eq!(report.one("permissions", "DescribeEip")["state"], "notTried");

    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let refused = sim.call_exactly(
        &[],
        &["doctor", "--output", "json", "--endpoint", &format!("http://{closed}")],
    );
    let report = Report::of(&refused);
    assert!(
        refused.code == 1 && report.failed().contains(&"endpoints endpoint".to_owned()),
        "{refused:?}"
    );
    assert_eq!(report.one("endpoints", "endpoint")["facts"]["failedAt"], "connect");
    assert_eq!(report.one("clock", "skew")["state"], "notTried");

    let wrong =
        sim.call_exactly(&[], &["doctor", "--output", "json", "--endpoint", "http://eip.example"]);
    assert_eq!((wrong.code, Report::of(&wrong).failed()), (2, vec!["config option".to_owned()]));
    assert!(
        Report::of(&wrong).find("endpoints", "endpoint", "").is_empty(),
        "nobody is asked instead"
    );

    let unknown = sim.call(&["doctor", "--output", "json", "--region", "ap-guangzho,sh"]);
    let report = Report::of(&unknown);
    assert_eq!(
        (unknown.code, report.failed()),
        (2, vec!["config regions".to_owned()]),
        "{unknown:?}"
    );
    assert!(
        report.find("config", "regions", "ap-guangzho")[0]["next"]
            .as_str()
            .unwrap()
            .contains("ap-guangzhou")
    );
    assert_eq!(
        report.find("permissions", "DescribeEip", "ap-shanghai")[0]["state"],
        "ok",
        "the others are asked in"
    );

    let key = sim.call_with(
        &[("TENCENTCLOUD_SECRET_KEY", "another-secret-key-0042")],
        &["doctor", "--output", "json"],
    );
    assert_eq!(
        (key.code, Report::of(&key).failed()),
        (3, vec!["permissions DescribeEip".to_owned()]),
        "{key:?}"
    );
    let half = sim.call_with(&[("TENCENTCLOUD_SECRET_KEY", "")], &["doctor"]);
    assert!(half.code == 3 && half.out.contains("TENCENTCLOUD_SECRET_KEY is not set"), "{half:?}");
}

#[test]
fn broken_files_are_lines_like_any_other() {
    let sim = Sim::start("demo");
    let home = sim.home.path();
    let path = |name: &str| home.join(name).to_str().unwrap().to_owned();
    fs::write(path("broken.toml"), "[defaults]\nregoins = [\"ap-guangzhou\"]\n").unwrap();
    let done = sim.call(&["doctor", "--output", "json", "--config", &path("broken.toml")]);
    let report = Report::of(&done);
    assert_eq!((done.code, report.failed()), (2, vec!["config file".to_owned()]), "{done:?}");
    let file = report.one("config", "file");
    assert!(
        file["found"].as_str().unwrap().contains("line 2")
            && file["next"].as_str().unwrap().contains("regions"),
        "{file}"
    );
    assert_eq!(report.find("permissions", "DescribeEip", "ap-guangzhou")[0]["state"], "ok");

    fs::write(path("ca.toml"), "[defaults]\nca_file = \"missing.pem\"\n").unwrap();
    let done = sim.call(&[
        "doctor",
        "--output",
        "json",
        "--config",
        &path("ca.toml"),
        "--profile",
        "nobody",
        "--log",
        "/nowhere/x.log",
    ]);
    assert_eq!(
        (done.code, Report::of(&done).failed()),
        (
            2,
            vec![
                "config option".to_owned(),
                "config transport".to_owned(),
                "credentials winner".to_owned()
            ]
        ),
        "{done:?}"
    );

    for (name, text) in
        [("torn", "{\"v\":1,\"seq\":1"), ("foreign", "192.0.2.1 - - GET /\n192.0.2.2 - - GET /\n")]
    {
        let dir = path(name);
        fs::create_dir(&dir).unwrap();
        fs::write(home.join(name).join("journal.jsonl"), text).unwrap();
        let done = sim.call(&["doctor", "--output", "json", "--state-dir", &dir]);
        let expected: (i32, &[&str]) =
            if name == "torn" { (0, &[]) } else { (7, &["journal chain"]) };
        assert_eq!(done.code, expected.0, "{name}: {done:?}");
        assert_eq!(Report::of(&done).failed(), expected.1, "{name}: {done:?}");
        assert_eq!(
            fs::read_to_string(home.join(name).join("journal.jsonl")).unwrap(),
            text,
            "it is read, not mended"
        );
    }
    // A folder that the superuser can't write to either.
    let closed =
        if std::path::Path::new("/sys/kernel").exists() { "/sys/kernel" } else { "/dev/null/x" };
    let done = sim.call(&["doctor", "--output", "json", "--state-dir", closed]);
    assert_eq!(
        (done.code, Report::of(&done).failed()),
        (7, vec!["journal writable".to_owned()]),
        "{done:?}"
    );
    assert_eq!(Report::of(&done).find("permissions", "DescribeEip", "")[0]["state"], "ok");
}

#[test]
fn open_intents_are_counted_and_left_alone() {
    // A run that is under way for as long as anybody looks.
    let sim = Sim::start("never-settles");
    let mut child = sim.spawn(&["unbind", "203.0.113.77", "--confirm", "77"]);
    let journal = sim.state_dir().join("journal.jsonl");
    let holds = |word: &str| fs::read_to_string(&journal).unwrap_or_default().contains(word);
    let until = now() + PATIENCE;
    while !holds("\"record\":\"sent\"") {
        assert!(
            now() < until,
            "nothing was sent: {}",
            fs::read_to_string(&journal).unwrap_or_default()
        );
        std::thread::park_timeout(Duration::from_millis(10));
    }
    let alive = Report::of(&sim.call(&["doctor", "--output", "json"]));
    assert!(
        holds("\"record\":\"intent\"") && !holds("\"record\":\"settled\""),
        "the run is under way"
    );
    assert_eq!(
        (&alive.one("journal", "open")["facts"]["alive"], &alive.one("journal", "open")["state"]),
        (&json!(1), &json!("ok"))
    );
    child.kill().unwrap();
    child.wait().unwrap();
    let before = fs::read(&journal).unwrap();
    let done = sim.call(&["doctor", "--output", "json"]);
    let open = Report::of(&done).one("journal", "open").clone();
    assert_eq!(
        (done.code, &open["facts"]["leftByCrash"], &open["state"]),
        (0, &json!(1), &json!("warning")),
        "{done:?}"
    );
    assert_eq!(fs::read(&journal).unwrap(), before);
}

#[test]
fn a_report_can_be_pasted_into_a_ticket() {
    const SECRETS: [&str; 6] = [
        KEY,
        "planted-token-0001",
        "planted-tccli-key-0002",
        "planted-sdk-key-0003",
        "planted-proxy-password",
        "Signature",
    ];
    let sim = Sim::start("demo");
    let home = sim.home.path();
    for (file, text) in [
        (
            ".tccli/default.credential",
            r#"{"secretId":"AKIDtccliTCCLItccli0002","secretKey":"planted-tccli-key-0002"}"#,
        ),
        (
            ".tccli/prod.credential",
            r#"{"secretId":"AKIDtccliTCCLItccli0004","secretKey":"planted-tccli-key-0002"}"#,
        ),
        (
            ".tencentcloud/credentials",
            "[default]\nsecret_id = AKIDsdkSDKsdkSDKsdk0003\nsecret_key = planted-sdk-key-0003\n",
        ),
        (
            ".config/eip-unbind/config.toml",
            "[defaults]\nproxy = \"http://me:planted-proxy-password@127.0.0.1:1\"\n[profiles.prod]\n",
        ),
    ] {
        fs::create_dir_all(home.join(file).parent().unwrap()).unwrap();
        fs::write(home.join(file), text).unwrap();
    }
    let log = home.join("log.txt");
    let env = [
        ("TENCENTCLOUD_TOKEN", "planted-token-0001"),
        ("HTTPS_PROXY", "http://me:planted-proxy-password@127.0.0.1:1"),
    ];
    for form in ["table", "json", "csv"] {
        for more in [&[][..], &["--lang", "zh"], &["--profile", "prod"], &["--api", "v3"]] {
            let args = [&["doctor", "--output", form, "--log", log.to_str().unwrap(), "-vv"], more]
                .concat();
            let done = sim.call_with(&env, &args);
            let whole = done.all() + &fs::read_to_string(&log).unwrap();
            for secret in SECRETS {
                assert!(!whole.contains(secret), "{args:?}: {secret}: {whole}");
            }
            for id in [ID, "AKIDtccliTCCLItccli0002", "AKIDsdkSDKsdkSDKsdk0003"] {
                assert!(!whole.contains(id), "ids are masked: {args:?}: {whole}");
            }
            for masked in ["AKID…0002", "AKID…0003", "AKID…0004"] {
                assert!(done.out.contains(masked), "every source is told: {args:?}: {}", done.out);
            }
        }
    }
    assert!(
        fs::read_to_string(&log).unwrap().contains("DescribeEip"),
        "there was something to log"
    );
}

#[test]
fn in_a_terminal_it_fits_and_asks_how_wide_a_sign_is() {
    for (columns, rows, lang) in [(120, 60, "en"), (80, 100, "zh"), (40, 200, "en")] {
        let start = Start::new(&["doctor", "--demo=empty", "--region", "gz", "--lang", lang])
            .size(columns, rows);
        let mut tty = start.run();
        tty.wait_for("①");
        tty.send("\x1b[1;2R");
        tty.wait_for(if lang == "zh" { "可以执行解绑" } else { "An unbind would work" });
        let text = tty.text();
        assert!(
            text.contains(if lang == "zh" { "1 列（实测）" } else { "1 column, measured" }),
            "{text}"
        );
        assert!(text.contains(&format!("{columns}x{rows}")), "{text}");
        assert_eq!((tty.wait(), tty.leftovers()), (0, vec![]));
        assert!(!tty.text().contains('①'), "the sign is wiped off");
    }
}

#[test]
fn a_missing_permission_brings_the_policy_to_ask_for() {
    let sim = Sim::start("no-nic-permission");
    let table = sim.call(&["doctor"]);
    for word in [
        "Create custom policy",
        "No page names those of API 2.0",
        "\"statement\"",
        "cvm:AssociateAddress",
    ] {
        assert!(table.out.contains(word), "{word}: {table:?}");
    }
    let json = sim.call(&["doctor", "--read-only", "--output", "json"]).json();
    let actions = json["policy"]["statement"][0]["action"].as_array().unwrap();
    assert!(actions.iter().any(|action| action == "name/vpc:DescribeNetworkInterfaces"));
    assert!(!actions.iter().any(|action| action == "name/cvm:DisassociateAddress"));
    let zh = sim.call(&["doctor", "--lang", "zh", "--read-only"]);
    assert!(zh.out.contains("读取和制定计划所需的 CAM 策略"), "{zh:?}");
    let closed =
        Sim::start("region-denied").call(&["doctor", "--region", "gz,sh", "--output", "json"]);
    assert!(closed.json()["policy"].is_null(), "no policy opens a region: {closed:?}");
}
