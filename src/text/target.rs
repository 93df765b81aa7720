//! Words for what a target is, and for where it was looked for.

use super::refusal::next_step;
use super::said::Said;
use super::texts;
use super::{Lang, fault};
use crate::domain::sanitize::visible;
use crate::domain::target::{TargetError, TargetText, is_private};
use crate::domain::{BindTarget, Fault, Region};
use crate::tr;
use crate::unbind::RefusalReason;
use std::net::IpAddr;

/// What kind of thing it is.
pub(crate) fn kind(lang: Lang, target: &TargetText) -> &'static str {
    match target {
        TargetText::EipId(_) => lang.pick("EIP id", "EIP ID"),
        TargetText::Address(IpAddr::V4(ip)) if is_private(*ip) => {
            lang.pick("private IP", "内网 IP")
        }
        TargetText::Address(_) => lang.pick("public address", "公网地址"),
        TargetText::Instance(id) if id.is_nat_gateway() => lang.pick("NAT gateway", "NAT 网关"),
        TargetText::Instance(_) => lang.pick("server", "云服务器"),
        TargetText::Pair(..) => lang.pick("NIC, private IP", "网卡与内网 IP"),
        TargetText::Name(_) => lang.pick("part of a name", "名称的一部分"),
    }
}

pub(crate) fn eips(lang: Lang, count: usize) -> String {
    tr!(lang, "{count} EIPs", "{count} 个 EIP")
}

/// A place as it is shown: `eni-5f6a7b8c · 10.0.3.21`, or the server.
pub(crate) fn place(target: &BindTarget) -> String {
    match target {
        BindTarget::Instance(server) => visible(server.as_str()).into_owned(),
        BindTarget::PrivateIp { network_interface_id, private_ip_address } => {
            format!("{} · {private_ip_address}", visible(network_interface_id.as_str()))
        }
    }
}

/// The right action for a NAT gateway's EIPs, where the target is one.
pub(crate) fn nat_hint(lang: Lang, target: &TargetText) -> Option<&'static str> {
    target.nat_gateway().map(|id| next_step(lang, &RefusalReason::Nat(Some(id.clone()))))
}

/// Regions by name, or how many where that would be too long.
pub fn places(lang: Lang, regions: &[Region], named: usize) -> String {
    if regions.len() > named {
        let count = regions.len();
        return tr!(lang, "{count} regions", "{count} 个地域");
    }
    regions.iter().map(Region::as_str).collect::<Vec<_>>().join(" ")
}

/// Where it could not be looked: for each reason the regions.
pub(crate) fn reasons(lang: Lang, refused: &[(Region, Fault)]) -> Vec<(&'static str, Vec<Region>)> {
    let mut all: Vec<(&'static str, Vec<Region>)> = Vec::new();
    for (region, why) in refused {
        let meaning = fault::meaning(lang, why);
        match all.iter_mut().find(|(known, _)| *known == meaning) {
            Some((_, regions)) => regions.push(region.clone()),
            None => all.push((meaning, vec![region.clone()])),
        }
    }
    all
}

texts! {
    the_alert: "the alert", "告警";
    all_of_them(command: &str): "  all of them: {command}", "  全部：{command}";
    and_more(more: usize): "  and {more} more", "  以及另外 {more} 个";
    looked_in(name: &str, regions: &str): "{name}: looked in {regions}", "{name}：已查找 {regions}";
    nat_gateway(name: &str, hint: &str):
        "{name}: a NAT gateway: {hint}", "{name}：NAT 网关：{hint}";
    not_looked_in(name: &str, regions: &str, reason: &str):
        "{name}: not looked in {regions}: {reason}", "{name}：未能查找 {regions}：{reason}";
}

/// What is wrong with a target as typed.
pub(crate) fn bad(lang: Lang, error: &TargetError) -> Said {
    let pair = lang.pick("for a NIC write eni-… 10.0.0.5", "网卡请写成 eni-… 10.0.0.5");
    match error {
        TargetError::HalfPair(nic) => {
            Said::that(tr!(lang, "{nic} needs a private IP beside it", "{nic} 还需要一个内网 IP"))
                .next(pair)
        }
        TargetError::BadPrivateIp(nic, ip) => Said::that(tr!(
            lang,
            "{ip:?} beside {nic} is not an IP address",
            "{nic} 旁的 {ip:?} 不是 IP 地址"
        ))
        .next(pair),
        TargetError::Empty => Said::that(lang.pick("empty target", "目标为空"))
            .next(super::usage::example(lang, "unbind")),
    }
}
