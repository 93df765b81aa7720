//! `config`: what is in force, and where each value comes from.

use crate::support::cli::{Sim, call};
use serde_json::Value;

/// Value and origin of a setting.
fn setting(json: &Value, key: &str) -> (Value, String) {
    let all = json["values"].as_array().unwrap();
    let row = all.iter().find(|row| row["key"] == key).unwrap_or_else(|| panic!("{key}: {json}"));
    (row["value"].clone(), row["from"].as_str().unwrap().to_owned())
}

#[test]
fn each_value_is_shown_with_where_it_comes_from() {
    let sim = Sim::start("demo");
    let file = sim.home.path().join("config.toml");
    let text = "[defaults]\napi = \"v3\"\nrequests_per_second = 7\n\
                [profiles.prod]\ncredentials = \"env\"\nread_only = true\nregions = [\"sh\"]\n";
    std::fs::write(&file, text).unwrap();
    let proxy = ("HTTPS_PROXY", "http://user:hunter2@127.0.0.1:3128");
    let args = ["--config", file.to_str().unwrap(), "--profile", "prod", "--lang", "en", "config"];
    let done = sim.call_exactly(
        &[proxy, ("EIP_UNBIND_THEME", "dark")],
        &[&args[..], &["--output", "json"]].concat(),
    );
    assert_eq!(done.code, 0, "{done:?}");
    let json = done.json();
    let is = |key: &str, value: Value, from: &str| {
        let (got, by) = setting(&json, key);
        assert!(got == value && by.ends_with(from), "{key}: {got} by {by}");
    };
    is("profile", "prod".into(), "--profile");
    is("api", "v3".into(), "config.toml [defaults]");
    is("requests_per_second", 7.into(), "[defaults]");
    is("read_only", true.into(), "[profiles.prod]");
    is("regions", serde_json::json!(["ap-shanghai"]), "[profiles.prod]");
    is("credentials", "environment AKID…0042".into(), "[profiles.prod]");
    is("danger", false.into(), "default");
    is("proxy", "127.0.0.1:3128".into(), "HTTPS_PROXY");
    is("theme", "dark".into(), "EIP_UNBIND_THEME");
    is("lang", "en".into(), "--lang");
    assert!(!done.all().contains("hunter2"), "{done:?}");
    let table = sim.call_exactly(&[], &["config"]);
    assert!(table.code == 0 && table.out.contains("TENCENTCLOUD_REGION"), "{table:?}");
    assert!(sim.log().is_empty(), "nothing is asked");
}

#[test]
fn a_sample_is_printed_and_missing_credentials_are_a_row() {
    let sample = call(&[], &["config", "--sample"]);
    assert!(sample.code == 0 && sample.out.contains("# [profiles."), "{sample:?}");
    let home = tempfile::tempdir().unwrap();
    let env = [("HOME", home.path().to_str().unwrap()), ("TCCLI_PROFILE", "nobody")];
    let done = call(&env, &["config", "--output", "csv"]);
    assert_eq!(done.code, 3, "{done:?}");
    assert!(done.out.contains("credentials,can't be used,TCCLI_PROFILE"), "{done:?}");
    assert!(done.err.contains("nobody, which TCCLI_PROFILE names"), "{done:?}");
}

#[test]
fn two_regions_that_differ_stop_and_a_flag_decides() {
    let sim = Sim::start("demo");
    let env = [("EIP_UNBIND_REGION", "hk"), ("TENCENTCLOUD_REGION", "gz")];
    let done = sim.call_with(&env, &["list"]);
    assert!(
        done.code == 2 && done.err.contains("EIP_UNBIND_REGION and TENCENTCLOUD_REGION"),
        "{done:?}"
    );
    assert_eq!(sim.call_with(&env, &["list", "--region", "sh"]).code, 0);
    let same = [("EIP_UNBIND_REGION", "gz"), ("TENCENTCLOUD_REGION", "ap-guangzhou")];
    assert_eq!(sim.call_with(&same, &["list"]).code, 0);
}

#[test]
fn variables_that_nobody_reads_are_named_by_doctor() {
    let sim = Sim::start("demo");
    let env = [("TENCENTCLOUD_DOMAIN", "x.example"), ("EIP_UNBIND_REGOIN", "gz")];
    let done = sim.call_with(&env, &["doctor", "--output", "json"]);
    let checks = done.json()["checks"].as_array().unwrap().clone();
    let check = checks.iter().find(|check| check["check"] == "variables").unwrap();
    assert_eq!(check["state"], "warning", "{check}");
    let text = check.to_string();
    for says in ["TENCENTCLOUD_DOMAIN", "EIP_UNBIND_REGOIN", "did you mean EIP_UNBIND_REGION?"] {
        assert!(text.contains(says), "{text}");
    }
    assert!(!text.contains("x.example"), "{text}");
}
