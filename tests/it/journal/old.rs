//! A journal as version 0.1.0 wrote it stays readable: a run of it opens with what there is, and it says where an EIP was.

use eip_unbind::domain::{BindTarget, EipId, NetworkInterfaceId};
use eip_unbind::journal::{FILE_NAME, HistoryFilter, Scan, former_place, history, scan};
use eip_unbind::text::Lang;
use eip_unbind::text::markdown::{Chain, Style, report};
use eip_unbind::unbind::report::RunReport;
use jiff::tz::TimeZone;

const OLD: &str = include_str!("../../journals/0.1.0.jsonl");

fn old() -> (tempfile::TempDir, Scan) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join(FILE_NAME), OLD).unwrap();
    let scan = scan(dir.path()).unwrap();
    (dir, scan)
}

fn runs(scan: &Scan) -> Vec<RunReport> {
    history(scan, &HistoryFilter::default()).into_iter().map(|run| run.report(scan)).collect()
}

#[test]
fn every_line_is_understood_and_the_chain_holds() {
    let (_dir, scan) = old();
    assert!(scan.chain().intact && scan.problems.is_empty(), "{:?}", scan.problems);
    assert_eq!((scan.records(), scan.lines.len()), (15, 15));
}

#[test]
fn a_run_opens_with_what_there_is() {
    let (_dir, scan) = old();
    let runs = runs(&scan);
    assert_eq!(runs.iter().map(|run| run.items.len()).collect::<Vec<_>>(), [1, 3, 1]);
    let item = &runs[0].items[0];
    let kinds: Vec<&str> = item.events.iter().map(|event| event.kind.word()).collect();
    assert_eq!(kinds, ["recorded", "sent", "accepted", "outcome"]);
    assert_eq!((item.attempts, item.line), (1, Some(3)));
    assert!(
        runs[0].whose.who.uid.is_none() && runs[0].whose.who.caller.is_none(),
        "not known, not guessed"
    );
    let chain = Chain { records: scan.records(), head: scan.head() };
    let text = report(Style::Markdown, Lang::En, &runs[0], Some(&chain), &TimeZone::UTC);
    for words in [
        "203.0.113.77 was unbound from ins-1a2b3c4d",
        "INC-2231 botnet",
        "bind eip-9k2m4x7q --to eni-5f6a7b8c,10.0.3.21",
        "15 records, head",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn it_says_where_an_eip_was() {
    let (_dir, scan) = old();
    let endpoint = runs(&scan)[0].whose.endpoint.clone();
    let place = |id: &str, endpoint: Option<&str>| {
        former_place(&scan, &EipId::parse(id).unwrap(), endpoint).map(|former| former.target)
    };
    let wanted = BindTarget::PrivateIp {
        network_interface_id: NetworkInterfaceId::parse("eni-3j3k3l3m").unwrap(),
        private_ip_address: "10.0.8.13".parse().unwrap(),
    };
    assert_eq!(place("eip-3a3b3c3d", endpoint.as_deref()), Some(wanted));
    assert_eq!(place("eip-3a3b3c3d", None), None, "elsewhere the same id is another EIP");
    assert_eq!(place("eip-nobody", endpoint.as_deref()), None);
}
