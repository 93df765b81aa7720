//! The plan of a file, in words: what it is not, why it is not carried out, and what to do.

use super::said::Said;
use super::{Lang, evidence};
use crate::domain::Fields;
use crate::domain::person::Person;
use crate::domain::sanitize::visible;
use crate::tr;
use crate::unbind::plan_file::NoPlan;
use crate::unbind::{Context, PlanFault, PlanFile};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A file that is no plan.
pub(crate) fn no_plan(lang: Lang, shown: &str, why: &NoPlan) -> Said {
    match why {
        NoPlan::NotOne(what) => {
            let what = visible(what);
            Said::that(tr!(lang, "{shown} is no plan: {what}", "{shown} 不是计划文件：{what}"))
                .next(lang.pick(
                    "make one with: eip-unbind unbind TARGET --output json > plan.json",
                    "请这样生成：eip-unbind unbind TARGET --output json > plan.json",
                ))
        }
        NoPlan::Nothing => Said::that(tr!(
            lang,
            "{shown}: nothing of this plan could be sent",
            "{shown}：该计划中没有可发送的内容"
        ))
        .next(lang.pick(
            "its refusals say why; plan again when that has changed",
            "原因见其中的 refusals；情况变化后请重新制定计划",
        )),
        NoPlan::Impossible => Said::that(tr!(
            lang,
            "{shown} is no plan of this program: it has more than 10 targets, or binds and unbinds",
            "{shown} 不是本程序生成的计划：目标超过 10 个，或同时包含绑定与解绑"
        )),
    }
}

/// `unbind --plan` with a plan that binds, or the other way round.
pub(crate) fn other_verb(lang: Lang, shown: &str, binds: bool) -> Said {
    let (what, verb) = if binds {
        (tr!(lang, "{shown} is a plan that binds", "{shown} 是绑定计划"), "bind")
    } else {
        (tr!(lang, "{shown} is a plan that unbinds", "{shown} 是解绑计划"), "unbind")
    };
    Said::that(what).next(tr!(
        lang,
        "carry it out with: eip-unbind {verb} --plan {shown}",
        "请执行：eip-unbind {verb} --plan {shown}"
    ))
}

/// Targets or options beside a plan, which has its own.
pub(crate) fn beside(lang: Lang) -> Said {
    Said::that(lang.pick(
        "give either --plan or a TARGET, not both: the plan has its own targets and options",
        "--plan 与目标只能给出其一：计划已包含目标和选项",
    ))
    .next(lang.pick(
        "leave them out, or plan anew without --plan",
        "请去掉它们，或不用 --plan 重新制定计划",
    ))
}

fn endpoint(lang: Lang, url: Option<&str>) -> String {
    url.map_or_else(
        || lang.pick("Tencent's public one", "腾讯云公网").to_owned(),
        |url| visible(url).into_owned(),
    )
}

/// Why it is not carried out, one clause; times as this machine's clock shows them.
pub fn fault(lang: Lang, fault: &PlanFault) -> String {
    fault_at(lang, fault, &TimeZone::system())
}

/// The same with times of this zone.
pub(crate) fn fault_at(lang: Lang, fault: &PlanFault, zone: &TimeZone) -> String {
    // Of another day a time alone would say nothing.
    let time = |at: Timestamp, now: Timestamp| {
        let [at, now] = [at, now].map(|at| at.to_zoned_datetime(zone.clone()));
        let form = if at.date() == now.date() { "%H:%M:%S" } else { "%Y-%m-%d %H:%M:%S" };
        at.strftime(form).to_string()
    };
    match fault {
        PlanFault::Edited => lang
            .pick(
                "the plan was changed after it was made: its digest is not that of what it says",
                "计划在生成后被改动：摘要与内容不符",
            )
            .to_owned(),
        PlanFault::TooOld { created_at, valid, now } => {
            let seconds = jiff::SignedDuration::from_secs(valid.saturating_mul(60));
            let until = created_at.checked_add(seconds).unwrap_or(*now);
            let [planned, until, now] = [*created_at, until, *now].map(|at| time(at, *now));
            tr!(
                lang,
                "the plan is too old: planned {planned}, good for {valid} min, until {until}; now {now}",
                "计划已过期：{planned} 制定，{valid} 分钟内有效，至 {until}；现在 {now}"
            )
        }
        PlanFault::FromFuture { created_at, now } => {
            let [planned, now] = [*created_at, *now].map(|at| time(at, *now));
            tr!(
                lang,
                "the plan is of a time that has not come yet (planned {planned}, now {now}): a clock is wrong, or the file was changed",
                "计划的生成时间晚于当前时间（{planned} 制定，现在 {now}）：时钟有误，或文件被改动"
            )
        }
        PlanFault::OtherAccount { planned, here } => {
            let (planned, here) = (visible(planned), visible(here));
            tr!(
                lang,
                "planned for account {planned}, your keys are for {here}",
                "计划针对账号 {planned}，而你的密钥属于 {here}"
            )
        }
        PlanFault::OtherEndpoint { planned, here } => {
            let planned = endpoint(lang, planned.as_deref());
            let here = endpoint(lang, here.as_deref());
            tr!(
                lang,
                "planned for the endpoint {planned}, here it is {here}",
                "计划针对接入地址 {planned}，而此处为 {here}"
            )
        }
        PlanFault::OtherApi { planned, here } => tr!(
            lang,
            "planned with API {}, here it is {}",
            "计划使用 API {}，而此处为 {}",
            planned.number(),
            here.number()
        ),
        PlanFault::PlannerUnknown => lang
            .pick(
                "four eyes: the plan does not say as which caller it was made",
                "四眼规则：计划未注明由哪个调用者制定",
            )
            .to_owned(),
        PlanFault::SenderUnknown => lang
            .pick(
                "four eyes: as which caller you would send it is not known",
                "四眼规则：无法得知你以哪个调用者发送",
            )
            .to_owned(),
        PlanFault::SameCaller => lang
            .pick(
                "four eyes: you are the caller who made the plan",
                "四眼规则：你就是制定该计划的调用者",
            )
            .to_owned(),
    }
}

