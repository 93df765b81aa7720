//! From what an alert holds to the dialog and through it, with twenty regions.

use super::cloud::Cloud;
use super::term::{Start, Tty};
use crate::leaks::relay::Relay;
use std::collections::BTreeSet;

const TWENTY: &str = "bj,sh,cd,cq,nj,shjr,szjr,bjjr,gzopen,szx,gz,tsn,qy,hk,sg,th,jkt,in,kr,jp";

/// The filters of the reads so far that look for something, with their regions.
fn lookups(cloud: &Cloud, filter: &str) -> Vec<String> {
    let of = |entry: &serde_json::Value| {
        entry["params"].as_object().is_some_and(|params| params.keys().any(|key| key == filter))
    };
    cloud
        .log()
        .iter()
        .filter(|entry| of(entry))
        .map(|entry| entry["region"].as_str().unwrap_or_default().to_owned())
        .collect()
}

/// The review of 203.0.113.77 is open and armed; the token is typed, and it is done.
fn to_the_end(cloud: &Cloud, tty: &mut Tty) {
    tty.wait_for("Type 77 to unbind 203.0.113.77, then Enter");
    tty.wait_armed();
    assert_eq!(cloud.mutations(), 0);
    tty.confirm("77");
    tty.wait_for("accepted by Tencent");
    assert_eq!(cloud.mutations(), 1, "{}", tty.text());
}

#[test]
fn every_kind_of_target_opens_the_drawer_after_one_round_of_questions() {
    let cases: [(&[&str], &str); 5] = [
        (&["203.0.113.77"], "eips.0"),
        (&["ins-1a2b3c4d"], "unInstanceIds.0"),
        (&["eni-5f6a7b8c", "10.0.3.21"], "networkInterfaceIds.0"),
        (&["10.0.3.21"], "privateIpAddress"),
        (&["CRITICAL: EIP 203.0.113.77:443 is under DDoS since 14:03:22, unbind it"], "eips.0"),
    ];
    std::thread::scope(|scope| {
        for (words, filter) in cases {
            scope.spawn(move || {
                let cloud = Cloud::start("demo", |_| {});
                let args = [words, &["--region", TWENTY, "--api", "v2"]].concat();
                let mut tty = cloud.on(Start::new(&args)).run();
                tty.wait_for("UNBIND");
                // The first answer that finds it opens the dialog; the other questions are on their way then.
                let regions =
                    || lookups(&cloud, filter).into_iter().filter(|region| !region.is_empty());
                tty.until("questions to twenty regions", |_| {
                    regions().collect::<BTreeSet<_>>().len() == 20
                });
                // The dialog itself reads its target again, by id or by the pair, and the server's other EIPs.
                assert!(regions().count() <= 22, "{words:?}: {} questions", regions().count());
                to_the_end(&cloud, &mut tty);
            });
        }
    });
}

#[test]
fn a_pasted_alert_does_the_same_and_several_candidates_are_offered() {
    let cloud = Cloud::start("demo", |_| {});
    let mut tty = cloud.on(Start::new(&["--region", TWENTY])).run();
    tty.wait_for("203.0.113.90");
    tty.send("\x1b[200~告警：203.0.113.90:80 流量异常\r\n\x1b[201~");
    tty.wait_for("Type 90 to unbind 203.0.113.90");
    tty.send("\x1b");
    tty.until("the list", |screen| !screen.contains("UNBIND"));
    // The alert's own text, an Enter in it included, chooses nothing.
    tty.send("\x1b[200~ins-1a2b3c4d (203.0.113.77) is busy\r\r77\r\x1b[201~");
    tty.wait_for("found in the alert");
    tty.pass(100);
    assert!(tty.text().contains("found in the alert"));
    tty.send("\r");
    to_the_end(&cloud, &mut tty);
}

#[test]
fn an_alert_with_several_candidates_at_start_and_one_that_is_nowhere() {
    let cloud = Cloud::start("demo", |_| {});
    let mut tty = cloud
        .on(Start::new(&["{\"eip\":\"203.0.113.90\",\"unInstanceId\":\"ins-1a2b3c4d\"}"]))
        .run();
    tty.wait_for("found in the alert");
    tty.keys(40, &["j", "\r"]);
    to_the_end(&cloud, &mut tty);
    let mut tty = cloud.on(Start::new(&["203.0.113.222", "--region", "gz,sh"])).run();
    tty.wait_for("is in none of ap-guangzhou ap-shanghai");
    tty.send("e");
    tty.wait_for("203.0.113.222 is in none of");
    tty.send("\x1bq");
    assert_eq!((tty.wait(), tty.leftovers()), (0, vec![]));
}

