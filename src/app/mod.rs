//! The machine: one function, `update(&mut App, Moment, Msg) -> Vec<Effect>`.
//!
//! Same state, same message, same time: same new state, same effects. It knows no terminal, no HTTP, no disk and no clock.

mod browse;
pub mod candidates;
pub mod command;
mod confirm;
pub mod dialog;
pub mod effect;
mod follow_up;
pub mod history;
pub mod inventory;
pub mod key;
pub mod keymap;
pub mod list;
pub mod load;
pub mod lookup;
pub mod msg;
pub mod nics;
pub mod notice;
mod overlay;
pub mod picker;
pub mod session;
mod settling;
pub mod target;
mod update;

pub use command::Command;
pub use dialog::Dialog;
pub use effect::{Effect, Query};
pub use inventory::Inventory;
pub use key::{Code, Key};
pub use list::List;
pub use load::Load;
pub use msg::{Msg, Opened, Reply, ReqId, RunNo};
pub use session::{Colors, Session, Symbols};
pub use update::update;

use crate::domain::identity::Identity;
use crate::domain::{Eip, Moment};
use crate::unbind::Run;
use keymap::Scope;
use load::Ids;
use notice::Notice;

/// What lies over everything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlay {
    /// All keys.
    Help,
    /// What could not be read.
    Errors,
    /// Everything about one row.
    Detail,
    /// What was done.
    History,
    /// What may be meant by an alert, to choose from.
    Candidates,
    /// Which regions, which profile?
    Regions,
    /// Leave while a request is out?
    Leave,
}

/// The whole state.
#[derive(Debug, Clone, PartialEq)]
pub struct App {
    /// Who, where, how it looks.
    pub session: Session,
    /// Identity credentials are in force.
    pub whose: Identity,
    /// What was read.
    pub inventory: Inventory,
    /// The table.
    pub list: List,
    /// The NIC/private-IP view, when it is shown instead of the table.
    pub nics: Option<nics::Nics>,
    /// The dialog.
    pub dialog: Option<Dialog>,
    /// What lies over it.
    pub overlay: Option<Overlay>,
    /// First line of the overlay on screen.
    pub overlay_scroll: usize,
    /// A one-line notice.
    pub notice: Option<Notice>,
    /// The time of the last message.
    pub now: Moment,
    /// The terminal's size.
    pub size: (u16, u16),
    /// Whether the terminal has the focus.
    pub focused: bool,
    /// Gives out question numbers.
    pub ids: Ids,
    /// Counts the runs of this session.
    pub runs: u32,
    /// Runs whose dialog is closed, and their numbers.
    pub watched: Vec<(RunNo, Run)>,
    /// Targets that are being looked for.
    pub lookups: Vec<lookup::Lookup>,
    /// Since when.
    pub lookups_at: Moment,
    /// Targets that were not found, and where was looked.
    pub lost: Vec<lookup::Lookup>,
    /// What may be meant by an alert.
    pub candidates: candidates::Candidates,
    /// Regions and profiles to choose from.
    pub picker: picker::Picker,
    /// Intents that a crash left open, being settled beside the list.
    pub unfinished: Vec<history::Unfinished>,
    /// What was done, once the history view was opened.
    pub past: Option<history::Past>,
    /// The row of the history view under the cursor.
    pub past_row: usize,
    /// Leaving with this code, since then, as soon as the verdict is written down.
    pub leaving: Option<(Moment, u8)>,
}

/// At most this long is waited for a verdict when leaving.
pub const LEAVE_MS: u64 = 30_000;

impl App {
    /// A fresh machine; [`App::start`] gives its first questions.
    pub fn new(session: Session, size: (u16, u16), pages: (u64, u64)) -> Self {
        let inventory = Inventory::new(&session.regions, pages.0, pages.1);
        let now = session.started;
        Self {
            session,
            whose: Identity::default(),
            inventory,
            list: List::default(),
            nics: None,
            dialog: None,
            overlay: None,
            overlay_scroll: 0,
            notice: None,
            now,
            size,
            focused: true,
            ids: Ids::default(),
            runs: 0,
            watched: vec![],
            lookups: vec![],
            lookups_at: now,
            lost: vec![],
            candidates: candidates::Candidates::default(),
            picker: picker::Picker::default(),
            unfinished: vec![],
            past: None,
            past_row: 0,
            leaving: None,
        }
    }

