//! Networks as they are: private authorities, proxies, hosts with names of their own, old and new TLS. The real binary, over real sockets
//! of this machine; whatever goes wrong is said so that somebody half awake knows what to do.

mod late;
mod place;
mod proxy;
mod tls;

use crate::support::cli::{Done, Sim};
use std::path::PathBuf;

/// A file beside the cloud's home folder.
fn file(sim: &Sim, name: &str, text: &str) -> PathBuf {
    let path = sim.home.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// A config file with one profile, `private`.
fn profile(sim: &Sim, name: &str, lines: &str) -> String {
    let text = format!("[profiles.private]\ncredentials = \"env\"\n{lines}\n");
    file(sim, name, &text).to_str().unwrap().to_owned()
}

/// The job was done: the list is whole, or the EIP is unbound.
fn worked(done: &Done) {
    assert_eq!(done.code, 0, "{done:?}");
    assert!(done.out.contains("203.0.113.77"), "{done:?}");
}

/// Fails as it should: reads 1, an unbind 5, with the meaning and the next step in both languages, and the host named.
struct Failing<'a> {
    sim: &'a Sim,
    env: Vec<(&'a str, &'a str)>,
    args: Vec<&'a str>,
    host: &'a str,
}

impl Failing<'_> {
    fn says(&self, en: [&str; 2], zh: [&str; 2]) {
        for (lang, [meaning, hint]) in [("en", en), ("zh", zh)] {
            let done = self
                .sim
                .call_exactly(&self.env, &[&["--lang", lang], &self.args[..], &["list"]].concat());
            assert_eq!(done.code, 1, "{done:?}");
            for part in [meaning, hint, self.host] {
                assert!(done.err.contains(part), "{part}: {done:?}");
            }
            assert!(!done.err.contains("hunter2"), "a password: {done:?}");
        }
        let unbind = ["unbind", "203.0.113.77", "--confirm", "77", "--output", "json"];
        let done = self.sim.call_exactly(&self.env, &[&self.args[..], &unbind].concat());
        assert_eq!(done.code, 5, "never left: {done:?}");
        assert!(done.err.contains(en[0]) && done.err.contains(en[1]), "{done:?}");
        assert!(self.sim.log().is_empty(), "nothing arrived");
    }
}
