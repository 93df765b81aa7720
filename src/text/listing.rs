//! Tables of `list` and `quota`.

use super::{Lang, texts};
use std::fmt::Display;

texts! {
    no_eip(names: &str): "no EIP in {names}", "{names} 没有弹性公网 IP";
    incomplete(region: impl Display):
        "{region}: incomplete: the rows do not add up to the total",
        "{region}：不完整：行数与总数不符";
}

pub(crate) fn heads(lang: Lang) -> [&'static str; 8] {
    match lang {
        Lang::En => ["REGION", "EIP", "EIP ID", "STATE", "BOUND TO", "NIC", "PRIVATE IP", "NAME"],
        Lang::Zh => ["地域", "EIP", "EIP ID", "状态", "绑定到", "网卡", "内网 IP", "名称"],
    }
}

pub(crate) fn quota_heads(lang: Lang) -> [&'static str; 4] {
    match lang {
        Lang::En => ["REGION", "EIPS HELD", "APPLIED FOR TODAY", "NEW IPS ON UNBIND TODAY"],
        Lang::Zh => ["地域", "当前 EIP 数", "今日申请 EIP", "今日重新分配公网 IP"],
    }
}
