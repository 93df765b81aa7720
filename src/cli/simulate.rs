//! `simulate`: the built-in cloud as a server of its own.

use super::args::Global;
use super::output;
use crate::failure::{Failure, FailureKind};
use crate::runtime::clock::Clock;
use crate::runtime::demo;
use crate::runtime::signals::{Caught, Signals, stop_group};
use crate::sim::{Scenario, Server, env_lines};
use crate::text::{Lang, usage};
use crate::view::wrap::wrap;
use ratatui::text::Line;
use std::sync::Arc;

/// Every scenario with what it shows.
pub(super) fn list(lang: Lang, columns: Option<u16>) -> String {
    let names: Vec<&str> = Scenario::names().collect();
    let width = names.iter().map(|name| name.len()).max().unwrap_or(0);
    let line = |name: &&str| {
        let title = Scenario::embedded(name).map(|scenario| match lang {
            Lang::En => scenario.title.en,
            Lang::Zh => scenario.title.zh,
        });
        let line = format!("  {name:width$}  {}", title.unwrap_or_default());
        let columns = columns.map_or(usize::MAX, usize::from);
        let parts = wrap(&Line::raw(line), columns, width + 4);
        parts.into_iter().map(|part| format!("{part}\n")).collect::<String>()
    };
    format!("{}\n{}", usage::scenarios(lang), names.iter().map(line).collect::<String>())
}

/// Serves until it is told to end.
///
/// # Errors
/// An unknown scenario, or a port that is taken.
pub(super) async fn run(
    scenario: &str,
    port: u16,
    global: &Global,
    lang: Lang,
) -> Result<u8, Failure> {
    let scenario = super::setup::scenario(scenario, lang)?;
    let region = global
        .regions
        .first()
        .cloned()
        .or_else(|| scenario.regions().first().map(ToString::to_string));
    let running = Server::start(scenario.clone(), port, Arc::new(Clock::wall), &demo::spawner())
        .map_err(|error| Failure::new(FailureKind::Reading, usage::bad_port(lang, port, error)))?;
    let lines =
        env_lines(&scenario, &running.endpoint(), region.as_deref().unwrap_or("ap-guangzhou"));
    output::data(&format!("{}\n", lines.join("\n")));
    output::talk(&usage::serving(lang, &scenario.name, running.endpoint()));
    let mut signals =
        Signals::listen().map_err(|error| Failure::new(FailureKind::Reading, error.to_string()))?;
    loop {
        match signals.next().await {
            Caught::End(_) => return Ok(0),
            Caught::Stop => stop_group(),
            Caught::Continued | Caught::Resized => {}
        }
    }
}
