//! What a crash left open, as `unbind` finds it.

use crate::support::cli::{Done, Sim, leave_open, verdicts};
use std::time::Duration;

const EIP: (&str, &str) = ("eip-9k2m4x7q", "203.0.113.77");

/// A cloud on which the EIP is off its server already, and one intent about it that has no verdict.
fn left_open(endpoint: impl Fn(&Sim) -> String) -> Sim {
    let sim = Sim::start("demo");
    assert_eq!(sim.call(&["unbind", EIP.1, "--confirm", "77", "--no-journal"]).code, 0);
    leave_open(&sim.state_dir(), "dead-1", &endpoint(&sim), EIP);
    sim
}

fn call(sim: &Sim, args: &[&str]) -> Done {
    sim.running(&[&["unbind", "203.0.113.78"], args].concat()).end(Duration::from_secs(45))
}

fn verified() -> Vec<(String, String)> {
    vec![("dead-1".to_owned(), "verified".to_owned())]
}

#[test]
fn read_only_settles_it_too_and_without_a_journal_it_is_shown() {
    let sim = left_open(|sim| sim.endpoint.clone());
    let journal = sim.journal();
    let shown = call(&sim, &["--no-journal"]);
    assert_eq!((shown.code, sim.journal()), (4, journal), "{shown:?}");
    assert!(shown.err.contains("203.0.113.77: not checked with --no-journal"), "{shown:?}");
    let settled = call(&sim, &["--read-only"]);
    assert!(settled.code == 4 && settled.err.contains("203.0.113.77: verified"), "{settled:?}");
    assert_eq!(verdicts(&sim.journal()), verified());
}

#[test]
fn an_endpoint_is_the_same_however_it_is_written() {
    let sim = left_open(|sim| format!("{}/", sim.endpoint));
    let settled = call(&sim, &[]);
    assert!(settled.err.contains("203.0.113.77: verified"), "{settled:?}");
    assert_eq!(verdicts(&sim.journal()), verified());
    let slash = format!("{}/", sim.endpoint);
    let done = sim.call(&["unbind", "203.0.113.91", "--confirm", "91", "--endpoint", &slash]);
    assert_eq!(done.code, 0, "{done:?}");
    assert!(
        !sim.journal().lines().last().unwrap().contains(&slash)
            && sim.journal().matches(&slash).count() == 1,
        "{}",
        sim.journal()
    );
}

#[test]
fn what_belongs_elsewhere_says_where() {
    let sim = left_open(|_| "http://127.0.0.1:9".to_owned());
    let shown = call(&sim, &[]);
    assert!(
        shown.err.starts_with("an earlier run (dead-1, ")
            && shown.err.contains(
                "203.0.113.77: it used the endpoint http://127.0.0.1:9, so it can't be checked from here"
            ),
        "{shown:?}"
    );
    assert_eq!(shown.err.matches("dead-1").count(), 1, "said once: {shown:?}");
    assert_eq!(verdicts(&sim.journal()), []);
}
