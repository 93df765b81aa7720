//! The two choices: both positions with what each does, or why one is not offered.

use super::Pane;
use super::position::why_not_known;
use crate::domain::sanitize::visible;
use crate::domain::{NicPosition, Region};
use crate::text::dialog::Label;
use crate::text::not_known::Why;
use crate::text::{Length, toggle};
use crate::unbind::{Keeps, ToggleUse};
use crate::view::doc::Doc;
use crate::view::theme::Role;
use crate::view::wrap::{pad, width};
use ratatui::text::Span;

/// One choice as it is shown.
struct Choice {
    key: &'static str,
    name: &'static str,
    /// Each position: whether it is the chosen one, and what it does.
    positions: Vec<(bool, String)>,
    /// Why it is not offered, or what to know about it.
    remark: Option<String>,
}

/// Both choices; narrow screens get one line for both where they fit.
pub(super) fn lines(pane: &Pane<'_>, doc: &mut Doc) {
    if pane.dialog.purpose.binds() {
        return;
    }
    let choices = [alloc(pane), link(pane)];
    if pane.narrow() {
        let is_offered = |choice: &Choice| !choice.positions.is_empty();
        let ranks = [
            if is_offered(&choices[0]) { 2 } else { 5 },
            if is_offered(&choices[1]) { 1 } else { 5 },
        ];
        let [w, d] = choices.map(|choice| narrow(pane, &choice));
        let columns =
            |spans: &[Span<'static>]| spans.iter().map(|s| width(&s.content)).sum::<usize>();
        // A choice that can be made, and is sent, is worth more than why another can't.
        if columns(&w) + 2 + columns(&d) <= pane.columns {
            let rank = ranks.into_iter().min().unwrap_or_default();
            return doc.push(rank, [w, vec![Span::raw("  ")], d].concat());
        }
        doc.push(ranks[0], w);
        return doc.push(ranks[1], d);
    }
    let names = choices.iter().map(|choice| width(choice.name)).max().unwrap_or_default() + 4;
    for (at, choice) in choices.iter().enumerate() {
        wide(pane, choice, names, at == 0, doc);
    }
}

/// A line a position: the name once, the chosen position marked.
fn wide(pane: &Pane<'_>, choice: &Choice, names: usize, first: bool, doc: &mut Doc) {
    let painter = pane.painter;
    let lead = if pane.length() == Length::Long { super::LABEL } else { 0 };
    let label = |first: bool| match (lead, first) {
        (0, _) => vec![],
        (_, true) => pane.label(Label::Choices),
        (_, false) => vec![Span::raw(" ".repeat(lead))],
    };
    let name = |role: Role| {
        [
            painter.own(if role == Role::Dim { Role::Dim } else { Role::Accent }, choice.key),
            painter.own(role, pad(&format!(" {}", choice.name), names)),
        ]
    };
    let indent = lead + names + 1;
    if choice.positions.is_empty() {
        let mut line = label(first);
        line.extend(name(Role::Dim));
        line.push(painter.own(Role::Dim, choice.remark.as_deref().unwrap_or_default()));
        return doc.push_at(2, indent, line);
    }
    for (at, (chosen, words)) in choice.positions.iter().enumerate() {
        let mut line = label(first && at == 0);
        if at == 0 {
            line.extend(name(Role::Normal));
        } else {
            line.push(Span::raw(" ".repeat(names + 1)));
        }
        line.push(painter.own(Role::Accent, if *chosen { "(•) " } else { "( ) " }));
        line.push(painter.own(if *chosen { Role::Normal } else { Role::Dim }, words));
        doc.push_at(2, indent + 4, line);
    }
    if let Some(remark) = &choice.remark {
        let line = vec![Span::raw(" ".repeat(indent)), painter.own(Role::Warn, remark)];
        doc.push_at(3, indent, line);
    }
}

fn narrow(pane: &Pane<'_>, choice: &Choice) -> Vec<Span<'static>> {
    let painter = pane.painter;
    if choice.positions.is_empty() {
        let remark = choice.remark.as_deref().unwrap_or_default();
        let words = toggle::named(painter.lang, choice.name, remark);
        return vec![painter.own(Role::Dim, format!("{} {words}", choice.key))];
    }
    let mut line = vec![
        painter.own(Role::Accent, format!("{} ", choice.key)),
        painter.own(Role::Normal, choice.name),
    ];
    for (chosen, words) in &choice.positions {
        line.push(painter.own(Role::Accent, if *chosen { " (•) " } else { " ( ) " }));
        line.push(painter.own(if *chosen { Role::Normal } else { Role::Dim }, words));
    }
    line
}

fn alloc(pane: &Pane<'_>) -> Choice {
    let (l, length, dialog) = (pane.painter.lang, pane.length(), pane.dialog);
    let toggle = dialog.alloc_wan_ip_use();
    let on = dialog.options().alloc_wan_ip;
    let quota = dialog.targets.first().and_then(|t| t.facts.quota.known());
    let figures =
        quota.and_then(|q| Some((q.daily_alloc_wan_ip_count?, q.daily_alloc_wan_ip_quota?)));
    let region = dialog.targets.first().map(|t| &t.request.region);
    let place = region.map_or("", short_region);
    let server = server(pane);
    let kept = dialog.first().and_then(|item| match &item.keeps {
        Keeps::Yes(ips) => {
            Some(ips.iter().map(ToString::to_string).collect::<Vec<_>>().join(l.between_names()))
        }
        Keeps::No => Some(String::new()),
        Keeps::Unknown | Keeps::NoServer => None,
    });
    let remark = toggle::remark(l, toggle, length, position(pane));
    let positions = if toggle.is_offered() || on {
        vec![
            (!on, toggle::alloc_no(l, length, &server, kept.as_deref())),
            (on, toggle::alloc_yes(l, length, place, figures)),
        ]
    } else {
        vec![]
    };
    Choice { key: "w", name: toggle::alloc_wan_ip(l, length), positions, remark }
}

fn link(pane: &Pane<'_>) -> Choice {
    let (l, length, dialog) = (pane.painter.lang, pane.length(), pane.dialog);
    let toggle: ToggleUse = dialog.un_bind_private_ip_use();
    let keeps = dialog.options().un_bind_private_ip_with_eip == Some(false);
    let positions = if toggle.is_offered() {
        vec![
            (!keeps, toggle::link_removed(l, length).to_owned()),
            (keeps, toggle::link_kept(l, length, &server(pane))),
        ]
    } else {
        vec![]
    };
    let says_it = [toggle, dialog.alloc_wan_ip_use()] == [ToggleUse::CloudDecides; 2];
    let remark = if says_it && position(pane).0 == NicPosition::Unknown {
        Some(toggle::undecided_too(l).to_owned())
    } else {
        toggle::remark(l, toggle, length, position(pane))
    };
    let remark = remark.filter(|_| positions.is_empty() || !pane.narrow());
    Choice { key: "d", name: toggle::link(l, length), positions, remark }
}

/// Where the one target is on its NIC, and why that is not known where it is not.
fn position<'a>(pane: &Pane<'a>) -> (NicPosition, Why<'a>) {
    let gap = pane.dialog.targets.first().map_or(Why::NotReadYet, why_not_known);
    (pane.dialog.seat(), gap)
}

fn server(pane: &Pane<'_>) -> String {
    let eip = pane.dialog.targets.first().and_then(|target| target.eip());
    let id = eip.and_then(|eip| eip.un_instance_id.as_ref());
    let none = || toggle::its_server(pane.painter.lang).to_owned();
    id.map_or_else(none, |id| visible(id.as_str()).into_owned())
}

/// `gz`, or the whole name where there is no short one.
pub(in crate::view) fn short_region(region: &Region) -> &str {
    region.info().map(|info| info.short).filter(|s| !s.is_empty()).unwrap_or(region.as_str())
}
