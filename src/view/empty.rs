//! Why there are no rows, and what to do.

use super::doc::Doc;
use super::messages::fault_lines;
use super::painter::Painter;
use super::theme::Role;
use super::wrap;
use crate::app::{App, Load};
use crate::domain::{Fault, Region};
use crate::text::screen::empty as words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

/// Nothing could be read, and why.
fn failed(painter: &Painter, faults: &[(&Region, &'static str, &Fault)], doc: &mut Doc) {
    doc.push(0, painter.own(Role::Danger, words::nothing_read(painter.lang)));
    for (region, action, fault) in faults {
        doc.gap();
        fault_lines(painter, doc, 2, &format!("{region} {action}"), fault);
    }
    doc.gap();
    doc.push(1, painter.own(Role::Dim, words::read_again(painter.lang)));
}

/// A number with its thousands apart.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    groups.join(",")
}

/// Why there are no rows, and what to do.
pub(crate) fn draw(app: &App, painter: &Painter, area: Rect, buf: &mut Buffer) {
    let columns = usize::from(area.width).saturating_sub(4);
    let mut doc = Doc::new(columns, 2);
    doc.gap();
    let l = painter.lang;
    let waiting = if app.shows_nics() {
        app.inventory.regions.iter().any(|r| matches!(r.nics, Load::Loading(_) | Load::NotAsked))
    } else {
        app.inventory.regions.iter().any(|r| r.read_at.is_none() && r.listing.is_some())
    };
    let faults: Vec<(&Region, &'static str, &Fault)> = app
        .inventory
        .faults()
        .into_iter()
        .filter(|(_, action, _)| {
            *action == if app.shows_nics() { "DescribeNetworkInterfaces" } else { "DescribeEip" }
        })
        .collect();
    let known = if app.shows_nics() {
        app.inventory.regions.iter().any(|r| r.nics.ready().is_some_and(|n| !n.is_empty()))
    } else {
        !app.inventory.is_empty()
    };
    let regions = app.session.regions.iter().map(Region::as_str).collect::<Vec<_>>().join(" ");
    let typed = |words: String| {
        let typed = painter.cloud(Role::Normal, app.list.input.value());
        vec![painter.own(Role::Warn, words), typed]
    };
    if app.session.regions.is_empty() {
        doc.push(0, painter.own(Role::Warn, words::no_region(l)));
        doc.push(1, painter.own(Role::Accent, words::choose_region(l)));
    } else if let Some(total) = app
        .inventory
        .total()
        .filter(|_| known && waiting && !app.list.filter.is_empty() && !app.shows_nics())
    {
        let (read, total) = (thousands(app.inventory.len() as u64), thousands(total));
        doc.push(0, typed(words::no_match_yet(l, &read, &total)));
    } else if known && !app.list.filter.is_empty() {
        doc.push(0, typed(words::no_match(l).to_owned()));
        doc.push(1, painter.own(Role::Accent, words::clear_filter(l)));
    } else if waiting {
        doc.push(0, painter.own(Role::Normal, words::reading(l, &regions)));
    } else if faults.is_empty() {
        let none = words::none_in(l, app.shows_nics(), &regions);
        doc.push(0, painter.own(Role::Normal, none));
        doc.push(1, painter.own(Role::Accent, words::other_regions(l)));
    } else {
        failed(painter, &faults, &mut doc);
    }
    let area = Rect { x: area.x.saturating_add(2), width: area.width.saturating_sub(2), ..area };
    let lines: Vec<Line<'_>> = doc.fit(usize::from(area.height));
    wrap::put_all(buf, area, &lines);
}
