//! What recovery reads of a journal is what it would find in all of it, and no more is held.

use super::{folder, intent, journal, lines, note, sent, settled};
use eip_unbind::domain::EipId;
use eip_unbind::journal::{
    Journal, open_from, open_intents, scan_from, scan_last, scan_open, verdict_in, verify,
};
use eip_unbind::unbind::{Record, Verdict};
use proptest::prelude::*;
use std::fs;

#[expect(clippy::wildcard_enum_match_arm, reason = "only intents name an EIP")]
fn of_eip(record: Record, eip: u8) -> Record {
    match record {
        Record::Intent { run_id, item, attempt, at, mut intent } => {
            intent.eip_id = EipId::parse(&format!("eip-{eip}")).unwrap();
            Record::Intent { run_id, item, attempt, at, intent }
        }
        other => other,
    }
}

/// A record of one of three runs with two items each; every item has one EIP, and two runs share theirs.
fn record((kind, run, item): (u8, u8, usize), second: i64) -> Record {
    let name = format!("r{run}");
    match kind {
        0 | 1 => of_eip(intent(&name, item, second), (run % 2) * 2 + item as u8),
        2 => sent(&name, item, second, "accepted"),
        3 => note(&name, item, second),
        _ => settled(&name, item, second, Verdict::Verified),
    }
}

/// The file that these records make, with some lines cut short.
fn file(steps: &[((u8, u8, usize), bool)]) -> Vec<u8> {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = Journal::open(&dir.path().join("state"), super::who()).unwrap();
    for (second, (step, _)) in steps.iter().enumerate() {
        journal.append(&record(*step, second as i64)).unwrap();
    }
    let bytes = fs::read(journal.path()).unwrap_or_default();
    let cut = |(line, (_, torn)): (&[u8], &((u8, u8, usize), bool))| {
        let end = if *torn { line.len() / 2 } else { line.len() };
        [&line[..end], b"\n"].concat()
    };
    if steps.is_empty() {
        vec![]
    } else {
        lines(&bytes).into_iter().zip(steps).flat_map(cut).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn recovery_finds_the_same_in_a_part(steps in proptest::collection::vec(((0_u8..5, 0_u8..3, 0_usize..2), prop::bool::weighted(0.1)), 0..24)) {
        let bytes = file(&steps);
        let whole = scan_from(bytes.as_slice()).unwrap();
        let part = open_from(bytes.as_slice()).unwrap();
        let open = |scan| {
            let mut open = open_intents(scan, &|_| false, "bastion");
            open.sort_by_key(|intent| intent.at);
            open
        };
        prop_assert_eq!(open(&whole), open(&part));
        prop_assert!(part.lines.len() <= whole.lines.len());
    }
}

#[test]
fn what_is_settled_is_not_held() {
    let mut records = Vec::new();
    for run in 0..40 {
        let name = format!("r{run}");
        records.extend([
            intent(&name, 0, run * 10),
            sent(&name, 0, run * 10 + 1, "accepted"),
            settled(&name, 0, run * 10 + 2, Verdict::Verified),
        ]);
    }
    records.push(intent("open", 0, 1_000));
    let (_dir, journal) = journal(&records);
    let scan = scan_open(folder(&journal)).unwrap();
    assert_eq!((scan.total, scan.lines.len()), (121, 1));
    assert_eq!(scan.lines[0].number, 121);
    assert_eq!(verdict_in(folder(&journal), "r7", 0).unwrap(), Some(Verdict::Verified));
    assert_eq!(verdict_in(folder(&journal), "open", 0).unwrap(), None);
}

#[test]
fn a_screen_holds_the_last_lines_and_the_whole_chain_is_judged() {
    let records: Vec<Record> = (0..50).map(|n| note("r", 0, n)).collect();
    let (_dir, journal) = journal(&records);
    let all = fs::read(journal.path()).unwrap();
    let last = scan_last(folder(&journal), all.len() / 5).unwrap();
    assert_eq!((last.total, last.lines.len() + last.left_out), (50, 50));
    assert!((5..=11).contains(&last.lines.len()), "{}", last.lines.len());
    assert_eq!(last.lines.last().unwrap().number, 50);
    assert!(last.chain().intact);
    fs::write(journal.path(), String::from_utf8(all).unwrap().replacen("bastion", "bastioN", 1))
        .unwrap();
    let broken = scan_last(folder(&journal), 0).unwrap();
    assert_eq!(broken.chain().first_broken, Some(1), "a line that is not held");
    assert!(!verify(folder(&journal)).unwrap().intact);
}
