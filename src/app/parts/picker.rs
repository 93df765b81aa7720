//! `R`: which regions are read, and with which profile. Only from the list, so no run is ever out while anything is switched.

use super::command::Move;
use crate::domain::Region;

/// Where a profile is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileKind {
    /// No profile: what the environment and the defaults say.
    None,
    /// In the config file.
    Config,
    /// Only in tccli's folder.
    Tccli,
}

/// A profile that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name; none for no profile at all.
    pub name: Option<String>,
    /// Where it is written down.
    pub kind: ProfileKind,
    /// It is marked `danger`.
    pub danger: bool,
    /// It is marked `read_only`.
    pub read_only: bool,
}

/// The overlay's state: regions first, those that the filter keeps, then profiles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picker {
    /// The profiles, once they were read.
    pub(crate) profiles: Vec<Profile>,
    /// The regions that can be chosen.
    pub(crate) regions: Vec<Region>,
    /// Those that are marked.
    pub marked: Vec<Region>,
    /// What was typed: letters and digits filter at once.
    pub(crate) filter: String,
    /// The row under the cursor.
    pub(crate) row: usize,
}

/// The longest filter: no code or name has more characters.
const FILTER_MOST: usize = 20;

impl Picker {
    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.shown().count() + self.shown_profiles().count()
    }

    /// The regions that the filter keeps: by code, short code, or name in either language.
    pub fn shown(&self) -> impl Iterator<Item = &Region> {
        let typed = self.filter.to_lowercase();
        self.regions.iter().filter(move |region| {
            let name = region.info().map(|info| {
                (info.short, info.en.to_lowercase().replace('ã', "a"), info.zh.to_lowercase())
            });
            typed.is_empty()
                || region.as_str().contains(&typed)
                || name.is_some_and(|(short, en, zh)| {
                    short.starts_with(&typed) || en.contains(&typed) || zh.contains(&typed)
                })
        })
    }

    /// The profiles whose name the filter keeps.
    pub(crate) fn shown_profiles(&self) -> impl Iterator<Item = &Profile> {
        let typed = self.filter.to_lowercase();
        self.profiles.iter().filter(move |profile| {
            let name = profile.name.as_deref().unwrap_or_default().to_lowercase();
            typed.is_empty() || name.contains(&typed)
        })
    }

    /// The region under the cursor.
    pub(crate) fn region(&self) -> Option<&Region> {
        self.shown().nth(self.row)
    }

    /// Opened on these profiles, with the regions of the session marked. Private clouds and edge zones have regions that the table does not know.
    pub(crate) fn new(profiles: Vec<Profile>, marked: Vec<Region>) -> Self {
        let mut regions: Vec<Region> =
            marked.iter().filter(|region| region.info().is_none()).cloned().collect();
        regions.extend(Region::all());
        let row = regions.iter().position(|region| marked.contains(region)).unwrap_or_default();
        Self { row, profiles, regions, marked, filter: String::new() }
    }

    /// Takes the profiles; the cursor stays on its row.
    pub(crate) fn take_profiles(&mut self, profiles: Vec<Profile>) {
        self.profiles = profiles;
        self.row = self.row.min(self.len().saturating_sub(1));
    }

    pub(crate) fn move_by(&mut self, to: Move, page: usize) {
        self.row = to.from(self.row, self.len(), page);
    }

    /// A further character of the filter; the cursor goes to the first row that is left.
    pub(crate) fn type_filter(&mut self, c: char) {
        if self.filter.chars().count() < FILTER_MOST {
            self.filter.push(c);
            self.row = 0;
        }
    }

    pub(crate) fn erase_filter(&mut self) {
        self.filter.pop();
        self.row = 0;
    }

    /// Empties the filter; `false` if it was empty.
    pub(crate) fn clear_filter(&mut self) -> bool {
        let had = !self.filter.is_empty();
        self.filter.clear();
        self.row = if had { 0 } else { self.row };
        had
    }

    /// Marks or unmarks the region under the cursor.
    pub(crate) fn toggle_mark(&mut self) {
        let Some(region) = self.region().cloned() else { return };
        match self.marked.iter().position(|marked| *marked == region) {
            Some(at) => drop(self.marked.remove(at)),
            None => self.marked.push(region),
        }
    }

    /// Marks all regions that are shown; where all are, none of them.
    pub(crate) fn toggle_all(&mut self) {
        let shown: Vec<Region> = self.shown().cloned().collect();
        if shown.iter().all(|region| self.marked.contains(region)) {
            self.marked.retain(|marked| !shown.contains(marked));
        } else {
            let new: Vec<Region> =
                shown.into_iter().filter(|region| !self.marked.contains(region)).collect();
            self.marked.extend(new);
        }
    }

    /// The profile under the cursor.
    pub(crate) fn profile(&self) -> Option<&Profile> {
        self.shown_profiles().nth(self.row.checked_sub(self.shown().count())?)
    }

    /// The marked regions, or the one under the cursor if none is.
    pub(crate) fn chosen(&self) -> Vec<Region> {
        let marked = self.regions.iter().filter(|region| self.marked.contains(region));
        let chosen: Vec<Region> = marked.cloned().collect();
        if chosen.is_empty() { self.region().into_iter().cloned().collect() } else { chosen }
    }
}
