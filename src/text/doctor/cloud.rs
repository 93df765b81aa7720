//! What the cloud said to `doctor`.

use crate::text::Lang;
use crate::text::said::Said;
use crate::tr;
use std::fmt::Debug;

pub(crate) fn gave_keys(lang: Lang, source: &str, id: &str, kind: &str) -> String {
    tr!(lang, "{source} gave {id}, {kind}", "{source} 提供了 {id}，{kind}")
}

pub(crate) fn check_role(lang: Lang) -> &'static str {
    lang.pick(
        "check that this machine or pod has the role, and that STS or the metadata service can be reached",
        "请检查本机或 Pod 是否绑定了角色，以及能否访问 STS 或元数据服务",
    )
}

pub(crate) fn no_sts(lang: Lang, is_demo: bool) -> &'static str {
    if is_demo {
        lang.pick("the built-in cloud has no STS to ask", "内置云没有 STS 可查询")
    } else {
        lang.pick("a private cloud has no STS that is known", "私有云没有已知的 STS")
    }
}

pub(crate) fn caller(lang: Lang, account: &str, arn: &str) -> String {
    tr!(lang, "account {account}, caller {arn}", "账号 {account}，调用者 {arn}")
}

pub(crate) fn caller_unknown(lang: Lang) -> Said {
    Said::that(lang.pick("STS did not say who calls", "STS 未知调用者")).next(
        lang.pick(
            "compare the masked key with the one you mean",
            "请核对掩码后的密钥是否为所需密钥",
        ),
    )
}

/// Which API is in use, and why: the other one failed, or it is remembered, or it was asked for.
pub(crate) fn chosen(
    lang: Lang,
    in_use: &str,
    fault: Option<&str>,
    remembered: bool,
    is_auto: bool,
) -> String {
    match fault {
        Some(fault) => {
            tr!(lang, "auto uses {in_use}; 2.0: {fault}", "auto 使用 {in_use}；2.0：{fault}")
        }
        None if remembered => tr!(
            lang,
            "auto uses {in_use}, remembered from an earlier start (for a day)",
            "auto 使用 {in_use}（此前启动时记住，有效一天）"
        ),
        None if is_auto => tr!(lang, "auto uses {in_use}", "auto 使用 {in_use}"),
        None => tr!(lang, "{in_use}, as asked for", "{in_use}（按指定）"),
    }
}

pub(crate) fn credentials_first(lang: Lang) -> &'static str {
    lang.pick("mend the credentials above first", "请先解决上面的凭证问题")
}

pub(crate) fn try_again(lang: Lang) -> &'static str {
    lang.pick(
        "run doctor again; if it stays, look at endpoint and proxy",
        "请再次运行 doctor；若仍如此，请检查接入点和代理",
    )
}

pub(crate) fn eips_allowed(lang: Lang, count: u64) -> String {
    tr!(lang, "allowed, {count} EIPs", "允许，{count} 个 EIP")
}

pub(crate) fn allowed(lang: Lang) -> &'static str {
    lang.pick("allowed", "允许")
}

pub(crate) fn nics_allowed(lang: Lang, count: u64) -> String {
    tr!(lang, "allowed, {count} NICs", "允许，{count} 块网卡")
}

pub(crate) fn regions_allowed(lang: Lang, count: usize) -> String {
    tr!(lang, "allowed, {count} regions", "允许，{count} 个地域")
}

pub(crate) fn account_allowed(lang: Lang, kind: impl Debug) -> String {
    tr!(lang, "allowed, account {kind:?}", "允许，账户类型 {kind:?}")
}

pub(crate) fn took(lang: Lang, found: &str, took_ms: u64) -> String {
    tr!(lang, "{found}, {took_ms} ms", "{found}，{took_ms} ms")
}

pub(crate) fn would_change(lang: Lang) -> &'static str {
    lang.pick("it would change something", "会造成变更")
}

pub(crate) fn needs_task(lang: Lang) -> &'static str {
    lang.pick("it needs the number of a task", "需要任务编号")
}

pub(crate) fn quota_not_known(lang: Lang) -> Said {
    Said::that(lang.pick("not known", "未知"))
        .next(lang.pick("see the quota action above", "请查看上面的配额接口"))
}

pub(crate) fn quota(lang: Lang, held: &str, applied: &str, again: &str) -> String {
    tr!(
        lang,
        "EIPs held {held}, applied for today {applied}, new IPs on unbind today {again}",
        "当前 EIP 数 {held}，今日申请 {applied}，今日重新分配公网 IP {again}"
    )
}

pub(crate) fn no_new_ip_today(lang: Lang) -> &'static str {
    lang.pick(
        "allocWanIp=1 is refused until tomorrow: unbind without it",
        "明天之前 allocWanIp=1 会被拒绝：请不带此参数解绑",
    )
}
