//! The list: only the rows on screen are drawn.

use super::columns::{self, Column};
use super::dialog::short_region;
use super::painter::Painter;
use super::theme::Role;
use super::wrap::{self, clip, pad};
use super::{empty, symbols};
use crate::app::layout::Areas;
use crate::app::parts::load::Load;
use crate::app::{App, Symbols};
use crate::domain::sanitize::visible;
use crate::domain::{Eip, NicPosition};
use crate::text::Length;
use crate::text::not_known::Why;
use crate::text::screen::{heads, table as words};
use crate::text::status::{self, Look};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

/// A row as text, a cell a column.
struct Row {
    state: String,
    address: String,
    eip_id: String,
    name: String,
    bound_to: String,
    private_ip: String,
    nic_ip: String,
    flags: String,
    region: String,
    age: String,
    role: Role,
    marked: bool,
    current: bool,
}

impl Row {
    fn cell(&self, column: Column) -> &str {
        match column {
            Column::State => &self.state,
            Column::Address => &self.address,
            Column::EipId => &self.eip_id,
            Column::Name => &self.name,
            Column::BoundTo => &self.bound_to,
            Column::NicIp => &self.nic_ip,
            Column::PrivateIp => &self.private_ip,
            Column::Flags => &self.flags,
            Column::Region => &self.region,
            Column::Age => &self.age,
        }
    }
}

/// Draws heads and rows, or why there are none.
pub(crate) fn draw(
    app: &App,
    painter: &Painter,
    areas: &Areas,
    heads: Rect,
    area: Rect,
    buf: &mut Buffer,
) {
    let columns = usize::from(area.width).saturating_sub(lead(area));
    let visible_rows = app.list.top..app.list.top.saturating_add(usize::from(area.height));
    let rows: Vec<Row> = visible_rows
        .filter_map(|position| {
            app.list
                .row(&app.inventory, position)
                .map(|eip| row(app, painter, areas, eip, position == app.list.position))
        })
        .collect();
    if rows.is_empty() {
        return empty::draw(
            app,
            painter,
            Rect { y: heads.y.min(area.y), height: area.height + heads.height, ..area },
            buf,
        );
    }
    let natural = |column: Column| {
        let floor = match column {
            Column::State if area.width >= 60 => 11,
            Column::State => 9,
            Column::Address if area.width >= 60 => 15,
            Column::EipId | Column::BoundTo => 12,
            Column::Address
            | Column::Name
            | Column::NicIp
            | Column::PrivateIp
            | Column::Flags
            | Column::Region
            | Column::Age => 0,
        };
        let heading = if heads.height > 0 { heading(painter, column) } else { "" };
        columns::widest(heading, rows.iter().map(|r| r.cell(column))).max(floor)
    };
    let fitted = columns::fit(columns, app.session.regions.len() > 1, natural);
    if heads.height > 0 {
        wrap::put(buf, heads, 0, &head_line(painter, &fitted, area));
    }
    for (at, row) in rows.iter().enumerate() {
        wrap::put(buf, area, at as u16, &row_line(painter, row, &fitted, area));
    }
}

/// Columns before the first cell: the marker, the mark, and a blank where there is room.
fn lead(area: Rect) -> usize {
    if area.width >= 60 { 3 } else { 2 }
}

fn head_line(painter: &Painter, fitted: &[(Column, usize)], area: Rect) -> Line<'static> {
    let gap = " ".repeat(columns::gap(usize::from(area.width)));
    let cells: Vec<String> = fitted
        .iter()
        .map(|(column, width)| align(*column, &painter.signs(heading(painter, *column)), *width))
        .collect();
    Line::from(painter.own(Role::Dim, format!("{}{}", " ".repeat(lead(area)), cells.join(&gap))))
}

fn heading(painter: &Painter, column: Column) -> &'static str {
    let l = painter.lang;
    match column {
        Column::State => heads::state(l),
        Column::Address => heads::address(l),
        Column::EipId => heads::eip_id(l),
        Column::Name => heads::name(l),
        Column::BoundTo => heads::bound_to(l),
        Column::NicIp => heads::nic_private_ip(l),
        Column::PrivateIp => heads::private_ip(l),
        Column::Flags => heads::flags(l),
        Column::Region => heads::region(l),
        Column::Age => heads::age(l),
    }
}

fn align(column: Column, cell: &str, width: usize) -> String {
    if column == Column::Age { wrap::pad_left(cell, width) } else { pad(cell, width) }
}

