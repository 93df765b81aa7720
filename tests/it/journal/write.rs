//! Writing: crash points, places that can't be written, several writers.

use super::{at, folder, four, intent, journal, lines, note, verdict, who};
use crate::support::cli::assert_inert;
use eip_unbind::journal::{
    FILE_NAME, HistoryFilter, Journal, JournalErrorKind, RunLock, history, line, scan, verify,
};
use eip_unbind::text::Lang;
use eip_unbind::text::journal::failed;
use eip_unbind::unbind::record::Settled;
use eip_unbind::unbind::{Record, Verdict};
use sha2::{Digest as _, Sha256};
use std::fs::{self, File, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[test]
fn what_is_written_is_read_and_every_line_names_the_one_before() {
    let (_dir, journal) = journal(&four());
    let bytes = fs::read(journal.path()).unwrap();
    let mut prev = "0".repeat(64);
    for (index, line) in lines(&bytes).into_iter().enumerate() {
        let value: serde_json::Value = serde_json::from_slice(line).unwrap();
        assert_eq!(value["v"], 1);
        assert_eq!(value["seq"], index + 1);
        assert_eq!(value["prev"], *prev);
        assert_eq!(value["who"]["host"], "bastion");
        assert_eq!(value["who"]["startedAt"], at(-5).to_string());
        prev = hex::encode(Sha256::digest(line));
    }
    let scan = scan(folder(&journal)).unwrap();
    assert_eq!(scan.lines.iter().map(|l| l.record.clone()).collect::<Vec<_>>(), four());
    assert!(scan.problems.is_empty());
    assert!(verify(folder(&journal)).unwrap().intact);
}

#[test]
fn a_line_holds_nothing_that_acts_on_a_terminal() {
    let (_dir, mut journal) = journal(&four()[..1]);
    let bytes = fs::read_to_string(journal.path()).unwrap();
    assert_inert("the line", &bytes);
    assert!(bytes.contains("\\u202e") && bytes.contains("攻击"), "{bytes}");
    // A line of a version that wrote such characters as they are says the same, and the chain goes on from its bytes.
    let old = bytes.replace("\\u202e", "\u{202e}");
    fs::write(journal.path(), &old).unwrap();
    journal.append(&four()[1]).unwrap();
    let scan = scan(folder(&journal)).unwrap();
    assert_eq!(scan.lines.iter().map(|l| l.record.clone()).collect::<Vec<_>>(), four()[..2]);
    assert!(scan.chain().intact, "{:?}", scan.problems);
    assert!(
        fs::read_to_string(journal.path()).unwrap().starts_with(&old),
        "what was written is kept"
    );
}

#[test]
fn what_a_crash_left_open_gets_one_verdict_however_many_look_for_it() {
    let (_dir, mut one) = journal(&four()[..2]);
    let mut two = Journal::open(folder(&one), who()).unwrap();
    let found = |outcome| Record::Settled {
        run_id: "r1".into(),
        item: 0,
        at: super::at(90),
        settled: Box::new(Settled { recovered: true, ..verdict(outcome) }),
    };
    one.append(&found(Verdict::StillSettling)).unwrap();
    assert_eq!(two.append(&found(Verdict::Verified)).unwrap_err().kind, JournalErrorKind::Settled);
    assert_eq!(scan(folder(&one)).unwrap().verdict_of("r1", 0), Some(Verdict::StillSettling));
    assert!(verify(folder(&one)).unwrap().intact && scan(folder(&one)).unwrap().lines.len() == 3);
    // What a run that lives finds out later about its own request is added all the same.
    two.append(&four()[2]).unwrap();
    assert_eq!(scan(folder(&one)).unwrap().verdict_of("r1", 0), Some(Verdict::Verified));
}

#[test]
fn files_and_folders_are_for_this_user_alone() {
    let (_dir, mut journal) = journal(&four());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(journal.path()), mode(folder(&journal))), (0o600, 0o700));
    let lock = RunLock::take(folder(&journal), &who()).unwrap();
    assert_eq!(mode(lock.path()), 0o600);
    fs::set_permissions(journal.path(), Permissions::from_mode(0o644)).unwrap();
    journal.append(&note("r1", 0, 60)).unwrap();
    assert_eq!(mode(journal.path()), 0o600, "a journal that others could read is closed again");
}

