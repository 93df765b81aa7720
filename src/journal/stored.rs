//! Runs as they stand in the file: which lines belong to which is known, what they say is read run by run, when it is told.
//!
//! A journal of 100,000 records, held as values, takes three times its size in memory, and the time to fill it.

use super::error::JournalError;
use super::history::{HistoryRun, gather};
use super::keep::Keep;
use super::line::{self, Line, Link, Writers};
use super::scan::{Scan, scan_into};
use crate::parallel::mapped;
use compact_str::CompactString;
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

/// The runs of a journal, in order.
#[derive(Debug, Default)]
pub struct StoredRuns {
    /// Bytes of the file, in pieces.
    pieces: Vec<Vec<u8>>,
    /// The names of the runs, with their lines.
    runs: Vec<(CompactString, Vec<StoredLine>)>,
    /// The place of each run, by its name.
    places: HashMap<CompactString, usize>,
    /// The run of the line before: most lines belong to it.
    last: usize,
}

/// A line: its number in the file, its piece, and where it stands in that.
#[derive(Debug)]
struct StoredLine {
    number: usize,
    piece: usize,
    place: Range<usize>,
}

/// Reads the journal of this folder, as [`scan`](super::scan()) does. The scan holds no lines, and does not know of any that it can't be
/// understood.
///
/// # Errors
/// [`JournalError`] when it is there and can't be read.
pub fn scan_runs(dir: &Path) -> Result<(Scan, StoredRuns), JournalError> {
    let mut runs = StoredRuns::default();
    let scan = scan_into(dir, &mut runs)?;
    Ok((scan, runs))
}

impl Keep for StoredRuns {
    type Line = CompactString;

    fn read(bytes: &[u8], _: &mut Writers) -> Option<(Link, CompactString)> {
        line::of_run(bytes)
    }

    fn take(&mut self, number: usize, place: Range<usize>, name: CompactString) {
        let line = StoredLine { number, piece: self.pieces.len(), place };
        if self.runs.get(self.last).is_none_or(|(last, _)| *last != name) {
            self.last = *self.places.entry(name.clone()).or_insert(self.runs.len());
            if self.last == self.runs.len() {
                self.runs.push((name, vec![]));
            }
        }
        self.runs[self.last].1.push(line);
    }

    fn end_of_batch(&mut self, bytes: Vec<u8>) {
        self.pieces.push(bytes);
    }
}

impl StoredRuns {
    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Reads the runs whose names begin like this, on all processors, and hands over what is made of each.
    pub fn mapped<T: Send>(
        &self,
        name: &str,
        made: impl Fn(HistoryRun) -> Option<T> + Sync,
    ) -> impl Iterator<Item = T> {
        let runs = self.runs.iter().filter(move |(run, _)| run.starts_with(name));
        let read = move |writers: &mut Writers, (_, lines): &(CompactString, Vec<StoredLine>)| {
            self.read(lines, writers).and_then(&made)
        };
        mapped(runs, read).flatten()
    }

    fn read(&self, lines: &[StoredLine], writers: &mut Writers) -> Option<HistoryRun> {
        let lines = lines.iter().filter_map(|StoredLine { number, piece, place }| {
            let (_, line) = line::understood(&self.pieces[*piece][place.clone()], writers)?;
            Some(Line { number: *number, ..*line })
        });
        gather(lines).pop()
    }
}
