//! In help and errors: a text to read.

use crate::app::keymap;
use crate::app::parts::command::{Move, TextCommand};
use crate::app::parts::effect::Effect;
use crate::app::parts::overlay::Overlay;
use crate::app::state::App;
use crate::text::report;

pub(super) fn on(app: &mut App, command: TextCommand, out: &mut Vec<Effect>) {
    match command {
        TextCommand::Scroll(to) => scroll(app, to),
        TextCommand::Copy => {
            let lang = app.session.lang;
            let text = match app.overlay() {
                Some(Overlay::Errors(_)) => Some(report::errors(lang, &app.inventory.faults())),
                Some(Overlay::Help(..)) => Some(keymap::to_markdown(lang)),
                Some(
                    Overlay::Detail(_)
                    | Overlay::History(_)
                    | Overlay::Candidates(_)
                    | Overlay::Regions(_)
                    | Overlay::Run(_)
                    | Overlay::Places(_)
                    | Overlay::Leave,
                )
                | None => None,
            };
            app.copy(text, out);
        }
        TextCommand::Find => {
            if let Some(scroll) = app.overlays.last_mut().and_then(Overlay::scroll_mut) {
                scroll.find.typing = true;
            }
        }
        TextCommand::Close => app.close_overlay(),
    }
}

/// Scrolls the text that lies on top.
pub(super) fn scroll(app: &mut App, to: Move) {
    // Pages overlap by a line, so that none is skipped.
    let page = app.text_height().saturating_sub(1);
    if let Some(scroll) = app.overlays.last_mut().and_then(Overlay::scroll_mut) {
        scroll.by(to, page);
    }
}
