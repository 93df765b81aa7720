//! The vendor's own examples (`tests/wire/vendor/README.md`), contradictory as they are, through every reader: what is concluded from each.

use crate::support::values::{bound, context_as, subject};
use eip_unbind::api::call::Call;
use eip_unbind::api::message::HttpReply;
use eip_unbind::api::v3::describe_address_quota::DescribeAddressQuota;
use eip_unbind::api::v3::describe_addresses::DescribeAddresses;
use eip_unbind::api::v3::describe_network_account_type::DescribeNetworkAccountType;
use eip_unbind::api::v3::describe_network_interfaces::DescribeNetworkInterfaces;
use eip_unbind::api::v3::describe_regions::DescribeRegions;
use eip_unbind::api::v3::describe_task_result::DescribeTaskResult;
use eip_unbind::api::v3::mutation::Change;
use eip_unbind::domain::{
    Accepted, AccountType, BindTarget, Contradiction, Doubt, Eip, EipId, EipPage, EipQuery,
    EipStatus, Field, Generation, InstanceId, InstanceKind, Mutation, NicPage, NicQuery, Region,
    TaskState, Told, UnbindTarget,
};
use eip_unbind::unbind::Remark;
use eip_unbind::unbind::evidence::Evidence;
use eip_unbind::unbind::goal::{Goal, Hint, Shown};
use eip_unbind::unbind::{
    Plan, PlanInput, Reading, RefusalReason, Sighting, UnbindOptions, UnbindRequest, plan,
};

macro_rules! example {
    ($file:literal) => {
        HttpReply {
            status: 200,
            date: None,
            body: include_bytes!(concat!("../../wire/vendor/", $file)).to_vec(),
        }
    };
}

fn gz() -> Region {
    Region::parse("gz").unwrap()
}

fn addresses(reply: &HttpReply) -> EipPage {
    DescribeAddresses::page(&gz(), &EipQuery::all(), 0).decode(reply).unwrap()
}

fn nics(reply: &HttpReply) -> NicPage {
    DescribeNetworkInterfaces::page(&gz(), &NicQuery::default(), 0).decode(reply).unwrap()
}

fn on(server: &str) -> Contradiction {
    Contradiction::UnboundOnServer(InstanceId::parse(server).unwrap())
}

/// The plan to unbind the EIP of this row.
fn planned(row: &Eip) -> Plan {
    let target = UnbindTarget::Eip(row.eip_id.clone());
    let request = UnbindRequest { region: gz(), target, options: UnbindOptions::default() };
    let reading = Reading::Found(Box::new(row.clone()));
    let input = PlanInput { request, reading, nics: None, siblings: None, ..subject(&bound(1)) };
    plan(&context_as(|whose| whose.api = Generation::V3), &[input])
}

#[test]
fn unbound_with_a_server_still_named_is_neither_bound_nor_unbound() {
    let page = addresses(&example!("describe_addresses_all.json"));
    assert_eq!((page.items.len(), page.total, page.doubt()), (2, Some(2), None));
    let [one, other] = &page.items[..] else { panic!("{page:?}") };
    for (row, server) in [(one, "ins-wf123456"), (other, "ins-12345678")] {
        assert_eq!(row.status, EipStatus::Unbound);
        assert!(!row.is_unbound(), "it names a server");
        assert_eq!(row.contradiction(), Some(on(server)));
        let refusal = RefusalReason::Doubtful(on(server).into());
        let plan = planned(row);
        assert_eq!(plan.refusals.first().map(|r| &r.reason), Some(&refusal));
        assert!(plan.items.is_empty() && plan.already.is_empty());
        assert_eq!(
            (row.arrears, row.blocked, row.cascade_release),
            (Some(false), Some(false), Some(false))
        );
    }
    // `10.3.4.5.6` is no address: it says nothing.
    assert_eq!(one.private_ip(), Told::Value("10.2.3.4".parse().unwrap()));
    assert_eq!(other.private_ip(), Told::NotTold);
    // InstanceType is null; that it is a server is told by the id.
    assert_eq!(one.kind, Some(InstanceKind::Cvm));
}

#[test]
fn such_a_row_verifies_when_it_is_seen_twice_two_seconds_apart() {
    let row = addresses(&example!("describe_addresses_all.json")).items.remove(0);
    let before = Eip { status: EipStatus::Bound, ..row.clone() };
    let plan = planned(&before);
    let goal = Goal::of_plan(&plan.items[0], true);
    let seen = Sighting::from(row);
    let mut evidence = Evidence::default();
    assert_eq!(evidence.take(&goal, &seen, 0, 100), Shown::Once(Hint::UnboundOnServer));
    assert_eq!(evidence.take(&goal, &seen, 2_099, 2_200), Shown::Once(Hint::UnboundOnServer));
    let remark = Remark::StillNames(InstanceId::parse("ins-wf123456").unwrap());
    assert_eq!(evidence.take(&goal, &seen, 2_100, 2_300), Shown::Reached(Some(remark)));
}

