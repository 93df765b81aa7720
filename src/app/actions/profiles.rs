//! Choosing regions and profiles. Only from the list, so no run is ever out while anything is switched.

use crate::app::parts::dialog::Dialog;
use crate::app::parts::effect::{Effect, fetch};
use crate::app::parts::inventory::Inventory;
use crate::app::parts::list::List;
use crate::app::parts::msg::Opened;
use crate::app::parts::notice::NoticeKind;
use crate::app::parts::overlay::Overlay;
use crate::app::parts::picker::{Picker, Profile};
use crate::app::parts::session::Session;
use crate::app::state::App;
use crate::domain::Region;

impl App {
    /// Opens the picker, and asks which profiles there are.
    pub(in crate::app) fn open_picker(&mut self, out: &mut Vec<Effect>) {
        let picker = Picker::new(self.profiles.clone(), self.session.regions.clone());
        self.overlays.push(Overlay::Regions(picker));
        out.push(Effect::ReadProfiles);
    }

    pub(in crate::app) fn take_profiles(&mut self, profiles: Vec<Profile>) {
        for overlay in &mut self.overlays {
            if let Overlay::Regions(picker) = overlay {
                picker.take_profiles(profiles.clone());
            }
        }
        self.profiles = profiles;
    }

    /// Reads these regions from now on, and no others.
    pub(in crate::app) fn read_regions(&mut self, chosen: Vec<Region>, out: &mut Vec<Effect>) {
        self.search.clear();
        self.list.marks.retain(|(region, _)| chosen.contains(region));
        self.inventory.set_regions(&chosen);
        self.session.regions = chosen;
        fetch(self.inventory.refresh(&mut self.ids), out);
        if self.shows_nics() {
            fetch(self.inventory.refresh_nics(&mut self.ids), out);
        }
        self.relayout();
    }

    /// Another profile is in force: nothing of the old one stays but how the program looks. What was asked with the old one is not waited
    /// for.
    pub(in crate::app) fn switched(
        &mut self,
        opened: Result<Box<Opened>, String>,
        out: &mut Vec<Effect>,
    ) {
        let opened = match opened {
            Ok(opened) => *opened,
            Err(why) => {
                self.wanted = None;
                return self.notify(NoticeKind::ProfileFailed(why));
            }
        };
        debug_assert!(
            !self.dialog.as_ref().is_some_and(Dialog::is_out),
            "a run belongs to the profile that it was confirmed with"
        );
        let before = self.session.clone();
        let regions =
            if opened.session.regions.is_empty() { before.regions } else { opened.session.regions };
        let wanted = self.wanted.take();
        let by_search = wanted.is_some();
        let Session { symbols, zone, run_prefix, started, search_profiles, .. } = before;
        self.session = Session {
            symbols,
            search_profiles,
            by_search,
            regions,
            zone,
            run_prefix,
            started,
            ..opened.session
        };
        self.inventory = Inventory::new(&self.session.regions, opened.pages.0, opened.pages.1);
        let sort = self.list.sort;
        self.list = List::default();
        self.list.sort = sort;
        let shown = self.dialog.take().and_then(|dialog| dialog.run);
        let unwatched = self.follow_up.drop_all(shown);
        self.nics = None;
        self.unfinished.clear();
        self.search.clear();
        self.overlays.clear();
        let profile = self.session.whose().profile.clone();
        self.notify(NoticeKind::ProfileInForce(profile, opened.warning, unwatched));
        if self.session.regions.is_empty() {
            self.open_picker(out);
        } else {
            fetch(self.inventory.refresh(&mut self.ids), out);
        }
        self.open_planned(out);
        match wanted {
            Some(wanted) => self.look_up(wanted.targets, &wanted.regions, out),
            None => self.unread_profiles.clear(),
        }
        self.relayout();
    }
}
