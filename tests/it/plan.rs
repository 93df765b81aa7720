//! What a plan allows, refuses and asks for.

use crate::support::values::{
    bound, context, context_as, nic, plan_for, quota, rebound, subject, unbound,
};
use eip_unbind::domain::{
    Doubt, Eip, EipQuota, EipStatus, Fault, InstanceId, InstanceKind, Mutation, ParamValue, Tag,
    UnbindTarget,
};
use eip_unbind::unbind::{Danger, Grade, Keeps, PlanInput, Reading, RefusalReason, plan};

fn parameters(subject: &PlanInput) -> Vec<(&'static str, ParamValue)> {
    let plan = plan(&context(), std::slice::from_ref(subject));
    assert_eq!(plan.refusals, [], "refused");
    plan.items[0].mutation.parameters(plan.whose.api)
}

fn reason(subject: &PlanInput) -> RefusalReason {
    let plan = plan(&context(), std::slice::from_ref(subject));
    assert!(plan.token.is_none() && plan.digest.is_none());
    plan.refusals.into_iter().next().expect("refused").reason
}

fn int(name: &'static str, value: i64) -> (&'static str, ParamValue) {
    (name, ParamValue::Int(value))
}

fn text(name: &'static str, value: &str) -> (&'static str, ParamValue) {
    (name, ParamValue::Text(value.into()))
}

#[test]
fn each_seat_and_toggle_sends_exactly_the_documented_parameters() {
    let eip = bound(77);
    let id = || text("eipId", "eip-00000077");
    let mut s = subject(&eip);
    assert_eq!(parameters(&s), [id(), int("allocWanIp", 0)]);
    s.request.options.alloc_wan_ip = true;
    assert_eq!(parameters(&s), [id(), int("allocWanIp", 1)]);

    let mut s = PlanInput { nics: Some(vec![nic(&eip, false, true)]), ..subject(&eip) };
    s.request.options.un_bind_private_ip_with_eip = Some(false);
    assert_eq!(parameters(&s), [id(), int("allocWanIp", 0), int("unBindPrivateIpWithEip", 0)]);
    s.request.options.un_bind_private_ip_with_eip = Some(true);
    assert_eq!(parameters(&s), [id(), int("allocWanIp", 0), int("unBindPrivateIpWithEip", 1)]);

    let mut s = subject(&eip);
    s.request.target = UnbindTarget::PrivateIp {
        network_interface_id: eip.network_interface_id.clone().unwrap(),
        private_ip_address: eip.private_ip_address.unwrap(),
    };
    assert_eq!(
        parameters(&s),
        [
            text("networkInterfaceId", "eni-00000077"),
            text("privateIpAddress", "10.0.0.77"),
            int("allocWanIp", 0)
        ]
    );
}

#[test]
fn toggles_that_mean_nothing_are_refused() {
    let eip = bound(77);
    let with = |primary_nic, primary_ip, alloc, keep| {
        let mut s =
            PlanInput { nics: Some(vec![nic(&eip, primary_nic, primary_ip)]), ..subject(&eip) };
        s.request.options.alloc_wan_ip = alloc;
        s.request.options.un_bind_private_ip_with_eip = keep;
        s
    };
    assert_eq!(reason(&with(false, true, true, None)), RefusalReason::AllocWanIpNotHere);
    assert_eq!(reason(&with(true, false, true, None)), RefusalReason::AllocWanIpNotHere);
    assert_eq!(
        reason(&with(true, true, false, Some(false))),
        RefusalReason::UnBindPrivateIpNotHere
    );
    let mut used_up = with(true, true, true, None);
    used_up.quota = Some(quota(10));
    assert_eq!(reason(&used_up), RefusalReason::AllocWanIpQuotaUsedUp);
    let mut standard = with(true, true, true, None);
    standard.quota = Some(EipQuota { legacy_account: Some(false), ..quota(2) });
    assert_eq!(reason(&standard), RefusalReason::StandardAccount);
    let mut classic = subject(&eip);
    if let Reading::Found(eip) = &mut classic.reading {
        eip.network_interface_id = None;
    }
    classic.request.options.un_bind_private_ip_with_eip = Some(false);
    assert_eq!(reason(&classic), RefusalReason::UnBindPrivateIpNotHere);
    let unknown = PlanInput { nics: None, ..with(true, true, true, Some(false)) };
    assert!(plan(&context(), &[unknown]).refusals.is_empty(), "without the NIC the cloud decides");
}

