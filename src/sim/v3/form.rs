//! The parameters of a GET, `Filters.0.Name=address-ip`, rebuilt into the JSON that a POST would carry.

use crate::sim::verify;
use serde_json::{Map, Value, json};

/// No parameter of any action lies deeper than `Filters.0.Values.0`.
const DEPTH: usize = 4;
const NUMBERS: [&str; 4] = ["Limit", "Offset", "TaskId", "Scene"];
const FLAGS: [&str; 2] = ["ReallocateNormalPublicIp", "EipDirectConnection"];

/// The JSON of a query string.
///
/// # Errors
/// What is wrong with it.
pub(super) fn json(query: &str) -> Result<Value, String> {
    let mut root = json!({});
    for (path, text) in verify::pairs(query)? {
        put(&mut root, &path, text)?;
    }
    Ok(listed(root))
}

fn put(root: &mut Value, path: &str, text: String) -> Result<(), String> {
    if path.split('.').count() > DEPTH {
        return Err(format!("`{path}` is too deep"));
    }
    let twice = || format!("`{path}` is there twice");
    let mut at = root;
    for step in path.split('.') {
        at = at.as_object_mut().ok_or_else(twice)?.entry(step).or_insert_with(|| json!({}));
    }
    if at.as_object().is_none_or(|fields| !fields.is_empty()) {
        return Err(twice());
    }
    *at = typed(path, text);
    Ok(())
}

/// A form has texts alone; what is not of its type stays one, and is refused later as it would be in JSON.
fn typed(path: &str, text: String) -> Value {
    if NUMBERS.contains(&path) {
        return text.parse::<u64>().map_or(Value::String(text), Value::from);
    }
    match text.to_ascii_lowercase().as_str() {
        "true" if FLAGS.contains(&path) => Value::Bool(true),
        "false" if FLAGS.contains(&path) => Value::Bool(false),
        _ => Value::String(text),
    }
}

/// Objects whose every name is a number are lists.
fn listed(value: Value) -> Value {
    let Value::Object(fields) = value else { return value };
    let mut numbered: Vec<(usize, Value)> = Vec::new();
    let mut named = Map::new();
    for (name, value) in fields {
        match name.parse() {
            Ok(number) => numbered.push((number, listed(value))),
            Err(_) => drop(named.insert(name, listed(value))),
        }
    }
    if numbered.is_empty() || !named.is_empty() {
        named.extend(numbered.into_iter().map(|(number, value)| (number.to_string(), value)));
        return Value::Object(named);
    }
    numbered.sort_by_key(|(number, _)| *number);
    Value::Array(numbered.into_iter().map(|(_, value)| value).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_says_the_same_as_json() {
        for (query, says) in [
            ("", json!({})),
            (
                "Limit=100&AddressIds.0=eip-1&AddressIds.1=eip-2",
                json!({ "Limit": 100, "AddressIds": ["eip-1", "eip-2"] }),
            ),
            (
                "Filters.0.Name=address-name&Filters.0.Values.0=%E7%BD%91+a&Filters.1.Name=b",
                json!({ "Filters": [{ "Name": "address-name", "Values": ["网 a"] }, { "Name": "b" }] }),
            ),
            (
                "ReallocateNormalPublicIp=True&AddressId=true",
                json!({ "ReallocateNormalPublicIp": true, "AddressId": "true" }),
            ),
            ("Limit=ten", json!({ "Limit": "ten" })),
        ] {
            assert_eq!(json(query).unwrap(), says, "{query}");
        }
        let eleven = (0..11).map(|n| format!("AddressIds.{n}={n}")).collect::<Vec<_>>().join("&");
        assert_eq!(json(&eleven).unwrap()["AddressIds"][10], "10");
    }

    #[test]
    fn what_contradicts_itself_is_no_form() {
        for query in ["Limit=1&Limit=2", "A=1&A.0=2", "A.0=2&A=1", "A.0.B.0.C=1", "A"] {
            assert!(json(query).is_err(), "{query}");
        }
    }
}
