//! `--help`: laid out here, so that both languages fit the terminal.

use super::args::Cli;
use crate::config::paths;
use crate::text::help::{self, Group, Labels};
use crate::text::{Lang, generations};
use crate::view::wrap::{width, wrap};
use clap::{Arg, Command, CommandFactory as _};
use ratatui::text::Line;
use std::path::Path;

/// What the help depends on.
pub(super) struct Look<'a> {
    pub(super) lang: Lang,
    pub(super) columns: usize,
    /// The config file in force, if there is a home folder.
    pub(super) config: Option<&'a Path>,
    /// The folder of the journal in force.
    pub(super) state: Option<&'a Path>,
}

/// The command line with the texts of every argument.
pub(super) fn command(lang: Lang) -> Command {
    with_texts(Cli::command(), lang)
}

fn with_texts(command: Command, lang: Lang) -> Command {
    let name = command.get_name().to_owned();
    let about = help::about(lang, &name);
    let stop = help::labels(lang).stop;
    let text = |arg: Arg| {
        let id = arg.get_id().as_str().to_owned();
        let group = help::group(&name, &id).map(|group| group.title(lang));
        let arg = if arg.is_positional() { arg } else { arg.help_heading(group) };
        match help::option(lang, &name, &id) {
            Some(text) => match text.split_once('\n') {
                Some((short, rest)) => arg.help(short).long_help(format!("{short}{stop}{rest}")),
                None => arg.help(text),
            },
            None => arg,
        }
    };
    let command = command.mut_args(text).mut_subcommands(|command| with_texts(command, lang));
    about.into_iter().fold(command, Command::about)
}

/// The same as clap completes it, with our texts for what clap adds: `help`, `--help` and `--version`.
pub(super) fn built(lang: Lang) -> Command {
    let mut root = command(lang);
    root.build();
    with_texts_of_added(root, lang)
}

fn with_texts_of_added(command: Command, lang: Lang) -> Command {
    let labels = help::labels(lang);
    let about = help::about(lang, "help").filter(|_| command.get_name() == "help");
    let command = command
        .mut_args(|arg| match arg.get_id().as_str() {
            "help" => arg.help(labels.help).long_help(labels.help),
            "version" => arg.help(labels.version).long_help(labels.version),
            _ => arg,
        })
        .mut_subcommands(|command| with_texts_of_added(command, lang));
    about.into_iter().fold(command, |command, about| command.about(about))
}

/// The command line with the whole help of each command: what clap says when it is asked for.
pub(super) fn with_pages(look: &Look<'_>) -> Command {
    let mut built = command(look.lang).override_usage(USAGE);
    built.build();
    let mut root = paged(Cli::command(), &built, &built, look);
    for sub in built.get_subcommands() {
        if root.find_subcommand(sub.get_name()).is_some() {
            root = root.mut_subcommand(sub.get_name(), |it| paged(it, sub, &built, look));
        }
    }
    root
}

fn paged(command: Command, built: &Command, root: &Command, look: &Look<'_>) -> Command {
    let page = |is_long| Page::of(built, root, look, is_long);
    // Lines are as long as they should be: clap is not to break them again.
    command
        .term_width(0)
        .help_template("{before-help}")
        .before_help(page(false))
        .before_long_help(page(true))
}

/// The forms of the command line.
pub(super) const USAGE: &str =
    "eip-unbind [OPTIONS] [TARGET]…\n       eip-unbind [OPTIONS] COMMAND …";

/// Columns of what stands on the left.
const LEFT: usize = 26;

struct Page<'a> {
    text: String,
    look: &'a Look<'a>,
    labels: Labels,
    is_long: bool,
}

impl<'a> Page<'a> {
    fn of(command: &Command, root: &Command, look: &'a Look<'a>, is_long: bool) -> String {
        let labels = help::labels(look.lang);
        let mut page = Page { text: String::new(), look, labels, is_long };
        let name = command.get_name();
        let is_root = name == root.get_name();
        page.paragraph(&command.get_about().map(ToString::to_string).unwrap_or_default());
        page.usage(command);
        page.positionals(command);
        if is_root {
            page.commands(command);
        }
        page.options(command, is_root);
        match (is_long, is_root) {
            (true, true) => page.manual(),
            (true, false) => {}
            (false, true) => page.paragraph(page.labels.whole),
            (false, false) => page.paragraph(&help::whole_of(look.lang, name)),
        }
        page.text.truncate(page.text.trim_end().len());
        page.text
    }

    /// A text of its own, with a blank line after it.
    fn paragraph(&mut self, text: &str) {
        for line in text.lines() {
            self.wrapped(line, 0, 0);
        }
        self.text.push('\n');
    }