#[test]
fn a_folder_that_exists_keeps_its_permissions() {
    let dir = tempfile::tempdir().unwrap();
    fs::set_permissions(dir.path(), Permissions::from_mode(0o755)).unwrap();
    Journal::open(dir.path(), who()).unwrap();
    assert_eq!(fs::metadata(dir.path()).unwrap().permissions().mode() & 0o777, 0o755);
}

#[test]
fn a_crash_at_every_byte_of_the_last_line_is_survived() {
    let (_dir, journal) = journal(&four()[..2]);
    let before = fs::metadata(journal.path()).unwrap().len();
    let state = folder(&journal).to_owned();
    Journal::open(&state, who()).unwrap().append(&four()[2]).unwrap();
    let whole = fs::read(state.join(FILE_NAME)).unwrap();
    for cut in before as usize..=whole.len() {
        let is_torn = cut as u64 > before && cut < whole.len();
        // Zeros may stand where the rest of the line was to be.
        let with_zeros = is_torn && (cut % 16 == 0 || cut == whole.len() - 1);
        for zeros in if with_zeros { vec![0, 7] } else { vec![0] } {
            let mut left = whole[..cut].to_vec();
            left.resize(cut + zeros, 0);
            fs::write(state.join(FILE_NAME), &left).unwrap();
            let nothing_lost = cut == whole.len() || (cut == whole.len() - 1 && left.len() == cut);
            let seen = verify(&state).unwrap();
            assert!(seen.intact, "cut at {cut}");
            assert_eq!(seen.torn, if is_torn { vec![3] } else { vec![] }, "cut at {cut}");

            let number = Journal::open(&state, who()).unwrap().append(&four()[3]).unwrap();
            assert_eq!(number, if is_torn || nothing_lost { 4 } else { 3 }, "cut at {cut}");
            let after = fs::read(state.join(FILE_NAME)).unwrap();
            assert!(after.starts_with(&left), "what was torn is kept: cut at {cut}");
            let seen = scan(&state).unwrap();
            assert!(seen.chain().intact, "cut at {cut}: {:?}", seen.problems);
            assert_eq!(
                seen.chain().torn,
                if is_torn && !nothing_lost { vec![3] } else { vec![] },
                "cut at {cut}"
            );
            assert_eq!(seen.lines.len(), if nothing_lost { 4 } else { 3 });
            assert_eq!(seen.lines.last().unwrap().record, four()[3]);
            assert_eq!(
                seen.lines.last().unwrap().seq,
                number,
                "a line's own number is its number in the file"
            );
        }
    }
}

#[test]
fn a_first_line_that_is_torn_and_several_torn_lines_are_stepped_over() {
    let (_dir, mut journal) = journal(&[]);
    fs::write(journal.path(), b"{\"v\":1,\"se").unwrap();
    assert_eq!(journal.append(&four()[0]).unwrap(), 2);
    File::options()
        .append(true)
        .open(journal.path())
        .unwrap()
        .write_all(b"{\"v\":1,\n{\"v\":")
        .unwrap();
    assert_eq!(journal.append(&four()[1]).unwrap(), 5);
    let seen = verify(folder(&journal)).unwrap();
    assert_eq!((seen.intact, seen.torn, seen.lines), (true, vec![1, 3, 4], 5));
}

#[test]
fn a_journal_that_was_moved_away_is_begun_anew_not_written_to_in_the_dark() {
    let (dir, mut journal) = journal(&four());
    fs::rename(journal.path(), dir.path().join("old")).unwrap();
    assert_eq!(journal.append(&intent("r2", 0, 100)).unwrap(), 1);
    assert_eq!(scan(folder(&journal)).unwrap().total, 1);
}

