//! Commands of the list and of the NIC/private-IP view.

use super::command::Command;
use super::effect::Effect;
use super::list::RowId;
use super::notice::NoticeKind;
use super::overlay::open_overlay;
use super::update::{fetch, open_drawer_on, relayout};
use super::{App, Overlay};
use crate::domain::{Eip, UnbindTarget};
use crate::text;
use crate::unbind::plan::BATCH_LIMIT;
use crate::unbind::{Reading, UnbindOptions, UnbindRequest};
use tui_input::Input;

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the key table gives each scope its own few commands"
)]
pub(super) fn on_list(app: &mut App, command: Command, out: &mut Vec<Effect>) {
    let height = app.table_height();
    match command {
        Command::Up
        | Command::Down
        | Command::First
        | Command::Last
        | Command::PageUp
        | Command::PageDown
        | Command::HalfUp
        | Command::HalfDown => {
            move_cursor(app, command, height);
        }
        Command::Filter => app.list.edit_filter(&app.inventory),
        Command::Sort => {
            app.list.sort = app.list.sort.next();
            relayout(app);
        }
        Command::Mark => {
            app.list.toggle_mark(&app.inventory);
            move_cursor(app, Command::Down, height);
        }
        Command::Detail if app.current_eip().is_some() => open_overlay(app, Overlay::Detail),
        Command::Detail => app.notify(NoticeKind::NothingHere),
        Command::Unbind => open_drawer(app, out),
        Command::Refresh => {
            let mut queries = app.inventory.refresh(&mut app.ids);
            if app.shows_nics() {
                queries.extend(app.inventory.refresh_nics(&mut app.ids));
            }
            fetch(queries, out);
        }
        Command::Nics => toggle_nics(app, out),
        Command::Regions => super::picker::open(app, out),
        Command::Errors if app.inventory.faults().is_empty() && app.lost.is_empty() => {
            app.notify(NoticeKind::NoErrors)
        }
        Command::Errors => open_overlay(app, Overlay::Errors),
        Command::History => {
            open_overlay(app, Overlay::History);
            out.push(Effect::ReadPast);
        }
        Command::Help => open_overlay(app, Overlay::Help),
        Command::Copy => match app.current_eip() {
            Some(eip) => out.push(Effect::Copy(text::report::eip_line(app.session.lang, eip))),
            None => app.notify(NoticeKind::NothingHere),
        },
        Command::Back => {
            app.list.marks.clear();
            app.lost.clear();
            app.notice = None;
            app.unfinished
                .retain(|u| !matches!(u.state, super::history::UnfinishedState::Settled(_)));
            clear_filter(app);
        }
        _ => {}
    }
}

pub(super) fn clear_filter(app: &mut App) {
    app.list.input = Input::default();
    app.list.set_filter();
    relayout(app);
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the key table gives each scope its own few commands"
)]
fn move_cursor(app: &mut App, command: Command, height: usize) {
    let (position, count) = match &app.nics {
        Some(nics) => (nics.position, nics.len()),
        None => (app.list.position, app.list.len()),
    };
    let page = height.max(1);
    let to = match command {
        Command::Up => position.saturating_sub(1),
        Command::Down => position + 1,
        Command::First => 0,
        Command::Last => count.saturating_sub(1),
        Command::PageUp => position.saturating_sub(page),
        Command::PageDown => position + page,
        Command::HalfUp => position.saturating_sub(page / 2 + 1),
        Command::HalfDown => position + page / 2 + 1,
        _ => position,
    };
    match &mut app.nics {
        Some(nics) => nics.move_to(to, &app.inventory, height),
        None => app.list.move_to(to, &app.inventory, height),
    }
}

fn toggle_nics(app: &mut App, out: &mut Vec<Effect>) {
    // The cursor stays on what it was on, in either view.
    let current = app.current_eip().cloned();
    if app.nics.take().is_none() {
        app.nics = Some(super::nics::Nics::at(current.as_ref()));
        fetch(app.inventory.refresh_nics(&mut app.ids), out);
    } else if let Some(eip) = current {
        app.list.look_for((eip.region, eip.eip_id));
    }
    relayout(app);
}

/// Opens the dialog on the marked rows, else on the row under the cursor. Nothing is sent by this.
pub(super) fn open_drawer(app: &mut App, out: &mut Vec<Effect>) {
    let targets = match &app.nics {
        Some(nics) => match nics.current(&app.inventory) {
            Some((nic, ip)) => {
                let eip =
                    ip.eip_id.as_ref().and_then(|id| app.inventory.eip(&nic.region, id.as_str()));
                if ip.eip_id.is_none() {
                    return app.notify(NoticeKind::NoEipHere);
                }
                let target = UnbindTarget::PrivateIp {
                    network_interface_id: nic.network_interface_id.clone(),
                    private_ip_address: ip.private_ip_address,
                };
                let request = UnbindRequest {
                    region: nic.region.clone(),
                    target,
                    options: UnbindOptions::default(),
                };
                vec![(
                    request,
                    eip.map_or(Reading::Missing, |eip| Reading::Found(Box::new(eip.clone()))),
                )]
            }
            None => vec![],
        },
        None => {
            let current =
                app.list.current(&app.inventory).map(|e| (e.region.clone(), e.eip_id.clone()));
            let ids: Vec<RowId> = if app.list.marks.is_empty() {
                current.into_iter().collect()
            } else {
                app.list.marks.clone()
            };
            ids.iter()
                .filter_map(|(region, id)| app.inventory.eip(region, id.as_str()))
                .map(request_for)
                .collect()
        }
    };
    if targets.is_empty() {
        return app.notify(NoticeKind::NothingHere);
    }
    if targets.len() > BATCH_LIMIT {
        return app.notify(NoticeKind::TooManyMarks);
    }
    open_drawer_on(app, targets, out);
}

fn request_for(eip: &Eip) -> (UnbindRequest, Reading) {
    let target = UnbindTarget::Eip(eip.eip_id.clone());
    (
        UnbindRequest { region: eip.region.clone(), target, options: UnbindOptions::default() },
        Reading::Found(Box::new(eip.clone())),
    )
}
