//! 2.0 goes away in the middle of an unbind, after every number of requests: the change goes to 2.0 or to nobody.

use super::front::{Front, Shut};
use super::{V3_ACTIONS, asked, call_apart};
use crate::support::cli::{Sim, side_by_side};
use std::collections::BTreeSet;
use std::sync::mpsc::channel;

/// More requests than an unbind needs before it is sent.
const REQUESTS: usize = 9;

#[test]
fn a_change_never_switches() {
    let cases: Vec<(usize, Shut)> = (1..=REQUESTS)
        .flat_map(|after| [(after, Shut::Refused), (after, Shut::NotFound)])
        .collect();
    let (tell, told) = channel();
    side_by_side(
        &cases.iter().map(|case| (*case, tell.clone())).collect::<Vec<_>>(),
        |((after, shut), tell)| {
            let sim = Sim::start("demo");
            let front = Front::start(&sim.endpoint, Some((*after, *shut)));
            let done = call_apart(
                &sim,
                &front.endpoint(),
                &["unbind", "203.0.113.77", "--confirm", "77", "--wait", "4", "--output", "json"],
            );
            let case =
                format!("{shut:?} after {after}: {done:?} {:?} {:?}", front.counted(), sim.log());
            assert_eq!(asked(&sim, &V3_ACTIONS), 0, "3.0 was asked: {case}");
            let json = done.json();
            assert_eq!(json["api"], "v2", "{case}");
            let word = json["items"][0]["outcome"].as_str().unwrap_or("no plan").to_owned();
            let arrived = sim.mutations();
            assert!(arrived.len() <= 1, "{case}");
            let unread =
                json["plan"]["refusals"].as_array().is_some_and(|refusals| !refusals.is_empty());
            match word.as_str() {
                "no plan" => assert!(arrived.is_empty() && unread && done.code != 0, "{case}"),
                "notSent" => assert!(arrived.is_empty() && done.code == 5, "{case}"),
                "unknown" => assert!(done.code == 6, "{case}"),
                "stillSettling" => assert!(arrived.len() == 1 && done.code == 6, "{case}"),
                "verified" => assert!(arrived.len() == 1 && done.code == 0, "{case}"),
                other => panic!("{other}: {case}"),
            }
            // What only a lost request may be called: one that got a 404 may have been sent, one that is refused at the door was not. Who stood
            // in the queue when the door was shut is turned away after he has spoken.
            if word == "unknown" {
                let turned_away =
                    json["items"][0]["message"].as_str().is_some_and(|why| why.contains("reset"));
                assert!(arrived.is_empty() && (*shut == Shut::NotFound || turned_away), "{case}");
            }
            tell.send((*shut, word)).unwrap();
        },
    );
    drop(tell);
    let seen: BTreeSet<String> =
        told.iter().map(|(shut, word)| format!("{shut:?} {word}")).collect();
    for must in [
        "Refused no plan",
        "Refused notSent",
        "Refused stillSettling",
        "NotFound unknown",
        "NotFound stillSettling",
    ] {
        assert!(seen.contains(must), "no case ended as {must}: {seen:?}");
    }
}

/// The same door shut from the beginning: 3.0 from the first reading on, the change included.
#[test]
fn a_session_that_began_with_3_0_stays_there() {
    let sim = Sim::start("demo");
    let front = Front::start(&sim.endpoint, Some((0, Shut::NotFound)));
    let done = call_apart(
        &sim,
        &front.endpoint(),
        &["unbind", "203.0.113.77", "--confirm", "77", "--output", "json"],
    );
    assert_eq!(
        (done.code, &done.json()["api"], &done.json()["items"][0]["outcome"]),
        (0, &"v3".into(), &"verified".into()),
        "{done:?}"
    );
    assert_eq!(front.counted(), (0, 1), "one failed request, not one more");
    assert_eq!(asked(&sim, &["DisassociateAddress"]), 1);
}
