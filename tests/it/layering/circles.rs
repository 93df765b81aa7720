//! Which file of `src` uses which, and whether some use each other in a circle.

use std::collections::{BTreeMap, BTreeSet};

/// Sources by their path below `src`.
pub(super) type Sources = BTreeMap<String, String>;

type Path = Vec<String>;

/// Every circle: files that can be reached from each other, in the order of their names.
pub(super) fn circles(sources: &Sources) -> Vec<BTreeSet<String>> {
    let crates = Crate::read(sources);
    let arrows: BTreeMap<&str, BTreeSet<String>> =
        sources.keys().map(|file| (file.as_str(), crates.arrows(file))).collect();
    let reach = |from: &str| {
        let (mut seen, mut todo) = (BTreeSet::new(), vec![from.to_owned()]);
        while let Some(file) = todo.pop() {
            for next in arrows.get(file.as_str()).into_iter().flatten() {
                if seen.insert(next.clone()) {
                    todo.push(next.clone());
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&str, BTreeSet<String>> =
        sources.keys().map(|file| (file.as_str(), reach(file))).collect();
    let mut found: Vec<BTreeSet<String>> = Vec::new();
    for (file, far) in &reached {
        if far.contains(*file) && !found.iter().any(|circle| circle.contains(*file)) {
            let is_in = |other: &&String| reached[other.as_str()].contains(*file);
            found.push(far.iter().filter(is_in).cloned().collect());
        }
    }
    found
}

/// The folders and files right below `src` that this code names, over `crate::` or over any number of `super::`.
pub(super) fn top_levels(file: &str, code: &str) -> BTreeSet<String> {
    let none = Crate { modules: BTreeMap::new(), named: BTreeMap::new() };
    let paths = named(code).into_iter().filter_map(|named| none.absolute(file, &named.path));
    paths.filter_map(|path| path.first().cloned()).filter(|name| *name != "*").collect()
}

/// The paths that a file names.
struct Named {
    /// Whether it hands it on (`pub use`).
    public: bool,
    /// What it is called here.
    name: String,
    path: Path,
}

struct Crate {
    /// Files by the path of their module.
    modules: BTreeMap<Path, String>,
    named: BTreeMap<String, Vec<Named>>,
}

impl Crate {
    fn read(sources: &Sources) -> Self {
        let modules = sources
            .keys()
            .filter(|file| *file != "main.rs")
            .map(|file| (module(file), file.clone()))
            .collect();
        let named = sources.iter().map(|(file, text)| (file.clone(), named(text))).collect();
        Self { modules, named }
    }

    /// The files that this one uses. What a `mod.rs` or `lib.rs` only hands on is no use of its own.
    fn arrows(&self, file: &str) -> BTreeSet<String> {
        let is_front = file.ends_with("mod.rs") || file == "lib.rs";
        self.named[file]
            .iter()
            .filter(|named| !(named.public && is_front))
            .filter_map(|named| self.file_of(&self.absolute(file, &named.path)?, 0))
            .filter(|other| other != file)
            .collect()
    }

    /// The path from the root of the crate, or `None` for what is not ours.
    fn absolute(&self, file: &str, path: &[String]) -> Option<Path> {
        let mut base = module(file);
        match path.first()?.as_str() {
            "crate" => Some(path[1..].to_vec()),
            "self" => Some([base, path[1..].to_vec()].concat()),
            "super" => {
                let ups = path.iter().take_while(|part| *part == "super").count();
                base.truncate(base.len().saturating_sub(ups));
                Some([base, path[ups..].to_vec()].concat())
            }
            _ => {
                base.push(path[0].clone());
                let is_child = self.modules.contains_key(&base);
                is_child.then(|| [base, path[1..].to_vec()].concat())
            }
        }
    }

    /// The file that defines what this path names, through any number of hands.
    fn file_of(&self, path: &[String], depth: usize) -> Option<String> {
        let (length, file) = (0..=path.len())
            .rev()
            .find_map(|length| Some((length, self.modules.get(&path[..length])?)))?;
        if let Some(name) = path.get(length).filter(|_| depth < 8) {
            for named in &self.named[file] {
                if named.name != *name {
                    continue;
                }
                if let Some(further) = self.absolute(file, &named.path).filter(|p| p != path) {
                    let further = [further, path[length + 1..].to_vec()].concat();
                    return self.file_of(&further, depth + 1);
                }
            }
        }
        Some(file.clone())
    }
}

fn module(file: &str) -> Path {
    let mut parts: Path = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        parts.pop();
    }
    parts
}

fn named(text: &str) -> Vec<Named> {
    let code = super::code(text);
    let mut found = Vec::new();
    let mut rest = String::new();
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        let trimmed = line.trim_start();
        let (public, statement) = match trimmed.strip_prefix("pub") {
            Some(after) => (true, after.trim_start_matches(|c| c != ' ').trim_start()),
            None => (false, trimmed),
        };
        let Some(tree) = statement.strip_prefix("use ") else {
            rest.push_str(line);
            rest.push('\n');
            continue;
        };
        let mut tree = tree.to_owned();
        while !tree.contains(';') {
            let Some(more) = lines.next() else { break };
            tree.push_str(more);
        }
        let tree = tree.split(';').next().unwrap_or_default().to_owned();
        found.extend(expand(&tree).into_iter().map(|(name, path)| Named { public, name, path }));
    }
    for root in ["crate::", "super::", "self::"] {
        for (at, _) in rest.match_indices(root) {
            let before = rest[..at].chars().next_back().unwrap_or(' ');
            if before.is_ascii_alphanumeric() || before == '_' || before == ':' {
                continue;
            }
            let path: String = rest[at..]
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == ':')
                .collect();
            let path = path.split("::").filter(|part| !part.is_empty()).map(str::to_owned);
            found.push(Named { public: false, name: String::new(), path: path.collect() });
        }
    }
    found
}

/// `a::{b, c::{d as e, self}}` as its single paths, each with the name it has here.
fn expand(tree: &str) -> Vec<(String, Path)> {
    let tree = tree.trim();
    let Some((prefix, inner)) = tree.split_once('{') else {
        let (path, alias) = tree.split_once(" as ").unwrap_or((tree, ""));
        let path: Path = path.split("::").map(|part| part.trim().to_owned()).collect();
        let own = path.iter().rev().find(|part| *part != "self").cloned().unwrap_or_default();
        let name = if alias.is_empty() { own } else { alias.trim().to_owned() };
        return vec![(name, path)];
    };
    let inner = inner.rsplit_once('}').map_or(inner, |(inner, _)| inner);
    let (mut depth, mut items) = (0, vec![String::new()]);
    for c in inner.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(String::new());
                continue;
            }
            _ => {}
        }
        items.last_mut().unwrap().push(c);
    }
    let items = items.iter().map(|item| item.trim()).filter(|item| !item.is_empty());
    items.flat_map(|item| expand(&format!("{}{item}", prefix.trim()))).collect()
}

