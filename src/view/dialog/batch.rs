//! The review of several targets: every one with its server, its check, what its server will lose, and
//! which choices it has; and those that are left out.

use super::impact::{request_text, siblings_why, span};
use super::review::{binding, refusals};
use super::{Pane, account, impact, planned};
use crate::app::dialog::{Purpose, Target};
use crate::domain::NicPosition;
use crate::domain::sanitize::visible;
use crate::text::dialog as words;
use crate::text::not_known::Why;
use crate::text::screen::batch;
use crate::text::{Length, refusal, toggle};
use crate::unbind::{Keeps, PlanItem, ToggleUse};
use crate::view::doc::Doc;
use crate::view::theme::Role;
use crate::view::wrap::pad;
use ratatui::text::Span;

/// The targets with what happens to each, those that are left out, and the first request.
pub(super) fn doc(pane: &Pane<'_>) -> Doc {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let mut doc = Doc::new(pane.columns, 2);
    let plan = &pane.dialog.plan;
    if !pane.narrow() {
        let order = batch::one_by_one(l, plan, pane.dialog.purpose.binds());
        doc.push(3, painter.own(Role::Accent, order));
    }
    planned::people(pane, &mut doc);
    planned::unread_profiles(pane, &mut doc);
    planned::problem(pane, &mut doc);
    lost_in_all(pane, &mut doc);
    stops(pane, &mut doc);
    let mut number = 0;
    for target in &pane.dialog.targets {
        let item = item_of(pane, target);
        number += usize::from(item.is_some());
        one(pane, target, item.map(|item| (number, item)), &mut doc);
    }
    if plan.items.is_empty() {
        refusals(pane, 0, &mut doc);
    } else {
        left_out(pane, &mut doc);
    }
    account::line(pane, 3, &mut doc);
    checked(pane, &mut doc);
    facts(pane, &mut doc);
    choices(pane, &mut doc);
    if let Some(item) = pane.dialog.first() {
        doc.push(
            5,
            vec![
                painter.own(Role::Dim, batch::first_request(l, plan.items.len())),
                Span::styled(request_text(pane, item), painter.style(Role::Normal)),
            ],
        );
    }
    doc
}

/// The step of the plan for this target, if it has one.
fn item_of<'a>(pane: &'a Pane<'_>, target: &Target) -> Option<&'a PlanItem> {
    let eip = target.eip()?;
    let mut items = pane.dialog.plan.items.iter();
    items.find(|item| item.eip_id == eip.eip_id && item.region == eip.region)
}

/// A target: whether it was read again, where it is, what its server loses, and why it is dangerous.
fn one(pane: &Pane<'_>, target: &Target, item: Option<(usize, &PlanItem)>, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    // What is left out has a line of its own below.
    let (Some(eip), Some((number, item))) = (target.eip(), item) else { return };
    // Where nothing of it can be sent, no sign says that all is well.
    let is_refused = pane.dialog.plan_problem(pane.app.now).is_some();
    let (sign, role) = match (target.confirmed, &target.failed, &target.changed_from) {
        (true, _, None) if is_refused => ("·", Role::Dim),
        (_, _, Some(_)) => ("▲", Role::Danger),
        (true, ..) => ("✓", Role::Accent),
        (false, Some(_), _) => ("✗", Role::Danger),
        (false, None, _) => ("…", Role::Warn),
    };
    let address = if pane.narrow() { eip.address() } else { pad(&eip.address(), 15) };
    let mut line = vec![
        painter.own(Role::Normal, format!("{number} ")),
        painter.own(role, format!("{sign} ")),
        painter.own(Role::Normal, address),
        Span::raw(if pane.narrow() { " " } else { "  " }),
    ];
    if let Some(place) = &target.bind {
        line.push(painter.own(Role::Normal, batch::back_to(l, place)));
    } else if pane.narrow() {
        line.push(
            painter.cloud(Role::Normal, eip.un_instance_id.as_ref().map_or("—", |i| i.as_str())),
        );
    } else {
        line.push(painter.cloud(Role::Normal, eip.eip_id.as_str()));
        line.push(Span::raw("  "));
        line.extend(binding(
            painter,
            eip,
            (target.seat(), None),
            if pane.length() == Length::Long { Length::Short } else { Length::Narrow },
            true,
        ));
    }
    doc.push(0, line);
    let indent = || Span::raw(if pane.narrow() { "  " } else { "    " });
    for danger in &item.dangers {
        let words = if pane.narrow() {
            refusal::danger_short(l, *danger, item)
        } else {
            refusal::danger_of(l, *danger, item)
        };
        let words = painter.own(Role::Danger, refusal::danger_target(l, &words));
        doc.push_at(0, 6, vec![indent(), words]);
    }
    let mut loses: Vec<Span<'static>> = Vec::new();
    if pane.dialog.purpose == Purpose::Unbind {
        let words = if pane.narrow() {
            words::server_narrow(l, item)
        } else {
            words::server(l, item, Length::Short, siblings_why(pane, target))
        };
        loses.push(span(pane, &words));
    }
    loses.extend(toggles_of(pane, target));
    if !loses.is_empty() {
        loses.insert(0, indent());
        doc.push_at(if pane.narrow() { 2 } else { 1 }, 6, loses);
    }
    if let Some((_, f)) = target.failed.as_ref().filter(|_| !target.confirmed) {
        doc.push(2, painter.own(Role::Danger, batch::not_read(l, f)));
    }
}

