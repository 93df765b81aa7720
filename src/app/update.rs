//! Routing: a message goes to whoever waits for it, a command to the part that has the keys.

use super::browse::{clear_filter, on_list};
use super::command::Command;
use super::dialog::{Dialog, Purpose, Target};
use super::effect::{Effect, Query};
use super::key::{Code, Key};
use super::keymap::{self, Scope};
use super::msg::{Msg, Reply, ReqId, RunNo};
use super::notice::{Notice, NoticeKind};
use super::overlay::{on_overlay, open_overlay};
use super::{App, LEAVE_MS, Overlay, follow_up};
use crate::domain::{Eip, Moment};
use crate::text;
use crate::unbind::{EventKind, Reading, RunEffect, RunMsg, UnbindRequest, Verdict};
use tui_input::{Input, InputRequest};

/// Takes a message; says what must be done.
pub fn update(app: &mut App, now: Moment, msg: Msg) -> Vec<Effect> {
    app.now = now;
    let mut out = Vec::new();
    match msg {
        Msg::Key(key) => on_key(app, key, &mut out),
        Msg::Paste(text) => on_paste(app, &text, &mut out),
        Msg::Resized(columns, rows) => {
            app.size = (columns, rows);
            relayout(app);
        }
        Msg::Identity(whose) => app.whose = whose,
        Msg::Generation(generation, gone) => {
            app.session.context.api = generation;
            app.session.v2_gone = gone;
        }
        Msg::Focus(focused) => app.focused = focused,
        Msg::Tick => {}
        Msg::Painted(whole) if app.awaits_paint(whole) => {
            if let Some(dialog) = &mut app.dialog {
                dialog.seen(now, whole);
            }
        }
        Msg::Painted(_) => {}
        Msg::Reply(id, reply) => on_reply(app, id, reply, &mut out),
        Msg::Run(run, msg) => on_run(app, run, msg, &mut out),
        Msg::Copied(Ok(())) => app.notify(NoticeKind::Copied),
        Msg::Copied(Err(error)) => app.notify(NoticeKind::CopyFailed(error)),
        Msg::Unfinished(news) => {
            app.unfinished.retain(|known| known.id != news.id);
            app.unfinished.push(news);
        }
        Msg::Past(past) => {
            app.past_row = app.past_row.min(past.rows.len().saturating_sub(1));
            app.past = Some(past);
        }
        Msg::Profiles(profiles) => super::picker::take_profiles(app, profiles),
        Msg::Switched(opened) => super::picker::switched(app, opened, &mut out),
        Msg::Signal(number) => leave(app, 128 + number, &mut out),
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
    if !app.lookups.is_empty() {
        app.start_list(out);
    }
    if let Some((since, code)) = app.leaving {
        let out_there = app.dialog.as_ref().is_some_and(Dialog::is_out);
        if !out_there {
            out.push(Effect::Quit(code));
        } else if now.since(since) >= LEAVE_MS {
            out.push(Effect::Quit(6));
        }
    }
}

pub(super) fn fetch(queries: Vec<(ReqId, Query)>, out: &mut Vec<Effect>) {
    out.extend(queries.into_iter().map(|(id, query)| Effect::Fetch(id, query)));
}

/// Brings cursor and scrolling in line with the rows and the size.
pub(super) fn relayout(app: &mut App) {
    let height = app.table_height();
    app.list.rebuild(&app.inventory, height);
    if let Some(nics) = &mut app.nics {
        nics.rebuild(&app.inventory, &app.list.filter, height);
    }
}

impl App {
    pub(super) fn notify(&mut self, kind: NoticeKind) {
        self.notice = Some(Notice { kind, at: self.now });
    }
}

/// Leaves at once, or as soon as the verdict of a request that is out is written down (`product.md` §2, promise 11).
fn leave(app: &mut App, code: u8, out: &mut Vec<Effect>) {
    cancel(app, out);
    app.leaving.get_or_insert((app.now, code));
}

/// Nothing more of the run is started.
fn cancel(app: &mut App, out: &mut Vec<Effect>) {
    if let Some(run) = app.dialog.as_mut().and_then(|d| d.run.as_mut()).filter(|run| !run.is_over())
    {
        let effects = run.step(app.now, RunMsg::Cancel);
        out.extend(effects.into_iter().map(|effect| Effect::Run(app.runs, effect)));
    }
}

/// A text on one line, as a text field takes it.
pub(super) fn one_line(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn on_paste(app: &mut App, text: &str, out: &mut Vec<Effect>) {
    let put = |input: &mut Input| {
        for c in one_line(text).chars().take(200) {
            input.handle(InputRequest::InsertChar(c));
        }
    };
    match (app.scope(), &mut app.dialog) {
        (Scope::Filter, _) => {
            put(&mut app.list.input);
            app.list.set_filter();
            relayout(app);
        }
        (Scope::Note, Some(dialog)) => put(&mut dialog.note),
        (Scope::Dialog, Some(dialog)) => dialog.hint = Some(super::dialog::Hint::PasteDropped),
        (Scope::List | Scope::Overlay | Scope::Candidates | Scope::Regions, None) => {
            super::candidates::on_paste(app, text, out)
        }
        // Where something could be confirmed, or is under way, it is dropped.
        (_, _) => app.notify(NoticeKind::PasteDropped),
    }
}

fn on_key(app: &mut App, key: Key, out: &mut Vec<Effect>) {
    if key == Key::ctrl('z') {
        return out.push(Effect::Suspend);
    }
    let scope = app.scope();
    match (keymap::resolve(app, key), scope) {
        (Some(command), Scope::Dialog) => super::confirm::on_command(app, command, key, out),
        (Some(command), _) => on_command(app, command, out),
        (None, Scope::Filter) => edit_filter(app, key),
        (None, Scope::Note) => edit_note(app, key),
        (
            None,
            Scope::List
            | Scope::Dialog
            | Scope::Running
            | Scope::Result
            | Scope::Overlay
            | Scope::Candidates
            | Scope::Regions
            | Scope::Leave,
        ) => {
            app.notify(NoticeKind::UnknownKey(key.to_string()));
        }
    }
    if let Some(dialog) = &mut app.dialog {
        dialog.last_key = Some(app.now);
    }
}

fn text_request(key: Key) -> Option<InputRequest> {
    match (key.code, key.ctrl) {
        (Code::Char('u'), true) => Some(InputRequest::DeleteLine),
        (Code::Char('w'), true) => Some(InputRequest::DeletePrevWord),
        (Code::Char('a'), true) | (Code::Home, _) => Some(InputRequest::GoToStart),
        (Code::Char('e'), true) | (Code::End, _) => Some(InputRequest::GoToEnd),
        (Code::Char(c), false) if !key.alt => Some(InputRequest::InsertChar(c)),
        (Code::Backspace, _) => Some(InputRequest::DeletePrevChar),
        (Code::Delete, _) => Some(InputRequest::DeleteNextChar),
        (Code::Left, _) => Some(InputRequest::GoToPrevChar),
        (Code::Right, _) => Some(InputRequest::GoToNextChar),
        (
            Code::Char(_)
            | Code::Enter
            | Code::Esc
            | Code::Tab
            | Code::Up
            | Code::Down
            | Code::PgUp
            | Code::PgDn,
            _,
        ) => None,
    }
}

fn edit_filter(app: &mut App, key: Key) {
    if let Some(request) = text_request(key) {
        app.list.input.handle(request);
        app.list.set_filter();
        relayout(app);
    }
}

fn edit_note(app: &mut App, key: Key) {
    if let (Some(request), Some(dialog)) = (text_request(key), &mut app.dialog) {
        dialog.note.handle(request);
    }
}

/// A command anywhere but in the dialog before sending.
fn on_command(app: &mut App, command: Command, out: &mut Vec<Effect>) {
    match (app.scope(), command) {
        (_, Command::Quit) => quit(app, out),
        (Scope::Leave, Command::Back) => app.overlay = None,
        (Scope::Overlay, command) => on_overlay(app, command, out),
        (Scope::Candidates, command) => super::candidates::on_offer(app, command, out),
        (Scope::Regions, command) => super::picker::on_picker(app, command, out),
        (Scope::Filter, Command::KeepFilter) => app.list.keep_filter(&app.inventory),
        (Scope::Filter, Command::Back) => {
            app.list.editing = false;
            clear_filter(app);
        }
        (Scope::Note, Command::Back) => {
            if let Some(dialog) = &mut app.dialog {
                dialog.editing_note = false;
            }
        }
        (Scope::Running, Command::Back) => cancel(app, out),
        (Scope::Running | Scope::Result, Command::Help) => open_overlay(app, Overlay::Help),
        (Scope::Result, Command::Back) => close_drawer(app, out),
        (Scope::Result, Command::BindBack) => bind_back(app, out),
        (Scope::Result, Command::Copy) => {
            let report = app
                .dialog
                .as_ref()
                .and_then(|d| d.run.as_ref())
                .map(|run| text::report::markdown(app.session.lang, run, &app.session.zone));
            out.extend(report.map(Effect::Copy));
        }
        (Scope::Result, Command::CopyJson) => {
            let report = app
                .dialog
                .as_ref()
                .map(|d| text::plan::json_text(app.session.lang, &d.plan, d.run.as_ref()));
            out.extend(report.map(Effect::Copy));
        }
        (_, command) => on_list(app, command, out),
    }
}

fn quit(app: &mut App, out: &mut Vec<Effect>) {
    match app.scope() {
        // In the dialog, and in a note of it, Ctrl-C closes the dialog.
        Scope::Note => close_drawer(app, out),
        Scope::Leave => leave(app, 0, out),
        Scope::Running if app.can_cancel() => cancel(app, out),
        Scope::Running => app.overlay = Some(Overlay::Leave),
        Scope::Overlay
            if !app.can_cancel()
                && app.dialog.as_ref().is_some_and(|d| d.run.is_some() && !d.is_over()) =>
        {
            app.overlay = Some(Overlay::Leave);
        }
        Scope::List
        | Scope::Filter
        | Scope::Dialog
        | Scope::Result
        | Scope::Overlay
        | Scope::Candidates
        | Scope::Regions => leave(app, 0, out),
    }
}

/// Opens the dialog to unbind these targets.
pub(super) fn open_drawer_on(
    app: &mut App,
    targets: Vec<(UnbindRequest, Reading)>,
    out: &mut Vec<Effect>,
) {
    app.list.held = true;
    let targets =
        targets.into_iter().map(|(request, reading)| Target::new(request, reading)).collect();
    open_drawer(app, Purpose::Unbind, targets, out);
}

fn open_drawer(app: &mut App, purpose: Purpose, targets: Vec<Target>, out: &mut Vec<Effect>) {
    let (dialog, queries) =
        Dialog::open(app.now, purpose, app.session.context.clone(), targets, &mut app.ids);
    app.dialog = Some(dialog);
    fetch(queries, out);
    relayout(app);
}

/// Opens the dialog again, to bind back what it has just unbound.
fn bind_back(app: &mut App, out: &mut Vec<Effect>) {
    let unbound = app.dialog.as_ref().map_or_else(Vec::new, Dialog::unbound);
    let known = |eip: &Eip| app.inventory.eip(&eip.region, eip.eip_id.as_str()).cloned();
    let targets: Vec<Target> =
        unbound.into_iter().filter_map(|eip| Target::back(eip, known(eip))).collect();
    if targets.is_empty() {
        return app.notify(NoticeKind::NothingHere);
    }
    if let Some(run) = app.dialog.take().and_then(|dialog| dialog.run) {
        follow_up::keep(app, run);
    }
    open_drawer(app, Purpose::BindBack, targets, out);
}

/// Closes the dialog and reads the list again, if something was done.
pub(super) fn close_drawer(app: &mut App, out: &mut Vec<Effect>) {
    if let Some(run) = app.dialog.take().and_then(|dialog| dialog.run) {
        follow_up::keep(app, run);
        app.list.marks.clear();
        fetch(app.inventory.refresh(&mut app.ids), out);
    }
    relayout(app);
}

fn on_reply(app: &mut App, id: ReqId, reply: Reply, out: &mut Vec<Effect>) {
    if let Some(dialog) = &mut app.dialog
        && let Some(queries) = dialog.take(app.now, id, &reply, &mut app.ids)
    {
        if let (Reply::Quota(Ok(quota)), Some(target)) = (&reply, dialog.targets.first())
            && let Some(region) =
                app.inventory.regions.iter_mut().find(|r| r.region == target.request.region)
        {
            region.quota = super::Load::Ready(*quota);
        }
        if let Reply::Eips(Ok(page)) = &reply {
            app.inventory.patch(&page.items);
        }
        fetch(queries, out);
        return relayout(app);
    }
    match reply {
        Reply::Eips(page) if app.take_lookup(id, &page, out) => relayout(app),
        Reply::Eips(page) => {
            let seen = page.as_ref().map(|p| p.items.clone()).unwrap_or_default();
            if let Some(queries) = app.inventory.take_eips(app.now, id, page, &mut app.ids) {
                fetch(queries, out);
                if let Some(dialog) = &mut app.dialog {
                    fetch(dialog.see(app.now, &seen, &mut app.ids), out);
                }
                relayout(app);
            }
        }
        Reply::Quota(quota) => {
            app.inventory.take_quota(id, quota);
        }
        Reply::Nics(page) => {
            if let Some(queries) = app.inventory.take_nics(id, page, &mut app.ids) {
                fetch(queries, out);
                relayout(app);
            }
        }
    }
}

fn on_run(app: &mut App, no: RunNo, msg: RunMsg, out: &mut Vec<Effect>) {
    // Whatever a run reads is news for the list, too.
    if let RunMsg::Looked(_, _, Ok(Some(eip))) | RunMsg::Rechecked(_, _, Ok(Some(eip)), _) = &msg {
        app.inventory.patch(std::slice::from_ref(eip));
        relayout(app);
    }
    let Some(run) = app.dialog.as_mut().and_then(|d| d.run.as_mut()).filter(|_| no == app.runs)
    else {
        return follow_up::on_watched(app, no, msg, out);
    };
    let was_over = run.is_over();
    let effects = run.step(app.now, msg);
    let finished = effects.iter().any(|e| matches!(e, RunEffect::Write { .. }))
        || run.items.iter().all(|i| i.outcome.is_some());
    out.extend(effects.into_iter().map(|effect| Effect::Run(app.runs, effect)));
    let not_recorded = run
        .items
        .iter()
        .filter_map(|i| i.outcome.as_ref())
        .find(|o| o.word == Verdict::NotRecorded);
    if let (Some(outcome), [_]) = (not_recorded, run.items.as_slice()) {
        let error = outcome.fault.as_ref().map(|fault| fault.message.clone()).unwrap_or_default();
        if let Some(dialog) = &mut app.dialog {
            fetch(dialog.offer_without_journal(app.now, error, &mut app.ids), out);
        }
        return;
    }
    if run.is_over() && !was_over {
        out.push(Effect::Bell);
    }
    if finished
        && run
            .items
            .iter()
            .any(|i| i.events.iter().any(|e| matches!(e.kind, EventKind::Verdict(_))))
        && !was_over
    {
        let regions: Vec<_> = run.items.iter().map(|i| i.plan.region.clone()).collect();
        for region in regions {
            fetch(app.inventory.refresh_quota(&region, &mut app.ids), out);
        }
    }
}
