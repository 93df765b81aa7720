//! The lower edge of the dialog: why the longer token, the note, the token field, and what the last key did.

use super::Pane;
use crate::app::dialog::{Arming, Hint};
use crate::domain::sanitize::visible;
use crate::text::dialog as words;
use crate::text::screen::{confirm, request};
use crate::text::{hook, identity, plan_file, refusal, target};
use crate::unbind::{Danger, Grade, PlanItem};
use crate::view::messages;
use crate::view::theme::Role;
use crate::view::wrap::{self, line_width, spread, wrap};
use ratatui::text::{Line, Span};

/// Lines of the lower edge, and where the cursor stands in them.
pub(super) struct Foot {
    pub(super) lines: Vec<Line<'static>>,
    pub(super) cursor: Option<(usize, usize)>,
}

/// Puts the lower edge together, with what the last key did, unless that has another place. `is_more`: the review above does not fit, and the
/// request view has the rest.
pub(super) fn foot(pane: &Pane<'_>, arming: Arming, hint: Option<Hint>, is_more: bool) -> Foot {
    let painter = pane.painter;
    let mut foot = Foot { lines: vec![], cursor: None };
    foot.lines.extend(detours(pane));
    foot.lines.extend(dangers(pane));
    foot.lines.extend(journal(pane));
    foot.lines.extend(denial(pane));
    note(pane, &mut foot);
    let hint = hint.filter(|hint| *hint != Hint::WithoutJournal);
    let said = hint.map(|hint| painter.own(Role::Warn, messages::hint(painter, hint)));
    let right = said.or_else(|| {
        (!pane.narrow()).then(|| {
            if is_more {
                painter.own(Role::Accent, confirm::not_all_shown(painter.lang))
            } else {
                painter.own(Role::Dim, words::closes(painter.lang, pane.length()))
            }
        })
    });
    let mut lines = token(pane, arming);
    if lines.is_empty() {
        return foot;
    }
    if arming == Arming::Armed && foot.cursor.is_none() {
        let last = lines.last().map_or(0, line_width);
        foot.cursor = Some((foot.lines.len() + lines.len() - 1, last.saturating_sub(1)));
    }
    if let Some(right) = right {
        let right = Line::from(right);
        match lines.last_mut() {
            Some(last) if line_width(last) + line_width(&right) + 2 <= pane.columns => {
                *last = spread(std::mem::take(last), right, pane.columns);
            }
            _ if hint.is_some() => lines.extend(wrap(&right, pane.columns, 0)),
            _ => {}
        }
    }
    foot.lines.extend(lines);
    if pane.narrow() && pane.dialog.show_request && pane.dialog.first().is_some() {
        // The whole request needs the room: of the token line the field is left.
        let above = foot.lines.len().saturating_sub(1);
        foot.lines.drain(..above);
        foot.cursor = foot.cursor.map(|(_, column)| (0, column));
    }
    foot
}

