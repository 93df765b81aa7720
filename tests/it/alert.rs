//! Alert text → candidates, and arguments → targets or candidates.

use eip_unbind::domain::target::{TargetError, TargetText};
use eip_unbind::text::alert::{MOST, Targets, candidates, plain, regions};

fn picked(text: &str) -> Vec<String> {
    candidates(text).iter().map(ToString::to_string).collect()
}

/// A text, and what is offered, with `;` between.
#[track_caller]
fn table(cases: &[(&str, &str)]) {
    for (text, wanted) in cases {
        let wanted: Vec<&str> = wanted.split(';').filter(|one| !one.is_empty()).collect();
        assert_eq!(picked(text), wanted, "{text}");
    }
}

#[test]
fn addresses() {
    table(&[
        ("CRITICAL: EIP 203.0.113.77 under DDoS, unbind it", "203.0.113.77"),
        ("203.0.113.77:443 down", "203.0.113.77"),
        ("tcp://203.0.113.77:443/24", "203.0.113.77"),
        ("dropped 10.0.3.21:51022->203.0.113.77:22", "203.0.113.77;10.0.3.21"),
        (
            "at 203.0.113.77. Next: (203.0.113.78), [203.0.113.79]; \"203.0.113.80\"",
            "203.0.113.77;203.0.113.78;203.0.113.79;203.0.113.80",
        ),
        ("range 203.0.113.77-203.0.113.79", "203.0.113.77;203.0.113.79"),
        ("EIP-203.0.113.77 主机-203.0.113.78-CPU", "203.0.113.77"),
        ("主机-203.0.113.78-告警", "203.0.113.78"),
        ("line 12:203.0.113.77 - - [22/Nov/2026:14:03:22 +0800]", "203.0.113.77"),
        ("server 203.0.113.77 twice 203.0.113.77", "203.0.113.77"),
        ("log \"x\\n203.0.113.77\\tdown\"", "203.0.113.77"),
        (
            "100.64.0.9 172.16.0.1 192.168.1.1 172.32.0.1",
            "172.32.0.1;100.64.0.9;172.16.0.1;192.168.1.1",
        ),
    ]);
}

#[test]
fn what_is_no_address() {
    table(&[
        ("release 1.2.3.4.5 and v1.2.3.4, nginx-1.2.3.4, 1.2.3.4-rc1", ""),
        (
            "version 1.2.3.4, ver: 1.2.3.4, \"kernel_version\":\"4.18.0.30\", 版本 1.2.3.4，软件版本号：1.2.3.4",
            "",
        ),
        ("Chrome/120.0.0.0 QQBrowser/13.6.0.1 Safari/537.36", ""),
        ("net 203.0.113.0/24 203.0.113.77/31 0.0.0.0/0", ""),
        (
            "2026-11-22 14:03:22.120 2026.11.22.14 2026.11.22.14.03 14:03:22.11.22.33 1763793802.120",
            "",
        ),
        ("203.0.113 203.0.113.256 203.0.113.077 1203.0.113.77 203.0.113.7777", ""),
        ("0.0.0.0 127.0.0.1 255.255.255.0 224.0.0.1 169.254.0.23", ""),
        ("203.0.113.77.example.com a203.0.113.77 203.0.113.77x x.203.0.113.77 ip_203.0.113.77", ""),
        ("", ""),
    ]);
}

#[test]
fn ids() {
    table(&[
        ("eip-9k2m4x7q, ins-1a2b3c4d; nat-4d5f6g7h.", "eip-9k2m4x7q;ins-1a2b3c4d;nat-4d5f6g7h"),
        (
            "ins-1a2b3c4d has 203.0.113.77 and eip-9k2m4x7q",
            "203.0.113.77;eip-9k2m4x7q;ins-1a2b3c4d",
        ),
        (
            "run: eip-unbind unbind 203.0.113.77 --confirm 77 (nat-gateway, eip-quota)",
            "203.0.113.77",
        ),
        ("ins-1a2b3c4d-203.0.113.77", "203.0.113.77;ins-1a2b3c4d"),
        ("实例ins-1a2b3c4d（网关）", "ins-1a2b3c4d"),
        ("xins-1a2b3c4d a-eip-9k2m4x7q eip-9k2m4x7q-disk eip-9K2M4X7Q eip- eip-1", ""),
        ("eni-5f6a7b8c alone", ""),
    ]);
}

