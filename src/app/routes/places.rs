//! Among places to bind to. What is typed filters at once.

use crate::app::parts::command::PlacesCommand;
use crate::app::parts::effect::{Effect, fetch};
use crate::app::parts::key::{Code, Key};
use crate::app::parts::notice::NoticeKind;
use crate::app::parts::overlay::Overlay;
use crate::app::state::App;

pub(super) fn on(app: &mut App, command: PlacesCommand, out: &mut Vec<Effect>) {
    let page = usize::from(app.size.1.saturating_sub(6));
    let Some(Overlay::Places(places)) = app.overlays.last_mut() else { return };
    match command {
        PlacesCommand::Move(to) => places.move_by(to, page, &app.inventory),
        PlacesCommand::Erase => places.edit(|filter| {
            filter.pop();
        }),
        PlacesCommand::Close if !places.filter.is_empty() => places.edit(String::clear),
        PlacesCommand::Close => app.close_overlay(),
        PlacesCommand::Take => {
            let (place, former) = (places.current(&app.inventory), places.former.clone());
            let Some(place) = place else { return app.notify(NoticeKind::NothingHere) };
            app.close_overlay();
            let is_former = former.as_ref() == Some(&place);
            if let Some(dialog) = &mut app.dialog {
                fetch(dialog.choose_place(place, is_former, &mut app.ids), out);
            }
        }
    }
}

pub(super) fn type_in(app: &mut App, key: Key) {
    let Some(Overlay::Places(places)) = app.overlays.last_mut() else { return };
    if let (Code::Char(c), false) = (key.code, key.ctrl || key.alt) {
        places.edit(|filter| filter.push(c));
    } else {
        app.notify(NoticeKind::UnknownKey(key.to_string()));
    }
}
