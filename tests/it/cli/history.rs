//! `history`: what is shown, what is kept by a filter, and what the check of the chain says.

use crate::support::cli::{Done, call};
use eip_unbind::domain::{
    EipId, EipState, EipStatus, Generation, InstanceId, NetworkInterfaceId, NicPosition, Region,
    RequestId,
};
use eip_unbind::journal::{Journal, Who};
use eip_unbind::unbind::record::{By, Intent, NotBegun, Settled};
use eip_unbind::unbind::{Record, Verdict};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::PathBuf;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn intent(octet: u8) -> Intent {
    Intent {
        api: Generation::V2,
        account: "1250000000".into(),
        profile: Some("prod".into()),
        region: Region::parse("gz").unwrap(),
        endpoint: None,
        eip_id: EipId::parse(&format!("eip-{octet:08}")).unwrap(),
        eip: Some(format!("203.0.113.{octet}").parse().unwrap()),
        action: "EipUnBindInstance".into(),
        parameters: [
            ("eipId".to_owned(), format!("eip-{octet:08}").into()),
            ("allocWanIp".to_owned(), 0.into()),
        ]
        .into(),
        before: EipState {
            status: EipStatus::Bound,
            un_instance_id: InstanceId::parse("ins-7w2k9x1m"),
            network_interface_id: NetworkInterfaceId::parse("eni-5f6a7b8c"),
            private_ip_address: Some("10.0.0.5".parse().unwrap()),
            wan_ip: None,
            gaps: eip_unbind::domain::Gaps::default(),
        },
        nic_position: NicPosition::Unknown,
        cascade_release: false,
        blocked: false,
        digest: "0123456789abcdef".into(),
        reason: Some("INC-7, \u{202e}night".into()),
        by: Some(Box::new(By {
            source: Some("tccli:prod".into()),
            account: Some("1250000000".into()),
            caller: Some("qcs::cam::uin/1250000000:uin/7".into()),
            planned_by: None,
            four_eyes: None,
        })),
        events: vec![],
        rest: vec![],
    }
}

/// When it was begun, the EIP, and what became of it.
type Past = (&'static str, u8, Option<Verdict>);

/// In China (+08:00): the evening of the 21st, the last second of the 22nd, and half past midnight of the 23rd.
const PAST: [Past; 3] = [
    ("2026-09-21T14:13:20Z", 77, Some(Verdict::Verified)),
    ("2026-09-22T15:59:59Z", 177, None),
    ("2026-09-22T16:30:00Z", 77, Some(Verdict::Refused)),
];

/// A journal that holds these runs: five lines.
struct Kept {
    dir: tempfile::TempDir,
}

impl Kept {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let who = Who {
            user: "li".into(),
            host: "bastion".into(),
            pid: 4242,
            started_at: at(PAST[0].0),
            version: "0.1.0".into(),
            ..Who::default()
        };
        let mut journal = Journal::open(dir.path(), who).unwrap();
        for (number, (when, octet, word)) in PAST.into_iter().enumerate() {
            let (run_id, item, at, intent) = (format!("run-{number}"), 0, at(when), intent(octet));
            let eip_id = intent.eip_id.clone();
            journal
                .append(&Record::Intent {
                    run_id: run_id.clone(),
                    item,
                    attempt: 1,
                    at,
                    intent: Box::new(intent),
                })
                .unwrap();
            let Some(outcome) = word else { continue };
            let refused = outcome == Verdict::Refused;
            let settled = Settled {
                eip_id,
                outcome,
                code: refused.then(|| "5100".to_owned()),
                message: refused.then(|| "no\u{1b}[31m".to_owned()),
                request_id: RequestId::parse("req-77"),
                after: None,
                sent_at: Some(at),
                took_ms: Some(1_200),
                intent: None,
                recovered: false,
                events: vec![],
                doubt: None,
                remark: None,
            };
            journal
                .append(&Record::Settled { run_id, item, at, settled: Box::new(settled) })
                .unwrap();
        }
        Self { dir }
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("journal.jsonl")
    }

    /// In this zone, with these arguments.
    fn call(&self, zone: &str, args: &[&str]) -> Done {
        let dir = self.dir.path().to_str().unwrap();
        call(
            &[("HOME", dir), ("EIP_UNBIND_STATE_DIR", dir), ("TZ", zone)],
            &[&["history"], args].concat(),
        )
    }

    /// The numbers of the runs that these filters keep.
    #[track_caller]
    fn kept(&self, zone: &str, args: &[&str]) -> Vec<usize> {
        let done = self.call(zone, &[&["--output", "json"], args].concat());
        let runs = done.json()["runs"].as_array().unwrap().clone();
        let says = if runs.is_empty() { "no run of the journal fits these filters\n" } else { "" };
        assert_eq!((done.code, done.err.as_str()), (0, says), "{args:?}: {done:?}");
        runs.iter()
            .map(|run| {
                run["runId"].as_str().unwrap().strip_prefix("run-").unwrap().parse().unwrap()
            })
            .collect()
    }
}

