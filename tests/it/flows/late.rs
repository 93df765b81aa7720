//! What comes too late to count, and what is not on screen.

use super::drive::Drive;
use crate::support::values::{bound, rebound, unbound};
use eip_unbind::app::dialog::{Arming, Hint};
use eip_unbind::app::keymap::Scope;
use eip_unbind::app::notice::NoticeKind;
use eip_unbind::app::{Key, Msg};
use eip_unbind::domain::Eip;
use eip_unbind::unbind::{RunEffect, RunMsg, Verdict};

/// A look of the watch after one verdict may be on its way for ten seconds: it must not be taken for the look of the next run.
#[test]
fn what_one_run_asked_for_says_nothing_about_the_next() {
    let (first, second) = (bound(77), bound(78));
    let mut drive = Drive::armed(&[first.clone(), second.clone()]);
    drive.keys("7 7 Enter");
    drive.finish_run(&first);
    assert_eq!(drive.app.scope(), Scope::Result);
    drive.keys("Esc j u");
    drive.answer_all();
    drive.wait(300);
    drive.keys("7 8 Enter");
    let run = |drive: &Drive| drive.app.dialog.as_ref().unwrap().run.clone().unwrap();
    for seq in 0..20 {
        let before = run(&drive);
        drive.msg(Msg::Run(1, RunMsg::Looked(0, seq, Box::new(unbound(&first).into()))));
        drive.msg(Msg::Run(1, RunMsg::Rechecked(0, seq, Box::new(first.clone().into()))));
        drive.msg(Msg::Run(1, RunMsg::Due(0, seq)));
        drive.msg(Msg::Run(1, RunMsg::VerdictWritten(0, Ok(()))));
        assert_eq!(run(&drive), before);
    }
    drive.finish_run(&second);
    assert_eq!(run(&drive).items[0].outcome.as_ref().map(|o| o.word), Some(Verdict::Verified));
}

/// The word of the notice, and what was written down since.
fn after_closing(drive: &mut Drive, rounds: u32, fresh: &Eip) -> (Option<NoticeKind>, Vec<String>) {
    let mut written = vec![];
    for _ in 0..rounds {
        match drive.run_effect() {
            RunEffect::Wake { item, seq, after_ms } => {
                drive.ms += after_ms;
                drive.run(RunMsg::Due(item, seq));
            }
            RunEffect::Look { item, seq, .. } => {
                drive.run(RunMsg::Looked(item, seq, Box::new(fresh.clone().into())))
            }
            RunEffect::Write { record, .. } => {
                written.push(serde_json::to_string(&record).unwrap())
            }
            other @ (RunEffect::Recheck { .. }
            | RunEffect::WriteIntent { .. }
            | RunEffect::Send { .. }
            | RunEffect::Ask { .. }
            | RunEffect::StopAsking
            | RunEffect::AskTask { .. }
            | RunEffect::LookWanIp { .. }) => panic!("{other:?}"),
        }
    }
    (drive.app.notice.clone().map(|notice| notice.kind), written)
}

#[test]
fn an_eip_is_looked_after_when_its_drawer_is_closed() {
    let eip = bound(77);
    let mut drive = Drive::armed(std::slice::from_ref(&eip));
    drive.keys("7 7 Enter");
    drive.finish_run(&eip);
    drive.keys("Esc");
    drive.answer_all();
    let again = rebound(&eip);
    let (notice, written) = after_closing(&mut drive, 3, &again);
    assert_eq!(
        notice,
        Some(NoticeKind::BoundAgain("203.0.113.77".into(), again.un_instance_id.unwrap()))
    );
    assert!(
        matches!(&written[..], [note] if note.contains("boundAgain") && note.contains("ins-99999999")),
        "{written:?}"
    );
}

#[test]
fn an_unknown_outcome_is_watched_on_when_its_drawer_is_closed() {
    let eip = bound(77);
    let mut drive = Drive::armed(std::slice::from_ref(&eip));
    drive.keys("7 7 Enter");
    drive.fail_run(&eip);
    assert_eq!(drive.app.scope(), Scope::Result);
    drive.keys("Esc");
    drive.answer_all();
    let (notice, written) = after_closing(&mut drive, 3, &unbound(&eip));
    assert_eq!(notice, Some(NoticeKind::Settled("203.0.113.77".into(), Verdict::Verified)));
    assert!(matches!(&written[..], [verdict] if verdict.contains("verified")), "{written:?}");
}

/// The whole request in the place of the review is no review, whatever room there is.
#[test]
fn while_the_request_is_shown_no_token_is_taken() {
    let mut drive = Drive::armed(&[bound(77)]);
    drive.keys("7 p");
    assert_eq!(drive.arming(), Arming::Request);
    drive.msg(Msg::Painted(false));
    drive.wait(400);
    drive.keys("Enter");
    assert_eq!((drive.hint(), drive.sent), (Some(Hint::Dropped), 0));
    drive.msg(Msg::Key(Key::char('p')));
    assert_eq!(drive.arming(), Arming::Settling, "it was away: 300 ms again");
    drive.msg(Msg::Painted(true));
    drive.wait(300);
    drive.keys("7 Enter");
    assert!(
        matches!(drive.run_effect(), RunEffect::Recheck { .. }),
        "what was typed before stayed"
    );
}

#[test]
fn a_review_that_is_not_on_screen_takes_no_token() {
    let mut drive = Drive::armed(&[bound(77)]);
    drive.keys("7 7");
    drive.msg(Msg::Painted(false));
    assert_eq!(drive.arming(), Arming::Hidden);
    drive.ms += 400;
    drive.msg(Msg::Key(Key::parse("Enter").unwrap()));
    assert_eq!((drive.hint(), drive.sent), (Some(Hint::Dropped), 0));
    drive.msg(Msg::Painted(true));
    assert_eq!(drive.arming(), Arming::Settling, "it was away: 300 ms again");
    drive.wait(300);
    drive.keys("Enter");
    assert!(matches!(drive.run_effect(), RunEffect::Recheck { .. }), "the token stayed");
}
