//! An answer is evidence only for what it says: the real binary against replies that are written by hand.

use crate::support::cli::{Done, gathered};
use crate::support::replies::{Call, GONE, Replies, Reply, address, eip, nics, unbound, usual};
use crate::tty::term::now;
use serde_json::{Value, json};
use std::time::Duration;

const UNBIND: [&str; 9] =
    ["unbind", "--eip-id", "eip-9k2m4x7q", "--confirm", "77", "--output", "json", "--api", "v2"];

fn unbind(more: &[&str]) -> Vec<&'static str> {
    let more: Vec<&'static str> = more.iter().map(|arg| &*String::from(*arg).leak()).collect();
    [&UNBIND[..], &more].concat()
}

/// A cloud that takes the unbind, does nothing, and gives this row from then on.
fn accepts_and_shows(row: Value) -> Replies {
    let mut sent = false;
    Replies::start(move |call| {
        sent |= call.changes();
        match call.action.as_str() {
            "DescribeEip" if sent => Reply::eips(std::slice::from_ref(&row)),
            "DescribeEip" => Reply::eips(&[eip(json!({}))]),
            "DescribeAddresses" if sent => Reply::addresses(std::slice::from_ref(&row)),
            "DescribeAddresses" => Reply::addresses(&[address(json!({}))]),
            _ => usual(call),
        }
    })
}

fn outcome(done: &crate::support::cli::Done) -> (String, i32) {
    let word = done.json()["items"][0]["outcome"].as_str().unwrap_or("(none)").to_owned();
    (word, done.code)
}

#[test]
fn a_server_that_is_not_told_is_not_gone() {
    let odd = [json!(GONE), json!(null), json!([]), json!({}), json!("  "), json!(7)];
    let mut rows: Vec<(&str, Value)> = Vec::new();
    for instead in odd {
        rows.push(("v2", eip(json!({ "unInstanceId": instead }))));
        rows.push(("v2", eip(json!({ "unInstanceId": instead, "status": GONE }))));
        rows.push(("v3", address(json!({ "InstanceId": instead }))));
        rows.push(("v3", address(json!({ "InstanceId": instead, "AddressStatus": GONE }))));
    }
    rows.push(("v2", json!({ "eipId": "eip-9k2m4x7q" })));
    rows.push(("v3", json!({ "AddressId": "eip-9k2m4x7q" })));
    // Status 4 told in no way: null, a text, a list.
    for instead in [json!(null), json!("four"), json!([4]), json!("")] {
        rows.push(("v2", unbound(json!({ "status": instead, "unInstanceId": GONE }))));
    }
    let words = gathered(&rows, |(api, row)| {
        let cloud = accepts_and_shows(row.clone());
        let mut args = unbind(&["--wait", "3"]);
        args[8] = api;
        outcome(&cloud.call(&args))
    });
    for ((api, row), word) in rows.iter().zip(words) {
        assert_eq!(word, ("stillSettling".to_owned(), 6), "{api} {row}");
    }
}

#[test]
fn the_screen_does_not_take_it_for_gone_either() {
    let cloud = accepts_and_shows(eip(json!({ "unInstanceId": GONE })));
    let mut tty = cloud.screen(&["203.0.113.77", "--api", "v2"]).run();
    tty.wait_for("Type 77 to unbind 203.0.113.77, then Enter");
    tty.wait_armed();
    tty.confirm("77");
    tty.wait_for("accepted by Tencent");
    let late = now() + Duration::from_secs(4);
    while now() < late {
        tty.wait_for("UNBIND");
        assert!(!tty.text().contains("verified"), "{}", tty.text());
        std::thread::park_timeout(Duration::from_millis(200));
    }
}

