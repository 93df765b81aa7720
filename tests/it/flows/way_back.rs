//! The way back on screen: `b` in list, detail, history, an opened run, and where there is nothing to unbind; the chooser of places.

use super::Drive;
use crate::support::frame::draw;
use crate::support::values::{bound, region, unbound};
use eip_unbind::app::copied::Copied;
use eip_unbind::app::dialog::{Arming, Purpose};
use eip_unbind::app::history::{HistoryRow, Past, Unfinished, UnfinishedState};
use eip_unbind::app::msg::FormerPlace;
use eip_unbind::app::{Effect, Msg, Overlay};
use eip_unbind::domain::{BindTarget, Eip, EipId, NetworkInterfaceId};
use eip_unbind::text::Lang;
use eip_unbind::text::markdown::Chain;
use eip_unbind::unbind::record::NotBegun;
use eip_unbind::unbind::report::{ItemReport, RunReport};
use eip_unbind::unbind::{RunEffect, RunMsg, Verdict, former_target};

fn place() -> BindTarget {
    BindTarget::PrivateIp {
        network_interface_id: NetworkInterfaceId::parse("eni-5f6a7b8c").unwrap(),
        private_ip_address: "10.0.3.21".parse().unwrap(),
    }
}

/// What the journal is asked for since.
fn asked(drive: &mut Drive) -> Vec<(eip_unbind::domain::Region, eip_unbind::domain::EipId)> {
    let at = drive.open.iter().position(|effect| matches!(effect, Effect::ReadPlaces(..)));
    let Effect::ReadPlaces(eips, _) = drive.open.remove(at.expect("the journal is asked")) else {
        unreachable!()
    };
    eips
}

#[track_caller]
fn binds_to(drive: &Drive, purpose: Purpose, to: Option<&BindTarget>) {
    let dialog = drive.app.dialog.as_ref().expect("the dialog is open");
    assert_eq!((dialog.purpose, dialog.targets[0].bind.as_ref()), (purpose, to));
    assert!(dialog.run.is_none(), "nothing is sent");
}

fn free() -> Eip {
    unbound(&bound(77))
}

#[test]
fn b_on_an_unbound_eip_asks_the_journal() {
    for keys in ["b", "Enter b"] {
        let mut drive = Drive::new(&[free()]);
        drive.keys(keys);
        let eips = asked(&mut drive);
        assert_eq!(eips[0].1, free().eip_id, "{keys}");
        drive.msg(Msg::Places(vec![was(Some(place()))]));
        binds_to(&drive, Purpose::BindBack, Some(&place()));
        assert!(drive.app.overlays.is_empty(), "{keys}");
    }
}

#[test]
fn b_is_no_key_on_a_bound_eip() {
    let mut drive = Drive::new(&[bound(77)]);
    drive.keys("b");
    assert!(drive.app.dialog.is_none());
    assert!(drive.open.iter().all(|effect| !matches!(effect, Effect::ReadPlaces(..))));
}

#[test]
fn without_a_place_it_says_so_and_offers_the_chooser() {
    let mut drive = Drive::new(&[free()]);
    drive.keys("b");
    asked(&mut drive);
    drive.msg(Msg::Places(vec![was(None)]));
    drive.answer_all();
    binds_to(&drive, Purpose::Bind, None);
    let dialog = drive.app.dialog.as_ref().unwrap();
    assert_eq!(dialog.plan.refusals[0].reason.word(), "noFormerTarget");
    assert!(dialog.plan.token.is_none(), "nothing can be confirmed");
    drive.keys("c");
    assert!(matches!(drive.app.overlays.last(), Some(Overlay::Places(_))));
    drive.keys("Esc");
    assert!(drive.app.overlays.is_empty() && drive.app.dialog.is_some());
}

#[test]
fn where_nothing_is_to_unbind_b_binds() {
    let mut drive = Drive::new(&[free()]);
    drive.keys("u");
    drive.answer_all();
    drive.keys("b");
    asked(&mut drive);
    drive.msg(Msg::Places(vec![was(Some(place()))]));
    binds_to(&drive, Purpose::BindBack, Some(&place()));
}

fn past() -> Past {
    let was = bound(77);
    let item = ItemReport {
        eip_id: Some(was.eip_id.clone()),
        eip: was.eip,
        region: Some(was.region.clone()),
        action: Some("EipUnBindInstance".to_owned()),
        outcome: Some(Verdict::Verified),
        before: Some(was.state()),
        ..ItemReport::default()
    };
    let run = RunReport {
        run_id: "ab12-1".to_owned(),
        items: vec![item.clone(), item],
        ..RunReport::default()
    };
    let row = |item| HistoryRow { place: (0, item), eip: was.address(), ..HistoryRow::default() };
    Past { rows: vec![row(1), row(0)], runs: vec![run], ..Past::default() }
}

