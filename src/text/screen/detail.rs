//! Everything known of one row, in words.

use crate::domain::Eip;
use crate::domain::sanitize::visible;
use crate::text::{Lang, texts};
use crate::tr;

texts! {
    gone: "the row is gone", "该行已不存在";
    title: " · detail", " · 详情";
    none: "none", "无";
    // Labels.
    eip: "EIP", "EIP";
    state: "State", "状态";
    bound_to: "Bound to", "绑定到";
    nic_ip: "NIC/IP", "网卡/IP";
    region: "Region", "地域";
    account: "Account", "账号";
    flags: "Flags", "标志";
    address: "Address", "地址类型";
    tags: "Tags", "标签";
    created: "Created", "创建";
    line: "Line", "线路";
    // Flags.
    arrears: "arrears", "欠费";
    blocked: "blocked", "封堵";
    cascade_release: "released when unbound", "解绑后自动释放";
    direct: "EIP direct mode", "EIP 直通";
    caller: "  caller ", "  调用者 ";
    unbound: "It is unbound now: nothing to unbind.", "当前未绑定，无需解绑。";
    link_kept:
        "It is on no server, so there is nothing to unbind; its link to that NIC was kept: other places may refuse it until it is removed.",
        "当前不在任何服务器上，无需解绑；与该网卡的关系仍保留：解除前可能无法绑定到其他位置。";
    unbinding: "Unbinding it", "解绑时将会发生";
    nat:
        "It serves a NAT gateway, which has an action of its own: u names it.",
        "它绑定 NAT 网关，需用专门的接口：按 u 查看。";
    cut_off:
        "Blocked or in arrears: no bind back until that is lifted; Tencent may refuse to unbind it, too.",
        "封堵或欠费：解除之前无法重新绑定；腾讯云也可能拒绝解绑。";
}

/// A flag and its value; `read_at` is when it was read, where it is known.
pub(crate) fn flag(lang: Lang, name: &str, value: &str, read_at: Option<&str>) -> String {
    let read = read_at.map(|at| tr!(lang, " (read {at})", "（{at} 读取）")).unwrap_or_default();
    tr!(lang, "{name}: {value}{read}", "{name}：{value}{read}")
}

/// Where the keys are from, and of which kind they are.
pub(crate) fn keys(lang: Lang, source: &str, kind: &str) -> String {
    let source = visible(source);
    tr!(lang, "  {source}, {kind}", "  {source}，{kind}")
}

pub(crate) fn traffic_stops(lang: Lang, eip: &Eip) -> String {
    tr!(
        lang,
        "Internet traffic to {} will stop; open connections will break.",
        "发往 {} 的公网流量将中断，现有连接断开。",
        eip.address()
    )
}

/// What the server keeps, as far as the list knows.
pub(crate) fn server_keeps(lang: Lang, server: &str, others: &[String]) -> String {
    let server = visible(server);
    if others.is_empty() {
        return tr!(
            lang,
            "{server} has no other EIP in this list; u reads whether it will keep a public IP.",
            "{server} 在列表中没有其他 EIP；按 u 读取它是否仍有公网 IP。"
        );
    }
    tr!(lang, "{server} will keep {}.", "{server} 仍有 {}。", others.join(lang.between_names()))
}

/// What becomes of the EIP itself.
pub(crate) fn fate(lang: Lang, cascade_release: Option<bool>) -> &'static str {
    match cascade_release {
        Some(true) => lang.pick(
            "It will be released when unbound: the address is lost.",
            "解绑后自动释放：地址将失去。",
        ),
        None => lang.pick(
            "The EIP stays in the account, unbound, unless it is set to be released (not known); fees go on.",
            "除非设置了解绑后自动释放（未知），EIP 保留在账号中，未绑定期间仍计费。",
        ),
        Some(false) => lang.pick(
            "The EIP stays in the account, unbound; fees go on (IP resource fee, or its bandwidth).",
            "EIP 保留在账号中，未绑定期间仍计费（IP 资源费或公网网络费用）。",
        ),
    }
}
