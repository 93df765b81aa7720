//! `quota`: `DescribeEipQuota` of the region(s).

use super::args::Output;
use super::list::{error_json, reading_code, say_fault};
use super::output;
use super::setup::Setup;
use crate::api::Client;
use crate::domain::{EipQuota, Region};
use crate::failure::Failure;
use crate::text::listing;
use futures_util::future::join_all;
use serde_json::{Value, json};

/// Reads and writes the quota.
///
/// # Errors
/// When no region is known, or no client could be made.
pub(super) async fn run(setup: &Setup) -> Result<u8, Failure> {
    let regions = setup.known_regions()?;
    let connector = setup.connector();
    // The first of them finds out which API answers; the others wait for that.
    let read =
        join_all(regions.iter().map(|region| {
            connector.read(async |client: &Client| client.describe_quota(region).await)
        }))
        .await;
    let generation = setup.generation(connector.choice().map(|choice| choice.generation));
    let good: Vec<(&Region, &EipQuota)> = regions
        .iter()
        .zip(&read)
        .filter_map(|(region, quota)| Some((region, quota.as_ref().ok()?)))
        .collect();
    let errors = || {
        regions
            .iter()
            .zip(&read)
            .filter_map(|(region, quota)| Some((region, quota.as_ref().err()?)))
    };
    match setup.global.output {
        Output::Json => output::json(&json!({
            "api": generation,
            "regions": good.iter().map(|(region, quota)| quota_json(region, quota)).collect::<Vec<_>>(),
            "errors": errors().map(|(region, fault)| error_json(setup.lang, region, fault)).collect::<Vec<_>>(),
        })),
        Output::Csv => {
            let rows: Vec<_> =
                good.iter().map(|(region, quota)| cells(region, quota, "")).collect();
            let heads = [
                "region",
                "eipNumQuota",
                "currentEipNum",
                "dailyApplyQuota",
                "dailyApplyCount",
                "dailyAllocWanIpQuota",
                "dailyAllocWanIpCount",
            ];
            output::rows(Output::Csv, None, &heads, rows);
        }
        Output::Table | Output::Markdown => {
            let heads = listing::quota_heads(setup.lang);
            let rows: Vec<_> = good.iter().map(|(region, quota)| pairs(region, quota)).collect();
            if !rows.is_empty() {
                let columns = output::columns(&setup.env);
                output::rows(Output::Table, columns, &heads, rows);
            }
        }
    }
    errors().for_each(|(region, fault)| say_fault(setup.lang, region, fault));
    Ok(reading_code(read.iter().map(|quota| quota.as_ref().map(drop))))
}

fn quota_json(region: &Region, quota: &EipQuota) -> Value {
    let mut value = json!({ "region": region });
    if let (Some(all), Ok(Value::Object(figures))) =
        (value.as_object_mut(), serde_json::to_value(quota))
    {
        all.extend(figures);
    }
    value
}

fn text(figure: Option<i64>, missing: &str) -> String {
    figure.map_or_else(|| missing.to_owned(), |n| n.to_string())
}

fn cells(region: &Region, quota: &EipQuota, missing: &str) -> Vec<String> {
    let figures = [
        quota.eip_num_quota,
        quota.current_eip_num,
        quota.daily_apply_quota,
        quota.daily_apply_count,
        quota.daily_alloc_wan_ip_quota,
        quota.daily_alloc_wan_ip_count,
    ];
    std::iter::once(region.to_string()).chain(figures.map(|f| text(f, missing))).collect()
}

/// `used/limit`, as everywhere in this program.
fn pairs(region: &Region, quota: &EipQuota) -> Vec<String> {
    let cells = cells(region, quota, "?");
    vec![
        cells[0].clone(),
        format!("{}/{}", cells[2], cells[1]),
        format!("{}/{}", cells[4], cells[3]),
        format!("{}/{}", cells[6], cells[5]),
    ]
}
