//! The review of one target: what it is, whether it was read again, and why it can't be unbound.

use super::position::why_not_known;
use super::{Pane, account, impact, options, planned};
use crate::app::dialog::Target;
use crate::app::layout::Width;
use crate::domain::sanitize::visible;
use crate::domain::{BindTarget, Eip, NicPosition};
use crate::text::dialog::{self as words, Label};
use crate::text::not_known::Why;
use crate::text::screen::review as review_words;
use crate::text::target::place as place_text;
use crate::text::{Length, fault, plan_file, refusal, status};
use crate::view::doc::Doc;
use crate::view::painter::Painter;
use crate::view::theme::Role;
use crate::view::wrap;
use ratatui::text::Span;

/// The rank of the line about the account.
const ACCOUNT: u8 = 2;
/// A check that is older than this, in seconds, needs a second look.
const OLD_S: u64 = 60;

/// The whole review.
pub(super) fn doc(pane: &Pane<'_>) -> Doc {
    let mut doc = pane.doc();
    let Some(target) = pane.dialog.targets.first() else { return doc };
    planned::people(pane, &mut doc);
    target_lines(pane, target, &mut doc);
    if !pane.narrow() {
        account::line(pane, ACCOUNT, &mut doc);
    }
    freshness(pane, target, 1, &mut doc);
    earlier(pane, target, &mut doc);
    planned::unread_profiles(pane, &mut doc);
    planned::problem(pane, &mut doc);
    refusals(pane, 0, &mut doc);
    if pane.dialog.first().is_some() {
        if pane.length() == Length::Long {
            doc.gap();
        }
        options::lines(pane, &mut doc);
        if pane.length() == Length::Long {
            doc.gap();
        }
        impact::lines(pane, &mut doc);
    }
    doc
}

/// That a request for the same EIP went out before, and what came of it is not known.
fn earlier(pane: &Pane<'_>, target: &Target, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let open = target.eip().and_then(|eip| pane.app.open_request(eip));
    let Some((at, run)) = open else { return };
    let words = review_words::earlier(l, &painter.date_time(at), &run, pane.narrow());
    doc.push(1, painter.own(Role::Warn, words));
}

