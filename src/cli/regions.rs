//! Which regions a command reads.

use super::args::Global;
use super::sources::Sources;
use crate::config::env::Env;
use crate::config::file::Settings;
use crate::domain::Region;
use crate::failure::{Failure, FailureKind};
use crate::text::Lang;
use crate::text::settings::regions_differ;
use crate::text::usage;

/// The regions to read: asked for, or of the profile, the environment or tccli.
pub(super) fn known(
    global: &Global,
    env: &Env,
    sources: &Sources,
    lang: Lang,
) -> Result<Vec<Region>, Failure> {
    let tccli = sources.tccli_region.clone();
    with_origin(global, env, &sources.settings, tccli, lang).map(|(regions, _)| regions)
}

/// What names the regions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Options,
    File,
    Variable,
    Tccli,
    Nothing,
}

/// The regions to read, and what names them.
pub(super) fn with_origin(
    global: &Global,
    env: &Env,
    settings: &Settings,
    tccli: Option<Region>,
    lang: Lang,
) -> Result<(Vec<Region>, By), Failure> {
    let own = settings.regions.clone().unwrap_or_default();
    let asked = asked(global, &own, lang)?;
    let variable = env.get("TENCENTCLOUD_REGION");
    if !asked.is_empty() {
        differing(global, env, &own, lang)?;
        return Ok((asked, By::Options));
    }
    if !own.is_empty() {
        return Ok((own, By::File));
    }
    Ok(match (variable, tccli) {
        (Some(text), _) => (vec![region(text, &[], lang)?], By::Variable),
        (None, Some(region)) => (vec![region], By::Tccli),
        (None, None) => (vec![], By::Nothing),
    })
}

/// Two variables for one thing: neither is more meant than the other.
///
/// # Errors
/// Both name regions, and not the same ones.
pub(super) fn differing(
    global: &Global,
    env: &Env,
    own: &[Region],
    lang: Lang,
) -> Result<(), Failure> {
    let by_variable = global.given.get("regions").is_some_and(|by| !by.starts_with('-'));
    let Some(text) = env.get("TENCENTCLOUD_REGION").filter(|_| by_variable) else { return Ok(()) };
    let same = global.all_regions || asked(global, own, lang)? == [region(text, own, lang)?];
    if same { Ok(()) } else { Err(Failure::of(FailureKind::Usage, regions_differ(lang))) }
}

/// The regions that were asked for; `own` are those that the profile knows.
pub(super) fn asked(global: &Global, own: &[Region], lang: Lang) -> Result<Vec<Region>, Failure> {
    if global.all_regions {
        return Ok(Region::all());
    }
    let mut regions = Vec::new();
    for text in &global.regions {
        let region = region(text, own, lang)?;
        if !regions.contains(&region) {
            regions.push(region);
        }
    }
    Ok(regions)
}

/// A region by its name; `own` are those that the profile knows.
///
/// # Errors
/// There is none; the nearest is named.
pub(super) fn region(text: &str, own: &[Region], lang: Lang) -> Result<Region, Failure> {
    if let Some(known) = own.iter().find(|region| region.as_str().eq_ignore_ascii_case(text.trim()))
    {
        return Ok(known.clone());
    }
    Region::parse(text).map_err(|error| {
        let said = usage::unknown_region(lang, &error.text, error.nearest);
        Failure::of(FailureKind::Usage, said)
    })
}
