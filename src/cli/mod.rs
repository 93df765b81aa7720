//! The way in: dispatch, exit codes. Data goes to standard output, talk to standard error.

mod accounts;
pub mod args;
mod bind;
mod command;
mod complete;
mod config;
mod decision;
mod doctor;
mod help;
mod history;
mod identity;
mod job;
mod left_open;
mod list;
mod lookup;
mod man;
pub mod output;
mod parse;
mod plan_file;
mod plan_table;
mod plan_text;
mod profiles;
mod quota;
mod regions;
mod session;
mod setup;
mod simulate;
mod sources;
mod table;
mod tui;
mod unbind;

use crate::config::env::Env;
use crate::domain::sanitize::visible;
use crate::failure::{Failure, FailureKind};
use crate::runtime::clock::Clock;
use crate::runtime::spawn::block_on;
use crate::runtime::{limits, terminal};
use crate::text::Lang;
use crate::text::usage;
use args::{Cli, Command, Global};
use job::Job;
use setup::Setup;
use std::ffi::OsString;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};

/// Runs the program; gives its exit code.
pub fn main(args: impl IntoIterator<Item = OsString>) -> u8 {
    limits::set();
    terminal::install_panic_hook();
    let env = Env::of_process();
    let args: Vec<OsString> = args.into_iter().collect();
    if complete::answered(&args, &env) {
        return 0;
    }
    let cli = match parse::parse(args.clone(), &env) {
        Ok(cli) => cli,
        Err(error) => {
            let (code, is_error) = (error.exit_code(), error.use_stderr());
            let hint = parse::target_hint(&error, &args, &env);
            let text = match parse::help(&error, &args, &env) {
                Some(page) => page,
                None => parse::shown(error) + hint.as_deref().unwrap_or_default(),
            };
            if is_error {
                output::talk(text.trim_end())
            } else {
                output::data(&text)
            }
            return u8::try_from(code).unwrap_or(2);
        }
    };
    let lang = setup::lang(&cli.global, &env);
    if let Some(failure) = parse::mistyped(&cli, &args, lang) {
        output::failure(&failure);
        return failure.kind.exit_code();
    }
    if cli.global.demo.as_deref() == Some("help") {
        output::data(&simulate::list(lang, output::columns(&env)));
        return 0;
    }
    if cli.global.verbose > 0 && cli.global.log.is_none() {
        output::talk(usage::verbose_without_log(lang));
    }
    if let (Some(typed), Some(dir)) = (&cli.global.relative_state_dir, &cli.global.state_dir) {
        let shown = |path: &std::path::Path| visible(&path.to_string_lossy()).into_owned();
        output::talk(&crate::text::files::made_absolute(lang, &shown(typed), &shown(dir)));
    }
    match dispatch(cli, env, lang) {
        Ok(code) => match output::unwritten() {
            None => code,
            Some(why) => {
                output::talk(&usage::unwritten(lang, why));
                if code == 0 { FailureKind::Reading.exit_code() } else { code }
            }
        },
        Err(failure) => {
            output::failure(&failure);
            failure.kind.exit_code()
        }
    }
}

