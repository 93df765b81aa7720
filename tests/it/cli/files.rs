//! What stands in the place of a file: nothing holds up the program, and nothing leads it elsewhere.

use crate::support::cli::{Done, Sim, side_by_side};
use crate::tty::term::now;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Far longer than anything here takes, and far shorter than for ever.
const SOON: Duration = Duration::from_secs(15);

fn fifo(path: &Path) -> PathBuf {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    path.to_owned()
}

fn private(dir: &Path, mode: u32) {
    std::fs::create_dir_all(dir).unwrap();
    std::fs::set_permissions(dir, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[track_caller]
fn soon(call: impl FnOnce() -> Done) -> Done {
    let start = now();
    let done = call();
    assert!(start.elapsed() < SOON, "{:?}: {done:?}", start.elapsed());
    done
}

#[test]
fn a_fifo_in_the_place_of_a_file_that_is_read_stops_at_once() {
    let sim = Sim::start("demo");
    let place = fifo(&sim.home.path().join("fifo"));
    let path = place.to_str().unwrap();
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str], &'a str);
    let cases: &[Case<'_>] = &[
        (&[], &["--config", path], "fifo"),
        (&[("EIP_UNBIND_CONFIG", path)], &[], "fifo"),
        (&[("EIP_UNBIND_CONFIG", "/dev/zero")], &[], "/dev/zero"),
        (&[("SSL_CERT_FILE", path)], &[], "not a regular file"),
        (&[], &["--log", path], "--log"),
    ];
    side_by_side(cases, |(env, args, says)| {
        let done = soon(|| sim.call_with(env, &[args, &["list"][..]].concat()));
        assert_eq!(done.code, 2, "{done:?}");
        assert!(done.err.contains(says), "{done:?}");
    });
    let no_keys = [
        ("TENCENTCLOUD_SECRET_ID", ""),
        ("TENCENTCLOUD_SECRET_KEY", ""),
        ("TENCENTCLOUD_CREDENTIALS_FILE", path),
    ];
    let done = soon(|| sim.call_with(&no_keys, &["list"]));
    assert!(done.code != 0 && done.out.is_empty(), "{done:?}");
}

#[test]
fn a_remembered_answer_that_cannot_be_read_is_none() {
    let sim = Sim::start("demo");
    fifo(&sim.state_dir().join("generation.json"));
    private(&sim.state_dir(), 0o700);
    let done = soon(|| sim.call(&["--api", "auto", "list"]));
    assert_eq!(done.code, 0, "{done:?}");
}

#[test]
fn a_journal_that_is_no_file_means_nothing_is_sent() {
    let sim = Sim::start("demo");
    fifo(&sim.state_dir().join("journal.jsonl"));
    private(&sim.state_dir(), 0o700);
    let done = soon(|| sim.call(&["unbind", "203.0.113.77", "--confirm", "77"]));
    assert_eq!((done.code, sim.mutations().len()), (7, 0), "{done:?}");
    let shown = soon(|| sim.call(&["history"]));
    assert!(shown.code != 0 && shown.err.contains("not a regular file"), "{shown:?}");
}

#[test]
fn a_state_folder_that_others_may_write_to_is_refused_with_the_mend() {
    let sim = Sim::start("demo");
    let unbind = ["unbind", "203.0.113.77", "--confirm", "77", "--wait", "0"];
    for mode in [0o777, 0o770, 0o1777, 0o702] {
        private(&sim.state_dir(), mode);
        let done = sim.call(&unbind);
        assert_eq!((done.code, sim.mutations().len()), (7, 0), "{mode:o}: {done:?}");
        assert!(done.err.contains("chmod go-w"), "{mode:o}: {done:?}");
        let doctor = sim.call(&["doctor"]);
        assert!(doctor.all().contains("chmod go-w"), "{mode:o}: {doctor:?}");
    }
    private(&sim.state_dir(), 0o755);
    assert_eq!(sim.call(&unbind).code, 6, "others may look");
}

#[test]
fn nothing_is_written_through_a_link() {
    let sim = Sim::start("demo");
    let victim = sim.home.path().join("victim");
    std::fs::write(&victim, "precious").unwrap();
    private(&sim.state_dir(), 0o700);
    for name in ["generation.json", "journal.jsonl"] {
        symlink(&victim, sim.state_dir().join(name)).unwrap();
    }
    assert_eq!(sim.call(&["--api", "auto", "list"]).code, 0);
    let done = sim.call(&["unbind", "203.0.113.77", "--confirm", "77"]);
    assert_eq!((done.code, sim.mutations().len()), (7, 0), "{done:?}");
    assert_eq!(std::fs::read_to_string(&victim).unwrap(), "precious");
}

#[test]
fn a_full_disk_under_the_log_says_nothing_on_the_screen() {
    let sim = Sim::start("demo");
    let log = sim.home.path().join("trace.log");
    let script = "ulimit -f 0; exec \"$0\" \"$@\"";
    let output = Command::new("sh")
        .args(["-c", script, crate::tty::term::BIN, "--endpoint", &sim.endpoint, "--log"])
        .arg(&log)
        .args(["-vv", "list", "--output", "json"])
        .env_clear()
        .env("HOME", sim.home.path())
        .env("TENCENTCLOUD_REGION", "gz")
        .env("TENCENTCLOUD_SECRET_ID", crate::support::cli::ID)
        .env("TENCENTCLOUD_SECRET_KEY", crate::support::cli::KEY)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}
