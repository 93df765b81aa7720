//! A plan and what came of it as JSON: of `unbind` and `bind` (`docs/contract.md` §3).

use super::plan::Plan;
use super::record::parameters_json;
use super::report::ItemReport;
use super::run::Run;
use crate::domain::moment::rfc3339;
use crate::domain::person::Person;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

/// The plan's part. Words of refusals and warnings are the caller's, in the operator's language.
pub(crate) fn plan_json(
    plan: &Plan,
    origin: &PlanOrigin<'_>,
    refusals: &[Value],
    warnings: &[String],
) -> Value {
    let items: Vec<Value> = plan
        .items
        .iter()
        .map(|item| {
            json!({
                "eipId": item.eip_id,
                "eip": item.eip,
                "region": item.region,
                "action": item.mutation.action(plan.whose.api),
                "parameters": parameters_json(&item.mutation.parameters(plan.whose.api)),
                "before": item.state_before(),
                "arrears": item.before.arrears,
                "blocked": item.before.blocked,
                "cascadeRelease": item.before.cascade_release,
                "lastReallocation": item.alloc_runs_out,
            })
        })
        .collect();
    let already = plan.already.iter();
    let already: Vec<Value> = already
        .map(|eip| json!({ "eipId": eip.eip_id, "eip": eip.eip, "region": eip.region }))
        .collect();
    let mut json = Map::new();
    for (key, value) in [
        ("digest", json!(plan.digest)),
        ("token", json!(plan.token_to_send())),
        ("items", json!(items)),
        ("already", already.into()),
        ("refusals", json!(refusals)),
        ("warnings", json!(warnings)),
        ("createdAt", json!(rfc3339(origin.created_at))),
        ("plannedBy", json!(origin.planned_by)),
        ("reason", json!(origin.reason)),
        ("account", json!(plan.whose.account)),
        ("profile", json!(plan.whose.profile)),
        ("endpoint", json!(plan.whose.endpoint)),
    ] {
        json.insert(key.to_owned(), value);
    }
    Value::Object(json)
}

/// Where a plan comes from.
#[derive(Debug, Clone)]
pub struct PlanOrigin<'a> {
    pub created_at: Timestamp,
    pub planned_by: &'a Person,
    pub reason: Option<&'a str>,
}

/// The items' part: what became of each, with what was so already.
pub(crate) fn items_json(plan: &Plan, run: Option<&Run>) -> Vec<Value> {
    let already = plan.already.iter().map(|eip| ItemReport::already(eip).json());
    let items = run.into_iter().flat_map(|run| run.items.iter().map(move |item| (run, item)));
    already.chain(items.map(|(run, item)| ItemReport::of(run, item).json())).collect()
}

/// The whole JSON of `unbind` and `bind`.
pub(crate) fn report_json(
    plan: &Plan,
    run: Option<&Run>,
    items: &[Value],
    plan_json: &Value,
) -> Value {
    let run_id = run.map(|run| &run.config.run_id);
    json!({ "runId": run_id, "api": plan.whose.api, "plan": plan_json, "items": items })
}
