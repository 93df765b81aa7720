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
use super::line::{self, Envelope, MAX_LINE, NO_LINE, Shape};
use super::store;
use crate::unbind::{Record, Verdict};
use sha2::{Digest as _, Sha256};
use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader};
use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::Path;
use std::thread;

/// A line that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, from 1.
    pub number: usize,
    /// What it says.
    pub envelope: Envelope,
}

/// Something to report about a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Problem {
    /// The line, from 1.
    pub line: usize,
    /// What.
    pub kind: ProblemKind,
}

/// Kinds of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// It was cut short (power loss), is kept and stepped over. The chain is intact.
    Torn,
    /// It is whole, but a newer version wrote something that this one does not know. The chain is intact.
    NotUnderstood,
    /// It was changed after it was written, or never was a record.
    Changed,
    /// It does not follow from the line before: lines were removed, added or moved, or it was changed itself.
    OutOfPlace,
    /// It is longer than any record: not ours.
    TooLong,
}

impl ProblemKind {
    /// Whether the chain is broken by it.
    pub fn breaks_chain(self) -> bool {
        matches!(self, Self::Changed | Self::OutOfPlace | Self::TooLong)
    }

    /// What it means, in English and in Chinese.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Torn => ("cut short (power loss?), stepped over", "不完整（断电？），已跳过"),
            Self::NotUnderstood => ("written by a newer version", "由更新的版本写入"),
            Self::Changed => ("changed after it was written", "写入后被改动"),
            Self::OutOfPlace => ("does not follow from the line before", "与上一行不衔接"),
            Self::TooLong => ("longer than any record", "超出记录的长度上限"),
        }
    }
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
    pub fn hash_of(&self, line: usize) -> Option<String> {
        let at = self.hashes.binary_search_by_key(&line, |(number, _)| *number).ok()?;
        self.hashes.get(at).map(|(_, hash)| hex::encode(hash))
    }

    /// The line of the record with this hash, or with one that begins like it.
    pub fn line_of(&self, hash: &str) -> Option<usize> {
        let is_it = |known: &[u8; 32]| hex::encode(known).starts_with(hash);
        self.hashes.iter().rev().find(|(_, known)| is_it(known)).map(|(line, _)| *line)
    }

    /// The last verdict about this item of this run.
    pub fn verdict_of(&self, run: &str, of: usize) -> Option<Verdict> {
        self.lines.iter().rev().find_map(|line| match &line.envelope.record {
            Record::Settled { run_id, item, settled, .. } if run_id == run && *item == of => {
                Some(settled.outcome)
            }
            Record::Settled { .. }
            | Record::Intent { .. }
            | Record::Sent { .. }
            | Record::Note { .. } => None,
        })
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
    let path = dir.join(FILE_NAME);
    let Some(file) = store::open_to_read(&path)? else { return Ok(Scan::default()) };
    // Where locks are not to be had, or not in time, it is read without: at worst a line in the making looks torn.
    let _ = store::lock_in_time(|| file.try_lock_shared());
    scan_keeping(BufReader::with_capacity(1 << 16, &file), most)
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
pub fn scan_from(reader: impl BufRead) -> io::Result<Scan> {
    scan_keeping(reader, usize::MAX)
}

/// How many bytes are judged at a time: enough for each processor to have something to do, and few beside what is kept.
const BATCH: usize = 4 << 20;

/// A line as it was read.
struct Read {
    bytes: Vec<u8>,
    raw: Raw,
}

/// What a line turned out to be, with its hash; nothing of one that is too long.
type Judged = Option<(Shape, [u8; 32])>;

fn judge(line: &Read) -> Judged {
    (!line.raw.too_long).then(|| (line::shape(&line.bytes), Sha256::digest(&line.bytes).into()))
}

/// Judges lines by themselves, on all processors: that is nearly all of the work of a long journal.
fn judge_all(lines: &[Read]) -> Vec<Judged> {
    /// Fewer than this are not worth a thread.
    const FEW: usize = 64;
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let share = lines.len().div_ceil(processors).max(FEW);
    thread::scope(|scope| {
        let mut shares = lines.chunks(share);
        let own = shares.next().unwrap_or_default();
        let others: Vec<_> = shares
            .map(|share| scope.spawn(|| share.iter().map(judge).collect::<Vec<_>>()))
            .collect();
        let mut judged: Vec<_> = own.iter().map(judge).collect();
        for other in others {
            judged.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        judged
    })
}

/// Reads lines until there is enough for a batch, or no more.
fn next_batch(reader: &mut impl BufRead) -> io::Result<Vec<Read>> {
    let (mut batch, mut size) = (Vec::new(), 0);
    while size < BATCH {
        let mut bytes = Vec::new();
        let Some(raw) = next_line(reader, &mut bytes)? else { break };
        size += bytes.len();
        batch.push(Read { bytes, raw });
    }
    Ok(batch)
}

/// Reads a journal whole, and keeps no more of its last lines than fit into so many bytes as they stand in the file.
fn scan_keeping(mut reader: impl BufRead, most: usize) -> io::Result<Scan> {
    let mut scan = Scan::default();
    let mut chain = Chain::default();
    let (mut lines, mut kept) = (VecDeque::new(), 0);
    loop {
        let batch = next_batch(&mut reader)?;
        if batch.is_empty() {
            break;
        }
        for (Read { bytes, raw }, judged) in batch.iter().zip(judge_all(&batch)) {
            scan.total += 1;
            let number = scan.total;
            let mut problem = |kind| scan.problems.push(Problem { line: number, kind });
            let Some((shape, hash)) = judged else {
                problem(ProblemKind::TooLong);
                continue;
            };
            match shape {
                Shape::Cut => problem(ProblemKind::Torn),
                Shape::Garbage => problem(ProblemKind::Changed),
                Shape::Whole(link, envelope) => {
                    if !raw.ended {
                        // Nothing but its end is missing: it counts, and the next writer ends it.
                        problem(ProblemKind::Torn);
                    }
                    match envelope {
                        Some(envelope) => {
                            lines.push_back((bytes.len(), Line { number, envelope: *envelope }));
                            kept += bytes.len();
                            while kept > most
                                && let Some((length, _)) = lines.pop_front()
                            {
                                kept -= length;
                                scan.left_out += 1;
                            }
                        }
                        None => problem(ProblemKind::NotUnderstood),
                    }
                    scan.hashes.push((number, hash));
                    chain.follow(number, &link, hash, &mut scan.problems);
                }
            }
        }
    }
    scan.lines = lines.into_iter().map(|(_, line)| line).collect();
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
        let follows = match &self.last {
            Some(last) => link.prev == hex::encode(last.hash),
            None => link.prev == NO_LINE,
        };
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
    let (mut any, mut ended, mut too_long) = (false, false, false);
    while !ended {
        let chunk = match reader.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if chunk.is_empty() {
            break;
        }
        any = true;
        let end = chunk.iter().position(|byte| *byte == b'\n');
        ended = end.is_some();
        let part = &chunk[..end.unwrap_or(chunk.len())];
        too_long |= bytes.len() + part.len() > MAX_LINE;
        if !too_long {
            bytes.extend_from_slice(part);
        }
        let used = part.len() + usize::from(ended);
        reader.consume(used);
    }
    Ok(any.then_some(Raw { ended, too_long }))
}