    fn wrapped(&mut self, text: &str, indent: usize, hanging: usize) {
        let room = self.look.columns.saturating_sub(indent).max(20);
        for line in wrap(&Line::raw(text.to_owned()), room, hanging) {
            self.text.push_str(&" ".repeat(if text.is_empty() { 0 } else { indent }));
            self.text.push_str(&line.to_string());
            self.text.push('\n');
        }
    }

    fn usage(&mut self, command: &Command) {
        let usage = command.clone().render_usage().to_string();
        let forms = usage.strip_prefix("Usage:").unwrap_or(&usage).trim();
        let lead = format!("{} ", self.labels.usage);
        for (at, form) in forms.lines().map(str::trim).enumerate() {
            let lead = if at == 0 { lead.clone() } else { " ".repeat(width(&lead)) };
            self.text.push_str(&lead);
            self.text.push_str(form);
            self.text.push('\n');
        }
        self.text.push('\n');
    }

    fn positionals(&mut self, command: &Command) {
        let all: Vec<&Arg> = command.get_positionals().collect();
        for arg in &all {
            self.entry(&value_names(arg), &self.text_of(arg));
        }
        if !all.is_empty() {
            self.text.push('\n');
        }
    }

    /// Each command and what it does; the short help only names those that are seldom asked for.
    fn commands(&mut self, command: &Command) {
        self.heading(self.labels.commands);
        let names = command.get_subcommands().map(Command::get_name);
        let (shown, named): (Vec<&str>, Vec<&str>) =
            names.partition(|name| self.is_long || help::is_common_command(name));
        for name in shown {
            self.entry(name, help::about(self.look.lang, name).unwrap_or_default());
        }
        if !named.is_empty() {
            self.wrapped(&help::also(self.look.lang, &named), 2, 2);
        }
        self.text.push('\n');
    }

    /// The options in groups, each group once: first those that hold an option of this command alone, then what else is to be known of
    /// it, then those of every command.
    fn options(&mut self, command: &Command, is_root: bool) {
        let name = command.get_name();
        let is_shown = |arg: &&Arg| {
            let id = arg.get_id().as_str();
            !arg.is_positional()
                && !matches!(id, "help" | "version")
                && (self.is_long || help::is_common(name, id))
        };
        let shown: Vec<&Arg> = command.get_arguments().filter(is_shown).collect();
        let group = |arg: &Arg| help::group(name, arg.get_id().as_str()).unwrap_or(Group::Own);
        let is_own = |it: Group| shown.iter().any(|arg| group(arg) == it && !arg.is_global_set());
        let (own, general): (Vec<Group>, Vec<Group>) =
            Group::ALL.into_iter().partition(|group| is_own(*group));
        for (groups, is_last) in [(own, false), (general, true)] {
            for it in groups {
                let args: Vec<&&Arg> = shown.iter().filter(|arg| group(arg) == it).collect();
                self.group(it, &args);
            }
            let more = if is_last { None } else { help::more(self.look.lang, name) };
            if let Some(more) = more {
                self.paragraph(if self.is_long { more.whole } else { more.short });
            }
        }
        if self.is_long {
            self.entry("-h, --help", self.labels.help);
            if is_root {
                self.entry("-V, --version", self.labels.version);
            }
            self.text.push('\n');
        }
    }

    fn group(&mut self, group: Group, args: &[&&Arg]) {
        if args.is_empty() {
            return;
        }
        self.heading(group.title(self.look.lang));
        for arg in args {
            self.entry(&left(arg), &self.text_of(arg));
        }
        self.text.push('\n');
    }

    fn manual(&mut self) {
        let lang = self.look.lang;
        self.heading(self.labels.examples);
        for line in help::examples_of_help(lang) {
            self.wrapped(line.name, 2, 0);
            self.wrapped(line.text, 6, 0);
        }
        self.text.push('\n');
        self.heading(self.labels.environment);
        for line in help::environment(lang) {
            self.entry(line.name, line.text);
        }
        self.text.push('\n');
        self.heading(self.labels.files);
        for line in help::files(lang) {
            let name = self.in_force(line.name);
            self.entry(&name, line.text);
        }
        self.text.push('\n');
        self.heading(self.labels.exit_codes);
        for line in help::exit_codes(lang) {
            self.entry(line.name, &line.text.replace('`', ""));
        }
        self.text.push('\n');
        for line in generations::plain(lang).lines() {
            self.wrapped(line.trim_start(), if line.starts_with(' ') { 2 } else { 0 }, 2);
        }
        self.text.push('\n');
        self.paragraph(self.labels.of_a_command);
    }

