//! API 2.0's bodies.

#![expect(clippy::unwrap_used, reason = "a test that can't go on stops")]

use eip_unbind::api::call::{Call, EncodeContext};
use eip_unbind::api::credentials::Credentials;
use eip_unbind::api::endpoint::Endpoints;
use eip_unbind::api::message::{HttpReply, Method};
use eip_unbind::api::sign::v2::{SignatureMethod, string_to_sign};
use eip_unbind::api::v2::describe_eip::DescribeEip;
use eip_unbind::api::v2::describe_eip_quota::DescribeEipQuota;
use eip_unbind::api::v2::describe_network_interfaces::DescribeNetworkInterfaces;
use eip_unbind::api::v2::mutation::Change;
use eip_unbind::api::v2::{CallV2, encode};
use eip_unbind::domain::error_code::explain;
use eip_unbind::domain::fault::ReadRetry;
use eip_unbind::domain::listing::{Listing, Step};
use eip_unbind::domain::{
    Accepted, BindTarget, Delivery, EipId, EipPage, EipQuery, EipStatus, Fault, FaultClass,
    InstanceId, InstanceKind, Mutation, NetworkInterfaceId, NicPage, NicPosition, NicQuery, Region,
    UnbindTarget,
};
use std::net::IpAddr;

macro_rules! body {
    ($file:literal) => {
        reply(include_bytes!(concat!("../../wire/v2/", $file)))
    };
}

fn reply(body: &[u8]) -> HttpReply {
    HttpReply { status: 200, date: None, body: body.to_vec() }
}

fn gz() -> Region {
    Region::parse("gz").unwrap()
}

fn eips(reply: &HttpReply) -> Result<EipPage, Fault> {
    DescribeEip::page(&gz(), &EipQuery::all(), 0).decode(reply)
}

fn nics(reply: &HttpReply) -> Result<NicPage, Fault> {
    DescribeNetworkInterfaces::page(&gz(), &NicQuery::default(), 0).decode(reply)
}

fn unbind_call() -> Change {
    let target = UnbindTarget::Eip(EipId::parse("eip-4tqx81ma").unwrap());
    let mutation =
        Mutation::Unbind { target, alloc_wan_ip: None, un_bind_private_ip_with_eip: None };
    Change { region: gz(), mutation }
}

fn unbind(reply: &HttpReply) -> Result<Accepted, Fault> {
    unbind_call().decode(reply)
}

fn ip(text: &str) -> Option<IpAddr> {
    text.parse().ok()
}

#[test]
fn all_states() {
    let page = eips(&body!("describe_eip_all_states.json")).unwrap();
    assert_eq!((page.items.len(), page.total), (12, Some(12)));
    let first = &page.items[0];
    assert_eq!(first.region, gz());
    assert_eq!(first.eip_id.as_str(), "eip-4tqx81ma");
    assert_eq!((first.eip, first.eip_name.as_str()), (ip("203.0.113.11"), "gw-prod-01"));
    assert_eq!(first.un_instance_id, InstanceId::parse("ins-k3v9d2pa"));
    assert_eq!(first.network_interface_id, NetworkInterfaceId::parse("eni-7hm2c0xq"));
    assert_eq!(first.private_ip_address, ip("10.20.0.11"));
    assert_eq!(
        (first.arrears, first.blocked, first.cascade_release, first.direct),
        (Some(false), None, None, None)
    );
    assert_eq!((first.kind, first.isp_id), (Some(InstanceKind::Cvm), Some(5)));
    assert_eq!(first.created_at.unwrap().to_string(), "2021-03-04T01:12:45Z", "Beijing time");
    assert_eq!(page.items[1].eip_name, "生产-支付入口");
    assert_eq!(
        (&page.items[3].network_interface_id, page.items[3].private_ip_address),
        (&None, ip("10.104.33.9")),
        "classic network"
    );
    assert!(page.items[4].is_nat() && page.items[4].kind == Some(InstanceKind::Nat));
    let statuses: Vec<String> = page.items.iter().map(|eip| eip.status.to_string()).collect();
    let expected = [
        "bound",
        "bound",
        "bound",
        "bound",
        "bound",
        "creating",
        "binding",
        "unbinding",
        "unbound",
        "offlining",
        "createFailed",
        "bound",
    ];
    assert_eq!(statuses, expected);
    assert_eq!(
        (page.items[8].un_instance_id.clone(), page.items[8].private_ip_address),
        (None, None),
        "empty texts are missing"
    );
    assert_eq!((page.items[11].arrears, page.items[11].isp_id), (Some(true), Some(6)));
}

