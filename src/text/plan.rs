//! A plan in words, before and after it is carried out: what is refused, what to be warned of, and the whole of it as JSON.

use super::dialog::{self, Weight};
use super::not_known::Why;
use super::report::event_line;
use super::{Lang, Length, command_line, plan_lines, refusal};
use crate::domain::Mutation;
use crate::domain::sanitize::visible;
use crate::tr;
use crate::unbind::plan_json::{PlanOrigin, items_json, plan_json, report_json};
use crate::unbind::{EventKind, Keeps, Plan, Refusal, Run};
use serde_json::{Value, json};

/// One entry of `refusals`.
fn refusal_json(lang: Lang, refused: &Refusal) -> Value {
    json!({
        "target": refused.target,
        "code": refused.reason.word(),
        "reason": refusal::reason(lang, &refused.reason),
        "hint": command_line::instead(lang, &refused.reason),
    })
}

/// What the operator should know before and after.
pub(crate) fn warnings(lang: Lang, plan: &Plan, run: Option<&Run>) -> Vec<String> {
    let mut all = Vec::new();
    for item in &plan.items {
        let address = item.before.address();
        let server = item.before.un_instance_id.as_ref();
        let server = server.map_or_else(|| "—".into(), |id| visible(id.as_str()));
        all.extend(item.dangers.iter().map(|danger| {
            let danger = refusal::danger_of(lang, *danger, item);
            tr!(lang, "{address}: {danger}", "{address}：{danger}")
        }));
        if let Mutation::Bind { target, .. } = &item.mutation {
            if item.place_not_seen {
                let line = dialog::place_not_seen(lang, target);
                all.push(tr!(lang, "{address}: {line}", "{address}：{line}"));
            }
            continue;
        }
        let lines = dialog::will_happen(lang, item, Length::Long, Why::LeftOut);
        let heavy = lines.into_iter().filter(|(weight, _)| *weight == Weight::Matters);
        all.extend(heavy.map(|(_, line)| tr!(lang, "{address}: {line}", "{address}：{line}")));
        if item.keeps == Keeps::Unknown {
            all.push(tr!(
                lang,
                "{address}: not known whether {server} keeps another public IP",
                "{address}：未知 {server} 是否还有其他公网 IP"
            ));
        }
    }
    all.extend(afterwards(lang, run));
    all
}

/// What the operator should know of what came of it.
pub(crate) fn afterwards(lang: Lang, run: Option<&Run>) -> Vec<String> {
    let mut all = Vec::new();
    for item in run.into_iter().flat_map(|run| &run.items) {
        for event in &item.events {
            if let EventKind::VerdictNotRecorded(_) = &event.kind {
                let words = event_line(lang, &event.kind);
                all.push(plan_lines::about(lang, &item.plan.before.address(), &words));
            }
        }
        if let Some(server) = item.outcome.as_ref().and_then(|o| o.now_on.as_ref()) {
            let (address, server) = (item.plan.before.address(), visible(server.as_str()));
            all.push(tr!(
                lang,
                "{address} is now on {server}: somebody or something bound it there",
                "{address} 现绑定在 {server}：已被他人或自动化绑定"
            ));
        }
    }
    all
}

/// The heads of the table of a plan; `is_done`: with what came of it.
pub(crate) fn heads(lang: Lang, binds: bool, is_done: bool) -> [&'static str; 10] {
    let place = match (binds, is_done) {
        (true, _) => lang.pick("TO", "绑定到"),
        (false, true) => lang.pick("WAS ON", "原绑定"),
        (false, false) => lang.pick("NOW ON", "当前绑定"),
    };
    let [region, nic, ip, request, outcome, message, new_ip] = match lang {
        Lang::En => ["REGION", "NIC", "PRIVATE IP", "REQUEST", "OUTCOME", "MESSAGE", "NEW IP"],
        Lang::Zh => ["地域", "网卡", "内网 IP", "请求", "结果", "信息", "新 IP"],
    };
    [region, "EIP", "EIP ID", place, nic, ip, request, outcome, message, new_ip]
}

/// The JSON of `unbind`, with these items.
pub fn json(
    lang: Lang,
    plan: &Plan,
    origin: &PlanOrigin<'_>,
    run: Option<&Run>,
    items: &[Value],
) -> Value {
    let refusals: Vec<_> = plan.refusals.iter().map(|r| refusal_json(lang, r)).collect();
    report_json(plan, run, items, &plan_json(plan, origin, &refusals, &warnings(lang, plan, run)))
}

/// What `before_send` gets: the plan, and of which run it is and who is about to send it.
pub(crate) fn to_ask(lang: Lang, plan: &Plan, origin: &PlanOrigin<'_>, run_id: &str) -> Value {
    let mut asked = json(lang, plan, origin, None, &[])["plan"].take();
    asked["runId"] = json!(run_id);
    asked["api"] = json!(plan.whose.api);
    asked["who"] = json!(plan.whose.who);
    asked
}

/// The same with every item.
pub(crate) fn whole_json(
    lang: Lang,
    plan: &Plan,
    origin: &PlanOrigin<'_>,
    run: Option<&Run>,
) -> Value {
    json(lang, plan, origin, run, &items_json(plan, run))
}
