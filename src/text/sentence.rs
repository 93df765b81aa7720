//! What became of one target, in a sentence with names and times, and the next step (the forms of each outcome word).

mod refused;

use super::{Lang, fault};
use crate::domain::sanitize::visible;
use crate::domain::{Delivery, Moment, Mutation};
use crate::tr;
use crate::unbind::{Event, EventKind, Outcome, Run, RunItem, Verdict, WanIp};

/// What became of one target: a sentence with names and times, and the next step. `when` writes a time with its offset.
pub fn of_item(
    lang: Lang,
    item: &RunItem,
    when: &dyn Fn(Moment) -> String,
) -> Option<(String, String)> {
    let outcome = item.outcome.as_ref()?;
    let binds = matches!(item.plan.mutation, Mutation::Bind { .. });
    let said = match outcome.word {
        Verdict::Verified if binds => bound(lang, item, when),
        Verdict::Verified => unbound(lang, item, outcome, when),
        Verdict::AlreadyUnbound | Verdict::AlreadyBound => before(lang, item, outcome, when),
        Verdict::Drifted | Verdict::NotSent | Verdict::NotRecorded | Verdict::Cancelled => {
            nothing_sent(lang, item, outcome, when)
        }
        Verdict::Refused => refused::sentence(lang, item, outcome, when),
        Verdict::StillSettling | Verdict::Unknown => open(lang, item, outcome, when),
    };
    Some(said)
}

fn seen(item: &RunItem, when: &dyn Fn(Moment) -> String) -> String {
    item.done_at.map_or_else(|| "…".to_owned(), when)
}

fn server_of(item: &RunItem) -> String {
    let id = item.plan.before.un_instance_id.as_ref();
    id.map_or_else(|| "—".to_owned(), |id| visible(id.as_str()).into_owned())
}

fn request_id(item: &RunItem) -> Option<String> {
    let accepted = item.accepted.as_ref().and_then(|accepted| accepted.request_id.as_ref());
    let answered = item.outcome.as_ref().and_then(|o| o.fault.as_ref()?.request_id.as_ref());
    accepted.or(answered).map(|id| visible(id.as_str()).into_owned())
}

/// Seen bound at the place that was asked for.
fn bound(lang: Lang, item: &RunItem, when: &dyn Fn(Moment) -> String) -> (String, String) {
    let (eip, t) = (item.plan.before.address(), seen(item, when));
    let after = item.outcome.as_ref().and_then(|o| o.after.as_ref());
    let server = after.and_then(|after| after.un_instance_id.as_ref());
    let server = server.map_or_else(|| "—".to_owned(), |id| visible(id.as_str()).into_owned());
    let place = after.map_or_else(String::new, |after| {
        match (&after.network_interface_id, after.private_ip_address) {
            (Some(nic), Some(ip)) => format!(", {} · {ip}", visible(nic.as_str())),
            (Some(nic), None) => format!(", {}", visible(nic.as_str())),
            (None, _) => String::new(),
        }
    });
    (
        tr!(
            lang,
            "{eip} is bound to {server}{place}: seen at {t}.",
            "{eip} 已绑定到 {server}{place}：{t} 读取确认。"
        ),
        lang.pick("Nothing to do.", "无需操作。").to_owned(),
    )
}