    /// The first questions.
    pub fn start(&mut self) -> Vec<Effect> {
        let mut out = Vec::new();
        self.start_lookups(&mut out);
        self.start_list(&mut out);
        if self.session.regions.is_empty() {
            picker::open(self, &mut out);
        }
        out
    }

    /// Which part has the keys.
    pub fn scope(&self) -> Scope {
        match (&self.overlay, &self.dialog) {
            (Some(Overlay::Leave), _) => Scope::Leave,
            (Some(Overlay::Candidates), _) => Scope::Candidates,
            (Some(Overlay::Regions), _) => Scope::Regions,
            (Some(Overlay::Help | Overlay::Errors | Overlay::Detail | Overlay::History), _) => {
                Scope::Overlay
            }
            (None, Some(dialog)) if dialog.is_over() => Scope::Result,
            (None, Some(dialog)) if dialog.run.is_some() => Scope::Running,
            (None, Some(dialog)) if dialog.editing_note => Scope::Note,
            (None, Some(_)) => Scope::Dialog,
            (None, None) if self.list.editing => Scope::Filter,
            (None, None) => Scope::List,
        }
    }

    /// Whether the NIC/private-IP view is shown.
    pub fn shows_nics(&self) -> bool {
        self.nics.is_some()
    }

    /// Whether the dialog shows a finished run that is seen to have unbound something.
    pub fn can_bind_back(&self) -> bool {
        self.dialog.as_ref().is_some_and(|dialog| !dialog.unbound().is_empty())
    }

    /// Whether the run that the dialog shows can still be taken back.
    pub fn can_cancel(&self) -> bool {
        self.dialog.as_ref().is_some_and(Dialog::can_cancel)
    }

    /// Whether a frame that shows the review, whole or not, is news to the dialog. Under an overlay nobody sees it.
    pub fn awaits_paint(&self, whole: bool) -> bool {
        let news = |dialog: &Dialog| if whole { dialog.painted.is_none() } else { !dialog.hidden };
        self.overlay.is_none() && self.dialog.as_ref().is_some_and(news)
    }

    /// Whether the detail is shown.
    pub fn shows_detail(&self) -> bool {
        self.overlay == Some(Overlay::Detail)
    }

    /// The EIP under the cursor, in whichever view.
    pub fn current_eip(&self) -> Option<&Eip> {
        match &self.nics {
            None => self.list.current(&self.inventory),
            Some(nics) => {
                let (nic, ip) = nics.current(&self.inventory)?;
                self.inventory.eip(&nic.region, ip.eip_id.as_ref()?.as_str())
            }
        }
    }

    /// Rows of the table that fit on screen: everything but header, column heads, strip, notice and hints.
    pub fn table_height(&self) -> usize {
        crate::app::layout::areas(self).table_rows as usize
    }

    /// When time alone will change something; `None` lets the shell sleep until something happens.
    pub fn due_ms(&self) -> Option<u64> {
        let notice = self.notice.as_ref().map(Notice::until_ms);
        let leaving = self.leaving.map(|(since, _)| since.mono_ms + LEAVE_MS);
        let dialog = self.dialog.as_ref().and_then(|d| d.due_ms(self.now));
        let due = [
            notice,
            leaving,
            dialog,
            self.inventory.due_ms(self.focused),
            Some(self.clock_due_ms()),
            self.age_due_ms(),
            self.spin_due_ms(),
            self.list_due_ms(),
        ];
        due.into_iter().flatten().min().map(|due| due.max(self.now.mono_ms + 1))
    }

    /// The header's clock shows minutes.
    fn clock_due_ms(&self) -> u64 {
        let second = self.now.wall.as_second().rem_euclid(60) as u64;
        self.now.mono_ms + (60 - second) * 1_000
    }

    /// The age of the data shows `live` up to 20 s, then steps of 10 s.
    fn age_due_ms(&self) -> Option<u64> {
        let age = self.now.since(self.inventory.read_at()?);
        let next = if age < 20_000 { 20_001 } else { (age / 10_000 + 1) * 10_000 };
        Some(self.now.mono_ms + next - age)
    }

    /// While something is out, a second hand shows that the screen lives.
    fn spin_due_ms(&self) -> Option<u64> {
        let busy = self.inventory.is_reading() && self.inventory.read_at().is_none()
            || self.dialog.as_ref().is_some_and(|d| d.run.is_some() && !d.is_over());
        busy.then_some((self.now.mono_ms / 250 + 1) * 250)
    }
}

pub mod layout;
