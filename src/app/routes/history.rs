//! In the history.

use crate::app::parts::command::HistoryCommand;
use crate::app::parts::effect::Effect;
use crate::app::parts::notice::NoticeKind;
use crate::app::parts::overlay::Overlay;
use crate::app::state::App;

pub(super) fn on(app: &mut App, command: HistoryCommand, out: &mut Vec<Effect>) {
    let page = usize::from(app.size.1.saturating_sub(8));
    let Some(Overlay::History(history)) = app.overlays.last_mut() else { return };
    match command {
        HistoryCommand::Move(to) => history.move_by(to, page),
        HistoryCommand::Filter => history.find.typing = true,
        HistoryCommand::Open => match history.open() {
            Some(view) => app.open_overlay(Overlay::Run(Box::new(view))),
            None => app.notify(NoticeKind::NothingHere),
        },
        HistoryCommand::BindBack => match history.current_item() {
            Some((_, item)) => {
                let item = item.clone();
                app.bind_items(&[item], out);
            }
            None => app.notify(NoticeKind::NothingHere),
        },
        HistoryCommand::Copy => match history.current_item() {
            Some((run, _)) => out.push(Effect::Report(Box::new(run.clone()))),
            None => app.notify(NoticeKind::NothingHere),
        },
        HistoryCommand::CopyJson => match history.current_item() {
            Some((run, _)) => out.push(Effect::ReportJson(Box::new(run.json()))),
            None => app.notify(NoticeKind::NothingHere),
        },
        // As in the list: first what narrows it.
        HistoryCommand::Close if !history.find.text.is_empty() => {
            history.find.text.clear();
            history.narrowed();
        }
        HistoryCommand::Close => app.close_overlay(),
    }
}