#[test]
fn three_pages_are_the_same_list() {
    let pages = [
        body!("describe_eip_page_1_of_3.json"),
        body!("describe_eip_page_2_of_3.json"),
        body!("describe_eip_page_3_of_3.json"),
    ];
    let pages = pages.map(|body| eips(&body).unwrap());
    let mut listing = Listing::new(5);
    let [one, two, three] = pages;
    assert_eq!(listing.page(0, Ok(one)), Step::Ask(vec![5, 10]));
    assert_eq!(listing.page(10, Ok(three)), Step::Wait);
    assert_eq!(listing.page(5, Ok(two)), Step::Done { complete: true });
    assert_eq!(listing.end().0, eips(&body!("describe_eip_all_states.json")).unwrap().items);
}

#[test]
fn nothing_found() {
    for body in [body!("describe_eip_empty.json"), body!("describe_eip_empty_data_array.json")] {
        assert_eq!(eips(&body).unwrap(), EipPage::of(vec![], Some(0)));
    }
    assert_eq!(
        nics(&body!("describe_network_interfaces_empty.json")).unwrap(),
        NicPage::of(vec![], Some(0))
    );
}

#[test]
fn a_poll_through_an_unbind() {
    let one = |reply: HttpReply| eips(&reply).unwrap().items.remove(0);
    let bound = one(body!("describe_eip_one_bound.json"));
    let unbinding = one(body!("describe_eip_one_unbinding.json"));
    let unbound = one(body!("describe_eip_one_unbound.json"));
    let elsewhere = one(body!("describe_eip_one_rebound_elsewhere.json"));
    let kept = one(body!("describe_eip_one_kept_on_nic_GUESS.json"));
    assert_eq!(
        [&bound.status, &unbinding.status, &unbound.status],
        [&EipStatus::Bound, &EipStatus::Unbinding, &EipStatus::Unbound]
    );
    assert!(unbound.is_unbound() && unbound.un_instance_id.is_none());
    assert_eq!(elsewhere.un_instance_id, InstanceId::parse("ins-2r7d5m1z"));
    assert_eq!(
        (kept.status, kept.un_instance_id, kept.network_interface_id.is_some()),
        (EipStatus::Bound, None, true)
    );
}

#[test]
fn odd_spelling_is_read() {
    let page = eips(&body!("describe_eip_lenient.json")).unwrap();
    assert_eq!((page.items.len(), page.total), (3, Some(3)));
    let [first, second, third] = &page.items[..] else { panic!() };
    assert_eq!(
        (first.eip_name.as_str(), &first.status, first.isp_id, first.arrears),
        ("", &EipStatus::Bound, Some(5), Some(false))
    );
    assert_eq!((&first.un_instance_id, first.created_at, first.kind), (&None, None, None));
    assert_eq!(
        (&second.status, second.kind, second.isp_id),
        (&EipStatus::Other("5".into()), Some(InstanceKind::Other), Some(12))
    );
    assert_eq!((second.arrears, second.eip_name.as_str()), (None, ""));
    assert_eq!((third.eip, &third.status), (None, &EipStatus::CreateFailed));
}