/// China, without a table of zones.
const CHINA: &str = "CST-8";

#[test]
fn filters_keep_what_they_say() {
    let kept = Kept::new();
    let cases: [(&str, &[&str], &[usize]); 22] = [
        ("UTC", &[], &[0, 1, 2]),
        ("UTC", &["--eip", "203.0.113.77"], &[0, 2]),
        ("UTC", &["--eip", "203.0.113.7"], &[]),
        ("UTC", &["--eip", "eip-00000177"], &[1]),
        ("UTC", &["--outcome", "verified"], &[0]),
        ("UTC", &["--outcome", "REFUSED"], &[2]),
        ("UTC", &["--outcome", "unsettled"], &[1]),
        ("UTC", &["--outcome", "drifted"], &[]),
        ("UTC", &["--eip", "203.0.113.77", "--outcome", "refused"], &[2]),
        // A bare date is a day of this machine's zone, as the end its whole day.
        ("UTC", &["--since", "2026-09-22"], &[1, 2]),
        (CHINA, &["--since", "2026-09-23"], &[2]),
        ("UTC", &["--until", "2026-09-22"], &[0, 1, 2]),
        (CHINA, &["--until", "2026-09-22"], &[0, 1]),
        (CHINA, &["--since", "2026-09-22", "--until", "2026-09-22"], &[1]),
        // With a time, of this machine's zone, or of the one that it names.
        (CHINA, &["--since", "2026-09-23T00:30"], &[2]),
        ("UTC", &["--since", "2026-09-23T00:30"], &[]),
        ("UTC", &["--since", "2026-09-22T16:00"], &[2]),
        ("UTC", &["--since", "2026-09-22 16:00:00"], &[2]),
        ("UTC", &["--until", "2026-09-22T16:00"], &[0, 1]),
        ("UTC", &["--since", "2026-09-23T00:30:00+08:00"], &[2]),
        ("UTC", &["--until", "2026-09-22T15:59:58Z"], &[0]),
        ("UTC", &["--until", "2026-09-22T15:59:59Z", "--eip", "203.0.113.177"], &[1]),
    ];
    for (zone, args, runs) in cases {
        assert_eq!(kept.kept(zone, args), runs, "{zone} {args:?}");
    }
}

