//! The token field: what each key of the dialog does before anything is sent (`product.md` §2, promise 2; §4, Confirmation).

use super::App;
use super::command::Command;
use super::dialog::{Arming, Dialog, ENTER_GAP_MS, Hint};
use super::effect::Effect;
use super::key::{Code, Key};
use super::{Overlay, update};
use crate::domain::Moment;
use crate::text;
use crate::unbind::request::ToggleUse;
use crate::unbind::{Run, RunConfig, RunMsg};

/// Longest token there is: `255.255`.
const TOKEN_MAX: usize = 7;

/// A command in the dialog, before sending.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the key table gives each scope its own few commands"
)]
pub(super) fn on_command(app: &mut App, command: Command, key: Key, out: &mut Vec<Effect>) {
    let now = app.now;
    match command {
        Command::Back => return update::close_drawer(app, out),
        Command::Help => {
            app.overlay = Some(Overlay::Help);
            app.overlay_scroll = 0;
            return;
        }
        Command::Confirm => return confirm(app, out),
        Command::Copy => {
            let plan = app
                .dialog
                .as_ref()
                .map(|dialog| &dialog.plan)
                .filter(|plan| !plan.items.is_empty());
            out.extend(
                plan.map(|plan| {
                    Effect::Copy(text::report::commands(app.session.lang, &plan.items))
                }),
            );
            return;
        }
        _ => {}
    }
    let Some(dialog) = &mut app.dialog else { return };
    match command {
        Command::Token => {
            if let Code::Char(c) = key.code {
                token_key(dialog, now, c);
            }
        }
        Command::Erase => {
            dialog.token.pop();
            dialog.hint = None;
        }
        Command::AllocWanIp => toggle_alloc_wan_ip(dialog),
        Command::UnBindPrivateIp => toggle_un_bind_private_ip(dialog),
        Command::Note => dialog.editing_note = true,
        Command::Request => dialog.toggle_request(),
        _ => {}
    }
}

/// A key of the token. Before the field is armed it is dropped, visibly, and the field is left empty.
fn token_key(dialog: &mut Dialog, now: Moment, c: char) {
    match dialog.arming(now) {
        Arming::Armed => {
            dialog.hint = None;
            if dialog.token.len() < TOKEN_MAX {
                dialog.token.push(c);
            }
        }
        Arming::Nothing => dialog.hint = Some(Hint::NothingToSend),
        Arming::Reading(_)
        | Arming::Unreadable
        | Arming::Facts
        | Arming::Hidden
        | Arming::Request
        | Arming::Settling => {
            dialog.token.clear();
            dialog.hint = Some(Hint::Dropped);
        }
    }
}

fn toggle_alloc_wan_ip(dialog: &mut Dialog) {
    if dialog.targets.len() > 1 {
        dialog.hint = Some(Hint::NoTogglesInBatch);
        return;
    }
    let on = dialog.options().alloc_wan_ip;
    let toggle = dialog.alloc_wan_ip_use();
    if toggle.is_offered() || on {
        dialog.set_options(|options| options.alloc_wan_ip = !on);
    } else {
        dialog.hint = Some(Hint::NotHere(toggle));
    }
}

/// Default (left out, the cloud dissolves the tie) and "keep the tie" (0).
fn toggle_un_bind_private_ip(dialog: &mut Dialog) {
    if dialog.targets.len() > 1 {
        dialog.hint = Some(Hint::NoTogglesInBatch);
        return;
    }
    let toggle: ToggleUse = dialog.un_bind_private_ip_use();
    if toggle.is_offered() {
        dialog.set_options(|options| {
            options.un_bind_private_ip_with_eip =
                if options.un_bind_private_ip_with_eip == Some(false) { None } else { Some(false) };
        });
    } else {
        dialog.hint = Some(Hint::NotHere(toggle));
    }
}

/// Enter: sends only if the token was complete before it, and it came on its own.
fn confirm(app: &mut App, out: &mut Vec<Effect>) {
    let now = app.now;
    let Some(dialog) = &mut app.dialog else { return };
    match dialog.arming(now) {
        Arming::Armed => {}
        Arming::Nothing => {
            dialog.hint = Some(Hint::NothingToSend);
            return;
        }
        Arming::Reading(_)
        | Arming::Unreadable
        | Arming::Facts
        | Arming::Hidden
        | Arming::Request
        | Arming::Settling => {
            dialog.hint = Some(Hint::Dropped);
            return;
        }
    }
    if dialog.plan.token.as_deref() != Some(dialog.token.as_str()) {
        dialog.hint = Some(Hint::WrongToken);
        return;
    }
    if dialog.last_key.is_some_and(|last| now.since(last) < ENTER_GAP_MS) {
        dialog.hint = Some(Hint::EnterOnceMore);
        return;
    }
    app.runs += 1;
    let reason = dialog.note.value().trim();
    let config = RunConfig {
        run_id: format!("{}-{}", app.session.run_prefix, app.runs),
        wait_ms: app.session.wait_ms,
        journal: app.session.journal.is_some() && !dialog.without_journal,
        watch: true,
        reason: (!reason.is_empty()).then(|| reason.to_owned()),
        endpoint: app.session.endpoint.clone(),
    };
    dialog.hint = None;
    let mut run = Run::new(&dialog.plan, dialog.context.clone(), config);
    let no = app.runs;
    out.extend(run.step(now, RunMsg::Start).into_iter().map(|effect| Effect::Run(no, effect)));
    dialog.run = Some(run);
    dialog.token.clear();
}
