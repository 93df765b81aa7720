//! Opening, closing and sending from the dialog.

use crate::app::parts::dialog::{Dialog, Purpose, Target};
use crate::app::parts::effect::{Effect, fetch};
use crate::app::parts::history::Past;
use crate::app::parts::list::RowId;
use crate::app::parts::notice::NoticeKind;
use crate::app::parts::overlay::Overlay;
use crate::app::parts::places::Places;
use crate::app::parts::run_view::RunView;
use crate::app::state::App;
use crate::domain::{BindTarget, Eip, EipId, Region, UnbindTarget};
use crate::text::markdown::Chain;
use crate::text::plan_change::carried_out_since;
use crate::unbind::plan::BATCH_LIMIT;
use crate::unbind::report::{ItemReport, RunReport, outcomes};
use crate::unbind::{
    Reading, Refusal, RunConfig, RunMsg, UnbindOptions, UnbindRequest, Verdict, former_target,
    kept_link,
};
use jiff::Timestamp;

/// An EIP that is to be bound, and the place that is known for it.
pub(in crate::app) struct Known {
    pub(in crate::app) region: Region,
    pub(in crate::app) eip_id: EipId,
    pub(in crate::app) place: Option<BindTarget>,
    /// The journal says that it was there.
    pub(in crate::app) recorded: bool,
    /// It was there before.
    pub(in crate::app) is_back: bool,
    /// When it was taken off, where it was blocked then.
    pub(in crate::app) blocked_at: Option<Timestamp>,
}

impl App {
    /// Opens the dialog on the marked rows, else on the row under the cursor. Nothing is sent by this.
    pub(in crate::app) fn unbind_selected(&mut self, out: &mut Vec<Effect>) {
        let targets = match self.selected() {
            Ok(targets) if targets.len() > BATCH_LIMIT => Err(NoticeKind::TooManyMarks),
            Ok(targets) if targets.is_empty() => Err(NoticeKind::NothingHere),
            other => other,
        };
        match targets {
            Ok(targets) => self.open_unbind(targets, out),
            Err(why) => self.notify(why),
        }
    }

    /// Does something with the row under the cursor alone: what is marked is not what is on screen.
    pub(in crate::app) fn without_marks(&mut self, act: impl FnOnce(&mut Self)) {
        let marks = std::mem::take(&mut self.list.marks);
        act(self);
        self.list.marks = marks;
    }

    /// What would be unbound, with what the list knows of it; an EIP by itself, or a pair where that is what the cursor is on.
    fn selected(&self) -> Result<Vec<(UnbindRequest, Reading)>, NoticeKind> {
        let Some(nics) = &self.nics else {
            let current =
                self.list.current(&self.inventory).map(|e| (e.region.clone(), e.eip_id.clone()));
            let ids: Vec<RowId> = if self.list.marks.is_empty() {
                current.into_iter().collect()
            } else {
                self.list.marks.clone()
            };
            let known =
                ids.iter().filter_map(|(region, id)| self.inventory.eip(region, id.as_str()));
            return Ok(known.map(request_for).collect());
        };
        let Some((nic, ip)) = nics.current(&self.inventory) else { return Ok(vec![]) };
        let Some(id) = &ip.eip_id else { return Err(NoticeKind::NoEipHere) };
        let target = UnbindTarget::PrivateIp {
            network_interface_id: nic.network_interface_id.clone(),
            private_ip_address: ip.private_ip_address,
        };
        let request =
            UnbindRequest { region: nic.region.clone(), target, options: UnbindOptions::default() };
        let eip = self.inventory.eip(&nic.region, id.as_str());
        let reading = eip.map_or(Reading::Missing, |eip| Reading::Found(Box::new(eip.clone())));
        Ok(vec![(request, reading)])
    }

    /// Opens the dialog to unbind these targets.
    pub(in crate::app) fn open_unbind(
        &mut self,
        targets: Vec<(UnbindRequest, Reading)>,
        out: &mut Vec<Effect>,
    ) {
        self.open_unbind_leaving_out(targets, vec![], out);
    }

    /// The same, where further targets were named of which there is nothing to plan.
    pub(in crate::app) fn open_unbind_leaving_out(
        &mut self,
        targets: Vec<(UnbindRequest, Reading)>,
        left_out: Vec<Refusal>,
        out: &mut Vec<Effect>,
    ) {
        self.list.held = true;
        let targets =
            targets.into_iter().map(|(request, reading)| Target::new(request, reading)).collect();
        self.open_dialog(Purpose::Unbind, targets, out);
        if let Some(dialog) = &mut self.dialog {
            dialog.left_out = left_out;
            dialog.replan();
        }
    }