#[test]
fn a_run_of_the_history_opens_and_esc_goes_back() {
    let mut drive = Drive::new(&[free()]);
    drive.keys("H");
    drive.msg(Msg::Past(past()));
    drive.keys("Enter");
    let Some(Overlay::Run(view)) = drive.app.overlays.last() else { panic!("it is open") };
    assert_eq!((view.run.run_id.as_str(), view.item), ("ab12-1", 1));
    drive.keys("Y");
    assert!(
        drive
            .open
            .iter()
            .any(|e| matches!(e, Effect::ReportJson(json) if json["runId"] == "ab12-1"))
    );
    drive.keys("y");
    assert!(drive.open.iter().any(|e| matches!(e, Effect::Report(run) if run.run_id == "ab12-1")));
    drive.keys("Esc");
    assert!(matches!(drive.app.overlays.last(), Some(Overlay::History(_))));
}

#[test]
fn in_an_opened_run_h_is_the_history_and_u_what_was_not_begun() {
    let mut past = past();
    past.runs[0].items[1].outcome = Some(Verdict::Cancelled);
    let mut drive = Drive::new(&[bound(77)]);
    drive.keys("H");
    drive.msg(Msg::Past(past));
    drive.keys("Enter H");
    assert!(matches!(drive.app.overlays.last(), Some(Overlay::History(_))));
    drive.keys("Enter u");
    let dialog = drive.app.dialog.as_ref().expect("the dialog is open");
    assert_eq!((dialog.purpose, dialog.targets.len()), (Purpose::Unbind, 1));
    drive.keys("Esc");
    assert!(matches!(drive.app.overlays.last(), Some(Overlay::Run(_))), "back to the run");
    drive.keys("k u");
    assert!(drive.app.dialog.is_none(), "that one was sent");
    // Opened from somewhere else, H leads there all the same.
    drive.app.overlays.retain(|overlay| matches!(overlay, Overlay::Run(_)));
    drive.keys("H");
    assert!(matches!(drive.app.overlays.last(), Some(Overlay::History(_))));
}

#[test]
fn b_in_the_history_and_in_an_opened_run_binds_back() {
    for keys in ["b", "Enter b"] {
        let mut drive = Drive::new(&[free()]);
        drive.keys("H");
        drive.msg(Msg::Past(past()));
        drive.keys(keys);
        let dialog = drive.app.dialog.as_ref().expect("the dialog is open");
        assert_eq!(dialog.purpose, Purpose::BindBack, "{keys}");
        assert_eq!(dialog.targets.len(), 1, "the item under the cursor alone");
        assert!(dialog.targets[0].bind.is_some(), "{keys}");
    }
}

#[test]
fn a_report_that_was_saved_is_named_when_it_was_copied() {
    let mut drive = Drive::new(&[free()]);
    drive.msg(Msg::Reported("text".to_owned(), Ok("/state/reports/ab12-1.md".to_owned())));
    assert!(drive.open.contains(&Effect::CopySaved("text".to_owned())));
    drive.msg(Msg::Copied(Ok(Copied::default())));
    let notice = drive.app.notice.clone().unwrap().kind;
    assert!(format!("{notice:?}").contains("reports/ab12-1.md"), "{notice:?}");
}

/// What the journal says of where it was.
fn was(target: Option<BindTarget>) -> FormerPlace {
    FormerPlace { region: region(), eip_id: free().eip_id, target, blocked_at: None }
}

/// A result opened whole names its records once the journal was read, as a run of the history does.
#[test]
fn a_run_opened_from_its_result_names_its_records() {
    let eip = bound(77);
    let mut drive = Drive::armed(std::slice::from_ref(&eip));
    drive.keys("7 7 Enter");
    drive.finish_run(&eip);
    drive.open.clear();
    drive.keys("Enter");
    let Some(Overlay::Run(view)) = drive.app.overlays.last() else { panic!("it is open") };
    assert!(drive.open.contains(&Effect::ReadPast), "which records these are, the journal knows");
    let mut run = view.run.clone();
    let of_another = RunReport { run_id: "r9-1".to_owned(), ..run.clone() };
    (run.items[0].line, run.items[0].hash) = (Some(3), Some("5e1f".repeat(16)));
    let chain = Chain { records: 3, head: Some("5e1f".repeat(16)) };
    drive.msg(Msg::Past(Past { runs: vec![of_another], chain: chain.clone(), ..Past::default() }));
    let says = |drive: &Drive, words: &str| draw(&drive.app).text().contains(words);
    assert!(!says(&drive, "journal line"), "that one is not about this run");
    drive.msg(Msg::Past(Past { runs: vec![run.clone()], chain, ..Past::default() }));
    drive.keys("PgDn PgDn");
    assert!(says(&drive, "journal line 3, hash 5e1f"), "{}", draw(&drive.app).text());
    assert!(says(&drive, "3 records, head"), "{}", draw(&drive.app).text());
    // What was said of another outcome is no record of this one.
    drive.keys("Esc Enter");
    run.items[0].outcome = Some(Verdict::Unknown);
    drive.msg(Msg::Past(Past { runs: vec![run], ..Past::default() }));
    assert!(!says(&drive, "journal line"), "{}", draw(&drive.app).text());
}

