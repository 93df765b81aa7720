//! Heads of the columns of list, NIC view and history.

use crate::text::texts;

texts! {
    state: "STATE", "状态";
    address: "EIP ADDRESS", "EIP 地址";
    eip_id: "EIP ID", "EIP ID";
    name: "NAME", "名称";
    bound_to: "BOUND TO", "绑定到";
    nic_private_ip: "NIC · PRIVATE IP", "网卡 · 内网 IP";
    private_ip: "PRIVATE IP", "内网 IP";
    flags: "FLAGS", "标志";
    region: "REGION", "地域";
    age: "AGE", "天数";
    // Of the NIC view.
    nic: "NIC", "网卡";
    nic_ip: "NIC/IP", "网卡/IP";
    eip: "EIP", "EIP";
    server: "SERVER", "服务器";
    nic_name: "NIC NAME", "网卡名称";
    // Of the history.
    who: "WHO", "操作人";
    what: "WHAT", "操作";
    from_to: "FROM / TO", "原绑定/目标";
    outcome: "OUTCOME", "结果";
    took: "TOOK", "用时";
    /// The head of times, with the offset of the zone.
    when(offset: &str): "WHEN {offset}", "时间 {offset}";
}