/// Where the request will go and how, at every size: somebody may have left the variable set that says so.
fn detours(pane: &Pane<'_>) -> Vec<Line<'static>> {
    let (painter, session) = (pane.painter, &pane.app.session);
    if pane.dialog.plan.token.is_none() || session.demo.is_some() {
        return vec![];
    }
    let detour = identity::Detour {
        endpoint: session.whose().endpoint.as_deref(),
        proxy: session.proxy.as_deref(),
        ca_file: session.ca_file.as_deref(),
        no_journal: session.journal.is_none(),
    };
    let words = identity::detours(painter.lang, detour, pane.narrow());
    if words.is_empty() {
        return vec![];
    }
    let words = painter.signs(&words.join(" · "));
    wrap(&Line::from(painter.own(Role::Warn, words)), pane.columns, 2)
}

/// The reasons for the longer token, above the field.
fn dangers(pane: &Pane<'_>) -> Vec<Line<'static>> {
    let painter = pane.painter;
    let items = &pane.dialog.plan.items;
    // Each of several has its reasons at itself, and nothing is typed below a request.
    if pane.dialog.named() > 1 || pane.dialog.show_request {
        return vec![];
    }
    let mut all: Vec<(Danger, &PlanItem)> = Vec::new();
    for item in items {
        for danger in &item.dangers {
            if all.iter().all(|(known, _)| known != danger) {
                all.push((*danger, item));
            }
        }
    }
    if all.is_empty() {
        return vec![];
    }
    let word = |(danger, item): &(Danger, &PlanItem)| {
        if pane.narrow() {
            refusal::danger_short(painter.lang, *danger, item)
        } else {
            refusal::danger_of(painter.lang, *danger, item)
        }
    };
    let reasons: Vec<String> = all.iter().map(word).collect();
    let line = confirm::dangers(painter.lang, &reasons, pane.narrow());
    wrap(&Line::from(painter.own(Role::Danger, line)), pane.columns, 2)
}

/// The journal could not be written: nothing was sent, and what the token means now. It stays in sight until then.
fn journal(pane: &Pane<'_>) -> Vec<Line<'static>> {
    let painter = pane.painter;
    if !pane.dialog.without_journal {
        return vec![];
    }
    let error = pane.dialog.journal_error.as_deref().unwrap_or_default();
    let line = confirm::without_journal(painter.lang, error, pane.narrow());
    wrap(&Line::from(painter.own(Role::Danger, line)), pane.columns, 2)
}

/// `before_send` did not agree: why, and what to do. It stays in sight until the token is typed and sent again.
fn denial(pane: &Pane<'_>) -> Vec<Line<'static>> {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let Some(denial) = &pane.dialog.denial else { return vec![] };
    // The target must stay in sight beside it.
    let room = if pane.narrow() { 90 } else { 240 };
    let said = format!("▲ {}", hook::denied_short(l, denial, room));
    let mut lines = wrap(&Line::from(painter.own(Role::Danger, said)), pane.columns, 2);
    if !pane.narrow() {
        let next = format!("→ {}", hook::after_denial(l, denial));
        lines.extend(wrap(&Line::from(painter.own(Role::Accent, next)), pane.columns, 2));
    }
    lines
}

fn note(pane: &Pane<'_>, foot: &mut Foot) {
    let (painter, note) = (pane.painter, &pane.dialog.note);
    // That of a plan stands with who made it.
    let is_above = pane.dialog.has_planned_reason() && !pane.narrow();
    if is_above || !pane.dialog.editing_note && note.value().is_empty() {
        return;
    }
    let label = painter.signs(confirm::note(painter.lang));
    let room = pane.columns.saturating_sub(wrap::width(&label) + 1);
    let value = visible(note.value()).into_owned();
    if pane.dialog.editing_note {
        let field = wrap::clip_start(&value, room);
        let before =
            visible(&note.value().chars().take(note.cursor()).collect::<String>()).into_owned();
        let column = wrap::width(&label) + wrap::width(&before).min(wrap::width(&field));
        foot.cursor = Some((foot.lines.len(), column));
        foot.lines.push(Line::from(vec![
            Span::styled(label, painter.style(Role::Accent)),
            Span::styled(field, painter.style(Role::Normal)),
            painter.own(Role::Accent, "▌"),
        ]));
    } else {
        let value = wrap::clip(&value, room, &painter.more());
        foot.lines.push(Line::from(vec![
            Span::styled(label, painter.style(Role::Dim)),
            Span::styled(value, painter.style(Role::Normal)),
        ]));
    }
}

/// `Type TOKEN to unbind ADDRESS, then Enter ▸ 7▌`, or why there is no field.
fn token(pane: &Pane<'_>, arming: Arming) -> Vec<Line<'static>> {
    let (painter, l) = (pane.painter, pane.painter.lang);
    let plan = &pane.dialog.plan;
    let why = messages::arming(painter, arming);
    if pane.dialog.plan_problem(pane.app.now).is_some() {
        let line = painter.own(Role::Dim, confirm::no_token(l));
        return wrap(&Line::from(line), pane.columns, 2);
    }
    let Some(token) = &plan.token else {
        let with_digest = |words: &str| {
            let digest = request::digest(l, plan.digest.as_deref().unwrap_or_default());
            painter.own(Role::Warn, format!("{words}   {digest}"))
        };
        let line = match (why, plan.already.first()) {
            (None, _) if plan.read_only && !plan.items.is_empty() => {
                with_digest(confirm::read_only(l))
            }
            (_, _) if plan.four_eyes && !plan.items.is_empty() => {
                with_digest(plan_file::four_eyes(l))
            }
            (Some(why), _) => painter.own(Role::Warn, why),
            (None, Some(eip)) if plan.refusals.is_empty() => {
                painter.own(Role::Accent, confirm::already(l, eip))
            }
            (None, _) if pane.dialog.planned.is_some() => {
                painter.own(Role::Dim, confirm::plan_is_refused(l))
            }
            (None, _) => painter.own(Role::Dim, confirm::no_token(l)),
        };
        return wrap(&Line::from(line), pane.columns, 2);
    };
    if let (Arming::Hidden | Arming::Request, Some(why)) = (arming, &why) {
        let role = if arming == Arming::Hidden { Role::Danger } else { Role::Warn };
        return wrap(&Line::from(painter.own(role, why.as_str())), pane.columns, 2);
    }
    let what = match (plan.grade, plan.items.first()) {
        (Grade::Batch, _) | (_, None) => target::eips(l, plan.items.len()),
        (_, Some(item)) => item.before.address(),
    };
    let after = words::to_do(l, super::act(pane.dialog.purpose), &what);
    let mut spans = vec![
        painter.own(Role::Normal, words::type_in(l)),
        painter.own(Role::Warn, token),
        painter.own(Role::Normal, after),
    ];
    match why {
        Some(why) => spans.push(painter.own(Role::Warn, format!(" ▸ {why}"))),
        None => {
            spans.push(painter.own(Role::Accent, " ▸ "));
            spans.push(painter.own(Role::Normal, pane.dialog.token.as_str()));
            spans.push(painter.own(Role::Accent, "▌"));
        }
    }
    wrap(&Line::from(spans), pane.columns, 0)
}
