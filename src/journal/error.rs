//! What can go wrong with the journal. Each kind has words in both languages; callers pick.

use std::io;
use std::path::{Path, PathBuf};

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

impl JournalErrorKind {
    /// What it means, in English and in Chinese.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::NoFolder => (
                "no home folder to keep the journal in; name one with --state-dir",
                "找不到存放日志的主目录；请用 --state-dir 指定",
            ),
            Self::NotAFolder => ("the journal's folder is not a folder", "日志目录不是文件夹"),
            Self::ReadOnly => (
                "the journal may not be written there (no permission, or read-only)",
                "日志不可写（无权限或只读）",
            ),
            Self::DiskFull => ("no space is left for the journal", "磁盘空间不足，无法写入日志"),
            Self::OthersMayWrite => (
                "others may write to the journal's folder and could exchange it; run chmod go-w on it, or name another with --state-dir",
                "其他用户可写日志目录，可能替换日志；请对其执行 chmod go-w，或用 --state-dir 指定其他目录",
            ),
            Self::SymbolicLink => (
                "the journal is a symbolic link, which is not followed",
                "日志文件是符号链接，不予跟随",
            ),
            Self::NotAFile => ("the journal is not a regular file", "日志不是普通文件"),
            Self::NotAJournal => {
                ("the file is not a journal of this program", "该文件不是本程序的日志")
            }
            Self::TooLong => ("the record is too long for the journal", "记录过长，无法写入日志"),
            Self::Lock => ("the journal could not be locked", "无法锁定日志文件"),
            Self::Held => (
                "another process holds the journal's lock (perhaps an eip-unbind that was stopped, or a backup; fuser says which)",
                "日志的锁被其他进程占用（可能是被暂停的 eip-unbind 或备份程序；可用 fuser 查看）",
            ),
            Self::Settled => ("another process settled it", "已由其他进程确认"),
            Self::Io => ("the journal could not be read or written", "日志读写失败"),
        }
    }

    fn of(error: &io::Error) -> Self {
        let kind = error.kind();
        if matches!(kind, io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) {
            Self::ReadOnly
        } else if matches!(
            kind,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
        ) {
            Self::DiskFull
        } else if kind == io::ErrorKind::NotADirectory {
            Self::NotAFolder
        } else if kind == io::ErrorKind::IsADirectory {
            Self::NotAFile
        } else {
            Self::Io
        }
    }
}

/// The journal could not be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.text().0)]
pub struct JournalError {
    /// What kind of trouble.
    pub kind: JournalErrorKind,
    /// Where; empty when no place is known.
    pub path: PathBuf,
    /// What the system said, if it was the system.
    #[source]
    pub source: Option<io::Error>,
}

impl JournalError {
    /// There is no folder to keep the journal in.
    pub fn no_folder() -> Self {
        Self { kind: JournalErrorKind::NoFolder, path: PathBuf::new(), source: None }
    }

    /// The whole message, in English and in Chinese.
    pub fn text(&self) -> (String, String) {
        let (en, zh) = self.kind.words();
        let mut tail = String::new();
        if !self.path.as_os_str().is_empty() {
            tail = format!(": {}", self.path.display());
        }
        if let Some(source) = &self.source {
            tail = format!("{tail} ({source})");
        }
        (format!("{en}{tail}"), format!("{zh}{tail}"))
    }

    pub(super) fn new(kind: JournalErrorKind, path: &Path) -> Self {
        Self { kind, path: path.to_owned(), source: None }
    }

    pub(super) fn io(path: &Path, error: io::Error) -> Self {
        Self { kind: JournalErrorKind::of(&error), path: path.to_owned(), source: Some(error) }
    }

    pub(super) fn lock(path: &Path, error: io::Error) -> Self {
        Self { kind: JournalErrorKind::Lock, path: path.to_owned(), source: Some(error) }
    }
}
