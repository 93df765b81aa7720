//! README and sample files say what the program does.

use eip_unbind::app::keymap::to_markdown;
use eip_unbind::text::Lang;
use eip_unbind::text::help::exit_codes_markdown;
use eip_unbind::unbind::Verdict;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn page(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// Puts a part between its two marks.
pub(crate) fn with_part(text: &str, name: &str, wanted: &str) -> String {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let from = text.find(&begin).unwrap_or_else(|| panic!("no {name}")) + begin.len();
    let to = text.find(&end).unwrap_or_else(|| panic!("no end of {name}"));
    format!("{}{wanted}{}", &text[..from], &text[to..])
}

/// Key tables and the table of generations are the program's own. Whoever changes the program writes them anew with `EIP_UNBIND_BLESS=1`.
#[test]
#[expect(clippy::disallowed_methods, reason = "a switch for whoever changes the program")]
fn the_pages_show_the_programs_keys_and_tables() {
    let generations = eip_unbind::text::generations::markdown;
    for (name, part, wanted) in [
        ("README.md", "generations", generations(Lang::En)),
        ("README.zh-CN.md", "generations", generations(Lang::Zh)),
        ("docs/keys.md", "keys", to_markdown(Lang::En)),
        ("docs/keys.md", "keys-zh", to_markdown(Lang::Zh)),
        ("docs/exit-codes.md", "codes", exit_codes_markdown(Lang::En)),
        ("docs/exit-codes.md", "codes-zh", exit_codes_markdown(Lang::Zh)),
    ] {
        let text = page(name);
        let wanted = with_part(&text, part, &wanted);
        if std::env::var_os("EIP_UNBIND_BLESS").is_some() {
            fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(name), wanted).unwrap();
        } else {
            assert_eq!(text, wanted, "run with EIP_UNBIND_BLESS=1 to write it anew");
        }
    }
}

#[test]
fn every_outcome_word_stands_on_the_page_of_exit_codes() {
    let text = page("docs/exit-codes.md");
    for word in Verdict::ALL {
        assert!(text.contains(&format!("`{}`", word.as_str())), "{}", word.as_str());
    }
}

/// The crates between backquotes in the first cells of a table's rows.
fn first_cells(text: &str) -> BTreeSet<String> {
    let cells = text.lines().filter_map(|line| line.strip_prefix("| `")?.split(" |").next());
    cells
        .flat_map(|cell| cell.split('`').step_by(2).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

#[test]
fn the_table_of_dependencies_names_each_once() {
    let manifest: toml::Table = page("Cargo.toml").parse().unwrap();
    let named = |section: &str| {
        manifest[section].as_table().unwrap().keys().cloned().collect::<BTreeSet<_>>()
    };
    let wanted: BTreeSet<String> =
        named("dependencies").union(&named("dev-dependencies")).cloned().collect();
    let text = page("docs/architecture.md");
    let table = text.split("| dependency | what for").nth(1).unwrap();
    // What a row says beside its crate (`rustls` with `ring`) is one of the crate's own.
    let mut shown = first_cells(table);
    assert!(shown.remove("ring"));
    assert_eq!(shown, wanted);
    assert!(
        wanted.len() > 40 && table.lines().skip(1).all(|line| line.matches('|').count() % 4 == 0)
    );
}
