//! After Enter and before anything was sent, Esc and Ctrl-C take it back.

use super::drive::Drive;
use crate::support::values::{bound, unbound};
use eip_unbind::app::keymap::Scope;
use eip_unbind::app::notice::NoticeKind;
use eip_unbind::app::{Effect, Overlay};
use eip_unbind::domain::{Accepted, Delivery, Eip, Fault, FaultClass};
use eip_unbind::unbind::story::StoryKind;
use eip_unbind::unbind::{Record, RunEffect, RunMsg, Verdict};

fn words(drive: &Drive) -> Vec<Option<Verdict>> {
    let run = drive.app.dialog.as_ref().unwrap().run.as_ref().unwrap();
    run.items.iter().map(|item| item.outcome.as_ref().map(|o| o.word)).collect()
}

fn quits(drive: &Drive) -> bool {
    drive.open.iter().any(|effect| matches!(effect, Effect::Quit(_)))
}

/// Confirmed; gives the question of the reading before sending.
fn confirmed(drive: &mut Drive, token: &str) -> (usize, u32) {
    drive.keys(token);
    drive.keys("Enter");
    let RunEffect::Recheck { item, seq, .. } = drive.run_effect() else { panic!() };
    (item, seq)
}

fn recording(drive: &mut Drive, (item, seq): (usize, u32)) -> (usize, u32) {
    let eip = bound(77 + item as u8);
    drive.run(RunMsg::Rechecked(item, seq, Box::new(eip.into())));
    let RunEffect::WriteIntent { item, seq, .. } = drive.run_effect() else { panic!() };
    (item, seq)
}

fn sending(drive: &mut Drive, (item, seq): (usize, u32)) -> (usize, u32) {
    drive.run(RunMsg::IntentWritten(item, seq, Ok(())));
    let RunEffect::Send { item, seq, .. } = drive.run_effect() else { panic!() };
    (item, seq)
}

#[test]
fn while_the_target_is_read_again_it_is_taken_back_at_once() {
    for key in ["Esc", "Ctrl-c"] {
        let mut drive = Drive::armed(&[bound(77)]);
        let (item, seq) = confirmed(&mut drive, "7 7");
        drive.keys(key);
        drive.run(RunMsg::VerdictWritten(0, Ok(())));
        assert_eq!(
            (words(&drive), drive.app.scope()),
            (vec![Some(Verdict::Cancelled)], Scope::Result),
            "{key}"
        );
        assert!(drive.app.overlays.is_empty() && !quits(&drive));
        let told = |effect: &Effect| matches!(effect, Effect::Tell(told) if told["outcome"] == "cancelled");
        assert_eq!(drive.open.iter().filter(|effect| told(effect)).count(), 1, "{key}: told once");
        drive.run(RunMsg::Rechecked(item, seq, Box::new(bound(77).into())));
        assert_eq!(
            (words(&drive), drive.sent),
            (vec![Some(Verdict::Cancelled)], 0),
            "the reading comes too late"
        );
        drive.keys("Esc");
        assert_eq!(drive.app.scope(), Scope::List);
    }
}

#[test]
fn while_the_intent_is_written_down_it_is_not_sent_any_more() {
    let mut drive = Drive::armed(&[bound(77)]);
    let question = confirmed(&mut drive, "7 7");
    let (item, seq) = recording(&mut drive, question);
    drive.keys("Esc");
    assert_eq!(words(&drive), [None], "the disk has not answered");
    // Where the disk never answers, leaving is asked about.
    drive.keys("Ctrl-c");
    assert_eq!(drive.app.overlays, [Overlay::Leave]);
    drive.keys("Esc");
    drive.run(RunMsg::IntentWritten(item, seq, Ok(())));
    assert_eq!((words(&drive), drive.sent), (vec![Some(Verdict::Cancelled)], 0));
}

#[test]
fn before_the_second_attempt_it_is_taken_back() {
    let mut drive = Drive::armed(&[bound(77)]);
    let question = confirmed(&mut drive, "7 7");
    let question = recording(&mut drive, question);
    let (item, seq) = sending(&mut drive, question);
    let never_left = Fault {
        delivery: Delivery::NotSent,
        ..Fault::local(FaultClass::Unreachable, "connection refused")
    };
    drive.run(RunMsg::Answered(item, seq, Err(never_left)));
    drive.keys("Esc");
    assert_eq!((words(&drive), drive.sent), (vec![Some(Verdict::Cancelled)], 1), "it had not left");
}

#[test]
fn once_it_is_out_it_is_as_it_was() {
    let mut drive = Drive::armed(&[bound(77)]);
    let question = confirmed(&mut drive, "7 7");
    let question = recording(&mut drive, question);
    sending(&mut drive, question);
    drive.keys("Esc");
    assert_eq!((words(&drive), drive.app.scope()), (vec![None], Scope::Running));
    assert_eq!(
        drive.app.notice.as_ref().map(|notice| notice.kind.clone()),
        Some(NoticeKind::UnknownKey("Esc".into()))
    );
    drive.keys("Ctrl-c");
    assert_eq!((words(&drive), drive.app.overlay()), (vec![None], Some(&Overlay::Leave)));
}

