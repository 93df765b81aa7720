//! Reading the command line and the options in the environment.

use super::args::{Cli, Global};
use super::{help, output};
use crate::config::env::Env;
use crate::config::paths;
use crate::domain::sanitize::{visible, visible_lines};
use crate::failure::{Failure, FailureKind};
use crate::text::{Lang, accounts, usage};
use clap::builder::Resettable;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgMatches, Command, CommandFactory as _, FromArgMatches as _};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ffi::OsString;
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
    settle_profiles(&matches, &mut cli)?;
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

/// Every `--region` at the end: of an option that may be repeated, the library counts only those on one side of the subcommand. `--lang`
/// at the beginning: behind `help` the library takes it for a command.
fn gathered(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut args = args.into_iter();
    let mut front: Vec<OsString> = args.next().into_iter().collect();
    let (mut rest, mut regions) = (Vec::new(), Vec::new());
    while let Some(arg) = args.next() {
        if arg == "--" {
            let end = std::iter::once(arg).chain(args);
            front.extend(rest.into_iter().chain(regions).chain(end));
            return front;
        }
        let name = arg.to_str().and_then(|text| text.split('=').next()).unwrap_or_default();
        let place = match name {
            "--region" => &mut regions,
            "--lang" => &mut front,
            _ => {
                rest.push(arg);
                continue;
            }
        };
        let has_value = arg != name;
        place.push(arg);
        if !has_value {
            place.extend(args.next());
        }
    }
    front.extend(rest.into_iter().chain(regions));
    front
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
    let given = [&mut global.config, &mut global.state_dir, &mut global.log, &mut global.plan];
    for path in given.into_iter().flatten() {
        *path = paths::resolve(&*path, home.as_deref());
    }
    let absolute =
        |path: &Option<PathBuf>| path.as_deref().and_then(|path| std::path::absolute(path).ok());
    global.config = absolute(&global.config).or(global.config.take());
    global.plan = absolute(&global.plan).or(global.plan.take());
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

/// One profile, or all of them; of a flag and a variable the flag counts.
fn settle_profiles(matches: &ArgMatches, cli: &mut Cli) -> Result<(), clap::Error> {
    let typed = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
    if !cli.global.all_profiles || cli.global.profile.is_none() {
        return Ok(());
    }
    match (typed("all_profiles"), typed("profile")) {
        (true, false) => cli.global.profile = None,
        (false, true) => cli.global.all_profiles = false,
        (true, true) | (false, false) => {
            return Err(Cli::command().error(ErrorKind::ArgumentConflict, accounts::CONFLICT));
        }
    }
    Ok(())
}

/// The value of an option as typed, where the command line could not be read: the words themselves are looked at.
fn typed(args: &[OsString], name: &str) -> Option<String> {
    let mut words = args.iter().map(|word| word.to_string_lossy());
    let with = format!("{name}=");
    words.clone().find_map(|word| word.strip_prefix(&with).map(str::to_owned)).or_else(|| {
        words.find(|word| word == name)?;
        words.next().map(Cow::into_owned)
    })
}

/// The language, where the command line could not be read.
fn lang_of(args: &[OsString], env: &Env) -> Lang {
    match typed(args, "--lang").as_deref().or(env.get("EIP_UNBIND_LANG")) {
        Some("zh") => Lang::Zh,
        Some("en") => Lang::En,
        _ => env.lang(),
    }
}

/// What to type instead where a command that has no target was given one.
pub(super) fn target_hint(error: &clap::Error, args: &[OsString], env: &Env) -> Option<String> {
    if error.kind() != ErrorKind::UnknownArgument {
        return None;
    }
    let Some(ContextValue::String(extra)) = error.get(ContextKind::InvalidArg) else { return None };
    let is_command = |word: &OsString| ["list", "quota"].into_iter().find(|name| word == name);
    let command = args.iter().skip(1).find_map(is_command)?;
    if extra.starts_with('-') {
        return None;
    }
    Some(usage::takes_no_target(lang_of(args, env), command, extra))
}

/// The help that was asked for, laid out for this terminal; `None` where something else is wrong.
pub(super) fn help(error: &clap::Error, args: &[OsString], env: &Env) -> Option<String> {
    if error.kind() != ErrorKind::DisplayHelp {
        return None;
    }
    let typed = |name: &str| typed(args, name);
    let lang = lang_of(args, env);
    let home = env.home();
    let place = |flag: &str, variable: &str| {
        let given = typed(flag).or_else(|| env.get(variable).map(str::to_owned));
        given.map(|path| paths::resolve(path, home.as_deref()))
    };
    let config = paths::config_file(place("--config", "EIP_UNBIND_CONFIG").as_deref());
    let state = paths::state_dir(place("--state-dir", "EIP_UNBIND_STATE_DIR").as_deref());
    let look = help::Look {
        lang,
        columns: usize::from(output::columns(env).unwrap_or(80)).clamp(40, 100),
        config: config.as_deref(),
        state: state.as_deref(),
    };
    let command = without_empty(help::with_pages(&look), env);
    let page = command.try_get_matches_from(gathered(args.iter().cloned())).err()?;
    Some(visible_lines(&page.render().to_string()).into_owned())
}
