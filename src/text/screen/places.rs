//! Places that an EIP can be bound to, to choose from.

use super::picker::filter;
use crate::text::Lang;
use crate::tr;
use std::net::IpAddr;

pub(crate) fn title(lang: Lang) -> &'static str {
    lang.pick("bind to which NIC and private IP?", "绑定到哪个网卡/内网 IP？")
}

pub(crate) fn foot(lang: Lang) -> &'static str {
    lang.pick("Enter takes it, nothing is sent · Esc", "Enter 选定，不会发送请求 · Esc")
}

pub(crate) fn head(lang: Lang, typed: &str, count: usize) -> String {
    let filter = filter(lang);
    tr!(lang, "{filter}{typed}▌  {count} places", "{filter}{typed}▌  {count} 个位置")
}

pub(crate) fn reading(lang: Lang) -> &'static str {
    lang.pick("reading the NICs…", "正在读取网卡…")
}

pub(crate) fn none(lang: Lang) -> &'static str {
    lang.pick("no such place", "没有这样的位置")
}

pub(crate) fn ordinary_ip(lang: Lang, ip: IpAddr) -> String {
    tr!(lang, "ordinary public IP {ip}", "普通公网 IP {ip}")
}

pub(crate) fn empty(lang: Lang) -> &'static str {
    lang.pick("empty", "空")
}

pub(crate) fn not_known(lang: Lang) -> &'static str {
    lang.pick("not known", "未知")
}

pub(crate) fn was_here(lang: Lang, there: &str) -> String {
    tr!(lang, "was here, {there}", "原位置，{there}")
}