#[test]
fn a_total_of_none_beside_one_row_is_a_whole_answer() {
    let id = EipId::parse("eip-12345678").unwrap();
    let query = EipQuery::id(id.clone());
    let call = DescribeAddresses::page(&gz(), &query, 0);
    let page = call.decode(&example!("describe_addresses_by_id.json"));
    let Reading::Found(row) = Reading::of(&query, page) else { panic!("not found") };
    assert_eq!(row.eip_id, id);
    // `34.3.4.5.6` is no address.
    assert!(row.eip.is_none() && row.gaps.not_told.contains(Field::Eip));
    assert_eq!(row.contradiction(), Some(on("ins-12345678")));
    let reason = planned(&row).refusals.remove(0).reason;
    assert_eq!(reason, RefusalReason::Doubtful(Doubt::Contradiction(on("ins-12345678"))));
    assert_eq!(
        (row.arrears, row.blocked, row.cascade_release),
        (Some(true), Some(true), Some(true))
    );
    // Asked for another one, it is an answer about another EIP.
    let other = EipQuery::id(EipId::parse("eip-0o0o0o0o").unwrap());
    let page = call.decode(&example!("describe_addresses_by_id.json"));
    assert!(matches!(Reading::of(&other, page), Reading::Unclear(Doubt::OtherEip { .. })));
}

#[test]
fn an_ordinary_address_that_is_bound_is_told_in_full() {
    let page = addresses(&example!("describe_addresses_ordinary.json"));
    let [row] = &page.items[..] else { panic!("{page:?}") };
    assert_eq!((&row.status, page.doubt()), (&EipStatus::Bound, None));
    assert_eq!(row.server().value().map(InstanceId::as_str), Some("ins-b2mc0ko1"));
    assert_eq!((row.contradiction(), row.gaps.is_empty()), (None, true));
    assert_eq!(row.address_type.as_deref(), Some("WanIP"));
}

#[test]
fn accepted_is_all_that_a_change_says() {
    let eip_id = EipId::parse("eip-ek0cdz1g").unwrap();
    let unbind = Change::new(
        gz(),
        Mutation::Unbind {
            target: UnbindTarget::Eip(eip_id.clone()),
            alloc_wan_ip: None,
            un_bind_private_ip_with_eip: None,
        },
    )
    .unwrap();
    let server = InstanceId::parse("ins-1bmpb9tu").unwrap();
    let target = BindTarget::Instance(server);
    let bind = Change::new(gz(), Mutation::Bind { eip_id, target }).unwrap();
    let told = |accepted: Accepted| {
        (accepted.task_id, accepted.request_id.map(|id| id.as_str().to_owned()))
    };
    let id = Some("3c140219-cfe9-470e-b241-907877d6fb03".to_owned());
    let unbound = unbind.decode(&example!("disassociate_address.json")).unwrap();
    assert_eq!(told(unbound), (Some(61_531_411), id.clone()));
    let bound = bind.decode(&example!("associate_address.json")).unwrap();
    assert_eq!(told(bound), (Some(50_121_411), id));
    let task = DescribeTaskResult { region: gz(), task_id: 12_566_700 };
    let task = task.decode(&example!("describe_task_result.json"));
    assert_eq!(task, Ok(TaskState::Success), "which decides nothing: the EIP is read");
}

#[test]
fn quotas_account_and_regions_are_what_they_say() {
    let quota = DescribeAddressQuota { region: gz() };
    let quota = quota.decode(&example!("describe_address_quota.json")).unwrap();
    assert_eq!((quota.current_eip_num, quota.eip_num_quota), (Some(2), Some(20)));
    assert_eq!((quota.daily_apply_count, quota.daily_apply_quota), (Some(2), Some(40)));
    assert_eq!(quota.alloc_wan_ip_left(), Some(10));
    let account = DescribeNetworkAccountType { region: gz() };
    let account = account.decode(&example!("describe_network_account_type.json"));
    assert_eq!(account, Ok(AccountType::Standard));
    let regions = DescribeRegions.decode(&example!("describe_regions.json")).unwrap();
    // The example counts 21 and lists 18.
    assert_eq!((regions.len(), regions[0].as_str()), (18, "ap-guangzhou"));
}

#[test]
fn a_nic_without_address_ids_does_not_say_that_no_eip_is_there() {
    let page = nics(&example!("describe_network_interfaces_all.json"));
    let [nic] = &page.items[..] else { panic!("{page:?}") };
    assert_eq!((page.doubt(), nic.primary, nic.ips_not_told), (None, Some(false), false));
    assert_eq!(nic.holder().value().map(InstanceId::as_str), Some("ins-ymk3eje8"));
    assert_eq!(nic.private_ip_addresses.len(), 4);
    for seat in &nic.private_ip_addresses {
        assert_eq!((seat.public_ip(), seat.eip()), (Told::Empty, Told::NotTold));
        assert_eq!(seat.is_wan_ip_blocked, Some(false));
    }
}

#[test]
fn a_nic_with_no_attachment_is_on_no_server() {
    let page = nics(&example!("describe_network_interfaces_by_tag.json"));
    let [nic] = &page.items[..] else { panic!("{page:?}") };
    assert_eq!((page.doubt(), nic.holder()), (None, Told::Empty));
    let empty = |seat: &eip_unbind::domain::PrivateIp| {
        (seat.public_ip(), seat.eip()) == (Told::Empty, Told::Empty)
    };
    assert!(nic.private_ip_addresses.len() == 5 && nic.private_ip_addresses.iter().all(empty));
}
