//! `history`: what was done, from the journal. It settles nothing.

mod table;

use super::args::{Global, HistoryArgs, Output};
use super::output::{self, Part};
use crate::config::env::Env;
use crate::config::paths;
use crate::domain::near::near;
use crate::failure::{Failure, FailureKind};
use crate::journal::{
    HistoryFilter, HistoryRun, JournalError, Latest, OutcomeFilter, ProblemKind, Scan, StoredRuns,
    scan_last, scan_runs,
};
use crate::text::markdown::{Chain, Style, report};
use crate::text::{Lang, history as said, journal};
use crate::unbind::Verdict;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::iter::{self, Peekable};

/// Shows or checks the journal.
///
/// # Errors
/// A filter that can't be understood, a journal that can't be read, a run that is not in it.
pub(super) fn run(
    global: &Global,
    env: &Env,
    lang: Lang,
    wanted: &HistoryArgs,
) -> Result<u8, Failure> {
    let zone = TimeZone::system();
    let filter = HistoryFilter {
        run: wanted.run.clone(),
        eip: wanted.eip.clone(),
        since: wanted.since.as_deref().map(|text| moment(text, &zone, false, lang)).transpose()?,
        until: wanted.until.as_deref().map(|text| moment(text, &zone, true, lang)).transpose()?,
        outcome: wanted.outcome.as_deref().map(|text| outcome(text, lang)).transpose()?,
    };
    let head = wanted.expect_head.as_deref().map(|text| head(text, lang)).transpose()?;
    let failed = |error: &JournalError| {
        Failure::new(FailureKind::Reading, journal::failed(lang, error.kind, &error.tail()))
    };
    let verifies = wanted.verify || head.is_some();
    let (scan, stored) = match (&global.demo, &global.state_dir) {
        // The journal of the built-in cloud went with it; the operator's own is not about it.
        (Some(_), None) => Default::default(),
        (_, dir) => {
            let dir = paths::state_dir(dir.as_deref())
                .ok_or_else(|| failed(&JournalError::no_folder()))?;
            // Only the chain is asked for: no line is kept, but each is understood.
            let read = if verifies {
                scan_last(&dir, 0).map(|scan| (scan, StoredRuns::default()))
            } else {
                scan_runs(&dir)
            };
            read.map_err(|error| failed(&error))?
        }
    };
    if verifies {
        return Ok(verify(&scan, global.output, lang, head.as_deref()));
    }
    let name = filter.run.as_deref().unwrap_or_default();
    let tells_more = wanted.run.is_some() || global.output == Output::Markdown;
    let latest = tells_more.then(|| Latest::of_stored(&stored));
    let options = global.kept_options();
    let reported = |mut run: HistoryRun| {
        if !filter.keeps(&mut run) {
            return None;
        }
        let mut run = run.report(&scan);
        if let Some(latest) = &latest {
            latest.tell(&mut run);
        }
        run.options.clone_from(&options);
        Some(run)
    };
    let columns = usize::from(output::columns(env).unwrap_or(table::WIDTH).max(40));
    let chain = Chain { records: scan.records(), head: scan.head() };
    // A command that is taken from a file or a pipe must be whole.
    let wraps = global.output == Output::Table && output::columns(env).is_some();
    let told = |run, style| {
        let mut text = report(style, lang, &reported(run)?, Some(&chain), &zone);
        if wraps {
            text = table::wrapped(&text, columns);
        }
        Some(Part::lines(&text))
    };
    let shown = Shown { lang, wanted, is_empty: stored.is_empty() };
    match global.output {
        Output::Json => {
            let runs = stored.mapped(name, |run| Some(reported(run)?.json()));
            let runs = Streamed(RefCell::new(shown.unless_none(runs)?));
            output::stream(&Document { runs, journal: chain.json() });
        }
        Output::Csv => {
            let rows = stored.mapped(name, |run| Some(table::rows(&reported(run)?, &zone)));
            output::parts(iter::once(table::csv_heads()).chain(shown.unless_none(rows)?));
        }
        Output::Markdown => {
            let all = stored.mapped(name, |run| told(run, Style::Markdown));
            output::parts(between(shown.unless_none(all)?));
        }
        Output::Table if wanted.run.is_some() => {
            let all = stored.mapped(name, |run| told(run, Style::Plain));
            output::parts(between(shown.unless_none(all)?));
        }
        Output::Table => {
            let rows = stored.mapped(name, |run| {
                let run = reported(run)?;
                Some((run.started_at, table::text(lang, &run, &zone, columns)))
            });
            let mut rows = shown.unless_none(rows)?;
            let heads = rows.peek().and_then(|(first, _)| *first);
            let heads = heads.map(|at| table::heads(lang, at, &zone, columns));
            output::parts(heads.into_iter().chain(rows.map(|(_, text)| text)));
        }
    }
    if let Some((line, kind)) = broken(&scan) {
        let what = said::broken(lang, line, None, kind);
        output::talk(&said::see_verify(lang, &what));
    }
    Ok(0)
}

