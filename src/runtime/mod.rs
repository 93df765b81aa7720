//! The shell: owns terminal, network, disk and the only clock. It turns effects into messages and decides nothing.

pub mod clock;
pub mod connect;
pub mod demo;
pub mod headless;
pub mod input;
pub mod lease;
pub mod memory;
pub mod recovery;
pub mod runner;
pub mod signals;
pub mod spawn;
pub mod terminal;
pub mod writer;

use crate::app::{App, Effect, Msg, update};
use crate::view;
use clock::Clock;
use crossterm::event::{Event, EventStream};
use futures_util::StreamExt as _;
use recovery::Home;
use runner::Runner;
use signals::{Caught, Signals};
use std::future::pending;
use std::io;
use std::time::Duration;
use terminal::Screen;
use tokio::sync::mpsc;

/// Messages that may wait.
pub const QUEUE: usize = 1024;
/// Messages handled before the next frame.
const BURST: usize = 64;

/// Runs the terminal interface until it ends; gives the exit code.
///
/// # Errors
/// When there is no terminal to run on.
pub async fn run(mut app: App, runner: &Runner, home: Home, mut inbox: mpsc::Receiver<Msg>, clock: Clock) -> io::Result<u8> {
    let mut signals = Signals::listen()?;
    let mut shell = Shell { screen: Some(Screen::take()?), code: None };
    let start = app.start();
    shell.paint(&mut app, clock);
    // The first frame is on screen; only now is the network touched.
    let mut events = Some(EventStream::new());
    for effect in start {
        runner.start(effect);
    }
    runner.recover(home, clock);
    loop {
        let due = app.due_ms();
        let sleep = async {
            match due {
                Some(due) => tokio::time::sleep(Duration::from_millis(due.saturating_sub(clock.now().mono_ms).max(1))).await,
                None => pending().await,
            }
        };
        let mut batch = Vec::new();
        tokio::select! {
            biased;
            caught = signals.next() => match caught {
                Caught::End(number) => batch.push(Msg::Signal(number)),
                Caught::Stop => shell.suspend(),
            },
            event = next_event(&mut events) => batch.extend(event),
            Some(msg) = inbox.recv() => {
                batch.push(msg);
                while batch.len() < BURST && let Ok(more) = inbox.try_recv() {
                    batch.push(more);
                }
            }
            () = sleep => batch.push(Msg::Tick),
        }
        for msg in batch {
            for effect in update(&mut app, clock.now(), msg) {
                shell.effect(effect, &mut app, runner, clock);
            }
        }
        if shell.screen.is_none() && shell.code.is_none() && app.leaving.is_none() {
            // The terminal is gone: leave as for a hang-up, with the verdict of what is out.
            events = None;
            for effect in update(&mut app, clock.now(), Msg::Signal(1)) {
                shell.effect(effect, &mut app, runner, clock);
            }
        }
        if let Some(code) = shell.code {
            return Ok(code);
        }
        shell.paint(&mut app, clock);
    }
}

/// The next message from the terminal; a closed terminal counts as a hang-up.
async fn next_event(events: &mut Option<EventStream>) -> Option<Msg> {
    let Some(stream) = events else { return pending().await };
    match stream.next().await {
        Some(Ok(event)) => input::to_msg(event),
        Some(Err(_)) | None => {
            *events = None;
            Some(Msg::Signal(1))
        }
    }
}

struct Shell {
    /// `None` once the terminal is gone.
    screen: Option<Screen>,
    code: Option<u8>,
}

impl Shell {
    fn effect(&mut self, effect: Effect, app: &mut App, runner: &Runner, clock: Clock) {
        match effect {
            Effect::Copy(text) => {
                let result = match &mut self.screen {
                    Some(screen) => screen.copy(&text).map_err(|e| e.to_string()),
                    None => return,
                };
                update(app, clock.now(), Msg::Copied(result));
            }
            Effect::Bell => {
                if let Some(screen) = &mut self.screen {
                    let _ = screen.bell();
                }
            }
            Effect::Suspend => self.suspend(),
            Effect::Quit(code) => self.code = Some(self.code.unwrap_or(code)),
            effect @ (Effect::Fetch(..) | Effect::Run(_) | Effect::ReadPast) => runner.start(effect),
        }
    }

    fn suspend(&mut self) {
        if self.screen.as_mut().is_some_and(|screen| screen.suspend().is_err()) {
            self.screen = None;
        }
    }

    /// Draws, and tells the machine that the review is on screen.
    fn paint(&mut self, app: &mut App, clock: Clock) {
        let Some(screen) = &mut self.screen else { return };
        let drawn = screen.draw(|frame| {
            let area = frame.area();
            if let Some(cursor) = view::draw(app, area, frame.buffer_mut()) {
                frame.set_cursor_position(cursor);
            }
        });
        if drawn.is_err() {
            self.screen = None;
        } else if app.drawer.as_ref().is_some_and(|drawer| drawer.painted.is_none()) {
            update(app, clock.now(), Msg::Painted);
        }
    }
}

/// Whether an event would be a message at all; for tests of the input path.
pub fn is_message(event: Event) -> bool {
    input::to_msg(event).is_some()
}
