//! `history`: what was done, from the journal. It settles nothing.

mod table;

use super::args::{Global, HistoryArgs, Output};
use super::output;
use crate::config::env::Env;
use crate::config::paths;
use crate::domain::near::near;
use crate::failure::{Failure, FailureKind};
use crate::journal::{
    HistoryFilter, HistoryRun, JournalError, Latest, OutcomeFilter, ProblemKind, Scan, runs_of,
    scan_last,
};
use crate::parallel::mapped;
use crate::text::markdown::{Chain, Style, report};
use crate::text::{Lang, history as said, journal};
use crate::unbind::Verdict;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::mem::{ManuallyDrop, take};

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
    let mut scan = match (&global.demo, &global.state_dir) {
        // The journal of the built-in cloud went with it; the operator's own is not about it.
        (Some(_), None) => Scan::default(),
        (_, dir) => {
            let dir = paths::state_dir(dir.as_deref())
                .ok_or_else(|| failed(&JournalError::no_folder()))?;
            // Only the chain is asked for: no line is kept.
            let most = if wanted.verify || head.is_some() { 0 } else { usize::MAX };
            scan_last(&dir, most).map_err(|error| failed(&error))?
        }
    };
    if wanted.verify || head.is_some() {
        return Ok(verify(&scan, global.output, lang, head.as_deref()));
    }
    let mut runs = runs_of(take(&mut scan.lines), &HistoryFilter::default());
    let tells_more = wanted.run.is_some() || global.output == Output::Markdown;
    let latest = tells_more.then(|| Latest::of(&runs));
    let is_empty = runs.is_empty();
    runs.retain_mut(|run| filter.keeps(run));
    if let (true, Some(name)) = (runs.is_empty(), &wanted.run) {
        return Err(Failure::of(FailureKind::Reading, said::no_such_run(lang, name)));
    }
    if runs.is_empty() {
        output::talk(said::nothing_to_show(lang, is_empty));
    }
    let options = global.kept_options();
    let reported = |run: HistoryRun| {
        let mut run = run.report(&scan);
        if let Some(latest) = &latest {
            latest.tell(&mut run);
        }
        run.options.clone_from(&options);
        // What was told is needed no more, and the program ends next: to free it piece by piece is a good part of a long history's time.
        ManuallyDrop::new(run)
    };
    let first = runs.first().map(|run| run.started_at);
    let runs = runs.into_iter();
    let columns = usize::from(output::columns(env).unwrap_or(table::WIDTH).max(40));
    let chain = Chain { records: scan.records(), head: scan.head() };
    let told = |style, run| report(style, lang, &reported(run), Some(&chain), &zone);
    match global.output {
        Output::Json => {
            let runs = mapped(runs, |run| reported(run).json());
            let runs = Streamed(RefCell::new(runs));
            output::stream(&Document { runs, journal: chain.json() });
        }
        Output::Csv => table::csv(mapped(runs, |run| table::rows(&reported(run), &zone))),
        Output::Markdown => {
            output::parts(between(mapped(runs, |run| told(Style::Markdown, run))));
        }
        Output::Table if wanted.run.is_some() => {
            let all = between(runs.map(|run| told(Style::Plain, run)));
            // A command that is taken from a file or a pipe must be whole.
            let wrap = |text: String| match output::columns(env) {
                Some(_) => table::wrapped(&text, columns),
                None => text,
            };
            output::parts(all.map(wrap));
        }
        Output::Table => {
            let heads = first.map(|at| table::heads(lang, at, &zone, columns));
            let rows = mapped(runs, |run| table::text(lang, &reported(run), &zone, columns));
            output::parts(heads.into_iter().chain(rows));
        }
    }
    if let Some((line, kind)) = broken(&scan) {
        let what = said::broken(lang, line, None, kind);
        output::talk(&said::see_verify(lang, &what));
    }
    Ok(0)
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
fn between(texts: impl Iterator<Item = String>) -> impl Iterator<Item = String> {
    texts.enumerate().map(|(at, text)| if at == 0 { text } else { format!("\n{text}") })
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
