//! The real binary in a bare environment, and the built-in cloud in a process of its own.

use crate::tty::term::now;
use eip_unbind::api::credentials::Credentials;
use eip_unbind::domain::{EipId, EipState, EipStatus, Generation, InstanceId, NicPosition, Region};
use eip_unbind::journal::{Journal, Who};
use eip_unbind::runtime::clock::Clock;
use eip_unbind::unbind::Record;
use eip_unbind::unbind::record::Intent;
use rustix::process::Signal;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

pub(crate) const ID: &str = "AKIDdemoDEMOdemoDEMOdemo0042";
pub(crate) const KEY: &str = "demo-secret-key-not-real-0042";
const BINARY: &str = env!("CARGO_BIN_EXE_eip-unbind");

/// What a call left behind.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Done {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }
}

/// Runs the binary with this environment and no other; whatever it says holds no secret and nothing that acts on a terminal.
pub(crate) fn call(env: &[(&str, &str)], args: &[&str]) -> Done {
    done(Command::new(BINARY).args(args), env, args)
}

/// What a command left behind that ends as the binary.
fn done(command: &mut Command, env: &[(&str, &str)], args: &[&str]) -> Done {
    let output =
        command.env_clear().envs(env.iter().copied()).stdin(Stdio::null()).output().unwrap();
    let (out, err) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    let done = Done { code: output.status.code().unwrap_or(-1), out, err };
    let all = done.all();
    assert!(!all.contains(KEY) && !all.contains("Signature="), "{args:?}: a secret: {all}");
    assert!(
        !all.chars().any(|c| c != '\n' && c.is_control()),
        "{args:?}: a control character: {all:?}"
    );
    assert!(!all.contains("panicked") && done.code != 70, "{args:?}: {all}");
    done
}

/// A machine whose `/etc` holds this config file.
pub(crate) struct Etc(TempDir);

impl Etc {
    pub(crate) fn of(config: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("eip-unbind")).unwrap();
        std::fs::write(dir.path().join("eip-unbind/config.toml"), config).unwrap();
        for file in ["passwd", "group"] {
            let _ = std::fs::copy(Path::new("/etc").join(file), dir.path().join(file));
        }
        Self(dir)
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs the binary where this stands in the place of `/etc`; `None` where this machine lets nobody make a mount namespace.
    pub(crate) fn call(&self, env: &[(&str, &str)], args: &[&str]) -> Option<Done> {
        let in_place = |script: &str| {
            let mut command = Command::new("unshare");
            let script = format!("mount --bind \"$0\" /etc && {script}");
            command.args(["-rm", "/bin/sh", "-c", &script]).arg(self.0.path());
            command
        };
        let is_there = in_place("true").output().is_ok_and(|tried| tried.status.success());
        let mut command = in_place("exec \"$@\"");
        is_there.then(|| done(command.arg(BINARY).args(args), env, args))
    }
}

/// A call that goes on; what it says goes to files.
pub(crate) struct Running {
    child: Child,
    out: tempfile::NamedTempFile,
    err: tempfile::NamedTempFile,
}

impl Running {
    pub(crate) fn start(env: &[(&str, &str)], args: &[&str]) -> Self {
        let [out, err] = [(); 2].map(|()| tempfile::NamedTempFile::new().unwrap());
        let mut command = Command::new(BINARY);
        command.env_clear().envs(env.iter().copied()).args(args).stdin(Stdio::null());
        command.stdout(out.reopen().unwrap()).stderr(err.reopen().unwrap());
        Self { child: command.spawn().unwrap(), out, err }
    }

    /// What it said so far beside the data.
    pub(crate) fn err(&self) -> String {
        std::fs::read_to_string(self.err.path()).unwrap()
    }

    pub(crate) fn wait_for(&self, text: &str) {
        until(text, || self.err().contains(text));
    }

    /// Waits until it listens to signals itself; before, one ends it as it ends any program.
    pub(crate) fn listens(&self) {
        let status =
            || std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let caught = || {
            u64::from_str_radix(
                status().lines().find_map(|l| l.strip_prefix("SigCgt:")).unwrap().trim(),
                16,
            )
            .unwrap()
        };
        // The last one that it asks for.
        until("it listens to signals", || caught() & (1 << (Signal::WINCH.as_raw() - 1)) != 0);
    }

