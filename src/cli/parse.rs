//! Reading the command line and the options in the environment; the man page of both.

use super::args::{Cli, Global};
use crate::app::keymap;
use crate::config::env::Env;
use crate::config::paths;
use crate::domain::sanitize::{visible, visible_lines};
use crate::failure::{Failure, FailureKind};
use crate::text::{Lang, usage};
use clap::builder::Resettable;
use clap::error::{ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgMatches, Command, CommandFactory as _, FromArgMatches as _};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Reads the command line. A flag beats the environment; an empty variable counts as absent.
///
/// # Errors
/// What clap says; also for `--help` and `--version`.
pub(super) fn parse(
    args: impl IntoIterator<Item = OsString>,
    env: &Env,
) -> Result<Cli, clap::Error> {
    let matches = without_empty(Cli::command(), env).try_get_matches_from(gathered(args))?;
    let mut cli = Cli::from_arg_matches(&matches)?;
    settle_demo_variable(&matches, &mut cli);
    settle_demo(&matches, &mut cli)?;
    settle_paths(&mut cli.global, env);
    cli.global.given = given(&matches);
    let typed = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
    match (typed("regions"), typed("all_regions")) {
        (true, false) => cli.global.all_regions = false,
        (false, true) => cli.global.regions.clear(),
        (true, true) | (false, false) => {}
    }
    Ok(cli)
}

/// Every `--region` at the end: of an option that may be repeated, the library counts only those on one side of the subcommand.
fn gathered(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut args = args.into_iter();
    let (mut rest, mut regions) = (Vec::new(), Vec::new());
    while let Some(arg) = args.next() {
        if arg == "--" {
            let end = std::iter::once(arg).chain(args);
            return rest.into_iter().chain(regions).chain(end).collect();
        }
        if arg == "--region" {
            regions.push(arg);
            regions.extend(args.next());
        } else if arg.to_str().is_some_and(|text| text.starts_with("--region=")) {
            regions.push(arg);
        } else {
            rest.push(arg);
        }
    }
    rest.into_iter().chain(regions).collect()
}

fn without_empty(command: Command, env: &Env) -> Command {
    let is_blank = |arg: &clap::Arg| {
        arg.get_env().and_then(|name| name.to_str()).is_some_and(|name| env.is_blank(name))
    };
    command
        .mut_args(|arg| if is_blank(&arg) { arg.env(Resettable::Reset) } else { arg })
        .mut_subcommands(|subcommand| without_empty(subcommand, env))
}

/// A leading `~` is the home folder, also where no shell has replaced it (an env file); what is relative now would be another
/// place for a command that is printed here and run elsewhere.
fn settle_paths(global: &mut Global, env: &Env) {
    let home = env.home();
    let given = [&mut global.config, &mut global.state_dir, &mut global.log];
    for path in given.into_iter().flatten() {
        *path = paths::resolve(&*path, home.as_deref());
    }
    let absolute =
        |path: &Option<PathBuf>| path.as_deref().and_then(|path| std::path::absolute(path).ok());
    global.config = absolute(&global.config).or(global.config.take());
    if let Some(dir) =
        absolute(&global.state_dir).filter(|dir| Some(dir) != global.state_dir.as_ref())
    {
        global.relative_state_dir = global.state_dir.replace(dir);
    }
}

/// Which options were given, and how.
fn given(matches: &ArgMatches) -> BTreeMap<String, String> {
    let command = Cli::command();
    let how = |arg: &clap::Arg| {
        let id = arg.get_id().as_str();
        let source = matches.value_source(id)?;
        let name = if source == ValueSource::CommandLine {
            format!("--{}", arg.get_long()?)
        } else if source == ValueSource::EnvVariable {
            arg.get_env()?.to_str()?.to_owned()
        } else {
            return None;
        };
        Some((id.to_owned(), name))
    };
    command.get_arguments().filter_map(how).collect()
}

/// `EIP_UNBIND_DEMO=1` is the demo, as for every other switch; on its own cloud the journal of the real one is not written to, unless
/// somebody typed that folder.
fn settle_demo_variable(matches: &ArgMatches, cli: &mut Cli) {
    let typed = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
    if let Some(demo) = cli.global.demo.as_deref().filter(|_| !typed("demo")) {
        match demo.to_ascii_lowercase().as_str() {
            "1" | "true" | "yes" | "on" | "y" | "t" => cli.global.demo = Some("demo".to_owned()),
            "0" | "false" | "no" | "off" | "n" | "f" => cli.global.demo = None,
            _ => {}
        }
    }
    if cli.global.demo.is_some() && !typed("state_dir") {
        cli.global.state_dir = None;
    }
}

