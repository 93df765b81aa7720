//! Next steps as the command line says them: there are no keys to press, and nobody watches on after the program has ended.

use super::{Lang, fault, plan_file, refusal};
use crate::domain::Mutation;
use crate::unbind::{Outcome, RefusalReason, RunItem, Verdict};

/// What to do after the outcome of an item, one sentence.
pub fn after(lang: Lang, item: &RunItem, outcome: &Outcome) -> &'static str {
    let binds = matches!(item.plan.mutation, Mutation::Bind { .. });
    match outcome.word {
        Verdict::Verified if item.bound_again().is_some() => lang.pick(
            "Find who or what bound it (a script, auto scaling, a colleague) before you unbind it again.",
            "再次解绑前先查明由谁绑定（脚本、弹性伸缩、同事）。",
        ),
        Verdict::Verified if item.is_gone() => lang.pick(
            "Nothing more to do: the address is gone, and there is no way back.",
            "无需操作：地址已释放，无法重新绑定。",
        ),
        Verdict::Verified if !binds && item.plan.before.blocked == Some(true) => lang.pick(
            "It was blocked by Tencent: no binding, to any server, until that is lifted (usually 2–24 h).",
            "该 EIP 解绑前已被封堵：须等腾讯云解封（通常 2～24 小时）才能绑定，任何服务器均如此。",
        ),
        Verdict::Verified if binds => lang.pick(
            "Nothing more to do. Automation may unbind it again: check with eip-unbind list in a minute.",
            "无需操作。自动化可能会再次解绑：一分钟后用 eip-unbind list 查看。",
        ),
        Verdict::Verified => lang.pick(
            "Nothing more to do. Automation may bind it again: check with eip-unbind list in a minute.",
            "无需操作。自动化可能会再次绑定：一分钟后用 eip-unbind list 查看。",
        ),
        Verdict::AlreadyUnbound | Verdict::AlreadyBound => lang.pick("Nothing to do.", "无需操作。"),
        Verdict::Drifted => lang.pick(
            "Run it without --confirm to see what it is now, then confirm that.",
            "去掉 --confirm 再运行一次，看清现状后重新确认。",
        ),
        Verdict::Refused => match &outcome.fault {
            Some(fault) => {
                let was_blocked = item.plan.before.blocked == Some(true);
                fault::beside_block(lang, was_blocked, fault.class, &fault.code)
                    .map_or_else(|| fault::hint(lang, fault), |(_, next)| next)
            }
            None => lang.pick("Fix the cause, then run it again.", "排除原因后再运行。"),
        },
        Verdict::NotSent => lang.pick("Fix the cause, then run it again.", "排除原因后再运行。"),
        Verdict::StillSettling if item.is_gone() => lang.pick(
            "Don't send it again: check in the console whether the account still has it.",
            "不要重复发送：请在控制台查看账号中是否还有该 EIP。",
        ),
        Verdict::StillSettling if !item.was_read() => lang.pick(
            "Don't send it again: eip-unbind list shows the state.",
            "不要重复发送：用 eip-unbind list 查看。",
        ),
        Verdict::StillSettling if binds => lang.pick(
            "Don't send it again: eip-unbind list shows when it is bound.",
            "不要重复发送：用 eip-unbind list 查看，直到显示已绑定。",
        ),
        Verdict::StillSettling => lang.pick(
            "Don't send it again: eip-unbind list shows when it is unbound.",
            "不要重复发送：用 eip-unbind list 查看，直到显示未绑定。",
        ),
        Verdict::Unknown if binds => lang.pick(
            "Not resent. eip-unbind list shows it; send again only while it is still unbound.",
            "不会重发。用 eip-unbind list 查看；仅当它仍未绑定时才重新发送。",
        ),
        Verdict::Unknown => lang.pick(
            "Not resent. eip-unbind list shows it; send again only while it is still bound to that server.",
            "不会重发。用 eip-unbind list 查看；仅当它仍绑定在原服务器上时才重新发送。",
        ),
        Verdict::NotRecorded => lang.pick(
            "Make room, fix the folder or give another with --state-dir; --no-journal does it this once without a record.",
            "请腾出空间、修复目录或用 --state-dir 换一个；--no-journal 可仅此一次不留记录地执行。",
        ),
        Verdict::Cancelled => {
            lang.pick("Nothing was sent for it; run it again for it alone.", "未为它发送请求；请单独再运行。")
        }
    }
}

