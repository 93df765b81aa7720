//! Identity request it will be: profile, account, caller, key, where that came from, and how long it lasts.

use super::Pane;
use crate::domain::sanitize::visible;
use crate::text::identity::kind;
use crate::tr;
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
    if !pane.narrow() {
        doc.push(before, reading);
        return line(pane, after, doc);
    }
    let whose = &pane.app.identity;
    let used: usize = reading.iter().map(|span| width(&span.content)).sum();
    let account =
        whose.caller.as_ref().map(|caller| format!(" {}", short(&visible(&caller.account_id))));
    if let Some(account) = account.filter(|account| used + width(account) <= pane.columns) {
        reading.push(pane.painter.own(Role::Normal, account));
    }
    doc.push(before, reading);
    if let Some(minutes) =
        whose.minutes_left(pane.app.now.wall).filter(|_| whose.is_ending(pane.app.now.wall))
    {
        doc.push(
            after,
            pane.painter.own(
                Role::Warn,
                tr!(
                    pane.painter.lang,
                    "▲ keys end in {minutes} min",
                    "▲ 密钥 {minutes} 分钟后失效"
                ),
            ),
        );
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
    let (session, whose, now) = (&pane.app.session, &pane.app.identity, pane.app.now.wall);
    let account = whose.caller.as_ref().map(|caller| visible(&caller.account_id).into_owned());
    let role = if whose.is_ending(now) { Role::Warn } else { Role::Dim };
    if pane.narrow() {
        let account = account.map(|account| {
            painter.own(Role::Normal, tr!(l, "account {account}", "账号 {account}"))
        });
        return account.into_iter().for_each(|account| doc.push(rank, account));
    }
    let key_id = whose.key_id.as_deref().unwrap_or(&session.key_id);
    let mut pieces =
        vec![painter.own(Role::Dim, format!("{} ‹{}›", visible(session.name()), visible(key_id)))];
    if let (Some(account), Some(caller)) = (&account, &whose.caller) {
        pieces.push(painter.own(Role::Normal, tr!(l, "account {account}", "账号 {account}")));
        pieces.push(painter.cloud(Role::Dim, caller.short()));
    }
    let kind = kind(l, whose, now);
    if !kind.is_empty() {
        let source = visible(&session.source).into_owned();
        pieces.push(Span::styled(
            painter.signs(&tr!(l, "{source}, {kind}", "{source}，{kind}")),
            painter.style(role),
        ));
    }
    doc.push_flow(rank, pane.label("Account", "账号"), pieces, 2);
}