#[test]
fn an_answer_about_another_eip_is_not_the_target() {
    let other = || eip(json!({ "eipId": "eip-0o0o0o0o", "eip": "198.51.100.77" }));
    for args in [
        vec!["unbind", "203.0.113.77", "--confirm", "77", "--api", "v2"],
        vec!["unbind", "--eip", "203.0.113.77", "--confirm", "77", "--api", "v2"],
        vec!["unbind", "--eip-id", "eip-9k2m4x7q", "--confirm", "77", "--api", "v2"],
        vec!["unbind", "ins-7c8d9e0f", "--confirm", "77", "--api", "v2"],
        vec!["unbind", "eni-0a1b2c3d", "10.0.9.9", "--confirm", "77", "--api", "v2"],
        vec!["unbind", "10.0.9.9", "--confirm", "77", "--api", "v2"],
    ] {
        let cloud = Replies::start(move |call| match call.action.as_str() {
            "DescribeEip" => Reply::eips(&[other()]),
            _ => usual(call),
        });
        let done = cloud.call(&args);
        assert_eq!((done.code, cloud.changes().len()), (4, 0), "{args:?}: {}", done.all());
    }
}

#[test]
fn an_incomplete_answer_makes_no_target_unique() {
    let one = || eip(json!({}));
    let without_id = || eip(json!({ "eipId": GONE }));
    let answers: [(&str, Reply); 4] = [
        ("three counted, one row", Reply::eips_of(&[one()], 3)),
        ("a row without an id", Reply::eips_of(&[one(), without_id()], 2)),
        ("a row without an id, not counted", Reply::eips_of(&[one(), without_id()], 1)),
        ("a row that is no object", Reply::eips_of(&[one(), json!("eip")], 2)),
    ];
    for (what, answer) in answers {
        let cloud = Replies::start(move |call| match call.action.as_str() {
            "DescribeEip" => answer.clone(),
            _ => usual(call),
        });
        let done = cloud.call(&["unbind", "203.0.113.77", "--confirm", "77", "--api", "v2"]);
        assert_eq!((done.code, cloud.changes().len()), (4, 0), "{what}: {}", done.all());
    }
}

#[test]
fn one_id_twice_is_a_contradiction() {
    let on = |server: &str| eip(json!({ "unInstanceId": server }));
    let off = unbound(json!({}));
    for rows in [
        vec![on("ins-1a2b3c4d"), on("ins-2n3o4p5u")],
        vec![off.clone(), on("ins-1a2b3c4d")],
        vec![on("ins-1a2b3c4d"), off],
        vec![on("ins-1a2b3c4d"), eip(json!({ "eip": "198.51.100.7" }))],
    ] {
        let shown = format!("{rows:?}");
        let cloud = Replies::start(move |call| match call.action.as_str() {
            "DescribeEip" => Reply::eips(&rows),
            _ => usual(call),
        });
        let done = cloud.call(&unbind(&[]));
        assert_eq!((done.code, cloud.changes().len()), (4, 0), "{shown}: {}", done.all());
        assert!(!done.all().contains("alreadyUnbound"), "{}", done.all());
    }
    // The same row twice says the same twice.
    let cloud = Replies::start(move |call| match (call.action.as_str(), call.nth) {
        ("DescribeEip", ..=3) => Reply::eips(&[eip(json!({})), eip(json!({}))]),
        ("DescribeEip", _) => Reply::eips(&[unbound(json!({})), unbound(json!({}))]),
        _ => usual(call),
    });
    let done = cloud.call(&unbind(&["--wait", "8"]));
    assert!(done.code == 0 || done.code == 4, "{}", done.all());
}

#[test]
fn another_address_under_the_id_verifies_nothing() {
    for row in [
        unbound(json!({ "eip": "198.51.100.7" })),
        unbound(json!({ "eipId": "eip-0o0o0o0o" })),
        unbound(json!({ "eipId": GONE })),
    ] {
        let cloud = accepts_and_shows(row.clone());
        let done = cloud.call(&unbind(&["--wait", "3"]));
        assert_eq!(outcome(&done), ("stillSettling".to_owned(), 6), "{row}");
    }
}

