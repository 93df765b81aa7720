//! Whose request it will be: account, caller, profile, key, where that came from, and how long it lasts.

use super::Pane;
use crate::domain::sanitize::visible;
use crate::text::Length;
use crate::text::dialog::Label;
use crate::text::identity as words;
use crate::view::doc::Doc;
use crate::view::theme::Role;
use crate::view::wrap::width;
use ratatui::text::Span;

/// Adds the line; where there is little room, what tells two accounts apart goes to the end of the line before it.
pub(super) fn lines(
    pane: &Pane<'_>,
    (before, after): (u8, u8),
    mut reading: Vec<Span<'static>>,
    doc: &mut Doc,
) {
    let (whose, now) = (pane.app.session.whose(), pane.app.now.wall);
    let used: usize = reading.iter().map(|span| width(&span.content)).sum();
    let account = whose
        .who
        .account
        .as_ref()
        .map(|account| words::account_after(pane.painter.lang, &short(&visible(account))));
    if let Some(account) = account.filter(|account| used + width(account) <= pane.columns) {
        reading.push(pane.painter.own(Role::Normal, account));
    }
    doc.push(before, reading);
    if let Some(minutes) = whose.keys.minutes_left(now).filter(|_| whose.keys.is_ending(now)) {
        doc.push(after, pane.painter.own(Role::Warn, words::expires(pane.painter.lang, minutes)));
    }
}

/// Both ends of a long number.
fn short(account: &str) -> String {
    let digits: Vec<char> = account.chars().collect();
    if digits.len() < 12 {
        return account.to_owned();
    }
    digits[..4].iter().chain(&['…']).chain(&digits[digits.len() - 4..]).collect()
}

/// Adds the line by itself.
pub(super) fn line(pane: &Pane<'_>, rank: u8, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let (session, now) = (&pane.app.session, pane.app.now.wall);
    let whose = session.whose();
    let account = whose.who.account.as_deref().map(|account| visible(account).into_owned());
    let role = if whose.keys.is_ending(now) { Role::Warn } else { Role::Dim };
    if pane.narrow() {
        let account = account.map(|account| painter.own(Role::Normal, words::account(l, &account)));
        return account.into_iter().for_each(|account| doc.push(rank, account));
    }
    let mut pieces = Vec::new();
    if let (Some(account), Some(caller)) = (&account, whose.who.cloud_caller()) {
        pieces.push(painter.own(Role::Normal, account));
        let caller = visible(caller.short()).into_owned();
        let is_long = pane.length() == Length::Long;
        let caller = if is_long { words::caller(l, &caller) } else { caller };
        pieces.push(painter.own(Role::Dim, caller));
    }
    let name = visible(session.name()).into_owned();
    if session.demo.is_some() {
        pieces.push(painter.own(Role::Dim, name));
    } else if whose.profile.is_some() && pane.length() == Length::Long {
        pieces.push(painter.own(Role::Dim, words::profile(l, &name)));
    }
    let kind = words::kind(l, &whose.keys, now);
    pieces.push(painter.own(role, words::keys(l, &session.source(), &whose.keys.key_id, &kind)));
    let last = pieces.len() - 1;
    for piece in &mut pieces[..last] {
        piece.content = painter.signs(&format!("{} ·", piece.content)).into();
    }
    doc.push_flow(rank, pane.label(Label::Account), pieces, 1);
}
