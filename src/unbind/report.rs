//! The JSON of `unbind` (`docs/contract.md` §3), for the command line and for the clipboard alike.

use super::plan::Plan;
use super::record::parameters_json;
use super::run::Run;
use crate::domain::{Eip, EipState};
use serde_json::{Value, json};

/// One item of `items`.
pub fn item_json(
    eip: &Eip,
    outcome: Option<&super::Outcome>,
    sent_at: Option<&str>,
    took_ms: Option<u64>,
    request_id: Option<&str>,
) -> Value {
    let fault = outcome.and_then(|o| o.fault.as_ref());
    json!({
        "eipId": eip.eip_id,
        "eip": eip.eip,
        "region": eip.region,
        "outcome": outcome.map(|o| o.word),
        "code": fault.map(|f| &f.code).filter(|c| !c.is_empty()),
        "message": fault.map(|f| &f.message),
        "requestId": fault.and_then(|f| f.request_id.as_ref().map(crate::domain::RequestId::as_str)).or(request_id),
        "before": eip.state(),
        "after": outcome.and_then(|o| o.after.clone()),
        "sentAt": sent_at,
        "tookMs": took_ms,
    })
}

/// The plan's part.
fn plan_json(plan: &Plan, refusals: &[Value], warnings: &[String]) -> Value {
    let items: Vec<Value> = plan
        .items
        .iter()
        .map(|item| {
            json!({
                "eipId": item.eip_id,
                "eip": item.eip,
                "region": item.region,
                "action": item.mutation.action(plan.api),
                "parameters": parameters_json(&item.mutation.parameters(plan.api)),
                "before": item.before.state(),
            })
        })
        .collect();
    json!({ "digest": plan.digest, "token": plan.token_to_send(), "items": items, "refusals": refusals, "warnings": warnings })
}

/// The items' part: what became of each, with what was unbound already.
pub fn items_json(plan: &Plan, run: Option<&Run>) -> Vec<Value> {
    let already = super::Outcome::bare(super::Verdict::AlreadyUnbound);
    let mut items: Vec<Value> = plan
        .already
        .iter()
        .map(|eip| item_json(eip, Some(&with_after(&already, eip.state())), None, None, None))
        .collect();
    for item in run.into_iter().flat_map(|run| &run.items) {
        let request_id = item
            .accepted
            .as_ref()
            .and_then(|a| a.request_id.as_ref())
            .map(crate::domain::RequestId::as_str);
        // What never left was not sent at any time.
        let left = item.outcome.as_ref().is_none_or(|o| o.word != super::Verdict::NotSent);
        let sent_at = item.sent_at.filter(|_| left).map(|at| rfc3339(at.wall));
        let took_ms = item.took_ms().filter(|_| left);
        items.push(item_json(
            &item.plan.before,
            item.outcome.as_ref(),
            sent_at.as_deref(),
            took_ms,
            request_id,
        ));
    }
    items
}

fn with_after(outcome: &super::Outcome, after: EipState) -> super::Outcome {
    super::Outcome { after: Some(after), ..outcome.clone() }
}

/// RFC 3339 with an offset; the cloud's own clock is UTC.
pub fn rfc3339(at: jiff::Timestamp) -> String {
    let ms = at.as_millisecond();
    let at = jiff::Timestamp::from_millisecond(ms).unwrap_or(at);
    format!("{:.3}", at.display_with_offset(jiff::tz::Offset::UTC))
}

/// The whole report. Words of refusals and warnings are the caller's, in the operator's language.
pub fn report_json(
    plan: &Plan,
    run: Option<&Run>,
    items: &[Value],
    refusals: &[Value],
    warnings: &[String],
) -> Value {
    let run_id = run.map(|r| &r.config.run_id);
    json!({ "runId": run_id, "api": plan.api, "plan": plan_json(plan, refusals, warnings), "items": items })
}
