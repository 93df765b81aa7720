//! Certificates and versions.

use super::place::{Authority, Front, NAME, VALID, nobody};
use super::{Failing, file, profile, worked};
use crate::support::cli::{Sim, side_by_side};
use rustls::version::{TLS12, TLS13};
use std::net::Ipv6Addr;

const UNKNOWN: ([&str; 2], [&str; 2]) = (
    [
        "comes from an authority that this machine does not trust",
        "name its CA: ca_file in the profile, or SSL_CERT_FILE",
    ],
    [
        "服务器证书的签发机构不受本机信任",
        "请用账户配置中的 ca_file 或 SSL_CERT_FILE 指定其 CA 证书",
    ],
);

#[test]
fn a_private_authority_is_trusted_where_it_is_named() {
    let sim = Sim::start("demo");
    let authority = Authority::new();
    let front = Front::start(authority.usual(), &sim.endpoint);
    let (url, ca) = (front.url(), file(&sim, "ca.pem", &authority.pem));
    let ca = ca.to_str().unwrap();
    worked(&sim.call_exactly(&[("SSL_CERT_FILE", ca)], &["--endpoint", &url, "list"]));
    // A relative `ca_file` is meant from the folder of the config file.
    let config = profile(
        &sim,
        "config.toml",
        &format!("ca_file = \"ca.pem\"\nendpoint = {{ eip = \"{url}\", vpc = \"{url}\" }}"),
    );
    let with = ["--config", &config, "--profile", "private"];
    worked(&sim.call_exactly(&[], &[&with[..], &["list"]].concat()));
    assert!(!front.handshakes().is_empty());
    let unbind = ["unbind", "203.0.113.77", "--confirm", "77", "--output", "json"];
    let done = sim.call_exactly(&[], &[&with[..], &unbind].concat());
    assert_eq!(
        (done.code, done.json()["items"][0]["outcome"].as_str()),
        (0, Some("verified")),
        "{done:?}"
    );
    assert_eq!(sim.mutations().len(), 1);
    assert!(front.handshakes().len() <= 3, "connections are kept: a whole unbind needs few");
}

#[test]
fn an_authority_that_is_not_named_is_not_trusted() {
    let sim = Sim::start("demo");
    // One of another name, and one that was made anew under the same name.
    let (authority, other, anew) =
        (Authority::new(), Authority::named("Somebody Else"), Authority::new());
    let front = Front::start(authority.usual(), &sim.endpoint);
    let url = front.url();
    let other = file(&sim, "other.pem", &other.pem);
    file(&sim, "anew.pem", &anew.pem);
    let config = profile(&sim, "config.toml", "ca_file = \"anew.pem\"");
    let host = &url["https://".len()..];
    let by_variable = Failing {
        sim: &sim,
        env: vec![("SSL_CERT_FILE", other.to_str().unwrap())],
        args: vec!["--endpoint", &url],
        host,
    };
    let by_profile = Failing {
        sim: &sim,
        env: vec![],
        args: vec!["--endpoint", &url, "--config", &config, "--profile", "private"],
        host,
    };
    side_by_side(&[by_variable, by_profile], |failing| failing.says(UNKNOWN.0, UNKNOWN.1));
    assert!(front.handshakes().is_empty());
}

#[test]
fn what_is_wrong_with_a_certificate_is_said() {
    type Case = (&'static [&'static str], (i32, i32), [&'static str; 2], [&'static str; 2]);
    let cases: [Case; 3] = [
        (
            &[NAME],
            VALID,
            ["is for another name", "Write the endpoint with a name that the certificate holds"],
            ["服务器证书与域名不符", "请在接入地址中使用证书所含的域名"],
        ),
        (
            &["127.0.0.1"],
            (2020, 2021),
            ["has expired", "Check this machine's clock"],
            ["服务器证书已过期", "请先检查本机时间"],
        ),
        (
            &["127.0.0.1"],
            (3000, 4000),
            ["is not valid yet", "it is probably behind"],
            ["服务器证书尚未生效", "很可能慢了"],
        ),
    ];
    side_by_side(&cases, |(names, years, en, zh)| {
        let sim = Sim::start("demo");
        let authority = Authority::new();
        let front =
            Front::start(authority.server(names, *years, rustls::ALL_VERSIONS), &sim.endpoint);
        let (url, ca) = (front.url(), file(&sim, "ca.pem", &authority.pem));
        let env = vec![("SSL_CERT_FILE", ca.to_str().unwrap())];
        Failing { sim: &sim, env, args: vec!["--endpoint", &url], host: &url["https://".len()..] }
            .says(*en, *zh);
    });
}

