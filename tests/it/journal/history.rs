//! Past runs: history, run locks, and what a crash left open.

use super::{at, bound, folder, intent, journal, note, sent, settled, verdict, what, who};
use eip_unbind::domain::{Eip, EipId, EipStatus, Fault, Field, Gaps, Generation, InstanceId};
use eip_unbind::journal::{
    HistoryFilter, HistoryRun, Judgement, OpenIntent, OpenState, OutcomeFilter, ProblemKind,
    RunLock, Scan, Watched, Who, history, is_alive, judge, open_intents, scan, scan_runs,
};
use eip_unbind::runtime::past::past;
use eip_unbind::text::Lang;
use eip_unbind::text::markdown::{Style, report};
use eip_unbind::unbind::record::{Intent, NotBegun, Settled};
use eip_unbind::unbind::{Reading, Record, Sighting, Verdict};
use jiff::Timestamp;
use std::fs;
use std::path::Path;

// History

fn three_runs() -> Vec<Record> {
    let other = Intent {
        eip_id: EipId::parse("eip-other").unwrap(),
        eip: Some("203.0.113.177".parse().unwrap()),
        ..what()
    };
    let meant = Settled {
        eip_id: other.eip_id.clone(),
        intent: Some(Box::new(other)),
        ..verdict(Verdict::Cancelled)
    };
    vec![
        intent("r1", 0, 0),
        sent("r1", 0, 1, "refused"),
        settled("r1", 0, 2, Verdict::Unknown),
        Record::Settled { run_id: "r1".into(), item: 1, at: at(3), settled: Box::new(meant) },
        intent("r2", 0, 100),
        settled("r1", 0, 110, Verdict::Verified),
        note("r1", 0, 120),
        sent("r2", 0, 121, "refused"),
        settled("r3", 0, 200, Verdict::Drifted),
    ]
}

fn shown(filter: &HistoryFilter) -> Vec<String> {
    let (_dir, journal) = journal(&three_runs());
    history(&scan(folder(&journal)).unwrap(), filter).into_iter().map(|run| run.run_id).collect()
}

#[test]
fn runs_are_filtered() {
    let all = HistoryFilter::default();
    assert_eq!(shown(&all), ["r1", "r2", "r3"]);
    let eip = |text: &str| HistoryFilter { eip: Some(text.into()), ..HistoryFilter::default() };
    assert_eq!(shown(&eip("203.0.113.77")), ["r1", "r2"]);
    assert_eq!(shown(&eip("203.0.113.177")), ["r1"]);
    assert_eq!(shown(&eip("eip-9k2m4x7q")), ["r1", "r2", "r3"]);
    assert_eq!(shown(&eip("203.0.113.7")), [""; 0]);
    assert_eq!(shown(&HistoryFilter { since: Some(at(100)), ..all.clone() }), ["r2", "r3"]);
    assert_eq!(shown(&HistoryFilter { until: Some(at(100)), ..all.clone() }), ["r1", "r2"]);
    let outcome = |outcome| HistoryFilter { outcome: Some(outcome), ..HistoryFilter::default() };
    assert_eq!(shown(&outcome(OutcomeFilter::Is(Verdict::Verified))), ["r1"]);
    assert_eq!(
        shown(&outcome(OutcomeFilter::Is(Verdict::Unknown))),
        [""; 0],
        "the later verdict counts"
    );
    assert_eq!(shown(&outcome(OutcomeFilter::Unsettled)), ["r2"]);
    let both = HistoryFilter {
        eip: Some("eip-other".into()),
        ..outcome(OutcomeFilter::Is(Verdict::Verified))
    };
    assert_eq!(shown(&both), [""; 0], "one item must fit both");
}

#[test]
fn the_history_view_is_told_what_was_done_and_what_happened_since() {
    let parameters = |name: &str, value: &str| [(name.to_owned(), value.into())].into();
    let back = Intent {
        action: "EipBindInstance".into(),
        parameters: parameters("unInstanceId", "ins-back"),
        ..what()
    };
    let (api, action) = (Generation::V3, "AssociateAddress".into());
    let nic =
        Intent { api, action, parameters: parameters("NetworkInterfaceId", "eni-back"), ..what() };
    let meant = |run: &str, intent| Record::Intent {
        run_id: run.into(),
        item: 0,
        attempt: 1,
        at: at(300),
        intent: Box::new(intent),
    };
    let (_dir, journal) = journal(&[
        intent("r1", 0, 0),
        settled("r1", 0, 2, Verdict::Verified),
        note("r1", 0, 12),
        meant("r2", back),
        meant("r3", nic),
    ]);
    let past = past(&Ok(scan(folder(&journal)).unwrap()));
    let told: Vec<_> = past
        .rows
        .iter()
        .map(|row| (row.binds, row.to.as_str(), row.bound_again.as_str()))
        .collect();
    assert_eq!(told, [(true, "eni-back", ""), (true, "ins-back", ""), (false, "", "ins-other")]);
    assert_eq!(past.rows[2].from, "ins-7w2k9x1m");
}

