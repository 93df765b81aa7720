//! The lines of what has no outcome yet, picked out of a journal of any length: recovery needs nothing else of it, at every start.
//!
//! Only a few fields of each line are read, and lines are kept no longer than until the outcome of their item comes. With an EIP that has
//! something open, what was begun on it later is kept, too: it tells what the open request can still be judged by.

use super::FILE_NAME;
use super::error::JournalError;
use super::line::{Line, Shape, Writers, shape};
use super::scan::{Scan, next_line};
use super::store;
use crate::unbind::{Record, Verdict};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// More than this is not kept: thousands of crashes.
const MOST_BYTES: usize = 32 << 20;

/// What tells where a line belongs.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Belongs<'a> {
    #[serde(borrow)]
    record: Cow<'a, str>,
    #[serde(borrow)]
    run_id: Cow<'a, str>,
    item: usize,
    #[serde(borrow, default)]
    intent: Option<OfEip<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OfEip<'a> {
    #[serde(borrow)]
    eip_id: Cow<'a, str>,
}

/// An item of a run.
type Id = (String, usize);

/// What was begun on one EIP since something on it is open.
#[derive(Default)]
struct Group {
    /// Whether each has its outcome.
    items: HashMap<Id, bool>,
    lines: Vec<(usize, Vec<u8>)>,
    bytes: usize,
}

/// Reads the lines of open items of the journal of this folder; none there is an empty one.
///
/// # Errors
/// [`JournalError`] when it is there and can't be read.
pub fn scan_open(dir: &Path) -> Result<Scan, JournalError> {
    with_file(dir, Scan::default(), |reader| open_from(reader))
}

/// The last verdict about this item of this run in the journal of this folder.
///
/// # Errors
/// [`JournalError`] when it is there and can't be read.
pub fn verdict_in(dir: &Path, run: &str, item: usize) -> Result<Option<Verdict>, JournalError> {
    with_file(dir, None, |reader| verdict_from(reader, run, item))
}

fn with_file<T>(
    dir: &Path,
    none: T,
    read: impl FnOnce(&mut dyn BufRead) -> io::Result<T>,
) -> Result<T, JournalError> {
    let path = dir.join(FILE_NAME);
    let Some(file) = store::open_to_read(&path)? else { return Ok(none) };
    let _ = store::lock_in_time(|| file.try_lock_shared());
    read(&mut BufReader::with_capacity(1 << 16, &file))
        .map_err(|error| JournalError::io(&path, error))
}

/// Reads the lines of open items from any bytes.
///
/// # Errors
/// Only those of the reader.
pub fn open_from(mut reader: impl BufRead) -> io::Result<Scan> {
    let (mut groups, mut eip_of) = (HashMap::<String, Group>::new(), HashMap::<Id, String>::new());
    let (mut bytes, mut number, mut kept) = (Vec::new(), 0, 0);
    while let Some(line) = next_line(&mut reader, &mut bytes)? {
        number += 1;
        if line.too_long {
            continue;
        }
        let Ok(belongs) = serde_json::from_slice::<Belongs<'_>>(&bytes) else { continue };
        let id = (belongs.run_id.into_owned(), belongs.item);
        if let (Some(OfEip { eip_id }), "intent") = (&belongs.intent, &*belongs.record) {
            let is_known = groups.contains_key(&**eip_id);
            if !is_known && kept > MOST_BYTES {
                continue;
            }
            eip_of.insert(id.clone(), eip_id.to_string());
        }
        let Some(eip_id) = eip_of.get(&id).cloned() else { continue };
        let group = groups.entry(eip_id.clone()).or_default();
        group.lines.push((number, bytes.clone()));
        group.bytes += bytes.len();
        kept += bytes.len();
        match &*belongs.record {
            "intent" => drop(group.items.insert(id, false)),
            "settled" => drop(group.items.insert(id, true)),
            _ => {}
        }
        if group.items.values().all(|settled| *settled) {
            kept -= group.bytes;
            let over = groups.remove(&eip_id).unwrap_or_default();
            over.items.keys().for_each(|id| drop(eip_of.remove(id)));
        }
    }
    let mut lines: Vec<(usize, Vec<u8>)> =
        groups.into_values().flat_map(|group| group.lines).collect();
    lines.sort_unstable_by_key(|(number, _)| *number);
    let mut writers = Writers::default();
    let whole = |(number, bytes): (usize, Vec<u8>)| match shape(&bytes, &mut writers) {
        Shape::Whole(_, Some(line)) => Some(Line { number, ..*line }),
        Shape::Whole(..) | Shape::Cut | Shape::Garbage => None,
    };
    Ok(Scan {
        lines: lines.into_iter().filter_map(whole).collect(),
        total: number,
        ..Scan::default()
    })
}

/// The last verdict about this item of this run, from any bytes.
///
/// # Errors
/// Only those of the reader.
pub fn verdict_from(
    mut reader: impl BufRead,
    run: &str,
    item: usize,
) -> io::Result<Option<Verdict>> {
    let (mut bytes, mut writers, mut verdict) = (Vec::new(), Writers::default(), None);
    while let Some(line) = next_line(&mut reader, &mut bytes)? {
        if line.too_long {
            continue;
        }
        let is_of = serde_json::from_slice::<Belongs<'_>>(&bytes).is_ok_and(|belongs| {
            belongs.record == "settled" && belongs.run_id == run && belongs.item == item
        });
        if is_of
            && let Shape::Whole(_, Some(line)) = shape(&bytes, &mut writers)
            && let Record::Settled { settled, .. } = line.record
        {
            verdict = Some(settled.outcome);
        }
    }
    Ok(verdict)
}
