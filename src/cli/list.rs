//! `list`: EIPs of the region(s).

use super::args::Output;
use super::output;
use super::setup::Setup;
use super::table::Table;
use crate::domain::moment::rfc3339;
use crate::domain::sanitize::visible_lines;
use crate::domain::{
    Eip, EipId, EipQuery, EipStatus, Fault, Generation, InstanceId, InstanceKind,
    NetworkInterfaceId, Region,
};
use crate::failure::{Failure, FailureKind};
use crate::runtime::headless::{self, Listed};
use crate::text;
use crate::text::{Lang, Length, listing};
use crate::view::wrap::wrap;
use futures_util::future::join_all;
use ratatui::text::Line;
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::net::IpAddr;

/// Reads and writes the list.
///
/// # Errors
/// When no region is known, or no client could be made.
pub(super) async fn run(setup: &Setup) -> Result<u8, Failure> {
    let regions = setup.known_regions()?;
    let connector = setup.connector();
    let ready = connector.ready().await;
    let generation = setup.generation(ready.as_ref().ok().map(|(_, choice)| choice.generation));
    let all = EipQuery::all();
    let read = join_all(regions.iter().map(|region| async {
        match &ready {
            Ok((client, _)) => headless::list(client, region, &all).await,
            Err(fault) => Listed { pages: vec![], complete: false, fault: Some(fault.clone()) },
        }
    }))
    .await;
    let complete = read.iter().all(|r| r.complete);
    let mut eips: Vec<&Eip> = read.iter().flat_map(|r| r.pages.iter().flatten()).collect();
    eips.sort_by(|a, b| crate::domain::sort::SortKey::Address.compare(a, b));
    match setup.global.output {
        Output::Json => {
            let document = Document {
                api: generation,
                regions,
                complete,
                read_at: rfc3339(setup.clock.now().wall),
                errors: errors_json(setup.lang, regions, &read),
                eips: [],
            };
            output::stream_rows(&document, eips.iter().map(|eip| Row::of(eip)));
        }
        Output::Csv => output::csv_rows(FIELDS, eips.iter().map(|eip| fields(eip))),
        Output::Table | Output::Markdown => {
            // Heads without a row would look like "there is nothing", which nobody knows when a reading failed.
            if complete || !eips.is_empty() {
                write_table(setup, regions.len(), &eips);
            }
        }
    }
    for (region, listed) in regions.iter().zip(&read) {
        talk_about(setup.lang, region, listed);
    }
    if complete && eips.is_empty() {
        let names = regions.iter().map(Region::as_str).collect::<Vec<_>>().join(" ");
        output::talk(&listing::no_eip(setup.lang, &names));
    }
    let code = reading_code(read.iter().map(|listed| listed.fault.as_ref().map_or(Ok(()), Err)));
    Ok(if complete { 0 } else { code.max(FailureKind::Reading.exit_code()) })
}

/// The exit code of a reading command: credentials and permission only where they are the answer to all that was asked.
pub(super) fn reading_code<'a>(read: impl IntoIterator<Item = Result<(), &'a Fault>>) -> u8 {
    let read: Vec<_> = read.into_iter().collect();
    let is_refused = |answer: &Result<(), &Fault>| answer.is_err_and(Fault::is_auth);
    if read.iter().all(Result::is_ok) {
        0
    } else if read.iter().all(is_refused) {
        FailureKind::Credentials.exit_code()
    } else {
        FailureKind::Reading.exit_code()
    }
}

/// Which columns a narrow terminal does without, the first of them first: NIC, private IP, EIP ID, region, server.
const LEFT_OUT: &[usize] = &[5, 6, 2, 0, 4];