/// The names of all commands.
pub(super) fn commands() -> Vec<String> {
    let names = |command: &Command| {
        command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect::<Vec<_>>()
    };
    names(&Cli::command()).into_iter().chain(["help".to_owned()]).collect()
}

/// A target that is a command's name, or one edit away from it: what is typed next would act on the screen that opens.
pub(super) fn mistyped(cli: &Cli, args: &[OsString], lang: Lang) -> Option<Failure> {
    if cli.command.is_some() {
        return None;
    }
    let names = commands();
    // What stands after `--` is meant as a target.
    let meant = args.iter().skip_while(|arg| *arg != "--").count().saturating_sub(1);
    let judged = cli.targets.len().saturating_sub(meant);
    cli.targets.iter().take(judged).find_map(|target| {
        let lower = target.trim().to_lowercase();
        let near = names.iter().find(|name| strsim::osa_distance(name, &lower) <= 1)?;
        let said = if lower == *near {
            usage::misplaced(lang, near)
        } else {
            usage::mistyped(lang, target, near)
        };
        Some(Failure::of(FailureKind::Usage, said))
    })
}

/// What clap says, without anything that acts on a terminal: a value that was typed is repeated in it.
pub(super) fn shown(mut error: clap::Error) -> String {
    let hidden: Vec<_> = error
        .context()
        .filter_map(|(kind, value)| {
            let shown = |text: &String| visible(text).into_owned();
            if let ContextValue::String(text) = value {
                Some((kind, ContextValue::String(shown(text))))
            } else if let ContextValue::Strings(all) = value {
                Some((kind, ContextValue::Strings(all.iter().map(shown).collect())))
            } else {
                None
            }
        })
        .collect();
    for (kind, value) in hidden {
        error.insert(kind, value);
    }
    visible_lines(&error.render().to_string()).into_owned()
}

/// `--demo` works on a cloud of its own, with neither a profile nor an endpoint; of a flag and a variable the flag counts.
fn settle_demo(matches: &ArgMatches, cli: &mut Cli) -> Result<(), clap::Error> {
    let typed = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
    let (demo, profile, endpoint) =
        (cli.global.demo.is_some(), cli.global.profile.is_some(), cli.global.endpoint.is_some());
    let typed_other = (profile && typed("profile")) || (endpoint && typed("endpoint"));
    if !demo || !(profile || endpoint) {
        return Ok(());
    }
    match (typed("demo"), typed_other) {
        (true, false) => (cli.global.profile, cli.global.endpoint) = (None, None),
        (false, true) => cli.global.demo = None,
        (true, true) | (false, false) => {
            let other = if profile { "--profile" } else { "--endpoint" };
            let message =
                format!("--demo works on a cloud of its own: leave out {other}, or --demo");
            return Err(Cli::command().error(ErrorKind::ArgumentConflict, message));
        }
    }
    Ok(())
}

/// The man page: the program, then the options of each subcommand that has any, then the keys.
///
/// # Errors
/// None that a buffer in memory could have.
pub(super) fn man() -> std::io::Result<String> {
    let mut bytes = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut bytes)?;
    for subcommand in
        Cli::command().get_subcommands().filter(|s| s.get_arguments().next().is_some())
    {
        let title = format!(".SH \"OPTIONS OF {}\"", subcommand.get_name().to_uppercase());
        let mut section = Vec::new();
        clap_mangen::Man::new(subcommand.clone()).render_options_section(&mut section)?;
        bytes.extend(String::from_utf8_lossy(&section).replacen(".SH OPTIONS", &title, 1).bytes());
    }
    let page = String::from_utf8_lossy(&bytes).into_owned();
    // There is this one page: its subcommands have none of their own.
    let names = |line: &str| {
        line.strip_prefix("eip\\-unbind\\-")
            .and_then(|rest| rest.strip_suffix("(1)"))
            .map(str::to_owned)
    };
    let mut text: String =
        page.lines().map(|line| names(line).unwrap_or_else(|| line.to_owned()) + "\n").collect();
    text.push_str(".SH KEYS\n");
    for scope in keymap::Scope::ALL {
        let _ = writeln!(text, ".SS \"{}\"", scope.title(Lang::En));
        for rule in keymap::rules(scope) {
            let _ = writeln!(
                text,
                ".TP\n\\fB{}\\fR\n{}",
                keymap::keys_text(rule).replace('-', "\\-"),
                rule.help(Lang::En)
            );
        }
    }
    Ok(text)
}
