//! Rows in transition, and readings of single rows while the list is being read.

use super::drive::Drive;
use crate::support::values::{bound, unbound};
use eip_unbind::app::{Effect, Query};
use eip_unbind::domain::{Eip, EipStatus, InstanceId};

fn creating(last_octet: u8) -> Eip {
    Eip { status: EipStatus::Creating, ..bound(last_octet) }
}

/// The rows that are asked for by themselves, 2 s later.
fn watched(drive: &mut Drive) -> Vec<String> {
    drive.wait(2_000);
    let single = |effect: &Effect| {
        let Effect::Fetch(_, Query::Eips { query, .. }) = effect else { return None };
        (!query.eip_ids.is_empty()).then(|| query.eip_ids.iter().map(ToString::to_string).collect())
    };
    let ids = drive.open.iter().find_map(single);
    drive.answer_all();
    ids.unwrap_or_default()
}

#[test]
fn a_row_that_is_stuck_ends_the_watch_of_no_other() {
    let mut drive = Drive::new(&[creating(77), bound(78)]);
    let mut rounds = 0;
    while watched(&mut drive) == ["eip-00000077"] {
        rounds += 1;
    }
    assert!((85..=91).contains(&rounds), "about 3 min: {rounds}");
    drive.wait(30_000);
    drive.answer_all();
    assert!(watched(&mut drive).is_empty());
    drive.rows[1] = Eip { status: EipStatus::Unbinding, ..bound(78) };
    drive.keys("r");
    drive.answer_all();
    assert_eq!(watched(&mut drive), ["eip-00000078"]);
    assert_eq!(watched(&mut drive), ["eip-00000078"]);
    drive.rows[1] = unbound(&bound(78));
    assert_eq!(watched(&mut drive), ["eip-00000078"]);
    assert_eq!(drive.app.inventory.regions[0].eips[1].status, EipStatus::Unbound);
    assert!(watched(&mut drive).is_empty());
    // Its next change is watched anew.
    drive.rows[1] = Eip { status: EipStatus::Binding, ..bound(78) };
    drive.keys("r");
    drive.answer_all();
    assert_eq!(watched(&mut drive), ["eip-00000078"]);
}

#[test]
fn of_many_those_that_began_last_are_watched() {
    let mut drive = Drive::new(&(1..=25).map(creating).collect::<Vec<_>>());
    assert_eq!(watched(&mut drive).len(), 20);
    drive.rows.extend([creating(77), creating(78)]);
    drive.keys("r");
    drive.answer_all();
    let ids = watched(&mut drive);
    assert!(
        ids.len() == 20
            && ["eip-00000077", "eip-00000078"]
                .iter()
                .all(|id| ids.iter().any(|asked| asked == id)),
        "{ids:?}"
    );
}

#[test]
fn of_two_readings_of_a_row_the_later_asked_is_shown() {
    let rows: Vec<Eip> = (1..=120).map(bound).collect();
    let mut drive = Drive::new(&rows);
    drive.keys("r");
    // While the first page is out, single readings come; the second page is asked for after them.
    drive.app.inventory.patch(&[unbound(&rows[4]), rows[110].clone()]);
    drive.rows[110] = unbound(&rows[110]);
    drive.answer_all();
    let status = |at: usize| drive.app.inventory.regions[0].eips[at].status.clone();
    assert_eq!(status(4), EipStatus::Unbound, "the page was asked for before");
    assert_eq!(status(110), EipStatus::Unbound, "the page was asked for after");
}

#[test]
fn an_eip_that_reads_otherwise_each_time_is_asked_for_every_two_seconds() {
    let mut drive = Drive::new(&[bound(77)]);
    drive.keys("u");
    let (mut asked, mut last) = (0, 0);
    for server in 0..200 {
        drive.rows[0].un_instance_id = InstanceId::parse(&format!("ins-{server:08}"));
        drive.wait(100);
        let of_it = |effect: &Effect| matches!(effect, Effect::Fetch(_, Query::Eips { query, .. }) if query.is_of_one());
        asked += drive.open.iter().filter(|effect| of_it(effect)).count();
        last = drive.open.len();
        for effect in std::mem::take(&mut drive.open) {
            if let Effect::Fetch(id, query) = effect {
                drive.reply(id, &query);
            }
        }
    }
    assert!((8..=13).contains(&asked) && last < 5, "in 20 s: {asked}");
    // When it holds still it can be confirmed as ever.
    drive.wait(2_000);
    drive.answer_all();
    drive.wait(2_000);
    drive.answer_all();
    assert!(drive.app.dialog.as_ref().is_some_and(|dialog| dialog.targets[0].confirmed));
}