#[test]
fn the_json_is_the_documented_one() {
    let (_dir, journal) = journal(&three_runs());
    let value = {
        let scan = scan(folder(&journal)).unwrap();
        let runs = history(&scan, &HistoryFilter::default());
        serde_json::json!({ "runs": runs.into_iter().map(|run| run.report(&scan).json()).collect::<Vec<_>>() })
    };
    let run = &value["runs"][0];
    for (key, wanted) in [
        ("runId", "r1"),
        ("profile", "prod"),
        ("api", "v2"),
        ("startedAt", "2026-09-21T14:13:20.000+00:00"),
    ] {
        assert_eq!(run[key], wanted, "{key}");
    }
    assert_eq!(run["who"]["user"], "li");
    assert_eq!(run["reason"], what().reason.unwrap());
    let item = &run["items"][0];
    assert_eq!(item["eip"], "203.0.113.77");
    assert_eq!(item["region"], "ap-guangzhou");
    assert_eq!(item["outcome"], "verified");
    assert_eq!(item["before"]["unInstanceId"], "ins-7w2k9x1m");
    assert_eq!(item["tookMs"], 1_200);
    assert_eq!(item["requestId"], "77");
    assert_eq!(item["recovered"], false);
    let kinds: Vec<&str> =
        item["events"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["recorded", "sent", "refused", "outcome", "outcome", "boundAgain"]);
    assert!(item["events"][2]["at"].is_null(), "when the answer came is not on record");
    assert_eq!(item["attempts"], 1);
    assert_eq!(run["items"][1]["outcome"], "cancelled");
    assert_eq!(run["items"][1]["eipId"], "eip-other");
    let open = &value["runs"][1]["items"][0];
    for key in ["outcome", "after", "message", "tookMs"] {
        assert!(open[key].is_null(), "{key}");
    }
    assert_eq!(open["code"], "5100", "what the cloud said is known");
    let lost = &value["runs"][2]["items"][0];
    assert_eq!(lost["eipId"], "eip-9k2m4x7q");
    assert!(lost["eip"].is_null() && lost["before"].is_null(), "nothing is guessed");
}

// Run locks

fn process(pid: u32) -> Who {
    Who { pid, ..who() }
}

#[test]
fn a_lock_tells_whether_a_process_lives() {
    let dir = tempfile::tempdir().unwrap();
    assert!(!is_alive(dir.path(), &process(1)));
    let lock = RunLock::take(dir.path(), &process(1)).unwrap();
    assert!(is_alive(dir.path(), &process(1)));
    assert!(!is_alive(dir.path(), &Who { started_at: at(7), ..process(1) }), "the same pid, later");
    let path = lock.path().to_owned();
    drop(lock);
    assert!(!is_alive(dir.path(), &process(1)) && !path.exists());
}

#[test]
fn stale_locks_of_this_machine_are_removed_and_no_others() {
    let dir = tempfile::tempdir().unwrap();
    let leave = |name: &str, who: &Who| {
        fs::write(dir.path().join(name), serde_json::to_vec(who).unwrap()).unwrap()
    };
    leave("run-7-7.lock", &process(7));
    leave("run-8-8.lock", &Who { host: "elsewhere".into(), ..process(8) });
    leave("run-notes.txt", &process(9));
    let held = RunLock::take(dir.path(), &process(1)).unwrap();
    let second = RunLock::take(dir.path(), &process(2)).unwrap();
    let exists = |name: &str| dir.path().join(name).exists();
    assert!(!exists("run-7-7.lock"));
    assert!(exists("run-8-8.lock") && exists("run-notes.txt"));
    assert!(held.path().exists() && second.path().exists());
    assert!(is_alive(dir.path(), &process(1)) && is_alive(dir.path(), &process(2)));
}

// Recovery

