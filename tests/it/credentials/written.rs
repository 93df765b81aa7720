//! Files and values as people write them, and sources that are half there or named and missing.

use super::{ARN, Machine, STATIC, Source, any, only, profile};
use eip_unbind::config::credentials::{Base, Kind};
use eip_unbind::config::file::SourceChoice;

const CLI: &str = "home/.tccli/default.credential";
const INI: &str = "home/.tencentcloud/credentials";

fn utf16(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_byte_order_mark_and_crlf_are_read() {
    let marked = format!("\u{feff}{}\r\n", STATIC.replace(',', ",\r\n"));
    assert_eq!(Machine::new().file(CLI, marked).look(any()).unwrap().key_id(), "AKID…0002");
    let ini = "\u{feff}[default]\r\nsecret_id = AKIDsdkSDKsdkSDKsdk0003\r\nsecret_key = k\r\n";
    let found = Machine::new().file(INI, ini).look(any()).unwrap();
    assert_eq!((found.key_id().as_str(), found.warnings.len()), ("AKID…0003", 0));
}

#[test]
fn utf16_is_named() {
    let said = Machine::new().file(CLI, utf16(STATIC)).look(any()).unwrap_err();
    assert_eq!(said, format!("{CLI} is UTF-16 text\n  save the file as UTF-8"));
    let said = Machine::new().file(INI, utf16("[default]\n")).look(any()).unwrap_err();
    assert_eq!(said, format!("{INI} is UTF-16 text\n  save the file as UTF-8"));
}

#[test]
fn one_pair_of_quotes_is_left_out_everywhere_and_said() {
    let env = |id: &str, key: &str| {
        Machine::new().var("TENCENTCLOUD_SECRET_ID", id).var("TENCENTCLOUD_SECRET_KEY", key)
    };
    let found = env("\"AKIDenvENVenvENVenv0001\"", "'env-secret'\r").look(any()).unwrap();
    assert_eq!(found.key_id(), "AKID…0001");
    assert_eq!(
        found.warnings,
        ["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"].map(|name| format!(
            "{name}: quotes around a value were left out; other programs take them for a part of the key"
        ))
    );
    let json = r#"{"secretId":"'AKIDtccliTCCLItccli0002'","secretKey":"k","token":"\"t\""}"#;
    let found = Machine::new().file(CLI, json).look(any()).unwrap();
    assert_eq!((found.key_id().as_str(), found.kind()), ("AKID…0002", Kind::Temporary));
    assert!(found.warnings[0].contains("default.credential: secretId: quotes"), "{found:?}");
    for (bad, why) in [
        ("\"\"AKIDenv\"\"", "character 1 of TENCENTCLOUD_SECRET_ID is a quotation mark (U+0022)"),
        ("\"AKIDenv", "character 1 of TENCENTCLOUD_SECRET_ID is a quotation mark (U+0022)"),
        (
            "AKID\u{200b}env",
            "character 5 of TENCENTCLOUD_SECRET_ID is an invisible character (U+200B)",
        ),
        ("AKID\u{a0}env", "character 5 of TENCENTCLOUD_SECRET_ID is a blank (U+00A0)"),
        ("AKIDénv", "character 5 of TENCENTCLOUD_SECRET_ID is not plain ASCII (U+00E9)"),
        ("\"\"", "TENCENTCLOUD_SECRET_ID is empty"),
    ] {
        let said = env(bad, "hunter2").look(any()).unwrap_err();
        assert!(said.starts_with(&format!("credentials in the environment: {why}\n")), "{said}");
        assert!(!said.contains("env\n") && !said.contains("hunter2"), "{said}");
    }
}

#[test]
fn a_role_without_keys_or_a_token_alone_stops() {
    let tccli = |json: &str| Machine::new().with(Source::Sdk).file(CLI, json).look(any());
    let why = |json: &str| tccli(json).unwrap_err().lines().next().unwrap().to_owned();
    let role = format!(r#"{{"role-arn":"{ARN}","role-session-name":"shift"}}"#);
    let cases = [
        (role.as_str(), "it names a role (role-arn), but no keys to assume it with"),
        (
            r#"{"role-arn":"x","secretId":null}"#,
            "it names a role (role-arn), but no keys to assume it with",
        ),
        (r#"{"role-session-name":"shift"}"#, "it holds role-session-name, but no keys"),
        (r#"{"token":"t"}"#, "it holds token, but no keys"),
    ];
    for (json, reason) in cases {
        assert_eq!(why(json), format!("{CLI} can't be used: {reason}"));
    }
    assert!(tccli(r#"{"type":"default","token":"None"}"#).unwrap().source.starts_with("sdk-file"));
    for name in ["TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN"] {
        let machine = Machine::new().with(Source::Tccli).var(name, "hunter2");
        let said = machine.look(any()).unwrap_err();
        assert!(said.starts_with(&format!("{name} is set, but TENCENTCLOUD_SECRET_ID")), "{said}");
        assert!(machine.look(profile("default")).is_ok(), "a profile that is named counts alone");
    }
    let pod = Machine::new().var("TKE_ROLE_ARN", ARN).var("TENCENTCLOUD_CAM_ROLE_NAME", "web");
    assert!(pod.look(any()).unwrap_err().starts_with("no pod identity: TKE_REGION, "));
}

#[test]
fn a_role_that_tccli_would_not_assume_is_not_assumed() {
    let keys = r#""secretId":"AKIDtccliTCCLItccli0002","secretKey":"k""#;
    let found =
        Machine::new().file(CLI, format!(r#"{{{keys},"role-arn":"{ARN}"}}"#)).look(any()).unwrap();
    assert_eq!((found.shown().as_str(), found.kind()), ("tccli:default", Kind::Permanent));
    assert!(
        found.warnings[0].ends_with(
            "default.credential names a role but no role-session-name: as in tccli the role is not assumed, the keys themselves are used"
        ),
        "{:?}",
        found.warnings
    );
    let found =
        Machine::new().with(Source::Env).var("TENCENTCLOUD_ROLE_ARN", ARN).look(any()).unwrap();
    assert_eq!(found.shown(), "environment");
    assert!(found.warnings[0].contains("TENCENTCLOUD_ROLE_SESSION_NAME"), "{:?}", found.warnings);
    let cvm = format!(r#"{{"type":"cvm-role","role-arn":"{ARN}","role-session-name":"s"}}"#);
    let found = Machine::new().file(CLI, cvm).look(any()).unwrap();
    assert!(matches!(found.base, Base::InstanceRole(None)) && found.role.is_none());
    assert!(found.warnings[0].contains("with type cvm-role tccli does not assume role-arn"));
}

#[test]
fn a_folder_or_file_that_a_variable_names_must_be_there() {
    let said = |machine: Machine| machine.look(any()).unwrap_err();
    let other = || Machine::new().with(Source::Sdk).with(Source::Tccli);
    assert_eq!(
        said(other().var("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", "/nope")),
        "TENCENTCLOUD_SHARED_CREDENTIALS_DIR names /nope, which is not there\n  correct the variable or unset it"
    );
    let empty = other().file("shared/readme", "");
    let path = empty.path("shared");
    let without = said(empty.var("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", path));
    assert!(without.starts_with("there is no profile default\n"), "{without}");
    assert_eq!(
        said(other().var("TENCENTCLOUD_CREDENTIALS_FILE", "~/nope")),
        "TENCENTCLOUD_CREDENTIALS_FILE names home/nope, which is not there\n  correct the variable or unset it"
    );
    let two = other().var("TCCLI_PROFILE", "default").var("TENCENTCLOUD_CREDENTIALS_FILE", "~/x");
    assert!(
        said(two).starts_with("TCCLI_PROFILE and TENCENTCLOUD_CREDENTIALS_FILE each name a source")
    );
    // Keys in the environment come first: nothing else is looked at.
    let keys = other()
        .with(Source::Env)
        .var("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", "/nope")
        .var("TENCENTCLOUD_CREDENTIALS_FILE", "/nope")
        .var("TCCLI_PROFILE", "a")
        .var("TENCENTCLOUD_PROFILE", "b");
    assert_eq!(keys.look(any()).unwrap().source, "environment");
    let chosen = other().var("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", "/nope");
    assert!(chosen.look(only(&SourceChoice::Tccli(None))).is_err());
    assert!(chosen.look(only(&SourceChoice::SdkFile)).is_ok());
}

#[test]
fn the_home_folder_may_be_written_as_a_tilde() {
    let machine = Machine::new()
        .file("home/keys/ops.credential", STATIC)
        .var("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", "~/keys")
        .var("TCCLI_PROFILE", "ops");
    assert_eq!(machine.look(any()).unwrap().source, "tccli:ops");
    let machine =
        Machine::new().file("home/mine", super::SDK).var("TENCENTCLOUD_CREDENTIALS_FILE", "~/mine");
    assert!(machine.look(any()).unwrap().source.ends_with("mine"));
}
