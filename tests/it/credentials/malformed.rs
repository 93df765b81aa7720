//! Every malformed source stops with its name, whatever good ones come after it, and says what to do.

use super::{Machine, NOW, SDK, STATIC, any, only};
use eip_unbind::config::file::SourceChoice;
use eip_unbind::text::Lang;

const CLI: &str = "home/.tccli/default.credential";
const INI: &str = "home/.tencentcloud/credentials";

/// Variables and files of a machine, and what is said.
struct Case {
    env: &'static [(&'static str, &'static str)],
    files: Vec<(&'static str, String)>,
    said: String,
}

fn env(env: &'static [(&'static str, &'static str)], said: &str) -> Case {
    Case { env, files: vec![], said: said.to_owned() }
}

fn file(path: &'static str, text: impl Into<String>, said: impl Into<String>) -> Case {
    Case { env: &[], files: vec![(path, text.into())], said: said.into() }
}

fn tccli(text: impl Into<String>, why: &str) -> Case {
    let hint = "mend or remove the file, or write it anew with: tccli configure --profile default";
    file(CLI, text, format!("{CLI} can't be used: {why}\n  {hint}"))
}

fn log_in(text: String, why: &str, command: &str) -> Case {
    file(
        CLI,
        text,
        format!(
            "{CLI}: {why}\n  run: {command}\n  then try again; this program does not renew tccli's keys"
        ),
    )
}

fn ini(text: &str, why: &str) -> Case {
    let hint = "it needs [default] with secret_id = … and secret_key = …, one per line";
    file(INI, text, format!("{INI}{why}\n  {hint}"))
}

fn renewable(kind: &str, expires: &str) -> String {
    format!(r#"{{"type":"{kind}","secretId":"AKIDx","secretKey":"hunter2","token":"t"{expires}}}"#)
}

fn cases() -> Vec<Case> {
    let (oauth, sso) = ("tccli auth login --profile default", "tccli sso login");
    let expires = |left: i64| format!(r#","expiresAt":{}"#, NOW + left);
    vec![
        env(
            &[("TENCENTCLOUD_SECRET_ID", "AKIDx")],
            "half a key pair: TENCENTCLOUD_SECRET_KEY is not set\n  export TENCENTCLOUD_SECRET_KEY as well",
        ),
        env(
            &[("TENCENTCLOUD_SECRET_ID", ""), ("TENCENTCLOUD_SECRET_KEY", "hunter2")],
            "half a key pair: TENCENTCLOUD_SECRET_ID is not set\n  export TENCENTCLOUD_SECRET_ID as well",
        ),
        env(
            &[
                ("TENCENTCLOUD_SECRET_ID", "AKIDx"),
                ("TENCENTCLOUD_SECRET_KEY", "hunter2"),
                ("TENCENTCLOUD_TOKEN", "hunter2a"),
                ("TENCENTCLOUD_SECURITY_TOKEN", "hunter2b"),
            ],
            "TENCENTCLOUD_TOKEN and TENCENTCLOUD_SECURITY_TOKEN are both set and differ\n  unset the one that does not belong to this key",
        ),
        env(
            &[("TENCENTCLOUD_SECRET_ID", "AKIDx"), ("TENCENTCLOUD_SECRET_KEY", "hunter2\nhunter2")],
            "credentials in the environment: character 8 of TENCENTCLOUD_SECRET_KEY is a control character (U+000A)\n  check the exported values for blanks and quotes",
        ),
        tccli("{\"secretId\": \"hunter2", "it is not JSON (line 1, column 21)"),
        tccli("", "it is not JSON (line 1, column 0)"),
        tccli("[\"hunter2\"]", "it is not a JSON object"),
        tccli(r#"{"secretId":"AKIDx"}"#, "half a key pair: secretKey is missing"),
        tccli(
            r#"{"secretId":"None","secretKey":"hunter2"}"#,
            "half a key pair: secretId is missing",
        ),
        tccli(r#"{"secretId":"AKIDx","secretKey":["hunter2"]}"#, "secretKey is not a text"),
        tccli(
            r#"{"secretId":"AKIDx","secretKey":"hun\u0007ter2"}"#,
            "character 4 of secretKey is a control character (U+0007)",
        ),
        tccli(r#"{"secretId":"AKIDx","secretKey":"hunter2","token":7}"#, "token is not a text"),
        tccli(r#"{"secretId":"AKIDx","secretKey":"hunter2","type":7}"#, "type is not a text"),
        file(
            CLI,
            r#"{"secretId":"AKIDx","secretKey":"hunter2","type":"mag\u001bic"}"#,
            format!(
                "{CLI}: unknown type \"mag␛ic\"\n  known are default, cvm-role, oauth and sso; a newer tccli may know more, this program does not"
            ),
        ),
        log_in(
            renewable("oauth", &expires(-3)),
            "the keys have expired at 2025-12-31T23:49:57Z",
            oauth,
        ),
        log_in(
            renewable("sso", &expires(-3)),
            "the keys have expired at 2025-12-31T23:49:57Z",
            sso,
        ),
        log_in(renewable("oauth", &expires(60)), "the keys expire in 60 s", oauth),
        log_in(renewable("sso", ""), "expiresAt is missing or no number", sso),
        log_in(
            renewable("sso", r#","expiresAt":"soon""#),
            "expiresAt is missing or no number",
            sso,
        ),
        log_in(r#"{"type":"oauth"}"#.to_owned(), "not logged in", oauth),
        ini("", " has no section [default]"),
        ini("[other]\nsecret_id = a\nsecret_key = hunter2\n", " has no section [default]"),
        ini("secret_id = hunter2\n", " line 1 makes no sense"),
        ini("[default]\nsecret_id = AKIDx\nhunter2\n", " line 3 makes no sense"),
        ini(
            "[default]\nsecret_id = AKIDx\n# secret_key = hunter2\n",
            ": secret_key is missing in [default]",
        ),
        ini(
            "[default]\nsecret_id =\nsecret_key = hunter2\n",
            ": secret_id is missing in [default]",
        ),
        file(
            INI,
            "[default]\nsecret_id = \" AKIDx\"\nsecret_key = hunter2\n",
            format!(
                "{INI}: secret_id has blanks before or after it\n  write the value anew, without quotes and blanks"
            ),
        ),
        env(
            &[("TENCENTCLOUD_CREDENTIALS_FILE", "/nowhere/at/all")],
            "TENCENTCLOUD_CREDENTIALS_FILE names /nowhere/at/all, which is not there\n  correct the variable or unset it",
        ),
    ]
}

#[test]
fn a_malformed_source_stops_with_its_name() {
    for case in cases() {
        let mut machine = Machine::new();
        // Good sources of a lower rank don't help.
        let is_ini =
            case.said.starts_with(INI) || case.said.starts_with("TENCENTCLOUD_CREDENTIALS_FILE");
        machine =
            if case.files.is_empty() && !is_ini { machine.file(CLI, STATIC) } else { machine };
        machine = if is_ini { machine } else { machine.file(INI, SDK) };
        machine = case.files.iter().fold(machine, |machine, (path, text)| machine.file(path, text));
        machine = case.env.iter().fold(machine, |machine, (name, value)| machine.var(name, *value));
        let said = machine.look(any()).unwrap_err();
        assert_eq!(said, case.said);
        assert!(!said.contains("hunter2"), "{said}");
        let zh = machine.look_in(Lang::Zh, any()).unwrap_err();
        assert!(
            zh.lines().all(|line| line.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))),
            "every line says something: {zh}"
        );
        assert!(said.lines().count() > 1, "the next step: {said}");
    }
}

#[test]
fn a_source_that_was_asked_for_must_be_there() {
    let look = |choice: SourceChoice| {
        let machine = Machine::new()
            .file("home/.tccli/a.credential", STATIC)
            .var("TKE_REGION", "gz")
            .var("TKE_ROLE_ARN", "r");
        machine.look(only(&choice)).unwrap_err()
    };
    assert_eq!(
        look(SourceChoice::Env),
        "no credentials: TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY are not set\n  export both, or try the built-in cloud with --demo"
    );
    assert_eq!(
        look(SourceChoice::Tke),
        "no pod identity: TKE_PROVIDER_ID, TKE_WEB_IDENTITY_TOKEN_FILE not set\n  TKE sets all four in a pod whose service account has a role"
    );
    assert_eq!(
        look(SourceChoice::SdkFile),
        "no credentials: there is no ~/.tencentcloud/credentials\n  create it, or choose another source with credentials = … in the config file"
    );
    assert_eq!(
        look(SourceChoice::Tccli(Some("b".into()))),
        "there is no profile b\n  in the config file: prod test; in ~/.tccli: a"
    );
    assert_eq!(
        look(SourceChoice::Tccli(Some("../a".into()))),
        "\"../a\" can't be the name of a tccli profile\n  see the names with: tccli configure list"
    );
}

#[test]
fn a_duration_must_be_a_number() {
    let machine = Machine::new()
        .file(CLI, STATIC)
        .var("TENCENTCLOUD_ASSUME_ROLE_ARN", super::ARN)
        .var("TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION", "2h");
    assert_eq!(
        machine.look(any()).unwrap_err(),
        "TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION must be a number of seconds\n  for example 7200, or unset it"
    );
}
