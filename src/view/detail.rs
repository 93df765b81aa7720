//! Everything known of one row.

use super::Drawn;
use super::doc::Doc;
use super::errors::scrolled;
use super::painter::Painter;
use super::table::{position_gap, seat_of, state_words};
use super::theme::Role;
use crate::app::App;
use crate::app::find::Scroll;
use crate::domain::sanitize::visible;
use crate::domain::{Eip, InstanceKind};
use crate::text::not_known::{Why, not_known};
use crate::text::screen::{detail as words, table};
use crate::text::{Length, status};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

/// Draws the overlay.
pub(crate) fn draw(
    app: &App,
    scroll: &Scroll,
    painter: &Painter,
    area: Rect,
    buf: &mut Buffer,
) -> Drawn {
    let columns = usize::from(area.width).saturating_sub(4);
    let mut doc = Doc::new(columns, if columns < 60 { 2 } else { LABEL });
    let Some(eip) = app.current_eip() else {
        doc.push(0, painter.own(Role::Warn, words::gone(painter.lang)));
        return scrolled(scroll, painter, area, buf, vec![], doc);
    };
    facts(app, painter, eip, columns < 60, &mut doc);
    doc.gap();
    effects(app, painter, eip, &mut doc);
    let title = vec![
        painter.own(Role::Accent, eip.address()),
        painter.own(Role::Dim, words::title(painter.lang)),
    ];
    scrolled(scroll, painter, area, buf, title, doc)
}

/// Width of the label column.
const LABEL: usize = 12;

fn facts(app: &App, painter: &Painter, eip: &Eip, narrow: bool, doc: &mut Doc) {
    let l = painter.lang;
    let label = |words: &str| painter.label(if narrow { 9 } else { LABEL }, words);
    let blank = || Span::raw("  ");
    let none = || painter.own(Role::Dim, words::none(l));
    doc.push(
        0,
        vec![
            label(words::eip(l)),
            painter.own(Role::Accent, eip.address()),
            blank(),
            painter.cloud(Role::Normal, eip.eip_id.as_str()),
            blank(),
            painter.cloud(Role::Normal, &eip.eip_name),
        ],
    );
    let flags = table::flags(l, eip, false);
    let mut state = vec![label(words::state(l)), state_words(app.session.symbols, painter, eip)];
    if !flags.is_empty() {
        state.push(painter.own(Role::Danger, format!("  ▲ {flags}")));
    }
    doc.push(0, state);
    let server =
        eip.un_instance_id.as_ref().map_or_else(none, |i| painter.cloud(Role::Normal, i.as_str()));
    let kind = eip
        .serves()
        .filter(|_| eip.un_instance_id.is_some() || eip.kind != Some(InstanceKind::Cvm))
        .map(|_| painter.own(Role::Dim, format!("  {}", status::served(l, eip))));
    let server = if eip.un_instance_id.is_none() {
        let words = status::without_server(l, eip.server(), &eip.status, Length::Long);
        if words == status::no_server(l) {
            painter.own(Role::Dim, format!("{}  {words}", painter.signs("—")))
        } else {
            painter.own(Role::Warn, words)
        }
    } else {
        server
    };
    doc.push(0, [label(words::bound_to(l)), server].into_iter().chain(kind).collect::<Vec<_>>());
    let nic = eip
        .network_interface_id
        .as_ref()
        .map_or_else(none, |n| painter.cloud(Role::Normal, n.as_str()));
    let mut through = vec![label(words::nic_ip(l)), nic];
    if let Some(ip) = eip.private_ip_address {
        let seat = seat_of(app, eip);
        through.push(painter.own(Role::Normal, format!(" · {ip}")));
        through.push(painter.own(
            Role::Dim,
            format!("  {}", status::position_and_why(l, seat, position_gap(app, eip))),
        ));
    }
    doc.push(0, through);
    doc.push(0, vec![label(words::region(l)), painter.own(Role::Normal, eip.region.to_string())]);
    owner(app, painter, label(words::account(l)), doc);
    let flags = [
        (words::arrears(l), eip.arrears, None),
        // Read on the NIC, where this API reports it there only.
        (words::blocked(l), eip.blocked, app.inventory.blocked_read_at(eip)),
        (words::cascade_release(l), eip.cascade_release, None),
        (words::direct(l), eip.direct, None),
    ];
    let api = app.session.whose().api;
    let listed = app.inventory.region(&eip.region).and_then(|r| r.read_at);
    for (at, (name, value, on_nic)) in flags.into_iter().enumerate() {
        let lead = label(if at == 0 { words::flags(l) } else { "" });
        let words = if value.is_none() && !api.capabilities().tells_cascade_release {
            words::flag(l, name, &not_known(l, Why::NoField(api)), None)
        } else {
            let read = on_nic.or(listed).filter(|_| value.is_some());
            let read = read.map(|at| painter.seconds(at));
            words::flag(l, name, status::yes_no(l, value), read.as_deref())
        };
        doc.push(0, vec![lead, painter.own(Role::Normal, words)]);
    }
    if let Some(kind) = status::address_kind(l, eip) {
        doc.push(0, vec![label(words::address(l)), painter.own(Role::Normal, kind)]);
    }
    doc.push(0, vec![label(words::tags(l)), painter.own(Role::Normal, status::tags(l, eip))]);
    if let Some(created) = eip.created_at {
        doc.push(
            0,
            vec![
                label(words::created(l)),
                painter.own(Role::Normal, painter.date(created)),
                painter.own(Role::Dim, format!("  ({created})")),
            ],
        );
    }
    if let Some(isp) = eip.isp_id {
        doc.push(0, vec![label(words::line(l)), painter.own(Role::Normal, format!("ispId {isp}"))]);
    }
}

