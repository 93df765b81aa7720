//! What was done: past runs, newest first, with everything about the one under the cursor.

use super::doc::Doc;
use super::messages::sign;
use super::painter::Painter;
use super::theme::Role;
use super::wrap::{self, pad, width};
use crate::app::history::{HistoryRow, HistoryView};
use crate::domain::sanitize::visible;
use crate::text::history::not_begun;
use crate::text::screen::{heads, history as words};
use crate::text::{outcome, story};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

/// Draws the overlay.
pub(crate) fn draw(
    history: &HistoryView,
    painter: &Painter,
    area: Rect,
    buf: &mut Buffer,
) -> Option<Position> {
    let narrow = area.width < 60;
    let mut title = vec![painter.own(Role::Accent, words::title(painter.lang))];
    let find = &history.find;
    if find.typing || !find.text.is_empty() {
        let cursor = if find.typing { "▌" } else { "" };
        let (left, all) =
            (history.shown().len(), history.past.as_ref().map_or(0, |p| p.rows.len()));
        let words = words::found(painter.lang, &find.text, cursor, left, all);
        title.push(painter.own(Role::Accent, words));
    } else if narrow {
        title.push(painter.own(Role::Dim, format!(" · {}", chain(history, painter, true))));
    }
    let foot = if narrow { String::new() } else { chain(history, painter, false) };
    let inner = painter.frame(buf, area, Role::Dim, title, &foot);
    let l = painter.lang;
    let mut only = |line: Span<'static>| wrap::put(buf, inner, 0, &Line::from(line));
    let dim = |words: &str| painter.own(Role::Dim, words);
    let Some(past) = &history.past else {
        only(dim(words::reading(l)));
        return None;
    };
    if let Some(error) = &past.error {
        only(painter.cloud(Role::Danger, error));
        return None;
    }
    if past.rows.is_empty() {
        only(dim(words::nothing_done(l)));
        return None;
    }
    let shown = history.shown();
    if shown.is_empty() {
        only(dim(words::no_match(l)));
        return None;
    }
    let detail = (inner.height / 2).min(7);
    let rows = Rect { height: inner.height - detail, ..inner };
    table(history.row, &shown, painter, rows, buf);
    let about = Rect { y: inner.y + rows.height, height: detail, ..inner };
    if let Some(row) = history.current() {
        let mut doc = Doc::new(usize::from(about.width), 2);
        about_row(painter, row, &mut doc);
        let run = past.runs.get(row.place.0);
        let rest = run.and_then(|run| not_begun(l, &run.not_begun));
        rest.into_iter().for_each(|words| doc.push(1, painter.own(Role::Warn, words)));
        wrap::put(
            buf,
            about,
            0,
            &painter.rule(usize::from(about.width), Role::Dim, &painter.date(row.at)),
        );
        wrap::put_all(
            buf,
            Rect { y: about.y + 1, height: about.height.saturating_sub(1), ..about },
            &doc.fit(usize::from(about.height).saturating_sub(1)),
        );
    }
    None
}

/// How far the journal is proven.
fn chain(history: &HistoryView, painter: &Painter, short: bool) -> String {
    let Some(past) = history.past.as_ref().filter(|past| past.error.is_none()) else {
        return String::new();
    };
    match past.broken_at {
        Some(line) => words::broken(painter.lang, line),
        None => words::unchanged(painter.lang, past.chain.records, past.torn, short),
    }
}

/// Widths of the columns that hold ids and addresses, which are never cut; 0 where the private IP has to leave.
struct Widths {
    screen: u16,
    eip: usize,
    server: usize,
    private_ip: usize,
    /// NIC and private IP in one column.
    place: usize,
    outcome: usize,
    room: Room,
}

