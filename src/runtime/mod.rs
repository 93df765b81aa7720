//! The shell: owns terminal, network, disk and the only clock. It turns effects into messages and decides nothing.

pub mod clipboard;
pub mod clock;
pub mod connect;
pub mod credential_refresh;
pub mod demo;
pub mod generation_cache;
pub mod headless;
pub mod hook;
pub mod hooks;
pub mod identity;
pub mod input;
pub mod limits;
pub mod past;
mod reading;
pub mod recovery;
mod reports;
pub mod runner;
mod sight;
pub mod signals;
pub mod spawn;
pub mod terminal;
pub mod writer;

use crate::app::{App, Effect, Msg, Opened, Overlay, Symbols, update};
use crate::app::{copied::Copied, picker::Profile};
use crate::domain::sanitize::visible_lines;
use crate::domain::{HookEnd, Moment};
use crate::text::alert::Targets;
use crate::unbind::accounts::Searched;
use crate::unbind::report::RunReport;
use crate::view;
use clipboard::Clipboard;
use clock::Clock;
use futures_util::future::LocalBoxFuture;
use input::Input;
use input::decode::Event;
use recovery::Home;
use runner::Runner;
use signals::{Caught, Signals};
use std::collections::VecDeque;
use std::future::pending;
use std::io;
use std::time::Duration;
use terminal::Screen;
use tokio::sync::mpsc;

/// Messages that may wait.
pub const QUEUE: usize = 1024;
/// Messages handled before the next frame.
const BURST: usize = 64;

/// The first frame is waited for at most this long before anything else begins.
const FIRST_FRAME: Duration = Duration::from_millis(50);

/// How the loop is to behave.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Ask the terminal how wide it draws ambiguous signs.
    pub(crate) probe: bool,
    /// Panic after the first frame; for tests of what is left behind.
    pub(crate) panic: bool,
    /// How texts are copied.
    pub(crate) clipboard: Clipboard,
}

/// What works for one profile: with its keys, at its endpoint, under its rules.
pub struct Place {
    /// Starts effects.
    pub(crate) runner: Runner,
    /// Identity intents are settled.
    pub(crate) home: Home,
    /// Where its messages come from.
    pub(crate) inbox: mpsc::Receiver<Msg>,
}

/// The operator's profiles.
pub trait Profiles {
    /// Those that can be chosen.
    fn list(&self) -> Vec<Profile>;

    /// Opens one of them, or what there is without any.
    ///
    /// # Errors
    /// Why it can't be used, as a sentence.
    fn open(&self, name: Option<&str>) -> Result<(Place, Opened), String>;

    /// Looks for targets in those that are searched.
    fn search(&self, given: Targets) -> LocalBoxFuture<'static, Vec<Searched>>;
}

/// Runs the terminal interface until it ends; gives the exit code.
///
/// # Errors
/// When there is no terminal to run on.
pub async fn run(
    app: App,
    place: Place,
    profiles: &dyn Profiles,
    clock: Clock,
    options: Options,
) -> io::Result<Left> {
    let mut signals = Signals::listen()?;
    let (screen, mut written) = Screen::take(options.probe)?;
    let Place { runner, home, mut inbox } = place;
    let mut shell = Shell {
        app,
        runner,
        profiles,
        next: None,
        clock,
        screen: Some(screen),
        is_stale: false,
        is_whole: true,
        top: None,
        probes: options.probe,
        clipboard: options.clipboard,
        code: None,
    };
    let start = shell.app.start();
    shell.paint();
    // The first frame is on screen; only now is the network touched.
    if let Ok(result) = tokio::time::timeout(FIRST_FRAME, written.recv()).await {
        shell.written(matches!(result, Some(Ok(()))));
    }
    assert!(!options.panic, "asked to panic");
    let mut input = Some(Input::start(clock));
    shell.perform(start);
    recovery::recover(&shell.runner, home, clock);
    while shell.code.is_none() {
        let due = shell.app.due_ms();
        let changed = tokio::select! {
            biased;
            caught = signals.next() => shell.caught(caught),
            result = written.recv(), if shell.screen.is_some() => shell.written(matches!(result, Some(Ok(())))),
            event = next_event(&mut input) => shell.read(event, &mut input),
            Some(msg) = inbox.recv() => {
                shell.take_in(clock.now(), msg);
                (1..BURST).map_while(|_| inbox.try_recv().ok()).for_each(|more| shell.take_in(clock.now(), more));
                true
            }
            () = sleep_until(due, clock) => {
                shell.take_in(clock.now(), Msg::Tick);
                true
            }
        };
        // What the profile before still says is of no account any more.
        inbox = shell.next.take().unwrap_or(inbox);
        if shell.screen.is_none() && shell.app.leaving.is_none() {
            // The terminal is gone: leave as for a hang-up, with the verdict of what is out.
            input = None;
            shell.take_in(clock.now(), Msg::Signal(1));
        }
        if changed && shell.code.is_none() {
            shell.paint();
        }
    }
    // The terminal is given back before anything is waited for.
    drop(shell.screen.take());
    shell.runner.hooks_done().await;
    Ok(Left {
        code: shell.code.unwrap_or_default(),
        sent: shell.app.sent_runs(),
        hook_failures: shell.runner.take_hook_failures(),
    })
}

