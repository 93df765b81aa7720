//! From a TARGET to the one EIP it means, in one region or in all of them.

use super::output;
use crate::api::Client;
use crate::domain::target::{TargetError, TargetText};
use crate::domain::{Eip, EipId, Fault, FaultClass, Region, UnbindTarget};
use crate::failure::Failure;
use crate::runtime::headless;
use crate::text::{Lang, fault, report};
use crate::tr;
use crate::unbind::{Reading, Subject, UnbindOptions, UnbindRequest};
use futures_util::future::join_all;

/// At most this many matches or regions are named one by one.
const NAMED: usize = 10;

/// Where a target was looked for, and what came of it.
pub(super) struct Searched {
    target: String,
    read: Vec<Region>,
    refused: Vec<(Region, Fault)>,
    matches: Vec<Eip>,
}

/// Looks a target up in all regions in parallel and gathers the facts around it.
pub(super) async fn look_up(
    client: Result<&Client, &Fault>,
    regions: &[Region],
    target: &TargetText,
    options: UnbindOptions,
) -> (Subject, Searched) {
    let found = join_all(regions.iter().map(|region| async {
        match client {
            Ok(client) => headless::find(client, region, target).await,
            Err(fault) => Err(fault.clone()),
        }
    }))
    .await;
    let mut searched = Searched { target: target.to_string(), read: vec![], refused: vec![], matches: vec![] };
    for (region, result) in regions.iter().zip(found) {
        match result {
            Ok(eips) => {
                searched.read.push(region.clone());
                searched.matches.extend(eips);
            }
            Err(fault) => searched.refused.push((region.clone(), fault)),
        }
    }
    let home = regions.first().cloned().unwrap_or_else(|| Region::all()[0].clone());
    let (region, reading) = match searched.matches.as_slice() {
        [eip] => (eip.region.clone(), Reading::Found(Box::new(eip.clone()))),
        [] => searched.nothing(home),
        more => (home, Reading::Ambiguous(more.len())),
    };
    let id = if let Reading::Found(eip) = &reading { Some(eip.eip_id.clone()) } else { None };
    let target = match (target, id) {
        (TargetText::Pair(nic, ip), _) => UnbindTarget::PrivateIp { network_interface_id: nic.clone(), private_ip_address: *ip },
        (_, Some(id)) => UnbindTarget::Eip(id),
        (other, None) => UnbindTarget::Eip(EipId::parse(&other.to_string()).unwrap_or_else(|| EipId::parse("?").expect("not empty"))),
    };
    let request = UnbindRequest { region, target, options };
    let subject = match client {
        Ok(client) if matches!(reading, Reading::Found(_)) => headless::subject(client, request, reading).await,
        Ok(_) | Err(_) => Subject { request, reading, nics: None, siblings: None, quota: None, bind: None },
    };
    (subject, searched)
}

impl Searched {
    /// A region that is closed to the account holds nothing of it. Where a region could not be read for any other reason, or none could,
    /// nobody can say that the EIP does not exist.
    fn nothing(&self, home: Region) -> (Region, Reading) {
        let closed = |fault: &Fault| fault.class == FaultClass::Permission && !self.read.is_empty();
        match self.refused.iter().find(|(_, fault)| !closed(fault)) {
            Some((region, fault)) => (region.clone(), Reading::Failed(fault.clone())),
            None => (home, Reading::Missing),
        }
    }
}

/// Says where was looked and what fits, where that helps on.
pub(super) fn talk(lang: Lang, subject: &Subject, searched: &Searched) {
    let target = crate::domain::safe::visible(&searched.target);
    match &subject.reading {
        Reading::Ambiguous(_) => {
            for eip in searched.matches.iter().take(NAMED) {
                output::talk(&format!("  {}", report::eip_line(lang, eip)));
            }
            if searched.matches.len() > NAMED {
                let more = searched.matches.len() - NAMED;
                output::talk(&tr!(lang, "  and {more} more", "  以及另外 {more} 个"));
            }
        }
        Reading::Missing => {
            let regions = names(lang, &searched.read);
            output::talk(&tr!(lang, "{target}: looked in {regions}", "{target}：已查找 {regions}"));
        }
        Reading::Found(_) | Reading::Failed(_) => {}
    }
    // One line for each reason, not one for each region.
    let mut reasons: Vec<&'static str> = Vec::new();
    for (_, why) in &searched.refused {
        let meaning = fault::meaning(lang, why);
        if !reasons.contains(&meaning) {
            reasons.push(meaning);
        }
    }
    let single = searched.read.is_empty() && searched.refused.len() == 1;
    for reason in reasons.into_iter().filter(|_| !single) {
        let regions: Vec<Region> =
            searched.refused.iter().filter(|(_, why)| fault::meaning(lang, why) == reason).map(|(region, _)| region.clone()).collect();
        let regions = names(lang, &regions);
        output::talk(&tr!(lang, "{target}: not looked in {regions}: {reason}", "{target}：未能查找 {regions}：{reason}"));
    }
}

fn names(lang: Lang, regions: &[Region]) -> String {
    if regions.len() > NAMED {
        let count = regions.len();
        return tr!(lang, "{count} regions", "{count} 个地域");
    }
    regions.iter().map(Region::as_str).collect::<Vec<_>>().join(" ")
}

/// What is wrong with a target as typed.
pub(super) fn bad_target(lang: Lang, error: &TargetError) -> Failure {
    let pair = lang.pick("for a NIC write eni-… 10.0.0.5", "网卡请写成 eni-… 10.0.0.5");
    let example = lang.pick("for example eip-unbind unbind 203.0.113.77", "例如 eip-unbind unbind 203.0.113.77");
    match error {
        TargetError::HalfPair(nic) => Failure::usage(tr!(lang, "{nic} needs a private IP beside it", "{nic} 还需要一个内网 IP")).hint(pair),
        TargetError::BadPrivateIp(nic, ip) => {
            Failure::usage(tr!(lang, "{ip:?} beside {nic} is not an IP address", "{nic} 旁的 {ip:?} 不是 IP 地址")).hint(pair)
        }
        TargetError::Empty => Failure::usage(lang.pick("empty target", "目标为空")).hint(example),
    }
}