impl Widths {
    fn of(painter: &Painter, shown: &[&HistoryRow], screen: u16) -> Self {
        let widest = |of: &dyn Fn(&HistoryRow) -> usize| shown.iter().map(|r| of(r)).max();
        let of_outcome = |room| widest(&|row| width(&came_to(painter, row, room).1)).unwrap_or(0);
        let eip = if screen < 60 { widest(&|row| width(&row.eip)).unwrap_or(0) } else { 15 };
        let server = widest(&|row| width(&visible(server(row)))).unwrap_or(0).max(12);
        let private_ip = widest(&|row| width(&row.private_ip)).unwrap_or(0);
        let took = widest(&|row| width(&took(row))).unwrap_or(0);
        let long = of_outcome(Room::Long);
        // Cursor, date and time, what was done, address, and a blank after each.
        let fixed = 2 + 15 + 7 + 16 + 1;
        let head = 10;
        let fits = fixed + server + 1 + private_ip.max(head) + long <= usize::from(screen);
        let private_ip = if fits && private_ip > 0 { private_ip.max(head) } else { 0 };
        let place = widest(&|row| width(&place(painter, row))).unwrap_or(0).clamp(16, 25);
        // On a wide screen: with the person, and NIC and private IP in one column.
        let wide = 2 + 20 + 15 + 7 + 16 + server + 1 + place + 1;
        let room = match screen {
            0..60 => Room::Narrow,
            100.. if wide + long + 1 + took > usize::from(screen) => Room::Short,
            _ => Room::Long,
        };
        // What is longer has no time beside it, or leaves it less room.
        let left = usize::from(screen).saturating_sub(wide + 1 + took);
        Self { screen, eip, server, private_ip, place, outcome: of_outcome(room).min(left), room }
    }
}

/// NIC and private IP, as far as they are known.
fn place(painter: &Painter, row: &HistoryRow) -> String {
    let parts = [row.nic.as_str(), row.private_ip.as_str()];
    let parts = parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>();
    visible(&parts.join(&painter.signs(" · "))).into_owned()
}

/// The time that it took.
fn took(row: &HistoryRow) -> String {
    row.took_ms.map(|ms| format!("{:.1} s", ms as f64 / 1000.0)).unwrap_or_default()
}

fn server(row: &HistoryRow) -> &str {
    if row.binds { &row.to } else { &row.from }
}

/// What stands in the columns depends on the width.
fn cells(painter: &Painter, row: &HistoryRow, widths: &Widths) -> Vec<String> {
    let width = widths.screen;
    let [date, time, _] = painter.day_and_time(row.at);
    let clip = |text: &str, columns: usize| {
        pad(&wrap::clip(&visible(text), columns, &painter.more()), columns)
    };
    let eip = clip(&row.eip, widths.eip);
    let server = pad(&visible(server(row)), widths.server);
    let verb = pad(words::verb(painter.lang, row.binds), 6);
    let (_, outcome) = came_to(painter, row, widths.room);
    let outcome = painter.signs(&outcome);
    if width < 60 {
        let verb = if row.binds { "b" } else { "u" };
        return vec![time, verb.to_owned(), eip, outcome];
    }
    if width < 100 {
        let day = date.split_once('-').map_or(date.as_str(), |(_, day)| day);
        let at = format!("{day} {time}");
        let mut cells = vec![at, verb, eip, server];
        cells.extend((widths.private_ip > 0).then(|| pad(&row.private_ip, widths.private_ip)));
        cells.push(outcome);
        return cells;
    }
    vec![
        format!("{date} {time}"),
        clip(&row.who, 14),
        verb,
        eip,
        server,
        clip(&place(painter, row), widths.place),
        format!("{} {}", pad(&outcome, widths.outcome), took(row)).trim_end().to_owned(),
    ]
}

/// The heads of the same columns.
fn heads(painter: &Painter, at: jiff::Timestamp, widths: &Widths) -> Option<String> {
    let lang = painter.lang;
    let [_, _, offset] = painter.day_and_time(at);
    let when = heads::when(lang, offset.as_str());
    let (what, eip, server) = (
        pad(heads::what(lang), 6),
        pad(heads::address(lang), 15),
        pad(heads::from_to(lang), widths.server),
    );
    let outcome = heads::outcome(lang).to_owned();
    let cells = match widths.screen {
        0..60 => return None,
        60..100 if widths.private_ip == 0 => vec![pad(&when, 14), what, eip, server, outcome],
        60..100 => {
            let ip = pad(heads::private_ip(lang), widths.private_ip);
            vec![pad(&when, 14), what, eip, server, ip, outcome]
        }
        _ => vec![
            pad(&when, 19),
            pad(heads::who(lang), 14),
            what,
            eip,
            server,
            pad(heads::nic_private_ip(lang), widths.place),
            format!("{} {}", pad(&outcome, widths.outcome), heads::took(lang)),
        ],
    };
    Some(format!("  {}", cells.join(" ")))
}