/// What stops with all of them, said once.
fn stops(pane: &Pane<'_>, doc: &mut Doc) {
    let on = pane.dialog.plan.items.iter().filter(|item| item.keeps != Keeps::NoServer).count();
    if pane.narrow() || pane.dialog.purpose.binds() || on == 0 {
        return;
    }
    doc.push(3, pane.painter.own(Role::Warn, batch::traffic_stops(pane.painter.lang, on)));
}

/// When the oldest of the checks was made, once all of them are.
fn checked(pane: &Pane<'_>, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let planned: Vec<&Target> =
        pane.dialog.targets.iter().filter(|target| pane.dialog.is_planned(target)).collect();
    let read = planned.iter().map(|target| target.confirmed_at.filter(|_| target.confirmed));
    let Some(all) = read.collect::<Option<Vec<_>>>() else { return };
    let Some(oldest) = all.into_iter().min_by_key(|at| at.mono_ms) else { return };
    let is_refused = pane.dialog.plan_problem(pane.app.now).is_some();
    if pane.narrow() || is_refused || planned.iter().any(|target| target.changed_from.is_some()) {
        return;
    }
    let (at, age_s) = (painter.seconds(oldest), pane.app.now.since(oldest) / 1_000);
    let words = batch::checked(l, planned.len(), &at, age_s);
    let mut line = pane.label(words::Label::Checked);
    line.push(painter.own(Role::Normal, words));
    doc.push(4, line);
}

/// What is known of each EIP, said once for those of which the same is known.
fn facts(pane: &Pane<'_>, doc: &mut Doc) {
    if pane.narrow() {
        return;
    }
    let mut groups: Vec<(Vec<String>, Vec<words::Line>)> = Vec::new();
    let items = pane.dialog.targets.iter().filter_map(|target| item_of(pane, target));
    for (at, item) in items.enumerate() {
        let (number, facts) = ((at + 1).to_string(), impact::facts_of(pane, item));
        match groups.iter_mut().find(|(_, known)| *known == facts) {
            Some((numbers, _)) => numbers.push(number),
            None => groups.push((vec![number], facts)),
        }
    }
    for (numbers, facts) in groups {
        let lead = batch::facts_of(pane.painter.lang, &numbers);
        let lead = vec![pane.painter.own(Role::Dim, lead)];
        doc.push_flow(4, lead, facts.iter().map(|line| span(pane, line)).collect(), 2);
    }
}

/// How many servers lose all, where there may be no room to say it at each.
fn lost_in_all(pane: &Pane<'_>, doc: &mut Doc) {
    let items = pane.dialog.plan.items.iter().filter(|item| item.keeps == Keeps::No);
    let mut servers: Vec<_> = items.map(|item| &item.before.un_instance_id).collect();
    servers.sort_unstable();
    servers.dedup();
    if pane.narrow() && !servers.is_empty() {
        let words = batch::lose_all(pane.painter.lang, servers.len());
        doc.push(1, pane.painter.own(Role::Warn, words));
    }
}