/// What is asked for, as far as it matters when nothing fits.
struct Shown<'a> {
    lang: Lang,
    wanted: &'a HistoryArgs,
    /// Whether the journal has no run at all.
    is_empty: bool,
}

impl Shown<'_> {
    /// Looks whether there is any, before the first is printed.
    fn unless_none<I: Iterator>(&self, runs: I) -> Result<Peekable<I>, Failure> {
        let mut runs = runs.peekable();
        if runs.peek().is_none() {
            if let Some(name) = &self.wanted.run {
                let said = said::no_such_run(self.lang, name);
                return Err(Failure::of(FailureKind::Reading, said));
            }
            output::talk(said::nothing_to_show(self.lang, self.is_empty));
        }
        Ok(runs)
    }
}

/// The first line from which on nothing is proven, and in which way.
pub(super) fn broken(scan: &Scan) -> Option<(usize, said::Broken)> {
    let first = scan.problems.iter().find(|problem| problem.kind.breaks_chain())?;
    let kind = match first.kind {
        ProblemKind::OutOfPlace => said::Broken::OutOfPlace,
        ProblemKind::Torn
        | ProblemKind::NotUnderstood
        | ProblemKind::Changed
        | ProblemKind::TooLong => said::Broken::Changed,
    };
    Some((first.line, kind))
}

/// Texts with an empty line between them.
fn between(texts: impl Iterator<Item = Part>) -> impl Iterator<Item = Part> {
    let line = |at| (at > 0).then(|| Part::lines("\n"));
    texts.enumerate().flat_map(move |(at, text)| line(at).into_iter().chain([text]))
}

/// What `--output json` prints.
#[derive(Serialize)]
#[serde(bound = "I: Iterator<Item = Value>")]
struct Document<I> {
    runs: Streamed<I>,
    /// How far the journal reaches.
    journal: Value,
}

/// Values that are written as they come: a long journal is not held once more.
struct Streamed<I>(RefCell<I>);

impl<I: Iterator<Item = Value>> Serialize for Streamed<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.borrow_mut().by_ref())
    }
}

