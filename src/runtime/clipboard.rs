//! The terminal's clipboard (OSC 52): how a text gets there through what stands between, and what is known about whether it arrives.

use crate::config::env::Env;
use crate::files;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use std::io;
use std::path::Path;

/// Whether a copy is likely to arrive. Nothing tells whether it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Arrival {
    /// The terminal is one that takes it.
    Likely,
    /// Only with this setting, which is not the usual one; its short name, and how it is set.
    With(&'static str, &'static str),
    /// This keeps it from arriving.
    Unlikely(&'static str),
    /// It depends on a terminal that can't be seen from here.
    #[default]
    Unknown,
}

/// What stands between this program and the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Between {
    #[default]
    Nothing,
    Tmux,
    Screen,
}

/// The clipboard of this terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clipboard {
    between: Between,
    arrival: Arrival,
}

/// GNU screen takes no string that is longer; what is longer goes in pieces.
const SCREEN_PIECE: usize = 240;
/// So many texts are kept in files; the oldest go.
const KEPT: usize = 200;

impl Clipboard {
    /// What the environment says.
    pub(crate) fn of(env: &Env) -> Self {
        let term = env.get("TERM").unwrap_or_default();
        let is_tmux = env.get("TMUX").is_some() || term.starts_with("tmux");
        let between = if is_tmux {
            Between::Tmux
        } else if env.get("STY").is_some() {
            Between::Screen
        } else {
            Between::Nothing
        };
        Self { between, arrival: arrival(env, term, is_tmux) }
    }

    /// Whether a copy is likely to arrive.
    pub(crate) fn arrival(self) -> Arrival {
        self.arrival
    }

    /// What keeps a copy from arriving, in a word or two, where that is likely.
    pub(crate) fn obstacle(self) -> Option<&'static str> {
        match self.arrival {
            Arrival::With(name, _) | Arrival::Unlikely(name) => Some(name),
            Arrival::Likely | Arrival::Unknown => None,
        }
    }

    /// The bytes that put a text there. tmux and screen let a sequence through to the terminal when it is wrapped; tmux also takes the bare
    /// one, where it is set to.
    pub(crate) fn sequence(self, text: &str) -> Vec<u8> {
        let bare = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
        match self.between {
            Between::Nothing => bare.into_bytes(),
            Between::Tmux => {
                format!("{bare}\x1bPtmux;{}\x1b\\", bare.replace('\x1b', "\x1b\x1b")).into_bytes()
            }
            Between::Screen => {
                let pieces = bare.as_bytes().chunks(SCREEN_PIECE);
                pieces.flat_map(|piece| [b"\x1bP", piece, b"\x1b\\"].concat()).collect()
            }
        }
    }
}

fn arrival(env: &Env, term: &str, is_tmux: bool) -> Arrival {
    let knows = ["kitty", "alacritty", "foot", "wezterm", "ghostty", "contour", "rio"];
    match env.get("TERM_PROGRAM").unwrap_or_default() {
        _ if term == "linux" => Arrival::Unlikely("Linux console"),
        _ if matches!(term, "" | "dumb") => Arrival::Unlikely("TERM"),
        _ if is_tmux => Arrival::With("tmux set-clipboard", "tmux set -s set-clipboard on"),
        _ if env.get("STY").is_some() || term.starts_with("screen") => {
            Arrival::Unlikely("GNU screen")
        }
        "Apple_Terminal" => Arrival::Unlikely("Apple Terminal"),
        "iTerm.app" => Arrival::With(
            "iTerm2 clipboard access",
            "iTerm2: Settings > General > Selection > Applications in terminal may access clipboard",
        ),
        _ if env.get("VTE_VERSION").is_some() => Arrival::Unlikely("VTE"),
        "WezTerm" | "ghostty" | "vscode" => Arrival::Likely,
        _ if env.get("WT_SESSION").is_some() || knows.iter().any(|name| term.contains(name)) => {
            Arrival::Likely
        }
        _ if env.get("XTERM_VERSION").is_some() => {
            Arrival::With("xterm allowWindowOps", "xterm -xrm '*allowWindowOps: true'")
        }
        _ => Arrival::Unknown,
    }
}

