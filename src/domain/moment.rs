//! A point in time, carried by messages so that the core never asks a clock.

use jiff::Timestamp;
use jiff::fmt::temporal::DateTimePrinter;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

/// One reading of both clocks: the steady one for durations, the wall clock for what people read.
///
/// Durations must come from `mono_ms` alone: the wall clock may jump during an incident (NTP, a resumed laptop).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Moment {
    /// Milliseconds of the steady clock since the program started.
    pub mono_ms: u64,
    /// The wall clock.
    pub wall: Timestamp,
}

impl Moment {
    /// A moment for tests and simulations: `mono_ms` after `start`.
    pub fn after(start: Timestamp, mono_ms: u64) -> Self {
        let wall = start + jiff::SignedDuration::from_millis(mono_ms as i64);
        Self { mono_ms, wall }
    }

    /// Milliseconds of the steady clock from `earlier` to this moment; 0 if `earlier` is later.
    pub(crate) fn since(self, earlier: Self) -> u64 {
        self.mono_ms.saturating_sub(earlier.mono_ms)
    }
}

const PRINTER: DateTimePrinter = DateTimePrinter::new().precision(Some(3));

/// RFC 3339 with an offset; the cloud's own clock is UTC.
pub(crate) fn rfc3339(at: Timestamp) -> String {
    let ms = at.as_millisecond();
    let at = Timestamp::from_millisecond(ms).unwrap_or(at);
    let mut text = String::with_capacity("2026-07-31T02:14:05.000+00:00".len());
    // Writing to a text does not fail.
    let _ = PRINTER.print_timestamp_with_offset(&at, Offset::UTC, &mut text);
    text
}