    /// Opens the dialog on the plan of a file, if one was given and nothing of it was sent yet.
    pub(in crate::app) fn open_planned(&mut self, out: &mut Vec<Effect>) {
        let Some(planned) = self.planned.clone() else { return };
        if let Some(item) = planned.file.items.first() {
            self.list.look_for((item.region.clone(), item.eip_id.clone()));
        }
        self.list.held = true;
        let context = self.session.context.clone();
        let (dialog, queries) = Dialog::open_planned(self.now, context, planned, &mut self.ids);
        self.dialog = Some(dialog);
        self.beneath.clear();
        fetch(queries, out);
        // Whether it was carried out before is in the journal.
        out.push(Effect::ReadPast);
        self.ask_open(out);
        self.relayout();
    }

    /// What the journal says of the plan on screen.
    pub(in crate::app) fn take_past(&mut self, past: &Past) {
        let (lang, zone) = (self.session.lang, &self.session.zone);
        let planned = self.dialog.as_mut().and_then(|dialog| dialog.planned.as_mut());
        if let Some(planned) = planned {
            let run = past.runs.iter().rev().find(|run| planned.file.was_carried_out_by(run));
            planned.done = run.map(|run| carried_out_since(lang, run, zone));
        }
    }

    fn open_dialog(&mut self, purpose: Purpose, targets: Vec<Target>, out: &mut Vec<Effect>) {
        let context = self.session.context.clone();
        let (dialog, queries) = Dialog::open(self.now, purpose, context, targets, &mut self.ids);
        self.dialog = Some(dialog);
        self.beneath.clear();
        fetch(queries, out);
        self.ask_open(out);
        self.relayout();
    }

    /// Asks the journal whether what is to be bound may still be taken off by an earlier request.
    pub(in crate::app) fn ask_open(&self, out: &mut Vec<Effect>) {
        if self.dialog.as_ref().is_some_and(|dialog| dialog.purpose.binds() && dialog.run.is_none())
        {
            out.push(Effect::ReadOpen(self.session.whose().endpoint.clone()));
        }
    }

    /// Opens the dialog again, to bind back what it has just unbound.
    pub(in crate::app) fn bind_back(&mut self, out: &mut Vec<Effect>) {
        let unbound = self.dialog.as_ref().map_or_else(Vec::new, Dialog::unbound);
        let run = self.dialog.as_ref().and_then(|dialog| dialog.run.as_ref());
        let recorded = run.is_some_and(|run| run.config.journal);
        let known = |eip: &Eip| Known {
            region: eip.region.clone(),
            eip_id: eip.eip_id.clone(),
            place: former_target(eip),
            recorded,
            is_back: true,
            blocked_at: None,
        };
        let places = unbound.into_iter().map(known).collect();
        self.open_bind(places, out);
    }

    /// Asks the journal where the unbound ones of the marked rows, or of the row under the cursor, were; the answer opens the dialog.
    pub(in crate::app) fn bind_selected(&mut self, out: &mut Vec<Effect>) {
        let marked = self.list.marks.iter().filter(|_| self.nics.is_none());
        let marked: Vec<&Eip> =
            marked.filter_map(|(region, id)| self.inventory.eip(region, id.as_str())).collect();
        let chosen: Vec<&Eip> =
            if marked.is_empty() { self.current_eip().into_iter().collect() } else { marked };
        let unbound: Vec<&Eip> = chosen.into_iter().filter(|eip| eip.is_free()).collect();
        self.ask_places(
            unbound.into_iter().map(|eip| (eip.region.clone(), eip.eip_id.clone())).collect(),
            out,
        );
    }

    /// Asks the journal where the EIPs were that the dialog has nothing to unbind of.
    pub(in crate::app) fn bind_already(&mut self, out: &mut Vec<Effect>) {
        let already = self.dialog.iter().flat_map(|dialog| &dialog.plan.already);
        let unbound = already.filter(|eip| eip.is_unbound());
        self.ask_places(unbound.map(|eip| (eip.region.clone(), eip.eip_id.clone())).collect(), out);
    }

