//! The plan's digest: what a confirmation is bound to (`docs/contract.md` §2, promise 1).

use super::plan::{Plan, PlanItem};
use crate::domain::identity::Identity;
use crate::domain::{Eip, EipStatus, Field, Fields, Told};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// The digest of these items: 16 hex digits.
///
/// Exactly the fields that promise 1 names go in. A quota figure does only as "it runs out"; "blocked" only as "known to be blocked",
/// so that learning that it is *not* blocked does not empty a half-typed token.
///
/// What the plan leaves out of several targets is part of it: the operator agreed to the rest, knowing that.
pub(crate) fn digest(plan: &Plan) -> Option<String> {
    let already = plan.already.iter().map(|eip| (eip.eip_id.as_str(), ALREADY));
    let refused = plan.refusals.iter().map(|refusal| (&*refusal.target, refusal.reason.word()));
    let before = plan.left_before.iter().map(|left| (&*left.target, &*left.word));
    digest_of(&plan.whose, &plan.items, already.chain(refused).chain(before))
}

/// The word for a target that is left out as there is nothing to do.
pub(super) const ALREADY: &str = "unbound";

/// The same for this identity, of which API, endpoint and account go in, with each target that is left out and the word for why.
pub(super) fn digest_of<'a>(
    whose: &Identity,
    items: &[PlanItem],
    left_out: impl Iterator<Item = (&'a str, &'a str)>,
) -> Option<String> {
    if items.is_empty() {
        return None;
    }
    let (api, endpoint, account) = (whose.api, whose.agreed_endpoint(), &whose.account);
    let mut text =
        format!("eip-unbind plan 2\napi={api}\nendpoint={endpoint:?}\naccount={account:?}\n");
    for item in items {
        let _ = write!(
            text,
            "region={}\neipId={:?}\n{}",
            item.region,
            item.eip_id.as_str(),
            fingerprint(&item.before)
        );
        let _ = writeln!(text, "quotaRunsOut={}", item.alloc_runs_out);
        let _ = writeln!(text, "action={}", item.mutation.action(api));
        for (name, value) in item.mutation.parameters(api) {
            let _ = writeln!(text, "{name}={value:?}");
        }
    }
    for (target, word) in left_out {
        let _ = writeln!(text, "leftOut={target:?} {word}");
    }
    Some(hex::encode(&Sha256::digest(text)[..8]))
}

/// The fields of a reading that the digest holds, one a line.
fn fingerprint(eip: &Eip) -> String {
    let mut text = String::new();
    for field in FIELDS {
        let _ = writeln!(text, "{}={}", field.name(), value(eip, field));
    }
    text
}

/// The fields that the digest holds, in its order.
const FIELDS: [Field; 8] = [
    Field::Eip,
    Field::Status,
    Field::UnInstanceId,
    Field::NetworkInterfaceId,
    Field::PrivateIpAddress,
    Field::Arrears,
    Field::Blocked,
    Field::CascadeRelease,
];

/// One field as it goes into the digest. What is not told is another value than none.
fn value(eip: &Eip, field: Field) -> String {
    fn place<T: std::fmt::Debug>(told: Told<T>) -> String {
        match told {
            Told::NotTold | Told::Conflicting => "?".to_owned(),
            told @ (Told::Value(_) | Told::Empty) => format!("{:?}", told.value()),
        }
    }
    match field {
        Field::Eip => eip.address(),
        Field::Status => format!("{:?}", eip.status),
        Field::UnInstanceId => place(eip.server()),
        Field::NetworkInterfaceId => place(eip.nic()),
        Field::PrivateIpAddress => place(eip.private_ip()),
        Field::Arrears => (eip.arrears == Some(true)).to_string(),
        Field::Blocked => (eip.blocked == Some(true)).to_string(),
        Field::CascadeRelease => (eip.cascade_release == Some(true)).to_string(),
        Field::EipId | Field::EipName | Field::Type => String::new(),
    }
}

/// Whether a row tells a field that the digest holds.
fn tells(eip: &Eip, field: Field) -> bool {
    match field {
        Field::Eip => eip.eip.is_some(),
        Field::Status => eip.status != EipStatus::NotTold,
        Field::UnInstanceId => eip.server().is_told(),
        Field::NetworkInterfaceId => eip.nic().is_told(),
        Field::PrivateIpAddress => eip.private_ip().is_told(),
        Field::Arrears => eip.arrears.is_some(),
        Field::Blocked => eip.blocked.is_some(),
        Field::CascadeRelease => eip.cascade_release.is_some(),
        Field::EipId | Field::EipName | Field::Type => true,
    }
}

/// What a later reading says of an earlier one, in everything that the digest holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// It is equal.
    Equal,
    /// It does not tell this field, which the earlier one told: it is not equal, and not known to be different either.
    LeavesOut(Field),
    /// It tells this field, which the earlier one did not tell: likewise.
    Learnt(Field),
    /// These fields changed.
    Changed(Fields),
}

/// Compares two readings. That "blocked", "arrears" or "released when unbound" went from unknown to no is no change.
pub(crate) fn compare(earlier: &Eip, later: &Eip) -> Comparison {
    let differs = |field: Field| value(earlier, field) != value(later, field);
    // That one of these is off is what is taken where nothing is told: told for the first time, and on, it is a change.
    let is_flag = |field| matches!(field, Field::Arrears | Field::Blocked | Field::CascadeRelease);
    let changed = |field: &Field| {
        let both = (tells(earlier, *field) || is_flag(*field)) && tells(later, *field);
        both && differs(*field)
    };
    let changed: Fields = FIELDS.into_iter().filter(changed).collect();
    if !changed.is_empty() {
        return Comparison::Changed(changed);
    }
    let leaves_out = |field: &Field| tells(earlier, *field) && !tells(later, *field);
    if let Some(field) = FIELDS.into_iter().find(leaves_out) {
        return Comparison::LeavesOut(field);
    }
    let learnt =
        |field: &Field| !is_flag(*field) && !tells(earlier, *field) && tells(later, *field);
    FIELDS.into_iter().find(learnt).map_or(Comparison::Equal, Comparison::Learnt)
}

/// The fields that the digest holds as another value of two readings, whatever is told.
pub(crate) fn differing(earlier: &Eip, later: &Eip) -> Fields {
    FIELDS.into_iter().filter(|field| value(earlier, *field) != value(later, *field)).collect()
}

/// Whether a later reading is of the same EIP as an earlier one, and equals it in everything that the digest holds.
pub(crate) fn same_target(earlier: &Eip, later: &Eip) -> bool {
    earlier.eip_id == later.eip_id && compare(earlier, later) == Comparison::Equal
}