#[test]
fn states_that_cannot_be_unbound_have_no_token() {
    let of = |change: &dyn Fn(&mut eip_unbind::domain::Eip)| {
        let mut eip = bound(77);
        change(&mut eip);
        reason(&subject(&eip))
    };
    assert!(matches!(of(&|e| e.kind = Some(InstanceKind::Nat)), RefusalReason::Nat(Some(_))));
    assert_eq!(of(&|e| e.arrears = Some(true)), RefusalReason::Arrears);
    assert_eq!(
        of(&|e| e.status = EipStatus::Unbinding),
        RefusalReason::InTransition(EipStatus::Unbinding)
    );
    assert_eq!(
        of(&|e| e.status = EipStatus::Creating),
        RefusalReason::NotUsable(EipStatus::Creating)
    );
    assert!(matches!(
        of(&|e| e.status = EipStatus::Other("5".into())),
        RefusalReason::NotUsable(_)
    ));
    assert_eq!(of(&|e| e.eip = Some("2001:db8::1".parse().unwrap())), RefusalReason::Ipv6);
    let missing = PlanInput { reading: Reading::Missing, ..subject(&bound(77)) };
    assert_eq!(reason(&missing), RefusalReason::NotFound(Some(crate::support::values::region())));
    let failed =
        PlanInput { reading: Reading::Failed(Fault::no_answer("x")), ..subject(&bound(77)) };
    assert!(matches!(reason(&failed), RefusalReason::Unreadable(_)));
    let already = plan(&context(), &[subject(&unbound(&bound(77)))]);
    assert_eq!((already.items.len(), already.already.len(), already.token), (0, 1, None));
}

#[test]
fn the_token_comes_from_the_target() {
    assert_eq!(plan_for(&[bound(77)]).token.as_deref(), Some("77"));
    let danger = |change: &dyn Fn(&mut eip_unbind::unbind::Context, &mut PlanInput)| {
        let (mut context, mut subject) = (context(), subject(&bound(77)));
        change(&mut context, &mut subject);
        let plan = plan(&context, &[subject]);
        assert_eq!((plan.grade, plan.token.as_deref()), (Grade::Danger, Some("113.77")));
        plan.items[0].dangers.clone()
    };
    assert_eq!(danger(&|c, _| c.danger = true), [Danger::Profile]);
    assert_eq!(danger(&|c, _| c.protect = vec!["web-*".into()]), [Danger::Protected]);
    for entry in [
        "203.0.113.77",
        "203.0.113.*",
        "203.0.113.0/24",
        "203.0.113.70-203.0.113.80",
        "203.0.113.70-80",
        "10.0.0.0/8",
        "eip-*",
        "INS-*",
        "eni-*",
    ] {
        assert_eq!(danger(&|c, _| c.protect = vec![entry.into()]), [Danger::Protected], "{entry}");
    }
    let nic = bound(77).network_interface_id.unwrap().to_string();
    assert_eq!(danger(&|c, _| c.protect = vec![nic.clone()]), [Danger::Protected]);
    for entry in ["203.0.114.0/24", "203.0.113.78-203.0.113.99", "eni-other", "web"] {
        let other = eip_unbind::unbind::Context { protect: vec![entry.into()], ..context() };
        assert_eq!(plan(&other, &[subject(&bound(77))]).grade, Grade::Normal, "{entry}");
    }
    assert_eq!(
        danger(&|c, _| c.ssh_server_ip = Some("203.0.113.77".parse().unwrap())),
        [Danger::SshSession]
    );
    assert_eq!(
        danger(&|c, _| c.ssh_server_ip = Some("10.0.0.77".parse().unwrap())),
        [Danger::SshSession]
    );
    assert_eq!(
        danger(&|_, s| s.nics.as_mut().unwrap()[0].private_ip_addresses[0].is_wan_ip_blocked =
            Some(true)),
        [Danger::Blocked]
    );
    let last = danger(&|_, s| {
        s.request.options.alloc_wan_ip = true;
        s.quota = Some(quota(9));
    });
    assert_eq!(last, [Danger::LastReallocation]);
}

