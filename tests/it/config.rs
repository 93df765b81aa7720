//! The config file: what it says, what is wrong with it, and its sample.

use eip_unbind::api::proxy::ProxyUrl;
use eip_unbind::config::file::{
    ApiChoice, ConfigFile, ProxyChoice, SAMPLE, Settings, SourceChoice,
};
use eip_unbind::config::layers::Config;
use eip_unbind::domain::Region;
use eip_unbind::failure::FailureKind;
use eip_unbind::text::Lang;
use proptest::prelude::*;
use std::path::{Path, PathBuf};

const FULL: &str = r#"
[defaults]
requests_per_second = 5
protect = ["nat-*"]
after_outcome = ["/usr/bin/tell", "all"]
before_send = ["/usr/bin/ask"]
search_profiles = ["prod", "staging"]
endpoint.vpc = "https://vpc.cloud.example"

[profiles.prod]
api = "v2"
regions = ["gz", "ap-shanghai", "ap-guangzhou", "xx-private-1"]
credentials = "tccli:oncall"
role_arn = "qcs::cam::uin/100000000001:roleName/oncall"
read_only = true
danger = true
protect = ["nat-*", "203.0.113.77"]
ca_file = "ca.pem"
proxy = "http://user:hunter2@proxy.example:3128"
after_outcome = ["logger", "-t", "eip-unbind"]
before_send = ["./ask-too", "prod"]
four_eyes = true

[profiles.prod.endpoint]
eip = "https://eip.cloud.example:8443"

[profiles."测试 2"]
credentials = "instance-role"
proxy = "none"
ca_file = "~/ca.pem"
"#;

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn settings(file: &ConfigFile, profile: Option<&str>) -> Settings {
    Config { user: file.clone(), ..Config::default() }.settings(profile)
}

fn parse(text: &str) -> Result<ConfigFile, String> {
    let (folder, home) = (Path::new("/etc/eip"), Path::new("/home/ops"));
    ConfigFile::parse(text, "config.toml", Some(folder), Some(home), Lang::En).map_err(|failure| {
        assert_eq!(failure.kind, FailureKind::Usage);
        failure.to_string()
    })
}

#[test]
fn a_profile_stands_on_the_defaults() {
    let file = parse(FULL).unwrap();
    let prod = settings(&file, Some("prod"));
    let region = |code| Region::trusted(code).unwrap();
    assert_eq!(
        prod,
        Settings {
            api: Some(ApiChoice::V2),
            regions: Some(vec![region("gz"), region("sh"), region("xx-private-1")]),
            endpoint_eip: Some("https://eip.cloud.example:8443".into()),
            endpoint_vpc: Some("https://vpc.cloud.example".into()),
            credentials: Some(SourceChoice::Tccli(Some("oncall".into()))),
            role_arn: Some("qcs::cam::uin/100000000001:roleName/oncall".into()),
            read_only: Some(true),
            danger: Some(true),
            protect: vec!["nat-*".into(), "203.0.113.77".into()],
            requests_per_second: Some(5),
            ca_file: Some(PathBuf::from("/etc/eip/ca.pem")),
            proxy: Some(ProxyChoice::Url(
                ProxyUrl::parse("http://user:hunter2@proxy.example:3128").unwrap()
            )),
            four_eyes: Some(true),
            before_send: vec![words(&["/usr/bin/ask"]), words(&["/etc/eip/./ask-too", "prod"])],
            search_profiles: Some(words(&["prod", "staging"])),
            after_outcome: vec![
                words(&["/usr/bin/tell", "all"]),
                words(&["logger", "-t", "eip-unbind"]),
            ],
        }
    );
    assert!(!format!("{prod:?}").contains("hunter2"));
    let other = settings(&file, Some("测试 2"));
    assert_eq!(
        (other.proxy, other.ca_file),
        (Some(ProxyChoice::Off), Some(PathBuf::from("/home/ops/ca.pem")))
    );
    assert_eq!(settings(&file, None).requests_per_second, Some(5));
}

