//! The outcome of an item as a sentence: what happened, when that was seen, and what holds now.

use super::story::{pair, state_words, status_word};
use super::{Lang, outcome};
use crate::domain::EipState;
use crate::domain::sanitize::visible;
use crate::tr;
use crate::unbind::Verdict;
use crate::unbind::report::ItemReport;
use crate::unbind::story::{StoryEvent, StoryKind};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `2026-11-22 14:03:34 +08:00`
pub fn moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M:%S %:z").to_string()
}

/// The last reading that came, and its time.
pub fn last_reading(item: &ItemReport) -> Option<(Timestamp, &EipState)> {
    let read = |event: &&StoryEvent| event.kind == StoryKind::Read && event.state.is_some();
    let event = item.events.iter().rev().find(read)?;
    Some((event.at?, event.state.as_ref()?))
}

/// When the outcome was seen: the last reading before it, else the time of the outcome itself.
fn seen_at(item: &ItemReport) -> Option<Timestamp> {
    let end = item.events.iter().rposition(|event| event.kind == StoryKind::Outcome);
    let before = &item.events[..end.unwrap_or(item.events.len())];
    let reading = before.iter().rev().find(|event| event.kind == StoryKind::Read);
    reading.and_then(|event| event.at).or_else(|| item.events.get(end?)?.at)
}

/// Whether the reply was lost.
pub fn reply_was_lost(item: &ItemReport) -> bool {
    item.events.iter().any(|event| event.kind == StoryKind::NoReply)
}

/// The request id, or why there is none.
pub fn request_id(lang: Lang, item: &ItemReport) -> String {
    match &item.request_id {
        Some(id) => visible(id).into_owned(),
        None if !item.was_sent() => {
            lang.pick("none: no request was sent", "无：没有发出请求").to_owned()
        }
        None if reply_was_lost(item) => {
            lang.pick("none: no reply came", "无：没有收到应答").to_owned()
        }
        None => {
            lang.pick("none: not known, the reply is not on record", "无：应答没有记录").to_owned()
        }
    }
}

/// Where it was, or was to be bound: the server, else NIC and private IP.
fn place(lang: Lang, state: Option<&EipState>) -> String {
    let server = state.and_then(|state| state.un_instance_id.as_ref());
    server
        .map(|server| visible(server.as_str()).into_owned())
        .or_else(|| state.and_then(pair))
        .unwrap_or_else(|| lang.pick("a place that is not known", "未知位置").to_owned())
}

/// Where a bind was to lead: `eni-… · 10.0.3.21`, or the server.
pub fn destination(item: &ItemReport) -> Option<String> {
    item.bind_target().map(|target| super::target::place(&target))
}

/// The sentence.
pub fn sentence(lang: Lang, item: &ItemReport, zone: &TimeZone) -> String {
    let Some(word) = item.outcome else {
        return lang
            .pick(
                "No outcome is on record: what left this machine, if anything, is not known yet.",
                "没有结果记录：是否有请求离开本机尚不清楚。",
            )
            .to_owned();
    };
    let eip = visible(&item.name()).into_owned();
    let when = seen_at(item).map_or_else(
        || lang.pick("at a time not on record", "时间没有记录").to_owned(),
        |at| moment(at, zone),
    );
    let text = match word {
        Verdict::Verified if item.binds() => bound(lang, item, &eip, &when),
        Verdict::Verified => unbound(lang, item, &eip, &when),
        Verdict::AlreadyUnbound => tr!(
            lang,
            "{eip} was unbound before anything was sent (read {when}).",
            "发送前 {eip} 就未绑定（{when} 读取）。"
        ),
        Verdict::AlreadyBound => tr!(
            lang,
            "{eip} was on {} before anything was sent (read {when}).",
            "发送前 {eip} 就已绑定到 {}（{when} 读取）。",
            place(lang, item.after.as_ref().or(item.before.as_ref()))
        ),
        Verdict::Drifted => tr!(
            lang,
            "Nothing was sent: {eip} changed after the confirmation. It is now: {}.",
            "没有发出任何请求：确认之后 {eip} 发生变化，现为：{}。",
            now(lang, item)
        ),
        Verdict::Refused => tr!(
            lang,
            "Tencent answered with error {}; {eip} is as before: {}.",
            "腾讯云返回错误 {}；{eip} 与之前相同：{}。",
            error(item),
            now(lang, item)
        ),
        Verdict::NotSent => tr!(
            lang,
            "The request did not leave this machine: {}.",
            "请求未离开本机：{}。",
            error(item)
        ),
        Verdict::StillSettling => tr!(
            lang,
            "Tencent accepted the request, and no reading has shown it yet: {}.",
            "腾讯云已受理，但读取尚未显示生效：{}。",
            now(lang, item)
        ),
        Verdict::Unknown => tr!(
            lang,
            "Not known whether it happened: {} request(s) sent, no usable reply, and {eip} shows: {}.",
            "无法确定是否生效：发送 {} 次，没有可用的应答，{eip} 显示：{}。",
            item.attempts,
            now(lang, item)
        ),
        Verdict::NotRecorded => tr!(
            lang,
            "Nothing was sent: the journal could not be written: {}.",
            "没有发出任何请求：无法写入操作日志：{}。",
            error(item)
        ),
        Verdict::Cancelled => {
            lang.pick("Not begun; nothing was sent.", "未开始，没有发出任何请求。").to_owned()
        }
    };
    if item.recovered {
        tr!(
            lang,
            "{text} A later start of the program found this by reading.",
            "{text}（由之后的启动读取确认）"
        )
    } else {
        text
    }
}

