//! "Did you mean …?": only what somebody may have mistyped is guessed.

/// The word that was probably meant: at most a letter off for every four, and three in all. A transposition counts as one.
pub(crate) fn near<'a>(words: impl IntoIterator<Item = &'a str>, wrong: &str) -> Option<&'a str> {
    let wrong: String = wrong.trim().chars().take(64).collect::<String>().to_lowercase();
    let length = wrong.chars().count();
    words
        .into_iter()
        .filter_map(|word| {
            let letters = word.chars().count();
            let off = strsim::osa_distance(&word.to_lowercase(), &wrong);
            let allowed = (length.max(letters) / 4).clamp(1, 3);
            (off <= allowed && off < length.min(letters)).then_some((off, word))
        })
        .min_by_key(|(off, _)| *off)
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn only_what_is_near_is_guessed() {
        let words = ["list", "quota", "unbind", "history", "ap-guangzhou", "gz", "shjr"];
        for (wrong, meant) in [
            ("listt", Some("list")),
            ("lsit", Some("list")),
            ("LIST", Some("list")),
            ("hsitroy", None),
            ("histroy", Some("history")),
            ("guangzhou", Some("ap-guangzhou")),
            ("ap-guangzho", Some("ap-guangzhou")),
            ("g", None),
            ("web", None),
            ("prod-main", None),
            ("", None),
        ] {
            assert_eq!(near(words, wrong), meant, "{wrong}");
        }
    }
}
