//! What the report of a run says of what is not known, of what came later, and of how it is undone.

use super::*;
use eip_unbind::domain::{Eip, Field, Gaps};
use eip_unbind::journal::{
    HistoryFilter, Judgement, Latest, Scan, Watched, history, judge, open_intents, open_unbinds,
    scan,
};
use eip_unbind::text::Lang;
use eip_unbind::text::markdown::{Style, report};
use eip_unbind::text::result::sentence;
use eip_unbind::text::story::lines;
use eip_unbind::unbind::report::RunReport;
use jiff::tz::TimeZone;

fn runs(scan: &Scan) -> Vec<RunReport> {
    let runs = history(scan, &HistoryFilter::default());
    let latest = Latest::of(&runs);
    let tell = |run: eip_unbind::journal::HistoryRun| {
        let mut run = run.report(scan);
        latest.tell(&mut run);
        run
    };
    runs.into_iter().map(tell).collect()
}

fn told(records: &[Record]) -> Vec<RunReport> {
    let (_dir, journal) = journal(records);
    runs(&scan(folder(&journal)).unwrap())
}

fn plain(lang: Lang, run: &RunReport) -> String {
    report(Style::Plain, lang, run, None, &TimeZone::UTC)
}

fn line<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(label))
}

fn bind_intent(run: &str, second: i64) -> Record {
    let intent = Intent {
        action: "EipBindInstance".into(),
        parameters: [
            ("eipId".to_owned(), "eip-9k2m4x7q".into()),
            ("networkInterfaceId".to_owned(), "eni-5f6a7b8c".into()),
            ("privateIpAddress".to_owned(), "10.0.0.5".into()),
        ]
        .into(),
        before: free(),
        ..what()
    };
    Record::Intent {
        run_id: run.into(),
        item: 0,
        attempt: 1,
        at: at(second),
        intent: Box::new(intent),
    }
}

fn free() -> EipState {
    EipState {
        status: EipStatus::Unbound,
        un_instance_id: None,
        network_interface_id: None,
        private_ip_address: None,
        ..bound()
    }
}

fn read_as(run: &str, second: i64, outcome: Verdict, after: EipState) -> Record {
    Record::Settled {
        run_id: run.into(),
        item: 0,
        at: at(second),
        settled: Box::new(Settled { after: Some(after), ..verdict(outcome) }),
    }
}

#[test]
fn the_last_reading_has_its_time_and_a_later_run_is_named() {
    let records = [
        intent("r1", 0, 0),
        sent("r1", 0, 1, "accepted"),
        read_as("r1", 3, Verdict::Verified, free()),
        bind_intent("r2", 60),
        sent("r2", 0, 61, "accepted"),
        read_as("r2", 63, Verdict::Verified, bound()),
    ];
    let runs = told(&records);
    let first = plain(Lang::En, &runs[0]);
    let when = "2026-09-21 14:13:23 +00:00";
    assert_eq!(
        line(&first, "Last read: "),
        Some(&*format!("{when}: unbound, no server")),
        "{first}"
    );
    let later = "bound back at 2026-09-21 14:14:23 +00:00, run r2: verified";
    assert_eq!(line(&first, "Afterwards: "), Some(later), "{first}");
    assert!(!first.lines().any(|line| line.starts_with("Now")), "{first}");
    let first = plain(Lang::Zh, &runs[0]);
    assert_eq!(
        line(&first, "最后一次读取："),
        Some(&*format!("{when}：未绑定，无服务器")),
        "{first}"
    );
    assert!(line(&first, "此后：").is_some_and(|line| line.contains("操作 r2")), "{first}");
    assert_eq!(line(&plain(Lang::En, &runs[1]), "Afterwards: "), None, "nothing came after it");
    // Elsewhere the same id is another EIP, and what never left changed nothing.
    let elsewhere = Intent { endpoint: Some("https://eip.example.com".into()), ..what() };
    let record = Record::Intent {
        run_id: "r3".into(),
        item: 0,
        attempt: 1,
        at: at(70),
        intent: Box::new(elsewhere),
    };
    let unsent =
        [intent("r4", 0, 80), sent("r4", 0, 81, "notSent"), settled("r4", 0, 81, Verdict::NotSent)];
    let runs = told(&[&records[..], &[record], &unsent].concat());
    assert!(plain(Lang::En, &runs[0]).contains("run r2: verified"));
}

