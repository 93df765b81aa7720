//! The whole request as it will leave, everything secret hidden.

use super::{Pane, impact, options};
use crate::domain::Filling;
use crate::domain::identity::Kind;
use crate::domain::sanitize::visible;
use crate::text::screen::request as words;
use crate::view::doc::Doc;
use crate::view::theme::Role;
use crate::view::wrap::width;
use ratatui::text::Span;

/// Method, host and path, every parameter.
pub(super) fn doc(pane: &Pane<'_>) -> Doc {
    let painter = pane.painter;
    let mut doc = Doc::new(pane.columns, if pane.narrow() { 0 } else { 2 });
    let Some(item) = pane.dialog.requested() else { return doc };
    let count = pane.dialog.plan.items.len();
    if count > 1 {
        let page = pane.dialog.request_page.min(count - 1) + 1;
        let words = words::page(painter.lang, page, count, &item.before.address());
        doc.push(0, painter.own(Role::Accent, words));
    }
    let api = pane.dialog.plan.whose.api;
    let session = &pane.app.session;
    let base =
        session.whose().endpoint.as_deref().map(|e| visible(e.trim_end_matches('/')).into_owned());
    let envelope = api.capabilities().envelope;
    let base = base.unwrap_or_else(|| format!("https://{}", envelope.host));
    let url = format!("{base}{}", envelope.path);
    let url = if pane.narrow() { url.trim_start_matches("https://").to_owned() } else { url };
    doc.push(
        0,
        vec![painter.own(Role::Accent, "POST "), Span::styled(url, painter.style(Role::Normal))],
    );
    let hidden = words::hidden(painter.lang);
    let later = words::at_sending(painter.lang);
    let action = item.mutation.action(api).to_owned();
    let key = visible(&session.whose().keys.key_id).into_owned();
    let region = if envelope.short_region {
        item.region.for_v2().to_owned()
    } else {
        item.region.to_string()
    };
    let own = item
        .mutation
        .parameters(api)
        .into_iter()
        .map(|(name, value)| (name.to_owned(), visible(&value.to_string()).into_owned()));
    let fill = |filling: Filling| match filling {
        Filling::Action => action.clone(),
        Filling::Region => region.clone(),
        Filling::KeyId => key.clone(),
        Filling::Fixed(word) => word.to_owned(),
        Filling::Later => later.to_owned(),
        Filling::Signature | Filling::Token => hidden.to_owned(),
        Filling::Authorization => format!("TC3-HMAC-SHA256 Credential={key}/…, Signature={hidden}"),
    };
    if let Some(digest) = &pane.dialog.plan.digest {
        doc.push(2, painter.own(Role::Dim, words::digest(painter.lang, digest)));
    }
    let has_token = session.whose().keys.kind == Some(Kind::Temporary);
    let common = envelope
        .common
        .iter()
        .filter(|(_, filling)| has_token || *filling != Filling::Token)
        .map(|(name, filling)| (*name, fill(*filling)));
    let common = common.map(|(name, value)| (name.to_owned(), painter.signs(&value)));
    if pane.narrow() {
        let piece = |(name, value): (String, String)| {
            Span::styled(format!("{name}={value}"), painter.style(Role::Normal))
        };
        // What is asked for comes first; what every request has gives way.
        doc.push_flow(0, vec![], own.map(piece).collect(), 1);
        doc.push_flow(1, vec![], common.map(piece).collect(), 1);
        return doc;
    }
    pairs(pane, common.chain(own), &mut doc);
    // What the review had no room for stands here.
    doc.gap();
    let (mut facts, mut consequences) = (pane.doc(), pane.doc());
    impact::known(pane, item, &mut facts);
    impact::will_happen(pane, item, &mut consequences);
    doc.append(facts, 4);
    doc.append(consequences, 5);
    if pane.dialog.named() == 1 {
        let mut choices = pane.doc();
        options::lines(pane, &mut choices);
        doc.append(choices, 6);
    }
    doc
}

/// Parameters, two to a line where both fit.
fn pairs(pane: &Pane<'_>, parameters: impl Iterator<Item = (String, String)>, doc: &mut Doc) {
    let painter = pane.painter;
    let half = pane.columns / 2;
    let (mut line, mut used): (Vec<Span<'static>>, usize) = (vec![], 0);
    for (name, value) in parameters {
        let name = format!("  {name:<15} ");
        let own = width(&name) + width(&value);
        if used > half || used > 0 && own > pane.columns - half {
            doc.push(1, std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(Span::raw(" ".repeat(half - used)));
        }
        used = if used > 0 { pane.columns } else { own };
        line.push(painter.own(Role::Dim, name));
        line.push(Span::styled(value, painter.style(Role::Normal)));
    }
    if !line.is_empty() {
        doc.push(1, line);
    }
}
