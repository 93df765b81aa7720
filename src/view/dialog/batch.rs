//! The review of several targets: every one listed with address and server.

use super::impact::{bind_target, request_text};
use super::review::{binding, refusals};
use super::{Pane, account};
use crate::app::dialog::Target;
use crate::domain::sanitize::visible;
use crate::text::fault;
use crate::tr;
use crate::unbind::Keeps;
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
                    "{count} targets, one by one, in this order; after anything unexpected the rest is left alone",
                    "共 {count} 个目标，按此顺序逐个进行；一旦出现意外，其余不再处理"
                ),
            ),
        );
    }
    pane.dialog.targets.iter().for_each(|target| one(pane, target, &mut doc));
    account::line(pane, 3, &mut doc);
    refusals(pane, 2, &mut doc);
    impact(pane, &mut doc);
    if let Some(item) = pane.dialog.first() {
        doc.push(
            5,
            vec![
                painter.say(Role::Dim, "first request  ", "首个请求  "),
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
    let refused = pane.dialog.plan.refusals.iter().any(|r| r.target == eip.address());
    let (sign, role) = match (refused, target.confirmed, &target.failed, &target.changed_from) {
        (true, ..) => ("✗", Role::Danger),
        (false, _, _, Some(_)) => ("▲", Role::Danger),
        (false, true, ..) => ("✓", Role::Accent),
        (false, false, Some(_), _) => ("✗", Role::Danger),
        (false, false, None, _) => ("…", Role::Warn),
    };
    let mut line = vec![
        painter.own(role, format!("{sign} ")),
        painter.own(Role::Normal, pad(&eip.address(), 15)),
    ];
    if let Some(place) = &target.bind {
        line.push(Span::raw(if pane.narrow() { " " } else { "  " }));
        line.push(
            painter
                .own(Role::Normal, tr!(l, "back to {}", "绑回 {}", visible(&bind_target(place)))),
        );
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
            pane.width != crate::app::layout::Width::Wide,
        ));
    }
    doc.push(0, line);
    if let Some((_, f)) = target.failed.as_ref().filter(|_| !target.confirmed) {
        doc.push(
            2,
            painter.own(
                Role::Danger,
                tr!(l, "  ✗ {}; trying every 2 s", "  ✗ {}；每 2 秒重试", fault::meaning(l, f)),
            ),
        );
    }
}

/// How many servers go dark.
fn impact(pane: &Pane<'_>, doc: &mut Doc) {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let mut lost: Vec<_> = pane
        .dialog
        .plan
        .items
        .iter()
        .filter(|i| i.keeps == Keeps::No)
        .map(|i| &i.before.un_instance_id)
        .collect();
    lost.sort_unstable();
    lost.dedup();
    let lost = lost.len();
    if lost > 0 {
        let words = match (pane.narrow(), lost) {
            (true, 1) => l
                .pick("✗ 1 server loses its only public IP", "✗ 1 台服务器失去唯一的公网 IP")
                .to_owned(),
            (true, _) => tr!(
                l,
                "✗ {lost} servers lose their only public IP",
                "✗ {lost} 台服务器失去唯一的公网 IP"
            ),
            (false, 1) => l
                .pick(
                    "✗ 1 of these servers loses its only public IP",
                    "✗ 其中 1 台服务器失去唯一的公网 IP",
                )
                .to_owned(),
            (false, _) => tr!(
                l,
                "✗ {lost} of these servers lose their only public IP",
                "✗ 其中 {lost} 台服务器失去唯一的公网 IP"
            ),
        };
        doc.push(1, painter.own(Role::Danger, words));
    }
}
