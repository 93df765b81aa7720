//! `bind`: the way back by command, from the journal, the link that was kept, or a place that was named.

use crate::support::cli::{Done, Sim, leave_open};
use rustix::process::Signal;
use serde_json::{Value, json};
use std::time::Duration;

fn item(done: &Done) -> Value {
    done.json()["items"][0].clone()
}

/// Unbinds in a process of its own.
#[track_caller]
fn unbind(sim: &Sim, args: &[&str]) {
    let done = sim.call(&[&["unbind", "--output", "json"], args].concat());
    assert_eq!(done.code, 0, "{done:?}");
}

/// Binds back by the command that the plan gives: plans first, then carries out exactly that.
#[track_caller]
fn bind(sim: &Sim, args: &[&str]) -> Done {
    let planned = sim.call(&[&["bind", "--output", "json"], args].concat());
    let plan = &planned.json()["plan"];
    assert_eq!(planned.code, 4, "{planned:?}");
    let (token, digest) = (plan["token"].as_str().unwrap(), plan["digest"].as_str().unwrap());
    let confirm = ["bind", "--output", "json", "--confirm", token, "--expect", digest];
    sim.call(&[&confirm[..], args].concat())
}

/// One region of API 2.0, and the same EIP by API 3.0.
const GENERATIONS: [&[&str]; 2] = [&["--api", "v2"], &["--api", "v3"]];

#[test]
fn the_next_day_it_goes_back_to_where_it_was() {
    for api in GENERATIONS {
        let sim = Sim::start("demo");
        unbind(&sim, &[api, &["203.0.113.141", "--confirm", "141"]].concat());
        let planned = sim.call(&[api, &["bind", "203.0.113.141"]].concat());
        assert_eq!(planned.code, 4, "{planned:?}");
        assert!(planned.err.contains("to eni-1j1k1l1m · 10.0.8.11 on ins-1e1f1g1h"), "{planned:?}");
        assert!(
            planned.err.contains("bind") && planned.err.contains("--confirm 141"),
            "{planned:?}"
        );
        let done = bind(&sim, &[api, &["203.0.113.141"]].concat());
        let item = item(&done);
        assert_eq!((done.code, &item["outcome"]), (0, &json!("verified")), "{done:?}");
        assert_eq!(item["after"]["unInstanceId"], "ins-1e1f1g1h", "{item}");
        let (sent, applied) = sim.mutations().pop().unwrap();
        let text = |names: [&str; 2]| names.iter().find_map(|name| sent.get(*name)).cloned();
        assert!(applied, "{sent:?}");
        assert_eq!(
            (
                text(["networkInterfaceId", "NetworkInterfaceId"]),
                text(["privateIpAddress", "PrivateIpAddress"])
            ),
            (Some("eni-1j1k1l1m".into()), Some("10.0.8.11".into())),
            "{sent:?}"
        );
        // Once it is there, there is nothing to do.
        let again = sim.call(&[api, &["bind", "203.0.113.141", "--output", "json"]].concat());
        assert_eq!(
            (again.code, &self::item(&again)["outcome"]),
            (0, &json!("alreadyBound")),
            "{again:?}"
        );
    }
}

#[test]
fn of_a_batch_one_goes_back_alone_and_the_rest_together() {
    let sim = Sim::start("demo");
    let three = ["203.0.113.142", "203.0.113.143", "203.0.113.144"];
    unbind(&sim, &[&three[..], &["--confirm", "3.142"]].concat());
    let done = bind(&sim, &["203.0.113.143"]);
    assert_eq!(item(&done)["after"]["unInstanceId"], "ins-3e3f3g3h", "{done:?}");
    assert_eq!(sim.mutations().len(), 4, "three off, one back");
    // The other two together, under one token, each to where it was.
    let done = bind(&sim, &[three[0], three[2]]);
    let items = &done.json()["items"];
    for (at, server) in ["ins-2e2f2g2h", "ins-4e4f4g4h"].into_iter().enumerate() {
        let said = (&items[at]["outcome"], &items[at]["after"]["unInstanceId"]);
        assert_eq!(said, (&json!("verified"), &json!(server)), "{done:?}");
    }
    assert_eq!((done.code, sim.mutations().len()), (0, 6), "{done:?}");
}

#[test]
fn in_the_classic_network_it_goes_back_to_its_server() {
    let sim = Sim::start("demo");
    unbind(&sim, &["203.0.113.200", "--confirm", "200"]);
    let done = bind(&sim, &["eip-0c9l8a7s"]);
    assert_eq!(
        (done.code, &item(&done)["after"]["unInstanceId"]),
        (0, &json!("ins-0zq7b4we")),
        "{done:?}"
    );
    assert_eq!(sim.mutations().pop().unwrap().0["unInstanceId"], "ins-0zq7b4we");
}