#[test]
fn without_an_outcome_it_says_what_is_on_record() {
    let checks = "the next start with the same account and endpoint checks it by reading";
    for (answer, says) in [
        (None, "Recorded 2026-09-21 14:13:20 +00:00 as about to be sent; whether the request left"),
        (
            Some("accepted"),
            "Sent 2026-09-21 14:13:21 +00:00 and accepted by Tencent (request id 77)",
        ),
        (Some("noAnswer"), "Sent 2026-09-21 14:13:21 +00:00, no usable reply"),
        (Some("refused"), "Sent 2026-09-21 14:13:21 +00:00; Tencent answered with error 5100"),
        (Some("notSent"), "The request did not leave this machine"),
    ] {
        let records: Vec<Record> = std::iter::once(intent("r1", 0, 0))
            .chain(answer.map(|answer| sent("r1", 0, 1, answer)))
            .collect();
        let run = told(&records).remove(0);
        let text = sentence(Lang::En, &run.items[0], &TimeZone::UTC);
        assert!(text.starts_with(says) && text.contains(checks), "{answer:?}: {text}");
        let text = sentence(Lang::Zh, &run.items[0], &TimeZone::UTC);
        assert!(text.contains("下次以相同账号和接入地址启动时会读取核对；不会重发"), "{text}");
    }
}

#[test]
fn undoing_is_called_what_it_is_and_offered_only_where_something_may_have_happened() {
    let outcome = |records: &[Record], word| {
        let end = read_as("r1", 3, word, free());
        told(&[records, &[end]].concat()).remove(0)
    };
    let out = [intent("r1", 0, 0), sent("r1", 0, 1, "accepted")];
    let verified = plain(Lang::En, &outcome(&out, Verdict::Verified));
    assert!(line(&verified, "Way back: ").is_some_and(|back| back.starts_with("eip-unbind ")));
    let unknown = plain(Lang::En, &outcome(&out, Verdict::Unknown));
    let back = line(&unknown, "Way back: ").unwrap();
    assert!(back.starts_with("if it turns out unbound: eip-unbind "), "{back}");
    let zh = plain(Lang::Zh, &outcome(&out, Verdict::StillSettling));
    assert!(line(&zh, "重新绑定：").unwrap().starts_with("若确认已解绑：eip-unbind "), "{zh}");
    for word in [
        Verdict::Refused,
        Verdict::NotSent,
        Verdict::Cancelled,
        Verdict::Drifted,
        Verdict::AlreadyUnbound,
        Verdict::NotRecorded,
    ] {
        let text = plain(Lang::En, &outcome(&out, word));
        assert_eq!(line(&text, "Way back: "), None, "{word:?}: {text}");
    }
    let bind = [bind_intent("r1", 0), sent("r1", 0, 1, "accepted")];
    let text = plain(Lang::En, &outcome(&bind, Verdict::Verified));
    let undo = line(&text, "To undo (unbind): ").unwrap();
    assert!(undo.starts_with("eip-unbind ") && undo.contains(" unbind eip-9k2m4x7q"), "{undo}");
    assert_eq!(line(&text, "Way back: "), None, "a bind is not bound back: {text}");
    let zh = plain(Lang::Zh, &outcome(&bind, Verdict::Unknown));
    assert!(line(&zh, "撤销（解绑）：").unwrap().starts_with("若确认已绑定："), "{zh}");
}

#[test]
fn the_command_names_the_options_of_its_process_and_none_is_made_for_the_demo() {
    let out =
        [intent("r1", 0, 0), sent("r1", 0, 1, "accepted"), settled("r1", 0, 3, Verdict::Verified)];
    let mut run = told(&out).remove(0);
    run.options = vec![("--config", "/srv/team.toml".into()), ("--state-dir", "/srv/state".into())];
    let text = plain(Lang::En, &run);
    let back = line(&text, "Way back: ").unwrap();
    assert!(
        back.contains("--config /srv/team.toml --state-dir /srv/state bind eip-9k2m4x7q"),
        "{back}"
    );
    // The run's generation, and not that of the program that shows it.
    let api = |run: &RunReport| {
        let text = plain(Lang::En, run);
        let back = line(&text, "Way back: ").unwrap();
        let words: Vec<_> = back.split(' ').map(str::to_owned).collect();
        let at: Vec<_> = (1..words.len()).filter(|at| words[at - 1] == "--api").collect();
        at.into_iter().map(|at| words[at].clone()).collect::<Vec<_>>()
    };
    assert_eq!(api(&run), ["v2"]);
    run.options.push(("--api", "v3".into()));
    assert_eq!(api(&run), ["v2"]);
    run.whose.api = eip_unbind::domain::Generation::V3;
    assert_eq!(api(&run), ["v3"]);
    run.whose.source = Some(eip_unbind::domain::identity::DEMO.to_owned());
    run.whose.endpoint = Some("http://127.0.0.1:40001".to_owned());
    for (lang, label, says) in [
        (Lang::En, "Way back: ", "no command: the demo's cloud ends with its program"),
        (Lang::Zh, "重新绑定：", "无可用命令：内置云随程序结束而消失"),
    ] {
        let text = plain(lang, &run);
        assert_eq!(line(&text, label), Some(says), "{text}");
    }
}

