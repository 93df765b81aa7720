//! In the detail of a row.

use super::text;
use crate::app::parts::command::DetailCommand;
use crate::app::parts::effect::Effect;
use crate::app::state::App;
use crate::text::report;

pub(super) fn on(app: &mut App, command: DetailCommand, out: &mut Vec<Effect>) {
    match command {
        DetailCommand::Scroll(to) => text::scroll(app, to),
        DetailCommand::Unbind => {
            app.close_overlay();
            app.without_marks(|app| app.unbind_selected(out));
        }
        DetailCommand::BindBack => app.without_marks(|app| app.bind_selected(out)),
        DetailCommand::Copy => {
            let line = app.current_eip().map(|eip| report::eip_line(app.session.lang, eip));
            app.copy(line, out);
        }
        DetailCommand::Close => app.close_overlay(),
    }
}
