//! API 3.0 over the same world.

use super::{Bench, GATEWAY, START, body};
use eip_unbind::sim::verify::Tc3;
use eip_unbind::sim::{DEMO_SECRET_ID, DEMO_SECRET_KEY, IncomingRequest};
use jiff::Timestamp;
use serde_json::{Value, json};

/// A signed request; `bend` may spoil what was signed.
struct Ask {
    action: &'static str,
    region: &'static str,
    service: &'static str,
    at: i64,
    date: Option<&'static str>,
    signed: &'static str,
    content_type: &'static str,
    payload: Value,
    /// The parameters of a GET; `payload` goes unsent then.
    query: Option<&'static str>,
}

impl Ask {
    fn new(action: &'static str, payload: Value) -> Self {
        let signed = "content-type;host;x-tc-action";
        let (region, service, content_type) = ("ap-guangzhou", "vpc", "application/json");
        Self {
            action,
            region,
            service,
            at: START,
            date: None,
            signed,
            content_type,
            payload,
            query: None,
        }
    }

    fn request(&self) -> IncomingRequest {
        let stamp = Timestamp::from_second(self.at).unwrap();
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut request = IncomingRequest {
            method: if self.query.is_some() { "GET" } else { "POST" }.into(),
            host: "127.0.0.1:4000".into(),
            path: "/".into(),
            query: self.query.unwrap_or_default().to_owned(),
            headers: vec![
                header("content-type", self.content_type),
                header("x-tc-action", self.action),
                header(
                    "x-tc-version",
                    if self.service == "region" { "2022-06-27" } else { "2017-03-12" },
                ),
                header("x-tc-region", self.region),
                header("x-tc-timestamp", &self.at.to_string()),
            ],
            body: if self.query.is_some() {
                Vec::new()
            } else {
                self.payload.to_string().into_bytes()
            },
        };
        let tc3 = Tc3 {
            secret_id: DEMO_SECRET_ID.into(),
            date: self.date.map_or_else(|| stamp.strftime("%Y-%m-%d").to_string(), str::to_owned),
            service: self.service.into(),
            signed_headers: self.signed.split(';').map(str::to_owned).collect(),
            signature: String::new(),
        };
        let signature =
            tc3.expected(DEMO_SECRET_KEY, &self.at.to_string(), &request).unwrap_or_default();
        let scope = format!("{}/{}/{}/tc3_request", tc3.secret_id, tc3.date, tc3.service);
        let value = format!(
            "TC3-HMAC-SHA256 Credential={scope}, SignedHeaders={}, Signature={signature}",
            self.signed
        );
        request.headers.push(("authorization".into(), value));
        request
    }
}

impl Bench {
    fn send(&mut self, ask: &Ask) -> Value {
        body(self.cloud.answer(&ask.request(), self.now))["Response"].clone()
    }

    pub(super) fn v3(&mut self, action: &'static str, payload: Value) -> Value {
        self.send(&Ask { at: self.now.as_second(), ..Ask::new(action, payload) })
    }

    fn address(&mut self, id: &str) -> Value {
        self.v3("DescribeAddresses", json!({ "AddressIds": [id] }))["AddressSet"][0].clone()
    }
}

fn code(response: &Value) -> &str {
    response["Error"]["Code"].as_str().unwrap_or_default()
}

#[test]
fn a_task_runs_and_the_address_comes_free() {
    let mut bench = Bench::new("v2-retired-404");
    let before = bench.address(GATEWAY);
    assert_eq!(
        (&before["AddressStatus"], &before["InstanceType"], &before["PrivateAddressIp"]),
        (&"BIND".into(), &"CVM".into(), &"10.0.3.21".into())
    );
    let accepted = bench.v3(
        "DisassociateAddress",
        json!({ "AddressId": GATEWAY, "ReallocateNormalPublicIp": true }),
    );
    let task: u64 = accepted["TaskId"].as_str().unwrap().parse().unwrap();
    assert_eq!(bench.v3("DescribeTaskResult", json!({ "TaskId": task }))["Result"], "RUNNING");
    assert_eq!(
        code(&bench.v3("DisassociateAddress", json!({ "AddressId": GATEWAY }))),
        "OperationDenied.MutexTaskRunning"
    );
    bench.wait(300);
    assert_eq!(bench.address(GATEWAY)["AddressStatus"], "UNBINDING");
    bench.wait(2_200);
    assert_eq!(bench.v3("DescribeTaskResult", json!({ "TaskId": task }))["Result"], "SUCCESS");
    let after = bench.address(GATEWAY);
    assert_eq!(
        (&after["AddressStatus"], &after["InstanceId"], &after["NetworkInterfaceId"]),
        (&"UNBIND".into(), &Value::Null, &Value::Null)
    );
    let back = json!({ "AddressId": GATEWAY, "NetworkInterfaceId": "eni-5f6a7b8c", "PrivateIpAddress": "10.0.3.21" });
    assert_eq!(
        code(&bench.v3("AssociateAddress", back)),
        "InvalidParameterValue.InstanceHasWanIP",
        "the ordinary one is in the way"
    );
    let quotas = bench.v3("DescribeAddressQuota", json!({}));
    assert_eq!(
        quotas["QuotaSet"][2],
        json!({ "QuotaId": "DAILY_PUBLIC_IP_ASSIGN", "QuotaCurrent": 3, "QuotaLimit": 10 })
    );
    assert_eq!(bench.cloud.mutations().filter(|m| m.applied).count(), 1);
}

