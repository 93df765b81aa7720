//! Connections that are closed after each reply, behind handshakes that take longer than a reading may be old.

use super::file;
use super::place::{Authority, Front, Manner, Proxy};
use crate::support::cli::{Done, Sim, side_by_side};
use serde_json::Value;
use std::time::Duration;

/// Longer than the second that a request has.
const HANDSHAKE: Duration = Duration::from_millis(1_300);

fn unbind(sim: &Sim, url: &str, env: &[(&str, &str)]) -> Done {
    let ca = sim.home.path().join("ca.pem");
    let env = [&[("SSL_CERT_FILE", ca.to_str().unwrap())], env].concat();
    let args = ["--endpoint", url, "unbind", "203.0.113.77", "--confirm", "77", "--output", "json"];
    sim.call_exactly(&env, &args)
}

/// Milliseconds between the last reading of the EIP before the request and the request, as the cloud saw them.
fn gap(sim: &Sim) -> i64 {
    let log = sim.log();
    let at = |entry: &Value| {
        entry["at"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_millisecond()
    };
    let sent = log.iter().position(|entry| entry["action"] == "EipUnBindInstance").unwrap();
    let reading = log[..sent].iter().rev().find(|entry| entry["action"] == "DescribeEip").unwrap();
    at(&log[sent]) - at(reading)
}

#[test]
fn a_host_that_closes_gets_the_request_right_after_the_reading() {
    side_by_side(&["direct", "proxy"], |way| {
        let sim = Sim::start("demo");
        let authority = Authority::new();
        file(&sim, "ca.pem", &authority.pem);
        let front = Front::start_slow(authority.usual(), &sim.endpoint, HANDSHAKE, None);
        let proxy = Proxy::start(Manner::Leads(front.addr));
        let done = match *way {
            "direct" => unbind(&sim, &front.url(), &[]),
            _ => unbind(
                &sim,
                &format!("https://{}", super::place::NAME),
                &[("HTTPS_PROXY", &proxy.url())],
            ),
        };
        assert_eq!(done.json()["items"][0]["outcome"], "verified", "{way}: {done:?}");
        assert_eq!(sim.mutations().len(), 1);
        assert!(gap(&sim) < 1_000, "{way}: {} ms", gap(&sim));
    });
}

#[test]
fn where_no_connection_waits_the_request_never_leaves() {
    let sim = Sim::start("demo");
    let authority = Authority::new();
    file(&sim, "ca.pem", &authority.pem);
    // What is made ahead is closed again while the reading connects.
    let idle = Some(Duration::from_millis(400));
    let front = Front::start_slow(authority.usual(), &sim.endpoint, HANDSHAKE, idle);
    let done = unbind(&sim, &front.url(), &[]);
    assert_eq!((done.code, sim.mutations().len()), (5, 0), "{done:?}");
    let item = &done.json()["items"][0];
    assert_eq!((&item["outcome"], &item["sentAt"]), (&"notSent".into(), &Value::Null), "{done:?}");
    assert!(done.err.contains("within 1 s of reading the EIP"), "{done:?}");
    let readings = sim.log().iter().filter(|entry| entry["action"] == "DescribeEip").count();
    assert!(readings >= 4, "planned on one, and read three times before giving up: {readings}");
}

#[test]
fn a_host_that_keeps_connections_open_is_connected_to_no_more_often() {
    let sim = Sim::start("demo");
    let authority = Authority::new();
    file(&sim, "ca.pem", &authority.pem);
    let front = Front::start(authority.usual(), &sim.endpoint);
    let done = unbind(&sim, &front.url(), &[]);
    assert_eq!(done.code, 0, "{done:?}");
    assert!(front.handshakes().len() <= 3, "as many as the readings side by side");
}