#[test]
fn a_planted_circle_is_found() {
    let sources = |files: &[(&str, &str)]| -> Sources {
        files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect()
    };
    let circle = sources(&[
        ("app/mod.rs", "mod list;\nmod router;\npub use list::{List, Sort as Order};\n"),
        ("app/list.rs", "use super::router;\npub struct List;"),
        ("app/router.rs", "fn f() { let x: super::Order; }"),
    ]);
    let found = circles(&circle);
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("app/list.rs") && found[0].contains("app/router.rs"));
    // Over two folders, in a nested `use`, over a name that another file hands on.
    let wide = sources(&[
        ("lib.rs", "pub mod a;\npub mod b;"),
        ("a/mod.rs", "pub mod x;\npub use x::X;"),
        ("a/x.rs", "use crate::b::{self,\n    y::{Y, Z}};"),
        ("b/mod.rs", "pub mod y;"),
        ("b/y.rs", "use crate::a::X; // use crate::a::Q;"),
    ]);
    assert_eq!(circles(&wide).len(), 1);
    let straight = sources(&[
        ("app/mod.rs", "mod list;\nmod router;\npub use router::run;"),
        ("app/list.rs", "pub struct List; // see super::router"),
        ("app/router.rs", "use super::list::List;"),
    ]);
    assert!(circles(&straight).is_empty());
}
