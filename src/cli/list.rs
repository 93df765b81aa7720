//! `list`: EIPs of the region(s).

use super::args::Output;
use super::output;
use super::setup::Setup;
use crate::domain::{Eip, EipQuery, Fault, Region};
use crate::failure::{Failure, FailureKind};
use crate::runtime::headless::{self, Listed};
use crate::text;
use crate::text::Lang;
use crate::unbind::report::rfc3339;
use futures_util::future::join_all;
use serde_json::{Value, json};

/// Reads and writes the list.
///
/// # Errors
/// When no region is known, or no client could be made.
pub(super) async fn run(setup: &Setup) -> Result<u8, Failure> {
    let regions = setup.known_regions()?;
    let connector = setup.connector();
    let ready = connector.ready().await;
    let generation = ready.as_ref().map_or(setup.generation, |(_, choice)| choice.generation);
    let all = EipQuery::all();
    let read = join_all(regions.iter().map(|region| async {
        match &ready {
            Ok((client, _)) => headless::list(client, region, &all).await,
            Err(fault) => Listed { eips: vec![], complete: false, fault: Some(fault.clone()) },
        }
    }))
    .await;
    let complete = read.iter().all(|r| r.complete);
    let mut eips: Vec<&Eip> = read.iter().flat_map(|r| &r.eips).collect();
    eips.sort_by(|a, b| crate::domain::sort::SortKey::Address.compare(a, b));
    match setup.global.output {
        Output::Json => output::json(&json!({
            "api": generation,
            "regions": regions,
            "complete": complete,
            "readAt": rfc3339(setup.clock.now().wall),
            "errors": errors_json(setup.lang, regions, &read),
            "eips": eips.iter().map(|eip| eip_json(eip)).collect::<Vec<_>>(),
        })),
        Output::Csv => output::rows(
            Output::Csv,
            FIELDS,
            &eips.iter().map(|eip| fields(eip)).collect::<Vec<_>>(),
        ),
        Output::Table | Output::Markdown => {
            let heads = setup.lang.pick(
                "REGION|EIP|EIP ID|STATUS|BOUND TO|NIC|PRIVATE IP|NAME",
                "地域|EIP|EIP ID|状态|绑定到|网卡|内网 IP|名称",
            );
            // Heads without a row would look like "there is nothing", which nobody knows when a reading failed.
            if complete || !eips.is_empty() {
                let rows: Vec<_> = eips.iter().map(|eip| row(setup.lang, eip)).collect();
                output::rows(Output::Table, &heads.split('|').collect::<Vec<_>>(), &rows);
            }
        }
    }
    for (region, listed) in regions.iter().zip(&read) {
        talk_about(setup.lang, region, listed);
    }
    if complete && eips.is_empty() {
        let names = regions.iter().map(Region::as_str).collect::<Vec<_>>().join(" ");
        output::talk(&crate::tr!(setup.lang, "no EIP in {names}", "{names} 没有弹性公网 IP"));
    }
    let code =
        super::reading_code(read.iter().map(|listed| listed.fault.as_ref().map_or(Ok(()), Err)));
    Ok(if complete { 0 } else { code.max(FailureKind::Reading.exit_code()) })
}

fn talk_about(lang: Lang, region: &Region, listed: &Listed) {
    match &listed.fault {
        Some(fault) => say_fault(lang, region, fault),
        None if !listed.complete => {
            output::talk(&crate::tr!(
                lang,
                "{region}: incomplete: the rows do not add up to the total",
                "{region}：不完整：行数与总数不符"
            ));
        }
        None => {}
    }
}

/// Says what could not be read in a region: code, meaning, next step.
pub(super) fn say_fault(lang: Lang, region: &Region, fault: &Fault) {
    output::talk(&format!("{region}: {}", text::fault::sentence(lang, fault)));
    output::talk(&format!("  {}", text::fault::hint(lang, fault)));
}

fn errors_json(lang: Lang, regions: &[Region], read: &[Listed]) -> Vec<Value> {
    regions
        .iter()
        .zip(read)
        .filter_map(|(region, listed)| {
            listed.fault.as_ref().map(|fault| error_json(lang, region, fault))
        })
        .collect()
}

/// One entry of `errors`.
pub(super) fn error_json(lang: Lang, region: &Region, fault: &Fault) -> Value {
    json!({
        "region": region,
        "class": fault.class.word(),
        "code": Some(&fault.code).filter(|code| !code.is_empty()),
        "message": fault.message,
        "requestId": fault.request_id,
        "hint": text::fault::hint(lang, fault),
    })
}

const FIELDS: &[&str] = &[
    "region",
    "eipId",
    "eip",
    "eipName",
    "status",
    "type",
    "arrears",
    "blocked",
    "unInstanceId",
    "networkInterfaceId",
    "privateIpAddress",
    "ispId",
    "createdAt",
];

fn eip_json(eip: &Eip) -> Value {
    json!({
        "region": eip.region,
        "eipId": eip.eip_id,
        "eip": eip.eip,
        "eipName": eip.eip_name,
        "status": eip.status,
        "type": eip.serves(),
        "arrears": eip.arrears,
        "blocked": eip.blocked,
        "unInstanceId": eip.un_instance_id,
        "networkInterfaceId": eip.network_interface_id,
        "privateIpAddress": eip.private_ip_address,
        "ispId": eip.isp_id,
        "createdAt": eip.created_at.map(rfc3339),
    })
}

fn fields(eip: &Eip) -> Vec<String> {
    let value = eip_json(eip);
    let cell = |name: &&str| match &value[*name] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
            other.to_string()
        }
    };
    FIELDS.iter().map(cell).collect()
}

fn row(lang: Lang, eip: &Eip) -> Vec<String> {
    let dash = || "-".to_owned();
    vec![
        eip.region.to_string(),
        eip.eip.map_or_else(dash, |ip| ip.to_string()),
        eip.eip_id.to_string(),
        if eip.arrears == Some(true) {
            format!("{} {}", eip.status, lang.pick("arrears", "欠费"))
        } else {
            eip.status.to_string()
        },
        eip.un_instance_id.as_ref().map_or_else(dash, ToString::to_string),
        eip.network_interface_id.as_ref().map_or_else(dash, ToString::to_string),
        eip.private_ip_address.map_or_else(dash, |ip| ip.to_string()),
        eip.eip_name.to_string(),
    ]
}
