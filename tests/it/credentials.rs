//! Credentials: every source, every precedence, every malformed file; files and environments are made up for each case.

mod asked;
mod malformed;
mod matrix;
mod renewal;
mod written;

use eip_unbind::api::credential_store::{CredentialStore, Lease};
use eip_unbind::config::credentials::Folder;
use eip_unbind::config::credentials::provider::CredentialProvider;
use eip_unbind::config::credentials::{Ask, Base, Found, Kind, find};
use eip_unbind::config::env::Env;
use eip_unbind::config::file::SourceChoice;
use eip_unbind::text::Lang;
use jiff::Timestamp;
use std::path::Path;
use tempfile::TempDir;

/// Ten minutes before the samples' temporary keys end.
pub(crate) const NOW: i64 = 1_767_225_000;
const STATIC: &str = r#"{"secretId":"AKIDtccliTCCLItccli0002","secretKey":"tccli-secret"}"#;
const SSO: &str = include_str!("../credentials/tccli/sso.credential");
const ROLE: &str = include_str!("../credentials/tccli/role.credential");
const CVM_ROLE: &str = include_str!("../credentials/tccli/cvmrole.credential");
const SDK: &str = "[default]\nsecret_id = AKIDsdkSDKsdkSDKsdk0003\nsecret_key = sdk-secret\n";
const ARN: &str = "qcs::cam::uin/100000000001:roleName/oncall";

/// A machine: its home folder, `/etc` and environment.
pub(crate) struct Machine {
    dir: TempDir,
    env: Vec<(&'static str, String)>,
}

impl Machine {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), env: vec![] }
    }

    pub(crate) fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    pub(crate) fn var(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.env.push((name, value.into()));
        self
    }

    pub(crate) fn env(&self) -> Env {
        Env::of(&self.env.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
    }

    pub(crate) fn path(&self, path: &str) -> String {
        self.dir.path().join(path).to_str().unwrap().to_owned()
    }

    fn with(self, source: Source) -> Self {
        match source {
            Source::Env => self
                .var("TENCENTCLOUD_SECRET_ID", "AKIDenvENVenvENVenv0001")
                .var("TENCENTCLOUD_SECRET_KEY", "env-secret"),
            Source::Tccli => self.file("home/.tccli/default.credential", STATIC),
            Source::Sdk => self.file("home/.tencentcloud/credentials", SDK),
            Source::Tke => {
                let file = self.path("token");
                self.file("token", "pod-token\n")
                    .var("TKE_REGION", "ap-guangzhou")
                    .var("TKE_PROVIDER_ID", "cls-1")
                    .var("TKE_WEB_IDENTITY_TOKEN_FILE", file)
                    .var("TKE_ROLE_ARN", ARN)
            }
            Source::InstanceRole => self.var("TENCENTCLOUD_CAM_ROLE_NAME", "web"),
        }
    }

    pub(crate) fn look(&self, wish: Wish<'_>) -> Result<Found, String> {
        self.look_in(Lang::En, wish)
    }

    fn look_in(&self, lang: Lang, wish: Wish<'_>) -> Result<Found, String> {
        let (env, home, etc) =
            (self.env(), self.dir.path().join("home"), self.dir.path().join("etc"));
        let Wish { profile, choice, role_arn } = wish;
        let now = Timestamp::from_second(NOW).unwrap();
        let known = &["prod", "test"];
        let found = find(&Ask {
            env: &env,
            home: Some(&home),
            etc: &etc,
            now,
            lang,
            profile,
            known,
            choice,
            role_arn,
        });
        // The folder is another one in each run.
        found.map_err(|failure| {
            failure.to_string().replace(&format!("{}/", self.dir.path().display()), "")
        })
    }
}

/// What the command line and the config file say.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wish<'a> {
    pub(crate) profile: Option<&'a str>,
    pub(crate) choice: Option<&'a SourceChoice>,
    pub(crate) role_arn: Option<&'a str>,
}

pub(crate) fn any() -> Wish<'static> {
    Wish::default()
}

pub(crate) fn profile(name: &str) -> Wish<'_> {
    Wish { profile: Some(name), ..Wish::default() }
}

pub(crate) fn only(choice: &SourceChoice) -> Wish<'_> {
    Wish { choice: Some(choice), ..Wish::default() }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Env,
    Tccli,
    Sdk,
    Tke,
    InstanceRole,
}

/// In the order of precedence.
const SOURCES: [(Source, &str); 5] = [
    (Source::Env, "environment"),
    (Source::Tccli, "tccli:default"),
    (Source::Sdk, "sdk-file"),
    (Source::Tke, "tke"),
    (Source::InstanceRole, "instance-role"),
];

