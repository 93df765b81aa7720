//! The journal: could a record be written, is the chain whole, what is open. It is read; nothing is settled, written or mended.

use super::check::{Area, Blame, Check, State};
use crate::cli::history::broken;
use crate::config::paths;
use crate::journal::{Health, JournalError, OpenState, Scan, health, is_alive, open_intents, scan};
use crate::text::doctor::journal as words;
use crate::text::{Lang, history as said};
use std::path::Path;

/// Looks at the journal of this folder. `host` is this machine.
pub(super) fn checks(lang: Lang, dir: Option<&Path>, host: &str) -> Vec<Check> {
    let Some(dir) = dir else { return vec![failed(lang, "folder", &JournalError::no_folder())] };
    let shown = paths::shown(dir);
    let mut checks = match health(dir) {
        Ok(seen) => writable(lang, &shown, seen),
        Err(error) => vec![
            Check::ok(Area::Journal, "folder", shown.clone()).fact("path", shown.clone()),
            failed(lang, "writable", &error),
        ],
    };
    match scan(dir) {
        Ok(scan) => {
            checks.push(chain(lang, &scan));
            checks.push(open(lang, dir, &scan, host));
        }
        Err(error) => checks.push(failed(lang, "chain", &error)),
    }
    checks
}

fn failed(lang: Lang, check: &'static str, error: &JournalError) -> Check {
    let found = crate::text::journal::failed(lang, error.kind, &error.tail());
    Check::new(Area::Journal, check, State::Failed(Blame::Journal), found)
        .next(words::make_room(lang))
}

fn writable(lang: Lang, shown: &str, seen: Health) -> Vec<Check> {
    let octal = |mode: Option<u32>| mode.map(|mode| format!("{mode:04o}"));
    let folder = match octal(seen.folder_mode) {
        Some(mode) => format!("{shown} {mode}"),
        None => words::made_when_needed(lang, shown),
    };
    let exposed = seen.folder_mode.is_some_and(|mode| mode & 0o077 != 0);
    let check = Check::new(
        Area::Journal,
        "folder",
        if exposed { State::Warning } else { State::Ok },
        folder,
    );
    let check = check.fact("path", shown).fact("mode", octal(seen.folder_mode));
    let folder = if exposed { check.next(words::others_can_look(lang, shown)) } else { check };
    let file = words::writable(lang, octal(seen.file_mode).as_deref());
    let loose = seen.file_mode.is_some_and(|mode| mode & 0o177 != 0);
    let check =
        Check::new(Area::Journal, "writable", if loose { State::Warning } else { State::Ok }, file);
    let check = check.fact("mode", octal(seen.file_mode)).fact("freeBytes", seen.free);
    let file = if loose { check.next(words::file_too_open(lang, shown)) } else { check };
    vec![folder, file]
}

fn chain(lang: Lang, scan: &Scan) -> Check {
    let verdict = scan.chain();
    let (lines, torn) = (verdict.lines, verdict.torn.len());
    let (state, found) = match broken(scan) {
        Some((line, kind)) => {
            let what = said::broken(lang, line, Some(lines), kind);
            let found = match torn {
                0 => what,
                torn => words::and_incomplete(lang, &what, torn),
            };
            (State::Failed(Blame::Journal), found)
        }
        None => {
            (if torn > 0 { State::Warning } else { State::Ok }, words::unchanged(lang, lines, torn))
        }
    };
    let check = Check::new(Area::Journal, "chain", state, found);
    let check =
        check.fact("lines", lines).fact("torn", torn).fact("firstBroken", verdict.first_broken);
    match state {
        State::Failed(_) => check.next(words::keep_as_evidence(lang)),
        State::Warning => check.next(words::incomplete_is_skipped(lang)),
        State::Ok | State::NotTried => check,
    }
}

fn open(lang: Lang, dir: &Path, scan: &Scan, host: &str) -> Check {
    let open = open_intents(scan, &|who| is_alive(dir, who), host);
    let of = |state| open.iter().filter(|intent| intent.state == state).count();
    let (mine, alive, other) =
        (of(OpenState::Mine), of(OpenState::Alive), of(OpenState::OtherHost));
    let found = words::open(lang, open.len(), mine, alive, other);
    let check = Check::new(
        Area::Journal,
        "open",
        if mine + other > 0 { State::Warning } else { State::Ok },
        found,
    );
    let check = check.fact("leftByCrash", mine).fact("alive", alive).fact("otherHosts", other);
    match (mine, other) {
        (0, 0) => check,
        (0, _) => check.next(words::start_elsewhere(lang)),
        _ => check.next(words::start_here(lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn states(dir: &Path) -> Vec<(&'static str, &'static str)> {
        checks(Lang::En, Some(dir), "here")
            .iter()
            .map(|check| (check.name, check.state.word()))
            .collect()
    }

    #[test]
    fn what_is_missing_is_no_failure_and_what_is_broken_is_one() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("state");
        assert_eq!(
            states(&dir),
            [("folder", "ok"), ("writable", "ok"), ("chain", "ok"), ("open", "ok")]
        );
        assert!(!dir.exists());
        std::fs::create_dir(&dir).unwrap();
        std::fs::write(dir.join("journal.jsonl"), b"not a record\n").unwrap();
        std::os::unix::fs::PermissionsExt::set_mode(
            &mut std::fs::metadata(&dir).unwrap().permissions(),
            0o700,
        );
        let seen = states(&dir);
        assert_eq!((seen[2], seen[3]), (("chain", "failed"), ("open", "ok")), "{seen:?}");
        assert_eq!(states(Path::new("/dev/null/x"))[1], ("writable", "failed"));
        assert_eq!(checks(Lang::Zh, None, "here")[0].state, State::Failed(Blame::Journal));
    }

    #[test]
    fn loose_permissions_are_told() {
        let seen = Health { folder_mode: Some(0o755), file_mode: Some(0o644), free: None };
        let checks = writable(Lang::En, "~/x", seen);
        assert!(checks.iter().all(|check| check.state == State::Warning), "{checks:?}");
        assert_eq!(checks[0].next.as_deref(), Some("others can look into it; run: chmod 700 ~/x"));
        let tight =
            Health { folder_mode: Some(0o700), file_mode: Some(0o600), free: Some(1 << 30) };
        assert!(writable(Lang::Zh, "~/x", tight).iter().all(|check| check.state == State::Ok));
    }
}
