//! In the history.

use crate::app::parts::command::HistoryCommand;
use crate::app::parts::effect::Effect;
use crate::app::parts::history::HistoryRow;
use crate::app::parts::overlay::Overlay;
use crate::app::state::App;
use crate::text::Lang;
use crate::text::report;
use crate::unbind::Verdict;

pub(super) fn on(app: &mut App, command: HistoryCommand, out: &mut Vec<Effect>) {
    let page = usize::from(app.size.1.saturating_sub(8));
    let lang = app.session.lang;
    let Some(Overlay::History(history)) = app.overlays.last_mut() else { return };
    match command {
        HistoryCommand::Move(to) => history.move_by(to, page),
        HistoryCommand::Copy => {
            let line = history.current().map(|row| line(lang, row));
            app.copy(line, out);
        }
        HistoryCommand::Close => app.close_overlay(),
    }
}

fn line(lang: Lang, row: &HistoryRow) -> String {
    let outcome = row.outcome.map_or("…", Verdict::as_str);
    let facts = [
        &row.eip,
        &row.from,
        &row.region,
        &row.parameters,
        &row.message,
        &row.request_id,
        &row.who,
        &row.reason,
    ];
    report::past_line(lang, &row.at.to_string(), outcome, &facts.map(String::as_str))
}
