//! The last reading is young when the request is on the wire, or the request does not leave.

use super::drive::Drive;
use crate::support::values::{at, bound};
use eip_unbind::domain::{Fault, LocalError};
use eip_unbind::unbind::{EventKind, Record, Run, RunEffect, RunMsg, Verdict};

fn run(drive: &Drive) -> &Run {
    drive.app.dialog.as_ref().unwrap().run.as_ref().unwrap()
}

/// Gives the time of the answer.
fn read(drive: &mut Drive) -> u64 {
    let RunEffect::Recheck { item, seq, .. } = drive.run_effect() else { panic!() };
    drive.run(RunMsg::Rechecked(item, seq, Box::new(bound(77).into())));
    drive.ms
}

fn recorded(drive: &mut Drive, after_ms: u64) {
    let RunEffect::WriteIntent { item, seq, .. } = drive.run_effect() else { panic!() };
    drive.ms += after_ms;
    drive.run(RunMsg::IntentWritten(item, seq, Ok(())));
}

/// The transport had no connection in time.
fn too_late(drive: &mut Drive, answered: u64) {
    let RunEffect::Send { item, seq, not_after_ms, .. } = drive.run_effect() else { panic!() };
    assert_eq!(not_after_ms, at(answered).mono_ms + 1_000, "counted from the answer");
    drive.ms += 1_000;
    let fault = Fault::before_sending(LocalError::ReadingTooOld, "");
    drive.run(RunMsg::Answered(item, seq, Err(fault)));
}

fn confirmed() -> Drive {
    let mut drive = Drive::armed(&[bound(77)]);
    drive.keys("7 7 Enter");
    drive
}

#[test]
fn what_could_not_leave_is_read_again_twice_and_then_not_sent() {
    let mut drive = confirmed();
    let answered = read(&mut drive);
    recorded(&mut drive, 0);
    too_late(&mut drive, answered);
    for _ in 0..2 {
        let answered = read(&mut drive);
        too_late(&mut drive, answered);
    }
    let item = &run(&drive).items[0];
    let outcome = item.outcome.as_ref().unwrap();
    assert_eq!((outcome.word, item.sent_at, item.attempt), (Verdict::NotSent, None, 1));
    assert!(!item.events.iter().any(|event| event.kind == EventKind::Sent), "nothing left");
    let RunEffect::Write { record, .. } = drive.run_effect() else { panic!() };
    assert!(matches!(*record, Record::Settled { .. }), "recorded once, and no answer: {record:?}");
}

#[test]
fn a_second_try_in_time_goes_on_as_if_it_were_the_first() {
    let mut drive = confirmed();
    let answered = read(&mut drive);
    recorded(&mut drive, 0);
    too_late(&mut drive, answered);
    read(&mut drive);
    let RunEffect::Send { item, seq, .. } = drive.run_effect() else { panic!() };
    drive.run(RunMsg::Answered(item, seq, Ok(eip_unbind::domain::Accepted::default())));
    let RunEffect::Write { record, .. } = drive.run_effect() else { panic!() };
    assert!(matches!(*record, Record::Sent { attempt: 1, .. }), "{record:?}");
}

#[test]
fn a_slow_disk_makes_the_reading_too_old_as_well() {
    let mut drive = confirmed();
    read(&mut drive);
    recorded(&mut drive, 960);
    assert_eq!(drive.sent, 0);
    read(&mut drive);
    let RunEffect::Send { .. } = drive.run_effect() else { panic!("it is on record already") };
    let mut quick = confirmed();
    let answered = read(&mut quick);
    recorded(&mut quick, 940);
    let RunEffect::Send { not_after_ms, .. } = quick.run_effect() else { panic!() };
    assert_eq!(not_after_ms, at(answered).mono_ms + 1_000);
}

#[test]
fn taken_back_while_it_could_not_leave_nothing_was_sent() {
    let mut drive = confirmed();
    read(&mut drive);
    recorded(&mut drive, 0);
    let RunEffect::Send { item, seq, .. } = drive.run_effect() else { panic!() };
    drive.run(RunMsg::Cancel);
    let fault = Fault::before_sending(LocalError::ReadingTooOld, "");
    drive.run(RunMsg::Answered(item, seq, Err(fault)));
    assert_eq!(run(&drive).items[0].outcome.as_ref().unwrap().word, Verdict::Cancelled);
}
