//! What can go wrong with the journal. What each kind means is said in `text`.

use crate::domain::journal_error::JournalErrorKind;
use std::io;
use std::path::{Path, PathBuf};

/// The kind that an error of the system is.
fn kind_of(error: &io::Error) -> JournalErrorKind {
    let kind = error.kind();
    if matches!(kind, io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) {
        JournalErrorKind::ReadOnly
    } else if matches!(
        kind,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    ) {
        JournalErrorKind::DiskFull
    } else if kind == io::ErrorKind::NotADirectory {
        JournalErrorKind::NotAFolder
    } else if kind == io::ErrorKind::IsADirectory {
        JournalErrorKind::NotAFile
    } else {
        JournalErrorKind::Io
    }
}

/// The journal could not be used.
#[derive(Debug, thiserror::Error)]
#[error("{kind:?}{tail}", tail = self.tail())]
pub struct JournalError {
    /// What kind of trouble.
    pub kind: JournalErrorKind,
    /// Where; empty when no place is known.
    pub(crate) path: PathBuf,
    /// What the system said, if it was the system.
    #[source]
    pub(crate) source: Option<io::Error>,
}

impl JournalError {
    /// There is no folder to keep the journal in.
    pub(crate) fn no_folder() -> Self {
        Self { kind: JournalErrorKind::NoFolder, path: PathBuf::new(), source: None }
    }

    /// What is said behind what it means: the place, and what the system said.
    pub fn tail(&self) -> String {
        let mut tail = String::new();
        if !self.path.as_os_str().is_empty() {
            tail = format!(": {}", self.path.display());
        }
        if let Some(source) = &self.source {
            tail = format!("{tail} ({source})");
        }
        tail
    }

    pub(super) fn new(kind: JournalErrorKind, path: &Path) -> Self {
        Self { kind, path: path.to_owned(), source: None }
    }

    pub(super) fn io(path: &Path, error: io::Error) -> Self {
        Self { kind: kind_of(&error), path: path.to_owned(), source: Some(error) }
    }

    pub(super) fn lock(path: &Path, error: io::Error) -> Self {
        Self { kind: JournalErrorKind::Lock, path: path.to_owned(), source: Some(error) }
    }
}
