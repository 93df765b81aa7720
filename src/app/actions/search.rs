//! Looking targets up, in all regions in parallel: one hit opens the dialog, several filter the list, none says where was looked.

use crate::app::parts::candidates::Candidates;
use crate::app::parts::effect::{Effect, fetch};
use crate::app::parts::load::ReqId;
use crate::app::parts::notice::NoticeKind;
use crate::app::parts::overlay::Overlay;
use crate::app::parts::scope::Scope;
use crate::app::state::App;
use crate::domain::target::TargetText;
use crate::domain::{EipPage, Fault, Region};
use crate::text::alert::Targets;
use crate::unbind::accounts::{Owner, Searched, owner, unread};
use crate::unbind::lookup::{Found, Lookup};
use crate::unbind::{Reading, UnbindOptions};

impl App {
    /// The first questions of the session.
    pub fn start(&mut self) -> Vec<Effect> {
        let mut out = Vec::new();
        if let Some(planned) = self.planned.as_ref().filter(|_| self.session.regions.is_empty()) {
            // It says where its targets are.
            for item in &planned.file.items {
                if !self.session.regions.contains(&item.region) {
                    self.session.regions.push(item.region.clone());
                }
            }
            self.inventory.set_regions(&self.session.regions);
        }
        if !self.session.search_profiles.is_empty() && !self.search.running.is_empty() {
            let targets = self.search.take_targets();
            self.search_profiles(targets, &mut out);
        }
        self.start_search(&mut out);
        self.start_list(&mut out);
        self.open_planned(&mut out);
        if self.session.regions.is_empty() {
            self.open_picker(&mut out);
        }
        out
    }

    /// Takes what the operator named at start: targets to look for, or candidates to choose from. [`App::start`] asks.
    pub fn given(&mut self, given: Targets) {
        if given.picked && given.targets.len() > 1 {
            self.offer(given);
        } else {
            self.search.set(given.targets, &given.regions);
        }
    }

    /// Looks for these in all profiles that are searched; where there are none, in the one that is in force.
    pub(in crate::app) fn look_for(&mut self, given: Targets, out: &mut Vec<Effect>) {
        if self.session.search_profiles.is_empty() {
            self.look_up(given.targets, &given.regions, out);
        } else {
            self.search_profiles(given, out);
        }
    }

    fn search_profiles(&mut self, given: Targets, out: &mut Vec<Effect>) {
        let shown = given.targets.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        self.unread_profiles.clear();
        self.notify(NoticeKind::LookingInProfiles(shown, self.session.search_profiles.len()));
        self.wanted = Some(Box::new(given.clone()));
        out.push(Effect::SearchProfiles(Box::new(given)));
    }

    /// Opens what was looked for in the one profile that has it; where several have it, nothing opens by itself.
    pub(in crate::app) fn profiles_searched(&mut self, all: &[Searched], out: &mut Vec<Effect>) {
        let Some(wanted) = self.wanted.take() else { return };
        self.unread_profiles = unread(all);
        match owner(all) {
            Owner::One(profile) if self.scope() != Scope::List => {
                self.notify(NoticeKind::FoundInProfile(profile));
            }
            Owner::One(profile) if self.session.whose().profile.as_ref() == Some(&profile) => {
                self.session.by_search = true;
                self.look_up(wanted.targets, &wanted.regions, out);
                self.relayout();
            }
            Owner::One(profile) => {
                self.wanted = Some(wanted);
                out.push(Effect::Switch(Some(profile)));
            }
            Owner::Several(profiles) => self.notify(NoticeKind::InSeveralProfiles(profiles)),
            Owner::Nobody => {
                let read = all.iter().filter(|one| one.hits.is_ok());
                let read = read.map(|one| one.profile.clone()).collect();
                self.notify(NoticeKind::InNoProfile(read, self.unread_profiles.len()));
            }
        }
    }

    /// Looks for these targets now, first in the regions that are named with them. With no region chosen, there or everywhere.
    pub(in crate::app) fn look_up(
        &mut self,
        targets: Vec<TargetText>,
        named: &[Region],
        out: &mut Vec<Effect>,
    ) {
        if self.session.regions.is_empty() {
            self.session.regions = Region::all();
            self.inventory.set_regions(&self.session.regions);
        }
        let shown = targets.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        self.search.set(targets, named);
        self.start_search(out);
        let regions = if named.is_empty() { self.session.regions.len() } else { named.len() };
        self.notify(NoticeKind::LookingUp(shown, regions));
    }

    /// Offers what was found in a text.
    pub(in crate::app) fn offer(&mut self, given: Targets) {
        self.overlays = vec![Overlay::Candidates(Candidates::new(given.targets, given.regions))];
    }

    fn start_search(&mut self, out: &mut Vec<Effect>) {
        self.search.start(self.now, &self.session.regions, &mut self.ids, out);
    }

    /// Reads the list for the first time, unless a look-up goes first.
    pub(in crate::app) fn start_list(&mut self, out: &mut Vec<Effect>) {
        let is_due = self.list_due_ms().is_none_or(|due| due <= self.now.mono_ms);
        if self.inventory.is_untouched() && is_due {
            fetch(self.inventory.refresh(&mut self.ids), out);
        }
    }

    /// Takes an answer; `false` if no look-up waits for it.
    pub(in crate::app) fn take_lookup(
        &mut self,
        id: ReqId,
        page: &Result<EipPage, Fault>,
        out: &mut Vec<Effect>,
    ) -> bool {
        let taken = self.search.take(id, page, &mut self.ids, out);
        if let Some(lookups) = taken.then(|| self.search.finish()).flatten() {
            self.found(lookups, out);
            self.start_list(out);
        }
        taken
    }

    fn found(&mut self, lookups: Vec<Lookup>, out: &mut Vec<Effect>) {
        self.search.lost = lookups.iter().filter(|l| l.hits.is_empty()).cloned().collect();
        if self.search.lost.len() == lookups.len() {
            let lost = self.search.lost.first().cloned();
            return self.notify(lost.map_or(NoticeKind::NothingHere, |lost| {
                NoticeKind::TargetNotFound(Box::new(lost))
            }));
        }
        // Whoever does something else meanwhile is not interrupted: keys that are under way would go to a dialog that nobody opened, or to
        // another row than the one that is looked at.
        let is_free = self.scope() == Scope::List;
        let found = Found::of(&lookups, UnbindOptions::default());
        if let (Some(choice), true) = (found.choices.first(), found.targets.is_empty()) {
            let (target, count) = (choice.target.to_string(), choice.hits.len());
            if is_free {
                self.list.filter_by(choice.target.as_filter());
            }
            return self.notify(if choice.doubts.is_empty() {
                NoticeKind::TargetAmbiguous(target, count)
            } else {
                NoticeKind::TargetUnclear(target, count)
            });
        }
        let Some((request, Reading::Found(eip))) = found.targets.first() else { return };
        if !is_free {
            return self.notify(NoticeKind::TargetFound(eip.address()));
        }
        self.notice = None;
        self.list.look_for((request.region.clone(), eip.eip_id.clone()));
        self.open_unbind_leaving_out(found.targets, found.left_out, out);
    }
}
