//! The SDKs' file (`docs/credentials.md` §3): ini, section `[default]` only.

use super::found::{Ask, Base, Found, stop};
use super::value;
use crate::config::paths;
use crate::config::text_file::{self, TextError};
use crate::failure::Failure;
use crate::text::Lang;
use crate::text::credentials as words;
use crate::text::credentials::sdk_file as said;
use std::path::Path;

/// The variable that names the file, for the vendor's Go SDK and for this program.
pub(super) const VARIABLE: &str = "TENCENTCLOUD_CREDENTIALS_FILE";

/// The file that the variable names, or that the SDKs would read; `None` when there is none.
///
/// # Errors
/// A file that is there, or was named, and can't be used: it is named with its line.
pub(super) fn find(ask: &Ask<'_>) -> Result<Option<Found>, Failure> {
    if let Some(named) = ask.env.get(VARIABLE) {
        let path = paths::resolve(named, ask.home);
        let missing = || stop(words::named_path_missing(ask.lang, VARIABLE, &paths::shown(&path)));
        return read(ask, &path)?.ok_or_else(missing).map(Some);
    }
    let own = ask.home.map(|home| home.join(".tencentcloud/credentials"));
    for path in own.into_iter().chain([ask.etc.join("tencentcloud/credentials")]) {
        if let Some(found) = read(ask, &path)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The keys of this file; `None` when it is not there.
fn read(ask: &Ask<'_>, path: &Path) -> Result<Option<Found>, Failure> {
    let (lang, shown) = (ask.lang, paths::shown(path));
    let text = match text_file::read(path) {
        Ok(text) => text,
        Err(TextError::Missing) => return Ok(None),
        Err(error) => {
            return value::no_text(lang, &shown, error).map_or(Ok(None), |s| Err(stop(s)));
        }
    };
    let (id, key) = parse(&text, &shown, lang)?;
    let (credentials, quoted) =
        value::credentials(lang, ["secret_id", "secret_key", "token"], (id, key, None))
            .map_err(|why| stop(said::bad_value(lang, &shown, &why)))?;
    let mut found = Found::new(Base::Keys(credentials), shown_name(path));
    found.warnings.extend(quoted.into_iter().map(|name| words::unquoted(lang, &shown, name)));
    Ok(Some(found))
}

fn shown_name(path: &Path) -> String {
    format!("sdk-file {}", paths::shown(path))
}

/// Id and key in the text, as they stand there.
fn parse<'t>(text: &'t str, shown: &str, lang: Lang) -> Result<(&'t str, &'t str), Failure> {
    let (mut in_default, mut seen_default) = (None, false);
    let (mut id, mut key) = (None, None);
    for (index, line) in text.lines().enumerate() {
        let (line, number) = (line.trim(), index + 1);
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(section) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            in_default = Some(section.trim() == "default");
            seen_default |= in_default == Some(true);
            continue;
        }
        let Some((name, value)) = line.split_once(['=', ':']).filter(|_| in_default.is_some())
        else {
            // The line may hold a key: it is not repeated.
            return Err(stop(said::bad_line(lang, shown, number)));
        };
        let value = value.trim();
        if in_default != Some(true) || value.is_empty() {
            continue;
        }
        match name.trim().to_ascii_lowercase().as_str() {
            "secret_id" => id = Some(value),
            "secret_key" => key = Some(value),
            _ => {}
        }
    }
    if !seen_default {
        return Err(stop(said::no_section(lang, shown)));
    }
    let missing = |name: &str| stop(said::missing(lang, shown, name));
    Ok((id.ok_or_else(|| missing("secret_id"))?, key.ok_or_else(|| missing("secret_key"))?))
}

/// The file as the only source.
///
/// # Errors
/// As [`find`], and when there is none.
pub(super) fn only(ask: &Ask<'_>) -> Result<Found, Failure> {
    find(ask)?.ok_or_else(|| stop(said::none(ask.lang)))
}
