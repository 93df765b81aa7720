//! Credentials from the environment (`docs/credentials.md` §1).

use super::found::{Base, Found, differ, stop};
use super::value;
use crate::config::env::Env;
use crate::failure::Failure;
use crate::text::Lang;
use crate::text::credentials as words;

const ID: &str = "TENCENTCLOUD_SECRET_ID";
const KEY: &str = "TENCENTCLOUD_SECRET_KEY";
/// Tools disagree about the token's name.
const TOKENS: [&str; 2] = ["TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN"];

/// Reads `TENCENTCLOUD_SECRET_ID`, `_KEY` and the token under either of its two names; `None` when none of them is set.
///
/// # Errors
/// Half a pair, two different tokens, or a value that can't be one: each names the variable, never its value.
pub(super) fn find(env: &Env, lang: Lang) -> Result<Option<Found>, Failure> {
    let token = env.one_of(TOKENS).map_err(|differing| differ(lang, differing))?;
    let (id, key) = match (env.get(ID), env.get(KEY), token) {
        (Some(id), Some(key), _) => (id, key),
        (None, None, None) => return Ok(None),
        (None, None, Some((name, _))) => return Err(stop(words::token_alone(lang, name))),
        (id, _, _) => {
            let missing = if id.is_none() { ID } else { KEY };
            return Err(stop(words::half_environment(lang, missing)));
        }
    };
    let names = [ID, KEY, token.map_or(TOKENS[0], |(name, _)| name)];
    let (credentials, quoted) =
        value::credentials(lang, names, (id, key, token.map(|(_, token)| token)))
            .map_err(|why| stop(words::bad_environment(lang, &why)))?;
    let mut found = Found::new(Base::Keys(credentials), words::ENVIRONMENT);
    found.warnings.extend(quoted.into_iter().map(|name| words::unquoted(lang, "", name)));
    Ok(Some(found))
}

/// The environment as the only source.
///
/// # Errors
/// As [`find`], and when nothing is set.
pub(super) fn only(env: &Env, lang: Lang) -> Result<Found, Failure> {
    find(env, lang)?.ok_or_else(|| stop(words::no_environment(lang)))
}