#[test]
fn a_batch_has_its_own_token_and_danger_makes_it_longer() {
    let batch = plan_for(&[bound(77), bound(78), bound(79)]);
    assert_eq!((batch.grade, batch.token.as_deref()), (Grade::Batch, Some("3.77")));
    let eleven: Vec<_> = (1..=11).map(bound).collect();
    let too_many = plan_for(&eleven);
    assert!(too_many.token.is_none() && too_many.refusals.len() == 11);
    let twice = plan_for(&[bound(77), bound(77)]);
    assert_eq!((twice.items.len(), &twice.refusals[0].reason), (1, &RefusalReason::Duplicate));
    let protected = eip_unbind::unbind::Context { protect: vec!["web-78".into()], ..context() };
    let mixed = plan(&protected, &[subject(&bound(77)), subject(&bound(78))]);
    assert_eq!((mixed.items.len(), mixed.refusals.len()), (2, 0));
    assert_eq!((mixed.grade, mixed.token.as_deref()), (Grade::Batch, Some("2.113.77")));
    assert_eq!(mixed.items[0].dangers, []);
    assert_eq!(mixed.items[1].dangers, [Danger::Protected]);
}

#[test]
fn what_a_batch_leaves_out_is_in_its_digest_not_in_its_token() {
    let nat = Eip { un_instance_id: InstanceId::parse("nat-00000079"), ..bound(79) };
    let rest = plan_for(&[bound(77), bound(78)]);
    let with = |eips: &[Eip]| {
        let plan = plan_for(&[&[bound(77), bound(78)], eips].concat());
        assert_eq!(plan.token.as_deref(), Some("2.77"), "left out is not counted");
        assert_eq!(plan.left_out(), eips.len());
        plan.digest
    };
    let (refused, unbound) = (with(std::slice::from_ref(&nat)), with(&[unbound(&bound(80))]));
    assert!(refused != rest.digest && unbound != rest.digest && refused != unbound);
    assert_ne!(with(&[nat, unbound_of(80)]), refused);
}

fn unbound_of(last: u8) -> Eip {
    unbound(&bound(last))
}

#[test]
fn a_read_only_plan_is_whole_and_has_no_token() {
    let read_only = eip_unbind::unbind::Context { read_only: true, ..context() };
    let shown = plan(&read_only, &[subject(&bound(77))]);
    let sendable = plan_for(&[bound(77)]);
    assert_eq!((&shown.items, &shown.digest), (&sendable.items, &sendable.digest));
    assert_eq!((shown.token.as_deref(), shown.token_to_send().as_deref()), (None, Some("77")));
}

#[test]
fn kinds_are_served_refused_or_danger() {
    let on = |kind, id: &str, instance_type: Option<&str>| Eip {
        kind,
        un_instance_id: InstanceId::parse(id),
        instance_type: instance_type.map(Into::into),
        ..bound(77)
    };
    let judged = |eip: Eip| {
        let plan = plan_for(&[eip]);
        let dangers = plan.items.first().map(|item| item.dangers.clone());
        (dangers, plan.refusals.first().map(|refusal| refusal.reason.word()))
    };
    use InstanceKind as Kind;
    assert_eq!(judged(on(Some(Kind::Havip), "havip-1", Some("HAVIP"))), (None, Some("havip")));
    assert_eq!(judged(on(Some(Kind::Other), "havip-1", None)), (None, Some("havip")));
    assert_eq!(judged(on(None, "ins-1", None)), (Some(vec![]), None));
    assert_eq!(judged(on(Some(Kind::Eni), "eni-1", None)), (Some(vec![]), None));
    assert_eq!(judged(on(Some(Kind::Cvm), "srv-1", None)), (Some(vec![]), None));
    for (eip, kind) in [
        (on(Some(Kind::Clb), "lb-1", Some("CLB")), Kind::Clb),
        (on(Some(Kind::Other), "lb-1", None), Kind::Clb),
        (on(Some(Kind::Other), "vpce-1", Some("VPCE")), Kind::Other),
        (on(None, "eks-1", None), Kind::Other),
    ] {
        assert_eq!(judged(eip), (Some(vec![Danger::Undocumented(kind)]), None));
    }
}

#[test]
fn a_tag_on_the_protect_list_is_danger_also_where_tags_are_not_known() {
    let list = |tags: Option<&[(&str, &str)]>| {
        let context =
            eip_unbind::unbind::Context { protect: vec!["tag:env=prod*".into()], ..context() };
        let tag = |(key, value): &(&str, &str)| Tag { key: (*key).into(), value: (*value).into() };
        let tags = tags.map(|tags| tags.iter().map(tag).collect());
        plan(&context, &[subject(&Eip { tags, ..bound(77) })]).items[0].dangers.clone()
    };
    assert_eq!(list(Some(&[("env", "production")])), [Danger::Protected]);
    assert_eq!(list(Some(&[("env", "test"), ("x", "prod")])), []);
    assert_eq!(list(Some(&[])), []);
    assert_eq!(list(None), [Danger::TagsNotKnown]);
}