#[test]
fn all_three_outputs_say_the_same() {
    let kept = Kept::new();
    let json = kept.call(CHINA, &["--output", "json"]).json();
    let run = &json["runs"][2];
    assert_eq!(
        (&run["startedAt"], &run["profile"]),
        (&"2026-09-22T16:30:00.000+00:00".into(), &"prod".into()),
        "{run}"
    );
    let item = &run["items"][0];
    for (field, value) in
        [("eip", "203.0.113.77"), ("outcome", "refused"), ("code", "5100"), ("requestId", "req-77")]
    {
        assert_eq!(item[field], value, "{item}");
    }
    assert_eq!(
        (&item["before"]["unInstanceId"], &item["tookMs"]),
        (&"ins-7w2k9x1m".into(), &1_200.into())
    );
    assert!(json["runs"][1]["items"][0]["outcome"].is_null(), "{json}");

    let csv = kept.call(CHINA, &["--output", "csv"]);
    let mut reader = csv::ReaderBuilder::new().from_reader(csv.out.as_bytes());
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell = |row: usize, head: &str| {
        let at = heads.iter().position(|known| known == head).unwrap_or_else(|| panic!("{head}"));
        rows[row][at].to_owned()
    };
    assert_eq!(rows.len(), 3, "{csv:?}");
    for (head, value) in [
        ("runId", "run-2"),
        ("startedAt", "2026-09-23T00:30:00.000+08:00"),
        ("user", "li"),
        ("host", "bastion"),
        ("pid", "4242"),
        ("account", "1250000000"),
        ("caller", "qcs::cam::uin/1250000000:uin/7"),
        ("profile", "prod"),
        ("source", "tccli:prod"),
        ("reason", "INC-7, ⟨U+202E⟩night"),
        ("eip", "203.0.113.77"),
        ("outcome", "refused"),
        ("code", "5100"),
        ("message", "no␛[31m"),
        ("requestId", "req-77"),
        ("before.unInstanceId", "ins-7w2k9x1m"),
        ("before.networkInterfaceId", "eni-5f6a7b8c"),
        ("before.privateIpAddress", "10.0.0.5"),
        ("after.status", ""),
        ("tookMs", "1200"),
        ("line", "5"),
    ] {
        assert_eq!(cell(2, head), value, "{head}: {csv:?}");
    }
    assert_eq!(
        (cell(1, "outcome"), cell(1, "hash"), cell(2, "hash").len()),
        (String::new(), String::new(), 64)
    );

    let table = kept.call(CHINA, &[]);
    let lines: Vec<&str> = table.out.lines().collect();
    assert!(lines[0].starts_with("WHEN +08:00") && lines[0].ends_with("OUTCOME"), "{table:?}");
    assert!(lines.iter().all(|line| line.chars().count() <= 80), "{table:?}");
    for text in [
        "2026-09-23 00:30:00",
        "li@bastion",
        "203.0.113.77",
        "EipUnBindInstance allocWanIp=0 eipId=eip-00000077",
        "refused",
        "5100 no␛[31m",
        "INC-7, ⟨U+202E⟩night",
    ] {
        assert!(table.out.contains(text), "{text}: {table:?}");
    }
    let zh = kept.call("UTC", &["--lang", "zh"]);
    assert!(zh.out.starts_with("时间") && zh.out.contains("2026-09-22 16:30:00"), "{zh:?}");
}

/// A batch that a crash cut short: what was not begun has a row of its own.
#[test]
fn what_was_not_begun_is_in_the_csv() {
    let kept = Kept::new();
    let who = Who { user: "li".into(), host: "bastion".into(), pid: 1, ..Who::default() };
    let not_begun = intent(78);
    let rest = vec![NotBegun { eip_id: not_begun.eip_id, eip: not_begun.eip }];
    let (run_id, at) = ("cut".to_owned(), at("2026-09-24T00:00:00Z"));
    let intent = Box::new(Intent { rest, ..intent(77) });
    let record = Record::Intent { run_id, item: 0, attempt: 1, at, intent };
    Journal::open(kept.dir.path(), who).unwrap().append(&record).unwrap();
    let csv = kept.call(CHINA, &["--output", "csv"]);
    let mut reader = csv::ReaderBuilder::new().from_reader(csv.out.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 5, "{csv:?}");
    for (head, value) in [
        ("runId", "cut"),
        ("startedAt", "2026-09-24T08:00:00.000+08:00"),
        ("user", "li"),
        ("eipId", "eip-00000078"),
        ("eip", "203.0.113.78"),
        ("region", ""),
        ("action", ""),
        ("outcome", ""),
        ("attempts", "0"),
        ("events", "[]"),
        ("line", ""),
    ] {
        let at = heads.iter().position(|known| known == head).unwrap();
        assert_eq!(&rows[4][at], value, "{head}: {csv:?}");
    }
    let one = kept.call(CHINA, &["--eip", "203.0.113.77", "--output", "csv"]);
    assert!(one.out.contains("\ncut,") && !one.out.contains("203.0.113.78"), "{one:?}");
}