fn unbound(lang: Lang, item: &ItemReport, eip: &str, when: &str) -> String {
    let server = place(lang, item.before.as_ref());
    let kept = item.after.as_ref().filter(|after| after.un_instance_id.is_none()).and_then(pair);
    let mut text = match kept {
        Some(kept) => tr!(
            lang,
            "{eip} is off {server}; its link to {kept} is kept: seen {when}.",
            "{eip} 已与 {server} 解绑，保留与 {kept} 的关系：{when} 读取确认。"
        ),
        None => tr!(
            lang,
            "{eip} was unbound from {server}: seen {when}.",
            "{eip} 已与 {server} 解绑：{when} 读取确认。"
        ),
    };
    if reply_was_lost(item) {
        text.push_str(lang.pick(
            " The reply was lost, so there is no request id; the request was sent once.",
            "应答丢失，因此没有请求 ID；请求只发送了一次。",
        ));
    } else if let Some(code) = &item.code {
        let code = visible(code);
        text.push_str(&tr!(
            lang,
            " Tencent answered with error {code} all the same.",
            "腾讯云返回了错误 {code}，但已生效。"
        ));
    }
    if let Some(server) = &item.now_on {
        let server = visible(server.as_str());
        text.push_str(&tr!(
            lang,
            " Afterwards it was seen bound again, to {server}; not by this run.",
            "之后又绑定到 {server}，并非本次操作所为。"
        ));
    }
    text
}

fn bound(lang: Lang, item: &ItemReport, eip: &str, when: &str) -> String {
    let server = place(lang, item.after.as_ref());
    let to = destination(item).filter(|to| *to != server).map(|to| tr!(lang, ", {to}", "，{to}"));
    tr!(
        lang,
        "{eip} is bound to {server}{}: seen {when}.",
        "{eip} 已绑定到 {server}{}：{when} 读取确认。",
        to.unwrap_or_default()
    )
}

/// What is known to hold, from the last reading.
pub fn now(lang: Lang, item: &ItemReport) -> String {
    match (&item.after, &item.now_on) {
        (_, Some(server)) => {
            let server = visible(server.as_str());
            tr!(lang, "bound, on {server}", "已绑定，{server}")
        }
        (Some(after), None) => state_words(lang, after),
        (None, None) => lang.pick("not read", "未读取").to_owned(),
    }
}

fn error(item: &ItemReport) -> String {
    let all = [item.code.as_deref(), item.message.as_deref()];
    let all: Vec<String> =
        all.into_iter().flatten().map(|text| visible(text).into_owned()).collect();
    if all.is_empty() { "?".to_owned() } else { all.join(" ") }
}

/// The word of an outcome, also where there is none yet.
pub fn word(lang: Lang, item: &ItemReport) -> String {
    item.outcome.map_or_else(
        || lang.pick("no outcome yet", "尚无结果").to_owned(),
        |word| outcome::word(lang, word),
    )
}

/// A state in words, with its place.
pub fn full_state(lang: Lang, state: &EipState) -> String {
    let mut parts = vec![status_word(lang, &state.status)];
    parts.push(state.un_instance_id.as_ref().map_or_else(
        || lang.pick("no server", "无服务器").to_owned(),
        |server| visible(server.as_str()).into_owned(),
    ));
    parts.extend(pair(state));
    if let Some(ip) = state.wan_ip {
        parts.push(tr!(lang, "ordinary public IP {ip}", "普通公网 IP {ip}"));
    }
    parts.join(lang.pick(", ", "，"))
}
