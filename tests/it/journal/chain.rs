//! Reading whatever the file holds, and judging its chain.

use super::{folder, four, journal, lines, note};
use eip_unbind::journal::{
    HistoryFilter, Problem, ProblemKind, Scan, history, open_intents, scan, scan_from, verify,
};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use std::fs::{self, File};
use std::io::Write as _;

fn problems(bytes: &[u8]) -> Vec<Problem> {
    scan_from(bytes).unwrap().problems
}

fn first_broken(bytes: &[u8]) -> Option<usize> {
    scan_from(bytes).unwrap().chain().first_broken
}

#[test]
fn every_changed_byte_before_the_last_line_is_found_and_its_line_named() {
    let (_dir, journal) = journal(&four());
    let bytes = fs::read(journal.path()).unwrap();
    let protected = bytes.len() - lines(&bytes)[3].len() - 1;
    for index in (0..protected).filter(|i| bytes[*i] != b'\n') {
        let mut changed = bytes.clone();
        changed[index] ^= 1;
        let number = bytes[..index].split(|b| *b == b'\n').count();
        if changed[index] != b'\n' {
            assert_eq!(
                first_broken(&changed),
                Some(number),
                "byte {index}: {:?}",
                problems(&changed)
            );
        }
    }
}

#[test]
fn removed_added_and_moved_lines_are_found() {
    let (_dir, journal) = journal(&four());
    let bytes = fs::read(journal.path()).unwrap();
    let l = lines(&bytes);
    let file = |order: &[&[u8]]| {
        order.iter().flat_map(|line| [*line, b"\n"].concat()).collect::<Vec<u8>>()
    };
    assert_eq!(first_broken(&file(&l)), None);
    assert_eq!(first_broken(&file(&[l[1], l[2], l[3]])), Some(1), "the head is missing");
    assert_eq!(first_broken(&file(&[l[0], l[2], l[3]])), Some(2), "one is missing");
    assert_eq!(first_broken(&file(&[l[0], l[1], l[1], l[2], l[3]])), Some(3), "one is doubled");
    assert_eq!(first_broken(&file(&[l[0], l[2], l[1], l[3]])), Some(2), "two changed places");
    assert_eq!(first_broken(&file(&[l[0], b"hello", l[1], l[2]])), Some(2), "one was put in");
    assert_eq!(
        first_broken(&file(&[l[0], &l[1][..40], l[2], l[3]])),
        Some(2),
        "shortened, not torn: it was whole once"
    );
    assert_eq!(first_broken(&file(&[&l[0][..40], l[1]])), Some(1));
    assert_eq!(first_broken(&file(&[l[0], l[1], &l[2][..40]])), None);
    assert_eq!(
        first_broken(&file(&[l[0], l[1], b"\xff\xfe"])),
        Some(3),
        "no beginning of a record"
    );
}

#[test]
fn a_newer_version_is_kept_in_the_chain() {
    let (_dir, mut journal) = journal(&four()[..1]);
    let prev = hex::encode(Sha256::digest(lines(&fs::read(journal.path()).unwrap())[0]));
    let newer = format!("{{\"v\":2,\"seq\":2,\"prev\":\"{prev}\",\"record\":\"dream\"}}\n");
    File::options().append(true).open(journal.path()).unwrap().write_all(newer.as_bytes()).unwrap();
    assert_eq!(journal.append(&four()[1]).unwrap(), 3);
    let scan = scan(folder(&journal)).unwrap();
    assert_eq!(scan.problems, [Problem { line: 2, kind: ProblemKind::NotUnderstood }]);
    assert!(scan.chain().intact);
    assert_eq!(scan.lines.len(), 2);
}

#[test]
fn a_line_without_end_is_read_in_bounded_memory() {
    let endless = std::io::Read::take(std::io::repeat(b'x'), 100 << 20);
    let scan = scan_from(std::io::BufReader::new(endless)).unwrap();
    assert_eq!(scan.problems, [Problem { line: 1, kind: ProblemKind::TooLong }]);
    let deep = [b"{\"v\":1,\"seq\":1,\"prev\":".as_slice(), &b"[".repeat(100_000)].concat();
    assert_eq!(scan_from(deep.as_slice()).unwrap().lines, []);
}

#[test]
fn no_journal_is_an_empty_one() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(scan(dir.path()).unwrap(), Scan::default());
    assert!(verify(&dir.path().join("nowhere")).unwrap().intact);
}

/// Lines are judged on several processors: what is said of them, and in which order, is the same as of a few.
#[test]
fn a_long_journal_is_judged_like_a_short_one() {
    let (_dir, mut journal) = journal(&four());
    for at in 5..=400 {
        assert_eq!(journal.append(&note("r9", 0, at)).unwrap(), at as u64);
    }
    let whole = fs::read(journal.path()).unwrap();
    let seen = scan_from(whole.as_slice()).unwrap();
    assert_eq!((seen.records(), seen.chain().intact), (400, true));
    assert!(seen.lines.iter().map(|line| line.number).eq(1..=400));
    for broken in [70, 199, 200, 201, 333] {
        let end = lines(&whole)[..broken].iter().map(|line| line.len() + 1).sum::<usize>();
        let mut changed = whole.clone();
        changed[end - 4] ^= 1;
        assert_eq!(first_broken(&changed), Some(broken));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_reader_takes_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let scan = scan_from(bytes.as_slice()).unwrap();
        let _ = (scan.chain(), told(&scan), open_intents(&scan, &|_| false, "h"));
        prop_assert_eq!(scan.total, bytes.split(|b| *b == b'\n').count() - usize::from(bytes.is_empty() || bytes.ends_with(b"\n")));
    }

    #[test]
    fn the_reader_takes_damaged_journals(cuts in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let (_dir, mut journal) = journal(&four());
        let mut bytes = fs::read(journal.path()).unwrap();
        for (index, byte) in cuts {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        let damaged = scan_from(bytes.as_slice()).unwrap();
        let _ = told(&damaged);
        fs::write(journal.path(), &bytes).unwrap();
        journal.append(&note("r9", 0, 1)).unwrap();
        let after = scan(folder(&journal)).unwrap();
        prop_assert_eq!(&after.lines.last().unwrap().record, &note("r9", 0, 1));
        prop_assert!(fs::read(journal.path()).unwrap().starts_with(&bytes));
    }
}

/// Every run as it is told.
fn told(scan: &Scan) -> Vec<serde_json::Value> {
    let runs = history(scan, &HistoryFilter::default());
    runs.into_iter().map(|run| run.report(scan).json()).collect()
}
