//! The two toggles: their state, whether they mean something here, and what they do.

use super::Pane;
use crate::app::layout::Width;
use crate::domain::NicPosition;
use crate::text::toggle;
use crate::tr;
use crate::unbind::ToggleUse;
use crate::view::doc::Doc;
use crate::view::theme::Role;
use crate::view::wrap::{pad, width};
use ratatui::text::Span;

/// One line a toggle; narrow screens get the short words, and one line for both where they fit.
pub(super) fn lines(pane: &Pane<'_>, doc: &mut Doc) {
    let dialog = pane.dialog;
    if dialog.purpose.binds() {
        return;
    }
    let options = dialog.options();
    let (w, d) = (dialog.alloc_wan_ip_use(), dialog.un_bind_private_ip_use());
    let drops = options.un_bind_private_ip_with_eip != Some(false);
    let wan_ip = wan_ip_words(pane, w, options.alloc_wan_ip);
    let tie = tie_words(pane, d, drops);
    let w = line(pane, true, "w", w, options.alloc_wan_ip, &wan_ip);
    let width =
        |spans: &[Span<'static>]| -> usize { spans.iter().map(|span| width(&span.content)).sum() };
    for explained in [tie.as_str(), ""]
        .into_iter()
        .filter(|words| pane.narrow() && (d.is_offered() || *words == tie))
    {
        let d = line(pane, false, "d", d, drops, explained);
        if width(&w) + 2 + width(&d) <= pane.columns {
            return doc.push(2, [w, vec![Span::raw("  ")], d].concat());
        }
    }
    doc.push(2, w);
    doc.push(2, line(pane, false, "d", d, drops, &tie));
}

fn line(
    pane: &Pane<'_>,
    first: bool,
    key: &str,
    toggle: ToggleUse,
    on: bool,
    explained: &str,
) -> Vec<Span<'static>> {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let offered = toggle.is_offered() || (first && on);
    let state = match (offered, on) {
        (false, _) => "[-]",
        (true, true) => "[x]",
        (true, false) => "[ ]",
    };
    let name = match (first, pane.narrow()) {
        (true, false) => toggle::alloc_wan_ip(l),
        (false, false) => toggle::un_bind_private_ip(l),
        (true, true) => toggle::alloc_wan_ip_short(l),
        (false, true) => toggle::un_bind_private_ip_short(l),
    };
    // What a key does that does nothing is not worth the room.
    let name = if pane.narrow() && !offered { "" } else { name };
    let column = if pane.narrow() {
        width(name)
    } else {
        width(toggle::alloc_wan_ip(l)).max(width(toggle::un_bind_private_ip(l)))
    };
    let mut spans = if first { pane.label("Options", "选项") } else { pane.label("", "") };
    let role = if offered { Role::Normal } else { Role::Dim };
    spans.push(
        painter.own(if offered { Role::Accent } else { Role::Dim }, format!("{key} {state} ")),
    );
    spans.push(painter.own(role, pad(name, column)));
    let gap =
        if pane.narrow() { usize::from(!name.is_empty() && !explained.is_empty()) } else { 3 };
    spans.push(painter.own(Role::Dim, format!("{}{explained}", " ".repeat(gap))));
    spans
}

fn wan_ip_words(pane: &Pane<'_>, toggle: ToggleUse, on: bool) -> String {
    let l = pane.painter.lang;
    let quota = pane.dialog.targets.first().and_then(|t| t.quota.known());
    let figures =
        quota.and_then(|q| Some((q.daily_alloc_wan_ip_count?, q.daily_alloc_wan_ip_quota?)));
    if !toggle.is_offered() {
        return why(pane, toggle).to_owned();
    }
    let change = figures.map(|(used, limit)| {
        if on {
            format!("{used}/{limit} → {}/{limit}", used + 1)
        } else {
            format!("{used}/{limit}")
        }
    });
    match (pane.narrow(), on, change) {
        (true, _, Some(change)) => change,
        (true, _, None) => String::new(),
        (false, true, Some(change)) => {
            tr!(l, "on: {change} today; can't be kept", "开：今日 {change}；无法保留")
        }
        (false, false, Some(_)) if pane.width == Width::Wide => {
            let (used, limit) = figures.unwrap_or_default();
            let why = if pane.dialog.seat() == NicPosition::Classic {
                toggle::classic(l)
            } else {
                toggle::why(l, toggle)
            };
            let used_of = if toggle == ToggleUse::Applies {
                String::new()
            } else {
                format!("{}{why}", l.pick("; ", "；"))
            };
            tr!(
                l,
                "off: none. on: takes 1 of today's {limit} ({used} used){used_of}",
                "关：不分配。开：占用今日 {limit} 次之一（已用 {used}）{used_of}"
            )
        }
        (false, false, Some(change)) if toggle != ToggleUse::Applies => {
            format!(
                "{}{}",
                toggle::why_short(l, toggle),
                tr!(l, "; {change} used", "；已用 {change}")
            )
        }
        (false, false, Some(_)) => {
            let (used, limit) = figures.unwrap_or_default();
            tr!(l, "uses 1 of {limit} a day ({used} used)", "每日 {limit} 次（已用 {used}）")
        }
        (false, _, None) => l.pick("quota not read yet", "配额尚未读到").to_owned(),
    }
}

fn tie_words(pane: &Pane<'_>, toggle: ToggleUse, drops: bool) -> String {
    let l = pane.painter.lang;
    if !toggle.is_offered() {
        return why(pane, toggle).to_owned();
    }
    let effect = if drops {
        l.pick("on: EIP becomes free (default)", "开：EIP 变为空闲（默认）")
    } else {
        l.pick("off: EIP stays on the NIC's IP", "关：EIP 留在网卡 IP 上")
    };
    if pane.narrow() {
        return if drops {
            l.pick("(EIP gets free)", "（变空闲）")
        } else {
            l.pick("(stays on NIC)", "（留在网卡）")
        }
        .to_owned();
    }
    if toggle == ToggleUse::Applies {
        return effect.to_owned();
    }
    format!("{effect}{}{}", l.pick("; ", "；"), toggle::why_short(l, toggle))
}

/// Why a toggle means nothing here, in as many words as fit beside its name.
fn why(pane: &Pane<'_>, toggle: ToggleUse) -> &'static str {
    let l = pane.painter.lang;
    let names = width(toggle::alloc_wan_ip(l)).max(width(toggle::un_bind_private_ip(l)));
    let lead = if pane.width == Width::Wide { super::LABEL } else { 0 };
    let room = pane.columns.saturating_sub(lead + names + 9);
    if pane.narrow() || width(toggle::why(l, toggle)) > room {
        toggle::why_short(l, toggle)
    } else {
        toggle::why(l, toggle)
    }
}
