//! `--plan`: a plan that somebody handed on.

use super::args::Global;
use super::job::Job;
use super::output;
use crate::api::Client;
use crate::config::paths;
use crate::domain::Fault;
use crate::domain::sanitize::visible;
use crate::failure::{Failure, FailureKind};
use crate::journal::{HistoryFilter, Scan, history};
use crate::runtime::headless;
use crate::text::Lang;
use crate::text::plan_change::carried_out_since;
use crate::text::plan_file as words;
use crate::unbind::answer::query_of;
use crate::unbind::{Context, PlanFile, PlanInput, Reading};
use futures_util::future::join_all;
use jiff::Timestamp;
use std::path::Path;

/// Reads the plan of `--plan`, if there is one.
///
/// # Errors
/// The file can't be read, or is no plan.
pub(super) fn read(global: &Global, lang: Lang) -> Result<Option<PlanFile>, Failure> {
    let Some(path) = global.plan.as_deref() else { return Ok(None) };
    let shown = shown(path);
    let of = |said| Failure::of(FailureKind::Usage, said);
    let text = crate::files::read_text(path)
        .map_err(|error| of(crate::text::files::unreadable(lang, &shown, &error)))?;
    PlanFile::parse(&text).map(Some).map_err(|why| of(words::no_plan(lang, &shown, &why)))
}

fn shown(path: &Path) -> String {
    visible(&paths::shown(path)).into_owned()
}

/// The plan for this subcommand, which has its own targets and options.
///
/// # Errors
/// As [`read`]; it is for the other subcommand, or something is named beside it.
pub(super) fn for_job(
    global: &Global,
    job: &Job<'_>,
    lang: Lang,
) -> Result<Option<PlanFile>, Failure> {
    let Some(file) = read(global, lang)? else { return Ok(None) };
    let of = |said| Err(Failure::of(FailureKind::Usage, said));
    if job.names_something() {
        return of(words::beside(lang));
    }
    if file.binds() != job.binds() {
        let path = global.plan.as_deref().map(shown).unwrap_or_default();
        return of(words::other_verb(lang, &path, file.binds()));
    }
    Ok(Some(file))
}

/// Reads its targets again, with the facts around them.
pub(super) async fn subjects(client: Result<&Client, &Fault>, file: &PlanFile) -> Vec<PlanInput> {
    let read = file.items.iter().map(async |item| {
        let (request, bind) = item.wish();
        let query = query_of(&request.target);
        let page = match client {
            Ok(client) => client.describe_eips(&request.region, &query, 0).await,
            Err(fault) => Err(fault.clone()),
        };
        PlanInput { bind, ..PlanInput::new(request, Reading::of(&query, page)) }
    });
    headless::subjects(client, join_all(read).await).await
}

/// Says who planned it, who is about to send it, and whether it was carried out before.
pub(super) fn introduce(
    lang: Lang,
    file: &PlanFile,
    context: &Context,
    now: Timestamp,
    journal: Option<&Scan>,
) {
    let zone = jiff::tz::TimeZone::system();
    for line in words::people(lang, file, context, now, &zone) {
        output::talk(&line);
    }
    let runs = journal.map(|scan| {
        let runs = history(scan, &HistoryFilter::default()).into_iter();
        runs.map(|run| run.report(scan)).collect::<Vec<_>>()
    });
    if let Some(run) = runs.iter().flatten().rev().find(|run| file.was_carried_out_by(run)) {
        output::talk(&carried_out_since(lang, run, &zone));
    }
}