#[test]
fn a_link_that_was_kept_is_a_place() {
    let sim = Sim::start("demo");
    let keep = ["203.0.113.179", "--un-bind-private-ip-with-eip", "0", "--confirm", "179"];
    unbind(&sim, &[&keep[..], &["--no-journal"]].concat());
    let done = bind(&sim, &["203.0.113.179"]);
    assert!(done.err.contains("the link that was kept"), "{done:?}");
    assert_eq!(item(&done)["outcome"], "verified", "{done:?}");
    assert!(item(&done)["after"]["unInstanceId"].is_string(), "{done:?}");
    let sent = sim.mutations().pop().unwrap().0;
    assert_eq!((done.code, sent["networkInterfaceId"].as_str()), (0, "eni-3p7y1m5v"), "{done:?}");
}

#[test]
fn without_a_place_it_says_how_to_name_one() {
    let sim = Sim::start("demo");
    let done = sim.call(&["bind", "203.0.113.121"]);
    assert_eq!(done.code, 4, "{done:?}");
    assert!(done.err.contains("--to eni-…,IP"), "{done:?}");
    let wrong = sim.call(&["bind", "203.0.113.121", "--to", "somewhere"]);
    assert!(wrong.code == 2 && wrong.err.contains("--to eni-5f6a7b8c,10.0.3.21"), "{wrong:?}");
    // Unbound through another EIP's loss of its place: named.
    unbind(&sim, &["203.0.113.145", "--confirm", "145"]);
    let done = bind(&sim, &["203.0.113.121", "--to", "eni-5j5k5l5m,10.0.8.15"]);
    assert_eq!((done.code, &item(&done)["outcome"]), (0, &json!("verified")), "{done:?}");
    let taken = sim.call(&["bind", "203.0.113.145", "--output", "json"]);
    let refusal = &taken.json()["plan"]["refusals"][0];
    assert_eq!((taken.code, &refusal["target"]), (4, &json!("203.0.113.145")), "{taken:?}");
    assert!(refusal["reason"].as_str().unwrap().contains("eip-3e4r5t6y"), "{refusal}");
    assert!(sim.mutations().iter().all(|(_, applied)| *applied), "nothing was tried in vain");
}

#[test]
fn a_place_that_is_gone_and_a_bound_eip_are_refused() {
    let sim = Sim::start("demo");
    let gone = sim.call(&["bind", "203.0.113.121", "--to", "eni-5j5k5l5m,10.0.8.99"]);
    assert!(gone.code == 4 && gone.err.contains("has no private IP 10.0.8.99"), "{gone:?}");
    for api in GENERATIONS {
        let nowhere = ["bind", "203.0.113.121", "--to", "eni-00000000,10.0.0.1"];
        let gone = sim.call(&[api, &nowhere].concat());
        let says = "there is no NIC eni-00000000 in this region and account";
        assert!(gone.code == 4 && gone.err.contains(says), "{api:?}: {gone:?}");
        assert!(gone.err.contains("name another place: --to"), "{api:?}: {gone:?}");
        // No reading tells of a server: it may be one of the classic network, which has no NIC.
        let server = ["bind", "203.0.113.121", "--output", "json", "--to"];
        let unseen = sim.call(&[api, &server, &["ins-00000000"]].concat()).json();
        assert!(unseen["plan"]["token"].is_string(), "{api:?}: {unseen}");
        let says = "not known whether ins-00000000 exists";
        assert!(unseen["plan"]["warnings"][0].as_str().unwrap().contains(says), "{unseen}");
        let seen = sim.call(&[api, &server, &["ins-2n3o4p5u"]].concat()).json();
        assert!(!seen["plan"]["warnings"].to_string().contains("not known whether"), "{seen}");
    }
    let bound = sim.call(&["bind", "203.0.113.146", "--to", "ins-1a2b3c4d"]);
    assert!(
        bound.code == 4 && bound.err.contains("cannot be bound here: 203.0.113.146"),
        "{bound:?}"
    );
    let read_only = sim.call(&["--read-only", "bind", "203.0.113.121", "--to", "ins-1a2b3c4d"]);
    assert_eq!(read_only.code, 4, "{read_only:?}");
    assert!(sim.mutations().is_empty());
}

