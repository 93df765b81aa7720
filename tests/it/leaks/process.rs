//! What others see of a process that runs: its arguments and its children.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

/// What was seen.
pub(super) enum Looked {
    /// It has ended.
    Ended,
    /// It runs.
    Alive {
        /// As typed, with NULs between.
        arguments: Vec<u8>,
        /// Processes that it started and that are there.
        children: Vec<u32>,
    },
}

/// Looks at a process.
pub(super) fn look(pid: u32) -> Looked {
    let children = children(pid);
    // What has ended has no arguments any more: with them it was alive when its children were counted.
    let arguments = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    if arguments.is_empty() { Looked::Ended } else { Looked::Alive { arguments, children } }
}

/// Every process whose parent this is: not every kernel has a list of children, and all have this.
fn children(pid: u32) -> Vec<u32> {
    let all = fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    all.filter(|other| {
        let stat = fs::read_to_string(format!("/proc/{other}/stat")).unwrap_or_default();
        // The state and the parent follow the name, which may hold anything.
        stat.rsplit_once(") ")
            .and_then(|(_, rest)| rest.split(' ').nth(1))
            .is_some_and(|parent| parent == pid.to_string())
    })
    .collect()
}

/// Starts it, looks at it ten times, ends it, and gives what its arguments were.
pub(super) fn watched(command: &mut Command) -> Vec<u8> {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    assert!(children(std::process::id()).contains(&child.id()), "what a process starts is found");
    let mut seen = vec![];
    for _ in 0..10 {
        // On a machine that has no time for this, it may be through before the last look.
        let Looked::Alive { arguments, children } = look(child.id()) else { break };
        assert_eq!(children, Vec::<u32>::new(), "{command:?}");
        seen.extend(arguments);
        std::thread::park_timeout(Duration::from_millis(50));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!seen.is_empty(), "it ended too early: {command:?}");
    seen
}