#[test]
fn a_nic_with_its_private_ip() {
    for text in [
        "eni-5f6a7b8c 10.0.3.21",
        "eni-5f6a7b8c,10.0.3.21",
        "eni-5f6a7b8c/10.0.3.21",
        "NIC eni-5f6a7b8c · 10.0.3.21 dropped",
        "网卡eni-5f6a7b8c（10.0.3.21）异常",
        "网卡：eni-5f6a7b8c，内网IP：10.0.3.21。",
        "10.0.3.21@eni-5f6a7b8c",
        "networkInterfaceId=eni-5f6a7b8c privateIpAddress=10.0.3.21",
        r#"{"networkInterfaceId":"eni-5f6a7b8c","privateIpAddress":"10.0.3.21"}"#,
        r#"{"privateIpAddress":"10.0.3.21","state":2,"networkInterfaceId":"eni-5f6a7b8c"}"#,
        r#"{"networkInterfaceId":"eni-5f6a7b8c","state":2,"set":[{"primary":true,"privateIpAddress":"10.0.3.21"}]}"#,
        r#"{\"NetworkInterfaceId\":\"eni-5f6a7b8c\",\"InstanceState\":1,\"PrivateAddressIp\":\"10.0.3.21\"}"#,
        "{\n  \"networkInterfaceId\": \"eni-5f6a7b8c\",\n  \"x\": 1,\n  \"privateIpAddress\": \"10.0.3.21\"\n}",
    ] {
        assert_eq!(picked(text), ["eni-5f6a7b8c 10.0.3.21"], "{text}");
    }
    table(&[
        (
            r#"[{"privateIpAddress":"10.0.3.21","a":1,"networkInterfaceId":"eni-5f6a7b8c"},{"privateIpAddress":"10.0.3.22","a":1,"networkInterfaceId":"eni-0a1b2c3d"}]"#,
            "eni-5f6a7b8c 10.0.3.21;eni-0a1b2c3d 10.0.3.22",
        ),
        // An address of the world beside it is the EIP, and one with a key is what the key says.
        ("eni-5f6a7b8c 203.0.113.77", "203.0.113.77"),
        (
            r#"{"networkInterfaceId":"eni-5f6a7b8c","privateIpAddress":"30.0.0.5"}"#,
            "eni-5f6a7b8c 30.0.0.5",
        ),
        ("eni-5f6a7b8c is on a server. Another one is 10.0.3.21", "10.0.3.21"),
    ]);
}

#[test]
fn whole_alerts() {
    table(&[
        (
            "告警：网关-gz-07 203.0.113.77 被封堵，实例ins-1a2b3c4d（10.0.3.21），时间：2026-11-22 14:03:22。\r\n请解绑\r\n77\r\n",
            "203.0.113.77;ins-1a2b3c4d;10.0.3.21",
        ),
        (
            r#"{"labels":{"alertname":"EIPOutTraffic","eip":"203.0.113.77","instance":"10.0.3.21:9100","unInstanceId":"ins-1a2b3c4d"},"startsAt":"2026-11-22T06:03:22.120Z"}"#,
            "203.0.113.77;10.0.3.21;ins-1a2b3c4d",
        ),
        (
            "198.51.100.9 - - [22/Nov/2026:14:03:22 +0800] \"GET / HTTP/1.1\" 200 612 \"-\" \"Mozilla/5.0 Chrome/120.0.0.0\" 203.0.113.77",
            "198.51.100.9;203.0.113.77",
        ),
        ("nothing to see here: CPU 93.5 % on web-0001", ""),
    ]);
    let many: Vec<String> = (1..=30).map(|n| format!("ins-{n:08} 203.0.113.{n}")).collect();
    let found = candidates(&many.join(" "));
    assert_eq!(found.len(), MOST);
    assert!(found.iter().all(|target| matches!(target, TargetText::Address(_))), "{found:?}");
}

