//! The report for people and for spreadsheets.

use super::check::{Check, State};
use super::report::Report;
use crate::cli::args::Output;
use crate::cli::output;
use crate::domain::sanitize::visible;
use crate::text::Lang;
use crate::text::credentials::shown_source;
use crate::text::doctor as words;
use crate::view::wrap::wrap;
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr;

/// How it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) lang: Lang,
    /// Columns to break lines at; none where it goes into a file or a pipe.
    pub(super) columns: Option<u16>,
    pub(super) color: bool,
    pub(super) ascii: bool,
}

/// Writes the report.
pub(super) fn write(report: &Report, output: Output, look: Look) {
    match output {
        Output::Json => output::json(&report.json()),
        Output::Csv => {
            output::rows(Output::Csv, None, HEADS, report.checks.iter().map(cells).collect())
        }
        Output::Table | Output::Markdown => output::data(&table(report, look)),
    }
}

/// Narrower than this, what was found stands under the check instead of beside it.
const STACKED: u16 = 72;

const HEADS: &[&str] = &["area", "check", "subject", "state", "found", "next"];

fn cells(check: &Check) -> Vec<String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        check.area.word().to_owned(),
        check.name.to_owned(),
        text(&check.subject),
        check.state.word().to_owned(),
        check.found.clone(),
        text(&check.next),
    ]
}

/// What a check is called, and what it is about.
fn label(lang: Lang, check: &Check) -> String {
    let name = words::label(lang, check.name);
    match &check.subject {
        // The area says what it is.
        Some(subject) if matches!(check.name, "endpoint" | "quota") => {
            visible(subject).into_owned()
        }
        Some(subject) if check.name == "source" => {
            format!("{name} {}", visible(&shown_source(lang, subject)))
        }
        Some(subject) => format!("{name} {}", visible(subject)),
        None => name.to_owned(),
    }
}

/// A line of the table before it is laid out.
struct Row<'a> {
    state: Option<State>,
    cells: [String; 3],
    found: &'a str,
    next: Option<&'a str>,
}

/// A table; a next step stands under what was found.
fn table(report: &Report, look: Look) -> String {
    let lang = look.lang;
    let heads = words::heads(lang);
    let head = Row {
        state: None,
        cells: [heads[0], heads[1], heads[2]].map(str::to_owned),
        found: heads[3],
        next: None,
    };
    let of = |check: &'_ Check| {
        [check.state.shown(lang).to_owned(), check.area.shown(lang).to_owned(), label(lang, check)]
    };
    let row = |check| -> Row<'_> {
        let check: &Check = check;
        Row {
            state: Some(check.state),
            cells: of(check),
            found: &check.found,
            next: check.next.as_deref(),
        }
    };
    let rows: Vec<Row<'_>> = report.checks.iter().map(row).collect();
    let text: String = match look.columns.filter(|columns| *columns < STACKED) {
        Some(columns) => rows.iter().map(|row| stacked(row, columns, look)).collect(),
        None => {
            let width = |column: usize| {
                rows.iter().chain([&head]).map(|row| row.cells[column].width()).max().unwrap_or(0)
            };
            // A long subject (a URL, a path) breaks its own line, not the whole table.
            let most = if look.columns.is_some_and(|columns| columns < 100) { 22 } else { 40 };
            let widths = [width(0), width(1), width(2).min(most)];
            [&head].into_iter().chain(&rows).map(|row| beside(row, widths, look)).collect()
        }
    };
    let verdict = broken(&verdict(report, lang), look.columns, 0).join("\n");
    let policy = report.policy.map(|policy| {
        let (lead, policy) = policy.shown(lang, report.api);
        let lead: Vec<_> = lead.iter().flat_map(|text| broken(text, look.columns, 0)).collect();
        format!("\n{}\n{policy}", lead.join("\n"))
    });
    format!("{text}\n{verdict}\n{}", policy.unwrap_or_default())
}

/// What was found stands beside the check.
fn beside(row: &Row<'_>, widths: [usize; 3], look: Look) -> String {
    let indent: usize = widths.iter().map(|width| width + 2).sum();
    let [state, area, label] = &row.cells;
    let mut text = painted(row.state, &padded(state, widths[0]), look.color)
        + &padded(area, widths[1])
        + &padded(label, widths[2]);
    if label.width() > widths[2] {
        text.truncate(text.trim_end().len());
        text.push('\n');
        text.push_str(&under(row, indent, look));
    } else {
        text.push_str(under(row, indent, look).trim_start_matches(' '));
    }
    text
}

/// What was found stands under the check.
fn stacked(row: &Row<'_>, columns: u16, look: Look) -> String {
    let [state, area, label] = &row.cells;
    let lead = wrap(&Line::raw(format!("{state} {area} {label}")), usize::from(columns), 2);
    let lead: Vec<String> = lead.into_iter().map(|line| line.to_string()).collect();
    let lead = lead.join("\n");
    let rest = lead.strip_prefix(state.as_str()).unwrap_or_default();
    format!("{}{rest}\n{}", painted(row.state, state, look.color), under(row, 4, look))
}