/// That it is bound there is no outcome while an earlier request may still take it off, however the dialog was opened.
#[test]
fn bound_there_is_no_outcome_while_an_unbind_is_open() {
    let mut drive = Drive::new(&[free()]);
    drive.keys("H");
    drive.msg(Msg::Past(past()));
    drive.open.clear();
    drive.keys("b");
    let asks = |effect: &Effect| matches!(effect, Effect::ReadOpen(_));
    assert_eq!(drive.open.iter().filter(|effect| asks(effect)).count(), 1);
    drive.rows = vec![bound(77)];
    drive.answer_all();
    let plan = |drive: &Drive| drive.app.dialog.as_ref().unwrap().plan.clone();
    assert_eq!(plan(&drive).already.len(), 1, "nothing else is known");
    drive.msg(Msg::Open(vec![bound(78).eip_id]));
    assert_eq!(plan(&drive).already.len(), 1, "that is another one");
    drive.msg(Msg::Open(vec![bound(77).eip_id]));
    let now = plan(&drive);
    assert_eq!((now.already.len(), now.refusals[0].reason.word()), (0, "unbindOpen"));
    let text = draw(&drive.app).text();
    assert!(text.contains("an earlier request to unbind it has no outcome yet"), "{text}");
    // Its outcome is found meanwhile.
    drive.open.clear();
    let (id, eip, at) = (("r1".to_owned(), 0), bound(77).address(), drive.app.now.wall);
    let state = UnfinishedState::Settled(Verdict::Refused);
    drive.msg(Msg::Unfinished(Unfinished { id, eip, at, state }));
    assert!(drive.open.iter().any(asks), "the journal is asked again");
    drive.msg(Msg::Open(vec![]));
    assert_eq!(plan(&drive).already.len(), 1);
}

/// It was off when that was confirmed; that it is bound there right before sending is a change, and no "bound already", for the same reason.
#[test]
fn bound_there_right_before_sending_is_a_change_while_an_unbind_is_open() {
    for (open, word) in [(vec![], Verdict::AlreadyBound), (vec![free().eip_id], Verdict::Drifted)] {
        let mut drive = Drive::new(&[bound(77)]);
        drive.rows = vec![free()];
        drive.keys("r");
        drive.answer_all();
        drive.keys("b");
        asked(&mut drive);
        let there = former_target(&bound(77));
        drive.msg(Msg::Places(vec![was(there)]));
        drive.msg(Msg::Open(open));
        drive.answer_all();
        drive.wait(300);
        drive.keys("7 7 Enter");
        let RunEffect::Recheck { item, seq, .. } = drive.run_effect() else { panic!() };
        drive.run(RunMsg::Rechecked(item, seq, Box::new(bound(77).into())));
        let run = drive.app.dialog.as_ref().unwrap().run.as_ref().unwrap();
        assert_eq!((run.items[0].outcome.as_ref().unwrap().word, drive.sent), (word, 0));
    }
}

/// Of what was not begun the record names no region: where it was looked for is said.
#[test]
fn what_was_not_begun_and_is_not_there_says_where_it_was_looked_for() {
    let mut past = past();
    let gone = NotBegun { eip_id: EipId::parse("eip-gone").unwrap(), eip: None };
    past.runs[0].not_begun = vec![gone];
    for (lang, says) in [
        (Lang::En, "no such EIP in ap-guangzhou of this account"),
        (Lang::Zh, "没有此 EIP（该账号，ap-guangzhou）"),
    ] {
        let mut drive = Drive::new(&[bound(77)]);
        drive.app.session.lang = lang;
        drive.keys("H");
        drive.msg(Msg::Past(past.clone()));
        drive.keys("Enter u");
        let text = draw(&drive.app).text();
        assert!(!text.contains(says), "it was not read yet: {text}");
        assert!(matches!(drive.arming(), Arming::Reading(_)), "{text}");
        drive.answer_all();
        drive.wait(300);
        let text = draw(&drive.app).text();
        assert!(text.contains(says), "{text}");
    }
}
