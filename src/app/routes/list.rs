//! In the list and the NIC/private-IP view.

use crate::app::parts::command::{ListCommand, Move};
use crate::app::parts::effect::{Effect, fetch};
use crate::app::parts::find::Scroll;
use crate::app::parts::history::UnfinishedState;
use crate::app::parts::nics::Nics;
use crate::app::parts::notice::NoticeKind;
use crate::app::parts::overlay::Overlay;
use crate::app::state::App;
use crate::text::report;

pub(super) fn on(app: &mut App, command: ListCommand, out: &mut Vec<Effect>) {
    match command {
        ListCommand::Move(to) => move_cursor(app, to),
        ListCommand::Filter => app.list.edit_filter(&app.inventory),
        ListCommand::Sort => {
            app.list.sort = app.list.sort.next();
            app.relayout();
        }
        ListCommand::Mark => {
            app.list.toggle_mark(&app.inventory);
            move_cursor(app, Move::Down);
        }
        ListCommand::Detail if app.current_eip().is_some() => {
            app.open_overlay(Overlay::Detail(Scroll::default()));
        }
        ListCommand::Detail => app.notify(match &app.nics {
            Some(nics) if nics.current(&app.inventory).is_some() => NoticeKind::NoEipHere,
            Some(_) | None => NoticeKind::NothingHere,
        }),
        ListCommand::Unbind => app.unbind_selected(out),
        ListCommand::BindBack => app.bind_selected(out),
        ListCommand::Refresh => {
            let mut queries = app.inventory.refresh(&mut app.ids);
            if app.shows_nics() {
                queries.extend(app.inventory.refresh_nics(&mut app.ids));
            }
            fetch(queries, out);
        }
        ListCommand::Nics => toggle_nics(app, out),
        ListCommand::Regions => app.open_picker(out),
        ListCommand::Errors if app.inventory.faults().is_empty() && app.search.lost.is_empty() => {
            app.notify(NoticeKind::NoErrors);
        }
        ListCommand::Errors => app.open_overlay(Overlay::Errors(Scroll::default())),
        ListCommand::History => app.open_history(out),
        ListCommand::Copy => {
            let line = app.current_eip().map(|eip| report::eip_line(app.session.lang, eip));
            app.copy(line, out);
        }
        ListCommand::Clear => {
            app.list.marks.clear();
            app.search.lost.clear();
            app.notice = None;
            app.unfinished.retain(|u| !matches!(u.state, UnfinishedState::Settled(_)));
            app.clear_filter();
        }
    }
}

fn move_cursor(app: &mut App, to: Move) {
    let height = app.table_height();
    match &mut app.nics {
        Some(nics) => {
            nics.move_to(to.from(nics.position, nics.len(), height), &app.inventory, height);
        }
        None => {
            let to = to.from(app.list.position, app.list.len(), height);
            app.list.move_to(to, &app.inventory, height);
        }
    }
}

fn toggle_nics(app: &mut App, out: &mut Vec<Effect>) {
    // The cursor stays on what it was on, in either view.
    let current = app.current_eip().cloned();
    if app.nics.take().is_none() {
        app.nics = Some(Nics::at(current.as_ref()));
        fetch(app.inventory.refresh_nics(&mut app.ids), out);
    } else if let Some(eip) = current {
        app.list.look_for((eip.region, eip.eip_id));
    }
    app.relayout();
}
