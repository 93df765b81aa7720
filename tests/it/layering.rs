//! The dependency rule: reads the sources and fails on a violation.

#[path = "layering/circles.rs"]
mod circles;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What a folder may use of ours, and what it must never mention.
fn rules() -> BTreeMap<&'static str, (&'static [&'static str], &'static [&'static str])> {
    const PURE: &[&str] = &[
        "tokio",
        "reqwest",
        "hyper",
        "ratatui",
        "crossterm",
        "std::fs",
        "std::env",
        "Timestamp::now",
        "Instant::now",
    ];
    BTreeMap::from([
        ("domain", (&[][..], PURE)),
        ("unbind", (&["domain"][..], PURE)),
        ("text", (&["domain", "unbind"][..], PURE)),
        ("app", (&["domain", "unbind", "text"][..], PURE)),
        (
            "view",
            (
                &["app", "unbind", "domain", "text"][..],
                &["tokio", "reqwest", "crossterm", "std::fs", "std::env", "Timestamp::now"][..],
            ),
        ),
        ("api", (&["domain"][..], &["ratatui", "crossterm", "std::fs", "Timestamp::now"][..])),
        (
            "journal",
            (
                &["domain", "unbind", "files", "parallel"][..],
                &["tokio", "reqwest", "ratatui", "Timestamp::now"][..],
            ),
        ),
        (
            "config",
            (
                &["domain", "api", "text", "failure", "files"][..],
                &["tokio", "ratatui", "Timestamp::now"][..],
            ),
        ),
        ("sim", (&["domain", "api"][..], &["ratatui", "crossterm", "Timestamp::now"][..])),
        (
            "runtime",
            (
                &[
                    "app", "view", "api", "domain", "unbind", "journal", "sim", "config", "text",
                    "failure", "files",
                ][..],
                &["clap"][..],
            ),
        ),
    ])
}

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// Code without comments, string contents and test modules.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Every violation in one file.
fn violations(file: &str, code: &str) -> Vec<String> {
    let all = rules();
    let folder = file.split('/').next().unwrap_or_default();
    let Some((allowed, banned)) = all.get(folder) else { return vec![] };
    let mut found = Vec::new();
    for name in circles::top_levels(file, code) {
        if name != folder && !allowed.contains(&name.as_str()) && name != "tr" {
            found.push(format!("{folder} uses crate::{name}"));
        }
    }
    for word in *banned {
        let path = format!("{word}::");
        let used = code.match_indices(&path).any(|(at, _)| {
            let before = code[..at].chars().next_back().unwrap_or(' ');
            !before.is_ascii_alphanumeric() && before != '_' && before != ':'
        });
        let called = word.contains("::") && code.contains(word);
        if used || called {
            found.push(format!("{folder} mentions {word}"));
        }
    }
    found
}

#[test]
fn folders_use_only_what_the_rule_allows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 30, "the sources were found");
    let mut found = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&root).unwrap();
        let name = relative.to_str().unwrap().replace('\\', "/");
        let mut banned = violations(&name, &code(&fs::read_to_string(&file).unwrap()));
        // The one file of `api` that speaks to the network, and the one of `sim` with sockets, are the exceptions the rule names.
        if relative.starts_with("sim") && relative != Path::new("sim/server.rs") {
            let text = code(&fs::read_to_string(&file).unwrap());
            banned.extend(
                ["tokio::", "hyper::"]
                    .iter()
                    .filter(|w| text.contains(**w))
                    .map(|w| format!("sim mentions {w}")),
            );
        }
        if relative.starts_with("api/sign") {
            let text = code(&fs::read_to_string(&file).unwrap());
            banned.extend(
                ["tokio::", "reqwest::"]
                    .iter()
                    .filter(|w| text.contains(**w))
                    .map(|w| format!("api/sign mentions {w}")),
            );
        }
        found.extend(banned.into_iter().map(|v| format!("{}: {v}", relative.display())));
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn the_check_finds_real_violations() {
    let domain = |code: &str| violations("domain/eip.rs", code);
    assert_eq!(domain("use crate::app::App;"), ["domain uses crate::app"]);
    assert_eq!(domain("use super::super::app::App;"), ["domain uses crate::app"]);
    assert_eq!(domain("use crate::{domain::Eip, app::App};"), ["domain uses crate::app"]);
    assert_eq!(domain("fn f(x: super::super::app::App) {}"), ["domain uses crate::app"]);
    assert!(domain("use super::id::EipId;").is_empty());
    assert_eq!(violations("view/mod.rs", "let x = tokio::spawn(y);"), ["view mentions tokio"]);
    assert_eq!(
        violations("unbind/run.rs", "let t = jiff::Timestamp::now();"),
        ["unbind mentions Timestamp::now"]
    );
    assert_eq!(violations("app/list.rs", "use std::fs::File;"), ["app mentions std::fs"]);
    assert!(violations("app/list.rs", &code("use crate::domain::Eip; // tokio::spawn")).is_empty());
    assert_eq!(violations("runtime/mod.rs", "use crate::cli::args;"), ["runtime uses crate::cli"]);
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let texts = files
        .iter()
        .map(|file| {
            let name = file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            (name, fs::read_to_string(file).unwrap())
        })
        .collect();
    let found = circles::circles(&texts);
    assert!(found.is_empty(), "{found:#?}");
}

