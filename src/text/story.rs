//! Words for the events of a run, one line each (`docs/contract.md` §3).

use super::{Lang, Length, status};
use crate::domain::sanitize::visible;
use crate::domain::{EipState, EipStatus, FaultClass};
use crate::tr;
use crate::unbind::Verdict;
use crate::unbind::story::{NONE_CAME, STALE, StoryEvent, StoryKind};
use jiff::tz::TimeZone;

/// That the reply was lost, beside what was read; the request was sent so many times.
pub(crate) fn lost_reply(lang: Lang, times: usize) -> String {
    match times {
        n @ 2.. => tr!(
            lang,
            " The reply was lost, so there is no request id; the request was sent {n} times, and only the last may have acted.",
            "应答丢失，因此没有请求 ID；请求共发送了 {n} 次，只有最后一次可能生效。"
        ),
        _ => lang
            .pick(
                " The reply was lost, so there is no request id; the request was sent once.",
                "应答丢失，因此没有请求 ID；请求只发送了一次。",
            )
            .to_owned(),
    }
}

/// Every event, a line each, without its time. A further request is told by its number.
pub fn lines(lang: Lang, events: &[StoryEvent]) -> Vec<String> {
    let mut attempt = 0;
    let line = |event: &StoryEvent| {
        if event.kind == StoryKind::Sent {
            attempt += 1;
        }
        line(lang, event, attempt)
    };
    events.iter().map(line).collect()
}

/// The time of an event, `14:03:31.120`; blank where it is not known.
pub(crate) fn time(event: &StoryEvent, zone: &TimeZone) -> String {
    let shown =
        event.at.map(|at| at.to_zoned_datetime(zone.clone()).strftime("%H:%M:%S%.3f").to_string());
    shown.unwrap_or_else(|| " ".repeat(12))
}

/// One event; `attempt` is the number of the request that it belongs to.
pub fn line(lang: Lang, event: &StoryEvent, attempt: usize) -> String {
    let text = words(lang, event, attempt);
    match event.left_out {
        0 => text,
        count => tr!(lang, "({count} readings left out) {text}", "（略去 {count} 次读取）{text}"),
    }
}

fn words(lang: Lang, event: &StoryEvent, attempt: usize) -> String {
    let message = event.message.as_deref().map(|text| visible(text).into_owned());
    let id = event.request_id.as_ref().map(|id| visible(id.as_str()).into_owned());
    match event.kind {
        StoryKind::Checked if message.as_deref() == Some(STALE) => lang
            .pick("that check took too long: checking again", "核对耗时过长，再次核对")
            .to_owned(),
        StoryKind::Checked => lang.pick("checked: unchanged", "已核对：无变化").to_owned(),
        StoryKind::Recorded => lang.pick("written to the journal", "已写入操作日志").to_owned(),
        StoryKind::Sent if attempt > 1 => tr!(
            lang,
            "request sent again (attempt {attempt}): the one before did nothing",
            "再次发送（第 {attempt} 次）：前一次未生效"
        ),
        StoryKind::Sent => lang.pick("request sent", "请求已发送").to_owned(),
        StoryKind::Accepted => match id {
            Some(id) => {
                tr!(lang, "accepted by Tencent, request id {id}", "腾讯云已受理，请求 ID {id}")
            }
            None => lang
                .pick(
                    "accepted by Tencent, which gave no request id",
                    "腾讯云已受理，未提供请求 ID",
                )
                .to_owned(),
        },
        StoryKind::Refused => {
            let id = id.map(|id| tr!(lang, ", request id {id}", "，请求 ID {id}"));
            let head = lang.pick("error from Tencent", "腾讯云返回错误");
            with_error(lang, head, event) + &id.unwrap_or_default()
        }
        StoryKind::NoReply => {
            with_error(lang, lang.pick("no usable reply", "没有可用的应答"), event)
        }
        StoryKind::NotSent => {
            with_error(lang, lang.pick("did not leave this machine", "未离开本机"), event)
        }
        StoryKind::Read => match &event.state {
            Some(state) => tr!(lang, "read: {}", "读取：{}", state_words(lang, state)),
            None if event.code.is_none() && message.is_none() => {
                lang.pick("read: not in the list any more", "读取：列表中已不存在").to_owned()
            }
            None => with_error(lang, lang.pick("reading failed", "读取失败"), event),
        },
        StoryKind::Task => {
            tr!(lang, "task: {}", "任务：{}", message.as_deref().unwrap_or("?"))
        }
        StoryKind::WanIp => match message.as_deref() {
            Some(NONE_CAME) => {
                lang.pick("new ordinary public IP: none seen", "普通公网 IP：未见").to_owned()
            }
            Some(ip) => tr!(lang, "new ordinary public IP {ip}", "新的普通公网 IP {ip}"),
            None => lang
                .pick(
                    "new ordinary public IP: not known, look at the server",
                    "普通公网 IP：未知，请查看服务器",
                )
                .to_owned(),
        },
        StoryKind::BoundAgain => {
            let server = message.as_deref().unwrap_or("?");
            tr!(lang, "read: bound again, to {server}", "读取：又绑定到 {server}")
        }
        StoryKind::Outcome => match (&event.code, message) {
            (Some(_), why) => tr!(
                lang,
                "the outcome could not be written to the journal: {}",
                "结果无法写入操作日志：{}",
                why.unwrap_or_default()
            ),
            (None, word) => {
                let word = word.unwrap_or_default();
                let known = Verdict::ALL.into_iter().find(|known| known.as_str() == word);
                let shown = known.map_or(word, |known| super::outcome::word(lang, known));
                tr!(lang, "outcome: {shown}", "结果：{shown}")
            }
        },
    }
}

