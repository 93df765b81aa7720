//! On a result, and in a run opened from the history.

use crate::app::parts::command::ResultCommand;
use crate::app::parts::effect::Effect;
use crate::app::parts::find::Scroll;
use crate::app::parts::overlay::Overlay;
use crate::app::parts::run_view::toggle;
use crate::app::state::App;
use crate::text;
use crate::unbind::report::{ItemReport, RunReport};

pub(super) fn on(app: &mut App, command: ResultCommand, out: &mut Vec<Effect>) {
    if let Some(Overlay::Run(_)) = app.overlays.last() {
        return on_opened(app, command, out);
    }
    let lang = app.session.lang;
    match command {
        ResultCommand::Move(to) => {
            if let Some(dialog) = &mut app.dialog {
                dialog.move_by(to);
            }
        }
        ResultCommand::Mark => {
            if let Some(dialog) = &mut app.dialog {
                let at = dialog.at();
                toggle(&mut dialog.marks, at);
            }
        }
        ResultCommand::Events => {
            if let Some(view) = app.shown_run() {
                app.open_overlay(Overlay::Run(Box::new(view)));
                // Which records of the journal it is, the journal knows.
                out.push(Effect::ReadPast);
            }
        }
        ResultCommand::Unbind => app.unbind_rest(out),
        ResultCommand::History => app.open_history(out),
        ResultCommand::BindBack => app.bind_back(out),
        ResultCommand::Copy => {
            let run = app.dialog.as_ref().and_then(|dialog| dialog.run.as_ref());
            out.extend(run.map(|run| Effect::Report(Box::new(RunReport::of(run)))));
        }
        ResultCommand::CopyJson => {
            let json = app
                .dialog
                .as_ref()
                .map(|d| text::plan::whole_json(lang, &d.plan, &d.origin(), d.run.as_ref()));
            out.extend(json.map(|json| Effect::ReportJson(Box::new(json))));
        }
        ResultCommand::Close => app.close_dialog(out),
    }
}

fn on_opened(app: &mut App, command: ResultCommand, out: &mut Vec<Effect>) {
    let page = usize::from(app.size.1.saturating_sub(6));
    let Some(Overlay::Run(view)) = app.overlays.last_mut() else { return };
    match command {
        ResultCommand::Move(to) => view.move_by(to, page),
        ResultCommand::Mark => view.toggle_mark(),
        ResultCommand::Events => view.scroll = Scroll::default(),
        ResultCommand::BindBack => {
            let items: Vec<ItemReport> = view.chosen().into_iter().cloned().collect();
            app.bind_items(&items, out);
        }
        ResultCommand::Copy => out.push(Effect::Report(Box::new(view.run.clone()))),
        ResultCommand::CopyJson => out.push(Effect::ReportJson(Box::new(view.run.json()))),
        ResultCommand::Close => app.close_overlay(),
        ResultCommand::History => {
            app.close_overlay();
            if !matches!(app.overlays.last(), Some(Overlay::History(_))) {
                app.open_history(out);
            }
        }
        ResultCommand::Unbind => {
            let rest = view.not_begun();
            app.unbind_ids(rest, out);
        }
    }
}