/// What a session leaves behind.
#[derive(Debug)]
pub struct Left {
    /// The exit code.
    pub(crate) code: u8,
    /// The runs that sent something.
    pub(crate) sent: Vec<RunReport>,
    /// Programs told of outcomes that failed.
    pub(crate) hook_failures: Vec<(String, HookEnd)>,
}

async fn sleep_until(due: Option<u64>, clock: Clock) {
    match due {
        Some(due) => {
            tokio::time::sleep(Duration::from_millis(
                due.saturating_sub(clock.now().mono_ms).max(1),
            ))
            .await
        }
        None => pending().await,
    }
}

async fn next_event(input: &mut Option<Input>) -> io::Result<(Moment, Event)> {
    match input {
        Some(input) => input.next().await,
        None => pending().await,
    }
}

struct Shell<'a> {
    app: App,
    runner: Runner,
    profiles: &'a dyn Profiles,
    /// Where messages come from, since another profile is in force.
    next: Option<mpsc::Receiver<Msg>>,
    clock: Clock,
    /// `None` once the terminal is gone.
    screen: Option<Screen>,
    /// Something changed while a frame was being written.
    is_stale: bool,
    /// Whether the last frame showed all of a review that must be seen.
    is_whole: bool,
    /// The line that a text on top was drawn from.
    top: Option<usize>,
    /// The terminal was asked about widths and has not answered.
    probes: bool,
    clipboard: Clipboard,
    code: Option<u8>,
}

