//! What of the plan of a file is not as it was planned, in words; and that it was carried out before.

use super::{Lang, evidence, result, story};
use crate::domain::sanitize::visible;
use crate::domain::{Eip, EipState, Field};
use crate::tr;
use crate::unbind::report::RunReport;
use jiff::tz::TimeZone;

/// One target of the plan that is not what the planner saw: how it was, and how it is now, where that is known.
pub(crate) fn changed_how(lang: Lang, planned: &Eip, now: Option<&Eip>) -> String {
    let was = where_it_is(lang, &planned.state());
    let Some(now) = now else {
        return tr!(
            lang,
            "it was {was} when it was planned, and can't be planned any more",
            "制定计划时{was}，现已无法列入计划"
        );
    };
    let is = where_it_is(lang, &now.state());
    let mut parts = Vec::new();
    if was != is {
        parts.push(tr!(
            lang,
            "it was {was} when it was planned, and is now {is}",
            "制定计划时{was}，现在{is}"
        ));
    }
    let flags = [
        (Field::Arrears, planned.arrears, now.arrears),
        (Field::Blocked, planned.blocked, now.blocked),
        (Field::CascadeRelease, planned.cascade_release, now.cascade_release),
    ];
    parts.extend(flags.into_iter().filter(|(_, was, is)| was != is).map(|(field, was, is)| {
        let name = evidence::field(lang, field);
        let [was, is] = [was, is].map(|value| match value {
            Some(true) => lang.pick("yes", "是"),
            Some(false) => lang.pick("no", "否"),
            None => lang.pick("not known", "未知"),
        });
        tr!(lang, "{name}: {was} → {is}", "{name}：{was} → {is}")
    }));
    if planned.eip != now.eip {
        let [was, is] = [planned, now].map(Eip::address);
        parts.push(tr!(lang, "address: {was} → {is}", "地址：{was} → {is}"));
    }
    parts.join(lang.pick("; ", "；"))
}

/// Where an EIP is, in a few words: `bound, on ins-1e1f1g1h · 10.0.8.11`.
fn where_it_is(lang: Lang, state: &EipState) -> String {
    let words = story::state_words(lang, state);
    let private_ip = state.private_ip_address.filter(|_| state.un_instance_id.is_some());
    private_ip.map_or_else(|| words.clone(), |ip| format!("{words} · {ip}"))
}

/// A target of the plan that is as it was planned, while another one is not.
pub(crate) fn unchanged(lang: Lang) -> &'static str {
    lang.pick(
        "unchanged; not sent, because the plan is carried out whole or not at all",
        "无变化；未发送，因为计划只能整体执行",
    )
}

/// The same was carried out since the plan was made, by the journal.
pub(crate) fn carried_out_since(lang: Lang, run: &RunReport, zone: &TimeZone) -> String {
    let at = run.started_at.map_or_else(
        || lang.pick("at a time not on record", "时间没有记录").to_owned(),
        |at| result::moment(at, zone),
    );
    let words: Vec<String> = run
        .items
        .iter()
        .map(|item| format!("{} {}", item.name(), result::word(lang, item)))
        .collect();
    let words = words.join(lang.pick(", ", "，"));
    let (id, words) = (visible(&run.run_id), visible(&words));
    tr!(
        lang,
        "since this plan was made, the same was carried out: run {id}, {at}: {words}",
        "制定该计划之后，相同内容已执行过：操作 {id}，{at}：{words}"
    )
}

/// A target whose plan is not the one that `--expect` names.
pub(crate) fn not_as_expected(lang: Lang, now: &Eip) -> String {
    let is = where_it_is(lang, &now.state());
    tr!(
        lang,
        "drifted: not sent, as --expect names another plan or server; it is now {is}",
        "drifted（已变化）：未发送，因为 --expect 指定的是另一计划或服务器；现在{is}"
    )
}
