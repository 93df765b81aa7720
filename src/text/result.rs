//! The outcome of an item as a sentence: what happened, when that was seen, and what holds now.

mod unfinished;

use super::story::{lost_reply, pair, state_words, status_word};
use super::{Lang, Length, fault, outcome, status, toggle};
use crate::domain::EipState;
use crate::domain::error_code::{lookup_v2, lookup_v3};
use crate::domain::sanitize::visible;
use crate::tr;
use crate::unbind::Verdict;
use crate::unbind::report::{ItemReport, Later};
use crate::unbind::story::{StoryEvent, StoryKind};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `2026-11-22 14:03:34 +08:00`
pub fn moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M:%S %:z").to_string()
}

/// When the outcome was seen: the last reading before it, else the time of the outcome itself.
fn seen_at(item: &ItemReport) -> Option<Timestamp> {
    let end = item.events.iter().rposition(|event| event.kind == StoryKind::Outcome);
    let before = &item.events[..end.unwrap_or(item.events.len())];
    let reading = before.iter().rev().find(|event| event.kind == StoryKind::Read);
    reading.and_then(|event| event.at).or_else(|| item.events.get(end?)?.at)
}

/// Whether the reply was lost.
pub(crate) fn reply_was_lost(item: &ItemReport) -> bool {
    item.events.iter().any(|event| event.kind == StoryKind::NoReply)
}

/// The request id, or why there is none.
pub(crate) fn request_id(lang: Lang, item: &ItemReport) -> String {
    let replied = |kind: StoryKind| {
        item.events.iter().any(|event| event.kind == kind && event.request_id.is_none())
    };
    let why = match &item.request_id {
        Some(id) => return visible(id).into_owned(),
        None if !item.was_sent() => lang.pick("none: no request was sent", "无：没有发出请求"),
        None if replied(StoryKind::Refused) => no_id_in_error(lang),
        None if replied(StoryKind::Accepted) => {
            lang.pick("none: Tencent's reply had none", "无：腾讯云的应答中没有")
        }
        None if reply_was_lost(item) => {
            lang.pick("none: no usable reply came", "无：没有收到可用的应答")
        }
        None => lang.pick("none: not known, the reply is not on record", "无：应答没有记录"),
    };
    why.to_owned()
}

/// Why there is no request id where Tencent answered with an error.
pub(crate) fn no_id_in_error(lang: Lang) -> &'static str {
    lang.pick("none: Tencent's error reply had none", "无：腾讯云的错误应答中没有")
}

/// Where it was, or was to be bound: the server, else NIC and private IP.
fn place(lang: Lang, state: Option<&EipState>) -> String {
    let server = state.and_then(|state| state.un_instance_id.as_ref());
    server
        .map(|server| visible(server.as_str()).into_owned())
        .or_else(|| state.and_then(pair))
        .unwrap_or_else(|| lang.pick("a place that is not known", "未知位置").to_owned())
}

/// What a block that was on record may have to do with a refusal.
fn block(lang: Lang, item: &ItemReport) -> &'static str {
    let Some(code) = item.code.as_deref() else { return "" };
    let row = code.parse().map_or_else(|_| lookup_v3(code), lookup_v2);
    fault::beside_block(lang, item.blocked, row.class, code).map_or("", |(words, _)| words)
}

/// Where a bind was to lead: `eni-… · 10.0.3.21`, or the server.
pub(crate) fn destination(item: &ItemReport) -> Option<String> {
    item.bind_target().map(|target| super::target::place(&target))
}

