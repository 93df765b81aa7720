//! What `/etc/eip-unbind/config.toml` protects: each protection against each way to take it away.

use crate::support::cli::{Etc, Sim};
use eip_unbind::config::env::Env;
use eip_unbind::config::file::{ConfigFile, Settings};
use eip_unbind::config::layers::Config;
use eip_unbind::text::Lang;
use serde_json::{Value, json};
use std::path::Path;

/// A protection: what the machine says, what a user would say against it, and whether it holds.
type Protection = (&'static str, &'static str, fn(&Settings) -> bool);

fn has(hooks: &[Vec<String>], word: &str) -> bool {
    hooks.iter().any(|words| words.iter().any(|one| one == word))
}

const PROTECTIONS: &[Protection] = &[
    ("danger = true", "danger = false", |s| s.danger == Some(true)),
    ("read_only = true", "read_only = false", |s| s.read_only == Some(true)),
    ("four_eyes = true", "four_eyes = false", |s| s.four_eyes == Some(true)),
    ("protect = [\"gw-*\"]", "protect = []", |s| s.protect.contains(&"gw-*".to_owned())),
    ("before_send = [\"/opt/ask\", \"etc\"]", "before_send = [\"/bin/true\"]", |s| {
        has(&s.before_send, "etc")
    }),
    ("after_outcome = [\"/opt/tell\", \"etc\"]", "after_outcome = [\"/bin/true\"]", |s| {
        has(&s.after_outcome, "etc")
    }),
];

/// Where in the machine's file a protection stands, and for which profiles it is to hold.
const PLACES: &[(&str, &[Option<&str>])] = &[
    ("[defaults]", &[None, Some("prod"), Some("own"), Some("tccli-alone")]),
    ("[profiles.prod]", &[Some("prod")]),
    ("[defaults]\nAGAINST\n[profiles.prod]", &[Some("prod")]),
    ("[profiles.prod]\nAGAINST\n[defaults]", &[None, Some("prod"), Some("own")]),
];

/// What a user's file may say.
const FILES: &[&str] = &[
    "",
    "[defaults]\nAGAINST",
    "[profiles.prod]\nAGAINST",
    "[profiles.own]\nAGAINST",
    "[defaults]\nAGAINST\n[profiles.prod]\nAGAINST\n[profiles.own]\nAGAINST",
];

#[test]
fn no_file_of_a_user_takes_a_protection_away() {
    let mut tried = 0;
    for (protection, against, holds) in PROTECTIONS {
        for (place, profiles) in PLACES {
            let etc = Etc::of(&format!("{}\n{protection}\n", place.replace("AGAINST", against)));
            let home = tempfile::tempdir().unwrap();
            for file in FILES {
                let own = home.path().join("config.toml");
                std::fs::write(&own, file.replace("AGAINST", against)).unwrap();
                for given in [own.as_path(), Path::new("/dev/null")] {
                    let config =
                        Config::load(etc.path(), Some(given), Some(home.path()), Lang::En).unwrap();
                    for profile in *profiles {
                        let settings = config.settings(*profile);
                        assert!(holds(&settings), "{place} {protection}, {file}, {profile:?}");
                        tried += 1;
                    }
                }
            }
        }
    }
    assert_eq!(tried, 6 * 5 * 2 * (4 + 1 + 1 + 3));
}

#[test]
fn a_user_adds_to_what_the_machine_protects_and_sets_the_rest() {
    let etc = Etc::of(
        "[defaults]\nprotect = [\"gw-*\"]\nrequests_per_second = 5\napi = \"v2\"\n\
         [profiles.prod]\ncredentials = \"tccli:prod\"\nregions = [\"gz\"]\n",
    );
    let own = etc.path().join("own.toml");
    let text = "[defaults]\nprotect = [\"db-*\"]\nrequests_per_second = 9\ncredentials = \"env\"\n\
                regions = [\"sh\"]\nread_only = true\n[profiles.other]\ndanger = true\n";
    std::fs::write(&own, text).unwrap();
    let config = Config::load(etc.path(), Some(&own), None, Lang::En).unwrap();
    let prod = config.settings(Some("prod"));
    assert_eq!((prod.protect, prod.read_only), (vec!["gw-*".into(), "db-*".into()], Some(true)));
    assert_eq!(
        (prod.requests_per_second, prod.regions.unwrap()[0].as_str()),
        (Some(9), "ap-guangzhou")
    );
    assert!(matches!(prod.credentials, Some(source) if format!("{source:?}").contains("prod")));
    assert_eq!(config.profiles().into_iter().collect::<Vec<_>>(), ["other", "prod"]);
    assert_eq!(config.settings(Some("other")).danger, Some(true));
}

/// What the machine's file must not hang on: each user's PATH and home folder.
#[test]
fn the_machines_file_names_whole_paths_or_stops() {
    let said = |text: &str| {
        let etc = Etc::of(text);
        let failure = ConfigFile::load_system(etc.path(), Lang::En).unwrap_err();
        failure.to_string().replace(&etc.path().display().to_string(), "")
    };
    for key in ["before_send", "after_outcome"] {
        let path = said(&format!("[defaults]\n{key} = [\"ask\"]"));
        assert!(
            path.starts_with("/eip-unbind/config.toml line 2:") && path.contains("PATH"),
            "{path}"
        );
        let home = said(&format!("[defaults]\n{key} = [\"~/ask\"]"));
        assert!(home.contains("~ is each user's own folder"), "{home}");
    }
    assert!(said("[defaults]\nca_file = \"~/ca.pem\"").contains("write its whole path"));
    assert!(said("[defaults]\nfour_eyes = \"yes\"").contains("must be true or false"));
    assert!(said("[defaults]\nfour_eye = true").contains("did you mean four_eyes?"));
}

