//! The file under the journal: opening it safely, finding its last whole line, adding to it all or nothing.

use super::error::JournalError;
use super::line::{self, MAX_LINE, NO_LINE};
use crate::domain::journal_error::JournalErrorKind;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::path::Path;
use std::thread::park_timeout;
use std::time::Duration;

/// How often a lock that another process holds is asked for, and how long between: five seconds, where a record takes milliseconds.
const LOCK_TRIES: u32 = 500;
const LOCK_PAUSE: Duration = Duration::from_millis(10);

/// Lines stepped over in search of a whole one before the file is held to be something else.
const MAX_STEPS: u64 = 1_000;

/// Makes the folder, for this user alone. One that exists keeps its permissions, but others must not be able to write there.
pub(crate) fn make_folder(dir: &Path) -> Result<(), JournalError> {
    match fs::metadata(dir) {
        Ok(found) if found.is_dir() => return check_folder(dir, &found),
        Ok(_) => return Err(JournalError::new(JournalErrorKind::NotAFolder, dir)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(JournalError::io(dir, error)),
    }
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .map_err(|error| JournalError::io(dir, error))?;
    if let Some(parent) = dir.parent() {
        // The entry of the new folder itself; not every file system lets a folder be synced.
        let _ = File::open(parent).and_then(|parent| parent.sync_all());
    }
    Ok(())
}

/// Whoever may write there could put another journal in the place of ours.
pub(super) fn check_folder(dir: &Path, found: &fs::Metadata) -> Result<(), JournalError> {
    if crate::files::is_open_to_others(found) {
        return Err(JournalError::new(JournalErrorKind::OthersMayWrite, dir));
    }
    Ok(())
}

/// Opens a file of ours to read and append, making it if need be. A symbolic link is never followed. A file that another process takes away
/// while it is being opened (a run lock is swept until it is held) is made anew.
pub(super) fn open_own(path: &Path) -> Result<File, JournalError> {
    for _ in 0..100 {
        match open_once(path) {
            Err(error)
                if error.source.as_ref().is_some_and(|e| e.kind() == io::ErrorKind::NotFound)
                    && path.parent().is_some_and(Path::is_dir) => {}
            opened => return opened,
        }
    }
    open_once(path)
}

fn open_once(path: &Path) -> Result<File, JournalError> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).mode(0o600).custom_flags(crate::files::no_wait_no_link());
    let file = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            match options.clone().create_new(true).open(path) {
                Ok(file) => {
                    sync_folder_of(path)?;
                    Ok(file)
                }
                // Another process was faster.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => options.open(path),
                Err(error) => Err(error),
            }
        }
        Err(error) => Err(error),
        Ok(found) => {
            check_kind(path, &found)?;
            options.open(path)
        }
    }
    .map_err(|error| JournalError::io(path, error))?;
    let opened = file.metadata().map_err(|error| JournalError::io(path, error))?;
    let found = fs::symlink_metadata(path).map_err(|error| JournalError::io(path, error))?;
    check_kind(path, &found)?;
    if opened.is_file() && opened.permissions().mode() & 0o177 != 0 {
        file.set_permissions(Permissions::from_mode(0o600))
            .map_err(|error| JournalError::io(path, error))?;
    }
    Ok(file)
}

/// Opens a file of ours to read; `None` when there is none.
pub(super) fn open_to_read(path: &Path) -> Result<Option<File>, JournalError> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(JournalError::io(path, error)),
        Ok(found) => check_kind(path, &found)?,
    }
    let mut options = OpenOptions::new();
    let opened = options.read(true).custom_flags(crate::files::no_wait_no_link()).open(path);
    let file = opened.map_err(|error| JournalError::io(path, error))?;
    // What stands there may have been exchanged in between.
    let found = file.metadata().map_err(|error| JournalError::io(path, error))?;
    check_kind(path, &found).map(|()| Some(file))
}

fn check_kind(path: &Path, found: &fs::Metadata) -> Result<(), JournalError> {
    if found.is_symlink() {
        return Err(JournalError::new(JournalErrorKind::SymbolicLink, path));
    }
    if !found.is_file() {
        return Err(JournalError::new(JournalErrorKind::NotAFile, path));
    }
    Ok(())
}

fn sync_folder_of(path: &Path) -> Result<(), JournalError> {
    let Some(dir) = path.parent() else { return Ok(()) };
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(|error| JournalError::io(dir, error))
}

