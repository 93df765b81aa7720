//! The terminal: what it is, and what it is likely to do. Pure but for [`Facts::of_process`].

use super::check::{Area, Check, State};
use crate::config::env::Env;
use crate::runtime::clipboard::{Arrival, Clipboard};
use crate::runtime::terminal::{self, Screen};
use crate::text::Lang;
use crate::text::doctor::terminal as words;
use std::io::IsTerminal as _;

/// What can be asked of the process.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Facts {
    /// Columns and rows; `None` without a terminal.
    pub(super) size: Option<(u16, u16)>,
    /// Columns that an ambiguous sign takes, where the terminal said so.
    pub(super) ambiguous: Option<u16>,
}

impl Facts {
    pub(super) fn of_process(env: &Env) -> Self {
        if !std::io::stdout().is_terminal() {
            return Self::default();
        }
        let asks = std::io::stdin().is_terminal()
            && env.is_utf8()
            && !matches!(env.get("TERM"), None | Some("dumb"));
        Self {
            size: Some(Screen::size()),
            ambiguous: if asks { terminal::ambiguous_width() } else { None },
        }
    }
}

/// The smallest screen that everything fits on.
const LEAST: (u16, u16) = (40, 10);

/// Every check of the terminal.
pub(super) fn checks(lang: Lang, given: Option<Lang>, env: &Env, facts: Facts) -> Vec<Check> {
    let mut checks = vec![
        size(lang, facts),
        kind(lang, env, facts),
        colors(lang, env),
        language(lang, given, env),
        clipboard(lang, env, facts),
    ];
    checks.push(ambiguous(lang, env, facts));
    checks.push(ssh(lang, env));
    checks
}

fn size(lang: Lang, facts: Facts) -> Check {
    let Some((columns, rows)) = facts.size else {
        return Check::new(Area::Terminal, "size", State::NotTried, words::no_terminal(lang))
            .next(words::run_in_one(lang));
    };
    let found = words::size(lang, columns, rows);
    let small = columns < LEAST.0 || rows < LEAST.1;
    let check =
        Check::new(Area::Terminal, "size", if small { State::Warning } else { State::Ok }, found);
    let check = check.fact("columns", columns).fact("rows", rows);
    if small { check.next(words::make_it_larger(lang, LEAST.0, LEAST.1)) } else { check }
}

fn kind(lang: Lang, env: &Env, facts: Facts) -> Check {
    let of = |name: &str| env.get(name).map(|value| format!("{name}={value}"));
    let names =
        ["TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "VTE_VERSION", "WT_SESSION"];
    let inside = [("TMUX", "tmux"), ("STY", "screen")]
        .into_iter()
        .filter(|(name, _)| env.get(name).is_some())
        .map(|(_, word)| word.to_owned());
    // WT_SESSION is a random id: that it is there says enough.
    let all = names.into_iter().filter_map(|name| {
        if name == "WT_SESSION" { env.get(name).map(|_| name.to_owned()) } else { of(name) }
    });
    let all: Vec<String> = all.chain(inside).collect();
    match env.get("TERM") {
        None if facts.size.is_none() => {
            Check::new(Area::Terminal, "type", State::NotTried, words::no_term(lang))
        }
        None => Check::new(Area::Terminal, "type", State::Warning, words::no_term(lang))
            .next(words::export_term(lang)),
        Some("dumb") => Check::new(Area::Terminal, "type", State::Warning, all.join(" "))
            .next(words::dumb(lang)),
        Some(_) => Check::ok(Area::Terminal, "type", all.join(" ")),
    }
}

fn colors(lang: Lang, env: &Env) -> Check {
    let true_color =
        env.get("COLORTERM").is_some_and(|value| matches!(value, "truecolor" | "24bit"));
    let term = env.get("TERM").unwrap_or_default();
    let depth: u32 = match term {
        "" | "dumb" => 0,
        _ if true_color || term.ends_with("-direct") => 1 << 24,
        _ if term.contains("256color") => 256,
        _ => 16,
    };
    let off = env.get("NO_COLOR").is_some();
    Check::ok(Area::Terminal, "colors", words::colors(lang, depth, off))
        .fact("depth", depth)
        .fact("noColor", off)
}

fn language(lang: Lang, given: Option<Lang>, env: &Env) -> Check {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| Some(format!("{name}={}", env.get(name)?)));
    let found = words::language(lang, given.is_some(), locale.as_deref());
    let utf8 = env.is_utf8();
    let check = Check::new(
        Area::Terminal,
        "language",
        if utf8 { State::Ok } else { State::Warning },
        found,
    );
    let check = check.fact("lang", lang.pick("en", "zh")).fact("locale", locale).fact("utf8", utf8);
    if utf8 {
        return check;
    }
    check.next(words::not_utf8(lang))
}

fn clipboard(lang: Lang, env: &Env, facts: Facts) -> Check {
    if facts.size.is_none() {
        return Check::new(Area::Terminal, "clipboard", State::NotTried, words::no_terminal(lang))
            .fact("osc52", "notTried");
    }
    let new = |state, word: &str, found: &str| {
        Check::new(Area::Terminal, "clipboard", state, found).fact("osc52", word)
    };
    let by_hand = words::select_by_mouse(lang);
    match Clipboard::of(env).arrival() {
        Arrival::Likely => new(State::Ok, "likely", words::copying_works(lang)),
        Arrival::Unknown => new(State::Ok, "unknown", words::copying_unknown(lang)).next(by_hand),
        Arrival::With(_, setting) => {
            new(State::Ok, "likelyWithSetting", words::copying_with_setting(lang)).next(setting)
        }
        Arrival::Unlikely(_) => {
            new(State::Warning, "unlikely", words::copying_fails(lang)).next(by_hand)
        }
    }
}

