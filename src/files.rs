//! Files of this machine, read and written so that nothing that stands in their place holds up, empties or misleads the program: not a FIFO,
//! a device, a disk that hangs, a file that never ends, a link that somebody planted.

use rustix::fs::OFlags;
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;
use tokio::sync::oneshot;

/// No file that is read whole is longer: config and credentials are some kilobytes, a bundle of certificates is a quarter of this.
const LIMIT: u64 = 1 << 20;
/// A disk that takes longer to give such a file does not answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// What stands in the place of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Odd {
    /// A FIFO, a device, a folder.
    NotAFile,
    /// A file of more than [`LIMIT`] bytes.
    TooLong,
}

impl fmt::Display for Odd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAFile => "not a regular file",
            Self::TooLong => "longer than 1 MiB",
        })
    }
}

impl std::error::Error for Odd {}

/// What stands in the place of a file, if that is what an error is about.
pub(crate) fn odd(error: &io::Error) -> Option<Odd> {
    error.get_ref()?.downcast_ref().copied()
}

/// Flags that keep opening from waiting for somebody at the other end of a FIFO or a line.
pub(crate) fn no_wait() -> i32 {
    (OFlags::NONBLOCK | OFlags::NOCTTY).bits() as i32
}

/// The same, and a link in the place of the file is an error.
pub(crate) fn no_wait_no_link() -> i32 {
    (OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::NOFOLLOW).bits() as i32
}

/// Reads a whole file. Links are followed: people keep their settings elsewhere.
///
/// # Errors
/// Those of the system, [`Odd`], and `TimedOut` when the disk does not answer.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let (own, (tell, told)) = (path.to_owned(), mpsc::channel());
    std::thread::spawn(move || drop(tell.send(read_now(&own))));
    told.recv_timeout(PATIENCE).unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

/// Reads a whole file as text.
///
/// # Errors
/// As [`read`], and `InvalidData` when it is not UTF-8.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read(path)?)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()))
}

fn read_now(path: &Path) -> io::Result<Vec<u8>> {
    let file = OpenOptions::new().read(true).custom_flags(no_wait()).open(path)?;
    check(&file.metadata()?)?;
    let mut bytes = Vec::new();
    // It may grow while it is read.
    file.take(LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT { Err(io::Error::other(Odd::TooLong)) } else { Ok(bytes) }
}

fn check(found: &std::fs::Metadata) -> io::Result<()> {
    if !found.is_file() {
        return Err(io::Error::other(Odd::NotAFile));
    }
    if found.len() > LIMIT { Err(io::Error::other(Odd::TooLong)) } else { Ok(()) }
}

/// Whether a file that somebody else will read is a regular one of bounded length.
///
/// # Errors
/// As [`read`].
pub(crate) fn check_readable(path: &Path) -> io::Result<()> {
    read(path).map(drop)
}

/// Puts a file of ours in place, whole or not at all: written beside under a name that nobody can foresee, and renamed.
///
/// # Errors
/// Those of the system. Nothing is left behind.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}", hex::encode(random)));
    create(&beside, bytes)
        .and_then(|()| std::fs::rename(&beside, path))
        .inspect_err(|_| drop(std::fs::remove_file(&beside)))
}

/// Makes a file of ours that is not there yet.
///
/// # Errors
/// Those of the system; `AlreadyExists` when anything, a link too, stands there.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600).custom_flags(no_wait_no_link());
    options.open(path)?.write_all(bytes)
}

/// A file to add lines to, where the operator wants them: never one that would hold up whoever writes, nor the terminal.
///
/// # Errors
/// Those of the system, and [`Odd`].
pub(crate) fn open_log(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true).mode(0o600).custom_flags(no_wait());
    let file = options.open(path)?;
    let is_null =
        file.metadata()?.rdev() == std::fs::metadata("/dev/null").map_or(0, |null| null.rdev());
    if file.metadata()?.is_file() || is_null {
        Ok(file)
    } else {
        Err(io::Error::other(Odd::NotAFile))
    }
}

/// Whether others may put files into this folder, or take ours away.
pub(crate) fn is_open_to_others(folder: &std::fs::Metadata) -> bool {
    folder.permissions().mode() & 0o022 != 0
}

/// Does something with a disk on a thread of its own; `None` when that takes too long. The disk may hang; the program must not.
pub(crate) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
    within: Duration,
) -> Option<T> {
    let (tell, told) = oneshot::channel();
    std::thread::spawn(move || {
        let (done, result) = mpsc::channel();
        std::thread::spawn(move || drop(done.send(work())));
        let _ = tell.send(result.recv_timeout(within).ok());
    });
    told.await.ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn what_is_no_file_or_never_ends_is_told_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let fifo = dir.path().join("fifo");
        assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
        let link = dir.path().join("link");
        std::os::unix::fs::symlink(&fifo, &link).unwrap();
        for path in [&fifo, &link, Path::new("/dev/zero"), Path::new("/dev/null"), dir.path()] {
            assert_eq!(odd(&read(path).unwrap_err()), Some(Odd::NotAFile), "{}", path.display());
        }
        let long = dir.path().join("long");
        File::create(&long).unwrap().set_len(LIMIT + 1).unwrap();
        assert_eq!(odd(&read(&long).unwrap_err()), Some(Odd::TooLong));
        std::fs::write(&long, b"fine").unwrap();
        assert_eq!(read_text(&long).unwrap(), "fine");
        assert!(open_log(&fifo).is_err());
        assert!(open_log(Path::new("/dev/null")).is_ok());
    }

    #[test]
    fn a_file_is_put_in_place_whole_and_never_through_a_link() {
        let dir = tempfile::tempdir().unwrap();
        let (victim, link) = (dir.path().join("victim"), dir.path().join("place"));
        std::fs::write(&victim, b"precious").unwrap();
        std::os::unix::fs::symlink(&victim, &link).unwrap();
        assert!(create(&link, b"x").is_err());
        replace(&link, b"new").unwrap();
        assert_eq!(std::fs::read(&victim).unwrap(), b"precious");
        assert_eq!(std::fs::read(&link).unwrap(), b"new");
        assert_eq!(std::fs::metadata(&link).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(replace(&dir.path().join("nowhere/place"), b"x").is_err());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2, "nothing is left behind");
    }
}
