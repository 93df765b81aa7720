//! Signals as messages.

use rustix::process::Signal as Number;
use std::io;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// A signal that matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caught {
    /// End, after giving the terminal back; the number is the signal's.
    End(u8),
    /// Stop, after giving the terminal back.
    Stop,
    /// Go on after having been stopped.
    Continued,
    /// The terminal has another size.
    Resized,
}

/// All signals that matter.
pub struct Signals {
    terminate: Signal,
    hang_up: Signal,
    interrupt: Signal,
    quit: Signal,
    stop: Signal,
    go_on: Signal,
    resize: Signal,
}

fn kind(number: Number) -> SignalKind {
    SignalKind::from_raw(number.as_raw())
}

impl Signals {
    /// Starts listening.
    ///
    /// # Errors
    /// When the system does not allow it.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            stop: signal(kind(Number::TSTP))?,
            go_on: signal(kind(Number::CONT))?,
            resize: signal(SignalKind::window_change())?,
        })
    }

    /// The next one.
    pub async fn next(&mut self) -> Caught {
        tokio::select! {
            _ = self.terminate.recv() => Caught::End(15),
            _ = self.hang_up.recv() => Caught::End(1),
            _ = self.interrupt.recv() => Caught::End(2),
            _ = self.quit.recv() => Caught::End(3),
            _ = self.stop.recv() => Caught::Stop,
            _ = self.go_on.recv() => Caught::Continued,
            _ = self.resize.recv() => Caught::Resized,
        }
    }
}

/// The next one, where they can be listened to.
pub async fn next(signals: &mut Option<Signals>) -> Caught {
    match signals {
        Some(signals) => signals.next().await,
        None => std::future::pending().await,
    }
}

/// Stops the whole process group, as the terminal's own Ctrl-Z does: a wrapper such as `cargo run` must stop too.
pub fn stop_group() {
    let _ = rustix::process::kill_current_process_group(Number::STOP);
}
