//! Words that are never shown: our own of old, and those that were read wrongly. Looked for in every golden screen and in what the
//! subcommands say, in both languages.

use crate::support::cli::{Sim, call};
use std::fs;
use std::path::Path;

/// As whole words, whatever their case.
const ENGLISH: &[&str] = &[
    "drawer",
    "seat",
    "tie",
    "verdict",
    "told",
    "not said",
    "just now",
    "torn",
    "chain unbroken",
    "none server",
    "toggle",
    "toggles",
    "reassign",
    "armed",
    "owes",
];

const CHINESE: &[&str] =
    &["空闲", "下线中", "绑回", "配置档", "日志链", "经由", "未返回", "①", "②", "③"];

/// The words of the rule that stand in this text.
fn found(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    let mut found: Vec<String> = ENGLISH
        .iter()
        .filter(|word| {
            lower.match_indices(**word).any(|(at, _)| {
                !is_part(lower[..at].chars().next_back())
                    && !is_part(lower[at + word.len()..].chars().next())
            })
        })
        .map(|word| (*word).to_owned())
        .collect();
    found.extend(CHINESE.iter().filter(|word| text.contains(**word)).map(|w| (*w).to_owned()));
    let half = |at: usize| !text[at + "已绑".len()..].starts_with('定');
    if text.match_indices("已绑").any(|(at, _)| half(at)) {
        found.push("已绑".to_owned());
    }
    found
}

#[test]
fn no_golden_screen_says_a_word_of_the_rule() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/snapshots");
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let screen = text.splitn(3, "---\n").nth(2).unwrap_or_default();
        let screen = screen.split("---- cursor").next().unwrap_or_default();
        count += 1;
        for word in found(screen) {
            wrong.push(format!("{}: {word}", path.file_name().unwrap().display()));
        }
    }
    assert!(count > 100, "the golden screens were found");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_subcommand_says_a_word_of_the_rule() {
    let sim = Sim::start("demo");
    let mut wrong = Vec::new();
    for lang in ["en", "zh"] {
        for args in [
            &["list"][..],
            &["quota"],
            &["unbind", "203.0.113.77"],
            &["unbind", "203.0.113.101"],
            &["unbind", "203.0.113.121"],
            &["unbind", "203.0.113.78", "--confirm", "78"],
            &["history"],
            &["history", "--verify"],
            &["doctor"],
        ] {
            let said = sim.call(&[args, &["--lang", lang]].concat()).all();
            wrong.extend(found(&said).into_iter().map(|word| format!("{args:?} {lang}: {word}")));
        }
        for args in [&["--help"][..], &["unbind", "--help"], &["history", "--help"], &["man"]] {
            let said = call(&[], &[args, &["--lang", lang]].concat()).all();
            wrong.extend(found(&said).into_iter().map(|word| format!("{args:?} {lang}: {word}")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Signs of ASCII between Chinese words, and between a Chinese word and what follows.
fn half_width(text: &str) -> Vec<String> {
    let is_chinese = |c: Option<char>| c.is_some_and(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
    let is_wrong = |line: &&str| {
        line.match_indices("; ").chain(line.match_indices(", ")).any(|(at, sign)| {
            is_chinese(line[..at].chars().next_back())
                || is_chinese(line[at + sign.len()..].chars().next())
        })
    };
    text.lines().filter(is_wrong).map(str::to_owned).collect()
}

#[test]
fn chinese_has_signs_of_full_width() {
    let sim = Sim::start("demo");
    let mut said = String::new();
    for args in [
        &["unbind", "203.0.113.77"][..],
        &["unbind", "203.0.113.78", "--confirm", "78"],
        &["history"],
        &["doctor"],
    ] {
        said += &sim.call(&[args, &["--lang", "zh"]].concat()).all();
    }
    for args in [&["--help"][..], &["unbind", "--help"], &["history", "--help"], &["doctor"]] {
        said += &call(&[], &[args, &["--lang", "zh"]].concat()).all();
    }
    assert!(said.contains("直连：未设置代理；系统 CA"), "{said}");
    assert!(half_width(&said).is_empty(), "{:#?}", half_width(&said));
    assert_eq!(half_width("未设置代理; 系统\n甲、乙；丙 a, b; c").len(), 1);
}

#[test]
fn the_rule_finds_its_words_and_no_parts_of_others() {
    assert_eq!(found("reassign 2/10 · not SAID"), ["not said", "reassign"]);
    assert_eq!(found("○ 空闲  已绑"), ["空闲", "已绑"]);
    assert!(found("a tied-up server, seated; 已绑定 properties told_by").is_empty());
}
