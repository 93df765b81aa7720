//! In the dialog, before anything is sent (`docs/contract.md` §4, Confirmation).

use crate::app::parts::command::DialogCommand;
use crate::app::parts::dialog::Hint;
use crate::app::parts::effect::Effect;
use crate::app::parts::key::{Code, Key};
use crate::app::state::App;
use crate::text::report;

pub(super) fn on(app: &mut App, command: DialogCommand, key: Key, out: &mut Vec<Effect>) {
    let now = app.now;
    let Some(dialog) = &mut app.dialog else { return };
    match command {
        DialogCommand::Token => {
            if let Code::Char(c) = key.code {
                dialog.type_token(now, c);
            }
        }
        DialogCommand::Erase => dialog.erase_token(),
        DialogCommand::AllocWanIp => dialog.toggle_alloc_wan_ip(),
        DialogCommand::UnBindPrivateIp => dialog.toggle_un_bind_private_ip(),
        DialogCommand::Place if dialog.planned.is_some() => {
            dialog.hint = Some(Hint::AsPlanned);
        }
        DialogCommand::Place => app.open_places(out),
        DialogCommand::BindBack => app.bind_already(out),
        DialogCommand::Note if dialog.has_planned_reason() => {
            dialog.hint = Some(Hint::AsPlanned);
        }
        DialogCommand::Note => dialog.editing_note = true,
        DialogCommand::Request => dialog.toggle_request(),
        DialogCommand::NextRequest => dialog.page_request(true),
        DialogCommand::PreviousRequest => dialog.page_request(false),
        DialogCommand::Copy => {
            let items = &dialog.plan.items;
            if !items.is_empty() {
                out.push(Effect::Copy(report::commands(
                    app.session.lang,
                    items,
                    &app.session.whose().tccli,
                )));
            }
        }
        DialogCommand::Confirm => app.confirm(out),
        // Esc leads out of the whole request first; Ctrl-C closes from anywhere.
        DialogCommand::Close if dialog.show_request && key.code == Code::Esc => {
            dialog.toggle_request();
        }
        DialogCommand::Close => app.close_dialog(out),
    }
}
