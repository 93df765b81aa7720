//! Several accounts: in which profile a target is. Only readings, side by side, each account at its own pace.

use super::args::Global;
use super::job::{self, Job};
use super::lookup::look_up;
use super::output;
use super::setup::Setup;
use crate::config::credentials::Folder;
use crate::config::env::Env;
use crate::config::layers::Config;
use crate::domain::{Fault, Region};
use crate::failure::{Failure, FailureKind};
use crate::runtime::QUEUE;
use crate::runtime::clock::Clock;
use crate::runtime::runner::Runner;
use crate::runtime::spawn::block_on;
use crate::text::alert::Targets;
use crate::text::plan_lines::about;
use crate::text::{Lang, accounts as words, fault, target};
use crate::unbind::accounts::{Owner, Searched, owner, unread};
use crate::unbind::lookup::Lookup;
use futures_util::future::join_all;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::mpsc;

/// A profile that has not answered by then is named as not read.
const PATIENCE: Duration = Duration::from_secs(10);

/// The profiles in which a target is looked for; none where it is looked for in the one that is in force.
///
/// # Errors
/// A config file that can't be used.
pub(super) fn profiles(global: &Global, env: &Env, lang: Lang) -> Result<Vec<String>, Failure> {
    // The built-in cloud has one account, and a plan its own.
    if global.demo.is_some() || global.plan.is_some() {
        return Ok(vec![]);
    }
    let home = env.home();
    let config = Config::load(env.etc(), global.config.as_deref(), home.as_deref(), lang)?;
    if !global.all_profiles {
        return Ok(config.search_profiles(global.profile.as_deref()));
    }
    let tccli = Folder::of(env, home.as_deref()).map(|folder| folder.names()).unwrap_or_default();
    let own = config.profiles().into_iter().map(str::to_owned);
    Ok(own.chain(tccli).collect::<BTreeSet<_>>().into_iter().collect())
}

/// Looks in all of these profiles.
pub(super) async fn search(
    global: Global,
    env: Env,
    clock: Clock,
    lang: Lang,
    profiles: Vec<String>,
    given: Targets,
) -> Vec<Searched> {
    join_all(profiles.iter().map(async |profile| {
        let look = look(&global, &env, clock, lang, profile, &given);
        let late = |_| Searched {
            profile: profile.clone(),
            hits: Err(words::too_late(lang, PATIENCE.as_secs())),
            unread: vec![],
        };
        tokio::time::timeout(PATIENCE, look).await.unwrap_or_else(late)
    }))
    .await
}

async fn look(
    global: &Global,
    env: &Env,
    clock: Clock,
    lang: Lang,
    profile: &str,
    given: &Targets,
) -> Searched {
    let mut searched = Searched { profile: profile.to_owned(), hits: Ok(vec![]), unread: vec![] };
    let own = Global { profile: Some(profile.to_owned()), all_profiles: false, ..global.clone() };
    let setup = match Setup::new(own, env.clone(), clock) {
        Ok(setup) => setup,
        Err(failure) => return Searched { hits: Err(failure.message), ..searched },
    };
    let regions = if setup.regions.is_empty() { Region::all() } else { setup.regions.clone() };
    let (tell, _) = mpsc::channel(QUEUE);
    // Nothing can be sent by it, whatever anybody asks of it.
    let runner = Runner::new(setup.connector(), None, tell, true);
    let client = runner.client().await;
    if let Err(fault) = &client {
        return Searched { hits: Err(fault::meaning(lang, fault).to_owned()), ..searched };
    }
    let all = look_up(client.as_ref().copied(), &regions, given).await;
    let is_read = all.iter().any(|one| !(one.looked.is_empty() && one.doubts.is_empty()));
    let first = all.iter().flat_map(|one| &one.faults).next();
    if let (false, Some((_, fault))) = (is_read, first) {
        return Searched { hits: Err(fault::meaning(lang, fault).to_owned()), ..searched };
    }
    let mut unread: Vec<(Region, Fault)> = Vec::new();
    for (region, fault) in all.iter().flat_map(Lookup::unread) {
        if !unread.iter().any(|(known, _)| known == region) {
            unread.push((region.clone(), fault.clone()));
        }
    }
    searched.unread = target::reasons(lang, &unread)
        .into_iter()
        .map(|(why, regions)| about(lang, &target::places(lang, &regions, 3), why))
        .collect();
    searched.hits = Ok(all.iter().map(|one| one.hits.len()).collect());
    searched
}

/// The options with the profile that owns what a subcommand names. Where no profile is to be searched, the options as they are.
///
/// # Errors
/// Several profiles own it, or none can be read.
pub(super) fn settle(
    global: Global,
    env: &Env,
    clock: Clock,
    lang: Lang,
    job: &Job<'_>,
) -> Result<Global, Failure> {
    let profiles = profiles(&global, env, lang)?;
    if profiles.is_empty() {
        return Ok(global);
    }
    let given = job::given(job, lang)?;
    let begun = clock.now();
    let all = search(global.clone(), env.clone(), clock, lang, profiles, given);
    let all = block_on(async { Ok(all.await) })?;
    let tenths = clock.now().since(begun) / 100;
    let left = unread(&all);
    for (profile, why) in &left {
        output::talk(&words::unread(lang, profile, why));
    }
    let readable: Vec<String> =
        all.iter().filter(|one| one.hits.is_ok()).map(|one| one.profile.clone()).collect();
    let profile = match owner(&all) {
        Owner::One(profile) => {
            output::talk(&words::found_in(lang, &profile, all.len(), tenths));
            profile
        }
        Owner::Several(profiles) => {
            return Err(Failure::of(FailureKind::NotDone, words::in_several(lang, &profiles)));
        }
        Owner::Nobody => {
            output::talk(&words::in_none(lang, &readable, left.len()));
            // The plan of one of them says for each target that it was not found.
            let none = || Failure::of(FailureKind::Credentials, words::none_readable(lang));
            readable.into_iter().next().ok_or_else(none)?
        }
    };
    Ok(Global { profile: Some(profile), all_profiles: false, ..global })
}

/// The options with which the screen can begin: as they are, or, where those have no credentials, with the first of the profiles that are
/// searched which has some.
pub(super) fn usable(global: Global, env: &Env, clock: Clock, profiles: &[String]) -> Global {
    let can = |global: &Global| Setup::new(global.clone(), env.clone(), clock).is_ok();
    if profiles.is_empty() || can(&global) {
        return global;
    }
    let with = |profile: &String| Global { profile: Some(profile.clone()), ..global.clone() };
    profiles.iter().map(with).find(can).unwrap_or(global)
}
