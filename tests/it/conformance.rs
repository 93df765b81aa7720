//! The two generations tell the same story: every scenario through both, by the real client, reading and run code, fact by fact.
//!
//! Each is asked in a cloud of its own, where every EIP is listed, planned, unbound (also with `allocWanIp`) and bound back.
//! Whatever differs must stand in [`KNOWN`] with the document that demands it; a row that nothing needs any more fails as well.

mod side;

use eip_unbind::domain::Generation;
use eip_unbind::sim::Scenario;
use eip_unbind::sim::spec::V2Service;
use side::{Fact, Facts};
use std::collections::BTreeSet;

/// Scenarios that have only one side to compare, and why.
const ONE_SIDED: [(&str, &str); 8] = [
    ("v2-only", "API 3.0 is not served: tests/it/auto.rs"),
    ("v2-retired-404", "API 2.0 is not served: tests/it/auto.rs"),
    ("v2-retired-410", "API 2.0 is not served: tests/it/auto.rs"),
    ("v2-retired-6100", "API 2.0 is not served: tests/it/auto.rs"),
    ("v2-retired-6200", "API 2.0 is not served: tests/it/auto.rs"),
    ("v2-retired-offline", "API 2.0 is not served: tests/it/auto.rs"),
    (
        "endless-list",
        "how far a list without an end is read is no fact: tests/it/simulator/rows.rs",
    ),
    ("v3-task-undone", "a task fails, and API 2.0 has no tasks: tests/it/faults.rs"),
];

/// A difference that the documents demand. A `*` at the end stands for any rest.
struct Known {
    fact: &'static str,
    of: &'static str,
    v2: &'static str,
    v3: &'static str,
    why: &'static str,
}

const fn known(
    fact: &'static str,
    of: &'static str,
    v2: &'static str,
    v3: &'static str,
    why: &'static str,
) -> Known {
    Known { fact, of, v2, v3, why }
}

/// Blocked after an attack.
const BLOCKED: &str = "eip-1q2w3e4r";
/// Released when unbound.
const RELEASED: &str = "eip-2c4s6c8d";
/// No fact of this name: what came before went another way already.
const NOTHING: &str = "(nothing)";

const ONLY_V3: &str = "docs/api-v2.md §4.1: missing in v2 but present in v3";
const REGION: &str = "docs/api-v2.md §6, docs/api-v3.md §5.1: a closed region is 4300 (permission) there, UnsupportedRegion (bad-request) here";
const TYPE: &str =
    "docs/api-v3.md §6: v2's type knows CVM and NAT; v3 has InstanceType, null when unbound";
const DETACHED: &str = "docs/api-v2.md §4.1: bound without a server is also how a kept link looks, so a bind to a detached NIC can't be told from it";
const LINE: &str = "docs/api-v3.md §6: ispId 3, 4 and 6 have no counterpart";
const RELEASE: &str = "docs/api-v3.md §4.1: CascadeRelease, which v2 does not tell: danger grade, and gone is done (§5.4)";
const ARREARS: &str = "docs/contract.md §4: in arrears v2 is refused, v3 is of danger grade; what the cloud then says follows";
const ACCOUNT: &str = "docs/api-v3.md §4.8: DescribeNetworkAccountType; only a traditional account has ordinary public IPs to re-allocate";
const MALFORMED: &str = "docs/api-v3.md §5.2: an id of another form than eip-… is refused; docs/api-v2.md knows no such check";
const BLOCK: &str = "docs/api-v3.md §4.1: IsBlocked; v2 tells it only of a NIC's address, while the EIP is on it (docs/api-v2.md §4.1)";
const ORDINARY: &str =
    "docs/api-v3.md §4.4: an ordinary public IP must be returned first; v2 releases it";