fn verify(scan: &Scan, output: Output, lang: Lang, expected: Option<&str>) -> u8 {
    let verdict = scan.chain();
    let (records, head) = (scan.records(), scan.head());
    let found = expected.and_then(|hash| scan.line_of(hash));
    let holds = verdict.intact && (expected.is_none() || found.is_some());
    for problem in &scan.problems {
        output::talk(&journal::problem_at(lang, problem.line, problem.kind));
    }
    let (lines, torn) = (verdict.lines, verdict.torn.len());
    match output {
        Output::Json => output::json(&json!({
            "intact": verdict.intact,
            "lines": lines,
            "records": records,
            "head": head,
            "torn": verdict.torn,
            "firstBroken": verdict.first_broken,
            "expectedHead": expected,
            "expectedHeadLine": found,
            "expectedHeadFound": expected.map(|_| found.is_some()),
        })),
        Output::Csv => {
            let row = [
                verdict.intact.to_string(),
                lines.to_string(),
                records.to_string(),
                head.unwrap_or_default(),
                torn.to_string(),
                verdict.first_broken.map_or_else(String::new, |line| line.to_string()),
            ];
            let heads = ["intact", "lines", "records", "head", "torn", "firstBroken"];
            output::rows(Output::Csv, None, &heads, vec![row.to_vec()]);
        }
        Output::Table | Output::Markdown => {
            let mut text = match broken(scan) {
                Some((line, kind)) => said::broken(lang, line, Some(lines), kind),
                None => said::unchanged(lang, records, head.as_deref()),
            };
            text.push('\n');
            output::data(&text);
        }
    }
    say_how_far(lang, expected, found, torn, verdict.intact && records > 0);
    if holds { 0 } else { FailureKind::Reading.exit_code() }
}

/// What the check proves, and what it does not.
fn say_how_far(
    lang: Lang,
    expected: Option<&str>,
    found: Option<usize>,
    torn: usize,
    intact: bool,
) {
    if torn > 0 {
        output::talk(&said::incomplete_lines(lang, torn));
    }
    match (expected, found) {
        (Some(hash), Some(line)) => output::talk(&said::head_found(lang, hash, line)),
        (Some(hash), None) => output::talk(&said::head_not_found(lang, hash)),
        (None, _) if intact => output::talk(said::note_the_head(lang)),
        (None, _) => {}
    }
}

/// A head as somebody noted it: all of its 64 digits, or the first 12 and more.
fn head(text: &str, lang: Lang) -> Result<String, Failure> {
    let head = text.trim().trim_end_matches('…').to_ascii_lowercase();
    if (12..=64).contains(&head.len()) && head.chars().all(|c| c.is_ascii_hexdigit()) {
        return Ok(head);
    }
    Err(Failure::of(FailureKind::Usage, said::not_a_hash(lang, text)))
}
/// A date, a date with a time (both of this machine's zone), or a full RFC 3339 time. A bare date as the end means its whole day.
fn moment(text: &str, zone: &TimeZone, end: bool, lang: Lang) -> Result<Timestamp, Failure> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    let local = |at: DateTime| zone.to_ambiguous_timestamp(at).compatible().ok();
    // A date alone means the whole day. The parser of dates takes a time as well, and would drop it.
    let is_date = !text.trim().contains(['T', 't', ' ']);
    let date = text.parse::<Date>().ok().filter(|_| is_date).and_then(|date| {
        let date = if end { date.checked_add(1.day()).ok()? } else { date };
        let at = local(date.at(0, 0, 0, 0))?;
        if end { at.checked_sub(1.nanosecond()).ok() } else { Some(at) }
    });
    date.or_else(|| text.parse::<DateTime>().ok().and_then(local))
        .ok_or_else(|| Failure::of(FailureKind::Usage, said::not_a_time(lang, text)))
}

fn outcome(text: &str, lang: Lang) -> Result<OutcomeFilter, Failure> {
    if text.eq_ignore_ascii_case("unsettled") {
        return Ok(OutcomeFilter::Unsettled);
    }
    Verdict::ALL
        .into_iter()
        .find(|word| word.as_str().eq_ignore_ascii_case(text))
        .map(OutcomeFilter::Is)
        .ok_or_else(|| {
            let words = || Verdict::ALL.into_iter().map(Verdict::as_str).chain(["unsettled"]);
            let all = words().collect::<Vec<_>>().join(" ");
            let said = said::not_an_outcome(lang, text, near(words(), text), &all);
            Failure::of(FailureKind::Usage, said)
        })
}
