//! Proxies.

use super::place::{Authority, Front, Manner, NAME, Proxy, nobody};
use super::{Failing, file, profile, worked};
use crate::support::cli::{Sim, side_by_side};

/// A cloud behind TLS under its own name, which only a proxy knows.
struct Private {
    sim: Sim,
    front: Front,
    ca: String,
}

impl Private {
    fn new() -> Self {
        let sim = Sim::start("demo");
        let authority = Authority::new();
        let front = Front::start(authority.usual(), &sim.endpoint);
        let ca = file(&sim, "ca.pem", &authority.pem).to_str().unwrap().to_owned();
        Self { sim, front, ca }
    }
}

const URL: &str = "https://eip.private.test";

#[test]
fn the_job_is_done_through_a_proxy_under_the_clouds_own_name() {
    let place = Private::new();
    let proxy = Proxy::start(Manner::Leads(place.front.addr));
    let line = format!("CONNECT {NAME}:443 HTTP/1.1");
    let env = [("SSL_CERT_FILE", place.ca.as_str()), ("HTTPS_PROXY", &proxy.url())];
    worked(&place.sim.call_exactly(&env, &["--endpoint", URL, "list"]));
    let asked = proxy.asked();
    assert!(!asked.is_empty() && asked.iter().all(|asked| *asked == line), "{asked:?}");

    let config = format!(
        "ca_file = \"ca.pem\"\nproxy = \"{}\"\nendpoint = {{ eip = \"{URL}\", vpc = \"{URL}\" }}",
        proxy.url()
    );
    let config = profile(&place.sim, "config.toml", &config);
    let with = ["--config", &config, "--profile", "private"];
    // What the profile says goes before the environment.
    let elsewhere = format!("http://{}", nobody());
    let env = [("HTTPS_PROXY", elsewhere.as_str())];
    for api in ["v2", "v3"] {
        worked(&place.sim.call_exactly(&env, &[&with[..], &["--api", api, "list"]].concat()));
        assert!(!proxy.asked().is_empty());
    }
    let unbind = ["unbind", "203.0.113.77", "--confirm", "77", "--output", "json"];
    let done = place.sim.call_exactly(&env, &[&with[..], &unbind].concat());
    assert_eq!(
        (done.code, done.json()["items"][0]["outcome"].as_str()),
        (0, Some("verified")),
        "{done:?}"
    );
    assert_eq!(place.sim.mutations().len(), 1);
    for says in
        ["not Tencent's public one", "by proxy 127.0.0.1:", "(config)", "private CA of ~/ca.pem"]
    {
        assert!(done.err.contains(says), "{says} is in force, and said: {done:?}");
    }
}

#[test]
fn a_proxy_is_given_its_password() {
    let place = Private::new();
    let proxy = Proxy::start(Manner::Asks(place.front.addr));
    let with = format!("http://user:hunter2@{}", proxy.addr);
    worked(&place.sim.call_exactly(
        &[("SSL_CERT_FILE", &place.ca), ("HTTPS_PROXY", &with)],
        &["--endpoint", URL, "list"],
    ));
    assert!(!proxy.asked().is_empty());
}

