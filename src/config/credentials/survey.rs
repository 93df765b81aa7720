//! Every place where credentials may stand, and what stands there: for `doctor`. Nothing is asked for over the network.

use super::{Ask, Folder, Found, Tke, env, instance_role, profile_variable, sdk_file, tke_source};
use crate::domain::sanitize::visible;
use crate::failure::Failure;

/// One place.
#[derive(Debug, Clone)]
pub struct Sighting {
    /// Its name, as [`Found::source`] gives it.
    pub(crate) source: String,
    /// What stands there, or why it can't be used; `Ok(None)` for nothing.
    pub(crate) found: Result<Option<Box<Found>>, Failure>,
}

/// Looks everywhere, in the order of `docs/credentials.md` §7, whether or not the place counts in this call.
pub(crate) fn survey(ask: &Ask<'_>) -> Vec<Sighting> {
    let mut all = vec![named(crate::text::credentials::ENVIRONMENT, env::find(ask.env, ask.lang))];
    all.extend(of_tccli(ask));
    all.push(named("sdk-file", sdk_file::find(ask)));
    let tke = Tke::find(ask.env, ask.home, ask.lang);
    all.push(named("tke", tke.map(|tke| tke.map(tke_source))));
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
    // Where two variables differ, the source that is looked for says so; the folder is shown all the same.
    let wanted = profile_variable(ask).ok().flatten().map_or("default", |(_, name)| name);
    let folder = match Folder::needed(ask.env, ask.home, ask.lang) {
        Ok(folder) => folder,
        Err(failure) => return vec![named(&format!("tccli:{}", visible(wanted)), Err(failure))],
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
