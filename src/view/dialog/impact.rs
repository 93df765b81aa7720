//! What will happen, what is known, and what exactly is sent.

use super::Pane;
use crate::app::dialog::Target;
use crate::domain::sanitize::visible;
use crate::domain::{Eip, Mutation};
use crate::text::Length;
use crate::text::dialog::{self as words, Label, Line, Weight};
use crate::text::facts;
use crate::text::not_known::Why;
use crate::text::screen::request as request_words;
use crate::text::target::place;
use crate::unbind::PlanItem;
use crate::unbind::around::Fact;
use crate::view::doc::Doc;
use crate::view::theme::Role;
use crate::view::wrap::width;
use ratatui::text::Span;

/// Everything below the choices.
pub(super) fn lines(pane: &Pane<'_>, doc: &mut Doc) {
    let Some(item) = pane.dialog.first() else { return };
    if pane.narrow() {
        let facts = facts_of(pane, item);
        return narrow(pane, item, &facts, doc);
    }
    will_happen(pane, item, doc);
    known(pane, item, doc);
    request(pane, item, doc);
}

/// What sending it will lead to.
pub(super) fn will_happen(pane: &Pane<'_>, item: &PlanItem, doc: &mut Doc) {
    let mut consequences = consequences(pane, item).into_iter();
    if pane.length() == Length::Long {
        for (at, line) in consequences.by_ref().enumerate() {
            let mut spans = if at == 0 {
                pane.label(Label::WillHappen)
            } else {
                vec![Span::raw(" ".repeat(super::LABEL))]
            };
            spans.push(span(pane, &line));
            doc.push_at(1, super::LABEL + 2, spans);
        }
        return;
    }
    doc.push(3, pane.painter.own(Role::Dim, words::label(pane.painter.lang, Label::WillHappen)));
    consequences.for_each(|line| doc.push_at(1, 2, span(pane, &line)));
}

/// What is known of the EIP.
pub(super) fn known(pane: &Pane<'_>, item: &PlanItem, doc: &mut Doc) {
    let lead = if pane.length() == Length::Long {
        pane.label(Label::Facts)
    } else {
        let label = words::label(pane.painter.lang, Label::Facts);
        vec![pane.painter.own(Role::Dim, format!("{label} "))]
    };
    let facts = facts_of(pane, item);
    let pieces = facts.iter().map(|line| span(pane, line)).collect();
    doc.push_flow(4, lead, pieces, if pane.length() == Length::Long { 3 } else { 2 });
}

/// What is lost stands there even where there is room for little else.
fn narrow(pane: &Pane<'_>, item: &PlanItem, facts: &[Line], doc: &mut Doc) {
    let l = pane.painter.lang;
    let mut all = consequences(pane, item);
    let first = match item.mutation {
        Mutation::Bind { .. } => all.remove(0),
        Mutation::Unbind { .. } => words::server_narrow(l, item),
    };
    let (first, facts) = (span(pane, &first), span(pane, &facts::facts_narrow(l, facts)));
    if width(&first.content) + 2 + width(&facts.content) <= pane.columns {
        doc.push(1, vec![first, Span::raw("  "), facts]);
    } else {
        doc.push(1, first);
        doc.push(6, facts);
    }
    all.iter().for_each(|line| doc.push(8, span(pane, line)));
}

