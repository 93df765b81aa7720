//! What is kept of a journal's lines while it is read.

use super::line::{self, Line, Link, Writers};
use std::collections::VecDeque;
use std::ops::Range;

/// What is made of the whole lines of a journal, and kept.
pub(super) trait Keep {
    /// What is read of a line.
    type Line: Send;

    /// Reads a line; `None` where it is not understood.
    fn read(bytes: &[u8], writers: &mut Writers) -> Option<(Link, Self::Line)>;

    /// Takes the next line, and where its bytes stand in its batch.
    fn take(&mut self, number: usize, place: Range<usize>, line: Self::Line);

    /// The batch is at its end: its bytes are needed no more.
    fn end_of_batch(&mut self, _bytes: Vec<u8>) {}
}

/// The last lines that fit into so many bytes, as they stand in the file.
#[derive(Default)]
pub(super) struct LastLines {
    most: usize,
    pub(super) lines: VecDeque<Line>,
    lengths: VecDeque<usize>,
    bytes: usize,
    /// How many were taken and are not kept.
    pub(super) left_out: usize,
}

impl LastLines {
    pub(super) fn new(most: usize) -> Self {
        Self { most, ..Self::default() }
    }
}

impl Keep for LastLines {
    type Line = Box<Line>;

    fn read(bytes: &[u8], writers: &mut Writers) -> Option<(Link, Self::Line)> {
        line::understood(bytes, writers)
    }

    fn take(&mut self, number: usize, place: Range<usize>, line: Self::Line) {
        self.lines.push_back(Line { number, ..*line });
        self.lengths.push_back(place.len());
        self.bytes += place.len();
        while self.bytes > self.most
            && let Some(length) = self.lengths.pop_front()
        {
            self.lines.pop_front();
            self.bytes -= length;
            self.left_out += 1;
        }
    }
}
