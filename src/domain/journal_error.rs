//! What can go wrong with the journal, and what its lines can show: as words that decide what is said.

/// Kinds of trouble. Whatever the kind: the record is not on disk, so nothing may be sent (exit code 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JournalErrorKind {
    /// No folder is known to keep it in: there is no home folder.
    NoFolder,
    /// Its folder is a file, or lies below one.
    NotAFolder,
    /// This user may not write there, or the file system is read-only.
    ReadOnly,
    /// No space, quota or file size is left.
    DiskFull,
    /// Others may write to its folder.
    OthersMayWrite,
    /// In its place stands a symbolic link: it is not followed.
    SymbolicLink,
    /// In its place stands something that is no file.
    NotAFile,
    /// The file holds something else than a journal.
    NotAJournal,
    /// The record is longer than a line may be.
    TooLong,
    /// It could not be locked against other processes.
    Lock,
    /// Another process holds its lock, and goes on holding it.
    Held,
    /// What was to be settled has its verdict already.
    Settled,
    /// Any other error of the system.
    Io,
}

/// Kinds of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// It was cut short (power loss), is kept and stepped over. The chain is intact.
    Torn,
    /// It is whole, but a newer version wrote something that this one does not know. The chain is intact.
    NotUnderstood,
    /// It was changed after it was written, or never was a record.
    Changed,
    /// It does not follow from the line before: lines were removed, added or moved, or it was changed itself.
    OutOfPlace,
    /// It is longer than any record: not ours.
    TooLong,
}

impl ProblemKind {
    /// Whether the chain is broken by it.
    pub(crate) fn breaks_chain(self) -> bool {
        matches!(self, Self::Changed | Self::OutOfPlace | Self::TooLong)
    }
}
