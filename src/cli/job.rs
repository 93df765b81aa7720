//! What `unbind` and `bind` were asked for.

use super::args::UnbindArgs;
use crate::domain::target::TargetText;
use crate::domain::{BindTarget, EipId, NetworkInterfaceId};
use crate::failure::{Failure, FailureKind};
use crate::text::alert::Targets;
use crate::text::{Lang, target, usage};

/// What a plan is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verb {
    Unbind,
    /// To this place, or to where the journal says.
    Bind(Option<BindTarget>),
}

impl Verb {
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Unbind => "unbind",
            Self::Bind(_) => "bind",
        }
    }
}

/// What was asked for.
pub(super) struct Job<'a> {
    pub(super) args: &'a UnbindArgs,
    pub(super) verb: Verb,
}

impl<'a> Job<'a> {
    pub(super) fn unbind(args: &'a UnbindArgs) -> Self {
        Self { args, verb: Verb::Unbind }
    }

    pub(super) fn bind(args: &'a UnbindArgs, to: Option<BindTarget>) -> Self {
        Self { args, verb: Verb::Bind(to) }
    }

    pub(super) fn binds(&self) -> bool {
        self.verb != Verb::Unbind
    }

    /// Whether a target or an option of the request is named.
    pub(super) fn names_something(&self) -> bool {
        let args = self.args;
        !(args.targets.is_empty() && args.eip_id.is_empty() && args.eip.is_empty())
            || args.network_interface_id.is_some()
            || args.alloc_wan_ip == "1"
            || args.un_bind_private_ip_with_eip.is_some()
            || matches!(self.verb, Verb::Bind(Some(_)))
    }
}

/// The targets, whichever way they were named.
pub(super) fn given(job: &Job<'_>, lang: Lang) -> Result<Targets, Failure> {
    let (args, verb) = (job.args, job.verb.word());
    let wrong = |said| Failure::of(FailureKind::Usage, said);
    let empty = |option| wrong(usage::empty_option(lang, option, verb));
    let mut given =
        Targets::read(&args.targets).map_err(|error| wrong(target::bad(lang, &error)))?;
    let targets = &mut given.targets;
    for id in &args.eip_id {
        targets.push(TargetText::EipId(EipId::parse(id).ok_or_else(|| empty("--eip-id"))?));
    }
    targets.extend(args.eip.iter().map(|ip| TargetText::Address(*ip)));
    if let (Some(nic), Some(ip)) = (&args.network_interface_id, args.private_ip_address) {
        let nic = NetworkInterfaceId::parse(nic).ok_or_else(|| empty("--network-interface-id"))?;
        targets.push(TargetText::Pair(nic, ip));
    }
    if targets.is_empty() {
        return Err(wrong(usage::no_target(lang, verb)));
    }
    Ok(given)
}