fn row_line(painter: &Painter, row: &Row, fitted: &[(Column, usize)], area: Rect) -> Line<'static> {
    let marker = if row.current { painter.signs("▶") } else { " ".to_owned() };
    let mark = if row.marked { "+" } else { " " };
    let mut spans = vec![
        Span::raw(marker),
        Span::styled(mark.to_owned(), painter.style(Role::Normal).add_modifier(Modifier::BOLD)),
    ];
    if area.width >= 60 {
        spans.push(Span::raw(" "));
    }
    let gap = " ".repeat(columns::gap(usize::from(area.width)));
    for (at, (column, width)) in fitted.iter().enumerate() {
        if at > 0 {
            spans.push(Span::raw(gap.clone()));
        }
        let cell = match column {
            Column::Name => clip(row.cell(*column), *width, &painter.more()),
            // On the smallest screen its word gives way, so that no id is cut; the sign stays.
            Column::State => clip(row.cell(*column), *width, ""),
            Column::Address
            | Column::EipId
            | Column::BoundTo
            | Column::NicIp
            | Column::PrivateIp
            | Column::Flags
            | Column::Region
            | Column::Age => row.cell(*column).to_owned(),
        };
        let role = match column {
            Column::State | Column::Flags => row.role,
            Column::Age => Role::Dim,
            Column::Address
            | Column::EipId
            | Column::Name
            | Column::BoundTo
            | Column::NicIp
            | Column::PrivateIp
            | Column::Region => Role::Normal,
        };
        spans.push(Span::styled(align(*column, &cell, *width), painter.style(role)));
    }
    if row.current {
        let used: usize = spans.iter().map(|s| wrap::width(&s.content)).sum();
        spans.push(Span::raw(" ".repeat(usize::from(area.width).saturating_sub(used))));
        for span in &mut spans {
            span.style = span.style.add_modifier(Modifier::REVERSED);
        }
    }
    Line::from(spans)
}

fn row(app: &App, painter: &Painter, areas: &Areas, eip: &Eip, current: bool) -> Row {
    let narrow = areas.width == crate::app::layout::Width::Narrow;
    let look = status::look(eip);
    let length = if narrow { Length::Narrow } else { Length::Short };
    let word = status::state(painter.lang, eip, length);
    let none = || painter.signs("—");
    let private_ip = eip.private_ip_address.map_or_else(none, |ip| ip.to_string());
    let nic = eip.network_interface_id.as_ref().map(|n| visible(n.as_str()).into_owned());
    let nic_ip = match nic {
        Some(nic) => painter.signs(&format!("{nic} · {private_ip}")),
        None => private_ip.clone(),
    };
    let seen = app.inventory.blocked_read_at(eip).filter(|_| eip.blocked == Some(true));
    let seen = seen.map(|at| words::seen(painter.lang, &painter.minutes(at)));
    let flags = words::flags(painter.lang, eip, true);
    let flags = [flags, seen.unwrap_or_default()].join(" ").trim().to_owned();
    Row {
        state: format!("{} {word}", painter.signs(symbols::look(app.session.symbols, look))),
        address: eip.eip.map_or_else(none, |ip| ip.to_string()),
        eip_id: visible(eip.eip_id.as_str()).into_owned(),
        name: visible(&eip.eip_name).into_owned(),
        bound_to: bound_to(painter, eip),
        private_ip,
        nic_ip,
        flags,
        region: if areas.width == crate::app::layout::Width::Wide {
            eip.region.to_string()
        } else {
            short_region(&eip.region).to_owned()
        },
        age: age(app, painter, eip),
        role: look_role(look),
        marked: app.list.is_marked(eip),
        current,
    }
}

/// The server; `—` is said where it is known that there is none.
fn bound_to(painter: &Painter, eip: &Eip) -> String {
    match &eip.un_instance_id {
        Some(server) => visible(server.as_str()).into_owned(),
        None if eip.status.is_without_server() => painter.signs("—"),
        None => status::cell(painter.lang, eip.server(), &painter.signs("—"), |server| {
            visible(server.as_str()).into_owned()
        }),
    }
}

/// The role of a row's state.
pub(crate) fn look_role(look: Look) -> Role {
    match look {
        Look::Bound | Look::Detached | Look::LinkKept => Role::Normal,
        Look::Nat | Look::Moving | Look::Other | Look::Unknown => Role::Warn,
        Look::Blocked | Look::Arrears | Look::Failed => Role::Danger,
        Look::Unbound => Role::Dim,
    }
}

/// Where it sits, when the NICs of its region were read.
pub(crate) fn seat_of(app: &App, eip: &Eip) -> NicPosition {
    if eip.private_ip_address.is_none() {
        return NicPosition::Unknown;
    }
    let nics = app.inventory.region(&eip.region).and_then(|r| r.nics.ready());
    NicPosition::of(eip, nics.into_iter().flatten())
}

/// Why that is not known, where it is not.
pub(crate) fn position_gap<'a>(app: &'a App, eip: &Eip) -> Why<'a> {
    let nics = app.inventory.region(&eip.region).map(|region| &region.nics);
    Why::of_position(
        eip,
        match nics {
            Some(Load::Ready(nics)) => Ok(nics),
            Some(Load::Failed(fault)) => Err(Some(fault)),
            Some(Load::NotAsked | Load::Loading(_)) | None => Err(None),
        },
    )
}

fn age(app: &App, painter: &Painter, eip: &Eip) -> String {
    let Some(created) = eip.created_at else { return painter.signs("—") };
    let days = app.now.wall.duration_since(created).as_secs().max(0) / 86_400;
    words::days(painter.lang, days)
}

/// The state of a row: sign and word.
pub(crate) fn state_words(symbols: Symbols, painter: &Painter, eip: &Eip) -> Span<'static> {
    let look = status::look(eip);
    painter.own(
        look_role(look),
        format!("{} {}", symbols::look(symbols, look), status::state_sentence(painter.lang, eip)),
    )
}