fn read(words: &[&str]) -> Result<Targets, TargetError> {
    Targets::read(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
}

#[test]
fn an_argument_is_a_target_or_an_alert() {
    let shown = |words: &[&str]| {
        let given = read(words).unwrap();
        (given.picked, given.targets.iter().map(ToString::to_string).collect::<Vec<_>>().join(";"))
    };
    for (words, picked, targets) in [
        (&["203.0.113.77"][..], false, "203.0.113.77"),
        (&["eni-x", "10.0.0.5"], false, "eni-x 10.0.0.5"),
        (&["eni-x 10.0.0.5"], false, "eni-x 10.0.0.5"),
        (&["web prod", "eip-9k2m4x7q"], false, "web prod;eip-9k2m4x7q"),
        (&["gw-203.0.113.77"], false, "gw-203.0.113.77"),
        (&["2001:db8::7"], false, "2001:db8::7"),
        (&["203.0.113.77:443"], true, "203.0.113.77"),
        (&["eip-9k2m4x7q is down"], true, "eip-9k2m4x7q"),
        (&["eni-5f6a7b8c 10.0.3.21 is down"], true, "eni-5f6a7b8c 10.0.3.21"),
        (&["ins-1a2b3c4d (203.0.113.77) is busy"], true, "203.0.113.77;ins-1a2b3c4d"),
        (
            &["web", "EIP 203.0.113.77 down", "eip-9k2m4x7q", "203.0.113.77"],
            true,
            "web;203.0.113.77;eip-9k2m4x7q",
        ),
    ] {
        assert_eq!(shown(words), (picked, targets.to_owned()), "{words:?}");
    }
    assert_eq!(read(&["eni-5f6a7b8c"]), Err(TargetError::HalfPair("eni-5f6a7b8c".into())));
    assert_eq!(read(&[""]), Err(TargetError::Empty));
}

#[derive(serde::Deserialize)]
struct Corpus {
    alert: Vec<Sample>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    from: String,
    text: String,
    targets: Vec<String>,
    #[serde(default)]
    regions: Vec<String>,
}

fn corpus() -> Vec<Sample> {
    toml::from_str::<Corpus>(include_str!("../alerts/corpus.toml")).unwrap().alert
}

#[test]
fn the_corpus_of_alerts_is_read_right() {
    let corpus = corpus();
    assert!(corpus.len() >= 60, "{}", corpus.len());
    let mut wrong = Vec::new();
    for sample in &corpus {
        let found = (
            picked(&sample.text),
            regions(&sample.text).iter().map(ToString::to_string).collect::<Vec<_>>(),
        );
        let wanted = (sample.targets.clone(), sample.regions.clone());
        if found != wanted {
            wrong.push(format!("{}\n  found  {found:?}\n  wanted {wanted:?}", sample.from));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_alert_cut_anywhere_names_nothing_of_its_own() {
    for sample in corpus() {
        let text: Vec<char> = sample.text.chars().collect();
        for end in (0..text.len()).step_by(7) {
            let part: String = text[..end].iter().collect();
            let said = plain(&part);
            for target in picked(&part) {
                assert!(
                    target.split(' ').all(|part| said.contains(part)),
                    "{}: {target} does not stand in it",
                    sample.from
                );
            }
        }
    }
}

#[test]
fn an_alert_that_the_shell_split_is_still_one() {
    let given = read(&["上海", "支付网关", "eni-72w0nphr", "内网", "10.0.0.4", "泄露"]).unwrap();
    assert!(given.picked);
    assert_eq!(
        given.targets.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["eni-72w0nphr 10.0.0.4"]
    );
    assert_eq!(given.regions.iter().map(ToString::to_string).collect::<Vec<_>>(), ["ap-shanghai"]);
}
