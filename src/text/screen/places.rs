//! Places that an EIP can be bound to, to choose from.

use super::picker::filter;
use crate::text::{Lang, texts};
use crate::tr;
use std::net::IpAddr;

texts! {
    title: "bind to which NIC and private IP?", "绑定到哪个网卡/内网 IP？";
    foot: "Enter takes it, nothing is sent · Esc", "Enter 选定，不会发送请求 · Esc";
    reading: "reading the NICs…", "正在读取网卡…";
    none: "no such place", "没有这样的位置";
    ordinary_ip(ip: IpAddr): "ordinary public IP {ip}", "普通公网 IP {ip}";
    empty: "empty", "空";
    not_known: "not known", "未知";
    was_here(there: &str): "was here, {there}", "原位置，{there}";
}

pub(crate) fn head(lang: Lang, typed: &str, count: usize) -> String {
    let filter = filter(lang);
    tr!(lang, "{filter}{typed}▌  {count} places", "{filter}{typed}▌  {count} 个位置")
}
