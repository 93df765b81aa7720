//! `b` opens a dialog of its own: the run before is looked after all the same.

use super::drive::Drive;
use crate::support::values::{bound, rebound, unbound};
use eip_unbind::app::keymap::Scope;
use eip_unbind::app::notice::NoticeKind;
use eip_unbind::app::{Effect, Msg};
use eip_unbind::domain::{Accepted, Eip, Fault};
use eip_unbind::unbind::{Record, Run, RunEffect, RunMsg, Verdict};

/// Unbound and verified; the dialog to bind it back is open and armed.
fn about_to_bind_back(eip: &Eip) -> Drive {
    let mut drive = Drive::armed(std::slice::from_ref(eip));
    drive.keys("7 7 Enter");
    drive.finish_run(eip);
    drive.rows = vec![unbound(eip)];
    drive.keys("b");
    drive.answer_all();
    drive.wait(300);
    assert_eq!(drive.app.scope(), Scope::Dialog);
    // What the first run still asks for.
    drive.open.clear();
    drive
}

/// What the first run sees at its next look.
fn first_run_sees(drive: &mut Drive, eip: &Eip) {
    let (_, run): &(_, Run) =
        drive.app.follow_up.runs.iter().find(|(no, _)| *no == 1).expect("it is watched");
    let seq = run.items[0].seq;
    drive.app.notice = None;
    drive.open.clear();
    drive.msg(Msg::Run(1, RunMsg::Due(0, seq)));
    let RunEffect::Look { item, seq, .. } = drive.run_effect() else { panic!("{:?}", drive.open) };
    drive.msg(Msg::Run(1, RunMsg::Looked(item, seq, Box::new(eip.clone().into()))));
}

fn bound_again(drive: &Drive) -> bool {
    let written = |effect: &Effect| matches!(effect, Effect::Run(1, RunEffect::Write { .. }));
    let said = matches!(
        drive.app.notice.as_ref().map(|notice| &notice.kind),
        Some(NoticeKind::BoundAgain(..))
    );
    assert_eq!(said, drive.open.iter().any(written), "on screen and on record");
    said
}

#[test]
fn opening_it_ends_no_watch() {
    let eip = bound(77);
    let mut drive = about_to_bind_back(&eip);
    first_run_sees(&mut drive, &rebound(&eip));
    assert!(bound_again(&drive));
    let mut closed = about_to_bind_back(&eip);
    closed.keys("Esc");
    first_run_sees(&mut closed, &rebound(&eip));
    assert!(bound_again(&closed));
}

#[test]
fn what_we_bound_back_ourselves_is_no_warning() {
    let eip = bound(77);
    for (seen, warns) in [(eip.clone(), false), (rebound(&eip), true)] {
        let mut drive = about_to_bind_back(&eip);
        drive.keys("7 7 Enter");
        let RunEffect::Recheck { item, seq, .. } = drive.run_effect() else { panic!() };
        drive.run(RunMsg::Rechecked(item, seq, Box::new(unbound(&eip).into())));
        let RunEffect::WriteIntent { item, seq, .. } = drive.run_effect() else { panic!() };
        drive.run(RunMsg::IntentWritten(item, seq, Ok(())));
        assert!(matches!(drive.run_effect(), RunEffect::Send { .. }));
        first_run_sees(&mut drive, &seen);
        assert_eq!(bound_again(&drive), warns, "{seen:?}");
    }
    // Confirmed, but not sent: somebody else did it.
    let mut drive = about_to_bind_back(&eip);
    first_run_sees(&mut drive, &eip);
    assert!(bound_again(&drive));
}

#[test]
fn in_a_batch_the_unknown_one_is_watched_on() {
    let rows = [bound(77), bound(78)];
    let mut drive = Drive::new(&rows);
    drive.keys("Space Space u");
    drive.answer_all();
    drive.wait(300);
    drive.keys("2 . 7 7 Enter");
    let fresh = |item: usize| Box::new(rows[item].clone());
    while drive.app.dialog.as_ref().is_some_and(|dialog| !dialog.is_over()) {
        match drive.run_effect() {
            RunEffect::Recheck { item, seq, .. } => {
                drive.run(RunMsg::Rechecked(item, seq, Box::new((*fresh(item)).into())))
            }
            RunEffect::WriteIntent { item, seq, .. } => {
                drive.run(RunMsg::IntentWritten(item, seq, Ok(())))
            }
            RunEffect::Send { item: 0, seq, .. } => {
                drive.run(RunMsg::Answered(0, seq, Ok(Accepted::default())))
            }
            RunEffect::Send { item, seq, .. } => {
                drive.run(RunMsg::Answered(item, seq, Err(Fault::no_answer("cut"))))
            }
            RunEffect::Wake { item, seq, after_ms } => {
                drive.ms += after_ms;
                drive.run(RunMsg::Due(item, seq));
            }
            RunEffect::Look { item: 0, seq, .. } => {
                drive.run(RunMsg::Looked(0, seq, Box::new(unbound(&rows[0]).into())))
            }
            RunEffect::Look { item, seq, .. } => {
                drive.run(RunMsg::Looked(item, seq, Box::new((*fresh(item)).into())))
            }
            RunEffect::Write { item, record } if matches!(*record, Record::Settled { .. }) => {
                drive.run(RunMsg::VerdictWritten(item, Ok(())));
            }
            RunEffect::Write { .. } => {}
            other @ (RunEffect::Ask { .. }
            | RunEffect::StopAsking
            | RunEffect::AskTask { .. }
            | RunEffect::LookWanIp { .. }) => {
                panic!("{other:?}")
            }
        }
    }
    let run = drive.app.dialog.as_ref().unwrap().run.as_ref().unwrap();
    let words: Vec<_> =
        run.items.iter().map(|item| item.outcome.as_ref().map(|outcome| outcome.word)).collect();
    assert_eq!(words, [Some(Verdict::Verified), Some(Verdict::Unknown)]);
    drive.rows = vec![unbound(&rows[0]), rows[1].clone()];
    drive.keys("k b");
    drive.answer_all();
    let seq = drive.app.follow_up.runs[0].1.items[1].seq;
    drive.msg(Msg::Run(1, RunMsg::Looked(1, seq, Box::new(unbound(&rows[1]).into()))));
    assert_eq!(
        drive.app.notice.as_ref().map(|notice| notice.kind.clone()),
        Some(NoticeKind::Settled("203.0.113.78".into(), Verdict::Verified))
    );
}
