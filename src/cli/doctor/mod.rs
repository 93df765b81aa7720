//! `doctor`: would an unbind work here, and if not, why not, and what to do. It never ends early: what is broken is a line of the report.
//!
//! Looking and judging are apart: `settings`, `cloud` and [`crate::api::probe`] look; `network`, `terminal` and `report` judge what was seen,
//! as plain functions; `show` writes. Nothing is changed: no mutation is sent, no intent settled, no file made, nothing remembered.

mod check;
mod cloud;
mod hosts;
mod journal;
mod network;
mod policy;
mod regions;
mod report;
mod settings;
mod show;
mod sources_seen;
mod team;
mod terminal;
mod variables;

#[cfg(test)]
pub(super) use variables::READ;

use super::args::{Api, Global, LangArg, Output};
use super::setup;
use crate::api::probe::look;
use crate::config::env::Env;
use crate::config::paths;
use crate::domain::{Generation, Region};
use crate::failure::Failure;
use crate::runtime::clock::Clock;
use crate::runtime::connect::Wanted;
use crate::text::Lang;
use crate::text::doctor as words;
use check::{Area, Blame, Check, State};
use futures_util::future::join_all;
use hosts::Host;
use network::Looked;
use report::Report;
use settings::Ground;
use show::Look;
use std::io::IsTerminal as _;

/// Looks at everything and writes the report; gives the exit code. `log` is why the log could not be opened.
pub(super) async fn run(global: Global, env: Env, clock: Clock, log: Option<Failure>) -> u8 {
    let lang = setup::lang(&global, &env);
    let of_terminal = terminal::Facts::of_process(&env);
    let mut ground = settings::gather(&global, &env, clock, lang);
    let mut checks = vec![version()];
    checks.extend(log.map(|failure| {
        Check::of_failure(lang, Area::Config, "option", State::Failed(Blame::Config), &failure)
            .subject("--log")
    }));
    checks.append(&mut ground.checks);
    let (of_cloud, api) = of_cloud(lang, &global, &ground, clock).await;
    checks.extend(of_cloud);
    let state_dir = match &ground.setup {
        Some(setup) => setup.state_dir.clone(),
        None => paths::state_dir(global.state_dir.as_deref()),
    };
    checks.extend(journal::checks(lang, state_dir.as_deref(), &setup::host()));
    let given = global.lang.map(|given| if given == LangArg::Zh { Lang::Zh } else { Lang::En });
    checks.extend(terminal::checks(lang, given, &env, of_terminal));
    checks.sort_by_key(|check| check.area);
    let is_read_only = ground.setup.as_ref().map_or(global.read_only, |s| s.global.read_only);
    let policy = policy::Policy::missing(&checks, is_read_only);
    let report = Report { at: clock.now().wall, api, regions: ground.regions, checks, policy };
    let on_terminal = global.output == Output::Table && std::io::stdout().is_terminal();
    show::write(
        &report,
        global.output,
        Look {
            lang,
            columns: of_terminal.size.filter(|_| on_terminal).map(|(columns, _)| columns),
            color: on_terminal && !global.no_color && !env.no_color(),
            ascii: global.ascii || !env.is_utf8(),
        },
    );
    report.exit_code()
}

fn version() -> Check {
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    let version = env!("CARGO_PKG_VERSION");
    Check::ok(Area::Program, "version", format!("eip-unbind {version}, {os} {arch}"))
        .fact("version", version)
        .fact("os", os)
        .fact("arch", arch)
}

/// Hosts, clock, keys, permissions, quota, in the order of the report; and the API in use.
async fn of_cloud(
    lang: Lang,
    global: &Global,
    ground: &Ground,
    clock: Clock,
) -> (Vec<Check>, Option<Generation>) {
    let Some(endpoints) = &ground.endpoints else { return (not_asked(lang), None) };
    let wanted = ground.setup.as_ref().map_or_else(|| wanted(ground), setup::Setup::wanted);
    let hosts = hosts::hosts(endpoints, &wanted, &ground.regions, ground.setup.as_ref());
    let now = || clock.now();
    let seen =
        join_all(hosts.iter().map(|host| look(&host.endpoint, &ground.transport, &now))).await;
    let hurried = seen.iter().all(|seen| seen.failed.is_some());
    let one_answers =
        hosts.iter().zip(&seen).any(|(host, seen)| host.is_needed(None) && seen.failed.is_none());
    let looked = |in_use: Option<Generation>| -> Vec<Looked> {
        let kept = hosts.iter().zip(&seen).filter(|(host, _)| host.is_worth_a_line(in_use));
        let line = |(host, seen): (&Host, &crate::api::probe::Seen)| Looked {
            base: host.endpoint.base().to_owned(),
            serves: host.serves(),
            // While it is not known which API is in use, one host that answers is enough.
            needed: host.is_needed(in_use)
                && (in_use.is_some() || !one_answers || seen.failed.is_none()),
            ca_file: ground.ca_file.clone(),
            seen: seen.clone(),
        };
        kept.map(line).collect()
    };
    let told = |looked: &[Looked]| -> Vec<Check> {
        looked
            .iter()
            .map(|looked| network::endpoint(lang, looked))
            .chain([network::clock(lang, looked)])
            .collect()
    };
    let Some(setup) = &ground.setup else {
        let mut checks = told(&looked(None));
        checks.extend(not_asked(lang));
        return (checks, None);
    };
    let mut checks: Vec<Check> = cloud::keys(lang, setup).await.into_iter().collect();
    checks.push(cloud::caller(lang, setup).await);
    let (choice, chosen) = cloud::generation(lang, setup, hurried).await;
    let in_use = chosen.as_ref().map(|(_, choice)| choice.generation);
    checks.extend(told(&looked(in_use)));
    checks.push(choice);
    match &chosen {
        Some((client, _)) => checks.extend(
            cloud::readings(lang, setup, client, &ground.regions, global.all_regions).await,
        ),
        None => checks.extend(not_asked(lang)),
    }
    (checks, in_use)
}

/// What is wanted, where there are no credentials to make a setup of.
fn wanted(ground: &Ground) -> Wanted {
    match ground.api {
        Api::V2 => Wanted::Only(Generation::V2),
        Api::V3 => Wanted::Only(Generation::V3),
        Api::Auto => Wanted::Auto(
            ground.regions.first().cloned().unwrap_or_else(|| Region::all().swap_remove(0)),
        ),
    }
}

fn not_asked(lang: Lang) -> Vec<Check> {
    [(Area::Permissions, "DescribeEip"), (Area::Quota, "quota")]
        .into_iter()
        .map(|(area, check)| {
            Check::said(lang, area, check, State::NotTried, words::not_asked(lang))
        })
        .collect()
}
