//! From a scenario's rows to the cloud's own tables.

use super::outcome::{EipRow, IpRow, NicRow};
use super::scenario::Scenario;
use super::spec::{EipSpec, Generate, NicSpec};
use crate::domain::{EipStatus, InstanceKind};
use jiff::{SignedDuration, Timestamp};

/// The EIPs and NICs of a scenario, as they stand at `now`.
pub(super) fn tables(scenario: &Scenario, now: Timestamp) -> (Vec<EipRow>, Vec<NicRow>) {
    let mut nics: Vec<NicRow> = scenario.nics.iter().map(nic_row).collect();
    let mut eips = Vec::with_capacity(scenario.eips.len());
    for spec in &scenario.eips {
        let mut row = eip_row(spec, now);
        if !row.nic.is_empty() {
            match nics.iter().find(|nic| nic.id == row.nic) {
                Some(nic) => row.instance.clone_from(&nic.instance),
                None => nics.push(implied_nic(&row)),
            }
            if spec.status.is_none() && row.instance.is_empty() {
                row.status = EipStatus::BoundToDetachedNic;
            }
        }
        eips.push(row);
    }
    for generate in &scenario.generate {
        for number in 0..generate.count {
            let (eip, nic) = generated(generate, number, now);
            eips.push(eip);
            nics.extend(nic);
        }
    }
    (eips, nics)
}

fn eip_row(spec: &EipSpec, now: Timestamp) -> EipRow {
    let on_something = !spec.instance.is_empty() || !spec.nic.is_empty();
    let status = spec.status.map_or(
        if on_something { EipStatus::Bound } else { EipStatus::Unbound },
        EipStatus::from_v2,
    );
    let created = now - SignedDuration::from_hours(24 * spec.age_days);
    EipRow {
        region: spec.region.clone(),
        id: spec.id.clone(),
        name: spec.name.repeat(spec.name_repeat),
        address: spec.ip.clone(),
        isp: spec.isp,
        kind: spec.kind,
        instance_type: spec.instance_type.clone(),
        address_type: spec.address_type.clone(),
        tags: spec.tags.clone(),
        arrears: spec.arrears,
        blocked: spec.blocked,
        cascade_release: spec.cascade_release,
        bandwidth: spec.bandwidth,
        instance: spec.instance.clone(),
        nic: spec.nic.clone(),
        private_ip: spec.private_ip.clone(),
        created,
        updated: created,
        free_since: (status == EipStatus::Unbound).then_some(created),
        status,
        busy: false,
    }
}

fn nic_row(spec: &NicSpec) -> NicRow {
    let wan_ip = |ip: &String| spec.wan.get(ip).cloned().unwrap_or_default();
    NicRow {
        region: spec.region.clone(),
        id: spec.id.clone(),
        name: spec.name.clone(),
        primary: spec.primary,
        instance: spec.instance.clone(),
        vpc: vpc_of(&spec.region),
        ips: spec
            .ips
            .iter()
            .map(|ip| IpRow {
                ip: ip.clone(),
                wan_ip: wan_ip(ip),
                eip: String::new(),
                blocked: false,
            })
            .collect(),
    }
}

fn implied_nic(eip: &EipRow) -> NicRow {
    NicRow {
        region: eip.region.clone(),
        id: eip.nic.clone(),
        name: "主网卡".to_owned(),
        primary: true,
        instance: eip.instance.clone(),
        vpc: vpc_of(&eip.region),
        ips: vec![IpRow {
            ip: eip.private_ip.clone(),
            wan_ip: String::new(),
            eip: String::new(),
            blocked: false,
        }],
    }
}

fn vpc_of(region: &crate::domain::Region) -> String {
    format!("vpc-{}", token(region.as_str(), 0))
}

fn generated(of: &Generate, number: u32, now: Timestamp) -> (EipRow, Option<NicRow>) {
    let id = |kind: &str| format!("{kind}-{}", token(of.region.as_str(), number));
    let free = number % 10 == 9;
    let created = now - SignedDuration::from_secs(86_400 + i64::from(number) * 3_600);
    // The benchmark range of RFC 2544: the documentation ranges hold fewer than a thousand addresses.
    let address =
        std::net::Ipv4Addr::from(u32::from(std::net::Ipv4Addr::new(198, 18, 0, 0)) + number);
    let text = |value: String| if free { String::new() } else { value };
    let row = EipRow {
        region: of.region.clone(),
        id: id("eip"),
        name: format!("{}-{number:05}", of.name),
        address: address.to_string(),
        isp: 5,
        status: if free { EipStatus::Unbound } else { EipStatus::Bound },
        kind: InstanceKind::Cvm,
        instance_type: String::new(),
        address_type: "EIP".to_owned(),
        tags: std::collections::BTreeMap::new(),
        arrears: false,
        blocked: false,
        cascade_release: false,
        bandwidth: None,
        instance: text(id("ins")),
        nic: text(id("eni")),
        private_ip: text(
            std::net::Ipv4Addr::from(u32::from(std::net::Ipv4Addr::new(10, 8, 0, 0)) + number)
                .to_string(),
        ),
        created,
        updated: created,
        free_since: free.then_some(created),
        busy: false,
    };
    let nic = (!free).then(|| implied_nic(&row));
    (row, nic)
}

/// Eight characters in the manner of the cloud's ids, different for every number below 36^5.
fn token(seed: &str, number: u32) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let digit = |value: u64| char::from(DIGITS[(value % 36) as usize]);
    let seed =
        seed.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let space = 36_u64.pow(5);
    // An odd factor that 36 does not share keeps the numbers apart and makes neighbours look unlike.
    let mixed = (u64::from(number) * 25_214_903 + seed) % space;
    (0..3)
        .map(|i| digit(seed >> (8 * i)))
        .chain((0..5).map(|i| digit(mixed / 36_u64.pow(i))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_thousand_ids_are_ten_thousand() {
        let ids: std::collections::BTreeSet<String> =
            (0..10_000).map(|n| token("ap-guangzhou", n)).collect();
        assert_eq!(ids.len(), 10_000);
        assert!(ids.iter().all(|id| id.len() == 8));
    }
}
