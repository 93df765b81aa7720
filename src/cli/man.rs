//! The man page, in English: the program, the options of each command, the keys, and the sections that every page has.

use super::help::{self, USAGE};
use crate::app::keymap;
use crate::text::help as texts;
use crate::text::{Lang, generations};
use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use std::io::Write;
use texts::Line;

/// The page as `man` reads it.
///
/// # Errors
/// None that a buffer in memory could have.
pub(super) fn page() -> std::io::Result<String> {
    let root = help::built(Lang::En).override_usage(USAGE);
    let mut out = Vec::new();
    let man = Man::new(root.clone());
    man.render_title(&mut out)?;
    man.render_name_section(&mut out)?;
    man.render_synopsis_section(&mut out)?;
    description(&root).to_writer(&mut out)?;
    man.render_options_section(&mut out)?;
    for command in root.get_subcommands() {
        options_of(command, &mut out)?;
    }
    keys().to_writer(&mut out)?;
    let code = |line: &Line| Line { name: line.name, text: line.text };
    for (title, lines) in [
        ("EXAMPLES", texts::examples(Lang::En)),
        ("ENVIRONMENT", texts::whole_environment(Lang::En)),
        ("FILES", texts::files(Lang::En)),
        ("EXIT STATUS", texts::exit_codes(Lang::En).iter().map(code).collect()),
        ("SEE ALSO", texts::see_also(Lang::En)),
    ] {
        section(title, &lines).to_writer(&mut out)?;
    }
    man.render_version_section(&mut out)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// What it is, its commands, and what the two generations of the API can do.
fn description(root: &Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["DESCRIPTION"]);
    let about = texts::about(Lang::En, root.get_name()).unwrap_or_default();
    roff.text([roman(about)]);
    let target = texts::option(Lang::En, root.get_name(), "targets").unwrap_or_default();
    roff.control("PP", []);
    roff.text([bold("TARGET"), roman(": "), roman(target.replacen('\n', ". ", 1)), roman(".")]);
    roff.control("SH", ["COMMANDS"]);
    for command in root.get_subcommands() {
        roff.control("TP", []);
        roff.text([bold(command.get_name())]);
        roff.text([roman(texts::about(Lang::En, command.get_name()).unwrap_or_default())]);
    }
    let generations = generations::plain(Lang::En);
    for (at, line) in generations.lines().enumerate() {
        roff.control(if at == 0 { "PP" } else { "br" }, []);
        roff.text([roman(line.trim())]);
    }
    roff
}

/// The options that one command alone has.
fn options_of(command: &Command, out: &mut impl Write) -> std::io::Result<()> {
    let own = |arg: &&clap::Arg| !arg.is_global_set() && !matches!(arg.get_id().as_str(), "help");
    let more = texts::more(Lang::En, command.get_name()).map(|more| more.whole);
    if command.get_name() == "help"
        || (command.get_arguments().find(own).is_none() && more.is_none())
    {
        return Ok(());
    }
    let mut roff = Roff::new();
    roff.control("SH", [format!("OPTIONS OF {}", command.get_name().to_uppercase()).as_str()]);
    for line in more.unwrap_or_default().lines().filter(|line| !line.is_empty()) {
        roff.text([roman(line)]);
        roff.control("PP", []);
    }
    roff.to_writer(out)?;
    let args = command.get_arguments().filter(own).map(|arg| arg.clone().help_heading(None));
    // Its own page would have this heading; here it is one of several.
    let alone = Command::new("one").disable_help_flag(true).args(args.collect::<Vec<_>>());
    let mut options = Vec::new();
    Man::new(alone).render_options_section(&mut options)?;
    out.write_all(String::from_utf8_lossy(&options).replacen(".SH OPTIONS\n", "", 1).as_bytes())
}

fn keys() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["KEYS"]);
    for scope in keymap::Scope::shown() {
        roff.control("SS", [scope.title(Lang::En)]);
        for rule in keymap::rules(scope) {
            roff.control("TP", []);
            roff.text([bold(keymap::keys_text(rule))]);
            roff.text([roman(rule.help(Lang::En))]);
        }
    }
    roff
}

fn section(title: &str, lines: &[Line]) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [title]);
    for line in lines {
        roff.control("TP", []);
        roff.text([bold(line.name)]);
        roff.text([roman(line.text.replace('`', ""))]);
    }
    roff
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::READ;

    #[test]
    fn the_page_names_every_variable_that_is_read() {
        let page = page().unwrap();
        let environment = page.split(".SH ENVIRONMENT").nth(1).unwrap();
        let environment = environment.split(".SH ").next().unwrap();
        // Bold begins and ends with a mark of its own.
        let environment = environment.replace("\\fB", "").replace("\\fR", "");
        // These two are for tests and for the shells.
        let own = ["EIP_UNBIND_TEST_PANIC", "EIP_UNBIND_COMPLETE"];
        for name in READ.iter().filter(|name| !own.contains(name)) {
            let is_whole = environment
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .any(|word| word == *name);
            assert!(is_whole, "{name}: {environment}");
        }
    }
}