fn dispatch(cli: Cli, env: Env, lang: Lang) -> Result<u8, Failure> {
    let clock = Clock::new();
    tell_fresh_cloud(cli.command.as_ref(), &cli.global, lang);
    if cli.global.output == args::Output::Markdown
        && !matches!(cli.command, Some(Command::History(_)))
    {
        let message = usage::markdown_of_history(lang);
        return Err(Failure::usage(message).hint("--output table|json|csv"));
    }
    match cli.command {
        Some(Command::Completions { shell }) => {
            output::data(&complete::script(shell));
            Ok(0)
        }
        Some(Command::Man) => {
            output::data(
                &man::page()
                    .map_err(|error| Failure::new(FailureKind::Reading, error.to_string()))?,
            );
            Ok(0)
        }
        Some(Command::Simulate { scenario, port }) => {
            block_on(async { simulate::run(&scenario, port, &cli.global, lang).await })
        }
        Some(Command::History(wanted)) => history::run(&cli.global, &env, lang, &wanted),
        Some(Command::Config { sample }) => config::run(&cli.global, &env, clock, sample, lang),
        Some(Command::Doctor) => {
            let log = start_log(&cli.global, lang);
            block_on(async { Ok(doctor::run(cli.global, env, clock, log.err()).await) })
        }
        Some(Command::List) => {
            with_setup(cli.global, env, clock, |setup| block_on(list::run(setup)))
        }
        Some(Command::Quota) => {
            with_setup(cli.global, env, clock, |setup| block_on(quota::run(setup)))
        }
        Some(Command::Unbind(args)) => {
            let job = Job::unbind(&args);
            let global = accounts::settle(cli.global, &env, clock, lang, &job)?;
            with_setup(global, env, clock, |setup| block_on(unbind::run(setup, &job)))
        }
        Some(Command::Bind(args)) => {
            let (as_unbind, to) = bind::read(&args, lang)?;
            let job = Job::bind(&as_unbind, to);
            let global = accounts::settle(cli.global, &env, clock, lang, &job)?;
            with_setup(global, env, clock, |setup| block_on(unbind::run(setup, &job)))
        }
        None => {
            let profiles = accounts::profiles(&cli.global, &env, lang)?;
            let global = accounts::usable(cli.global, &env, clock, &profiles);
            with_setup(global, env, clock, |setup| tui::run(setup, &cli.targets, profiles))
        }
    }
}

/// A subcommand on the built-in cloud begins anew each time: what the one before did there is gone.
fn tell_fresh_cloud(command: Option<&Command>, global: &Global, lang: Lang) {
    let works_on_it = matches!(
        command,
        Some(
            Command::List
                | Command::Quota
                | Command::Unbind(_)
                | Command::Bind(_)
                | Command::History(_)
        )
    );
    if works_on_it && global.demo.is_some() {
        output::talk(usage::fresh_cloud(lang));
    }
}

fn with_setup(
    global: Global,
    env: Env,
    clock: Clock,
    run: impl FnOnce(&Setup) -> Result<u8, Failure>,
) -> Result<u8, Failure> {
    start_log(&global, setup::lang(&global, &env))?;
    let setup = Setup::new(global, env, clock)?;
    setup.warnings.iter().for_each(|warning| output::talk(warning));
    run(&setup)
}

/// The trace log goes to a file, never to the screen; what is secret is left out where it is made.
fn start_log(global: &Global, lang: Lang) -> Result<(), Failure> {
    let Some(path) = &global.log else { return Ok(()) };
    let file = crate::files::open_log(path).map_err(|error| {
        let hint = usage::give_a_log(lang);
        Failure::usage(format!("--log {}: {error}", path.display())).hint(hint)
    })?;
    let level = match global.verbose {
        0 => tracing::Level::INFO,
        1 => tracing::Level::DEBUG,
        _ => tracing::Level::TRACE,
    };
    let ours = tracing_subscriber::filter::filter_fn(move |meta| {
        meta.target().starts_with("eip_unbind") && *meta.level() <= level
    });
    // What can't be written to the log (a full disk, a file size limit) must not be said on the screen.
    let lines = tracing_subscriber::fmt::layer().with_ansi(false).log_internal_errors(false);
    let layer = lines.with_writer(Log(file)).with_filter(ours);
    let _ = tracing::subscriber::set_global_default(tracing_subscriber::registry().with(layer));
    Ok(())
}

/// The log file. What a cloud or a file said in it acts on no terminal that shows it later.
struct Log(std::fs::File);

impl<'a> tracing_subscriber::fmt::MakeWriter<'a> for Log {
    type Writer = &'a Log;

    fn make_writer(&'a self) -> &'a Log {
        self
    }
}

impl std::io::Write for &Log {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        let text = String::from_utf8_lossy(line);
        (&self.0).write_all(crate::domain::sanitize::visible_lines(&text).as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        (&self.0).flush()
    }
}
