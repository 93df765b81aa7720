//! What the cloud says in the fixture: the rows of the sketches, their NICs, the quota, and faults.

use eip_unbind::domain::fault::ReadRetry;
use eip_unbind::domain::identity::{Keys, Kind};
use eip_unbind::domain::person::Caller;
use eip_unbind::domain::{
    Delivery, Eip, EipId, EipQuery, EipQuota, EipStatus, Fault, FaultClass, InstanceId,
    InstanceKind, NetworkInterface, NetworkInterfaceId, PrivateIp, Region, RequestId,
};

/// A region by its code.
pub(crate) fn region(code: &str) -> Region {
    Region::parse(code).unwrap()
}

/// An EIP of the fixture.
pub(crate) fn eip(
    address: &str,
    id: &str,
    name: &str,
    server: &str,
    nic: &str,
    private: &str,
) -> Eip {
    let status = if server.is_empty() { EipStatus::Unbound } else { EipStatus::Bound };
    Eip {
        region: region("gz"),
        eip_id: EipId::parse(id).unwrap(),
        eip: address.parse().ok(),
        eip_name: name.into(),
        status,
        kind: (!server.is_empty()).then_some(if server.starts_with("nat-") {
            InstanceKind::Nat
        } else {
            InstanceKind::Cvm
        }),
        arrears: Some(false),
        blocked: None,
        cascade_release: None,
        un_instance_id: InstanceId::parse(server),
        network_interface_id: NetworkInterfaceId::parse(nic),
        private_ip_address: private.parse().ok(),
        isp_id: Some(5),
        created_at: Some("2025-08-04T01:12:00Z".parse().unwrap()),
        direct: None,
        instance_type: None,
        address_type: None,
        tags: None,
        link_kept: false,
        gaps: eip_unbind::domain::Gaps::default(),
    }
}

/// The rows of the sketch.
pub(crate) fn eips() -> Vec<Eip> {
    let mut all = vec![
        eip(
            "203.0.113.77",
            "eip-9k2m4x7q",
            "网关-gz-07",
            "ins-1a2b3c4d",
            "eni-5f6a7b8c",
            "10.0.3.21",
        ),
        eip(
            "203.0.113.78",
            "eip-2b7n1w0e",
            "api-gz-02",
            "ins-7c8d9e0f",
            "eni-0a1b2c3d",
            "10.0.3.22",
        ),
        eip(
            "203.0.113.90",
            "eip-5t5y6u7i",
            "edge-gz-11",
            "ins-3f4e5d6c",
            "eni-9e8d7c6b",
            "10.0.4.17",
        ),
        eip("203.0.113.101", "eip-8m9n0b1v", "egress-a", "nat-4d5f6g7h", "", ""),
        eip(
            "203.0.113.113",
            "eip-1q2w3e4r",
            "cdn-origin-3",
            "ins-5h6j7k8l",
            "eni-1f2e3d4c",
            "10.0.5.9",
        ),
        eip(
            "203.0.113.120",
            "eip-6z7x8c9v",
            "batch-44",
            "ins-2s3d4f5g",
            "eni-7a6s5d4f",
            "10.0.6.30",
        ),
        eip("203.0.113.121", "eip-3e4r5t6y", "spare-1", "", "", ""),
        eip(
            "203.0.113.130",
            "eip-4r5t6y7u",
            "旧网站\u{202e}-old",
            "ins-8l7k6j5h",
            "eni-2w3e4r5t",
            "10.0.7.4",
        ),
    ];
    all[4].blocked = Some(true);
    all[5].status = EipStatus::Unbinding;
    all[7].arrears = Some(true);
    for n in 1..=12_u8 {
        let (id, server, nic) =
            (format!("eip-{n:02}a1b1c1"), format!("ins-{n:02}e1f1g1"), format!("eni-{n:02}j1k1l1"));
        all.push(eip(
            &format!("203.0.113.{}", 140 + n),
            &id,
            &format!("web-gz-{n:02}"),
            &server,
            &nic,
            &format!("10.0.8.{}", 10 + n),
        ));
    }
    all
}