fn open_of(records: &[Record], alive: bool, host: &str) -> Vec<(String, usize, OpenState)> {
    let (_dir, journal) = journal(records);
    let open = open_intents(&scan(folder(&journal)).unwrap(), &|_| alive, host);
    open.into_iter().map(|o| (o.run_id, o.item, o.state)).collect()
}

#[test]
fn open_intents_are_found_in_every_state() {
    let open = |state| vec![("r2".to_owned(), 0, state)];
    assert_eq!(open_of(&three_runs(), false, "bastion"), open(OpenState::Mine));
    assert_eq!(open_of(&three_runs(), true, "bastion"), open(OpenState::Alive));
    assert_eq!(open_of(&three_runs(), true, "laptop"), open(OpenState::OtherHost));
    assert_eq!(
        open_of(&[settled("r1", 0, 0, Verdict::Drifted), note("r1", 0, 9)], false, "bastion"),
        []
    );
}

#[test]
fn a_second_attempt_is_judged_by_its_own_answer() {
    let mut second = intent("r1", 0, 3);
    if let Record::Intent { attempt, .. } = &mut second {
        *attempt = 2;
    }
    let (_dir, journal) = journal(&[intent("r1", 0, 0), sent("r1", 0, 1, "notSent"), second]);
    let open = open_intents(&scan(folder(&journal)).unwrap(), &|_| false, "bastion");
    assert_eq!((open.len(), open[0].attempt, &open[0].sent, open[0].at), (1, 2, &None, at(3)));
}

fn find(dir: &Path) -> Vec<OpenIntent> {
    open_intents(&scan(dir).unwrap(), &|who| is_alive(dir, who), "bastion")
}

#[test]
fn a_recovered_verdict_closes_the_intent() {
    let (_dir, mut journal) = journal(&[intent("r1", 0, 0)]);
    let state = folder(&journal).to_owned();
    let lock = RunLock::take(&state, &who()).unwrap();
    assert_eq!(find(&state)[0].state, OpenState::Alive);
    drop(lock);
    let open = find(&state).remove(0);
    assert_eq!(open.state, OpenState::Mine);
    let Judgement::Settle { settled, .. } =
        judge(&open, &unbound().into(), at(5), &mut Watched::default())
    else {
        panic!("unbound is a verdict at once")
    };
    journal.append(&open.record(at(5), settled)).unwrap();
    assert_eq!(find(&state), []);
    let past = history(&scan(&state).unwrap(), &HistoryFilter::default());
    let told = past[0].clone().report(&scan(folder(&journal)).unwrap()).json();
    assert_eq!(told["items"][0]["recovered"], true);
    assert_eq!(told["items"][0]["outcome"], "verified");
}

/// The EIP as it was before the request.
fn same() -> Eip {
    let (before, what) = (bound(), what());
    Eip {
        region: what.region,
        eip_id: what.eip_id,
        eip: what.eip,
        eip_name: "web".into(),
        status: before.status,
        kind: None,
        arrears: None,
        blocked: None,
        cascade_release: None,
        un_instance_id: before.un_instance_id,
        network_interface_id: before.network_interface_id,
        private_ip_address: before.private_ip_address,
        isp_id: None,
        created_at: None,
        direct: None,
        instance_type: None,
        address_type: None,
        tags: None,
        link_kept: false,
        gaps: Gaps::default(),
    }
}

fn unbound() -> Eip {
    Eip {
        status: EipStatus::Unbound,
        un_instance_id: None,
        network_interface_id: None,
        private_ip_address: None,
        ..same()
    }
}

fn on(server: &str) -> Eip {
    Eip { un_instance_id: InstanceId::parse(server), ..same() }
}

fn without_server() -> Eip {
    Eip { un_instance_id: None, gaps: Gaps::not_told([Field::UnInstanceId]), ..same() }
}

fn unbinding() -> Eip {
    Eip { status: EipStatus::Unbinding, ..same() }
}

/// The open intent of second 0 of which the journal last says this (nothing when empty).
fn open(said: &str, intent: Intent) -> OpenIntent {
    let mut records = vec![Record::Intent {
        run_id: "r1".into(),
        item: 0,
        attempt: 1,
        at: at(0),
        intent: Box::new(intent),
    }];
    records.extend((!said.is_empty()).then(|| sent("r1", 0, 1, said)));
    let (_dir, journal) = journal(&records);
    find(folder(&journal)).remove(0)
}

fn seen(reading: &Result<Option<Eip>, Fault>) -> Sighting {
    match reading.clone() {
        Ok(Some(eip)) => eip.into(),
        Ok(None) => Reading::Missing.into(),
        Err(fault) => fault.into(),
    }
}

