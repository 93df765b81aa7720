//! The review of several targets: every one listed with address and server.

use super::impact::{bind_target, request_text, span};
use super::review::{binding, refusals};
use super::{Pane, account};
use crate::app::dialog::{Purpose, Target};
use crate::domain::sanitize::visible;
use crate::text::dialog as words;
use crate::text::{Length, fault, plan, refusal};
use crate::tr;
use crate::view::doc::Doc;
use crate::view::theme::Role;
use crate::view::wrap::pad;
use ratatui::text::Span;

/// The list of targets, what it does to them, and the first request.
pub(super) fn doc(pane: &Pane<'_>) -> Doc {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let mut doc = Doc::new(pane.columns, 2);
    // Those that would be sent; where none would, those that were named.
    let count = if pane.dialog.plan.items.is_empty() {
        pane.dialog.targets.len()
    } else {
        pane.dialog.plan.items.len()
    };
    if !pane.narrow() {
        doc.push(
            3,
            painter.own(
                Role::Accent,
                tr!(
                    l,
                    "{count} EIPs, one by one, in this order. If one does not end as unbound, the next ones are not begun.",
                    "共 {count} 个 EIP，按此顺序逐个进行。若其中一个未能解绑，其后的不再开始。"
                ),
            ),
        );
    }
    pane.dialog.targets.iter().for_each(|target| one(pane, target, &mut doc));
    account::line(pane, 3, &mut doc);
    refusals(pane, 2, &mut doc);
    if let Some(item) = pane.dialog.first() {
        doc.push(
            5,
            vec![
                painter.say(Role::Dim, "Request 1  ", "请求 1  "),
                Span::styled(request_text(pane, item), painter.style(Role::Normal)),
            ],
        );
    }
    doc
}

/// A target: whether it was read again, where it is, and what is wrong with it.
fn one(pane: &Pane<'_>, target: &Target, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let Some(eip) = target.eip() else {
        let name = crate::unbind::target::describe(&target.request.target);
        doc.push(0, painter.own(Role::Danger, format!("✗ {}", visible(&name))));
        return;
    };
    let position = pane.dialog.plan.items.iter().position(|item| item.eip_id == eip.eip_id);
    let refused = position.is_none() && !pane.dialog.plan.items.is_empty();
    let (sign, role) = match (refused, target.confirmed, &target.failed, &target.changed_from) {
        (true, ..) => ("–", Role::Warn),
        (false, _, _, Some(_)) => ("▲", Role::Danger),
        (false, true, ..) => ("✓", Role::Accent),
        (false, false, Some(_), _) => ("✗", Role::Danger),
        (false, false, None, _) => ("…", Role::Warn),
    };
    let number = position.map_or_else(|| " ".to_owned(), |at| (at + 1).to_string());
    let mut line = vec![
        painter.own(Role::Dim, format!("{number} ")),
        painter.own(role, format!("{sign} ")),
        painter.own(Role::Normal, pad(&eip.address(), 15)),
    ];
    if let Some(place) = &target.bind {
        line.push(Span::raw(if pane.narrow() { " " } else { "  " }));
        line.push(painter.own(
            Role::Normal,
            tr!(l, "back to {}", "重新绑定到 {}", visible(&bind_target(place))),
        ));
    } else if pane.narrow() {
        line.push(Span::raw(" "));
        line.push(
            painter.cloud(Role::Normal, eip.un_instance_id.as_ref().map_or("-", |i| i.as_str())),
        );
    } else {
        line.push(Span::raw("  "));
        line.push(painter.cloud(Role::Normal, eip.eip_id.as_str()));
        line.push(Span::raw("  "));
        line.extend(binding(
            painter,
            eip,
            target.seat(),
            if pane.length() == Length::Long { Length::Short } else { Length::Narrow },
            true,
        ));
    }
    if refused {
        line.push(painter.say(Role::Warn, "  LEFT OUT", "  未纳入本批"));
    }
    doc.push(0, line);
    if let Some(item) = position.and_then(|at| pane.dialog.plan.items.get(at)) {
        if pane.dialog.purpose == Purpose::Unbind {
            let gets_one = plan::asks_for_wan_ip(item);
            let words = if pane.narrow() {
                words::server_narrow(l, item, gets_one)
            } else {
                words::server(l, item, Length::Short, gets_one)
            };
            doc.push_at(1, 4, vec![Span::raw("    "), span(pane, &words)]);
        }
        for danger in &item.dangers {
            let danger = refusal::danger_of(l, *danger, &item.before);
            doc.push_at(
                0,
                4,
                painter.own(
                    Role::Danger,
                    tr!(l, "    ▲ DANGER TARGET: {danger}", "    ▲ 高危目标：{danger}"),
                ),
            );
        }
    } else if pane.dialog.plan.already.iter().any(|already| already.eip_id == eip.eip_id) {
        doc.push_at(
            0,
            4,
            painter.say(
                Role::Dim,
                "    It is unbound now: nothing to unbind",
                "    当前未绑定，无需解绑",
            ),
        );
    }
    if let Some((_, f)) = target.failed.as_ref().filter(|_| !target.confirmed) {
        doc.push(
            2,
            painter.own(
                Role::Danger,
                tr!(l, "  ✗ {}; next try in 2 s", "  ✗ {}；2 秒后重试", fault::meaning(l, f)),
            ),
        );
    }
}