/// The choices as they stand for this target, where they mean something for it.
fn toggles_of(pane: &Pane<'_>, target: &Target) -> Vec<Span<'static>> {
    let (painter, l, dialog) = (pane.painter, pane.painter.lang, pane.dialog);
    if dialog.purpose != Purpose::Unbind {
        return vec![];
    }
    let options = target.request.options;
    let value = |on: bool| if on { "1" } else { "0" };
    let mut words = Vec::new();
    if dialog.alloc_wan_ip_use_of(target).is_offered() {
        words.push(format!(
            "w {} {}",
            toggle::alloc_wan_ip(l, Length::Narrow),
            value(options.alloc_wan_ip)
        ));
    }
    if dialog.un_bind_private_ip_use_of(target).is_offered() {
        let drops = options.un_bind_private_ip_with_eip != Some(false);
        words.push(format!("d {} {}", toggle::link(l, Length::Narrow), value(drops)));
    }
    words.into_iter().map(|words| painter.own(Role::Dim, format!("   {words}"))).collect()
}

/// What the two keys do here, for all items where they mean something.
fn choices(pane: &Pane<'_>, doc: &mut Doc) {
    let (painter, l, dialog) = (pane.painter, pane.painter.lang, pane.dialog);
    if pane.narrow() || dialog.plan.items.is_empty() || dialog.purpose != Purpose::Unbind {
        return;
    }
    if dialog.planned.is_some() {
        return doc.push(4, painter.own(Role::Dim, batch::choices_as_planned(l)));
    }
    let numbers = |offered: &dyn Fn(&Target) -> ToggleUse| -> Vec<String> {
        let planned = dialog.targets.iter().filter(|target| dialog.is_planned(target));
        let offered = planned.map(|target| offered(target).is_offered()).enumerate();
        offered.filter(|(_, on)| *on).map(|(at, _)| (at + 1).to_string()).collect()
    };
    for (key, name, numbers, toggle) in [
        (
            "w",
            toggle::alloc_wan_ip(l, Length::Long),
            numbers(&|target| dialog.alloc_wan_ip_use_of(target)),
            dialog.alloc_wan_ip_use(),
        ),
        (
            "d",
            toggle::link(l, Length::Long),
            numbers(&|target| dialog.un_bind_private_ip_use_of(target)),
            dialog.un_bind_private_ip_use(),
        ),
    ] {
        let words = if numbers.is_empty() {
            // Where one is undecided it is offered.
            let position = (NicPosition::Unknown, Why::NotReadYet);
            toggle::remark(l, toggle, Length::Long, position).unwrap_or_default()
        } else {
            batch::choice_is_for(l, &numbers)
        };
        let role = if numbers.is_empty() { Role::Dim } else { Role::Accent };
        doc.push(
            4,
            vec![
                painter.own(role, format!("{key} ")),
                painter.own(Role::Dim, toggle::named(l, name, &words)),
            ],
        );
    }
}

/// Targets that are not part of the batch: which, why, and what to do about each.
fn left_out(pane: &Pane<'_>, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let plan = &pane.dialog.plan;
    let already = plan.already.iter().map(|eip| {
        (eip.address(), batch::already(l, pane.dialog.purpose.binds()).to_owned(), None)
    });
    let refused = plan.refusals.iter().map(|refused| {
        let step = refusal::next_step(l, &refused.reason);
        (refused.target.clone(), refusal::reason(l, &refused.reason), Some(step))
    });
    let before = plan.left_before.iter().map(|left| {
        let nothing = || batch::nothing_when_planned(l).to_owned();
        (left.target.clone(), left.said.clone().unwrap_or_else(nothing), None)
    });
    for (target, why, step) in refused.chain(already).chain(before) {
        let words = batch::left_out(l, &visible(&target), &visible(&why), pane.narrow());
        if pane.narrow() {
            doc.push_cut(0, painter.own(Role::Warn, words), &painter.more());
            continue;
        }
        doc.push_at(0, 4, painter.own(Role::Warn, words));
        if let Some(step) = step {
            doc.push_at(2, 6, painter.own(Role::Accent, format!("    → {step}")));
        }
    }
}
