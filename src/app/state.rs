//! The whole state, and what can be read off it.

use super::parts::dialog::{Dialog, Planned};
use super::parts::follow_up::FollowUp;
use super::parts::history::{Unfinished, UnfinishedState};
use super::parts::inventory::Inventory;
use super::parts::layout::{self, Areas};
use super::parts::list::List;
use super::parts::load::{Ids, RunNo};
use super::parts::lookup::{LIST_WAITS_MS, Search};
use super::parts::nics::Nics;
use super::parts::notice::Notice;
use super::parts::overlay::Overlay;
use super::parts::picker::Profile;
use super::parts::scope::Scope;
use super::parts::session::Session;
use crate::domain::identity::Keys;
use crate::domain::person::Caller;
use crate::domain::{Eip, EipId, Moment, Region};
use crate::text::alert::Targets;
use crate::unbind::report::RunReport;
use crate::unbind::{RunItem, Verdict};
use jiff::Timestamp;

/// The whole state.
#[derive(Debug, Clone, PartialEq)]
pub struct App {
    /// Where, under which rules, how it looks.
    pub session: Session,
    /// What was read.
    pub inventory: Inventory,
    /// The table.
    pub list: List,
    /// The NIC/private-IP view, when it is shown instead of the table.
    pub nics: Option<Nics>,
    /// The plan of a file that was given, until something of it is sent.
    pub planned: Option<Box<Planned>>,
    /// The dialog.
    pub dialog: Option<Dialog>,
    /// What lies over it, the topmost last.
    pub overlays: Vec<Overlay>,
    /// A one-line notice.
    pub notice: Option<Notice>,
    /// The time of the last message.
    pub now: Moment,
    /// The terminal's size: columns and rows.
    pub size: (u16, u16),
    /// Whether the terminal has the focus.
    pub(crate) focused: bool,
    /// Gives out question numbers.
    pub ids: Ids,
    /// Counts the runs of this session; the last one has this number.
    pub runs: RunNo,
    /// Runs whose dialog is closed.
    pub follow_up: FollowUp,
    /// Targets that are being looked for.
    pub search: Search,
    /// What is being looked for in several profiles, or is to be opened in the one that has it.
    pub(crate) wanted: Option<Box<Targets>>,
    /// Profiles that could not be searched for it, and why.
    pub unread_profiles: Vec<(String, String)>,
    /// The profiles that can be chosen, as last read.
    pub(crate) profiles: Vec<Profile>,
    /// Intents that a crash left open, being settled beside the list.
    pub(crate) unfinished: Vec<Unfinished>,
    /// Runs of this session that sent something and whose dialog is closed: what is said of them on the main screen at the end.
    pub(crate) sent: Vec<RunReport>,
    /// Where the report that is being copied was saved, or why not.
    pub(in crate::app) saved_report: Option<Result<String, String>>,
    /// Leaving now cuts a run short.
    pub(in crate::app) cuts_short: bool,
    /// Leaving with this code, since then, as soon as the verdict is written down.
    pub leaving: Option<(Moment, u8)>,
    /// What lay over the list when the dialog was opened from it: closing the dialog leads back there.
    pub(crate) beneath: Vec<Overlay>,
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
            inventory,
            list: List::default(),
            nics: None,
            planned: None,
            dialog: None,
            overlays: vec![],
            notice: None,
            now,
            size,
            focused: true,
            ids: Ids::default(),
            runs: 0,
            follow_up: FollowUp::default(),
            search: Search::new(now),
            wanted: None,
            unread_profiles: vec![],
            profiles: vec![],
            unfinished: vec![],
            sent: vec![],
            saved_report: None,
            cuts_short: false,
            leaving: None,
            beneath: vec![],
        }
    }

    /// Whose credentials are in force: who asks is known better then, also for a dialog that is open. A run that has begun keeps what it had.
    pub(in crate::app) fn take_keys(&mut self, keys: Keys, caller: Option<Caller>) {
        self.session.context.whose.keys = keys;
        if let Some(caller) = caller {
            let own = &mut self.session.context.whose;
            // What is confirmed from now on is bound to it; a dialog that is open goes on with what it began with.
            own.account.clone_from(&caller.account_id);
            own.who.is_called(caller.clone());
            // The plan of a file, and four eyes, hang on who that is.
            if let Some(dialog) = &mut self.dialog {
                let whose = &mut dialog.context.whose;
                whose.who.is_called(caller);
                if dialog.run.is_none() {
                    if dialog.planned.is_some() {
                        whose.account.clone_from(&own.account);
                    }
                    dialog.replan();
                }
            }
        }
    }

    /// What lies over everything else and has the keys.
    pub fn overlay(&self) -> Option<&Overlay> {
        self.overlays.last()
    }

    /// Which part has the keys.
    pub fn scope(&self) -> Scope {
        match (self.overlay(), &self.dialog) {
            (Some(overlay), _) => overlay.scope(),
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

    /// Whether one of the marked rows, or the row under the cursor where none is marked, could be bound.
    pub(crate) fn can_bind_here(&self) -> bool {
        if self.list.marks.is_empty() || self.shows_nics() {
            return self.can_bind_shown();
        }
        self.marked_free() > 0
    }

    /// When a request for this EIP was recorded whose outcome is not known, and in which run: in this session, or left open by an earlier one.
    pub fn open_request(&self, eip: &Eip) -> Option<(Timestamp, String)> {
        let is_open = |word| matches!(word, None | Some(Verdict::Unknown | Verdict::StillSettling));
        let is_it = |item: &&RunItem| {
            let word = item.outcome.as_ref().map(|outcome| outcome.word);
            item.plan.eip_id == eip.eip_id && is_open(word)
        };
        let here = self.follow_up.runs.iter().rev().find_map(|(_, run)| {
            let sent = run.items.iter().find(is_it)?.sent_at?;
            Some((sent.wall, run.config.run_id.clone()))
        });
        let word = |state: &UnfinishedState| {
            if let UnfinishedState::Settled(word) = state { Some(*word) } else { None }
        };
        let name = eip.eip.map_or_else(|| eip.eip_id.to_string(), |ip| ip.to_string());
        let is_left = |left: &&Unfinished| left.eip == name && is_open(word(&left.state));
        let left = self.unfinished.iter().find(is_left);
        here.or_else(|| left.map(|left| (left.at, left.id.0.clone())))
    }

    /// Whether the row under the cursor could be bound.
    pub(crate) fn can_bind_shown(&self) -> bool {
        self.current_eip().is_some_and(Eip::is_free)
    }

    /// How many of the marked rows could be bound.
    pub(crate) fn marked_free(&self) -> usize {
        let marked = self.list.marks.iter();
        let free = |(region, id): &&(Region, EipId)| {
            self.inventory.eip(region, id.as_str()).is_some_and(Eip::is_free)
        };
        marked.filter(free).count()
    }

    /// Whether the dialog has nothing to unbind of an EIP that could be bound.
    pub(crate) fn can_bind_already(&self) -> bool {
        self.dialog.as_ref().is_some_and(|dialog| {
            !dialog.purpose.binds()
                && dialog.plan.items.is_empty()
                && dialog.plan.already.iter().any(Eip::is_unbound)
        })
    }

    /// Whether the dialog has a command to copy: none where a rule says that nothing of it may be sent.
    pub(crate) fn can_copy_command(&self) -> bool {
        self.dialog.as_ref().is_some_and(|dialog| {
            !dialog.plan.items.is_empty()
                && !dialog.plan.four_eyes
                && dialog.plan_problem(self.now).is_none()
        })
    }

    /// Whether the dialog binds one EIP, whose place can be chosen.
    pub(crate) fn can_choose_place(&self) -> bool {
        self.dialog
            .as_ref()
            .is_some_and(|dialog| dialog.purpose.binds() && dialog.targets.len() == 1)
    }

    /// The runs of this session that sent something, with the one that is on screen.
    pub(crate) fn sent_runs(&self) -> Vec<RunReport> {
        let shown = self.dialog.as_ref().and_then(|dialog| dialog.run.as_ref());
        let shown = shown.map(RunReport::of).filter(RunReport::was_sent);
        // What was found out about a closed one since is newer than what it was closed with.
        let newer = |run: &RunReport| {
            let runs = &self.follow_up.runs;
            let known = runs.iter().find(|(_, known)| known.config.run_id == run.run_id);
            known.map_or_else(|| run.clone(), |(_, known)| RunReport::of(known))
        };
        self.sent.iter().map(newer).chain(shown).collect()
    }

    /// Whether the run that the dialog shows can still be taken back.
    pub fn can_cancel(&self) -> bool {
        self.dialog.as_ref().is_some_and(Dialog::can_cancel)
    }

    /// Whether `Esc` stops the run that the dialog shows after the item that is out, or takes that back.
    pub fn can_stop_after(&self) -> bool {
        !self.can_cancel() && self.dialog.as_ref().is_some_and(Dialog::can_stop)
    }

    /// Whether the dialog must be told that the review, whole or not, was drawn. Under an overlay nobody sees it.
    pub fn awaits_paint(&self, whole: bool) -> bool {
        let is_new = |dialog: &Dialog| {
            let misses =
                dialog.painted.is_none() && (dialog.asks_for_token(self.now) || dialog.hidden);
            if whole { misses } else { !dialog.hidden }
        };
        self.overlays.is_empty() && self.dialog.as_ref().is_some_and(is_new)
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

    /// How the screen is divided.
    pub(crate) fn areas(&self) -> Areas {
        let shown = layout::Shown {
            danger: self.session.is_marked(),
            dialog: self.dialog.is_some(),
            filter: self.list.editing || !self.list.filter.is_empty(),
        };
        layout::areas(self.size, shown)
    }

    /// Rows of the table that fit on screen.
    pub fn table_height(&self) -> usize {
        self.areas().table_rows as usize
    }

    /// Lines of a text that fit into an overlay's frame.
    pub(crate) fn text_height(&self) -> usize {
        let areas = self.areas();
        let around = areas.header.max(1) + areas.notice + areas.hints + 2;
        usize::from(self.size.1.saturating_sub(around))
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

    /// Until when the first reading of the list waits for a look-up, if it does.
    pub(super) fn list_due_ms(&self) -> Option<u64> {
        let waits = !self.search.running.is_empty() && self.inventory.is_untouched();
        waits.then_some(self.search.since.mono_ms + LIST_WAITS_MS)
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
