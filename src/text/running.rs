//! Words for a run that is under way: what is waited for and at most how long, and what comes next.

use super::{Lang, outcome};
use crate::domain::{Moment, Mutation};
use crate::tr;
use crate::unbind::run::Why;
use crate::unbind::{EventKind, Phase, Run, RunItem, Verdict, schedule};

/// At most so many seconds are waited for the reply to a mutation (`docs/contract.md` §5).
const REPLY_S: u64 = 15;

crate::text::texts! {
    /// A signal came while a request is out.
    cut_short:
        "interrupted: nothing more is begun; what was begun is waited for, 30 s at most.",
        "已中断：不再开始新的；最多再等待 30 秒，以确认已开始的请求。";
}

/// What is being done right now, and what comes next. `wait_ms`: how long an accepted request is followed; `when` writes a time of day.
pub fn lines(
    lang: Lang,
    item: &RunItem,
    now: Moment,
    wait_ms: u64,
    when: &dyn Fn(Moment) -> String,
) -> (String, String) {
    let waited = item.sent_at.map_or(0, |at| now.since(at) / 1_000);
    let same = |en: &'static str, zh: &'static str| (lang.pick(en, zh).to_owned(), String::new());
    match &item.phase {
        Phase::Pending if matches!(item.plan.mutation, Mutation::Bind { .. }) => {
            same("not begun; begins when the one before is bound", "未开始；前一个绑定后开始")
        }
        Phase::Pending => {
            same("not begun; begins when the one before is unbound", "未开始；前一个解绑后开始")
        }
        Phase::Rechecking => same("checking the EIP once more before sending", "发送前再次核对 EIP"),
        Phase::Recording => same("writing to the journal", "正在写入操作日志"),
        Phase::Sending => (
            tr!(
                lang,
                "The request is out: waiting for Tencent's reply, {waited} s of at most {REPLY_S} s",
                "请求已发出：等待腾讯云应答，{waited} 秒，最多 {REPLY_S} 秒"
            ),
            lang.pick(
                "Next: the EIP itself is read. The request is not sent again.",
                "接下来：读取 EIP 本身。请求不会重发。",
            )
            .to_owned(),
        ),
        Phase::Pausing => same(
            "the first attempt did nothing: one more in a second",
            "第一次未生效：一秒后再发送一次",
        ),
        Phase::Settling(settling) => match &settling.why {
            Why::Accepted => accepted(lang, item, (waited, wait_ms), when),
            Why::Refused(_) => same(
                "Tencent answered with an error: reading the EIP once",
                "腾讯云返回错误：再读取一次 EIP",
            ),
            Why::MayHaveActed(_) => (
                lang.pick(
                    "Tencent answered with an error; it may have acted all the same: the EIP is read, at most 10 s",
                    "腾讯云返回错误，但请求仍可能已生效：读取 EIP，最多 10 秒",
                )
                .to_owned(),
                lang.pick("The request is not sent again.", "请求不会重发。").to_owned(),
            ),
            Why::NoAnswer(_) => {
                let most = wait_ms.min(schedule::UNKNOWN_WINDOW_MS) / 1_000;
                (
                    tr!(
                        lang,
                        "No usable reply. The EIP is read instead: {waited} s of at most {most} s",
                        "没有可用的应答。改为读取 EIP：{waited} 秒，最多 {most} 秒"
                    ),
                    match item.sent_times() {
                        n @ 2.. => tr!(
                            lang,
                            "The request was sent {n} times and is not sent again.",
                            "请求共发送了 {n} 次，不会重发。"
                        ),
                        _ => lang
                            .pick(
                                "The request was sent once and is not sent again.",
                                "请求只发送了一次，不会重发。",
                            )
                            .to_owned(),
                    },
                )
            }
        },
        Phase::WanIp { .. } => same(
            "It is unbound; looking for the new public IP of the server, at most 5 s",
            "已解绑；查找服务器的新公网 IP，最多 5 秒",
        ),
        Phase::Done => (String::new(), String::new()),
    }
}

