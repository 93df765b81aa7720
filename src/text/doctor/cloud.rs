//! What the cloud said to `doctor`.

use crate::text::said::Said;
use crate::text::{Lang, texts};
use crate::tr;
use std::fmt::Debug;

texts! {
    gave_keys(source: &str, id: &str, kind: &str):
        "{source} gave {id}, {kind}", "{source} 提供了 {id}，{kind}";
    check_role:
        "check that this machine or pod has the role, and that STS or the metadata service can be reached",
        "请检查本机或 Pod 是否绑定了角色，以及能否访问 STS 或元数据服务";
    caller(account: &str, arn: &str):
        "account {account}, caller {arn}", "账号 {account}，调用者 {arn}";
    credentials_first: "mend the credentials above first", "请先解决上面的凭证问题";
    try_again:
        "run doctor again; if it stays, check endpoint and proxy",
        "请再次运行 doctor；若仍如此，请检查接入地址和代理";
    eips_allowed(count: u64): "allowed, {count} EIPs", "允许，{count} 个 EIP";
    allowed: "allowed", "允许";
    nics_allowed(count: u64): "allowed, {count} NICs", "允许，{count} 块网卡";
    regions_allowed(count: usize): "allowed, {count} regions", "允许，{count} 个地域";
    account_allowed(kind: impl Debug): "allowed, account {kind:?}", "允许，账户类型 {kind:?}";
    took(found: &str, took_ms: u64): "{found}, {took_ms} ms", "{found}，{took_ms} ms";
    would_change: "it would change something", "会造成变更";
    needs_task: "it needs the number of a task", "需要任务编号";
    quota(held: &str, applied: &str, again: &str):
        "EIPs held {held}, applied for today {applied}, new IPs on unbind today {again}",
        "当前 EIP 数 {held}，今日申请 {applied}，今日重新分配公网 IP {again}";
    no_new_ip_today:
        "allocWanIp=1 is refused until tomorrow: unbind without it",
        "明天之前 allocWanIp=1 会被拒绝：请不带此参数解绑";
}

pub(crate) fn no_sts(lang: Lang, is_demo: bool) -> &'static str {
    if is_demo {
        lang.pick("the built-in cloud has no STS to ask", "内置云没有 STS 可查询")
    } else {
        lang.pick("a private cloud has no STS that is known", "私有云没有已知的 STS")
    }
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

pub(crate) fn quota_not_known(lang: Lang) -> Said {
    Said::that(lang.pick("not known", "未知"))
        .next(lang.pick("see the quota action above", "请查看上面的配额接口"))
}