fn table(cursor: usize, shown: &[&HistoryRow], painter: &Painter, area: Rect, buf: &mut Buffer) {
    let columns = usize::from(area.width);
    let widths = Widths::of(painter, shown, area.width);
    let heads = heads(painter, shown[0].at, &widths);
    if let Some(heads) = &heads {
        let heads = painter.own(Role::Dim, wrap::clip(heads, columns, &painter.more()));
        wrap::put(buf, area, 0, &Line::from(heads));
    }
    let lead = u16::from(heads.is_some());
    let height = usize::from(area.height.saturating_sub(lead)).max(1);
    let top = (cursor + 1).saturating_sub(height);
    for (line, (index, row)) in shown.iter().enumerate().skip(top).take(height).enumerate() {
        let on = index == cursor;
        let marker = match (on, columns < 60) {
            (true, true) => painter.signs("▶"),
            (false, true) => " ".to_owned(),
            (true, false) => painter.signs("▶ "),
            (false, false) => "  ".to_owned(),
        };
        let (role, _) = came_to(painter, row, Room::Long);
        let style = painter.style(role);
        let style = if on { style.add_modifier(Modifier::REVERSED) } else { style };
        let text = format!("{marker}{}", cells(painter, row, &widths).join(" "));
        let text = pad(&wrap::clip(&text, columns, &painter.more()), columns);
        wrap::put(buf, area, lead + line as u16, &Line::styled(text, style));
    }
}

/// How much room the outcome has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    /// For the words of both languages.
    Long,
    /// For those of one.
    Short,
    Narrow,
}

/// What it came to, with sign and role as in the dialog; that it was bound again outweighs the word.
fn came_to(painter: &Painter, row: &HistoryRow, room: Room) -> (Role, String) {
    let l = painter.lang;
    if !row.bound_again.is_empty() {
        let words = if room == Room::Narrow { words::bound(l) } else { words::bound_again(l) };
        return (Role::Danger, format!("▲ {words}"));
    }
    let (sign, role) = match row.outcome.map(sign) {
        // A page of them: what went well is not what the eye must find.
        Some((sign, Role::Accent)) => (sign, Role::Normal),
        Some(look) => look,
        None => ("…", Role::Warn),
    };
    let word = match row.outcome {
        Some(word) if room != Room::Long => outcome::short(painter.lang, word).to_owned(),
        word => outcome::so_far(painter.lang, word),
    };
    (role, format!("{sign} {word}"))
}

fn about_row(painter: &Painter, row: &HistoryRow, doc: &mut Doc) {
    let l = painter.lang;
    let label = |words: &str| painter.label(11, words);
    let line = |words: &str, value: &str| {
        Line::from(vec![label(words), painter.cloud(Role::Normal, value)])
    };
    // Our separators between the journal's texts.
    let (dot, arrow) = (painter.signs(" · "), painter.signs(" → "));
    // For a ticket first of all: a long reason below must not push it out.
    if !row.request_id.is_empty() {
        doc.push(0, line(words::request_id(l), &row.request_id));
    }
    doc.push(0, line(words::request(l), &format!("{}{dot}{}", row.parameters, row.region)));
    let took = row.took_ms.map(|ms| format!("{dot}{:.1}s", ms as f64 / 1000.0)).unwrap_or_default();
    let later = if row.recovered { words::checked_later(l) } else { "" };
    let recovered = painter.signs(later);
    let word = outcome::so_far(l, row.outcome);
    doc.push(1, line(words::outcome(l), &format!("{word}{took}{recovered}")));
    if !row.message.is_empty() {
        doc.push(2, line(words::message(l), &row.message));
    }
    if !row.bound_again.is_empty() {
        let words = words::bound_again_to(l, &row.bound_again);
        doc.push(1, vec![label(words::since(l)), painter.own(Role::Danger, words)]);
    }
    // What was not read leads nowhere.
    let after = row.after.as_ref().map(|after| story::state_words(l, after));
    let after = after.map(|after| format!("{arrow}{after}")).unwrap_or_default();
    if row.binds {
        doc.push(3, line(words::to(l), &format!("{}{after}", row.to)));
    } else {
        doc.push(3, line(words::from(l), &format!("{}{after}", row.from)));
    }
    doc.push(
        4,
        line(words::who(l), &format!("{} {}", row.who, row.profile.as_deref().unwrap_or_default())),
    );
    if !row.reason.is_empty() {
        doc.push(5, line(words::reason(l), &row.reason));
    }
}
