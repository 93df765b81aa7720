//! What a crash left open, as a line above the list.

use super::painter::Painter;
use super::theme::Role;
use crate::app::App;
use crate::app::history::UnfinishedState;
use crate::text::screen::unfinished as words;

/// What a crash left open, in one line; `None` when there is nothing of the kind.
pub(crate) fn unfinished(app: &App, painter: &Painter) -> Option<(Role, String)> {
    let open = app
        .unfinished
        .iter()
        .find(|u| !matches!(u.state, UnfinishedState::Settled(_)))
        .or(app.unfinished.last())?;
    let (l, eip, others) = (painter.lang, open.eip.as_str(), app.unfinished.len() - 1);
    Some(match &open.state {
        UnfinishedState::Looking => (Role::Warn, words::looking(l, eip, others)),
        UnfinishedState::Blind(why) => (Role::Warn, words::blind(l, eip, why, others)),
        UnfinishedState::Settled(word) => (Role::Accent, words::settled(l, eip, *word, others)),
        UnfinishedState::Elsewhere(why) => (Role::Dim, words::elsewhere(l, eip, why, others)),
    })
}