#[test]
fn why_there_is_no_request_id_is_as_it_was() {
    let of = |answer: &str, word| {
        let Record::Sent { run_id, item, attempt, at, answer, code, .. } = sent("r1", 0, 1, answer)
        else {
            unreachable!()
        };
        let events = vec![];
        let sent =
            Record::Sent { run_id, item, attempt, at, answer, code, request_id: None, events };
        plain(Lang::En, &told(&[intent("r1", 0, 0), sent, settled("r1", 0, 2, word)]).remove(0))
    };
    for (answer, word, says) in [
        ("refused", Verdict::Refused, "none: Tencent's error reply had none"),
        ("accepted", Verdict::Verified, "none: Tencent's reply had none"),
        ("noAnswer", Verdict::Unknown, "none: no usable reply came"),
    ] {
        let text = of(answer, word);
        assert_eq!(line(&text, "Request id: "), Some(says), "{text}");
    }
}

#[test]
fn what_a_later_start_found_has_its_reading_and_who_made_it() {
    let (_dir, mut journal) = journal(&[intent("r1", 0, 0), sent("r1", 0, 1, "accepted")]);
    let state = folder(&journal).to_owned();
    let open = open_intents(&scan(&state).unwrap(), &|_| false, "bastion").remove(0);
    let eip = Eip { eip_name: "web".into(), ..eip_of(&free()) };
    let Judgement::Settle { settled, .. } =
        judge(&open, &eip.into(), at(90), &mut Watched::default())
    else {
        panic!("unbound is a verdict at once")
    };
    let kinds: Vec<&str> = settled.events.iter().map(|event| event.kind.word()).collect();
    assert_eq!((kinds, settled.events[0].at), (vec!["read"], Some(at(90))));
    assert_eq!(settled.events[0].state.as_deref(), Some(&free()));
    journal.append(&open.record(at(91), settled)).unwrap();
    let run = runs(&scan(&state).unwrap()).remove(0);
    assert!(
        lines(Lang::En, &run.items[0].events).contains(&"read: unbound, no server".to_owned()),
        "{run:?}"
    );
    let text = sentence(Lang::En, &run.items[0], &TimeZone::UTC);
    assert!(
        text.ends_with(
            "A later start of the program, by li@bastion (pid 4242), found this by reading, \
             2026-09-21 14:14:51 +00:00."
        ),
        "{text}"
    );
    let text = plain(Lang::En, &run);
    assert_eq!(
        line(&text, "Last read: "),
        Some("2026-09-21 14:14:50 +00:00: unbound, no server"),
        "{text}"
    );
}

#[test]
fn the_record_tells_which_ip_of_which_nic_it_was() {
    use NicPosition::{Classic, NotOnServer, PrimaryOfSecondary, Unknown};
    for (nic_position, en, zh) in [
        (PrimaryOfSecondary, Some("secondary NIC, primary IP"), Some("辅助网卡主 IP")),
        (Classic, Some("no NIC (classic network)"), Some("无网卡（基础网络）")),
        (NotOnServer, None, None),
        // As in journals of old.
        (Unknown, Some("not known"), Some("未知")),
    ] {
        let Record::Intent { run_id, item, attempt, at, .. } = intent("r1", 0, 0) else { panic!() };
        let intent = Box::new(Intent { nic_position, ..what() });
        let record = Record::Intent { run_id, item, attempt, at, intent };
        let text = serde_json::to_string(&record).unwrap();
        assert_eq!(text.contains("nicPosition"), nic_position != Unknown, "{text}");
        let run = told(&[record, settled("r1", 0, 3, Verdict::Verified)]).remove(0);
        assert_eq!(line(&plain(Lang::En, &run), "NIC/IP before: "), en);
        assert_eq!(line(&plain(Lang::Zh, &run), "原网卡/IP："), zh);
    }
    let text = serde_json::to_string(&Intent { nic_position: Classic, ..what() }).unwrap();
    for newer in ["\"tertiaryOfPrimary\"", "null", "7", "{\"nic\":1}"] {
        let newer = text.replace("\"classic\"", newer);
        let newer: Intent = serde_json::from_str(&newer).expect("as a later version writes it");
        assert_eq!(newer.nic_position, Unknown);
    }
    // A bind takes nothing off a NIC.
    let bind = told(&[bind_intent("r1", 0)]).remove(0);
    assert_eq!(line(&plain(Lang::En, &bind), "NIC/IP before: "), None);
}

