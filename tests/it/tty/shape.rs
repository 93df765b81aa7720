//! Sizes, and what text from the cloud may do to the terminal: nothing.

use super::cloud::Cloud;
use super::term::Start;

const SIZES: &[(u16, u16)] =
    &[(1, 1), (2, 2), (10, 3), (20, 5), (39, 9), (40, 10), (80, 24), (300, 100)];

#[test]
fn the_whole_job_at_every_size() {
    let mut all: Vec<_> =
        SIZES.iter().map(|(columns, rows)| Start::demo().size(*columns, *rows).run()).collect();
    for (tty, (columns, rows)) in all.iter_mut().zip(SIZES) {
        let is_usable = *columns >= 40 && *rows >= 10;
        if is_usable {
            tty.wait_for("203.0.113.77");
        } else {
            tty.until("frame", |screen| !screen.trim().is_empty());
        }
        for keys in
            ["?", "\x1b", "/", "203.0.113.77", "\r", "t", "t", "\r", "\x1b", "e", "\x1b", "u"]
        {
            tty.keys(4, &[keys]);
        }
        if is_usable {
            tty.wait_armed();
            tty.confirm("77");
            tty.wait_for("· verified");
            tty.send("\x1b");
        }
        tty.keys(15, &["\x03", "\x03"]);
        assert_eq!((tty.wait(), tty.leftovers()), (0, vec![]), "{columns}x{rows}");
    }
}

#[test]
fn two_hundred_resizes() {
    let mut tty = Start::demo().size(300, 100).run();
    tty.wait_for("203.0.113.77");
    tty.send("u");
    let mut seed = 7_u32;
    for round in 0..200_u32 {
        seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        let (columns, rows) = match round % 4 {
            0 => (1, 1),
            1 => (300, 100),
            _ => ((seed >> 8) % 300 + 1, (seed >> 18) % 100 + 1),
        };
        tty.resize(columns as u16, rows as u16);
        tty.send(if round % 3 == 0 { "?" } else { "\x1b[B" });
        tty.pass(2);
    }
    tty.resize(300, 100);
    tty.send("\x1b\x1b\x1b");
    tty.wait_for("203.0.113.77");
    tty.wait_for("quit");
    tty.send("q");
    assert_eq!((tty.wait(), tty.leftovers()), (0, vec![]));
}

#[test]
fn text_from_the_cloud_never_reaches_the_terminal_raw() {
    let cloud = Cloud::start("hostile-text", |_| {});
    let mut tty = cloud.program().size(140, 40).run();
    tty.wait_for("203.0.113.16");
    // Through every view that shows names and ids, what they copy, and an error whose message is hostile.
    for keys in [
        "\r", "y", "\x1b", "t", "G", "y", "t", "e", "\x1b", "H", "\x1b", "G", "\r", "\x1b",
        "/hostile", "\r", "y", "\r", "y", "\x1b",
    ] {
        tty.keys(60, &[keys]);
    }
    tty.keys(60, &["u"]);
    tty.wait_armed();
    tty.keys(60, &["p", "p", "y"]);
    tty.wait_armed();
    tty.confirm("17");
    tty.wait_for("failed");
    tty.keys(60, &["y", "Y", "e", "\x1b", "\x1b", "H", "\r", "\x1b"]);
    tty.send("\x03\x03");
    tty.wait();
    let beside = tty.beside();
    assert_eq!(beside.strange, Vec::<String>::new());
    assert!(beside.titles.iter().all(|title| title == b"eip-unbind"), "{:?}", beside.titles);
    assert!(beside.copied >= 4, "copied by keys alone: {}", beside.copied);
    let text = String::from_utf8(tty.raw.clone()).expect("whole characters");
    // Frames go to places by number: a line end in one of them would be somebody else's.
    let (before, own) = text.split_once("\x1b[?1049h").expect("the alternate screen");
    let (own, after) = own.split_once("\x1b[?1049l").expect("and the way back");
    assert!(!own.contains(['\r', '\n']), "{:?}", own.lines().take(2).collect::<Vec<_>>());
    assert!(before.len() + after.len() < 200, "all of it was drawn there: {before:?} {after:?}");
    // Titles and copied texts end with BEL, and nothing begins any other string.
    assert_eq!(text.matches("\x1b\\").count(), 0, "ends of strings that nobody began");
    let forbidden = |c: &char| {
        let is_control = c.is_control() && !matches!(c, '\x1b' | '\x07' | '\r' | '\n');
        let is_mark = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        is_control || is_mark
    };
    let found: Vec<char> = text.chars().filter(forbidden).collect();
    assert!(found.is_empty(), "{found:?}");
    // What a name tried to do: colours by number, an erased screen, a title.
    assert!(
        !text.contains("\x1b[31m") && !text.contains("owned\x07") && !text.contains("\x1b]0;owned")
    );
}