/// Seen unbound.
fn unbound(
    lang: Lang,
    item: &RunItem,
    outcome: &Outcome,
    when: &dyn Fn(Moment) -> String,
) -> (String, String) {
    let (eip, t, server) = (item.plan.before.address(), seen(item, when), server_of(item));
    if let Some(now_on) = &outcome.now_on {
        let is_again = |event: &&Event| matches!(event.kind, EventKind::BoundAgain(_));
        let t2 = item.events.iter().rfind(is_again).map_or_else(|| "…".to_owned(), |e| when(e.at));
        let now_on = visible(now_on.as_str());
        return (
            tr!(
                lang,
                "{eip} was unbound at {t} but is bound again, to {now_on}, seen {t2}; not by this program.",
                "{eip} 于 {t} 已解绑，但 {t2} 又绑定到 {now_on}，并非本程序所为。"
            ),
            lang.pick(
                "Find who or what bound it (a script, auto scaling, a colleague), then Esc, u.",
                "先查明由谁绑定（脚本、弹性伸缩、同事），再按 Esc、u。",
            )
            .to_owned(),
        );
    }
    let keep = matches!(
        item.plan.mutation,
        Mutation::Unbind { un_bind_private_ip_with_eip: Some(false), .. }
    );
    let after = outcome.after.as_ref();
    let link = after.and_then(|after| {
        let nic = visible(after.network_interface_id.as_ref()?.as_str()).into_owned();
        Some(match after.private_ip_address {
            Some(ip) => format!("{nic} · {ip}"),
            None => nic,
        })
    });
    let answered = outcome.fault.as_ref().filter(|f| f.delivery == Delivery::Answered);
    let released = item.plan.before.cascade_release == Some(true)
        && item.events.iter().any(|event| matches!(event.kind, EventKind::Gone));
    let took = item.took_ms().map_or_else(String::new, |ms| {
        let (s, tenth) = (ms / 1_000, ms % 1_000 / 100);
        tr!(lang, ", {s}.{tenth} s after sending", "，发送后 {s}.{tenth} 秒")
    });
    let mut text = if let Some(fault) = answered {
        let code = visible(if fault.code.is_empty() { fault.class.word() } else { &fault.code });
        tr!(
            lang,
            "Tencent answered with error {code}, yet {eip} is unbound: seen at {t}.",
            "腾讯云返回错误 {code}，但 {eip} 已解绑：{t} 读取确认。"
        )
    } else if let (true, Some(link)) = (keep, &link) {
        tr!(
            lang,
            "{eip} is off {server}; its link to {link} is kept, as chosen: seen at {t}.",
            "{eip} 已与 {server} 解绑，按选择保留与 {link} 的关系：{t} 读取确认。"
        )
    } else if keep {
        tr!(
            lang,
            "{eip} is unbound: seen at {t}; the link was removed although you chose to keep it.",
            "{eip} 已解绑：{t} 读取确认；虽选择保留，但关系已被解除。"
        )
    } else if released {
        tr!(
            lang,
            "{eip} is unbound and was released, as announced: the address is gone.",
            "{eip} 已解绑并已释放（如提示）：地址已不在账号中。"
        )
    } else if request_id(item).is_none() && item.accepted.is_none() {
        tr!(
            lang,
            "{eip} is unbound: seen at {t}. The reply was lost, so there is no request id; the request was sent once.",
            "{eip} 已解绑：{t} 读取确认。应答丢失，因此没有请求 ID；请求只发送了一次。"
        )
    } else {
        tr!(lang, "{eip} is unbound: seen at {t}{took}.", "{eip} 已解绑：{t} 读取确认{took}。")
    };
    if matches!(item.plan.mutation, Mutation::Unbind { alloc_wan_ip: Some(true), .. }) {
        text += &match outcome.wan_ip {
            WanIp::Came(ip) => tr!(
                lang,
                " {server} has the new ordinary public IP {ip}.",
                "{server} 已获得普通公网 IP {ip}。"
            ),
            WanIp::NoneCame => tr!(
                lang,
                " No new ordinary public IP has been seen on {server}: look at it in the console.",
                "未见 {server} 获得新的普通公网 IP：请在控制台查看。"
            ),
            WanIp::NotKnown => tr!(
                lang,
                " Not known whether {server} has a new ordinary public IP: look at it in the console.",
                "未知 {server} 是否获得新的普通公网 IP：请在控制台查看。"
            ),
        };
    }
    let next = if keep {
        lang.pick("b binds it back there.", "按 b 重新绑定。")
    } else if released {
        lang.pick("Nothing to do: there is no way back.", "无需操作：无法重新绑定。")
    } else if item.plan.before.blocked == Some(true) {
        lang.pick(
            "It was blocked by Tencent: no binding, to any server, until that is lifted (usually 2–24 h); then b.",
            "该 EIP 解绑前已被封堵：须等腾讯云解封（通常 2～24 小时）才能绑定，任何服务器均如此；届时按 b。",
        )
    } else {
        lang.pick(
            "Nothing to do. It is read again after 10 s and 60 s; b binds it back.",
            "无需操作。10 秒和 60 秒后会再读取；按 b 重新绑定。",
        )
    };
    (text, next.to_owned())
}

