//! What became of one target, in a sentence with names and times, and the next step (the forms of each outcome word).

mod nothing_sent;
mod open;
mod refused;

use super::{Lang, story};
use crate::domain::sanitize::visible;
use crate::domain::{EipState, Moment, Mutation, Told};
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
            nothing_sent::sentence(lang, item, outcome, when)
        }
        Verdict::Refused => refused::sentence(lang, item, outcome, when),
        Verdict::StillSettling | Verdict::Unknown => open::sentence(lang, item, outcome, when),
    };
    Some(said)
}

fn seen(item: &RunItem, when: &dyn Fn(Moment) -> String) -> String {
    item.done_at.map_or_else(|| "…".to_owned(), when)
}

/// Where it was: the server, or else the NIC and private IP.
fn server_of(lang: Lang, item: &RunItem) -> String {
    place_of(&item.plan.before.state())
        .unwrap_or_else(|| lang.pick("its place", "原位置").to_owned())
}

fn place_of(state: &EipState) -> Option<String> {
    let server = state.un_instance_id.as_ref().map(|id| visible(id.as_str()).into_owned());
    server.or_else(|| story::pair(state))
}

/// The key of the list that plans the same anew.
fn key(item: &RunItem) -> &'static str {
    if matches!(item.plan.mutation, Mutation::Bind { .. }) { "b" } else { "u" }
}

/// How often the request was sent and, where that was more than once, when last.
fn sent(lang: Lang, item: &RunItem, when: &dyn Fn(Moment) -> String) -> String {
    let t = item.sent_at.map_or_else(|| "…".to_owned(), when);
    match item.sent_times() {
        n @ 2.. => tr!(lang, "sent {n} times, last at {t}", "共发送 {n} 次，最后一次 {t}"),
        _ => tr!(lang, "sent once at {t}", "{t} 发送一次"),
    }
}

fn request_id(item: &RunItem) -> Option<String> {
    item.request_id().map(|id| visible(id.as_str()).into_owned())
}

/// Seen bound at the place that was asked for.
fn bound(lang: Lang, item: &RunItem, when: &dyn Fn(Moment) -> String) -> (String, String) {
    let (eip, t) = (item.plan.before.address(), seen(item, when));
    let after = item.outcome.as_ref().and_then(|o| o.after.as_ref());
    let server = after.and_then(|after| after.un_instance_id.as_ref());
    let server = server.map(|id| visible(id.as_str()).into_owned());
    let parts: Vec<String> = server
        .into_iter()
        .chain(after.filter(|a| a.network_interface_id.is_some()).and_then(story::pair))
        .collect();
    let place = if parts.is_empty() {
        lang.pick("the place that was asked for", "指定的位置").to_owned()
    } else {
        parts.join(lang.pick(", ", "，"))
    };
    (
        match item.answered_error().map(|fault| visible(fault.name())) {
            Some(code) => tr!(
                lang,
                "Tencent answered with error {code}, yet {eip} is bound to {place}: seen at {t}.",
                "腾讯云返回错误 {code}，但 {eip} 已绑定到 {place}：{t} 读取确认。"
            ),
            None => tr!(
                lang,
                "{eip} is bound to {place}: seen at {t}.",
                "{eip} 已绑定到 {place}：{t} 读取确认。"
            ),
        },
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
    let (eip, t, server) = (item.plan.before.address(), seen(item, when), server_of(lang, item));
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
    let released = item.plan.before.cascade_release == Some(true)
        && item.events.iter().any(|event| matches!(event.kind, EventKind::Gone));
    let error = item.answered_error().map(|fault| visible(fault.name()));
    let is_lost = error.is_none() && item.accepted.is_none() && request_id(item).is_none();
    let took = item.took_ms().filter(|_| error.is_none() && !is_lost);
    let took = took.map_or_else(String::new, |ms| {
        let (s, tenth) = (ms / 1_000, ms % 1_000 / 100);
        tr!(lang, ", {s}.{tenth} s after sending", "，发送后 {s}.{tenth} 秒")
    });
    let yet = error.as_ref().map_or_else(String::new, |code| {
        tr!(lang, "Tencent answered with error {code}, yet ", "腾讯云返回错误 {code}，但 ")
    });
    let mut text = if let (true, Some(link)) = (keep, &link) {
        tr!(
            lang,
            "{yet}{eip} is off {server}; its link to {link} is kept, as chosen: seen at {t}.",
            "{yet}{eip} 已与 {server} 解绑，按选择保留与 {link} 的关系：{t} 读取确认。"
        )
    } else if keep && after.is_some_and(|after| after.nic() == Told::Empty) {
        tr!(
            lang,
            "{yet}{eip} is unbound: seen at {t}; the link was removed although you chose to keep it.",
            "{yet}{eip} 已解绑：{t} 读取确认；虽选择保留，但关系已被解除。"
        )
    } else if released {
        tr!(
            lang,
            "{yet}{eip} is unbound and was released, as announced: the address is gone.",
            "{yet}{eip} 已解绑并已释放（如提示）：地址已不在账号中。"
        )
    } else {
        tr!(
            lang,
            "{yet}{eip} is unbound: seen at {t}{took}.",
            "{yet}{eip} 已解绑：{t} 读取确认{took}。"
        )
    };
    if is_lost {
        text += &story::lost_reply(lang, item.sent_times());
    }
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
    let server = outcome.after.as_ref().and_then(place_of);
    let server = server.unwrap_or_else(|| lang.pick("its place", "指定的位置").to_owned());
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

/// Why the rest of a run was not begun: what came of the one before, or that the operator stopped it.
pub(crate) fn why_not_begun(lang: Lang, run: &Run) -> String {
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