// Places that can't be written

fn kind_of_opening(dir: &Path) -> JournalErrorKind {
    Journal::open(dir, who()).unwrap_err().kind
}

#[test]
fn places_that_do_not_serve_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "x").unwrap();
    assert_eq!(kind_of_opening(&file), JournalErrorKind::NotAFolder);
    assert_eq!(kind_of_opening(&file.join("below")), JournalErrorKind::NotAFolder);
    assert_eq!(kind_of_opening(Path::new("")), JournalErrorKind::NoFolder);

    let linked = dir.path().join("linked");
    fs::create_dir(&linked).unwrap();
    symlink(&file, linked.join(FILE_NAME)).unwrap();
    assert_eq!(kind_of_opening(&linked), JournalErrorKind::SymbolicLink);
    assert_eq!(scan(&linked).unwrap_err().kind, JournalErrorKind::SymbolicLink);
    assert_eq!(fs::read(&file).unwrap(), b"x");
    fs::remove_file(&file).unwrap();
    assert_eq!(kind_of_opening(&linked), JournalErrorKind::SymbolicLink);
    assert!(!file.exists(), "a dangling link makes nothing");

    let odd = dir.path().join("odd");
    fs::create_dir_all(odd.join(FILE_NAME)).unwrap();
    assert_eq!(kind_of_opening(&odd), JournalErrorKind::NotAFile);
}

#[test]
fn a_read_only_folder_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let mut closed = dir.path().to_owned();
    fs::set_permissions(&closed, Permissions::from_mode(0o555)).unwrap();
    if File::create(closed.join("probe")).is_ok() {
        // The superuser may write anywhere but where the system itself says no.
        closed = PathBuf::from("/sys/eip-unbind-test");
        if !Path::new("/sys/kernel").exists() {
            return;
        }
    }
    let error = Journal::open(&closed.join("state"), who()).map(|_| ()).or_else(|first| {
        if first.kind == JournalErrorKind::Io {
            Journal::open(&closed, who()).map(|_| ())
        } else {
            Err(first)
        }
    });
    let error = error.unwrap_err();
    assert_eq!(error.kind, JournalErrorKind::ReadOnly, "{error:?}");
    let say = |lang| failed(lang, error.kind, &error.tail());
    let (en, zh) = (say(Lang::En), say(Lang::Zh));
    assert!(en.contains("may not be written") && zh.contains("日志不可写"), "{en} {zh}");
}

#[test]
fn a_file_that_is_no_journal_is_not_written_to() {
    let (_dir, mut journal) = journal(&[]);
    let text = "192.0.2.1 - - GET /\n".repeat(2_000);
    fs::write(journal.path(), &text).unwrap();
    assert_eq!(journal.append(&four()[0]).unwrap_err().kind, JournalErrorKind::NotAJournal);
    assert_eq!(fs::read_to_string(journal.path()).unwrap(), text);
}

#[test]
fn a_record_that_is_too_long_is_refused() {
    let (_dir, mut journal) = journal(&[]);
    let long = Settled { message: Some("x".repeat(line::MAX_LINE)), ..verdict(Verdict::Unknown) };
    let record =
        Record::Settled { run_id: "r1".into(), item: 0, at: at(0), settled: Box::new(long) };
    assert_eq!(journal.append(&record).unwrap_err().kind, JournalErrorKind::TooLong);
    assert_eq!(fs::metadata(journal.path()).unwrap().len(), 0);
}

// Several writers

/// Appends as its environment tells it: other tests run it in a process of its own. On its own it appends to a folder of its own.
#[test]
#[expect(clippy::disallowed_methods, reason = "how a test tells another process what to do")]
fn a_writer_appends_what_it_is_told() {
    let own = tempfile::tempdir().unwrap();
    let told = std::env::var(ORDERS).unwrap_or_else(|_| format!("{}|own|3", own.path().display()));
    let [dir, run, count] = told.split('|').collect::<Vec<_>>()[..] else { panic!("{told}") };
    let mut journal = Journal::open(Path::new(dir), who()).unwrap();
    for item in 0..count.parse().unwrap() {
        if let Err(error) = journal.append(&intent(run, item, 0)) {
            println!("kind={:?} item={item}", error.kind);
            return;
        }
    }
    assert!(verify(Path::new(dir)).unwrap().intact);
    println!("kind=None");
}

