//! The terminal interface as the command line starts it.

use super::setup::Setup;
use super::whose::asks_sts;
use crate::app::{App, Symbols};
use crate::domain::target::TargetText;
use crate::failure::{Failure, FailureKind};
use crate::runtime::terminal::Screen;
use crate::runtime::{self, Options, QUEUE, runner::Runner, whose};
use std::io::IsTerminal as _;
use tokio::sync::mpsc;

/// Runs it.
///
/// # Errors
/// No terminal, a target that can't be understood, no region.
pub(super) fn run(setup: &Setup, targets: &[String]) -> Result<u8, Failure> {
    let lang = setup.lang;
    let targets = TargetText::parse_all(targets).map_err(|error| super::lookup::bad_target(lang, &error))?;
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        let message = lang.pick("the terminal interface needs a terminal", "终端界面需要在终端中运行");
        let hint = lang
            .pick("in a script use: eip-unbind list, eip-unbind unbind TARGET", "脚本中请使用：eip-unbind list、eip-unbind unbind TARGET");
        return Err(Failure::usage(message).hint(hint));
    }
    let mut session = setup.session();
    if targets.is_empty() {
        setup.known_regions()?;
    } else if session.regions.is_empty() {
        session.regions = crate::domain::Region::all();
    }
    let options = Options {
        probe: session.symbols == Symbols::Unicode && setup.env.get("TERM") != Some("dumb"),
        panic: setup.demo.is_some() && setup.env.get("EIP_UNBIND_TEST_PANIC") == Some("1"),
    };
    let (writer, thread) = setup.writer();
    let code = super::block_on(async {
        let (tell, inbox) = mpsc::channel(QUEUE);
        let connector = setup.connector();
        if let Some(provider) = &setup.provider {
            whose::tell(provider.clone(), setup.keyring.clone(), setup.clock, asks_sts(setup), tell.clone());
        }
        let runner = Runner::new(connector, Some(writer), tell, setup.global.read_only);
        let pages = crate::api::page_sizes(setup.generation);
        let mut app = App::new(session, Screen::size(), pages);
        app.look_up(targets);
        runtime::run(app, &runner, setup.home(), inbox, setup.clock, options).await.map_err(|error| {
            Failure::new(FailureKind::Usage, format!("{}: {error}", lang.pick("the terminal can't be used", "终端不可用")))
        })
    })?;
    // The writer ends after its last job: what was asked for is on disk when the program ends.
    let _ = thread.join();
    Ok(code)
}
