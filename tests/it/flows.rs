//! The machine alone: keys and answers in, effects out. Laws of promise 2 with time in the messages.

mod accounts;
mod asked;
mod back;
mod batch;
mod cancel;
mod copy;
mod cursor;
mod drive;
mod find;
mod identity;
mod late;
mod learned;
mod moving;
mod planned;
mod way_back;
mod young;

use crate::support::values::{bound, rebound, unbound};
use drive::Drive;
use eip_unbind::app::dialog::{Arming, Hint};
use eip_unbind::app::keymap::Scope;
use eip_unbind::app::{Effect, Key, Msg, Overlay, Query, Reply};
use eip_unbind::domain::{Fault, Mutation, UnbindTarget};
use eip_unbind::unbind::{RunEffect, RunMsg, Verdict};

#[test]
fn a_fast_typist_gets_through_the_first_time() {
    let mut drive = Drive::armed(&[bound(77)]);
    drive.keys_every(35, "7 7 Enter");
    assert!(matches!(drive.run_effect(), RunEffect::Recheck { .. }));
    assert_eq!(drive.app.scope(), Scope::Running);
    assert_eq!(drive.sent, 0, "first it is read again and recorded");
}

#[test]
fn the_whole_job_recorded_then_sent_then_seen() {
    let eip = bound(77);
    let mut drive = Drive::armed(std::slice::from_ref(&eip));
    drive.keys("7 7 Enter");
    let RunEffect::Recheck { item, seq, .. } = drive.run_effect() else { panic!() };
    drive.run(RunMsg::Rechecked(item, seq, Box::new(eip.clone().into())));
    let RunEffect::WriteIntent { item, seq, record } = drive.run_effect() else { panic!() };
    assert!(serde_json::to_string(&record).unwrap().contains("\"eipId\":\"eip-00000077\""));
    assert_eq!(drive.sent, 0);
    drive.run(RunMsg::IntentWritten(item, seq, Ok(())));
    let RunEffect::Send { item, seq, mutation, .. } = drive.run_effect() else { panic!() };
    assert!(matches!(
        mutation,
        Mutation::Unbind {
            target: UnbindTarget::Eip(_),
            alloc_wan_ip: Some(false),
            un_bind_private_ip_with_eip: None
        }
    ));
    drive.run(RunMsg::Answered(item, seq, Ok(eip_unbind::domain::Accepted::default())));
    let RunEffect::Write { .. } = drive.run_effect() else { panic!("the answer is written down") };
    let RunEffect::Wake { item, seq, after_ms: 300 } = drive.run_effect() else { panic!() };
    drive.run(RunMsg::Due(item, seq));
    let RunEffect::Look { item, seq, .. } = drive.run_effect() else { panic!() };
    drive.run(RunMsg::Looked(item, seq, Box::new(unbound(&eip).into())));
    let RunEffect::Write { item, .. } = drive.run_effect() else { panic!() };
    assert!(!drive.app.dialog.as_ref().unwrap().is_over(), "the verdict is being written");
    drive.run(RunMsg::VerdictWritten(item, Ok(())));
    let run = drive.app.dialog.as_ref().unwrap().run.clone().unwrap();
    assert_eq!(run.items[0].outcome.as_ref().map(|o| o.word), Some(Verdict::Verified));
    assert_eq!((drive.sent, drive.app.scope()), (1, Scope::Result));
    assert_eq!(
        drive.app.inventory.regions[0].eips[0].status,
        eip_unbind::domain::EipStatus::Unbound,
        "the list shows it too"
    );
    drive.keys("Esc");
    assert_eq!(drive.app.scope(), Scope::List);
}

#[test]
fn keys_before_it_is_armed_are_dropped_and_leave_the_field_empty() {
    let mut drive = Drive::new(&[bound(77)]);
    drive.keys_every(1, "u 7 7 Enter");
    assert_eq!((drive.token(), drive.hint()), ("", Some(Hint::Dropped)));
    drive.answer_all();
    // It was first on screen at 1 ms, and four keys came since.
    drive.wait(296);
    assert_eq!(drive.arming(), Arming::Settling);
    drive.keys_every(0, "7");
    assert_eq!((drive.token(), drive.hint()), ("", Some(Hint::Dropped)));
    drive.wait(1);
    assert_eq!(drive.arming(), Arming::Armed);
    drive.keys("7 7");
    assert_eq!((drive.token(), drive.sent), ("77", 0));
}

