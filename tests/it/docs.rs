//! README and sample files say what the program does.

use eip_unbind::app::keymap::to_markdown;
use eip_unbind::text::Lang;
use eip_unbind::unbind::Verdict;
use std::fs;
use std::path::Path;

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// Puts a part between its two marks.
fn with_part(text: &str, name: &str, wanted: &str) -> String {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let from = text.find(&begin).unwrap_or_else(|| panic!("no {name}")) + begin.len();
    let to = text.find(&end).unwrap_or_else(|| panic!("no end of {name}"));
    format!("{}{wanted}{}", &text[..from], &text[to..])
}

/// The key table is the program's, and the picture is a golden screen. Whoever changes the program writes them anew with `EIP_UNBIND_BLESS=1`.
#[test]
#[expect(clippy::disallowed_methods, reason = "a switch for whoever changes the program")]
fn the_readme_shows_the_programs_keys_and_screen() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let snapshot =
        fs::read_to_string(root.join("tests/it/snapshots/dialog@120x32-en.snap")).unwrap();
    let screen = snapshot.split("---\n").nth(2).unwrap().split("---- cursor").next().unwrap();
    let text = readme();
    let wanted = with_part(&text, "keys", &to_markdown(Lang::En));
    let wanted =
        with_part(&wanted, "generations", &eip_unbind::text::generations::markdown(Lang::En));
    let wanted = with_part(&wanted, "picture", &format!("```text\n{screen}```\n"));
    if std::env::var_os("EIP_UNBIND_BLESS").is_some() {
        return fs::write(root.join("README.md"), wanted).unwrap();
    }
    assert_eq!(text, wanted, "run with EIP_UNBIND_BLESS=1 to write it anew");
}

#[test]
fn every_outcome_word_stands_in_the_readme() {
    let text = readme();
    for word in Verdict::ALL {
        assert!(text.contains(&format!("`{}`", word.as_str())), "{}", word.as_str());
    }
}