#[test]
fn a_machines_file_that_cannot_be_read_stops() {
    let etc = Etc::of("");
    let path = etc.path().join("eip-unbind/config.toml");
    std::fs::remove_file(&path).unwrap();
    assert_eq!(ConfigFile::load_system(etc.path(), Lang::En).unwrap(), ConfigFile::default());
    std::fs::create_dir(&path).unwrap();
    let failure = ConfigFile::load_system(etc.path(), Lang::En).unwrap_err();
    assert!(failure.to_string().contains("no regular file"), "{failure}");
    std::fs::remove_dir(&path).unwrap();
    std::os::unix::fs::symlink("/dev/null", &path).unwrap();
    assert!(ConfigFile::load_system(etc.path(), Lang::En).is_err(), "a device is no file");
}

#[test]
fn no_variable_moves_the_machines_file() {
    let names = ["EIP_UNBIND_CONFIG", "EIP_UNBIND_ETC", "ETC", "HOME", "XDG_CONFIG_HOME"];
    let env = Env::of(&names.map(|name| (name, "/nowhere")));
    assert_eq!(env.etc(), Path::new("/etc"));
}

/// Value and origin of each row with this key.
fn rows(json: &Value, key: &str) -> Vec<(Value, String)> {
    let all = json["values"].as_array().unwrap().iter().filter(|row| row["key"] == key);
    all.map(|row| (row["value"].clone(), row["from"].as_str().unwrap().to_owned())).collect()
}

/// The same with the real program, where this machine allows a mount namespace.
#[test]
fn no_flag_and_no_variable_takes_a_protection_away() {
    let lines: Vec<&str> = PROTECTIONS.iter().map(|(protection, ..)| *protection).collect();
    let etc = Etc::of(&format!("[defaults]\n{}\n", lines.join("\n")));
    let home = tempfile::tempdir().unwrap();
    let own = home.path().join("own.toml");
    let against: Vec<&str> = PROTECTIONS.iter().map(|(_, against, _)| *against).collect();
    let against = against.join("\n");
    std::fs::write(
        &own,
        format!("[defaults]\n{against}\n[profiles.own]\ncredentials = \"env\"\n{against}\n"),
    )
    .unwrap();
    let own = own.to_str().unwrap();
    let ways: &[(&[(&str, &str)], &[&str])] = &[
        (&[], &[]),
        (&[], &["--config", own]),
        (&[], &["--config", own, "--profile", "own"]),
        (&[("EIP_UNBIND_CONFIG", own), ("EIP_UNBIND_PROFILE", "own")], &[]),
        (&[("EIP_UNBIND_CONFIG", "/dev/null")], &[]),
        (&[("EIP_UNBIND_READ_ONLY", "0"), ("EIP_UNBIND_CONFIG", own)], &[]),
        (&[("XDG_CONFIG_HOME", "/nowhere"), ("HOME", "/nowhere")], &[]),
        (&[("EIP_UNBIND_FOUR_EYES", "0"), ("EIP_UNBIND_BEFORE_SEND", "")], &[]),
        (&[("EIP_UNBIND_ENDPOINT", "http://127.0.0.1:9")], &["--api", "v3"]),
    ];
    for (env, args) in ways {
        let keys = [("TENCENTCLOUD_SECRET_ID", "AKIDx0000000"), ("TENCENTCLOUD_SECRET_KEY", "k")];
        let env = [&[("HOME", home.path().to_str().unwrap())], &keys[..], env].concat();
        let args = [&["config", "--output", "json"], *args].concat();
        let Some(done) = etc.call(&env, &args) else {
            return eprintln!("no mount namespace here: tried at library level alone");
        };
        assert_eq!(done.code, 0, "{done:?}");
        let json = done.json();
        let from = "/etc/eip-unbind/config.toml [defaults]".to_owned();
        for key in ["danger", "read_only", "four_eyes"] {
            assert_eq!(rows(&json, key), [(json!(true), from.clone())], "{key} {args:?} {env:?}");
        }
        for (key, value) in [
            ("protect", json!(["gw-*"])),
            ("before_send", json!([["/opt/ask", "etc"]])),
            ("after_outcome", json!([["/opt/tell", "etc"]])),
        ] {
            assert_eq!(rows(&json, key)[0], (value, from.clone()), "{key} {args:?}");
        }
    }
}

#[test]
fn read_only_of_the_machine_sends_nothing_whatever_is_said() {
    let sim = Sim::start("demo");
    let etc = Etc::of("[defaults]\nread_only = true\n");
    let home = sim.home.path().to_str().unwrap();
    let env = [
        ("HOME", home),
        ("TENCENTCLOUD_SECRET_ID", crate::support::cli::ID),
        ("TENCENTCLOUD_SECRET_KEY", crate::support::cli::KEY),
        ("EIP_UNBIND_READ_ONLY", "0"),
        ("EIP_UNBIND_CONFIG", "/dev/null"),
    ];
    let args = ["--endpoint", &sim.endpoint, "--region", "gz"];
    let unbind = ["unbind", "203.0.113.77", "--confirm", "77"];
    let Some(done) = etc.call(&env, &[&args[..], &unbind].concat()) else {
        return eprintln!("no mount namespace here: tried at library level alone");
    };
    assert_eq!((done.code, sim.mutations().len()), (4, 0), "{done:?}");
    assert!(done.err.contains("read-only"), "{done:?}");
    let doctor = etc.call(&env, &[&args[..], &["doctor"]].concat()).unwrap();
    assert!(doctor.out.contains("what it protects holds for everybody"), "{doctor:?}");
}
