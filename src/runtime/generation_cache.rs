//! `generation.json` in the state folder: where 3.0 was found to be the one that answers, for a day (`docs/contract.md` §6, §7).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::io::Write as _;
use std::path::{Path, PathBuf};

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
    pub fn says_v3(&self, now: Timestamp) -> Option<String> {
        let entry = self.read().entries.into_iter().find(|e| e.key == self.key && e.api == "v3");
        entry.filter(|e| e.at <= now && now.duration_since(e.at) < A_DAY).map(|e| e.gone)
    }

    /// 3.0 has answered a read with success; `gone` is what 2.0 had answered.
    pub fn remember_v3(&self, now: Timestamp, gone: &str) {
        self.change(|entries, key| {
            entries.push(Entry { key, api: "v3".to_owned(), at: now, gone: gone.to_owned() })
        });
    }

    /// 3.0 failed.
    pub fn forget(&self) {
        self.change(|_, _| {});
    }

    fn read(&self) -> Content {
        // A file that is not there, or not understood, is no memory.
        std::fs::read(&self.path)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// Written beside and renamed, so that no reader sees half of it. A memory that can't be kept costs one request, so errors pass.
    fn change(&self, change: impl FnOnce(&mut Vec<Entry>, String)) {
        let mut content = self.read();
        content.entries.retain(|e| e.key != self.key);
        change(&mut content.entries, self.key.clone());
        let Ok(text) = serde_json::to_vec_pretty(&content) else { return };
        // `list` may be the first to need the folder: it writes no journal.
        if let Some(dir) = self.path.parent()
            && crate::journal::make_folder(dir).is_err()
        {
            return;
        }
        let beside = self.path.with_extension(format!("json.{}", std::process::id()));
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options.open(&beside).and_then(|mut file| file.write_all(&text));
        let _ = written.and_then(|()| std::fs::rename(&beside, &self.path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_kept_for_a_day_and_by_key() {
        let dir = tempfile::tempdir().unwrap();
        let now = Timestamp::from_second(1_763_791_200).unwrap();
        let folder = dir.path().join("not there").join("yet");
        let memory = |profile| Memory::new(&folder, profile, None, "AKID…0042");
        assert_eq!(memory(None).says_v3(now), None);
        memory(None).remember_v3(now, "404");
        assert_eq!(
            memory(None).says_v3(now + SignedDuration::from_hours(23)).as_deref(),
            Some("404")
        );
        assert_eq!(memory(None).says_v3(now + SignedDuration::from_hours(24)), None);
        assert_eq!(memory(Some("prod")).says_v3(now), None);
        assert_eq!(
            Memory::new(&folder, None, Some("https://cloud.example"), "AKID…0042").says_v3(now),
            None
        );
        assert_eq!(Memory::new(&folder, None, None, "AKID…0043").says_v3(now), None);
        assert_eq!(
            memory(None).says_v3(now - SignedDuration::from_hours(1)),
            None,
            "a clock that was set back does not make it last longer"
        );
        memory(None).forget();
        assert_eq!(memory(None).says_v3(now), None);
        std::fs::write(folder.join("generation.json"), b"{nonsense").unwrap();
        assert_eq!(memory(None).says_v3(now), None);
    }
}