fn ambiguous(lang: Lang, env: &Env, facts: Facts) -> Check {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| env.get(name))
        .unwrap_or_default()
        .to_ascii_lowercase();
    let east = ["zh", "ja", "ko"].iter().any(|lang| locale.starts_with(lang));
    let columns = facts.ambiguous;
    let found = words::width(lang, columns, east);
    let check = Check::ok(Area::Terminal, "ambiguousWidth", found)
        .fact("columns", columns)
        .fact("measured", columns.is_some());
    match columns {
        Some(columns) if columns != 1 => {
            Check { state: State::Warning, ..check }.next(words::ascii_instead(lang))
        }
        None if east => check.next(words::if_misaligned(lang)),
        Some(_) | None => check,
    }
}

fn ssh(lang: Lang, env: &Env) -> Check {
    let inside =
        ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"].into_iter().any(|name| env.get(name).is_some());
    let ip = env.ssh_server_ip();
    Check::ok(Area::Terminal, "ssh", words::ssh(lang, ip, inside))
        .fact("ssh", inside)
        .fact("serverIp", ip.map(|ip| ip.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copying_is_guessed_by_what_stands_in_between() {
        let of = |pairs: &[(&str, &str)]| Clipboard::of(&Env::of(pairs)).arrival();
        assert_eq!(of(&[("TERM", "xterm-kitty")]), Arrival::Likely);
        assert_eq!(of(&[("TERM", "xterm-256color")]), Arrival::Unknown);
        assert_eq!(of(&[("TERM", "xterm-256color"), ("WT_SESSION", "x")]), Arrival::Likely);
        assert_eq!(
            of(&[("TERM", "xterm-256color"), ("VTE_VERSION", "7600")]),
            Arrival::Unlikely("VTE")
        );
        assert_eq!(
            of(&[("TERM", "xterm"), ("XTERM_VERSION", "XTerm(390)")]),
            Arrival::With("xterm allowWindowOps", "xterm -xrm '*allowWindowOps: true'")
        );
        assert_eq!(
            of(&[("TERM", "tmux-256color"), ("TERM_PROGRAM", "tmux")]),
            Arrival::With("tmux set-clipboard", "tmux set -s set-clipboard on")
        );
        assert_eq!(
            of(&[("TERM", "screen-256color"), ("TMUX", "/tmp/x,1,0")]),
            Arrival::With("tmux set-clipboard", "tmux set -s set-clipboard on")
        );
        assert_eq!(of(&[("TERM", "screen"), ("STY", "1.x")]), Arrival::Unlikely("GNU screen"));
        assert_eq!(of(&[("TERM", "linux")]), Arrival::Unlikely("Linux console"));
    }

    fn states(pairs: &[(&str, &str)], facts: Facts) -> Vec<(&'static str, &'static str)> {
        checks(Lang::En, None, &Env::of(pairs), facts)
            .iter()
            .map(|c| (c.name, c.state.word()))
            .collect()
    }

    #[test]
    fn a_fit_terminal_is_fine_and_an_unfit_one_is_told() {
        let fit = Facts { size: Some((120, 32)), ambiguous: Some(1) };
        let env = [("TERM", "xterm-kitty"), ("LANG", "en_US.UTF-8")];
        assert!(
            states(&env, fit).iter().all(|(_, state)| *state == "ok"),
            "{:?}",
            states(&env, fit)
        );
        let unfit = Facts { size: Some((39, 9)), ambiguous: Some(2) };
        let env = [("TERM", "dumb"), ("LANG", "C")];
        let told: Vec<_> = states(&env, unfit)
            .into_iter()
            .filter(|(_, state)| *state == "warning")
            .map(|(check, _)| check)
            .collect();
        assert_eq!(told, ["size", "type", "language", "clipboard", "ambiguousWidth"]);
        let piped = states(&env, Facts::default());
        assert!(
            piped.contains(&("size", "notTried")) && piped.contains(&("clipboard", "notTried")),
            "{piped:?}"
        );
    }

    #[test]
    fn facts_for_programs_are_figures() {
        let env = Env::of(&[
            ("TERM", "xterm"),
            ("COLORTERM", "truecolor"),
            ("NO_COLOR", "1"),
            ("SSH_CONNECTION", "198.51.100.9 50000 203.0.113.77 22"),
        ]);
        let checks =
            checks(Lang::Zh, Some(Lang::Zh), &env, Facts { size: Some((80, 24)), ambiguous: None });
        let of = |name: &str| checks.iter().find(|c| c.name == name).unwrap();
        assert_eq!(
            (&of("colors").facts["depth"], &of("colors").facts["noColor"]),
            (&16_777_216.into(), &true.into())
        );
        assert_eq!(of("ssh").facts["serverIp"], "203.0.113.77");
        assert!(
            of("language").found.contains("--lang")
                && of("ambiguousWidth").facts["columns"].is_null()
        );
    }
}
