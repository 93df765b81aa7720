//! Answers that a bad cloud, or a gateway before it, gives: fields left out, rows of others, rows that contradict each other.
//!
//! Each is done to the answer as it is written, in the words of either generation; what the cloud holds stays as it is.

use super::action::{Call, EipFilter, NicFilter};
use super::outcome::{EipRow, NicRow, Outcome, Refusal};
use super::row_fault::{Instead, RowFault};
use super::world::World;
use crate::domain::Region;
use serde_json::{Map, Value, json};

/// A server that no scenario has.
const SOME_SERVER: &str = "ins-0gone000";
/// Names of the same field in API 2.0 and in 3.0, where they differ by more than the first letter.
const NAMES: [(&str, &str); 16] = [
    ("eipId", "AddressId"),
    ("eip", "AddressIp"),
    ("eipName", "AddressName"),
    ("status", "AddressStatus"),
    ("unInstanceId", "InstanceId"),
    ("privateIpAddress", "PrivateAddressIp"),
    ("arrears", "IsArrears"),
    ("type", "InstanceType"),
    ("createdAt", "CreatedTime"),
    ("eipSet", "AddressSet"),
    ("totalNum", "TotalCount"),
    ("privateIpAddressesSet", "PrivateIpAddressSet"),
    ("wanIp", "PublicIpAddress"),
    ("instanceSet", "Attachment"),
    ("eniName", "NetworkInterfaceName"),
    ("privateIpAddress", "PrivateIpAddress"),
];

impl RowFault {
    /// Answers a reading, if what is wrong with it begins with which rows there are.
    pub(super) fn read(
        &self,
        world: &World,
        region: &Region,
        call: &Call,
    ) -> Option<Result<Outcome, Refusal>> {
        match (self, call) {
            (Self::OfOthers, Call::Eips(asked)) => {
                let Outcome::Eips { rows: own, .. } = world.list_eips(region, asked) else {
                    return None;
                };
                let all = EipFilter { limit: usize::MAX, ..Default::default() };
                let Outcome::Eips { mut rows, .. } = world.list_eips(region, &all) else {
                    return None;
                };
                rows.retain(|row| own.iter().all(|own| own.id != row.id));
                rows.truncate(own.len().max(1));
                Some(Ok(Outcome::Eips { total: rows.len() as i64, rows }))
            }
            (Self::FilterIgnored, Call::Eips(asked)) => {
                let (offset, limit) = (asked.offset, asked.limit);
                let all = EipFilter { offset, limit, ..Default::default() };
                Some(Ok(world.list_eips(region, &all)))
            }
            (Self::OfOthers | Self::FilterIgnored, Call::Nics(asked)) => {
                let all =
                    NicFilter { offset: asked.offset, limit: asked.limit, ..Default::default() };
                let read = world.list_nics(region, &all);
                Some(read.map(|outcome| {
                    let Outcome::Nics { mut rows, mut total } = outcome else { return outcome };
                    if *self == Self::OfOthers {
                        rows.retain(|row| !asked.ids.contains(&row.id));
                        rows.truncate(1);
                        total = total.min(rows.len() as i64);
                    }
                    Outcome::Nics { total, rows }
                }))
            }
            (Self::LimitIgnored, Call::Eips(asked)) => {
                let all = EipFilter { limit: usize::MAX, ..asked.clone() };
                Some(Ok(world.list_eips(region, &all)))
            }
            (Self::LimitIgnored, Call::Nics(asked)) => {
                let all = NicFilter { limit: usize::MAX, ..asked.clone() };
                Some(world.list_nics(region, &all))
            }
            (Self::Endless, Call::Eips(asked)) => {
                let first = EipFilter { offset: 0, ..asked.clone() };
                let Outcome::Eips { rows, .. } = world.list_eips(region, &first) else {
                    return None;
                };
                let rows = made_up(&rows, asked.offset, asked.limit, |row: &mut EipRow, id| {
                    row.id = format!("eip-{id:08x}")
                });
                Some(Ok(Outcome::Eips { total: never_all(asked.offset, rows.len()), rows }))
            }
            (Self::Endless, Call::Nics(asked)) => {
                let first = NicFilter { offset: 0, ..asked.clone() };
                Some(world.list_nics(region, &first).map(|outcome| {
                    let Outcome::Nics { rows, .. } = outcome else { return outcome };
                    let rows = made_up(&rows, asked.offset, asked.limit, |row: &mut NicRow, id| {
                        row.id = format!("eni-{id:08x}")
                    });
                    Outcome::Nics { total: never_all(asked.offset, rows.len()), rows }
                }))
            }
            (_, _) => None,
        }
    }

