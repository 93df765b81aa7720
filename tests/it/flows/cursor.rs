//! Cursor and marks follow ids, never row numbers.

use super::drive::Drive;
use crate::support::values::bound;
use eip_unbind::app::{Effect, Key, Msg, Query};

fn current(drive: &Drive) -> &str {
    drive.app.current_eip().map_or("", |eip| eip.eip_id.as_str())
}

fn text(drive: &mut Drive, text: &str) {
    text.chars().for_each(|c| drive.msg(Msg::Key(Key::char(c))));
}

#[test]
fn in_the_pair_view_the_cursor_stays_on_its_pair_while_pages_come() {
    let mut drive = Drive::new(&(1..=120).map(bound).collect::<Vec<_>>());
    drive.keys("t");
    drive.answer_all();
    drive.keys("G");
    let pair = |drive: &Drive| drive.app.nics.as_ref().unwrap().cursor.clone().unwrap();
    assert_eq!(pair(&drive).0, "eni-00000120");
    drive.keys("r");
    let first = drive
        .open
        .iter()
        .position(|e| matches!(e, Effect::Fetch(_, Query::Nics { offset: 0, .. })))
        .unwrap();
    let Effect::Fetch(id, query) = drive.open.remove(first) else { unreachable!() };
    drive.reply(id, &query);
    assert_eq!(pair(&drive).0, "eni-00000120", "one page of three came");
    drive.answer_all();
    assert_eq!(pair(&drive).0, "eni-00000120");
}

#[test]
fn marks_and_cursor_follow_ids() {
    let mut drive = Drive::new(&[bound(77), bound(78), bound(79)]);
    drive.keys("j Space");
    assert_eq!(drive.app.list.marks[0].1.as_str(), "eip-00000078");
    assert_eq!(drive.app.current_eip().unwrap().eip_id.as_str(), "eip-00000079");
    drive.rows = vec![bound(11), bound(78), bound(79)];
    drive.keys("r");
    drive.answer_all();
    assert_eq!(
        drive.app.current_eip().unwrap().eip_id.as_str(),
        "eip-00000079",
        "the cursor did not move"
    );
    drive.rows = vec![bound(11), bound(79)];
    drive.keys("r");
    drive.answer_all();
    assert!(drive.app.list.marks.is_empty(), "a mark on a row that is gone goes too");
}

#[test]
fn the_cursor_waits_on_the_first_row_until_all_are_read() {
    let mut drive = Drive::new(&[bound(77), bound(78)]);
    drive.rows = vec![bound(11), bound(77), bound(78)];
    drive.keys("r");
    drive.answer_all();
    assert_eq!(
        current(&drive),
        "eip-00000077",
        "a row that came in front of it takes nothing away"
    );

    let rows: Vec<_> = (1..=120).map(bound).collect();
    let mut slow = Drive::unread(&rows);
    assert_eq!(current(&slow), "");
    slow.answer(|query| matches!(query, Query::Eips { offset: 0, .. }));
    slow.answer(|query| matches!(query, Query::Eips { offset: 100, .. }));
    assert_eq!(current(&slow), "eip-00000001");
}

#[test]
fn a_filter_goes_to_what_it_found_first_and_what_was_kept_stays() {
    let mut drive = Drive::new(&[bound(11), bound(77), bound(78), bound(79), bound(90)]);
    drive.keys("G /");
    text(&mut drive, "web-7");
    assert_eq!(current(&drive), "eip-00000077", "the first of three");
    text(&mut drive, "8");
    assert_eq!(current(&drive), "eip-00000078");
    drive.keys("Backspace Backspace Backspace Backspace Backspace Backspace");
    assert_eq!(current(&drive), "eip-00000090", "nothing was kept: where it was before");
    text(&mut drive, "web-78");
    drive.keys("Enter Esc");
    assert_eq!(current(&drive), "eip-00000078", "kept: there without the filter, too");

    let mut unused = Drive::new(&[bound(11), bound(77)]);
    unused.keys("/");
    text(&mut unused, "web-77");
    unused.keys("Enter Esc");
    assert_eq!(current(&unused), "eip-00000077");
}

#[test]
fn either_view_begins_where_the_other_was() {
    let mut drive = Drive::new(&(1..=120).map(bound).collect::<Vec<_>>());
    let pair = |drive: &Drive| drive.app.nics.as_ref().unwrap().cursor.clone().unwrap().0;
    drive.keys("G t");
    drive.answer_all();
    assert_eq!((pair(&drive).as_str(), current(&drive)), ("eni-00000120", "eip-00000120"));
    drive.keys("k t");
    assert_eq!(current(&drive), "eip-00000119");
}
