//! What a NIC told of an EIP stays known: in the list and the detail, with its time.

use super::drive::Drive;
use crate::support::values::bound;

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
