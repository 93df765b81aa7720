//! The disk under the journal, in memory: lines as the journal writes them, slow and full as the dice say, torn by a crash.

use super::dice::Of;
use super::hub::Happening;
use super::place::Place;
use super::steps;
use eip_unbind::journal::line::{Envelope, NO_LINE, VERSION};
use eip_unbind::journal::{Scan, Who, open_from, scan_from, verdict_from};
use eip_unbind::runtime::writer::{Job, Jobs};
use eip_unbind::unbind::Record;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use tokio::sync::oneshot;

/// A record on its way to the disk.
struct Writing {
    number: u64,
    record: Box<Record>,
    reply: oneshot::Sender<Result<(), String>>,
    fails: bool,
    line: Vec<u8>,
}

/// The file, and the job under way.
#[derive(Default)]
pub(crate) struct Disk {
    bytes: Vec<u8>,
    lines: u64,
    last: Option<String>,
    busy: Option<Writing>,
    jobs: u64,
    pub(crate) forgets_the_chain: bool,
    /// Every record that is safely there, and since when.
    pub(crate) records: Vec<(u64, Record)>,
    /// Records that it had no room for.
    pub(crate) lost: Vec<Record>,
}

impl Disk {
    /// What is in the file.
    pub(crate) fn scan(&self) -> Scan {
        scan_from(self.bytes.as_slice()).unwrap()
    }

    /// What is being written.
    pub(crate) fn under_way(&self) -> Option<&Record> {
        self.busy.as_ref().map(|busy| &*busy.record)
    }

    fn line(&self, who: &Who, record: &Record) -> Vec<u8> {
        let prev = self
            .last
            .clone()
            .filter(|_| !self.forgets_the_chain)
            .unwrap_or_else(|| NO_LINE.to_owned());
        let envelope = Envelope { v: VERSION, seq: self.lines + 1, prev: &prev, who, record };
        serde_json::to_vec(&envelope).unwrap()
    }

    fn add(&mut self, now: u64, line: &[u8], record: Record) {
        self.bytes.extend_from_slice(line);
        self.bytes.push(b'\n');
        self.lines += 1;
        self.last = Some(hash(line));
        self.records.push((now, record));
    }
}

/// Takes the next job, if there is one and the disk is idle.
pub(crate) fn pump(place: &Place, who: &Who, jobs: &mut Jobs) {
    if place.disk.borrow().busy.is_some() {
        return;
    }
    let (record, reply) = match jobs.take() {
        Some(Job::Write(record, reply)) => (record, reply),
        Some(Job::Scan(reply)) => return drop(reply.send(Ok(place.disk.borrow().scan()))),
        Some(Job::ScanOpen(reply)) => {
            let open = open_from(place.disk.borrow().bytes.as_slice());
            return drop(reply.send(Ok(open.unwrap())));
        }
        Some(Job::Verdict(run, item, reply)) => {
            let verdict = verdict_from(place.disk.borrow().bytes.as_slice(), &run, item);
            return drop(reply.send(Ok(verdict.unwrap())));
        }
        None => return,
    };
    place.risky_step();
    let fails = place.trouble(Of::Disk, 25);
    let is_slow = place.trouble(Of::Disk, 40);
    let takes =
        if is_slow { place.range(Of::Disk, 200, 8_000) } else { place.range(Of::Disk, 1, 20) };
    if is_slow {
        place.figures.borrow_mut().struck("disk slow", steps::of_record(&record));
    }
    let mut disk = place.disk.borrow_mut();
    disk.jobs += 1;
    let number = disk.jobs;
    let line = disk.line(who, &record);
    disk.busy = Some(Writing { number, record, reply, fails, line });
    place.hub.after(takes, Happening::DiskDone(number));
}

/// The disk has done its job.
pub(crate) fn done(place: &Place, number: u64) {
    let Some(Writing { record, reply, fails, line, .. }) =
        place.disk.borrow_mut().busy.take_if(|busy| busy.number == number)
    else {
        return;
    };
    if fails {
        place.figures.borrow_mut().struck("disk full", steps::of_record(&record));
        place.tell("disk", || format!("is full: {} is not written", describe(&record)));
        place.disk.borrow_mut().lost.push(*record);
        return drop(reply.send(Err("no space left on device".to_owned())));
    }
    place.tell("disk", || format!("has {}", describe(&record)));
    place.disk.borrow_mut().add(place.hub.now(), &line, (*record).clone());
    super::rules::on_written(place, &record);
    drop(reply.send(Ok(())));
    place.risky_step();
}

/// The process is gone: what it was writing is there, or partly, or not.
pub(crate) fn crash(place: &Place) {
    let Some(Writing { record, line, .. }) = place.disk.borrow_mut().busy.take() else { return };
    let now = place.hub.now();
    match place.roll(Of::Disk, 3) {
        0 => {}
        1 => {
            let cut = place.range(Of::Disk, 1, line.len() as u64 - 1) as usize;
            let mut disk = place.disk.borrow_mut();
            disk.bytes.extend_from_slice(&line[..cut]);
            // The next writer ends the torn line before it writes its own.
            disk.bytes.push(b'\n');
            disk.lines += 1;
            drop(disk);
            place.figures.borrow_mut().struck("torn line", steps::of_record(&record));
            place.tell("disk", || format!("has a torn line instead of {}", describe(&record)));
        }
        _ => {
            place.figures.borrow_mut().struck("unheard line", steps::of_record(&record));
            place.tell("disk", || format!("has {}, though nobody was told", describe(&record)));
            place.disk.borrow_mut().add(now, &line, (*record).clone());
            super::rules::on_written(place, &record);
        }
    }
}

fn describe(record: &Record) -> String {
    match record {
        Record::Intent { run_id, item, attempt, intent, .. } => {
            format!("intent {run_id}/{item}, attempt {attempt}: {}", intent.eip_id)
        }
        Record::Sent { run_id, item, answer, .. } => format!("sent {run_id}/{item}: {answer}"),
        Record::Settled { run_id, item, settled, .. } => {
            format!(
                "verdict {run_id}/{item}: {}{}",
                settled.outcome.as_str(),
                if settled.recovered { " (after a crash)" } else { "" }
            )
        }
        Record::Note { run_id, item, what, .. } => format!("note {run_id}/{item}: {what}"),
    }
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
