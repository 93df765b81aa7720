//! What was done, on disk before it is done: JSON lines, each with the hash of the line before.
//!
//! ```text
//! {"v":1,"seq":1,"prev":"000…","who":{…},"record":"intent","runId":"…","item":0,…}
//! {"v":1,"seq":2,"prev":"9f1…","who":{…},"record":"sent",…}
//! {"v":1,"seq":3,"prev":"c07…","who":{…},"record":"settled",…}
//! ```
//! A line is written under a lock on the file, in one piece, and synced before it counts as written. A line that a power loss cut short is
//! reported, kept and stepped over. The hash finds lines that were changed, removed or added later; it can't protect the last line, which
//! nothing follows yet, nor against somebody who writes the whole rest anew.
//!
//! - [`Journal`] writes; every call may wait for the disk or for another process, so call it where waiting is allowed.
//! - [`scan()`] reads, whatever the file holds; [`verify`] judges the chain; [`history()`] tells runs; [`recover`] finds what a crash left open.
//! - [`health()`] says beforehand whether it could be written.
//! - [`RunLock`] tells others that this process lives.

pub mod error;
mod former;
pub mod health;
pub mod history;
mod keep;
mod later;
pub mod line;
pub mod lock;
pub mod open_lines;
pub mod recover;
pub mod scan;
mod store;
mod stored;

pub use crate::domain::journal_error::{JournalErrorKind, ProblemKind};
pub use error::JournalError;
pub use former::{Former, former_place, open_unbinds};
pub use health::{Health, health};
pub use history::{HistoryFilter, HistoryItem, HistoryRun, OutcomeFilter, history};
pub use later::Latest;
pub use line::{Envelope, Line, Who};
pub use lock::{RunLock, is_alive};
pub use open_lines::{open_from, scan_open, verdict_from, verdict_in};
pub use recover::{Judgement, OpenIntent, OpenState, Watched, judge, open_intents, plain_endpoint};
pub use scan::{ChainState, Problem, Scan, scan, scan_from, scan_last, verify};
pub(crate) use store::make_folder;
pub use stored::{StoredRuns, scan_runs};

use crate::domain::sanitize::escaped;
use crate::unbind::Record;
use std::io::{BufReader, Seek as _};
use std::path::{Path, PathBuf};

/// The journal's name in its folder.
pub const FILE_NAME: &str = "journal.jsonl";

/// The journal, to be added to.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    who: Who,
}

impl Journal {
    /// Makes folder and file where they are missing, and sees that they can be written.
    ///
    /// # Errors
    /// [`JournalError`]: nothing may be sent.
    pub fn open(dir: &Path, who: Who) -> Result<Self, JournalError> {
        if dir.as_os_str().is_empty() {
            return Err(JournalError::no_folder());
        }
        store::make_folder(dir)?;
        let path = dir.join(FILE_NAME);
        store::open_own(&path)?;
        Ok(Self { path, who })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a record; returns the number of its line when it is on disk.
    ///
    /// The file is opened anew each time: one that was moved or removed since would take lines that nobody ever finds. A verdict about what a
    /// crash left open is added only while there is none: several processes may be looking for it.
    ///
    /// # Errors
    /// [`JournalError`]: the record is not in the file.
    pub fn append(&mut self, record: &Record) -> Result<u64, JournalError> {
        let io = |error| JournalError::io(&self.path, error);
        let mut file = store::open_locked(&self.path)?;
        if let Record::Settled { run_id, item, settled, .. } = record
            && settled.recovered
        {
            file.rewind().map_err(io)?;
            if verdict_from(BufReader::new(&file), run_id, *item).map_err(io)?.is_some() {
                return Err(JournalError::new(JournalErrorKind::Settled, &self.path));
            }
        }
        let Some(tail) = store::tail(&mut file).map_err(io)? else {
            return Err(JournalError::new(JournalErrorKind::NotAJournal, &self.path));
        };
        let seq = tail.lines.saturating_add(1);
        let is_whole = match record {
            Record::Intent { .. } => true,
            Record::Settled { settled, .. } => settled.intent.is_some() || settled.recovered,
            Record::Sent { .. } | Record::Note { .. } => false,
        };
        let who = if is_whole { &self.who } else { &self.who.brief() };
        let envelope = Envelope { v: line::VERSION, seq, prev: &tail.hash, who, record };
        let mut bytes = Vec::with_capacity(2048);
        if tail.unended {
            bytes.push(b'\n');
        }
        let json = serde_json::to_string(&envelope).map_err(|error| io(error.into()))?;
        // The file may be looked at in a terminal.
        bytes.extend_from_slice(escaped(&json).as_bytes());
        if bytes.len() > line::MAX_LINE {
            return Err(JournalError::new(JournalErrorKind::TooLong, &self.path));
        }
        bytes.push(b'\n');
        store::commit(&mut file, tail.len, &bytes).map_err(io)?;
        Ok(seq)
    }
}