    /// The file that counts in this call, where a usual one is named.
    fn in_force(&self, name: &str) -> String {
        let (usual, dir) = match name.strip_prefix(help::STATE) {
            Some(rest) => (rest, self.look.state),
            None if name == help::CONFIG => ("", self.look.config),
            None => return name.to_owned(),
        };
        dir.map_or_else(|| name.to_owned(), |dir| format!("{}{usual}", paths::shown(dir)))
    }

    fn heading(&mut self, title: &str) {
        self.text.push_str(title);
        self.text.push_str(help::colon(self.look.lang));
    }

    /// A name and what it is, side by side; a long name stands above.
    fn entry(&mut self, name: &str, text: &str) {
        let lead = format!("  {name}");
        let above = width(&lead) + 2 > LEFT || self.look.columns < 2 * LEFT;
        let indent = if self.look.columns < 2 * LEFT { 6 } else { LEFT };
        let begin = self.text.len();
        if above {
            self.text.push_str(&lead);
            self.text.push('\n');
            self.wrapped(text, indent, 0);
        } else {
            self.wrapped(text, indent, 0);
            self.text.replace_range(begin..begin + width(&lead), &lead);
        }
    }

    /// What an argument is for; with its default and its variable in the whole help.
    fn text_of(&self, arg: &Arg) -> String {
        let help =
            if self.is_long { arg.get_long_help().or(arg.get_help()) } else { arg.get_help() };
        let mut text = help.map(ToString::to_string).unwrap_or_default();
        let defaults = arg.get_default_values();
        let mut beside: Vec<String> = Vec::new();
        if arg.get_action().takes_values() && !defaults.is_empty() {
            let values: Vec<_> = defaults.iter().map(|value| value.to_string_lossy()).collect();
            beside.push(format!("{} {}", self.labels.default, values.join(" ")));
        }
        if self.is_long {
            beside.extend(arg.get_env().map(|name| name.to_string_lossy().into_owned()));
        }
        if !beside.is_empty() {
            text += &[" [", &beside.join(self.look.lang.semicolon()), "]"].concat();
        }
        text
    }
}

fn value_names(arg: &Arg) -> String {
    let names = arg.get_value_names().unwrap_or_default();
    names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(" ")
}

/// An option as it is typed.
fn left(arg: &Arg) -> String {
    let long = arg.get_long().map(|long| format!("--{long}")).unwrap_or_default();
    let name = match arg.get_short() {
        Some(short) => format!("-{short}, {long}"),
        None => long,
    };
    match (arg.get_action().takes_values(), arg.is_require_equals_set()) {
        (false, _) => name,
        (true, true) => format!("{name}[={}]", value_names(arg)),
        (true, false) => format!("{name} {}", value_names(arg)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LANGS: [Lang; 2] = [Lang::En, Lang::Zh];

    fn is_chinese(text: &str) -> bool {
        text.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c))
    }

    #[test]
    fn every_argument_has_a_heading_and_its_text_in_both_languages() {
        let root = command(Lang::Zh);
        let mut count = 0;
        for command in std::iter::once(&root).chain(root.get_subcommands()) {
            let name = command.get_name();
            assert!(help::about(Lang::Zh, name).is_some_and(is_chinese), "{name}");
            for arg in command.get_arguments() {
                let id = arg.get_id().as_str();
                assert!(help::group(name, id).is_some(), "{name} {id} has no heading in text/help");
                let [en, zh] = LANGS.map(|lang| help::option(lang, name, id));
                assert!(en.is_some_and(|text| !is_chinese(text)), "{name} {id}");
                assert!(zh.is_some_and(|text| is_chinese(text) || id == "shell"), "{name} {id}");
                count += 1;
            }
        }
        assert!(count > 40, "the arguments were found");
    }

    #[test]
    fn the_help_fits_every_width_and_says_the_same_at_each() {
        for lang in LANGS {
            let page = |columns, is_long| {
                let look = Look { lang, columns, config: None, state: None };
                let mut root = command(lang);
                root.build();
                let ours = root.get_subcommands().filter(|sub| sub.get_name() != "help");
                let page = |command| Page::of(command, &root, &look, is_long);
                std::iter::once(&root).chain(ours).map(page).collect::<Vec<_>>().join("\n")
            };
            for is_long in [false, true] {
                let bare = |text: &str| text.split_whitespace().collect::<String>();
                let wide = page(100, is_long);
                for columns in [60, 80, 100] {
                    let text = page(columns, is_long);
                    let too_long: Vec<_> =
                        text.lines().filter(|line| width(line) > columns).collect();
                    assert!(too_long.is_empty(), "{columns}: {too_long:#?}");
                    assert_eq!(bare(&text), bare(&wide));
                }
            }
        }
    }
}
