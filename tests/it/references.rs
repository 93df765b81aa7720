//! Every document that is named, and every section of it, is there: in the sources, the tests and the documents themselves.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = ["README.md", "Cargo.toml"].map(|name| root().join(name)).into();
    let mut todo: Vec<PathBuf> = ["src", "tests", "benches", "docs", "assets", "packaging"]
        .map(|name| root().join(name))
        .into();
    while let Some(dir) = todo.pop() {
        for entry in fs::read_dir(&dir).into_iter().flatten() {
            let path = entry.unwrap().path();
            let kind = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
            if path.is_dir() {
                todo.push(path);
            } else if ["rs", "md", "toml", "py", "sh"].contains(&kind) {
                found.push(path);
            }
        }
    }
    found.retain(|file| !file.ends_with("tests/it/references.rs"));
    found
}

/// What a text says about documents: a name as written, or a section (`4.3`) with the last name before it.
#[derive(Debug, PartialEq)]
enum Named {
    Document(String),
    Section(Option<String>, String),
}

fn named(text: &str) -> Vec<Named> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "._/-".contains(c);
    let mut found: Vec<(usize, Named)> = Vec::new();
    for (at, _) in text.match_indices(".md") {
        let end = at + 3;
        let begin = text[..at]
            .rfind(|c| !is_name(c))
            .map_or(0, |before| before + text[before..].chars().next().map_or(1, char::len_utf8));
        let goes_on = text[end..].chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
        if begin < at && !goes_on {
            found.push((at, Named::Document(text[begin..end].to_owned())));
        }
    }
    for (at, sign) in text.match_indices('§') {
        let rest = text[at + sign.len()..].trim_start();
        let number: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let number = number.trim_end_matches('.').to_owned();
        if !number.is_empty() {
            found.push((at, Named::Section(None, number)));
        }
    }
    found.sort_by_key(|(at, _)| *at);
    let mut last = None;
    for (_, named) in &mut found {
        match named {
            Named::Document(name) => last = Some(name.clone()),
            Named::Section(document, _) => document.clone_from(&last),
        }
    }
    found.into_iter().map(|(_, named)| named).collect()
}

/// The document that a file means by this name: from the root of the project, or beside the file.
fn find(file: &Path, name: &str) -> Option<PathBuf> {
    let places = [root().join(name), file.with_file_name(name)];
    places.into_iter().find(|path| path.is_file())
}

fn has_section(document: &Path, number: &str) -> bool {
    let text = fs::read_to_string(document).unwrap();
    text.lines().filter_map(|line| line.strip_prefix('#')).any(|line| {
        let title = line.trim_start_matches('#').trim_start();
        let own = title.split(' ').next().unwrap_or_default();
        own.trim_end_matches(['.', ':']) == number
    })
}

/// What is wrong with the references of one file.
fn wrong(file: &Path, text: &str) -> Vec<String> {
    let shown = file.strip_prefix(root()).unwrap_or(file).display();
    let is_document = file.extension().is_some_and(|e| e == "md");
    let mut found = Vec::new();
    for named in named(text) {
        match named {
            // Where a package puts its own copy, and what the program itself writes.
            Named::Document(name) if name.starts_with('/') || name.starts_with("reports/") => {}
            Named::Document(name) => {
                if find(file, &name).is_none() {
                    found.push(format!("{shown}: {name} is not there"));
                }
            }
            Named::Section(name, number) => {
                let named = name.and_then(|name| find(file, &name));
                let own = is_document.then(|| file.to_path_buf());
                let places: Vec<PathBuf> = named.into_iter().chain(own).collect();
                if places.is_empty() {
                    found.push(format!("{shown}: § {number} of what?"));
                } else if !places.iter().any(|place| has_section(place, &number)) {
                    found.push(format!("{shown}: no § {number} in {places:?}"));
                }
            }
        }
    }
    found
}