fn write_table(setup: &Setup, regions: usize, eips: &[&Eip]) {
    let heads = listing::heads(setup.lang);
    let table = Table::new(&heads, eips.iter().map(|eip| row(setup.lang, eip)).collect());
    let Some(columns) = output::columns(&setup.env) else {
        return output::data(&visible_lines(&table.whole()));
    };
    // Of a single region every row says the same.
    let mut order = LEFT_OUT.to_vec();
    order.sort_by_key(|column| *column != 0 || regions > 1);
    let more = if setup.global.ascii || !setup.env.is_utf8() { "..." } else { "…" };
    let narrowed = table.narrowed(usize::from(columns), &order, more);
    output::data(&visible_lines(&narrowed.text));
    if let Some(said) =
        text::usage::left_out(setup.lang, &narrowed.left_out, narrowed.names_are_cut)
    {
        let parts = wrap(&Line::raw(said), usize::from(columns), 1);
        parts.into_iter().for_each(|part| output::talk(&part.to_string()));
    }
}

fn talk_about(lang: Lang, region: &Region, listed: &Listed) {
    match &listed.fault {
        Some(fault) => say_fault(lang, region, fault),
        None if !listed.complete => {
            output::talk(&listing::incomplete(lang, region));
        }
        None => {}
    }
}

/// Says what could not be read in a region: code, meaning, next step.
pub(super) fn say_fault(lang: Lang, region: &Region, fault: &Fault) {
    let sentence = text::fault::sentence(lang, fault);
    output::talk(&text::plan_lines::about(lang, region.as_str(), &sentence));
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

/// The document of `--output json`, without its rows.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    api: Option<Generation>,
    regions: &'a [Region],
    complete: bool,
    read_at: String,
    errors: Vec<Value>,
    eips: [Row<'a>; 0],
}

/// One row, in the order of [`FIELDS`].
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    region: &'a Region,
    eip_id: &'a EipId,
    eip: Option<IpAddr>,
    eip_name: &'a str,
    status: &'a EipStatus,
    r#type: Option<InstanceKind>,
    arrears: Option<bool>,
    blocked: Option<bool>,
    un_instance_id: Option<&'a InstanceId>,
    network_interface_id: Option<&'a NetworkInterfaceId>,
    private_ip_address: Option<IpAddr>,
    isp_id: Option<i64>,
    created_at: Option<String>,
}

impl<'a> Row<'a> {
    fn of(eip: &'a Eip) -> Self {
        Self {
            region: &eip.region,
            eip_id: &eip.eip_id,
            eip: eip.eip,
            eip_name: &eip.eip_name,
            status: &eip.status,
            r#type: eip.kind,
            arrears: eip.arrears,
            blocked: eip.blocked,
            un_instance_id: eip.un_instance_id.as_ref(),
            network_interface_id: eip.network_interface_id.as_ref(),
            private_ip_address: eip.private_ip_address,
            isp_id: eip.isp_id,
            created_at: eip.created_at.map(rfc3339),
        }
    }
}

fn fields(eip: &Eip) -> [Cow<'_, str>; 13] {
    fn text<'a>(value: Option<impl ToString>) -> Cow<'a, str> {
        value.map_or_else(Cow::default, |value| value.to_string().into())
    }
    let row = Row::of(eip);
    [
        row.region.as_str().into(),
        row.eip_id.as_str().into(),
        text(row.eip),
        row.eip_name.into(),
        row.status.to_string().into(),
        row.r#type.map_or("", InstanceKind::word).into(),
        text(row.arrears),
        text(row.blocked),
        row.un_instance_id.map_or("", InstanceId::as_str).into(),
        row.network_interface_id.map_or("", NetworkInterfaceId::as_str).into(),
        text(row.private_ip_address),
        text(row.isp_id),
        row.created_at.unwrap_or_default().into(),
    ]
}

fn row(lang: Lang, eip: &Eip) -> Vec<Cow<'_, str>> {
    let ip = |ip: Option<IpAddr>| ip.map_or("-".into(), |ip| ip.to_string().into());
    vec![
        eip.region.as_str().into(),
        ip(eip.eip),
        eip.eip_id.as_str().into(),
        text::status::state(lang, eip, Length::Short).into(),
        eip.un_instance_id.as_ref().map_or("-", InstanceId::as_str).into(),
        eip.network_interface_id.as_ref().map_or("-", NetworkInterfaceId::as_str).into(),
        ip(eip.private_ip_address),
        eip.eip_name.as_str().into(),
    ]
}
