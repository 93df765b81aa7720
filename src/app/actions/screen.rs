//! Notices, overlays, questions, and the division of the screen.

use crate::app::parts::effect::Effect;
use crate::app::parts::find::Scroll;
use crate::app::parts::history::HistoryView;
use crate::app::parts::notice::{Notice, NoticeKind};
use crate::app::parts::overlay::Overlay;
use crate::app::state::App;

impl App {
    pub(in crate::app) fn notify(&mut self, kind: NoticeKind) {
        self.notice = Some(Notice { kind, at: self.now });
    }

    /// Brings cursor and scrolling in line with the rows and the size.
    pub(in crate::app) fn relayout(&mut self) {
        let height = self.table_height();
        self.list.rebuild(&self.inventory, height);
        if let Some(nics) = &mut self.nics {
            nics.rebuild(&self.inventory, &self.list.filter, height);
        }
    }

    /// Lays something over everything else.
    pub(in crate::app) fn open_overlay(&mut self, overlay: Overlay) {
        self.list.held = true;
        self.overlays.push(overlay);
    }

    /// All keys, those of the part that has them now first.
    pub(in crate::app) fn open_help(&mut self) {
        let scope = self.scope();
        self.open_overlay(Overlay::Help(scope, Scroll::default()));
    }

    /// What was done; the journal is read for it.
    pub(in crate::app) fn open_history(&mut self, out: &mut Vec<Effect>) {
        self.open_overlay(Overlay::History(HistoryView::default()));
        out.push(Effect::ReadPast);
    }

    /// Goes back to what lies below.
    pub(in crate::app) fn close_overlay(&mut self) {
        self.overlays.pop();
    }

    /// Copies this, or says that there is nothing to copy.
    pub(in crate::app) fn copy(&mut self, text: Option<String>, out: &mut Vec<Effect>) {
        match text {
            Some(text) => out.push(Effect::Copy(text)),
            None => self.notify(NoticeKind::NothingHere),
        }
    }

    pub(in crate::app) fn clear_filter(&mut self) {
        self.list.clear_filter();
        self.relayout();
    }
}