/// Text of a file, and what is said about it.
const WRONG: &[(&str, &str)] = &[
    (
        "[defaults]\ndangr = true",
        "config.toml line 2: unknown key \"dangr\"\n  did you mean danger?\n  known here: api regions endpoint credentials role_arn read_only danger protect requests_per_second ca_file proxy four_eyes before_send after_outcome search_profiles",
    ),
    (
        "\n\n[profile.prod]\n",
        "config.toml line 3: unknown key \"profile\"\n  did you mean profiles?\n  known here: defaults profiles",
    ),
    (
        "region = \"gz\"",
        "config.toml line 1: unknown key \"region\"\n  did you mean regions?\n  put it under [defaults] or [profiles.NAME]",
    ),
    (
        "danger = true",
        "config.toml line 1: danger stands outside any section\n  put it under [defaults] or [profiles.NAME]",
    ),
    ("[defaults]\nafter_outcome = []", "config.toml line 2: after_outcome names no program"),
    (
        "[defaults]\nafter_outcome = \"tell all\"",
        "config.toml line 2: after_outcome must be a list of texts\n  write after_outcome = [\"/usr/local/bin/tell-chat\", \"wecom\"]",
    ),
    (
        "[defaults]\nsecret_key = \"hunter2\"",
        "config.toml line 2: unknown key \"secret_key\"\n  credentials are not stored in this file; name their source: credentials = \"env\" or \"tccli:NAME\"",
    ),
    (
        "[defaults]\napi = \"v4\"",
        "config.toml line 2: api can't be \"v4\"\n  did you mean v2?\n  known here: auto v2 v3",
    ),
    ("[defaults]\napi = 2", "config.toml line 2: api must be a text in quotes, not empty"),
    (
        "[profiles.a]\nregions = [\"gz\",\n  \"ap-shangai\"]",
        "config.toml line 3: unknown region \"ap-shangai\"\n  did you mean ap-shanghai?\n  write it as ap-guangzhou or gz",
    ),
    (
        "[defaults]\nregions = \"gz\"",
        "config.toml line 2: regions must be a list of texts\n  write regions = [\"ap-guangzhou\"]",
    ),
    (
        "[defaults]\nprotect = [1]",
        "config.toml line 2: protect must be a list of texts\n  write protect = [\"prod-*\"]",
    ),
    (
        "[defaults]\nprotect = [\"prod-*\",\n\"203.0.113.0/33\"]",
        "config.toml line 3: protect: \"203.0.113.0/33\" can never match anything: it is written as a network, and is none\n  names, ids (eip-, ins-, eni-) and addresses with * for anything; 203.0.113.0/24; 203.0.113.10-203.0.113.20; tag:KEY=VALUE",
    ),
    (
        "[profiles.p]\nprotect = [\"eni-5f6a 7b8c\"]",
        "config.toml line 2: protect: \"eni-5f6a 7b8c\" can never match anything: it begins as an id, and ids hold only letters and digits after that\n  names, ids (eip-, ins-, eni-) and addresses with * for anything; 203.0.113.0/24; 203.0.113.10-203.0.113.20; tag:KEY=VALUE",
    ),
    (
        "[defaults]\nendpoint.epi = \"https://x\"",
        "config.toml line 2: unknown key \"epi\"\n  did you mean eip?\n  known here: eip vpc",
    ),
    (
        "[defaults]\nendpoint = \"https://x\"",
        "config.toml line 2: endpoint must be a section\n  write endpoint.vpc = \"https://HOST\"",
    ),
    (
        "[defaults]\nendpoint.eip = \"http://10.0.0.1\"",
        "config.toml line 2: endpoint.eip: plain http is only allowed to this machine itself, not to 10.0.0.1; write https://",
    ),
    (
        "[defaults]\ncredentials = \"AKIDhunter2\"",
        "config.toml line 2: credentials does not name a source\n  known here: env tccli tccli:NAME sdk-file tke instance-role",
    ),
    (
        "[defaults]\ncredentials = \"instance_role\"",
        "config.toml line 2: credentials does not name a source\n  did you mean instance-role?\n  known here: env tccli tccli:NAME sdk-file tke instance-role",
    ),
    (
        "[defaults]\ncredentials = \"tccli:\"",
        "config.toml line 2: credentials does not name a source\n  did you mean tccli?\n  known here: env tccli tccli:NAME sdk-file tke instance-role",
    ),
    (
        "[defaults]\nrole_arn = \"oncall\"",
        "config.toml line 2: role_arn is not the name of a role\n  write it as qcs::cam::uin/100000000001:roleName/oncall",
    ),
    (
        "[defaults]\nread_only = \"yes\"",
        "config.toml line 2: read_only must be true or false, without quotes",
    ),
    (
        "[defaults]\nrequests_per_second = -1",
        "config.toml line 2: requests_per_second must be a whole number from 0 to 1000; 0 sets no limit",
    ),
    (
        "[defaults]\nrequests_per_second = 1.5",
        "config.toml line 2: requests_per_second must be a whole number from 0 to 1000; 0 sets no limit",
    ),
    (
        "[defaults]\nproxy = \"ftp://user:hunter2@x\"",
        "config.toml line 2: proxy names a kind of proxy that can't be used: only http:// and https:// can\n  write http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT; write the password percent-encoded: # as %23, / as %2F, ? as %3F, @ as %40, % as %25\n  or \"env\" for HTTPS_PROXY, or \"none\"",
    ),
    (
        "[defaults]\nca_file = \"\"",
        "config.toml line 2: ca_file must be a text in quotes, not empty",
    ),
    ("profiles = 1", "config.toml line 1: profiles must be a section\n  write [profiles.NAME]"),
    (
        "[profiles]\nprod = 1",
        "config.toml line 2: profiles.prod must be a section\n  write [profiles.NAME]",
    ),
    ("[profiles.\" \"]", "config.toml line 1: a profile needs a name"),
    (
        "[defaults]\nzz = 1\naa = 2",
        "config.toml line 2: unknown key \"zz\"\n  known here: api regions endpoint credentials role_arn read_only danger protect requests_per_second ca_file proxy four_eyes before_send after_outcome search_profiles",
    ),
    (
        "[defaults]\n\"a\\u001b[2J\" = 1",
        "config.toml line 2: unknown key \"a␛[2J\"\n  known here: api regions endpoint credentials role_arn read_only danger protect requests_per_second ca_file proxy four_eyes before_send after_outcome search_profiles",
    ),
];