/// The verdict in a word, or `wait`, or `cannot tell`.
fn told(open: &OpenIntent, reading: Result<Option<Eip>, Fault>, now: Timestamp) -> String {
    told_after(open, reading, now, 10_000)
}

/// The same by one who has looked at it for so long.
fn told_after(
    open: &OpenIntent,
    reading: Result<Option<Eip>, Fault>,
    now: Timestamp,
    watched_ms: u64,
) -> String {
    let mut watched = Watched::default();
    (watched.asked_ms, watched.at_ms) = (watched_ms, watched_ms);
    match judge(open, &seen(&reading), now, &mut watched) {
        Judgement::Settle { settled, now_on } => {
            assert!(settled.recovered);
            assert_eq!(settled.after, reading.ok().flatten().map(|eip| eip.state()));
            let on = now_on.map(|id| format!(" on {id}")).unwrap_or_default();
            format!("{}{on}", settled.outcome.as_str())
        }
        Judgement::Wait(ms) => {
            assert!(ms > 0 && ms <= 60_000);
            "wait".into()
        }
        Judgement::CannotTell(_) => "cannot tell".into(),
    }
}

#[test]
fn the_table_of_verdicts_holds_for_an_unbind() {
    let cases: &[(&str, Option<Eip>, [&str; 3])] = &[
        // what the journal says, what is read, and the verdict at 59.999 s, 60 s and 180 s
        ("", Some(unbound()), ["verified"; 3]),
        ("accepted", Some(unbound()), ["verified"; 3]),
        ("refused", Some(unbound()), ["verified"; 3]),
        ("notSent", Some(unbound()), ["notSent"; 3]),
        ("notSent", Some(same()), ["notSent"; 3]),
        ("notSent", None, ["notSent"; 3]),
        // A server told as empty beside "bound" proves nothing, nor does one that is not told.
        ("", Some(Eip { un_instance_id: None, ..same() }), ["wait", "unknown", "unknown"]),
        ("accepted", Some(without_server()), ["wait", "stillSettling", "stillSettling"]),
        ("refused", Some(without_server()), ["wait", "unknown", "unknown"]),
        ("", Some(same()), ["wait", "unknown", "unknown"]),
        ("noAnswer", Some(same()), ["wait", "unknown", "unknown"]),
        ("accepted", Some(same()), ["wait", "stillSettling", "stillSettling"]),
        ("refused", Some(same()), ["wait", "refused", "refused"]),
        ("", Some(on("ins-other")), ["unknown on ins-other"; 3]),
        ("refused", Some(on("ins-other")), ["unknown on ins-other"; 3]),
        ("", Some(unbinding()), ["wait", "wait", "stillSettling"]),
        ("accepted", Some(unbinding()), ["wait", "wait", "stillSettling"]),
        ("refused", Some(unbinding()), ["wait", "unknown", "unknown"]),
        (
            "refused",
            Some(Eip { private_ip_address: None, ..same() }),
            ["wait", "unknown", "unknown"],
        ),
        ("", None, ["wait", "unknown", "unknown"]),
        ("refused", None, ["wait", "unknown", "unknown"]),
    ];
    for (said, reading, wanted) in cases {
        for (ms, wanted) in [59_999, 60_000, 180_000].into_iter().zip(wanted) {
            let now = at(0) + jiff::SignedDuration::from_millis(ms);
            assert_eq!(
                told(&open(said, what()), Ok(reading.clone()), now),
                *wanted,
                "{said:?} at {ms}: {reading:?}"
            );
        }
    }
    assert_eq!(
        told(&open("", what()), Ok(Some(same())), at(-3_600)),
        "wait",
        "an intent from the future"
    );
}

#[test]
fn an_eip_that_is_released_when_unbound_is_done_once_it_is_gone() {
    let released = || Intent {
        api: Generation::V3,
        action: "DisassociateAddress".into(),
        cascade_release: true,
        ..what()
    };
    let open_one = open("accepted", released());
    let mut watched = Watched::default();
    for (ms, done) in [(0, false), (1_999, false), (2_000, true)] {
        (watched.asked_ms, watched.at_ms) = (ms, ms);
        let verdict = judge(&open_one, &seen(&Ok(None)), at(70), &mut watched);
        let verified = matches!(&verdict, Judgement::Settle { settled, .. } if settled.outcome == Verdict::Verified);
        assert_eq!(verified, done, "two whole answers, {ms} ms apart: {verdict:?}");
    }
    assert_eq!(
        told(&open("accepted", what()), Ok(None), at(60)),
        "unknown",
        "gone for a reason that nobody knows"
    );
    for said in ["", "noAnswer", "refused"] {
        assert_eq!(
            told(&open(said, released()), Ok(None), at(60)),
            "unknown",
            "{said}: nobody took the request"
        );
    }
    let back = Intent {
        action: "AssociateAddress".into(),
        parameters: [("InstanceId".to_owned(), "ins-7w2k9x1m".into())].into(),
        ..released()
    };
    assert_eq!(
        told(&open("accepted", back), Ok(None), at(60)),
        "unknown",
        "a bind does not end like that"
    );
}