#[test]
fn the_time_on_screen_counts_from_the_paint_not_from_the_key() {
    let mut drive = Drive::new(&[bound(77)]);
    drive.msg(Msg::Key(Key::char('u')));
    let fetches: Vec<_> = drive.open.drain(..).collect();
    drive.ms += 5_000;
    for effect in fetches {
        if let Effect::Fetch(id, query) = effect {
            drive.reply(id, &query);
        }
    }
    assert_eq!(drive.arming(), Arming::Settling, "nobody has seen it yet");
    drive.msg(Msg::Painted(true));
    drive.ms += 300;
    assert_eq!(drive.arming(), Arming::Armed);
}

#[test]
fn enter_in_one_burst_with_the_token_asks_for_enter_once_more() {
    let mut drive = Drive::armed(&[bound(77)]);
    drive.keys_every(29, "7 7 Enter");
    assert_eq!((drive.token(), drive.hint()), ("77", Some(Hint::EnterOnceMore)));
    drive.keys_every(30, "Enter");
    assert_eq!(drive.app.scope(), Scope::Running);
}

#[test]
fn a_wrong_token_sends_nothing() {
    for keys in
        ["Enter", "7 Enter", "7 8 Enter", "7 7 7 Enter", "1 1 3 . 7 7 Enter", "7 7 Backspace Enter"]
    {
        let mut drive = Drive::armed(&[bound(77)]);
        drive.keys(keys);
        assert_eq!((drive.hint(), drive.sent), (Some(Hint::WrongToken), 0), "{keys}");
        assert_eq!(drive.app.scope(), Scope::Dialog);
    }
}

#[test]
fn a_paste_never_enters_the_field_and_never_acts() {
    let mut drive = Drive::armed(&[bound(77)]);
    drive.msg(Msg::Paste("77\n".into()));
    assert_eq!((drive.token(), drive.hint()), ("", Some(Hint::PasteDropped)));
    drive.keys("7 7");
    drive.msg(Msg::Paste("\r\r".into()));
    assert_eq!((drive.app.scope(), drive.sent), (Scope::Dialog, 0));

    // On the list it is a look-up: what it names is read, and what is opened is not armed by it.
    let mut list = Drive::new(&[bound(78)]);
    list.msg(Msg::Paste("u77\rq ALERT 203.0.113.78 down\r78\r".into()));
    assert!(list.app.scope() == Scope::List && list.app.dialog.is_none());
    list.answer_all();
    assert_eq!((list.app.scope(), list.token(), list.sent), (Scope::Dialog, "", 0));
    assert_eq!(list.arming(), Arming::Settling);
}

#[test]
fn a_change_of_the_target_shows_and_empties_the_token() {
    let eip = bound(77);
    let mut drive = Drive::new(std::slice::from_ref(&eip));
    drive.keys("u");
    drive.rows = vec![rebound(&eip)];
    drive.answer_all();
    let target = &drive.app.dialog.as_ref().unwrap().targets[0];
    assert_eq!(target.changed_from.as_deref(), Some(&eip));
    assert!(target.confirmed, "it was read once more, and twice the same");
    drive.wait(300);
    drive.keys("7");
    assert_eq!(drive.token(), "7");
    // The list sees it change again while the token is half typed.
    drive.rows = vec![eip.clone()];
    drive.keys("7");
    let refresh = drive.app.inventory.refresh(&mut drive.app.ids);
    drive.open.extend(refresh.into_iter().map(|(id, query)| Effect::Fetch(id, query)));
    drive.answer_all();
    assert_eq!((drive.token(), drive.hint()), ("", Some(Hint::Changed)));
    drive.keys_every(1, "Enter");
    assert_eq!(drive.sent, 0);
}

#[test]
fn a_toggle_changes_the_plan_and_empties_the_token() {
    let mut drive = Drive::armed(&[bound(77)]);
    drive.keys("7");
    drive.keys("w");
    assert_eq!((drive.token(), drive.hint()), ("", None.or(drive.hint())));
    assert!(drive.app.dialog.as_ref().unwrap().options().alloc_wan_ip);
    drive.keys("d");
    assert!(matches!(drive.hint(), Some(Hint::NotHere(_))), "the primary IP always drops the tie");
    drive.wait(300);
    drive.keys("7 7 Enter");
    let RunEffect::Recheck { question, .. } = drive.run_effect() else {
        panic!("the target is read again")
    };
    assert!(question.quota, "with allocWanIp the quota is read again");
}

