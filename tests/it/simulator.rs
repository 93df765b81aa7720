//! The built-in cloud: its life cycle, its refusals, its faults, and one round trip over a real socket.

mod faults;
mod identity;
mod rows;
mod socket;
mod v3;

use eip_unbind::sim::{
    Answer, AnswerKind, Cloud, DEMO_SECRET_ID, DEMO_SECRET_KEY, IncomingRequest, Scenario, verify,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::collections::BTreeSet;

const START: i64 = 1_790_000_000;
const GATEWAY: &str = "eip-9k2m4x7q";

/// A cloud with a clock that only moves when told to.
struct Bench {
    cloud: Cloud,
    now: Timestamp,
    nonce: u64,
}

impl Bench {
    fn new(name: &str) -> Self {
        Self::of(Scenario::embedded(name).unwrap())
    }

    fn of(scenario: Scenario) -> Self {
        let now = Timestamp::from_second(START).unwrap();
        Self { cloud: Cloud::new(scenario, now), now, nonce: 0 }
    }

    fn wait(&mut self, ms: i64) {
        self.now += SignedDuration::from_millis(ms);
    }

    fn request(&mut self, action: &str, params: &[(&str, &str)]) -> IncomingRequest {
        self.nonce += 1;
        signed(action, params, self.now.as_second(), self.nonce, "127.0.0.1:4000")
    }

    fn answer(&mut self, action: &str, params: &[(&str, &str)]) -> Answer {
        let request = self.request(action, params);
        self.cloud.answer(&request, self.now)
    }

    fn json(&mut self, action: &str, params: &[(&str, &str)]) -> Value {
        body(self.answer(action, params))
    }

    fn code(&mut self, action: &str, params: &[(&str, &str)]) -> i64 {
        self.json(action, params)["code"].as_i64().unwrap()
    }

    fn eip(&mut self, id: &str) -> Value {
        self.json("DescribeEip", &[("eipIds.0", id)])["data"]["eipSet"][0].clone()
    }

    fn ids(&mut self, params: &[(&str, &str)]) -> Vec<String> {
        let answer = self.json("DescribeEip", params);
        assert_eq!(answer["code"], 0, "{answer}");
        answer["data"]["eipSet"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["eipId"].as_str().unwrap().to_owned())
            .collect()
    }
}

fn body(answer: Answer) -> Value {
    match answer.kind {
        AnswerKind::Reply { body, .. } => serde_json::from_str(&body).unwrap(),
        AnswerKind::Close | AnswerKind::Hang => panic!("no reply"),
    }
}

fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn signed(
    action: &str,
    params: &[(&str, &str)],
    at: i64,
    nonce: u64,
    host: &str,
) -> IncomingRequest {
    let mutation = action.starts_with("EipUnBind") || action.starts_with("EipBind");
    let method = if mutation { "POST" } else { "GET" };
    let (at, nonce) = (at.to_string(), nonce.to_string());
    let mut pairs: Vec<(String, String)> = [
        ("Action", action),
        ("Region", "gz"),
        ("Timestamp", &at),
        ("Nonce", &nonce),
        ("SecretId", DEMO_SECRET_ID),
        ("SignatureMethod", "HmacSHA256"),
    ]
    .iter()
    .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
    .collect();
    for (name, value) in params {
        pairs.retain(|(n, _)| n != name);
        pairs.push(((*name).to_owned(), (*value).to_owned()));
    }
    let text = verify::v2_text(method, host, "/v2/index.php", &pairs);
    pairs.push((
        "Signature".into(),
        verify::v2_signature(DEMO_SECRET_KEY, Some("HmacSHA256"), &text),
    ));
    let form: Vec<String> = pairs.iter().map(|(n, v)| format!("{n}={}", encode(v))).collect();
    let form = form.join("&");
    let (query, body) =
        if mutation { (String::new(), form.into_bytes()) } else { (form, Vec::new()) };
    IncomingRequest {
        method: method.to_owned(),
        host: host.to_owned(),
        path: "/v2/index.php".to_owned(),
        query,
        headers: vec![("Content-Type".into(), "application/x-www-form-urlencoded".into())],
        body,
    }
}

#[test]
fn the_demo_has_every_status_and_kind() {
    let mut bench = Bench::new("demo");
    let answer = bench.json("DescribeEip", &[("limit", "100")]);
    let eips = answer["data"]["eipSet"].as_array().unwrap();
    assert_eq!(answer["totalCount"].as_u64().unwrap() as usize, eips.len());
    let statuses: BTreeSet<i64> = eips.iter().map(|e| e["status"].as_i64().unwrap()).collect();
    assert_eq!(statuses, BTreeSet::from([0, 1, 2, 3, 4, 5, 6, 9]));
    assert!(eips.iter().any(|e| e["type"] == 1) && eips.iter().any(|e| e["arrears"] == 1));
    let gateway = eips.iter().find(|e| e["eip"] == "203.0.113.77").unwrap();
    assert_eq!(
        (&gateway["eipId"], &gateway["eipName"]),
        (&Value::from(GATEWAY), &Value::from("网关-gz-07"))
    );
    assert_eq!(gateway["unInstanceId"], "ins-1a2b3c4d");
    assert_eq!(
        (&gateway["networkInterfaceId"], &gateway["privateIpAddress"]),
        (&"eni-5f6a7b8c".into(), &"10.0.3.21".into())
    );
    assert!(eips.iter().any(|e| e["eip"] == "203.0.113.177"));
    let all = bench.cloud.world().eips();
    assert!(all.len() >= 35, "{}", all.len());
    assert!(all.iter().all(|e| e.id.len() == 12), "ids have Tencent's form");
    let regions: BTreeSet<&str> = all.iter().map(|e| e.region.as_str()).collect();
    assert_eq!(
        regions,
        BTreeSet::from(["ap-beijing", "ap-guangzhou", "ap-hongkong", "ap-shanghai"])
    );
    let addresses: BTreeSet<&str> = all.iter().map(|e| e.address.as_str()).collect();
    assert_eq!(addresses.len(), all.len(), "no address twice");
}

#[test]
fn the_demo_has_every_seat() {
    let mut bench = Bench::new("demo");
    let eips = bench.json("DescribeEip", &[("limit", "100")]);
    let mut seats = BTreeSet::new();
    for eip in eips["data"]["eipSet"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|e| e["status"] == 2 && e["type"] == 0)
    {
        let nic_id = eip["networkInterfaceId"].as_str().unwrap();
        if nic_id.is_empty() {
            seats.insert("classic");
            continue;
        }
        let nics = bench.json("DescribeNetworkInterfaces", &[("networkInterfaceId", nic_id)]);
        let nic = &nics["data"]["data"][0];
        let ips = nic["privateIpAddressesSet"].as_array().unwrap();
        let ip = ips.iter().find(|ip| ip["eipId"] == eip["eipId"]).unwrap();
        assert_eq!(ip["wanIp"], eip["eip"]);
        if ip["isWanIpBlocked"] == true {
            seats.insert("blocked");
        }
        seats.insert(
            match (
                nic["instanceSet"]["instanceId"] == "",
                nic["primary"] == true,
                ip["primary"] == true,
            ) {
                (true, _, _) => "detached",
                (_, true, true) => "primary/primary",
                (_, true, false) => "primary/secondary",
                (_, false, true) => "secondary/primary",
                (_, false, false) => "secondary/secondary",
            },
        );
    }
    assert_eq!(seats.len(), 7, "{seats:?}");
}

#[test]
fn an_unbind_goes_from_2_over_3_to_4() {
    let mut bench = Bench::new("demo");
    let answer = bench.json("EipUnBindInstance", &[("eipId", GATEWAY)]);
    assert_eq!((&answer["code"], &answer["codeDesc"]), (&0.into(), &"Success".into()));
    assert!(answer["data"]["requestId"].is_u64());
    assert_eq!(bench.eip(GATEWAY)["status"], 2, "accepted is not done");
    assert_eq!(bench.code("EipUnBindInstance", &[("eipId", GATEWAY)]), 5100, "a task is running");
    bench.wait(300);
    let eip = bench.eip(GATEWAY);
    assert_eq!((&eip["status"], &eip["unInstanceId"]), (&3.into(), &"ins-1a2b3c4d".into()));
    bench.wait(2_199);
    assert_eq!(bench.eip(GATEWAY)["status"], 3);
    bench.wait(1);
    let eip = bench.eip(GATEWAY);
    assert_eq!(
        (&eip["status"], &eip["unInstanceId"], &eip["networkInterfaceId"]),
        (&4.into(), &"".into(), &"".into())
    );
    bench.wait(3_000);
    assert_eq!(bench.eip(GATEWAY)["freeSecond"], 3);
    assert_eq!(bench.code("EipUnBindInstance", &[("eipId", GATEWAY)]), 5100, "already unbound");

    assert_eq!(
        bench.code("EipBindInstance", &[("eipId", GATEWAY), ("unInstanceId", "ins-1a2b3c4d")]),
        0
    );
    assert_eq!(bench.eip(GATEWAY)["status"], 1);
    bench.wait(2_000);
    let eip = bench.eip(GATEWAY);
    assert_eq!(
        (&eip["status"], &eip["networkInterfaceId"], &eip["privateIpAddress"]),
        (&2.into(), &"eni-5f6a7b8c".into(), &"10.0.3.21".into())
    );
    assert_eq!(bench.cloud.mutations().filter(|m| m.applied).count(), 2);
    assert_eq!(bench.cloud.mutations().count(), 4);
}

#[test]
fn a_new_ordinary_address_costs_quota() {
    let mut bench = Bench::new("demo");
    assert_eq!(bench.json("DescribeEipQuota", &[])["data"]["dailyAllocWanIpCount"], 2);
    let seat = [
        ("networkInterfaceId", "eni-5f6a7b8c"),
        ("privateIpAddress", "10.0.3.21"),
        ("allocWanIp", "1"),
    ];
    assert_eq!(bench.code("EipUnBindInstance", &seat), 0);
    let quota = bench.json("DescribeEipQuota", &[]);
    assert_eq!(
        (&quota["data"]["dailyAllocWanIpCount"], &quota["data"]["dailyAllocWanIpQuota"]),
        (&3.into(), &10.into())
    );
    bench.wait(2_500);
    let nics = bench.json("DescribeNetworkInterfaces", &[("networkInterfaceId", "eni-5f6a7b8c")]);
    let ip = &nics["data"]["data"][0]["privateIpAddressesSet"][0];
    assert_eq!((&ip["eipId"], &ip["wanIp"]), (&"".into(), &"192.0.2.200".into()));
    bench.wait(1_000);
    assert_eq!(
        bench.code(
            "EipBindInstance",
            &[
                ("eipId", GATEWAY),
                ("networkInterfaceId", "eni-5f6a7b8c"),
                ("privateIpAddress", "10.0.3.21")
            ]
        ),
        0
    );
    let nics = bench.json("DescribeNetworkInterfaces", &[("networkInterfaceId", "eni-5f6a7b8c")]);
    assert_eq!(
        nics["data"]["data"][0]["privateIpAddressesSet"][0]["wanIp"], "203.0.113.77",
        "the ordinary one was released"
    );

    let secondary =
        bench.json("EipUnBindInstance", &[("eipId", "eip-5t5y6u7i"), ("allocWanIp", "1")]);
    assert_eq!(secondary["code"], 5100, "{secondary}");
    let mut used_up = Bench::new("quota-used-up");
    let refused = used_up.json("EipUnBindInstance", &[("eipId", GATEWAY), ("allocWanIp", "1")]);
    assert_eq!(refused["code"], 5100);
    assert!(refused["message"].as_str().unwrap().contains("dailyAllocWanIpQuota"), "{refused}");
    assert_eq!(
        used_up.code("EipUnBindInstance", &[("eipId", GATEWAY)]),
        0,
        "without a new address it goes"
    );
}

#[test]
fn the_tie_is_kept_only_where_it_can_be() {
    let mut bench = Bench::new("demo");
    for id in [GATEWAY, "eip-7w1r5k7m", "eip-7w1r5k6l"] {
        assert_eq!(
            bench.code("EipUnBindInstance", &[("eipId", id), ("unBindPrivateIpWithEip", "0")]),
            0
        );
    }
    bench.wait(2_500);
    assert_eq!(bench.eip(GATEWAY)["status"], 4, "primary of primary: always dissolved");
    assert_eq!(bench.eip("eip-7w1r5k6l")["status"], 4, "secondary IP: ignored");
    let kept = bench.eip("eip-7w1r5k7m");
    assert_eq!(
        (&kept["status"], &kept["unInstanceId"], &kept["networkInterfaceId"]),
        (&2.into(), &"".into(), &"eni-3p7y1m5v".into())
    );
    assert_eq!(
        bench.code(
            "EipBindInstance",
            &[
                ("eipId", "eip-7w1r5k7m"),
                ("networkInterfaceId", "eni-3p7y1m5v"),
                ("privateIpAddress", "10.0.9.65")
            ]
        ),
        0
    );
}

#[test]
fn what_cannot_be_unbound_is_refused() {
    let mut bench = Bench::new("demo");
    for (id, code) in [
        ("eip-8m9n0b1v", 5100),
        ("eip-4r5t6y7u", 5100),
        ("eip-3e4r5t6y", 5100),
        ("eip-6z7x8c9v", 5100),
        ("eip-5u4n3k2w", 5100),
        ("eip-nosuch00", 5000),
        ("eip-1s2h3a4i", 5000),
    ] {
        assert_eq!(bench.code("EipUnBindInstance", &[("eipId", id)]), code, "{id}");
    }
    for params in [
        &[][..],
        &[
            ("eipId", GATEWAY),
            ("networkInterfaceId", "eni-5f6a7b8c"),
            ("privateIpAddress", "10.0.3.21"),
        ],
        &[("networkInterfaceId", "eni-5f6a7b8c")],
        &[("eipId", GATEWAY), ("privateIpAddress", "10.0.3.21")],
        &[("eipId", GATEWAY), ("allocWanIp", "2")],
        &[("eipId", GATEWAY), ("allocWanIp", "true")],
        &[("eipId", GATEWAY), ("dryRun", "1")],
        &[("eipId", "")],
    ] {
        assert_eq!(bench.code("EipUnBindInstance", params), 4000, "{params:?}");
    }
    assert!(bench.cloud.mutations().all(|m| !m.applied));
    for id in ["eip-0c9l8a7s", "eip-6d5t4c3h", "eip-1q2w3e4r", "eip-2c4s6c8d"] {
        assert_eq!(
            bench.code("EipUnBindInstance", &[("eipId", id)]),
            0,
            "classic, detached, blocked and released on unbind all go"
        );
    }
    bench.wait(2_500);
    assert_eq!(bench.eip("eip-0c9l8a7s")["status"], 4);
    assert_eq!(bench.eip("eip-6d5t4c3h")["status"], 4);
    assert_eq!(bench.eip("eip-2c4s6c8d"), Value::Null, "released when unbound");
    assert_eq!(
        bench.code(
            "EipBindInstance",
            &[("eipId", "eip-0c9l8a7s"), ("unInstanceId", "ins-0zq7b4we")]
        ),
        0
    );
    assert_eq!(
        bench.code(
            "EipBindInstance",
            &[("eipId", "eip-6d5t4c3h"), ("unInstanceId", "ins-1a2b3c4d")]
        ),
        5100,
        "the seat is taken"
    );
}

#[test]
fn filters_are_and_between_and_or_inside() {
    let mut bench = Bench::new("demo");
    assert_eq!(bench.ids(&[("eips.0", "203.0.113.77")]), [GATEWAY]);
    assert_eq!(bench.ids(&[("eips.0", "203.0.113.77"), ("eips.1", "203.0.113.78")]).len(), 2);
    assert_eq!(
        bench.ids(&[("eips.0", "203.0.113.77"), ("unInstanceIds.0", "ins-7c8d9e0f")]),
        [] as [&str; 0]
    );
    assert_eq!(bench.ids(&[("unInstanceIds.0", "ins-6p5a4y3i")]).len(), 4, "a server with several");
    assert_eq!(
        bench.ids(&[("networkInterfaceIds.0", "eni-9e8d7c6b"), ("privateIpAddress", "10.0.4.17")]),
        ["eip-5t5y6u7i"]
    );
    assert_eq!(bench.ids(&[("searchKey", "支付")]).len(), 4);
    assert_eq!(bench.ids(&[("status.0", "0"), ("status.1", "9")]).len(), 2);
    assert_eq!(bench.ids(&[("type", "1")]).len(), 2);
    assert_eq!(bench.json("DescribeEip", &[("Region", "ap-hongkong")])["totalCount"], 4);
    assert_eq!(bench.json("DescribeEip", &[("Region", "na-ashburn")])["totalCount"], 0);
}

#[test]
fn pages_and_orders() {
    let mut bench = Bench::new("hundred");
    assert_eq!(bench.ids(&[]).len(), 20, "the default limit");
    let mut seen = Vec::new();
    for offset in ["0", "40", "80"] {
        seen.extend(bench.ids(&[
            ("limit", "40"),
            ("offset", offset),
            ("orderBy", "eipId"),
            ("orderType", "0"),
        ]));
    }
    assert_eq!(seen.len(), 101);
    assert!(seen.is_sorted());
    let descending = bench.ids(&[("limit", "100"), ("orderBy", "eipId")]);
    assert!(descending.iter().rev().is_sorted());
    for order in ["eip", "ispId", "status", "unInstanceId", "arrears", "createdAt"] {
        assert_eq!(bench.ids(&[("orderBy", order)]).len(), 20);
    }
    for bad in [
        ("limit", "101"),
        ("limit", "0"),
        ("offset", "-1"),
        ("orderBy", "name"),
        ("orderType", "2"),
        ("status.0", "x"),
        ("mode", "1"),
    ] {
        assert_eq!(bench.code("DescribeEip", &[bad]), 4000, "{bad:?}");
    }
    assert_eq!(bench.code("DescribeNetworkInterfaces", &[("limit", "51")]), 4000);
    let nics = bench.json("DescribeNetworkInterfaces", &[("limit", "50"), ("offset", "50")]);
    assert_eq!(
        (nics["data"]["data"].as_array().unwrap().len(), &nics["data"]["totalNum"]),
        (41, &91.into())
    );
    assert_eq!(
        bench.json("DescribeNetworkInterfaces", &[("instanceId", "ins-1a2b3c4d")])["data"]["totalNum"],
        1
    );
    assert_eq!(
        bench.json("DescribeNetworkInterfaces", &[("networkInterfaceId", "eni-none0000")])["code"],
        5000
    );
}

/// `docs/api-v2.md` §5: `orderField` is eniName or createTime (default), `orderDirection` asc or desc (default); `eniDescription` is fuzzy.
#[test]
fn network_interfaces_come_in_the_order_asked_for() {
    let mut bench = Bench::new("demo");
    let mut names = |params: &[(&str, &str)]| -> Vec<String> {
        let answer =
            bench.json("DescribeNetworkInterfaces", &[&[("limit", "50")], params].concat());
        assert_eq!(answer["code"], 0, "{params:?} {answer}");
        answer["data"]["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|nic| nic["eniName"].as_str().unwrap().to_owned())
            .collect()
    };
    let rising = names(&[("orderField", "eniName"), ("orderDirection", "asc")]);
    assert!(rising.len() > 20 && rising.is_sorted(), "{rising:?}");
    assert!(
        names(&[("orderField", "eniName"), ("orderDirection", "desc")])
            .iter()
            .eq(rising.iter().rev())
    );
    assert!(names(&[("orderField", "eniName")]).iter().eq(rising.iter().rev()));
    assert_eq!(names(&[("orderField", "createTime"), ("orderDirection", "desc")]), names(&[]));
    assert_eq!(names(&[("eniDescription", "no NIC says this")]), [""; 0]);
    for bad in [("orderField", "vpcId"), ("orderDirection", "up"), ("orderDirection", "")] {
        assert_eq!(bench.code("DescribeNetworkInterfaces", &[bad]), 4000, "{bad:?}");
    }
}

#[test]
fn a_request_must_be_signed_fresh_and_known() {
    let mut bench = Bench::new("demo");
    let good = bench.request("DescribeEip", &[("searchKey", "a b+c&d=网")]);
    assert_eq!(body(bench.cloud.answer(&good, bench.now))["code"], 0);
    assert_eq!(body(bench.cloud.answer(&good, bench.now))["code"], 4500, "the same nonce again");
    let mut other_host = bench.request("DescribeEip", &[]);
    other_host.host = "eip.api.qcloud.com".into();
    assert_eq!(body(bench.cloud.answer(&other_host, bench.now))["code"], 4100);
    let mut touched = bench.request("EipUnBindInstance", &[("eipId", GATEWAY)]);
    touched.body =
        String::from_utf8(touched.body).unwrap().replace("9k2m4x7q", "2b7n1w0e").into_bytes();
    assert_eq!(body(bench.cloud.answer(&touched, bench.now))["code"], 4100);
    for (skew, code) in [(300, 0), (301, 4500), (-301, 4500)] {
        let request = signed("DescribeEip", &[], START + skew, 900, "h");
        assert_eq!(body(bench.cloud.answer(&request, bench.now))["code"], code, "{skew}");
    }
    assert_eq!(bench.code("DescribeEips", &[]), 6100);
    assert_eq!(bench.code("DescribeEip", &[("SecretId", "AKIDunknown")]), 4104);
    assert_eq!(bench.code("DescribeEip", &[("Token", "t")]), 4105);
    assert_eq!(bench.code("DescribeEip", &[("Nonce", "0")]), 4000);
    assert_eq!(bench.code("DescribeEip", &[("Region", "")]), 4000);
    assert_eq!(bench.code("DescribeEip", &[("Region", "mars")]), 4000);
    assert_eq!(bench.code("DescribeEip", &[("Region", "ap-shanghai-fsi")]), 4300);
    let wrong_host = signed("DescribeNetworkInterfaces", &[], START, 901, "eip.api.qcloud.com");
    assert_eq!(body(bench.cloud.answer(&wrong_host, bench.now))["code"], 6100);
    let mut json_post = bench.request("EipUnBindInstance", &[("eipId", GATEWAY)]);
    json_post.headers.clear();
    assert_eq!(body(bench.cloud.answer(&json_post, bench.now))["code"], 4000);
    let log = serde_json::to_string(bench.cloud.log()).unwrap();
    for secret in ["Signature", "SecretId", DEMO_SECRET_ID, DEMO_SECRET_KEY] {
        assert!(!log.contains(secret), "the log holds {secret}");
    }
}
