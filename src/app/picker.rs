//! `R`: which regions are read, and with which profile. Only from the list, so no run is ever out while anything is switched.

use super::command::Command;
use super::effect::Effect;
use super::inventory::Inventory;
use super::list::List;
use super::msg::Opened;
use super::notice::NoticeKind;
use super::update::{fetch, relayout};
use super::{App, Dialog, Overlay, Session};
use crate::domain::Region;
use crate::domain::identity::Identity;

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
}

/// Opens the picker, and asks which profiles there are.
pub(super) fn open(app: &mut App, out: &mut Vec<Effect>) {
    // Private clouds and edge zones have regions that the table does not know.
    let mut regions: Vec<Region> =
        app.session.regions.iter().filter(|region| region.info().is_none()).cloned().collect();
    regions.extend(Region::all());
    let marked = app.session.regions.clone();
    let first = regions.iter().position(|region| marked.contains(region)).unwrap_or_default();
    let profiles = std::mem::take(&mut app.picker.profiles);
    app.picker = Picker { row: profiles.len() + first, profiles, regions, marked };
    app.overlay = Some(Overlay::Regions);
    out.push(Effect::ReadProfiles);
}

/// Takes the profiles; the cursor stays on its row.
pub(super) fn take_profiles(app: &mut App, profiles: Vec<Profile>) {
    let picker = &mut app.picker;
    picker.row = match picker.row.checked_sub(picker.profiles.len()) {
        Some(region) => region + profiles.len(),
        None => picker.row.min(profiles.len().saturating_sub(1)),
    };
    picker.profiles = profiles;
}

/// A command of the overlay.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the key table gives each scope its own few commands"
)]
pub(super) fn on_picker(app: &mut App, command: Command, out: &mut Vec<Effect>) {
    let page = usize::from(app.size.1.saturating_sub(6)).max(1);
    let picker = &mut app.picker;
    let last = picker.len().saturating_sub(1);
    match command {
        Command::Down => picker.row = (picker.row + 1).min(last),
        Command::Up => picker.row = picker.row.saturating_sub(1),
        Command::PageDown => picker.row = (picker.row + page).min(last),
        Command::PageUp => picker.row = picker.row.saturating_sub(page),
        Command::First => picker.row = 0,
        Command::Last => picker.row = last,
        Command::Back => app.overlay = None,
        Command::Mark => {
            let Some(region) = picker.region().cloned() else { return };
            match picker.marked.iter().position(|marked| *marked == region) {
                Some(at) => drop(picker.marked.remove(at)),
                None => picker.marked.push(region),
            }
        }
        Command::Choose => choose(app, out),
        _ => {}
    }
}

/// On a profile: works with that one from now on. On a region: reads the marked ones, or this one if none is.
fn choose(app: &mut App, out: &mut Vec<Effect>) {
    let picker = &app.picker;
    if let Some(profile) = picker.profiles.get(picker.row) {
        return out.push(Effect::Switch(profile.name.clone()));
    }
    let mut chosen: Vec<Region> =
        picker.regions.iter().filter(|region| picker.marked.contains(region)).cloned().collect();
    if chosen.is_empty() {
        chosen.extend(picker.region().cloned());
    }
    if chosen.is_empty() {
        return;
    }
    app.overlay = None;
    app.lookups.clear();
    app.lost.clear();
    app.list.marks.retain(|(region, _)| chosen.contains(region));
    app.inventory.set_regions(&chosen);
    app.session.regions = chosen;
    fetch(app.inventory.refresh(&mut app.ids), out);
    if app.shows_nics() {
        fetch(app.inventory.refresh_nics(&mut app.ids), out);
    }
    relayout(app);
}

/// Another profile is in force: nothing of the old one stays but how the program looks. What was asked with the old one is not waited for.
pub(super) fn switched(app: &mut App, opened: Result<Box<Opened>, String>, out: &mut Vec<Effect>) {
    let opened = match opened {
        Ok(opened) => *opened,
        Err(why) => return app.notify(NoticeKind::ProfileFailed(why)),
    };
    debug_assert!(
        !app.dialog.as_ref().is_some_and(Dialog::is_out),
        "a run belongs to the profile that it was confirmed with"
    );
    let before = app.session.clone();
    let regions =
        if opened.session.regions.is_empty() { before.regions } else { opened.session.regions };
    let Session { symbols, zone, run_prefix, started, .. } = before;
    app.session = Session { symbols, regions, zone, run_prefix, started, ..opened.session };
    app.inventory = Inventory::new(&app.session.regions, opened.pages.0, opened.pages.1);
    let sort = app.list.sort;
    app.list = List::default();
    app.list.sort = sort;
    let unwatched = super::follow_up::drop_all(app);
    (app.nics, app.dialog, app.past, app.past_row) = (None, None, None, 0);
    app.whose = Identity::default();
    app.unfinished.clear();
    app.lookups.clear();
    app.lost.clear();
    app.overlay = None;
    app.notify(NoticeKind::ProfileInForce(
        app.session.context.profile.clone(),
        opened.warning,
        unwatched,
    ));
    if app.session.regions.is_empty() {
        open(app, out);
    } else {
        fetch(app.inventory.refresh(&mut app.ids), out);
    }
    relayout(app);
}
