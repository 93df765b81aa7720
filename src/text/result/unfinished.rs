//! An item without an outcome: what is on record of it, and how that will be known.

use super::moment;
use crate::domain::sanitize::visible;
use crate::text::Lang;
use crate::tr;
use crate::unbind::report::ItemReport;
use crate::unbind::story::{StoryEvent, StoryKind};
use jiff::tz::TimeZone;

pub(super) fn sentence(lang: Lang, item: &ItemReport, zone: &TimeZone) -> String {
    let begun = item.events.iter().rposition(|event| event.kind == StoryKind::Recorded);
    let since = &item.events[begun.unwrap_or_default()..];
    let last = |kinds: &[StoryKind]| since.iter().rev().find(|event| kinds.contains(&event.kind));
    let time = |event: Option<&StoryEvent>| {
        event.and_then(|event| event.at).map_or_else(
            || lang.pick("at a time not on record", "时间没有记录").to_owned(),
            |at| moment(at, zone),
        )
    };
    let sent = last(&[StoryKind::Sent]);
    let at = time(sent);
    let answer =
        last(&[StoryKind::Accepted, StoryKind::Refused, StoryKind::NoReply, StoryKind::NotSent]);
    let said = |event: &StoryEvent| {
        let all = [event.code.as_deref(), event.message.as_deref()];
        all.into_iter()
            .flatten()
            .map(|text| visible(text).into_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let text = match answer.map(|event| (event.kind, event)) {
        Some((StoryKind::Accepted, event)) => match &event.request_id {
            Some(id) => tr!(
                lang,
                "Sent {at} and accepted by Tencent (request id {}); no outcome is on record.",
                "{at} 发送，腾讯云已受理（请求 ID {}）；没有结果记录。",
                visible(id.as_str())
            ),
            None => tr!(
                lang,
                "Sent {at} and accepted by Tencent; no outcome is on record.",
                "{at} 发送，腾讯云已受理；没有结果记录。"
            ),
        },
        Some((StoryKind::Refused, event)) => tr!(
            lang,
            "Sent {at}; Tencent answered with error {}; no outcome is on record.",
            "{at} 发送，腾讯云返回错误 {}；没有结果记录。",
            said(event)
        ),
        Some((StoryKind::NotSent, event)) => tr!(
            lang,
            "The request did not leave this machine: {}; no outcome is on record.",
            "请求未离开本机：{}；没有结果记录。",
            said(event)
        ),
        Some((_, _)) => tr!(
            lang,
            "Sent {at}, no usable reply; no outcome is on record.",
            "{at} 发送，没有可用的应答；没有结果记录。"
        ),
        None if sent.is_some() => tr!(
            lang,
            "Sent {at}; no reply and no outcome is on record.",
            "{at} 发送；没有应答和结果的记录。"
        ),
        None if begun.is_some() => {
            let at = time(since.first());
            tr!(
                lang,
                "Recorded {at} as about to be sent; whether the request left this machine is not known.",
                "{at} 记录为即将发送；请求是否离开本机尚不清楚。"
            )
        }
        None => {
            return lang
                .pick(
                    "No outcome is on record, and no request either.",
                    "没有结果记录，也没有发出请求的记录。",
                )
                .to_owned();
        }
    };
    if begun.is_none() {
        return text;
    }
    tr!(
        lang,
        "{text} Once its program has ended, the next start with the same account and endpoint \
         checks it by reading; it is not sent again.",
        "{text}原程序结束后，下次以相同账号和接入地址启动时会读取核对；不会重发。"
    )
}