/// Whether the open file is still the one that stands at this path.
pub(super) fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    let opened = file.metadata()?;
    match fs::symlink_metadata(path) {
        Ok(found) => Ok((opened.dev(), opened.ino()) == (found.dev(), found.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Asks for a lock until it is there, but not for ever: whoever holds it may have been stopped. `WouldBlock` when another process kept it.
pub(super) fn lock_in_time(
    lock: impl Fn() -> Result<(), TryLockError>,
) -> Result<(), TryLockError> {
    for _ in 1..LOCK_TRIES {
        match lock() {
            Err(TryLockError::WouldBlock) => park_timeout(LOCK_PAUSE),
            done => return done,
        }
    }
    lock()
}

/// Opens the file at this path and locks it for this process alone; waits a while for others. A file that was moved away meanwhile is let go.
pub(super) fn open_locked(path: &Path) -> Result<File, JournalError> {
    for _ in 0..100 {
        let file = open_own(path)?;
        lock_in_time(|| file.try_lock()).map_err(|error| match error {
            TryLockError::WouldBlock => JournalError::new(JournalErrorKind::Held, path),
            TryLockError::Error(error) => JournalError::lock(path, error),
        })?;
        if is_at(&file, path).map_err(|error| JournalError::io(path, error))? {
            return Ok(file);
        }
    }
    Err(JournalError::new(JournalErrorKind::Lock, path))
}

/// The end of the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tail {
    /// The file's length.
    pub(super) len: u64,
    /// Whether the last line lacks its end.
    pub(super) unended: bool,
    /// The hash of the last whole line.
    pub(super) hash: String,
    /// The number of the last line, whole or torn.
    pub(super) lines: u64,
}

/// Looks at the end of the file, from behind; `None` when it does not look like a journal.
pub(super) fn tail(file: &mut File) -> io::Result<Option<Tail>> {
    let len = file.metadata()?.len();
    let unended = len > 0 && byte_at(file, len - 1)? != b'\n';
    let mut end = if unended { len } else { len.saturating_sub(1) };
    let mut torn = 0;
    if len == 0 {
        return Ok(Some(Tail { len, unended, hash: NO_LINE.to_owned(), lines: 0 }));
    }
    while torn < MAX_STEPS {
        let start = line_start(file, end)?;
        if end - start <= MAX_LINE as u64 {
            let mut bytes = vec![0; (end - start) as usize];
            file.seek(SeekFrom::Start(start))?;
            file.read_exact(&mut bytes)?;
            if let Some(link) = line::link(&bytes) {
                return Ok(Some(Tail {
                    len,
                    unended,
                    hash: line::hash(&bytes),
                    lines: link.seq.saturating_add(torn),
                }));
            }
        }
        torn += 1;
        if start == 0 {
            return Ok(Some(Tail { len, unended, hash: NO_LINE.to_owned(), lines: torn }));
        }
        end = start - 1;
    }
    Ok(None)
}

fn byte_at(file: &mut File, at: u64) -> io::Result<u8> {
    let mut byte = [0];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut byte)?;
    Ok(byte[0])
}

/// Where the line begins that ends before `end`.
fn line_start(file: &mut File, end: u64) -> io::Result<u64> {
    let mut chunk = [0; 4096];
    let mut upto = end;
    while upto > 0 {
        let from = upto.saturating_sub(chunk.len() as u64);
        let part = &mut chunk[..(upto - from) as usize];
        file.seek(SeekFrom::Start(from))?;
        file.read_exact(part)?;
        if let Some(at) = part.iter().rposition(|byte| *byte == b'\n') {
            return Ok(from + at as u64 + 1);
        }
        upto = from;
    }
    Ok(0)
}

/// What bytes can be added to: a file, or one that fails on purpose.
pub(super) trait Medium {
    /// Adds these bytes at the end.
    fn add(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Returns when they are on disk.
    fn sync(&mut self) -> io::Result<()>;
    /// Cuts it back to this length.
    fn cut(&mut self, len: u64) -> io::Result<()>;
}

impl Medium for File {
    fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn cut(&mut self, len: u64) -> io::Result<()> {
        self.set_len(len)
    }
}

/// Adds these bytes and syncs them, or leaves the file as long as it was.
pub(super) fn commit(medium: &mut impl Medium, len: u64, bytes: &[u8]) -> io::Result<()> {
    medium.add(bytes).and_then(|()| medium.sync()).inspect_err(|_| {
        // If this fails too, a torn line stays, and the next writer steps over it.
        let _ = medium.cut(len);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes only so many bytes, or none to the disk.
    struct Weak {
        bytes: Vec<u8>,
        room: usize,
        syncs: bool,
    }

    impl Medium for Weak {
        fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
            let fits = bytes.len().min(self.room - self.bytes.len());
            self.bytes.extend_from_slice(&bytes[..fits]);
            if fits < bytes.len() { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        }

        fn sync(&mut self) -> io::Result<()> {
            if self.syncs { Ok(()) } else { Err(io::Error::other("the disk is gone")) }
        }

        fn cut(&mut self, len: u64) -> io::Result<()> {
            self.bytes.truncate(len as usize);
            Ok(())
        }
    }

    #[test]
    fn a_failed_write_leaves_nothing_behind() {
        for room in 4..8 {
            let mut weak = Weak { bytes: b"old\n".to_vec(), room, syncs: true };
            assert!(commit(&mut weak, 4, b"new\n").is_err());
            assert_eq!(weak.bytes, b"old\n", "room for {room}");
        }
        let mut weak = Weak { bytes: b"old\n".to_vec(), room: 8, syncs: false };
        assert!(commit(&mut weak, 4, b"new\n").is_err(), "what is not synced is not written");
        assert_eq!(weak.bytes, b"old\n");
    }
}
