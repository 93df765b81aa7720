//! Promise 8 of `docs/contract.md` §2: known secrets, every screen, subcommand, error, log level and file; every byte that comes out is searched.

mod needle;
mod process;
pub(crate) mod relay;

use crate::support::cli::{gathered, side_by_side};
use crate::tty::cloud::Cloud;
use crate::tty::term::{BIN, Start, Tty};
use base64::Engine as _;
use needle::{Needle, Search, signatures};
use process::{Looked, watched};
use relay::Relay;
use std::path::Path;
use std::process::{Command, Stdio};

const KEY: &str = "K3y/of+the=lEak7esT~x5f2Q9w8Zr";
const TOKEN: &str = "T0k3n/0f+tHe=l3aK7Est~y6g3R0v9Ws";
const PASSWORD: &str = "Pr0xy-p4ssw0rd";

/// A cloud whose key has a token, with a relay before it.
struct Scene {
    cloud: Cloud,
    relay: Relay,
    needles: Vec<Needle>,
}

impl Scene {
    fn start(name: &str) -> Self {
        let cloud = Cloud::start(name, |scenario| {
            for credential in &mut scenario.credentials {
                KEY.clone_into(&mut credential.secret_key);
                credential.token = Some(TOKEN.to_owned());
            }
        });
        let relay = Relay::start(cloud.addr);
        let needles = vec![
            Needle::new("the SecretKey", KEY),
            Needle::new("the Token", TOKEN),
            Needle::new("a password", PASSWORD),
        ];
        Self { cloud, relay, needles }
    }

    fn log(&self) -> String {
        self.cloud.dir.path().join("trace.log").to_str().unwrap().to_owned()
    }

    fn tui(&self, args: &[&str]) -> Start {
        let log = self.log();
        let all = [&["--log", &log, "-vvv", "--endpoint", &self.relay.endpoint], args].concat();
        self.cloud.on(Start::new(&all)).size(120, 32)
    }

    /// How to call the program; calls can be made side by side.
    fn caller(&self) -> Caller {
        let mut env = self.cloud.env.clone();
        let dir = self.cloud.dir.path().to_str().unwrap();
        let own = [
            ("EIP_UNBIND_STATE_DIR", dir),
            ("HOME", dir),
            ("EIP_UNBIND_ENDPOINT", &self.relay.endpoint),
        ];
        env.extend(own.map(|(name, value)| (name.to_owned(), value.to_owned())));
        Caller { env }
    }

    /// Nothing secret is in these bytes, nor in what they hold for the clipboard, nor in any file that was written.
    #[track_caller]
    fn check(&self, what: &str, bytes: &[u8]) {
        let all: Vec<Needle> =
            self.needles.iter().cloned().chain(signatures(&self.relay.sent())).collect();
        let search = Search::new(&all);
        let mut places = vec![(what.to_owned(), bytes.to_vec())];
        places.extend(copied(bytes).into_iter().map(|text| (format!("{what}, copied"), text)));
        files(self.cloud.dir.path(), &mut places);
        for (place, bytes) in &places {
            let text = String::from_utf8_lossy(bytes);
            assert_eq!(search.found(&text), None, "in {place}");
        }
    }
}

/// The program without a terminal, on a scene's cloud.
struct Caller {
    env: Vec<(String, String)>,
}

impl Caller {
    fn command(&self, env: &[(&str, &str)], args: &[&str]) -> Command {
        let mut command = Command::new(BIN);
        command
            .env_clear()
            .envs(self.env.iter().map(|(n, v)| (n.as_str(), v.as_str())))
            .envs(env.iter().copied())
            .args(args);
        command.stdin(Stdio::null());
        command
    }

    fn call(&self, env: &[(&str, &str)], args: &[&str]) -> Vec<u8> {
        let output = self.command(env, args).output().unwrap();
        [output.stdout, output.stderr].concat()
    }
}

/// What was put on the clipboard through the terminal.
pub(crate) fn copied(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = String::from_utf8_lossy(bytes);
    let payloads = text
        .split("\x1b]52;")
        .skip(1)
        .filter_map(|rest| rest.split(['\x07', '\x1b']).next()?.split_once(';'));
    payloads
        .map(|(_, payload)| base64::engine::general_purpose::STANDARD.decode(payload).unwrap())
        .collect()
}

fn files(dir: &Path, out: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(dir).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            files(&entry.path(), out);
        } else {
            out.push((entry.path().display().to_string(), std::fs::read(entry.path()).unwrap()));
        }
    }
}

/// Its arguments hold no secret, and it starts nobody.
#[track_caller]
fn check_process(scene: &Scene, tty: &Tty) {
    let Looked::Alive { arguments, children } = process::look(tty.pid() as u32) else {
        panic!("it has ended")
    };
    assert_eq!(children, Vec::<u32>::new(), "children of {}", tty.pid());
    scene.check("arguments", &arguments);
}

