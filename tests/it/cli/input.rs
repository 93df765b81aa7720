//! Bad input: a clear message with the next step, the right exit code, nothing on standard output.

use crate::support::cli::{ID, KEY, Sim, call, side_by_side};

const PAIR: [(&str, &str); 2] = [("TENCENTCLOUD_SECRET_ID", ID), ("TENCENTCLOUD_SECRET_KEY", KEY)];

/// Environment, arguments, exit code, what must be said.
type Case = (
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
    i32,
    &'static [&'static str],
);

const CASES: [Case; 28] = [
    (&[], &["list", "--region", "gz"], 3, &["TENCENTCLOUD_SECRET_ID", "--demo"]),
    (&[("LANG", "zh_CN.UTF-8")], &["list"], 3, &["没有凭证", "--demo"]),
    (&[], &["unbind", "203.0.113.77", "--region", "gz"], 3, &["no credentials"]),
    (
        &[("TENCENTCLOUD_SECRET_ID", ID)],
        &["list", "--region", "gz"],
        3,
        &["export TENCENTCLOUD_SECRET_KEY"],
    ),
    (
        &[("TENCENTCLOUD_SECRET_KEY", KEY), ("TENCENTCLOUD_SECRET_ID", "")],
        &["quota"],
        3,
        &["export TENCENTCLOUD_SECRET_ID"],
    ),
    (
        &[
            PAIR[0],
            PAIR[1],
            ("TENCENTCLOUD_TOKEN", "one-token-zz"),
            ("TENCENTCLOUD_SECURITY_TOKEN", "two-token-zz"),
        ],
        &["list"],
        3,
        &["TENCENTCLOUD_SECURITY_TOKEN", "unset"],
    ),
    (&PAIR, &["list"], 2, &["no region is known", "--region ap-guangzhou"]),
    (&PAIR, &["list", "--region", "gangzhou"], 2, &["unknown region: gangzhou", "ap-guangzhou?"]),
    (&PAIR, &["list", "--region", "mars\u{1b}[31m", "--lang", "zh"], 2, &["未知地域"]),
    (&PAIR, &["list", "--region", "gz", "--endpoint", "not a url"], 2, &["not a URL", "https://"]),
    (
        &PAIR,
        &["list", "--region", "gz", "--endpoint", "http://eip.example.com"],
        2,
        &["plain http", "https://"],
    ),
    (
        &PAIR,
        &["unbind", "203.0.113.77", "--region", "gz", "--endpoint", "http://192.0.2.1"],
        2,
        &["plain http"],
    ),
    (
        &PAIR,
        &["list", "--region", "gz", "--endpoint", "http://127.0.0.1:9"],
        1,
        &["nothing was sent", "refused", "endpoint"],
    ),
    (
        &PAIR,
        &["unbind", "1.2.3.4", "--region", "gz", "--endpoint", "http://127.0.0.1:9"],
        5,
        &["refused", "endpoint"],
    ),
    (&[], &["list", "--demo", "--profile", "work"], 2, &["--demo", "--profile"]),
    (&[], &["list", "--demo", "--endpoint", "https://x.example"], 2, &["--demo", "--endpoint"]),
    (&[], &["list", "--demo=dmeo"], 2, &["did you mean demo?", "quota-used-up"]),
    (
        &[],
        &["simulate", "rebund", "--lang", "zh"],
        2,
        &["未知场景：rebund", "是否想输入 rebound？"],
    ),
    (&[], &["list", "--regoin", "gz"], 2, &["--regoin", "--region"]),
    (&[], &["list", "--demo", "--output", "xml"], 2, &["xml", "json"]),
    (&[], &["--demo"], 2, &["needs a terminal", "eip-unbind list"]),
    (&[], &["--demo", "203.0.113.77"], 2, &["needs a terminal", "eip-unbind unbind TARGET"]),
    (&[], &["unbind", "--demo"], 2, &["no target was given", "203.0.113.77"]),
    (&[], &["unbind", "--demo", ""], 2, &["empty target", "203.0.113.77"]),
    (&[], &["unbind", "--demo", "eni-5f6a7b8c"], 2, &["needs a private IP", "eni-… 10.0.0.5"]),
    (&[], &["unbind", "--demo", "eni-5f6a7b8c,x", "--lang", "zh"], 2, &["不是 IP 地址"]),
    (
        &[],
        &["unbind", "--demo", "--network-interface-id", "eni-5f6a7b8c"],
        2,
        &["--private-ip-address"],
    ),
    (
        &[],
        &["unbind", "--demo", "203.0.113.77", "--log", "/nowhere/x.log"],
        2,
        &["--log /nowhere/x.log"],
    ),
];

#[test]
fn each_says_what_is_wrong_and_what_to_do() {
    side_by_side(&CASES, |(env, args, code, says)| {
        let done = call(env, args);
        assert_eq!((done.code, done.out.as_str()), (*code, ""), "{args:?}: {done:?}");
        for what in *says {
            assert!(done.err.contains(what), "{args:?}: {what:?} in {}", done.err);
        }
        assert!(done.err.lines().count() > 1, "a next step: {}", done.err);
        assert!(!done.err.contains("token-zz"), "{}", done.err);
    });
}

#[test]
fn wrong_keys_are_told_apart_and_never_shown() {
    let sim = Sim::start("demo");
    let cases: [(&[(&str, &str)], &str); 3] = [
        (&[("TENCENTCLOUD_SECRET_ID", "AKIDwrong")], "4104"),
        (&[("TENCENTCLOUD_SECRET_KEY", "wrong-secret-value")], "4100"),
        (&[("TENCENTCLOUD_TOKEN", "wrong-token-value")], "410"),
    ];
    for (index, (env, code)) in cases.into_iter().enumerate() {
        let log = sim.home.path().join(format!("{index}.log"));
        let list = sim.call_with(env, &["list", "-vvv", "--log", log.to_str().unwrap()]);
        assert_eq!((list.code, list.out.as_str()), (3, ""), "{list:?}");
        assert!(list.err.contains(code), "{list:?}");
        let unbind = sim.call_with(env, &["unbind", "203.0.113.77", "--confirm", "77"]);
        assert_eq!(unbind.code, 3, "{unbind:?}");
        let trace = std::fs::read_to_string(&log).unwrap();
        for text in [list.all(), unbind.all(), trace] {
            assert!(
                !text.contains("wrong-secret-value")
                    && !text.contains("wrong-token-value")
                    && !text.contains(KEY),
                "{text}"
            );
        }
    }
    assert!(sim.mutations().is_empty());
}
