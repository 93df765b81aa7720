//! Clipping, padding and wrapping by display width, never inside a grapheme.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns that a text takes.
pub(crate) fn width(text: &str) -> usize {
    // Most text is plain, and measured some ten thousand times for a table.
    let is_plain = text.bytes().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'));
    if is_plain { text.len() } else { UnicodeWidthStr::width(text) }
}

/// Columns that a line takes.
pub(crate) fn line_width(line: &Line<'_>) -> usize {
    line.spans.iter().map(|s| width(&s.content)).sum()
}

/// At most this many columns; what is cut off is marked by `more`.
pub(crate) fn clip(text: &str, columns: usize, more: &str) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(width(more));
    let mut out = String::new();
    let mut used = 0;
    for g in text.graphemes(true) {
        if used + width(g) > room {
            break;
        }
        used += width(g);
        out.push_str(g);
    }
    if used + width(more) <= columns {
        out.push_str(more);
    }
    out
}

/// The last columns of a text: what a field shows while it is typed into.
pub(crate) fn clip_start(text: &str, columns: usize) -> String {
    let mut from = text.len();
    let mut used = 0;
    for (at, g) in text.grapheme_indices(true).rev() {
        if used + width(g) > columns {
            break;
        }
        used += width(g);
        from = at;
    }
    text[from..].to_owned()
}

/// Marks the lines of an area that hold this word, given in small letters.
pub(crate) fn mark(buf: &mut Buffer, area: Rect, word: &str) {
    for y in (area.top()..area.bottom()).filter(|_| !word.is_empty()) {
        let cells = (area.left()..area.right()).map(|x| buf[(x, y)].symbol());
        if cells.collect::<String>().to_lowercase().contains(word) {
            buf.set_style(Rect { y, height: 1, ..area }, Style::new().reversed());
        }
    }
}

/// Padded with blanks to this many columns; a longer text stays whole.
pub(crate) fn pad(text: &str, columns: usize) -> String {
    let mut out = text.to_owned();
    out.extend(std::iter::repeat_n(' ', columns.saturating_sub(width(text))));
    out
}

