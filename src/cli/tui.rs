//! The terminal interface as the command line starts it.

use super::profiles::{self, Known};
use super::setup::Setup;
use crate::app::{App, Symbols};
use crate::failure::{Failure, FailureKind};
use crate::runtime::clipboard::Clipboard;
use crate::runtime::terminal::Screen;
use crate::runtime::{self, Options};
use crate::text::alert::Targets;
use crate::text::usage;
use std::io::IsTerminal as _;

/// Runs it.
///
/// # Errors
/// No terminal, or a target that can't be understood.
pub(super) fn run(setup: &Setup, targets: &[String]) -> Result<u8, Failure> {
    let lang = setup.lang;
    let given = Targets::read(targets).map_err(|error| super::lookup::bad_target(lang, &error))?;
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        let message =
            lang.pick("the terminal interface needs a terminal", "终端界面需要在终端中运行");
        let hint = lang.pick(
            "in a script use: eip-unbind list, eip-unbind unbind TARGET",
            "脚本中请使用：eip-unbind list、eip-unbind unbind TARGET",
        );
        return Err(Failure::usage(message).hint(hint));
    }
    if setup.env.get("TERM") == Some("dumb") {
        let commands = super::parse::commands().join(", ");
        return Err(Failure::of(FailureKind::Usage, usage::dumb_terminal(lang, &commands)));
    }
    let mut session = setup.session();
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
    let code = super::block_on(async {
        let pages = crate::api::page_sizes(setup.generation);
        let mut app = App::new(session, Screen::size(), pages);
        app.given(given);
        let place = profiles::place(setup, &writer);
        let known = Known { setup, writer };
        runtime::run(app, place, &known, setup.clock, options).await.map_err(|error| {
            Failure::new(
                FailureKind::Usage,
                format!("{}: {error}", lang.pick("the terminal can't be used", "终端不可用")),
            )
        })
    })?;
    thread.end();
    Ok(code)
}