/// Whose it is, and by which keys it is seen.
fn owner(app: &App, painter: &Painter, label: Span<'static>, doc: &mut Doc) {
    let (s, l) = (&app.session, painter.lang);
    let (whose, keys) = (s.whose(), &s.whose().keys);
    let mut line = vec![label];
    match whose.who.cloud_caller() {
        Some(caller) => {
            line.push(painter.cloud(Role::Normal, &caller.account_id));
            line.push(painter.own(Role::Dim, words::caller(l)));
            line.push(painter.cloud(Role::Dim, &caller.arn));
        }
        // It may be the key's id, which we cut ourselves.
        None => line.push(painter.own(Role::Normal, visible(&whose.account))),
    }
    let kind = crate::text::identity::kind(l, keys, app.now.wall);
    let (name, source) = (visible(s.name()), s.source());
    let id = visible(&keys.key_id);
    let role = if keys.is_ending(app.now.wall) { Role::Warn } else { Role::Dim };
    line.push(painter.own(Role::Dim, format!("  {name} ‹{id}›")));
    if !kind.is_empty() {
        line.push(painter.own(role, words::keys(l, &source, &kind)));
    }
    doc.push(0, line);
}

fn effects(app: &App, painter: &Painter, eip: &Eip, doc: &mut Doc) {
    let l = painter.lang;
    if eip.is_free() {
        let words = if eip.is_link_kept() { words::link_kept(l) } else { words::unbound(l) };
        doc.push_at(0, 0, painter.own(Role::Dim, words));
        return;
    }
    doc.push(0, painter.own(Role::Accent, words::unbinding(l)));
    let mut point =
        |role: Role, words: &str| doc.push_at(0, 4, painter.own(role, format!("  · {words}")));
    if eip.is_nat() {
        return point(Role::Warn, words::nat(l));
    }
    point(Role::Normal, &words::traffic_stops(l, eip));
    if let Some(server) = &eip.un_instance_id {
        let rows = app.inventory.region(&eip.region).into_iter().flat_map(|r| &r.eips);
        let others: Vec<String> = rows
            .filter(|e| e.eip_id != eip.eip_id && e.un_instance_id.as_ref() == Some(server))
            .map(Eip::address)
            .collect();
        let role = if others.is_empty() { Role::Warn } else { Role::Normal };
        point(role, &words::server_keeps(l, server.as_str(), &others));
    }
    let is_lost = eip.cascade_release == Some(true);
    let role = if is_lost { Role::Danger } else { Role::Normal };
    point(role, words::fate(l, eip.cascade_release));
    if eip.blocked == Some(true) || eip.arrears == Some(true) {
        point(Role::Danger, words::cut_off(l));
    }
}
