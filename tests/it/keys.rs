//! Laws of the key table.

use eip_unbind::app::command::{Command, DetailCommand, DialogCommand, ListCommand};
use eip_unbind::app::keymap::{Scope, TABLE, rules};
use eip_unbind::app::{Code, Key};
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
    for scope in Scope::ALL {
        let mut seen: HashMap<Key, Command> = HashMap::new();
        for rule in rules(scope) {
            for text in rule.keys {
                let key = Key::parse(text).unwrap();
                // One command may have two rules: it is called by what it does now.
                let known = seen.insert(key, rule.command);
                assert!(known.is_none_or(|known| known == rule.command), "{scope:?} {text}");
            }
        }
    }
}

#[test]
fn a_key_that_holds_everywhere_has_no_other_meaning_in_a_part() {
    for general in rules(Scope::Everywhere) {
        assert!(!general.help.0.is_empty() && !general.help.1.is_empty());
        let other = |key: &str| {
            TABLE.iter().any(|rule| rule.scope != Scope::Everywhere && rule.keys.contains(&key))
        };
        assert!(!general.keys.iter().any(|key| other(key)), "{:?}", general.keys);
    }
    assert!(rules(Scope::Everywhere).count() > 0);
}

#[test]
fn every_scope_has_a_way_back_and_a_help_text_for_each_key() {
    for scope in Scope::ALL {
        assert!(rules(scope).any(|rule| rule.keys.contains(&"Esc")), "{scope:?}");
        assert!(rules(scope).all(|rule| !rule.help.0.is_empty() && !rule.help.1.is_empty()));
    }
    for rule in TABLE.iter().filter(|rule| !Scope::ALL.contains(&rule.scope)) {
        assert_eq!((rule.scope, rule.keys), (Scope::Everywhere, &["Ctrl-z"][..]));
    }
}

#[test]
fn nothing_that_sends_sits_on_a_letter() {
    let sends: Vec<_> = TABLE
        .iter()
        .filter(|rule| rule.command == Command::Dialog(DialogCommand::Confirm))
        .collect();
    assert_eq!(sends.len(), 1);
    assert_eq!(sends[0].scope, Scope::Dialog);
    assert_eq!(sends[0].keys, ["Enter"]);
    // The key that opens the dialog is none that could complete a token.
    let opens: Vec<Key> = TABLE
        .iter()
        .filter(|r| {
            [Command::List(ListCommand::Unbind), Command::Detail(DetailCommand::Unbind)]
                .contains(&r.command)
        })
        .flat_map(|r| r.keys)
        .filter_map(|k| Key::parse(k))
        .collect();
    assert!(opens.iter().all(|key| matches!(key.code, Code::Char(c) if c.is_ascii_alphabetic())));
}

#[test]
fn ctrl_c_leads_out_everywhere() {
    for scope in Scope::ALL {
        assert!(
            rules(scope).any(|rule| rule.keys.contains(&"Ctrl-c")
                && (rule.command == Command::Quit
                    || rule.command == Command::Dialog(DialogCommand::Close))),
            "{scope:?}"
        );
    }
}
