//! `unbind` before anything is confirmed: plans, refusals, wrong confirmations. Nothing is ever sent.

use crate::support::cli::{Done, Sim, side_by_side};
use serde_json::json;

/// Splits as a POSIX shell does, as far as single quotes and backslashes go.
pub(crate) fn shell_split(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted, mut chars) =
        (vec![], None::<String>, false, line.chars());
    while let Some(c) = chars.next() {
        match c {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            '\\' if !quoted => word.get_or_insert_default().extend(chars.next()),
            ' ' if !quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// The command that a plan offers.
pub(crate) fn offered(done: &Done) -> Vec<String> {
    let line = done
        .err
        .lines()
        .find_map(|l| l.split_once("to carry it out: "))
        .unwrap_or_else(|| panic!("{done:?}"))
        .1;
    let words = shell_split(line);
    assert_eq!(words[0], "eip-unbind");
    words[1..].to_vec()
}

/// Somebody may have left a variable set: what is not as usual is said before anything is sent.
#[test]
fn what_is_not_as_usual_is_said_with_the_plan() {
    let sim = Sim::start("demo");
    let done = sim.call(&["unbind", "203.0.113.77", "--no-journal"]);
    for says in ["WITHOUT a journal", "not Tencent's public one"] {
        assert!(done.err.contains(says), "{says}: {done:?}");
    }
    let plain = sim.call(&["unbind", "203.0.113.77"]);
    assert!(
        !plain.err.contains("WITHOUT a journal") && !plain.err.contains("by proxy"),
        "{plain:?}"
    );
}

#[test]
fn a_plan_without_a_confirmation_sends_nothing() {
    let sim = Sim::start("demo");
    let done = sim.call(&["unbind", "203.0.113.77", "--output", "json"]);
    let json = done.json();
    assert_eq!(done.code, 4);
    assert_eq!(
        json.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["runId", "api", "plan", "items"]
    );
    assert_eq!((&json["runId"], &json["items"]), (&json!(null), &json!([])));
    let plan = &json["plan"];
    assert_eq!(
        plan.as_object().unwrap().keys().collect::<Vec<_>>(),
        [
            "digest",
            "token",
            "items",
            "already",
            "refusals",
            "warnings",
            "createdAt",
            "plannedBy",
            "reason",
            "account",
            "profile",
            "endpoint"
        ]
    );
    assert_eq!(plan["token"], "77");
    let before = json!({
        "status": "bound", "unInstanceId": "ins-1a2b3c4d", "networkInterfaceId": "eni-5f6a7b8c", "privateIpAddress": "10.0.3.21",
        "wanIp": null,
    });
    let item = json!({
        "eipId": "eip-9k2m4x7q", "eip": "203.0.113.77", "region": "ap-guangzhou", "action": "EipUnBindInstance",
        "parameters": {"allocWanIp": 0, "eipId": "eip-9k2m4x7q"}, "before": before,
        "arrears": false, "blocked": false, "cascadeRelease": null, "lastReallocation": false,
    });
    assert_eq!(plan["items"], json!([item]));
    let words = offered(&done);
    let digest = plan["digest"].as_str().unwrap();
    assert!(
        words.windows(2).any(|w| w == ["--expect", digest])
            && words.windows(2).any(|w| w == ["--confirm", "77"]),
        "{words:?}"
    );
    let dry = sim.call(&["unbind", "203.0.113.77", "--confirm", "77", "--dry-run"]);
    assert_eq!(dry.code, 0, "{dry:?}");
    assert!(dry.err.contains("nothing was sent"), "{dry:?}");
    let zh = sim.call(&["unbind", "203.0.113.77", "--lang", "zh"]);
    assert!(
        zh.out.starts_with("地域")
            && zh.err.contains("未发送任何请求")
            && zh.err.contains("执行命令：eip-unbind unbind"),
        "{zh:?}"
    );
    let csv = sim.call(&["unbind", "203.0.113.77", "--output", "csv"]);
    assert!(csv.out.starts_with("region,eip,eipId,") && csv.out.lines().count() == 2, "{csv:?}");
    assert!(sim.mutations().is_empty());
}

#[test]
fn a_wrong_confirmation_sends_nothing() {
    let sim = Sim::start("demo");
    let of_another =
        sim.call(&["unbind", "203.0.113.78", "--output", "json"]).json()["plan"]["digest"]
            .as_str()
            .unwrap()
            .to_owned();
    let cases: [(&[&str], &str); 10] = [
        (&["--confirm", "78"], "not confirmed"),
        (&["--confirm", ""], "not confirmed"),
        (&["--confirm", "077"], "not confirmed"),
        (&["--confirm", "113.77"], "not confirmed"),
        (&["--confirm", "1.77"], "not confirmed"),
        (&["--confirm", "203.0.113.77"], "not confirmed"),
        (&["--confirm", "77", "--expect", "ins-2n3o4p5u"], "drifted"),
        (&["--confirm", "77", "--expect", &of_another], "drifted"),
        (&["--confirm", "77", "--expect", ""], "drifted"),
        // The token is another because the plan is.
        (&["--confirm", "113.77", "--expect", &of_another], "drifted"),
    ];
    side_by_side(&cases, |(args, says)| {
        let done = sim.call(&[&["unbind", "203.0.113.77", "--output", "json"], *args].concat());
        assert_eq!(done.code, 4, "{done:?}");
        assert!(done.err.contains(says) && done.err.contains("nothing was sent"), "{done:?}");
        let outcome = done.json()["items"][0]["outcome"].clone();
        assert_eq!(outcome, if *says == "drifted" { json!("drifted") } else { json!(null) });
    });
    assert!(sim.mutations().is_empty());
}

#[test]
fn what_must_not_be_unbound_is_refused_with_the_next_step() {
    let sim = Sim::start("demo");
    let cases: [(&[&str], i32, &str); 17] = [
        (&["203.0.113.101"], 4, "EipUnBindNatGateway"),
        (&["203.0.113.130"], 4, "pay the bill"),
        (&["203.0.113.120"], 4, "run it again"),
        (&["203.0.113.211"], 4, "run it again"),
        (&["203.0.113.210"], 4, "creating"),
        (&["203.0.113.212"], 4, "see the console"),
        (&["203.0.113.214"], 4, "status 5"),
        (&["eip-9f8a7i6l"], 4, "creation failed"),
        (&["203.0.113.222"], 4, "looked in ap-guangzhou"),
        (&["2001:db8::7"], 4, "no such EIP"),
        (&["eip-nosuch00"], 4, "no such EIP"),
        (&["web-gz"], 4, "eip-1a1b1c1d web-gz-01"),
        (&["203.0.113.90", "--alloc-wan-ip", "1"], 4, "leave out --alloc-wan-ip"),
        (&["203.0.113.179", "--alloc-wan-ip", "1"], 4, "primary IP of the primary NIC"),
        (
            &["203.0.113.77", "--un-bind-private-ip-with-eip", "0"],
            4,
            "leave out --un-bind-private-ip-with-eip",
        ),
        (
            &["203.0.113.200", "--un-bind-private-ip-with-eip", "1"],
            4,
            "leave out --un-bind-private-ip-with-eip",
        ),
        (&["--region", "ap-beijing", "198.51.100.131"], 4, "HaVipDisassociateAddressIp"),
    ];
    side_by_side(&cases, |(args, exit, says)| {
        for extra in [&["--confirm", "0"][..], &["--dry-run"]] {
            let done = sim.call(&[&["unbind"], *args, extra].concat());
            assert_eq!(done.code, *exit, "{done:?}");
            assert!(
                done.err.contains("cannot be unbound here: ") && done.err.contains(says),
                "{says}: {done:?}"
            );
            assert!(
                !done.err.contains(" u again") && !done.err.contains("with w"),
                "the command line has no keys: {done:?}"
            );
        }
    });
    let used_up = Sim::start("quota-used-up");
    let done = used_up.call(&["unbind", "203.0.113.77", "--alloc-wan-ip", "1", "--confirm", "77"]);
    assert_eq!(done.code, 4, "{done:?}");
    assert!(done.err.contains("no new public IPs are left today"), "{done:?}");
    let standard = Sim::start("v3-standard-account");
    let done = standard.call(&["unbind", "203.0.113.77", "--alloc-wan-ip", "1", "--confirm", "77"]);
    assert_eq!((done.code, standard.mutations().len()), (4, 0), "{done:?}");
    assert!(
        done.err.contains("standard accounts get no public IP")
            && done.err.contains("leave out --alloc-wan-ip"),
        "{done:?}"
    );
    assert!(sim.mutations().is_empty() && used_up.mutations().is_empty());
}

/// Environment, arguments, token, the reason.
type Danger =
    (&'static [(&'static str, &'static str)], &'static [&'static str], &'static str, &'static str);

#[test]
fn a_dangerous_target_takes_two_octets_and_says_why() {
    let sim = Sim::start("demo");
    let cases: [Danger; 3] = [
        (&[], &["203.0.113.113"], "113.113", "blocked"),
        (
            &[("SSH_CONNECTION", "192.0.2.9 50022 10.0.8.17 22")],
            &["203.0.113.147"],
            "113.147",
            "this ssh session",
        ),
        (
            &[],
            &["198.51.100.21", "--region", "sh", "--alloc-wan-ip", "1"],
            "100.21",
            "last new public IP",
        ),
    ];
    side_by_side(&cases, |(env, args, token, says)| {
        let short = token.split_once('.').unwrap().1;
        let done = sim
            .call_with(env, &[&["unbind", "--output", "json", "--confirm", short], *args].concat());
        assert_eq!((done.code, &done.json()["plan"]["token"]), (4, &json!(token)), "{done:?}");
        assert!(done.err.contains(says) && done.err.contains("not confirmed"), "{done:?}");
    });
    assert!(sim.mutations().is_empty());
}

#[test]
fn already_unbound_is_fine_and_sends_nothing() {
    let sim = Sim::start("demo");
    let done = sim.call(&["unbind", "203.0.113.121", "--confirm", "121", "--output", "json"]);
    assert_eq!(
        (done.code, &done.json()["items"][0]["outcome"]),
        (0, &json!("alreadyUnbound")),
        "{done:?}"
    );
    let both = sim.call(&["unbind", "203.0.113.121", "203.0.113.77", "--output", "json"]);
    assert_eq!((both.code, &both.json()["plan"]["token"]), (4, &json!("77")), "{both:?}");
    assert!(sim.mutations().is_empty());
}

#[test]
fn without_a_region_all_of_them_are_searched() {
    let sim = Sim::start("region-denied");
    let no_region = [("TENCENTCLOUD_REGION", "")];
    let found = sim.call_with(&no_region, &["unbind", "203.0.113.77"]);
    assert_eq!(found.code, 4, "{found:?}");
    assert!(offered(&found).windows(2).any(|w| w == ["--region", "ap-guangzhou"]), "{found:?}");
    assert!(!found.err.contains("not looked in"), "it can be nowhere else: {found:?}");
    let named = sim.call_with(&no_region, &["unbind", "10.0.3.21"]);
    assert!(
        named.err.contains("not looked in ap-") && named.err.contains("ap-shanghai "),
        "refused regions are named where it could be there, too: {named:?}"
    );
    let missing = sim.call_with(&no_region, &["unbind", "198.51.100.21", "--confirm", "21"]);
    assert_eq!(missing.code, 4, "{missing:?}");
    assert!(
        missing.err.contains("no such EIP") && missing.err.contains("looked in"),
        "{missing:?}"
    );
    let closed = sim.call(&["unbind", "198.51.100.21", "--region", "sh"]);
    assert_eq!(closed.code, 3, "the one region that was named is closed: {closed:?}");
    assert!(sim.mutations().is_empty());
}

/// One EIP behind all that an alert names: its plan. Several: each with its command. None: where was looked.
#[test]
fn an_alert_is_a_target() {
    let sim = Sim::start("demo");
    let alert = "CRITICAL 2026-11-22 14:03:22 EIP 203.0.113.77:443 on ins-1a2b3c4d (eni-5f6a7b8c 10.0.3.21), peer 198.51.100.9\r\nunbind it\n";
    let done = sim.call(&["unbind", alert, "--output", "json"]);
    assert_eq!(
        (done.code, &done.json()["plan"]["items"][0]["eipId"]),
        (4, &json!("eip-9k2m4x7q")),
        "{done:?}"
    );
    let words = offered(&done);
    assert_eq!(
        words.last().map(String::as_str),
        Some("eip-9k2m4x7q"),
        "the command names what was found, not the alert"
    );
    let pair = sim.call(&["unbind", "NIC eni-5f6a7b8c/10.0.3.21 floods"]);
    assert_eq!(
        offered(&pair).last().map(String::as_str),
        Some("eni-5f6a7b8c,10.0.3.21"),
        "{pair:?}"
    );

    let several = sim.call(&[
        "unbind",
        "203.0.113.77 and 203.0.113.78 are busy",
        "--confirm",
        "77",
        "--reason",
        "INC-1",
    ]);
    assert_eq!(several.code, 4, "{several:?}");
    assert!(
        several.err.contains("cannot be unbound here: the alert: 2 EIPs fit this target"),
        "{several:?}"
    );
    for id in ["eip-9k2m4x7q", "eip-2b7n1w0e"] {
        let line = several
            .err
            .lines()
            .map(str::trim)
            .find(|l| l.starts_with("eip-unbind unbind") && l.ends_with(id))
            .unwrap();
        let words = shell_split(line);
        assert!(
            words.windows(2).any(|w| w == ["--region", "ap-guangzhou"])
                && words.windows(2).any(|w| w == ["--reason", "INC-1"])
        );
        let one = sim.call_exactly(&[], &words[1..].iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((one.code, offered(&one).last().map(String::as_str)), (4, Some(id)), "{one:?}");
    }
    let ambiguous = sim.call(&["unbind", "web-gz"]);
    assert!(
        ambiguous
            .err
            .lines()
            .any(|l| l.trim().starts_with("eip-unbind unbind") && l.ends_with("eip-1a1b1c1d")),
        "{ambiguous:?}"
    );

    let none = sim.call(&["unbind", "203.0.113.222 and ins-0000dead are busy", "--confirm", "222"]);
    assert_eq!(none.code, 4, "{none:?}");
    for target in ["203.0.113.222", "ins-0000dead"] {
        assert!(none.err.contains(&format!("{target}: looked in ap-guangzhou")), "{none:?}");
    }
    assert!(sim.mutations().is_empty());
    let words = offered(&done);
    let sent = sim.call_exactly(&[], &words.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((sent.code, sim.mutations().len()), (0, 1), "{sent:?}");
}

#[test]
fn a_nat_gateway_is_refused_with_the_right_action() {
    let sim = Sim::start("demo");
    for api in ["v2", "v3"] {
        for target in ["nat-4d5f6g7h", "203.0.113.101", "NAT nat-4d5f6g7h drops packets"] {
            let done = sim.call(&["unbind", target, "--api", api, "--confirm", "101"]);
            assert_eq!(done.code, 4, "{done:?}");
            assert!(done.err.contains("bound to the NAT gateway nat-4d5f6g7h"), "{done:?}");
            assert!(
                done.err.contains("EipUnBindNatGateway")
                    && done.err.contains("DisassociateNatGatewayAddress"),
                "{done:?}"
            );
        }
        let nowhere = sim.call(&["unbind", "nat-00000000", "--api", api]);
        assert!(
            nowhere.code == 4 && nowhere.err.contains("DisassociateNatGatewayAddress"),
            "{nowhere:?}"
        );
    }
    assert!(sim.mutations().is_empty());
}

#[test]
fn a_read_only_plan_shows_all_and_sends_nothing() {
    let sim = Sim::start("demo");
    let same = |mut plan: serde_json::Value| {
        plan["createdAt"].take();
        plan["plannedBy"]["pid"].take();
        plan
    };
    let plain = sim.call(&["unbind", "203.0.113.77", "--output", "json"]).json();
    for extra in [&[][..], &["--dry-run"], &["--confirm", "77"], &["--confirm", "77", "--dry-run"]]
    {
        let args =
            [&["unbind", "--read-only", "203.0.113.77", "--output", "json"][..], extra].concat();
        let done = sim.call(&args);
        assert_eq!(done.code, 4, "{done:?}");
        let json = done.json();
        assert_eq!(same(json["plan"].clone()), same(plain["plan"].clone()), "{extra:?}");
        assert_eq!(json["items"], json!([]), "{extra:?}");
        let words = offered(&done);
        assert!(words.windows(2).any(|w| w == ["--confirm", "77"]), "{words:?}");
        assert!(!words.contains(&"--read-only".to_owned()), "{words:?}");
    }
    assert_eq!(sim.call(&["list", "--output", "json"]).json()["eips"][0]["status"], "bound");
}

#[test]
fn a_batch_with_danger_and_left_out_targets() {
    let sim = Sim::start("demo");
    let targets =
        ["203.0.113.77", "203.0.113.113", "203.0.113.101", "203.0.113.121", "203.0.113.9"];
    let args = [&["unbind", "--output", "json"][..], &targets].concat();
    let done = sim.call(&args);
    assert_eq!(done.code, 4, "{done:?}");
    let plan = &done.json()["plan"];
    assert_eq!(plan["token"], "2.113.77");
    assert_eq!(plan["refusals"].as_array().unwrap().len(), 2, "{plan}");
    assert!(
        plan["warnings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|w| { w.as_str().unwrap().starts_with("203.0.113.113: ") })
    );
    for left in ["203.0.113.101", "203.0.113.121", "203.0.113.9"] {
        assert!(done.err.contains(&format!("left out: {left}: ")), "{left}: {done:?}");
    }
    let done = sim.call(&[&args[..], &["--confirm", "2.113.77"]].concat());
    assert_eq!(done.code, 0, "left out is no failure: {done:?}");
    let json = done.json();
    let word = |eip: &str| {
        let item = json["items"].as_array().unwrap().iter().find(|item| item["eip"] == eip);
        item.unwrap()["outcome"].clone()
    };
    assert_eq!(word("203.0.113.77"), "verified");
    assert_eq!(word("203.0.113.113"), "verified");
    assert_eq!(word("203.0.113.121"), "alreadyUnbound");
}