#[test]
fn no_screen_shows_a_secret() {
    side_by_side(&[("v2", "en"), ("v3", "zh")], |(api, lang)| {
        let scene = Scene::start("demo");
        let mut tty = scene.tui(&["--api", api, "--lang", lang]).run();
        tty.wait_for("203.0.113.77");
        check_process(&scene, &tty);
        for keys in [
            "?", "\x1b", "y", "\r", "y", "\x1b", "t", "y", "t", "e", "y", "\x1b", "H", "y", "\x1b",
            "R", "\x1b", "s", "/key\r", "\x1b",
        ] {
            tty.keys(80, &[keys]);
        }
        tty.keys(80, &["\x1b", "/203.0.113.77", "\r"]);
        tty.until("one row", |screen| {
            screen.contains("203.0.113.77") && !screen.contains("203.0.113.78")
        });
        tty.send("u");
        tty.wait_armed();
        for keys in ["p", "p", "y", "n", "because", "\r", "w", "w", "?", "\x1b"] {
            tty.keys(80, &[keys]);
        }
        tty.wait_armed();
        check_process(&scene, &tty);
        tty.confirm("77");
        tty.until("the request out", |_| scene.cloud.mutations() == 1);
        check_process(&scene, &tty);
        tty.until("verdict", |screen| screen.contains("verified") || screen.contains("已验证"));
        for keys in ["y", "Y", "e", "b"] {
            tty.keys(120, &[keys]);
        }
        tty.wait_armed();
        check_process(&scene, &tty);
        for keys in ["p", "y", "\x1b", "\x1b", "H", "\r", "\x1b", "\x1b", "\x1b", "q"] {
            tty.keys(120, &[keys]);
        }
        tty.wait();
        assert!(copied(&tty.raw).len() >= 5, "much was copied: {}", copied(&tty.raw).len());
        assert!(!signatures(&scene.relay.sent()).is_empty());
        let trace = std::fs::read_to_string(scene.log()).unwrap();
        assert!(trace.lines().count() > 10, "much was traced: {trace}");
        assert!(scene.cloud.journal().lines().count() >= 3);
        scene.check(api, &tty.raw);
    });
}

const FORMS: [&str; 3] = ["table", "json", "csv"];
const LEVELS: [&[&str]; 4] = [&[], &["-v"], &["-vv"], &["-vvv"]];

/// Each of these commands in both generations and all three outputs; from the two generations together at every level of the log.
fn product(commands: &[&[&str]], log: &str) -> Vec<Vec<String>> {
    let mut all = vec![];
    for (generation, api) in ["v2", "v3"].into_iter().enumerate() {
        for (form, output) in FORMS.into_iter().enumerate() {
            for command in commands {
                let level = LEVELS[form + generation];
                // Of the EIPs from .141 on, one for each that is really unbound.
                let (octet, number) = ((141 + 3 * generation + form).to_string(), all.len());
                let log = format!("{log}.{api}.{number}");
                let words =
                    [&["--api", api, "--output", output, "--log", &log], level, command].concat();
                all.push(words.into_iter().map(|word| word.replace("OCTET", &octet)).collect());
            }
        }
    }
    all
}

#[test]
fn no_subcommand_prints_or_writes_a_secret() {
    let scene = Scene::start("demo");
    let (log, caller) = (scene.log(), scene.caller());
    let first: &[&[&str]] = &[
        &["list"],
        &["quota"],
        &["doctor"],
        &["unbind", "203.0.113.78"],
        &["unbind", "203.0.113.OCTET", "--confirm", "OCTET", "--reason", "incident"],
    ];
    // What was done is there to be shown.
    let then: &[&[&str]] = &[&["history"], &["history", "--verify"]];
    let once: &[&[&str]] = &[
        &["unbind", "203.0.113.78", "--dry-run"],
        &["unbind", "203.0.113.999"],
        &["unbind", "203.0.113.91", "--confirm", "91", "--alloc-wan-ip", "1"],
        &["completions", "bash"],
        &["man"],
        &["--help"],
    ];
    let once = once.iter().map(|args| args.iter().map(|word| (*word).to_owned()).collect());
    for calls in [product(first, &log), product(then, &log), once.collect()] {
        let said = gathered(&calls, |args| {
            let bytes = caller.call(&[], &args.iter().map(String::as_str).collect::<Vec<_>>());
            assert!(!bytes.is_empty(), "{args:?}");
            bytes
        });
        let whole = calls
            .iter()
            .zip(said)
            .map(|(args, said)| [format!("{args:?}\n").as_bytes(), &said, b"\n"].concat());
        let whole = whole.collect::<Vec<_>>().concat();
        scene.check("what subcommands said", &whole);
    }
    assert_eq!(scene.cloud.mutations(), 7, "all of them were really done");
    for (file, what) in [(".v2.0", "DescribeEip"), (".v3.15", "DescribeAddresses")] {
        let trace = std::fs::read_to_string(format!("{log}{file}")).unwrap();
        assert!(trace.contains(what), "the trace says what was asked: {trace}");
    }
}

