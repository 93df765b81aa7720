//! Reading a whole listing page by page, as a pure state machine (`docs/contract.md` §5, Paging).
//! The first page tells the total; the others follow in parallel at fixed offsets. Rows are counted once by their id. Where the unique
//! rows do not add up to the total, the listing is read again, at most twice; then it is incomplete and says so.

use super::{Eip, EipId, Fault, NetworkInterface, NetworkInterfaceId, Page};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::hash::Hash;

/// Something with an id that is unique in its region.
pub trait Row: Clone {
    /// The kind of id.
    type Key: Clone + Debug + Eq + Hash;

    /// The id.
    fn key(&self) -> &Self::Key;

    /// Takes in a further row of the same id.
    fn merge(&mut self, other: &Self);
}

impl Row for Eip {
    type Key = EipId;

    fn key(&self) -> &EipId {
        &self.eip_id
    }

    fn merge(&mut self, other: &Self) {
        Self::merge(self, other);
    }
}

impl Row for NetworkInterface {
    type Key = NetworkInterfaceId;

    fn key(&self) -> &NetworkInterfaceId {
        &self.network_interface_id
    }

    fn merge(&mut self, other: &Self) {
        Self::merge(self, other);
    }
}

/// The rows of an answer, each id once; rows of one id that differ become one that says so.
pub(crate) fn unique<T: Row>(rows: Vec<T>) -> Vec<T> {
    let mut unique: Vec<T> = Vec::with_capacity(rows.len());
    for row in rows {
        match unique.iter_mut().find(|known| known.key() == row.key()) {
            Some(known) => known.merge(&row),
            None => unique.push(row),
        }
    }
    unique
}

/// A listing that is being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing<T: Row> {
    limit: u64,
    /// Of each page the rows that no page before had.
    pages: BTreeMap<u64, Vec<T>>,
    /// Where the row of each id is: on which page, and which one of it.
    seen: HashMap<T::Key, (u64, usize)>,
    /// Rows that have no id.
    unreadable: u64,
    /// Whether the last page that was asked for is a short one: the list ends there.
    ends: bool,
    /// The pages that were asked for, and which of them are there; and how many are not.
    asked: BTreeMap<u64, bool>,
    waited_for: usize,
    total: Option<u64>,
    /// How often the total grew in this round.
    growths: u8,
    round: u8,
    fault: Option<Fault>,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Ask for these offsets.
    Ask(Vec<u64>),
    /// Other pages are still out.
    Wait,
    /// All that can be had is here.
    Done {
        /// Whether the unique rows add up to the total, and no page is missing.
        complete: bool,
    },
}

/// Most pages that are asked for: a senseless total must not flood cloud and memory.
const MAX_PAGES: u64 = 1_000;
/// The total may grow so often while the list is read, as others apply for EIPs meanwhile; more often than that it never ends.
const MAX_GROWTHS: u8 = 8;
/// The list is read again at most this often when it does not add up.
const ROUNDS: u8 = 2;

impl<T: Row> Listing<T> {
    /// A listing with this many rows a page; its first page is at offset 0.
    pub fn new(limit: u64) -> Self {
        Self {
            limit: limit.max(1),
            pages: BTreeMap::new(),
            seen: HashMap::new(),
            unreadable: 0,
            ends: false,
            asked: BTreeMap::from([(0, false)]),
            waited_for: 1,
            total: None,
            growths: 0,
            round: 0,
            fault: None,
        }
    }

    /// Takes a page.
    pub fn page(&mut self, offset: u64, result: Result<Page<T>, Fault>) -> Step {
        match self.asked.get_mut(&offset) {
            Some(done) if !*done => *done = true,
            _ => return Step::Wait,
        }
        self.waited_for -= 1;
        let mut more = Vec::new();
        match result {
            Err(fault) => self.fault = Some(fault),
            Ok(mut page) => {
                let length = page.items.len() as u64 + page.unreadable;
                // A total that the rows at hand contradict is not believed: an example of the vendor's has 0 beside one row.
                let plausible = page.total.filter(|total| length == 0 || *total >= offset + length);
                let known = self.total.filter(|_| page.total.is_none() || plausible.is_some());
                if known.zip(plausible).is_some_and(|(known, told)| told > known) {
                    self.growths = self.growths.saturating_add(1);
                }
                self.total = plausible.or(known);
                self.unreadable += page.unreadable;
                self.ends |= length < self.limit;
                self.take_rows(offset, std::mem::take(&mut page.items));
                more = self.next_offsets(offset, length);
                if let Some(why) = self.never_ends(&more) {
                    self.fault = Some(Fault::endless_list(why));
                    more.clear();
                }
            }
        }
        self.asked.extend(more.iter().map(|next| (*next, false)));
        self.waited_for += more.len();
        match () {
            () if !more.is_empty() => return Step::Ask(more),
            () if self.waited_for > 0 => return Step::Wait,
            () => {}
        }
        let complete = self.is_complete();
        if !complete && self.fault.is_none() && self.round < ROUNDS {
            self.round += 1;
            self.pages.clear();
            self.seen.clear();
            (self.unreadable, self.ends, self.growths) = (0, false, 0);
            (self.asked, self.waited_for) = (BTreeMap::from([(0, false)]), 1);
            return Step::Ask(vec![0]);
        }
        Step::Done { complete }
    }

