//! `generation.json` in the state folder: where 3.0 was found to be the one that answers, for a day (`docs/contract.md` §6, §7).

use crate::files::{self, aside};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A disk that takes longer to read or write it does without.
const WITHIN: Duration = Duration::from_secs(1);
/// How long an answer is remembered.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

#[derive(Debug, Default, Serialize, Deserialize)]
struct Content {
    #[serde(default)]
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Entry {
    key: String,
    api: String,
    at: Timestamp,
    /// What 2.0 had answered: a code, or nothing where there was no connection.
    #[serde(default)]
    gone: String,
}

/// The memory of one profile, endpoint and account.
#[derive(Debug, Clone)]
pub struct Memory {
    path: PathBuf,
    key: String,
}

impl Memory {
    /// The memory in this folder, by profile (or none), endpoint and account.
    pub fn new(dir: &Path, profile: Option<&str>, endpoint: Option<&str>, account: &str) -> Self {
        Self {
            path: dir.join("generation.json"),
            key: format!(
                "{}|{}|{account}",
                profile.unwrap_or_default(),
                endpoint.unwrap_or_default()
            ),
        }
    }

    /// What 2.0 had answered (a code, or nothing where there was no connection), if 3.0 answered within the last day.
    pub async fn says_v3(&self, now: Timestamp) -> Option<String> {
        let this = self.clone();
        let content = aside(move || this.read(), WITHIN).await?;
        let entry = content.entries.into_iter().find(|e| e.key == self.key && e.api == "v3");
        entry.filter(|e| e.at <= now && now.duration_since(e.at) < A_DAY).map(|e| e.gone)
    }

    /// 3.0 has answered a read with success; `gone` is what 2.0 had answered.
    pub(crate) async fn remember_v3(&self, now: Timestamp, gone: &str) {
        let gone = gone.to_owned();
        self.change(move |entries, key| {
            entries.push(Entry { key, api: "v3".to_owned(), at: now, gone });
        })
        .await;
    }

    /// 3.0 failed.
    pub(crate) async fn forget(&self) {
        self.change(|_, _| {}).await;
    }

    fn read(&self) -> Content {
        // A file that is not there, is no file or not understood, is no memory; nor is one in a folder where anybody may have put it.
        let dir = self.path.parent().and_then(|dir| std::fs::metadata(dir).ok());
        if dir.is_none_or(|dir| files::is_open_to_others(&dir)) {
            return Content::default();
        }
        files::read(&self.path)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// Written beside and renamed, so that no reader sees half of it. A memory that can't be kept costs one request, so errors pass.
    async fn change(&self, change: impl FnOnce(&mut Vec<Entry>, String) + Send + 'static) {
        let this = self.clone();
        let write = move || {
            let mut content = this.read();
            content.entries.retain(|e| e.key != this.key);
            change(&mut content.entries, this.key.clone());
            let Ok(text) = serde_json::to_vec_pretty(&content) else { return };
            // `list` may be the first to need the folder: it writes no journal.
            if this.path.parent().is_some_and(|dir| crate::journal::make_folder(dir).is_ok()) {
                let _ = files::replace(&this.path, &text);
            }
        };
        aside(write, WITHIN).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block<F: Future>(future: F) -> F::Output {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
    }

    #[test]
    fn a_fifo_in_its_place_holds_up_nobody() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("generation.json");
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        let now = Timestamp::from_second(1_763_791_200).unwrap();
        let memory = Memory::new(dir.path(), None, None, "AKID…0042");
        assert_eq!(block(memory.says_v3(now)), None);
        block(memory.remember_v3(now, "404"));
        assert_eq!(block(memory.says_v3(now)).as_deref(), Some("404"), "it is put aside");
    }

    #[test]
    fn it_follows_no_link_and_trusts_no_open_folder() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let dir = tempfile::tempdir().unwrap();
        let victim = dir.path().join("victim");
        std::fs::write(&victim, b"precious").unwrap();
        let folder = dir.path().join("state");
        std::fs::create_dir(&folder).unwrap();
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700)).unwrap();
        for name in
            ["generation.json".to_owned(), format!("generation.json.{}", std::process::id())]
        {
            symlink(&victim, folder.join(name)).unwrap();
        }
        let now = Timestamp::from_second(1_763_791_200).unwrap();
        let memory = Memory::new(&folder, None, None, "AKID…0042");
        block(memory.remember_v3(now, "404"));
        assert_eq!(std::fs::read(&victim).unwrap(), b"precious");
        assert!(block(memory.says_v3(now)).is_some());
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o777)).unwrap();
        assert_eq!(block(memory.says_v3(now)), None, "anybody may have put it there");
    }

    #[test]
    fn it_is_kept_for_a_day_and_by_key() {
        let dir = tempfile::tempdir().unwrap();
        let now = Timestamp::from_second(1_763_791_200).unwrap();
        let folder = dir.path().join("not there").join("yet");
        let memory = |profile| Memory::new(&folder, profile, None, "AKID…0042");
        assert_eq!(block(memory(None).says_v3(now)), None);
        block(memory(None).remember_v3(now, "404"));
        assert_eq!(
            block(memory(None).says_v3(now + SignedDuration::from_hours(23))).as_deref(),
            Some("404")
        );
        assert_eq!(block(memory(None).says_v3(now + SignedDuration::from_hours(24))), None);
        assert_eq!(block(memory(Some("prod")).says_v3(now)), None);
        assert_eq!(
            block(
                Memory::new(&folder, None, Some("https://cloud.example"), "AKID…0042").says_v3(now)
            ),
            None
        );
        assert_eq!(block(Memory::new(&folder, None, None, "AKID…0043").says_v3(now)), None);
        assert_eq!(
            block(memory(None).says_v3(now - SignedDuration::from_hours(1))),
            None,
            "a clock that was set back does not make it last longer"
        );
        block(memory(None).forget());
        assert_eq!(block(memory(None).says_v3(now)), None);
        std::fs::write(folder.join("generation.json"), b"{nonsense").unwrap();
        assert_eq!(block(memory(None).says_v3(now)), None);
    }
}