/// What became of each of several, in counts: `1 of 3 unbound, 1 refused, 1 not begun`.
pub fn counts(lang: Lang, run: &Run) -> String {
    let all = run.items.len();
    let binds = run.items.iter().any(|item| matches!(item.plan.mutation, Mutation::Bind { .. }));
    let done = done(run);
    let first = if binds {
        tr!(lang, "{done} of {all} bound", "{all} 个中 {done} 个已绑定")
    } else {
        tr!(lang, "{done} of {all} unbound", "{all} 个中 {done} 个已解绑")
    };
    let again = run.items.iter().filter(|item| item.bound_again().is_some()).count();
    let again = (again > 0).then(|| tr!(lang, "{again} bound again", "{again} 个又被绑定"));
    let others = Verdict::ALL.into_iter().filter_map(|word| {
        let is = |item: &&RunItem| item.outcome.as_ref().is_some_and(|o| o.word == word);
        let n = Some(run.items.iter().filter(is).count()).filter(|n| *n > 0)?;
        Some(match word {
            Verdict::Verified => return None,
            Verdict::AlreadyUnbound => tr!(lang, "{n} unbound before", "{n} 个此前已解绑"),
            Verdict::AlreadyBound => tr!(lang, "{n} bound before", "{n} 个此前已绑定"),
            Verdict::Drifted => tr!(lang, "{n} changed, nothing sent", "{n} 个已变化，未发送"),
            Verdict::Refused => tr!(lang, "{n} refused", "{n} 个被拒绝"),
            Verdict::NotSent => tr!(lang, "{n} not sent", "{n} 个未发送"),
            Verdict::StillSettling => tr!(lang, "{n} not shown yet", "{n} 个尚未显示生效"),
            Verdict::Unknown => tr!(lang, "{n} not known", "{n} 个结果未知"),
            Verdict::NotRecorded => tr!(lang, "{n} not recorded", "{n} 个未记录"),
            Verdict::Cancelled => tr!(lang, "{n} not begun", "{n} 个未开始"),
        })
    });
    let parts: Vec<String> = [first].into_iter().chain(again).chain(others).collect();
    parts.join(lang.pick(", ", "，"))
}

/// How many of them were seen to be done, and not seen otherwise since.
pub fn done(run: &Run) -> usize {
    let is = |item: &&RunItem| {
        item.outcome.as_ref().is_some_and(|o| o.word == Verdict::Verified)
            && item.bound_again().is_none()
    };
    run.items.iter().filter(is).count()
}

fn accepted(
    lang: Lang,
    item: &RunItem,
    (waited, wait_ms): (u64, u64),
    when: &dyn Fn(Moment) -> String,
) -> (String, String) {
    let most = wait_ms / 1_000;
    let seen = item.events.iter().rev().find_map(|event| {
        let EventKind::Looked(state) = &event.kind else { return None };
        Some((outcome::state(lang, state), when(event.at)))
    });
    let now = seen.map_or_else(String::new, |(state, at)| {
        tr!(lang, ". Now: {state} (read {at})", "。现在：{state}（{at} 读取）")
    });
    let first = if item.accepted.is_none() {
        let moving = match item.plan.mutation {
            Mutation::Unbind { .. } => lang.pick("is unbinding", "正在解绑"),
            Mutation::Bind { .. } => lang.pick("is being bound", "正在绑定"),
        };
        tr!(
            lang,
            "No reply came, but the EIP {moving}: {waited} s of at most {most} s{now}",
            "没有收到应答，但 EIP {moving}：{waited} 秒，最多 {most} 秒{now}"
        )
    } else {
        tr!(
            lang,
            "Waiting for Tencent to show it: {waited} s of at most {most} s{now}",
            "等待腾讯云显示生效：{waited} 秒，最多 {most} 秒{now}"
        )
    };
    let wait = jiff::SignedDuration::from_millis(wait_ms as i64);
    let end = item
        .sent_at
        .and_then(|sent| Some(Moment { wall: sent.wall.checked_add(wait).ok()?, ..sent }));
    let until = end.map_or_else(|| "…".to_owned(), when);
    (
        first,
        tr!(
            lang,
            "If it does not show by {until}, this screen says so and goes on reading. Not sent again.",
            "若到 {until} 仍未显示，本页会说明并继续读取。不会重发。"
        ),
    )
}
