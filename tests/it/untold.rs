//! Every field of a row left out, null, blank or of another type, one at a time and in pairs, at each step of a run and after a crash: whatever
//! is said in the end is true of the cloud (`docs/contract.md` §2, promise 6).

mod bench;

use bench::{Answered, At, Bench, End, Fate, Spoil};
use eip_unbind::domain::Generation;
use eip_unbind::unbind::{Keeps, Verdict};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Of which type the documents say that a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    Text,
    Ip,
    Number,
    Flag,
    List,
    Object,
}

/// A field's name in API 2.0 and in API 3.0, and its type there; `None` where that API has no such field.
type Field = (Option<(&'static str, Type)>, Option<(&'static str, Type)>);

const fn same(v2: &'static str, v3: &'static str, of: Type) -> Field {
    (Some((v2, of)), Some((v3, of)))
}

/// What says which EIP it is, as what, and where.
const PLACE: [Field; 7] = [
    same("eipId", "AddressId", Type::Text),
    same("eip", "AddressIp", Type::Ip),
    (Some(("status", Type::Number)), Some(("AddressStatus", Type::Text))),
    same("unInstanceId", "InstanceId", Type::Text),
    same("networkInterfaceId", "NetworkInterfaceId", Type::Text),
    same("privateIpAddress", "PrivateAddressIp", Type::Ip),
    same("totalCount", "TotalCount", Type::Number),
];

const OTHERS: [Field; 8] = [
    (Some(("arrears", Type::Number)), Some(("IsArrears", Type::Flag))),
    (None, Some(("IsBlocked", Type::Flag))),
    (None, Some(("CascadeRelease", Type::Flag))),
    (Some(("type", Type::Number)), Some(("InstanceType", Type::Text))),
    same("eipName", "AddressName", Type::Text),
    same("createdAt", "CreatedTime", Type::Text),
    same("eipSet", "AddressSet", Type::List),
    same("data", "Response", Type::Object),
];

const OF_NICS: [Field; 8] = [
    same("networkInterfaceId", "NetworkInterfaceId", Type::Text),
    same("privateIpAddressesSet", "PrivateIpAddressSet", Type::List),
    same("privateIpAddress", "PrivateIpAddress", Type::Ip),
    same("wanIp", "PublicIpAddress", Type::Ip),
    same("eipId", "AddressId", Type::Text),
    same("isWanIpBlocked", "IsWanIpBlocked", Type::Flag),
    same("instanceSet", "Attachment", Type::Object),
    same("totalNum", "TotalCount", Type::Number),
];

/// What may stand where a value of this type belongs, and is none; `None` leaves the field out.
fn instead(of: Type) -> Vec<Option<Value>> {
    let odd = [
        (None, None),
        (None, Some(json!(null))),
        (None, Some(json!("  "))),
        (Some(Type::Text), Some(json!("n/a"))),
        (Some(Type::Number), Some(json!(7))),
        (Some(Type::Flag), Some(json!(true))),
        (Some(Type::List), Some(json!([]))),
        (Some(Type::Object), Some(json!({}))),
    ];
    odd.into_iter().filter(|(own, _)| *own != Some(of)).map(|(_, value)| value).collect()
}

/// Every way to spoil this field of this API.
fn spoils(generation: Generation, field: &Field, of_nics: bool) -> Vec<Spoil> {
    let named = if generation == Generation::V2 { field.0 } else { field.1 };
    let Some((name, of)) = named else { return vec![] };
    instead(of).into_iter().map(|put| Spoil { of_nics, fields: vec![(name, put)] }).collect()
}

fn singles(generation: Generation) -> Vec<Spoil> {
    let of_eips = PLACE.iter().chain(&OTHERS).map(|field| (field, false));
    let of_nics = OF_NICS.iter().map(|field| (field, true));
    of_eips.chain(of_nics).flat_map(|(field, nics)| spoils(generation, field, nics)).collect()
}

fn pairs(generation: Generation) -> Vec<Spoil> {
    let mut all = Vec::new();
    for (at, one) in PLACE.iter().enumerate() {
        for other in &PLACE[at + 1..] {
            for first in spoils(generation, one, false) {
                for second in spoils(generation, other, false) {
                    let fields = [first.fields.clone(), second.fields].concat();
                    all.push(Spoil { of_nics: false, fields });
                }
            }
        }
    }
    all
}

const FATES: [Fate; 5] =
    [Fate::Done, Fate::Nothing, Fate::LostDone, Fate::LostNothing, Fate::Refused];

/// Whether a word is true of the cloud, in which nobody else changes anything.
fn is_true(end: &End, fate: Fate) -> bool {
    match end.word {
        None => end.sent == 0 || end.recovered,
        Some(Verdict::Verified) => end.is_off,
        Some(Verdict::StillSettling) => end.sent == 1 && matches!(fate, Fate::Done | Fate::Nothing),
        Some(Verdict::Unknown) => end.sent == 1,
        Some(Verdict::Refused) => end.sent == 1 && fate == Fate::Refused && !end.is_off,
        Some(Verdict::NotSent) => end.sent == 0,
        // It was bound, nobody else touched it, and nobody stopped the run.
        Some(
            Verdict::AlreadyUnbound
            | Verdict::AlreadyBound
            | Verdict::Drifted
            | Verdict::Cancelled
            | Verdict::NotRecorded,
        ) => false,
    }
}

/// How many runs ended with which word.
#[derive(Default)]
struct Words(BTreeMap<String, u64>);