    fn ask_places(&mut self, eips: Vec<(Region, EipId)>, out: &mut Vec<Effect>) {
        match eips.len() {
            0 => self.notify(NoticeKind::NothingHere),
            1..=BATCH_LIMIT => {
                out.push(Effect::ReadPlaces(eips, self.session.whose().endpoint.clone()))
            }
            _ => self.notify(NoticeKind::TooManyMarks),
        }
    }

    /// Opens the bind dialog for these items of a run.
    pub(in crate::app) fn bind_items(&mut self, items: &[ItemReport], out: &mut Vec<Effect>) {
        let places = items.iter().filter_map(|item| {
            // What was taken off a server and seen to be, was there.
            let recorded = !item.binds() && item.outcome == Some(Verdict::Verified);
            let place = item.bind_target().or_else(|| item.before.as_ref()?.place());
            let (region, eip_id) = (item.region.clone()?, item.eip_id.clone()?);
            let (is_back, blocked_at) = (!item.binds(), item.sent_at.filter(|_| item.blocked));
            Some(Known { region, eip_id, place, recorded, is_back, blocked_at })
        });
        self.open_bind(places.collect(), out);
    }

    /// Opens the bind dialog: each EIP to the place that is known for it, else to the one that it is still linked to. Nothing is sent by this.
    pub(in crate::app) fn open_bind(&mut self, places: Vec<Known>, out: &mut Vec<Effect>) {
        let is_busy = self.dialog.as_ref().is_some_and(|d| d.run.is_some() && !d.is_over());
        if places.is_empty() || is_busy {
            return self.notify(NoticeKind::NothingHere);
        }
        let mut is_back = true;
        let mut targets = Vec::new();
        for Known { region, eip_id, place, recorded, is_back: was_there, blocked_at } in places {
            let now = self.inventory.eip(&region, eip_id.as_str()).cloned();
            let recorded = recorded && place.is_some();
            let place = place.or_else(|| now.as_ref().and_then(kept_link));
            is_back &= place.is_some() && was_there;
            let target = Target::to(region, eip_id, place, recorded, now);
            targets.push(Target { blocked_at, ..target });
        }
        let beneath = self.beneath_dialog();
        self.put_dialog_away();
        self.overlays.clear();
        self.list.held = true;
        let purpose = if is_back { Purpose::BindBack } else { Purpose::Bind };
        self.open_dialog(purpose, targets, out);
        self.beneath = beneath;
    }

    /// Lets another place be chosen for the one EIP that is to be bound.
    pub(in crate::app) fn open_places(&mut self, out: &mut Vec<Effect>) {
        let Some(dialog) = self.dialog.as_ref().filter(|dialog| dialog.purpose.binds()) else {
            return;
        };
        let [target] = dialog.targets.as_slice() else {
            return self.notify(NoticeKind::NothingHere);
        };
        let former = target.bind.clone().filter(|_| dialog.purpose == Purpose::BindBack);
        let places = Places::new(target.request.region.clone(), former);
        self.open_overlay(Overlay::Places(places));
        fetch(self.inventory.refresh_nics(&mut self.ids), out);
    }

    /// Opens the dialog to unbind the items of the result that were not begun.
    pub(in crate::app) fn unbind_rest(&mut self, out: &mut Vec<Effect>) {
        let rest = self.dialog.as_ref().map_or_else(Vec::new, Dialog::not_begun);
        let known = |eip: &Eip| {
            let now = self.inventory.eip(&eip.region, eip.eip_id.as_str());
            request_for(now.unwrap_or(eip))
        };
        let targets = rest.into_iter().map(known).collect();
        self.unbind_over(targets, out);
    }

    /// The same for items of a run of the journal, as they are listed now.
    pub(in crate::app) fn unbind_ids(&mut self, ids: Vec<(Region, EipId)>, out: &mut Vec<Effect>) {
        // An id is of one EIP, whichever region it turns out to be in.
        let rows = || self.inventory.regions.iter().flat_map(|region| &region.eips);
        let known = |(region, id): (Region, EipId)| match rows().find(|eip| eip.eip_id == id) {
            Some(eip) => request_for(eip),
            None => (
                UnbindRequest {
                    region,
                    target: UnbindTarget::Eip(id),
                    options: UnbindOptions::default(),
                },
                Reading::Missing,
            ),
        };
        let targets = ids.into_iter().map(known).collect();
        self.unbind_over(targets, out);
    }