#[test]
fn of_a_batch_the_filter_keeps_the_item() {
    let kept = Kept::new();
    let who = Who { user: "li".into(), host: "bastion".into(), pid: 1, ..Who::default() };
    let mut journal = Journal::open(kept.dir.path(), who).unwrap();
    let rest = [EipId::parse("eip-rest").unwrap()].map(|eip_id| NotBegun { eip_id, eip: None });
    let rest = rest.to_vec();
    for (item, octet) in [(0, 91), (1, 92)] {
        journal
            .append(&Record::Intent {
                run_id: "batch".into(),
                item,
                attempt: 1,
                at: at("2026-09-24T00:00:00Z"),
                intent: Box::new(Intent { rest: rest.clone(), ..intent(octet) }),
            })
            .unwrap();
    }
    let done = kept.call("UTC", &["--eip", "203.0.113.92", "--output", "json"]);
    let runs = done.json()["runs"].clone();
    assert_eq!(runs.as_array().unwrap().len(), 1, "{runs}");
    let items = runs[0]["items"].as_array().unwrap();
    assert_eq!((items.len(), &items[0]["eip"]), (1, &"203.0.113.92".into()), "{runs}");
    assert_eq!(runs[0]["notBegun"], serde_json::json!([]), "{runs}");
    let whole = kept.call("UTC", &["batch", "--output", "json"]).json();
    assert_eq!(whole["runs"][0]["items"].as_array().unwrap().len(), 2, "{whole}");
    let none = kept.call("UTC", &["nobody"]);
    assert!(none.code == 1 && none.err.contains("no run nobody"), "{none:?}");
}

#[test]
fn a_cut_end_shows_against_a_head_noted_elsewhere() {
    let kept = Kept::new();
    let head = kept.call("UTC", &["--verify", "--output", "json"]).json()["head"].clone();
    let head = head.as_str().unwrap().to_owned();
    for noted in [&head, &head[..12]] {
        let done = kept.call("UTC", &["--verify", "--expect-head", noted]);
        assert_eq!(done.code, 0, "{done:?}");
        assert!(done.out.contains("5 records") && done.out.contains(&head), "{done:?}");
    }
    let whole = fs::read_to_string(kept.path()).unwrap();
    let without_last: Vec<&str> = whole.lines().take(4).collect();
    fs::write(kept.path(), without_last.join("\n") + "\n").unwrap();
    assert_eq!(kept.call("UTC", &["--verify"]).code, 0, "by itself it does not show");
    let cut = kept.call("UTC", &["--expect-head", &head[..16]]);
    assert!(cut.code == 1 && cut.err.contains("no record has the hash"), "{cut:?}");
    for wrong in ["xyz", "abcdef", ""] {
        assert_eq!(kept.call("UTC", &["--expect-head", wrong]).code, 2, "{wrong}");
    }
}