/// Layers inside `app`: a part knows nothing of the machine, the machine nothing of the routes.
fn layers_of_app(file: &str, code: &str) -> Vec<String> {
    let banned: &[&str] = match file {
        _ if file.starts_with("app/parts/") => &["App", "state", "actions", "keymap", "routes"],
        _ if file.starts_with("app/actions/") || file == "app/state.rs" => &["keymap", "routes"],
        _ => &[],
    };
    let words: Vec<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let is_path = |word: &str| {
        code.contains(&format!("::{word}::"))
            || code.contains(&format!("::{word};"))
            || (word == "App" && words.contains(&word))
    };
    banned.iter().filter(|word| is_path(word)).map(|word| format!("{file} uses {word}")).collect()
}

#[test]
fn parts_know_nothing_of_the_machine_and_it_nothing_of_routes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root.join("app"), &mut files);
    let found: Vec<String> = files
        .iter()
        .flat_map(|file| {
            let name = file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            layers_of_app(&name, &code(&fs::read_to_string(file).unwrap()))
        })
        .collect();
    assert!(found.is_empty(), "{found:?}");
    assert!(!layers_of_app("app/parts/list.rs", "fn f(app: &mut App) {}").is_empty());
    assert!(!layers_of_app("app/parts/list.rs", "use crate::app::state::X;").is_empty());
    assert!(!layers_of_app("app/actions/dialog.rs", "use crate::app::routes::list;").is_empty());
    assert!(layers_of_app("app/routes/list.rs", "use crate::app::state::App;").is_empty());
}

/// Tables of data may be longer than a file of code should be.
const TABLES: &[&str] = &["domain/error_table.rs", "app/keymap.rs"];

#[test]
fn no_file_is_longer_than_four_hundred_lines() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let long: Vec<String> = files
        .iter()
        .map(|f| {
            (
                f.strip_prefix(&root).unwrap().to_string_lossy().into_owned(),
                fs::read_to_string(f).unwrap().lines().count(),
            )
        })
        .filter(|(name, lines)| *lines > 400 && !TABLES.contains(&name.as_str()))
        .map(|(name, lines)| format!("{name}: {lines}"))
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

/// Where a generation may be named: what speaks it, what each can express, what finds out which one answers, and what examines both.
const MAY_NAME_A_GENERATION: &[&str] = &[
    "api/",
    "domain/generation.rs",
    "text/generations.rs",
    "runtime/connect.rs",
    "cli/setup.rs",
    "cli/doctor/",
    "unbind/goal.rs",
];

#[test]
fn generations_differ_in_the_api_and_in_capabilities_alone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let names_one = |text: &str| {
        ["Generation::V2", "Generation::V3", "Self::V2", "Self::V3"]
            .iter()
            .any(|name| text.contains(name))
    };
    let mut found = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let allowed = relative.starts_with("sim/")
            || MAY_NAME_A_GENERATION.iter().any(|place| relative.starts_with(place));
        if names_one(&code(&fs::read_to_string(&file).unwrap())) && !allowed {
            found.push(relative);
        }
    }
    assert_eq!(found, Vec::<String>::new(), "a generation is named outside api/ and Capabilities");
    assert!(names_one("if api == Generation::V3 {"));
}

/// Where Chinese words belong: the texts; tables with words in their rows (codes and what they mean, regions and their names,
/// keys and what they do); the invented cloud; and what a test that is a file of its own has a server say.
const MAY_SPEAK_CHINESE: &[&str] = &[
    "text/",
    "domain/error_table.rs",
    "domain/local_error_table.rs",
    "domain/region.rs",
    "app/keymap.rs",
    "api/client/tests.rs",
    "sim/",
];

fn speaks_chinese(code: &str) -> bool {
    code.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c))
}

#[test]
fn chinese_words_stand_where_texts_belong() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut found = Vec::new();
    for file in files {
        let name = file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let allowed = MAY_SPEAK_CHINESE.iter().any(|place| name.starts_with(place));
        if !allowed && speaks_chinese(&code(&fs::read_to_string(&file).unwrap())) {
            found.push(name);
        }
    }
    assert_eq!(found, Vec::<String>::new(), "words for people belong into src/text");
    assert!(speaks_chinese("lang.pick(\"bound\", \"已绑定\")"));
    assert!(!speaks_chinese(&code("let x = 1; // 弹性公网IP")));
}