#[test]
fn the_digest_changes_with_what_was_confirmed_and_with_nothing_else() {
    let base = plan_for(&[bound(77)]).digest.unwrap();
    let digest = |change: &dyn Fn(&mut PlanInput)| {
        let mut subject = subject(&bound(77));
        change(&mut subject);
        plan(&context(), &[subject]).digest.unwrap()
    };
    let eip = |change: &dyn Fn(&mut eip_unbind::domain::Eip)| {
        digest(&|s| {
            if let Reading::Found(eip) = &mut s.reading {
                change(eip);
            }
        })
    };
    assert_ne!(base, eip(&|e| *e = rebound(e)));
    assert_ne!(base, eip(&|e| e.status = EipStatus::BoundToDetachedNic));
    assert_ne!(
        base,
        eip(&|e| e.network_interface_id = eip_unbind::domain::NetworkInterfaceId::parse("eni-2"))
    );
    assert_ne!(base, eip(&|e| e.private_ip_address = Some("10.0.0.9".parse().unwrap())));
    assert_ne!(base, eip(&|e| e.eip = Some("203.0.113.9".parse().unwrap())));
    assert_ne!(base, eip(&|e| e.blocked = Some(true)));
    assert_ne!(base, eip(&|e| e.cascade_release = Some(true)));
    assert_ne!(base, digest(&|s| s.request.options.alloc_wan_ip = true));
    let other_account = context_as(|whose| whose.account = "other".into());
    assert_ne!(Some(&base), plan(&other_account, &[subject(&bound(77))]).digest.as_ref());
    let elsewhere = context_as(|whose| whose.endpoint = Some("https://cloud.example".into()));
    assert_ne!(Some(&base), plan(&elsewhere, &[subject(&bound(77))]).digest.as_ref());
    // Everything else is free to change.
    assert_eq!(base, eip(&|e| e.eip_name = "renamed".into()));
    assert_eq!(base, eip(&|e| e.isp_id = None));
    assert_eq!(base, digest(&|s| s.quota = Some(quota(9))));
    assert_eq!(base, digest(&|s| s.siblings = None));
    let asks = |used| {
        digest(&|s| {
            s.request.options.alloc_wan_ip = true;
            s.quota = Some(quota(used));
        })
    };
    assert_eq!(asks(2), asks(5));
    assert_ne!(asks(2), asks(9), "the quota counts once it runs out");
}

#[test]
fn it_says_whether_the_server_keeps_a_public_ip() {
    let keeps = |s: PlanInput| plan(&context(), &[s]).items.remove(0).keeps;
    let eip = bound(77);
    assert_eq!(keeps(subject(&eip)), Keeps::No);
    assert_eq!(keeps(PlanInput { siblings: None, ..subject(&eip) }), Keeps::Unknown);
    let sibling =
        eip_unbind::domain::Eip { un_instance_id: eip.un_instance_id.clone(), ..bound(80) };
    assert_eq!(
        keeps(PlanInput { siblings: Some(vec![eip.clone(), sibling]), ..subject(&eip) }),
        Keeps::Yes(vec!["203.0.113.80".parse().unwrap()])
    );
    let twice = Eip { eip_id: bound(90).eip_id, ..eip.clone() };
    assert_eq!(
        keeps(PlanInput { siblings: Some(vec![eip.clone(), twice]), ..subject(&eip) }),
        Keeps::Unknown,
        "its address under another id"
    );
    let mut with_wan_ip = subject(&eip);
    let mut other = nic(&bound(81), false, true);
    other.un_instance_id = eip.un_instance_id.clone();
    let mut linked = with_wan_ip.clone();
    linked.nics.as_mut().unwrap().push(other.clone());
    assert_eq!(keeps(linked), Keeps::No, "an EIP that is only linked to a NIC gives it nothing");
    other.private_ip_addresses[0].eip_id = None;
    with_wan_ip.nics.as_mut().unwrap().push(other);
    assert_eq!(keeps(with_wan_ip), Keeps::Yes(vec!["203.0.113.81".parse().unwrap()]));
}

