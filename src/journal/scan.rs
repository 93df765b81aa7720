//! Reading the file, whatever it holds, and judging its chain.
//!
//! Which line is to blame when line `n` does not follow from the whole line `m` before it:
//!
//! | finding | blamed |
//! |---|---|
//! | between them stands something that is no whole line | that, if it is not merely cut short |
//! | no line stands before `n`, or the numbers have a gap | `n`: lines were removed or added before it |
//! | the line after `n` follows from `n` | `m`: `n` is as it was written, so `m` is not |
//! | the line after `n` does not | `n` |
//! | there is none | `m` |

use super::FILE_NAME;
use super::error::JournalError;
use super::keep::{Keep, LastLines};
use super::line::{self, Line, MAX_LINE, NO_LINE, Shape, Writers};
use super::store;
use crate::domain::journal_error::ProblemKind;
use crate::parallel::on_all_processors;
use crate::unbind::{Record, Verdict};
use sha2::{Digest as _, Sha256};
use std::io::{self, BufRead, BufReader, Read as _};
use std::ops::Range;
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::thread;

/// Something to report about a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Problem {
    /// The line, from 1.
    pub line: usize,
    /// What.
    pub kind: ProblemKind,
}

/// What the file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scan {
    /// The lines that were understood, in order.
    pub lines: Vec<Line>,
    /// What there is to report, in order of lines.
    pub problems: Vec<Problem>,
    /// How many lines there are in all.
    pub total: usize,
    /// How many of the oldest lines were understood and not kept.
    pub left_out: usize,
    /// The hashes of whole lines, with their numbers.
    pub(super) hashes: Vec<(usize, [u8; 32])>,
}

/// The chain, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainState {
    /// Whether it is whole; a torn line that was stepped over counts as whole.
    pub intact: bool,
    /// The first broken line.
    pub first_broken: Option<usize>,
    /// Lines that were cut short.
    pub torn: Vec<usize>,
    /// How many lines there are in all.
    pub lines: usize,
}

impl Scan {
    fn with(self, kept: LastLines) -> Self {
        Self { lines: kept.lines.into(), left_out: kept.left_out, ..self }
    }

    /// Judges the chain.
    pub fn chain(&self) -> ChainState {
        let first_broken =
            self.problems.iter().filter(|p| p.kind.breaks_chain()).map(|p| p.line).min();
        let torn =
            self.problems.iter().filter(|p| p.kind == ProblemKind::Torn).map(|p| p.line).collect();
        ChainState { intact: first_broken.is_none(), first_broken, torn, lines: self.total }
    }

    /// How many records there are: whole lines.
    pub fn records(&self) -> usize {
        self.hashes.len()
    }

    /// The hash of the last record.
    pub fn head(&self) -> Option<String> {
        self.hashes.last().map(|(_, hash)| hex::encode(hash))
    }

    /// The hash of the record on this line.
    pub(crate) fn hash_of(&self, line: usize) -> Option<String> {
        // Where every line is whole, each stands at its own place.
        let at = |at: &usize| self.hashes.get(*at).is_some_and(|(number, _)| *number == line);
        let at = Some(line.checked_sub(1)?)
            .filter(at)
            .or_else(|| self.hashes.binary_search_by_key(&line, |(number, _)| *number).ok())?;
        self.hashes.get(at).map(|(_, hash)| hex::encode(hash))
    }

    /// The line of the record with this hash, or with one that begins like it.
    pub(crate) fn line_of(&self, hash: &str) -> Option<usize> {
        let is_it = |known: &[u8; 32]| hex::encode(known).starts_with(hash);
        self.hashes.iter().rev().find(|(_, known)| is_it(known)).map(|(line, _)| *line)
    }

    /// The last verdict about this item of this run.
    pub fn verdict_of(&self, run: &str, of: usize) -> Option<Verdict> {
        self.lines.iter().rev().find_map(|line| match &line.record {
            Record::Settled { run_id, item, settled, .. } if run_id == run && *item == of => {
                Some(settled.outcome)
            }
            Record::Settled { .. }
            | Record::Intent { .. }
            | Record::Sent { .. }
            | Record::Note { .. } => None,
        })
    }

