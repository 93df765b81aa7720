//! What the keys that copy put on the clipboard.

use super::Drive;
use crate::support::cli::assert_inert;
use crate::support::values::bound;
use eip_unbind::app::Effect;
use eip_unbind::domain::sanitize::escaped;
use eip_unbind::domain::{Eip, EipId, EipStatus, InstanceId, NetworkInterfaceId};
use eip_unbind::text::markdown::{Style, report};
use jiff::tz::TimeZone;
use serde_json::Value;

const ACTS: &str = "\u{1b}[31m\u{202e}\r\n\u{200b}\u{9b}2J";

/// Every text that the cloud may choose acts on a terminal.
fn hostile(last_octet: u8) -> Eip {
    Eip {
        eip_id: EipId::parse(&format!("eip-{ACTS};{last_octet}")).unwrap(),
        eip_name: ACTS.into(),
        un_instance_id: InstanceId::parse(&format!("ins-{ACTS};x")),
        network_interface_id: NetworkInterfaceId::parse(&format!("eni-{ACTS};x")),
        ..bound(last_octet)
    }
}

impl Drive {
    /// Presses keys; gives what the last of them copied.
    pub(super) fn copies(&mut self, keys: &str) -> String {
        self.open.retain(|effect| {
            !matches!(
                effect,
                Effect::Copy(_) | Effect::CopySaved(_) | Effect::Report(_) | Effect::ReportJson(_)
            )
        });
        self.keys(keys);
        let lang = self.app.session.lang;
        let copied = self.open.iter().rev().find_map(|effect| {
            if let Effect::Copy(text) = effect {
                return Some(text.clone());
            }
            if let Effect::ReportJson(json) = effect {
                return Some(escaped(&json.to_string()).into_owned());
            }
            // The shell makes the report, saves it, and gives it back.
            let Effect::Report(run) = effect else { return None };
            Some(report(Style::Markdown, lang, run, None, &TimeZone::UTC))
        });
        copied.unwrap_or_else(|| panic!("{keys} copies nothing"))
    }

    /// The dialog on the first rows of the list, armed.
    fn armed_on(rows: &[Eip]) -> Self {
        let mut drive = Self::new(rows);
        drive.keys(&"Space ".repeat(rows.len()));
        drive.keys("u");
        drive.answer_all();
        drive.wait(300);
        drive
    }
}

#[test]
fn no_copied_text_holds_what_acts() {
    let eip = hostile(77);
    let odd = Eip { status: EipStatus::Other(ACTS.into()), ..eip.clone() };
    let mut drive = Drive::new(&[odd]);
    assert_inert("the row", &drive.copies("y"));
    assert_inert("the detail", &drive.copies("Enter y"));
    let mut drive = Drive::armed(std::slice::from_ref(&eip));
    assert_inert("the command", &drive.copies("y"));
    drive.keys("7 7 Enter");
    drive.finish_run(&eip);
    let report = drive.copies("y");
    assert_inert("the report", &report);
    assert!(report.contains("verified") && report.contains("eip-␛[31m⟨U+202E⟩␍␊"), "{report}");
    let json = drive.copies("Y");
    assert_inert("the report as JSON", &json);
    assert_eq!(
        serde_json::from_str::<Value>(&json).unwrap()["items"][0]["eipId"],
        eip.eip_id.as_str()
    );
}

/// What is copied, without the remark above it that tccli speaks API 3.0.
fn command(copied: &str) -> String {
    let (remark, rest) = copied.split_once('\n').unwrap();
    assert_eq!(remark, "# tccli speaks API 3.0, whatever API was used here");
    rest.to_owned()
}

#[test]
fn the_command_is_quoted_for_a_shell() {
    let id = |text: &str| Eip { eip_id: EipId::parse(text).unwrap(), ..bound(77) };
    let cases = [
        ("eip-00000077", "--AddressId eip-00000077"),
        ("eip-1;reboot", "--AddressId 'eip-1;reboot'"),
        ("eip-$(reboot)", "--AddressId 'eip-$(reboot)'"),
        ("eip-'`reboot`", r"--AddressId 'eip-'\''`reboot`'"),
        ("--help", "--AddressId=--help"),
        ("=ls", "--AddressId '=ls'"),
    ];
    for (text, words) in cases {
        let command = command(&Drive::armed(&[id(text)]).copies("y"));
        assert_eq!(command, format!("tccli vpc DisassociateAddress --region ap-guangzhou {words}"));
    }
}

#[test]
fn where_no_command_can_be_right_it_says_so() {
    let command = command(&Drive::armed(&[hostile(77)]).copies("y"));
    // The id is quoted here, too: not every shell takes a line that begins with # for a comment.
    assert_eq!(
        command,
        "# 'eip-␛[31m⟨U+202E⟩␍␊⟨U+200B⟩⟨U+009B⟩2J;77' holds hidden characters: no command can name it"
    );
}

#[test]
fn a_batch_copies_a_command_a_line() {
    let mut drive = Drive::armed_on(&[bound(77), hostile(78), bound(79)]);
    let lines = command(&drive.copies("y"));
    let [first, second, third] = lines.lines().collect::<Vec<_>>()[..] else { panic!("{lines}") };
    assert_eq!(
        first,
        "tccli vpc DisassociateAddress --region ap-guangzhou --AddressId eip-00000077"
    );
    assert!(second.starts_with("# 'eip-"), "{second}");
    assert_eq!(
        third,
        "tccli vpc DisassociateAddress --region ap-guangzhou --AddressId eip-00000079"
    );
}

#[test]
fn a_command_that_does_more_says_so() {
    let mut drive = Drive::new(&[bound(77)]);
    drive.primary = (false, false);
    drive.keys("u");
    drive.answer_all();
    drive.wait(300);
    let whole = command(&drive.copies("y"));
    assert_eq!(whole.lines().count(), 1, "{whole}");
    let keeps = command(&drive.copies("d y"));
    let [comment, command] = keeps.lines().collect::<Vec<_>>()[..] else { panic!("{keeps}") };
    assert_eq!(
        comment,
        "# not equivalent: API 3.0 has no unBindPrivateIpWithEip, this also removes the link to NIC and private IP"
    );
    assert_eq!(command, whole);
}

#[test]
fn the_json_report_holds_what_was_refused_and_warned_of() {
    let nat = Eip { un_instance_id: InstanceId::parse("nat-12345678"), ..bound(78) };
    let eip = bound(77);
    let mut drive = Drive::armed_on(&[eip.clone(), nat]);
    drive.keys("7 7 Enter");
    drive.finish_run(&eip);
    let report: Value = serde_json::from_str(&drive.copies("Y")).unwrap();
    let refusals = report["plan"]["refusals"].as_array().unwrap();
    let [refusal] = refusals.as_slice() else { panic!("{report}") };
    assert_eq!(refusal["target"], "203.0.113.78");
    assert!(
        refusal["reason"].as_str().unwrap().contains("nat-12345678") && refusal["hint"].is_string(),
        "{refusal}"
    );
    let warnings = report["plan"]["warnings"].as_array().unwrap();
    assert!(warnings[0].as_str().unwrap().starts_with("203.0.113.77: "), "{report}");
}
