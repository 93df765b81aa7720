//! Among what may be meant by an alert.

use crate::app::parts::command::CandidatesCommand;
use crate::app::parts::effect::Effect;
use crate::app::parts::overlay::Overlay;
use crate::app::state::App;

pub(super) fn on(app: &mut App, command: CandidatesCommand, out: &mut Vec<Effect>) {
    let Some(Overlay::Candidates(candidates)) = app.overlays.last_mut() else { return };
    match command {
        CandidatesCommand::Move(to) => {
            let len = candidates.candidates.len();
            candidates.row = to.from(candidates.row, len, len);
        }
        CandidatesCommand::Close => app.close_overlay(),
        CandidatesCommand::Choose => {
            let target = candidates.candidates.get(candidates.row).cloned();
            app.close_overlay();
            if let Some(target) = target {
                app.look_up(vec![target], out);
            }
        }
    }
}
