//! Places of files (`docs/contract.md` §7); `directories` decides, a flag or a variable overrides.

use directories::ProjectDirs;
use std::path::{Path, PathBuf};

/// The folder of the journal; `None` when there is no home folder to put it into.
pub(crate) fn state_dir(given: Option<&Path>) -> Option<PathBuf> {
    if let Some(dir) = given {
        return Some(dir.to_owned());
    }
    let dirs = ProjectDirs::from("", "", "eip-unbind")?;
    Some(dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_owned())
}

/// The config file's place; `None` when there is no home folder.
pub(crate) fn config_file(given: Option<&Path>) -> Option<PathBuf> {
    given
        .map(Path::to_owned)
        .or_else(|| Some(ProjectDirs::from("", "", "eip-unbind")?.config_dir().join("config.toml")))
}

/// The machine's own config file, which is read before anybody's.
pub(crate) fn system_config_file(etc: &Path) -> PathBuf {
    etc.join("eip-unbind/config.toml")
}

/// A path as somebody wrote it: a leading `~` is the home folder, also where no shell has replaced it.
pub(crate) fn resolve(text: impl AsRef<Path>, home: Option<&Path>) -> PathBuf {
    let path = text.as_ref();
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) if rest.as_os_str().is_empty() => home.to_owned(),
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

/// A path as shown: the home folder as `~`.
pub(crate) fn shown(path: &Path) -> String {
    let home = directories::BaseDirs::new().map(|d| d.home_dir().to_owned());
    match home.and_then(|home| path.strip_prefix(home).ok().map(Path::to_owned)) {
        Some(rest) => format!("~/{}", rest.display()),
        None => path.display().to_string(),
    }
}
