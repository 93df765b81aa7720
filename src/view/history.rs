//! What was done: past runs, newest first, with everything about the one under the cursor.

use super::doc::Doc;
use super::messages::sign;
use super::painter::Painter;
use super::theme::Role;
use super::wrap::{self, pad, width};
use crate::app::history::{HistoryRow, HistoryView};
use crate::domain::sanitize::visible;
use crate::text::{outcome, story};
use crate::tr;
use crate::unbind::Verdict;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::Line;

/// Draws the overlay.
pub(crate) fn draw(
    history: &HistoryView,
    painter: &Painter,
    area: Rect,
    buf: &mut Buffer,
) -> Option<Position> {
    let narrow = area.width < 60;
    let mut title = vec![painter.say(Role::Accent, "history", "操作历史")];
    let find = &history.find;
    if find.typing || !find.text.is_empty() {
        let (typed, cursor) = (visible(&find.text), if find.typing { "▌" } else { "" });
        let (left, all) =
            (history.shown().len(), history.past.as_ref().map_or(0, |p| p.rows.len()));
        let words = tr!(
            painter.lang,
            " / {typed}{cursor}  {left} of {all}",
            " / {typed}{cursor}  {left}/{all}"
        );
        title.push(painter.own(Role::Accent, words));
    } else if narrow {
        title.push(painter.own(Role::Dim, format!(" · {}", chain(history, painter, true))));
    }
    let foot = if narrow { String::new() } else { chain(history, painter, false) };
    let inner = painter.frame(buf, area, Role::Dim, title, &foot);
    let Some(past) = &history.past else {
        wrap::put(
            buf,
            inner,
            0,
            &Line::from(painter.say(Role::Dim, "reading the journal…", "正在读取操作日志…")),
        );
        return None;
    };
    if let Some(error) = &past.error {
        wrap::put(buf, inner, 0, &Line::from(painter.cloud(Role::Danger, error)));
        return None;
    }
    if past.rows.is_empty() {
        wrap::put(
            buf,
            inner,
            0,
            &Line::from(painter.say(Role::Dim, "nothing was done yet", "尚无操作记录")),
        );
        return None;
    }
    let shown = history.shown();
    if shown.is_empty() {
        let words = painter.say(Role::Dim, "no run has these words", "没有含这些词的操作");
        wrap::put(buf, inner, 0, &Line::from(words));
        return None;
    }
    let detail = (inner.height / 2).min(7);
    let rows = Rect { height: inner.height - detail, ..inner };
    table(history.row, &shown, painter, rows, buf);
    let about = Rect { y: inner.y + rows.height, height: detail, ..inner };
    if let Some(row) = history.current() {
        let mut doc = Doc::new(usize::from(about.width), 2);
        about_row(painter, row, &mut doc);
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
    let lang = painter.lang;
    let Some(past) = history.past.as_ref().filter(|past| past.error.is_none()) else {
        return String::new();
    };
    let lines = past.chain.records;
    if let Some(line) = past.broken_at {
        return tr!(
            lang,
            "journal CHANGED at line {line}: what follows is not proven → history --verify",
            "操作日志第 {line} 行被改动：其后无法证明 → history --verify"
        );
    }
    let torn = match past.torn {
        0 => String::new(),
        torn => tr!(
            lang,
            "; {torn} incomplete (crash or power loss), kept and skipped",
            "；{torn} 行不完整（崩溃或断电），已保留并跳过"
        ),
    };
    if short {
        return tr!(lang, "{lines} lines unchanged", "{lines} 行未发现改动");
    }
    tr!(
        lang,
        "{lines} lines, none changed or missing before the last (a deleted end would not show){torn}",
        "{lines} 行，末行之前未发现篡改或缺失（末尾若被删除无法发现）{torn}"
    )
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
    let verb = if row.binds {
        painter.lang.pick("bind  ", "绑定  ")
    } else {
        painter.lang.pick("unbind", "解绑  ")
    };
    let (_, outcome) = came_to(painter, row, widths.room);
    let outcome = painter.signs(&outcome);
    if width < 60 {
        let verb = if row.binds { "b" } else { "u" };
        return vec![time, verb.to_owned(), eip, outcome];
    }
    if width < 100 {
        let day = date.split_once('-').map_or(date.as_str(), |(_, day)| day);
        let at = format!("{day} {time}");
        let mut cells = vec![at, verb.to_owned(), eip, server];
        cells.extend((widths.private_ip > 0).then(|| pad(&row.private_ip, widths.private_ip)));
        cells.push(outcome);
        return cells;
    }
    vec![
        format!("{date} {time}"),
        clip(&row.who, 14),
        verb.to_owned(),
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
    let when = tr!(lang, "WHEN {offset}", "时间 {offset}");
    let (what, eip, server) = (
        pad(lang.pick("WHAT", "操作"), 6),
        pad(lang.pick("EIP ADDRESS", "EIP 地址"), 15),
        pad(lang.pick("FROM / TO", "原绑定/目标"), widths.server),
    );
    let outcome = lang.pick("OUTCOME", "结果").to_owned();
    let ip = lang.pick("PRIVATE IP", "内网 IP");
    let cells = match widths.screen {
        0..60 => return None,
        60..100 if widths.private_ip == 0 => vec![pad(&when, 14), what, eip, server, outcome],
        60..100 => {
            vec![pad(&when, 14), what, eip, server, pad(ip, widths.private_ip), outcome]
        }
        _ => vec![
            pad(&when, 19),
            pad(lang.pick("WHO", "操作人"), 14),
            what,
            eip,
            server,
            pad(lang.pick("NIC · PRIVATE IP", "网卡 · 内网 IP"), widths.place),
            format!("{} {}", pad(&outcome, widths.outcome), lang.pick("TOOK", "用时")),
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

fn verdict(painter: &Painter, word: Option<Verdict>) -> String {
    word.map_or_else(
        || painter.lang.pick("no outcome yet", "尚无结果").to_owned(),
        |word| outcome::word(painter.lang, word),
    )
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
    if !row.bound_again.is_empty() {
        let words = if room == Room::Narrow {
            painter.lang.pick("▲ bound", "▲ 又绑定")
        } else {
            painter.lang.pick("▲ bound again", "▲ 又被绑定")
        };
        return (Role::Danger, words.to_owned());
    }
    let (sign, role) = match row.outcome.map(sign) {
        // A page of them: what went well is not what the eye must find.
        Some((sign, Role::Accent)) => (sign, Role::Normal),
        Some(look) => look,
        None => ("…", Role::Warn),
    };
    let word = match row.outcome {
        Some(word) if room != Room::Long => outcome::short(painter.lang, word).to_owned(),
        word => verdict(painter, word),
    };
    (role, format!("{sign} {word}"))
}

fn about_row(painter: &Painter, row: &HistoryRow, doc: &mut Doc) {
    let line = |en: &'static str, zh: &'static str, value: &str| {
        Line::from(vec![painter.label(11, en, zh), painter.cloud(Role::Normal, value)])
    };
    // Our separators between the journal's texts.
    let (dot, arrow) = (painter.signs(" · "), painter.signs(" → "));
    // For a ticket first of all: a long reason below must not push it out.
    if !row.request_id.is_empty() {
        doc.push(0, line("request id", "请求 ID", &row.request_id));
    }
    doc.push(0, line("request", "请求", &format!("{}{dot}{}", row.parameters, row.region)));
    let took = row.took_ms.map(|ms| format!("{dot}{:.1}s", ms as f64 / 1000.0)).unwrap_or_default();
    let recovered = painter.signs(if row.recovered {
        painter.lang.pick(" · checked by a later start", " · 由后来的启动核对")
    } else {
        ""
    });
    doc.push(
        1,
        line("outcome", "结果", &format!("{}{took}{recovered}", verdict(painter, row.outcome))),
    );
    if !row.message.is_empty() {
        doc.push(2, line("message", "原文", &row.message));
    }
    if !row.bound_again.is_empty() {
        let words =
            tr!(painter.lang, "▲ bound again, to {}", "▲ 又被绑定到 {}", visible(&row.bound_again));
        doc.push(1, vec![painter.label(11, "since", "此后"), painter.own(Role::Danger, words)]);
    }
    // What was not read leads nowhere.
    let after = row.after.as_ref().map(|after| story::state_words(painter.lang, after));
    let after = after.map(|after| format!("{arrow}{after}")).unwrap_or_default();
    if row.binds {
        doc.push(3, line("to", "绑定到", &format!("{}{after}", row.to)));
    } else {
        doc.push(3, line("from", "原绑定", &format!("{}{after}", row.from)));
    }
    doc.push(
        4,
        line(
            "who",
            "操作人",
            &format!("{} {}", row.who, row.profile.as_deref().unwrap_or_default()),
        ),
    );
    if !row.reason.is_empty() {
        doc.push(5, line("reason", "原因", &row.reason));
    }
}