#[test]
fn without_a_reading_it_is_never_armed_and_tries_again() {
    let mut drive = Drive::new(&[bound(77)]);
    drive.keys("u");
    let fail = |drive: &mut Drive| {
        while let Some(index) = drive.open.iter().position(|e| matches!(e, Effect::Fetch(..))) {
            let Effect::Fetch(id, query) = drive.open.remove(index) else { unreachable!() };
            match query {
                Query::Eips { .. } => {
                    drive.msg(Msg::Reply(id, Reply::Eips(Err(Fault::no_answer("502")))))
                }
                query @ (Query::Quota { .. } | Query::Nics { .. }) => drive.reply(id, &query),
            }
        }
    };
    fail(&mut drive);
    assert_eq!(drive.arming(), Arming::Unreadable);
    drive.keys("7 7 Enter");
    assert_eq!((drive.token(), drive.sent), ("", 0));
    drive.wait(2_000);
    assert!(
        drive.open.iter().any(|e| matches!(e, Effect::Fetch(_, Query::Eips { .. }))),
        "it tries again"
    );
    drive.answer_all();
    drive.wait(300);
    assert_eq!(drive.arming(), Arming::Armed);
}

#[test]
fn a_hanging_reading_is_asked_for_beside() {
    let mut drive = Drive::new(&[bound(77)]);
    drive.keys("u");
    drive.open.clear();
    drive.wait(3_000);
    let again: Vec<_> = drive
        .open
        .drain(..)
        .filter(|e| matches!(e, Effect::Fetch(_, Query::Eips { .. })))
        .collect();
    assert_eq!(again.len(), 1);
    drive.wait(2_000);
    assert_eq!(
        drive.open.iter().filter(|e| matches!(e, Effect::Fetch(_, Query::Eips { .. }))).count(),
        1
    );
    assert!(drive.app.due_ms().is_some());
}

#[test]
fn a_slow_nic_does_not_hold_up_the_job_for_more_than_three_seconds() {
    let mut drive = Drive::new(&[bound(77)]);
    drive.keys("u");
    let mut held = Vec::new();
    while let Some(index) = drive.open.iter().position(|e| matches!(e, Effect::Fetch(..))) {
        let Effect::Fetch(id, query) = drive.open.remove(index) else { unreachable!() };
        if matches!(query, Query::Nics { .. }) {
            held.push((id, query))
        } else {
            drive.reply(id, &query)
        }
    }
    drive.wait(500);
    assert_eq!(drive.arming(), Arming::Facts);
    drive.wait(2_600);
    assert_eq!(drive.arming(), Arming::Armed);
    drive.keys("7");
    let (id, query) = held.remove(0);
    drive.reply(id, &query);
    assert_eq!(drive.token(), "7", "what the NIC adds changes nothing that was confirmed");
}

#[test]
fn the_pair_view_sends_the_pair() {
    let mut drive = Drive::new(&[bound(77)]);
    drive.keys("t");
    drive.answer_all();
    drive.keys("u");
    drive.answer_all();
    drive.wait(300);
    let item = drive.app.dialog.as_ref().unwrap().first().unwrap().clone();
    assert!(matches!(
        item.mutation,
        Mutation::Unbind { target: UnbindTarget::PrivateIp { .. }, .. }
    ));
}

#[test]
fn a_batch_goes_by_its_own_token() {
    let mut drive = Drive::new(&[bound(77), bound(78), bound(79)]);
    drive.keys("Space Space u");
    drive.answer_all();
    drive.wait(300);
    let plan = drive.app.dialog.as_ref().unwrap().plan.clone();
    assert_eq!((plan.token.as_deref(), plan.items.len()), (Some("2.77"), 2));
    drive.keys("2 . 7 7 Enter");
    assert!(matches!(drive.run_effect(), RunEffect::Recheck { item: 0, .. }));
}