    /// Keeps each id once; rows of one id that differ become one that says so.
    fn take_rows(&mut self, offset: u64, mut rows: Vec<T>) {
        let told = self.total.unwrap_or(0).min(MAX_PAGES * self.limit) as usize;
        self.seen.reserve(told.saturating_sub(self.seen.len()).max(rows.len()));
        let mut kept = 0;
        for at in 0..rows.len() {
            let Some((page, place)) = self.seen.get(rows[at].key()).copied() else {
                self.seen.insert(rows[at].key().clone(), (offset, kept));
                rows.swap(kept, at);
                kept += 1;
                continue;
            };
            // One that is known of this page stands before what is looked at.
            let (before, rest) = rows.split_at_mut(at);
            let of_page = if page == offset { Some(before) } else { None };
            let known = of_page.or(self.pages.get_mut(&page).map(Vec::as_mut_slice));
            if let Some(known) = known.and_then(|rows| rows.get_mut(place)) {
                known.merge(&rest[0]);
            }
        }
        rows.truncate(kept);
        self.pages.insert(offset, rows);
    }

    fn next_offsets(&self, offset: u64, length: u64) -> Vec<u64> {
        match self.total {
            // With a total, everything that is left is asked for at once: all that comes behind the last page that was asked for.
            Some(total) => {
                let asked = self.asked.len() as u64;
                let pages = total.div_ceil(self.limit).min(MAX_PAGES + 1);
                (asked..pages).map(|n| n * self.limit).collect()
            }
            // Without one, a full page means that there may be another.
            None if self.asked.contains_key(&(offset + self.limit)) => vec![],
            None if length >= self.limit => vec![offset + self.limit],
            None => vec![],
        }
    }

    /// Why a list whose next pages would be these has no end that can be waited for.
    fn never_ends(&self, next: &[u64]) -> Option<String> {
        if self.growths > MAX_GROWTHS && !next.is_empty() {
            return Some(format!("the total grew {} times while it was read", self.growths));
        }
        let last = next.iter().max()?;
        (last / self.limit >= MAX_PAGES).then(|| match self.total {
            Some(total) => format!("the total told is {total}"),
            None => format!("{MAX_PAGES} full pages, and no total told"),
        })
    }

    /// Whether the rows that came are all there are.
    pub(crate) fn is_complete(&self) -> bool {
        let unique = self.seen.len() as u64;
        self.fault.is_none()
            && self.unreadable == 0
            && self
                .total
                .map_or(self.ends, |total| unique == total || (unique > total && self.ends))
    }

    /// All that came as one page, which says whether it is everything.
    ///
    /// # Errors
    /// What went wrong.
    pub(crate) fn into_page(self) -> Result<Page<T>, Fault> {
        let rows = self.seen.len() as u64;
        let (unreadable, full) = (self.unreadable, !self.is_complete() && !self.ends);
        let total = self.total.filter(|total| *total > rows).or(Some(rows).filter(|_| !full));
        match self.end() {
            (_, Some(fault)) => Err(fault),
            (items, None) => Ok(Page { items, total, unreadable, full }),
        }
    }

    /// The rows, each id once, and what went wrong.
    pub fn end(self) -> (Vec<T>, Option<Fault>) {
        let mut rows = Vec::with_capacity(self.seen.len());
        let (pages, fault) = self.pages();
        pages.into_iter().for_each(|page| rows.extend(page));
        (rows, fault)
    }

    /// The same page by page, where they came.
    pub(crate) fn pages(self) -> (Vec<Vec<T>>, Option<Fault>) {
        (self.pages.into_values().collect(), self.fault)
    }

    /// Puts the rows of a page that just came behind those shown, in place of what an earlier reading left there. A further round over
    /// a list that did not add up shows nothing new before it is whole.
    pub(crate) fn show(&self, offset: u64, shown: &mut Vec<T>) {
        let Some(rows) = self.pages.get(&offset).filter(|_| self.round == 0) else { return };
        if offset == 0 {
            shown.clear();
        }
        shown.extend_from_slice(rows);
    }

    /// Pages that came, and pages known of.
    pub(crate) fn progress(&self) -> (usize, usize) {
        (self.asked.values().filter(|done| **done).count(), self.asked.len())
    }

    /// How many rows there are, as far as the cloud said.
    pub(crate) fn total(&self) -> Option<u64> {
        self.total
    }
}

#[cfg(test)]
mod tests;