    pub(crate) fn signal(&self, signal: Signal) {
        rustix::process::kill_process(rustix::process::Pid::from_child(&self.child), signal)
            .unwrap();
    }

    /// Waits for its end, at most so long.
    pub(crate) fn end(mut self, within: Duration) -> Done {
        let late = now() + within;
        let status = loop {
            match self.child.try_wait().unwrap() {
                Some(status) => break status,
                None if now() > late => {
                    self.child.kill().unwrap();
                    panic!("it does not end: {}", self.err());
                }
                None => std::thread::park_timeout(Duration::from_millis(20)),
            }
        };
        let out = std::fs::read_to_string(self.out.path()).unwrap();
        Done { code: status.code().unwrap_or(-1), out, err: self.err() }
    }
}

/// Waits until something is so.
pub(crate) fn until(what: &str, is_so: impl Fn() -> bool) {
    let late = now() + Duration::from_mins(1);
    while !is_so() {
        assert!(now() < late, "never: {what}");
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

/// Writes an intent that a process of this machine recorded just now, before it died.
pub(crate) fn leave_open(dir: &Path, run_id: &str, endpoint: &str, eip: (&str, &str)) {
    let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
    let at = Clock::wall();
    let who = Who {
        user: "op".into(),
        host,
        pid: 1,
        started_at: at,
        version: "0".into(),
        ..Who::default()
    };
    let intent = Intent {
        api: Generation::V2,
        account: Credentials::new(ID, KEY, None).unwrap().secret_id.masked(),
        profile: None,
        region: Region::parse("gz").unwrap(),
        endpoint: Some(endpoint.to_owned()),
        eip_id: EipId::parse(eip.0).unwrap(),
        eip: Some(eip.1.parse().unwrap()),
        action: "EipUnBindInstance".into(),
        parameters: BTreeMap::new(),
        before: EipState {
            status: EipStatus::Bound,
            un_instance_id: InstanceId::parse("ins-1a2b3c4d"),
            network_interface_id: None,
            private_ip_address: None,
            wan_ip: None,
            gaps: eip_unbind::domain::Gaps::default(),
        },
        nic_position: NicPosition::Unknown,
        cascade_release: false,
        blocked: false,
        digest: "0123456789abcdef".into(),
        reason: None,
        by: None,
        events: vec![],
        rest: vec![],
    };
    let record = Record::Intent {
        run_id: run_id.to_owned(),
        item: 0,
        attempt: 1,
        at,
        intent: Box::new(intent),
    };
    Journal::open(dir, who).unwrap().append(&record).unwrap();
}

/// The verdicts in a journal's text, by run.
pub(crate) fn verdicts(journal: &str) -> Vec<(String, String)> {
    let records = journal
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|r| r["record"] == "settled");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    records.map(|r| (text(&r["runId"]), text(&r["settled"]["outcome"]))).collect()
}

/// A cloud in a process of its own, with a home folder for whoever works on it.
pub(crate) struct Sim {
    child: Child,
    pub(crate) endpoint: String,
    pub(crate) home: TempDir,
}

impl Sim {
    pub(crate) fn start(scenario: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut command = Command::new(BINARY);
        command
            .env_clear()
            .args(["simulate", scenario])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let endpoint = lines
            .map(Result::unwrap)
            .find_map(|l| l.strip_prefix("EIP_UNBIND_ENDPOINT=").map(str::to_owned))
            .unwrap();
        Self { child, endpoint, home }
    }

    pub(crate) fn call_with(&self, env: &[(&str, &str)], args: &[&str]) -> Done {
        self.call_exactly(env, &[&["--endpoint", &self.endpoint], args].concat())
    }

    /// Guangzhou, with the cloud's key; `env` adds to that or replaces it.
    pub(crate) fn call_exactly(&self, env: &[(&str, &str)], args: &[&str]) -> Done {
        let mut all = BTreeMap::from([
            ("TENCENTCLOUD_SECRET_ID", ID),
            ("TENCENTCLOUD_SECRET_KEY", KEY),
            ("TENCENTCLOUD_REGION", "gz"),
        ]);
        all.insert("HOME", self.home.path().to_str().unwrap());
        all.extend(env.iter().copied());
        call(&all.into_iter().collect::<Vec<_>>(), args)
    }

    /// Starts the binary on this cloud and listens to it.
    pub(crate) fn running(&self, args: &[&str]) -> Running {
        let env = [
            ("TENCENTCLOUD_SECRET_ID", ID),
            ("TENCENTCLOUD_SECRET_KEY", KEY),
            ("TENCENTCLOUD_REGION", "gz"),
        ];
        let home = [("HOME", self.home.path().to_str().unwrap())];
        Running::start(
            &[&env[..], &home].concat(),
            &[&["--endpoint", &self.endpoint], args].concat(),
        )
    }

    /// What its journal holds.
    pub(crate) fn journal(&self) -> String {
        std::fs::read_to_string(self.state_dir().join("journal.jsonl")).unwrap_or_default()
    }

    /// Starts the binary on this cloud and does not wait for it.
    pub(crate) fn spawn(&self, args: &[&str]) -> Child {
        let mut command = Command::new(BINARY);
        command.env_clear().envs([
            ("TENCENTCLOUD_SECRET_ID", ID),
            ("TENCENTCLOUD_SECRET_KEY", KEY),
            ("TENCENTCLOUD_REGION", "gz"),
        ]);
        command.env("HOME", self.home.path()).args(["--endpoint", &self.endpoint]).args(args);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Where its journal is, unless told otherwise.
    pub(crate) fn state_dir(&self) -> std::path::PathBuf {
        self.home.path().join(".local/state/eip-unbind")
    }

    pub(crate) fn call(&self, args: &[&str]) -> Done {
        self.call_with(&[], args)
    }

    /// Every request so far, as the cloud logged it.
    pub(crate) fn log(&self) -> Vec<Value> {
        let mut stream =
            TcpStream::connect(self.endpoint.strip_prefix("http://").unwrap()).unwrap();
        stream.write_all(b"GET /sim/log HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        serde_json::from_str(reply.split_once("\r\n\r\n").unwrap().1).unwrap()
    }

    /// Every request for a change so far: its parameters, and whether it took effect.
    pub(crate) fn mutations(&self) -> Vec<(BTreeMap<String, String>, bool)> {
        let names =
            ["EipUnBindInstance", "EipBindInstance", "DisassociateAddress", "AssociateAddress"];
        let changes =
            self.log().into_iter().filter(|e| names.iter().any(|name| e["action"] == *name));
        changes
            .map(|e| (serde_json::from_value(e["params"].clone()).unwrap(), e["applied"] == true))
            .collect()
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs cases side by side: they mostly wait.
pub(crate) fn side_by_side<T: Sync>(cases: &[T], run: impl Fn(&T) + Sync) {
    gathered(cases, run);
}

/// The same, with what each gives, in their order.
pub(crate) fn gathered<T: Sync, R: Send>(cases: &[T], run: impl Fn(&T) -> R + Sync) -> Vec<R> {
    std::thread::scope(|scope| {
        let all: Vec<_> = cases.iter().map(|case| scope.spawn(|| run(case))).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

/// Controls (Cc), format characters (Cf), line and paragraph separators (Zl, Zp) of Unicode 16: what acts, or shows as nothing. A list of
/// its own, so that it doesn't forget what the program forgets.
const ACTING: &[(u32, u32)] = &[
    (0x0, 0x1f),
    (0x7f, 0x9f),
    (0xad, 0xad),
    (0x600, 0x605),
    (0x61c, 0x61c),
    (0x6dd, 0x6dd),
    (0x70f, 0x70f),
    (0x890, 0x891),
    (0x8e2, 0x8e2),
    (0x180e, 0x180e),
    (0x200b, 0x200f),
    (0x2028, 0x202e),
    (0x2060, 0x2064),
    (0x2066, 0x206f),
    (0xfeff, 0xfeff),
    (0xfff9, 0xfffb),
    (0x110bd, 0x110bd),
    (0x110cd, 0x110cd),
    (0x13430, 0x1343f),
    (0x1bca0, 0x1bca3),
    (0x1d173, 0x1d17a),
    (0xe0001, 0xe0001),
    (0xe0020, 0xe007f),
];

/// Nothing in this text acts on a terminal or hides from a reader; lines may end.
#[track_caller]
pub(crate) fn assert_inert(what: &str, text: &str) {
    let acts = |c: &char| {
        *c != '\n' && ACTING.iter().any(|(from, to)| (*from..=*to).contains(&u32::from(*c)))
    };
    let found: Vec<char> = text.chars().filter(acts).collect();
    assert!(found.is_empty(), "{what}: {found:?} in {text:?}");
}