/// What to do about a target that gets no confirmation.
pub(crate) fn instead(lang: Lang, reason: &RefusalReason) -> &'static str {
    match reason {
        RefusalReason::InTransition(_) => {
            lang.pick("wait until it is done, then run it again", "等状态稳定后再运行")
        }
        RefusalReason::Arrears => {
            lang.pick("pay the bill first, then run it again", "请先结清欠费，再运行")
        }
        RefusalReason::NoAddress => {
            lang.pick("wait until it has an address, then run it again", "等地址分配后再运行")
        }
        RefusalReason::AllocWanIpNotHere => lang.pick(
            "leave out --alloc-wan-ip: only the primary IP of the primary NIC gets a new public IP",
            "去掉 --alloc-wan-ip：仅主网卡主 IP 可获得新的公网 IP",
        ),
        RefusalReason::StandardAccount => lang.pick(
            "leave out --alloc-wan-ip: standard accounts get no public IP on unbind",
            "去掉 --alloc-wan-ip：标准账户类型解绑 EIP 时不支持分配普通公网 IP",
        ),
        RefusalReason::AllocWanIpQuotaUsedUp => lang.pick(
            "leave out --alloc-wan-ip, or wait for tomorrow's quota",
            "去掉 --alloc-wan-ip，或等明天的配额",
        ),
        RefusalReason::UnBindPrivateIpNotHere | RefusalReason::NotInGeneration => lang
            .pick("leave out --un-bind-private-ip-with-eip", "去掉 --un-bind-private-ip-with-eip"),
        RefusalReason::Plan(fault) => plan_file::instead(lang, fault),
        RefusalReason::TooMany(_) => lang.pick("name at most 10", "请最多指定 10 个"),
        RefusalReason::TargetTaken(_) => lang.pick(
            "unbind that one first, or name another place: --to eni-…,IP or --to ins-…",
            "请先解绑那个 EIP，或指定其他位置：--to eni-…,IP 或 --to ins-…",
        ),
        RefusalReason::SamePlace(_) => lang.pick(
            "bind this one by a command of its own, with another place: --to eni-…,IP or --to ins-…",
            "请用单独的命令绑定该 EIP，并指定其他位置：--to eni-…,IP 或 --to ins-…",
        ),
        RefusalReason::NoSuchNic(_) | RefusalReason::NoSuchPrivateIp(..) => lang.pick(
            "name another place: --to eni-…,IP or --to ins-…",
            "请指定其他位置：--to eni-…,IP 或 --to ins-…",
        ),
        RefusalReason::TargetHasWanIp(_) => lang.pick(
            "return that address in the console first, or name another place: --to eni-…,IP or --to ins-…",
            "请先在控制台退还该地址，或指定其他位置：--to eni-…,IP 或 --to ins-…",
        ),
        RefusalReason::NoFormerTarget => lang.pick(
            "name the place: --to eni-…,IP or --to ins-…",
            "请指定位置：--to eni-…,IP 或 --to ins-…",
        ),
        RefusalReason::NotFound(_)
        | RefusalReason::Unreadable(_)
        | RefusalReason::Doubtful(_)
        | RefusalReason::Ambiguous(_)
        | RefusalReason::Nat(_)
        | RefusalReason::Havip(_)
        | RefusalReason::NotUsable(_)
        | RefusalReason::Ipv6
        | RefusalReason::Duplicate
        | RefusalReason::NotFree(_)
        | RefusalReason::Blocked
        | RefusalReason::UnbindOpen => refusal::next_step(lang, reason),
    }
}
