//! What a NIC told of an EIP stays known: in the list and the detail, with its time.

use super::drive::Drive;
use crate::support::values::{bound, unbound};
use eip_unbind::app::{Effect, Msg};
use eip_unbind::domain::{Accepted, Eip, EipId, EipStatus, Region};
use eip_unbind::text::status::{Look, look};
use eip_unbind::unbind::{RunEffect, RunMsg};

#[test]
fn what_the_dialog_learned_of_a_block_is_in_list_and_detail() {
    let mut drive = Drive::new(&[bound(77)]);
    drive.blocked = Some(true);
    drive.keys("u");
    drive.answer_all();
    drive.keys("Esc");
    let row = |drive: &Drive| drive.app.inventory.regions[0].eips[0].clone();
    let eip = |drive: &Drive| row(drive).blocked;
    assert_eq!(eip(&drive), Some(true), "one value everywhere");
    drive.keys("r");
    drive.answer_all();
    assert_eq!(
        eip(&drive),
        Some(true),
        "the list of API 2.0 does not report it, and does not take it back"
    );
    assert!(drive.app.inventory.blocked_read_at(&row(&drive)).is_some());
}

/// API 2.0 tells nothing of a block once the EIP is off its NIC: that is no change, and no reason to forget it.
#[test]
fn a_block_is_remembered_when_the_eip_is_bound_again() {
    let eip = bound(77);
    let mut drive = Drive::new(std::slice::from_ref(&eip));
    drive.blocked = Some(true);
    drive.keys("u");
    drive.answer_all();
    drive.wait(300);
    // Blocked is a danger: the longer token.
    drive.keys("1 1 3 . 7 7 Enter");
    drive.finish_run(&Eip { blocked: Some(true), ..eip.clone() });
    drive.rows = vec![unbound(&eip)];
    drive.keys("b");
    drive.answer_all();
    let dialog = drive.app.dialog.as_ref().unwrap();
    let item = dialog.first().expect("it can be bound");
    assert_eq!((item.before.blocked, &dialog.targets[0].changed_from), (None, &None));
    assert!(drive.app.inventory.block_seen(&item.before).is_some());
}

/// A link that was kept is known wherever the EIP is shown, though the cloud goes on calling it bound; and it can be bound from there.
#[test]
fn a_kept_link_is_known_in_the_list_until_a_row_says_otherwise() {
    let eip = bound(77);
    let mut drive = Drive::new(std::slice::from_ref(&eip));
    drive.primary = (false, true);
    drive.keys("u");
    drive.answer_all();
    drive.wait(300);
    drive.keys("d");
    drive.answer_all();
    drive.wait(300);
    drive.keys("7 7 Enter");
    let kept = Eip { un_instance_id: None, status: EipStatus::Bound, ..eip.clone() };
    drive.carry_out(&eip, || Ok(Accepted::default()), &kept);
    drive.rows = vec![kept];
    drive.keys("Esc r");
    drive.answer_all();
    let row = drive.app.inventory.regions[0].eips[0].clone();
    assert_eq!((look(&row), row.is_free()), (Look::LinkKept, true));
    drive.keys("b");
    assert!(drive.open.iter().any(|effect| matches!(effect, Effect::ReadPlaces(..))));
    // Somebody binds it: the memory gives way to the row.
    drive.rows = vec![eip];
    drive.keys("r");
    drive.answer_all();
    assert_eq!(look(&drive.app.inventory.regions[0].eips[0]), Look::Bound);
}

/// Another process took it off, yesterday say: the journal is asked about each such row, and tells of its link.
#[test]
fn a_kept_link_of_another_day_is_asked_of_the_journal() {
    let eip = bound(77);
    let kept = Eip { un_instance_id: None, status: EipStatus::Bound, ..eip.clone() };
    let id = || (kept.region.clone(), kept.eip_id.clone());
    let mut drive = Drive::new(&[kept.clone(), bound(78)]);
    let asked: Vec<_> = drive.open.iter().filter_map(links).collect();
    assert_eq!(asked, [vec![id()]], "that row alone");
    for _ in 0..5 {
        drive.keys("r");
        drive.answer_all();
    }
    assert_eq!(
        drive.open.iter().filter_map(links).count(),
        3,
        "its outcome may not be written yet"
    );
    let row = |drive: &Drive| drive.app.inventory.regions[0].eips[0].clone();
    assert_eq!(look(&row(&drive)), Look::Bound, "nobody knows better yet");
    let nic = kept.network_interface_id.clone().unwrap();
    drive.msg(Msg::Links(vec![(kept.region.clone(), kept.eip_id.clone(), nic)]));
    assert_eq!((look(&row(&drive)), row(&drive).is_free()), (Look::LinkKept, true));
    drive.keys("b");
    assert!(drive.open.iter().any(|effect| matches!(effect, Effect::ReadPlaces(..))));
}

fn links(effect: &Effect) -> Option<Vec<(Region, EipId)>> {
    if let Effect::ReadLinks(eips, _) = effect { Some(eips.clone()) } else { None }
}

/// What went out before, and was never settled, is said before another request is confirmed.
#[test]
fn an_open_request_is_known_to_the_next_dialog() {
    let eip = bound(77);
    let mut drive = Drive::armed(std::slice::from_ref(&eip));
    assert_eq!(drive.app.open_request(&eip), None);
    drive.keys("7 7 Enter");
    drive.fail_run(&eip);
    drive.keys("Esc");
    drive.answer_all();
    let (_, run) = drive.app.open_request(&eip).expect("its outcome is unknown");
    assert_eq!(run, "r7-1");
    // The look that goes on sees it unbound after all.
    let (no, seq) = (drive.app.runs, drive.app.follow_up.runs[0].1.items[0].seq);
    drive.msg(Msg::Run(no, RunMsg::Due(0, seq)));
    drive.open.retain(|effect| matches!(effect, Effect::Run(_, RunEffect::Look { .. })));
    let RunEffect::Look { item, seq, .. } = drive.run_effect() else { panic!("{:?}", drive.open) };
    let seen = RunMsg::Looked(item, seq, Box::new(unbound(&eip).into()));
    drive.msg(Msg::Run(no, seen));
    assert_eq!(drive.app.open_request(&eip), None);
}