    /// Adds the lines of a batch.
    fn add<K: Keep>(&mut self, mut batch: Batch, chain: &mut Chain, keep: &mut K) {
        for (range, raw, judged) in batch.judge::<K>() {
            self.total += 1;
            let number = self.total;
            let mut problem = |kind| self.problems.push(Problem { line: number, kind });
            let Some((shape, hash)) = judged else {
                problem(ProblemKind::TooLong);
                continue;
            };
            match shape {
                Shape::Cut => problem(ProblemKind::Torn),
                Shape::Garbage => problem(ProblemKind::Changed),
                Shape::Whole(link, line) => {
                    if !raw.ended {
                        // Nothing but its end is missing: it counts, and the next writer ends it.
                        problem(ProblemKind::Torn);
                    }
                    match line {
                        Some(line) => keep.take(number, range, line),
                        None => problem(ProblemKind::NotUnderstood),
                    }
                    self.hashes.push((number, hash));
                    chain.follow(number, &link, hash, &mut self.problems);
                }
            }
        }
        keep.end_of_batch(batch.bytes);
    }
}

/// Reads the journal of this folder; none there is an empty one. It is locked against writers while it is read.
///
/// # Errors
/// [`JournalError`] when it is there and can't be read.
pub fn scan(dir: &Path) -> Result<Scan, JournalError> {
    scan_last(dir, usize::MAX)
}

/// The same; of the lines only the last are kept, as many as fit into so many bytes.
///
/// # Errors
/// [`JournalError`] when it is there and can't be read.
pub fn scan_last(dir: &Path, most: usize) -> Result<Scan, JournalError> {
    let mut last = LastLines::new(most);
    let scan = scan_into(dir, &mut last)?;
    Ok(scan.with(last))
}

/// Reads the journal of this folder, as [`scan`] does, and hands its lines over.
pub(super) fn scan_into(dir: &Path, keep: &mut impl Keep) -> Result<Scan, JournalError> {
    let path = dir.join(FILE_NAME);
    let Some(file) = store::open_to_read(&path)? else { return Ok(Scan::default()) };
    // Where locks are not to be had, or not in time, it is read without: at worst a line in the making looks torn.
    let _ = store::lock_in_time(|| file.try_lock_shared());
    scan_keeping(BufReader::with_capacity(1 << 16, &file), keep)
        .map_err(|error| JournalError::io(&path, error))
}

/// Judges the chain of the journal of this folder.
///
/// # Errors
/// [`JournalError`] when it is there and can't be read.
pub fn verify(dir: &Path) -> Result<ChainState, JournalError> {
    Ok(scan_last(dir, 0)?.chain())
}

/// Reads a journal from any bytes.
///
/// # Errors
/// Only those of the reader.
pub fn scan_from(reader: impl BufRead + Send) -> io::Result<Scan> {
    let mut all = LastLines::new(usize::MAX);
    let scan = scan_keeping(reader, &mut all)?;
    Ok(scan.with(all))
}

/// How many bytes are judged at a time: enough for each processor to have something to do, and few beside what is kept.
const BATCH: usize = 4 << 20;

/// Lines as they were read, one after another.
struct Batch {
    bytes: Vec<u8>,
    lines: Vec<(Range<usize>, Raw)>,
}

/// What a line turned out to be, with its hash; nothing of one that is too long.
type Judged<T> = Option<(Shape<T>, [u8; 32])>;

impl Batch {
    /// Reads lines until there is enough for a batch, or no more.
    fn read(reader: &mut impl BufRead) -> io::Result<Self> {
        // Beyond it goes at most a line.
        let bytes = Vec::with_capacity(BATCH + (1 << 16));
        let mut batch = Self { bytes, lines: vec![] };
        while batch.bytes.len() < BATCH {
            let start = batch.bytes.len();
            let Some(raw) = append_line(reader, &mut batch.bytes)? else { break };
            batch.lines.push((start..batch.bytes.len(), raw));
        }
        Ok(batch)
    }

    /// Judges lines by themselves: that is nearly all of the work of a long journal.
    fn judge<K: Keep>(&mut self) -> Vec<(Range<usize>, Raw, Judged<K::Line>)> {
        let bytes = &self.bytes;
        on_all_processors(std::mem::take(&mut self.lines), |lines| {
            let mut writers = Writers::default();
            let mut judge = |(range, raw): (Range<usize>, Raw)| {
                let line = bytes.get(range.clone()).filter(|_| !raw.too_long);
                let judged = line.map(|line| {
                    let shape = line::shape_by(line, |line| K::read(line, &mut writers));
                    (shape, Sha256::digest(line).into())
                });
                (range, raw, judged)
            };
            lines.into_iter().map(&mut judge).collect()
        })
    }
}