/// The sentence.
pub fn sentence(lang: Lang, item: &ItemReport, zone: &TimeZone) -> String {
    let Some(word) = item.outcome else { return unfinished::sentence(lang, item, zone) };
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
            "Nothing was sent: {eip} changed after the confirmation. Read {}.",
            "没有发出任何请求：确认之后 {eip} 发生变化。读取：{}。",
            last_read(lang, item, zone)
        ),
        Verdict::Refused => tr!(
            lang,
            "Tencent answered with error {}; {eip} {}.{}",
            "腾讯云返回错误 {}；{eip} {}。{}",
            error(item),
            left_as(lang, item, zone),
            block(lang, item)
        ),
        Verdict::NotSent => tr!(
            lang,
            "The request did not leave this machine: {}.",
            "请求未离开本机：{}。",
            error(item)
        ),
        Verdict::StillSettling if !item.was_read() => lang
            .pick(
                "Tencent accepted the request; it was not read afterwards.",
                "腾讯云已受理；之后未再读取。",
            )
            .to_owned(),
        Verdict::StillSettling => tr!(
            lang,
            "Tencent accepted the request, and no reading had shown it. Last read {}.",
            "腾讯云已受理，但读取尚未显示生效。最后一次读取 {}。",
            last_read(lang, item, zone)
        ),
        Verdict::Unknown if is_answered(item) => tr!(
            lang,
            "Not known whether it happened: Tencent answered with error {}, which may have acted all the same. {eip}, last read {}.",
            "无法确定是否生效：腾讯云返回错误 {}，但可能已生效。{eip} 最后一次读取 {}。",
            error(item),
            last_read(lang, item, zone)
        ),
        Verdict::Unknown => tr!(
            lang,
            "Not known whether it happened: {} request(s) sent, no usable reply. {eip}, last read {}.",
            "无法确定是否生效：发送 {} 次，没有可用的应答。{eip} 最后一次读取 {}。",
            item.sent_times(),
            last_read(lang, item, zone)
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
    if !item.recovered {
        return text;
    }
    match &item.recovered_by {
        Some((who, at)) => {
            let (shown, at) = (who.to_string(), moment(*at, zone));
            let pid = who.pid.map_or_else(|| "?".to_owned(), |pid| pid.to_string());
            let who = visible(&shown);
            tr!(
                lang,
                "{text} A later start of the program, by {who} (pid {pid}), found this by reading, {at}.",
                "{text}（由 {who} 之后的启动（pid {pid}）于 {at} 读取确认）"
            )
        }
        None => tr!(
            lang,
            "{text} A later start of the program found this by reading.",
            "{text}（由之后的启动读取确认）"
        ),
    }
}

/// Whether the last that came for it is an error of Tencent's, be it of the request or of its task.
fn is_answered(item: &ItemReport) -> bool {
    let answer = item.events.iter().rev().find(|event| {
        matches!(event.kind, StoryKind::Accepted | StoryKind::Refused | StoryKind::NoReply)
    });
    match answer.map(|event| event.kind) {
        Some(StoryKind::Refused) => true,
        Some(StoryKind::Accepted) => item.code.is_some(),
        Some(_) | None => false,
    }
}

/// What a refused request left behind.
fn left_as(lang: Lang, item: &ItemReport, zone: &TimeZone) -> String {
    let read = last_read(lang, item, zone);
    let (_, now) = last_seen(item);
    let is_same = now.zip(item.before.as_ref()).is_some_and(|(now, before)| {
        now.status == before.status && now.un_instance_id == before.un_instance_id
    });
    if is_same {
        tr!(lang, "was as before, read {read}", "与之前相同，读取 {read}")
    } else {
        tr!(lang, "was last read {read}", "最后一次读取 {read}")
    }
}

