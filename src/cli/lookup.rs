//! Looking targets up, in one region or in all of them, and saying where was looked.

use super::output;
use crate::api::Client;
use crate::domain::sanitize::visible;
use crate::domain::target::TargetText;
use crate::domain::{Eip, Fault, Region};
use crate::runtime::headless;
use crate::text::alert::Targets;
use crate::text::{Lang, report, target};
use crate::unbind::lookup::{Found, Lookup, Question};
use crate::unbind::plan::BATCH_LIMIT;
use crate::unbind::{Reading, RefusalReason};
use futures_util::StreamExt as _;
use futures_util::future::join_all;
use futures_util::stream::FuturesUnordered;

/// At most this many matches or regions are named one by one.
const NAMED: usize = 10;

/// Looks targets up in all regions in parallel. `client` may be why there is none.
pub(super) async fn look_up(
    client: Result<&Client, &Fault>,
    regions: &[Region],
    given: &Targets,
) -> Vec<Lookup> {
    let one = async |target: &TargetText| {
        let mut lookup = Lookup::new(target.clone(), given.regions.clone());
        let ask = async |(region, query): Question| {
            let page = match client {
                Ok(client) => headless::eips(client, &region, &query, 0).await,
                Err(fault) => Err(fault.clone()),
            };
            (region, page)
        };
        let mut out: FuturesUnordered<_> = lookup.start(regions).into_iter().map(ask).collect();
        while !lookup.is_over()
            && let Some((region, page)) = out.next().await
        {
            out.extend(lookup.take(&region, page).into_iter().map(ask));
        }
        lookup
    };
    join_all(given.targets.iter().map(one)).await
}

/// Says where was looked and what fits, where that helps on; `command` is what plans for these, of those that fit.
pub(super) fn talk(
    lang: Lang,
    lookups: &[Lookup],
    found: &Found,
    command: impl Fn(&[&Eip]) -> String,
) {
    for choices in found.choices.iter().filter(|one| one.doubts.is_empty()).map(|one| &one.hits) {
        for eip in choices.iter().take(NAMED) {
            output::talk(&format!("  {}", report::eip_line(lang, eip)));
            output::talk(&format!("    {}", command(&[eip])));
        }
        if (2..=BATCH_LIMIT).contains(&choices.len()) {
            let command = command(&choices.iter().collect::<Vec<_>>());
            output::talk(&target::all_of_them(lang, &command));
        }
        if choices.len() > NAMED {
            let more = choices.len() - NAMED;
            output::talk(&target::and_more(lang, more));
        }
    }
    let is_missing = found.left_out.iter().any(|one| one.reason == RefusalReason::NotFound(None));
    for one in lookups {
        let name = one.target.to_string();
        let name = &*visible(&name);
        if is_missing && one.reading() == Reading::Missing && !one.looked.is_empty() {
            let regions = target::places(lang, &one.looked, NAMED);
            output::talk(&target::looked_in(lang, name, &regions));
        }
        if let Some(hint) = target::nat_hint(lang, &one.target).filter(|_| one.hits.is_empty()) {
            output::talk(&target::nat_gateway(lang, name, hint));
        }
        // One line for each reason, not one for each region; the only region's reason stands in the refusal.
        if one.looked.is_empty() && one.faults.len() == 1 {
            continue;
        }
        for (reason, regions) in target::reasons(lang, &one.faults) {
            let regions = target::places(lang, &regions, NAMED);
            output::talk(&target::not_looked_in(lang, name, &regions, reason));
        }
    }
}