#[test]
fn a_nat_gateway_is_refused_with_the_right_action_in_both_generations() {
    for (api, action) in [("v2", "EipUnBindNatGateway"), ("v3", "DisassociateNatGatewayAddress")] {
        let cloud = Cloud::start("demo", |_| {});
        let mut tty = cloud.on(Start::new(&["nat-4d5f6g7h", "--api", api])).run();
        tty.wait_for("bound to the NAT gateway nat-4d5f6g7h");
        assert!(tty.text().contains(action), "{}", tty.text());
        tty.confirm("101");
        tty.pass(400);
        assert_eq!(cloud.mutations(), 0);
    }
}

#[test]
fn without_a_region_the_picker_opens_by_itself() {
    let cloud = Cloud::start("demo", |_| {});
    let mut tty =
        cloud.on(Start::new(&[])).env("TENCENTCLOUD_REGION", "").env("EIP_UNBIND_REGION", "").run();
    tty.wait_for("ap-guangzhou       gz      Guangzhou");
    let asked = cloud.log();
    assert!(
        asked.iter().all(|entry| entry["action"] == "GetCallerIdentity"),
        "no region is asked before one is known: {asked:?}"
    );
    tty.send("\r");
    tty.wait_for("203.0.113.77");
    assert_eq!(tty.text().matches("Guangzhou").count(), 0);
}

#[test]
fn another_profile_is_in_force_at_once() {
    let cloud = Cloud::start("demo", |_| {});
    let config = cloud.dir.path().join("config.toml");
    let text = "[profiles.audit]\ncredentials = \"env\"\nregions = [\"gz\"]\nread_only = true\n\
        [profiles.broken]\ncredentials = \"tccli:nosuch\"\n\
        [profiles.prod]\ncredentials = \"env\"\nregions = [\"sh\", \"gz\"]\ndanger = true\n";
    std::fs::write(&config, text).unwrap();
    let mut tty = cloud.program().env("EIP_UNBIND_CONFIG", config.to_str().unwrap()).run();
    tty.wait_for("203.0.113.77");
    // What is typed filters at once, profiles as well as regions.
    let switch = |tty: &mut Tty, name: &str| {
        tty.send("R");
        tty.wait_for("filter");
        tty.send(name);
        tty.wait_for("config file");
        tty.keys(30, &["\r"]);
    };
    switch(&mut tty, "audit");
    tty.wait_for("READ-ONLY");
    tty.wait_for("203.0.113.77");
    tty.send("u");
    tty.wait_for("read-only");
    tty.keys(30, &["7", "7", "\r", "\x1b"]);
    switch(&mut tty, "broken");
    tty.wait_for("could not be used");
    tty.keys(60, &["\x1b", "\x1b"]);
    switch(&mut tty, "prod");
    tty.wait_for("DANGER");
    tty.wait_for("203.0.113.77");
    tty.send("/203.0.113.77\ru");
    tty.wait_for("Type 113.77 to unbind 203.0.113.77");
    tty.wait_armed();
    assert_eq!(cloud.mutations(), 0);
    tty.confirm("113.77");
    tty.wait_for("accepted by Tencent");
    assert!(cloud.journal().contains("\"profile\":\"prod\""), "{}", cloud.journal());
    assert_eq!(cloud.mutations(), 1);
}

#[test]
fn the_change_goes_over_a_connection_that_the_reading_has_warmed() {
    for api in ["v2", "v3"] {
        let cloud = Cloud::start("demo", |_| {});
        let relay = Relay::start(cloud.addr);
        let mut tty = cloud.on(Start::new(&["--endpoint", &relay.endpoint, "--api", api])).run();
        tty.wait_for("203.0.113.77");
        tty.send("u");
        tty.wait_armed();
        let before = relay.connections();
        tty.confirm("77");
        tty.wait_for("verified");
        assert!(before > 0);
        assert_eq!(relay.connections(), before, "{api}: another connection was made");
    }
}
