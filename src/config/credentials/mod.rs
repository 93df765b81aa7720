//! Credentials that users already have (`docs/credentials.md`). [`find`] says where they come from, and asks nobody; [`provider`] asks the
//! cloud where keys must be asked for.
//!
//! A source that is there and malformed stops with its name: in an incident a silent fall-through to another account is worse than an error.

mod env;
mod found;
pub mod provider;
pub mod role;
mod sdk_file;
pub mod survey;
pub mod tccli;
mod value;

use super::env::Env;
use super::file::SourceChoice;
pub use crate::domain::identity::Kind;
use crate::domain::near::near;
use crate::failure::Failure;
use crate::text::credentials::{self as words, profile as said};
pub use found::{Ask, Base, Folder, Found, RoleWish, Tke};
use found::{differ, stop};

/// Finds the source that wins (`docs/credentials.md` §7), and the role to assume with it.
///
/// # Errors
/// None at all, one that is named and missing, half there or malformed, or an unknown profile; each with its name and
/// the next step.
pub fn find(ask: &Ask<'_>) -> Result<Found, Failure> {
    let mut found = match (ask.choice, ask.profile) {
        (Some(choice), _) => chosen(ask, choice)?,
        (None, Some(name)) => named(ask, name)?,
        (None, None) => chain(ask)?,
    };
    role::settle(ask, &mut found)?;
    Ok(found)
}

fn chosen(ask: &Ask<'_>, choice: &SourceChoice) -> Result<Found, Failure> {
    match choice {
        SourceChoice::Env => env::only(ask.env, ask.lang),
        SourceChoice::Tccli(Some(name)) => tccli_only(ask, name, None),
        SourceChoice::Tccli(None) => tccli_of_environment(ask),
        SourceChoice::SdkFile => sdk_file::only(ask),
        SourceChoice::Tke => Tke::only(ask.env, ask.home, ask.lang).map(tke_source),
        SourceChoice::InstanceRole => Ok(instance_role(ask)),
    }
}

/// A profile that was named: of the config file without a source of its own, or of tccli alone.
fn named(ask: &Ask<'_>, name: &str) -> Result<Found, Failure> {
    if ask.known.contains(&name) {
        let own = in_tccli(ask, name)?;
        return own.ok_or_else(|| stop(said::without_source(ask.lang, name)));
    }
    tccli_only(ask, name, None)
}

fn chain(ask: &Ask<'_>) -> Result<Found, Failure> {
    if let Some(found) = env::find(ask.env, ask.lang)? {
        return Ok(found);
    }
    let profile = profile_variable(ask)?.map(|(variable, _)| variable);
    let folder = ask.env.get(tccli::VARIABLE).map(|_| tccli::VARIABLE);
    let file = ask.env.get(sdk_file::VARIABLE).map(|_| sdk_file::VARIABLE);
    match (profile.or(folder), file) {
        (Some(of_tccli), Some(file)) => {
            return Err(stop(words::two_sources(ask.lang, [of_tccli, file])));
        }
        (Some(_), None) => return tccli_of_environment(ask),
        (None, Some(_)) => return sdk_file::only(ask),
        (None, None) => {}
    }
    if let Some(found) = in_tccli(ask, "default")? {
        return Ok(found);
    }
    if let Some(found) = sdk_file::find(ask)? {
        return Ok(found);
    }
    if let Some(tke) = Tke::find(ask.env, ask.home, ask.lang)? {
        return Ok(tke_source(tke));
    }
    if ask.env.get("TENCENTCLOUD_CAM_ROLE_NAME").is_some() {
        return Ok(instance_role(ask));
    }
    Err(stop(words::none(ask.lang)))
}

/// What names a tccli profile: a variable of tccli, and one of terraform.
const PROFILES: [&str; 2] = ["TCCLI_PROFILE", "TENCENTCLOUD_PROFILE"];

/// The profile that a variable names, with that variable.
fn profile_variable<'a>(ask: &Ask<'a>) -> Result<Option<(&'static str, &'a str)>, Failure> {
    ask.env.one_of(PROFILES).map_err(|differing| differ(ask.lang, differing))
}

/// The profile whose region tccli would use: none where two variables differ.
pub(crate) fn tccli_name(env: &Env) -> Option<&str> {
    env.one_of(PROFILES).map(|one| one.map_or("default", |(_, name)| name)).ok()
}

/// The profile of tccli by this name, if it is there.
fn in_tccli(ask: &Ask<'_>, name: &str) -> Result<Option<Found>, Failure> {
    match Folder::of(ask.env, ask.home) {
        None => Ok(None),
        Some(_) => Folder::needed(ask.env, ask.home, ask.lang)?.find(name, ask.now, ask.lang),
    }
}

/// The profile that tccli itself would take, from the folder that a variable may name.
fn tccli_of_environment(ask: &Ask<'_>) -> Result<Found, Failure> {
    match profile_variable(ask)? {
        Some((variable, name)) => tccli_only(ask, name, Some(variable)),
        None => tccli_only(ask, "default", None),
    }
}

/// A profile of tccli that must be there; `by` is the variable that names it.
fn tccli_only(ask: &Ask<'_>, name: &str, by: Option<&str>) -> Result<Found, Failure> {
    let folder = Folder::needed(ask.env, ask.home, ask.lang)?;
    if let Some(found) = folder.find(name, ask.now, ask.lang)? {
        return Ok(found);
    }
    let in_tccli = folder.names();
    let in_tccli: Vec<&str> = in_tccli.iter().map(String::as_str).collect();
    if in_tccli.contains(&name) {
        return Err(stop(said::no_keys(ask.lang, name, by)));
    }
    let near = near(ask.known.iter().chain(&in_tccli).copied(), name);
    Err(stop(said::unknown(ask.lang, name, by, near, [ask.known, &in_tccli])))
}

fn tke_source(tke: Tke) -> Found {
    Found::new(Base::Tke(tke), "tke")
}

fn instance_role(ask: &Ask<'_>) -> Found {
    Found::new(
        Base::InstanceRole(ask.env.get("TENCENTCLOUD_CAM_ROLE_NAME").map(str::to_owned)),
        "instance-role",
    )
}