/// What was found, and the next step, with this indent.
fn under(row: &Row<'_>, indent: usize, look: Look) -> String {
    let mut text = String::new();
    let mut line = |lead: &str, part: &str| {
        text.extend(std::iter::repeat_n(' ', indent));
        text.push_str(lead);
        text.push_str(part);
        text.push('\n');
    };
    for part in broken(row.found, look.columns, indent) {
        line("", &part);
    }
    let (arrow, blank) = if look.ascii { ("-> ", "   ") } else { ("→ ", "  ") };
    let parts =
        row.next.map(|next| broken(next, look.columns, indent + arrow.width())).unwrap_or_default();
    for (at, part) in parts.iter().enumerate() {
        line(if at == 0 { arrow } else { blank }, part);
    }
    text
}

fn verdict(report: &Report, lang: Lang) -> String {
    let (failed, warnings) = (report.count("failed"), report.count("warning"));
    let has = |name: &str| report.checks.iter().any(|check| check.name == name);
    if report.exit_code() == 0 && has("readOnly") {
        words::only_plans(lang, warnings)
    } else if report.exit_code() == 0 && has("fourEyes") {
        words::planned_by_another(lang, warnings)
    } else if report.exit_code() == 0 {
        words::would_work(lang, warnings)
    } else {
        words::would_not_work(lang, failed, warnings)
    }
}

fn padded(text: &str, width: usize) -> String {
    let mut out = text.to_owned();
    out.extend(std::iter::repeat_n(' ', width.saturating_sub(text.width()) + 2));
    out
}

/// The colour of a state. The word says the same without it.
fn painted(state: Option<State>, text: &str, color: bool) -> String {
    let code = match state {
        Some(State::Ok) => "32",
        Some(State::Warning) => "33",
        Some(State::Failed(_)) => "1;31",
        Some(State::NotTried) => "2",
        None => "1",
    };
    if color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// A text in lines that fit beside what stands on their left.
fn broken(text: &str, columns: Option<u16>, indent: usize) -> Vec<String> {
    let text = visible(text).into_owned();
    let Some(columns) = columns else { return vec![text] };
    let room = usize::from(columns).saturating_sub(indent).max(20);
    wrap(&Line::raw(text), room, 0).into_iter().map(|line| line.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::check::{Area, Blame};
    use super::*;
    use jiff::Timestamp;

    fn report() -> Report {
        let checks = vec![
            Check::ok(Area::Clock, "skew", "3 s ahead"),
            Check::new(
                Area::Permissions,
                "DescribeEip",
                State::Failed(Blame::Credentials),
                "4101 not allowed \u{1b}[31m",
            )
            .subject("ap-guangzhou")
            .next("ask for the permission"),
        ];
        Report { at: Timestamp::UNIX_EPOCH, api: None, regions: vec![], checks, policy: None }
    }

    fn shown(lang: Lang, columns: Option<u16>, color: bool) -> String {
        table(&report(), Look { lang, columns, color, ascii: false })
    }

    #[test]
    fn a_next_step_stands_under_what_was_found() {
        let expected = "\
STATE   AREA         CHECK                     FOUND
ok      clock        skew                      3 s ahead
failed  permissions  DescribeEip ap-guangzhou  4101 not allowed ␛[31m
                                               → ask for the permission

An unbind would not work: 1 failed, 0 to note.
";
        assert_eq!(shown(Lang::En, None, false), expected);
        let zh = shown(Lang::Zh, None, false);
        assert!(
            zh.starts_with("状态  项目  检查")
                && zh.contains("失败  权限  DescribeEip ap-guangzhou  4101"),
            "{zh}"
        );
    }

    #[test]
    fn a_narrow_terminal_breaks_lines_and_colours_change_no_letter() {
        for columns in [40, 60, 80, 100] {
            let narrow = shown(Lang::En, Some(columns), false);
            assert!(narrow.lines().all(|line| line.width() <= usize::from(columns)), "{narrow}");
            assert!(
                narrow.split_whitespace().collect::<String>().contains("→askforthepermission"),
                "{narrow}"
            );
        }
        let bare = |text: &str| {
            ["\u{1b}[32m", "\u{1b}[1;31m", "\u{1b}[1m", "\u{1b}[0m"]
                .iter()
                .fold(text.to_owned(), |t, c| t.replace(c, ""))
        };
        assert_ne!(shown(Lang::En, None, true), shown(Lang::En, None, false));
        assert_eq!(bare(&shown(Lang::En, None, true)), shown(Lang::En, None, false));
    }
}
