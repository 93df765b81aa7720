//! The next day: what one process took off its server, another one puts back, from wherever the operator finds it.

use super::cloud::Cloud;
use super::term::Tty;
use crate::support::cli::side_by_side;

/// Where `b` is pressed.
#[derive(Debug, Clone, Copy, PartialEq)]
enum From {
    List,
    Detail,
    History,
    OpenRun,
}

/// The bind dialog, opened from there; the row of the EIP is under the cursor at first.
fn open(tty: &mut Tty, from: From) {
    match from {
        From::List => {}
        From::Detail => tty.keys(60, &["\r"]),
        From::History => tty.keys(200, &["H"]),
        From::OpenRun => tty.keys(200, &["H", "\r"]),
    }
    tty.pass(200);
    tty.send("b");
}

#[test]
fn anybody_puts_it_back_from_list_detail_history_and_an_opened_run() {
    let mut cases = Vec::new();
    for (at, from) in
        [From::List, From::Detail, From::History, From::OpenRun].into_iter().enumerate()
    {
        for (no, size) in [(120, 32), (80, 24), (40, 10)].into_iter().enumerate() {
            // Languages and generations in turn: each pair of them comes up, each at every size and every place.
            for (lang, api) in [("en", "v2"), ("zh", "v3")] {
                let api =
                    if (at + no) % 2 == 0 { api } else { ["v3", "v2"][usize::from(api == "v3")] };
                cases.push((from, size, lang, api));
            }
        }
    }
    side_by_side(&cases, |(from, size, lang, api)| {
        let (from, size) = (*from, *size);
        let cloud = Cloud::start("demo", |_| {});
        let night = cloud.call(&["unbind", "203.0.113.77", "--confirm", "77", "--api", api]);
        assert_eq!(night.code, 0, "{night:?}");
        let start = cloud.program().env("EIP_UNBIND_LANG", lang).env("EIP_UNBIND_API", api);
        let mut tty = start.size(size.0, size.1).run();
        tty.wait_for("203.0.113.77");
        // By its name: its row is the only one.
        tty.keys(60, &["/"]);
        tty.send("203.0.113.77");
        tty.keys(60, &["\r"]);
        open(&mut tty, from);
        tty.wait_armed();
        // Where it goes is named at every size.
        let text = tty.text().replace('\n', " ");
        assert!(text.contains("10.0.3.21"), "{from:?} {size:?} {lang} {api}\n{}", tty.text());
        tty.confirm("77");
        let is_bound = |text: &str| text.contains("verified") || text.contains("已验证");
        tty.until("verified", is_bound);
        drop(tty);
        let list = cloud.call(&["list", "--output", "json", "--api", api]).json();
        let rows = list["eips"].as_array().unwrap();
        let row = rows.iter().find(|row| row["eip"] == "203.0.113.77").unwrap();
        assert_eq!(
            (&row["networkInterfaceId"], &row["privateIpAddress"]),
            (&"eni-5f6a7b8c".into(), &"10.0.3.21".into()),
            "{from:?} {size:?} {lang} {api}"
        );
    });
}
