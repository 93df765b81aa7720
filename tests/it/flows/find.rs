//! `/` in the history and in texts.

use super::drive::Drive;
use crate::support::frame::draw as frame;
use crate::support::values::bound;
use eip_unbind::app::history::{HistoryRow, Past};
use eip_unbind::app::{Msg, Overlay, Scope};
use eip_unbind::unbind::Verdict;

fn past() -> Past {
    let row = |eip: &str, who: &str, outcome| HistoryRow {
        eip: eip.to_owned(),
        who: who.to_owned(),
        outcome: Some(outcome),
        from: "ins-1a2b3c4d".to_owned(),
        ..HistoryRow::default()
    };
    let rows = vec![
        row("203.0.113.77", "bob@bastion-3", Verdict::Verified),
        row("203.0.113.177", "li@bastion-2", Verdict::Unknown),
        row("203.0.113.90", "bob@bastion-3", Verdict::Refused),
    ];
    Past { rows, ..Past::default() }
}

fn shown(drive: &Drive) -> Vec<String> {
    let Some(Overlay::History(history)) = drive.app.overlays.last() else {
        panic!("the history is open")
    };
    history.shown().iter().map(|row| row.eip.clone()).collect()
}

fn type_text(drive: &mut Drive, text: &str) {
    for c in text.chars() {
        let key = if c == ' ' { "Space".to_owned() } else { c.to_string() };
        drive.keys(&key);
    }
}

#[test]
fn the_history_is_narrowed_by_words_of_its_rows() {
    let mut drive = Drive::new(&[bound(77)]);
    drive.keys("H");
    drive.msg(Msg::Past(past()));
    drive.keys("/");
    assert_eq!(drive.app.scope(), Scope::Filter);
    for (typed, left) in [
        ("bob", vec!["203.0.113.77", "203.0.113.90"]),
        ("203.0.113.77", vec!["203.0.113.77"]),
        ("未知", vec!["203.0.113.177"]),
        ("refused bob", vec!["203.0.113.90"]),
        ("nobody", vec![]),
    ] {
        drive.keys("Ctrl-u");
        type_text(&mut drive, typed);
        assert_eq!(shown(&drive), left, "{typed}");
    }
    drive.keys("Ctrl-u");
    type_text(&mut drive, "li");
    drive.keys("Enter");
    assert_eq!((drive.app.scope(), shown(&drive).len()), (Scope::History, 1));
    drive.keys("Esc");
    assert_eq!(shown(&drive).len(), 3, "Esc clears the filter first");
    drive.keys("Esc");
    assert!(drive.app.overlays.is_empty());
}

#[test]
fn the_history_is_found_by_what_stands_on_the_screen() {
    use eip_unbind::text::Lang;
    for (lang, zone, cases) in [
        (
            Lang::Zh,
            8,
            [
                ("解绑", 2),
                ("绑定", 1),
                ("已验证", 1),
                ("11-22 14:03", 3),
                ("run-b", 1),
                ("req-7", 1),
            ],
        ),
        (
            Lang::En,
            0,
            [
                ("unbind", 2),
                ("bind", 3),
                ("verified", 1),
                ("11-22 06:03", 3),
                ("run-a", 2),
                ("REQ-7", 1),
            ],
        ),
    ] {
        let mut drive = Drive::new(&[bound(77)]);
        drive.app.session.lang = lang;
        drive.app.session.zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(zone));
        drive.keys("H");
        let mut past = past();
        past.runs = ["run-a", "run-b"]
            .map(|id| eip_unbind::unbind::report::RunReport {
                run_id: id.into(),
                ..Default::default()
            })
            .to_vec();
        for row in &mut past.rows {
            row.at = "2026-11-22T06:03:18Z".parse().unwrap();
        }
        past.rows[0].request_id = "req-7".into();
        past.rows[2].place = (1, 0);
        past.rows[2].binds = true;
        drive.msg(Msg::Past(past));
        drive.keys("/");
        for (typed, left) in cases {
            drive.keys("Ctrl-u");
            type_text(&mut drive, typed);
            assert_eq!(shown(&drive).len(), left, "{lang:?} {typed}");
        }
    }
}

/// As the shell does after each frame.
fn draw(drive: &mut Drive) -> String {
    let frame = frame(&drive.app);
    if let Some(top) = frame.top {
        drive.msg(Msg::Scrolled(top));
    }
    frame.text()
}

#[test]
fn a_word_is_found_in_the_help_one_line_after_the_other() {
    let mut drive = Drive::new(&[bound(77)]);
    drive.keys("?");
    draw(&mut drive);
    drive.keys("/");
    type_text(&mut drive, "journal");
    let first = draw(&mut drive);
    let line = |text: &str| text.lines().nth(2).unwrap_or_default().to_owned();
    assert!(line(&first).contains("journal"), "{first}");
    drive.keys("Enter / Enter");
    let second = draw(&mut drive);
    assert!(second.contains("journal"), "{second}");
    assert_ne!(line(&first), line(&second));
    drive.keys("/ Esc");
    assert_eq!(drive.app.scope(), Scope::Text, "the field is closed, the help is not");
}

#[test]
fn scrolling_past_the_end_is_undone_by_one_step_back() {
    let mut drive = Drive::new(&[bound(77)]);
    drive.keys("?");
    for _ in 0..20 {
        drive.keys("PgDn");
        draw(&mut drive);
    }
    let end = draw(&mut drive);
    drive.keys("k");
    assert_ne!(draw(&mut drive), end);
}
