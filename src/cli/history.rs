//! `history`: what was done, from the journal. It settles nothing.

use super::args::{Global, Output};
use super::output;
use crate::config::env::Env;
use crate::config::paths;
use crate::domain::near::near;
use crate::failure::{Failure, FailureKind};
use crate::journal::{
    HistoryFilter, HistoryRun, JournalError, OutcomeFilter, Scan, history, history_json, scan,
};
use crate::runtime::recovery::row;
use crate::text::Lang;
use crate::tr;
use crate::unbind::Verdict;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde_json::json;

/// What is asked for.
pub(super) struct Wanted {
    pub(super) eip: Option<String>,
    pub(super) since: Option<String>,
    pub(super) until: Option<String>,
    pub(super) outcome: Option<String>,
    pub(super) verify: bool,
}

/// Shows or checks the journal.
///
/// # Errors
/// A filter that can't be understood, a journal that can't be read.
pub(super) fn run(global: &Global, env: &Env, lang: Lang, wanted: &Wanted) -> Result<u8, Failure> {
    let zone = TimeZone::system();
    let filter = HistoryFilter {
        eip: wanted.eip.clone(),
        since: wanted.since.as_deref().map(|text| moment(text, &zone, false, lang)).transpose()?,
        until: wanted.until.as_deref().map(|text| moment(text, &zone, true, lang)).transpose()?,
        outcome: wanted.outcome.as_deref().map(|text| outcome(text, lang)).transpose()?,
    };
    let failed = |error: &JournalError| {
        let (en, zh) = error.text();
        Failure::new(
            FailureKind::Reading,
            match lang {
                Lang::En => en,
                Lang::Zh => zh,
            },
        )
    };
    let dir = paths::state_dir(global.state_dir.as_deref())
        .ok_or_else(|| failed(&JournalError::no_folder()))?;
    let _ = env;
    let scan = scan(&dir).map_err(|error| failed(&error))?;
    if wanted.verify {
        return Ok(verify(&scan, global.output, lang));
    }
    let runs = history(&scan, &filter);
    write(global.output, lang, &runs, &zone);
    if let Some(line) = scan.chain().first_broken {
        output::talk(&tr!(
            lang,
            "warning: the chain is broken at line {line}; see history --verify",
            "注意：链在第 {line} 行断裂；见 history --verify"
        ));
    }
    Ok(0)
}

fn verify(scan: &Scan, output: Output, lang: Lang) -> u8 {
    let verdict = scan.chain();
    let code = if verdict.intact { 0 } else { FailureKind::Reading.exit_code() };
    for problem in &scan.problems {
        let (en, zh) = problem.kind.words();
        output::talk(&tr!(lang, "line {}: {}", "第 {} 行：{}", problem.line, lang.pick(en, zh)));
    }
    let (lines, torn) = (verdict.lines, verdict.torn.len());
    match (output, verdict.first_broken) {
        (Output::Json, broken) => {
            output::json(
                &json!({ "intact": verdict.intact, "lines": lines, "torn": verdict.torn, "firstBroken": broken }),
            );
        }
        (Output::Csv, broken) => {
            let row = [
                verdict.intact.to_string(),
                lines.to_string(),
                torn.to_string(),
                broken.map_or_else(String::new, |n| n.to_string()),
            ];
            output::rows(Output::Csv, &["intact", "lines", "torn", "firstBroken"], &[row.to_vec()]);
        }
        (Output::Table, Some(line)) => {
            output::data(&format!(
                "{}\n",
                tr!(lang, "broken at line {line} of {lines}", "第 {line} 行断裂（共 {lines} 行）")
            ));
        }
        (Output::Table, None) => {
            output::data(&format!(
                "{}\n",
                tr!(
                    lang,
                    "intact: {lines} lines, {torn} torn",
                    "完整：{lines} 行，{torn} 行被截断"
                )
            ));
        }
    }
    code
}

fn write(output: Output, lang: Lang, runs: &[HistoryRun], zone: &TimeZone) {
    if output == Output::Json {
        return output::json(&history_json(runs));
    }
    let heads = [
        "when",
        "who",
        "profile",
        "region",
        "eip",
        "from",
        "request",
        "outcome",
        "message",
        "tookMs",
        "requestId",
        "reason",
    ];
    let shown = lang.pick(
        "WHEN|WHO|PROFILE|REGION|EIP|FROM|REQUEST|OUTCOME|MESSAGE|TOOK|REQUEST ID|REASON",
        "时间|操作人|配置|地域|EIP|原绑定|请求|结果|信息|用时|请求 ID|原因",
    );
    let heads: Vec<&str> =
        if output == Output::Csv { heads.to_vec() } else { shown.split('|').collect() };
    let rows = runs.iter().flat_map(|run| run.items.iter().map(|item| row(run, item))).map(|row| {
        vec![
            row.at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            row.who,
            row.profile.unwrap_or_default(),
            row.region,
            row.eip,
            row.from,
            row.parameters,
            row.outcome.map_or_else(String::new, |word| word.as_str().to_owned()),
            row.message,
            row.took_ms.map_or_else(String::new, |ms| ms.to_string()),
            row.request_id,
            row.reason,
        ]
    });
    output::rows(output, &heads, &rows.collect::<Vec<_>>());
}

/// A date, a date with a time (both of this machine's zone), or a full RFC 3339 time. A bare date as the end means its whole day.
fn moment(text: &str, zone: &TimeZone, end: bool, lang: Lang) -> Result<Timestamp, Failure> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    let local = |at: DateTime| zone.to_ambiguous_timestamp(at).compatible().ok();
    let date = text.parse::<Date>().ok().and_then(|date| {
        let date = if end { date.checked_add(1.day()).ok()? } else { date };
        let at = local(date.at(0, 0, 0, 0))?;
        if end { at.checked_sub(1.nanosecond()).ok() } else { Some(at) }
    });
    date.or_else(|| text.parse::<DateTime>().ok().and_then(local)).ok_or_else(|| {
        Failure::usage(tr!(lang, "{text:?} is not a time", "{text:?} 不是时间")).hint(lang.pick(
            "write 2026-11-22, 2026-11-22T03:00 or 2026-11-22T03:00:00+08:00",
            "请写成 2026-11-22、2026-11-22T03:00 或 2026-11-22T03:00:00+08:00",
        ))
    })
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
            let failure =
                Failure::usage(tr!(lang, "{text:?} is not an outcome", "{text:?} 不是结果词"));
            let failure = match near(words(), text) {
                Some(near) => failure.hint(super::did_you_mean(lang, near)),
                None => failure,
            };
            let words = words().collect::<Vec<_>>().join(" ");
            failure.hint(tr!(lang, "outcomes: {words}", "结果词：{words}"))
        })
}