#[test]
fn what_keeps_it_from_being_bound_is_said_as_it_is() {
    let sim = Sim::start("demo");
    for (args, says, next) in [
        (&["203.0.113.210"][..], "creating", "wait"),
        (&["203.0.113.210", "--to", "ins-2n3o4p5u"], "creating", "wait"),
        (&["203.0.113.212"], "being released", "use another EIP"),
        (&["203.0.113.212", "--to", "ins-2n3o4p5u"], "being released", "use another EIP"),
        (
            &["203.0.113.121", "203.0.113.122", "--to", "ins-2n3o4p5u"],
            "203.0.113.122: eip-3e4r5t6y is to be bound to the same place",
            "by a command of its own",
        ),
        (
            &["203.0.113.121", "--api", "v3", "--to", "eni-8w7a6n5i,10.0.13.3"],
            "an ordinary public IP, 192.0.2.130, is at that place",
            "return that address in the console first",
        ),
        (&["203.0.113.121"], "where it was bound before is not known", "name the place: --to"),
    ] {
        let done = sim.call(&[&["bind"], args].concat());
        assert!(done.code == 4 && done.err.contains(says), "{args:?}: {done:?}");
        assert!(done.err.contains(next) && !done.err.contains("unbind it first"), "{done:?}");
        assert!(!done.err.contains(": c, or"), "a key of the screen: {done:?}");
    }
}

#[test]
fn an_ordinary_public_ip_that_goes_is_named_and_recorded() {
    let sim = Sim::start("demo");
    let place = ["203.0.113.121", "--api", "v2", "--to", "eni-8w7a6n5i,10.0.13.3"];
    let planned = sim.call(&[&["bind", "--output", "json"], &place[..]].concat()).json();
    let says = "the ordinary public IP 192.0.2.130 that is there now will be released for good";
    let warning = planned["plan"]["warnings"][0].as_str().unwrap();
    assert!(warning.contains(says), "{planned}");
    assert_eq!(planned["plan"]["items"][0]["before"]["wanIp"], "192.0.2.130", "{planned}");
    let done = bind(&sim, &place);
    assert_eq!(item(&done)["before"]["wanIp"], "192.0.2.130", "{done:?}");
    let kept = sim.call(&["history", "--output", "json"]).json();
    let head = kept["journal"]["head"].as_str().unwrap();
    assert_eq!(kept["journal"]["records"], sim.journal().lines().count(), "{kept}");
    assert_eq!(sim.call(&["history", "--expect-head", head]).code, 0, "{head}");
    let run = &kept["runs"][0];
    assert_eq!(run["items"][0]["before"]["wanIp"], "192.0.2.130", "{kept}");
    let report = sim.call(&["history", run["runId"].as_str().unwrap()]).out;
    assert!(report.contains("Ordinary public IP there before: 192.0.2.130"), "{report}");
    // The generation of the run, whatever reads its history.
    assert!(report.contains(" --api v2 unbind eip-3e4r5t6y"), "{report}");
}

#[test]
fn a_cell_of_csv_is_empty_where_there_is_nothing() {
    let sim = Sim::start("demo");
    for (verb, eip) in [("bind", "203.0.113.121"), ("unbind", "203.0.113.200")] {
        let to: &[&str] = if verb == "bind" { &["--to", "ins-2n3o4p5u"] } else { &[] };
        let csv = sim.call(&[&[verb, eip, "--output", "csv"], to].concat());
        let row = csv.out.lines().nth(1).unwrap();
        assert!(row.contains(",,") && !row.contains(",-") && !row.contains("'-"), "{csv:?}");
        let table = sim.call(&[&[verb, eip], to].concat());
        assert!(!table.out.contains("'-"), "{table:?}");
    }
}

#[test]
fn after_a_crash_the_place_is_in_the_journal_all_the_same() {
    let sim = Sim::start("demo");
    leave_open(&sim.state_dir(), "crashed-1", &sim.endpoint, ("eip-3e4r5t6y", "203.0.113.121"));
    // It was on ins-1a2b3c4d, in the classic network as far as the record says.
    let done = sim.call(&["bind", "203.0.113.121"]);
    assert!(done.err.starts_with("an earlier run (crashed-1, "), "{done:?}");
    assert!(done.err.contains("ins-1a2b3c4d"), "{done:?}");
    assert!(done.err.contains("journal line 1"), "{done:?}");
}

/// The request that a dead process sent is still on its way: that the EIP is read where it was says nothing yet.
#[test]
fn bound_there_is_no_outcome_while_an_unbind_is_open() {
    let sim = Sim::start("demo");
    let eip = ("eip-9k2m4x7q", "203.0.113.77");
    leave_open(&sim.state_dir(), "crashed-1", &sim.endpoint, eip);
    let unsure = sim.running(&["bind", eip.1, "--output", "json"]);
    unsure.wait_for("no outcome yet");
    unsure.signal(Signal::INT);
    let unsure = unsure.end(Duration::from_secs(45));
    assert!(unsure.err.contains("no outcome yet"), "{unsure:?}");
    assert!(unsure.json()["items"].as_array().is_none_or(Vec::is_empty), "{unsure:?}");
    assert!(!unsure.err.contains("belongs to account"), "{unsure:?}");
}

