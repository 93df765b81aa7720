//! Which regions a command reads.

use super::args::Global;
use super::sources::Sources;
use crate::config::env::Env;
use crate::domain::Region;
use crate::domain::sanitize::visible;
use crate::failure::Failure;
use crate::text::Lang;
use crate::tr;

/// The regions to read: asked for, or of the profile, the environment or tccli.
pub(super) fn known(
    global: &Global,
    env: &Env,
    sources: &Sources,
    lang: Lang,
) -> Result<Vec<Region>, Failure> {
    let own = sources.settings.regions.clone().unwrap_or_default();
    let asked = asked(global, &own, lang)?;
    if !asked.is_empty() {
        return Ok(asked);
    }
    if !own.is_empty() {
        return Ok(own);
    }
    match env.get("TENCENTCLOUD_REGION") {
        Some(text) => Ok(vec![region(text, &[], lang)?]),
        None => Ok(sources.tccli_region.iter().cloned().collect()),
    }
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
        let text = visible(&error.text);
        let failure = Failure::usage(tr!(lang, "unknown region: {text}", "未知地域：{text}"));
        let failure = match error.nearest {
            Some(near) => failure.hint(super::did_you_mean(lang, near)),
            None => failure,
        };
        failure.hint(lang.pick(
            "write it as ap-guangzhou or gz; --all-regions reads all that are known",
            "请写成 ap-guangzhou 或 gz；--all-regions 读取全部已知地域",
        ))
    })
}