/// Reads a journal whole: the next batch is read while one is judged.
fn scan_keeping<K: Keep>(mut reader: impl BufRead + Send, keep: &mut K) -> io::Result<Scan> {
    let mut scan = Scan::default();
    let mut chain = Chain::default();
    thread::scope(|scope| {
        let (read, batches) = sync_channel(1);
        scope.spawn(move || {
            loop {
                let batch = Batch::read(&mut reader);
                let is_last = batch.as_ref().map_or(true, |batch| batch.lines.is_empty());
                if read.send(batch).is_err() || is_last {
                    break;
                }
            }
        });
        for batch in batches {
            scan.add(batch?, &mut chain, keep);
        }
        io::Result::Ok(())
    })?;
    chain.blame_last(&mut scan.problems);
    scan.problems.sort_unstable();
    scan.problems.dedup();
    // What only looked cut short, and was not stepped over, was whole once.
    let broken: Vec<usize> =
        scan.problems.iter().filter(|p| p.kind.breaks_chain()).map(|p| p.line).collect();
    scan.problems.retain(|p| p.kind != ProblemKind::Torn || broken.binary_search(&p.line).is_err());
    Ok(scan)
}

/// A whole line, as the next one is compared with it.
#[derive(Debug)]
struct Last {
    number: usize,
    seq: u64,
    /// Whether the number it gives itself is the one that its place asks for.
    in_step: bool,
    hash: [u8; 32],
}

/// Follows the chain from whole line to whole line.
#[derive(Debug, Default)]
struct Chain {
    /// The last whole line.
    last: Option<Last>,
    /// A line and the one that did not follow from it: the next line tells which of the two is to blame.
    doubt: Option<(usize, usize)>,
}

impl Chain {
    fn follow(
        &mut self,
        number: usize,
        link: &line::Link,
        hash: [u8; 32],
        problems: &mut Vec<Problem>,
    ) {
        let mut prev = [b'0'; NO_LINE.len()];
        if let Some(last) = &self.last {
            // The one thing that can go wrong is a wrong length.
            let _ = hex::encode_to_slice(last.hash, &mut prev);
        }
        let follows = link.prev == prev;
        if let Some((before, after)) = self.doubt.take() {
            problems.push(if follows { changed(before) } else { out_of_place(after) });
        }
        let place = self
            .last
            .as_ref()
            .map_or(number as u64, |last| last.seq.saturating_add((number - last.number) as u64));
        let in_step = link.seq == place;
        if !follows {
            let before = self.last.as_ref().map_or(0, |last| last.number);
            let gap = !in_step && self.last.as_ref().is_none_or(|last| last.in_step);
            if number - before > 1 {
                // Between them stands something that only looked cut short, or was reported already.
                problems.push(changed(before + 1));
            } else if before == 0 || gap {
                problems.push(out_of_place(number));
            } else {
                self.doubt = Some((before, number));
            }
        }
        self.last = Some(Last { number, seq: link.seq, in_step, hash });
    }

    fn blame_last(&mut self, problems: &mut Vec<Problem>) {
        if let Some((before, _)) = self.doubt.take() {
            problems.push(changed(before));
        }
    }
}

fn changed(line: usize) -> Problem {
    Problem { line, kind: ProblemKind::Changed }
}

fn out_of_place(line: usize) -> Problem {
    Problem { line, kind: ProblemKind::OutOfPlace }
}

pub(super) struct Raw {
    pub(super) ended: bool,
    pub(super) too_long: bool,
}

/// Reads one line into `bytes`, without its end; of a line that is too long only the beginning is kept.
pub(super) fn next_line(reader: &mut impl BufRead, bytes: &mut Vec<u8>) -> io::Result<Option<Raw>> {
    bytes.clear();
    append_line(reader, bytes)
}

fn append_line(reader: &mut impl BufRead, bytes: &mut Vec<u8>) -> io::Result<Option<Raw>> {
    let start = bytes.len();
    if reader.by_ref().take(MAX_LINE as u64 + 1).read_until(b'\n', bytes)? == 0 {
        return Ok(None);
    }
    let ended = bytes.pop_if(|last| *last == b'\n').is_some();
    let too_long = bytes.len() - start > MAX_LINE;
    if too_long {
        reader.skip_until(b'\n')?;
    }
    Ok(Some(Raw { ended, too_long }))
}