/// The same where the place is named, or stands in the plan of a file.
#[test]
fn a_named_place_and_a_plan_of_a_file_wait_for_an_open_unbind_too() {
    let sim = Sim::start("demo");
    let eip = ("eip-9k2m4x7q", "203.0.113.77");
    unbind(&sim, &[eip.1, "--confirm", "77"]);
    let planned = sim.call(&["bind", eip.1, "--output", "json"]);
    let file = sim.state_dir().join("plan.json");
    std::fs::write(&file, &planned.out).unwrap();
    let file = file.to_str().unwrap();
    assert_eq!(item(&bind(&sim, &[eip.1]))["outcome"], "verified");
    let place = "eni-5f6a7b8c,10.0.3.21";
    let named = ["bind", eip.1, "--to", place, "--output", "json"];
    let by_file = ["bind", "--plan", file, "--output", "json"];
    for args in [&named[..], &by_file] {
        let there = sim.call(args);
        assert_eq!(item(&there)["outcome"], "alreadyBound", "{args:?}: {there:?}");
    }
    leave_open(&sim.state_dir(), "crashed-1", &sim.endpoint, eip);
    for args in [&named[..], &by_file] {
        let unsure = sim.running(args);
        unsure.wait_for("no outcome yet");
        unsure.signal(Signal::INT);
        let unsure = unsure.end(Duration::from_secs(45));
        let json = unsure.json();
        assert_eq!(json["plan"]["refusals"][0]["code"], "unbindOpen", "{args:?}: {unsure:?}");
        assert!(json["items"].as_array().is_none_or(Vec::is_empty), "{args:?}: {unsure:?}");
    }
}

#[test]
fn the_record_of_a_run_tells_the_whole_story() {
    let sim = Sim::start("demo");
    unbind(&sim, &["203.0.113.147", "--confirm", "147", "--reason", "INC-2231"]);
    let journal = sim.journal();
    assert!(journal.len() < 4_096, "{} bytes", journal.len());
    let runs = sim.call(&["history", "--output", "json"]).json();
    let run = &runs["runs"][0];
    assert!(run["who"]["uid"].is_u64() && run["who"]["host"].is_string(), "{run}");
    assert_eq!(
        (&run["reason"], &run["endpoint"]),
        (&json!("INC-2231"), &json!(sim.endpoint)),
        "{run}"
    );
    let item = &run["items"][0];
    let kinds: Vec<&str> =
        item["events"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds[..4], ["checked", "recorded", "sent", "accepted"], "{item}");
    assert_eq!(kinds.last(), Some(&"outcome"), "{item}");
    assert!(kinds.contains(&"read"), "{item}");
    assert!(item["line"].is_u64() && item["hash"].as_str().unwrap().len() == 64, "{item}");
    assert_eq!(item["attempts"], 1, "{item}");

    let id = run["runId"].as_str().unwrap();
    for (lang, says) in [("en", "was unbound from ins-7e7f7g7h"), ("zh", "已与 ins-7e7f7g7h 解绑")]
    {
        let report = sim.call(&["history", id, "--output", "markdown", "--lang", lang]);
        for text in [
            says,
            "203.0.113.147",
            "eip-7a7b7c7d",
            "eni-7j7k7l7m",
            "10.0.8.17",
            if lang == "en" { "primary NIC, primary IP" } else { "主网卡主 IP" },
            "bind eip-7a7b7c7d --to eni-7j7k7l7m,10.0.8.17",
            item["requestId"].as_str().unwrap(),
            item["hash"].as_str().unwrap(),
            "INC-2231",
        ] {
            assert!(report.out.contains(text), "{text}: {report:?}");
        }
    }
}

#[test]
fn warnings_come_first_and_events_as_they_happen() {
    let sim = Sim::start("demo");
    let args = ["unbind", "203.0.113.148", "--confirm", "148"];
    let done = sim.call(&args);
    let at = |text: &str| done.err.find(text).unwrap_or_else(|| panic!("{text}: {done:?}"));
    assert!(at("warning:") < at("request sent"), "{done:?}");
    assert!(at("checked: unchanged") < at("written to the journal"), "{done:?}");
    assert!(at("accepted by Tencent, request id ") < at("outcome: verified"), "{done:?}");
    assert!(at("to bind it back: eip-unbind bind") > at("outcome: verified"), "{done:?}");
    let quiet = sim.call(&["-q", "unbind", "203.0.113.149", "--confirm", "149"]);
    let quiet = if quiet.code == 2 {
        sim.call(&["unbind", "-q", "203.0.113.149", "--confirm", "149"])
    } else {
        quiet
    };
    assert!(quiet.code == 0 && !quiet.err.contains("request sent"), "{quiet:?}");
}
