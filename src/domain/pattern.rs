//! Patterns as people write them in lists.

/// `prod-*`: `*` stands for anything, everything else for itself, case-insensitive.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_lowercase(), text.to_lowercase());
    let mut parts = pattern.split('*');
    let Some(first) = parts.next() else { return false };
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_stand_for_anything() {
        assert!(matches("prod-*", "prod-gw-1"));
        assert!(matches("*-gw-*", "Prod-GW-1"));
        assert!(matches("eip-1", "eip-1"));
        assert!(!matches("eip-1", "eip-12"));
        assert!(!matches("prod-*", "preprod-1"));
        assert!(matches("*", ""));
        assert!(!matches("a*b*c", "acb"));
    }
}