/// What the same plan takes away is not kept.
#[test]
fn a_batch_counts_nothing_as_kept_that_it_takes_away() {
    let server = |last: u8| eip_unbind::domain::Eip {
        un_instance_id: bound(77).un_instance_id,
        ..bound(last)
    };
    let all = [server(77), server(78), server(79)];
    let of = |eip: &eip_unbind::domain::Eip| PlanInput {
        siblings: Some(all.to_vec()),
        nics: Some(all.iter().map(|eip| nic(eip, false, true)).collect()),
        ..subject(eip)
    };
    let keeps = |eips: &[eip_unbind::domain::Eip]| -> Vec<Keeps> {
        plan(&context(), &eips.iter().map(of).collect::<Vec<_>>())
            .items
            .into_iter()
            .map(|item| item.keeps)
            .collect()
    };
    assert_eq!(keeps(&all), [Keeps::No, Keeps::No, Keeps::No]);
    let rest = Keeps::Yes(vec!["203.0.113.79".parse().unwrap()]);
    assert_eq!(keeps(&all[..2]), [rest.clone(), rest]);
    // What is refused stays where it is.
    let mut refused = all.clone();
    refused[2].arrears = Some(true);
    let rest = Keeps::Yes(vec!["203.0.113.79".parse().unwrap()]);
    assert_eq!(keeps(&refused), [rest.clone(), rest]);
}

#[test]
fn a_batch_wants_as_many_re_allocations_as_it_has_targets() {
    let of = |last: u8, region: &str, used: i64| {
        let mut eip = bound(last);
        eip.region = eip_unbind::domain::Region::parse(region).unwrap();
        let mut s = PlanInput { quota: Some(quota(used)), ..subject(&eip) };
        s.request.region = eip.region.clone();
        s.request.options.alloc_wan_ip = true;
        s
    };
    let judged = |subjects: &[PlanInput]| {
        let plan = plan(&context(), subjects);
        (
            plan.items.len(),
            plan.refusals.into_iter().map(|refusal| refusal.reason).collect::<Vec<_>>(),
        )
    };
    let two = |used| judged(&[of(77, "gz", used), of(78, "gz", used)]);
    assert_eq!(two(7), (2, vec![]));
    assert_eq!(two(8), (2, vec![]));
    let last = plan(&context(), &[of(77, "gz", 8), of(78, "gz", 8)]);
    assert!(
        last.items.iter().all(|item| item.dangers == [Danger::LastReallocation]),
        "together they use up the last one"
    );
    assert_eq!(last.token.as_deref(), Some("2.113.77"));
    assert_eq!(
        two(9),
        (0, vec![RefusalReason::AllocWanIpQuotaUsedUp; 2]),
        "one is left, two are wanted"
    );
    // Each region has a quota of its own, and what asks for none takes none.
    assert_eq!(judged(&[of(77, "gz", 8), of(78, "sh", 8)]), (2, vec![]));
    assert_eq!(
        judged(&[of(77, "gz", 8), PlanInput { quota: Some(quota(8)), ..subject(&bound(78)) }]),
        (2, vec![])
    );
}

/// A pair means the EIP on exactly that private IP (`docs/api-v3.md` §4.3), whatever the cloud answered.
#[test]
fn a_reading_of_another_eip_is_no_reading_of_the_target() {
    let mut pair = subject(&bound(77));
    pair.request.target = UnbindTarget::PrivateIp {
        network_interface_id: bound(77).network_interface_id.unwrap(),
        private_ip_address: "10.0.0.6".parse().unwrap(),
    };
    let other = Doubt::OtherEip { eip_id: bound(77).eip_id, eip: bound(77).eip };
    assert_eq!(reason(&pair), RefusalReason::Doubtful(other.clone()));
    let mut id = subject(&bound(77));
    id.request.target = UnbindTarget::Eip(bound(78).eip_id);
    assert_eq!(reason(&id), RefusalReason::Doubtful(other));
    assert_eq!(reason(&id).word(), "notFound");
}