const KNOWN: [Known; 50] = [
    known("eip.blocked", "*", "unknown", "*", ONLY_V3),
    known("eip.cascadeRelease", "*", "unknown", "*", ONLY_V3),
    known("eip.direct", "*", "unknown", "no", ONLY_V3),
    known("account", "*", "unknown", "legacy", ACCOUNT),
    known("account", "*", "unknown", "standard", ACCOUNT),
    known("alloc.plan", "*", "*", "standardAccount", ACCOUNT),
    known("alloc.outcome", "*", "refused", NOTHING, ACCOUNT),
    known("list.fault", "ap-*", "permission", "bad-request", REGION),
    known("quota", "ap-*", "permission", "bad-request", REGION),
    known("nic", "ap-*", "permission", "bad-request", REGION),
    known("eip.kind", "*", "cvm", "none", TYPE),
    known("eip.kind", "*", "cvm", "eni", TYPE),
    known("bind.outcome", "eip-3b3j3e3n", "stillSettling", "verified", DETACHED),
    known("bind.outcome", "eip-6d5t4c3h", "stillSettling", "verified", DETACHED),
    known("alloc.outcome", "eip-4r5t6y7u", NOTHING, "notSent", ARREARS),
    known("unbind.outcome", "eip-3h4k5h6k", NOTHING, "notSent", ARREARS),
    known("unbind.outcome", "eip-4r5t6y7u", NOTHING, "notSent", ARREARS),
    known("eip.kind", "*", "other", "havip", TYPE),
    known("eip.kind", "*", "other", "clb", TYPE),
    known("eip.isp", "*", "4", "5", LINE),
    known("eip.isp", "*", "6", "5", LINE),
    known(
        "eip.status",
        "*",
        "createFailed",
        "other(CREATE_FAILED)",
        "docs/api-v3.md §6: v3 has no status for a failed creation",
    ),
    known(
        "eip.status",
        "*",
        "bound",
        "boundToDetachedNic",
        "docs/api-v3.md §6: v2 has no known value for a dangling NIC",
    ),
    known("unbind.plan", "eip-\u{1b}*", "type 17", "unreadable", MALFORMED),
    known("alloc.plan", "eip-\u{1b}*", "allocWanIpNotHere", "unreadable", MALFORMED),
    known("unbind.outcome", "eip-\u{1b}*", "refused", NOTHING, MALFORMED),
    known("unbind.plan", RELEASED, "type 220", "type 113.220", RELEASE),
    known("alloc.plan", RELEASED, "type 220", "type 113.220", RELEASE),
    known("unbind.outcome", RELEASED, "stillSettling", "verified", RELEASE),
    known("alloc.outcome", RELEASED, "stillSettling", "verified*", RELEASE),
    known("bind.plan", RELEASED, NOTHING, "notFound", RELEASE),
    known("alloc.bind.plan", RELEASED, NOTHING, "notFound", RELEASE),
    known("unbind.plan", "*", "arrears", "type *", ARREARS),
    known("unbind.outcome", "*", NOTHING, "refused", ARREARS),
    known("unbind.outcome", "*", NOTHING, "unknown", ARREARS),
    known("alloc.plan", "*", "arrears", "type *", ARREARS),
    known("alloc.outcome", "*", NOTHING, "refused", ARREARS),
    known("alloc.outcome", "*", NOTHING, "unknown", ARREARS),
    known("alloc.plan", "*", "arrears", "allocWanIpQuotaUsedUp", ARREARS),
    known("unbind.plan", BLOCKED, "type 113", "type 113.113", BLOCK),
    known("alloc.plan", BLOCKED, "type 113", "type 113.113", BLOCK),
    known("bind.plan", BLOCKED, "type 113", "blocked", BLOCK),
    known("bind.outcome", BLOCKED, "refused", NOTHING, BLOCK),
    known("bind.outcome", BLOCKED, "notSent", NOTHING, BLOCK),
    known("alloc.bind.plan", BLOCKED, "type 113*", "blocked", BLOCK),
    known("alloc.bind.outcome", BLOCKED, "refused", NOTHING, BLOCK),
    known("alloc.bind.plan", "*", "type *", "targetHasWanIp", ORDINARY),
    known("alloc.bind.outcome", "*", "verified", NOTHING, ORDINARY),
    known("alloc.bind.outcome", "*", "notSent", NOTHING, ORDINARY),
    known("alloc.bind.outcome", "*", "verified", "refused", ORDINARY),
];

