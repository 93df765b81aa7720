//! Values as people have them: quoted, with a stray character; what is wrong is named, the value never.

use crate::api::credentials::{CredentialError, Credentials, Slip};
use crate::config::text_file::TextError;
use crate::text::Lang;
use crate::text::credentials as words;
use crate::text::files::{self, NoText};
use crate::text::said::Said;

/// The names that a source gives to id, key and token.
pub(super) type Names = [&'static str; 3];

/// Id, key and token as they stand in a source.
pub(super) type Texts<'a> = (&'a str, &'a str, Option<&'a str>);

/// Credentials of these texts, with one pair of quotes taken off each; and the names of those that had some.
///
/// # Errors
/// What is wrong, under the source's own name for it.
pub(super) fn credentials(
    lang: Lang,
    names: Names,
    (id, key, token): Texts<'_>,
) -> Result<(Credentials, Vec<&'static str>), String> {
    let (id, quoted_id) = bare(id);
    let (key, quoted_key) = bare(key);
    let token = token.map(bare);
    let quoted = [quoted_id, quoted_key, token.is_some_and(|(_, quoted)| quoted)];
    let quoted = names.into_iter().zip(quoted).filter(|(_, quoted)| *quoted).map(|(name, _)| name);
    let quoted = quoted.collect();
    Credentials::new(id, key, token.map(|(text, _)| text))
        .map(|credentials| (credentials, quoted))
        .map_err(|error| slip(lang, names, error))
}

/// A value without blanks and one pair of quotes around it, and whether there were some.
fn bare(text: &str) -> (&str, bool) {
    let text = text.trim();
    let inner =
        ['"', '\''].into_iter().find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
    (inner.unwrap_or(text), inner.is_some())
}

/// What is wrong with a value, without the value.
fn slip(
    lang: Lang,
    [id, key, token]: Names,
    CredentialError { what, slip }: CredentialError,
) -> String {
    let name = match what {
        "SecretId" => id,
        "SecretKey" => key,
        _ => token,
    };
    match slip {
        Slip::Empty => words::empty(lang, name),
        Slip::Blanks => words::blanks(lang, name),
        Slip::Impossible { at, found } => words::impossible(lang, name, at, found),
    }
}

/// Why a file gave no text; nothing for one that is not there.
pub(super) fn no_text(lang: Lang, shown: &str, error: TextError) -> Option<Said> {
    let why = match error {
        TextError::Missing => return None,
        TextError::Unreadable(error) => return Some(files::unreadable(lang, shown, &error)),
        TextError::NotAFile => NoText::NotAFile,
        TextError::TooLarge => NoText::TooLarge,
        TextError::Utf16 => NoText::Utf16,
        TextError::NotUtf8(line) => NoText::NotUtf8(line),
    };
    Some(files::no_text(lang, shown, why))
}
