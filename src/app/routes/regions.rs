//! Among regions and profiles.

use crate::app::parts::command::RegionsCommand;
use crate::app::parts::effect::Effect;
use crate::app::parts::key::{Code, Key};
use crate::app::parts::overlay::Overlay;
use crate::app::state::App;

pub(super) fn on(app: &mut App, command: RegionsCommand, out: &mut Vec<Effect>) {
    let page = usize::from(app.size.1.saturating_sub(6));
    let Some(Overlay::Regions(picker)) = app.overlays.last_mut() else { return };
    match command {
        RegionsCommand::Move(to) => picker.move_by(to, page),
        RegionsCommand::Mark => picker.toggle_mark(),
        RegionsCommand::MarkAll => picker.toggle_all(),
        RegionsCommand::Erase => picker.erase_filter(),
        // On a profile: works with that one from now on. On a region: reads the marked ones, or this one if none is.
        RegionsCommand::Choose => match (picker.profile(), picker.chosen()) {
            (Some(profile), _) => out.push(Effect::Switch(profile.name.clone())),
            (None, chosen) if chosen.is_empty() => {}
            (None, chosen) => {
                app.close_overlay();
                app.read_regions(chosen, out);
            }
        },
        RegionsCommand::Close => {
            if !picker.clear_filter() {
                app.close_overlay();
            }
        }
    }
}

/// Letters and digits filter at once; so does a `-`, which the codes have.
pub(super) fn filter(app: &mut App, key: Key) -> bool {
    let (Some(Overlay::Regions(picker)), Code::Char(c)) = (app.overlays.last_mut(), key.code)
    else {
        return false;
    };
    let is_text = !key.ctrl && !key.alt && (c.is_alphanumeric() || c == '-');
    if is_text {
        picker.type_filter(c);
    }
    is_text
}
