//! Whether a record could be written, found out without writing one: nothing is made, changed or locked for longer than a look.

use super::FILE_NAME;
use super::error::JournalError;
use super::store;
use crate::domain::journal_error::JournalErrorKind;
use rustix::fs::{Access, access, statvfs};
use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// What stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Health {
    /// The folder's permissions; `None` when it is yet to be made.
    pub(crate) folder_mode: Option<u32>,
    /// The file's permissions; `None` when it is yet to be made.
    pub(crate) file_mode: Option<u32>,
    /// Bytes left on the disk for this user, where the system says.
    pub(crate) free: Option<u64>,
}

/// Less than this is as good as nothing: a run writes a few kilobytes, and so does everybody else.
const LEAST_FREE: u64 = 64 << 10;

/// Looks whether the journal of this folder can be written.
///
/// # Errors
/// [`JournalError`]: nothing could be sent, as no intent could be recorded.
pub fn health(dir: &Path) -> Result<Health, JournalError> {
    if dir.as_os_str().is_empty() {
        return Err(JournalError::no_folder());
    }
    let folder_mode = match fs::metadata(dir) {
        Ok(found) if found.is_dir() => {
            store::check_folder(dir, &found)?;
            Some(found.permissions().mode() & 0o777)
        }
        Ok(_) => return Err(JournalError::new(JournalErrorKind::NotAFolder, dir)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(JournalError::io(dir, error)),
    };
    // A folder that is yet to be made needs the nearest one above it.
    let stands =
        dir.ancestors().find(|path| path.as_os_str().is_empty() || path.exists()).unwrap_or(dir);
    let stands = if stands.as_os_str().is_empty() { Path::new(".") } else { stands };
    if !stands.is_dir() {
        return Err(JournalError::new(JournalErrorKind::NotAFolder, stands));
    }
    access(stands, Access::WRITE_OK | Access::EXEC_OK)
        .map_err(|error| JournalError::io(stands, error.into()))?;
    let path = dir.join(FILE_NAME);
    let file_mode = match store::open_to_read(&path)? {
        None => None,
        Some(file) => {
            access(&path, Access::READ_OK | Access::WRITE_OK)
                .map_err(|error| JournalError::io(&path, error.into()))?;
            let found = file.metadata().map_err(|error| JournalError::io(&path, error))?;
            Some(found.permissions().mode() & 0o777)
        }
    };
    let free = statvfs(stands).ok().map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize));
    match free {
        Some(free) if free < LEAST_FREE => {
            Err(JournalError::io(stands, io::ErrorKind::StorageFull.into()))
        }
        free => Ok(Health { folder_mode, file_mode, free }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_leaves_nothing_behind() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("a/b");
        let seen = health(&dir).unwrap();
        assert_eq!((seen.folder_mode, seen.file_mode), (None, None));
        assert!(!home.path().join("a").exists());
        fs::create_dir_all(&dir).unwrap();
        fs::set_permissions(&dir, fs::Permissions::from_mode(0o755)).unwrap();
        fs::write(dir.join(FILE_NAME), b"").unwrap();
        fs::set_permissions(dir.join(FILE_NAME), fs::Permissions::from_mode(0o644)).unwrap();
        let seen = health(&dir).unwrap();
        assert_eq!((seen.folder_mode, seen.file_mode), (Some(0o755), Some(0o644)));
        assert_eq!(fs::read_dir(&dir).unwrap().count(), 1);
    }

    #[test]
    fn what_can_never_be_a_journal_is_told() {
        let home = tempfile::tempdir().unwrap();
        let kind = |dir: &Path| health(dir).unwrap_err().kind;
        assert_eq!(kind(Path::new("")), JournalErrorKind::NoFolder);
        assert_eq!(kind(Path::new("/dev/null/x")), JournalErrorKind::NotAFolder);
        fs::write(home.path().join("file"), b"").unwrap();
        assert_eq!(kind(&home.path().join("file")), JournalErrorKind::NotAFolder);
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o770)).unwrap();
        assert_eq!(kind(home.path()), JournalErrorKind::OthersMayWrite);
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
        std::os::unix::fs::symlink("/dev/null", home.path().join(FILE_NAME)).unwrap();
        assert_eq!(kind(home.path()), JournalErrorKind::SymbolicLink);
    }
}