/// What happened, with the code and message of an error. A class stands in for a code where the cloud gave none: programs read it, and
/// people get the message alone.
fn with_error(lang: Lang, head: &str, event: &StoryEvent) -> String {
    let code = event.code.as_deref().filter(|code| !FaultClass::is_word(code));
    let parts = [code, event.message.as_deref().filter(|message| !message.is_empty())];
    let parts: Vec<_> = parts.into_iter().flatten().map(visible).collect();
    if parts.is_empty() {
        return head.to_owned();
    }
    let error = parts.join(" ");
    tr!(lang, "{head}: {error}", "{head}：{error}")
}

/// What a reading showed: `unbinding, on ins-…`, `unbound, no server`.
pub fn state_words(lang: Lang, state: &EipState) -> String {
    let word = status_word(lang, &state.status);
    let pair = pair(state);
    match (&state.un_instance_id, pair) {
        (Some(server), _) => {
            let server = visible(server.as_str()).into_owned();
            tr!(lang, "{word}, on {server}", "{word}，{server}")
        }
        (None, pair) => {
            let server = status::without_server(lang, state.server(), &state.status, Length::Long);
            let is_off = server == status::no_server(lang);
            let pair = match pair {
                Some(pair) if is_off => {
                    tr!(lang, ", link to {pair} kept", "，保留与 {pair} 的关系")
                }
                Some(pair) => tr!(lang, ", {pair}", "，{pair}"),
                None => String::new(),
            };
            tr!(lang, "{word}, {server}{pair}", "{word}，{server}{pair}")
        }
    }
}

/// The state of an EIP in a sentence.
pub(crate) fn status_word(lang: Lang, status: &EipStatus) -> String {
    match status {
        EipStatus::Bound => lang.pick("bound", "已绑定").to_owned(),
        EipStatus::BoundToDetachedNic => {
            lang.pick("bound to a detached NIC", "绑定悬空弹性网卡").to_owned()
        }
        EipStatus::Unbound => lang.pick("unbound", "未绑定").to_owned(),
        EipStatus::Binding => lang.pick("binding", "绑定中").to_owned(),
        EipStatus::Unbinding => lang.pick("unbinding", "解绑中").to_owned(),
        EipStatus::Creating => lang.pick("creating", "创建中").to_owned(),
        EipStatus::Offlining => lang.pick("being released", "释放中").to_owned(),
        EipStatus::CreateFailed => lang.pick("creation failed", "创建失败").to_owned(),
        EipStatus::NotTold => lang.pick("status unknown", "状态未知").to_owned(),
        EipStatus::Other(raw) => {
            let raw = visible(raw);
            tr!(lang, "status {raw} (not documented)", "状态 {raw}（文档未列出）")
        }
    }
}

/// `eni-5f6a7b8c · 10.0.3.21`, as far as it is known.
pub(crate) fn pair(state: &EipState) -> Option<String> {
    let nic = state.network_interface_id.as_ref().map(|nic| visible(nic.as_str()).into_owned());
    let ip = state.private_ip_address.map(|ip| ip.to_string());
    match (nic, ip) {
        (Some(nic), Some(ip)) => Some(format!("{nic} · {ip}")),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_that_stands_in_for_a_code_is_no_word_for_people() {
        let of = |code: &str, message: &str, kind| StoryEvent {
            code: Some(code.to_owned()),
            message: Some(message.to_owned()).filter(|message| !message.is_empty()),
            ..StoryEvent::bare(None, kind)
        };
        for (event, en, zh) in [
            (
                of("internal", "connection closed", StoryKind::NoReply),
                "no usable reply: connection closed",
                "没有可用的应答：connection closed",
            ),
            (of("internal", "", StoryKind::NoReply), "no usable reply", "没有可用的应答"),
            (
                of("unreachable", "no route", StoryKind::NotSent),
                "did not leave this machine: no route",
                "未离开本机：no route",
            ),
            (
                of("5100", "busy", StoryKind::Refused),
                "error from Tencent: 5100 busy",
                "腾讯云返回错误：5100 busy",
            ),
        ] {
            assert_eq!(words(Lang::En, &event, 1), en);
            assert_eq!(words(Lang::Zh, &event, 1), zh);
        }
    }
}
