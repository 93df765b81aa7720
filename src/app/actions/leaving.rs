//! Leaving the program.

use crate::app::parts::dialog::Dialog;
use crate::app::parts::effect::Effect;
use crate::app::parts::overlay::Overlay;
use crate::app::parts::scope::Scope;
use crate::app::state::{App, LEAVE_MS};
use crate::unbind::outcome::exit_code;
use crate::unbind::{Outcome, RunMsg};

impl App {
    /// Leaves at once, or as soon as the verdict of a request that is out is written down (`docs/contract.md` §2, promise 11).
    pub(in crate::app) fn leave(&mut self, code: u8, out: &mut Vec<Effect>) {
        self.cuts_short |= self.dialog.as_ref().is_some_and(|d| d.run.is_some() && !d.is_over());
        self.cancel(out);
        self.leaving.get_or_insert((self.now, code));
    }

    /// What Ctrl-C, or a key that leaves, does in the part that has the keys.
    pub(in crate::app) fn quit(&mut self, out: &mut Vec<Effect>) {
        let is_running = self.dialog.as_ref().is_some_and(|d| d.run.is_some() && !d.is_over());
        match self.scope() {
            // In a note of the dialog it closes the dialog.
            Scope::Note => self.close_dialog(out),
            Scope::Running if self.can_cancel() => self.cancel(out),
            Scope::Running => self.overlays.push(Overlay::Leave),
            // Over a run that can't be taken back any more it asks, too.
            Scope::Text | Scope::Detail | Scope::History | Scope::OpenRun
                if is_running && !self.can_cancel() =>
            {
                self.overlays = vec![Overlay::Leave];
            }
            Scope::List
            | Scope::Filter
            | Scope::Detail
            | Scope::Dialog
            | Scope::Result
            | Scope::History
            | Scope::OpenRun
            | Scope::Places
            | Scope::Candidates
            | Scope::Regions
            | Scope::Text
            | Scope::Leave
            | Scope::Everywhere => self.leave(0, out),
        }
    }

    /// While the operator is asked whether to leave, nothing further of a batch is begun behind the question.
    pub(in crate::app) fn hold_while_asked(&mut self, out: &mut Vec<Effect>) {
        let asked = self.overlays.iter().any(|overlay| matches!(overlay, Overlay::Leave));
        let run = self.dialog.as_ref().and_then(|dialog| dialog.run.as_ref());
        if run.is_some_and(|run| run.held != asked && (run.can_stop() || run.held)) {
            self.tell_run(RunMsg::Hold(asked), out);
        }
    }

    /// Ends, once nothing is waited for any more.
    pub(in crate::app) fn end_when_due(&self, out: &mut Vec<Effect>) {
        let Some((since, code)) = self.leaving else { return };
        if !self.dialog.as_ref().is_some_and(Dialog::is_out) {
            // A run that was cut short says what it came to; a signal's code says more.
            let run = self.dialog.as_ref().and_then(|dialog| dialog.run.as_ref());
            let cut = run.filter(|_| code == 0 && self.cuts_short);
            let code = cut.map_or(code, |run| {
                let words = run.items.iter().filter_map(|item| item.outcome.as_ref());
                exit_code(words.map(Outcome::exit_code))
            });
            out.push(Effect::Quit(code));
        } else if self.now.since(since) >= LEAVE_MS {
            out.push(Effect::Quit(6));
        }
    }
}
