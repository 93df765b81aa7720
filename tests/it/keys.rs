//! Laws of the key table.

use eip_unbind::app::keymap::{SCOPES, Scope, TABLE, rules};
use eip_unbind::app::{Code, Command, Key};
use std::collections::HashMap;

#[test]
fn every_key_of_the_table_parses_and_prints_back() {
    for rule in TABLE {
        for text in rule.keys {
            let key = Key::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(Key::parse(&key.to_string()), Some(key), "{text}");
        }
    }
}

#[test]
fn no_key_means_two_things_in_one_scope() {
    for scope in SCOPES {
        let mut seen: HashMap<Key, Command> = HashMap::new();
        for rule in rules(scope) {
            for text in rule.keys {
                let key = Key::parse(text).unwrap();
                assert_eq!(seen.insert(key, rule.command), None, "{scope:?} {text}");
            }
        }
    }
}

#[test]
fn every_scope_has_a_way_back_and_a_help_text_for_each_key() {
    for scope in SCOPES {
        // While a request is out, leaving asks; everywhere else Esc goes back.
        let way_back = if scope == Scope::Running { Command::Quit } else { Command::Back };
        assert!(rules(scope).any(|rule| rule.command == way_back), "{scope:?}");
        assert!(rules(scope).all(|rule| !rule.help.0.is_empty() && !rule.help.1.is_empty()));
    }
    assert!(TABLE.iter().all(|rule| SCOPES.contains(&rule.scope)));
}

#[test]
fn nothing_that_sends_sits_on_a_letter() {
    let sends: Vec<_> = TABLE.iter().filter(|rule| rule.command == Command::Confirm).collect();
    assert_eq!(sends.len(), 1);
    assert_eq!(sends[0].scope, Scope::Dialog);
    assert_eq!(sends[0].keys, ["Enter"]);
    // The key that opens the dialog is none that could complete a token.
    let opens: Vec<Key> = TABLE
        .iter()
        .filter(|r| r.command == Command::Unbind)
        .flat_map(|r| r.keys)
        .filter_map(|k| Key::parse(k))
        .collect();
    assert!(opens.iter().all(|key| matches!(key.code, Code::Char(c) if c.is_ascii_alphabetic())));
}

#[test]
fn ctrl_c_leads_out_everywhere() {
    for scope in SCOPES {
        assert!(
            rules(scope).any(|rule| rule.keys.contains(&"Ctrl-c")
                && matches!(rule.command, Command::Quit | Command::Back)),
            "{scope:?}"
        );
    }
}