/// The clock of the machine was set right between the crash and the start: that an hour seems to have passed says nothing.
#[test]
fn a_refusal_is_claimed_only_after_ten_seconds_of_looking() {
    for (said, wanted) in [("refused", "wait"), ("accepted", "stillSettling"), ("", "unknown")] {
        assert_eq!(
            told_after(&open(said, what()), Ok(Some(same())), at(3_600), 9_999),
            wanted,
            "{said:?}"
        );
    }
    assert_eq!(
        told_after(&open("refused", what()), Ok(Some(same())), at(3_600), 10_000),
        "refused"
    );
    assert_eq!(told_after(&open("refused", what()), Ok(Some(unbound())), at(3_600), 0), "verified");
}

#[test]
fn a_failed_or_foreign_reading_is_no_verdict() {
    let failed = || Err(Fault::no_answer("cut"));
    assert_eq!(told(&open("refused", what()), failed(), at(600)), "cannot tell");
    assert_eq!(told(&open("notSent", what()), failed(), at(600)), "notSent", "it needs no reading");
    let foreign = Eip { eip_id: EipId::parse("eip-other").unwrap(), ..unbound() };
    assert_eq!(told(&open("", what()), Ok(Some(foreign)), at(600)), "cannot tell");
    let newer = Intent { action: "EipTeleport".into(), ..what() };
    assert_eq!(told(&open("", newer), Ok(Some(unbound())), at(600)), "cannot tell");
}

#[test]
fn a_bind_back_is_judged_by_what_was_asked_for() {
    let back = |pairs: &[(&str, &str)], action: &str| Intent {
        action: action.into(),
        parameters: pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).into()))
            .collect(),
        before: unbound().state(),
        ..what()
    };
    let server =
        || back(&[("eipId", "eip-9k2m4x7q"), ("unInstanceId", "ins-7w2k9x1m")], "EipBindInstance");
    let nic = || {
        back(
            &[("NetworkInterfaceId", "eni-5f6a7b8c"), ("PrivateIpAddress", "10.0.0.5")],
            "AssociateAddress",
        )
    };
    for intent in [server(), nic()] {
        assert_eq!(told(&open("", intent.clone()), Ok(Some(same())), at(1)), "verified");
        assert_eq!(told(&open("", intent.clone()), Ok(Some(unbound())), at(59)), "wait");
        assert_eq!(told(&open("", intent.clone()), Ok(Some(unbound())), at(60)), "unknown");
        assert_eq!(told(&open("refused", intent.clone()), Ok(Some(unbound())), at(60)), "refused");
        assert_eq!(
            told(&open("accepted", intent.clone()), Ok(Some(unbound())), at(60)),
            "stillSettling"
        );
        let binding = Eip { status: EipStatus::Binding, ..unbound() };
        assert_eq!(told(&open("", intent.clone()), Ok(Some(binding)), at(179)), "wait");
    }
    assert_eq!(told(&open("", server()), Ok(Some(on("ins-other"))), at(1)), "unknown on ins-other");
}

#[test]
fn an_intent_belongs_to_one_account_and_endpoint() {
    let open = open("", what());
    assert!(open.is_of("1250000000", None));
    assert!(
        !open.is_of("1250000001", None) && !open.is_of("1250000000", Some("http://127.0.0.1:1/"))
    );
    let at = |endpoint: &str| self::open("", Intent { endpoint: Some(endpoint.into()), ..what() });
    for (written, here) in [
        ("http://127.0.0.1:1/", "http://127.0.0.1:1"),
        ("http://127.0.0.1:1", "http://127.0.0.1:1/"),
        ("HTTPS://EIP.example", "https://eip.example:443/"),
        ("http://[::1]:80/", "http://[::1]"),
    ] {
        assert!(at(written).is_of("1250000000", Some(here)), "{written} is {here}");
    }
    for (written, here) in [
        ("http://127.0.0.1:1", "http://127.0.0.1:2"),
        ("https://a:80", "https://a"),
        ("http://a", "https://a"),
    ] {
        assert!(!at(written).is_of("1250000000", Some(here)), "{written} is not {here}");
    }
}

