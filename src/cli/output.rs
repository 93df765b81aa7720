//! What is written: data to standard output, talk to standard error. The only place that prints.

use super::args::Output;
use super::table::Table;
use crate::config::env::Env;
use crate::domain::sanitize::{escaped, visible, visible_lines};
use crate::failure::Failure;
use crate::runtime::terminal::Screen;
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;
use std::io::{BufWriter, ErrorKind, IsTerminal as _, Write};
use std::sync::OnceLock;

/// Why standard output could not be written, the first time.
static UNWRITTEN: OnceLock<String> = OnceLock::new();

/// A broken pipe is no failure: whoever read has read enough. Any other is told at the end: what was asked for is done all the same.
fn write_out(text: &str) {
    write_bytes(text.as_bytes());
}

fn write_bytes(bytes: &[u8]) {
    let mut out = std::io::stdout().lock();
    note(out.write_all(bytes).and_then(|()| out.flush()));
}

fn note(written: std::io::Result<()>) {
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
    {
        UNWRITTEN.get_or_init(|| error.to_string());
    }
}

/// Columns of the terminal that standard output is; `None` into a pipe or a file, where everything is written whole.
/// `COLUMNS` counts more than what the terminal says, as usual.
pub(crate) fn columns(env: &Env) -> Option<u16> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    let told = env.get("COLUMNS").and_then(|text| text.parse().ok()).filter(|columns| *columns > 0);
    told.or_else(|| Some(Screen::size().0)).filter(|columns| *columns > 0)
}

/// Why standard output could not be written, if it could not.
pub(crate) fn unwritten() -> Option<&'static str> {
    UNWRITTEN.get().map(String::as_str)
}

/// Writes data.
pub(crate) fn data(text: &str) {
    write_out(text);
}

/// Says something to the operator. Whatever a part of it was, nothing that acts on a terminal gets out.
pub(crate) fn talk(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", visible_lines(text));
}

/// Says why it failed, and the next step.
pub(crate) fn failure(failure: &Failure) {
    talk(&format!("eip-unbind: {failure}"));
}

/// Writes a JSON value.
pub(crate) fn json(value: &Value) {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    write_out(&escaped(&text));
}

/// Writes a document as it serialises itself, in pieces.
pub(crate) fn stream(document: &impl Serialize) {
    let mut out = BufWriter::with_capacity(PIECE, Escaping);
    let written = serde_json::to_writer_pretty(&mut out, document).map_err(Into::into);
    note(written.and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush()));
}

/// The same for a document that ends in an empty list, with these rows in the list, a line each.
pub(crate) fn stream_rows(document: &impl Serialize, rows: impl Iterator<Item = impl Serialize>) {
    note(rows_into(BufWriter::with_capacity(PIECE, Escaping), document, rows));
}

fn rows_into(
    mut out: impl Write,
    document: &impl Serialize,
    rows: impl Iterator<Item = impl Serialize>,
) -> std::io::Result<()> {
    let document = serde_json::to_string_pretty(document)?;
    let (head, tail) = document.rsplit_once(']').unwrap_or((&document, ""));
    out.write_all(head.as_bytes())?;
    let mut rows = rows.peekable();
    let end: &[u8] = if rows.peek().is_some() { b"\n  ]" } else { b"]" };
    let mut between: &[u8] = b"\n    ";
    for row in rows {
        out.write_all(between)?;
        serde_json::to_writer(&mut out, &row)?;
        between = b",\n    ";
    }
    out.write_all(end)?;
    out.write_all(tail.as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()
}

/// How much is written at a time, in bytes.
const PIECE: usize = 64 * 1024;

/// Standard output, with what acts on a terminal escaped as JSON does.
struct Escaping;

impl Write for Escaping {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        // JSON comes in whole characters, never in a part of one, and a `BufWriter` hands on whole writes.
        match std::str::from_utf8(bytes) {
            Ok(text) => write_out(&escaped(text)),
            Err(error) => return Err(std::io::Error::new(ErrorKind::InvalidData, error)),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Writes CSV row by row.
pub(crate) fn csv_rows<'a>(heads: &[&str], rows: impl Iterator<Item = impl AsRef<[Cow<'a, str>]>>) {
    let mut writer = csv::WriterBuilder::new().buffer_capacity(PIECE).from_writer(Plain);
    let _ = writer.write_record(heads);
    for row in rows {
        write_row(&mut writer, row.as_ref());
    }
    let _ = writer.flush();
}

/// A part of what is written, with nothing in it that acts on a terminal.
pub(crate) struct Part(String);

impl Part {
    /// Lines of text.
    pub(crate) fn lines(text: &str) -> Self {
        Self(visible_lines(text).into_owned())
    }

    /// Rows of CSV.
    pub(crate) fn csv(rows: &[impl AsRef<[String]>]) -> Self {
        let mut writer = csv::Writer::from_writer(Vec::new());
        rows.iter().for_each(|row| write_row(&mut writer, row.as_ref()));
        Self(text_of(writer))
    }
}

/// Writes data part by part, as they come.
pub(crate) fn parts(parts: impl Iterator<Item = Part>) {
    let mut out = BufWriter::with_capacity(PIECE, Plain);
    for Part(text) in parts {
        let _ = out.write_all(text.as_bytes());
    }
    let _ = out.flush();
}

/// Standard output as it is, for text that was made visible before.
struct Plain;

impl Write for Plain {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        write_bytes(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Rows with heads, as CSV or as a table that leaves nothing out.
pub(crate) fn rows(output: Output, columns: Option<u16>, heads: &[&str], rows: Vec<Vec<String>>) {
    match output {
        Output::Csv => write_out(&csv(heads, &rows)),
        Output::Table | Output::Json | Output::Markdown => {
            let table = Table::new(heads, rows);
            let text = match columns {
                Some(columns) => table.flowing(usize::from(columns)),
                None => table.whole(),
            };
            write_out(&visible_lines(&text));
        }
    }
}

/// CSV that no spreadsheet takes for a formula: a cell that begins like one, full-width signs included, gets an apostrophe in front.
pub(crate) fn csv(heads: &[&str], rows: &[Vec<String>]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let _ = writer.write_record(heads);
    rows.iter().for_each(|row| write_row(&mut writer, row));
    text_of(writer)
}

fn write_row(writer: &mut csv::Writer<impl Write>, row: &[impl AsRef<str>]) {
    for cell in row {
        let _ = writer.write_field(guarded(visible(cell.as_ref())).as_bytes());
    }
    let _ = writer.write_record(None::<&[u8]>);
}

fn text_of(writer: csv::Writer<Vec<u8>>) -> String {
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn guarded(cell: Cow<'_, str>) -> Cow<'_, str> {
    let formula = cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if formula { format!("'{cell}").into() } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_and_controls_are_harmless() {
        let text =
            csv(&["name"], &[vec!["=cmd()".into()], vec!["a\x1b[0m,b".into()], vec!["-1".into()]]);
        assert_eq!(text, "name\n'=cmd()\n\"a␛[0m,b\"\n'-1\n");
        let wide = csv(
            &["name"],
            &["＝a", "＋a", "－a", "\u{3000}＠a", "a＝"].map(|cell| vec![cell.to_owned()]),
        );
        assert_eq!(wide, "name\n'＝a\n'＋a\n'－a\n'\u{3000}＠a\na＝\n");
    }
}
