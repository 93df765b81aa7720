//! Among what may be meant by an alert.

use crate::app::parts::command::CandidatesCommand;
use crate::app::parts::effect::Effect;
use crate::app::parts::overlay::Overlay;
use crate::app::state::App;
use crate::text::alert::Targets;

pub(super) fn on(app: &mut App, command: CandidatesCommand, out: &mut Vec<Effect>) {
    let Some(Overlay::Candidates(candidates)) = app.overlays.last_mut() else { return };
    match command {
        CandidatesCommand::Move(to) => candidates.move_by(to),
        CandidatesCommand::Mark => candidates.toggle_mark(),
        CandidatesCommand::Close => app.close_overlay(),
        CandidatesCommand::Choose => {
            let (chosen, regions) = (candidates.chosen(), candidates.regions.clone());
            app.close_overlay();
            app.look_for(Targets { targets: chosen, picked: false, regions }, out);
        }
    }
}