#[test]
fn a_refusal_is_not_claimed_once_something_else_was_begun_on_the_eip() {
    let intent = |run: &str, second| Record::Intent {
        run_id: run.into(),
        item: 0,
        attempt: 1,
        at: at(second),
        intent: Box::new(what()),
    };
    let (_dir, journal) = journal(&[intent("r1", 0), sent("r1", 0, 1, "refused"), intent("r2", 5)]);
    let open = find(folder(&journal));
    let now = at(70);
    assert_eq!(
        told(&open[0], Ok(Some(same())), now),
        "unknown",
        "the later one may have undone it"
    );
    assert!(open[0].superseded && !open[1].superseded);
    assert_eq!(told(&open[0], Ok(Some(unbound())), now), "verified");
}

/// A batch that a crash cut short says what else was part of it; once that has a record of its own, the record says it.
#[test]
fn what_a_crash_kept_from_being_begun_is_on_record() {
    let other = EipId::parse("eip-other").unwrap();
    let rest = vec![NotBegun { eip_id: other.clone(), eip: "203.0.113.177".parse().ok() }];
    let first = Intent { rest: rest.clone(), ..what() };
    let begun = |intent: Intent, item| Record::Intent {
        run_id: "r1".into(),
        item,
        attempt: 1,
        at: at(item as i64),
        intent: Box::new(intent),
    };
    let told = |records: &[Record]| {
        let (_dir, journal) = journal(records);
        let scan = scan(folder(&journal)).unwrap();
        history(&scan, &HistoryFilter::default()).remove(0).report(&scan)
    };
    let cut = told(&[begun(first.clone(), 0), settled("r1", 0, 2, Verdict::Verified)]);
    assert_eq!(cut.not_begun, rest);
    assert_eq!(cut.json()["notBegun"][0]["eip"], "203.0.113.177");
    for (lang, says) in [
        (Lang::En, "Not begun, by the record: 203.0.113.177."),
        (Lang::Zh, "按记录未开始：203.0.113.177。"),
    ] {
        let text = report(Style::Markdown, lang, &cut, None, &jiff::tz::TimeZone::UTC);
        assert!(text.contains(says), "{text}");
    }
    let second = Intent { eip_id: other, ..what() };
    assert_eq!(told(&[begun(first, 0), begun(second, 1)]).not_begun, []);
}

/// `history` reads run by run what stands in the file, and everything else reads it whole: whatever the file holds, both see the same.
#[test]
fn runs_are_told_alike_whichever_way_they_are_read() {
    let (_dir, journal) = journal(&three_runs());
    let bytes = fs::read(journal.path()).unwrap();
    let mut files = vec![bytes.clone(), bytes[..bytes.len() - 1].to_vec()];
    for at in (0..bytes.len()).step_by(3) {
        for put in [b"".as_slice(), b"\n", b"\0", b"\xff", b"\"", b"9", b"{"] {
            files.push([&bytes[..at], put, &bytes[at + 1..]].concat());
        }
        files.push(bytes[..at].to_vec());
    }
    let mut told = 0;
    for file in files {
        fs::write(journal.path(), &file).unwrap();
        let whole = scan(folder(&journal)).unwrap();
        let (scan, stored) = scan_runs(folder(&journal)).unwrap();
        let mut runs: Vec<HistoryRun> = stored.mapped("", Some).collect();
        let mut expected = history(&whole, &HistoryFilter::default());
        // A run whose first line is not understood begins with the next one, or where that line stands.
        runs.sort_by(|a, b| a.run_id.cmp(&b.run_id));
        expected.sort_by(|a, b| a.run_id.cmp(&b.run_id));
        assert_eq!(runs, expected);
        assert_eq!((scan.records(), scan.head()), (whole.records(), whole.head()));
        // Of a line that it does not understand the one knows when it reads the file, the other when it tells the run.
        let said = |scan: Scan| {
            let all = scan.problems.into_iter();
            all.filter(|it| it.kind != ProblemKind::NotUnderstood).collect::<Vec<_>>()
        };
        assert_eq!(said(scan), said(whole), "{}", String::from_utf8_lossy(&file));
        told += runs.len();
    }
    assert!(told > 1_000, "{told}");
}