/// What to do about it.
pub(crate) fn next_step(lang: Lang, fault: &PlanFault) -> &'static str {
    match fault {
        PlanFault::Edited => lang.pick(
            "ask for the file as it was printed, or plan it anew",
            "请索取原始文件，或重新制定计划",
        ),
        PlanFault::TooOld { .. } => lang.pick(
            "have it planned anew; --valid MINUTES allows another age",
            "请重新制定计划；--valid MINUTES 可放宽时限",
        ),
        PlanFault::FromFuture { .. } => lang.pick(
            "compare the clocks of both machines (timedatectl); ask for the file as it was printed, or have it planned anew",
            "请核对两台机器的时间（timedatectl）；索取原始文件，或重新制定计划",
        ),
        PlanFault::OtherAccount { .. } => lang.pick(
            "use the profile of that account: R, or --profile",
            "请使用该账号的账户配置：按 R，或用 --profile",
        ),
        PlanFault::OtherEndpoint { .. } => lang.pick(
            "use the profile with that endpoint, or --endpoint",
            "请使用相应接入地址的账户配置，或用 --endpoint",
        ),
        PlanFault::OtherApi { .. } => lang.pick("give --api v2 or v3", "请指定 --api v2 或 v3"),
        PlanFault::PlannerUnknown => lang
            .pick("have it planned where STS can be asked", "请在可访问 STS 的环境中重新制定计划"),
        PlanFault::SenderUnknown => {
            lang.pick("find out why STS does not answer: eip-unbind doctor", "请查明 STS 无应答的原因：eip-unbind doctor")
        }
        PlanFault::SameCaller => lang.pick("let somebody else send it", "请由另一个人发送"),
    }
}

/// The target is not what the planner saw.
pub(crate) fn changed(lang: Lang, fields: Fields) -> String {
    let names = evidence::fields(lang, fields);
    tr!(lang, "changed since it was planned: {names}", "与计划时相比已变化：{names}")
}

/// What to do about that, where there are keys or not.
pub(crate) fn after_change(lang: Lang, file: &PlanFile) -> String {
    let planner = file.whose.who.to_string();
    let planner = visible(&planner);
    tr!(
        lang,
        "ask {planner} for a new plan of what is still to be done",
        "请 {planner} 为仍需处理的目标重新制定计划"
    )
}

/// What of a plan its digest does not hold.
pub(crate) fn by_the_file(lang: Lang) -> &'static str {
    lang.pick(
        "who planned it, when and why is what the file says; nothing proves it",
        "计划人、时间、原因为文件自述，未经验证",
    )
}

/// Only somebody else can send it.
pub(crate) fn four_eyes(lang: Lang) -> &'static str {
    lang.pick(
        "four eyes: somebody else must send it: hand on the plan (--output json), they start eip-unbind --plan FILE",
        "四眼规则：须由另一个人发送：请用 --output json 保存计划文件交给对方，由对方执行 eip-unbind --plan FILE",
    )
}

/// The next step on the command line, where there are no keys.
pub(crate) fn instead(lang: Lang, fault: &PlanFault) -> &'static str {
    if matches!(fault, PlanFault::OtherAccount { .. }) {
        return lang.pick(
            "use the profile of that account: --profile",
            "请使用该账号的账户配置：--profile",
        );
    }
    next_step(lang, fault)
}