#[test]
fn what_a_proxy_does_not_let_through_is_said() {
    type Case = (Manner, &'static str, [&'static str; 2], [&'static str; 2]);
    let refused: ([&str; 2], [&str; 2]) = (
        ["The proxy does not let the connection through", "Have the host allowed on the proxy"],
        ["代理拒绝放行该连接", "请在代理上放行该域名"],
    );
    let password: ([&str; 2], [&str; 2]) = (
        [
            "The proxy wants a user name and a password",
            "HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT",
        ],
        ["代理要求用户名和密码", "HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT"],
    );
    let nowhere = nobody();
    let cases: [Case; 5] = [
        (Manner::Says("HTTP/1.1 403 Forbidden"), "", refused.0, refused.1),
        (Manner::Says("HTTP/1.1 502 Bad Gateway"), "", refused.0, refused.1),
        (Manner::Closes, "", refused.0, refused.1),
        (Manner::Asks(nowhere), "", password.0, password.1),
        (Manner::Asks(nowhere), "user:hunter2-old@", password.0, password.1),
    ];
    side_by_side(&cases, |(manner, user, en, zh)| {
        let place = Private::new();
        let proxy = Proxy::start(manner.clone());
        let proxy_url = format!("http://{user}{}", proxy.addr);
        let env = vec![("SSL_CERT_FILE", place.ca.as_str()), ("HTTPS_PROXY", &proxy_url)];
        Failing { sim: &place.sim, env, args: vec!["--endpoint", URL], host: NAME }.says(*en, *zh);
        assert!(place.front.handshakes().is_empty() && !proxy.asked().is_empty());
    });
}

/// What is set is used, or the program stops: it never goes on without.
#[test]
fn a_proxy_with_a_carriage_return_is_used() {
    let place = Private::new();
    let proxy = Proxy::start(Manner::Leads(place.front.addr));
    let with = format!(" {}\r", proxy.url());
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let env = [("SSL_CERT_FILE", place.ca.as_str()), (variable, &with)];
        worked(&place.sim.call_exactly(&env, &["--endpoint", URL, "list"]));
        assert!(!proxy.asked().is_empty(), "{variable}");
    }
    let env = [("SSL_CERT_FILE", place.ca.as_str()), ("HTTPS_PROXY", &with)];
    let doctor = place.sim.call_exactly(&env, &["--endpoint", URL, "doctor", "--output", "json"]);
    let checks = doctor.json()["checks"].as_array().unwrap().clone();
    let host = checks.iter().find(|check| check["subject"] == URL).unwrap();
    assert_eq!(
        (&host["facts"]["proxy"], &host["facts"]["proxyBy"]),
        (&proxy.addr.to_string().into(), &"HTTPS_PROXY".into()),
        "{host}"
    );
    let env = [&env[..], &[("NO_PROXY", "10.0.0.0/8,*.private.test")]].concat();
    let doctor = place.sim.call_exactly(&env, &["--endpoint", URL, "doctor", "--output", "json"]);
    let checks = doctor.json()["checks"].as_array().unwrap().clone();
    let host = checks.iter().find(|check| check["subject"] == URL).unwrap();
    assert_eq!(host["facts"]["proxy"], serde_json::Value::Null, "{host}");
    assert_eq!(host["facts"]["proxyBy"], "NO_PROXY", "{host}");
    assert!(host["found"].as_str().unwrap().contains("NO_PROXY has *.private.test"), "{host}");
}

#[test]
fn what_is_no_proxy_stops_with_the_variable_and_nothing_of_its_value() {
    let sim = Sim::start("demo");
    let values = [
        "http://user:12#hunter2@127.0.0.1:3128",
        "http://user:12/hunter2@127.0.0.1:3128",
        "http://user:hun@ter2@127.0.0.1:3128",
        "socks5://user:hunter2@127.0.0.1:1080",
        "http://127.0.0.1:hunter2",
        "hunter2 and more",
    ];
    for value in values {
        for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
            let list = sim.call_with(&[(variable, value)], &["list"]);
            assert_eq!((list.code, list.out.as_str()), (2, ""), "{list:?}");
            let doctor = sim.call_with(&[(variable, value)], &["doctor"]);
            assert_eq!(doctor.code, 2, "{doctor:?}");
            for text in [list.err, doctor.all()] {
                assert!(text.contains(variable), "{text}");
                for part in ["hunter", "ter2", "user:12", "3128", "and more"] {
                    assert!(!text.contains(part), "{value}: {part} in {text}");
                }
            }
        }
    }
    let differ = [("HTTPS_PROXY", "http://127.0.0.1:1"), ("https_proxy", "http://127.0.0.1:2")];
    let done = sim.call_with(&differ, &["list"]);
    assert!(done.code == 2 && done.err.contains("both set and differ"), "{done:?}");
    let blank = sim.call_with(&[("HTTPS_PROXY", " \r"), ("https_proxy", "")], &["list"]);
    assert_eq!(blank.code, 0, "{blank:?}");
}

#[test]
fn a_proxy_that_is_not_there_is_said() {
    let place = Private::new();
    let proxy = format!("http://{}", nobody());
    let env = vec![("SSL_CERT_FILE", place.ca.as_str()), ("HTTPS_PROXY", &proxy)];
    Failing { sim: &place.sim, env, args: vec!["--endpoint", URL], host: NAME }.says(
        ["The proxy can't be reached", "Check HTTPS_PROXY, or proxy in the profile"],
        ["无法连接代理", "请检查 HTTPS_PROXY 或账户配置中的 proxy"],
    );
}

