//! The only clock.

use crate::domain::Moment;
use jiff::Timestamp;
use std::time::Duration;

/// Reads both clocks.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    start: Duration,
    started: Timestamp,
}

impl Clock {
    /// A clock whose steady part begins now.
    #[expect(
        clippy::disallowed_methods,
        clippy::new_without_default,
        reason = "this is the one place that asks the clock"
    )]
    pub fn new() -> Self {
        Self { start: steady(), started: Timestamp::now() }
    }

    /// Now.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the clock")]
    pub fn now(&self) -> Moment {
        Moment {
            mono_ms: steady().saturating_sub(self.start).as_millis() as u64,
            wall: Timestamp::now(),
        }
    }

    /// When the program started, by the wall clock.
    pub(crate) fn started_wall(&self) -> Timestamp {
        self.started
    }

    /// The wall clock, for the built-in cloud's own thread.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the clock")]
    pub fn wall() -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that is never set, and that goes on while a laptop sleeps: a reading of before the sleep is as old as it is.
#[cfg(target_os = "linux")]
fn steady() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::disallowed_methods, reason = "this is the one place that asks the clock")]
fn steady() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}
