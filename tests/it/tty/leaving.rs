//! Ways out. Each leaves the terminal as it was.

use super::cloud::Cloud;
use super::term::{ALT_SCREEN, PATIENCE, Start, Tty, now};
use rustix::process::Signal;
use std::time::Duration;

/// What a cloud that takes ten seconds for every answer is not waited for: far from it, on a machine that is busy.
const LONG_BEFORE: Duration = Duration::from_secs(7);

/// Slow to settle, so that there is time to do something while a request is out.
fn settling() -> Cloud {
    Cloud::start("demo", |scenario| scenario.settle.unbound_after_ms = 6_000)
}

/// Types the whole job; gives it back as soon as the request is out.
fn sent(cloud: &Cloud, mut tty: Tty) -> Tty {
    tty.wait_for("203.0.113.77");
    tty.send("u");
    tty.wait_armed();
    tty.confirm("77");
    tty.wait_for("accepted by Tencent");
    assert_eq!(cloud.mutations(), 1);
    tty
}

/// The words of the journal's outcomes, once there is one.
fn outcomes(cloud: &Cloud) -> String {
    let until = now() + PATIENCE;
    while !cloud.journal().contains("verified") {
        assert!(now() < until, "no verdict in the journal:\n{}", cloud.journal());
        std::thread::park_timeout(Duration::from_millis(20));
    }
    cloud.journal()
}

#[test]
fn the_whole_job_and_q() {
    let mut tty = Start::demo().run();
    tty.wait_for("203.0.113.77");
    assert!(tty.raw.windows(ALT_SCREEN.len()).any(|bytes| bytes == ALT_SCREEN));
    assert_ne!(tty.leftovers(), Vec::<&str>::new(), "while it runs the terminal is its own");
    tty.send("u");
    tty.wait_armed();
    tty.confirm("77");
    tty.wait_for("· verified");
    assert!(tty.text().contains("verified"));
    assert_eq!(tty.beside().bells, 1, "it rings when the verdict falls");
    // In one piece, as a slow link delivers it: two keys all the same.
    tty.send("\x1bq");
    assert_eq!((tty.wait(), tty.leftovers()), (0, vec![]));
}

#[test]
fn every_signal_gives_the_terminal_back() {
    let signals = [
        (Signal::TERM, 143),
        (Signal::HUP, 129),
        (Signal::INT, 130),
        (Signal::QUIT, 131),
        (Signal::USR1, 138),
        (Signal::ALARM, 142),
        (Signal::ABORT, 134),
        (Signal::XCPU, 152),
    ];
    let mut all: Vec<Tty> = signals.iter().map(|_| Start::demo().run()).collect();
    for (tty, (signal, code)) in all.iter_mut().zip(signals) {
        tty.wait_for("203.0.113.77");
        tty.signal(signal);
        assert_eq!((tty.wait(), tty.leftovers()), (code, vec![]), "{signal:?}");
    }
}

/// A field of `/proc/PID/status` that is a set of signals.
fn signal_set(tty: &Tty, field: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", tty.pid())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap();
    u64::from_str_radix(line.trim_start_matches(':').trim(), 16).unwrap()
}

#[test]
fn no_signal_that_can_be_caught_ends_it_behind_its_back() {
    let mut tty = Start::demo().run();
    tty.wait_for("203.0.113.77");
    let handled = signal_set(&tty, "SigCgt") | signal_set(&tty, "SigIgn");
    // KILL and STOP can't be caught; SEGV, BUS, ILL and FPE leave nothing that could be trusted. The C library keeps 32 and 33. CHLD, URG,
    // TTIN and TTOU do not end a process.
    let left = [9, 19, 11, 7, 4, 8, 32, 33, 17, 23, 21, 22];
    let missing: Vec<u32> = (1..=64)
        .filter(|number| !left.contains(number) && handled & (1 << (number - 1)) == 0)
        .collect();
    assert_eq!(missing, [0u32; 0]);
    tty.send("q");
    assert_eq!((tty.wait(), tty.leftovers()), (0, vec![]));
}

#[test]
fn a_crash_would_write_no_keys_to_disk() {
    let mut tty = Start::demo().run();
    tty.wait_for("203.0.113.77");
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", tty.pid())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    let sizes: Vec<&str> = core.split_whitespace().skip(4).take(2).collect();
    assert_eq!(sizes, ["0", "0"], "{core}");
    tty.send("q");
    assert_eq!(tty.wait(), 0);
}

#[test]
fn a_journal_that_somebody_else_holds_holds_up_neither_the_offer_nor_leaving() {
    let cloud = Cloud::start("demo", |_| {});
    let file = std::fs::File::create(cloud.dir.path().join("journal.jsonl")).unwrap();
    file.lock().unwrap();
    let mut tty = cloud.program().run();
    tty.wait_for("203.0.113.77");
    tty.send("u");
    tty.wait_armed();
    tty.keys(40, &["7", "7", "\r"]);
    tty.wait_for("WITHOUT");
    assert!(tty.text().contains("another process holds"), "{}", tty.text());
    tty.send("\x1bq");
    assert_eq!((tty.wait(), tty.leftovers(), cloud.mutations()), (0, vec![], 0));
}