#[test]
fn a_link_that_was_to_be_kept_and_is_gone_is_told() {
    let meant = |intent: Intent| Record::Intent {
        run_id: "r1".into(),
        item: 0,
        attempt: 1,
        at: at(0),
        intent: Box::new(intent),
    };
    let kept = {
        let mut intent = what();
        intent.parameters.insert("unBindPrivateIpWithEip".into(), 0.into());
        intent
    };
    let said = |intent: Intent, gaps: Gaps| {
        let after = EipState {
            status: EipStatus::Unbound,
            un_instance_id: None,
            network_interface_id: None,
            private_ip_address: None,
            gaps,
            ..bound()
        };
        let settled = Settled { after: Some(after), ..verdict(Verdict::Verified) };
        let settled =
            Record::Settled { run_id: "r1".into(), item: 0, at: at(3), settled: Box::new(settled) };
        let run = told(&[meant(intent), sent("r1", 0, 1, "accepted"), settled]).remove(0);
        sentence(Lang::En, &run.items[0], &TimeZone::UTC)
    };
    let told_none = Gaps::default();
    let removed = "link to its NIC was removed although it was to be kept";
    assert!(said(kept.clone(), told_none).contains(removed));
    assert!(!said(what(), told_none).contains(removed));
    // What a reading leaves out, it does not show to be gone.
    let not_told = Gaps::not_told([Field::NetworkInterfaceId]);
    assert!(!said(kept, not_told).contains(removed));
}

#[test]
fn an_open_unbind_is_one_that_may_still_act() {
    let open = |records: &[Record]| {
        let (_dir, journal) = journal(records);
        open_unbinds(&scan(folder(&journal)).unwrap(), None)
    };
    let id = vec![what().eip_id];
    assert_eq!(open(&[intent("r1", 0, 0)]), id);
    assert_eq!(open(&[intent("r1", 0, 0), sent("r1", 0, 1, "noAnswer")]), id);
    let again = Record::Intent {
        run_id: "r1".into(),
        item: 0,
        attempt: 2,
        at: at(2),
        intent: Box::new(what()),
    };
    assert_eq!(open(&[intent("r1", 0, 0), sent("r1", 0, 1, "notSent"), again]), id);
    // It never left, it has an outcome, a later one has.
    assert_eq!(open(&[intent("r1", 0, 0), sent("r1", 0, 1, "notSent")]), []);
    assert_eq!(open(&[intent("r1", 0, 0), settled("r1", 0, 1, Verdict::Verified)]), []);
    let later = [
        intent("r1", 0, 0),
        intent("r2", 0, 5),
        sent("r2", 0, 6, "accepted"),
        settled("r2", 0, 7, Verdict::Verified),
    ];
    assert_eq!(open(&later), []);
    let earlier = [
        intent("r1", 0, 0),
        sent("r1", 0, 1, "accepted"),
        settled("r1", 0, 2, Verdict::Verified),
        intent("r2", 0, 5),
    ];
    assert_eq!(open(&earlier), id);
}

#[test]
fn what_the_journal_lost_is_not_known_and_not_none() {
    let lost = told(&[sent("r1", 0, 1, "accepted"), settled("r1", 0, 2, Verdict::Verified)]);
    let known = told(&[bind_intent("r1", 0), sent("r1", 0, 1, "accepted")]);
    for (run, en, zh) in [(&lost[0], "not known", "未知"), (&known[0], "none", "无")] {
        let (text, chinese) = (plain(Lang::En, run), plain(Lang::Zh, run));
        for label in ["Server before: ", "NIC before: ", "Private IP before: "] {
            assert_eq!(line(&text, label), Some(en), "{text}");
        }
        for label in ["原绑定服务器：", "原网卡：", "原内网 IP："] {
            assert_eq!(line(&chinese, label), Some(zh), "{chinese}");
        }
    }
    let markdown = report(Style::Markdown, Lang::Zh, &lost[0], None, &TimeZone::UTC);
    assert!(markdown.contains("- **原网卡**：未知") && !markdown.contains("**: "), "{markdown}");
}

fn eip_of(state: &EipState) -> Eip {
    Eip {
        region: what().region,
        eip_id: what().eip_id,
        eip: what().eip,
        eip_name: "web".into(),
        status: state.status.clone(),
        kind: None,
        arrears: None,
        blocked: None,
        cascade_release: None,
        un_instance_id: state.un_instance_id.clone(),
        network_interface_id: state.network_interface_id.clone(),
        private_ip_address: state.private_ip_address,
        isp_id: None,
        created_at: None,
        direct: None,
        instance_type: None,
        address_type: None,
        tags: None,
        link_kept: false,
        gaps: state.gaps,
    }
}