#[test]
fn the_flags_of_a_scenario() {
    let mut bench = Bench::new("v3-no-task");
    let accepted = bench.v3("DisassociateAddress", json!({ "AddressId": GATEWAY }));
    assert!(
        accepted["TaskId"].is_null()
            && accepted["Error"].is_null()
            && accepted["RequestId"].is_string()
    );
    let mut bench = Bench::new("v3-task-failed");
    let task: u64 = bench.v3("DisassociateAddress", json!({ "AddressId": GATEWAY }))["TaskId"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    bench.wait(2_500);
    assert_eq!(bench.v3("DescribeTaskResult", json!({ "TaskId": task }))["Result"], "FAILED");
    assert_eq!(bench.address(GATEWAY)["AddressStatus"], "UNBIND");
    assert_eq!(
        Bench::new("v3-old-quota-id").v3("DescribeAddressQuota", json!({}))["QuotaSet"][2]["QuotaId"],
        "DAILY_EIP_ASSIGN"
    );
    let mut bench = Bench::new("v3-standard-account");
    assert_eq!(bench.v3("DescribeNetworkAccountType", json!({}))["NetworkAccountType"], "STANDARD");
    let refused = bench.v3(
        "DisassociateAddress",
        json!({ "AddressId": GATEWAY, "ReallocateNormalPublicIp": true }),
    );
    assert_eq!(code(&refused), "UnsupportedOperation");
    let request = Ask::new("DescribeAddresses", json!({})).request();
    let mut bench = Bench::new("v2-only");
    assert_eq!(bench.cloud.answer(&request, bench.now).into_reply().unwrap().status, 404);
}

#[test]
fn a_request_must_be_signed_as_documented() {
    let mut bench = Bench::new("demo");
    let ask = |bend: &dyn Fn(&mut Ask)| {
        let mut ask = Ask::new("DescribeAddresses", json!({}));
        bend(&mut ask);
        ask
    };
    for (says, ask) in [
        ("", ask(&|_| {})),
        ("", ask(&|a| a.signed = "content-type;host")),
        ("", ask(&|a| a.content_type = "application/json; charset=utf-8")),
        ("", ask(&|a| (a.action, a.service) = ("DescribeRegions", "region"))),
        ("AuthFailure.SignatureFailure", ask(&|a| a.signed = "host")),
        ("AuthFailure.SignatureFailure", ask(&|a| a.signed = "host;content-type")),
        ("AuthFailure.SignatureFailure", ask(&|a| a.date = Some("2026-09-22"))),
        ("AuthFailure.SignatureFailure", ask(&|a| a.service = "cvm")),
        ("AuthFailure.SignatureExpire", ask(&|a| a.at = START - 301)),
        ("InvalidRequest", ask(&|a| a.content_type = "text/plain")),
        ("InvalidAction", ask(&|a| a.action = "DescribeEip")),
        ("UnsupportedRegion", ask(&|a| a.region = "gz")),
        ("UnsupportedRegion", ask(&|a| a.region = "ap-shanghai-fsi")),
        ("UnknownParameter", ask(&|a| a.payload = json!({ "limit": 1 }))),
        ("InvalidParameterValue.LimitExceeded", ask(&|a| a.payload = json!({ "Limit": 101 }))),
        ("InvalidParameter", ask(&|a| a.payload = json!({ "Limit": "1" }))),
        (
            "InvalidParameterValue.AddressIdMalformed",
            ask(&|a| a.payload = json!({ "AddressIds": ["203.0.113.77"] })),
        ),
        ("MissingParameter", ask(&|a| a.action = "DisassociateAddress")),
        (
            "InvalidParameter",
            ask(&|a| (a.action, a.payload) = ("DescribeTaskResult", json!({ "TaskId": "1" }))),
        ),
    ] {
        assert_eq!(code(&bench.send(&ask)), says, "{} {} {}", ask.action, ask.signed, ask.payload);
    }
    let mut touched = Ask::new("DisassociateAddress", json!({ "AddressId": GATEWAY })).request();
    touched.body = json!({ "AddressId": "eip-2b7n1w0e" }).to_string().into_bytes();
    let answer = body(bench.cloud.answer(&touched, bench.now));
    assert_eq!(code(&answer["Response"]), "AuthFailure.SignatureFailure");
}

/// `docs/api-v3.md` §1: POST with JSON, or GET with form encoding.
#[test]
fn a_get_asks_for_the_same_as_a_post() {
    let mut bench = Bench::new("demo");
    let get = |action, query| Ask {
        query: Some(query),
        content_type: "application/x-www-form-urlencoded",
        ..Ask::new(action, json!({}))
    };
    let query = "Filters.0.Name=address-ip&Filters.0.Values.0=203.0.113.77&Filters.0.Values.1=203.0.113.78&Limit=1";
    let found = bench.send(&get("DescribeAddresses", query));
    assert_eq!(
        (&found["TotalCount"], found["AddressSet"].as_array().unwrap().len()),
        (&2.into(), 1),
        "{found}"
    );
    assert_eq!(bench.cloud.log()[0].params["Limit"], "1");
    let off = bench
        .send(&get("DisassociateAddress", "AddressId=eip-9k2m4x7q&ReallocateNormalPublicIp=False"));
    assert!(off["TaskId"].is_string(), "{off}");
    for (says, ask) in [
        ("InvalidParameter", get("DescribeAddresses", "Limit=ten")),
        ("InvalidParameter", get("DescribeAddresses", "Limit=1&Limit=2")),
        ("UnknownParameter", get("DescribeAddresses", "Colour=red")),
        (
            "InvalidRequest",
            Ask { content_type: "application/json", ..get("DescribeAddresses", "") },
        ),
    ] {
        assert_eq!(code(&bench.send(&ask)), says, "{:?}", ask.query);
    }
    let mut touched = get("DescribeAddresses", "Limit=1").request();
    touched.query = "Limit=2".to_owned();
    assert_eq!(
        code(&body(bench.cloud.answer(&touched, bench.now))["Response"]),
        "AuthFailure.SignatureFailure"
    );
    touched.method = "PUT".to_owned();
    assert_eq!(code(&body(bench.cloud.answer(&touched, bench.now))["Response"]), "InvalidRequest");
}

#[test]
fn filters_refusals_and_faults() {
    let mut bench = Bench::new("demo");
    let mut total = |filters: Value| {
        bench.v3("DescribeAddresses", json!({ "Filters": filters }))["TotalCount"].as_i64().unwrap()
    };
    assert_eq!(
        total(json!([{ "Name": "address-ip", "Values": ["203.0.113.77", "203.0.113.78"] }])),
        2
    );
    assert_eq!(
        total(
            json!([{ "Name": "network-interface-id", "Values": ["eni-9e8d7c6b"] }, { "Name": "private-ip-address", "Values": ["10.0.4.17"] }])
        ),
        1
    );
    assert_eq!(total(json!([{ "Name": "address-name", "Values": ["网关"] }])), 0, "not fuzzy");
    assert_eq!(total(json!([{ "Name": "address-status", "Values": ["BIND_ENI"] }])), 1);
    assert_eq!(total(json!([{ "Name": "address-type", "Values": ["WanIP"] }])), 0);
    assert_eq!(total(json!([{ "Name": "address-isp", "Values": ["CTCC"] }])), 1);
    assert_eq!(total(json!([{ "Name": "address-isp", "Values": ["CTCC", "BGP"] }])), 32);
    let mut nics = |payload: Value| {
        bench.v3("DescribeNetworkInterfaces", payload)["TotalCount"].as_i64().unwrap_or(-1)
    };
    assert_eq!(
        nics(
            json!({ "Filters": [{ "Name": "attachment.instance-id", "Values": ["ins-6p5a4y3i"] }] })
        ),
        2
    );
    assert_eq!(
        nics(json!({ "Filters": [{ "Name": "address-ip", "Values": ["0.3.21"] }] })),
        1,
        "one value matches the end"
    );
    assert_eq!(nics(json!({ "NetworkInterfaceIds": ["eni-6k6d6t6n"] })), 1);
    assert_eq!(nics(json!({ "AddressIds": ["eip-9k2m4x7q"] })), -1);
    assert_eq!(
        nics(json!({ "Filters": [{ "Name": "public-address-ip", "Values": ["203.0.113.77"] }] })),
        1,
        "an EIP"
    );
    assert_eq!(
        nics(json!({ "Filters": [{ "Name": "public-address-ip", "Values": ["192.0.2.130"] }] })),
        1,
        "an ordinary one"
    );
    assert_eq!(
        nics(json!({ "Filters": [{ "Name": "subnet-id", "Values": ["subnet-nosuch00"] }] })),
        0
    );
    for (id, says) in [
        ("eip-8m9n0b1v", "InvalidParameterValue.ResourceNotSupport"),
        ("eip-4r5t6y7u", "OperationDenied.AddressInArrears"),
        ("eip-3e4r5t6y", "UnsupportedOperation.AddressStatusNotPermit"),
        ("eip-nosuch00", "InvalidAddressId.NotFound"),
    ] {
        assert_eq!(code(&bench.v3("DisassociateAddress", json!({ "AddressId": id }))), says);
    }
    let mut bench = Bench::new("internal-error");
    assert_eq!(
        code(&bench.v3("DisassociateAddress", json!({ "AddressId": GATEWAY }))),
        "InternalError"
    );
    bench.wait(2_500);
    assert_eq!(bench.address(GATEWAY)["AddressStatus"], "UNBIND");
    assert_eq!(
        code(
            &Bench::new("no-permission").v3("DisassociateAddress", json!({ "AddressId": GATEWAY }))
        ),
        "AuthFailure.UnauthorizedOperation"
    );
}
