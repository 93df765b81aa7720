//! Commands as the operator would type them: the one that carries a plan out, and the one that plans for one of several EIPs.

use super::args::{Api, HowArgs, UnbindArgs};
use super::job::Verb;
use super::setup::Setup;
use crate::domain::sanitize::{is_hidden, option, quote};
use crate::domain::{BindTarget, Eip, Mutation, Region, UnbindTarget};
use crate::unbind::{Plan, PlanFile, RunItem, former_target};

/// What such a command depends on.
pub(super) struct Shell<'a> {
    /// The session.
    pub(crate) setup: &'a Setup,
    /// What was typed.
    pub(crate) args: &'a UnbindArgs,
    /// What is planned.
    pub(crate) verb: &'a Verb,
    /// The targets were picked from an alert: a command names what was found instead.
    pub(crate) picked: bool,
    /// The plan is that of this file, which has targets, options and digest.
    pub(crate) by_file: Option<&'a PlanFile>,
}

impl Shell<'_> {
    /// The exact command that would carry the plan out: everything that this plan depends on, and where it is recorded.
    pub(super) fn confirm(&self, plan: &Plan, token: &str, digest: &str) -> String {
        let args = self.args;
        if self.by_file.is_some() {
            let mut words = self.base(&[]);
            option(&mut words, "--confirm", token);
            return words.join(" ");
        }
        let mut words = self.base(&regions(plan));
        if !self.picked {
            for id in &args.eip_id {
                option(&mut words, "--eip-id", id);
            }
            for ip in &args.eip {
                option(&mut words, "--eip", &ip.to_string());
            }
            if let (Some(nic), Some(ip)) = (&args.network_interface_id, &args.private_ip_address) {
                option(&mut words, "--network-interface-id", nic);
                option(&mut words, "--private-ip-address", &ip.to_string());
            }
        }
        option(&mut words, "--confirm", token);
        option(&mut words, "--expect", digest);
        let targets = if self.picked { found(plan) } else { args.targets.clone() };
        if targets.iter().any(|target| target.starts_with('-')) {
            words.push("--".to_owned());
        }
        words.extend(targets.iter().map(|t| quote(t)));
        words.join(" ")
    }

    /// The command that plans for these EIPs alone.
    pub(super) fn choose(&self, eips: &[&Eip]) -> String {
        let mut regions: Vec<&Region> = eips.iter().map(|eip| &eip.region).collect();
        regions.sort();
        regions.dedup();
        let mut words = self.base(&regions);
        words.extend(eips.iter().map(|eip| quote(&named(eip))));
        words.join(" ")
    }

    /// The command that takes this item back. With the place, as whoever runs it may not have this journal.
    pub(super) fn back(&self, item: &RunItem) -> String {
        let (verb, to) = match &item.plan.mutation {
            Mutation::Unbind { .. } => (Verb::Bind(None), former_target(&item.plan.before)),
            Mutation::Bind { .. } => (Verb::Unbind, None),
        };
        let plain = UnbindArgs {
            how: HowArgs { wait: 180, ..HowArgs::default() },
            ..UnbindArgs::default()
        };
        let shell =
            Shell { setup: self.setup, args: &plain, verb: &verb, picked: false, by_file: None };
        let mut words = shell.base(&[&item.plan.region]);
        words.push(quote(&named(&item.plan.before)));
        if let Some(to) = &to {
            option(&mut words, "--to", &place(to));
        }
        words.join(" ")
    }

    /// The program with everything but targets and confirmation.
    fn base(&self, regions: &[&Region]) -> Vec<String> {
        let (args, global) = (self.args, &self.setup.global);
        let mut words = vec!["eip-unbind".to_owned(), self.verb.word().to_owned()];
        if let Verb::Bind(Some(to)) = self.verb {
            option(&mut words, "--to", &place(to));
        }
        words.extend(global.demo.iter().map(|demo| quote(&format!("--demo={demo}"))));
        words.extend(args.how.no_journal.then(|| "--no-journal".to_owned()));
        let plan = global.plan.clone().filter(|_| self.by_file.is_some());
        if plan.is_some() && global.valid != 30 {
            option(&mut words, "--valid", &global.valid.to_string());
        }
        for (name, path) in
            [("--plan", &plan), ("--config", &global.config), ("--state-dir", &global.state_dir)]
        {
            if let Some(path) = path {
                option(&mut words, name, &path.to_string_lossy());
            }
        }
        for (name, value) in [
            ("--profile", &self.setup.whose.profile),
            ("--endpoint", &global.endpoint),
            ("--reason", &args.how.reason),
        ] {
            if let Some(value) = value {
                option(&mut words, name, value);
            }
        }
        for region in regions {
            option(&mut words, "--region", region.as_str());
        }
        if args.how.wait != 180 {
            option(&mut words, "--wait", &args.how.wait.to_string());
        }
        if args.how.watch != 0 {
            option(&mut words, "--watch", &args.how.watch.to_string());
        }
        match global.api {
            None | Some(Api::Auto) => {}
            Some(Api::V2) => option(&mut words, "--api", "v2"),
            Some(Api::V3) => option(&mut words, "--api", "v3"),
        }
        if args.alloc_wan_ip == "1" {
            option(&mut words, "--alloc-wan-ip", "1");
        }
        if let Some(value) = &args.un_bind_private_ip_with_eip {
            option(&mut words, "--un-bind-private-ip-with-eip", value);
        }
        words
    }
}

/// A place as `--to` takes it.
pub(super) fn place(to: &BindTarget) -> String {
    match to {
        BindTarget::Instance(server) => server.to_string(),
        BindTarget::PrivateIp { network_interface_id, private_ip_address } => {
            format!("{network_interface_id},{private_ip_address}")
        }
    }
}

/// What names this EIP on a command line: its id, or its address where nobody could type the id.
fn named(eip: &Eip) -> String {
    let id = eip.eip_id.as_str();
    if id.contains(is_hidden) { eip.address() } else { id.to_owned() }
}

/// What the plan is about, as targets.
fn found(plan: &Plan) -> Vec<String> {
    let of_items = plan.items.iter().map(|item| match &item.mutation {
        Mutation::Unbind {
            target: UnbindTarget::PrivateIp { network_interface_id, private_ip_address },
            ..
        } => {
            format!("{network_interface_id},{private_ip_address}")
        }
        Mutation::Unbind { target: UnbindTarget::Eip(_), .. } | Mutation::Bind { .. } => {
            named(&item.before)
        }
    });
    of_items.chain(plan.already.iter().map(named)).collect()
}

/// Where the targets were found: no need to search everywhere again.
fn regions(plan: &Plan) -> Vec<&Region> {
    let mut regions: Vec<&Region> = Vec::new();
    for region in
        plan.items.iter().map(|item| &item.region).chain(plan.already.iter().map(|eip| &eip.region))
    {
        if !regions.contains(&region) {
            regions.push(region);
        }
    }
    regions
}
