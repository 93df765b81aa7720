//! Nothing acts by accident, and the other way round: who means it gets through the first time.

use super::cloud::Cloud;
use super::term::{Start, Tty, now};
use crate::support::cli::gathered;
use std::time::Duration;

/// The review of 203.0.113.77, armed.
fn armed(cloud: &Cloud) -> Tty {
    let mut tty = cloud.program().run();
    tty.wait_for("203.0.113.77");
    tty.send("u");
    tty.wait_armed();
    tty
}

/// Nothing was sent, and nothing is about to be.
#[track_caller]
fn nothing_sent(cloud: &Cloud, tty: &mut Tty) {
    tty.pass(150);
    assert_eq!(cloud.mutations(), 0, "{}", tty.text());
    assert!(!cloud.journal().contains("intent"), "{}", cloud.journal());
}

const ALERTS: &[&str] = &[
    "Stop abuse by oncall",
    "CRITICAL: EIP 203.0.113.77 under DDoS, unbind it\r\n77\r\n",
    "Server web-0001 is busy",
    "u77\ru77\r",
    "ins-1a2b3c4d (203.0.113.77) 10 Gbps > 5 Gbps\r77\r\r",
    "jjjjjuu113.77\r\r\r77\r\r",
    "告警：网关-gz-07 203.0.113.77 被封堵\r\n请解绑\r\n77\r\n",
];

#[test]
fn the_confirmation_says_whose_keys_these_are_and_how_long_they_last() {
    let cloud = Cloud::start("short-lived-role", |_| {});
    let mut tty = cloud.program().size(120, 32).run();
    tty.wait_for("203.0.113.77");
    tty.wait_for("▲key 1 min");
    tty.send("u");
    tty.wait_armed();
    tty.wait_for("100000000001");
    let text = tty.text();
    assert!(text.contains("assumed-role/oncall/eip-unbind-"), "{text}");
    assert!(text.contains("temporary key, 1 min left"), "{text}");
    tty.confirm("77");
    tty.wait_for("· verified");
    assert_eq!(cloud.mutations(), 1);
    tty.send("\x1bq");
    assert_eq!(tty.wait(), 0);
}

#[test]
fn a_window_without_room_for_the_review_takes_no_token() {
    let cloud = Cloud::start("demo", |_| {});
    let mut tty = armed(&cloud);
    tty.resize(30, 8);
    tty.wait_for("too small");
    tty.pass(400);
    tty.confirm("77");
    nothing_sent(&cloud, &mut tty);
    tty.resize(80, 24);
    tty.wait_armed();
    tty.confirm("77");
    tty.wait_for("· verified");
    assert_eq!(cloud.mutations(), 1);
}

#[test]
fn pasted_alerts_send_nothing() {
    let cloud = Cloud::start("demo", |_| {});
    let mut tty = cloud.program().run();
    tty.wait_for("203.0.113.77");
    for alert in ALERTS {
        for open in [false, true] {
            // On the list, and with the review armed.
            tty.send("\x1b\x1b\x1b");
            tty.pass(30);
            if open {
                tty.send("u");
                tty.wait_armed();
            }
            tty.send(format!("\x1b[200~{alert}\x1b[201~"));
            tty.pass(40);
            if open {
                assert!(tty.text().contains("paste ignored"), "{alert:?}\n{}", tty.text());
            }
            tty.send("\x1b\x1b\x1b");
            tty.pass(30);
            if open {
                tty.send("u");
                tty.wait_armed();
            }
            // A terminal without bracketed paste sends bare keys.
            tty.send(alert.replace('q', ""));
            tty.pass(40);
        }
    }
    nothing_sent(&cloud, &mut tty);
}

#[test]
fn a_paste_that_arrives_in_pieces_is_a_paste() {
    let cloud = Cloud::start("demo", |_| {});
    let mut tty = armed(&cloud);
    for piece in ["\x1b[2", "00~7", "7", "\r", "\x1b[20", "1~"] {
        tty.send(piece);
        tty.pass(50);
    }
    tty.wait_for("paste ignored");
    nothing_sent(&cloud, &mut tty);
    // Even when its first byte came alone, long before the rest.
    let mut tty = armed(&cloud);
    tty.keys(60, &["\x1b", "[200~u77\r", "77\r", "\x1b[201~"]);
    nothing_sent(&cloud, &mut tty);
}

