//! What reaches the clipboard: it is pasted into terminals, chats and tickets, so text from the cloud is harmless there, too.

use super::cloud::Cloud;
use super::term::{PATIENCE, Tty, now};
use crate::leaks::copied;
use crate::support::cli::assert_inert;

/// Presses a key that copies; gives the text.
#[track_caller]
fn copy(tty: &mut Tty, key: &str) -> String {
    let before = copied(&tty.raw).len();
    tty.send(key);
    let since = now();
    while copied(&tty.raw).len() == before {
        assert!(since.elapsed() < PATIENCE, "{key} copies nothing; the screen:\n{}", tty.text());
        tty.pass(20);
    }
    let text = String::from_utf8(copied(&tty.raw).pop().unwrap()).unwrap();
    assert_inert(key, &text);
    text
}

#[test]
fn what_is_copied_holds_nothing_that_acts() {
    let cloud = Cloud::start("hostile-text", |_| {});
    let mut tty = cloud.program().size(140, 40).run();
    tty.wait_for("203.0.113.16");
    tty.send("/hostile\r");
    tty.until("one row", |screen| {
        screen.contains("203.0.113.17") && !screen.contains("203.0.113.16")
    });
    assert!(copy(&mut tty, "y").contains("␛[31m"), "the row");
    tty.send("u");
    tty.wait_armed();
    let command = copy(&mut tty, "y");
    assert!(
        command.starts_with("# ") && !command.contains("tccli vpc"),
        "no command can name it: {command}"
    );
    tty.wait_armed();
    tty.keys(60, &["1", "7", "\r"]);
    tty.wait_for("copy report");
    assert!(copy(&mut tty, "y").contains("203.0.113.17"), "the report");
    let json: serde_json::Value = serde_json::from_str(&copy(&mut tty, "Y")).unwrap();
    assert_eq!(
        json["items"][0]["eipId"], "eip-\u{1b}[31m\u{202e}17",
        "the same text, written another way"
    );
    tty.send("\x1b");
    tty.until("list", |screen| !screen.contains("copy report"));
    tty.send("H");
    tty.wait_for("EipUnBindInstance");
    assert!(copy(&mut tty, "y").contains("203.0.113.17"), "what was done");
}
