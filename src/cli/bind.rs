//! `bind`: where an EIP goes back to.

use super::args::{BindArgs, UnbindArgs};
use crate::domain::sanitize::visible;
use crate::domain::{BindTarget, Eip, InstanceId, NetworkInterfaceId};
use crate::failure::{Failure, FailureKind};
use crate::journal::{Former, Scan, former_place};
use crate::text::Lang;
use crate::text::bind as words;
use crate::unbind::{PlanInput, Reading, Refusal, kept_link, nowhere};
use jiff::Timestamp;
use std::net::IpAddr;

/// What `bind` has in common with `unbind`, and `--to`.
///
/// # Errors
/// `--to` is no place.
pub(super) fn read(
    args: &BindArgs,
    lang: Lang,
) -> Result<(UnbindArgs, Option<BindTarget>), Failure> {
    let to = args.to.as_deref().map(|text| place(text, lang)).transpose()?;
    let as_unbind = UnbindArgs {
        targets: args.targets.clone(),
        eip_id: args.eip_id.clone(),
        eip: args.eip.clone(),
        how: args.how.clone(),
        ..UnbindArgs::default()
    };
    Ok((as_unbind, to))
}

/// `eni-…,10.0.0.5` (also with a blank or a slash), or `ins-…`.
fn place(text: &str, lang: Lang) -> Result<BindTarget, Failure> {
    let text = text.trim();
    let no_place = || Failure::of(FailureKind::Usage, words::not_a_place(lang, text));
    if text.starts_with("ins-") {
        return InstanceId::parse(text).map(BindTarget::Instance).ok_or_else(no_place);
    }
    let (nic, ip) = text.split_once([',', '/', ' ']).ok_or_else(no_place)?;
    let ip: IpAddr = ip.trim().parse().map_err(|_| no_place())?;
    let nic = Some(nic.trim()).filter(|nic| nic.starts_with("eni-"));
    Ok(BindTarget::PrivateIp {
        network_interface_id: nic.and_then(NetworkInterfaceId::parse).ok_or_else(no_place)?,
        private_ip_address: ip,
    })
}

/// Where each EIP is to be bound, and how that is known.
pub(super) struct Places<'a> {
    pub(super) to: Option<&'a BindTarget>,
    /// The journal, where it could be read.
    pub(super) scan: Option<&'a Scan>,
    pub(super) endpoint: Option<&'a str>,
}

/// A place, and where it comes from.
pub(super) struct Place {
    pub(super) target: BindTarget,
    pub(super) origin: Origin,
    /// The journal says that it was there.
    recorded: bool,
    /// The journal says that it was blocked when it was taken off, and no reading says whether it still is.
    blocked_at: Option<Timestamp>,
}

/// How a place is known.
pub(super) enum Origin {
    /// By `--to`.
    Given,
    /// It was there, by the journal.
    Journal(Box<Former>),
    /// The link was kept.
    KeptLink,
}

impl Places<'_> {
    /// The place of this EIP; `None` where none is known.
    pub(super) fn of(&self, eip: &Eip) -> Option<Place> {
        let former = self.scan.and_then(|scan| former_place(scan, &eip.eip_id, self.endpoint));
        let is_former = |target: &BindTarget| former.as_ref().is_some_and(|f| f.target == *target);
        let blocked_at = former.as_ref().filter(|f| f.blocked && eip.blocked.is_none());
        let blocked_at = blocked_at.map(|former| former.until);
        let place = |target, origin, recorded| Place { target, origin, recorded, blocked_at };
        if let Some(target) = self.to {
            return Some(place(target.clone(), Origin::Given, is_former(target)));
        }
        if let Some(former) = former {
            let target = former.target.clone();
            return Some(place(target, Origin::Journal(Box::new(former)), true));
        }
        kept_link(eip).map(|target| place(target, Origin::KeptLink, false))
    }
}

/// What a plan for binding is made of.
#[derive(Default)]
pub(super) struct Bound {
    pub(super) subjects: Vec<PlanInput>,
    /// EIPs that no place is known for.
    pub(super) nowhere: Vec<Refusal>,
    /// Where each place comes from, a line each.
    pub(super) says: Vec<String>,
}

/// Gives each EIP its place.
pub(super) fn places(found: Vec<PlanInput>, places: &Places<'_>, lang: Lang) -> Bound {
    let mut bound = Bound::default();
    for mut subject in found {
        let Reading::Found(eip) = &subject.reading else {
            bound.subjects.push(subject);
            continue;
        };
        let Some(place) = places.of(eip) else {
            bound.nowhere.push(nowhere(&subject.request.target, Some(eip)));
            continue;
        };
        bound.says.push(says(lang, eip, &place));
        bound.says.extend(place.blocked_at.map(|at| was_blocked(lang, eip, at)));
        (subject.bind, subject.recorded) = (Some(place.target), place.recorded);
        bound.subjects.push(subject);
    }
    bound
}

/// That it was blocked the last time that anybody could read it.
fn was_blocked(lang: Lang, eip: &Eip, at: Timestamp) -> String {
    let (eip, at) = (visible(&eip.address()).into_owned(), at.strftime("%Y-%m-%dT%H:%M:%SZ"));
    words::was_blocked(lang, &eip, at)
}

fn says(lang: Lang, eip: &Eip, place: &Place) -> String {
    let is_bound = eip.status.is_bound() && eip.un_instance_id.is_some();
    let eip = visible(&eip.address()).into_owned();
    let to = crate::text::target::place(&place.target);
    match &place.origin {
        Origin::Journal(former) if is_bound => {
            let line = former.line;
            words::by_journal(lang, &eip, line, &to)
        }
        Origin::Given => words::by_option(lang, &eip, &to),
        Origin::KeptLink => words::by_kept_link(lang, &eip, &to),
        Origin::Journal(former) => {
            let server = former
                .server
                .as_ref()
                .map(|server| words::on_server(lang, &visible(server.as_str())))
                .unwrap_or_default();
            let until = former.until.strftime("%Y-%m-%dT%H:%M:%SZ");
            let line = former.line;
            words::by_former_place(lang, &eip, &to, &server, until, line)
        }
    }
}