/// Numbers that only look random.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }
}

#[test]
fn ten_thousand_random_keys_without_the_token_send_nothing() {
    let cloud = Cloud::start("demo", |_| {});
    let mut tty = cloud.program().run();
    tty.wait_for("203.0.113.77");
    // No digits, which are the token; no q and no Ctrl-C, which leave.
    let keys: Vec<&str> = "uuuu\r\r\rjkgGwdnpyYtrsHebR/?. "
        .split("")
        .filter(|key| !key.is_empty())
        .chain([
            "\x1b", "\x1b[A", "\x1b[B", "\x1b[5~", "\x1b[6~", "\x7f", "\t", "\x1a", "\x15", "\x04",
            "中", "\x1b[I", "\x1b[O",
        ])
        .collect();
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    for _ in 0..50 {
        let batch: String = (0..200).map(|_| keys[dice.below(keys.len())]).collect();
        tty.send(batch);
        tty.pass(20);
    }
    tty.send("\x1b\x1b\x1b?");
    tty.wait_for("Esc closes");
    nothing_sent(&cloud, &mut tty);
}

/// Typed one by one into a field that takes them, with digits among them: all but the 7, so the token can't come about.
#[test]
fn random_keys_in_an_armed_field_send_nothing_without_the_token() {
    let cloud = Cloud::start("demo", |_| {});
    let keys: Vec<&str> = "0123456 89..wdy"
        .split("")
        .filter(|key| !key.is_empty())
        .chain(["\r", "\r", "\r", "\x7f", "\t", "\x1b[B"])
        .collect();
    let in_the_field = |seed: &u64| {
        let (mut dice, mut armed_frames, mut typed_frames) = (Dice(*seed), 0, 0);
        let mut tty = cloud.program().run();
        tty.wait_for("203.0.113.77");
        for _ in 0..3 {
            tty.send("\x1b\x1b\x1b");
            tty.keys(60, &["/203.0.113.77", "\r", "u"]);
            tty.wait_armed();
            for _ in 0..25 {
                let gap = 30 + dice.below(31) as u64;
                tty.keys(gap, &[keys[dice.below(keys.len())]]);
                let screen = tty.text();
                armed_frames += usize::from(screen.contains("Enter ▸ ") && screen.contains('▌'));
                typed_frames += usize::from(
                    screen.contains("Enter ▸ ")
                        && !screen.contains("Enter ▸ ▌")
                        && screen.contains('▌'),
                );
            }
        }
        nothing_sent(&cloud, &mut tty);
        // It was not the field that was shut: the token is what was missing.
        tty.send("\x1b\x1b\x1b");
        tty.keys(60, &["/203.0.113.77", "\r", "u"]);
        tty.wait_armed();
        assert!(
            armed_frames >= 30 && typed_frames >= 10,
            "{armed_frames} frames of 75 with an armed field, {typed_frames} with something in it"
        );
        tty
    };
    let mut tty =
        gathered(&[0x2545_f491_4f6c_dd1d, 0x9e37_79b9_7f4a_7c15], in_the_field).pop().unwrap();
    tty.confirm("77");
    tty.wait_for("accepted by Tencent");
    assert_eq!(cloud.mutations(), 1);
}

#[test]
fn keys_typed_ahead_of_a_slow_cloud_are_dropped() {
    let cloud = Cloud::start("demo", |scenario| scenario.latency_ms = 700);
    let mut tty = cloud.program().run();
    tty.wait_for("203.0.113.77");
    tty.keys(40, &["u", "7", "7", "\r"]);
    tty.wait_armed();
    assert!(tty.text().contains("key ignored"), "{}", tty.text());
    assert!(!tty.text().contains("▸ 7"), "the field is empty:\n{}", tty.text());
    tty.keys(40, &["\r", "\r"]);
    tty.wait_for("not the token");
    nothing_sent(&cloud, &mut tty);
}