#[test]
fn a_machine_that_trusts_nobody_says_so() {
    let sim = Sim::start("demo");
    let front = Front::start(Authority::new().usual(), &sim.endpoint);
    let url = front.url();
    let broken = file(&sim, "broken.pem", "this is no certificate\n");
    side_by_side(&["/nowhere/ca.pem", broken.to_str().unwrap()], |path| {
        Failing {
            sim: &sim,
            env: vec![("SSL_CERT_FILE", path)],
            args: vec!["--endpoint", &url],
            host: "",
        }
        .says(
            [
                "No trusted certificate authority was found",
                "If SSL_CERT_FILE is set, check that the file is there",
            ],
            ["本机没有任何受信任的 CA 证书", "若设置了 SSL_CERT_FILE，请确认文件存在"],
        );
    });
    let missing = profile(&sim, "missing.toml", "ca_file = \"gone.pem\"");
    let odd = profile(&sim, "odd.toml", "ca_file = \"broken.pem\"");
    for (config, lang, what, hint) in [
        (&missing, "en", "gone.pem can't be read", "correct ca_file in the config file"),
        (&missing, "zh", "gone.pem：", "请修正配置文件中的 ca_file"),
        (&odd, "en", "broken.pem holds no usable PEM certificate", "-----BEGIN CERTIFICATE-----"),
        (&odd, "zh", "broken.pem 中没有可用的 PEM 证书", "-----BEGIN CERTIFICATE-----"),
    ] {
        let args = [
            "--endpoint",
            &url,
            "--config",
            config,
            "--profile",
            "private",
            "--lang",
            lang,
            "list",
        ];
        let done = sim.call_exactly(&[], &args);
        assert_eq!(done.code, 2, "{done:?}");
        assert!(
            done.err.contains("ca_file") && done.err.contains(what) && done.err.contains(hint),
            "{done:?}"
        );
    }
}

#[test]
fn old_and_new_tls_work() {
    let sim = Sim::start("demo");
    let authority = Authority::new();
    let ca = file(&sim, "ca.pem", &authority.pem);
    for (version, name) in [(&TLS12, "TLSv1_2"), (&TLS13, "TLSv1_3")] {
        let front =
            Front::start(authority.server(&["127.0.0.1"], VALID, &[version]), &sim.endpoint);
        worked(&sim.call_exactly(
            &[("SSL_CERT_FILE", ca.to_str().unwrap())],
            &["--endpoint", &front.url(), "list"],
        ));
        let handshakes = front.handshakes();
        assert!(
            !handshakes.is_empty() && handshakes.iter().all(|spoken| spoken == name),
            "{handshakes:?}"
        );
    }
}

#[test]
fn an_endpoint_may_have_an_address_of_ipv6() {
    let sim = Sim::start("demo");
    let authority = Authority::new();
    let ca = file(&sim, "ca.pem", &authority.pem);
    let front = Front::start_on(Ipv6Addr::LOCALHOST.into(), authority.usual(), &sim.endpoint);
    assert!(front.url().starts_with("https://[::1]:"));
    let env = [("SSL_CERT_FILE", ca.to_str().unwrap())];
    for api in ["v2", "v3"] {
        worked(&sim.call_exactly(&env, &["--endpoint", &front.url(), "--api", api, "list"]));
    }
}

#[test]
fn a_port_without_tls_and_a_closed_one_are_told_apart() {
    let sim = Sim::start("demo");
    let plain = sim.endpoint.replace("http://", "https://");
    let closed = format!("https://{}", nobody());
    // A label this long can't be looked up: no question leaves this machine.
    let nameless = format!("https://{}.test", "a".repeat(64));
    let cases: [(&str, [&str; 2], [&str; 2]); 3] = [
        (
            &plain,
            ["The port does not speak TLS", "the TLS port is usually 443"],
            ["该端口不是 TLS 服务", "TLS 端口通常是 443"],
        ),
        (
            &closed,
            ["The host refused the connection", "Check host and port"],
            ["对端拒绝连接", "请检查接入地址的主机和端口"],
        ),
        (
            &nameless,
            ["The host has no address", "Check how the endpoint is spelled"],
            ["域名无法解析", "请检查接入地址的拼写"],
        ),
    ];
    side_by_side(&cases, |(url, en, zh)| {
        Failing {
            sim: &sim,
            env: vec![],
            args: vec!["--endpoint", url],
            host: &url["https://".len()..],
        }
        .says(*en, *zh);
    });
}
