//! `before_send` on screen: asked once a plan, after the confirmation and before the last reading.

use super::drive::Drive;
use crate::support::values::{at, bound};
use eip_unbind::app::dialog::Arming;
use eip_unbind::app::keymap::Scope;
use eip_unbind::app::{Effect, Msg};
use eip_unbind::domain::{Denial, HookEnd};
use eip_unbind::unbind::{Gate, Run, RunEffect, RunMsg, Verdict};

fn asked(rows: u8, token: &str) -> (Drive, Box<serde_json::Value>) {
    let eips: Vec<_> = (0..rows).map(|n| bound(77 + n)).collect();
    let mut drive = Drive::new(&eips);
    drive.app.session.before_send = vec!["/opt/ask".to_owned()];
    if rows > 1 {
        drive.keys(&"Space ".repeat(rows.into()));
    }
    drive.keys("u");
    drive.answer_all();
    drive.wait(300);
    drive.keys("n I N C - 7 Enter");
    drive.keys(token);
    drive.keys("Enter");
    let RunEffect::Ask { plan } = drive.run_effect() else { panic!("asked first") };
    (drive, plan)
}

fn run(drive: &Drive) -> &Run {
    drive.app.dialog.as_ref().unwrap().run.as_ref().unwrap()
}

fn no() -> Denial {
    Denial { program: "/opt/ask".into(), end: HookEnd::Failed(Some(1), "freeze".into()) }
}

#[test]
fn it_gets_the_plan_and_the_last_reading_comes_after_it() {
    let (mut drive, plan) = asked(1, "7 7");
    assert_eq!((&plan["reason"], &plan["token"]), (&"INC-7".into(), &"77".into()), "{plan}");
    assert_eq!(plan["items"][0]["eip"], "203.0.113.77", "{plan}");
    assert_eq!(plan["runId"].as_str(), Some(run(&drive).config.run_id.as_str()));
    assert_eq!(plan["digest"].as_str(), Some(run(&drive).digest.as_str()));
    let no_effect = |drive: &Drive| !drive.open.iter().any(|e| matches!(e, Effect::Run(..)));
    assert!(no_effect(&drive) && drive.app.scope() == Scope::Running, "nothing else is begun");
    assert!(matches!(run(&drive).gate, Gate::Asking(since) if since == at(drive.ms)));
    drive.run(RunMsg::Asked(Ok(())));
    assert!(matches!(drive.run_effect(), RunEffect::Recheck { item: 0, .. }), "read again, then");
}

#[test]
fn a_batch_is_asked_about_once() {
    let (mut drive, plan) = asked(3, "3 . 7 7");
    assert_eq!(plan["items"].as_array().map(Vec::len), Some(3), "{plan}");
    drive.run(RunMsg::Asked(Ok(())));
    let again = drive.open.iter().filter(|e| matches!(e, Effect::Run(_, RunEffect::Ask { .. })));
    assert_eq!(again.count(), 0);
}

#[test]
fn a_no_goes_back_to_the_review_and_is_asked_again() {
    let (mut drive, _) = asked(1, "7 7");
    drive.run(RunMsg::Asked(Err(no())));
    let dialog = drive.app.dialog.as_ref().unwrap();
    assert_eq!((dialog.denial.as_ref(), dialog.token.as_str()), (Some(&no()), ""));
    assert!(dialog.run.is_none() && drive.app.scope() == Scope::Dialog);
    assert!(matches!(drive.arming(), Arming::Reading(_)), "what is shown is read anew");
    drive.answer_all();
    drive.wait(300);
    drive.keys("7 7 Enter");
    let asks = |e: &Effect| matches!(e, Effect::Run(2, RunEffect::Ask { .. }));
    assert!(drive.open.iter().any(asks), "every confirmation is a plan of its own");
    assert!(drive.app.dialog.as_ref().unwrap().denial.is_none());
    // The answer to the first one comes once more: it is about another run.
    drive.msg(Msg::Run(1, RunMsg::Asked(Ok(()))));
    assert!(matches!(run(&drive).gate, Gate::Asking(_)));
    assert_eq!(drive.sent, 0);
}

#[test]
fn esc_and_ctrl_c_end_it_and_send_nothing() {
    for key in ["Esc", "Ctrl-c"] {
        let (mut drive, _) = asked(2, "2 . 7 7");
        drive.keys(key);
        assert_eq!(drive.run_effect(), RunEffect::StopAsking, "{key}");
        for item in [0, 1] {
            drive.run(RunMsg::VerdictWritten(item, Ok(())));
        }
        let words = run(&drive).items.iter().map(|item| item.outcome.as_ref().unwrap().word);
        assert!(words.into_iter().all(|word| word == Verdict::Cancelled), "{key}");
        assert_eq!(drive.app.scope(), Scope::Result);
        drive.run(RunMsg::Asked(Ok(())));
        assert_eq!((drive.sent, run(&drive).cancelled), (0, true), "its yes comes too late");
        assert!(!drive.open.iter().any(|e| matches!(e, Effect::Run(_, RunEffect::Recheck { .. }))));
    }
}

#[test]
fn leaving_by_a_signal_ends_it_as_well() {
    let (mut drive, _) = asked(1, "7 7");
    drive.msg(Msg::Signal(15));
    assert_eq!(drive.run_effect(), RunEffect::StopAsking);
    drive.run(RunMsg::VerdictWritten(0, Ok(())));
    assert!(drive.open.contains(&Effect::Quit(143)));
    assert_eq!(drive.sent, 0);
}