#[test]
fn this_machine_is_never_asked_for_through_a_proxy() {
    let place = Private::new();
    let proxy = Proxy::start(Manner::Says("HTTP/1.1 403 Forbidden"));
    let url = proxy.url();
    let all = [
        ("HTTPS_PROXY", url.as_str()),
        ("https_proxy", &url),
        ("HTTP_PROXY", &url),
        ("http_proxy", &url),
        ("ALL_PROXY", &url),
    ];
    let env = [&all[..], &[("SSL_CERT_FILE", place.ca.as_str())]].concat();
    let by_name = format!("https://localhost:{}", place.front.addr.port());
    for endpoint in [&place.sim.endpoint, &place.front.url(), &by_name] {
        worked(&place.sim.call_exactly(&env, &["--endpoint", endpoint, "list"]));
    }
    let config = profile(&place.sim, "config.toml", &format!("proxy = \"{url}\""));
    worked(&place.sim.call_exactly(
        &env,
        &["--config", &config, "--profile", "private", "--endpoint", &place.front.url(), "list"],
    ));
    assert!(proxy.asked().is_empty());
}

#[test]
fn hosts_that_need_no_proxy_are_not_sent_through_it() {
    let place = Private::new();
    let proxy = Proxy::start(Manner::Says("HTTP/1.1 403 Forbidden"));
    // A label this long can't be looked up: past the proxy, no question leaves this machine.
    let host = format!("{}.private.test", "a".repeat(64));
    let (endpoint, url) = (format!("https://{host}"), proxy.url());
    let config = profile(&place.sim, "config.toml", &format!("proxy = \"{url}\""));
    let profile = ["--config", &config, "--profile", "private"];
    let list = ["--endpoint", &endpoint, "--api", "v3", "list"];
    for (variable, args) in [(("HTTPS_PROXY", url.as_str()), &[][..]), (("X", ""), &profile[..])] {
        let args = [args, &list].concat();
        let done = place.sim.call_exactly(&[variable], &args);
        assert!(
            done.code == 1 && done.err.contains("The proxy does not let the connection through"),
            "{done:?}"
        );
        assert!(!proxy.asked().is_empty());
        for no_proxy in [host.as_str(), "other.test, .private.test", "*"] {
            let done = place.sim.call_exactly(&[variable, ("NO_PROXY", no_proxy)], &args);
            assert!(
                done.code == 1 && done.err.contains("The host has no address"),
                "{no_proxy}: {done:?}"
            );
        }
        assert!(proxy.asked().is_empty());
    }
    let none = super::profile(&place.sim, "none.toml", "proxy = \"none\"");
    let done = place.sim.call_exactly(
        &[("HTTPS_PROXY", &url)],
        &[&["--config", &none, "--profile", "private"], &list[..]].concat(),
    );
    assert!(done.code == 1 && done.err.contains("The host has no address"), "{done:?}");
    assert!(proxy.asked().is_empty());
}

#[test]
fn an_unbind_that_does_not_get_through_is_not_sent() {
    let sim = Sim::start("demo");
    let authority = Authority::new();
    let ca = file(&sim, "ca.pem", &authority.pem);
    let journal = sim.state_dir().join("journal.jsonl");
    let unbind = ["unbind", "203.0.113.77", "--confirm", "77", "--output", "json"];
    let not_sent = |env: &[(&str, &str)], endpoint: &str, [why, hint]: [&str; 2]| {
        let done = sim.call_exactly(env, &[&["--endpoint", endpoint], &unbind[..]].concat());
        let item = &done.json()["items"][0];
        assert_eq!((done.code, item["outcome"].as_str()), (5, Some("notSent")), "{done:?}");
        assert!(done.err.contains(why) && done.err.contains(hint), "{done:?}");
        let intents = std::fs::read_to_string(&journal).unwrap();
        assert!(
            intents.contains("\"intent\"") && intents.contains("notSent"),
            "it was recorded before it was tried, and so was the end"
        );
        std::fs::remove_file(&journal).unwrap();
    };
    let trust = ("SSL_CERT_FILE", ca.to_str().unwrap());
    let front = Front::start_until(authority.usual(), &sim.endpoint, journal.clone());
    not_sent(
        &[trust],
        &front.url(),
        ["No secure connection came about", "The server must offer TLS 1.2 or 1.3"],
    );
    let front = Front::start_until(authority.usual(), &sim.endpoint, "/nowhere/journal".into());
    let proxy = Proxy::start(Manner::LeadsUntil(front.addr, journal.clone()));
    not_sent(
        &[trust, ("HTTPS_PROXY", &proxy.url())],
        URL,
        ["The proxy does not let the connection through", "Have the host allowed"],
    );
    assert!(sim.mutations().is_empty());
}
