//! Tables for people: as wide as they need, or as the terminal is.

use crate::domain::sanitize::visible;
use crate::view::wrap::{clip, width, wrap};
use ratatui::text::Line;
use std::borrow::Cow;
use std::iter;

/// Between two columns.
const GAP: usize = 2;
/// What is left of a name that is cut, in columns.
const LEAST_NAME: usize = 12;

/// Heads and rows, with what acts on a terminal made visible.
pub(super) struct Table<'a> {
    /// The heads first.
    rows: Vec<Vec<Cow<'a, str>>>,
}

impl<'a> Table<'a> {
    pub(super) fn new<C: Into<Cow<'a, str>>>(heads: &[&'a str], rows: Vec<Vec<C>>) -> Self {
        let heads = heads.iter().map(|head| Cow::Borrowed(*head)).collect();
        let rows = rows.into_iter().map(|row| row.into_iter().map(|c| shown(c.into())).collect());
        Self { rows: iter::once(heads).chain(rows).collect() }
    }

    fn widths(&self) -> Vec<usize> {
        let mut widths = Vec::new();
        for row in &self.rows {
            widths.resize(widths.len().max(row.len()), 0);
            for (most, cell) in widths.iter_mut().zip(row) {
                *most = width(cell).max(*most);
            }
        }
        widths
    }

    /// The whole table, a line a row.
    pub(super) fn whole(&self) -> String {
        let all: Vec<usize> = (0..self.rows[0].len()).collect();
        self.lines(&all, &self.widths(), "")
    }

    /// A line a row, in so many columns: the name in the last column is cut, then `order` says which columns are left out first. Gives the
    /// heads of those, too.
    pub(super) fn narrowed(&self, columns: usize, order: &[usize], more: &str) -> Narrowed<'_> {
        let mut widths = self.widths();
        let mut kept: Vec<usize> = (0..widths.len()).collect();
        let last = widths.len() - 1;
        let mut left_out = Vec::new();
        let mut order = order.iter();
        let full = widths[last];
        loop {
            let others: usize = kept.iter().filter(|c| **c != last).map(|c| widths[*c] + GAP).sum();
            let room = columns.saturating_sub(others);
            if room >= full.min(LEAST_NAME) {
                widths[last] = full.min(room);
                break;
            }
            let Some(column) = order.next() else {
                widths[last] = LEAST_NAME.min(full);
                break;
            };
            kept.retain(|c| c != column);
            left_out.push(&*self.rows[0][*column]);
        }
        Narrowed {
            text: self.lines(&kept, &widths, more),
            left_out,
            names_are_cut: widths[last] < full,
        }
    }

    /// Everything, in so many columns: what does not fit beside the cells before it stands under them.
    pub(super) fn flowing(&self, columns: usize) -> String {
        let widths = self.widths();
        if widths.iter().sum::<usize>() + GAP * (widths.len() - 1) <= columns {
            return self.whole();
        }
        let mut text = String::new();
        for row in &self.rows {
            let mut line = String::new();
            let mut ends = 0;
            for (cell, most) in row.iter().zip(&widths) {
                let lead = " ".repeat(ends - width(&line).min(ends));
                if width(&line) + lead.len() + width(cell) > columns && !line.trim().is_empty() {
                    text.push_str(line.trim_end());
                    text.push('\n');
                    line.clear();
                    line.push_str("    ");
                } else {
                    line.push_str(&lead);
                }
                line.push_str(cell);
                // A cell that is far longer than most does not push the others away.
                let begin = width(&line) - width(cell);
                ends = width(&line).max(begin + (*most).min(columns / 3)) + GAP;
            }
            for part in wrap(&Line::raw(line.trim_end().to_owned()), columns, 6) {
                text.push_str(part.to_string().trim_end());
                text.push('\n');
            }
        }
        text
    }

    fn lines(&self, kept: &[usize], widths: &[usize], more: &str) -> String {
        let mut text = String::new();
        for row in &self.rows {
            for (cell, columns) in kept.iter().map(|column| (&row[*column], widths[*column])) {
                let mut used = width(cell);
                if used <= columns {
                    text.push_str(cell);
                } else {
                    let cut = clip(cell, columns, more);
                    used = width(&cut);
                    text.push_str(&cut);
                }
                text.extend(iter::repeat_n(' ', (columns + GAP).saturating_sub(used)));
            }
            text.truncate(text.trim_end_matches(' ').len());
            text.push('\n');
        }
        text
    }
}

fn shown(cell: Cow<'_, str>) -> Cow<'_, str> {
    match cell {
        Cow::Borrowed(text) => visible(text),
        Cow::Owned(text) => {
            if let Cow::Owned(shown) = visible(&text) {
                return shown.into();
            }
            text.into()
        }
    }
}

/// A table in fewer columns than it needs.
pub(super) struct Narrowed<'a> {
    pub(super) text: String,
    /// The heads of columns that are not in it.
    pub(super) left_out: Vec<&'a str>,
    pub(super) names_are_cut: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Table<'static> {
        let row = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
        Table::new(
            &["EIP", "NIC", "NAME"],
            vec![
                row(&["203.0.113.77", "eni-5f6a7b8c", "网关-gz-07-for-the-payments"]),
                row(&["192.0.2.1", "-", "a\u{1b}b"]),
            ],
        )
    }

    #[test]
    fn wide_characters_line_up() {
        let text = Table::new(&["NAME", "X"], vec![vec!["网关", "1"], vec!["ab", "2"]]);
        assert_eq!(text.whole(), "NAME  X\n网关  1\nab    2\n");
    }

    #[test]
    fn a_narrow_table_cuts_names_first_and_names_what_it_leaves_out() {
        let table = sample();
        let most = table.whole().lines().map(width).max().unwrap();
        for columns in 30..most + 5 {
            let narrowed = table.narrowed(columns, &[1], "…");
            assert!(narrowed.text.lines().all(|line| width(line) <= columns), "{columns}");
            assert_eq!(narrowed.names_are_cut, narrowed.text.contains('…'), "{}", narrowed.text);
            assert_eq!(narrowed.text.contains("NIC"), narrowed.left_out.is_empty());
            assert!(narrowed.text.contains("203.0.113.77") && narrowed.text.contains("a␛b"));
        }
        assert_eq!(table.narrowed(most, &[1], "…").text, table.whole());
        assert_eq!(table.narrowed(30, &[1], "…").left_out, ["NIC"]);
    }

    #[test]
    fn a_flowing_table_keeps_every_cell_within_the_columns() {
        let table = sample();
        for columns in [28, 40, 60, 80] {
            let text = table.flowing(columns);
            assert!(text.lines().all(|line| width(line) <= columns), "{columns}:\n{text}");
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(bare(&text), bare(&table.whole()));
        }
    }
}
