//! The only clock.

use crate::domain::Moment;
use jiff::Timestamp;
use std::time::Instant;

/// Reads both clocks.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    start: Instant,
    started: Timestamp,
}

impl Clock {
    /// A clock whose steady part begins now.
    #[expect(clippy::disallowed_methods, clippy::new_without_default, reason = "this is the one place that asks the clock")]
    pub fn new() -> Self {
        Self { start: Instant::now(), started: Timestamp::now() }
    }

    /// Now.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the clock")]
    pub fn now(&self) -> Moment {
        Moment { mono_ms: self.start.elapsed().as_millis() as u64, wall: Timestamp::now() }
    }

    /// When the program started, by the wall clock.
    pub fn started_wall(&self) -> Timestamp {
        self.started
    }

    /// The wall clock, for the built-in cloud's own thread.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the clock")]
    pub fn wall() -> Timestamp {
        Timestamp::now()
    }
}
