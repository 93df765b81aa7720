//! The regions to ask in.

use super::check::{Area, CONFIG, Check, State, kept};
use crate::cli::args::Global;
use crate::cli::{regions as known, sources};
use crate::config::credentials::tccli::Configure;
use crate::config::env::Env;
use crate::config::file::Settings;
use crate::domain::Region;
use crate::domain::sanitize::visible;
use crate::text::Lang;
use crate::text::doctor::settings as said;

/// The regions that were asked for and are some; a line for each that is none.
pub(super) fn asked_regions(
    global: &Global,
    own: &[Region],
    lang: Lang,
) -> (Vec<Check>, Vec<Region>) {
    let (mut checks, mut regions) = (vec![], vec![]);
    for text in &global.regions {
        match known::region(text, own, lang) {
            Ok(region) if regions.contains(&region) => {}
            Ok(region) => regions.push(region),
            Err(failure) => {
                let text = visible(text).into_owned();
                checks.push(
                    Check::of_failure(lang, Area::Config, "regions", CONFIG, &failure)
                        .subject(text),
                );
            }
        }
    }
    (checks, regions)
}

/// The regions to ask in, and that of tccli.
pub(super) fn regions(
    global: &Global,
    env: &Env,
    settings: &Settings,
    configure: &Configure,
    lang: Lang,
    checks: &mut Vec<Check>,
) -> (Vec<Region>, Option<Region>) {
    let own = settings.regions.clone().unwrap_or_default();
    let (wrong, asked) = asked_regions(global, &own, lang);
    if wrong.is_empty() {
        kept(lang, known::differing(global, env, &own, lang), checks);
    }
    let none_right = !wrong.is_empty() && asked.is_empty();
    checks.extend(wrong);
    let of_tccli = kept(lang, sources::tccli_region(configure, lang), checks).flatten();
    let mut variable = || {
        kept(
            lang,
            env.get("TENCENTCLOUD_REGION").map(|text| known::region(text, &[], lang)).transpose(),
            &mut *checks,
        )
        .flatten()
    };
    let (by, regions) = if global.all_regions {
        ("--all-regions", Region::all())
    } else if !asked.is_empty() {
        ("--region", asked)
    } else if !own.is_empty() {
        (said::config_file(lang), own)
    } else if let Some(region) = variable() {
        ("TENCENTCLOUD_REGION", vec![region])
    } else {
        ("tccli", of_tccli.iter().cloned().collect())
    };
    if regions.is_empty() {
        let first = Region::all().swap_remove(0);
        if !none_right {
            let said = said::no_region(lang, first.as_str());
            checks.push(Check::said(lang, Area::Config, "regions", State::Warning, said));
        }
        return (vec![first], of_tccli);
    }
    let names: Vec<&str> = regions.iter().map(Region::as_str).collect();
    let names = names.join(" ");
    checks.push(
        Check::ok(Area::Config, "regions", said::regions_by(lang, &names, by)).fact("by", by),
    );
    (regions, of_tccli)
}
