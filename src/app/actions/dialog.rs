//! Opening, closing and sending from the dialog.

use crate::app::parts::dialog::{Dialog, Purpose, Target};
use crate::app::parts::effect::{Effect, fetch};
use crate::app::parts::list::RowId;
use crate::app::parts::notice::NoticeKind;
use crate::app::state::App;
use crate::domain::{Eip, UnbindTarget};
use crate::unbind::plan::BATCH_LIMIT;
use crate::unbind::{Reading, Refusal, RunConfig, RunMsg, UnbindOptions, UnbindRequest};

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

    fn open_dialog(&mut self, purpose: Purpose, targets: Vec<Target>, out: &mut Vec<Effect>) {
        let context = self.session.context.clone();
        let (dialog, queries) = Dialog::open(self.now, purpose, context, targets, &mut self.ids);
        self.dialog = Some(dialog);
        fetch(queries, out);
        self.relayout();
    }

    /// Opens the dialog again, to bind back what it has just unbound.
    pub(in crate::app) fn bind_back(&mut self, out: &mut Vec<Effect>) {
        let unbound = self.dialog.as_ref().map_or_else(Vec::new, Dialog::unbound);
        let known = |eip: &Eip| self.inventory.eip(&eip.region, eip.eip_id.as_str()).cloned();
        let targets: Vec<Target> =
            unbound.into_iter().filter_map(|eip| Target::back(eip, known(eip))).collect();
        if targets.is_empty() {
            return self.notify(NoticeKind::NothingHere);
        }
        self.put_dialog_away();
        self.open_dialog(Purpose::BindBack, targets, out);
    }

    /// Closes the dialog and reads the list again, if something was done.
    pub(in crate::app) fn close_dialog(&mut self, out: &mut Vec<Effect>) {
        if self.put_dialog_away() {
            self.list.marks.clear();
            fetch(self.inventory.refresh(&mut self.ids), out);
        }
        self.relayout();
    }

    /// Takes the dialog off the screen; its run, if it has one, is looked after all the same.
    fn put_dialog_away(&mut self) -> bool {
        let run = self.dialog.take().and_then(|dialog| dialog.run);
        let had_run = run.is_some();
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
            endpoint: self.session.endpoint.clone(),
            planned_by: None,
        };
        if let Some(run) = dialog.confirm(self.now, config) {
            self.runs = no;
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

    fn tell_run(&mut self, msg: RunMsg, out: &mut Vec<Effect>) {
        let run = self.dialog.as_mut().and_then(|d| d.run.as_mut());
        if let Some(run) = run.filter(|run| !run.is_over()) {
            let effects = run.step(self.now, msg);
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
