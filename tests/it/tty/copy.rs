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
    assert!(json["journal"]["records"].is_u64() && json["journal"]["head"].is_string(), "{json}");
    assert_eq!(
        json["items"][0]["eipId"], "eip-\u{1b}[31m\u{202e}17",
        "the same text, written another way"
    );
    tty.send("\x1b");
    tty.until("list", |screen| !screen.contains("copy report"));
    tty.send("H");
    tty.wait_for("EipUnBindInstance");
    assert!(copy(&mut tty, "y").contains("203.0.113.17"), "what was done");
    tty.wait_for("report saved");
    let kept = std::fs::read_dir(cloud.dir.path().join("reports")).unwrap();
    let kept = kept.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    let reports = kept.filter(|text| text.starts_with("## "));
    assert_eq!(reports.count(), 1, "one file for the report of a run");
}

#[test]
fn what_was_sent_to_the_clipboard_is_said_to_be_sent_and_kept_in_a_file() {
    let cloud = Cloud::start("demo", |_| {});
    for (env, says) in [
        (None, "whether it arrived can't be known"),
        (Some(("TMUX", "/tmp/tmux-0/default,1,0")), "probably drops it (tmux set-clipboard)"),
    ] {
        let mut start = cloud.program().size(120, 32);
        if let Some((name, value)) = env {
            start = start.env(name, value);
        }
        let mut tty = start.run();
        tty.wait_for("203.0.113.77");
        let text = copy(&mut tty, "y");
        tty.wait_for(says);
        tty.wait_for("reports/");
        let shown = tty.text();
        let name = shown.split("reports/").nth(1).unwrap().split_whitespace().next().unwrap();
        let file = cloud.dir.path().join("reports").join(name);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text, "{shown}");
        let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
        let is_wrapped = tty.raw.windows(7).any(|bytes| bytes == b"\x1bPtmux;");
        assert_eq!(is_wrapped, env.is_some(), "tmux lets it through when it is wrapped");
        assert!(!shown.contains("copied"), "{shown}");
        tty.send("q");
        assert_eq!((tty.wait(), tty.leftovers()), (0, vec![]));
    }
}
