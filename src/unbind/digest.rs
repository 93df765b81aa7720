//! The plan's digest: what a confirmation is bound to (`docs/contract.md` §2, promise 1).

use super::plan::{Context, Plan};
use crate::domain::Eip;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// The digest of these items: 16 hex digits.
///
/// Exactly the fields that promise 1 names go in. A quota figure does only as "it runs out"; "blocked" only as "known to be blocked",
/// so that learning that it is *not* blocked does not empty a half-typed token.
///
/// What the plan leaves out of several targets is part of it: the operator agreed to the rest, knowing that.
pub fn digest(context: &Context, plan: &Plan) -> Option<String> {
    let items = &plan.items;
    if items.is_empty() {
        return None;
    }
    let mut text = format!(
        "eip-unbind plan 2\napi={}\nendpoint={:?}\naccount={:?}\n",
        context.api, context.endpoint, context.account
    );
    for item in items {
        let _ = write!(
            text,
            "region={}\neipId={:?}\n{}",
            item.region,
            item.eip_id.as_str(),
            fingerprint(&item.before)
        );
        let _ = writeln!(text, "quotaRunsOut={}", item.alloc_runs_out);
        let _ = writeln!(text, "action={}", item.mutation.action(context.api));
        for (name, value) in item.mutation.parameters(context.api) {
            let _ = writeln!(text, "{name}={value:?}");
        }
    }
    for eip in &plan.already {
        let _ = writeln!(text, "leftOut={:?} unbound", eip.eip_id.as_str());
    }
    for refusal in &plan.refusals {
        let _ = writeln!(text, "leftOut={:?} {}", refusal.target, refusal.reason.word());
    }
    Some(hex::encode(&Sha256::digest(text)[..8]))
}

/// The fields of a reading that the digest holds, one a line.
fn fingerprint(eip: &Eip) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "eip={}", eip.address());
    let _ = writeln!(text, "status={:?}", eip.status);
    let _ = writeln!(text, "unInstanceId={:?}", eip.un_instance_id);
    let _ = writeln!(text, "networkInterfaceId={:?}", eip.network_interface_id);
    let _ = writeln!(text, "privateIpAddress={:?}", eip.private_ip_address);
    let _ = writeln!(text, "arrears={}", eip.arrears == Some(true));
    let _ = writeln!(text, "blocked={}", eip.blocked == Some(true));
    let _ = writeln!(text, "cascadeRelease={}", eip.cascade_release == Some(true));
    text
}

/// Whether a later reading equals an earlier one in everything that the digest holds.
///
/// API 2.0 says "blocked" only on the NIC; where the later reading could not ask, the earlier answer stands.
pub fn same_target(earlier: &Eip, later: &Eip) -> bool {
    if later.blocked.is_some() || earlier.blocked != Some(true) {
        return fingerprint(earlier) == fingerprint(later);
    }
    let mut later = later.clone();
    later.blocked = earlier.blocked;
    fingerprint(earlier) == fingerprint(&later)
}
