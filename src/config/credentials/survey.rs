//! Every place where credentials may stand, and what stands there: for `doctor`. Nothing is asked for over the network.

use super::role::Tke;
use super::{
    Ask, Found, env, folder, instance_role, sdk_file, setup_failure, tccli_name, tke_source,
};
use crate::domain::sanitize::visible;
use crate::failure::Failure;

/// One place.
#[derive(Debug, Clone)]
pub struct Sighting {
    /// Its name, as [`Found::source`] gives it.
    pub source: String,
    /// What stands there, or why it can't be used; `Ok(None)` for nothing.
    pub found: Result<Option<Box<Found>>, Failure>,
}

/// Looks everywhere, in the order of `docs/credentials.md` §7, whether or not the place counts in this call.
pub fn survey(ask: &Ask<'_>) -> Vec<Sighting> {
    let mut all =
        vec![named(ask.lang.pick("environment", "环境变量"), env::find(ask.env, ask.lang))];
    all.extend(of_tccli(ask));
    all.push(named("sdk-file", sdk_file::find(ask)));
    all.push(named("tke", Ok(Tke::find(ask.env).map(tke_source))));
    let role = ask.env.get("TENCENTCLOUD_CAM_ROLE_NAME").map(|_| instance_role(ask));
    all.push(named("instance-role", Ok(role)));
    all
}

fn named(source: &str, found: Result<Option<Found>, Failure>) -> Sighting {
    let source = found
        .as_ref()
        .ok()
        .and_then(Option::as_ref)
        .map_or(source, |found| &found.source)
        .to_owned();
    Sighting { source, found: found.map(|found| found.map(Box::new)) }
}

fn of_tccli(ask: &Ask<'_>) -> Vec<Sighting> {
    let wanted = tccli_name(ask.env).unwrap_or("default");
    let Some(folder) = folder(ask) else {
        let why = ask
            .lang
            .pick("no home folder to look for ~/.tccli in", "找不到主目录，无法查找 ~/.tccli");
        return vec![named(&format!("tccli:{}", visible(wanted)), Err(setup_failure(why)))];
    };
    let mut names = folder.names();
    // The one that tccli itself would take is named even where it is missing.
    if !names.iter().any(|name| name == wanted) {
        names.insert(0, wanted.to_owned());
    }
    let look = |name: &String| {
        named(&format!("tccli:{}", visible(name)), folder.find(name, ask.now, ask.lang))
    };
    names.iter().map(look).collect()
}
