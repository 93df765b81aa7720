//! Shells that read answers carelessly, to show that each rule about answers bites: they make of an answer what a careless program would, and
//! the program gets that.

use super::broken::Broken;
use super::wire::Asked;
use eip_unbind::api::message::HttpReply;
use eip_unbind::domain::Generation;
use serde_json::{Value, json};

/// Names of what such a shell looks at, in either generation.
struct Names {
    list: &'static str,
    total: &'static str,
    id: &'static str,
    address: &'static str,
    status: &'static str,
    server: &'static str,
}

const V2: Names = Names {
    list: "/data/eipSet",
    total: "/totalCount",
    id: "eipId",
    address: "eip",
    status: "status",
    server: "unInstanceId",
};
const V3: Names = Names {
    list: "/Response/AddressSet",
    total: "/Response/TotalCount",
    id: "AddressId",
    address: "AddressIp",
    status: "AddressStatus",
    server: "InstanceId",
};

/// What a careless shell makes of an answer about EIPs.
pub(crate) fn read(
    broken: Option<Broken>,
    generation: Generation,
    asked: &Asked,
    reply: &mut HttpReply,
) {
    let names = if generation == Generation::V2 { V2 } else { V3 };
    let Some(broken) = broken else { return };
    let Ok(mut body) = serde_json::from_slice::<Value>(&reply.body) else { return };
    let Some(Value::Array(rows)) = body.pointer_mut(names.list) else { return };
    if broken == Broken::ConcludesFromAbsence {
        rows.iter_mut().for_each(|row| conclude(row, &names));
    } else if broken == Broken::SkipsTheComparison {
        take_for_asked(rows, asked, &names);
    } else if broken == Broken::TakesTheFirstRow {
        let mut known: Vec<Value> = vec![];
        rows.retain(|row| {
            let is_new = !known.contains(&row[names.id]);
            known.push(row[names.id].clone());
            is_new
        });
    } else if broken == Broken::TrustsIncompleteAnswers {
        rows.retain(|row| row[names.id].as_str().is_some_and(|id| !id.trim().is_empty()));
        let count = json!(rows.len());
        if let Some(total) = body.pointer_mut(names.total) {
            *total = count;
        }
    } else {
        return;
    }
    reply.body = body.to_string().into_bytes();
}

/// "No server is named, so there is none."
fn conclude(row: &mut Value, names: &Names) {
    if row[names.id].is_string() && !row[names.server].is_string() {
        row[names.server] = json!("");
        row[names.status] = if names.status == V2.status { json!(4) } else { json!("UNBIND") };
    }
}

/// "One was asked for and one came, so it is that one."
fn take_for_asked(rows: &mut [Value], asked: &Asked, names: &Names) {
    let text = asked.params.values().cloned().collect::<Vec<_>>().join(" ");
    let Some(at) = text.find("eip-") else { return };
    let id: String =
        text[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    if let ([row], false) = (rows, id.is_empty())
        && row[names.id] != json!(id)
    {
        row[names.id] = json!(id);
        // What the row had for an address is not looked at.
        if let Some(row) = row.as_object_mut() {
            row.remove(names.address);
        }
    }
}
