//! `--api auto` (`docs/contract.md` §6): 2.0 first, 3.0 where it is gone, said, remembered, and never in the middle of a change.

mod choice;
mod crowd;
mod front;
mod switch;

use crate::support::cli::{Done, Sim, side_by_side};
use front::Front;
use serde_json::Value;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;

/// A name that can't have an address: longer than a label may be, so that nobody is asked for it.
const NO_NAME: &str =
    "https://xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.invalid";

/// What is asked for in API 3.0 alone.
pub(super) const V3_ACTIONS: [&str; 5] = [
    "DescribeAddresses",
    "DescribeAddressQuota",
    "DisassociateAddress",
    "AssociateAddress",
    "DescribeTaskResult",
];
/// What is asked for in API 2.0 alone.
pub(super) const V2_ACTIONS: [&str; 4] =
    ["DescribeEip", "DescribeEipQuota", "EipUnBindInstance", "EipBindInstance"];

/// How often one of these was asked for.
pub(super) fn asked(sim: &Sim, actions: &[&str]) -> usize {
    sim.log().iter().filter(|entry| actions.iter().any(|action| entry["action"] == *action)).count()
}

/// A profile `apart`, whose API 2.0 is at one place and whose API 3.0 is the built-in cloud.
pub(crate) fn config_apart(sim: &Sim, v2: &str) -> PathBuf {
    let config = sim.home.path().join("config.toml");
    let text = format!(
        "[profiles.apart]\ncredentials = \"env\"\nendpoint.eip = \"{v2}\"\nendpoint.vpc = \"{}\"\n",
        sim.endpoint
    );
    std::fs::write(&config, text).unwrap();
    config
}

/// The binary on that profile.
pub(super) fn call_apart(sim: &Sim, v2: &str, args: &[&str]) -> Done {
    let config = config_apart(sim, v2);
    sim.call_exactly(
        &[],
        &[&["--config", config.to_str().unwrap(), "--profile", "apart"], args].concat(),
    )
}

fn remembered(sim: &Sim) -> Vec<Value> {
    let text = std::fs::read(sim.state_dir().join("generation.json"))
        .unwrap_or_else(|_| b"{\"entries\":[]}".to_vec());
    let content: Value = serde_json::from_slice(&text).unwrap();
    content["entries"].as_array().unwrap().clone()
}

/// A port of this machine where nobody listens.
pub(crate) fn closed_port() -> String {
    format!("http://{}", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap())
}

/// Someone who listens and never accepts, and those who wait for it already: whoever connects now gets no answer.
fn full_port() -> (TcpListener, Vec<TcpStream>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    let _inside = runtime.enter();
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap().into_std().unwrap();
    let addr = listener.local_addr().unwrap();
    let within = std::time::Duration::from_millis(200);
    let waiting: Vec<TcpStream> =
        std::iter::from_fn(|| TcpStream::connect_timeout(&addr, within).ok()).take(16).collect();
    assert!(waiting.len() < 16, "there is always room for one more");
    (listener, waiting)
}

#[test]
fn every_way_of_being_retired_leads_to_3_0_once() {
    let ways = [
        "v2-retired-404",
        "v2-retired-410",
        "v2-retired-6100",
        "v2-retired-6200",
        "v2-retired-offline",
    ];
    side_by_side(&ways, |way| {
        let sim = Sim::start(way);
        let listed = sim.call(&["list", "--output", "json"]);
        assert_eq!((listed.code, &listed.json()["api"]), (0, &"v3".into()), "{way}: {listed:?}");
        assert_eq!(listed.json()["eips"].as_array().unwrap().len(), 32);
        assert_eq!(
            asked(&sim, &V2_ACTIONS),
            1,
            "{way}: one failed request, not one more: {:?}",
            sim.log()
        );
        found_and_remembered(&sim, way, |args| sim.call(args));
        assert_eq!(asked(&sim, &V2_ACTIONS), 1, "{way}: it was remembered: {:?}", sim.log());
    });
}