#[test]
fn api_3_says_what_it_can_and_refuses_what_it_cannot() {
    let v3 = context_as(|whose| whose.api = eip_unbind::domain::Generation::V3);
    let mut s = subject(&bound(77));
    let plain = plan(&v3, &[s.clone()]);
    assert_eq!(
        plain.items[0].mutation.parameters(plain.whose.api),
        [text("AddressId", "eip-00000077")]
    );
    s.request.options.alloc_wan_ip = true;
    let with = plan(&v3, &[s.clone()]);
    assert_eq!(
        with.items[0].mutation.parameters(with.whose.api)[1],
        ("ReallocateNormalPublicIp", ParamValue::Bool(true))
    );
    s.request.options.un_bind_private_ip_with_eip = Some(false);
    assert_eq!(plan(&v3, &[s]).refusals[0].reason, RefusalReason::NotInGeneration);
    let mut pair = subject(&bound(77));
    pair.request.target = UnbindTarget::PrivateIp {
        network_interface_id: bound(77).network_interface_id.unwrap(),
        private_ip_address: "10.0.0.77".parse().unwrap(),
    };
    assert!(matches!(
        plan(&v3, &[pair]).items[0].mutation,
        Mutation::Unbind { target: UnbindTarget::Eip(_), .. }
    ));
}

#[test]
fn a_bind_back_goes_to_exactly_where_it_was_or_says_why_not() {
    use eip_unbind::domain::Generation;
    use eip_unbind::unbind::{Context, former_target};
    let was = bound(77);
    let free = unbound(&was);
    let mut seat = nic(&was, true, true);
    seat.private_ip_addresses[0].eip_id = None;
    seat.private_ip_addresses[0].wan_ip = None;
    let base = PlanInput {
        reading: Reading::Found(Box::new(free.clone())),
        nics: Some(vec![seat.clone()]),
        bind: former_target(&was),
        ..subject(&was)
    };
    let judge = |context: &Context, subject: PlanInput| plan(context, &[subject]);
    let good = judge(&context(), base.clone());
    assert_eq!(good.token.as_deref(), Some("77"));
    assert_eq!(
        good.items[0].mutation.parameters(good.whose.api),
        [
            text("eipId", "eip-00000077"),
            text("networkInterfaceId", "eni-00000077"),
            text("privateIpAddress", "10.0.0.77")
        ]
    );
    let v3 = context_as(|whose| whose.api = Generation::V3);
    let why =
        |context: &Context, subject: PlanInput| judge(context, subject).refusals.remove(0).reason;
    let with = |change: &dyn Fn(&mut eip_unbind::domain::Eip)| {
        let mut eip = free.clone();
        change(&mut eip);
        PlanInput { reading: Reading::Found(Box::new(eip)), ..base.clone() }
    };
    assert_eq!(why(&context(), with(&|e| e.blocked = Some(true))), RefusalReason::Blocked);
    assert_eq!(why(&v3, with(&|e| e.arrears = Some(true))), RefusalReason::Arrears);
    let elsewhere = |e: &mut eip_unbind::domain::Eip| {
        *e = rebound(&was);
        e.private_ip_address = Some("10.0.0.99".parse().unwrap());
    };
    assert!(matches!(why(&context(), with(&elsewhere)), RefusalReason::NotFree(_)));
    let there = judge(&context(), with(&|e| *e = was.clone()));
    assert!(there.refusals.is_empty() && there.already.len() == 1, "it is there: nothing to do");
    let open = PlanInput { unbind_open: true, ..with(&|e| *e = was.clone()) };
    assert_eq!(why(&context(), open.clone()), RefusalReason::UnbindOpen, "it may not last");
    let free_now = judge(&context(), PlanInput { unbind_open: true, ..base.clone() });
    assert_eq!(free_now.token, good.token, "it is off, whatever that request came to");
    let mut taken = seat.clone();
    taken.private_ip_addresses[0].eip_id = Some(bound(80).eip_id);
    assert_eq!(
        why(&context(), PlanInput { nics: Some(vec![taken]), ..base.clone() }),
        RefusalReason::TargetTaken(bound(80).eip_id)
    );
    let mut ordinary = seat;
    ordinary.private_ip_addresses[0].wan_ip = Some("192.0.2.9".parse().unwrap());
    let ordinary = PlanInput { nics: Some(vec![ordinary]), ..base };
    assert_eq!(why(&v3, ordinary.clone()), RefusalReason::TargetHasWanIp([192, 0, 2, 9].into()));
    let releases = judge(&context(), ordinary);
    assert_eq!(
        (releases.token.as_deref(), &releases.items[0].dangers[..]),
        (Some("113.77"), &[Danger::ReleasesWanIp][..])
    );
}