fn before(
    lang: Lang,
    item: &RunItem,
    outcome: &Outcome,
    when: &dyn Fn(Moment) -> String,
) -> (String, String) {
    let (eip, t) = (item.plan.before.address(), seen(item, when));
    let server = outcome.after.as_ref().and_then(|after| after.un_instance_id.as_ref());
    let server = server.map_or_else(|| "—".to_owned(), |id| visible(id.as_str()).into_owned());
    let text = if outcome.word == Verdict::AlreadyBound {
        tr!(
            lang,
            "{eip} was on {server} before anything was sent (read {t}).",
            "发送前 {eip} 就已绑定到 {server}（{t} 读取）。"
        )
    } else {
        tr!(
            lang,
            "{eip} was unbound before anything was sent (read {t}).",
            "发送前 {eip} 就未绑定（{t} 读取）。"
        )
    };
    (text, lang.pick("Nothing to do.", "无需操作。").to_owned())
}

fn nothing_sent(
    lang: Lang,
    item: &RunItem,
    outcome: &Outcome,
    when: &dyn Fn(Moment) -> String,
) -> (String, String) {
    let (eip, t) = (item.plan.before.address(), seen(item, when));
    let why = outcome.fault.as_ref().map(|fault| fault::meaning(lang, fault));
    let said =
        outcome.fault.as_ref().map_or_else(String::new, |f| visible(&f.message).into_owned());
    match outcome.word {
        Verdict::Drifted => {
            let change = match &outcome.after {
                Some(after) => super::outcome::changes(lang, &item.plan.before.state(), after),
                None => String::new(),
            };
            let change = if change.is_empty() {
                lang.pick("the EIP changed", "EIP 发生了变化").to_owned()
            } else {
                change
            };
            (
                tr!(
                    lang,
                    "Nothing was sent: after you confirmed, {change} (read {t}).",
                    "没有发出任何请求：确认之后 {change}（{t} 读取）。"
                ),
                lang.pick(
                    "Esc, then u: check the new state and confirm again.",
                    "按 Esc 再按 u，核对后重新确认。",
                )
                .to_owned(),
            )
        }
        Verdict::NotRecorded => (
            tr!(
                lang,
                "Nothing was sent: the journal can't be written: {said}.",
                "没有发出任何请求：无法写入操作日志：{said}。"
            ),
            lang.pick(
                "Free space or fix the folder, then Esc, u.",
                "清理空间或修复目录后按 Esc、u。",
            )
            .to_owned(),
        ),
        Verdict::Cancelled => (
            tr!(
                lang,
                "{eip} was not begun; nothing was sent for it.",
                "{eip} 未开始；没有为它发出任何请求。"
            ),
            lang.pick("Esc, then u on its row in the list.", "按 Esc 返回列表，在该行上按 u。")
                .to_owned(),
        ),
        Verdict::Verified
        | Verdict::AlreadyUnbound
        | Verdict::AlreadyBound
        | Verdict::Refused
        | Verdict::NotSent
        | Verdict::StillSettling
        | Verdict::Unknown => {
            let why = why.unwrap_or_default();
            let step = outcome.fault.as_ref().map_or("", |fault| fault::hint(lang, fault));
            (
                tr!(
                    lang,
                    "The request did not leave this machine: {why} {eip} is as read before.",
                    "请求未离开本机：{why} {eip} 状态同之前的读取。"
                ),
                tr!(lang, "{step} Then Esc, u.", "{step} 再按 Esc、u。").trim_start().to_owned(),
            )
        }
    }
}

