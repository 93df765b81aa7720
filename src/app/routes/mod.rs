//! What a key, a paste or an answer does in the part that it belongs to.

mod candidates;
mod detail;
mod dialog;
mod field;
mod history;
mod list;
pub(super) mod paste;
mod places;
mod regions;
pub(super) mod reply;
mod result;
pub(super) mod run;
mod text;

use super::keymap;
use super::parts::command::{Command, LeaveCommand, NoteCommand, RunningCommand};
use super::parts::effect::Effect;
use super::parts::key::Key;
use super::parts::notice::NoticeKind;
use super::parts::scope::Scope;
use super::state::App;

/// A key: a command where the table knows it, else text where there is a field.
pub(super) fn on_key(app: &mut App, key: Key, out: &mut Vec<Effect>) {
    match (keymap::resolve(app, key), app.scope()) {
        (Some(command), _) => on_command(app, command, key, out),
        (None, Scope::Filter) => field::edit_filter(app, key),
        (None, Scope::Note) => field::edit_note(app, key),
        (None, Scope::Regions) if regions::filter(app, key) => {}
        (None, Scope::Places) => places::type_in(app, key),
        (
            None,
            Scope::List
            | Scope::Detail
            | Scope::Dialog
            | Scope::Running
            | Scope::Result
            | Scope::History
            | Scope::OpenRun
            | Scope::Candidates
            | Scope::Regions
            | Scope::Text
            | Scope::Leave
            | Scope::Everywhere,
        ) => app.notify(NoticeKind::UnknownKey(key.to_string())),
    }
    if let Some(dialog) = &mut app.dialog {
        dialog.last_key = Some(app.now);
    }
}

fn on_command(app: &mut App, command: Command, key: Key, out: &mut Vec<Effect>) {
    match command {
        Command::Quit => app.quit(out),
        Command::Help => app.open_help(),
        Command::Suspend => out.push(Effect::Suspend),
        Command::List(command) => list::on(app, command, out),
        Command::Filter(command) => field::on_filter(app, command),
        Command::Detail(command) => detail::on(app, command, out),
        Command::Dialog(command) => dialog::on(app, command, key, out),
        Command::Note(NoteCommand::Done) => {
            if let Some(dialog) = &mut app.dialog {
                dialog.editing_note = false;
            }
        }
        Command::Running(RunningCommand::Stop) => app.stop(out),
        Command::Result(command) => result::on(app, command, out),
        Command::History(command) => history::on(app, command, out),
        Command::Places(command) => places::on(app, command, out),
        Command::Candidates(command) => candidates::on(app, command, out),
        Command::Regions(command) => regions::on(app, command, out),
        Command::Text(command) => text::on(app, command, out),
        Command::Leave(LeaveCommand::Stay) => app.close_overlay(),
    }
}