/// Keeps a text that was copied in a file of its own under `reports/` in the state folder; gives the file's name from there.
///
/// # Errors
/// Those of the system; and a folder that others may write to.
pub(crate) fn keep(state: &Path, text: &str, at: Timestamp) -> io::Result<String> {
    crate::journal::make_folder(state).map_err(io::Error::other)?;
    let folder = state.join("reports");
    crate::journal::make_folder(&folder).map_err(io::Error::other)?;
    let kind = match text.trim_start().chars().next() {
        Some('{') => "json",
        Some('#') if text.contains('\n') => "md",
        _ => "txt",
    };
    let local = at.to_zoned_datetime(jiff::tz::TimeZone::system());
    let time = local.strftime("%Y%m%d-%H%M%S").to_string();
    // Another copy may have been made in the same second.
    let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
    for _ in 0..64 {
        let mut random = [0; 1];
        getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
        let name = format!("{time}-{}.{kind}", hex::encode(random));
        match files::create(&folder.join(&name), text.as_bytes()) {
            Ok(()) => {
                prune(&folder);
                return Ok(format!("reports/{name}"));
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

/// Takes away the oldest; the names sort by time.
fn prune(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
    names.sort_unstable();
    let surplus = names.len().saturating_sub(KEPT);
    for name in names.iter().take(surplus) {
        let _ = std::fs::remove_file(folder.join(name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn of(between: Between) -> Clipboard {
        Clipboard { between, arrival: Arrival::Unknown }
    }

    #[test]
    fn tmux_and_screen_get_it_wrapped() {
        let bare = "\x1b]52;c;NzcgdW5ib3VuZA==\x07";
        assert_eq!(of(Between::Nothing).sequence("77 unbound"), bare.as_bytes());
        assert_eq!(
            String::from_utf8(of(Between::Tmux).sequence("77 unbound")).unwrap(),
            format!("{bare}\x1bPtmux;\x1b\x1b]52;c;NzcgdW5ib3VuZA==\x07\x1b\\")
        );
        let long = "x".repeat(1_000);
        let screen = String::from_utf8(of(Between::Screen).sequence(&long)).unwrap();
        let pieces: Vec<&str> = screen.split_inclusive("\x1b\\").collect();
        assert!(pieces.len() > 1 && pieces.iter().all(|piece| piece.len() <= SCREEN_PIECE + 4));
        let inside: String = pieces.iter().map(|piece| &piece[2..piece.len() - 2]).collect();
        assert_eq!(inside.as_bytes(), of(Between::Nothing).sequence(&long));
    }

    #[test]
    fn the_text_is_kept_in_a_file_of_ones_own() {
        let dir = tempfile::tempdir().unwrap();
        let at = Timestamp::from_second(1_763_791_200).unwrap();
        let state = dir.path().join("state");
        for (text, kind) in
            [("203.0.113.77 eip-1", ".txt"), ("# Unbind\n", ".md"), ("{\"a\":1}", ".json")]
        {
            let name = keep(&state, text, at).unwrap();
            assert!(name.starts_with("reports/2025") && name.ends_with(kind), "{name}");
            assert_eq!(std::fs::read_to_string(state.join(&name)).unwrap(), text);
            let mode = std::fs::metadata(state.join(&name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        std::fs::set_permissions(&state, std::fs::Permissions::from_mode(0o777)).unwrap();
        assert!(keep(&state, "x", at).is_err());
    }

    #[test]
    fn the_oldest_make_room() {
        let dir = tempfile::tempdir().unwrap();
        for number in 0..KEPT + 3 {
            std::fs::write(dir.path().join(format!("{number:04}.txt")), b"").unwrap();
        }
        prune(dir.path());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), KEPT);
        assert!(!dir.path().join("0002.txt").exists() && dir.path().join("0003.txt").exists());
    }
}