#[test]
fn a_row_without_an_id_leaves_a_gap() {
    let page =
        eips(&reply(br#"{"code":0,"data":{"eipSet":[{"eip":"203.0.113.1"},{"eipId":"eip-1","unInstanceId":"nat-1"}]},"totalCount":2}"#))
            .unwrap();
    assert_eq!((page.items.len(), page.total), (1, Some(2)));
    assert_eq!(
        page.items[0].kind,
        Some(InstanceKind::Nat),
        "by the prefix, as the type is missing"
    );
}

#[test]
fn an_empty_list_is_never_made_up() {
    let odd = [
        r#"{"code":0}"#,
        r#"{"code":0,"data":"x"}"#,
        r#"{"code":0,"data":{}}"#,
        r#"{"code":0,"data":{"eipSet":7},"totalCount":1}"#,
    ];
    for body in odd {
        let fault = eips(&reply(body.as_bytes())).unwrap_err();
        assert_eq!(fault.delivery, Delivery::NoAnswer, "{body}");
    }
    assert!(nics(&reply(br#"{"code":0}"#)).is_err());
    assert!(DescribeEipQuota { region: gz() }.decode(&reply(br#"{"code":0}"#)).is_err());
}

#[test]
fn quota() {
    let quota = |reply: HttpReply| DescribeEipQuota { region: gz() }.decode(&reply).unwrap();
    let normal = quota(body!("describe_eip_quota.json"));
    assert_eq!((normal.eip_num_quota, normal.current_eip_num), (Some(20), Some(12)));
    assert_eq!((normal.daily_apply_quota, normal.daily_apply_count), (Some(40), Some(3)));
    assert_eq!(
        (normal.alloc_wan_ip_text().as_deref(), normal.alloc_wan_ip_left()),
        (Some("2/10"), Some(8))
    );
    assert_eq!(quota(body!("describe_eip_quota_full_envelope.json")), normal);
    assert_eq!(
        quota(body!("describe_eip_quota_alloc_exhausted.json")).alloc_wan_ip_left(),
        Some(0)
    );
    let partial = quota(body!("describe_eip_quota_partial.json"));
    assert_eq!((partial.current_eip_num, partial.alloc_wan_ip_left()), (Some(12), None));
}

#[test]
fn both_shapes_of_nics() {
    let new = nics(&body!("describe_network_interfaces.json")).unwrap();
    let old = nics(&body!("describe_network_interfaces_old_shape.json")).unwrap();
    assert_eq!((new.items.len(), new.total, old.total), (3, Some(3), Some(3)));
    let [primary, secondary, dangling] = &new.items[..] else { panic!() };
    assert_eq!(
        (primary.network_interface_id.as_str(), primary.eni_name.as_str()),
        ("eni-7hm2c0xq", "主网卡")
    );
    assert_eq!(
        (primary.primary, primary.un_instance_id.clone()),
        (Some(true), InstanceId::parse("ins-k3v9d2pa"))
    );
    assert_eq!(primary.private_ip_addresses[1].private_ip_address, ip("10.20.0.38").unwrap());
    assert_eq!(
        (primary.private_ip_addresses[1].primary, primary.private_ip_addresses[1].wan_ip),
        (Some(false), ip("203.0.113.13"))
    );
    assert_eq!(secondary.private_ip_addresses[0].is_wan_ip_blocked, Some(true));
    assert_eq!(
        (
            secondary.private_ip_addresses[1].wan_ip,
            secondary.private_ip_addresses[1].eip_id.clone()
        ),
        (None, None)
    );
    assert_eq!((dangling.un_instance_id.clone(), dangling.primary), (None, Some(false)));
    for (new, old) in new.items.iter().zip(&old.items) {
        assert_eq!(
            (&new.network_interface_id, new.primary, &new.un_instance_id),
            (&old.network_interface_id, old.primary, &old.un_instance_id)
        );
        assert!(
            old.private_ip_addresses.iter().all(|ip| ip.is_wan_ip_blocked.is_none()),
            "the older shape does not say"
        );
    }
    let eips = eips(&body!("describe_eip_all_states.json")).unwrap().items;
    let seats = [
        NicPosition::PrimaryOfPrimary,
        NicPosition::PrimaryOfSecondary,
        NicPosition::SecondaryOfPrimary,
        NicPosition::Classic,
    ];
    for (eip, seat) in eips.iter().zip(seats) {
        assert_eq!(NicPosition::of(eip, &new.items), seat);
    }
    let missing = nics(&body!("describe_network_interfaces_not_found.json")).unwrap_err();
    assert_eq!(
        (missing.class, missing.message.as_str()),
        (FaultClass::NotFound, "(InvalidNetworkInterface.NotFound) eni-xxxxxxxx")
    );
}

#[test]
fn accepted() {
    let bind = |reply: HttpReply| {
        let target = BindTarget::Instance(InstanceId::parse("ins-k3v9d2pa").unwrap());
        let eip_id = EipId::parse("eip-4tqx81ma").unwrap();
        Change { region: gz(), mutation: Mutation::Bind { eip_id, target } }.decode(&reply).unwrap()
    };
    assert_eq!(unbind(&body!("eip_unbind_ok_documented.json")).unwrap(), Accepted::default());
    let named = unbind(&body!("eip_unbind_ok_with_request_id.json")).unwrap();
    assert_eq!((named.request_id.unwrap().as_str(), named.task_id), ("184520077", None));
    assert_eq!(bind(body!("eip_bind_ok_documented.json")), Accepted::default());
    assert_eq!(
        bind(body!("eip_bind_ok_with_request_id.json")).request_id.unwrap().as_str(),
        "184520391"
    );
}

#[test]
fn every_error_has_its_class() {
    use FaultClass::{
        Auth, BadRequest, ClockOrReplay, Internal, Maintenance, NotFound, OperationFailed,
        Permission, Throttled,
    };
    use ReadRetry::{BackOff, Never, Once};
    let cases = [
        (body!("errors/4000.json"), "4000", BadRequest, Never, false),
        (body!("errors/4100.json"), "4100", Auth, Never, false),
        (body!("errors/4101.json"), "4101", Permission, Never, false),
        (body!("errors/4102.json"), "4102", Permission, Never, false),
        (body!("errors/4103.json"), "4103", Permission, Never, false),
        (body!("errors/4104.json"), "4104", Auth, Never, false),
        (body!("errors/4105.json"), "4105", Auth, Never, false),
        (body!("errors/4106.json"), "4106", Auth, Never, false),
        (body!("errors/4110.json"), "4110", Permission, Never, false),
        (body!("errors/4200.json"), "4200", ClockOrReplay, Once, false),
        (body!("errors/4300.json"), "4300", Permission, Never, false),
        (body!("errors/4400.json"), "4400", Throttled, BackOff, false),
        (body!("errors/4500.json"), "4500", ClockOrReplay, Once, false),
        (body!("errors/4600.json"), "4600", BadRequest, Never, false),
        (body!("errors/5000.json"), "5000", NotFound, Never, false),
        (body!("errors/5100.json"), "5100", OperationFailed, Once, true),
        (body!("errors/5100_string_code.json"), "5100", OperationFailed, Once, true),
        (body!("errors/5100_code_only.json"), "5100", OperationFailed, Once, true),
        (body!("errors/5400.json"), "5400", OperationFailed, Never, true),
        (body!("errors/6000.json"), "6000", Internal, BackOff, true),
        (body!("errors/6100.json"), "6100", Maintenance, Never, false),
        (body!("errors/6200.json"), "6200", Maintenance, BackOff, false),
        (body!("errors/unknown_code.json"), "9006", OperationFailed, Never, true),
        (
            body!("errors/v3_shape_on_v2_host.json"),
            "InvalidRequest.ReplayAttack",
            ClockOrReplay,
            Once,
            false,
        ),
    ];
    for (body, code, class, retry, may_have_acted) in cases {
        let fault = unbind(&body).unwrap_err();
        assert_eq!(
            (fault.code.as_str(), fault.class, fault.read_retry, fault.may_have_acted),
            (code, class, retry, may_have_acted)
        );
        assert_eq!(fault.delivery, Delivery::Answered, "{code}");
        assert_eq!(eips(&body).unwrap_err(), fault, "a read is told the same");
        assert_eq!(explain(&fault).class, class, "{code}");
    }
    let parameter = unbind(&body!("errors/4000.json")).unwrap_err();
    assert_eq!(parameter.message, "缺少参数 eipId (InvalidParameter)");
    let foreign = unbind(&body!("errors/v3_shape_on_v2_host.json")).unwrap_err();
    assert_eq!(foreign.request_id.unwrap().as_str(), "5b1d8f0e-2c64-4d47-9a53-0f7f6f2f7f01");
}

#[test]
fn nonsense_is_no_answer() {
    let html = HttpReply { status: 502, ..body!("errors/bad_gateway.html") };
    let page = body!("errors/bad_gateway.html");
    let cut = body!("errors/truncated.json");
    let others = [
        "",
        "null",
        "[]",
        "[0]",
        "{}",
        r#"{"message":"ok"}"#,
        r#"{"code":null}"#,
        r#"{"code":"ok"}"#,
        r#"{"Response":{"RequestId":"x"}}"#,
        "{\"code\":0",
    ];
    for body in [html, page, cut].into_iter().chain(others.map(|body| reply(body.as_bytes()))) {
        let text = String::from_utf8_lossy(&body.body).into_owned();
        let fault = unbind(&body).unwrap_err();
        assert_eq!(
            (fault.delivery, fault.class, fault.may_have_acted),
            (Delivery::NoAnswer, FaultClass::Internal, true),
            "{text}"
        );
        assert!(fault.message.chars().count() < 200, "{}", fault.message);
    }
    let gone = HttpReply { status: 410, ..reply(br#"{"code":0}"#) };
    let fault = unbind(&gone).unwrap_err();
    assert_eq!(
        (fault.class, fault.code.as_str(), fault.may_have_acted),
        (FaultClass::Maintenance, "410", true)
    );
    assert_eq!(
        unbind(&body!("errors/truncated.json")).unwrap_err().message.split(':').next(),
        Some("the reply was cut off")
    );
}

fn context<'a>(
    endpoint: &'a eip_unbind::api::endpoint::Endpoint,
    credentials: &'a Credentials,
) -> EncodeContext<'a> {
    let at = jiff::Timestamp::from_second(1_700_000_000).unwrap();
    EncodeContext {
        endpoint,
        credentials,
        at,
        nonce: 7,
        signature_method: SignatureMethod::default(),
    }
}

fn decoded(text: &str) -> Vec<(String, String)> {
    let plain =
        |t: &str| percent_encoding::percent_decode_str(t).decode_utf8().unwrap().into_owned();
    text.split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(n, v)| (plain(n), plain(v)))
        .collect()
}

#[test]
fn reads_are_gets_with_every_documented_filter() {
    let endpoints = Endpoints::default();
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", Some("to+ken")).unwrap();
    let query = EipQuery {
        eip_ids: vec![EipId::parse("eip-1").unwrap(), EipId::parse("eip-2").unwrap()],
        eips: vec!["203.0.113.7".parse().unwrap()],
        un_instance_ids: vec![InstanceId::parse("ins-1").unwrap()],
        network_interface_ids: vec![NetworkInterfaceId::parse("eni-1").unwrap()],
        private_ip_address: ip("10.0.0.5"),
        search_key: Some("生产 @1".into()),
    };
    let call =
        DescribeEip { status: vec![2, 3], kind: Some(0), ..DescribeEip::page(&gz(), &query, 200) };
    let endpoint = endpoints.v2(DescribeEip::SERVICE);
    let request = encode(&call, &context(&endpoint, &credentials));
    assert_eq!(
        (request.method, request.base.as_str(), request.path.as_str()),
        (Method::Get, "https://eip.api.qcloud.com", "/v2/index.php")
    );
    assert!(request.body.is_empty() && request.headers.is_empty());
    let sent = decoded(&request.query);
    let expected = [
        ("Action", "DescribeEip"),
        ("Timestamp", "1700000000"),
        ("Nonce", "7"),
        ("SecretId", "AKIDEXAMPLE"),
        ("SignatureMethod", "HmacSHA256"),
        ("Region", "gz"),
        ("Token", "to+ken"),
        ("eipIds.0", "eip-1"),
        ("eipIds.1", "eip-2"),
        ("eips.0", "203.0.113.7"),
        ("unInstanceIds.0", "ins-1"),
        ("networkInterfaceIds.0", "eni-1"),
        ("privateIpAddress", "10.0.0.5"),
        ("searchKey", "生产 @1"),
        ("status.0", "2"),
        ("status.1", "3"),
        ("type", "0"),
        ("limit", "100"),
        ("offset", "200"),
        ("orderBy", "eipId"),
        ("orderType", "0"),
    ];
    let (signature, rest) = sent.split_last().unwrap();
    assert_eq!(rest.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect::<Vec<_>>(), expected);
    assert_eq!(signature.0, "Signature");
    let to_sign = string_to_sign("GET", "eip.api.qcloud.com", "/v2/index.php", rest);
    assert_eq!(
        signature.1,
        eip_unbind::api::sign::v2::sign(
            SignatureMethod::HmacSha256,
            &credentials.secret_key,
            &to_sign
        )
    );
}

#[test]
fn mutations_are_posts_with_one_form_of_target() {
    let endpoints = Endpoints::default();
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", None).unwrap();
    let endpoint = endpoints.v2(Change::SERVICE);
    let request = encode(&unbind_call(), &context(&endpoint, &credentials));
    assert_eq!((request.method, request.query.as_str()), (Method::Post, ""));
    assert_eq!(request.headers, [("content-type", "application/x-www-form-urlencoded".to_owned())]);
    let names: Vec<String> = decoded(&request.body).into_iter().map(|(n, _)| n).collect();
    assert_eq!(
        names,
        [
            "Action",
            "Timestamp",
            "Nonce",
            "SecretId",
            "SignatureMethod",
            "Region",
            "eipId",
            "Signature"
        ]
    );
    let mutation = Mutation::Unbind {
        target: UnbindTarget::PrivateIp {
            network_interface_id: NetworkInterfaceId::parse("eni-1").unwrap(),
            private_ip_address: "10.0.0.5".parse().unwrap(),
        },
        alloc_wan_ip: Some(true),
        un_bind_private_ip_with_eip: Some(false),
    };
    let pair = Change { region: gz(), mutation };
    let params: Vec<String> = pair.params().into_iter().map(|(n, v)| format!("{n}={v}")).collect();
    assert_eq!(
        params,
        [
            "networkInterfaceId=eni-1",
            "privateIpAddress=10.0.0.5",
            "allocWanIp=1",
            "unBindPrivateIpWithEip=0"
        ]
    );
    let nics = DescribeNetworkInterfaces::page(
        &gz(),
        &NicQuery { instance_id: InstanceId::parse("ins-1"), network_interface_id: None },
        50,
    );
    let request =
        encode(&nics, &context(&endpoints.v2(DescribeNetworkInterfaces::SERVICE), &credentials));
    assert_eq!(
        (request.method, request.base.as_str()),
        (Method::Get, "https://vpc.api.qcloud.com")
    );
    assert!(request.query.contains("&instanceId=ins-1&limit=50&offset=50&"));
}