    /// Does to a written answer what is wrong with it; `number` differs from answer to answer.
    pub(super) fn write(&self, body: &mut Value, number: usize) {
        match self {
            Self::Fields(names, instead) => {
                names.iter().flat_map(|name| both(name)).for_each(|name| {
                    replace(body, &name, *instead);
                })
            }
            Self::OnlyFields(names) => {
                let names: Vec<String> = names.iter().flat_map(|name| both(name)).collect();
                each(body, |row| row.retain(|name, _| names.contains(name)));
            }
            Self::Missing(count) => {
                rows(body, |rows| rows.truncate(rows.len().saturating_sub(*count)))
            }
            Self::Twice => rows(body, |rows| {
                *rows = rows.iter().flat_map(|row| [row.clone(), row.clone()]).collect();
            }),
            Self::TwiceUnlike => rows(body, |rows| {
                *rows = rows.iter().flat_map(|row| [unlike(row), row.clone()]).collect();
            }),
            Self::BoundToNone => each(body, |row| {
                set(row, &[("status", json!(2)), ("AddressStatus", json!("BIND"))]);
                set(row, &[("unInstanceId", json!("")), ("InstanceId", json!(""))]);
            }),
            Self::UnboundOnServer => each(body, |row| {
                set(row, &[("status", json!(4)), ("AddressStatus", json!("UNBIND"))]);
                if server(row).is_empty() {
                    let server = json!(SOME_SERVER);
                    set(row, &[("unInstanceId", server.clone()), ("InstanceId", server)]);
                }
            }),
            Self::OtherAddress { unbound } => each(body, |row| {
                let address = json!(format!("198.51.{}.{}", number / 200 % 200, 1 + number % 200));
                set(row, &[("eip", address.clone()), ("AddressIp", address)]);
                if *unbound {
                    off(row);
                }
            }),
            Self::OfOthers | Self::FilterIgnored | Self::LimitIgnored | Self::Endless => {}
        }
    }
}

fn never_all(offset: usize, rows: usize) -> i64 {
    (offset + 2 * rows + 1) as i64
}

/// As many rows as asked for, those of later pages with ids of their own.
fn made_up<T: Clone>(
    first: &[T],
    offset: usize,
    limit: usize,
    name: impl Fn(&mut T, usize),
) -> Vec<T> {
    let mut rows: Vec<T> =
        first.iter().cycle().take(if first.is_empty() { 0 } else { limit }).cloned().collect();
    for (index, row) in rows.iter_mut().enumerate() {
        if offset + index >= first.len() {
            name(row, 0x1000_0000 + offset + index);
        }
    }
    rows
}

/// A field's name, and the one of the other generation.
fn both(name: &str) -> Vec<String> {
    let upper = name[..1].to_ascii_uppercase() + &name[1..];
    let mut names = vec![name.to_owned()];
    names.extend(NAMES.iter().filter(|row| row.0 == name).map(|row| row.1.to_owned()));
    if names.len() == 1 && upper != name {
        names.push(upper);
    }
    names
}

