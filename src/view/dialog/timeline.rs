//! One line for each thing that happened.

use super::Pane;
use crate::text::report;
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
    let words = report::event_line(l, &event.kind);
    Line::from(vec![
        painter.own(Role::Dim, format!("{} ", painter.millis(event.at))),
        Span::styled(painter.signs(&words), painter.style(role)),
    ])
}