fn choice(source: Source) -> SourceChoice {
    match source {
        Source::Env => SourceChoice::Env,
        Source::Tccli => SourceChoice::Tccli(None),
        Source::Sdk => SourceChoice::SdkFile,
        Source::Tke => SourceChoice::Tke,
        Source::InstanceRole => SourceChoice::InstanceRole,
    }
}

#[test]
fn of_any_sources_the_first_in_order_wins() {
    for set in 1_u32..32 {
        let there: Vec<_> = SOURCES
            .iter()
            .enumerate()
            .filter(|(i, _)| set & (1 << i) != 0)
            .map(|(_, source)| *source)
            .collect();
        let machine =
            there.iter().fold(Machine::new(), |machine, (source, _)| machine.with(*source));
        let found = machine.look(any()).unwrap();
        assert!(found.source.starts_with(there[0].1), "{there:?} gave {}", found.source);
    }
    let none = Machine::new().look(any()).unwrap_err();
    assert_eq!(
        none,
        "no credentials: none in the environment, in ~/.tccli or in ~/.tencentcloud\n  \
         export TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or run: tccli configure\n  \
         on a server with a role: credentials = \"instance-role\" under [defaults] of the config file\n  \
         or try the built-in cloud with --demo"
    );
}

#[test]
fn a_source_named_in_the_config_beats_all_others() {
    for (source, shown) in SOURCES {
        let machine =
            SOURCES.iter().fold(Machine::new(), |machine, (source, _)| machine.with(*source));
        let found = machine.look(only(&choice(source))).unwrap();
        assert!(found.source.starts_with(shown), "{source:?} gave {}", found.source);
        let found = machine.look(Wish { profile: Some("prod"), ..only(&choice(source)) }).unwrap();
        assert!(found.source.starts_with(shown), "{source:?} gave {}", found.source);
        let alone = Machine::new();
        let missing = alone.look(only(&choice(source)));
        assert_eq!(
            missing.is_ok(),
            source == Source::InstanceRole,
            "only the instance role needs nothing on this machine"
        );
    }
}

#[test]
fn a_named_profile_counts_alone() {
    let machine = Machine::new()
        .with(Source::Env)
        .file("home/.tccli/ops.credential", STATIC)
        .var("TENCENTCLOUD_ROLE_SESSION_NAME", "shift")
        .var("TENCENTCLOUD_ROLE_ARN", ARN);
    let found = machine.look(profile("ops")).unwrap();
    assert_eq!(
        (found.shown().as_str(), found.key_id().as_str()),
        ("tccli:ops", "AKID…0002"),
        "neither keys nor role of the environment"
    );
    assert_eq!(machine.look(any()).unwrap().shown(), "environment → oncall");
    assert_eq!(
        machine.look(profile("pord")).unwrap_err(),
        "there is no profile pord\n  did you mean prod?\n  in the config file: prod test; in ~/.tccli: ops"
    );
    assert_eq!(
        machine.look(profile("prod")).unwrap_err(),
        "profile prod does not say where its credentials are\n  \
         add credentials = \"env\" (or \"tccli:NAME\", \"sdk-file\" …) to [profiles.prod]\n  \
         with a profile named, the keys in the environment are not used unless it says so"
    );
    let both = machine.file("home/.tccli/prod.credential", STATIC);
    assert_eq!(both.look(profile("prod")).unwrap().source, "tccli:prod", "the same name in tccli");
}

#[test]
fn the_environment_names_the_tccli_profile() {
    let base = || {
        Machine::new()
            .file("home/.tccli/default.credential", STATIC)
            .file("home/.tccli/a.credential", STATIC)
            .file("home/.tccli/b.credential", STATIC)
    };
    let source = |machine: Machine| machine.look(any()).map(|found| found.source);
    assert_eq!(
        source(base().var("TCCLI_PROFILE", "a").var("TENCENTCLOUD_PROFILE", "b")).unwrap_err(),
        "TCCLI_PROFILE and TENCENTCLOUD_PROFILE are both set and differ\n  unset the one that is not meant"
    );
    assert_eq!(
        source(base().var("TCCLI_PROFILE", "a").var("TENCENTCLOUD_PROFILE", "a")).unwrap(),
        "tccli:a"
    );
    assert_eq!(source(base().var("TENCENTCLOUD_PROFILE", "b")).unwrap(), "tccli:b");
    assert_eq!(
        source(base().with(Source::Env).var("TCCLI_PROFILE", "a")).unwrap(),
        "environment",
        "a variable does not beat keys"
    );
    let gone = source(base().with(Source::Sdk).var("TCCLI_PROFILE", "c")).unwrap_err();
    assert!(gone.starts_with("there is no tccli profile c, which TCCLI_PROFILE names\n"), "{gone}");
    let elsewhere = Machine::new().file("shared/x.credential", STATIC);
    let shared = elsewhere.path("shared");
    assert_eq!(
        source(
            elsewhere.var("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", shared).var("TCCLI_PROFILE", "x")
        )
        .unwrap(),
        "tccli:x"
    );
}