#[test]
fn a_panic_gives_the_terminal_back_and_can_be_read() {
    let mut tty = Start::demo().env("EIP_UNBIND_TEST_PANIC", "1").run();
    assert_eq!((tty.wait(), tty.leftovers()), (70, vec![]));
    assert!(tty.text().contains("asked to panic"), "{}", tty.text());
    let cloud = Cloud::start("demo", |_| {});
    let mut real = cloud.program().env("EIP_UNBIND_TEST_PANIC", "1").run();
    real.wait_for("203.0.113.77");
}

#[test]
fn an_error_before_the_screen_leaves_no_trace() {
    let mut tty = Start::new(&["--demo=nope"]).run();
    assert_eq!((tty.wait(), tty.leftovers()), (2, vec![]));
    assert!(!tty.raw.contains(&0x1b), "not one sequence");
}

#[test]
fn ctrl_c_leaves_at_once_while_the_cloud_takes_ten_seconds() {
    for keys in ["\x03", "?\x03", "/abc\x03"] {
        let mut tty = Start::new(&["--demo=slow"]).run();
        tty.wait_for("reading");
        let start = now();
        tty.send(keys);
        assert_eq!((tty.wait(), tty.leftovers()), (0, vec![]), "{keys:?}");
        assert!(start.elapsed() < LONG_BEFORE, "{:?}", start.elapsed());
    }
}

#[test]
fn a_signal_while_a_request_is_out_waits_for_the_verdict() {
    let cloud = settling();
    let mut tty = sent(&cloud, cloud.program().run());
    tty.signal(Signal::TERM);
    assert_eq!((tty.wait(), tty.leftovers()), (143, vec![]));
    assert!(outcomes(&cloud).contains("verified"));
    assert_eq!(cloud.mutations(), 1);
}

#[test]
fn a_closed_terminal_ends_it_with_the_verdict_written_down() {
    let cloud = settling();
    let mut tty = sent(&cloud, cloud.program().run());
    tty.send("?");
    tty.close();
    assert!(outcomes(&cloud).contains("verified"));
    assert_eq!(tty.wait(), 129);
}

#[test]
fn a_terminal_that_is_gone_without_a_hang_up_ends_it_too() {
    // In a session of its own no signal comes when the terminal goes; only reading and writing fail.
    let cloud = settling();
    let place = cloud.dir.path().join("pid");
    let script = format!(
        "exec 3<&0; sh -c 'echo $$ >{}; exec setsid \"$0\" <&3' \"$0\" & wait",
        place.display()
    );
    let tty = cloud.on(Start::command(&["sh", "-c", &script, super::term::BIN])).run();
    let mut tty = sent(&cloud, tty);
    let pid = std::fs::read_to_string(&place).unwrap().trim().to_owned();
    let stat = || {
        std::fs::read_to_string(format!("/proc/{pid}/stat"))
            .ok()
            .filter(|stat| !stat.contains(") Z "))
    };
    let ticks = |stat: &str| {
        let fields: Vec<&str> = stat.rsplit(") ").next().unwrap().split(' ').collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    };
    tty.send("?");
    tty.close();
    let before = ticks(&stat().expect("it waits for the verdict"));
    assert!(outcomes(&cloud).contains("verified"));
    let (until, mut after) = (now() + PATIENCE, before);
    while let Some(stat) = stat() {
        after = ticks(&stat);
        assert!(now() < until, "it does not end");
        std::thread::park_timeout(Duration::from_millis(5));
    }
    assert!(
        after - before < 150,
        "{} ticks of 10 ms in about six seconds: it spins",
        after - before
    );
}

#[test]
fn a_frozen_terminal_holds_up_neither_the_verdict_nor_leaving() {
    let cloud = settling();
    let mut tty = sent(&cloud, cloud.program().size(300, 100).run());
    tty.freeze(true);
    // Far more than a pseudo-terminal holds.
    for _ in 0..40 {
        tty.send("?");
        std::thread::park_timeout(Duration::from_millis(5));
    }
    assert!(outcomes(&cloud).contains("verified"));
    tty.signal(Signal::TERM);
    let start = now();
    while std::fs::read_to_string(format!("/proc/{}/stat", tty.pid()))
        .is_ok_and(|stat| !stat.contains(") Z "))
    {
        assert!(start.elapsed() < PATIENCE, "it does not end");
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

#[test]
fn a_fifo_in_the_place_of_a_remembered_answer_holds_up_no_key() {
    let cloud = Cloud::start("demo", |_| {});
    let path = cloud.dir.path().join("generation.json");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let mut tty = cloud.program().env("EIP_UNBIND_API", "auto").run();
    tty.wait_for("203.0.113.77");
    tty.send("?");
    tty.wait_for("Esc closes");
    tty.send("\x03");
    assert_eq!((tty.wait(), tty.leftovers()), (0, vec![]));
}