#[test]
fn the_chain_is_checked_and_the_line_is_named() {
    let kept = Kept::new();
    let whole = fs::read_to_string(kept.path()).unwrap();
    let head = hex::encode(Sha256::digest(whole.lines().last().unwrap()));
    let intact = kept.call("UTC", &["--verify"]);
    let says = format!(
        "5 records, none changed or missing before the last (a deleted end would not show); head {head}\n"
    );
    assert!(intact.err.starts_with("the head is the hash of the last record"), "{intact:?}");
    assert_eq!((intact.code, &intact.out), (0, &says));
    let in_chinese = kept.call("UTC", &["--verify", "--lang", "zh"]);
    assert!(
        in_chinese.out.contains("5 条记录") && in_chinese.out.contains("最新记录的哈希"),
        "{in_chinese:?}"
    );

    fs::write(kept.path(), format!("{whole}{}", &whole[..100])).unwrap();
    let torn = kept.call("UTC", &["--verify"]);
    assert_eq!((torn.code, &torn.out), (0, &says), "{torn:?}");
    assert!(torn.err.starts_with("line 6: cut short"), "{torn:?}");

    fs::write(
        kept.path(),
        whole.replacen("\"outcome\":\"verified\"", "\"outcome\":\"refused\"", 1),
    )
    .unwrap();
    let broken = kept.call("UTC", &["--verify"]);
    assert!(broken.code == 1 && broken.out.starts_with("changed at line 2 of 5"), "{broken:?}");
    assert!(broken.err.starts_with("line 2: changed after it was written"), "{broken:?}");
    // What is there is shown all the same, with a warning.
    let shown = kept.call("UTC", &[]);
    assert!(
        shown.code == 0 && shown.out.contains("203.0.113.77") && shown.err.contains("line 2"),
        "{shown:?}"
    );

    let without_third: Vec<&str> = whole
        .lines()
        .enumerate()
        .filter_map(|(number, line)| (number != 2).then_some(line))
        .collect();
    fs::write(kept.path(), without_third.join("\n") + "\n").unwrap();
    let removed = kept.call("UTC", &["--verify", "--lang", "zh"]);
    assert!(removed.code == 1 && removed.out.starts_with("第 3 行与第 2 行不衔接"), "{removed:?}");
    let removed = kept.call("UTC", &["--verify"]);
    assert!(
        removed.out.starts_with(
            "line 3 does not follow from line 2: lines are missing or were changed before it"
        ),
        "{removed:?}"
    );
}

#[test]
fn without_a_journal_there_is_nothing_to_show() {
    let kept = Kept { dir: tempfile::tempdir().unwrap() };
    let nothing = kept.call("UTC", &["--output", "json"]);
    assert_eq!(
        nothing.json(),
        serde_json::json!({ "runs": [], "journal": { "records": 0, "head": null } })
    );
    assert!(nothing.code == 0 && nothing.err.starts_with("the journal is empty"), "{nothing:?}");
    assert_eq!(kept.call("UTC", &["--verify"]).out, "0 records: nothing was recorded yet\n");
    assert!(fs::read_dir(kept.dir.path()).unwrap().next().is_none(), "nothing is made by looking");
    fs::create_dir(kept.path()).unwrap();
    let done = kept.call("UTC", &[]);
    assert!(
        done.code == 1 && done.out.is_empty() && done.err.contains("journal.jsonl"),
        "{done:?}"
    );
}

#[test]
fn a_filter_that_means_nothing_is_refused() {
    let kept = Kept::new();
    for (args, says) in [
        (["--since", "yesterday"], &["\"yesterday\" is not a time", "write 2026-11-22"][..]),
        (["--until", "2026-02-30"], &["\"2026-02-30\" is not a time"]),
        (["--until", "2026-09-22T25:00"], &["is not a time"]),
        (["--outcome", "verifed"], &["\"verifed\" is not an outcome", "did you mean verified?"]),
        (["--outcome", ""], &["is not an outcome"]),
        (["--outcome", "done\u{1b}[31m"], &["is not an outcome"]),
    ] {
        let done = kept.call("UTC", &args);
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{args:?}: {done:?}");
        assert!(says.iter().all(|words| done.err.contains(words)), "{args:?}: {done:?}");
    }
}