fn open(
    lang: Lang,
    item: &RunItem,
    outcome: &Outcome,
    when: &dyn Fn(Moment) -> String,
) -> (String, String) {
    let (eip, t2) = (item.plan.before.address(), seen(item, when));
    let t = item.sent_at.map_or_else(|| "…".to_owned(), when);
    let now = outcome.after.as_ref().map(|after| super::outcome::state(lang, after));
    if outcome.word == Verdict::StillSettling {
        let id = request_id(item)
            .map_or_else(String::new, |id| tr!(lang, " (request id {id})", "（请求 ID {id}）"));
        let text = match now {
            _ if item.is_gone() => tr!(
                lang,
                "Tencent accepted the request{id}; at {t2} {eip} is not listed any more: it may have been released when it was unbound.",
                "腾讯云已受理{id}；{t2} 读取时 {eip} 已不在列表中：可能在解绑后被自动释放。"
            ),
            Some(now) => tr!(
                lang,
                "Tencent accepted the request{id}, but at {t2} {eip} still shows: {now}.",
                "腾讯云已受理{id}，但 {t2} {eip} 仍为：{now}。"
            ),
            None => tr!(
                lang,
                "Tencent accepted the request{id}; no reading shows {eip} unbound yet.",
                "腾讯云已受理{id}；尚无读取显示 {eip} 已解绑。"
            ),
        };
        if item.is_gone() {
            let next = lang.pick(
                "Don't send another. Look in the console whether the account still has it.",
                "不要重复发送。请在控制台查看账号中是否还有该 EIP。",
            );
            return (text, next.to_owned());
        }
        let next = lang.pick(
            "Don't send another. This screen reads it every 5 s; closing it is safe, H shows it.",
            "不要重复发送。本页每 5 秒读取；可关闭，H 中可查看。",
        );
        return (text, next.to_owned());
    }
    let text = match now {
        Some(now) => tr!(
            lang,
            "Not known whether it happened: sent once at {t}, no usable reply, and {eip} shows at {t2}: {now}.",
            "无法确定是否生效：{t} 发送一次，没有可用的应答，{t2} 读取 {eip}：{now}。"
        ),
        None => tr!(
            lang,
            "Not known whether it happened: sent once at {t}, no usable reply, and {eip} could not be read until {t2}.",
            "无法确定是否生效：{t} 发送一次，没有可用的应答，至 {t2} 无法读取 {eip}。"
        ),
    };
    let server = server_of(item);
    let next = tr!(
        lang,
        "Not sent again. It is read every 5 s; plan anew (Esc, u) only while it is still on {server}.",
        "程序不会重发，每 5 秒读取一次；仅当仍绑定在 {server} 时，可按 Esc 再按 u 重新操作。"
    );
    (text, next)
}

/// Why the rest of a run was not begun: what came of the one before, or that the operator stopped it.
pub fn why_not_begun(lang: Lang, run: &Run) -> String {
    let done = run.items.iter().filter_map(|item| Some((item, item.outcome.as_ref()?.word)));
    let begun: Vec<_> = done.filter(|(_, word)| *word != Verdict::Cancelled).collect();
    if let Some((item, word)) = begun.iter().find(|(_, word)| !word.is_fine()) {
        let (eip, word) = (item.plan.before.address(), super::outcome::word(lang, *word));
        return tr!(lang, "{eip} before it came out as {word}", "之前的 {eip} 结果为 {word}");
    }
    match begun.last() {
        Some((item, _)) => {
            let eip = item.plan.before.address();
            tr!(lang, "you stopped after {eip}", "你在 {eip} 之后停止")
        }
        None => {
            lang.pick("you stopped before anything was sent", "你在发出任何请求之前停止").to_owned()
        }
    }
}
