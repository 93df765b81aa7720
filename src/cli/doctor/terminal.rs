//! The terminal: what it is, and what it is likely to do. Pure but for [`Facts::of_process`].

use super::report::{Area, Check, State};
use crate::config::env::Env;
use crate::runtime::clipboard::{Arrival, Clipboard};
use crate::runtime::terminal::{self, Screen};
use crate::text::Lang;
use crate::tr;
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
        return Check::new(
            Area::Terminal,
            "size",
            State::NotTried,
            lang.pick("output is not a terminal", "输出不是终端"),
        )
        .next(lang.pick("run it in a terminal to have it looked at", "请在终端中运行以检查"));
    };
    let found = tr!(lang, "{columns}x{rows} (columns x rows)", "{columns}x{rows}（列 x 行）");
    let small = columns < LEAST.0 || rows < LEAST.1;
    let check =
        Check::new(Area::Terminal, "size", if small { State::Warning } else { State::Ok }, found);
    let check = check.fact("columns", columns).fact("rows", rows);
    if small {
        check.next(tr!(lang, "make it at least {}x{}", "请放大到至少 {}x{}", LEAST.0, LEAST.1))
    } else {
        check
    }
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
        None if facts.size.is_none() => Check::new(
            Area::Terminal,
            "type",
            State::NotTried,
            lang.pick("TERM is not set", "未设置 TERM"),
        ),
        None => Check::new(
            Area::Terminal,
            "type",
            State::Warning,
            lang.pick("TERM is not set", "未设置 TERM"),
        )
        .next(lang.pick("export TERM=xterm-256color", "请执行 export TERM=xterm-256color")),
        Some("dumb") => {
            Check::new(Area::Terminal, "type", State::Warning, all.join(" ")).next(lang.pick(
                "a dumb terminal can't show the interface: use list and unbind",
                "dumb 终端无法显示界面：请使用 list 和 unbind",
            ))
        }
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
    let found = match (depth, off) {
        (_, true) => lang.pick("off by NO_COLOR", "已由 NO_COLOR 关闭").to_owned(),
        (0, _) => lang.pick("none", "无").to_owned(),
        (16_777_216, _) => lang.pick("16 million, likely", "大概 1600 万色").to_owned(),
        (depth, _) => tr!(lang, "{depth}, likely", "大概 {depth} 色"),
    };
    Check::ok(Area::Terminal, "colors", found).fact("depth", depth).fact("noColor", off)
}

fn language(lang: Lang, given: Option<Lang>, env: &Env) -> Check {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| Some(format!("{name}={}", env.get(name)?)));
    let name = lang.pick("English", "简体中文");
    let found = match (given, &locale) {
        (Some(_), _) => tr!(lang, "{name}, by --lang", "{name}（依据 --lang）"),
        (None, Some(locale)) => tr!(lang, "{name}, by {locale}", "{name}（依据 {locale}）"),
        (None, None) => tr!(lang, "{name}; no locale is set", "{name}（未设置 locale）"),
    };
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
    check.next(lang.pick(
        "the locale is not UTF-8, so only ASCII signs are drawn: export LC_ALL=C.UTF-8",
        "locale 不是 UTF-8，只用 ASCII 符号绘制：export LC_ALL=C.UTF-8",
    ))
}

fn clipboard(lang: Lang, env: &Env, facts: Facts) -> Check {
    if facts.size.is_none() {
        return Check::new(
            Area::Terminal,
            "clipboard",
            State::NotTried,
            lang.pick("output is not a terminal", "输出不是终端"),
        )
        .fact("osc52", "notTried");
    }
    let new = |state, word: &str, found: &str| {
        Check::new(Area::Terminal, "clipboard", state, found).fact("osc52", word)
    };
    let by_hand = lang.pick(
        "if y copies nothing, select the text with the mouse",
        "如果 y 复制无效，请用鼠标选取",
    );
    match Clipboard::of(env).arrival() {
        Arrival::Likely => new(
            State::Ok,
            "likely",
            lang.pick("copying by OSC 52 likely works", "OSC 52 复制大概可用"),
        ),
        Arrival::Unknown => new(
            State::Ok,
            "unknown",
            lang.pick(
                "copying by OSC 52 depends on the terminal at the other end; can't be known",
                "OSC 52 复制取决于对端终端，无法判断",
            ),
        )
        .next(by_hand),
        Arrival::With(_, setting) => new(
            State::Ok,
            "likelyWithSetting",
            lang.pick(
                "copying by OSC 52 likely works with this setting only",
                "OSC 52 复制大概需要以下设置才可用",
            ),
        )
        .next(setting),
        Arrival::Unlikely(_) => new(
            State::Warning,
            "unlikely",
            lang.pick("copying by OSC 52 likely does not work here", "此处 OSC 52 复制大概不可用"),
        )
        .next(by_hand),
    }
}

fn ambiguous(lang: Lang, env: &Env, facts: Facts) -> Check {
    let new = |state, found: String, columns: Option<u16>, measured: bool| {
        Check::new(Area::Terminal, "ambiguousWidth", state, found)
            .fact("columns", columns)
            .fact("measured", measured)
    };
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| env.get(name))
        .unwrap_or_default()
        .to_ascii_lowercase();
    let east = ["zh", "ja", "ko"].iter().any(|lang| locale.starts_with(lang));
    match facts.ambiguous {
        Some(1) => new(State::Ok, lang.pick("1 column, measured", "1 列（实测）").to_owned(), Some(1), true),
        Some(columns) => {
            new(State::Warning, tr!(lang, "{columns} columns, measured", "{columns} 列（实测）"), Some(columns), true).next(lang.pick(
                "the interface then draws ASCII signs; set the terminal to narrow ambiguous characters to have the others",
                "界面会改用 ASCII 符号；如需其他符号，请在终端中把歧义字符设为窄",
            ))
        }
        None if east => new(
            State::Ok,
            lang.pick("likely 1 column; some terminals take 2 in this locale", "大概 1 列；此 locale 下有些终端占 2 列").to_owned(),
            None,
            false,
        )
        .next(lang.pick("if columns are misaligned: --ascii", "如果列不对齐：--ascii")),
        None => new(State::Ok, lang.pick("likely 1 column", "大概 1 列").to_owned(), None, false),
    }
}

fn ssh(lang: Lang, env: &Env) -> Check {
    let inside =
        ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"].into_iter().any(|name| env.get(name).is_some());
    let check = |found: String| Check::ok(Area::Terminal, "ssh", found).fact("ssh", inside);
    match (env.ssh_server_ip(), inside) {
        (Some(ip), _) => check(tr!(
            lang,
            "in an ssh session that came in by {ip}; unbinding that address asks for two octets",
            "ssh 会话，经 {ip} 接入；解绑该地址需输入两段"
        ))
        .fact("serverIp", ip.to_string()),
        (None, true) => check(
            lang.pick(
                "in an ssh session; the address it came in by is not known",
                "ssh 会话；接入地址未知",
            )
            .to_owned(),
        )
        .fact("serverIp", serde_json::Value::Null),
        (None, false) => check(lang.pick("not in an ssh session", "不在 ssh 会话中").to_owned())
            .fact("serverIp", serde_json::Value::Null),
    }
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
