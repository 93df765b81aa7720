//! One line for each thing that happened.

use super::Pane;
use crate::domain::EipState;
use crate::domain::sanitize::visible;
use crate::text::{outcome, report, status};
use crate::tr;
use crate::unbind::{Event, EventKind};
use crate::view::messages::sign;
use crate::view::theme::Role;
use ratatui::text::{Line, Span};

/// Time and words of an event.
pub(super) fn line(pane: &Pane<'_>, event: &Event) -> Line<'static> {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let role = match &event.kind {
        EventKind::Failed(_)
        | EventKind::LookFailed(_)
        | EventKind::Unclear(..)
        | EventKind::BoundAgain(_)
        | EventKind::VerdictNotRecorded(_) => Role::Warn,
        EventKind::Verdict(word) => sign(*word).1,
        EventKind::Unchanged
        | EventKind::Stale
        | EventKind::Recorded
        | EventKind::Sent
        | EventKind::Accepted(_)
        | EventKind::OnceMore
        | EventKind::Looked(_)
        | EventKind::Task(_)
        | EventKind::Gone
        | EventKind::WanIp(_) => Role::Normal,
    };
    let words = match &event.kind {
        EventKind::Looked(state) => tr!(l, "looked: {}", "读取：{}", state_words(pane, state)),
        EventKind::Verdict(word) => tr!(l, "verdict: {}", "结论：{}", outcome::word(l, *word)),
        kind @ (EventKind::Unchanged
        | EventKind::Stale
        | EventKind::Recorded
        | EventKind::Sent
        | EventKind::Accepted(_)
        | EventKind::Failed(_)
        | EventKind::OnceMore
        | EventKind::Task(_)
        | EventKind::Gone
        | EventKind::LookFailed(_)
        | EventKind::Unclear(..)
        | EventKind::WanIp(_)
        | EventKind::BoundAgain(_)
        | EventKind::VerdictNotRecorded(_)) => report::event_line(l, kind),
    };
    Line::from(vec![
        painter.own(Role::Dim, format!("{} ", painter.millis(event.at))),
        Span::styled(painter.signs(&words), painter.style(role)),
    ])
}

fn state_words(pane: &Pane<'_>, state: &EipState) -> String {
    let l = pane.painter.lang;
    let server = state.un_instance_id.as_ref().map_or_else(
        || l.pick("no server", "无服务器").to_owned(),
        |i| visible(i.as_str()).into_owned(),
    );
    format!("{} · {server}", status::status(l, &state.status))
}