/// The NICs behind the first rows.
pub(crate) fn nics() -> Vec<NetworkInterface> {
    let nic =
        |id: &str, name: &str, server: &str, primary: bool, ips: &[(&str, bool, &str, &str)]| {
            NetworkInterface {
                region: region("gz"),
                network_interface_id: NetworkInterfaceId::parse(id).unwrap(),
                eni_name: name.into(),
                primary: Some(primary),
                un_instance_id: InstanceId::parse(server),
                holder_not_told: false,
                ips_not_told: false,
                private_ip_addresses: ips
                    .iter()
                    .map(|(ip, primary, wan, eip)| PrivateIp {
                        private_ip_address: ip.parse().unwrap(),
                        primary: Some(*primary),
                        wan_ip: wan.parse().ok(),
                        is_wan_ip_blocked: Some(*wan == "203.0.113.113"),
                        eip_id: EipId::parse(eip),
                        wan_ip_not_told: false,
                        eip_id_not_told: false,
                    })
                    .collect(),
            }
        };
    vec![
        nic(
            "eni-5f6a7b8c",
            "主网卡",
            "ins-1a2b3c4d",
            true,
            &[("10.0.3.21", true, "203.0.113.77", "eip-9k2m4x7q"), ("10.0.3.40", false, "", "")],
        ),
        nic(
            "eni-0a1b2c3d",
            "primary",
            "ins-7c8d9e0f",
            true,
            &[("10.0.3.22", true, "203.0.113.78", "eip-2b7n1w0e")],
        ),
        nic(
            "eni-77665544",
            "primary",
            "ins-3f4e5d6c",
            true,
            &[("10.0.4.10", true, "198.51.100.7", "")],
        ),
        nic(
            "eni-9e8d7c6b",
            "edge",
            "ins-3f4e5d6c",
            false,
            &[("10.0.4.17", true, "203.0.113.90", "eip-5t5y6u7i"), ("10.0.4.18", false, "", "")],
        ),
        nic(
            "eni-1f2e3d4c",
            "cdn",
            "ins-5h6j7k8l",
            true,
            &[("10.0.5.9", true, "203.0.113.113", "eip-1q2w3e4r")],
        ),
    ]
}

/// The quota of the sketch.
pub(crate) fn quota() -> EipQuota {
    EipQuota {
        eip_num_quota: Some(400),
        current_eip_num: Some(312),
        daily_apply_quota: Some(20),
        daily_apply_count: Some(1),
        daily_alloc_wan_ip_quota: Some(10),
        daily_alloc_wan_ip_count: Some(2),
        legacy_account: None,
    }
}

/// Identity keys these are.
pub(crate) fn keys(kind: Kind, ends: Option<&str>) -> Keys {
    Keys {
        key_id: "AKID…0042".to_owned(),
        kind: Some(kind),
        expires_at: ends.map(|at| at.parse().unwrap()),
    }
}

/// Whose they are.
pub(crate) fn caller(arn: &str) -> Caller {
    Caller { account_id: "100001230042".to_owned(), arn: arn.to_owned() }
}

/// A fault with a code.
pub(crate) fn fault(class: FaultClass, code: &str, message: &str) -> Fault {
    Fault {
        class,
        delivery: Delivery::Answered,
        may_have_acted: false,
        read_retry: ReadRetry::Never,
        code: code.to_owned(),
        message: message.to_owned(),
        request_id: RequestId::parse("3c14e7a0-54a7"),
        local_error: None,
    }
}

/// The cloud's filters.
pub(crate) fn keeps(query: &EipQuery, e: &Eip) -> bool {
    (query.eip_ids.is_empty() || query.eip_ids.contains(&e.eip_id))
        && (query.eips.is_empty() || e.eip.is_some_and(|ip| query.eips.contains(&ip)))
        && (query.un_instance_ids.is_empty()
            || e.un_instance_id.as_ref().is_some_and(|i| query.un_instance_ids.contains(i)))
        && (query.network_interface_ids.is_empty()
            || e.network_interface_id
                .as_ref()
                .is_some_and(|i| query.network_interface_ids.contains(i)))
        && query.private_ip_address.is_none_or(|ip| e.private_ip_address == Some(ip))
        && query.search_key.as_ref().is_none_or(|key| e.eip_name.contains(key.as_str()))
}

/// The EIP after an unbind.
pub(crate) fn freed(mut eip: Eip) -> Eip {
    eip.status = EipStatus::Unbound;
    eip.kind = None;
    eip.un_instance_id = None;
    eip.network_interface_id = None;
    eip.private_ip_address = None;
    eip
}
