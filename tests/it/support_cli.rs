//! The real binary in a bare environment, and the built-in cloud in a process of its own.

use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
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
    let output = Command::new(BINARY).env_clear().envs(env.iter().copied()).args(args).stdin(Stdio::null()).output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    let done = Done { code: output.status.code().unwrap_or(-1), out, err };
    let all = done.all();
    assert!(!all.contains(KEY) && !all.contains("Signature="), "{args:?}: a secret: {all}");
    assert!(!all.chars().any(|c| c != '\n' && c.is_control()), "{args:?}: a control character: {all:?}");
    assert!(!all.contains("panicked") && done.code != 70, "{args:?}: {all}");
    done
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
        command.env_clear().args(["simulate", scenario]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let endpoint = lines.map(Result::unwrap).find_map(|l| l.strip_prefix("EIP_UNBIND_ENDPOINT=").map(str::to_owned)).unwrap();
        Self { child, endpoint, home }
    }

    pub(crate) fn call_with(&self, env: &[(&str, &str)], args: &[&str]) -> Done {
        self.call_exactly(env, &[&["--endpoint", &self.endpoint], args].concat())
    }

    /// Guangzhou, with the cloud's key; `env` adds to that or replaces it.
    pub(crate) fn call_exactly(&self, env: &[(&str, &str)], args: &[&str]) -> Done {
        let mut all = BTreeMap::from([("TENCENTCLOUD_SECRET_ID", ID), ("TENCENTCLOUD_SECRET_KEY", KEY), ("TENCENTCLOUD_REGION", "gz")]);
        all.insert("HOME", self.home.path().to_str().unwrap());
        all.extend(env.iter().copied());
        call(&all.into_iter().collect::<Vec<_>>(), args)
    }

    /// Starts the binary on this cloud and does not wait for it.
    pub(crate) fn spawn(&self, args: &[&str]) -> Child {
        let mut command = Command::new(BINARY);
        command.env_clear().envs([("TENCENTCLOUD_SECRET_ID", ID), ("TENCENTCLOUD_SECRET_KEY", KEY), ("TENCENTCLOUD_REGION", "gz")]);
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
        let mut stream = TcpStream::connect(self.endpoint.strip_prefix("http://").unwrap()).unwrap();
        stream.write_all(b"GET /sim/log HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        serde_json::from_str(reply.split_once("\r\n\r\n").unwrap().1).unwrap()
    }

    /// Every request for a change so far: its parameters, and whether it took effect.
    pub(crate) fn mutations(&self) -> Vec<(BTreeMap<String, String>, bool)> {
        let names = ["EipUnBindInstance", "EipBindInstance", "DisassociateAddress", "AssociateAddress"];
        let changes = self.log().into_iter().filter(|e| names.iter().any(|name| e["action"] == *name));
        changes.map(|e| (serde_json::from_value(e["params"].clone()).unwrap(), e["applied"] == true)).collect()
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
    let acts = |c: &char| *c != '\n' && ACTING.iter().any(|(from, to)| (*from..=*to).contains(&u32::from(*c)));
    let found: Vec<char> = text.chars().filter(acts).collect();
    assert!(found.is_empty(), "{what}: {found:?} in {text:?}");
}
