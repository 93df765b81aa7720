//! The built-in cloud, as another process sees it.

use super::term::Start;
use crate::support::cli::{Done, call};
use eip_unbind::runtime::clock::Clock;
use eip_unbind::sim::{Scenario, Server, env_lines};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::channel;

/// A scenario that is served until the tests end, and a folder for the journal of who works on it.
pub(crate) struct Cloud {
    pub(crate) addr: SocketAddr,
    pub(crate) env: Vec<(String, String)>,
    pub(crate) dir: tempfile::TempDir,
}

impl Cloud {
    pub(crate) fn start(name: &str, bend: impl FnOnce(&mut Scenario)) -> Self {
        let mut scenario = Scenario::embedded(name).unwrap();
        bend(&mut scenario);
        let region = scenario.regions()[0].to_string();
        let served = scenario.clone();
        let (tell, told) = channel();
        std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            tokio::task::LocalSet::new().block_on(&runtime, async {
                let spawn: eip_unbind::sim::server::Spawner =
                    Arc::new(eip_unbind::runtime::spawn::spawn);
                let running = Server::start(served, 0, Arc::new(Clock::wall), &spawn).unwrap();
                tell.send(running.addr).unwrap();
                std::future::pending::<()>().await;
            });
        });
        let addr = told.recv().unwrap();
        let lines = env_lines(&scenario, &format!("http://{addr}"), &region);
        let env = lines
            .iter()
            .filter_map(|line| line.split_once('='))
            .map(|(n, v)| (n.to_owned(), v.to_owned()))
            .collect();
        Self { addr, env, dir: tempfile::tempdir().unwrap() }
    }

    /// How to start the program, or a command that starts it, on this cloud.
    pub(crate) fn on(&self, start: Start) -> Start {
        let start = self.env.iter().fold(start, |start, (name, value)| start.env(name, value));
        start.env("EIP_UNBIND_STATE_DIR", self.dir.path().to_str().unwrap())
    }

    /// The program on this cloud.
    pub(crate) fn program(&self) -> Start {
        self.on(Start::new(&[]))
    }

    /// A subcommand on this cloud, with the same journal.
    pub(crate) fn call(&self, args: &[&str]) -> Done {
        let dir = self.dir.path().to_str().unwrap();
        let mut env: Vec<(&str, &str)> =
            self.env.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        env.extend([("HOME", dir), ("EIP_UNBIND_STATE_DIR", dir)]);
        call(&env, args)
    }

    /// Every request so far, as the cloud logged it.
    pub(crate) fn log(&self) -> Vec<serde_json::Value> {
        let mut stream = TcpStream::connect(self.addr).unwrap();
        stream.write_all(b"GET /sim/log HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
        serde_json::from_str(reply.split_once("\r\n\r\n").unwrap().1).unwrap()
    }

    /// Requests for a change so far.
    pub(crate) fn mutations(&self) -> usize {
        self.log()
            .iter()
            .filter(|entry| {
                entry["action"] == "EipUnBindInstance" || entry["action"] == "DisassociateAddress"
            })
            .count()
    }

    /// The journal.
    pub(crate) fn journal(&self) -> String {
        std::fs::read_to_string(self.dir.path().join("journal.jsonl")).unwrap_or_default()
    }
}