#[test]
fn after_a_lost_reply_rows_that_tell_nothing_leave_it_unknown() {
    for row in [eip(json!({ "unInstanceId": GONE })), eip(json!({ "status": null }))] {
        let mut sent = false;
        let shown = row.clone();
        let cloud = Replies::start(move |call| {
            sent |= call.changes();
            match call.action.as_str() {
                "EipUnBindInstance" => Reply::hang_up(),
                "DescribeEip" if sent => Reply::eips(std::slice::from_ref(&shown)),
                "DescribeEip" => Reply::eips(&[eip(json!({}))]),
                _ => usual(call),
            }
        });
        let done = cloud.call(&unbind(&["--wait", "3"]));
        assert_eq!(outcome(&done), ("unknown".to_owned(), 6), "{row}");
        assert_eq!(cloud.changes().len(), 1, "{row}");
    }
}

#[test]
fn unbound_with_a_server_needs_two_rows_and_two_seconds() {
    let row = eip(json!({ "status": 4 }));
    let (tell, told) = std::sync::mpsc::channel();
    let mut sent = false;
    let cloud = Replies::start(move |call| {
        sent |= call.changes();
        match call.action.as_str() {
            "DescribeEip" if sent => {
                let _ = tell.send(call.at);
                Reply::eips(std::slice::from_ref(&row))
            }
            "DescribeEip" => Reply::eips(&[eip(json!({}))]),
            // The NIC does not show the address any more.
            "DescribeNetworkInterfaces" if sent => Reply::json(
                &json!({ "code": 0, "message": "", "data": { "totalNum": 0, "data": [] } }),
            ),
            _ => usual(call),
        }
    });
    let done = cloud.call(&unbind(&["--wait", "20"]));
    assert_eq!(outcome(&done), ("verified".to_owned(), 0), "{}", done.all());
    let looks: Vec<_> = told.try_iter().collect();
    let (first, last) = (looks[0], looks[looks.len() - 1]);
    assert!(last.duration_since(first) >= Duration::from_millis(1_900), "{looks:?}");
}

#[test]
fn what_is_read_before_sending_must_say_everything() {
    // The third reading is the last one before the request.
    for (field, instead) in [
        ("unInstanceId", json!(GONE)),
        ("unInstanceId", json!([])),
        ("networkInterfaceId", json!(null)),
        ("privateIpAddress", json!(GONE)),
        ("status", json!(GONE)),
        ("arrears", json!("")),
        ("eip", json!(GONE)),
    ] {
        let odd = eip(json!({ field: instead.clone() }));
        let cloud = Replies::start(move |call| match call.action.as_str() {
            "DescribeEip" if call.nth == 1 => Reply::eips(&[eip(json!({}))]),
            "DescribeEip" => Reply::eips(std::slice::from_ref(&odd)),
            _ => usual(call),
        });
        let done = cloud.call(&unbind(&["--wait", "3"]));
        assert!(cloud.changes().is_empty(), "{field} {instead}: {}", done.all());
        assert!(matches!(done.code, 4 | 5), "{field} {instead}: {}", done.all());
        if let Some(word) = done.json()["items"][0]["outcome"].as_str() {
            assert_eq!(word, "notSent", "{field} {instead}");
        }
    }
}

/// An unbind by NIC and private IP; after it this row stands there once, then none, while the EIP itself reads as unbound.
fn by_pair(leaving: Value) -> (Replies, Done) {
    let (mut sent, mut looks) = (0, 0);
    let cloud = Replies::start(move |call| {
        sent += usize::from(call.changes());
        let by_pair = call.params.keys().any(|name| name.starts_with("networkInterfaceIds"));
        match call.action.as_str() {
            "DescribeEip" if sent == 0 => Reply::eips(&[eip(json!({}))]),
            "DescribeEip" if by_pair => {
                looks += 1;
                if looks == 1 { Reply::eips(&[eip(leaving.clone())]) } else { Reply::eips(&[]) }
            }
            "DescribeEip" => Reply::eips(&[unbound(json!({}))]),
            _ => usual(call),
        }
    });
    let pair = ["--network-interface-id", "eni-5f6a7b8c", "--private-ip-address", "10.0.3.21"];
    let how = ["--confirm", "77", "--output", "json", "--api", "v2", "--wait", "5"];
    let done = cloud.call(&[&["unbind"][..], &pair, &how].concat());
    (cloud, done)
}

