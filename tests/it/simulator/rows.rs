//! Rows that a bad cloud or gateway gives, scenario by scenario, in both generations.

use super::{Bench, GATEWAY};
use eip_unbind::sim::Scenario;
use serde_json::{Value, json};

/// The rows of EIPs that a cloud tells of when asked for one, in both generations.
fn rows(bench: &mut Bench) -> [Vec<Value>; 2] {
    let two = bench.json("DescribeEip", &[("eipIds.0", GATEWAY)]);
    let three = bench.v3("DescribeAddresses", json!({ "AddressIds": [GATEWAY] }));
    [&two["data"]["eipSet"], &three["AddressSet"]].map(|rows| rows.as_array().unwrap().clone())
}

#[test]
fn rows_after_an_unbind_are_what_the_scenario_says() {
    for (name, [two, three]) in [
        ("fields-missing", [json!([2, null]), json!(["BIND", null])]),
        ("fields-null", [json!([null, null]), json!([null, null])]),
        ("fields-of-other-types", [json!([2, []]), json!(["BIND", []])]),
        ("bound-to-none", [json!([2, ""]), json!(["BIND", ""])]),
        ("other-address", [json!([4, ""]), json!(["UNBIND", null])]),
    ] {
        let mut bench = Bench::new(name);
        let first = rows(&mut bench);
        assert_eq!(first[0][0]["unInstanceId"], "ins-1a2b3c4d", "{name}");
        assert_eq!(bench.code("EipUnBindInstance", &[("eipId", GATEWAY)]), 0, "{name}");
        bench.wait(3_000);
        let [of_two, of_three] = rows(&mut bench);
        assert_eq!((of_two.len(), of_three.len()), (1, 1), "{name}");
        assert_eq!(json!([of_two[0]["status"], of_two[0]["unInstanceId"]]), two, "{name}");
        let seen = json!([of_three[0]["AddressStatus"], of_three[0]["InstanceId"]]);
        assert_eq!(seen, three, "{name}");
        assert!(of_two[0].get("eipId") == Some(&json!(GATEWAY)), "{name}");
    }
}

#[test]
fn a_field_that_is_missing_is_not_there_at_all() {
    let mut bench = Bench::new("fields-missing");
    bench.code("EipUnBindInstance", &[("eipId", GATEWAY)]);
    let [two, three] = rows(&mut bench);
    assert!(two[0].get("unInstanceId").is_none() && three[0].get("InstanceId").is_none());
    let mut bench = Bench::new("ids-only");
    bench.code("EipUnBindInstance", &[("eipId", GATEWAY)]);
    assert_eq!(rows(&mut bench)[0], [json!({ "eipId": GATEWAY })]);
}

#[test]
fn rows_are_those_of_others_or_too_many_or_too_few() {
    let mut bench = Bench::of(
        Scenario::parse("base = \"demo\"\nfaults = [{ action = \"DescribeEip\", every = true, kind = \"rows-of-others\" }]").unwrap(),
    );
    for of_one in rows(&mut bench) {
        let [row] = &of_one[..] else { panic!("{of_one:?}") };
        assert!(row["eipId"].as_str().or(row["AddressId"].as_str()) != Some(GATEWAY), "{row}");
    }
    let answer = Bench::new("incomplete-answers").json("DescribeEip", &[("eipIds.0", GATEWAY)]);
    assert_eq!(
        (answer["totalCount"].as_i64(), answer["data"]["eipSet"].as_array().map(Vec::len)),
        (Some(4), Some(1))
    );
    let [two, three] = rows(&mut Bench::new("rows-twice"));
    assert!(two.len() == 2 && two[0] == two[1] && three.len() == 2 && three[0] == three[1]);
    let mut bench = Bench::new("rows-contradict");
    bench.code("EipUnBindInstance", &[("eipId", GATEWAY)]);
    let [two, three] = rows(&mut bench);
    assert_eq!((&two[0]["status"], &two[1]["status"]), (&json!(4), &json!(2)));
    assert_eq!(three[0]["AddressStatus"], "UNBIND");
    assert_eq!(three[1]["InstanceId"], "ins-1a2b3c4d");
}

#[test]
fn a_list_ignores_limits_or_never_ends() {
    let page = |name: &str, offset: &str| {
        let answer = Bench::new(name).json("DescribeEip", &[("limit", "100"), ("offset", offset)]);
        let rows = answer["data"]["eipSet"].as_array().unwrap().clone();
        (rows.len(), answer["totalCount"].as_i64().unwrap(), rows)
    };
    let (rows, total, _) = page("limit-ignored", "0");
    assert_eq!((rows, total), (250, 250));
    for offset in ["0", "100", "9900", "1000000"] {
        let (rows, total, _) = page("endless-list", offset);
        assert!(rows == 100 && total > offset.parse::<i64>().unwrap() + 100, "{offset}");
    }
    let (one, other) = (page("endless-list", "300").2, page("endless-list", "400").2);
    assert!(one.iter().all(|row| other.iter().all(|of| of["eipId"] != row["eipId"])));
}

#[test]
fn an_unbound_row_may_name_a_server_all_the_same() {
    let mut bench = Bench::new("unbound-on-a-server");
    assert_eq!(bench.code("EipUnBindInstance", &[("eipId", GATEWAY)]), 0);
    bench.wait(3_000);
    let [two, three] = rows(&mut bench);
    assert_eq!(two[0]["status"], 4);
    assert!(two[0]["unInstanceId"].as_str().is_some_and(|id| id.starts_with("ins-")));
    assert_eq!(three[0]["AddressStatus"], "UNBIND");
    assert!(three[0]["InstanceId"].as_str().is_some_and(|id| id.starts_with("ins-")));
}