/// What it is, and what it is on.
fn target_lines(pane: &Pane<'_>, target: &Target, doc: &mut Doc) {
    let painter = pane.painter;
    let mut line = pane.label(Label::Eip);
    let Some(eip) = target.eip() else {
        let name = visible(&crate::unbind::target::describe(&target.request.target)).into_owned();
        line.push(painter.own(Role::Accent, name));
        return doc.push(0, line);
    };
    line.push(painter.own(Role::Accent, eip.address()));
    line.push(Span::raw("  "));
    line.push(painter.cloud(Role::Normal, eip.eip_id.as_str()));
    let width =
        |spans: &[Span<'static>]| -> usize { spans.iter().map(|s| wrap::width(&s.content)).sum() };
    let room = pane.columns.saturating_sub(width(&line) + 2);
    let name = wrap::clip(&visible(&eip.eip_name), room, &painter.more());
    if room > 1 && !name.is_empty() {
        line.push(Span::raw("  "));
        line.push(Span::styled(name, painter.style(Role::Normal)));
    }
    doc.push(0, line);
    if pane.dialog.purpose.binds() && target.bind.is_some() {
        return place_lines(pane, target, doc);
    }
    let mut line = pane.label(Label::NowOn);
    // The choices say why, where there are any.
    let gap = Some(why_not_known(target)).filter(|_| pane.dialog.first().is_none());
    line.extend(binding(painter, eip, (target.seat(), gap), pane.length(), pane.narrow()));
    doc.push(0, line);
}

/// Where it is to be bound: the server that holds the NIC now, where that was read; and how that place is known.
fn place_lines(pane: &Pane<'_>, target: &Target, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let mut line = pane.label(Label::To);
    let place = target.bind.as_ref().map_or_else(String::new, place_text);
    let pair = match &target.bind {
        Some(BindTarget::PrivateIp { network_interface_id, private_ip_address }) => {
            let nics = target.facts.nics.known().into_iter().flatten();
            let nic = nics.into_iter().find(|n| n.network_interface_id == *network_interface_id);
            nic.map(|nic| (nic, *private_ip_address))
        }
        Some(BindTarget::Instance(_)) | None => None,
    };
    if let Some(server) =
        pair.and_then(|(nic, _)| nic.un_instance_id.as_ref()).filter(|_| !pane.narrow())
    {
        line.push(painter.cloud(Role::Normal, server.as_str()));
        line.push(Span::raw("  "));
    }
    line.push(painter.own(Role::Normal, place));
    if let Some((nic, ip)) = pair {
        let own = nic.private_ip_addresses.iter().find(|own| own.private_ip_address == ip);
        let position = NicPosition::between(nic.primary, own.and_then(|own| own.primary));
        line.push(Span::raw("  "));
        line.push(painter.own(Role::Dim, status::position(l, position, pane.length())));
    }
    doc.push(0, line);
    if pane.narrow() {
        return;
    }
    let known_by = match &target.recorded {
        Some(recorded) if target.bind.as_ref() == Some(recorded) => review_words::by_the_journal(l),
        Some(_) | None => "",
    };
    let choose = if pane.app.can_choose_place() { review_words::other_place(l) } else { "" };
    let indent: usize = pane.label(Label::To).iter().map(|s| wrap::width(&s.content)).sum();
    if !(known_by.is_empty() && choose.is_empty()) {
        let words = format!("{}{known_by}{choose}", " ".repeat(indent));
        doc.push_at(6, indent, painter.own(Role::Dim, words));
    }
}

/// `ins-… (CVM)   eni-… · 10.0.3.21   primary NIC, primary IP`; in a list the kind is left out.
pub(super) fn binding(
    painter: &Painter,
    eip: &Eip,
    (position, unknown): (NicPosition, Option<Why<'_>>),
    length: Length,
    in_list: bool,
) -> Vec<Span<'static>> {
    let l = painter.lang;
    let narrow = length == Length::Narrow;
    let gap = || Span::raw(if length == Length::Long { "   " } else { "  " });
    let mut spans = match &eip.un_instance_id {
        None => {
            let length = if in_list { Length::Short } else { length };
            let words = status::without_server(l, eip.server(), &eip.status, length);
            let words = painter.own(Role::Dim, words);
            if eip.network_interface_id.is_none() {
                return vec![words];
            }
            vec![words]
        }
        Some(server) => vec![painter.cloud(Role::Normal, server.as_str())],
    };
    if !in_list
        && let Some(kind) = eip.kind.filter(|_| eip.un_instance_id.is_some())
        && let Some(kind) = status::kind_short(l, kind)
    {
        spans.push(painter.own(Role::Normal, kind));
    }
    match (&eip.network_interface_id, eip.private_ip_address) {
        (Some(nic), ip) if !narrow => {
            spans.push(gap());
            spans.push(painter.cloud(Role::Normal, nic.as_str()));
            if let Some(ip) = ip {
                spans.push(painter.own(Role::Normal, format!(" · {ip}")));
            }
        }
        (_, Some(ip)) => spans.push(painter.own(Role::Normal, format!(" {ip}"))),
        (_, None) => {}
    }
    let words = match unknown {
        Some(why) if length == Length::Long && !in_list => {
            status::position_and_why(l, position, why)
        }
        Some(_) | None => status::position(l, position, length).to_owned(),
    };
    if !words.is_empty() {
        spans.push(if narrow { Span::raw(" ") } else { gap() });
        spans.push(painter.own(Role::Dim, words));
    }
    spans
}

/// When the target was checked, and what that showed.
pub(super) fn freshness(pane: &Pane<'_>, target: &Target, rank: u8, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    if let (Some(before), Some(after)) = (&target.changed_from, target.eip()) {
        let is_planned = pane.dialog.planned.is_some();
        let words = review_words::changed(l, is_planned, before, after);
        doc.push(0, painter.own(Role::Danger, words));
    }
    let mut line = pane.label(Label::Checked);
    // The command is made from the plan: what was never read is not in it.
    let copies =
        pane.app.can_copy_command().then(|| painter.own(Role::Warn, review_words::copies(l)));
    if let Some((_, f)) = target.failed.as_ref().filter(|_| !target.confirmed) {
        let code = visible(&f.code);
        let gap = if code.is_empty() { "" } else { " " };
        let words = format!("✗ {code}{gap}{}", fault::meaning(l, f));
        line.push(painter.own(Role::Danger, words));
        line.push(painter.own(Role::Warn, review_words::next_try(l)));
        line.extend(copies);
    } else if let Some(at) = target.confirmed_at.filter(|_| target.confirmed) {
        let age = pane.app.now.since(at) / 1_000;
        let role = if age >= OLD_S { Role::Warn } else { Role::Normal };
        let twice = target.changed_from.is_some();
        let at = painter.seconds(at);
        let of_file = pane.dialog.file().filter(|file| file.holds(&pane.dialog.plan));
        let words = match of_file {
            Some(file) => {
                plan_file::checked(l, &at, &words::age(l, age), &file.digest, pane.narrow())
            }
            None => words::checked(l, pane.length(), &at, age, twice),
        };
        line.push(painter.own(role, words));
    } else if target.asked.is_empty() && pane.dialog.plan.token.is_none() {
        line.push(painter.own(Role::Warn, review_words::see_below(l)));
    } else {
        let waited = target.asked_at.map_or(0, |_| pane.app.now.since(pane.dialog.opened)) / 1_000;
        line.push(painter.own(Role::Warn, review_words::reading(l, waited)));
        line.extend(copies.filter(|_| waited >= 3));
    }
    if pane.narrow() {
        // What will be lost is worth more than the age of the check.
        return account::lines(pane, (rank + 1, ACCOUNT), line, doc);
    }
    doc.push(rank, line);
}

/// Why there is no field, and what to do instead.
pub(super) fn refusals(pane: &Pane<'_>, rank: u8, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    for refusal in &pane.dialog.plan.refusals {
        if pane.width != Width::Narrow {
            doc.gap();
        }
        let words = review_words::refused(l, refusal, pane.dialog.purpose.binds());
        doc.push(rank, painter.own(Role::Danger, words));
        let next = format!("→ {}", refusal::next_step(l, &refusal.reason));
        doc.push(rank, painter.own(Role::Accent, next));
    }
}
