//! API 3.0's bodies.

#![expect(clippy::unwrap_used, reason = "a test that can't go on stops")]

use eip_unbind::api::call::{Call, EncodeContext};
use eip_unbind::api::credentials::Credentials;
use eip_unbind::api::endpoint::Endpoints;
use eip_unbind::api::message::{HttpReply, Method};
use eip_unbind::api::sign::tc3::Tc3Request;
use eip_unbind::api::sign::v2::SignatureMethod;
use eip_unbind::api::v3::describe_address_quota::DescribeAddressQuota;
use eip_unbind::api::v3::describe_addresses::DescribeAddresses;
use eip_unbind::api::v3::describe_network_account_type::DescribeNetworkAccountType;
use eip_unbind::api::v3::describe_network_interfaces::DescribeNetworkInterfaces;
use eip_unbind::api::v3::describe_regions::DescribeRegions;
use eip_unbind::api::v3::describe_task_result::DescribeTaskResult;
use eip_unbind::api::v3::mutation::Change;
use eip_unbind::api::v3::{CallV3, encode};
use eip_unbind::domain::error_code::explain;
use eip_unbind::domain::fault::ReadRetry;
use eip_unbind::domain::listing::{Listing, Step};
use eip_unbind::domain::{
    Accepted, AccountType, BindTarget, Delivery, EipId, EipPage, EipQuery, EipStatus, Fault,
    FaultClass, InstanceId, InstanceKind, Mutation, NetworkInterfaceId, NicPosition, NicQuery,
    Region, TaskState, UnbindTarget,
};
use serde_json::Value;

macro_rules! body {
    ($file:literal) => {
        reply(include_bytes!(concat!("../../wire/v3/", $file)))
    };
}

fn reply(body: &[u8]) -> HttpReply {
    HttpReply { status: 200, date: None, body: body.to_vec() }
}

fn gz() -> Region {
    Region::parse("gz").unwrap()
}

fn eip_id() -> EipId {
    EipId::parse("eip-4tqx81ma").unwrap()
}

fn addresses(offset: u64, reply: &HttpReply) -> Result<EipPage, Fault> {
    DescribeAddresses::page(&gz(), &EipQuery::all(), offset).decode(reply)
}

fn change(
    target: UnbindTarget,
    alloc_wan_ip: Option<bool>,
    un_bind_private_ip_with_eip: Option<bool>,
) -> Result<Change, Fault> {
    let mutation = Mutation::Unbind { target, alloc_wan_ip, un_bind_private_ip_with_eip };
    Change::new(gz(), mutation)
}

fn unbind_call() -> Change {
    change(UnbindTarget::Eip(eip_id()), None, None).unwrap()
}

fn unbind(reply: &HttpReply) -> Result<Accepted, Fault> {
    unbind_call().decode(reply)
}

#[test]
fn all_states() {
    let page = addresses(0, &body!("describe_addresses_all_states.json")).unwrap();
    assert_eq!((page.items.len(), page.total), (17, Some(17)));
    let by_name = |name: &str| page.items.iter().find(|eip| eip.eip_name == name).unwrap();
    let first = by_name("gw-prod-01");
    assert_eq!(
        (first.region.clone(), first.eip_id.clone(), first.address()),
        (gz(), eip_id(), "203.0.113.11".to_owned())
    );
    assert_eq!(
        (first.un_instance_id.clone(), first.kind),
        (InstanceId::parse("ins-k3v9d2pa"), Some(InstanceKind::Cvm))
    );
    assert_eq!(first.network_interface_id, NetworkInterfaceId::parse("eni-7hm2c0xq"));
    assert_eq!(first.private_ip_address, "10.20.0.11".parse().ok());
    assert_eq!(
        (first.arrears, first.blocked, first.cascade_release, first.direct),
        (Some(false), Some(false), Some(false), Some(false))
    );
    assert_eq!(first.created_at.unwrap().to_string(), "2021-03-04T01:12:45Z");
    assert_eq!(first.isp_id, Some(5));
    assert_eq!(by_name("生产-支付入口").blocked, Some(true));
    assert_eq!(by_name("欠费隔离").arrears, Some(true));
    assert_eq!(by_name("release-after-unbind").cascade_release, Some(true));
    let dangling = by_name("on-dangling-nic");
    assert_eq!(
        (&dangling.status, dangling.kind, &dangling.un_instance_id),
        (&EipStatus::BoundToDetachedNic, Some(InstanceKind::Eni), &None)
    );
    assert!(by_name("nat-egress-1").is_nat());
    for (name, kind) in [("lb", InstanceKind::Clb), ("havip", InstanceKind::Havip)] {
        assert_eq!(by_name(name).kind, Some(kind), "{name}");
    }
    assert_eq!(
        (by_name("legacy-account").network_interface_id.clone(), by_name("spare").kind),
        (None, None)
    );
    let statuses: Vec<String> = page.items.iter().map(|eip| eip.status.to_string()).collect();
    for status in
        ["creating", "binding", "bound", "boundToDetachedNic", "unbinding", "unbound", "offlining"]
    {
        assert!(statuses.iter().any(|s| s == status), "{status}");
    }
}