#[test]
fn no_subcommand_has_a_secret_among_its_arguments_or_starts_anybody() {
    let scene = Scene::start("slow");
    let (log, caller) = (scene.log(), scene.caller());
    let calls: [&[&str]; 5] = [
        &["list"],
        &["quota"],
        &["doctor"],
        &["unbind", "203.0.113.77", "--confirm", "77"],
        &["simulate", "demo"],
    ];
    let arguments = gathered(&calls, |args| {
        watched(&mut caller.command(&[], &[&["--log", log.as_str(), "-vvv"], *args].concat()))
    });
    scene.check("arguments", &arguments.concat());
}

/// Environment and arguments.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);

#[test]
fn no_error_quotes_a_secret() {
    let scene = Scene::start("demo");
    let caller = scene.caller();
    let dir = scene.cloud.dir.path();
    let write = |name: &str, text: &str| {
        let path = dir
            .parent()
            .unwrap()
            .join(format!("{}-{name}", dir.file_name().unwrap().to_str().unwrap()));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let config = write(
        "config.toml",
        &format!(
            "[profiles.p]\nproxy = \"http://user:{PASSWORD}@127.0.0.1:1\"\nregions = [\"gz\"]\n"
        ),
    );
    let broken = write(
        "broken.toml",
        &format!("[profiles.p]\nproxi = \"http://user:{PASSWORD}@127.0.0.1:1\"\n"),
    );
    let odd = write(
        "odd.toml",
        &format!("[profiles.p]\nproxy = \"ftp://user:{PASSWORD}@127.0.0.1:1\"\n"),
    );
    let upper = format!("{KEY}-but-wrong");
    let proxied = format!("http://user:{PASSWORD}@127.0.0.1:9");
    let outside = "https://eip.invalid";
    let cases: &[Case<'_>] = &[
        (&[("TENCENTCLOUD_SECRET_KEY", upper.as_str())], &["list"]),
        (&[("TENCENTCLOUD_TOKEN", &upper)], &["list"]),
        (&[("TENCENTCLOUD_SECRET_ID", "")], &["list"]),
        (&[("TENCENTCLOUD_SECRET_KEY", "")], &["list"]),
        (&[("TENCENTCLOUD_SECRET_KEY", &upper)], &["unbind", "203.0.113.77", "--confirm", "77"]),
        (&[("EIP_UNBIND_ENDPOINT", &proxied)], &["list"]),
        (&[("HTTPS_PROXY", &proxied), ("EIP_UNBIND_ENDPOINT", outside)], &["list"]),
        (
            &[("HTTPS_PROXY", &proxied), ("EIP_UNBIND_ENDPOINT", outside)],
            &["unbind", "203.0.113.77", "--confirm", "77"],
        ),
        (&[("EIP_UNBIND_ENDPOINT", outside)], &["--config", &config, "--profile", "p", "list"]),
        (&[], &["--config", &broken, "--profile", "p", "list"]),
        (&[], &["--config", &odd, "--profile", "p", "list"]),
    ];
    for (env, args) in cases {
        let bytes =
            caller.call(env, &[&["--api", "v2", "--log", &scene.log(), "-vvv"], *args].concat());
        assert!(!bytes.is_empty(), "{env:?} {args:?} says something");
        scene.check(&format!("{args:?}: {}", String::from_utf8_lossy(&bytes)), &bytes);
    }
}

/// Only the demo can be told to panic (`tty::leaving` shows that nothing else can), so the keys of the scene's cloud are there in the
/// environment alone, and the demo's own key is the one in use.
#[test]
fn a_panic_says_no_secret() {
    let scene = Scene::start("demo");
    let key =
        eip_unbind::sim::Scenario::embedded("demo").unwrap().credentials[0].secret_key.clone();
    let proxy = format!("http://user:{PASSWORD}@127.0.0.1:9");
    let log = scene.log();
    let start = scene.cloud.on(Start::new(&["--demo", "--region", "gz", "--log", &log, "-vvv"]));
    let start = start
        .env("EIP_UNBIND_ENDPOINT", "")
        .env("HTTPS_PROXY", &proxy)
        .env("RUST_BACKTRACE", "full");
    let mut tty = start.env("EIP_UNBIND_TEST_PANIC", "1").run();
    assert_eq!(tty.wait(), 70);
    let said = String::from_utf8_lossy(&tty.raw).into_owned();
    assert!(said.contains("asked to panic") && said.contains("stack backtrace"), "{said}");
    assert_eq!(Needle::new("the demo's key", &key).found(&said), None);
    scene.check("a panic", &tty.raw);
}
