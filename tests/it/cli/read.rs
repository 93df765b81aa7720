//! `list` and `quota`.

use crate::support::cli::Sim;
use serde_json::Value;

const ROW: [&str; 13] = [
    "region",
    "eipId",
    "eip",
    "eipName",
    "status",
    "type",
    "arrears",
    "blocked",
    "unInstanceId",
    "networkInterfaceId",
    "privateIpAddress",
    "ispId",
    "createdAt",
];
const QUOTA: [&str; 7] = [
    "region",
    "eipNumQuota",
    "currentEipNum",
    "dailyApplyQuota",
    "dailyApplyCount",
    "dailyAllocWanIpQuota",
    "dailyAllocWanIpCount",
];

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn the_list_has_exactly_the_documented_fields() {
    let sim = Sim::start("demo");
    let done = sim.call(&["list", "--output", "json"]);
    let json = done.json();
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert_eq!(keys(&json), ["api", "regions", "complete", "readAt", "errors", "eips"]);
    assert_eq!((&json["api"], &json["complete"]), (&"v2".into(), &true.into()));
    assert_eq!(json["regions"], serde_json::json!(["ap-guangzhou"]));
    assert!(json["readAt"].as_str().unwrap().ends_with("+00:00"), "{}", json["readAt"]);
    let rows = json["eips"].as_array().unwrap();
    assert_eq!(rows.len(), 32);
    for row in rows {
        assert_eq!(keys(row), ROW);
        assert!(row["blocked"].is_null(), "API 2.0 does not tell: {row}");
        assert!(row["createdAt"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok(), "{row}");
        assert!(row["ispId"].is_i64() && row["arrears"].is_boolean(), "{row}");
    }
    let of = |eip: &str| rows.iter().find(|r| r["eip"] == eip).unwrap();
    assert_eq!(
        (&of("203.0.113.101")["type"], &of("203.0.113.101")["unInstanceId"]),
        (&"nat".into(), &"nat-4d5f6g7h".into())
    );
    assert!(of("203.0.113.121")["unInstanceId"].is_null());
    assert_eq!(of("203.0.113.214")["status"], "other(5)");
    assert_eq!(of("203.0.113.120")["status"], "unbinding");
    assert!(rows.iter().any(|r| r["eip"].is_null() && r["status"] == "createFailed"));
}

#[test]
fn csv_and_table_say_the_same() {
    let sim = Sim::start("demo");
    let csv = sim.call(&["--output", "csv", "list", "--region", "gz,sh", "--region", "hk"]);
    assert_eq!(csv.out.lines().next().unwrap(), ROW.join(","));
    assert_eq!((csv.code, csv.out.lines().count()), (0, 1 + 42));
    let table = sim.call(&["list", "--lang", "zh"]);
    assert!(table.out.starts_with("地域"), "{}", table.out);
    assert_eq!(table.out.lines().count(), 33);
    let quota = sim.call(&["quota", "--output", "csv"]);
    assert_eq!(quota.out, format!("{}\nap-guangzhou,400,32,40,3,10,2\n", QUOTA.join(",")));
    let table = sim.call(&["quota"]).out;
    assert!(["32/400", "3/40", "2/10"].iter().all(|pair| table.contains(pair)), "{table}");
}

#[test]
fn the_quota_has_exactly_the_documented_fields() {
    let sim = Sim::start("demo");
    let json = sim.call(&["quota", "--output", "json", "--region", "hk", "--region", "gz"]).json();
    assert_eq!(keys(&json), ["api", "regions", "errors"]);
    assert_eq!(keys(&json["regions"][0]), QUOTA);
    assert_eq!(
        (&json["regions"][0]["region"], &json["regions"][1]["region"]),
        (&"ap-hongkong".into(), &"ap-guangzhou".into())
    );
    assert_eq!(json["regions"][1]["dailyAllocWanIpCount"], 2);
}

#[test]
fn a_closed_region_is_named_and_the_others_are_listed() {
    let sim = Sim::start("region-denied");
    let done = sim.call(&["list", "--region", "gz,sh,hk", "--output", "json"]);
    let json = done.json();
    assert_eq!(
        (done.code, &json["complete"], json["eips"].as_array().unwrap().len()),
        (1, &false.into(), 32)
    );
    let errors = json["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 2);
    for (error, region) in errors.iter().zip(["ap-shanghai", "ap-hongkong"]) {
        assert_eq!(keys(error), ["region", "class", "code", "message", "requestId", "hint"]);
        assert_eq!(
            (&error["region"], &error["code"], &error["class"]),
            (&region.into(), &"4300".into(), &"permission".into())
        );
        assert!(!error["hint"].as_str().unwrap().is_empty());
    }
    assert!(done.err.contains("ap-shanghai") && done.err.contains("4300"), "{}", done.err);
    let zh = sim.call(&["list", "--region", "sh", "--lang", "zh"]);
    assert_eq!((zh.code, zh.out.as_str()), (3, ""), "no heads that would look like an empty list");
    assert!(zh.err.contains("ap-shanghai：") || zh.err.contains("拒绝"), "{}", zh.err);
    let quota = sim.call(&["quota", "--region", "gz,sh", "--output", "json"]);
    assert_eq!((quota.code, quota.json()["regions"].as_array().unwrap().len()), (1, 1));
}

#[test]
fn a_list_that_moves_is_read_until_it_is_whole_and_an_empty_one_says_so() {
    let json = Sim::start("page-shift").call(&["list", "--output", "json"]).json();
    assert_eq!((&json["complete"], json["eips"].as_array().unwrap().len()), (&true.into(), 251));
    let empty = Sim::start("empty").call(&["list"]);
    assert_eq!((empty.code, empty.err.as_str()), (0, "no EIP in ap-guangzhou\n"));
}

/// A private cloud has an STS of its own: `--endpoint` is for every action, for that of taking on a role, too.
#[test]
fn a_role_is_assumed_where_every_other_action_is() {
    let sim = Sim::start("short-lived-role");
    let role = [
        ("TENCENTCLOUD_ROLE_ARN", "qcs::cam::uin/100000000001:roleName/oncall"),
        ("TENCENTCLOUD_ROLE_SESSION_NAME", "night"),
    ];
    let done = sim.call_with(&role, &["list", "--output", "json"]);
    assert_eq!((done.code, &done.json()["complete"]), (0, &true.into()), "{done:?}");
    let asked: Vec<_> = sim
        .log()
        .iter()
        .map(|entry| entry["action"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(asked.first().map(String::as_str), Some("AssumeRole"), "{asked:?}");
    assert!(asked.iter().any(|action| action == "DescribeEip"), "{asked:?}");
}
