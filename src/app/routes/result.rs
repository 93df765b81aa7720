//! On a result.

use crate::app::parts::command::ResultCommand;
use crate::app::parts::effect::Effect;
use crate::app::state::App;
use crate::text;

pub(super) fn on(app: &mut App, command: ResultCommand, out: &mut Vec<Effect>) {
    let (lang, zone) = (app.session.lang, &app.session.zone);
    let dialog = app.dialog.as_ref();
    match command {
        ResultCommand::BindBack => app.bind_back(out),
        ResultCommand::Copy => {
            let run = dialog.and_then(|dialog| dialog.run.as_ref());
            out.extend(run.map(|run| Effect::Copy(text::report::markdown(lang, run, zone))));
        }
        ResultCommand::CopyJson => {
            let json =
                dialog.map(|d| text::plan::json_text(lang, &d.plan, &d.origin(), d.run.as_ref()));
            out.extend(json.map(Effect::Copy));
        }
        ResultCommand::History => app.open_history(out),
        ResultCommand::Close => app.close_dialog(out),
    }
}
