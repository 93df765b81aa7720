//! Candidates from an alert, offered: the operator says which one is meant.

use super::App;
use super::command::Command;
use super::effect::Effect;
use super::notice::NoticeKind;
use crate::domain::alert::candidates;
use crate::domain::target::TargetText;

/// What was found in a text, and the row under the cursor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidates {
    /// What may be meant.
    pub candidates: Vec<TargetText>,
    /// Which one the cursor is on.
    pub row: usize,
}

/// The longest paste that can be part of a name: the cloud's names have at most 60 characters.
const NAME_MOST: usize = 60;

/// A command of the overlay.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the key table gives each scope its own few commands"
)]
pub(super) fn on_offer(app: &mut App, command: Command, out: &mut Vec<Effect>) {
    let last = app.candidates.candidates.len().saturating_sub(1);
    match command {
        Command::Down => app.candidates.row = (app.candidates.row + 1).min(last),
        Command::Up => app.candidates.row = app.candidates.row.saturating_sub(1),
        Command::Back => app.overlay = None,
        Command::Choose => {
            app.overlay = None;
            if let Some(target) = app.candidates.candidates.get(app.candidates.row).cloned() {
                app.look_up(vec![target], out);
            }
        }
        _ => {}
    }
}

/// A paste where there is no text field is a TARGET, never keys: what it may mean is looked up or offered, and nothing is sent.
pub(super) fn on_paste(app: &mut App, text: &str, out: &mut Vec<Effect>) {
    let mut found = candidates(text);
    let line = super::update::one_line(text);
    match found.len() {
        0 if line.is_empty() || line.chars().count() > NAME_MOST => {
            return app.notify(NoticeKind::PasteNothing);
        }
        0 => found.extend(
            TargetText::parse_all(std::slice::from_ref(&line))
                .unwrap_or_else(|_| vec![TargetText::Name(line)]),
        ),
        _ => {}
    }
    app.overlay = None;
    if found.len() == 1 { app.look_up(found, out) } else { app.offer(found) }
}
