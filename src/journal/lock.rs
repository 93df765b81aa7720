//! The run lock: while a process lives it holds a lock on a file of its own, so that others leave its open intents alone.
//!
//! The lock ends with the process, however it ends; a pid alone would come back. A file whose lock can be taken is stale and is removed by
//! the next process that starts on the same machine.

use super::error::JournalError;
use super::line::Who;
use super::store;
use std::fs::{self, File, TryLockError};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

/// The lock of this process. It is given back, and its file removed, when this is dropped.
#[derive(Debug)]
pub struct RunLock {
    path: PathBuf,
    file: File,
}

impl RunLock {
    /// Takes the lock of this process, and removes what dead ones of this machine left behind.
    ///
    /// # Errors
    /// [`JournalError`]: others could not tell that this process lives, so they would settle its intents.
    pub fn take(dir: &Path, who: &Who) -> Result<Self, JournalError> {
        store::make_folder(dir)?;
        let path = dir.join(name(who));
        let mut file = store::open_locked(&path)?;
        let text = serde_json::to_vec(who).unwrap_or_default();
        file.set_len(0)
            .and_then(|()| file.write_all(&text))
            .map_err(|error| JournalError::io(&path, error))?;
        sweep(dir, &who.host);
        Ok(Self { path, file })
    }

    /// Where the lock's file is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for RunLock {
    fn drop(&mut self) {
        // Removed while still held: nobody can mistake it for a stale one in between.
        if store::is_at(&self.file, &self.path).unwrap_or(false) {
            let _ = fs::remove_file(&self.path);
        }
        let _ = self.file.unlock();
    }
}

/// Whether this process lives: it holds its lock. Only for a process of this machine.
pub fn is_alive(dir: &Path, who: &Who) -> bool {
    match store::open_to_read(&dir.join(name(who))) {
        Ok(Some(file)) => is_held(&file),
        Ok(None) => false,
        // It can't be known: better to leave its intents alone.
        Err(_) => true,
    }
}

/// A shared lock is asked for, so that two who ask at once do not take each other for the owner.
fn is_held(file: &File) -> bool {
    match file.try_lock_shared() {
        Ok(()) => {
            let _ = file.unlock();
            false
        }
        Err(TryLockError::WouldBlock | TryLockError::Error(_)) => true,
    }
}

fn name(who: &Who) -> String {
    format!("run-{}-{}.lock", who.pid, who.started_at.as_millisecond())
}

/// Removes the files of dead processes of this machine. What can't be read or removed stays: it harms nobody.
fn sweep(dir: &Path, host: &str) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("run-") && name.ends_with(".lock") {
            remove_if_stale(&entry.path(), host);
        }
    }
}

fn remove_if_stale(path: &Path, host: &str) {
    let Ok(Some(file)) = store::open_to_read(path) else { return };
    // Alone: two who both held it could both find it in its place, and the slower one would take away the file that its owner made anew.
    if file.try_lock().is_err() {
        return;
    }
    let mut text = Vec::new();
    let _ = (&file).take(4096).read_to_end(&mut text);
    // Another machine's lock may not be visible from here, where folders are shared over a network.
    let foreign = serde_json::from_slice::<Who>(&text).is_ok_and(|who| who.host != host);
    if !foreign && store::is_at(&file, path).unwrap_or(false) {
        let _ = fs::remove_file(path);
    }
}