/// Replaces a field wherever it is.
fn replace(value: &mut Value, name: &str, instead: Instead) {
    match value {
        Value::Object(fields) => {
            if instead == Instead::Missing {
                fields.remove(name);
            } else if let Some(field) = fields.get_mut(name) {
                *field = instead.value();
            }
            fields.values_mut().for_each(|field| replace(field, name, instead));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, name, instead)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The rows of an answer of either generation, if it has any.
fn rows(body: &mut Value, change: impl Fn(&mut Vec<Value>)) {
    const LISTS: [&str; 4] =
        ["/data/eipSet", "/data/data", "/Response/AddressSet", "/Response/NetworkInterfaceSet"];
    for list in LISTS {
        if let Some(Value::Array(rows)) = body.pointer_mut(list) {
            return change(rows);
        }
    }
}

fn each(body: &mut Value, change: impl Fn(&mut Map<String, Value>)) {
    rows(body, |rows| rows.iter_mut().filter_map(Value::as_object_mut).for_each(&change));
}

/// Sets those of the fields that the row has.
fn set(row: &mut Map<String, Value>, fields: &[(&str, Value)]) {
    for (name, value) in fields {
        if let Some(field) = row.get_mut(*name) {
            *field = value.clone();
        }
    }
}

fn server(row: &Map<String, Value>) -> String {
    ["unInstanceId", "InstanceId"]
        .iter()
        .find_map(|name| row.get(*name)?.as_str())
        .unwrap_or_default()
        .to_owned()
}

/// Makes a row that of an unbound EIP.
fn off(row: &mut Map<String, Value>) {
    let is_v2 = row.contains_key("unInstanceId");
    set(row, &[("status", json!(4)), ("AddressStatus", json!("UNBIND"))]);
    let nothing = if is_v2 { json!("") } else { Value::Null };
    for name in [
        "unInstanceId",
        "InstanceId",
        "networkInterfaceId",
        "NetworkInterfaceId",
        "privateIpAddress",
        "PrivateAddressIp",
    ] {
        set(row, &[(name, nothing.clone())]);
    }
}

/// The same row as if it were unbound if it is bound, and the other way round.
fn unlike(row: &Value) -> Value {
    let mut unlike = row.clone();
    let Some(fields) = unlike.as_object_mut() else { return unlike };
    // A NIC: on another server.
    if let Some(holder) = fields.get_mut("instanceSet") {
        *holder = json!({ "instanceId": SOME_SERVER, "attachTime": "2022-01-05 12:00:00" });
    } else if fields.contains_key("Attachment") {
        let holder = json!({ "InstanceId": SOME_SERVER, "DeviceIndex": 1 });
        fields.insert("Attachment".to_owned(), holder);
    } else if server(fields).is_empty() {
        set(fields, &[("status", json!(2)), ("AddressStatus", json!("BIND"))]);
        let server = json!(SOME_SERVER);
        set(fields, &[("unInstanceId", server.clone()), ("InstanceId", server)]);
    } else {
        off(fields);
    }
    unlike
}

#[cfg(test)]
mod tests {
    use super::*;

    fn v2() -> Value {
        json!({ "code": 0, "totalCount": 1, "data": { "eipSet": [
            { "eipId": "eip-1", "eip": "203.0.113.1", "status": 2, "unInstanceId": "ins-1", "networkInterfaceId": "eni-1", "privateIpAddress": "10.0.0.1" },
        ] } })
    }

    fn v3() -> Value {
        json!({ "Response": { "TotalCount": 1, "RequestId": "r", "AddressSet": [
            { "AddressId": "eip-1", "AddressIp": "203.0.113.1", "AddressStatus": "BIND", "InstanceId": "ins-1", "NetworkInterfaceId": "eni-1", "PrivateAddressIp": "10.0.0.1" },
        ] } })
    }

    fn after(fault: &RowFault, mut body: Value) -> Value {
        fault.write(&mut body, 0);
        body
    }

    #[test]
    fn a_field_is_called_by_either_name() {
        let gone = RowFault::Fields(vec!["unInstanceId".to_owned()], Instead::Missing);
        assert_eq!(after(&gone, v2()).pointer("/data/eipSet/0/unInstanceId"), None);
        assert_eq!(after(&gone, v3()).pointer("/Response/AddressSet/0/InstanceId"), None);
        let odd = RowFault::Fields(vec!["networkInterfaceId".to_owned()], Instead::List);
        assert_eq!(after(&odd, v2())["data"]["eipSet"][0]["networkInterfaceId"], json!([]));
        assert_eq!(after(&odd, v3())["Response"]["AddressSet"][0]["NetworkInterfaceId"], json!([]));
        let total = RowFault::Fields(vec!["totalCount".to_owned()], Instead::Null);
        assert_eq!(after(&total, v3())["Response"]["TotalCount"], Value::Null);
    }

    #[test]
    fn rows_contradict_themselves_and_each_other() {
        let twice = after(&RowFault::TwiceUnlike, v2());
        let of = |index: usize, name: &str| twice["data"]["eipSet"][index][name].clone();
        assert_eq!((of(0, "status"), of(0, "unInstanceId")), (json!(4), json!("")));
        assert_eq!((of(1, "status"), of(1, "unInstanceId")), (json!(2), json!("ins-1")));
        let row = after(&RowFault::UnboundOnServer, v3())["Response"]["AddressSet"][0].clone();
        assert_eq!(
            (&row["AddressStatus"], &row["InstanceId"]),
            (&json!("UNBIND"), &json!("ins-1"))
        );
        let row = after(&RowFault::BoundToNone, v2())["data"]["eipSet"][0].clone();
        assert_eq!((&row["status"], &row["unInstanceId"]), (&json!(2), &json!("")));
        let other = RowFault::OtherAddress { unbound: true };
        let row = after(&other, v2())["data"]["eipSet"][0].clone();
        assert_eq!((&row["eip"], &row["status"]), (&json!("198.51.0.1"), &json!(4)));
    }

    #[test]
    fn rows_go_missing_while_the_total_stays() {
        let body = after(&RowFault::Missing(1), v2());
        assert_eq!((&body["totalCount"], &body["data"]["eipSet"]), (&json!(1), &json!([])));
        let only = RowFault::OnlyFields(vec!["eipId".to_owned()]);
        assert_eq!(after(&only, v2())["data"]["eipSet"], json!([{ "eipId": "eip-1" }]));
    }
}
