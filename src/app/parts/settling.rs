//! Rows in transition: each is read again by itself for a while from when it was first seen so, then only with the list (`docs/contract.md` §5).

use crate::domain::{Eip, EipId, Moment};
use std::cmp::Reverse;

/// Rows in transition are read again after this pause …
pub(super) const WATCH_MS: u64 = 2_000;
/// … each for at most this long.
const WATCH_FOR_MS: u64 = 180_000;
/// At most this many of a region, in one question.
const MOST: usize = 20;

/// The rows of one region that are in transition, by id, and since when each is watched; kept, as it is asked for at every key.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct SettlingRows(Vec<(EipId, Option<Moment>)>);

impl SettlingRows {
    /// Brings it in line with the rows; one that was in transition already keeps its time.
    pub(super) fn note(&mut self, eips: &[Eip]) {
        let since = |id: &EipId| {
            self.0.binary_search_by(|(known, _)| known.cmp(id)).ok().and_then(|at| self.0[at].1)
        };
        let moving = eips.iter().filter(|eip| eip.status.is_in_transition());
        let mut rows: Vec<_> = moving.map(|eip| (eip.eip_id.clone(), since(&eip.eip_id))).collect();
        rows.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        self.0 = rows;
    }

    /// Whether there is a row whose time is not over, with the last look at this time.
    pub(super) fn is_watched(&self, last_ms: u64) -> bool {
        self.0.iter().any(|(_, since)| is_young(*since, last_ms))
    }

    /// Those to ask for now: of the rows whose time is not over, the ones that began last. For a new one it begins.
    pub(super) fn watch(&mut self, last_ms: u64, at: Moment) -> Vec<EipId> {
        let mut young: Vec<_> =
            self.0.iter_mut().filter(|(_, since)| is_young(*since, last_ms)).collect();
        for (_, since) in &mut young {
            since.get_or_insert(at);
        }
        young.sort_by_key(|(_, since)| Reverse(since.map(|since| since.mono_ms)));
        young.into_iter().take(MOST).map(|(id, _)| id.clone()).collect()
    }
}

fn is_young(since: Option<Moment>, last_ms: u64) -> bool {
    since.is_none_or(|since| last_ms < since.mono_ms + WATCH_FOR_MS)
}
