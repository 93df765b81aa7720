//! EIPs, plans and times for tests of the pure core.

use eip_unbind::domain::identity::{Identity, Keys};
use eip_unbind::domain::{
    Eip, EipId, EipQuota, EipStatus, InstanceId, InstanceKind, Moment, NetworkInterface,
    NetworkInterfaceId, PrivateIp, Region, UnbindTarget,
};
use eip_unbind::unbind::{Context, Plan, PlanInput, Reading, UnbindOptions, UnbindRequest, plan};
use jiff::Timestamp;

pub(crate) fn at(ms: u64) -> Moment {
    Moment::after(Timestamp::from_second(1_763_791_200).unwrap(), ms)
}

pub(crate) fn region() -> Region {
    Region::parse("gz").unwrap()
}

pub(crate) fn bound(last_octet: u8) -> Eip {
    Eip {
        region: region(),
        eip_id: EipId::parse(&format!("eip-{last_octet:08}")).unwrap(),
        eip: Some(format!("203.0.113.{last_octet}").parse().unwrap()),
        eip_name: format!("web-{last_octet}").into(),
        status: EipStatus::Bound,
        kind: Some(InstanceKind::Cvm),
        arrears: Some(false),
        blocked: None,
        cascade_release: None,
        un_instance_id: InstanceId::parse(&format!("ins-{last_octet:08}")),
        network_interface_id: NetworkInterfaceId::parse(&format!("eni-{last_octet:08}")),
        private_ip_address: Some(format!("10.0.0.{last_octet}").parse().unwrap()),
        isp_id: Some(5),
        created_at: None,
        direct: None,
        instance_type: None,
        address_type: None,
        tags: None,
        link_kept: false,
        gaps: eip_unbind::domain::Gaps::default(),
    }
}

pub(crate) fn unbound(eip: &Eip) -> Eip {
    Eip {
        status: EipStatus::Unbound,
        un_instance_id: None,
        network_interface_id: None,
        private_ip_address: None,
        ..eip.clone()
    }
}

pub(crate) fn rebound(eip: &Eip) -> Eip {
    Eip { un_instance_id: InstanceId::parse("ins-99999999"), ..eip.clone() }
}

pub(crate) fn nic(eip: &Eip, primary_nic: bool, primary_ip: bool) -> NetworkInterface {
    NetworkInterface {
        region: region(),
        network_interface_id: eip.network_interface_id.clone().unwrap(),
        eni_name: "nic".into(),
        primary: Some(primary_nic),
        un_instance_id: eip.un_instance_id.clone(),
        holder_not_told: false,
        ips_not_told: false,
        private_ip_addresses: vec![PrivateIp {
            private_ip_address: eip.private_ip_address.unwrap(),
            primary: Some(primary_ip),
            wan_ip: eip.eip,
            is_wan_ip_blocked: Some(false),
            eip_id: Some(eip.eip_id.clone()),
            wan_ip_not_told: false,
            eip_id_not_told: false,
        }],
    }
}

pub(crate) fn quota(used: i64) -> EipQuota {
    EipQuota {
        daily_alloc_wan_ip_quota: Some(10),
        daily_alloc_wan_ip_count: Some(used),
        ..EipQuota::default()
    }
}

pub(crate) fn identity() -> Identity {
    Identity {
        account: "AKID…0042".into(),
        source: Some("env".into()),
        keys: Keys { key_id: "AKID…0042".into(), ..Keys::default() },
        ..Identity::default()
    }
}

pub(crate) fn context() -> Context {
    Context {
        whose: identity(),
        read_only: false,
        danger: false,
        protect: vec![],
        ssh_server_ip: None,
        four_eyes: false,
        planned_by: None,
    }
}

/// The same with another identity.
pub(crate) fn context_as(change: impl FnOnce(&mut Identity)) -> Context {
    let mut context = context();
    change(&mut context.whose);
    context
}

pub(crate) fn wish(eip: &Eip) -> UnbindRequest {
    UnbindRequest {
        region: region(),
        target: UnbindTarget::Eip(eip.eip_id.clone()),
        options: UnbindOptions::default(),
    }
}

pub(crate) fn subject(eip: &Eip) -> PlanInput {
    PlanInput {
        nics: eip.network_interface_id.is_some().then(|| vec![nic(eip, true, true)]),
        siblings: Some(vec![]),
        quota: Some(quota(2)),
        ..PlanInput::new(wish(eip), Reading::Found(Box::new(eip.clone())))
    }
}

pub(crate) fn plan_for(eips: &[Eip]) -> Plan {
    plan(&context(), &eips.iter().map(subject).collect::<Vec<_>>())
}