const ORDERS: &str = "EIP_UNBIND_TEST_WRITER";

fn child(shell: &str, dir: &Path, run: &str, count: usize) -> std::process::Child {
    Command::new("sh")
        .args(["-c", &format!("{shell} exec \"$0\" --exact journal::write::a_writer_appends_what_it_is_told --nocapture")])
        .arg(std::env::current_exe().unwrap())
        .env(ORDERS, format!("{}|{run}|{count}", dir.display()))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn check_all_there(dir: &Path, runs: &[&str], count: usize) {
    let scan = scan(dir).unwrap();
    assert_eq!(scan.problems, []);
    assert_eq!(scan.total, runs.len() * count);
    let past = history(&scan, &HistoryFilter::default());
    for run in runs {
        assert_eq!(past.iter().find(|p| p.run_id == **run).unwrap().items.len(), count);
    }
}

#[test]
fn threads_never_mix_lines() {
    let (_dir, journal) = journal(&[]);
    let state = folder(&journal);
    std::thread::scope(|scope| {
        for run in ["a", "b"] {
            scope.spawn(move || {
                let mut journal = Journal::open(state, who()).unwrap();
                for item in 0..200 {
                    journal.append(&intent(run, item, 0)).unwrap();
                }
            });
        }
    });
    check_all_there(state, &["a", "b"], 200);
}

#[test]
fn processes_never_mix_lines() {
    let (_dir, journal) = journal(&[]);
    let children = ["a", "b"].map(|run| child("", folder(&journal), run, 200));
    for child in children {
        assert!(child.wait_with_output().unwrap().status.success());
    }
    check_all_there(folder(&journal), &["a", "b"], 200);
}

#[test]
fn a_process_killed_while_it_writes_leaves_a_journal_that_goes_on() {
    let (_dir, mut journal) = journal(&[]);
    let mut child = child("", folder(&journal), "a", 1_000_000);
    while fs::metadata(journal.path()).unwrap().len() < 20_000 {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let before = verify(folder(&journal)).unwrap();
    assert!(before.intact);
    journal.append(&intent("b", 0, 1)).unwrap();
    assert!(verify(folder(&journal)).unwrap().intact);
}

#[test]
fn a_full_disk_is_told_and_leaves_no_half_line() {
    let (_dir, mut journal) = journal(&four());
    let before = fs::read(journal.path()).unwrap();
    // The largest file that this process may write stands for the disk; the signal that goes with it is ignored.
    let child = child("trap '' XFSZ; ulimit -f 8;", folder(&journal), "full", 1_000);
    let output = child.wait_with_output().unwrap();
    let talk = String::from_utf8_lossy(&output.stdout);
    assert!(talk.contains("kind=DiskFull"), "{talk}");
    let after = fs::read(journal.path()).unwrap();
    assert!(after.starts_with(&before) && after.ends_with(b"\n"));
    assert_eq!(scan(folder(&journal)).unwrap().problems, []);
    journal.append(&note("r1", 0, 60)).unwrap();
    assert!(verify(folder(&journal)).unwrap().intact);
}

#[test]
fn run_locks_taken_at_once_do_not_sweep_each_other_away() {
    let dir = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for pid in 1..=16_u32 {
            let dir = dir.path();
            scope.spawn(move || {
                for round in 0..20 {
                    let me = eip_unbind::journal::Who { pid: pid * 100 + round, ..who() };
                    let lock = RunLock::take(dir, &me).unwrap();
                    assert!(eip_unbind::journal::is_alive(dir, &me));
                    drop(lock);
                }
            });
        }
    });
}