#[test]
fn every_document_and_section_that_is_named_exists() {
    let files = files();
    assert!(files.len() > 200, "the files were found");
    let found: Vec<String> =
        files.iter().flat_map(|file| wrong(file, &fs::read_to_string(file).unwrap())).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn a_planted_reference_to_nothing_is_found() {
    let source = root().join("src/lib.rs");
    assert!(wrong(&source, "//! `docs/contract.md` §2, promise 5; §4, Confirmation.").is_empty());
    assert_eq!(wrong(&source, "//! see `product.md` §3").len(), 2);
    assert_eq!(wrong(&source, "//! `docs/api-v2.md` §4.9").len(), 1);
    assert_eq!(wrong(&source, "//! as §4.3 says").len(), 1);
    assert!(wrong(&root().join("docs/api-v3.md"), "as in [v2](api-v2.md) §4.3").is_empty());
}

/// The promises that sources and tests name are those of the contract.
#[test]
fn every_promise_that_is_named_exists() {
    let contract = fs::read_to_string(root().join("docs/contract.md")).unwrap();
    let promises = contract.split("## 3.").next().unwrap();
    for file in files() {
        let text = fs::read_to_string(&file).unwrap();
        for (at, word) in text.match_indices("promise ") {
            let number: String =
                text[at + word.len()..].chars().take_while(char::is_ascii_digit).collect();
            let is_there = number.is_empty() || promises.contains(&format!("\n{number}. **"));
            assert!(is_there, "{}: promise {number}", file.display());
        }
    }
}

/// Where the links of a document go.
fn links(text: &str) -> Vec<&str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect()
}

/// A heading as a link to it is written.
fn anchor(heading: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || *c == ' ' || *c == '-';
    heading.trim().to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-")
}

fn broken_links(file: &Path, text: &str) -> Vec<String> {
    let is_there = |link: &&str| {
        if link.contains("://") {
            return link.starts_with("https://") && !link.contains(' ');
        }
        let (path, title) = link.split_once('#').unwrap_or((link, ""));
        let target = if path.is_empty() { file.to_owned() } else { file.with_file_name(path) };
        let has_title = |text: String| {
            let heads = text.lines().filter_map(|line| line.strip_prefix('#'));
            heads.map(|head| anchor(head.trim_start_matches('#'))).any(|head| head == title)
        };
        target.exists() && (title.is_empty() || fs::read_to_string(&target).is_ok_and(has_title))
    };
    links(text).into_iter().filter(|link| !is_there(link)).map(str::to_owned).collect()
}

#[test]
fn every_link_of_every_document_leads_somewhere() {
    let mut documents: Vec<PathBuf> = files();
    for dir in ["", ".github", ".github/ISSUE_TEMPLATE"] {
        documents
            .extend(fs::read_dir(root().join(dir)).unwrap().map(|entry| entry.unwrap().path()));
    }
    documents.retain(|file| file.extension().is_some_and(|kind| kind == "md"));
    let mut count = 0;
    for file in documents {
        let text = fs::read_to_string(&file).unwrap();
        count += links(&text).len();
        assert_eq!(broken_links(&file, &text), Vec::<String>::new(), "{}", file.display());
    }
    assert!(count > 50, "the links were found");
}

#[test]
fn a_planted_link_to_nothing_is_found() {
    let readme = root().join("README.md");
    assert!(
        broken_links(&readme, "[a](docs/keys.md) [b](#install) [c](docs/json.md#json)").is_empty()
    );
    let bad = "[a](docs/nope.md) [b](#nope) [c](http://example.com)";
    assert_eq!(broken_links(&readme, bad).len(), 3);
}

/// Every file and folder that the architecture page and `CONTRIBUTING.md` name in code signs is there, written from the root or by its end.
#[test]
fn every_path_on_the_page_for_newcomers_exists() {
    let mut all = vec![];
    let mut todo =
        ["src", "tests", "docs", "assets", "packaging", "benches"].map(|d| root().join(d)).to_vec();
    while let Some(dir) = todo.pop() {
        for entry in fs::read_dir(&dir).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                all.push(format!("/{name}/"));
                todo.push(path);
            } else {
                all.push(format!("/{name}"));
            }
        }
    }
    let missing = |text: &str| -> Vec<String> {
        let named = text.split('`').skip(1).step_by(2).filter(|name| {
            let is_path = name.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c));
            let is_ours = name.contains(".rs") || name.ends_with('/') && name.len() > 1;
            is_path && is_ours && !name.starts_with('.')
        });
        let is_there = |name: &&str| all.iter().any(|path| path.ends_with(&format!("/{name}")));
        named.filter(|name| !is_there(name)).map(str::to_owned).collect()
    };
    for page in ["docs/architecture.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        assert_eq!(missing(&text), Vec::<String>::new(), "{page}");
    }
    assert_eq!(
        missing("`src/app/state.rs`, `run/settle.rs`, `src/view/`, `src/app/nowhere.rs`"),
        ["src/app/nowhere.rs"]
    );
}