#[test]
fn ctrl_c_closes_the_drawer_asks_while_a_request_is_out_and_quits_elsewhere() {
    let quits = |drive: &Drive| drive.open.iter().any(|e| matches!(e, Effect::Quit(_)));
    let mut drive = Drive::armed(&[bound(77)]);
    drive.keys("Ctrl-c");
    assert!(drive.app.dialog.is_none() && !quits(&drive));

    for before in ["", "?", "/", "Enter", "t", "Enter ?"] {
        let mut drive = Drive::new(&[bound(77)]);
        drive.keys(before);
        drive.keys("Ctrl-c");
        assert!(drive.open.iter().any(|e| *e == Effect::Quit(0)), "{before:?}");
    }

    let mut drive = Drive::armed(&[bound(77)]);
    drive.keys("7 7 Enter");
    let RunEffect::Recheck { item, seq, .. } = drive.run_effect() else { panic!() };
    drive.run(RunMsg::Rechecked(item, seq, Box::new(bound(77).into())));
    let RunEffect::WriteIntent { item, seq, .. } = drive.run_effect() else { panic!() };
    drive.run(RunMsg::IntentWritten(item, seq, Ok(())));
    drive.keys("Ctrl-c");
    assert_eq!(drive.app.overlays, [Overlay::Leave]);
    assert!(!quits(&drive));
    drive.keys("Ctrl-c");
    assert!(!quits(&drive), "it waits for the verdict");
    drive.wait(30_000);
    assert!(drive.open.iter().any(|e| *e == Effect::Quit(6)));
}

#[test]
fn random_keys_without_the_token_send_nothing() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let keys: Vec<Key> = eip_unbind::app::keymap::TABLE
        .iter()
        .flat_map(|r| r.keys)
        .filter_map(|k| Key::parse(k))
        .collect();
    let mut drive = Drive::new(&[bound(77), bound(78), bound(79)]);
    for _ in 0..10_000 {
        // The digit 7 never comes, so no token can ever be right.
        let key = keys[(random() % keys.len() as u64) as usize];
        if key == Key::char('7') {
            continue;
        }
        drive.ms += random() % 500;
        drive.msg(Msg::Key(key));
        drive.msg(Msg::Painted(true));
        drive.answer_all();
        drive.open.clear();
        drive.app.leaving = None;
    }
    assert_eq!(drive.sent, 0);
    assert!(drive.app.dialog.as_ref().is_none_or(|d| d.run.is_none()));
}

#[test]
fn a_key_that_is_not_in_the_table_says_so_and_does_nothing() {
    let mut drive = Drive::new(&[bound(77)]);
    let before = drive.app.list.clone();
    drive.keys("x");
    assert!(drive.app.notice.is_some());
    assert_eq!(drive.app.list, before);
}

#[test]
fn a_lost_journal_sends_nothing() {
    let mut drive = Drive::armed(&[bound(77), bound(78)]);
    drive.keys("7 7 Enter");
    let RunEffect::Recheck { item, seq, .. } = drive.run_effect() else { panic!() };
    drive.run(RunMsg::Rechecked(item, seq, Box::new(bound(77).into())));
    let RunEffect::WriteIntent { item, seq, .. } = drive.run_effect() else { panic!() };
    drive.run(RunMsg::IntentWritten(item, seq, Err("disk full".into())));
    assert_eq!((drive.sent, drive.hint(), drive.token()), (0, Some(Hint::WithoutJournal), ""));
    assert_eq!(drive.app.dialog.as_ref().unwrap().journal_error.as_deref(), Some("disk full"));
    // Going on without a journal is a step of its own: read again, on screen again, typed again.
    drive.keys_every(1, "7 7 Enter");
    assert_eq!((drive.sent, drive.token()), (0, ""));
    drive.answer_all();
    drive.wait(300);
    drive.keys("7 7 Enter");
    let RunEffect::Recheck { item, seq, .. } = drive.run_effect() else { panic!() };
    drive.run(RunMsg::Rechecked(item, seq, Box::new(bound(77).into())));
    let RunEffect::Send { item, seq, .. } = drive.run_effect() else { panic!() };
    // That held for this run alone: the next one is recorded before it is sent.
    drive.run(RunMsg::Answered(item, seq, Ok(eip_unbind::domain::Accepted::default())));
    drive.finish_run(&bound(77));
    drive.open.clear();
    drive.keys("Esc j u");
    drive.answer_all();
    drive.wait(300);
    drive.keys("7 8 Enter");
    assert_eq!(drive.app.dialog.as_ref().unwrap().journal_error, None);
    let RunEffect::Recheck { item, seq, .. } = drive.run_effect() else { panic!() };
    drive.run(RunMsg::Rechecked(item, seq, Box::new(bound(78).into())));
    assert!(matches!(drive.run_effect(), RunEffect::WriteIntent { .. }));
    assert_eq!(drive.sent, 1);
}
