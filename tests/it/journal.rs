//! The journal: crash points, torn lines, several writers, hostile files, recovery.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod chain;
mod history;
mod old;
mod open;
mod report;
mod write;

use eip_unbind::domain::{
    EipId, EipState, EipStatus, Generation, InstanceId, NetworkInterfaceId, NicPosition, Region,
    RequestId,
};
use eip_unbind::journal::{Journal, Who};
use eip_unbind::unbind::record::{Intent, Note, Settled};
use eip_unbind::unbind::{Record, Verdict};
use jiff::Timestamp;
use std::path::Path;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn who() -> Who {
    Who {
        user: "li".into(),
        host: "bastion".into(),
        pid: 4242,
        started_at: at(-5),
        version: "0.1.0".into(),
        ..Who::default()
    }
}

fn bound() -> EipState {
    EipState {
        status: EipStatus::Bound,
        un_instance_id: InstanceId::parse("ins-7w2k9x1m"),
        network_interface_id: NetworkInterfaceId::parse("eni-5f6a7b8c"),
        private_ip_address: Some("10.0.0.5".parse().unwrap()),
        wan_ip: None,
        gaps: eip_unbind::domain::Gaps::default(),
    }
}

fn what() -> Intent {
    Intent {
        api: Generation::V2,
        account: "1250000000".into(),
        profile: Some("prod".into()),
        region: Region::parse("gz").unwrap(),
        endpoint: None,
        eip_id: EipId::parse("eip-9k2m4x7q").unwrap(),
        eip: Some("203.0.113.77".parse().unwrap()),
        action: "EipUnBindInstance".into(),
        parameters: [
            ("eipId".to_owned(), "eip-9k2m4x7q".into()),
            ("allocWanIp".to_owned(), 0.into()),
        ]
        .into(),
        before: bound(),
        nic_position: NicPosition::Unknown,
        cascade_release: false,
        blocked: false,
        digest: "0123456789abcdef".into(),
        reason: Some("攻击 \u{202e}\"quoted\"\nline".into()),
        by: None,
        events: vec![],
        rest: vec![],
    }
}

fn intent(run: &str, item: usize, second: i64) -> Record {
    Record::Intent {
        run_id: run.into(),
        item,
        attempt: 1,
        at: at(second),
        intent: Box::new(what()),
    }
}

fn sent(run: &str, item: usize, second: i64, answer: &str) -> Record {
    let code = (answer == "refused").then(|| "5100".to_owned());
    Record::Sent {
        run_id: run.into(),
        item,
        attempt: 1,
        at: at(second),
        answer: serde_json::from_value(answer.into()).unwrap(),
        code,
        request_id: RequestId::parse("77"),
        events: vec![],
    }
}

fn verdict(outcome: Verdict) -> Settled {
    Settled {
        eip_id: what().eip_id,
        outcome,
        code: None,
        message: None,
        request_id: None,
        after: None,
        sent_at: None,
        took_ms: Some(1_200),
        intent: None,
        recovered: false,
        events: vec![],
        doubt: None,
        remark: None,
    }
}

fn settled(run: &str, item: usize, second: i64, outcome: Verdict) -> Record {
    Record::Settled {
        run_id: run.into(),
        item,
        at: at(second),
        settled: Box::new(verdict(outcome)),
    }
}

fn note(run: &str, item: usize, second: i64) -> Record {
    Record::Note {
        run_id: run.into(),
        item,
        at: at(second),
        what: Note::BoundAgain,
        un_instance_id: InstanceId::parse("ins-other"),
        events: vec![],
    }
}

/// A folder that has a journal with these records.
fn journal(records: &[Record]) -> (tempfile::TempDir, Journal) {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = Journal::open(&dir.path().join("state"), who()).unwrap();
    for (index, record) in records.iter().enumerate() {
        assert_eq!(journal.append(record).unwrap(), index as u64 + 1);
    }
    (dir, journal)
}

fn folder(journal: &Journal) -> &Path {
    journal.path().parent().unwrap()
}

fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.strip_suffix(b"\n").unwrap_or(bytes).split(|b| *b == b'\n').collect()
}

fn four() -> Vec<Record> {
    vec![
        intent("r1", 0, 0),
        sent("r1", 0, 1, "accepted"),
        settled("r1", 0, 2, Verdict::Verified),
        note("r1", 0, 12),
    ]
}
