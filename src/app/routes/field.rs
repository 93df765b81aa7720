//! Text fields: the filter of the list and of the history, the word to find in a text, and the note.

use crate::app::parts::command::FilterCommand;
use crate::app::parts::key::{Code, Key};
use crate::app::parts::overlay::Overlay;
use crate::app::state::App;
use tui_input::InputRequest;

pub(super) fn on_filter(app: &mut App, command: FilterCommand) {
    if let Some(overlay) = app.overlays.last_mut() {
        return on_find(overlay, command);
    }
    match command {
        FilterCommand::Keep => app.list.keep_filter(&app.inventory),
        FilterCommand::Clear => {
            app.list.editing = false;
            app.clear_filter();
        }
    }
}

/// In the field of what lies on top.
fn on_find(overlay: &mut Overlay, command: FilterCommand) {
    let clears = command == FilterCommand::Clear;
    match overlay {
        Overlay::History(history) => {
            history.find.typing = false;
            if clears {
                history.find.text.clear();
                history.narrowed();
            }
        }
        Overlay::Help(_, scroll) | Overlay::Errors(scroll) => {
            scroll.find.typing = false;
            if clears {
                scroll.find.text.clear();
            } else {
                scroll.seek(false);
            }
        }
        Overlay::Detail(_)
        | Overlay::Run(_)
        | Overlay::Places(_)
        | Overlay::Candidates(_)
        | Overlay::Regions(_)
        | Overlay::Leave => {}
    }
}

pub(super) fn edit_filter(app: &mut App, key: Key) {
    let Some(request) = text_request(key) else { return };
    match app.overlays.last_mut() {
        Some(Overlay::History(history)) => {
            if history.find.edit(request) {
                history.narrowed();
            }
        }
        Some(Overlay::Help(_, scroll) | Overlay::Errors(scroll)) => {
            if scroll.find.edit(request) {
                scroll.seek(true);
            }
        }
        Some(
            Overlay::Detail(_)
            | Overlay::Run(_)
            | Overlay::Places(_)
            | Overlay::Candidates(_)
            | Overlay::Regions(_)
            | Overlay::Leave,
        ) => {}
        None => {
            app.list.input.handle(request);
            app.list.set_filter();
            app.relayout();
        }
    }
}

pub(super) fn edit_note(app: &mut App, key: Key) {
    if let (Some(request), Some(dialog)) = (text_request(key), &mut app.dialog) {
        dialog.note.handle(request);
    }
}

fn text_request(key: Key) -> Option<InputRequest> {
    match (key.code, key.ctrl) {
        (Code::Char('u'), true) => Some(InputRequest::DeleteLine),
        (Code::Char('w'), true) => Some(InputRequest::DeletePrevWord),
        (Code::Char('a'), true) | (Code::Home, _) => Some(InputRequest::GoToStart),
        (Code::Char('e'), true) | (Code::End, _) => Some(InputRequest::GoToEnd),
        (Code::Char(c), false) if !key.alt => Some(InputRequest::InsertChar(c)),
        (Code::Backspace, _) => Some(InputRequest::DeletePrevChar),
        (Code::Delete, _) => Some(InputRequest::DeleteNextChar),
        (Code::Left, _) => Some(InputRequest::GoToPrevChar),
        (Code::Right, _) => Some(InputRequest::GoToNextChar),
        (
            Code::Char(_)
            | Code::Enter
            | Code::Esc
            | Code::Tab
            | Code::Up
            | Code::Down
            | Code::PgUp
            | Code::PgDn,
            _,
        ) => None,
    }
}