/// Who planned it and when, and who is about to send it; what tells the two apart.
pub(crate) fn people(
    lang: Lang,
    file: &PlanFile,
    context: &Context,
    now: Timestamp,
    zone: &TimeZone,
) -> Vec<String> {
    let [planner, sender] = [&file.whose.who, &context.whose.who].map(|who| {
        let shown = who.to_string();
        visible(&shown).into_owned()
    });
    let at = file
        .created_at
        .to_zoned_datetime(zone.clone())
        .strftime("%Y-%m-%d %H:%M:%S %:z")
        .to_string();
    let minutes = (now.as_second() - file.created_at.as_second()).max(0) / 60;
    let mut lines = vec![tr!(
        lang,
        "planned by {planner} at {at} ({minutes} min ago); you are {sender}",
        "由 {planner} 于 {at} 制定（{minutes} 分钟前）；你是 {sender}"
    )];
    let caller = |who: &Person| match (who.cloud_caller(), &who.caller) {
        (Some(caller), _) => visible(caller.short()).into_owned(),
        (None, Some(arn)) => visible(arn).into_owned(),
        (None, None) => lang.pick("not known", "未知").to_owned(),
    };
    let (planned, here) = (visible(&file.whose.account), visible(&context.whose.account));
    let callers = (&file.whose.who.caller, &context.whose.who.caller);
    let same = match callers {
        _ if file.whose.account != context.whose.account => "",
        (Some(planner), Some(sender)) if planner == sender => {
            lang.pick("   same account ✓   ▲ same caller", "   账号相同 ✓   ▲ 调用者相同")
        }
        (Some(_), Some(_)) => {
            lang.pick("   same account ✓   another caller ✓", "   账号相同 ✓   调用者不同 ✓")
        }
        (_, None) | (None, _) => lang.pick("   same account ✓", "   账号相同 ✓"),
    };
    lines.push(tr!(
        lang,
        "planned as  account {planned}, caller {}",
        "计划身份  账号 {planned}，调用者 {}",
        caller(&file.whose.who)
    ));
    lines.push(tr!(
        lang,
        "you are     account {here}, caller {}{same}",
        "当前身份  账号 {here}，调用者 {}{same}",
        caller(&context.whose.who)
    ));
    if let Some(reason) = &file.reason {
        let reason = visible(reason);
        lines.push(tr!(lang, "reason      {reason}", "原因      {reason}"));
    }
    lines
}

pub(crate) fn cannot_be_carried_out(lang: Lang, why: &str) -> String {
    tr!(lang, "✗ Cannot be carried out: {why}", "✗ 不能执行：{why}")
}

/// The plan of now is another one.
pub(crate) fn does_not_hold(lang: Lang) -> &'static str {
    lang.pick("the plan does not hold any more: nothing was sent", "计划已不成立：未发送任何请求")
}

/// The plan of now is another one, and no field of a target says why.
pub(crate) fn other_plan(lang: Lang) -> &'static str {
    lang.pick(
        "what is left out (see there), or the quota, is not as it was planned; a plan goes whole or not at all",
        "未纳入的目标（见其说明）或配额与计划时不同；计划只能整体执行",
    )
}

/// Whose the keys are is not known yet.
pub(crate) fn asking_whose(lang: Lang) -> &'static str {
    lang.pick("… asking STS whose keys these are", "… 正在向 STS 查询密钥归属")
}

/// Who planned it, where there is little room.
pub(crate) fn planner_narrow(lang: Lang, file: &PlanFile, now: Timestamp) -> String {
    let planner = file.whose.who.to_string();
    let planner = visible(&planner);
    let minutes = (now.as_second() - file.created_at.as_second()).max(0) / 60;
    tr!(lang, "▲ plan of {planner}, {minutes} min old", "▲ {planner} 的计划，{minutes} 分钟前")
}

/// The check showed what the plan says.
pub(crate) fn checked(lang: Lang, at: &str, age: &str, digest: &str, is_short: bool) -> String {
    if is_short {
        return tr!(lang, "{at} as planned {digest}", "{at} 与计划一致 {digest}");
    }
    tr!(
        lang,
        "{at} ({age}): as in the plan (digest {digest})",
        "{at}（{age}）：与计划一致（摘要 {digest}）"
    )
}

/// The title of the dialog.
pub(crate) fn title(lang: Lang, what: &str, name: &str) -> String {
    let name = visible(name);
    tr!(lang, "{what} from plan {name}", "{what}（计划 {name}）")
}
