//! `history`: what is shown, what is kept by a filter, and what the check of the chain says.

use crate::support::cli::{Done, call};
use eip_unbind::domain::{
    EipId, EipState, EipStatus, Generation, InstanceId, NetworkInterfaceId, Region, RequestId,
};
use eip_unbind::journal::{Journal, Who};
use eip_unbind::unbind::record::{Intent, Settled};
use eip_unbind::unbind::{Record, Verdict};
use jiff::Timestamp;
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
        },
        cascade_release: false,
        digest: "0123456789abcdef".into(),
        reason: Some("INC-7, \u{202e}night".into()),
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
        assert_eq!((done.code, done.err.as_str()), (0, ""), "{args:?}: {done:?}");
        let runs = done.json()["runs"].as_array().unwrap().clone();
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
    let cases: [(&str, &[&str], &[usize]); 19] = [
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
    let lines: Vec<&str> = csv.out.lines().collect();
    assert_eq!(
        lines[0],
        "when,who,profile,region,eip,from,request,outcome,message,tookMs,requestId,reason"
    );
    let request = "EipUnBindInstance allocWanIp=0 eipId=eip-00000077";
    let last = "2026-09-23T00:30:00+08:00,li@bastion,prod,ap-guangzhou,203.0.113.77,ins-7w2k9x1m";
    assert_eq!(
        lines[3],
        format!("{last},{request},refused,5100 no␛[31m,1200,req-77,\"INC-7, ⟨U+202E⟩night\"")
    );
    assert!(
        lines.len() == 4 && lines[2].contains(",203.0.113.177,") && lines[2].contains(",,,,"),
        "{csv:?}"
    );

    let table = kept.call(CHINA, &[]);
    let lines: Vec<&str> = table.out.lines().collect();
    assert!(
        lines[0].starts_with("WHEN") && lines[0].ends_with("REASON") && lines.len() == 4,
        "{table:?}"
    );
    for cell in [
        "2026-09-23T00:30:00+08:00",
        "li@bastion",
        "203.0.113.77",
        request,
        "refused",
        "5100 no␛[31m",
        "INC-7, ⟨U+202E⟩night",
    ] {
        assert!(lines[3].contains(cell), "{cell}: {table:?}");
    }
    let zh = kept.call("UTC", &["--lang", "zh"]);
    assert!(zh.out.starts_with("时间") && zh.out.contains("2026-09-22T16:30:00+00:00"), "{zh:?}");
}

#[test]
fn the_chain_is_checked_and_the_line_is_named() {
    let kept = Kept::new();
    let whole = fs::read_to_string(kept.path()).unwrap();
    let intact = kept.call("UTC", &["--verify"]);
    assert_eq!(
        (intact.code, intact.out.as_str(), intact.err.as_str()),
        (0, "intact: 5 lines, 0 torn\n", "")
    );

    fs::write(kept.path(), format!("{whole}{}", &whole[..100])).unwrap();
    let torn = kept.call("UTC", &["--verify"]);
    assert_eq!((torn.code, torn.out.as_str()), (0, "intact: 6 lines, 1 torn\n"), "{torn:?}");
    assert!(torn.err.starts_with("line 6: cut short"), "{torn:?}");

    fs::write(
        kept.path(),
        whole.replacen("\"outcome\":\"verified\"", "\"outcome\":\"refused\"", 1),
    )
    .unwrap();
    let broken = kept.call("UTC", &["--verify"]);
    assert_eq!((broken.code, broken.out.as_str()), (1, "broken at line 2 of 5\n"), "{broken:?}");
    assert!(broken.err.starts_with("line 2: changed after it was written"), "{broken:?}");
    // What is there is shown all the same, with a warning.
    let shown = kept.call("UTC", &[]);
    assert!(
        shown.code == 0 && shown.out.lines().count() == 4 && shown.err.contains("broken at line 2"),
        "{shown:?}"
    );

    let without_third: Vec<&str> = whole
        .lines()
        .enumerate()
        .filter_map(|(number, line)| (number != 2).then_some(line))
        .collect();
    fs::write(kept.path(), without_third.join("\n") + "\n").unwrap();
    let removed = kept.call("UTC", &["--verify", "--lang", "zh"]);
    assert_eq!(
        (removed.code, removed.out.as_str()),
        (1, "第 3 行断裂（共 4 行）\n"),
        "{removed:?}"
    );
}

#[test]
fn without_a_journal_there_is_nothing_to_show() {
    let kept = Kept { dir: tempfile::tempdir().unwrap() };
    assert_eq!(kept.call("UTC", &["--output", "json"]).json(), serde_json::json!({ "runs": [] }));
    assert_eq!(kept.call("UTC", &["--verify"]).out, "intact: 0 lines, 0 torn\n");
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