impl Shell<'_> {
    /// Hands a message to the machine and does what it says. `at` is when it happened, which for a key is when it was read.
    fn take_in(&mut self, at: Moment, msg: Msg) {
        let effects = update(&mut self.app, at, msg);
        self.perform(effects);
    }

    /// Does what the machine says, and what follows from that at once.
    fn perform(&mut self, effects: Vec<Effect>) {
        let mut open = VecDeque::from(effects);
        while let Some(effect) = open.pop_front() {
            let msg = match effect {
                Effect::Copy(text) => self.copy(&text, true),
                Effect::CopySaved(text) => self.copy(&text, false),
                Effect::ReadProfiles => Some(Msg::Profiles(self.profiles.list())),
                Effect::SearchProfiles(given) => {
                    self.runner.tell_when(self.profiles.search(*given));
                    None
                }
                Effect::Switch(profile) => Some(Msg::Switched(self.switch(profile.as_deref()))),
                effect @ (Effect::Fetch(..)
                | Effect::Run(..)
                | Effect::Tell(_)
                | Effect::ReadPast
                | Effect::ReadPlaces(..)
                | Effect::ReadLinks(..)
                | Effect::ReadOpen(_)
                | Effect::Report(_)
                | Effect::ReportJson(_)) => {
                    self.runner.start(effect);
                    None
                }
                Effect::Bell => {
                    self.with_screen(Screen::bell);
                    None
                }
                Effect::Suspend => {
                    terminal::has_job_control().then(|| self.suspend());
                    None
                }
                Effect::Quit(code) => {
                    self.code = Some(self.code.unwrap_or(code));
                    None
                }
            };
            open.extend(
                msg.map(|msg| update(&mut self.app, self.clock.now(), msg)).unwrap_or_default(),
            );
        }
    }

    /// Sends a text to the clipboard. `keep`: and keeps it in a file, as nothing tells whether it arrived.
    fn copy(&mut self, text: &str, keep: bool) -> Option<Msg> {
        // It may be pasted into a terminal.
        let text = visible_lines(text).into_owned();
        match self.screen.as_mut()?.write(self.clipboard.sequence(&text)) {
            Ok(()) if keep => {
                self.runner.keep_copy(text, self.clipboard.obstacle(), self.clock);
                None
            }
            sent => {
                let copied = Copied { dropped_by: self.clipboard.obstacle(), saved: None };
                Some(Msg::Copied(sent.map(|()| copied).map_err(|error| error.to_string())))
            }
        }
    }

    /// Works with another profile from now on.
    fn switch(&mut self, profile: Option<&str>) -> Result<Box<Opened>, String> {
        let (place, opened) = self.profiles.open(profile)?;
        recovery::recover(&place.runner, place.home, self.clock);
        self.runner = place.runner;
        self.next = Some(place.inbox);
        Ok(Box::new(opened))
    }

    /// Does something with the terminal; when that fails, it is gone.
    fn with_screen(&mut self, action: impl FnOnce(&mut Screen) -> io::Result<()>) {
        if self.screen.as_mut().is_some_and(|screen| action(screen).is_err()) {
            self.screen = None;
        }
    }

    fn suspend(&mut self) {
        self.with_screen(Screen::suspend);
        self.resized();
    }

    fn resized(&mut self) {
        let size = Screen::size();
        self.with_screen(|screen| screen.resize(size));
        self.take_in(self.clock.now(), Msg::Resized(size.0, size.1));
    }

    fn caught(&mut self, caught: Caught) -> bool {
        match caught {
            Caught::End(number) => self.take_in(self.clock.now(), Msg::Signal(number)),
            Caught::Stop => self.suspend(),
            Caught::Continued => {
                self.with_screen(Screen::retake);
                self.resized();
            }
            Caught::Resized => self.resized(),
        }
        true
    }

    /// Takes everything that was read in one piece; a closed terminal counts as a hang-up.
    fn read(&mut self, event: io::Result<(Moment, Event)>, input: &mut Option<Input>) -> bool {
        let mut next = event.ok();
        if next.is_none() {
            *input = None;
            self.take_in(self.clock.now(), Msg::Signal(1));
        }
        while let Some((at, event)) = next {
            match event {
                Event::Key(key) => self.take_in(at, Msg::Key(key)),
                Event::Paste(text) => self.take_in(at, Msg::Paste(text)),
                Event::Focus(focused) => self.take_in(at, Msg::Focus(focused)),
                Event::Column(column)
                    if std::mem::take(&mut self.probes) && column > terminal::NARROW =>
                {
                    self.app.session.symbols = Symbols::Ascii;
                }
                Event::Column(_) => {}
            }
            next = input.as_mut().and_then(Input::ready);
        }
        true
    }

    /// A frame is on screen, or the terminal is gone. Says whether to draw again.
    fn written(&mut self, is_there: bool) -> bool {
        let Some(screen) = self.screen.as_mut().filter(|_| is_there) else {
            self.screen = None;
            return false;
        };
        screen.written();
        screen.is_idle() && (self.is_stale || self.painted())
    }

    /// What is shown is what the machine holds; it wants to know since when a review was on screen.
    fn painted(&mut self) -> bool {
        let is_news = self.app.awaits_paint(self.is_whole);
        if is_news {
            self.take_in(self.clock.now(), Msg::Painted(self.is_whole));
        }
        let scroll = self.app.overlay().and_then(Overlay::scroll);
        let top = self.top.filter(|top| scroll.is_some_and(|s| s.seeks || s.line != *top));
        if let Some(top) = top {
            self.take_in(self.clock.now(), Msg::Scrolled(top));
        }
        is_news
    }

    /// Draws, unless the frame before is still being written: then the newest state is drawn as soon as it is.
    fn paint(&mut self) {
        let Some(screen) = &mut self.screen else { return };
        self.is_stale = !screen.is_idle();
        if self.is_stale {
            return;
        }
        let app = &self.app;
        let (is_whole, top) = (&mut self.is_whole, &mut self.top);
        let drawn = screen.draw(|frame| {
            let area = frame.area();
            let drawn = view::draw(app, area, frame.buffer_mut());
            (*is_whole, *top) = (drawn.whole, drawn.top);
            if let Some(cursor) = drawn.cursor {
                frame.set_cursor_position(cursor);
            }
        });
        match drawn {
            Ok(true) => {}
            Ok(false) => {
                self.painted();
            }
            Err(_) => self.screen = None,
        }
    }
}
