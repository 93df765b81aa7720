//! What a team added to the rules: four eyes, and programs that are asked and told.

use super::check::{Area, Blame, Check, State};
use crate::config::env::Env;
use crate::config::file::Settings;
use crate::domain::sanitize::visible;
use crate::text::Lang;
use crate::text::hook as words;
use rustix::fs::{Access, access};
use std::path::{Path, PathBuf};

/// A line for each rule that decides whether and by whom a plan can be sent, and for each program that is asked or told.
pub(super) fn checks(settings: &Settings, env: &Env, lang: Lang) -> Vec<Check> {
    let mut checks = Vec::new();
    if settings.four_eyes == Some(true) {
        let found = words::four_eyes_here(lang);
        checks.push(
            Check::new(Area::Config, "fourEyes", State::Warning, found)
                .next(crate::text::plan_file::four_eyes(lang)),
        );
    }
    let path = env.get("PATH").unwrap_or_default();
    let asked = settings.before_send.iter().map(|words| ("beforeSend", words));
    let told = settings.after_outcome.iter().map(|words| ("afterOutcome", words));
    checks.extend(asked.chain(told).map(|(name, words)| program(lang, name, words, path)));
    checks
}

/// Without the program that is asked nothing can be sent; without one that is told everything can.
fn program(lang: Lang, name: &'static str, words: &[String], path: &str) -> Check {
    let program = words.first().map(String::as_str).unwrap_or_default();
    let shown = visible(program).into_owned();
    let check = match found(program, path) {
        Ok(place) => {
            let place = crate::config::paths::shown(&place);
            Check::ok(Area::Config, name, self::words::can_be_started(lang, &place))
        }
        Err(why) => {
            let state =
                if name == "beforeSend" { State::Failed(Blame::Config) } else { State::Warning };
            Check::new(Area::Config, name, state, self::words::not_startable(lang, &shown, why))
                .next(self::words::correct_it(lang))
        }
    };
    check.fact("program", shown)
}

/// The file that would be started, looked for as the system does.
fn found(program: &str, path: &str) -> Result<PathBuf, words::Obstacle> {
    let can_run = |path: &Path| match std::fs::metadata(path) {
        Err(_) => Err(words::Obstacle::Absent),
        Ok(seen) if !seen.is_file() => Err(words::Obstacle::NoFile),
        Ok(_) if access(path, Access::EXEC_OK).is_err() => Err(words::Obstacle::Forbidden),
        Ok(_) => Ok(path.to_owned()),
    };
    if program.contains('/') {
        return can_run(Path::new(program));
    }
    let mut worst = words::Obstacle::Absent;
    for folder in std::env::split_paths(path) {
        match can_run(&folder.join(program)) {
            Ok(path) => return Ok(path),
            Err(words::Obstacle::Absent) => {}
            Err(other) => worst = other,
        }
    }
    Err(worst)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_asked_must_be_there_and_executable() {
        let home = tempfile::tempdir().unwrap();
        let hook = home.path().join("hook");
        let at = |name: &'static str, program: &str| {
            program_check(name, program, home.path().to_str().unwrap())
        };
        let missing = at("beforeSend", hook.to_str().unwrap());
        assert_eq!(missing.state, State::Failed(Blame::Config), "{missing:?}");
        assert!(missing.found.contains("is not there"), "{missing:?}");
        std::fs::write(&hook, "#!/bin/sh\n").unwrap();
        let mode = |mode| std::os::unix::fs::PermissionsExt::from_mode(mode);
        std::fs::set_permissions(&hook, mode(0o600)).unwrap();
        let loose = at("afterOutcome", "hook");
        assert_eq!(loose.state, State::Warning, "{loose:?}");
        assert!(loose.found.contains("not executable"), "{loose:?}");
        std::fs::set_permissions(&hook, mode(0o700)).unwrap();
        assert_eq!(at("beforeSend", "hook").state, State::Ok);
        assert_eq!(at("afterOutcome", "/").state, State::Warning);
    }

    fn program_check(name: &'static str, program: &str, path: &str) -> Check {
        super::program(Lang::En, name, &[program.to_owned()], path)
    }

    #[test]
    fn four_eyes_is_a_line_of_its_own() {
        let settings = Settings { four_eyes: Some(true), ..Settings::default() };
        let env = Env::of_process();
        for (lang, says) in
            [(Lang::En, "somebody else must send it"), (Lang::Zh, "须由另一个人发送")]
        {
            let checks = checks(&settings, &env, lang);
            assert_eq!((checks.len(), checks[0].state), (1, State::Warning));
            assert!(checks[0].found.contains(says), "{checks:?}");
        }
        assert!(checks(&Settings::default(), &env, Lang::En).is_empty());
    }
}