impl Words {
    fn take(&mut self, bench: &Bench, case: &str, end: &End, fate: Fate) {
        assert!(is_true(end, fate), "{:?} {case}, {fate:?}: {end:?}", bench.generation);
        let word = end.word.map_or("(none)", Verdict::as_str);
        *self.0.entry(word.to_owned()).or_default() += 1;
    }

    fn count(&self) -> u64 {
        self.0.values().sum()
    }
}

/// The same for both generations at once; tells how many runs ended how.
#[expect(clippy::print_stdout, reason = "how many there were")]
fn on_both(run: impl Fn(Generation) -> Words + Sync) -> u64 {
    let run = &run;
    let words = std::thread::scope(|scope| {
        let both = [Generation::V2, Generation::V3]
            .map(|generation| (generation, scope.spawn(move || run(generation))));
        both.map(|(generation, words)| (generation, words.join().unwrap()))
    });
    for (generation, words) in &words {
        println!("{generation}: {} runs, {:?}", words.count(), words.0);
    }
    words.iter().map(|(_, words)| words.count()).sum()
}

#[test]
fn one_field_at_each_step_of_a_run() {
    let runs = on_both(|generation| {
        let mut words = Words::default();
        for spoil in singles(generation) {
            for at in [At::Plan, At::Recheck, At::Looks, At::FirstLook] {
                for fate in FATES {
                    let bench = Bench::new(generation, fate, Some((at, spoil.clone())));
                    words.take(&bench, &format!("{spoil:?} at {at:?}"), &bench.run(), fate);
                }
            }
        }
        assert!(words.0.contains_key("verified") && words.0.contains_key("notSent"));
        assert!(words.0.contains_key("stillSettling") && words.0.contains_key("unknown"));
        words
    });
    assert!(runs > 4_000, "{runs}");
}

#[test]
fn two_fields_at_the_look_that_decides() {
    let runs = on_both(|generation| {
        let mut words = Words::default();
        for spoil in pairs(generation) {
            for fate in [Fate::Done, Fate::Nothing] {
                let bench = Bench::new(generation, fate, Some((At::Looks, spoil.clone())));
                words.take(&bench, &format!("{spoil:?}"), &bench.run(), fate);
            }
        }
        words
    });
    assert!(runs > 2_000, "{runs}");
}

#[test]
fn one_or_two_fields_after_a_crash() {
    let runs = on_both(|generation| {
        let mut words = Words::default();
        let two = pairs(generation).into_iter().step_by(3);
        for spoil in singles(generation).into_iter().chain(two) {
            for (fate, answered) in [
                (Fate::Done, Answered::Accepted),
                (Fate::Nothing, Answered::Accepted),
                (Fate::Done, Answered::Nothing),
                (Fate::LostNothing, Answered::Nothing),
                (Fate::Refused, Answered::Refused),
            ] {
                let bench = Bench::new(generation, fate, Some((At::Recovery, spoil.clone())));
                let end = bench.crash_and_recover(answered);
                words.take(&bench, &format!("{spoil:?}, {answered:?}"), &end, fate);
            }
        }
        words
    });
    assert!(runs > 2_000, "{runs}");
}

#[test]
fn a_review_claims_what_it_was_told() {
    for generation in [Generation::V2, Generation::V3] {
        for spoil in singles(generation) {
            let bench = Bench::new(generation, Fate::Done, Some((At::Plan, spoil.clone())));
            // The first server has a second EIP, the other one only its own, which is blocked.
            for (eip, fits) in [("eip-0000000a", true), ("eip-0000000d", false)] {
                let plan = bench.plan(eip);
                let Some(item) = plan.items.first() else {
                    assert!(plan.already.is_empty(), "{spoil:?}: {plan:?}");
                    continue;
                };
                let is_so = match &item.keeps {
                    Keeps::Yes(ips) => {
                        fits && ips[..] == [std::net::Ipv4Addr::new(203, 0, 113, 12)]
                    }
                    Keeps::No => !fits,
                    Keeps::Unknown | Keeps::NoServer => true,
                };
                assert!(is_so, "{generation} {spoil:?} {eip}: {:?}", item.keeps);
                assert!(fits || item.before.blocked != Some(false), "{generation} {spoil:?}");
            }
        }
    }
}

#[test]
fn whole_rows_end_verified_on_any_link() {
    for generation in [Generation::V2, Generation::V3] {
        for (closes, after_ms) in [(false, 0), (true, 0), (false, 1_200), (true, 1_200)] {
            let bench = Bench { closes, after_ms, ..Bench::new(generation, Fate::Done, None) };
            let end = bench.run();
            assert_eq!((end.word, end.sent), (Some(Verdict::Verified), 1), "{closes} {after_ms}");
            let after = Bench { closes, after_ms, ..Bench::new(generation, Fate::Done, None) };
            let end = after.crash_and_recover(Answered::Nothing);
            assert_eq!((end.word, end.sent), (Some(Verdict::Verified), 1), "{closes} {after_ms}");
        }
        // What says neither which EIP it is nor where does not matter.
        for name in ["eipName", "createdAt", "AddressName", "CreatedTime"] {
            let spoil = Spoil { of_nics: false, fields: vec![(name, None)] };
            let end = Bench::new(generation, Fate::Done, Some((At::Looks, spoil))).run();
            assert_eq!(end.word, Some(Verdict::Verified), "{generation} {name}");
        }
    }
}
