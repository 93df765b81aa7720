//! The one function: a message goes to whoever waits for it, then what is due by now is done.

use super::actions::dialog::Known;
use super::parts::effect::{Effect, fetch};
use super::parts::history::UnfinishedState;
use super::parts::msg::{FormerPlace, Msg};
use super::parts::notice::NoticeKind;
use super::parts::overlay::Overlay;
use super::routes::{self, paste, reply, run};
use super::state::App;
use crate::domain::Moment;

/// Takes a message; says what must be done.
pub fn update(app: &mut App, now: Moment, msg: Msg) -> Vec<Effect> {
    app.now = now;
    let mut out = Vec::new();
    match msg {
        Msg::Key(key) => {
            // It spoke of what was on screen before.
            app.notice = None;
            routes::on_key(app, key, &mut out);
        }
        Msg::Paste(text) => paste::on_paste(app, &text, &mut out),
        Msg::Resized(columns, rows) => {
            app.size = (columns, rows);
            app.relayout();
        }
        Msg::Keys(keys, caller) => app.take_keys(keys, caller),
        Msg::Generation(generation, gone) => {
            app.session.context.whose.api = generation;
            app.session.v2_gone = gone;
            app.session.api_answered = true;
        }
        Msg::Focus(focused) => app.focused = focused,
        Msg::Tick => {}
        Msg::Painted(whole) if app.awaits_paint(whole) => {
            if let Some(dialog) = &mut app.dialog {
                dialog.seen(now, whole);
            }
        }
        Msg::Painted(_) => {}
        Msg::Scrolled(line) => {
            if let Some(scroll) = app.overlays.last_mut().and_then(Overlay::scroll_mut) {
                scroll.shown_from(line);
            }
        }
        Msg::Reply(id, reply) => reply::on_reply(app, id, reply, &mut out),
        Msg::Run(no, msg) => run::on_run(app, no, msg, &mut out),
        Msg::Copied(Ok(copied)) => {
            let saved = app.saved_report.take();
            app.notify(match saved {
                Some(saved) => NoticeKind::Reported(saved, copied.dropped_by),
                None => NoticeKind::Copied(copied),
            });
        }
        Msg::Copied(Err(error)) => app.notify(NoticeKind::CopyFailed(error)),
        Msg::Unfinished(news) => {
            app.unfinished.retain(|known| known.id != news.id);
            let is_over = matches!(news.state, UnfinishedState::Settled(_));
            app.unfinished.push(news);
            if is_over {
                app.ask_open(&mut out);
            }
        }
        Msg::Past(past) => {
            app.take_past(&past);
            for overlay in app.overlays.iter_mut().chain(&mut app.beneath) {
                if let Overlay::History(history) = overlay {
                    history.take(past.clone(), app.session.lang, &app.session.zone);
                } else if let Overlay::Run(view) = overlay {
                    view.take(&past.runs, &past.chain);
                }
            }
        }
        Msg::Places(places) => {
            let known = |FormerPlace { region, eip_id, target, blocked_at }| Known {
                region,
                eip_id,
                place: target,
                recorded: true,
                is_back: true,
                blocked_at,
            };
            app.open_bind(places.into_iter().map(known).collect(), &mut out);
        }
        Msg::Open(open) => {
            if let Some(dialog) = &mut app.dialog {
                dialog.take_open(open);
            }
        }
        Msg::Links(links) => {
            for (region, eip_id, nic) in links {
                app.inventory.learn_link(&region, &eip_id, &nic);
            }
            app.relayout();
        }
        Msg::Reported(text, saved) => {
            app.saved_report = Some(saved);
            out.push(Effect::CopySaved(text));
        }
        Msg::ReportedJson(text) => out.push(Effect::Copy(text)),
        Msg::Profiles(profiles) => app.take_profiles(profiles),
        Msg::ProfilesSearched(all) => app.profiles_searched(&all, &mut out),
        Msg::Switched(opened) => app.switched(opened, &mut out),
        Msg::HookFailed(program, end) => app.notify(NoticeKind::HookFailed(program, end)),
        Msg::Signal(number) => app.leave(128 + number, &mut out),
    }
    passing_of_time(app, &mut out);
    out
}

/// What is due by now, whatever the message was.
fn passing_of_time(app: &mut App, out: &mut Vec<Effect>) {
    let now = app.now;
    if app.notice.as_ref().is_some_and(|n| n.until_ms() <= now.mono_ms) {
        app.notice = None;
    }
    let mut queries = app.inventory.tick(now, app.focused, &mut app.ids);
    if let Some(dialog) = &mut app.dialog {
        queries.extend(dialog.tick(now, &mut app.ids));
    }
    fetch(queries, out);
    if !app.search.running.is_empty() {
        app.start_list(out);
    }
    app.hold_while_asked(out);
    app.end_when_due(out);
}