#[test]
fn kinds_of_tccli_profiles() {
    let machine = Machine::new()
        .file(
            "home/.tccli/static.credential",
            include_str!("../credentials/tccli/default.credential"),
        )
        .file("home/.tccli/role.credential", ROLE)
        .file("home/.tccli/cvm.credential", CVM_ROLE)
        .file("home/.tccli/sso.credential", SSO)
        .file(
            "home/.tccli/tmp.credential",
            r#"{"secretId":"AKIDx","secretKey":"k","token":"t","type":"default"}"#,
        )
        .file("home/.tccli/none.credential", r#"{"secretId":"None","secretKey":null}"#);
    let look = |name: &'static str| machine.look(profile(name));
    let found = look("static").unwrap();
    assert_eq!(found.kind(), Kind::Permanent);
    assert!(found.account().starts_with("key-"), "a hash of the whole id: {}", found.account());
    let found = look("role").unwrap();
    assert_eq!(
        (found.kind(), found.shown().as_str(), found.account().as_str()),
        (Kind::Temporary, "tccli:role → oncall", ARN)
    );
    assert_eq!(found.role.unwrap().call("alice").session_name, "oncall-shift");
    assert!(matches!(look("cvm").unwrap().base, Base::InstanceRole(None)));
    let found = look("sso").unwrap();
    assert_eq!(
        (found.kind(), found.account().as_str()),
        (Kind::Temporary, "100000000001/OnCall"),
        "stays when the keys change"
    );
    assert!(
        matches!(found.base, Base::Renewed { expires_at, .. } if expires_at.as_second() == NOW + 600)
    );
    assert_eq!(look("tmp").unwrap().kind(), Kind::Temporary);
    assert_eq!(
        look("none").unwrap_err(),
        "the tccli profile none holds no keys\n  run: tccli configure --profile none"
    );
    let unconfigured =
        Machine::new().file("home/.tccli/default.credential", "{}").with(Source::Sdk);
    assert!(
        unconfigured.look(any()).unwrap().source.starts_with("sdk-file"),
        "not configured is not there"
    );
}

#[test]
fn the_configure_file_names_region_and_endpoint() {
    let machine = Machine::new()
        .file(
            "home/.tccli/default.configure",
            include_str!("../credentials/tccli/default.configure"),
        )
        .file("home/.tccli/old.configure", r#"{"region":"ap-beijing"}"#)
        .file(
            "home/.tccli/intl.configure",
            r#"{"_sys_param":{"region":"None"},"vpc":{"endpoint":"vpc.intl.example"}}"#,
        );
    let folder = Folder::of(&machine.env(), Some(&machine.dir.path().join("home"))).unwrap();
    let read =
        |name: &str| folder.configure(name, Lang::En).map(|c| (c.region, c.vpc_endpoint)).unwrap();
    assert_eq!(
        read("default"),
        (Some("ap-guangzhou".into()), None),
        "the public endpoint is nothing special"
    );
    assert_eq!(read("old"), (Some("ap-beijing".into()), None));
    assert_eq!(read("intl"), (None, Some("https://vpc.intl.example".into())));
    assert_eq!(read("missing"), (None, None));
}

#[test]
fn roles_come_from_config_environment_and_file_in_this_order() {
    let role = |machine: &Machine, own: Option<&'static str>| {
        let found =
            machine.look(Wish { role_arn: own, ..only(&SourceChoice::Tccli(None)) }).unwrap();
        found.role.map(|role| role.call("alice").role_arn)
    };
    let arn = |name: &str| format!("qcs::cam::uin/1:roleName/{name}");
    let machine = Machine::new().file("home/.tccli/default.credential", ROLE);
    assert_eq!(role(&machine, None).as_deref(), Some(ARN));
    let machine = machine.var("TENCENTCLOUD_ASSUME_ROLE_ARN", arn("terraform"));
    assert_eq!(role(&machine, None), Some(arn("terraform")));
    let both = Machine::new()
        .file("home/.tccli/default.credential", ROLE)
        .var("TENCENTCLOUD_ASSUME_ROLE_ARN", arn("terraform"))
        .var("TENCENTCLOUD_ROLE_ARN", arn("tccli"));
    assert!(both.look(any()).unwrap_err().starts_with(
        "TENCENTCLOUD_ROLE_ARN and TENCENTCLOUD_ASSUME_ROLE_ARN are both set and differ"
    ));
    let machine = Machine::new()
        .file("home/.tccli/default.credential", ROLE)
        .var("TENCENTCLOUD_ROLE_SESSION_NAME", "shift")
        .var("TENCENTCLOUD_ROLE_ARN", arn("tccli"));
    assert_eq!(role(&machine, None), Some(arn("tccli")));
    assert_eq!(role(&machine, Some("qcs::cam::uin/1:roleName/own")), Some(arn("own")));
    let machine = Machine::new()
        .with(Source::Env)
        .var("TENCENTCLOUD_ASSUME_ROLE_ARN", ARN)
        .var("TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION", "900")
        .var("TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID", "ext");
    let call = machine.look(any()).unwrap().role.unwrap().call("ál ice");
    assert_eq!(
        (call.duration_s, call.external_id.as_deref(), call.session_name.as_str()),
        (Some(900), Some("ext"), "eip-unbind--l-ice")
    );
    let long = eip_unbind::config::credentials::role::session_name(Some(&"x".repeat(300)), "a");
    assert_eq!(
        (long.len(), eip_unbind::config::credentials::role::session_name(Some("x"), "a").as_str()),
        (128, "eip-unbind-x")
    );
}

#[cfg(unix)]
#[test]
fn files_that_everybody_can_read_are_mentioned() {
    use std::os::unix::fs::PermissionsExt as _;
    let machine = Machine::new().file("home/.tccli/default.credential", STATIC);
    let mode = |path: &str, mode| {
        std::fs::set_permissions(machine.path(path), std::fs::Permissions::from_mode(mode)).unwrap()
    };
    mode("home/.tccli/default.credential", 0o644);
    mode("home/.tccli", 0o755);
    let warnings = machine.look(any()).unwrap().warnings;
    assert!(
        warnings[0].ends_with("default.credential can be read by every user of this machine; run chmod 700 on its folder"),
        "{warnings:?}"
    );
    mode("home/.tccli", 0o700);
    assert!(machine.look(any()).unwrap().warnings.is_empty(), "a closed folder is enough");
    mode("home/.tccli", 0o755);
    mode("home/.tccli/default.credential", 0o600);
    assert!(machine.look(any()).unwrap().warnings.is_empty());
}

#[test]
fn quotes_in_the_sdk_file_are_left_out_and_mentioned() {
    let text = "\u{feff}; comment\n[other]\nsecret_id = wrong\n[default]\nsecret_id: \"AKIDsdkSDKsdkSDKsdk0003\"\nregion=x\nsecret_key = 's=x'\n";
    let found = Machine::new().file("etc/tencentcloud/credentials", text).look(any()).unwrap();
    assert_eq!(found.key_id(), "AKID…0003");
    assert!(
        found.warnings[0].contains("quotes around a value were left out"),
        "{:?}",
        found.warnings
    );
    let sample = Machine::new().file(
        "home/.tencentcloud/credentials",
        include_str!("../credentials/tencentcloud/credentials"),
    );
    assert!(sample.look(any()).unwrap().warnings.is_empty());
    let named = Machine::new().file("mine", SDK);
    let path = named.path("mine");
    assert!(
        named
            .var("TENCENTCLOUD_CREDENTIALS_FILE", path)
            .look(any())
            .unwrap()
            .source
            .ends_with("mine")
    );
}

#[test]
fn nothing_secret_shows_in_debug() {
    for (source, _) in SOURCES {
        let machine = Machine::new().with(source).file("home/.tccli/sso.credential", SSO);
        for profile in [None, Some("sso")] {
            let shown = format!("{:?}", machine.look(Wish { profile, ..any() }).unwrap());
            for secret in [
                "env-secret",
                "tccli-secret",
                "sdk-secret",
                "pod-token",
                "TMPexampleTMPexampleTMPexample02=",
                "tmp-token",
            ] {
                assert!(!shown.contains(secret), "{shown}");
            }
        }
    }
}

pub(crate) fn lease_of(credential_store: &CredentialStore) -> Option<Lease> {
    credential_store.has_keys().then(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime
            .block_on(credential_store.lease(|| Timestamp::from_second(NOW).unwrap(), false))
            .unwrap()
    })
}

#[test]
fn what_needs_no_asking_is_in_the_keyring_at_once() {
    let provider = |machine: &Machine, profile: Option<&'static str>| {
        let found = machine.look(Wish { profile, ..any() }).unwrap();
        CredentialProvider::new(
            found,
            &machine.env(),
            None,
            eip_unbind::api::http::TransportSettings::default(),
            Lang::En,
        )
        .unwrap()
    };
    let machine = Machine::new()
        .with(Source::Env)
        .file("home/.tccli/sso.credential", SSO)
        .file("home/.tccli/role.credential", ROLE);
    assert_eq!(lease_of(&provider(&machine, None).credential_store()).unwrap().expires_at, None);
    assert_eq!(
        lease_of(&provider(&machine, Some("sso")).credential_store())
            .unwrap()
            .expires_at
            .unwrap()
            .as_second(),
        NOW + 600
    );
    assert!(lease_of(&provider(&machine, Some("role")).credential_store()).is_none());
    assert!(Path::new(&machine.path("home")).exists());
}
