//! In help and errors: a text to read.

use crate::app::parts::command::{Move, TextCommand};
use crate::app::parts::effect::Effect;
use crate::app::parts::overlay::Overlay;
use crate::app::state::App;
use crate::text::report;

pub(super) fn on(app: &mut App, command: TextCommand, out: &mut Vec<Effect>) {
    match command {
        TextCommand::Scroll(to) => scroll(app, to),
        TextCommand::Copy => {
            let errors = matches!(app.overlay(), Some(Overlay::Errors(_)))
                .then(|| report::errors(app.session.lang, &app.inventory.faults()));
            app.copy(errors, out);
        }
        TextCommand::Close => app.close_overlay(),
    }
}

/// Scrolls the text that lies on top.
pub(super) fn scroll(app: &mut App, to: Move) {
    let page = usize::from(app.size.1.saturating_sub(4));
    if let Some(scroll) = app.overlays.last_mut().and_then(Overlay::scroll_mut) {
        scroll.by(to, page);
    }
}