    /// Opens the dialog over what is shown; `Esc` leads back there.
    fn unbind_over(&mut self, targets: Vec<(UnbindRequest, Reading)>, out: &mut Vec<Effect>) {
        let is_busy = self.dialog.as_ref().is_some_and(|d| d.run.is_some() && !d.is_over());
        if targets.is_empty() || is_busy {
            return self.notify(NoticeKind::NothingHere);
        }
        let beneath = self.beneath_dialog();
        self.put_dialog_away();
        self.overlays.clear();
        self.open_unbind(targets, out);
        self.beneath = beneath;
    }

    /// Closes the dialog and reads the list again, if something was done.
    pub(in crate::app) fn close_dialog(&mut self, out: &mut Vec<Effect>) {
        if self.put_dialog_away() {
            self.list.marks.clear();
            fetch(self.inventory.refresh(&mut self.ids), out);
        }
        // Back to where it was opened from, with what was done since.
        self.overlays = std::mem::take(&mut self.beneath);
        let is_past = |overlay: &Overlay| matches!(overlay, Overlay::History(_) | Overlay::Run(_));
        if self.overlays.iter().any(is_past) {
            out.push(Effect::ReadPast);
        }
        self.relayout();
    }

    /// Where a dialog that is opened now leads back to: what lies over the list, or the result on screen.
    fn beneath_dialog(&mut self) -> Vec<Overlay> {
        if !self.overlays.is_empty() {
            return std::mem::take(&mut self.overlays);
        }
        self.shown_run().map(|view| Overlay::Run(Box::new(view))).into_iter().collect()
    }

    /// The finished run on screen, to be read whole.
    pub(in crate::app) fn shown_run(&self) -> Option<RunView> {
        let dialog = self.dialog.as_ref().filter(|dialog| dialog.is_over())?;
        let report = RunReport::of(dialog.run.as_ref()?);
        Some(RunView::new(report, Chain::default(), dialog.at()))
    }

    /// Takes the dialog off the screen; its run, if it has one, is looked after all the same.
    fn put_dialog_away(&mut self) -> bool {
        let run = self.dialog.take().and_then(|dialog| dialog.run);
        let had_run = run.is_some();
        self.sent.extend(run.as_ref().map(RunReport::of).filter(RunReport::was_sent));
        if let Some(run) = run {
            self.follow_up.keep(self.runs, run);
        }
        had_run
    }

    /// Enter in the token field: begins the run, if everything is right.
    pub(in crate::app) fn confirm(&mut self, out: &mut Vec<Effect>) {
        let Some(dialog) = &mut self.dialog else { return };
        let no = self.runs + 1;
        let config = RunConfig {
            run_id: format!("{}-{no}", self.session.run_prefix),
            wait_ms: self.session.wait_ms,
            journal: self.session.journal.is_some(),
            watch: true,
            reason: None,
            to_ask: None,
        };
        let asks = !self.session.before_send.is_empty();
        if let Some(run) = dialog.confirm(self.now, asks, self.session.lang, config) {
            self.runs = no;
            self.planned = None;
            let effects = run.step(self.now, RunMsg::Start);
            out.extend(effects.into_iter().map(|effect| Effect::Run(no, effect)));
        }
    }

    /// Nothing more of the run is begun: at once while nothing is out, else after the item that is.
    pub(in crate::app) fn stop(&mut self, out: &mut Vec<Effect>) {
        let msg = if self.can_cancel() { RunMsg::Cancel } else { RunMsg::StopAfter };
        self.tell_run(msg, out);
    }

    /// Nothing more of the run is begun.
    pub(in crate::app) fn cancel(&mut self, out: &mut Vec<Effect>) {
        self.tell_run(RunMsg::Cancel, out);
    }

    pub(in crate::app) fn tell_run(&mut self, msg: RunMsg, out: &mut Vec<Effect>) {
        let run = self.dialog.as_mut().and_then(|d| d.run.as_mut());
        if let Some(run) = run.filter(|run| !run.is_over()) {
            let before = outcomes(run);
            let effects = run.step(self.now, msg);
            let news = RunReport::news(run, &before).into_iter();
            out.extend(news.map(|told| Effect::Tell(Box::new(told))));
            out.extend(effects.into_iter().map(|effect| Effect::Run(self.runs, effect)));
        }
    }
}

fn request_for(eip: &Eip) -> (UnbindRequest, Reading) {
    let target = UnbindTarget::Eip(eip.eip_id.clone());
    (
        UnbindRequest { region: eip.region.clone(), target, options: UnbindOptions::default() },
        Reading::Found(Box::new(eip.clone())),
    )
}