#[test]
fn a_pair_that_another_eip_took_is_said_so() {
    // By the pair another EIP left; the one that was meant had been moved and unbound by somebody.
    let (cloud, done) =
        by_pair(json!({ "eipId": "eip-0o0o0o0o", "eip": "198.51.100.7", "status": 3 }));
    let by_pair = |call: &Call| call.action == "DescribeEip" || call.action.contains("Network");
    let calls = cloud.calls();
    let at = calls.iter().position(Call::changes).unwrap();
    let asks = |call: &&Call| by_pair(call) && call.params.values().any(|v| v == "eni-5f6a7b8c");
    assert!(calls[at..].iter().find(asks).is_some(), "the pair was not looked at: {calls:?}");
    assert!(
        done.all().contains("198.51.100.7") || done.all().contains("eip-0o0o0o0o"),
        "{}",
        done.all()
    );
}

/// The address that was taken off, under an id that is another or none, is no other EIP that left the place.
#[test]
fn the_own_address_under_another_id_is_no_other_eip() {
    for id in ["eip-0o0o0o0o", "n/a"] {
        let (_, done) = by_pair(json!({ "eipId": id, "status": 3 }));
        assert_eq!(done.json()["items"][0]["outcome"], "verified", "{id}: {}", done.all());
    }
}

#[test]
fn whole_rows_end_verified_however_slow() {
    let slow = |closes: bool, after_ms: u64| {
        let mut sent = false;
        Replies::start(move |call| {
            sent |= call.changes();
            let reply = match call.action.as_str() {
                "DescribeEip" if sent => Reply::eips(&[unbound(json!({}))]),
                "DescribeEip" => Reply::eips(&[eip(json!({}))]),
                "DescribeNetworkInterfaces" => nics(),
                _ => usual(call),
            };
            let reply = reply.after(after_ms);
            if closes { reply.closing() } else { reply }
        })
    };
    let cases = [(false, 0), (true, 0), (false, 1_200), (true, 1_200)];
    let words = gathered(&cases, |(closes, after_ms)| {
        let cloud = slow(*closes, *after_ms);
        let done = cloud.call(&unbind(&["--wait", "20"]));
        (outcome(&done), cloud.changes().len(), done.all())
    });
    for (case, (word, sent, all)) in cases.iter().zip(words) {
        assert_eq!((word, sent), (("verified".to_owned(), 0), 1), "{case:?}: {all}");
    }
}

#[test]
fn an_attempt_that_left_is_not_called_unsent() {
    use crate::support::cli::Running;
    let cloud = Replies::start(move |call| match call.action.as_str() {
        "EipUnBindInstance" => Reply::code(4400, "too many"),
        "DescribeEip" => Reply::eips(&[eip(json!({}))]),
        _ => usual(call),
    });
    let (home, endpoint) = (cloud.home.path().to_str().unwrap(), cloud.endpoint());
    let running = Running::start(&Replies::env(home, &endpoint), &unbind(&[]));
    running.listens();
    crate::support::cli::until("an attempt", || !cloud.changes().is_empty());
    running.signal(rustix::process::Signal::INT);
    let done = running.end(Duration::from_secs(40));
    let item = done.json()["items"][0].clone();
    assert_eq!((item["outcome"].as_str(), done.code), (Some("refused"), 5), "{}", done.all());
    assert_eq!((item["code"].as_str(), item["requestId"].as_str()), (Some("4400"), Some("r-77")));
    assert!(item["sentAt"].is_string(), "{item}");
    assert!(!done.all().contains("Nothing was sent"), "{}", done.all());
}
