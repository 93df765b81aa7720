//! The terminal interface as the command line starts it.

use super::output;
use super::profiles::{self, Known};
use super::setup::Setup;
use crate::app::dialog::Planned;
use crate::app::{App, Symbols};
use crate::config::paths;
use crate::domain::sanitize::{visible, visible_lines};
use crate::failure::{Failure, FailureKind};
use crate::runtime::clipboard::Clipboard;
use crate::runtime::spawn::block_on;
use crate::runtime::terminal::Screen;
use crate::runtime::{self, Options};
use crate::text::alert::Targets;
use crate::text::outcome::so_far;
use crate::text::result::{destination, word};
use crate::text::{Lang, history, left_behind as words, usage, way_back};
use crate::unbind::Verdict;
use crate::unbind::report::{ItemReport, RunReport};
use std::io::IsTerminal as _;

/// Runs it.
///
/// # Errors
/// No terminal, or a target that can't be understood.
pub(super) fn run(
    setup: &Setup,
    targets: &[String],
    search_profiles: Vec<String>,
) -> Result<u8, Failure> {
    let lang = setup.lang;
    let given = Targets::read(targets)
        .map_err(|error| Failure::of(FailureKind::Usage, crate::text::target::bad(lang, &error)))?;
    let planned = super::plan_file::read(&setup.global, lang)?;
    if planned.is_some() && !given.targets.is_empty() {
        return Err(Failure::of(FailureKind::Usage, crate::text::plan_file::beside(lang)));
    }
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(Failure::of(FailureKind::Usage, usage::no_terminal(lang)));
    }
    if setup.env.get("TERM") == Some("dumb") {
        let commands = super::parse::commands().join(lang.between_names());
        return Err(Failure::of(FailureKind::Usage, usage::dumb_terminal(lang, &commands)));
    }
    let mut session = setup.session();
    session.search_profiles.clone_from(&search_profiles);
    if session.regions.is_empty() && !given.targets.is_empty() {
        // An alert may say where; what is unique is looked for elsewhere, too.
        session.regions = crate::domain::Region::all();
    }
    let options = Options {
        probe: session.symbols == Symbols::Unicode,
        clipboard: Clipboard::of(&setup.env),
        panic: setup.demo.is_some() && setup.env.get("EIP_UNBIND_TEST_PANIC") == Some("1"),
    };
    let (writer, thread) = setup.writer();
    let left = block_on(async {
        let pages = crate::api::page_sizes(setup.whose.api);
        let mut app = App::new(session, Screen::size(), pages);
        app.given(given);
        app.planned = planned.map(|file| {
            let path = setup.global.plan.as_deref().and_then(|path| path.file_name());
            let name = path.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            Box::new(Planned { file, name, valid: setup.global.valid.into(), done: None })
        });
        let place = profiles::place(setup, &writer);
        let known = Known { setup, writer, search_profiles };
        runtime::run(app, place, &known, setup.clock, options).await.map_err(|error| {
            Failure::new(FailureKind::Usage, format!("{}: {error}", words::terminal_unusable(lang)))
        })
    })?;
    let mut lines = String::new();
    for run in &left.sent {
        let run = &RunReport { options: setup.global.kept_options(), ..run.clone() };
        for item in &run.items {
            let line = if item.was_sent() {
                left_line(lang, run, item, setup)
            } else {
                // What no request left for, and none will now.
                let outcome = item.outcome.unwrap_or(Verdict::Cancelled);
                let word = so_far(lang, Some(outcome));
                let eip = visible(&item.name()).into_owned();
                words::nothing_sent(lang, &word, &eip)
            };
            lines.push_str(&line);
            lines.push('\n');
        }
    }
    let failures = left.hook_failures.iter();
    let failures: Vec<String> = failures
        .map(|(program, end)| crate::text::hook::after_outcome(lang, program, end))
        .collect();
    // A terminal that takes nothing any more must not hold up leaving: whoever writes is left behind.
    let (written, end) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        if !lines.is_empty() {
            output::data(&visible_lines(&lines));
        }
        failures.iter().for_each(|failure| output::talk(failure));
        let _ = written.send(());
    });
    let _ = end.recv_timeout(std::time::Duration::from_secs(1));
    thread.end();
    Ok(left.code)
}

/// A line of the main screen for what was sent: what came of it, where it is recorded, and how it is taken back.
fn left_line(lang: Lang, run: &RunReport, item: &ItemReport, setup: &Setup) -> String {
    let server = destination(item)
        .or_else(|| {
            let before = item.before.as_ref()?.un_instance_id.as_ref()?;
            Some(visible(before.as_str()).into_owned())
        })
        .unwrap_or_else(|| "—".to_owned());
    let eip = visible(&item.name()).into_owned();
    let again = item.now_on.as_ref().map(|server| visible(server.as_str()));
    let again = again.map(|server| history::bound_again(lang, &server));
    let word = [Some(word(lang, item)), again].into_iter().flatten().collect::<Vec<_>>();
    let word = word.join(lang.pick(", ", "，"));
    let id = item.request_id.as_deref().map(visible);
    let id = id.unwrap_or_else(|| words::no_id(lang).into());
    let journal = setup
        .state_dir
        .as_deref()
        .map_or_else(|| "—".to_owned(), |dir| paths::shown(&dir.join("journal.jsonl")));
    let place = words::place(lang, &server, item.binds());
    let line = words::sent(lang, &word, &eip, &place, &id, &journal);
    match way_back::line(lang, run, item) {
        Some(back) => format!("{line}  {back}"),
        None => line,
    }
}