#[test]
fn every_way_of_not_being_there_leads_to_3_0() {
    let (full, _waiting) = full_port();
    let (closed, full) = (closed_port(), format!("http://{}", full.local_addr().unwrap()));
    let ways = [
        ("refused", closed.as_str()),
        ("no name", NO_NAME),
        ("no answer to connecting", full.as_str()),
    ];
    side_by_side(&ways, |(way, v2)| {
        let sim = Sim::start("demo");
        let listed = call_apart(&sim, v2, &["list", "--output", "json"]);
        assert_eq!((listed.code, &listed.json()["api"]), (0, &"v3".into()), "{way}: {listed:?}");
        found_and_remembered(&sim, way, |args| call_apart(&sim, v2, args));
        assert_eq!(asked(&sim, &V2_ACTIONS), 0, "{way}: {:?}", sim.log());
    });
}

/// The answer is kept by profile, endpoint and account, and the next start asks nobody else.
fn found_and_remembered(sim: &Sim, way: &str, call: impl Fn(&[&str]) -> Done) {
    let entries = remembered(sim);
    assert_eq!(entries.len(), 1, "{way}: {entries:?}");
    let key = entries[0]["key"].as_str().unwrap();
    assert!(key.contains(&sim.endpoint) && key.contains("key-"), "{way}: {key}");
    assert_eq!(entries[0]["api"], "v3", "{way}");
    let started = sim.log().len();
    let again = call(&["quota", "--output", "json"]);
    assert_eq!((again.code, &again.json()["api"]), (0, &"v3".into()), "{way}: {again:?}");
    // The quota and the kind of account are asked for at the same time: either may arrive first.
    let mut asked: Vec<String> =
        sim.log()[started..].iter().map(|entry| entry["action"].to_string()).collect();
    asked.sort();
    assert_eq!(
        asked,
        ["\"DescribeAddressQuota\"", "\"DescribeNetworkAccountType\""],
        "{way}: and nothing else"
    );
    assert_eq!(remembered(sim), entries, "{way}: it is not kept longer by being used");
}

#[test]
fn an_old_answer_and_another_account_ask_2_0_again() {
    let sim = Sim::start("v2-retired-404");
    assert_eq!(sim.call(&["list"]).code, 0);
    assert_eq!(asked(&sim, &V2_ACTIONS), 1);
    let other =
        sim.call_with(&[("TENCENTCLOUD_SECRET_ID", "AKIDotherOTHERotherOTHER0043")], &["list"]);
    assert_eq!((other.code, asked(&sim, &V2_ACTIONS)), (3, 2), "{other:?}");
    assert_eq!(remembered(&sim).len(), 1, "nothing is remembered of what 3.0 refused");
    let file = sim.state_dir().join("generation.json");
    let mut content: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let at: jiff::Timestamp = content["entries"][0]["at"].as_str().unwrap().parse().unwrap();
    for (hours, asks) in [(23, 2), (25, 3)] {
        content["entries"][0]["at"] =
            (at - jiff::SignedDuration::from_hours(hours)).to_string().into();
        std::fs::write(&file, content.to_string()).unwrap();
        assert_eq!(sim.call(&["list"]).code, 0);
        assert_eq!(asked(&sim, &V2_ACTIONS), asks, "{hours} hours later");
    }
}

/// 2.0 comes back and 3.0 goes: both clouds stand behind one address.
#[test]
fn it_is_forgotten_when_3_0_fails() {
    let (first, then) = (Sim::start("v2-retired-410"), Sim::start("v2-only"));
    let front = Front::start(&first.endpoint, None);
    let list = || {
        first
            .call_exactly(&[], &["--endpoint", &front.endpoint(), "list", "--output", "json"])
            .json()["api"]
            .clone()
    };
    assert_eq!((list(), remembered(&first).len()), ("v3".into(), 1));
    front.lead_to(&then.endpoint);
    assert_eq!(list(), "v2");
    assert_eq!(remembered(&first), [] as [Value; 0]);
    assert_eq!(list(), "v2");
    front.lead_to(&first.endpoint);
    assert_eq!((list(), remembered(&first).len()), ("v3".into(), 1));
}
