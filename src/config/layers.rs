//! The machine's config file and the user's over it (`docs/contract.md` §7): what the machine's protects, no user's file takes away.

use super::file::{ConfigFile, Settings};
use super::paths;
use crate::failure::Failure;
use crate::text::Lang;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Both files as read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    /// `/etc/eip-unbind/config.toml`
    pub system: ConfigFile,
    /// The user's, or the one of `--config`.
    pub user: ConfigFile,
    /// Where the machine's is.
    pub system_path: PathBuf,
    /// Where the user's is; `None` when there is no home folder.
    pub user_path: Option<PathBuf>,
}

/// A section that has a say in the settings.
#[derive(Debug, Clone, Copy)]
pub struct Section<'a> {
    /// The profile; `None` for the defaults.
    pub(crate) profile: Option<&'a str>,
    /// The file.
    pub(crate) path: Option<&'a Path>,
    /// It stands in the machine's file.
    pub(crate) is_system: bool,
    /// What it says.
    pub(crate) says: &'a Settings,
}

impl Config {
    /// Reads both. `given` is the file that was named in the place of the user's, never of the machine's.
    ///
    /// # Errors
    /// One of them can't be read, or says something wrong.
    pub fn load(
        etc: &Path,
        given: Option<&Path>,
        home: Option<&Path>,
        lang: Lang,
    ) -> Result<Self, Failure> {
        let system = ConfigFile::load_system(etc, lang)?;
        let user_path = paths::config_file(given);
        let user = match &user_path {
            Some(path) => ConfigFile::load(path, given.is_some(), home, lang)?,
            None => ConfigFile::default(),
        };
        Ok(Self { system, user, system_path: paths::system_config_file(etc), user_path })
    }

    /// The sections that have a say for this profile, the one that goes first in front: a profile before any defaults, and of two alike the
    /// user's before the machine's.
    pub(crate) fn sections<'a>(
        &'a self,
        profile: Option<&'a str>,
    ) -> impl Iterator<Item = Section<'a>> {
        let files = [
            (&self.user, self.user_path.as_deref(), false),
            (&self.system, Some(self.system_path.as_path()), true),
        ];
        let of_profile = files.into_iter().filter_map(move |(file, path, is_system)| {
            let says = file.profiles.get(profile?)?;
            Some(Section { profile, path, is_system, says })
        });
        let of_defaults = files.into_iter().map(|(file, path, is_system)| Section {
            profile: None,
            path,
            is_system,
            says: &file.defaults,
        });
        of_profile.chain(of_defaults)
    }

    /// The settings in force. A profile of tccli alone stands on the defaults, but not on their credentials.
    ///
    /// What the machine's file protects holds whatever the other sections say; lists add up.
    pub fn settings(&self, profile: Option<&str>) -> Settings {
        let all = self.sections(profile).map(|section| section.says);
        let mut settings = all.fold(Settings::default(), Settings::over);
        if profile.is_some_and(|name| !self.has(name)) {
            (settings.credentials, settings.role_arn) = (None, None);
        }
        for says in self.sections(profile).filter(|section| section.is_system).map(|s| s.says) {
            for (here, there) in [
                (&mut settings.read_only, says.read_only),
                (&mut settings.danger, says.danger),
                (&mut settings.four_eyes, says.four_eyes),
            ] {
                if there == Some(true) {
                    *here = there;
                }
            }
        }
        settings
    }

    /// Where targets are looked for. Somebody who names a profile means that one, unless it names others itself.
    pub(crate) fn search_profiles(&self, profile: Option<&str>) -> Vec<String> {
        let mut sections =
            self.sections(profile).filter(|one| one.profile.is_some() == profile.is_some());
        let named = sections.find_map(|section| section.says.search_profiles.clone());
        let mut names: Vec<String> = Vec::new();
        for name in named.unwrap_or_default() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Whether one of the files has this profile.
    pub(crate) fn has(&self, profile: &str) -> bool {
        [&self.user, &self.system].iter().any(|file| file.profiles.contains_key(profile))
    }

    /// The names of the profiles of both files.
    pub fn profiles(&self) -> BTreeSet<&str> {
        self.user.profiles.keys().chain(self.system.profiles.keys()).map(String::as_str).collect()
    }
}
