//! What must hold for any bytes (`tests/fuzz/laws.rs`), tried on the seeds, on damaged seeds, and on anything at all.

#[path = "../fuzz/laws.rs"]
mod law;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};
use std::fs;
use std::path::Path;

/// Folders and files whose bytes a law starts from: what the other tests read, and `tests/fuzz/seeds`.
fn seeds(law: &str) -> Vec<Vec<u8>> {
    let own = format!("tests/fuzz/seeds/{law}");
    let shared: &[&str] = match law {
        "replies_v2" => &["tests/wire/v2", "tests/wire/v2/errors"],
        "replies_v3" => &["tests/wire/v3", "tests/wire/v3/errors", "tests/wire/vendor"],
        "key_replies" => {
            &["tests/credentials", "tests/credentials/tccli", "tests/credentials/tencentcloud"]
        }
        "config" => &["assets"],
        _ => &[],
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = shared
        .iter()
        .copied()
        .chain([own.as_str()])
        .filter_map(|folder| fs::read_dir(root.join(folder)).ok())
        .flat_map(|folder| folder.map(|entry| entry.unwrap().path()))
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// One change: where, how much of it is replaced, by what.
type Change = (Index, usize, Vec<u8>);

fn damaged(seed: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for (at, length, put) in changes {
        let at = at.index(bytes.len() + 1);
        let end = (at + length).min(bytes.len());
        bytes.splice(at..end, put.iter().copied());
    }
    bytes
}

/// Bytes that mean something to one reader or another, among any others.
fn bytes(most: usize) -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        4 => proptest::collection::vec(any::<u8>(), 1..4),
        4 => proptest::sample::select(WORDS).prop_map(|word| word.as_bytes().to_vec()),
        2 => any::<char>().prop_map(|c| c.to_string().into_bytes()),
    ];
    proptest::collection::vec(word, 0..most).prop_map(|words| words.concat())
}

const WORDS: &[&str] = &[
    "\n",
    " ",
    ":",
    "/",
    ",",
    ".",
    "=",
    "&",
    "%",
    "+",
    "\"",
    "{",
    "}",
    "[",
    "]",
    "null",
    "0",
    "-1",
    "1e999",
    "18446744073709551616",
    "203.0.113.77",
    "10.0.3.21",
    "2001:db8::7",
    "0.0.0.0/0",
    "203.0.113.0/24",
    "eip-9k2m4x7q",
    "ins-1a2b3c4d",
    "nat-4d5f6g7h",
    "eni-5f6a7b8c",
    "\"networkInterfaceId\":\"",
    "privateIpAddress=",
    "（",
    "\\n",
    "status:",
    "ip:",
    "name:",
    "region:",
    "Ctrl-",
    "alt-",
    "Enter",
    "\u{23ce}",
    "\x1b",
    "\x1b[",
    "\x1b[200~",
    "\x1b[201~",
    "\x1bO",
    "\x1b]",
    "\x07",
    "\u{202e}",
    "\u{200b}",
    "\u{130}",
    "\u{212a}",
    "\r\n",
    "\0",
    "\"code\":0",
    "\"code\":\"0\"",
    "\"data\":[]",
    "\"code\":false",
    "true",
    "\"status\":4",
    "\"unInstanceId\":",
    "\"AddressStatus\":\"UNBIND\"",
    "\"InstanceId\":",
    "\"eipId\":",
    "\"  \"",
    "{\"Response\":{",
    "\"Error\":{\"Code\":\"\"}",
    "SECRET",
    "Signature=",
    "Token=",
    "[defaults]\n",
    "[profiles.x]\n",
    "regions = [\"gz\"]\n",
    "api = \"v2\"\n",
    "{\"v\":1,\"seq\":1,\"prev\":\"",
];

#[test]
fn every_law_holds_on_its_seeds() {
    for (name, holds) in law::ALL {
        let seeds = seeds(name);
        assert!(!seeds.is_empty(), "{name} has no seeds");
        for seed in &seeds {
            holds(seed);
        }
    }
}

#[test]
fn every_law_holds_on_damaged_seeds() {
    for (name, holds) in law::ALL {
        let seeds = seeds(name);
        let change = (any::<Index>(), 0_usize..12, bytes(3));
        let input = (any::<Index>(), proptest::collection::vec(change, 1..6));
        let config = Config { cases: 1_500, failure_persistence: None, ..Config::default() };
        TestRunner::new(config)
            .run(&input, |(seed, changes)| {
                holds(&damaged(seed.get(&seeds).as_slice(), &changes));
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn every_law_holds_on_anything() {
    for (name, holds) in law::ALL {
        let config = Config { cases: 3_000, failure_persistence: None, ..Config::default() };
        TestRunner::new(config)
            .run(&bytes(24), |bytes| {
                holds(&bytes);
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}