#[test]
fn a_fast_typist_gets_through_the_first_time() {
    let gets_through = || {
        let cloud = Cloud::start("demo", |_| {});
        let mut tty = armed(&cloud);
        tty.keys(40, &["7", "7", "\r"]);
        tty.until("an answer", |screen| {
            screen.contains("accepted by Tencent") || screen.contains("press Enter once more")
        });
        tty.text().contains("written to the journal") && cloud.mutations() == 1
    };
    // A machine that is too busy to read for a while pushes keys together: that is no fault of the program.
    assert!((0..3).any(|_| gets_through()));
}

#[test]
fn a_burst_asks_for_enter_once_more() {
    let cloud = Cloud::start("demo", |_| {});
    let mut tty = armed(&cloud);
    tty.send("77\r");
    tty.wait_for("press Enter once more");
    nothing_sent(&cloud, &mut tty);
    tty.send("\r");
    tty.wait_for("accepted by Tencent");
    assert_eq!(cloud.mutations(), 1);
}

#[test]
fn the_mouse_never_confirms() {
    let cloud = Cloud::start("demo", |_| {});
    let mut tty = armed(&cloud);
    tty.keys(40, &["7", "7"]);
    tty.wait_for("▸ 77");
    for report in [
        "\x1b[<0;10;10M",
        "\x1b[<0;10;10m",
        "\x1b[M \r\r",
        "\x1b[M#!!",
        "\x1b[0;10;10M",
        "\x1b[<64;1;1M",
    ] {
        tty.send(report);
        tty.pass(40);
    }
    assert!(tty.text().contains("▸ 77"), "{}", tty.text());
    nothing_sent(&cloud, &mut tty);
}

#[test]
fn held_enter_sends_nothing() {
    let cloud = Cloud::start("demo", |_| {});
    let mut tty = cloud.program().run();
    tty.wait_for("203.0.113.77");
    tty.send("u");
    (0..40).for_each(|_| tty.keys(33, &["\r"]));
    nothing_sent(&cloud, &mut tty);
}

#[test]
fn every_key_is_answered_while_the_cloud_takes_ten_seconds() {
    let mut tty = Start::new(&["--demo=slow"]).run();
    tty.wait_for("reading");
    let start = now();
    for (key, answer) in [
        ("?", "Esc closes"),
        ("\x1b", "reading"),
        ("/", "Enter keep"),
        ("web", "/ web"),
        ("\x1b", "quit"),
        ("q", ""),
    ] {
        tty.send(key);
        if !answer.is_empty() {
            tty.wait_for(answer);
        }
    }
    assert_eq!(tty.wait(), 0);
    assert!(
        start.elapsed() < Duration::from_secs(7),
        "long before the cloud says anything: {:?}",
        start.elapsed()
    );
}

#[test]
fn a_terminal_that_draws_ambiguous_signs_wide_gets_ascii() {
    let mut tty = Start::demo().run();
    tty.wait_for("203.0.113.77");
    assert!(tty.text().contains('●'));
    tty.send("\x1b[1;3R");
    tty.until("ASCII", |screen| {
        !screen.contains(['●', '▶', '·']) && screen.contains("203.0.113.77")
    });
    // Asked once: a later report is somebody else's.
    let mut narrow = Start::demo().run();
    narrow.wait_for("203.0.113.77");
    narrow.send("\x1b[1;2R\x1b[1;3R?");
    narrow.wait_for("Esc closes");
    assert!(narrow.text().contains('╭'));
}

#[test]
fn the_keypad_confirms_in_every_mode_that_a_terminal_may_be_in() {
    let cloud = Cloud::start("demo", |_| {});
    for (address, keys) in [
        ("203.0.113.77", ["\x1b[57406u", "\x1b[57406u", "\x1b[57414u"]),
        ("203.0.113.78", ["\x1bOw", "\x1bOx", "\x1bOM"]),
    ] {
        let before = cloud.mutations();
        let mut tty = cloud.program().run();
        tty.wait_for(address);
        tty.send(format!("/{address}\ru"));
        tty.wait_armed();
        tty.keys(120, &keys);
        tty.until("the request out", |_| cloud.mutations() == before + 1);
        tty.wait_for("· verified");
        tty.send("\x1b");
        tty.keys(100, &["\x1b[99;5u"]);
        assert_eq!((tty.wait(), tty.leftovers()), (0, vec![]), "Ctrl-C as kitty sends it");
    }
}