/// A line with its sign, in the role of how it is to be taken.
pub(super) fn span(pane: &Pane<'_>, (weight, words): &Line) -> Span<'static> {
    let role = match weight {
        Weight::Fine => Role::Normal,
        Weight::Matters | Weight::NotKnown => Role::Warn,
    };
    pane.painter.own(role, format!("{} {words}", weight.sign()))
}

/// The target that this step of the plan is about.
fn target_of<'a>(pane: &'a Pane<'_>, item: &PlanItem) -> Option<&'a Target> {
    let is_it = |eip: &Eip| eip.eip_id == item.eip_id && eip.region == item.region;
    pane.dialog.targets.iter().find(|target| target.eip().is_some_and(is_it))
}

fn consequences(pane: &Pane<'_>, item: &PlanItem) -> Vec<Line> {
    let l = pane.painter.lang;
    let its = target_of(pane, item);
    if let Mutation::Bind { target, .. } = &item.mutation {
        return words::will_lead(l, item, &place(target), block_seen(pane, item, its).is_some());
    }
    let why = its.map_or(Why::LeftOut, |target| siblings_why(pane, target));
    words::will_happen(l, item, pane.length(), why)
}

/// What is known of the EIP of this item, by the readings of its target.
pub(super) fn facts_of(pane: &Pane<'_>, item: &PlanItem) -> Vec<Line> {
    let target = target_of(pane, item);
    let binds = matches!(item.mutation, Mutation::Bind { .. });
    let read = target.and_then(|target| target.confirmed_at);
    let seen = block_seen(pane, item, target);
    let blocked = if seen.is_some() { Some(true) } else { item.before.blocked };
    let at = seen.or_else(|| read.map(|at| pane.painter.seconds(at)));
    let api = pane.dialog.plan.whose.api;
    let reports = api.capabilities().tells_cascade_release;
    let why = match target {
        // A NIC tells of the address on it alone.
        _ if binds && api.capabilities().blocked_by_nic => Why::NoField(api),
        Some(target) => fact_why(&target.facts.nics, NICS),
        None => Why::LeftOut,
    };
    let blocked = facts::Blocked { is: blocked, seen: at.as_deref(), why };
    facts::facts(pane.painter.lang, item, pane.length(), binds, blocked, (api, reports))
}

/// When it was last seen blocked, in this session or by the journal, where this reading does not say whether it is.
fn block_seen(pane: &Pane<'_>, item: &PlanItem, target: Option<&Target>) -> Option<String> {
    let here = pane.app.inventory.block_seen(&item.before).map(|at| pane.painter.seconds(at));
    let before = || target.and_then(|t| t.blocked_at).map(|at| pane.painter.date_time(at));
    here.or_else(before).filter(|_| item.before.blocked.is_none())
}

/// The action that tells of NICs, in both generations.
const NICS: &str = "DescribeNetworkInterfaces";

/// Why the value that this reading would have told is not known.
fn fact_why<'a, T>(fact: &'a Fact<T>, action: &'a str) -> Why<'a> {
    match fact {
        Fact::Asked => Why::NotReadYet,
        Fact::Failed(fault) => Why::of_fault(action, fault),
        Fact::Partly(_) => Why::NotWhole,
        Fact::Known(_) | Fact::NotNeeded => Why::LeftOut,
    }
}

/// Why it is not known whether the server keeps a public IP: its other EIPs tell that, and its NICs.
pub(super) fn siblings_why<'a>(pane: &Pane<'_>, target: &'a Target) -> Why<'a> {
    let of_nics = fact_why(&target.facts.nics, NICS);
    if of_nics == Why::LeftOut {
        let action = pane.dialog.plan.whose.api.capabilities().list_action;
        return fact_why(&target.facts.siblings, action);
    }
    of_nics
}

/// `EipUnBindInstance eipId=… allocWanIp=0`, exactly.
pub(super) fn request_text(pane: &Pane<'_>, item: &PlanItem) -> String {
    let api = pane.dialog.plan.whose.api;
    let parameters: Vec<String> = item
        .mutation
        .parameters(api)
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    visible(&format!("{} {}", item.mutation.action(api), parameters.join(" "))).into_owned()
}

fn request(pane: &Pane<'_>, item: &PlanItem, doc: &mut Doc) {
    let painter = pane.painter;
    let mut line = pane.label(Label::Request);
    line.push(Span::styled(request_text(pane, item), painter.style(Role::Normal)));
    let used: usize = line.iter().map(|s| width(&s.content)).sum();
    let rest = request_words::key(painter.lang);
    if used + width(rest) <= pane.columns && !pane.narrow() {
        line.push(painter.own(Role::Dim, rest));
    }
    let used: usize = line.iter().map(|s| width(&s.content)).sum();
    let digest = pane.dialog.plan.digest.as_deref().unwrap_or_default();
    let digest = format!("   {}", request_words::digest(painter.lang, digest));
    if used + width(&digest) <= pane.columns && !pane.narrow() {
        line.push(painter.own(Role::Dim, digest));
    }
    doc.push(5, line);
}