fn unbound(lang: Lang, item: &ItemReport, eip: &str, when: &str) -> String {
    let server = place(lang, item.before.as_ref());
    let kept = item.kept_link().and_then(pair);
    let mut text = match kept {
        None if item.is_gone() => tr!(
            lang,
            "{eip} was unbound from {server} and released: not listed any more, seen {when}.",
            "{eip} 已与 {server} 解绑并已释放：{when} 读取确认列表中已不存在。"
        ),
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
    if item.lost_link() {
        text.push_str(toggle::kept_link_removed(lang));
    }
    if reply_was_lost(item) {
        text.push_str(&lost_reply(lang, item.sent_times()));
    } else {
        text.push_str(&yet_done(lang, item));
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
    let text = tr!(
        lang,
        "{eip} was bound to {server}{}: seen {when}.",
        "{eip} 已绑定到 {server}{}：{when} 读取确认。",
        to.unwrap_or_default()
    );
    text + &yet_done(lang, item)
}

/// That an error was answered, and it was done all the same.
fn yet_done(lang: Lang, item: &ItemReport) -> String {
    let Some(code) = item.answered_error().or(item.code.as_deref()) else { return String::new() };
    let code = visible(code);
    tr!(
        lang,
        " Tencent answered with error {code} all the same.",
        "腾讯云返回了错误 {code}，但已生效。"
    )
}

/// What was seen at the end, with its place; nothing of an EIP that was not read.
pub(crate) fn after_words(lang: Lang, item: &ItemReport) -> Option<String> {
    Some(match (item.kept_link(), &item.after) {
        (Some(state), _) => off_with_link(lang, state),
        (None, Some(state)) => full_state(lang, state),
        (None, None) if item.is_gone() => not_listed(lang).to_owned(),
        (None, None) => return None,
    })
}

fn not_listed(lang: Lang) -> &'static str {
    lang.pick("not in the list any more", "列表中已不存在")
}

/// The state of an EIP that left its server and stayed linked, as it was asked for: the cloud may go on calling it bound.
pub(crate) fn off_with_link(lang: Lang, state: &EipState) -> String {
    let link = pair(state).unwrap_or_default();
    tr!(lang, "unbound, link to {link} kept", "已与服务器解绑，保留与 {link} 的关系")
}

/// When the EIP was last read for this run, and what that showed.
fn last_seen(item: &ItemReport) -> (Option<Timestamp>, Option<&EipState>) {
    let is_reading = |event: &&StoryEvent| {
        event.kind == StoryKind::BoundAgain
            || (event.kind == StoryKind::Read && (event.state.is_some() || is_gone(event)))
    };
    match item.events.iter().rev().find(is_reading) {
        Some(event) => (event.at, event.state.as_deref()),
        None => (seen_at(item).filter(|_| item.after.is_some()), item.after.as_ref()),
    }
}

/// A reading that did not have it.
fn is_gone(event: &StoryEvent) -> bool {
    event.state.is_none() && event.code.is_none() && event.message.is_none()
}

/// What the last reading of this run showed, which may not be so any more.
fn last_state(lang: Lang, item: &ItemReport) -> String {
    let (_, last) = last_seen(item);
    if let Some(state) = last.filter(|state| item.kept_link() == Some(*state)) {
        return off_with_link(lang, state);
    }
    if let Some(server) = &item.now_on {
        let server = visible(server.as_str());
        return tr!(lang, "bound, on {server}", "已绑定，{server}");
    }
    match last_seen(item) {
        (_, Some(state)) => state_words(lang, state),
        (Some(_), None) => not_listed(lang).to_owned(),
        (None, None) => lang.pick("not read", "未读取").to_owned(),
    }
}

/// The same with its time.
pub(crate) fn last_read(lang: Lang, item: &ItemReport, zone: &TimeZone) -> String {
    let state = last_state(lang, item);
    match last_seen(item) {
        (Some(at), _) => {
            let at = moment(at, zone);
            tr!(lang, "{at}: {state}", "{at}：{state}")
        }
        (None, Some(_)) => {
            tr!(lang, "at a time not on record: {state}", "时间没有记录：{state}")
        }
        (None, None) => state,
    }
}

/// What a later run did to the same EIP.
pub(crate) fn afterwards(lang: Lang, later: &Later, zone: &TimeZone) -> String {
    let at = moment(later.at, zone);
    let run = visible(&later.run_id);
    let word = outcome::so_far(lang, later.outcome);
    match (later.outcome, later.binds) {
        (Some(Verdict::Verified | Verdict::AlreadyBound), true) => {
            tr!(lang, "bound back at {at}, run {run}: {word}", "{at} 重新绑定，操作 {run}：{word}")
        }
        (Some(Verdict::Verified | Verdict::AlreadyUnbound), false) => {
            tr!(lang, "unbound at {at}, run {run}: {word}", "{at} 解绑，操作 {run}：{word}")
        }
        (_, true) => tr!(
            lang,
            "a request to bind it, {at}, run {run}: {word}",
            "{at} 请求绑定，操作 {run}：{word}"
        ),
        (_, false) => tr!(
            lang,
            "a request to unbind it, {at}, run {run}: {word}",
            "{at} 请求解绑，操作 {run}：{word}"
        ),
    }
}

fn error(item: &ItemReport) -> String {
    let all = [item.code.as_deref(), item.message.as_deref()];
    let all: Vec<String> =
        all.into_iter().flatten().map(|text| visible(text).into_owned()).collect();
    if all.is_empty() { "?".to_owned() } else { all.join(" ") }
}

/// The word of an outcome, also where there is none yet.
pub(crate) fn word(lang: Lang, item: &ItemReport) -> String {
    outcome::so_far(lang, item.outcome)
}

/// A state in words, with its place.
pub fn full_state(lang: Lang, state: &EipState) -> String {
    let mut parts = vec![status_word(lang, &state.status)];
    parts.push(state.un_instance_id.as_ref().map_or_else(
        || status::without_server(lang, state.server(), &state.status, Length::Long),
        |server| visible(server.as_str()).into_owned(),
    ));
    parts.extend(pair(state));
    if let Some(ip) = state.wan_ip {
        parts.push(tr!(lang, "ordinary public IP {ip}", "普通公网 IP {ip}"));
    }
    parts.join(lang.pick(", ", "，"))
}