#[test]
fn in_a_batch_what_is_done_stays_done_and_the_rest_is_left_alone() {
    let mut drive = Drive::new(&[bound(77), bound(78), bound(79)]);
    drive.keys("Space Space Space u");
    drive.answer_all();
    drive.wait(300);
    let question = confirmed(&mut drive, "3 . 7 7");
    let question = recording(&mut drive, question);
    let (item, seq) = sending(&mut drive, question);
    drive.run(RunMsg::Answered(item, seq, Ok(eip_unbind::domain::Accepted::default())));
    loop {
        match drive.run_effect() {
            RunEffect::Wake { item, seq, .. } => drive.run(RunMsg::Due(item, seq)),
            RunEffect::Look { item, seq, .. } => {
                drive.run(RunMsg::Looked(item, seq, Box::new(unbound(&bound(77)).into())))
            }
            RunEffect::Recheck { item, .. } => {
                assert_eq!(item, 1, "the next is read again");
                break;
            }
            RunEffect::Write { .. } => {}
            other @ (RunEffect::WriteIntent { .. }
            | RunEffect::Send { .. }
            | RunEffect::Ask { .. }
            | RunEffect::StopAsking
            | RunEffect::AskTask { .. }
            | RunEffect::LookWanIp { .. }) => {
                panic!("{other:?}")
            }
        }
    }
    // Its verdict is still being written down: that is no request.
    drive.keys("Ctrl-c");
    assert_eq!(
        words(&drive),
        [Some(Verdict::Verified), Some(Verdict::Cancelled), Some(Verdict::Cancelled)]
    );
    assert!(drive.app.overlays.is_empty() && drive.sent == 1);
    (0..3).for_each(|item| drive.run(RunMsg::VerdictWritten(item, Ok(()))));
    assert_eq!(drive.app.scope(), Scope::Result);
}

/// The item that is out goes on to its verdict on disk, whatever is asked meanwhile.
fn settle_first(drive: &mut Drive, eip: &Eip) {
    while words(drive)[0].is_none() {
        let effect = drive.run_effect();
        if let RunEffect::Wake { item, seq, after_ms } = effect {
            drive.ms += after_ms;
            drive.run(RunMsg::Due(item, seq));
        } else if let RunEffect::Look { item, seq, .. } = effect {
            drive.run(RunMsg::Looked(item, seq, Box::new(unbound(eip).into())));
        }
    }
    drive.run(RunMsg::VerdictWritten(0, Ok(())));
}

#[test]
fn the_question_whether_to_leave_holds_what_was_not_begun() {
    for (answer, begins) in [("Esc", true), ("q", false)] {
        let rows = [bound(77), bound(78)];
        let mut drive = Drive::new(&rows);
        drive.keys("Space Space u");
        drive.answer_all();
        drive.wait(300);
        let asked = confirmed(&mut drive, "2 . 7 7");
        let written = recording(&mut drive, asked);
        let (item, seq) = sending(&mut drive, written);
        drive.keys("Ctrl-c");
        assert!(matches!(drive.app.overlays.last(), Some(Overlay::Leave)));
        drive.run(RunMsg::Answered(item, seq, Ok(Accepted::default())));
        settle_first(&mut drive, &rows[0]);
        let is_begun = |drive: &Drive| {
            drive.open.iter().any(|e| matches!(e, Effect::Run(_, RunEffect::Recheck { .. })))
        };
        assert!(!is_begun(&drive), "nothing is begun behind the question");
        assert_eq!(words(&drive), [Some(Verdict::Verified), None]);
        drive.keys(answer);
        assert_eq!(is_begun(&drive), begins, "{answer}");
        assert_eq!(words(&drive)[1], (!begins).then_some(Verdict::Cancelled));
    }
}

/// Who leaves while the outcome is open leaves what was read on record: there may be no time for a verdict.
#[test]
fn what_was_read_is_on_record_when_the_program_is_left() {
    let eip = bound(77);
    let mut drive = Drive::armed(std::slice::from_ref(&eip));
    let asked = confirmed(&mut drive, "7 7");
    let written = recording(&mut drive, asked);
    let (item, seq) = sending(&mut drive, written);
    drive.run(RunMsg::Answered(item, seq, Err(Fault::no_answer("cut"))));
    let mut looks = 0;
    while looks < 2 {
        let effect = drive.run_effect();
        if let RunEffect::Wake { item, seq, after_ms } = effect {
            drive.ms += after_ms;
            drive.run(RunMsg::Due(item, seq));
        } else if let RunEffect::Look { item, seq, .. } = effect {
            looks += 1;
            drive.run(RunMsg::Looked(item, seq, Box::new(eip.clone().into())));
        }
    }
    drive.open.clear();
    drive.keys("Ctrl-c q");
    let reads = |effect: &Effect| {
        let Effect::Run(_, RunEffect::Write { record, .. }) = effect else { return false };
        matches!(&**record, Record::Note { events, .. }
            if events.iter().any(|event| event.kind == StoryKind::Read && event.state.is_some()))
    };
    assert!(drive.open.iter().any(reads), "{:?}", drive.open);
}
