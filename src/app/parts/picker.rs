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

/// The overlay's state: profiles first, then regions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picker {
    /// The profiles, once they were read.
    pub profiles: Vec<Profile>,
    /// The regions that can be chosen.
    pub regions: Vec<Region>,
    /// Those that are marked.
    pub marked: Vec<Region>,
    /// The row under the cursor.
    pub row: usize,
}

impl Picker {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.profiles.len() + self.regions.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The region under the cursor.
    fn region(&self) -> Option<&Region> {
        self.regions.get(self.row.checked_sub(self.profiles.len())?)
    }

    /// Opened on these profiles, with the regions of the session marked. Private clouds and edge zones have regions that the table does not know.
    pub(crate) fn new(profiles: Vec<Profile>, marked: Vec<Region>) -> Self {
        let mut regions: Vec<Region> =
            marked.iter().filter(|region| region.info().is_none()).cloned().collect();
        regions.extend(Region::all());
        let first = regions.iter().position(|region| marked.contains(region)).unwrap_or_default();
        Self { row: profiles.len() + first, profiles, regions, marked }
    }

    /// Takes the profiles; the cursor stays on its row.
    pub(crate) fn take_profiles(&mut self, profiles: Vec<Profile>) {
        self.row = match self.row.checked_sub(self.profiles.len()) {
            Some(region) => region + profiles.len(),
            None => self.row.min(profiles.len().saturating_sub(1)),
        };
        self.profiles = profiles;
    }

    pub(crate) fn move_by(&mut self, to: Move, page: usize) {
        self.row = to.from(self.row, self.len(), page);
    }

    /// Marks or unmarks the region under the cursor.
    pub(crate) fn toggle_mark(&mut self) {
        let Some(region) = self.region().cloned() else { return };
        match self.marked.iter().position(|marked| *marked == region) {
            Some(at) => drop(self.marked.remove(at)),
            None => self.marked.push(region),
        }
    }

    /// The profile under the cursor.
    pub(crate) fn profile(&self) -> Option<&Profile> {
        self.profiles.get(self.row)
    }

    /// The marked regions, or the one under the cursor if none is.
    pub(crate) fn chosen(&self) -> Vec<Region> {
        let marked = self.regions.iter().filter(|region| self.marked.contains(region));
        let chosen: Vec<Region> = marked.cloned().collect();
        if chosen.is_empty() { self.region().into_iter().cloned().collect() } else { chosen }
    }
}
