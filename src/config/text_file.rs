//! Small text files that people wrote: with a byte order mark, with CRLF, or saved as UTF-16.

use crate::files::{self, Odd};
use std::io::ErrorKind;
use std::path::Path;

/// Why a file gave no text.
#[derive(Debug)]
pub(crate) enum TextError {
    /// It is not there.
    Missing,
    /// The system's error.
    Unreadable(std::io::Error),
    /// A folder, a pipe, a device: reading it may never end.
    NotAFile,
    /// More than a megabyte.
    TooLarge,
    /// An editor saved it as UTF-16.
    Utf16,
    /// Some other encoding; the line of the first byte that does not fit.
    NotUtf8(usize),
}

/// Reads a text, without its byte order mark.
pub(crate) fn read(path: &Path) -> Result<String, TextError> {
    let of_io = |error: std::io::Error| {
        let missing = matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory);
        if missing { TextError::Missing } else { TextError::Unreadable(error) }
    };
    // Whoever names it wants an empty file.
    if path == Path::new("/dev/null") {
        return Ok(String::new());
    }
    let bytes = files::read(path).map_err(|error| match files::odd(&error) {
        Some(Odd::NotAFile) => TextError::NotAFile,
        Some(Odd::TooLong) => TextError::TooLarge,
        None => of_io(error),
    })?;
    decode(bytes)
}

fn decode(bytes: Vec<u8>) -> Result<String, TextError> {
    // UTF-16 begins with its mark, or shows itself by the zero beside every ASCII character.
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(TextError::Utf16);
    }
    if bytes.len() >= 2 && (bytes[0] == 0) != (bytes[1] == 0) {
        return Err(TextError::Utf16);
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let whole = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        TextError::NotUtf8(1 + whole.iter().filter(|byte| **byte == b'\n').count())
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_left_out_and_utf16_named() {
        assert_eq!(decode(b"\xef\xbb\xbf{}\r\n".to_vec()).unwrap(), "{}\r\n");
        let utf16 = |little: bool, mark: bool| {
            let text = if mark { "\u{feff}[default]" } else { "[default]" };
            let unit = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
            text.encode_utf16().flat_map(unit).collect::<Vec<u8>>()
        };
        for (little, mark) in [(true, true), (true, false), (false, true), (false, false)] {
            assert!(matches!(decode(utf16(little, mark)), Err(TextError::Utf16)));
        }
        assert!(matches!(decode(b"a\nb\n\xffc".to_vec()), Err(TextError::NotUtf8(3))));
    }

    #[test]
    fn what_may_never_end_is_not_read() {
        assert!(matches!(read(Path::new("/dev/zero")), Err(TextError::NotAFile)));
        assert!(matches!(read(Path::new("/")), Err(TextError::NotAFile)));
        assert!(matches!(read(Path::new("/nowhere/at/all")), Err(TextError::Missing)));
        assert_eq!(read(Path::new("/dev/null")).unwrap(), "");
    }
}
