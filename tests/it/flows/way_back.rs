//! The way back on screen: `b` in list, detail, history, an opened run, and where there is nothing to unbind; the chooser of places.

use super::Drive;
use crate::support::values::{bound, region, unbound};
use eip_unbind::app::copied::Copied;
use eip_unbind::app::dialog::Purpose;
use eip_unbind::app::history::{HistoryRow, Past};
use eip_unbind::app::msg::FormerPlace;
use eip_unbind::app::{Effect, Msg, Overlay};
use eip_unbind::domain::{BindTarget, Eip, NetworkInterfaceId};
use eip_unbind::unbind::Verdict;
use eip_unbind::unbind::report::{ItemReport, RunReport};

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
