//! A conclusion needs the field that it stands on: what a reader makes of a row is held against the row itself, read here by rules of its own.

use eip_unbind::domain::{Eip, EipId, EipPage, EipQuery, NicPage, PrivateIp, Told};
use eip_unbind::unbind::Reading;
use serde_json::Value;
use std::net::IpAddr;

/// Names of an EIP's fields in one API.
pub(super) struct EipNames {
    pub(super) list: &'static str,
    pub(super) total: &'static str,
    pub(super) id: &'static str,
    pub(super) address: &'static str,
    pub(super) status: &'static str,
    pub(super) server: &'static str,
    pub(super) nic: &'static str,
    pub(super) private_ip: &'static str,
    /// Arrears, blocked, released when unbound.
    pub(super) flags: [&'static str; 3],
}

/// Names of a NIC's fields in one API.
pub(super) struct NicNames {
    pub(super) lists: [&'static str; 2],
    pub(super) id: &'static str,
    pub(super) holder: [&'static str; 2],
    pub(super) ips: &'static str,
    pub(super) private_ip: &'static str,
    pub(super) public_ip: &'static str,
    pub(super) eip_id: &'static str,
    pub(super) blocked: &'static str,
}

/// A text that says something, be it that there is nothing.
fn text<'a>(row: &'a Value, name: &str) -> Option<&'a str> {
    row[name].as_str().filter(|text| text.is_empty() || !text.trim().is_empty()).map(str::trim)
}

fn ip(row: &Value, name: &str) -> Option<IpAddr> {
    text(row, name)?.parse().ok()
}

/// Whether a field was told as the reader says: this value, none, or nothing at all.
fn is_told<T: ToString>(told: Told<T>, row: &Value, name: &str) -> bool {
    match told {
        Told::Value(value) => {
            let value = value.to_string();
            text(row, name).is_some_and(|text| {
                text == value || ip(row, name).is_some_and(|ip| ip.to_string() == value)
            })
        }
        Told::Empty => text(row, name) == Some(""),
        Told::NotTold => text(row, name) != Some(""),
        // A single row does not contradict itself about one field.
        Told::Conflicting => false,
    }
}

fn number(value: &Value) -> Option<i64> {
    let whole = |number: f64| (number.fract() == 0.0).then_some(number as i64);
    value.as_i64().or_else(|| value.as_f64().and_then(whole)).or_else(|| {
        let text = value.as_str()?.trim();
        text.parse().ok()
    })
}

fn says(row: &Value, name: &str, number_is: &[i64], word_is: &[&str]) -> bool {
    number(&row[name]).is_some_and(|n| number_is.contains(&n))
        || row[name].as_str().is_some_and(|word| word_is.contains(&word))
}

/// What the reader says of a page of EIPs stands in its body.
pub(super) fn of_eips(data: &[u8], page: &EipPage, names: &EipNames) {
    let Ok(body) = serde_json::from_slice::<Value>(data) else { return };
    let none = Vec::new();
    let rows = body.pointer(names.list).and_then(Value::as_array).unwrap_or(&none);
    let with_id = |row: &&Value| text(row, names.id).is_some_and(|id| !id.is_empty());
    let readable: Vec<&Value> = rows.iter().filter(with_id).collect();
    assert_eq!(readable.len(), page.items.len(), "rows with an id: {page:?}");
    assert_eq!(page.unreadable, (rows.len() - readable.len()) as u64, "{page:?}");
    for (row, eip) in readable.iter().zip(&page.items) {
        eip_stands(row, eip, names);
    }
    if page.doubt().is_none() {
        let told = body.pointer(names.total).and_then(number);
        assert!(told.is_none_or(|total| total <= rows.len() as i64), "{page:?}");
        assert_eq!(readable.len(), rows.len(), "{page:?}");
    }
    of_one(page);
}

fn eip_stands(row: &Value, eip: &Eip, names: &EipNames) {
    assert_eq!(text(row, names.id), Some(eip.eip_id.as_str()), "{row}");
    let is_off = says(row, names.status, &[4], &["UNBIND"]);
    let names_one = text(row, names.server).is_some_and(|server| !server.is_empty());
    assert!(!eip.is_unbound() || is_off && !names_one, "unbound: {row}");
    let is_on = says(row, names.status, &[2], &["BIND", "BIND_ENI"]);
    assert!(!eip.status.is_bound() || is_on, "bound: {row}");
    assert!(is_told(eip.server(), row, names.server), "server of {row}: {eip:?}");
    assert!(is_told(eip.nic(), row, names.nic), "NIC of {row}: {eip:?}");
    assert!(is_told(eip.private_ip(), row, names.private_ip), "private IP of {row}: {eip:?}");
    assert!(eip.eip.is_none() || eip.eip == ip(row, names.address), "address of {row}");
    let flags = [eip.arrears, eip.blocked, eip.cascade_release];
    for (flag, name) in flags.into_iter().zip(names.flags) {
        let told = row[name].as_bool().map(i64::from).or_else(|| number(&row[name]));
        assert!(flag.is_none_or(|flag| told == Some(i64::from(flag))), "{name} of {row}");
    }
}

/// The answer to a question for one EIP is about that one, and "not there" is the answer of a whole and empty page only.
fn of_one(page: &EipPage) {
    let ids = page.items.iter().map(|eip| eip.eip_id.clone());
    for id in ids.take(3).chain(EipId::parse("eip-never-there")) {
        let rows: Vec<&Eip> = page.items.iter().filter(|eip| eip.eip_id == id).collect();
        match Reading::of(&EipQuery::id(id.clone()), Ok(page.clone())) {
            Reading::Found(eip) => {
                assert_eq!(eip.eip_id, id);
                assert!(page.doubt().is_none(), "found on a page that is not whole: {page:?}");
                let same = |row: &&Eip| {
                    (&row.status, row.server(), row.eip) == (&eip.status, eip.server(), eip.eip)
                };
                assert!(!rows.is_empty() && rows.iter().all(same), "{page:?}");
            }
            Reading::Missing => {
                assert!(page.items.is_empty() && page.doubt().is_none(), "missing: {page:?}");
            }
            Reading::Ambiguous(_) | Reading::Unclear(_) => {}
            Reading::Failed(fault) => panic!("{fault:?}"),
        }
    }
}

/// What the reader says of a page of NICs stands in its body.
pub(super) fn of_nics(data: &[u8], page: &NicPage, names: &NicNames) {
    let Ok(body) = serde_json::from_slice::<Value>(data) else { return };
    let list = names.lists.iter().find_map(|list| body.pointer(list)?.as_array());
    let rows = list.into_iter().flatten();
    let with_id = |row: &&Value| text(row, names.id).is_some_and(|id| !id.is_empty());
    let readable: Vec<&Value> = rows.filter(with_id).collect();
    assert_eq!(readable.len(), page.items.len(), "{page:?}");
    for (row, nic) in readable.iter().zip(&page.items) {
        let [object, id] = names.holder;
        let holder = if row[object].is_array() { &row[object][0] } else { &row[object] };
        if let Told::Value(server) = nic.holder() {
            assert_eq!(text(holder, id), Some(server.as_str()), "{row}");
        }
        let with_ip = |seat: &&Value| ip(seat, names.private_ip).is_some();
        let all = row[names.ips].as_array();
        let seats: Vec<&Value> = all.into_iter().flatten().filter(with_ip).collect();
        assert_eq!(seats.len(), nic.private_ip_addresses.len(), "{row}");
        let is_whole =
            row[names.ips].as_str() == Some("") || all.is_some_and(|all| all.len() == seats.len());
        assert!(nic.ips_not_told || is_whole, "{row}");
        for (seat, ip) in seats.iter().zip(&nic.private_ip_addresses) {
            seat_stands(seat, ip, names);
        }
    }
}

fn seat_stands(seat: &Value, ip: &PrivateIp, names: &NicNames) {
    assert!(is_told(ip.public_ip(), seat, names.public_ip), "public IP of {seat}: {ip:?}");
    assert!(is_told(ip.eip(), seat, names.eip_id), "EIP of {seat}: {ip:?}");
    let blocked = seat[names.blocked].as_bool();
    assert!(ip.is_wan_ip_blocked.is_none() || ip.is_wan_ip_blocked == blocked, "{seat}");
}