#[test]
fn two_pages_are_the_same_list() {
    let pages = [
        addresses(0, &body!("describe_addresses_page_1_of_2.json")).unwrap(),
        addresses(10, &body!("describe_addresses_page_2_of_2.json")).unwrap(),
    ];
    assert_eq!((pages[0].items.len(), pages[1].items.len()), (10, 7));
    let mut listing = Listing::new(10);
    let [one, two] = pages;
    assert_eq!(listing.page(0, Ok(one)), Step::Ask(vec![10]));
    assert_eq!(listing.page(10, Ok(two)), Step::Done { complete: true });
    assert_eq!(
        listing.end().0,
        addresses(0, &body!("describe_addresses_all_states.json")).unwrap().items
    );
}

#[test]
fn a_poll_through_an_unbind() {
    let one = |reply: HttpReply| addresses(0, &reply).unwrap().items.remove(0).status;
    assert_eq!(one(body!("describe_addresses_one_bound.json")), EipStatus::Bound);
    assert_eq!(one(body!("describe_addresses_one_unbinding.json")), EipStatus::Unbinding);
    assert_eq!(one(body!("describe_addresses_one_unbound.json")), EipStatus::Unbound);
    assert_eq!(
        addresses(0, &body!("describe_addresses_empty.json")).unwrap(),
        EipPage::of(vec![], Some(0))
    );
}

