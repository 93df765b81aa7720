//! Commands of the overlays that show something to read: help, errors, detail, history.

use super::browse::open_drawer;
use super::command::Command;
use super::effect::Effect;
use super::notice::NoticeKind;
use super::{App, Overlay};
use crate::text;

/// Lays something over everything else.
pub(super) fn open_overlay(app: &mut App, overlay: Overlay) {
    app.list.held = true;
    app.overlay = Some(overlay);
    app.overlay_scroll = 0;
}

/// A command of an overlay that shows a text.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the key table gives each scope its own few commands"
)]
pub(super) fn on_overlay(app: &mut App, command: Command, out: &mut Vec<Effect>) {
    let page = usize::from(app.size.1.saturating_sub(4)).max(1);
    if app.overlay == Some(Overlay::History) && on_history(app, command) {
        return;
    }
    match command {
        Command::Back => app.overlay = None,
        Command::Down => app.overlay_scroll = app.overlay_scroll.saturating_add(1),
        Command::Up => app.overlay_scroll = app.overlay_scroll.saturating_sub(1),
        Command::PageDown => app.overlay_scroll = app.overlay_scroll.saturating_add(page),
        Command::PageUp => app.overlay_scroll = app.overlay_scroll.saturating_sub(page),
        Command::Unbind => {
            app.overlay = None;
            open_drawer(app, out);
        }
        Command::Copy => copy_overlay(app, out),
        _ => {}
    }
    app.overlay_scroll = app.overlay_scroll.min(200);
}

/// The history view moves a cursor instead of scrolling; `false` for what it leaves to every overlay.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the key table gives each scope its own few commands"
)]
fn on_history(app: &mut App, command: Command) -> bool {
    let last = app.past.as_ref().map_or(0, |past| past.rows.len().saturating_sub(1));
    let page = usize::from(app.size.1.saturating_sub(8)).max(1);
    let to = match command {
        Command::Down => app.past_row + 1,
        Command::Up => app.past_row.saturating_sub(1),
        Command::PageDown => app.past_row + page,
        Command::PageUp => app.past_row.saturating_sub(page),
        _ => return false,
    };
    app.past_row = to.min(last);
    true
}

fn copy_overlay(app: &mut App, out: &mut Vec<Effect>) {
    let lang = app.session.lang;
    let text = match app.overlay {
        Some(Overlay::Detail) => app.current_eip().map(|eip| text::report::eip_line(lang, eip)),
        Some(Overlay::Errors) => Some(text::report::errors(lang, &app.inventory.faults())),
        Some(Overlay::History) => {
            app.past.as_ref().and_then(|past| past.rows.get(app.past_row)).map(|row| {
                let outcome = row.outcome.map_or("…", crate::unbind::Verdict::as_str);
                let facts = [
                    &row.eip,
                    &row.from,
                    &row.region,
                    &row.parameters,
                    &row.message,
                    &row.request_id,
                    &row.who,
                    &row.reason,
                ];
                text::report::past_line(
                    lang,
                    &row.at.to_string(),
                    outcome,
                    &facts.map(String::as_str),
                )
            })
        }
        Some(Overlay::Help | Overlay::Candidates | Overlay::Regions | Overlay::Leave) | None => {
            None
        }
    };
    match text {
        Some(text) => out.push(Effect::Copy(text)),
        None => app.notify(NoticeKind::NothingHere),
    }
}
