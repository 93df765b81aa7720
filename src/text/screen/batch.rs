//! The review and the run of several targets.

use crate::domain::sanitize::visible;
use crate::domain::{BindTarget, Fault};
use crate::text::dialog::{Label, age, label};
use crate::text::target::place;
use crate::text::{Lang, fault, sentence, texts};
use crate::tr;
use crate::unbind::{Plan, Run, RunItem, Verdict};

texts! {
    first_request(count: usize):
        "request 1 of {count}, p shows all  ",
        "第 1 个请求，共 {count} 个，p 显示全部  ";
    traffic_stops(addresses: usize):
        "▲ Internet traffic to the {addresses} addresses will stop; open connections will break",
        "▲ 发往这 {addresses} 个地址的公网流量将中断，现有连接断开";
    choices_as_planned: "w, d: as planned, shown at each", "w、d：按计划，各自显示";
    nothing_when_planned: "nothing to do when it was planned", "计划时无需操作";
    /// The same beside a run.
    not_in_run(target: &str, why: &str):
        "– left out  {target}  {why}, not part of this batch",
        "– 未纳入  {target}  {why}，不在本批中";
    stopping(now: &str, waiting: &str):
        "Stopping after {now}; {waiting} will not be begun. Esc again takes that back.",
        "{now} 完成后停止；{waiting} 不再开始。再按 Esc 恢复。";
}

/// In which order it goes, and how many are left out.
pub(crate) fn one_by_one(lang: Lang, plan: &Plan, binds: bool) -> String {
    let left = match plan.left_out() {
        0 => String::new(),
        left if plan.items.is_empty() => tr!(lang, "; none of {left}", "；{left} 个均不可"),
        left => tr!(lang, "   {left} left out", "   {left} 个未纳入"),
    };
    if binds {
        return tr!(
            lang,
            "One by one, in this order. If one does not end as bound, the next ones are not begun.{left}",
            "按此顺序逐个进行。若其中一个未能绑定，其后的不再开始{left}"
        );
    }
    tr!(
        lang,
        "One by one, in this order. If one does not end as unbound, the next ones are not begun.{left}",
        "按此顺序逐个进行。若其中一个未能解绑，其后的不再开始{left}"
    )
}

pub(crate) fn back_to(lang: Lang, target: &BindTarget) -> String {
    let place = place(target);
    tr!(lang, "back to {place}", "重新绑定到 {place}")
}

pub(crate) fn not_read(lang: Lang, fault: &Fault) -> String {
    let why = fault::meaning(lang, fault);
    tr!(lang, "  ✗ {why}; next try in 2 s", "  ✗ {why}；2 秒后重试")
}

pub(crate) fn checked(lang: Lang, count: usize, at: &str, age_s: u64) -> String {
    let age = age(lang, age_s);
    tr!(
        lang,
        "all {count} at {at} ({age}): unchanged; each once more before its request",
        "{count} 个均于 {at}（{age}）核对：无变化；各自发送前会再次核对"
    )
}

/// What stands before the facts that these targets have in common.
pub(crate) fn facts_of(lang: Lang, numbers: &[String]) -> String {
    let (name, numbers) = (label(lang, Label::Facts), list(lang, numbers));
    tr!(lang, "{name} {numbers}: ", "{name} {numbers}：")
}

fn list(lang: Lang, numbers: &[String]) -> String {
    numbers.join(lang.pick(", ", "、"))
}

pub(crate) fn lose_all(lang: Lang, servers: usize) -> String {
    if servers == 1 {
        return lang
            .pick("▲ 1 will lose its only public IP", "▲ 1 台服务器将失去唯一的公网 IP")
            .to_owned();
    }
    tr!(
        lang,
        "▲ {servers} will lose their only public IP",
        "▲ {servers} 台服务器将失去唯一的公网 IP"
    )
}

pub(crate) fn choice_is_for(lang: Lang, numbers: &[String]) -> String {
    let numbers = list(lang, numbers);
    tr!(lang, "for {numbers}; shown at each", "适用于 {numbers}；各自显示")
}

pub(crate) fn already(lang: Lang, binds: bool) -> &'static str {
    if binds {
        return lang.pick("bound already, nothing to do", "当前已绑定，无需操作");
    }
    lang.pick("unbound now, nothing to unbind", "当前未绑定，无需解绑")
}

pub(crate) fn left_out(lang: Lang, target: &str, why: &str, is_narrow: bool) -> String {
    if is_narrow {
        return tr!(lang, "– {target} LEFT OUT: {why}", "– {target} 未纳入：{why}");
    }
    tr!(lang, "–   {target}  LEFT OUT: {why}", "–   {target}  未纳入：{why}")
}

/// The id of the request that left for an item with this outcome, or why there is none.
pub(crate) fn request(lang: Lang, run: &Run, item: &RunItem, outcome: Verdict) -> String {
    match (item.request_id(), outcome, item.sent_at) {
        (Some(id), ..) => {
            tr!(lang, "   request id {}", "   请求 ID {}", visible(id.as_str()))
        }
        (None, Verdict::Cancelled, _) => {
            let why = sentence::why_not_begun(lang, run);
            tr!(lang, "   not begun: {why}; no request", "   未开始：{why}；没有请求")
        }
        (None, _, Some(_)) => lang
            .pick(
                "   request id none: no reply that has one came",
                "   请求 ID 无：未收到含有它的应答",
            )
            .to_owned(),
        (None, _, None) => lang.pick("   no request", "   没有请求").to_owned(),
    }
}

/// The item that the keys are about, and those that are marked.
pub(crate) fn chosen(lang: Lang, here: &str, marked: &[String]) -> String {
    if marked.is_empty() {
        return tr!(lang, "▶ {here} (j/k)", "▶ {here}（j/k）");
    }
    let marked = marked.join(lang.between_names());
    tr!(lang, "▶ {here} (j/k)  marked: {marked}", "▶ {here}（j/k）  已标记：{marked}")
}