#[test]
fn odd_spelling_is_read_and_a_contradicted_total_is_not_believed() {
    let page = addresses(0, &body!("describe_addresses_lenient.json")).unwrap();
    let [first, second] = &page.items[..] else { panic!() };
    assert_eq!(
        (&first.status, first.kind),
        (&EipStatus::Other("FROZEN_NEW_STATE".into()), Some(InstanceKind::Other))
    );
    assert_eq!(
        (first.arrears, first.blocked, first.cascade_release, first.direct),
        (None, None, None, None)
    );
    assert_eq!(
        (second.eip, second.eip_name.as_str(), &second.un_instance_id, second.kind),
        (None, "", &None, None)
    );
    let zero =
        addresses(0, &reply(br#"{"Response":{"TotalCount":0,"AddressSet":[{"AddressId":"eip-1","InstanceId":"nat-1"}],"RequestId":"x"}}"#))
            .unwrap();
    assert_eq!(
        (zero.items.len(), zero.total, zero.items[0].kind),
        (1, None, Some(InstanceKind::Nat))
    );
}

#[test]
fn quota_account_task_and_regions() {
    let quota = |reply: HttpReply| DescribeAddressQuota { region: gz() }.decode(&reply).unwrap();
    let current = quota(body!("describe_address_quota.json"));
    assert_eq!(
        current,
        quota(body!("describe_address_quota_old_ids.json")),
        "either name of the re-allocation"
    );
    assert_eq!((current.eip_num_quota, current.current_eip_num), (Some(20), Some(12)));
    assert_eq!(
        (current.daily_apply_count, current.alloc_wan_ip_text().as_deref()),
        (Some(3), Some("2/10"))
    );

    let account =
        |reply: HttpReply| DescribeNetworkAccountType { region: gz() }.decode(&reply).unwrap();
    assert_eq!(account(body!("describe_network_account_type_legacy.json")), AccountType::Legacy);
    assert_eq!(
        account(body!("describe_network_account_type_standard.json")),
        AccountType::Standard
    );

    let task = |reply: HttpReply| {
        DescribeTaskResult { region: gz(), task_id: 61_531_411 }.decode(&reply).unwrap()
    };
    assert_eq!(task(body!("describe_task_result_running.json")), TaskState::Running);
    assert_eq!(task(body!("describe_task_result_success.json")), TaskState::Success);
    assert_eq!(task(body!("describe_task_result_failed.json")), TaskState::Failed);

    let regions = DescribeRegions.decode(&body!("describe_regions_region_service.json")).unwrap();
    assert_eq!(regions.len(), 7);
    assert_eq!(regions, DescribeRegions.decode(&body!("describe_regions_cvm.json")).unwrap());
    let closed = reply(br#"{"Response":{"RegionSet":[{"Region":"ap-guangzhou","RegionState":"UNAVAILABLE"},{"Region":"ap-new"}]}}"#);
    assert_eq!(DescribeRegions.decode(&closed).unwrap(), [Region::trusted("ap-new").unwrap()]);
}

#[test]
fn nics() {
    let page = DescribeNetworkInterfaces::page(&gz(), &NicQuery::default(), 0)
        .decode(&body!("describe_network_interfaces.json"))
        .unwrap();
    assert_eq!((page.items.len(), page.total), (3, Some(3)));
    assert_eq!((page.items[0].eni_name.as_str(), page.items[0].primary), ("主网卡", Some(true)));
    assert_eq!(page.items[0].un_instance_id, InstanceId::parse("ins-k3v9d2pa"));
    assert_eq!(page.items[0].private_ip_addresses[0].eip_id, Some(eip_id()));
    assert_eq!(page.items[1].private_ip_addresses[0].is_wan_ip_blocked, Some(true));
    assert_eq!(
        (
            page.items[1].private_ip_addresses[1].wan_ip,
            page.items[1].private_ip_addresses[1].eip_id.clone()
        ),
        (None, None)
    );
    assert_eq!(page.items[2].un_instance_id, None, "a null attachment");
    let eips = addresses(0, &body!("describe_addresses_all_states.json")).unwrap().items;
    for (eip, seat) in eips.iter().zip([
        NicPosition::PrimaryOfPrimary,
        NicPosition::PrimaryOfSecondary,
        NicPosition::SecondaryOfPrimary,
    ]) {
        assert_eq!(NicPosition::of(eip, &page.items), seat);
    }
}

#[test]
fn accepted() {
    let with_task = unbind(&body!("disassociate_address_ok.json")).unwrap();
    assert_eq!(
        (with_task.task_id, with_task.request_id.unwrap().as_str()),
        (Some(61_531_411), "9f2c4a10-7d3e-4b58-8c61-00000000000b")
    );
    assert_eq!(unbind(&body!("disassociate_address_ok_no_task.json")).unwrap().task_id, None);
    let target = BindTarget::Instance(InstanceId::parse("ins-1").unwrap());
    let bind = Change::new(gz(), Mutation::Bind { eip_id: eip_id(), target }).unwrap();
    assert_eq!(bind.decode(&body!("associate_address_ok.json")).unwrap().task_id, Some(61_531_502));
    assert_eq!(
        bind.body(),
        serde_json::json!({"AddressId": "eip-4tqx81ma", "InstanceId": "ins-1"})
            .as_object()
            .unwrap()
            .clone()
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
        (body!("errors/ActionOffline.json"), Maintenance, Never, false),
        (
            body!("errors/AddressQuotaLimitExceeded.DailyAllocate.json"),
            OperationFailed,
            Never,
            true,
        ),
        (body!("errors/AuthFailure.SecretIdNotFound.json"), Auth, Never, false),
        (body!("errors/AuthFailure.SignatureExpire.json"), ClockOrReplay, Once, false),
        (body!("errors/AuthFailure.SignatureFailure.json"), Auth, Never, false),
        (body!("errors/AuthFailure.TokenFailure.json"), Auth, Never, false),
        (body!("errors/AuthFailure.UnauthorizedOperation.json"), Permission, Never, false),
        (body!("errors/FailedOperation.TaskFailed.json"), OperationFailed, Once, true),
        (body!("errors/InternalError.json"), Internal, BackOff, true),
        (body!("errors/InternalServerError.json"), Internal, BackOff, true),
        (body!("errors/InvalidAddressId.Blocked.json"), OperationFailed, Never, false),
        (body!("errors/InvalidAddressId.NotFound.json"), NotFound, Never, false),
        (body!("errors/InvalidAddressIdStatus.NotPermit.json"), OperationFailed, Never, true),
        (
            body!("errors/InvalidParameterValue.OnlySupportedForMasterNetworkCard.json"),
            BadRequest,
            Never,
            false,
        ),
        (body!("errors/OperationDenied.AddressInArrears.json"), OperationFailed, Never, false),
        (body!("errors/OperationDenied.MutexTaskRunning.json"), OperationFailed, BackOff, true),
        (body!("errors/RequestLimitExceeded.UinLimitExceeded.json"), Throttled, BackOff, false),
        (body!("errors/RequestLimitExceeded.json"), Throttled, BackOff, false),
        (body!("errors/ServiceUnavailable.json"), Internal, BackOff, true),
        (body!("errors/UnauthorizedOperation.NeedApproval.json"), Permission, Never, false),
        (body!("errors/UnsupportedRegion.json"), BadRequest, Never, false),
    ];
    for (body, class, retry, may_have_acted) in cases {
        let fault = unbind(&body).unwrap_err();
        let code = fault.code.clone();
        assert_eq!(
            (fault.class, fault.read_retry, fault.may_have_acted),
            (class, retry, may_have_acted),
            "{code}"
        );
        assert!(String::from_utf8_lossy(&body.body).contains(&format!("\"{code}\"")));
        assert_eq!(fault.delivery, Delivery::Answered, "{code}");
        assert!(fault.request_id.is_some() && !fault.message.is_empty(), "{code}");
        assert_eq!(explain(&fault).class, class, "{code}");
    }
    let foreign = unbind(&body!("errors/v2_shape_on_v3_host.json")).unwrap_err();
    assert_eq!(
        (foreign.class, foreign.code.as_str(), foreign.message.as_str()),
        (FaultClass::Auth, "4100", "身份认证失败 (SignatureFailure)")
    );
}

#[test]
fn nonsense_is_no_answer() {
    let bodies = [
        "",
        "<html>",
        "{}",
        r#"{"code":0}"#,
        r#"{"Response":[]}"#,
        r#"{"Response":null}"#,
        r#"{"Response":{"RequestId":"x""#,
        r#"{"Response":"ok"}"#,
    ];
    for body in bodies {
        let fault = unbind(&reply(body.as_bytes())).unwrap_err();
        assert_eq!((fault.delivery, fault.may_have_acted), (Delivery::NoAnswer, true), "{body}");
    }
    let broken = HttpReply { status: 503, ..body!("disassociate_address_ok.json") };
    assert_eq!(unbind(&broken).unwrap_err().delivery, Delivery::NoAnswer);
    let odd = unbind(&reply(br#"{"Response":{"Error":"busy"}}"#)).unwrap_err();
    assert_eq!(
        (odd.delivery, odd.may_have_acted),
        (Delivery::Answered, true),
        "an error of an unknown shape is no success"
    );
    assert!(
        addresses(0, &reply(br#"{"Response":{"RequestId":"x"}}"#)).is_err(),
        "an empty list is never made up"
    );
    assert!(addresses(0, &reply(br#"{"Response":{"AddressSet":7}}"#)).is_err());
}

#[test]
fn requests_sign_what_they_send() {
    let endpoint = Endpoints::default().v3(Change::SERVICE, Some(&gz()));
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", Some("t0k")).unwrap();
    let at = jiff::Timestamp::from_second(1_700_000_000).unwrap();
    let context = EncodeContext {
        endpoint: &endpoint,
        credentials: &credentials,
        at,
        nonce: 1,
        signature_method: SignatureMethod::default(),
    };
    let request = encode(&unbind_call(), &context);
    assert_eq!(
        (request.method, request.base.as_str(), request.path.as_str()),
        (Method::Post, "https://vpc.tencentcloudapi.com", "/")
    );
    assert_eq!(request.body, r#"{"AddressId":"eip-4tqx81ma"}"#);
    let header = |name: &str| {
        request.headers.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str()).unwrap()
    };
    assert_eq!(
        (header("x-tc-action"), header("x-tc-version")),
        ("DisassociateAddress", "2017-03-12")
    );
    assert_eq!(
        (header("x-tc-region"), header("x-tc-timestamp"), header("x-tc-token")),
        ("ap-guangzhou", "1700000000", "t0k")
    );
    let headers = [
        ("content-type", "application/json"),
        ("host", "vpc.tencentcloudapi.com"),
        ("x-tc-action", "DisassociateAddress"),
    ];
    let payload = request.body.as_bytes();
    let signed = Tc3Request {
        method: "POST",
        path: "/",
        query: "",
        headers: &headers,
        payload,
        service: "vpc",
        at,
    };
    assert_eq!(
        header("authorization"),
        signed.authorization(&credentials.secret_id, &credentials.secret_key)
    );
    assert!(header("authorization").contains("SignedHeaders=content-type;host;x-tc-action,"));

    let regions = encode(&DescribeRegions, &context);
    assert!(regions.headers.iter().all(|(name, _)| *name != "x-tc-region"));
    assert!(
        regions
            .headers
            .iter()
            .any(|(name, value)| *name == "authorization" && value.contains("/region/tc3_request"))
    );
    let quota = encode(&DescribeAddressQuota { region: gz() }, &context);
    assert_eq!(quota.body, "{}");
}

#[test]
fn bodies_hold_the_documented_fields() {
    let body = |query: &EipQuery| {
        Value::Object(DescribeAddresses::page(&gz(), query, 100).body()).to_string()
    };
    assert_eq!(body(&EipQuery::all()), r#"{"Offset":100,"Limit":100}"#);
    assert_eq!(
        body(&EipQuery::id(eip_id())),
        r#"{"Offset":100,"Limit":100,"AddressIds":["eip-4tqx81ma"]}"#
    );
    let mixed = EipQuery {
        private_ip_address: "10.0.0.5".parse().ok(),
        network_interface_ids: vec![NetworkInterfaceId::parse("eni-1").unwrap()],
        ..EipQuery::all()
    };
    assert_eq!(
        body(&mixed),
        r#"{"Offset":100,"Limit":100,"Filters":[{"Name":"network-interface-id","Values":["eni-1"]},{"Name":"private-ip-address","Values":["10.0.0.5"]}]}"#
    );
    let named = EipQuery { search_key: Some("gw".into()), ..EipQuery::all() };
    assert_eq!(
        body(&named),
        body(&EipQuery::all()),
        "no fuzzy filter here: the caller matches names"
    );
    let nics = NicQuery { instance_id: InstanceId::parse("ins-1"), network_interface_id: None };
    let nics = Value::Object(DescribeNetworkInterfaces::page(&gz(), &nics, 0).body()).to_string();
    assert_eq!(
        nics,
        r#"{"Offset":0,"Limit":100,"Filters":[{"Name":"attachment.instance-id","Values":["ins-1"]}]}"#
    );
    let alloc = change(UnbindTarget::Eip(eip_id()), Some(true), None).unwrap();
    assert_eq!(
        Value::Object(alloc.body()).to_string(),
        r#"{"AddressId":"eip-4tqx81ma","ReallocateNormalPublicIp":true}"#
    );
    assert_eq!(
        Value::Object(DescribeTaskResult { region: gz(), task_id: 7 }.body()).to_string(),
        r#"{"TaskId":7}"#
    );
}

#[test]
fn what_cannot_be_said_is_not_sent() {
    let pair = UnbindTarget::PrivateIp {
        network_interface_id: NetworkInterfaceId::parse("eni-1").unwrap(),
        private_ip_address: "10.0.0.5".parse().unwrap(),
    };
    let kept = change(UnbindTarget::Eip(eip_id()), None, Some(false));
    for refused in [change(pair, None, None), kept] {
        let fault = refused.unwrap_err();
        assert_eq!((fault.class, fault.delivery), (FaultClass::Local, Delivery::NotSent));
    }
    let default = change(UnbindTarget::Eip(eip_id()), Some(false), Some(true)).unwrap();
    assert_eq!(default.body(), unbind_call().body(), "1 is what API 3.0 always does");
}
