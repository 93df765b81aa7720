//! A slow link between the operator and the program: everything is late in both directions, by more or less, and in order.
//!
//! The program sees when keys arrive, not when they were typed. A link that lets each key wait differently may push two of them together; where
//! it joins the last digit and `Enter` (less than 30 ms apart at the far end), nobody can tell that from a paste without brackets: nothing is
//! sent, the token stays, and one more `Enter` does it.

use super::cloud::Cloud;
use super::term::{Tty, now};
use crate::support::cli::side_by_side;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// How late each piece is, in milliseconds, over and over.
pub(super) type Delays = &'static [u64];

/// One direction of a link: takes pieces at once, and gives them on late, in order.
pub(super) struct Late {
    delays: std::iter::Cycle<std::slice::Iter<'static, u64>>,
    last: Option<Instant>,
    way: Sender<(Instant, Vec<u8>)>,
}

impl Late {
    /// While `held` the link hangs; what piled up meanwhile is given on as one piece.
    pub(super) fn start(
        delays: Delays,
        held: Arc<AtomicBool>,
        give: impl FnMut(Vec<u8>) -> bool + Send + 'static,
    ) -> Self {
        let (way, pieces) = channel();
        std::thread::spawn(move || carry(&pieces, &held, give));
        Self { delays: delays.iter().cycle(), last: None, way }
    }

    /// `false` once nobody is at the far end any more.
    pub(super) fn push(&mut self, bytes: Vec<u8>) -> bool {
        let late = now() + Duration::from_millis(*self.delays.next().unwrap_or(&0));
        // Nothing overtakes what was sent before it.
        let due = self.last.map_or(late, |last| last.max(late));
        self.last = Some(due);
        self.way.send((due, bytes)).is_ok()
    }
}

impl Write for Late {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.push(bytes.to_vec()) {
            Ok(bytes.len())
        } else {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn wait_until(at: Instant) {
    while now() < at {
        std::thread::park_timeout(at.saturating_duration_since(now()));
    }
}

fn carry(
    pieces: &Receiver<(Instant, Vec<u8>)>,
    held: &AtomicBool,
    mut give: impl FnMut(Vec<u8>) -> bool,
) {
    let mut next = None;
    // When the piece before was due, and when it went: a machine that is busy must not push together what the link keeps apart.
    let mut before: Option<(Instant, Instant)> = None;
    while let Some((due, mut bytes)) = next.take().or_else(|| pieces.recv().ok()) {
        wait_until(before.map_or(due, |(was_due, went)| due.max(went + (due - was_due))));
        let mut edge = due;
        while held.load(Ordering::SeqCst) {
            std::thread::park_timeout(Duration::from_millis(5));
            edge = now();
        }
        while let Ok((due, more)) = pieces.try_recv() {
            if due > edge {
                next = Some((due, more));
                break;
            }
            bytes.extend(more);
        }
        before = Some((edge, now()));
        if !give(bytes) {
            return;
        }
    }
}

/// The screen, late by this much.
const DOWN: Delays = &[150, 290, 180, 300, 220];

/// The review of 203.0.113.77, armed, at the other end of a link.
fn armed(cloud: &Cloud, up: Delays) -> Tty {
    let mut tty = cloud.program().link(up, DOWN).run();
    tty.wait_for("203.0.113.77");
    tty.send("u");
    tty.wait_armed();
    tty
}

/// Whether the token and `Enter`, typed as fast as anybody types, did it the first time.
fn gets_through(up: Delays) -> bool {
    let cloud = Cloud::start("demo", |_| {});
    let mut tty = armed(&cloud, up);
    tty.keys(60, &["7"]);
    tty.keys(40, &["7"]);
    tty.keys(50, &["\r"]);
    tty.until("an answer", |screen| {
        screen.contains("accepted by Tencent") || screen.contains("press Enter once more")
    });
    let mutations = cloud.mutations();
    assert!(mutations <= 1);
    mutations == 1
}

#[test]
fn a_fast_typist_over_a_slow_link_gets_through_the_first_time() {
    // Delays of the keys `u 7 7 Enter`: apart as they were typed, pulled apart, and pushed together as far as it still is typing.
    let links: [Delays; 4] = [
        &[200, 200, 200, 200],
        &[300, 150, 230, 300],
        &[150, 290, 300, 290],
        &[150, 300, 300, 295],
    ];
    side_by_side(&links, |up| {
        // A machine that is too busy to read for a while pushes keys together, too: that is no fault of the program.
        assert!((0..3).any(|_| gets_through(up)), "{up:?}");
    });
}

#[test]
fn a_link_that_joins_token_and_enter_asks_for_enter_once_more() {
    let cloud = Cloud::start("demo", |_| {});
    let mut tty = armed(&cloud, &[150, 300, 200]);
    tty.hold(true);
    tty.keys(50, &["7", "7", "\r"]);
    // Longer than the longest delay: all of it waits at the place where the link hangs.
    tty.pass(400);
    tty.hold(false);
    tty.wait_for("press Enter once more");
    assert!(tty.text().contains("▸ 77▌"), "the token stays:\n{}", tty.text());
    assert_eq!(cloud.mutations(), 0);
    tty.send("\r");
    tty.wait_for("accepted by Tencent");
    assert_eq!(cloud.mutations(), 1);
}