impl Known {
    fn covers(&self, fact: &Fact, v2: &str, v3: &str) -> bool {
        let fits = |pattern: &str, value: &str| match pattern.strip_suffix('*') {
            Some(start) => value.starts_with(start),
            None => pattern == value,
        };
        fact.what == self.fact && fits(self.of, &fact.of) && fits(self.v2, v2) && fits(self.v3, v3)
    }
}

#[test]
fn both_generations_tell_the_same_story() {
    let names: Vec<&str> = Scenario::names()
        .filter(|name| ONE_SIDED.iter().all(|(one_sided, _)| one_sided != name))
        .collect();
    assert_eq!(
        names.len() + ONE_SIDED.len(),
        Scenario::names().count(),
        "a scenario in the table that is not there"
    );
    let compared: Vec<Compared> = std::thread::scope(|scope| {
        let threads: Vec<_> = names.iter().map(|name| scope.spawn(|| compare(name))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let new: Vec<&str> = compared.iter().flat_map(|one| &one.new).map(String::as_str).collect();
    assert!(
        new.is_empty(),
        "{} differences that no document demands:\n{}",
        new.len(),
        new.join("\n")
    );
    for (row, known) in KNOWN.iter().enumerate() {
        let needed = compared.iter().any(|one| one.needed.contains(&row));
        assert!(
            needed,
            "nothing differs like this any more: {} of {}: {} {}: {}",
            known.fact, known.of, known.v2, known.v3, known.why
        );
    }
}

/// What a scenario brought up.
#[derive(Default)]
struct Compared {
    /// Differences that are in no row.
    new: Vec<String>,
    /// Rows of [`KNOWN`] that were needed.
    needed: BTreeSet<usize>,
}

fn compare(name: &str) -> Compared {
    let (v2, v3) = (facts(name, Generation::V2), facts(name, Generation::V3));
    let mut compared = Compared::default();
    for fact in v2.keys().chain(v3.keys()).collect::<BTreeSet<&Fact>>() {
        let of = |facts: &Facts| facts.get(fact).cloned().unwrap_or_else(|| "(nothing)".to_owned());
        let (two, three) = (of(&v2), of(&v3));
        // There somebody binds it too, five seconds after the unbind: who comes first is a matter of milliseconds.
        let race = name == "rebound"
            && fact.what.contains("bind.outcome")
            && fact.what != "unbind.outcome";
        if two == three || race {
            continue;
        }
        match KNOWN.iter().position(|known| known.covers(fact, &two, &three)) {
            Some(row) => drop(compared.needed.insert(row)),
            None => compared
                .new
                .push(format!("{name}: {} of {}: v2 {two}, v3 {three}", fact.what, fact.of)),
        }
    }
    compared
}

fn facts(name: &str, generation: Generation) -> Facts {
    let mut scenario = Scenario::embedded(name).unwrap();
    // What `v3-*` changes belongs to API 3.0 alone: beside it API 2.0 is served as ever.
    scenario.v2 = V2Service::Served;
    side::facts(&scenario, generation)
}

/// What the comparison stands on: the facts are there, and they are what the scenario says.
#[test]
fn the_facts_are_taken_from_the_cloud() {
    for generation in [Generation::V2, Generation::V3] {
        let facts = facts("demo", generation);
        let fact = |what: &'static str, of: &str| {
            facts.get(&Fact { what, of: of.to_owned() }).map(String::as_str)
        };
        assert_eq!(fact("list.complete", "ap-guangzhou"), Some("true 32 rows"));
        assert_eq!(fact("eip.status", "eip-9k2m4x7q"), Some("bound"));
        assert_eq!(fact("eip.seat", "eip-9k2m4x7q"), Some("ins-1a2b3c4d eni-5f6a7b8c 10.0.3.21"));
        assert_eq!(fact("unbind.plan", "eip-9k2m4x7q"), Some("type 77"));
        assert_eq!(fact("unbind.outcome", "eip-9k2m4x7q"), Some("verified"));
        assert_eq!(fact("bind.outcome", "eip-9k2m4x7q"), Some("verified"));
        assert_eq!(fact("alloc.outcome", "eip-9k2m4x7q"), Some("verified, new ordinary address"));
    }
}
