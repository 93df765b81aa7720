//! What goes wrong, scenario by scenario.

use super::{Bench, GATEWAY};
use eip_unbind::sim::spec::V2Service;
use eip_unbind::sim::{AnswerKind, Change, Scenario};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn keys_with_tokens_switches_and_limits() {
    let text = "base = \"demo\"\n[[credentials]]\nsecret_id = \"AKIDdemoDEMOdemoDEMOdemo0042\"\nsecret_key = \"demo-secret-key-not-real-0042\"\ntoken = \"tok\"\n";
    let mut bench = Bench::of(Scenario::parse(text).unwrap());
    assert_eq!(bench.code("DescribeEip", &[]), 4105);
    assert_eq!(bench.code("DescribeEip", &[("Token", "tok")]), 0);
    let mut disabled = Bench::of(Scenario::parse(&format!("{text}disabled = true\n")).unwrap());
    assert_eq!(disabled.code("DescribeEip", &[("Token", "tok")]), 4104);
    let mut bench = Bench::new("no-permission");
    assert_eq!(
        (bench.code("DescribeEip", &[]), bench.code("EipUnBindInstance", &[("eipId", GATEWAY)])),
        (0, 4101)
    );
    assert_eq!(Bench::new("no-nic-permission").code("DescribeNetworkInterfaces", &[]), 4101);
    assert_eq!(Bench::new("auth-failed").code("DescribeEip", &[]), 4100);
    assert_eq!(Bench::new("clock-off").code("DescribeEip", &[]), 4500);
    assert_eq!(Bench::new("region-denied").code("DescribeEip", &[("Region", "sh")]), 4300);
}

/// What one unbind meets, and what a reading shows three seconds later.
#[test]
fn each_scenario_does_what_its_name_says() {
    for (name, answered, status) in [
        ("demo", "0", 4),
        ("lost-reply-applied", "close", 4),
        ("lost-reply-not-applied", "close", 2),
        ("bad-gateway", "html", 4),
        ("cut-json", "cut", 4),
        ("internal-error", "6000", 4),
        ("internal-error-not-applied", "6000", 2),
        ("never-settles", "0", 3),
        ("operation-failed", "5100", 2),
        ("throttled", "4400", 2),
    ] {
        let mut bench = Bench::new(name);
        let answer = bench.answer("EipUnBindInstance", &[("eipId", GATEWAY)]);
        let entry = bench.cloud.log()[0].clone();
        assert_eq!((entry.answered.as_str(), entry.applied), (answered, status != 2), "{name}");
        match (answered, answer.into_reply()) {
            ("close", reply) => assert!(reply.is_none()),
            ("html", reply) => assert_eq!(reply.unwrap().status, 502),
            ("cut", reply) => {
                assert!(serde_json::from_slice::<Value>(&reply.unwrap().body).is_err())
            }
            (_, reply) => assert!(serde_json::from_slice::<Value>(&reply.unwrap().body).is_ok()),
        }
        bench.wait(3_000);
        assert_eq!(bench.eip(GATEWAY)["status"], status, "{name}");
        if status == 2 && name != "operation-failed" {
            assert_eq!(
                bench.code("EipUnBindInstance", &[("eipId", GATEWAY)]),
                0,
                "{name}: the second attempt goes"
            );
        }
    }
}

#[test]
fn slow_hanging_and_throttled_reads() {
    assert_eq!(Bench::new("slow").answer("DescribeEip", &[]).after_ms, 10_000);
    assert_eq!(
        Bench::new("half-down").answer("DescribeNetworkInterfaces", &[]).kind,
        AnswerKind::Hang
    );
    assert_eq!(Bench::new("half-down").code("DescribeEip", &[]), 0);
    let mut bench = Bench::new("throttled");
    let codes: Vec<i64> = (0..6).map(|_| bench.code("DescribeEip", &[])).collect();
    assert_eq!(codes, [0, 0, 4400, 0, 0, 4400]);
}