/// Padded on the left.
pub(crate) fn pad_left(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// A line cut to a width, grapheme by grapheme.
pub(crate) fn clip_line(line: Line<'static>, columns: usize, more: &str) -> Line<'static> {
    if line_width(&line) <= columns {
        return line;
    }
    let mut room = columns;
    let mut out = Vec::new();
    for span in line.spans {
        let w = width(&span.content);
        if w < room {
            room -= w;
            out.push(span);
            continue;
        }
        out.push(Span::styled(
            clip(&format!("{}{more}{more}", span.content), room, more),
            span.style,
        ));
        break;
    }
    Line::from(out)
}

/// Breaks a line into lines of at most this width; those after the first are indented. Breaks stand after blanks, or beside wide characters.
pub(crate) fn wrap(line: &Line<'static>, columns: usize, indent: usize) -> Vec<Line<'static>> {
    if line_width(line) <= columns || columns == 0 {
        return vec![line.clone()];
    }
    let indent = if indent * 2 > columns { 0 } else { indent };
    let cells: Vec<(&str, Style)> =
        line.spans.iter().flat_map(|s| s.content.graphemes(true).map(|g| (g, s.style))).collect();
    let mut out = Vec::new();
    let mut start = 0;
    while start < cells.len() {
        let room = if out.is_empty() { columns } else { columns - indent };
        let end = row_end(&cells, start, room);
        let mut row: Vec<Span<'static>> = Vec::new();
        if !out.is_empty() && indent > 0 {
            row.push(Span::raw(" ".repeat(indent)));
        }
        let last = cells[start..end]
            .iter()
            .rposition(|(g, _)| *g != " ")
            .map_or(start, |at| start + at + 1);
        for (g, style) in &cells[start..last] {
            match row.last_mut() {
                Some(span) if span.style == *style => span.content.to_mut().push_str(g),
                _ => row.push(Span::styled((*g).to_owned(), *style)),
            }
        }
        out.push(Line::from(row));
        start = end;
        while start < cells.len() && cells[start].0 == " " {
            start += 1;
        }
    }
    out
}

/// Packs pieces into lines, none of them broken as long as it fits alone; lines after the first are indented.
pub(crate) fn flow(
    lead: Vec<Span<'static>>,
    pieces: Vec<Span<'static>>,
    gap: usize,
    columns: usize,
    indent: usize,
) -> Vec<Line<'static>> {
    let mut out = Vec::new();
    let mut row = Line::from(lead);
    let mut first = true;
    for piece in pieces {
        let need = width(&piece.content) + if first { 0 } else { gap };
        if !first && line_width(&row) + need > columns {
            out.extend(wrap(&std::mem::take(&mut row), columns, indent));
            row.spans.push(Span::raw(" ".repeat(indent)));
        } else if !first {
            row.spans.push(Span::raw(" ".repeat(gap)));
        }
        row.spans.push(piece);
        first = false;
    }
    out.extend(wrap(&row, columns, indent));
    out
}

/// Where a row that begins at `start` ends.
fn row_end(cells: &[(&str, Style)], start: usize, room: usize) -> usize {
    let mut used = 0;
    let mut break_at = None;
    for at in start..cells.len() {
        let g = cells[at].0;
        let w = width(g);
        let after_prompt = at > start + 1 && matches!(cells[at - 2].0, "▸" | ">");
        if at > start
            && !after_prompt
            && (cells[at - 1].0 == " "
                || (w == 2 || width(cells[at - 1].0) == 2) && !sticks(g) && !opens(cells[at - 1].0))
        {
            break_at = Some(at);
        }
        if used + w > room && at > start {
            if g == " " {
                return at;
            }
            return break_at.unwrap_or(at);
        }
        used += w;
    }
    cells.len()
}

/// Signs that may not begin a row.
fn sticks(g: &str) -> bool {
    matches!(g, "，" | "。" | "；" | "：" | "、" | "）" | "！" | "？" | "”")
}

fn opens(g: &str) -> bool {
    matches!(g, "（" | "“")
}

/// Draws a line into a row of an area; what does not fit is cut, what is outside is not drawn.
pub(crate) fn put(buf: &mut Buffer, area: Rect, row: u16, line: &Line<'_>) {
    let area = area.intersection(buf.area);
    if row < area.height && area.width > 0 {
        buf.set_line(area.x, area.y + row, line, area.width);
    }
}

/// Blanks the wide characters that reach into an area from its left: half of one would tear what is drawn beside it.
pub(crate) fn uncover(buf: &mut Buffer, area: Rect) {
    let area = area.intersection(buf.area);
    if area.x == buf.area.x || area.width == 0 {
        return;
    }
    for y in area.y..area.bottom() {
        let cell = &mut buf[(area.x - 1, y)];
        if width(cell.symbol()) > 1 {
            cell.set_symbol(" ");
        }
    }
}

/// Draws lines one below the other.
pub(crate) fn put_all(buf: &mut Buffer, area: Rect, lines: &[Line<'_>]) {
    for (row, line) in lines.iter().enumerate().take(usize::from(area.height)) {
        put(buf, area, row as u16, line);
    }
}

/// A left part and a right part on one line, the right one flush with the edge when both fit.
pub(crate) fn spread(left: Line<'static>, right: Line<'static>, columns: usize) -> Line<'static> {
    let gap = columns.saturating_sub(line_width(&left) + line_width(&right));
    let mut spans = left.spans;
    spans.push(Span::raw(" ".repeat(gap)));
    spans.extend(right.spans);
    Line::from(spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_are_never_halved() {
        assert_eq!(clip("网关-gz-07", 5, "…"), "网关…");
        assert_eq!(clip("网关-gz-07", 4, "…"), "网…");
        assert_eq!(clip("网关", 4, "…"), "网关");
        assert_eq!(clip("e\u{301}x", 1, ""), "e\u{301}");
        assert_eq!(width(&pad("网关", 6)), 6);
    }

    #[test]
    fn wrapping_keeps_every_word_and_the_width() {
        let text = "Type 77 to unbind 203.0.113.77, then Enter";
        for columns in 1..60 {
            let lines = wrap(&Line::from(text.to_owned()), columns, 2);
            assert!(lines.iter().all(|l| line_width(l) <= columns.max(1)), "{columns}");
            let all: String =
                lines.iter().flat_map(|l| l.spans.iter()).map(|s| s.content.as_ref()).collect();
            assert_eq!(all.replace(' ', ""), text.replace(' ', ""));
        }
        let zh = wrap(&Line::from("输入 77 以解绑，然后按".to_owned()), 14, 0);
        assert_eq!(zh[0].to_string(), "输入 77 以解");
        assert_eq!(zh[1].to_string(), "绑，然后按");
    }
}
