//! The review of one target.

use crate::domain::sanitize::visible;
use crate::domain::{Eip, InstanceId, NetworkInterfaceId};
use crate::text::{Lang, refusal, status, texts};
use crate::tr;
use crate::unbind::Refusal;
use crate::unbind::digest::same_target;

texts! {
    by_the_journal: "where it was, by the journal   ", "操作日志中的原位置   ";
    other_place: "c other place", "c 其他位置";
    next_try: "; next try in 2 s", "；2 秒后重试";
    copies: "; y copies the tccli command", "；按 y 复制 tccli 命令";
    see_below: "see below", "见下";
}

/// That a request for the same EIP went out before, and what came of it is not known.
pub(crate) fn earlier(lang: Lang, at: &str, run: &str, is_narrow: bool) -> String {
    if is_narrow {
        return lang.pick("▲ an earlier request is open: H", "▲ 之前的请求尚无结果：H").to_owned();
    }
    let run = visible(run);
    tr!(
        lang,
        "▲ a request for it went out before (run {run}, {at}); its outcome is not known (H)",
        "▲ 此前已为它发出请求（操作 {run}，{at}），结果尚不清楚（见 H）"
    )
}

/// What a fresh reading changed, field by field.
pub(crate) fn changed(lang: Lang, is_planned: bool, before: &Eip, after: &Eip) -> String {
    let changes = difference(lang, before, after);
    if is_planned {
        return tr!(
            lang,
            "▲ changed since it was planned: {changes}",
            "▲ 与计划时相比已变化：{changes}"
        );
    }
    tr!(lang, "▲ changed since the list: {changes}", "▲ 与列表相比已变化：{changes}")
}

fn difference(lang: Lang, before: &Eip, after: &Eip) -> String {
    let text = |id: Option<&str>| {
        id.map_or_else(|| lang.pick("none", "无").to_owned(), |i| visible(i).into_owned())
    };
    let flag = |value: Option<bool>| status::yes_no(lang, value).to_owned();
    let value = |eip: &Eip| {
        [
            eip.address(),
            status::status(lang, &eip.status),
            text(eip.un_instance_id.as_ref().map(InstanceId::as_str)),
            text(eip.network_interface_id.as_ref().map(NetworkInterfaceId::as_str)),
            text(eip.private_ip_address.map(|i| i.to_string()).as_deref()),
            flag(eip.arrears),
            flag(eip.blocked),
            flag(eip.cascade_release),
        ]
    };
    let names = match lang {
        Lang::En => [
            "address",
            "state",
            "server",
            "NIC",
            "private IP",
            "arrears",
            "blocked",
            "released when unbound",
        ],
        Lang::Zh => ["地址", "状态", "服务器", "网卡", "内网 IP", "欠费", "封堵", "解绑后自动释放"],
    };
    let changes: Vec<String> = names
        .iter()
        .zip(value(before).iter().zip(&value(after)))
        .filter(|(_, (b, a))| b != a)
        .map(|(name, (b, a))| format!("{name} {b} → {a}"))
        .collect();
    if changes.is_empty() && same_target(before, after) {
        return lang
            .pick("nothing that the request depends on", "与请求有关的内容没有变化")
            .to_owned();
    }
    changes.join(lang.pick(", ", "，"))
}

pub(crate) fn reading(lang: Lang, waited_s: u64) -> String {
    if waited_s < 3 {
        return lang.pick("… reading the EIP", "… 正在读取 EIP").to_owned();
    }
    tr!(
        lang,
        "… no answer for {waited_s} s, next try within 2 s",
        "… {waited_s} 秒无应答，2 秒内重试"
    )
}

/// Why there is no field for the token.
pub(crate) fn refused(lang: Lang, refusal: &Refusal, binds: bool) -> String {
    let target = visible(&refusal.target);
    let reason = refusal::reason(lang, &refusal.reason);
    if binds {
        return tr!(
            lang,
            "✗ {target} cannot be bound here: {reason}",
            "✗ {target} 不能在此绑定：{reason}"
        );
    }
    tr!(lang, "✗ {target} cannot be unbound here: {reason}", "✗ {target} 不能在此解绑：{reason}")
}