#[test]
fn others_change_things_at_the_stated_moment() {
    let mut bench = Bench::new("drift");
    bench.ids(&[("limit", "100")]);
    assert_eq!(bench.eip("eip-2b7n1w0e")["unInstanceId"], "ins-7c8d9e0f");
    assert_eq!(bench.eip(GATEWAY)["unInstanceId"], "ins-1a2b3c4d", "the reading that arms");
    let drifted = bench.eip(GATEWAY);
    assert_eq!(
        (&drifted["unInstanceId"], &drifted["networkInterfaceId"]),
        (&"ins-2n3o4p5u".into(), &"eni-2n3o4p5u".into())
    );

    let mut bench = Bench::new("rebound");
    let seat = [("networkInterfaceId", "eni-5f6a7b8c"), ("privateIpAddress", "10.0.3.21")];
    assert_eq!(bench.code("EipUnBindInstance", &seat), 0);
    bench.wait(2_500);
    assert_eq!(bench.eip(GATEWAY)["status"], 4);
    bench.wait(2_500);
    assert_eq!(bench.eip(GATEWAY)["unInstanceId"], "ins-2n3o4p5u");

    let change: Change = serde_json::from_str(&format!(
        "{{\"do\":\"change\",\"eip\":\"{GATEWAY}\",\"arrears\":true}}"
    ))
    .unwrap();
    assert!(bench.cloud.change(&change, bench.now));
    assert_eq!(bench.eip(GATEWAY)["arrears"], 1);

    let mut bench = Bench::new("demo");
    assert_eq!(bench.eip("eip-8m9n0b1v")["type"], 1, "on a NAT gateway");
    let change: Change = serde_json::from_str(
        "{\"do\":\"rebind\",\"eip\":\"eip-8m9n0b1v\",\"instance\":\"ins-7c8d9e0f\"}",
    )
    .unwrap();
    assert!(bench.cloud.change(&change, bench.now));
    assert_eq!(bench.eip("eip-8m9n0b1v")["type"], 0, "on a server");
}

#[test]
fn a_moving_list_shows_one_row_twice() {
    let mut bench = Bench::new("page-shift");
    let mut rows = Vec::new();
    let mut totals = Vec::new();
    for offset in ["0", "100", "200"] {
        let page = bench.json(
            "DescribeEip",
            &[("limit", "100"), ("offset", offset), ("orderBy", "eipId"), ("orderType", "0")],
        );
        totals.push(page["totalCount"].as_i64().unwrap());
        rows.extend(
            page["data"]["eipSet"]
                .as_array()
                .unwrap()
                .iter()
                .map(|e| e["eipId"].as_str().unwrap().to_owned()),
        );
    }
    assert_eq!(totals, [250, 251, 251]);
    assert_eq!((rows.len(), rows.iter().collect::<BTreeSet<_>>().len()), (251, 250));
}

#[test]
fn ten_thousand_and_hostile_text() {
    let mut bench = Bench::new("ten-thousand");
    let page = bench.json(
        "DescribeEip",
        &[("limit", "100"), ("offset", "9950"), ("orderBy", "eipId"), ("orderType", "0")],
    );
    assert_eq!(
        (page["totalCount"].as_i64().unwrap(), page["data"]["eipSet"].as_array().unwrap().len()),
        (10_001, 51)
    );
    let mut bench = Bench::new("hostile-text");
    let page = bench.json("DescribeEip", &[("limit", "100")]);
    let names: Vec<&str> = page["data"]["eipSet"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["eipName"].as_str().unwrap())
        .collect();
    for needle in ["\x1b", "\r\n", "\u{202e}", "\u{200b}", "🚀", "İ", "=cmd()"] {
        assert!(names.iter().any(|name| name.contains(needle)), "{needle:?}");
    }
    assert!(names.iter().any(|name| name.chars().count() == 10_000));
}

#[test]
fn a_retired_generation_says_so() {
    for (service, says) in [
        (V2Service::NotFound, "404"),
        (V2Service::Gone, "410"),
        (V2Service::Code6100, "6100"),
        (V2Service::ActionOffline, "ActionOffline"),
    ] {
        let mut scenario = Scenario::embedded("demo").unwrap();
        scenario.v2 = service;
        let mut bench = Bench::of(scenario);
        bench.answer("DescribeEip", &[]);
        assert_eq!(bench.cloud.log()[0].answered, says);
    }
}
