//! Several accounts: in which of the profiles is what was looked for.

/// What one profile came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Searched {
    pub profile: String,
    /// How many EIPs fit each target, in their order; or why it could not be looked.
    pub hits: Result<Vec<usize>, String>,
    /// Where in it, and why, it could not be looked.
    pub unread: Vec<String>,
}

/// Whose they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// All that was found is in this profile.
    One(String),
    /// These have some: which one is meant is not known, and nothing is sent in two accounts at once.
    Several(Vec<String>),
    /// Nothing was found in any that could be read.
    Nobody,
}

/// Whose the targets are.
pub(crate) fn owner(all: &[Searched]) -> Owner {
    let has = |one: &&Searched| one.hits.as_ref().is_ok_and(|hits| hits.iter().any(|n| *n > 0));
    let owners: Vec<String> = all.iter().filter(has).map(|one| one.profile.clone()).collect();
    match <[String; 1]>::try_from(owners) {
        Ok([one]) => Owner::One(one),
        Err(none) if none.is_empty() => Owner::Nobody,
        Err(several) => Owner::Several(several),
    }
}

/// What could not be read: the profile, and why.
pub(crate) fn unread(all: &[Searched]) -> Vec<(String, String)> {
    let of = |one: &Searched| {
        let whole = one.hits.as_ref().err().cloned();
        let parts = one.unread.iter().cloned();
        whole.into_iter().chain(parts).map(|why| (one.profile.clone(), why)).collect::<Vec<_>>()
    };
    all.iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn searched(profile: &str, hits: &[usize]) -> Searched {
        Searched { profile: profile.to_owned(), hits: Ok(hits.to_vec()), unread: vec![] }
    }

    #[test]
    fn one_profile_owns_all_that_was_found_or_none_is_chosen() {
        let [a, none, b] = [searched("a", &[1, 0]), searched("b", &[0, 0]), searched("c", &[0, 2])];
        assert_eq!(owner(&[none.clone(), a.clone()]), Owner::One("a".into()));
        assert_eq!(
            owner(&[a.clone(), none.clone(), b]),
            Owner::Several(vec!["a".into(), "c".into()])
        );
        let broken = Searched { hits: Err("no keys".into()), ..searched("d", &[]) };
        assert_eq!(owner(&[none, broken.clone()]), Owner::Nobody);
        let closed = Searched { unread: vec!["ap-shanghai: closed".into()], ..a };
        let why = |profile: &str, why: &str| (profile.to_owned(), why.to_owned());
        assert_eq!(
            unread(&[closed, broken]),
            [why("a", "ap-shanghai: closed"), why("d", "no keys")]
        );
    }
}