#[test]
fn a_mistake_is_named_with_line_and_nearest_word() {
    let wrong: Vec<_> = WRONG
        .iter()
        .map(|(text, said)| (parse(text).unwrap_err(), *said))
        .filter(|(error, said)| error != said)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (text, said) in WRONG {
        assert!(!said.contains("hunter2"));
        let zh = ConfigFile::parse(text, "config.toml", None, None, Lang::Zh).unwrap_err();
        assert!(zh.message.starts_with("config.toml 第 "), "{zh}");
    }
    for broken in ["[defaults", "[defaults]\napi = ", "[defaults]\napi = \"v2\"\napi = \"v3\""] {
        let error = parse(broken).unwrap_err();
        assert!(
            error.starts_with("config.toml line ") && error.contains("this is not TOML: "),
            "{error}"
        );
    }
}

#[test]
fn a_missing_file_matters_only_when_it_was_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("config.toml");
    assert_eq!(ConfigFile::load(&path, false, None, Lang::En).unwrap(), ConfigFile::default());
    let error = ConfigFile::load(&path, true, None, Lang::En).unwrap_err().to_string();
    assert!(error.starts_with("there is no config file ") && error.contains("--config"), "{error}");
    std::fs::write(&path, b"[defaults]\napi = \"v2\"\n# \xff\n").unwrap();
    let error = ConfigFile::load(&path, false, None, Lang::En).unwrap_err().to_string();
    assert!(error.contains("config.toml line 3: not UTF-8 text"), "{error}");
    std::fs::create_dir(dir.path().join("folder")).unwrap();
    let error = ConfigFile::load(&dir.path().join("folder"), false, None, Lang::En)
        .unwrap_err()
        .to_string();
    assert!(error.contains("can't be read"), "{error}");
}

/// The sample with its options taken out of their comments.
fn uncommented() -> String {
    let is_option = |rest: &&str| {
        rest.starts_with('[')
            || rest.split_once(" = ").is_some_and(|(key, _)| {
                key.chars().all(|c| c.is_ascii_lowercase() || "_.".contains(c))
            })
    };
    SAMPLE
        .lines()
        .map(|line| line.strip_prefix("# ").filter(is_option).unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_sample_is_true() {
    assert_eq!(parse(SAMPLE).unwrap(), ConfigFile::default(), "as it stands it changes nothing");
    let file = parse(&uncommented()).unwrap();
    let shown = &file.defaults;
    assert_eq!((shown.api, shown.requests_per_second), (Some(ApiChoice::Auto), Some(20)));
    let off = (shown.read_only, shown.danger, shown.four_eyes);
    assert_eq!(off, (Some(false), Some(false), Some(false)));
    assert_eq!((shown.regions.as_deref(), shown.protect.as_slice()), (Some(&[][..]), &[][..]));
    assert_eq!(
        (&shown.proxy, &shown.credentials),
        (&Some(ProxyChoice::Environment), &Some(SourceChoice::Env))
    );
    assert_eq!(shown.ca_file, Some(PathBuf::from("/etc/eip/ca.pem")));
    assert!(
        shown.role_arn.is_some() && shown.endpoint_eip.is_some() && shown.endpoint_vpc.is_some()
    );
    let prod = settings(&file, Some("prod"));
    assert_eq!(
        (prod.danger, prod.credentials),
        (Some(true), Some(SourceChoice::Tccli(Some("prod".into()))))
    );
    for source in ["env", "tccli", "tccli:NAME", "sdk-file", "tke", "instance-role"] {
        assert!(SAMPLE.contains(&format!("\"{source}\"")), "{source}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,200}") {
        let _ = parse(&text);
    }

    #[test]
    fn no_near_miss_makes_the_parser_panic(
        section in prop::sample::select(&["[defaults]", "[profiles.a]", "[profiles]", "[[defaults]]", "[defaults.endpoint]", "profiles.a ="][..]),
        key in prop::sample::select(&["api", "regions", "endpoint", "endpoint.eip", "credentials", "role_arn", "read_only", "protect", "requests_per_second", "proxy", "eip", "x"][..]),
        value in prop_oneof!["\\PC{0,30}", "\"\\PC{0,30}\"", "\\[\"\\PC{0,10}\"\\]", "-?[0-9a-fx_]{1,25}", Just("{ eip = 1 }".to_owned())],
    ) {
        let _ = parse(&format!("{section}\n{key} = {value}\n"));
    }
}
