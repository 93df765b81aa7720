//! What the terminal says, with the time it was read. Mouse reports and key releases are dropped: the mouse never acts.

mod coded;
pub mod decode;

use super::clock::Clock;
use crate::domain::Moment;
use decode::{Decoder, Event};
use std::collections::VecDeque;
use std::io;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::Instant;

/// So long an ESC waits for the rest of a sequence.
const ESCAPE_MS: u64 = 10;
/// Pieces that may wait; beyond that the terminal is not read.
const QUEUE: usize = 64;

type Piece = (Moment, io::Result<Vec<u8>>);

/// The keyboard.
#[derive(Debug)]
pub struct Input {
    pieces: mpsc::Receiver<Piece>,
    decoder: Decoder,
    ready: VecDeque<(Moment, Event)>,
    /// When the ESC that waits came, and until when it waits.
    escape: Option<(Moment, Instant)>,
}

impl Input {
    /// Starts reading, on a thread of its own: what the screen does must not change the time of a key.
    pub(crate) fn start(clock: Clock) -> Self {
        let (tell, pieces) = mpsc::channel(QUEUE);
        std::thread::spawn(move || read_all(clock, &tell));
        Self { pieces, decoder: Decoder::default(), ready: VecDeque::new(), escape: None }
    }

    /// An event of the same piece as the one before, if there is one left.
    pub(crate) fn ready(&mut self) -> Option<(Moment, Event)> {
        self.ready.pop_front()
    }

    /// The next event. Nothing is lost when this is dropped half-way.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(crate) async fn next(&mut self) -> io::Result<(Moment, Event)> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Ok(event);
            }
            let piece = match self.escape {
                None => self.pieces.recv().await,
                Some((at, until)) => match tokio::time::timeout_at(until, self.pieces.recv()).await
                {
                    Ok(piece) => piece,
                    Err(_) => {
                        self.escape = None;
                        self.ready.extend(self.decoder.flush().map(|event| (at, event)));
                        continue;
                    }
                },
            };
            let (at, bytes) = piece.ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
            let mut events = Vec::new();
            self.decoder.feed(&bytes?, &mut events);
            self.ready.extend(events.into_iter().map(|event| (at, event)));
            self.escape = self
                .decoder
                .is_waiting()
                .then(|| (at, Instant::now() + Duration::from_millis(ESCAPE_MS)));
        }
    }
}

/// Reads until the terminal is gone or nobody listens.
fn read_all(clock: Clock, tell: &mpsc::Sender<Piece>) {
    let mut buffer = [0; 4096];
    loop {
        let piece = match rustix::io::read(io::stdin(), &mut buffer) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => Ok(buffer[..count].to_vec()),
            Err(rustix::io::Errno::INTR) => continue,
            Err(rustix::io::Errno::AGAIN) => {
                // Somebody left the terminal in non-blocking mode.
                let stdin = io::stdin();
                let _ = rustix::event::poll(
                    &mut [rustix::event::PollFd::new(&stdin, rustix::event::PollFlags::IN)],
                    None,
                );
                continue;
            }
            Err(error) => Err(error.into()),
        };
        let is_end = piece.is_err();
        if tell.blocking_send((clock.now(), piece)).is_err() || is_end {
            return;
        }
    }
}
